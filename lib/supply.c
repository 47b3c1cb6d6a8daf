#include "supply.h"

#include <math.h>
#include <stdlib.h>

#include "lanes.h"
#include "xalloc.h"

void
supply_day(struct supply_days *q, const struct gridday *measured,
    const struct gridday *filled)
{
	if (filled->n > q->n) {
		q->sum = xrealloc(q->sum, filled->n, sizeof *q->sum);
		q->count = xrealloc(q->count, filled->n, sizeof *q->count);
		q->due = xrealloc(q->due, filled->n, sizeof *q->due);
		for (size_t i = q->n; i < filled->n; i++) {
			q->sum[i] = 0;
			q->count[i] = q->due[i] = 0;
		}
		q->n = filled->n;
	}
	q->step = filled->step;
	for (size_t i = 0; i < filled->n; i++) {
		q->due[i]++;
		q->measured += !isnan(measured->v[i]);
		if (isnan(filled->v[i]))
			continue;
		q->sum[i] += filled->v[i];
		q->count[i]++;
	}
}

void
supply_missing(struct supply_days *q, size_t days)
{
	for (size_t i = 0;
	     i < q->n && q->step > 0 && (int64_t)i * q->step < CAL_DAY_S; i++)
		q->due[i] += days;
}

double
supply_volume(const struct supply_days *q, double *coverage, double *filled)
{
	struct exact total = {0};
	double all = 0, mean;
	size_t count = 0, due = 0;

	for (size_t i = 0; i < q->n; i++) {
		all += q->sum[i];
		count += q->count[i];
		due += q->due[i];
	}
	*coverage = due ? (double)q->measured / (double)due : NAN;
	*filled = 0;
	if (count == 0)
		return NAN;
	for (size_t i = 0; i < q->n; i++) {
		if (q->count[i] == q->due[i]) {
			exact_add(&total, q->sum[i]);
			continue;
		}
		mean = q->count[i] ? q->sum[i] / (double)q->count[i] :
				     all / (double)count;
		exact_add(&total, mean * (double)q->due[i]);
		*filled += mean * (double)(q->due[i] - q->count[i]);
	}
	*filled *= q->step / 3600.0;
	/* of one day to the last bit the mean flow times its hours */
	return total.hi / (double)due * ((double)due * q->step / 3600.0);
}

void
supply_release(struct supply_days *q)
{
	free(q->sum);
	free(q->count);
	free(q->due);
	*q = (struct supply_days){0};
}

/* One more day; 1 if it has readings. */
static int
add_day(struct zoneflow *f, size_t zone, int64_t day, double cover,
    struct supply_days *q, struct supply *out, const struct supply_meters *m)
{
	enum zoneflow_got got = zoneflow_day(f, zone, day, cover);

	out->meters |= got == ZONEFLOW_OK || got == ZONEFLOW_NO_DATA;
	out->found |= f->found;
	if (got != ZONEFLOW_OK)
		return got == ZONEFLOW_FAILED ? -1 : 0;
	out->assumed |= f->assumed > 0;
	supply_day(q, &f->flow, zoneflow_filled(f));
	for (size_t i = 0; i < f->nmeter; i++) {
		double pct, m3;
		size_t point;

		m3 = zoneflow_meter_m3(f, i, &pct, &point);
		m->add(m->ctx, point, m3, pct);
	}
	return 1;
}

int
supply_readings(struct zoneflow *f, size_t zone, int64_t from, int64_t to,
    double cover, const struct supply_meters *m, struct supply *out)
{
	struct supply_days q = {0};
	size_t missing = 0;
	int got = 0;

	*out = (struct supply){0};
	for (int64_t d = from; got >= 0 && d < to; d++) {
		if (network_zone(f->n, zone, d) == NULL)
			continue;
		got = add_day(f, zone, d, cover, &q, out, m);
		missing += got == 0;
	}
	supply_missing(&q, missing);
	out->m3 = supply_volume(&q, &out->coverage, &out->filled_m3);
	supply_release(&q);
	return got < 0 ? -1 : 0;
}

/* Each meter's part, by point of the network. */
struct meters {
	double *m3, *pct;
};

static void
add_meter(void *meters, size_t point, double m3, double pct)
{
	struct meters *m = meters;

	m->m3[point] += m3;
	m->pct[point] = pct;
}

static double
half_width(const struct meters *m, size_t npoint, double total, double filled)
{
	double known = total - filled;
	double sum = pow(filled * SUPPLY_FILLED_ERR, 2);
	double up = known != 0 ? total / known : 1;

	for (size_t i = 0; i < npoint; i++)
		sum += pow(m->m3[i] * up * m->pct[i] / 100, 2);
	return sqrt(sum);
}

int
supply_zone(struct zoneflow *f, size_t zone, int64_t from, int64_t to,
    struct supply *out)
{
	double cover = network_num(f->n, "night_coverage", (long)zone, from);
	struct meters m = {xcalloc(f->n->npoint + 1, sizeof *m.m3),
	    xcalloc(f->n->npoint + 1, sizeof *m.pct)};
	const struct supply_meters add = {add_meter, &m};
	int got = supply_readings(f, zone, from, to, cover, &add, out);

	out->half = half_width(&m, f->n->npoint, out->m3, out->filled_m3);
	if (isnan(out->m3))
		out->filled_m3 = NAN;
	if (!(out->coverage >= cover - 1e-9))
		out->m3 = out->half = NAN;
	free(m.m3);
	free(m.pct);
	return got;
}
