#include "intake_readings.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "fill.h"
#include "num.h"
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

	reject_add(k->reject, k->in->name, line, "value", reason, value);
	k->im.rejected++;
	free(reason);
}

void
intake_readings_start(struct intake *k)
{
	k->readings = strcmp(k->map->table->name, "readings") == 0;
	if (k->readings && k->fill == NULL)
		k->fill = fill_new(k->store, &k->im, on_conflict, k);
	k->last = INT64_MIN;
}

void
intake_readings_release(struct intake *k)
{
	for (size_t i = 0; i < k->nwide; i++) {
		free(k->wide[i].id);
		free(k->wide[i].refused);
	}
	free(k->wide);
}

/* --- points --- */

static const char *
unit_of_map(const struct map *m, const char *point_id)
{
	for (size_t i = 0; i < m->nunits; i++)
		if (strcmp(m->units[i].ours, point_id) == 0)
			return m->units[i].theirs[0];
	return m->unit;
}

static int
register_point(struct intake *k, const char *id)
{
	const struct table *t = table_find("points");
	const char *value[32];

	for (size_t i = 0; i < t->ncol; i++)
		value[i] = "";
	value[table_col(t, "point_id")] = id;
	value[table_col(t, "quantity")] = "flow";
	value[table_col(t, "unit")] = "m3/h";
	return store_put_row(k->store, t, value) == STORE_FAILED ? -1 : 0;
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
	if (store_point(k->store, id, &p) < 0)
		return -1;
	if (p.n == 0 && k->opts->new_points) {
		if (register_point(k, id) < 0 ||
		    store_point(k->store, id, &p) < 0)
			return -1;
	}
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

/* --- wide columns --- */

static const char *
wide_point(const struct intake *k, size_t i)
{
	const struct map *m = k->map;
	const char *heading = k->in->col[i];

	for (size_t w = 0; w < m->nwide; w++)
		for (size_t n = 0; n < m->wide[w].ntheirs; n++)
			if (strcmp(m->wide[w].theirs[n], heading) == 0)
				return m->wide[w].ours;
	if (!m->wide_all || *heading == '\0' ||
	    table_col(m->table, heading) >= 0)
		return NULL;
	for (size_t c = 0; c < m->ncolumn; c++)
		for (size_t n = 0; n < m->column[c].ntheirs; n++)
			if (strcmp(m->column[c].theirs[n], heading) == 0)
				return NULL;
	return heading;
}

int
intake_wide_column(struct intake *k, size_t i)
{
	const char *id = wide_point(k, i);

	if (id == NULL)
		return 0;
	k->wide = xrealloc(k->wide, k->nwide + 1, sizeof *k->wide);
	k->wide[k->nwide++] = (struct wide){.col = i,
	    .point = -1,
	    .id = xstrdup(id),
	    .unit = unit_of_map(k->map, id)};
	return 1;
}

static int
has_column(const struct intake *k, const char *id)
{
	for (size_t i = 0; i < k->nwide; i++)
		if (strcmp(k->wide[i].id, id) == 0)
			return 1;
	return 0;
}

int
intake_wide_complete(struct intake *k)
{
	for (size_t i = 0; i < k->map->nwide; i++)
		if (!has_column(k, k->map->wide[i].ours))
			return csvin_warn(k->in,
			    "no column '%s' for point '%s'",
			    k->map->wide[i].theirs[0], k->map->wide[i].ours);
	if (k->at[TIME] < 0)
		return csvin_warn(k->in, "column 'time' is missing");
	return 0;
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
		w->point = point_handle(k, w->id, w->unit, &w->refused);
		if (w->point == -1)
			return -1;
	}
	if (w->refused != NULL) {
		intake_reject(k, heading, w->refused, w->id);
		return 0;
	}
	return one_value(k, w->point, t, heading, text, QUALITY_GOOD);
}

static int
wide_row(struct intake *k)
{
	const char *text = intake_field(k, k->at[TIME]), *why;
	int64_t t;

	if ((why = intake_time(k, text, k->last, &t)) != NULL) {
		intake_reject_row(k, "time", why, text);
		return 0;
	}
	k->last = t;
	for (size_t i = 0; i < k->nwide; i++)
		if (wide_value(k, &k->wide[i], t) < 0)
			return -1;
	return 0;
}

static const char *
column_of(struct intake *k, int c)
{
	if (k->at[c] >= 0)
		return intake_field(k, k->at[c]);
	return k->constant[c] ? k->constant[c] : "";
}

static int
long_row(struct intake *k)
{
	const char *id = column_of(k, POINT), *time = column_of(k, TIME);
	const char *value = column_of(k, VALUE), *why;
	const char *q = column_of(k, QUALITY);
	char *refused = NULL;
	uint16_t quality;
	int64_t t;
	long point;

	k->im.rows++;
	point = point_handle(k, id, unit_of_map(k->map, id), &refused);
	if (point == -1)
		return -1;
	if (point < 0) {
		intake_reject(k, "point_id", refused, id);
		free(refused);
		return 0;
	}
	if ((why = intake_time(k, time, fill_last(k->fill, point), &t)) !=
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
