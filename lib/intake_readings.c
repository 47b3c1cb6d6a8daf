#include "intake_private.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alias.h"
#include "fill.h"
#include "num.h"
#include "lines.h"
#include "sought.h"
#include "unit.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns of readings */

static void
on_conflict(void *ctx, const char *point_id, uint64_t line, const char *value)
{
	struct intake *k = ctx;
	char *reason = xasprintf("contradicts an earlier reading of %s at the "
				 "same time",
	    point_id);

	reject_add(k->late, k->in->name, line, "value", reason, value);
	free(reason);
}

/* What is looked for of a point, found out once; NULL: nothing. */
static struct sought_point *
sought_of(struct intake *k, size_t point)
{
	while (k->nof <= point) {
		k->of = xgrow(k->of, k->nof, &k->of_cap, sizeof *k->of);
		k->of[k->nof] =
		    sought_point(k->sought, fill_id(k->fill, (long)k->nof));
		k->nof++;
	}
	return k->of[point];
}

static void
on_seen(
    void *ctx, long point, int64_t t, double v, uint16_t quality, uint64_t line)
{
	struct sought_point *p = sought_of(ctx, (size_t)point);

	if (p != NULL)
		sought_see_reading(p, t, v, quality, line);
}

void
intake_readings_start(struct intake *k)
{
	k->readings = strcmp(k->map->table->name, "readings") == 0;
	if (k->readings && k->fill == NULL)
		k->fill = k->sought ?
			      fill_new_showing(k->store, on_seen, k) :
			      fill_new(k->store, &k->im, on_conflict, k);
	k->last = INT64_MIN;
}

int
intake_readings_finish(struct intake *k)
{
	return k->fill == NULL ? 0 : fill_flush(k->fill);
}

void
intake_readings_stop(struct intake *k)
{
	if (k->fill != NULL)
		fill_wait(k->fill);
}

void
intake_readings_release(struct intake *k)
{
	fill_free(k->fill);
	for (size_t i = 0; i < k->nwide; i++) {
		free(k->wide[i].id);
		free(k->wide[i].refused);
	}
	free(k->wide);
	free(k->of);
	free(k->joined);
	free(k->file_point);
	for (size_t i = 0; k->units != NULL && k->units[i] != NULL; i++)
		free(k->units[i]);
	free(k->units);
}

/* --- points --- */

/* A point that nobody registered is a flow, or what its unit measures first, in
 * the unit that the store keeps. */
static int
register_point(
    struct intake *k, const char *id, const char *unit, struct store_point *p)
{
	const struct table *t = table_find("points");
	const char *all = unit_find(unit ? unit : "m3/h")->quantities;
	const char *value[32];

	for (size_t i = 0; i < t->ncol; i++)
		value[i] = "";
	snprintf(p->quantity, sizeof p->quantity, "%.*s",
	    (int)strcspn(all, " "), all);
	snprintf(p->unit, sizeof p->unit, "%s", unit_stored(p->quantity)->name);
	value[table_col(t, "point_id")] = id;
	value[table_col(t, "quantity")] = p->quantity;
	value[table_col(t, "unit")] = p->unit;
	if (store_put_row(k->store, t, value) == STORE_FAILED)
		return -1;
	p->n = store_point_number(k->store, id);
	return p->n < 0 ? -1 : 0;
}

/* The handle of a point; -1: the store failed; -2: refused, *why (to be
 * freed) says it. */
static long
point_handle(struct intake *k, const char *id, const char *unit, char **why)
{
	struct store_point p;
	const struct unit *u;
	const char *wrong;
	long handle = fill_find(k->fill, id);

	if (handle >= 0)
		return handle;
	if ((wrong = table_wrong(&table_find("points")->col[0], id)) != NULL) {
		*why = xstrdup(wrong);
		return -2;
	}
	if (fill_wait(k->fill) < 0 || store_point(k->store, id, &p) < 0)
		return -1;
	if (p.n == 0 && k->opts->new_points &&
	    register_point(k, id, unit, &p) < 0)
		return -1;
	if (p.n == 0) {
		*why = xstrdup("is not a registered point");
		return -2;
	}
	u = unit_find(unit ? unit : p.unit);
	if (!unit_fits(u, p.quantity)) {
		*why = xasprintf("has quantity %s, which does not come in %s",
		    p.quantity, u->name);
		return -2;
	}
	return fill_point(k->fill, id, p.n, u->num, u->den);
}

/* --- a file, its point and its units --- */

int
intake_file_point(struct intake *k)
{
	const struct map *m = k->map;
	const char *base = strrchr(k->in->name, '/');
	char *name;

	if (m->nfilename == 0 || k->file_point != NULL)
		return 0;
	name = xstrdup(base ? base + 1 : k->in->name);
	if (lines_is_packed(name))
		name[strlen(name) - 3] = '\0';
	for (size_t i = 0; i < m->nfilename && !k->file_point; i++)
		for (size_t n = 0; n < m->filename[i].ntheirs; n++)
			if (k->file_point == NULL)
				k->file_point =
				    pattern_name(m->filename[i].theirs[n], name,
					m->filename[i].ours);
	free(name);
	if (k->file_point == NULL)
		warnx(
		    "%s: its name fits no pattern of [filename]", k->in->name);
	return k->file_point ? 0 : -1;
}

