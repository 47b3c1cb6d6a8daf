#include "defcheck.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "num.h"
#include "table.h"
#include "term.h"
#include "xalloc.h"

enum { COMPLAINTS = 20 };

void
defcheck_complain(struct defcheck *r, int line, const char *what,
    const char *culprit, const char *hint)
{
	if (r->complaints++ >= COMPLAINTS)
		return;
	if (hint != NULL)
		warnx("%s:%d: %s '%s' (did you mean '%s'?)", r->path, line,
		    tr(what), culprit, hint);
	else
		warnx("%s:%d: %s '%s'", r->path, line, tr(what), culprit);
}

/* The table of a sheet, by either dictionary. */
static int
has_column(const char *table, const char *col)
{
	const struct term_table *out = term_table(table);
	const struct table *in = table_find(table);

	for (size_t i = 0; out != NULL && i < out->ncol; i++)
		if (strcmp(out->col[i], col) == 0)
			return 1;
	return in != NULL && table_col(in, col) >= 0;
}

/* Words are compared with words, numbers with columns and numbers. */
static int
is_number(const char *table, const char *col)
{
	const struct table *in = table_find(table);

	if (term_table(table) != NULL || in == NULL || table_col(in, col) < 0)
		return frame_is_number(col);
	return in->col[table_col(in, col)].type == TABLE_NUM;
}

static const char *
nearest_column(const char *table, const char *col)
{
	const struct term_table *out = term_table(table);
	const char *best;

	if (out == NULL)
		return table_nearest(table_find(table), col);
	best = out->col[0];
	for (size_t i = 1; i < out->ncol; i++)
		if (table_distance(col, out->col[i]) <
		    table_distance(col, best))
			best = out->col[i];
	return best;
}

static const char *
nearest_table(const char *name)
{
	const char *best = "nightflow";
	const struct term_table *t;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++)
		if (table_distance(name, t->name) < table_distance(name, best))
			best = t->name;
	for (int i = 0; i < TABLES; i++)
		if (table_distance(name, table_all[i].name) <
		    table_distance(name, best))
			best = table_all[i].name;
	return best;
}

static int
is_table(const char *name)
{
	return term_table(name) != NULL || table_find(name) != NULL;
}

/* Columns that no table has, but any sheet may show. */
static int
is_pseudo(const char *name)
{
	return table_is_word("zone owner rank days_open", name);
}

static void
check_name(struct defcheck *r, const char *table, const struct def_key *k,
    const char *name)
{
	double v;

	if (is_pseudo(name) || num_parse(name, &v) == 0 ||
	    has_column(table, name))
		return;
	defcheck_complain(r, k->line, "no column of that table:", name,
	    nearest_column(table, name));
}

static void
check_list(struct defcheck *r, const char *table, const struct def_section *s,
    const char *key)
{
	static const char *const words =
	    "bounds clock day text up down year_before";
	const struct def_key *k = def_key(s, key);
	const char *p;
	struct def_item item;
	int n = 0;

	if (k == NULL)
		return;
	p = k->value;
	while (def_next(&p, &item)) {
		n++;
		check_name(r, table, k, item.name);
		if (*item.word != '\0' && !table_is_word(words, item.word))
			defcheck_complain(r, k->line,
			    "unknown word behind a column:", item.word,
			    table_nearest_word(words, item.word));
	}
	if (n == 0)
		defcheck_complain(r, k->line, "nothing stands in", key, NULL);
}

static void
check_condition(struct defcheck *r, const char *table, const struct def_key *k)
{
	const char *p = k->value;
	struct def_test t;
	int got;

	while ((got = def_test_next(&p, &t)) > 0) {
		if (table == NULL)
			continue;
		check_name(r, table, k, t.left);
		if (*t.right != '@' && is_number(table, t.left))
			check_name(r, table, k, t.right);
		else if (*t.right == '@' &&
			 !table_is_word("@day @midnight", t.right))
			defcheck_complain(r, k->line, "unknown word", t.right,
			    table_nearest_word("@day @midnight", t.right));
	}
	if (got < 0)
		defcheck_complain(r, k->line,
		    "not COLUMN < COLUMN-OR-NUMBER [and ...]:", k->value, NULL);
}

static void
check_table(struct defcheck *r, const struct def_section *s, const char *table)
{
	static const char *const lists[] = {"columns", "cards", "lines", "sort",
	    "totals", "each", "of", "across", "bounds", "rank"};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		check_list(r, table, s, lists[i]);
	if (def_key(s, "where") != NULL)
		check_condition(r, table, def_key(s, "where"));
}

/* The key `targets`: a column, and behind it the one that holds its target. */
static void
check_targets(
    struct defcheck *r, const char *table, const struct def_section *s)
{
	const struct def_key *k = def_key(s, "targets");
	const char *p;
	struct def_item item;

	if (k == NULL)
		return;
	p = k->value;
	while (def_next(&p, &item)) {
		check_name(r, table, k, item.name);
		check_name(r, table, k, item.word);
	}
}

/* The sections that a key names. */
static void
check_named(struct defcheck *r, const struct def *d,
    const struct def_section *s, const char *key, enum def_kind kind)
{
	const struct def_key *k = def_key(s, key);
	const char *p;
	struct def_item item;

	if (k == NULL)
		return;
	p = k->value;
	while (def_next(&p, &item))
		if (def_find(d, kind, item.name) == NULL)
			defcheck_complain(
			    r, k->line, "there is no section", item.name, NULL);
}

