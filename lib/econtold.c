#include "econtold.h"

#include <math.h>
#include <string.h>

#include "caltime.h"

static const char WHATIF[] = "pressure-eval --what-if",
		  MEASURES[] = "pressure-eval --measures",
		  APPARENT[] = "bill-scan --apparent",
		  METERS[] = "bill-scan --meters",
		  READING[] = "bill-scan --reading";

const char *const econtold_tables[] = {
    WHATIF, MEASURES, APPARENT, METERS, READING, NULL};

/* --- rows --- */

/* Days of a row, 1, if it has them. */
static int
days_of(const struct frame *f, size_t row, struct span *out)
{
	return cal_parse_day(frame_text(f, row, "from"), &out->from) == 0 &&
	       cal_parse_day(frame_text(f, row, "to"), &out->to) == 0 &&
	       out->from < out->to;
}

static int
touches(const struct frame *f, size_t row, const struct span *period)
{
	struct span s;

	return days_of(f, row, &s) && s.from < period->to &&
	       s.to > period->from;
}

static struct econ_range
range_at(const struct frame *f, size_t row, const char *v, const char *lo,
    const char *hi, double k)
{
	return (struct econ_range){k * frame_num(f, row, v),
	    k * frame_num(f, row, lo), k * frame_num(f, row, hi)};
}

/* --- pressure-eval --- */

static struct econ_choice
choice_of(const struct frame *f, size_t row, const struct span *period)
{
	struct econ_choice o = {.flag = "",
	    .saved = range_at(f, row, "saved_m3d", "saved_lo", "saved_hi", 1),
	    .benefit = range_at(
		f, row, "benefit_yuan_yr", "benefit_lo", "benefit_hi", 1),
	    .payback = range_at(
		f, row, "payback_months", "payback_lo", "payback_hi", 1),
	    .cost = {frame_num(f, row, "cost_yuan"), NAN, NAN},
	    .other_period = !touches(f, row, period)};

	strcpy(o.source, f->name);
	if (isnan(o.saved.v))
		o.flag = "no_loss";
	else if (isnan(o.benefit.v))
		o.flag = "no_price";
	else if (!(o.benefit.v > 0))
		o.flag = "no_gain";
	else if (isnan(o.cost.v))
		o.flag = "no_cost";
	return o;
}

static void
measures(const struct frame *f, const char *zone, const struct span *period,
    struct econ_told *out)
{
	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		if (strcmp(frame_text(f, i, "zone_id"), zone) != 0)
			continue;
		for (int k = 0; k < ECON_OPTIONS; k++) {
			struct econ_choice *o = &out->whole[k];

			if (strcmp(frame_text(f, i, "measure"),
				econ_option_name((enum econ_option)k)) == 0 &&
			    (o->source[0] == '\0' || o->other_period))
				*o = choice_of(f, i, period);
		}
	}
}

/* The better of two scenarios: of this period, worth more; one that was refused
 * is worth nothing that is known. */
static int
is_better(const struct econ_choice *a, const struct econ_choice *b)
{
	if (b->source[0] == '\0')
		return 1;
	if (a->other_period != b->other_period)
		return !a->other_period;
	return a->benefit.v > b->benefit.v ||
	       (isnan(b->benefit.v) && !isnan(a->benefit.v));
}

static void
scenarios(const struct frame *f, const char *zone, const struct span *period,
    struct econ_told *out)
{
	struct econ_choice best = {.flag = "", .source = ""};

	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		struct econ_choice o;

		if (strcmp(frame_text(f, i, "zone_id"), zone) != 0)
			continue;
		o = choice_of(f, i, period);
		if (strcmp(frame_text(f, i, "verdict"), "refused") == 0)
			o.flag = "refused";
		if (strcmp(frame_text(f, i, "verdict"), "unknown") == 0)
			o.flag = "not_judged";
		if (is_better(&o, &best))
			best = o;
	}
	if (best.source[0] != '\0')
		out->whole[OPTION_PRESSURE] = best;
}

