#include "billapparent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "supply.h"
#include "xalloc.h"
#include "zoneflow.h"

static const double YEAR_DAYS = 365.25;
static const double MONTHS = 12;

/* Inputs beside those of the tests, which come first. */
enum { IN_CMI = METER_CLASSES * METER_BANDS, IN_HANDLING, IN_UNAUTHORISED };

static const char *const class_name[METER_CLASSES] = {
    "household", "nonhousehold", "public", "unbilled"};

/* The error of a class; *flag: what it is taken from, if not tests. */
static struct bound
error_of(const struct billout *o, const struct meter_tests *t, int c, long zone,
    int64_t day, const char **flag)
{
	double cmi = network_num(o->n, "cmi_pct", zone, day) / 100;
	double err = network_num(o->n, "err_sampled_pct", zone, day) / 100;

	*flag = "";
	if (t->n[c] > 0)
		return meter_error(t->band[c], t->n[c], c);
	*flag = isnan(cmi) ? "no_tests" : "cmi";
	return isnan(cmi) ? bound_none() :
			    bound_input(-cmi, IN_CMI, fabs(cmi) * err);
}

static void
put_class(struct billout *o, const struct bill_sales *s,
    const struct meter_tests *t, int c, int32_t from, int32_t to)
{
	const char *flag;
	struct bound e = error_of(o, t, c, -1, to, &flag);
	struct bound under = meter_under(s->m3[c], e);
	struct bound value =
	    bound_scale(under, network_num(o->n, "retail_yuan_m3", -1, to) *
				   YEAR_DAYS / (to - from));
	double cost = s->meters[c] * network_num(o->n, "meter_yuan", -1, to);

	csvout_text(o->out, class_name[c]);
	billout_day(o, from);
	billout_day(o, to);
	csvout_num(o->out, s->meters[c], 0);
	csvout_num(o->out, s->old[c], 0);
	column_num(o->out, "volume_m3", s->m3[c]);
	e = bound_scale(e, 100);
	column_bounded(o->out, "error_pct", &e);
	column_bounded(o->out, "under_m3", &under);
	column_bounded(o->out, "value_yuan_yr", &value);
	column_num(o->out, "cost_yuan", cost);
	column_num(o->out, "payback_months",
	    value.v > 0 ? MONTHS * cost / value.v : NAN);
	csvout_text(o->out, flag);
	csvout_row(o->out);
}

void
billout_meters(
    struct billout *o, struct billaudit *b, const struct meter_tests *t)
{
	struct bill_sales *s;
	int32_t from, to;

	if (!billout_period(o, b, &from, &to))
		return;
	s = billaudit_sales(b, from, to);
	for (int c = 0; c < METER_CLASSES; c++)
		if (s[b->n->nzone].meters[c] > 0 || s[b->n->nzone].m3[c] != 0)
			put_class(o, &s[b->n->nzone], t, c, from, to);
	free(s);
}

/* --- apparent losses --- */

struct apparent {
	struct bound meters, handling, unauthorised, sum;
	char flags[64];
};

static void
add_flag(struct apparent *a, const char *flag)
{
	if (*flag == '\0' || strstr(a->flags, flag) != NULL)
		return;
	if (a->flags[0] != '\0')
		strcat(a->flags, " ");
	strcat(a->flags, flag);
}

/* A share of a volume; its error is err_apparent_pct of itself. */
static struct bound
share_of(const struct billout *o, const char *param, int input, long zone,
    int64_t day, double m3)
{
	double v = m3 * network_num(o->n, param, zone, day) / 100;
	double err = network_num(o->n, "err_apparent_pct", zone, day) / 100;

	return isnan(v) ? bound_none() : bound_input(v, input, fabs(v) * err);
}

static void
build_up(const struct billout *o, const struct bill_sales *s,
    const struct meter_tests *t, long zone, int64_t day, double supply,
    struct apparent *a)
{
	*a = (struct apparent){.meters = bound_exact(0)};
	for (int c = 0; c < METER_CLASSES; c++) {
		const char *flag;
		struct bound e = error_of(o, t, c, zone, day, &flag);

		if (s->m3[c] == 0)
			continue;
		a->meters = bound_add(a->meters, meter_under(s->m3[c], e));
		add_flag(a, flag);
	}
	if (s->classless) {
		a->meters = bound_none();
		add_flag(a, "no_class");
	}
	if (isnan(supply))
		add_flag(a, "no_supply");
	a->handling = share_of(
	    o, "data_handling_pct", IN_HANDLING, zone, day, s->metered_m3);
	a->unauthorised =
	    share_of(o, "unauthorised_pct", IN_UNAUTHORISED, zone, day, supply);
	a->sum = bound_add(bound_add(a->meters, a->handling), a->unauthorised);
}

static void
put_zone(struct billout *o, const struct bill_sales *s, size_t zone,
    const struct apparent *a, double supply, int32_t from, int32_t to)
{
	double ref = network_num(o->n, "ali_ref_pct", (long)zone, to) / 100 *
		     s->metered_m3;
	struct bound ali =
	    ref > 0 ? bound_scale(a->sum, 1 / ref) : bound_none();
	double meters = 0;

	for (int c = 0; c < METER_CLASSES; c++)
		meters += s->meters[c];
	csvout_text(o->out, o->n->zone[zone].id);
	billout_day(o, from);
	billout_day(o, to);
	column_num(o->out, "supply_m3", supply);
	column_num(o->out, "sales_m3", s->metered_m3);
	csvout_num(o->out, meters, 0);
	column_bounded(o->out, "under_m3", &a->meters);
	column_bounded(o->out, "handling_m3", &a->handling);
	column_bounded(o->out, "unauthorised_m3", &a->unauthorised);
	column_bounded(o->out, "apparent_m3", &a->sum);
	column_bounded(o->out, "ali", &ali);
	column_num(o->out, "meter_ld",
	    meters > 0 ? 1000 * a->sum.v / meters / (to - from) : NAN);
	csvout_text(o->out, a->flags);
	csvout_row(o->out);
}

int
billout_apparent(
    struct billout *o, struct billaudit *b, const struct meter_tests *t)
{
	struct bill_sales *s;
	struct zoneflow flow;
	int32_t from, to;
	int got = 0;

	if (!billout_period(o, b, &from, &to))
		return 0;
	s = billaudit_sales(b, from, to);
	zoneflow_init(&flow, b->s, b->n);
	for (size_t z = 0; got == 0 && z < b->n->nzone; z++) {
		struct supply supply;
		struct apparent a;

		if (!network_first(b->n, z) || !billout_wants(o, (long)z) ||
		    s[z].days == 0)
			continue;
		got = supply_zone(&flow, z, from, to, &supply);
		if (got < 0)
			break;
		build_up(o, &s[z], t, (long)z, to - 1, supply.m3, &a);
		put_zone(o, &s[z], z, &a, supply.m3, from, to);
	}
	zoneflow_release(&flow);
	free(s);
	return got;
}
