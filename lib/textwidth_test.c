#include "textwidth.h"

#include "tap.h"

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
	return tap_done();
}
