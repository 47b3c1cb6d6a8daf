#include "textwidth.h"

#include "tap.h"

static int
is(struct textspan s, size_t from, size_t to)
{
	return s.from == from && s.to == to;
}

static void
test_spread(void)
{
	const double even[] = {1, 1, 1, 1, 1, 1}, mixed[] = {30, 8, 15, 11};
	const double half[] = {10, 20}, greedy[] = {100, 1, 1};
	struct textspan s[3];

	textwidth_spread(half, 2, even, 6, s);
	ok(is(s[0], 0, 1) && is(s[1], 2, 5), "a third and two thirds of six");
	textwidth_spread(greedy, 3, even, 6, s);
	ok(is(s[0], 0, 3) && is(s[1], 4, 4) && is(s[2], 5, 5),
	    "each has one column at least");
	textwidth_spread(greedy, 3, even, 3, s);
	ok(is(s[0], 0, 0) && is(s[1], 1, 1) && is(s[2], 2, 2),
	    "as many parts as columns");
	textwidth_spread(half, 2, mixed, 4, s);
	ok(is(s[0], 0, 0) && is(s[1], 1, 3), "by the columns' own widths");
}

int
main(void)
{
	near(textwidth(""), 0, 0, "nothing has no width");
	near(textwidth("m³/h"), 4, 0, "a character is one wide");
	near(textwidth("漏损率 %"), 8, 0, "a Chinese one two");
	near(textwidth("5–7"), 3, 0, "punctuation below CJK one");
	near(textwidth_word("Overall loss rate"), 7, 0,
	    "the longest word of a heading");
	near(textwidth_word("Loss\nrate of it"), 4, 0, "a break parts words");
	near(textwidth_word("综合漏损率"), 8, 0,
	    "Chinese breaks, but not below four");
	near(textwidth_word("水量\nm³"), 4, 0, "two characters stay whole");
	near(textwidth_number(1234567.891, "#,##0"), 9, 0, "1,234,568");
	near(textwidth_number(-1234.5, "#,##0.00"), 9, 0.5, "-1,234.50");
	near(textwidth_number(0.9954, "0.0%"), 5, 0, "99.5%");
	near(textwidth_number(12.25, "General"), 5, 0, "12.25");
	near(textwidth_lines("水量\nm³", 10), 2, 0, "its own breaks count");
	near(textwidth_lines("Overall loss rate", 9), 3, 0,
	    "and those that the width forces");
	near(textwidth_lines("", 9), 0, 0, "nothing takes no line");
	test_spread();
	return tap_done();
}
