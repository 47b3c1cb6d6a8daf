/* What headings mean, and that no alias means two things. */
#include "alias_private.h"

#include <string.h>

#include "tap.h"

static int
means(const char *table, const char *heading, const char *want)
{
	const struct table *t = table_find(table);
	int c = alias_column(t, heading);
	const char *got = c < 0 ? "-" : t->col[c].name;

	if (strcmp(got, want) != 0)
		printf("# %s '%s' means '%s'\n", table, heading, got);
	return strcmp(got, want) == 0;
}

static int
unit_is(const char *text, const char *want)
{
	const struct unit *u = alias_unit(text);

	if (strcmp(u ? u->name : "-", want) != 0)
		printf("# unit '%s' is '%s'\n", text, u ? u->name : "-");
	return strcmp(u ? u->name : "-", want) == 0;
}

/* The words of a list one after the other; 0: no more. */
static int
next_word(const char **names, char word[96])
{
	size_t n = strcspn(*names, " ");

	snprintf(word, 96, "%.*s", (int)n, *names);
	*names += n + ((*names)[n] == ' ');
	return n > 0;
}

/* Every word of every list means its own column: so it stands in one list of
 * its table only, and is no name of another column. */
static int
each_means_its_column(int *count)
{
	char word[96];
	int good = 1;

	for (const struct column_alias *c = alias_of_columns; c->names; c++) {
		const struct table *t = table_find(c->table);
		const char *names = c->names;

		if (t == NULL || table_col(t, c->column) < 0)
			return 0;
		for (; next_word(&names, word); ++*count)
			good &= means(t->name, word, c->column);
	}
	return good;
}

/* And no word stands in the lists of two columns of a table. */
static int
none_stands_twice(void)
{
	const struct column_alias *a, *b;
	char word[96];

	for (a = alias_of_columns; a->names; a++)
		for (b = a + 1; b->names; b++)
			for (const char *names = a->names;
			     strcmp(a->table, b->table) == 0 &&
			     next_word(&names, word);)
				if (table_is_word(b->names, word)) {
					printf("# '%s': %s, %s\n", word,
					    a->column, b->column);
					return 0;
				}
	return 1;
}

/* A unit's words mean that unit, and are no other's name. */
static int
each_means_its_unit(void)
{
	char word[96];
	int good = 1;

	for (const struct unit_alias *u = alias_of_units; u->names; u++)
		for (const char *names = u->names; next_word(&names, word);)
			good &= unit_is(word, u->unit);
	return good;
}

int
main(void)
{
	int count = 0;

	ok(means("readings", "采集时间", "time") &&
		means("readings", "测点", "point_id") &&
		means("readings", "瞬时流量", "value"),
	    "Chinese headings");
	ok(means("readings", "Time-Stamp", "time") &&
		means("readings", "TAG NAME", "point_id") &&
		means("readings", "Point_ID", "point_id"),
	    "English headings in any case, with blanks and strokes");
	ok(means("readings", "瞬时流量(m³/h)", "value") &&
		means("readings", "压力（MPa）", "value") &&
		means("readings", "Flow [L/s]", "value"),
	    "a part in parentheses does not count");
	ok(means("readings", "日期", "-") && means("readings", "date", "-") &&
		means("readings", "状态", "-") && means("readings", "", "-") &&
		means("readings", "(m3/h)", "-"),
	    "what is used for several things is no alias");
	ok(means("accounts", "meter", "meter_id") &&
		means("readings", "meter", "point_id"),
	    "an alias belongs to its table");
	ok(each_means_its_column(&count), "each alias means its column");
	ok(none_stands_twice(), "and no other of the table");
	ok(count > 150, "there are many");
	ok(each_means_its_unit(), "each unit's alias means that unit");
	ok(unit_is("m³/h", "m3/h") && unit_is("立方米/小时", "m3/h") &&
		unit_is("l/s", "L/s") && unit_is("Mpa", "MPa") &&
		unit_is("升/秒", "L/s") && unit_is("℃", "C"),
	    "units by other names");
	ok(unit_is("furlong", "-") && unit_is("", "-") && unit_is("ml/d", "-"),
	    "no unit, or a small m for a great one");
	ok(strcmp(alias_term("n1"), "漏损指数N1") == 0 &&
		strcmp(alias_term("ili_part"), "漏损指数分项") == 0 &&
		alias_term("ili") == NULL,
	    "what older workbooks called a column");
	return tap_done();
}
