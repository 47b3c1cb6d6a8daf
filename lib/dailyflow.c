#include "dailyflow.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "say.h"
#include "xalloc.h"

enum use { USE_NOT, USE_ID, USE_DAY, USE_FLOW, USE_REAL, USE_LO, USE_HI };
enum { COLUMNS = 64, SPAN_MAX = 100000 };

struct plan {
	enum use use[COLUMNS];
	size_t n; /* columns */
	int zones, real;
};

struct row {
	const char *id;
	size_t id_len;
	int32_t day;
	double flow, real, lo, hi;
};

static void
release_all(struct daily *d, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(d[i].id);
		free(d[i].flow);
		free(d[i].real);
		free(d[i].real_half);
	}
	free(d);
}

void
dailyflow_release(struct dailyflow *d)
{
	release_all(d->zone, d->nzone);
	release_all(d->point, d->npoint);
	strmap_release(&d->zone_of);
	strmap_release(&d->point_of);
}

/* --- the table --- */

static enum use
use_of(const char *name, int zones)
{
	if (strcmp(name, zones ? "zone_id" : "point_id") == 0)
		return USE_ID;
	if (strcmp(name, "day") == 0)
		return USE_DAY;
	if (strcmp(name, zones ? "inflow_m3" : "mean_m3h") == 0)
		return USE_FLOW;
	if (strcmp(name, "real_loss_m3d") == 0)
		return USE_REAL;
	if (strcmp(name, "real_loss_lo") == 0)
		return USE_LO;
	return strcmp(name, "real_loss_hi") == 0 ? USE_HI : USE_NOT;
}

static int
make_plan(struct plan *p, const struct csvin *in)
{
	int seen[USE_HI + 1] = {0};

	p->zones = csvin_col(in, "zone_id") >= 0;
	p->n = in->ncol;
	if (in->ncol > COLUMNS)
		return 0;
	for (size_t i = 0; i < in->ncol; i++) {
		p->use[i] = use_of(in->col[i], p->zones);
		seen[p->use[i]]++;
	}
	p->real = seen[USE_REAL] && seen[USE_LO] && seen[USE_HI];
	return seen[USE_ID] == 1 && seen[USE_DAY] == 1 && seen[USE_FLOW] == 1;
}

/* --- its rows --- */

static struct daily *
of_id(struct dailyflow *d, const struct plan *pl, const char *id, size_t len)
{
	struct daily **list = pl->zones ? &d->zone : &d->point;
	size_t *n = pl->zones ? &d->nzone : &d->npoint;
	size_t *cap = pl->zones ? &d->zone_cap : &d->point_cap;
	struct strmap *map = pl->zones ? &d->zone_of : &d->point_of;
	struct daily *last = *n ? &(*list)[*n - 1] : NULL;
	char *text;
	long at;

	if (last != NULL && strncmp(last->id, id, len) == 0 &&
	    last->id[len] == '\0')
		return last;
	text = xstrndup(id, len);
	at = strmap_get(map, text);
	if (at >= 0) {
		free(text);
		return &(*list)[at];
	}
	*list = xgrow(*list, *n, cap, sizeof **list);
	(*list)[*n] = (struct daily){.id = text};
	strmap_put(map, text, (long)*n);
	return &(*list)[(*n)++];
}

static double *
stretch(double *v, size_t n, size_t cap, size_t shift)
{
	v = xrealloc(v, cap, sizeof *v);
	memmove(v + shift, v, n * sizeof *v);
	for (size_t i = 0; i < shift; i++)
		v[i] = NAN;
	for (size_t i = n + shift; i < cap; i++)
		v[i] = NAN;
	return v;
}

/* Makes room for a day; -1: it is too far from the others. */
static int
reach(struct daily *d, int64_t day, int real)
{
	size_t shift = 0, need;

	if (d->n == 0)
		d->first = day;
	if (day < d->first)
		shift = (size_t)(d->first - day);
	need = day < d->first ? d->n + shift : (size_t)(day - d->first) + 1;
	if (need > SPAN_MAX)
		return -1;
	if (need > d->cap || shift > 0) {
		d->cap = need + need / 2 + 32;
		d->flow = stretch(d->flow, d->n, d->cap, shift);
		if (real || d->real != NULL) {
			d->real = stretch(d->real, d->n, d->cap, shift);
			d->real_half =
			    stretch(d->real_half, d->n, d->cap, shift);
		}
	}
	d->first -= (int64_t)shift;
	d->n = need > d->n ? need : d->n;
	return 0;
}

