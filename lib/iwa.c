#include "iwa.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>

_Static_assert((int)IWA_INPUTS <= (int)BOUND_INPUTS, "an input for each");

static const double SLACK = 1e-9;

static const struct {
	const char *name;
	enum iwa_item parent;
} items[IWA_ITEMS] = {
    [IWA_SUPPLY] = {"supply", IWA_ITEMS},
    [IWA_OWN] = {"own_supply", IWA_SUPPLY},
    [IWA_IMPORTED] = {"imported", IWA_SUPPLY},
    [IWA_EXPORTED_OFF] = {"exported", IWA_SUPPLY},
    [IWA_AUTHORISED] = {"authorised", IWA_SUPPLY},
    [IWA_BILLED] = {"billed", IWA_AUTHORISED},
    [IWA_BM] = {"billed_metered", IWA_BILLED},
    [IWA_BU] = {"billed_unmetered", IWA_BILLED},
    [IWA_EXPORTED] = {"exported", IWA_BILLED},
    [IWA_UNBILLED] = {"unbilled", IWA_AUTHORISED},
    [IWA_UM] = {"unbilled_metered", IWA_UNBILLED},
    [IWA_UU] = {"unbilled_unmetered", IWA_UNBILLED},
    [IWA_LOSSES] = {"losses", IWA_SUPPLY},
    [IWA_APPARENT] = {"apparent_losses", IWA_LOSSES},
    [IWA_UC] = {"unauthorised", IWA_APPARENT},
    [IWA_CMI] = {"customer_meter_loss", IWA_APPARENT},
    [IWA_SDHE] = {"data_handling", IWA_APPARENT},
    [IWA_REAL] = {"real_losses", IWA_LOSSES},
};

const char *
iwa_name(enum iwa_item item)
{
	assert(item < IWA_ITEMS);
	return items[item].name;
}

enum iwa_item
iwa_parent(enum iwa_item item)
{
	assert(item < IWA_ITEMS);
	return items[item].parent;
}

struct bound
iwa_cmi(struct bound q, struct bound pct)
{
	const struct bound one = bound_exact(1);
	struct bound p = bound_scale(pct, 0.01);

	if (!(p.v < 1))
		return bound_none();
	return bound_mul(q, bound_div(p, bound_sub(one, p)));
}

static struct bound
add_known(struct bound a, struct bound b)
{
	if (isnan(a.v))
		return b;
	return isnan(b.v) ? a : bound_add(a, b);
}

/* As metered by bulk meters of that registration error, %. */
static struct bound
corrected(struct iwa_out *out, struct bound v, double err_pct)
{
	if (isnan(v.v) || isnan(err_pct))
		return v;
	if (!(err_pct > -100)) {
		out->flags |= IWA_BULK_WRONG;
		return bound_none();
	}
	return bound_scale(v, 1 / (1 + err_pct / 100));
}

static struct bound
supplied(struct bound in, struct bound exported)
{
	if (isnan(in.v) || isnan(exported.v))
		return in;
	return bound_sub(in, exported);
}

/* pct per cent of v, an estimate: its own error and that of v. */
static struct bound
by_default(struct iwa_out *out, const struct iwa_in *in, enum iwa_item item,
    int input, struct bound v, double pct)
{
	double half = fabs(v.v * pct / 100) * in->err_default_pct / 100;
	struct bound own = bound_input(0, input, half);

	if (isnan(v.v) || isnan(pct))
		return bound_none();
	out->by_default[item] = 1;
	out->flags |= IWA_DEFAULTS;
	return bound_add(bound_scale(v, pct / 100), own);
}

static void
sum_supply(const struct iwa_in *in, struct iwa_out *out, struct bound *ws)
{
	struct bound exported =
			 corrected(out, in->exported, in->exported_err_pct),
		     all;

	out->m3[IWA_OWN] = corrected(out, in->own, in->own_err_pct);
	out->m3[IWA_IMPORTED] =
	    corrected(out, in->imported, in->imported_err_pct);
	all = add_known(out->m3[IWA_OWN], out->m3[IWA_IMPORTED]);
	if (out->flags & IWA_BULK_WRONG)
		all = bound_none();
	*ws = supplied(all, exported);
	out->supplied_m3 = ws->v;
	out->m3[IWA_EXPORTED_OFF] =
	    in->awwa ? bound_scale(exported, -1) : bound_none();
	out->m3[IWA_EXPORTED] = in->awwa ? bound_none() : exported;
	out->m3[IWA_SUPPLY] = in->awwa ? *ws : all;
	if (!(out->m3[IWA_SUPPLY].v > 0))
		out->flags |= IWA_NO_SUPPLY;
}