int
intake_units_line(struct intake *k)
{
	size_t n = k->in->ncol;

	if (!k->map->units_line)
		return 0;
	if (csvin_next(k->in) != CSVIN_ROW || k->in->nfield < n)
		return csvin_warn(k->in, "no line of units below the heading");
	k->units = xcalloc(n + 1, sizeof *k->units);
	for (size_t i = 0; i < n; i++)
		k->units[i] = xstrdup(k->in->field[i].s);
	return 0;
}

/* The unit that the mapping lets column i tell: *unit, or NULL.  -1: it is
 * none, has said so. */
static int
unit_of_column(const struct intake *k, size_t i, const char **unit)
{
	const struct unit *u;
	const char *inside;
	char *text = NULL;
	size_t n;

	*unit = NULL;
	if (k->map->unit_from == UNIT_OF_LINE)
		text = xstrdup(k->units[i]);
	else if (k->map->unit_from == UNIT_OF_HEADING &&
		 alias_tail(k->in->col[i], &inside, &n) > 0)
		text = xstrndup(inside, n);
	if (text == NULL || *text == '\0') {
		free(text);
		return 0;
	}
	if ((u = alias_unit(text)) != NULL)
		*unit = u->name;
	else
		csvin_warn(k->in, "column '%s': unknown unit '%s'",
		    k->in->col[i], text);
	free(text);
	return u ? 0 : -1;
}

/* --- wide columns --- */

int
intake_is_column(const struct intake *k, const struct pattern *p, size_t i)
{
	const char *text = pattern_text(p);
	int64_t at;

	if (pattern_matches(p, k->in->col[i]))
		return 1;
	return text[0] == '#' && num_int(text + 1, 1, INT32_MAX, &at) == 0 &&
	       (size_t)at == i + 1 && csvin_col(k->in, text) < 0;
}

/* The id of the point whose readings column i holds, or NULL. */
static char *
wide_point(const struct intake *k, size_t i, int wild)
{
	const struct map *m = k->map;
	const char *inside;
	char *heading = xstrdup(k->in->col[i]), *id = NULL;
	size_t n, at;

	if (wild && m->unit_from == UNIT_OF_HEADING &&
	    (at = alias_tail(heading, &inside, &n)) > 0)
		heading[at] = '\0';
	for (size_t w = 0; w < m->nwide && id == NULL; w++) {
		for (n = 0; n < m->wide[w].ntheirs && id == NULL; n++) {
			const struct pattern *p = m->wide[w].theirs[n];

			if (pattern_is_wild(p) != wild)
				continue;
			if (wild)
				id = pattern_name(p, heading, m->wide[w].ours);
			else if (intake_is_column(k, p, i))
				id = xstrdup(m->wide[w].ours);
		}
	}
	free(heading);
	return id;
}

int
intake_wide_column(struct intake *k, size_t i, int wild)
{
	char *id = k->map->nwide > 0 ? wide_point(k, i, wild) : NULL;
	const char *unit;

	if (id == NULL)
		return 0;
	for (size_t w = 0; w < k->nwide; w++) {
		if (strcmp(k->wide[w].id, id) != 0)
			continue;
		csvin_warn(k->in, "two columns for point '%s': '%s' and '%s'",
		    id, k->in->col[k->wide[w].col], k->in->col[i]);
		free(id);
		return -1;
	}
	if (unit_of_column(k, i, &unit) < 0) {
		free(id);
		return -1;
	}
	k->wide = xrealloc(k->wide, k->nwide + 1, sizeof *k->wide);
	k->wide[k->nwide++] =
	    (struct wide){.col = i, .point = -1, .id = id, .unit = unit};
	return 1;
}

/* 1 if one of the patterns found a column that became a point. */
static int
has_column(const struct intake *k, const struct map_name *name)
{
	for (size_t i = 0; i < k->nwide; i++)
		for (size_t n = 0; n < name->ntheirs; n++)
			if (pattern_is_wild(name->theirs[n]) ||
			    intake_is_column(
				k, name->theirs[n], k->wide[i].col))
				return 1;
	return 0;
}

static int
wide_complete(struct intake *k)
{
	for (size_t i = 0; i < k->map->nwide; i++)
		if (!has_column(k, &k->map->wide[i]))
			return csvin_warn(k->in,
			    "no column '%s' for point '%s'",
			    pattern_text(k->map->wide[i].theirs[0]),
			    k->map->wide[i].ours);
	return 0;
}

static int
time_complete(struct intake *k)
{
	const struct map *m = k->map;

	if (m->date != NULL && (k->date < 0 || k->clock < 0))
		return csvin_warn(k->in, "no column '%s' for the %s",
		    pattern_text(k->date < 0 ? m->date : m->clock),
		    k->date < 0 ? tr("date") : tr("clock"));
	if (m->date == NULL && k->at[TIME] < 0 && !k->constant[TIME])
		return csvin_warn(k->in, "column 'time' is missing");
	return 0;
}

