#include "econnights.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

/* Columns of the table; each of the first ones has its bounds behind it. */
enum col {
	C_MNF,
	C_LNU = C_MNF + 3,
	C_NNL = C_LNU + 3,
	C_ENF = C_NNL + 3,
	C_REAL = C_ENF + 3,
	C_DAY = C_REAL + 3,
	C_INFLOW,
	C_UBL,
	C_NDF,
	C_BACKGROUND,
	C_ESPB,
	C_ILI,
	C_END
};
_Static_assert((int)C_END == (int)ECONNIGHTS_COLS, "room for the columns");
static const char *const col_name[] = {"mnf_m3h", "mnf_lo", "mnf_hi", "lnu_m3h",
    "lnu_lo", "lnu_hi", "nnl_m3h", "nnl_lo", "nnl_hi", "enf_m3h", "enf_lo",
    "enf_hi", "real_loss_m3d", "real_loss_lo", "real_loss_hi", "day",
    "inflow_m3", "ubl_m3h", "ndf_h", "background_m3d", "espb", "ili"};

static double
num(const struct econnights *e, size_t row, int c)
{
	return frame_num_at(e->f, row, e->col[c]);
}

/* The half-width of a figure that has bounds. */
static double
half(const struct econnights *e, size_t row, int c)
{
	return (num(e, row, c + 2) - num(e, row, c + 1)) / 2;
}

double
econ_half_less(double half, double part)
{
	double rest = half * half - part * part;

	return isnan(rest) ? NAN : sqrt(fmax(rest, 0));
}

/* --- tables --- */

/* The rows of each zone, in the table's order. */
static void
index_rows(struct econnights *e)
{
	int id = frame_col(e->f, "zone_id");

	for (int c = 0; c < C_END; c++)
		e->col[c] = frame_col(e->f, col_name[c]);
	e->next = xcalloc(e->f->nrow + 1, sizeof *e->next);
	for (size_t i = e->f->nrow; i-- > 0;) {
		const char *zone = frame_at(e->f, i, id);

		e->next[i] = strmap_get(&e->first, zone);
		strmap_put(&e->first, zone, (long)i);
	}
}

static void
losses_of_row(const struct econnights *e, size_t row, struct night_loss *l)
{
	double enf = num(e, row, C_ENF), espb = num(e, row, C_ESPB);
	double flow = half(e, row, C_MNF), lnu = half(e, row, C_LNU);
	double ubl = econ_half_less(half(e, row, C_ENF), hypot(flow, lnu));
	double ndf = num(e, row, C_NDF);
	double back = num(e, row, C_BACKGROUND);

	*l = (struct night_loss){0};
	l->enf = bound_exact(enf);
	l->enf.e[NIGHT_FLOW] = flow;
	l->enf.e[NIGHT_LNU] = -lnu;
	l->enf.e[NIGHT_UBL] = -ubl;
	l->real_loss = bound_exact(num(e, row, C_REAL));
	l->real_loss.e[NIGHT_FLOW] = flow * ndf;
	l->real_loss.e[NIGHT_LNU] = -lnu * ndf;
	l->real_loss.e[NIGHT_N1] =
	    econ_half_less(half(e, row, C_REAL), ndf * hypot(flow, lnu));
	l->background =
	    bound_input(back, NIGHT_UBL, ubl * back / num(e, row, C_UBL));
	l->recoverable = isnan(num(e, row, C_NNL)) ?
			     bound_none() :
			     bound_sub(l->real_loss, l->background);
	l->espb = enf > 0 ? bound_scale(l->enf, espb / enf) : bound_exact(0);
	l->espb.v = espb;
	l->ili = bound_exact(num(e, row, C_ILI));
}

static void
night_of_row(const struct econnights *e, size_t row, struct econ_night *out)
{
	out->mnf_m3h = num(e, row, C_MNF);
	out->nnl_m3h = num(e, row, C_NNL);
	out->inflow_m3 = num(e, row, C_INFLOW);
	out->ndf_h = num(e, row, C_NDF);
	/* What the bounds of the real loss have more than those of NNL. */
	out->ndf_half = econ_half_less(half(e, row, C_REAL),
			    out->ndf_h * half(e, row, C_NNL)) /
			fabs(out->nnl_m3h);
	losses_of_row(e, row, &out->loss);
}

/* --- both --- */

void
econnights_open(struct econnights *e, const struct frame *f, struct store *s,
    const struct network *n)
{
	*e = (struct econnights){.f = f, .s = s};
	if (f != NULL)
		index_rows(e);
	else
		e->work = zonenight_new(s, n);
}

void
econnights_close(struct econnights *e)
{
	strmap_release(&e->first);
	free(e->next);
	zonenight_free(e->work);
}

static int
each_of_store(struct econnights *e, size_t net, int64_t from, int64_t to,
    void (*take)(void *ctx, const struct econ_night *night), void *ctx)
{
	int64_t first = 0, last = -1;
	struct zonenight zn;

	if (store_span(e->s, &first, &last) < 0)
		return 0; /* no readings */
	first = first < from ? from : first;
	for (int64_t day = first; day < to && day <= last; day++) {
		int got = zonenight_day(e->work, net, day, &zn);

		if (got < 0)
			return -1;
		if (got > 0)
			take(
			    ctx, &(struct econ_night){day, zn.mnf_m3h,
				     zn.loss.nnl.v, zn.inflow_m3, zn.loss.ndf.v,
				     bound_half(&zn.loss.ndf), zn.loss});
	}
	return 0;
}

int
econnights_each(struct econnights *e, const char *zone, long net, int64_t from,
    int64_t to, void (*take)(void *ctx, const struct econ_night *night),
    void *ctx)
{
	struct econ_night night;

	if (e->f == NULL)
		return net < 0 ?
			   0 :
			   each_of_store(e, (size_t)net, from, to, take, ctx);
	for (long i = strmap_get(&e->first, zone); i >= 0; i = e->next[i]) {
		if (cal_parse_day(frame_at(e->f, (size_t)i, e->col[C_DAY]),
			&night.day) < 0 ||
		    night.day < from || night.day >= to)
			continue;
		night_of_row(e, (size_t)i, &night);
		take(ctx, &night);
	}
	return 0;
}
