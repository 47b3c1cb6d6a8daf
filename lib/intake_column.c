/*
 * Where in a row of theirs each of our columns stands.
 */
#include "intake_private.h"

#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "xalloc.h"

/* Our column that the mapping gives column i of theirs, or -1. */
static int
mapped_column(const struct intake *k, size_t i)
{
	const struct map *m = k->map;

	for (size_t c = 0; c < m->ncolumn; c++)
		for (size_t n = 0; n < m->column[c].ntheirs; n++)
			if (intake_is_column(k, m->column[c].theirs[n], i))
				return table_col(m->table, m->column[c].ours);
	return -1;
}

static int
is_ignored(const struct intake *k, size_t i)
{
	for (size_t n = 0; n < k->map->nignore; n++)
		if (intake_is_column(k, k->map->ignore[n], i))
			return 1;
	return 0;
}

/* 1 if the mapping says where column c of ours comes from. */
static int
is_given(const struct intake *k, int c)
{
	const struct map *m = k->map;
	const char *name = m->table->col[c].name;

	if (k->constant[c] != NULL || (m->date && strcmp(name, "time") == 0))
		return 1;
	for (size_t i = 0; i < m->ncolumn; i++)
		if (strcmp(m->column[i].ours, name) == 0)
			return 1;
	return 0;
}

/* Our column that a heading is the name of, or (in a foreign file) an alias of
 * one that comes from nowhere else; -1.  A wide file has the time alone. */
static int
named_column(const struct intake *k, const char *heading)
{
	const struct table *t = k->map->table;
	int c = table_col(t, heading);

	if (c < 0 && k->map->csv.foreign) {
		c = alias_column(t, heading);
		if (c >= 0 &&
		    (is_given(k, c) || csvin_col(k->in, t->col[c].name) >= 0))
			return -1;
	}
	if (c >= 0 && k->map->nwide > 0 && strcmp(t->col[c].name, "time") != 0)
		return -1;
	return c;
}

static int
take_column(struct intake *k, size_t i, int ours)
{
	if (k->at[ours] >= 0)
		return csvin_warn(k->in, "two columns for '%s': '%s' and '%s'",
		    k->map->table->col[ours].name, k->in->col[k->at[ours]],
		    k->in->col[i]);
	k->at[ours] = (int)i;
	return 0;
}

/* 1 if the column is one of two that hold the time. */
static int
time_part(struct intake *k, size_t i)
{
	const struct map *m = k->map;

	if (m->date != NULL && k->date < 0 && intake_is_column(k, m->date, i)) {
		k->date = (int)i;
		return 1;
	}
	if (m->clock != NULL && k->clock < 0 &&
	    intake_is_column(k, m->clock, i)) {
		k->clock = (int)i;
		return 1;
	}
	return 0;
}

static int
bind_column(struct intake *k, size_t i)
{
	const char *heading = k->in->col[i];
	int got, ours = mapped_column(k, i);

	if (ours >= 0)
		return take_column(k, i, ours);
	if (time_part(k, i) || is_ignored(k, i))
		return 0;
	if ((got = intake_wide_column(k, i, 0)) != 0)
		return got < 0 ? -1 : 0;
	if (k->map->csv.foreign && *heading == '\0')
		return 0;
	if ((ours = named_column(k, heading)) >= 0)
		return take_column(k, i, ours);
	if ((got = intake_wide_column(k, i, 1)) != 0)
		return got < 0 ? -1 : 0;
	if (k->map->ignore_all)
		return 0;
	if (k->map->nwide > 0 && table_col(k->map->table, heading) >= 0)
		return csvin_warn(k->in,
		    "column '%s' has no place in a wide file: name it under "
		    "[wide] or [ignore]",
		    heading);
	return csvin_warn(k->in, "unknown column '%s' (nearest: '%s')", heading,
	    table_nearest(k->map->table, heading));
}

/* What each of our columns holds in every row. */
static void
bind_constants(struct intake *k)
{
	const struct table *t = k->map->table;

	free(k->at);
	free(k->constant);
	k->at = xcalloc(t->ncol, sizeof *k->at);
	k->constant = xcalloc(t->ncol, sizeof *k->constant);
	k->date = k->clock = -1;
	for (size_t c = 0; c < t->ncol; c++) {
		k->at[c] = -1;
		k->constant[c] = map_constant(k->map, t->col[c].name);
	}
	if (k->file_point != NULL)
		k->constant[0] = k->file_point;
	free(k->mapping);
	k->mapping = k->file_point ?
			 xasprintf("%s %s", k->map->id, k->file_point) :
			 xstrdup(k->map->id);
}

int
intake_bind(struct intake *k)
{
	const struct table *t = k->map->table;

	if (intake_file_point(k) < 0 || intake_units_line(k) < 0)
		return -1;
	bind_constants(k);
	for (size_t i = 0; i < k->in->ncol; i++)
		if (bind_column(k, i) < 0)
			return -1;
	if (strcmp(t->name, "readings") == 0)
		return intake_readings_complete(k);
	for (size_t c = 0; c < t->ncol; c++)
		if (t->col[c].required && k->at[c] < 0 &&
		    k->constant[c] == NULL)
			return csvin_warn(
			    k->in, "column '%s' is missing", t->col[c].name);
	return 0;
}

/* Why column i is our column c. */
static const char *
reason_of(const struct intake *k, size_t i, int c)
{
	if (mapped_column(k, i) == c)
		return "mapping";
	return strcmp(k->in->col[i], k->map->table->col[c].name) == 0 ?
		   "its own name" :
		   "alias";
}

void
intake_print_column(const struct intake *k, size_t i, FILE *fp)
{
	const struct table *t = k->map->table;

	for (size_t c = 0; c < t->ncol; c++)
		if (k->at[c] == (int)i) {
			fprintf(fp, "%s (%s)", t->col[c].name,
			    reason_of(k, i, (int)c));
			return;
		}
	for (size_t w = 0; w < k->nwide; w++)
		if (k->wide[w].col == i) {
			const char *unit =
			    map_unit(k->map, k->wide[w].id, k->wide[w].unit);

			fprintf(fp, "point %s in %s", k->wide[w].id,
			    unit ? unit : "the point's unit");
			return;
		}
	fputs(k->date == (int)i	 ? "the date" :
	      k->clock == (int)i ? "the clock" :
				   "passed over",
	    fp);
}
