#include "balance.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "num.h"
#include "say.h"

_Static_assert((int)CJJ_ITEMS <= (int)BALANCE_ITEMS &&
		   (int)IWA_ITEMS <= (int)BALANCE_ITEMS,
    "room for every standard");

static const char *const standard_names[STANDARDS] = {"cjj92", "iwa", "awwa"};

const char *
standard_name(enum standard s)
{
	return standard_names[s];
}

int
standard_find(const char *name, size_t len)
{
	for (int s = 0; s < STANDARDS; s++)
		if (strlen(standard_names[s]) == len &&
		    memcmp(standard_names[s], name, len) == 0)
			return s;
	return -1;
}

const char *
basis_name(enum basis b)
{
	static const char *const word[] = {"", N_("metered"), N_("estimated"),
	    N_("sampled"), N_("default"), N_("computed")};

	return word[b];
}

/* --- what the standards define differently --- */

static const struct note {
	enum standard standard;
	const char *item, *en, *zh;
} notes[] = {
    {STANDARD_CJJ92, "supply",
	"own + imported as metered; exports are registered use (3.0.4)",
	"自产+外购，按计量值；转供水计入注册用户用水量（3.0.4）"},
    {STANDARD_IWA, "supply",
	"system input: own + imported, corrected for bulk-meter error; "
	"exports are billed use",
	"系统输入量：自产+外购，经总表误差修正；转供水计入计费用水"},
    {STANDARD_AWWA, "supply",
	"water supplied: own + imported - exported, corrected for bulk-meter "
	"error",
	"供水量：自产+外购-转供，经总表误差修正"},
    {STANDARD_CJJ92, "exported", "part of registered use",
	"注册用户用水量的一部分"},
    {STANDARD_IWA, "exported", "part of billed authorised consumption",
	"计费授权用水量的一部分"},
    {STANDARD_AWWA, "exported", "taken off the supply, hence negative",
	"从供水量中扣除，故为负值"},
    {STANDARD_CJJ92, "authorised", "registered users' use, exports included",
	"注册用户用水量，含转供"},
    {STANDARD_IWA, "authorised", "authorised consumption, exports included",
	"授权用水量，含转供"},
    {STANDARD_AWWA, "authorised", "authorised consumption without exports",
	"授权用水量，不含转供"},
    {STANDARD_CJJ92, "unbilled_unmetered", "as stated; no default",
	"按实际填报，无缺省值"},
    {STANDARD_IWA, "unbilled_unmetered",
	"as stated, else unbilled_unmetered_pct of the water supplied",
	"按填报值，否则取供水量的 unbilled_unmetered_pct"},
    {STANDARD_AWWA, "unbilled_unmetered",
	"as stated, else unbilled_unmetered_pct of the water supplied",
	"按填报值，否则取供水量的 unbilled_unmetered_pct"},
    {STANDARD_CJJ92, "real_losses", "sum of evaluated leakage and tank losses",
	"已评估的漏失各项之和"},
    {STANDARD_IWA, "real_losses", "remainder: losses - apparent losses",
	"余项：漏损-表观漏损"},
    {STANDARD_AWWA, "real_losses", "remainder: losses - apparent losses",
	"余项：漏损-表观漏损"},
    {STANDARD_CJJ92, "metering_losses",
	"meters only; theft and data errors are in other losses",
	"仅计量损失；偷盗与数据误差在其他损失中"},
    {STANDARD_IWA, "apparent_losses",
	"unauthorised use + meter inaccuracies + data errors",
	"非法用水+表计误差+数据误差"},
    {STANDARD_AWWA, "apparent_losses",
	"unauthorised use + meter inaccuracies + data errors",
	"非法用水+表计误差+数据误差"},
    {STANDARD_CJJ92, "other_losses",
	"remainder: losses - real - metering losses",
	"余项：漏损-漏失-计量损失"},
};

const char *
standard_note(enum standard s, const char *item, const char *lang)
{
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
		if (notes[i].standard == s && strcmp(notes[i].item, item) == 0)
			return strcmp(lang, "zh") == 0 ? notes[i].zh :
							 notes[i].en;
	return "";
}

/* --- from the standards --- */

static enum basis
basis_or_computed(enum basis b, const struct bound *v)
{
	if (isnan(v->v))
		return BASIS_NONE;
	return b == BASIS_NONE ? BASIS_COMPUTED : b;
}

