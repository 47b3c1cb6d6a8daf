/*
 * Items of any standard: what is printed adds up, in every unit; notes; the
 * digits of the dictionary.
 */
#include "balance.h"

#include <stdint.h>
#include <string.h>

#include "tap.h"
#include "term.h"

static uint64_t seed = 62;

static double
draw(double below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return below * (double)(seed >> 11) / 9007199254740992.0;
}

/* A leaf: a figure with many digits, or sometimes none, or below zero. */
static struct bound
leaf(double below)
{
	double v = draw(1) < 0.2 ? NAN : draw(below) - below * 0.05;

	return isnan(v) ? bound_none() : bound_exact(v);
}

static void
random_cjj(struct balance *b)
{
	struct bound l[CJJ_ITEMS];
	struct cjj_in in = {.leaf = l, .mains_km = NAN};
	struct bound none = bound_none();
	static const enum basis basis[CJJ_ITEMS];
	struct cjj_out out;

	in.household_read = &none;
	for (int i = 0; i < CJJ_ITEMS; i++)
		l[i] = leaf(1e7);
	cjj_balance(&in, &out);
	balance_of_cjj(&out, basis, b);
}

static void
random_iwa(struct balance *b, enum standard s)
{
	struct iwa_in in = {.awwa = s == STANDARD_AWWA,
	    .own = leaf(1e7),
	    .imported = leaf(1e6),
	    .exported = leaf(1e6),
	    .bm = leaf(1e7),
	    .bu = leaf(1e5),
	    .um = leaf(1e5),
	    .uu = leaf(1e4),
	    .uc = leaf(1e4),
	    .cmi = leaf(1e5),
	    .sdhe = leaf(1e4),
	    .apparent = draw(1) < 0.3 ? leaf(1e5) : bound_none(),
	    .cmi_pct = bound_none(),
	    .uc_pct = 0.25,
	    .sdhe_pct = 0.25,
	    .uu_pct = 1.25,
	    .err_default_pct = 50};
	static const enum basis basis[IWA_ITEMS];
	struct iwa_out out;

	iwa_balance(&in, &out);
	balance_of_iwa(&out, s, basis, b);
}

/* 1 if the group of parent p adds up before rounding and not after. */
static int
breaks(const struct balance *b, const double *v, double unit, size_t p,
    int source, int *groups)
{
	double exact = 0, printed = 0;
	int some = 0;

	for (size_t i = 0; i < b->n; i++) {
		if (b->item[i].parent != (int)p || isnan(v[i]) ||
		    b->item[i].source != source)
			continue;
		some = 1;
		exact += b->item[i].m3.v;
		printed += round(v[i] * unit);
	}
	if (!some || isnan(v[p]) ||
	    fabs(exact - b->item[p].m3.v) > 1e-6 * fabs(exact) + 1e-9)
		return 0;
	++*groups;
	return printed != round(v[p] * unit);
}

/* In m3, 10^4 m3, litres and gallons, with 0 to 4 decimals. */
static void
closes(void)
{
	static const double scale[] = {1, 1e-4, 1000, 264.1720524};
	int broken = 0, groups = 0, far = 0;

	for (int n = 0; n < 1500; n++) {
		struct balance b;
		int digits = n % 5;
		double v[BALANCE_ITEMS], k = scale[n % 4];
		double unit = pow(10, digits);

		if (n % 3 == 0)
			random_cjj(&b);
		else
			random_iwa(&b, (enum standard)(n % 3));
		balance_round(&b, k, digits, v);
		for (size_t i = 0; i < b.n; i++) {
			broken += breaks(&b, v, unit, i, 0, &groups);
			broken += breaks(&b, v, unit, i, 1, &groups);
			far += fabs(v[i] - b.item[i].m3.v * k) > 10 / unit;
		}
	}
	ok(groups > 5000, "thousands of sums");
	ok(broken == 0, "each adds up as printed");
	ok(far == 0, "and no figure goes far for it");
}

/* What is measured is printed the same whatever the standard. */
static void
leaves_alone(void)
{
	struct balance b;
	double v[BALANCE_ITEMS];
	int moved = 0;

	for (int n = 0; n < 200; n++) {
		random_cjj(&b);
		balance_round(&b, 1, 4, v);
		for (int i = 0; i < CJJ_ITEMS; i++)
			if (i == CJJ_OWN_SUPPLY || i == CJJ_BILLED_METERED ||
			    i == CJJ_TANK)
				moved += !isnan(v[i]) &&
					 fabs(v[i] - b.item[i].m3.v) > 5.1e-5;
	}
	ok(moved == 0, "rounded by itself");
}

static void
notes(void)
{
	int odd = 0, some = 0;

	for (int s = 0; s < STANDARDS; s++) {
		struct balance b;

		if (s == STANDARD_CJJ92)
			random_cjj(&b);
		else
			random_iwa(&b, (enum standard)s);
		for (size_t i = 0; i < b.n; i++) {
			const char *en = standard_note(
			    (enum standard)s, b.item[i].name, "en");
			const char *zh = standard_note(
			    (enum standard)s, b.item[i].name, "zh");

			some += *en != '\0';
			odd += (*en == '\0') != (*zh == '\0');
			odd += term_find(b.item[i].name) == NULL;
		}
	}
	ok(some > 10 && odd == 0, "notes in both languages, items known");
	ok(standard_find("iwa", 3) == STANDARD_IWA &&
		standard_find("iw", 2) < 0 && standard_find("cjj92x", 6) < 0,
	    "standards by name");
}

/* balancetable.c prints all figures of its tables with four decimals. */
static void
digits(void)
{
	static const char *const names[] = {
	    "waterbalance", "waterbalance --kpi"};
	int odd = 0, n = 0;

	for (int i = 0; i < 2; i++) {
		const struct term_table *t = term_table(names[i]);

		for (size_t c = 0; c < t->ncol; c++) {
			int d = term_find(t->col[c])->digits;

			odd += d != 0 && d != 4;
			n += d == 4;
		}
	}
	ok(odd == 0 && n > 40, "as the dictionary has it");
}

int
main(void)
{
	closes();
	leaves_alone();
	notes();
	digits();
	return tap_done();
}
