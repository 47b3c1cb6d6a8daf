#include "leakvolume.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cjj92.h"
#include "xalloc.h"

static int64_t
time_or(const struct store_rows *r, const struct table *t, const char *col,
    int64_t none)
{
	return store_rows_time(r, table_col(t, col), none);
}

static void
add_event(struct leaks *l, const struct store_rows *r, const struct table *t,
    const struct network *n)
{
	const char *kind = store_rows_text(r, table_col(t, "kind"));
	const char *zone = store_rows_text(r, table_col(t, "zone_id"));
	struct leak_event *e;

	if (strcmp(kind, "burst") != 0 && strcmp(kind, "leak") != 0)
		return;
	l->e = xgrow(l->e, l->n, &l->cap, sizeof *l->e);
	e = &l->e[l->n++];
	*e = (struct leak_event){.zone = strmap_get(&n->zone_of, zone),
	    .kind = *kind == 'b' ? LEAK_REPORTED : LEAK_UNREPORTED,
	    .start = time_or(r, t, "start", 0),
	    .end = time_or(r, t, "end", INT64_MAX),
	    .flow_m3h = store_rows_num(r, table_col(t, "flow_m3h")),
	    .hole_cm2 = store_rows_num(r, table_col(t, "hole_cm2")),
	    .dn_mm = store_rows_num(r, table_col(t, "dn_mm")),
	    .pressure_m = store_rows_num(r, table_col(t, "pressure_m"))};
	e->found = time_or(r, t, "found", e->end);
	e->aware = time_or(r, t, "aware", e->found);
}

int
leaks_load(struct leaks *l, struct store *s, const struct network *n)
{
	const struct table *t = table_find("events");
	struct store_rows *r = store_rows_open(s, t);
	int got = r ? 1 : -1;

	*l = (struct leaks){0};
	while (got > 0 && (got = store_rows_next(r)) > 0)
		add_event(l, r, t, n);
	store_rows_close(r);
	return got;
}

void
leaks_release(struct leaks *l)
{
	free(l->e);
	*l = (struct leaks){0};
}

double
leak_flow(const struct leak_event *e, const struct leak_in *in, int *assumed)
{
	double p = isnan(e->pressure_m) ? in->azp_m : e->pressure_m, q;
	double c1 = cjj_cover(e->dn_mm);

	*assumed = 0;
	if (!isnan(e->flow_m3h))
		return e->flow_m3h;
	if (isnan(c1)) /* in practice 1, says the commentary */
		c1 = 1;
	q = cjj_orifice_m3h(c1, in->c2, e->hole_cm2 / 1e4, p);
	if (!isnan(q))
		return q;
	*assumed = 1;
	q = e->kind == LEAK_REPORTED ? in->burst_m3h : in->leak_m3h;
	return p > 0 ? q * pow(p / 50, in->n1) : q;
}

/* Hours of [a, b) that lie in [from, to). */
static double
hours(int64_t a, int64_t b, int64_t from, int64_t to)
{
	int64_t lo = a > from ? a : from, hi = b < to ? b : to;

	return hi > lo ? (double)(hi - lo) / 3600 : 0;
}

static void
sum_event(const struct leak_event *e, int64_t from, int64_t to,
    const struct leak_in *in, struct leak_sum *s)
{
	int64_t found = e->found < e->end ? e->found : e->end;
	int64_t aware = e->aware < found ? e->aware : found;
	int assumed;
	double q = leak_flow(e, in, &assumed);

	if (hours(e->start, e->end, from, to) == 0)
		return;
	s->events++;
	s->running += e->end > to;
	s->assumed += assumed;
	s->awareness_m3 += q * hours(e->start, aware, from, to);
	s->location_m3 += q * hours(aware, found, from, to);
	s->repair_m3 += q * hours(found, e->end, from, to);
	s->total_m3 += q * hours(e->start, e->end, from, to);
}

void
leaks_sum(const struct leaks *l, const struct network *n, size_t zone,
    int64_t from, int64_t to, const struct leak_in *in,
    struct leak_sum out[LEAK_KINDS])
{
	memset(out, 0, LEAK_KINDS * sizeof *out);
	for (size_t i = 0; i < l->n; i++)
		if (l->e[i].zone >= 0 &&
		    network_inside(n, (size_t)l->e[i].zone, zone))
			sum_event(&l->e[i], from, to, in, &out[l->e[i].kind]);
}