static void
sum_use(const struct iwa_in *in, struct iwa_out *out, struct bound base)
{
	struct bound *m3 = out->m3;

	m3[IWA_BM] = in->bm;
	m3[IWA_BU] = in->bu;
	m3[IWA_UM] = in->um;
	m3[IWA_UU] = isnan(in->uu.v) ?
			 by_default(out, in, IWA_UU, CJJ_UNBILLED_UNMETERED,
			     base, in->uu_pct) :
			 in->uu;
	m3[IWA_BILLED] = add_known(add_known(in->bm, in->bu), m3[IWA_EXPORTED]);
	m3[IWA_UNBILLED] = add_known(m3[IWA_UM], m3[IWA_UU]);
	m3[IWA_AUTHORISED] = add_known(m3[IWA_BILLED], m3[IWA_UNBILLED]);
	if (isnan(in->bm.v)) {
		out->flags |= IWA_NO_BILLED;
		m3[IWA_BILLED] = m3[IWA_UNBILLED] = bound_none();
		m3[IWA_AUTHORISED] = bound_none();
	}
}

static void
sum_apparent(const struct iwa_in *in, struct iwa_out *out, struct bound base)
{
	struct bound *m3 = out->m3;

	if (!isnan(in->apparent.v)) {
		m3[IWA_UC] = m3[IWA_CMI] = m3[IWA_SDHE] = bound_none();
		m3[IWA_APPARENT] = in->apparent;
		return;
	}
	m3[IWA_UC] = isnan(in->uc.v) ? by_default(out, in, IWA_UC, IWA_IN_UC,
					   base, in->uc_pct) :
				       in->uc;
	m3[IWA_CMI] = isnan(in->cmi.v) ?
			  iwa_cmi(add_known(in->bm, in->um), in->cmi_pct) :
			  in->cmi;
	m3[IWA_SDHE] = isnan(in->sdhe.v) ?
			   by_default(out, in, IWA_SDHE, IWA_IN_SDHE, in->bm,
			       in->sdhe_pct) :
			   in->sdhe;
	if (isnan(m3[IWA_CMI].v))
		out->flags |= IWA_NO_CMI;
	m3[IWA_APPARENT] =
	    add_known(add_known(m3[IWA_UC], m3[IWA_CMI]), m3[IWA_SDHE]);
}

/* The residual, and what is contradictory. */
static void
split_losses(struct iwa_out *out)
{
	struct bound *m3 = out->m3;
	const double tol = SLACK * fabs(m3[IWA_SUPPLY].v);

	m3[IWA_LOSSES] = bound_sub(m3[IWA_SUPPLY], m3[IWA_AUTHORISED]);
	m3[IWA_REAL] = isnan(m3[IWA_APPARENT].v) ?
			   m3[IWA_LOSSES] :
			   bound_sub(m3[IWA_LOSSES], m3[IWA_APPARENT]);
	if (m3[IWA_LOSSES].v < -tol)
		out->flags |= IWA_NEGATIVE;
	if (m3[IWA_REAL].v < -tol)
		out->flags |= IWA_REAL_BELOW;
	out->nrw_m3 = add_known(m3[IWA_LOSSES], m3[IWA_UNBILLED]);
	if (isnan(m3[IWA_LOSSES].v))
		out->nrw_m3 = bound_none();
	out->nrw_pct =
	    out->flags & IWA_NO_SUPPLY ?
		bound_none() :
		bound_scale(bound_div(out->nrw_m3, m3[IWA_SUPPLY]), 100);
}

void
iwa_balance(const struct iwa_in *in, struct iwa_out *out)
{
	struct bound ws, base;

	*out = (struct iwa_out){.flags = 0};
	sum_supply(in, out, &ws);
	base = in->base_billed ? add_known(in->bm, in->bu) : ws;
	sum_use(in, out, base);
	sum_apparent(in, out, base);
	split_losses(out);
}