/* --- bill-scan --- */

static void
apparent_row(
    const struct frame *f, size_t row, int other, struct econ_told *out)
{
	struct span s;
	double k;

	if (!days_of(f, row, &s))
		return;
	k = 1 / (double)(s.to - s.from);
	out->part[TOLD_METERS].m3d =
	    range_at(f, row, "under_m3", "under_lo", "under_hi", k);
	out->part[TOLD_HANDLING].m3d =
	    range_at(f, row, "handling_m3", "handling_lo", "handling_hi", k);
	out->apparent_m3d =
	    range_at(f, row, "apparent_m3", "apparent_lo", "apparent_hi", k);
	for (int i = 0; i < ECON_TOLD; i++) {
		out->part[i].source = APPARENT;
		out->part[i].other_period = other;
	}
}

static void
apparent(const struct frame *f, const char *zone, const struct span *period,
    struct econ_told *out)
{
	for (int other = 1; other >= 0; other--) /* the best last */
		for (size_t i = 0; f != NULL && i < f->nrow; i++)
			if (strcmp(frame_text(f, i, "zone_id"), zone) == 0 &&
			    touches(f, i, period) == !other)
				apparent_row(f, i, other, out);
}

struct sum {
	double a, b, var;
	int n;
};

/* Classes err each by itself. */
static void
meters(const struct frame *f, const struct span *period,
    const struct econ_in *in, struct econ_told *out)
{
	struct sum under = {0, 0, 0, 0}, cost = {0, 0, 0, 0};
	int other = 1;
	double k;

	for (size_t i = 0; f != NULL && i < f->nrow; i++)
		other &= !touches(f, i, period);
	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		double hi = frame_num(f, i, "under_hi");
		double lo = frame_num(f, i, "under_lo");

		if (!other && !touches(f, i, period))
			continue;
		under.a += frame_num(f, i, "under_m3");
		under.b += frame_num(f, i, "volume_m3");
		under.var += (hi - lo) * (hi - lo) / 4;
		under.n++;
		cost.a += frame_num(f, i, "cost_yuan");
		cost.b += frame_num(f, i, "meters");
	}
	if (under.n == 0)
		return;
	out->meter_yuan = cost.b > 0 ? cost.a / cost.b : NAN;
	if (!isnan(out->part[TOLD_METERS].m3d.v))
		return;
	k = in->sales.v / in->days / under.b;
	out->part[TOLD_METERS].m3d = (struct econ_range){k * under.a,
	    k * (under.a - sqrt(under.var)), k * (under.a + sqrt(under.var))};
	out->part[TOLD_METERS].source = METERS;
	out->part[TOLD_METERS].other_period = other;
}

static void
readings(
    const struct frame *f, const struct span *period, struct econ_told *out)
{
	struct sum s[2] = {{0, 0, 0, 0}, {0, 0, 0, 0}};
	int other;

	for (size_t i = 0; f != NULL && i < f->nrow; i++) {
		struct sum *t = &s[!touches(f, i, period)];

		t->a += frame_num(f, i, "read");
		t->b += frame_num(f, i, "due");
		t->n++;
	}
	other = s[0].n == 0;
	out->unread = s[other].b > 0 ? 1 - s[other].a / s[other].b : NAN;
	out->unread_other_period = other;
}

void
econtold_zone(const struct frames *tables, const char *zone,
    const struct span *period, const struct econ_in *in, struct econ_told *out)
{
	econ_told_nothing(out);
	measures(frames_find(tables, MEASURES), zone, period, out);
	scenarios(frames_find(tables, WHATIF), zone, period, out);
	apparent(frames_find(tables, APPARENT), zone, period, out);
	meters(frames_find(tables, METERS), period, in, out);
	readings(frames_find(tables, READING), period, out);
}