static int
take_row(struct dailyflow *d, const struct plan *pl, const struct row *r)
{
	struct daily *at;
	int64_t i;

	assert(r->id != NULL); /* the plan has the column */
	at = of_id(d, pl, r->id, r->id_len);
	if (reach(at, r->day, pl->real) < 0)
		return -1;
	i = r->day - at->first;
	at->flow[i] = r->flow;
	if (pl->real && at->real != NULL) {
		at->real[i] = r->real;
		at->real_half[i] = (r->hi - r->lo) / 2;
	}
	return 0;
}

static double *
number_of(struct row *r, enum use use)
{
	switch (use) {
	case USE_FLOW:
		return &r->flow;
	case USE_REAL:
		return &r->real;
	case USE_LO:
		return &r->lo;
	case USE_HI:
		return &r->hi;
	default:
		return NULL;
	}
}

static const struct row row_none = {
    .flow = NAN, .real = NAN, .lo = NAN, .hi = NAN};

static const char *
plain_field(struct dailyflow *d, enum use use, struct row *r, const char *p,
    const char *end)
{
	double *v = number_of(r, use);
	const char *e;

	if (v != NULL)
		return p < end && *p != ',' && *p != '\n' && *p != '\r' ?
			   rowscan_number(p, end, v) :
			   p;
	if (use == USE_DAY)
		return rowscan_day(&d->days, p, end, &r->day);
	e = rowscan_text(p, end);
	if (use == USE_ID) {
		if (e == p)
			return NULL;
		r->id = p;
		r->id_len = e ? (size_t)(e - p) : 0;
	}
	return e;
}

/* One plain row; where it ends, NULL: it is not plain. */
static const char *
plain_row(
    struct dailyflow *d, const struct plan *pl, const char *p, const char *end)
{
	struct row r = row_none;

	for (size_t i = 0; i < pl->n; i++) {
		if (i > 0 && (p == end || *p++ != ','))
			return NULL;
		if ((p = plain_field(d, pl->use[i], &r, p, end)) == NULL)
			return NULL;
	}
	if (p < end && *p == '\r')
		p++;
	if (p == end || *p != '\n' || take_row(d, pl, &r) < 0)
		return NULL;
	return p + 1;
}

static int
any_row(struct dailyflow *d, const struct plan *pl, const struct csvin *in)
{
	struct row r = row_none;
	int64_t day;

	for (size_t i = 0; i < pl->n; i++) {
		const char *s = csvin_text(in, (int)i);
		double *v = number_of(&r, pl->use[i]);

		if (v != NULL && csvin_num(in, (int)i, v) < 0)
			return -1;
		if (pl->use[i] == USE_ID) {
			r.id = s;
			r.id_len = strlen(s);
		} else if (pl->use[i] == USE_DAY) {
			if (cal_parse_day(s, &day) < 0)
				return csvin_warn(in,
				    "day '%s' is not a day (YYYY-MM-DD)", s);
			r.day = (int32_t)day;
		}
	}
	if (r.id_len == 0)
		return csvin_warn(in, "the row has no id");
	if (take_row(d, pl, &r) < 0)
		return csvin_warn(in, "the day is too far from the others");
	return 0;
}

int
dailyflow_take(struct dailyflow *d, struct csvin *in)
{
	enum csvin_got got = CSVIN_ROW;
	struct plan pl;

	if (!make_plan(&pl, in))
		return 0;
	while (got > 0) {
		const char *start, *p, *next;
		size_t n = csvin_ahead(in, &start);
		uint64_t lines = 0;

		for (p = start; p < start + n; p = next, lines++)
			if ((next = plain_row(d, &pl, p, start + n)) == NULL)
				break;
		if (n > 0)
			csvin_skip(in, (size_t)(p - start), lines);
		got = csvin_next(in);
		if (got == CSVIN_BAD)
			return csvin_warn(in, "%s", tr(csvin_reason(in)));
		if (got == CSVIN_ROW && any_row(d, &pl, in) < 0)
			return -1;
	}
	return got == CSVIN_FAILED ? -1 : 1;
}

const struct daily *
dailyflow_zone(const struct dailyflow *d, const char *id)
{
	long at = strmap_get(&d->zone_of, id);

	return at < 0 ? NULL : &d->zone[at];
}

const struct daily *
dailyflow_point(const struct dailyflow *d, const char *id)
{
	long at = strmap_get(&d->point_of, id);

	return at < 0 ? NULL : &d->point[at];
}

double
daily_at(const struct daily *d, const double *v, int64_t day)
{
	int64_t i = day - d->first;

	return v == NULL || i < 0 || i >= (int64_t)d->n ? NAN : v[i];
}
