#include "zonebursts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "burstrate.h"
#include "xalloc.h"

static const double YEAR = 365.25;

enum { YEARS = 5 };

int
zonebursts_is(const char *kind, const char *outcome)
{
	return (strcmp(kind, "burst") == 0 || strcmp(kind, "leak") == 0) &&
	       strcmp(outcome, "nothing_found") != 0 &&
	       strcmp(outcome, "operation") != 0 &&
	       strcmp(outcome, "sensor_fault") != 0;
}

static void
add_event(struct zonebursts *b, const struct store_rows *r,
    const struct table *t, int64_t day, double *sum, size_t *n)
{
	double cost = store_rows_num(r, table_col(t, "cost_yuan"));

	if (day < b->first)
		b->first = day;
	if (!zonebursts_is(store_rows_text(r, table_col(t, "kind")),
		store_rows_text(r, table_col(t, "outcome"))))
		return;
	b->burst = xgrow(b->burst, b->nburst, &b->cap, sizeof *b->burst);
	b->burst[b->nburst++] =
	    (struct zoneburst){strmap_get(&b->n->zone_of,
				   store_rows_text(r, table_col(t, "zone_id"))),
		day};
	if (!isnan(cost)) {
		*sum += cost;
		(*n)++;
	}
}

int
zonebursts_read(struct zonebursts *b, struct store *s, const struct network *n)
{
	const struct table *t = table_find("events");
	struct store_rows *r = store_rows_open(s, t);
	double sum = 0;
	size_t known = 0;
	int got = 0;

	*b = (struct zonebursts){.n = n, .first = INT64_MAX};
	if (r == NULL)
		return -1;
	while ((got = store_rows_next(r)) > 0)
		add_event(b, r, t,
		    zone_day(store_zone(s),
			store_rows_time(r, table_col(t, "start"), 0)),
		    &sum, &known);
	store_rows_close(r);
	b->cost = known ? sum / (double)known : NAN;
	return got;
}

void
zonebursts_release(struct zonebursts *b)
{
	free(b->burst);
	*b = (struct zonebursts){0};
}

size_t
zonebursts_count(
    const struct zonebursts *b, size_t zone, int64_t from, int64_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < b->nburst; i++)
		n += b->burst[i].day >= from && b->burst[i].day < to &&
		     b->burst[i].zone >= 0 &&
		     network_inside(b->n, (size_t)b->burst[i].zone, zone);
	return n;
}

double
zonebursts_yearly(const struct zonebursts *b, size_t zone, int64_t to,
    double *half, double *years)
{
	double set = network_num(b->n, "bursts_yr", (long)zone, to - 1);
	int64_t from = to - (int64_t)(YEARS * YEAR);
	struct burst_rate r;

	*half = 0;
	*years = NAN;
	if (!isnan(set))
		return set;
	*half = NAN;
	*years = 0;
	if (b->first >= to)
		return NAN;
	from = from > b->first ? from : b->first;
	*years = (double)(to - from) / YEAR;
	if (*years < 1)
		return NAN;
	r = burst_rate(zonebursts_count(b, zone, from, to), *years);
	*half = (r.hi - r.lo) / 2;
	return r.rate;
}

double
zonebursts_cost(const struct zonebursts *b, size_t zone, int64_t day)
{
	double set = network_num(b->n, "repair_yuan", (long)zone, day);

	return isnan(set) ? b->cost : set;
}
