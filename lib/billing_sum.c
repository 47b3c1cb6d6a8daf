/*
 * After the last bill: what was billed by zone and period, the days that
 * accounts held, and what is still to come.
 */
#include "billing_private.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Cuts [from, to) to the days of a row of an account. */
static void
cut_to_row(const struct billing *b, const struct account *a, int64_t *from,
    int64_t *to)
{
	int64_t end = a->to;

	if (a->next >= 0)
		end = earlier(end, b->account[a->next].from);
	*from = later(*from, a->from);
	*to = a->closed ? *from : earlier(*to, end);
}

static void
add_billed(struct billed *to, const struct billed *x, double k)
{
	to->household += k * x->household;
	to->nonhousehold += k * x->nonhousehold;
	to->unbilled += k * x->unbilled;
	to->estimated += k * x->estimated;
	to->prorated += k * x->prorated;
	to->days += k * x->days;
	to->due_days += k * x->due_days;
	to->forecast += k * x->forecast;
	to->forecast_unbilled += k * x->forecast_unbilled;
	to->ahead_days += k * x->ahead_days;
	to->unknown_days += k * x->unknown_days;
	to->bills += k * x->bills;
}

/* Adds what a day has for each of [from, to) to the zone, or on days on which
 * it does not hold to the one around it; own is that of the period. */
static void
add_days(const struct billing *b, struct billed *own, uint32_t zone,
    int64_t from, int64_t to, const struct billed *day)
{
	const struct own_zone *z;
	int64_t lo, hi;

	if (zone == NO_ZONE || from >= to)
		return;
	z = &b->zone[zone];
	lo = z->from < from ? from : z->from < to ? z->from : to;
	hi = z->to > to ? to : z->to > lo ? z->to : lo;
	add_billed(&own[zone * b->ps->n], day, (double)(hi - lo));
	add_days(b, own, z->around, from, lo, day);
	add_days(b, own, z->around, hi, to, day);
}

/* What the account will be billed in a period, by the rate of its last bill:
 * that stands in the first row of the account. */
static void
forecast(const struct billing *b, const struct account *a,
    const struct state *first, const struct span *p, struct billed *own)
{
	const int free = first->unbilled || a->use == UNBILLED;
	const struct billed day = {.ahead_days = 1,
	    .forecast = free ? 0 : first->rate,
	    .forecast_unbilled = free ? first->rate : 0};
	int64_t from = later(p->from, first->billed), to = p->to;

	cut_to_row(b, a, &from, &to);
	add_days(b, own, a->zone, from, to, &day);
}

static const struct billed DUE = {.due_days = 1};

static void
account_days(struct billing *b, const struct account *a,
    const struct state *first, struct billed *own)
{
	/* Most accounts hold always: their days are counted in one stroke. */
	int always = a->from == INT32_MIN && a->to == INT32_MAX &&
		     a->next < 0 && !a->closed;

	b->zone[a->zone].always += always;
	for (size_t i = 0; i < b->ps->n; i++) {
		const struct span *p = &b->ps->p[i];
		int64_t from = p->from, to = p->to;

		if (!is_span(p))
			continue;
		cut_to_row(b, a, &from, &to);
		if (!always)
			add_days(b, &own[i], a->zone, from, to, &DUE);
		if (first->billed < p->to && !isnan(first->rate))
			forecast(b, a, first, p, &own[i]);
	}
}

/* The days of the accounts that hold always. */
static void
days_of_always(struct billing *b, struct billed *own)
{
	for (size_t z = 0; z < b->nzone; z++) {
		const struct billed day = {.due_days = b->zone[z].always};

		for (size_t i = 0; i < b->ps->n; i++)
			if (is_span(&b->ps->p[i]))
				add_days(b, &own[i], (uint32_t)z,
				    b->ps->p[i].from, b->ps->p[i].to, &day);
	}
}

/* Every row of every account: the days it holds, and what is to come. */
static void
all_days(struct billing *b, struct billed *own)
{
	for (size_t i = 0; i < b->ids.n; i++) {
		const struct account *a = &b->account[i];

		if (a->zone != NO_ZONE)
			account_days(b, a,
			    &b->state[billids_first(&b->ids, (uint32_t)i)],
			    own);
	}
}

/* Days that miss between bills, and accounts without any, at the mean rate of
 * the zone; where it has no bill yet they are kept for the zone around it. */