/* Keys that are how many. */
static void
check_counts(struct defcheck *r, const struct def_section *s)
{
	const struct def_key *count[] = {
	    def_key(s, "print"), def_key(s, "most")};
	const char *layout = def_get(s, "layout");
	int64_t n;

	for (int i = 0; i < 2; i++)
		if (count[i] != NULL &&
		    num_int(count[i]->value, 1, 1000000, &n) < 0)
			defcheck_complain(r, count[i]->line,
			    "not a whole number of 1 or more:", count[i]->value,
			    NULL);
	if (count[0] != NULL && layout != NULL && strcmp(layout, "table") != 0)
		defcheck_complain(r, count[0]->line, "only a table has rows to",
		    "print", NULL);
}

/* The table that a sheet or block shows. */
static void
check_shown(struct defcheck *r, const struct def_section *s)
{
	const struct def_key *table = def_key(s, "table");

	if (def_word(s, "name", 0) == NULL)
		defcheck_complain(
		    r, s->line, "no name_zh or name_en for", s->id, NULL);
	check_counts(r, s);
	if (table != NULL && !is_table(table->value)) {
		defcheck_complain(r, table->line, "unknown table", table->value,
		    nearest_table(table->value));
	} else if (table != NULL) {
		check_table(r, s, table->value);
		check_targets(r, table->value, s);
	}
}

static void
check_block(
    struct defcheck *r, const struct def *d, const struct def_section *s)
{
	check_shown(r, s);
	check_named(r, d, s, "see", DEF_SHEET);
	if (def_key(s, "table") == NULL)
		defcheck_complain(
		    r, s->line, "no table for block", s->id, NULL);
}

static void
check_sheet(
    struct defcheck *r, const struct def *d, const struct def_section *s)
{
	static const char *const own = "definitions sources parameters digest";
	const struct def_key *table = def_key(s, "table");
	const char *layout = def_get(s, "layout");
	int shows = layout == NULL || !table_is_word(own, layout);

	check_shown(r, s);
	check_named(r, d, s, "blocks", DEF_BLOCK);
	if (table == NULL && def_key(s, "sql") == NULL && shows)
		defcheck_complain(
		    r, s->line, "neither table nor sql for sheet", s->id, NULL);
	if (table != NULL && def_key(s, "sql") != NULL)
		defcheck_complain(
		    r, s->line, "both table and sql for sheet", s->id, NULL);
	if (layout != NULL && strcmp(layout, "charts") == 0 &&
	    (def_key(s, "lines") == NULL || def_key(s, "across") == NULL))
		defcheck_complain(r, s->line,
		    "charts without across and lines, sheet", s->id, NULL);
}

static void
check_rules(struct defcheck *r, const struct def_section *s, const char *table)
{
	static const char *const rule[] = {
	    "green", "yellow", "orange", "red", "strong"};

	for (int i = 0; i < 5; i++)
		if (def_key(s, rule[i]) != NULL)
			check_condition(r, table, def_key(s, rule[i]));
}

/* The sheet or block of that id. */
static const struct def_section *
shows_of(const struct def *d, const char *id)
{
	const struct def_section *s = def_find(d, DEF_SHEET, id);

	return s ? s : def_find(d, DEF_BLOCK, id);
}

static void
check_column(
    struct defcheck *r, const struct def *d, const struct def_section *s)
{
	const char *dot = strchr(s->id, '.');
	char *sheet = dot ? xstrndup(s->id, (size_t)(dot - s->id)) : NULL;
	const struct def_section *on = sheet ? shows_of(d, sheet) : NULL;
	const char *table = on ? def_get(on, "table") : NULL;
	const struct def_key *width = def_key(s, "width");
	double v;

	if (sheet != NULL && on == NULL)
		defcheck_complain(r, s->line, "there is no sheet", sheet, NULL);
	if (table != NULL && is_table(table) && !is_pseudo(dot + 1) &&
	    !has_column(table, dot + 1))
		defcheck_complain(r, s->line,
		    "no column of that sheet:", dot + 1,
		    nearest_column(table, dot + 1));
	check_rules(r, s, table != NULL && is_table(table) ? table : NULL);
	if (width != NULL &&
	    (num_parse(width->value, &v) < 0 || v < 1 || v > 255))
		defcheck_complain(r, width->line,
		    "not a width of 1 to 255:", width->value, NULL);
	free(sheet);
}

void
defcheck(struct defcheck *r, const struct def *d)
{
	const struct def_key *table;
	size_t sheets = 0;

	if (d->n == 0 || d->section[0].kind != DEF_REPORT) {
		defcheck_complain(
		    r, 1, "the first section is not", "[report]", NULL);
		return;
	}
	table = def_key(&d->section[0], "table");
	if (def_word(&d->section[0], "title", 0) == NULL)
		defcheck_complain(r, 1, "[report] has no", "title_zh", NULL);
	if (table == NULL || !is_table(table->value))
		defcheck_complain(r, table ? table->line : 1,
		    "[report] table is none:", table ? table->value : "",
		    table ? nearest_table(table->value) : NULL);
	for (size_t i = 0; i < d->n; i++) {
		sheets += d->section[i].kind == DEF_SHEET;
		if (d->section[i].kind == DEF_SHEET)
			check_sheet(r, d, &d->section[i]);
		else if (d->section[i].kind == DEF_BLOCK)
			check_block(r, d, &d->section[i]);
		else if (d->section[i].kind == DEF_COLUMN)
			check_column(r, d, &d->section[i]);
	}
	if (sheets == 0)
		defcheck_complain(r, 1, "there is no", "[sheet ...]", NULL);
}
