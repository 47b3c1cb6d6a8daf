/*
 * After the last bill: what was billed by zone and period, the days that
 * accounts held, and what is still to come.
 */
#include "billing_private.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Days that an account holds in [from, to) in its zone. */
static int32_t
due(const struct billing *b, const struct account *a, int64_t from, int64_t to)
{
	const struct own_zone *z = &b->zone[a->zone];
	int64_t end = a->to;

	if (a->closed)
		return 0;
	if (a->next >= 0)
		end = earlier(end, b->account[a->next].from);
	from = from > a->from ? from : a->from;
	from = from > z->from ? from : z->from;
	to = to < end ? to : end;
	to = to < z->to ? to : z->to;
	return to > from ? (int32_t)(to - from) : 0;
}

/* What the account will be billed in a period, by the rate of its last bill:
 * that stands in the first row of the account. */
static void
forecast(const struct billing *b, const struct account *a,
    const struct state *first, const struct span *p, struct billed *o)
{
	int64_t from = p->from > first->billed ? p->from : first->billed;
	double days;

	days = due(b, a, from, p->to);
	if (first->unbilled || a->use == UNBILLED)
		o->forecast_unbilled += days * first->rate;
	else
		o->forecast += days * first->rate;
	o->ahead_days += days;
}

static void
account_days(struct billing *b, const struct account *a,
    const struct state *first, struct billed *o)
{
	/* Most accounts hold always: their days are counted in one stroke. */
	int always = a->from == INT32_MIN && a->to == INT32_MAX &&
		     a->next < 0 && !a->closed;

	b->zone[a->zone].always += always;
	for (size_t i = 0; i < b->ps->n; i++) {
		const struct span *p = &b->ps->p[i];

		if (!is_span(p))
			continue;
		if (!always)
			o[i].due_days += due(b, a, p->from, p->to);
		if (first->billed < p->to && !isnan(first->rate))
			forecast(b, a, first, p, &o[i]);
	}
}

/* The days of the accounts that hold always. */
static void
days_of_always(struct billing *b, struct billed *own)
{
	for (size_t z = 0; z < b->nzone; z++) {
		const struct account one = {.zone = (uint32_t)z,
		    .from = INT32_MIN,
		    .to = INT32_MAX,
		    .next = -1};

		for (size_t i = 0; i < b->ps->n; i++)
			if (is_span(&b->ps->p[i]))
				own[z * b->ps->n + i].due_days +=
				    b->zone[z].always * due(b, &one,
							    b->ps->p[i].from,
							    b->ps->p[i].to);
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
			    &own[a->zone * b->ps->n]);
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

static void
add_billed(struct billed *to, const struct billed *x)
{
	to->household += x->household;
	to->nonhousehold += x->nonhousehold;
	to->unbilled += x->unbilled;
	to->estimated += x->estimated;
	to->prorated += x->prorated;
	to->days += x->days;
	to->due_days += x->due_days;
	to->forecast += x->forecast;
	to->forecast_unbilled += x->forecast_unbilled;
	to->ahead_days += x->ahead_days;
	to->unknown_days += x->unknown_days;
	to->bills += x->bills;
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
				    &own[(size_t)z * b->ps->n + p]);
	}
	for (size_t i = 0; i < n->nzone * b->ps->n; i++)
		fill_unknown(&b->out[i]);
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