static void
fill_gaps(struct billed *o)
{
	double gap = o->due_days - o->days - o->ahead_days;

	if (!(gap > 0))
		return;
	if (!(o->days > 0)) {
		o->unknown_days = gap;
		return;
	}
	o->forecast += gap * (o->household + o->nonhousehold) / o->days;
	o->forecast_unbilled += gap * o->unbilled / o->days;
}

/* The days of zones without bills at the mean rate of all the others: without
 * those nothing can be said. */
static void
fill_unknown(struct billed *o)
{
	const double days = o->days + o->ahead_days;
	const double metered = o->household + o->nonhousehold + o->forecast;
	const double unbilled = o->unbilled + o->forecast_unbilled;

	if (!(o->unknown_days > 0))
		return;
	o->forecast += days > 0 ? o->unknown_days * metered / days : NAN;
	o->forecast_unbilled +=
	    days > 0 ? o->unknown_days * unbilled / days : NAN;
}

static struct billed *
own_sums(struct billing *b)
{
	struct billed *own;

	billing_room(b);
	own = xcalloc(b->nzone * b->ps->n + 1, sizeof *own);
	for (size_t i = 0; i < b->nzone * b->ps->n; i++) {
		const struct sums *s = &b->sums[i];

		own[i] = (struct billed){
		    .household = exactsum_value(&s->use[HOUSEHOLD]),
		    .nonhousehold = exactsum_value(&s->use[NONHOUSEHOLD]),
		    .unbilled = exactsum_value(&s->use[UNBILLED]),
		    .estimated = exactsum_value(&s->estimated),
		    .prorated = exactsum_value(&s->prorated),
		    .days = (double)s->days,
		    .bills = (double)s->bills};
	}
	all_days(b, own);
	days_of_always(b, own);
	for (size_t i = 0; i < b->nzone * b->ps->n; i++)
		fill_gaps(&own[i]);
	return own;
}

/* 1: the zone has connections, but nobody's account: these may be those of the
 * zone around it, if it has some of its own. */
static int
lacks_accounts(const struct billing *b, const struct network *n,
    const struct billed *own, size_t zone, size_t p)
{
	const struct net_zone *row = network_zone(n, zone, b->ps->p[p].to - 1);
	const long up = n->zone[zone].parent;
	const struct billed *x = billing_zone(b, zone, p), *around;
	long z;

	if (row == NULL || !(row->connections > 0) || up < 0 ||
	    x->due_days > 0 || x->bills > 0)
		return 0;
	around = billing_zone(b, (size_t)up, p);
	z = strmap_get(&b->zone_of, n->zone[up].id);
	return around->due_days > 0 &&
	       (z < 0 || own[(size_t)z * b->ps->n + p].due_days == 0);
}

static void
find_lacking(
    struct billing *b, const struct network *n, const struct billed *own)
{
	for (size_t i = 0; i < n->nzone * b->ps->n; i++) {
		size_t zone = i / b->ps->n, p = i % b->ps->n;

		if (!network_first(n, zone) || !is_span(&b->ps->p[p]) ||
		    !lacks_accounts(b, n, own, zone, p))
			continue;
		for (long up = n->zone[zone].parent; up >= 0;
		     up = n->zone[up].parent)
			b->out[(size_t)up * b->ps->n + p].lacking +=
			    network_zone(n, zone, b->ps->p[p].to - 1)
				->connections;
	}
}

void
billing_close(struct billing *b, const struct network *n)
{
	struct billed *own;

	billing_release_all(b);
	own = own_sums(b);
	b->out = xcalloc(n->nzone * b->ps->n + 1, sizeof *b->out);
	/* In the order of the zones, whatever that of the accounts was. */
	for (size_t i = 0; i < n->nzone; i++) {
		long z = strmap_get(&b->zone_of, n->zone[i].id);

		if (z < 0 || !network_first(n, i))
			continue;
		for (long up = (long)i; up >= 0; up = n->zone[up].parent)
			for (size_t p = 0; p < b->ps->n; p++)
				add_billed(&b->out[(size_t)up * b->ps->n + p],
				    &own[(size_t)z * b->ps->n + p], 1);
	}
	for (size_t i = 0; i < n->nzone * b->ps->n; i++)
		fill_unknown(&b->out[i]);
	find_lacking(b, n, own);
	free(own);
}

const struct billed *
billing_zone(const struct billing *b, size_t zone, size_t period)
{
	return &b->out[zone * b->ps->n + period];
}

double
billing_stray(const struct billing *b, double *m3)
{
	*m3 = exactsum_value(&b->stray_m3);
	return (double)b->stray;
}
