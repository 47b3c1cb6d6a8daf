/* Over the families of the dictionary: each word stands once, tables have no
 * column that is no word, and a heading leads back to its table. */
#include "term.h"

#include <string.h>

#include "tap.h"

/* Words that stand twice, of which term_find would hide the second. */
static int
twice(void)
{
	const struct term *t, *u;
	int n = 0;

	for (size_t i = 0; (t = term_at(i)) != NULL; i++)
		for (size_t j = 0; j < i && (u = term_at(j)) != NULL; j++)
			if (strcmp(t->id, u->id) == 0) {
				printf("# '%s' stands twice\n", t->id);
				n++;
			}
	return n;
}

/* Words without a name, or that are not found by their own id. */
static int
odd_words(size_t *count)
{
	const struct term *t;
	int n = 0;

	for (*count = 0; (t = term_at(*count)) != NULL; ++*count)
		if (*t->zh == '\0' || *t->en == '\0' || t->unit == NULL ||
		    t->formula == NULL || t->source == NULL ||
		    term_find(t->id) != t) {
			printf("# '%s'\n", t->id);
			n++;
		}
	return n;
}

static int
columns_without_word(void)
{
	const struct term_table *t;
	int n = 0;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++)
		for (size_t k = 0; k < t->ncol; k++)
			if (term_find(t->col[k]) == NULL) {
				printf("# %s: '%s'\n", t->name, t->col[k]);
				n++;
			}
	return n;
}

/* Tables that their own heading, as it is now or as it always was, does not
 * lead to. */
static int
lost(size_t *count)
{
	const struct term_table *t;
	int n = 0;

	for (*count = 0; (t = term_table_at(*count)) != NULL; ++*count) {
		char *const *col = (char *const *)t->col;

		if (t->need == 0 || t->need > t->ncol ||
		    term_table(t->name) != t ||
		    term_table_of(col, t->ncol) != t ||
		    term_table_of(col, t->need) != t) {
			printf("# %s\n", t->name);
			n++;
		}
	}
	return n;
}

static int
is(const struct term_table *t, const char *name)
{
	return t == (name != NULL ? term_table(name) : NULL);
}

/* Headings as files have them. */
static void
test_headings(void)
{
	char zone[] = "zone_id", time[] = "time", azp[] = "azp_m";
	char leak[] = "leak_cut_m3h", note[] = "note";
	char *const more[] = {azp, note, zone, time};
	char *const less[] = {zone, time};
	char *const older[] = {zone, time, azp, leak};

	ok(is(term_table_of(more, 4), "pressure-eval --azp"),
	    "a heading's order is free, and it may have more");
	ok(is(term_table_of(less, 2), NULL), "but not less");
	ok(is(term_table_older(older, 3), "pressure-eval --azp"),
	    "of tables that begin so, the shortest");
	ok(is(term_table_older(more, 4), NULL), "with no other column");
	ok(is(term_table_older(less, 1), NULL), "with half of them at least");
}

int
main(void)
{
	size_t n;

	ok(twice() == 0, "no word stands twice");
	ok(odd_words(&n) == 0 && n > 800, "every word has both names");
	ok(columns_without_word() == 0, "every column is a word");
	ok(lost(&n) == 0 && n > 50, "a table's heading leads to the table");
	ok(term_find("no_such_word") == NULL && term_table("none") == NULL,
	    "there are others");
	test_headings();
	return tap_done();
}
