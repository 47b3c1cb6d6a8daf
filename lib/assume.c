#include "assume.h"

#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "csvin.h"
#include "say.h"
#include "term.h"
#include "xalloc.h"

struct zone_rows {
	char *id;
	struct assume_row *row;
	size_t n, cap;
};

struct assume {
	struct zone_rows *zone;
	size_t n, cap;
	struct strmap of;
};

struct assume *
assume_new(void)
{
	return xcalloc(1, sizeof(struct assume));
}

void
assume_free(struct assume *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->n; i++) {
		free(a->zone[i].id);
		free(a->zone[i].row);
	}
	free(a->zone);
	strmap_release(&a->of);
	free(a);
}

int
assume_add(struct assume *a, const char *zone_id, struct assume_row row)
{
	long at = strmap_get(&a->of, zone_id);
	struct zone_rows *z;

	if (at < 0) {
		at = (long)a->n;
		a->zone = xgrow(a->zone, a->n, &a->cap, sizeof *a->zone);
		a->zone[a->n++] = (struct zone_rows){.id = xstrdup(zone_id)};
		strmap_put(&a->of, zone_id, at);
	}
	z = &a->zone[at];
	if (z->n > 0 &&
	    row.time < z->row[z->n - 1].time + z->row[z->n - 1].step)
		return -1;
	z->row = xgrow(z->row, z->n, &z->cap, sizeof *z->row);
	z->row[z->n++] = row;
	return 0;
}

/* --- text --- */

static int
read_row(struct assume *a, const struct csvin *in, const struct zone *tz)
{
	const char *id = csvin_text(in, csvin_col(in, "zone_id"));
	const char *time = csvin_text(in, csvin_col(in, "time"));
	struct assume_row row;
	struct cal_stamp stamp;
	double step;

	if (*id == '\0' || cal_parse_stamp(time, &stamp) < 0 ||
	    cal_instant(&stamp, tz, INT64_MIN, &row.time) < 0)
		return csvin_warn(in,
		    "zone_id '%s', time '%s': not a row of "
		    "assumptions",
		    id, time);
	if (csvin_num(in, csvin_col(in, "step_s"), &step) < 0 ||
	    csvin_num(in, csvin_col(in, "flow_cut_m3h"), &row.flow) < 0 ||
	    csvin_num(in, csvin_col(in, "leak_cut_m3h"), &row.leak) < 0 ||
	    csvin_num(in, csvin_col(in, "azp_cut_m"), &row.azp) < 0)
		return -1;
	if (!(step >= 1 && step <= CAL_DAY_S) || row.flow != row.flow ||
	    row.leak != row.leak || row.azp != row.azp)
		return csvin_warn(in, "a number of the assumption is missing, "
				      "or step_s is not 1..86400");
	row.step = (int32_t)step;
	if (assume_add(a, id, row) < 0)
		return csvin_warn(in,
		    "rows of zone %s overlap, or are not in "
		    "order of time",
		    id);
	return 0;
}

/* 1 if the table at hand is one of assumptions. */
static int
is_ours(const struct csvin *in)
{
	const struct term_table *t = term_table_of(in->col, in->ncol);

	return t != NULL && strcmp(t->name, "assume") == 0;
}

static int
read_tables(struct assume *a, struct csvin *in, const struct zone *tz)
{
	enum csvin_got got, row = CSVIN_END;

	while ((got = csvin_table(in)) == CSVIN_ROW) {
		int ours = is_ours(in);

		while ((row = csvin_next(in)) == CSVIN_ROW)
			if (ours && read_row(a, in, tz) < 0)
				return -1;
		if (row == CSVIN_BAD)
			return csvin_warn(in, "%s", tr(csvin_reason(in)));
		if (row == CSVIN_FAILED)
			return -1;
	}
	if (got == CSVIN_FAILED)
		return -1;
	if (a->n == 0)
		return csvin_warn(in, "no assumptions here: give what "
				      "pressure-eval --what-if printed");
	return 0;
}

struct assume *
assume_read(const char *path, const struct zone *tz, int *status)
{
	struct csvin *in = csvin_open(path, NULL);
	struct assume *a;

	if (status != NULL)
		*status = 1;
	if (in == NULL)
		return NULL;
	a = assume_new();
	if (read_tables(a, in, tz) < 0) {
		if (status != NULL)
			*status = csvin_status(in);
		assume_free(a);
		a = NULL;
	}
	csvin_free(in);
	return a;
}

static int
by_id(const void *a, const void *b)
{
	const struct zone_rows *const *x = a, *const *y = b;

	return strcmp((*x)->id, (*y)->id);
}