void
balance_of_cjj(
    const struct cjj_out *c, const enum basis *basis, struct balance *out)
{
	out->standard = STANDARD_CJJ92;
	out->n = CJJ_ITEMS;
	for (int i = 0; i < CJJ_ITEMS; i++) {
		enum cjj_item parent = cjj_parent((enum cjj_item)i);
		struct balance_item *item = &out->item[i];

		item->name = cjj_name((enum cjj_item)i);
		item->parent = parent == CJJ_ITEMS ? -1 : (int)parent;
		item->source = i == CJJ_OWN_SUPPLY || i == CJJ_IMPORTED;
		item->residual = i == CJJ_LOSSES || i == CJJ_OTHER;
		item->m3 = c->m3[i];
		item->basis = basis_or_computed(basis[i], &c->m3[i]);
		item->flag = i == CJJ_OTHER && c->flags & CJJ_NOT_EVALUATED ?
				 "not_evaluated" :
				 "";
	}
}

void
balance_of_iwa(const struct iwa_out *w, enum standard s,
    const enum basis *basis, struct balance *out)
{
	out->standard = s;
	out->n = IWA_ITEMS;
	for (int i = 0; i < IWA_ITEMS; i++) {
		enum iwa_item parent = iwa_parent((enum iwa_item)i);
		struct balance_item *item = &out->item[i];

		item->name = iwa_name((enum iwa_item)i);
		item->parent = parent == IWA_ITEMS ? -1 : (int)parent;
		item->source =
		    i == IWA_OWN || i == IWA_IMPORTED || i == IWA_EXPORTED_OFF;
		item->residual = i == IWA_LOSSES || i == IWA_REAL;
		item->m3 = w->m3[i];
		item->basis = w->by_default[i] ?
				  BASIS_DEFAULT :
				  basis_or_computed(basis[i], &w->m3[i]);
		item->flag = i == IWA_REAL && w->flags & IWA_NO_CMI ?
				 "not_evaluated" :
				 "";
	}
}

const struct balance_item *
balance_find(const struct balance *b, const char *name)
{
	const struct balance_item *found = NULL;

	for (size_t i = 0; i < b->n; i++)
		if (*b->item[i].name == *name &&
		    strcmp(b->item[i].name, name) == 0 &&
		    (found == NULL || isnan(found->m3.v)))
			found = &b->item[i];
	return found;
}

/* --- closure of the printed figures --- */

enum { NO_ITEM = BALANCE_ITEMS };

/* The parts of an item, one behind the other in the table's order. */
struct family {
	signed char parts, source; /* the first, by `source`; NO_ITEM none */
	signed char next;
};

static void
find_families(const struct balance *b, struct family *f)
{
	for (size_t i = 0; i < b->n; i++)
		f[i] = (struct family){NO_ITEM, NO_ITEM, NO_ITEM};
	for (size_t i = b->n; i-- > 0;) {
		const struct balance_item *item = &b->item[i];
		signed char *head;

		if (item->parent < 0)
			continue;
		head = item->source ? &f[item->parent].source :
				      &f[item->parent].parts;
		f[i].next = *head;
		*head = (signed char)i;
	}
}

/* The parts of an item, but for one that remains. */
struct group {
	double exact, rounded; /* their sums */
	long residual;	       /* index, -1 none */
	int some;
};

static struct group
group_of(const struct balance *b, const struct family *f, int first,
    const double *exact, const double *v)
{
	struct group g = {.residual = -1};

	for (int i = first; i != NO_ITEM; i = f[i].next) {
		if (isnan(v[i]))
			continue;
		g.some = 1;
		g.exact += exact[i];
		if (b->item[i].residual)
			g.residual = i;
		else
			g.rounded += v[i];
	}
	return g;
}

/* 1 if the parts add up before they are rounded. */
static int
adds_up(const struct group *g, double whole)
{
	return g->some && fabs(g->exact - whole) <= 0.01 + 1e-9 * fabs(whole);
}

void
balance_round(const struct balance *b, double scale, int digits, double *v)
{
	double exact[BALANCE_ITEMS], unit = pow(10, digits);
	struct family f[BALANCE_ITEMS];

	for (size_t i = 0; i < b->n; i++) {
		exact[i] = b->item[i].m3.v * scale * unit;
		v[i] = num_round(b->item[i].m3.v * scale, digits);
	}
	find_families(b, f);
	/* A parent stands before its children: sums from below, ... */
	for (size_t i = b->n; i-- > 0;) {
		/* The supply is the sum of its sources. */
		int first = i == 0 ? f[i].source : f[i].parts;
		struct group g = group_of(b, f, first, exact, v);

		if (adds_up(&g, exact[i]) && g.residual < 0)
			v[i] = g.rounded;
	}
	/* ... what remains from above. */
	for (size_t i = 0; i < b->n; i++) {
		struct group g = group_of(b, f, f[i].parts, exact, v);

		if (adds_up(&g, exact[i]) && g.residual >= 0)
			v[g.residual] = v[i] - g.rounded;
	}
	for (size_t i = 0; i < b->n; i++)
		v[i] /= unit;
}