int
intake_readings_complete(struct intake *k)
{
	if (time_complete(k) < 0)
		return -1;
	if (k->map->nwide > 0)
		return wide_complete(k);
	for (int c = POINT; c <= VALUE; c += VALUE - POINT)
		if (k->at[c] < 0 && k->constant[c] == NULL)
			return csvin_warn(k->in, "column '%s' is missing",
			    k->map->table->col[c].name);
	return k->at[VALUE] < 0 ?
		   0 :
		   unit_of_column(k, (size_t)k->at[VALUE], &k->unit);
}

/* --- rows --- */

/* The quality of a reading: empty is good, an OPC number, or a word. */
static int
quality_of(const char *s, uint16_t *q)
{
	int64_t n;

	if (*s == '\0' || strcasecmp(s, "good") == 0)
		n = QUALITY_GOOD;
	else if (strcasecmp(s, "uncertain") == 0)
		n = 64;
	else if (strcasecmp(s, "bad") == 0)
		n = 0;
	else if (num_int(s, 0, QUALITY_MAX, &n) < 0)
		return -1;
	*q = (uint16_t)n;
	return 0;
}

/* One value of one point; text is not empty. */
static int
one_value(struct intake *k, long point, int64_t t, const char *column,
    const char *text, uint16_t quality)
{
	double v, num, den;

	fill_factor(k->fill, point, &num, &den);
	if (intake_number(k, text, num, den, &v) < 0) {
		intake_reject(k, column, "is not a number", text);
		return 0;
	}
	return fill_add(k->fill, point, t, v, quality, k->in->line);
}

static int
wide_value(struct intake *k, struct wide *w, int64_t t)
{
	const char *text = intake_field(k, (int)w->col);
	const char *heading = k->in->col[w->col];

	k->im.rows++;
	if (*text == '\0') {
		k->im.empty++;
		return 0;
	}
	if (w->point < 0 && w->refused == NULL) {
		w->point = point_handle(
		    k, w->id, map_unit(k->map, w->id, w->unit), &w->refused);
		if (w->point == -1)
			return -1;
	}
	if (w->refused != NULL) {
		intake_reject(k, heading, w->refused, w->id);
		return 0;
	}
	return one_value(k, w->point, t, heading, text, QUALITY_GOOD);
}

static const char *
column_of(struct intake *k, int c)
{
	if (k->at[c] >= 0)
		return intake_field(k, k->at[c]);
	return k->constant[c] ? k->constant[c] : "";
}

/* The time as text: of one column, or of two with a blank between them. */
static const char *
time_text(struct intake *k)
{
	const char *date, *clock;
	size_t n;

	if (k->date < 0)
		return column_of(k, TIME);
	date = intake_field(k, k->date);
	clock = intake_field(k, k->clock);
	n = strlen(date) + strlen(clock) + 2;
	if (n > k->joined_cap) {
		k->joined = xrealloc(k->joined, n, 2);
		k->joined_cap = 2 * n;
	}
	sprintf(k->joined, "%s %s", date, clock);
	return k->joined;
}

/* NULL, or what is wrong with the time of a reading. */
static const char *
reading_time(struct intake *k, const char *text, int64_t after, int64_t *t)
{
	const char *why = intake_time(k, text, after, t);

	if (why == NULL && k->opts->latest != 0 && *t > k->opts->latest)
		return "lies in the future";
	return why;
}

static int
wide_row(struct intake *k)
{
	const char *text = time_text(k), *why;
	int64_t t;

	if ((why = reading_time(k, text, k->last, &t)) != NULL) {
		intake_reject_row(k, "time", why, text);
		return 0;
	}
	k->last = t;
	for (size_t i = 0; i < k->nwide; i++)
		if (wide_value(k, &k->wide[i], t) < 0)
			return -1;
	return 0;
}

static int
long_row(struct intake *k)
{
	const char *id = column_of(k, POINT), *time = time_text(k);
	const char *value = column_of(k, VALUE), *why;
	const char *q = map_word(k->map, column_of(k, QUALITY), NULL);
	char *refused = NULL;
	uint16_t quality;
	int64_t t;
	long point;

	k->im.rows++;
	point = point_handle(k, id, map_unit(k->map, id, k->unit), &refused);
	if (point == -1)
		return -1;
	if (point < 0) {
		intake_reject(k, "point_id", refused, id);
		free(refused);
		return 0;
	}
	if ((why = reading_time(k, time, fill_last(k->fill, point), &t)) !=
	    NULL) {
		intake_reject(k, "time", why, time);
		return 0;
	}
	if (quality_of(q, &quality) < 0) {
		intake_reject(k, "quality", "is no quality", q);
		return 0;
	}
	if (*value == '\0') {
		k->im.empty++;
		return 0;
	}
	return one_value(k, point, t, "value", value, quality);
}

int
intake_readings_row(struct intake *k)
{
	return k->wide ? wide_row(k) : long_row(k);
}
