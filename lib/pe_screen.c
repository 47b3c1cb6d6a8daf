/*
 * The order of zones: surplus pressure times leakage.
 */
#include "pe_private.h"

#include <math.h>
#include <stdlib.h>

#include "words.h"
#include "xalloc.h"
#include "zonenight.h"

struct screened {
	size_t zone;
	struct pe_zone_state z;
	double loss, lo, hi, score;
};

struct screen {
	struct presspoint_work *w;
	struct zonenight_work *night;
	struct screened *row;
	size_t n, cap;
};

/* Mean daily real loss; the bounds of a mean whose days share their errors are
 * the means of the bounds. */
static int
read_loss(struct pe *pe, struct screen *k, struct screened *r)
{
	struct zonenight zn;
	double n = 0;

	r->loss = r->lo = r->hi = 0;
	for (int64_t d = pe->from; d < pe->to; d++) {
		int got = zonenight_day(k->night, r->zone, d, &zn);

		if (got < 0)
			return -1;
		if (got == 0 || isnan(zn.loss.real_loss.v))
			continue;
		n++;
		r->loss += zn.loss.real_loss.v;
		r->lo += bound_lo(&zn.loss.real_loss);
		r->hi += bound_hi(&zn.loss.real_loss);
	}
	r->loss /= n; /* none: NaN */
	r->lo /= n;
	r->hi /= n;
	r->score = r->z.surplus * r->loss;
	return 0;
}

static int
screen_zone(struct pe *pe, size_t zone, void *ctx)
{
	struct screen *k = ctx;
	struct screened *r;

	k->row = xgrow(k->row, k->n, &k->cap, sizeof *k->row);
	r = &k->row[k->n++];
	r->zone = zone;
	if (pe_zone_read(pe, k->w, zone, pe->from, pe->to, &r->z) < 0 ||
	    read_loss(pe, k, r) < 0)
		return 1;
	return 0;
}

/* Best first; what is not known last; ties by id, which is the index. */
static int
by_score(const void *a, const void *b)
{
	const struct screened *x = a, *y = b;

	if (isnan(x->score) != isnan(y->score))
		return isnan(x->score) ? 1 : -1;
	if (x->score != y->score && !isnan(x->score))
		return x->score > y->score ? -1 : 1;
	return x->zone < y->zone ? -1 : x->zone > y->zone;
}

static void
put_screened(struct pe *pe, const struct screened *r, size_t rank)
{
	const struct network *n = pe->in->n;
	char flags[64] = "";

	column_num(pe->out, "rank", isnan(r->score) ? NAN : (double)rank);
	pe_put_zone(pe, r->zone, pe->from, pe->to);
	csvout_text(
	    pe->out, r->z.critical ? n->point[r->z.critical->point].id : "");
	column_num(pe->out, "surplus_m", r->z.surplus);
	column_num(pe->out, "spare_m", r->z.spare);
	column_num(pe->out, "night_day_m",
	    pe_share(r->z.night_day_sum, (double)r->z.night_days));
	column_num(pe->out, "real_loss_m3d", r->loss);
	column_num(pe->out, "real_loss_lo", r->lo);
	column_num(pe->out, "real_loss_hi", r->hi);
	column_num(pe->out, "surplus_loss", r->score);
	pe_critical_words(&r->z, flags, sizeof flags);
	if (isnan(r->loss))
		words_add(flags, sizeof flags, "no_loss");
	else if (r->loss <= 0)
		words_add(flags, sizeof flags, "no_leakage");
	csvout_text(pe->out, flags);
	csvout_row(pe->out);
}

int
pe_screen(struct pe *pe)
{
	struct screen k = {.w = presspoint_new(pe->in->s, pe->in->n),
	    .night = zonenight_new(pe->in->s, pe->in->n)};
	int got = pe_each_zone(pe, screen_zone, &k);

	if (got == 0) {
		if (k.n > 1)
			qsort(k.row, k.n, sizeof *k.row, by_score);
		pe_table(pe, "pressure-eval --screen");
		for (size_t i = 0; i < k.n; i++)
			put_screened(pe, &k.row[i], i + 1);
	}
	free(k.row);
	zonenight_free(k.night);
	presspoint_free(k.w);
	return got;
}