void
assume_write(const struct assume *a, const struct zone *tz, struct csvout *out)
{
	const struct term_table *t = term_table("assume");
	const struct zone_rows **z = xmalloc((a->n + 1) * sizeof(void *));
	struct cal_text text = {.z = tz};

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < a->n; i++)
		z[i] = &a->zone[i];
	qsort(z, a->n, sizeof(void *), by_id);
	for (size_t i = 0; i < a->n; i++) {
		for (size_t k = 0; k < z[i]->n; k++) {
			const struct assume_row *r = &z[i]->row[k];

			csvout_text(out, z[i]->id);
			csvout_text(out, cal_text(&text, r->time));
			csvout_int(out, r->step);
			column_num(out, "flow_cut_m3h", r->flow);
			column_num(out, "leak_cut_m3h", r->leak);
			column_num(out, "azp_cut_m", r->azp);
			csvout_row(out);
		}
	}
	free(z);
}

/* --- use --- */

static const struct zone_rows *
rows_of(const struct assume *a, const char *id)
{
	long at = strmap_get(&a->of, id);

	return at < 0 ? NULL : &a->zone[at];
}

/* 1 if the flow of `inner` counts for `outer`: it lies in it, and no zone
 * between them has rows, which would hold it already. */
static int
counts_for(
    const struct assume *a, const struct network *n, size_t inner, size_t outer)
{
	if (!network_inside(n, inner, outer))
		return 0;
	while (inner != outer) {
		inner = (size_t)n->zone[inner].parent;
		if (rows_of(a, n->zone[inner].id) != NULL)
			return 0;
	}
	return 1;
}

/* Volumes of a zone's rows between two instants, from row *k on, which is left
 * at the last row that may matter again. */
struct cut {
	double seconds, flow, leak, azp; /* times seconds */
};

static struct cut
cut_between(const struct zone_rows *z, int64_t from, int64_t to, size_t *k)
{
	struct cut c = {0, 0, 0, 0};

	while (*k < z->n && z->row[*k].time + z->row[*k].step <= from)
		(*k)++;
	for (size_t i = *k; i < z->n && z->row[i].time < to; i++) {
		const struct assume_row *r = &z->row[i];
		int64_t a = r->time > from ? r->time : from;
		int64_t b = r->time + r->step < to ? r->time + r->step : to;
		double s = (double)(b - a);

		c.seconds += s;
		c.flow += r->flow * s;
		c.leak += r->leak * s;
		c.azp += r->azp * s;
	}
	return c;
}

size_t
assume_flow(const struct assume *a, const struct network *n, size_t zone,
    int64_t midnight, struct gridday *g)
{
	size_t lowered = 0;

	for (size_t i = 0; a != NULL && i < a->n; i++) {
		const struct zone_rows *z = &a->zone[i];
		long inner = strmap_get(&n->zone_of, z->id);
		size_t k = 0;

		if (inner < 0 || !counts_for(a, n, (size_t)inner, zone))
			continue;
		for (size_t s = 0; s < g->n; s++) {
			int64_t t = midnight + (int64_t)s * g->step;
			struct cut c = cut_between(z, t, t + g->step, &k);

			if (c.seconds == 0)
				continue;
			g->v[s] -= c.flow / g->step;
			lowered++;
		}
	}
	return lowered;
}

size_t
assume_pressure(const struct assume *a, const struct network *n, size_t zone,
    int64_t midnight, struct gridday *g)
{
	const struct zone_rows *z =
	    a != NULL ? rows_of(a, n->zone[zone].id) : NULL;
	size_t lowered = 0, k = 0;

	for (size_t s = 0; z != NULL && s < g->n; s++) {
		int64_t t = midnight + (int64_t)s * g->step;
		struct cut c = cut_between(z, t, t + g->step, &k);

		if (c.seconds == 0)
			continue;
		g->v[s] -= c.azp / c.seconds;
		lowered++;
	}
	return lowered;
}

void
assume_volume(const struct assume *a, const struct network *n, size_t zone,
    int64_t from, int64_t to, double *flow_m3, double *leak_m3)
{
	*flow_m3 = *leak_m3 = 0;
	for (size_t i = 0; a != NULL && i < a->n; i++) {
		const struct zone_rows *z = &a->zone[i];
		long inner = strmap_get(&n->zone_of, z->id);
		struct cut c;
		size_t k = 0;

		if (inner < 0 || !counts_for(a, n, (size_t)inner, zone))
			continue;
		c = cut_between(z, from, to, &k);
		*flow_m3 += c.flow / 3600;
		*leak_m3 += c.leak / 3600;
	}
}
