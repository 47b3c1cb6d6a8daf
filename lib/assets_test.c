#include "assets.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "tap.h"

enum { IRON, PE, MATERIALS };

static int
same(const void *ctx, long inner, long outer)
{
	(void)ctx;
	return inner == outer;
}

/* Ten years of 365.25 days from day 0. */
static struct assets
over(const struct asset_pipe *p, size_t np, const struct asset_burst *b,
    size_t nb)
{
	return (struct assets){.pipe = p,
	    .npipe = np,
	    .nmaterial = MATERIALS,
	    .burst = b,
	    .nburst = nb,
	    .from = 0,
	    .to = 3653,
	    .inside = same};
}

static void
test_classes(void)
{
	ok(asset_dn(100) == 0 && asset_dn(101) == 1 && asset_dn(1000) == 6 &&
		asset_dn(1200) == 7 && asset_dn(NAN) == 8,
	    "diameters");
	ok(asset_age(9.9) == 0 && asset_age(10) == 1 && asset_age(70) == 5 &&
		asset_age(NAN) == 6,
	    "ages");
}

/* Two km of old iron in zone 1 and one of PE laid on day 1826, all DN 100, one
 * of PE in zone 2. */
static const struct asset_pipe pipe[] = {{1, IRON, 100, 2, -7305},
    {1, PE, 100, 1, 1826}, {2, PE, 200, 1, ASSETS_NO_DAY}};

static void
test_exposure(void)
{
	struct assets a = over(pipe, 3, NULL, 0);

	assets_tally(&a);
	near(a.group[ASSET_ALL][0].km_years, (4 * 3653 - 1826) / 365.25, 1e-9,
	    "laid in the window: exposed from then");
	near(a.group[ASSET_MATERIAL][PE].km, 2, 0, "km of PE");
	/* 20 years old on day 0, 30 on day 3652.5 */
	near(a.group[ASSET_AGE][2].km_years, 2 * 3652.5 / 365.25, 1e-9,
	    "twenty to thirty");
	near(a.group[ASSET_AGE][3].km_years, 2 * 0.5 / 365.25, 1e-9,
	    "and half a day of thirty");
	ok(a.group[ASSET_AGE][2].pipes == 1, "which it is not on the last day");
	near(a.group[ASSET_AGE][6].km_years, 3653 / 365.25, 1e-9, "not known");
	near(a.group[ASSET_ALL][0].rate, 0, 0, "no burst");
	near(a.group[ASSET_ALL][0].hi * a.group[ASSET_ALL][0].km_years, 3.6889,
	    1e-4, "Poisson's upper bound of none");
	ok(isnan(a.group[ASSET_KIND][0].fit), "nothing to go by");
	assets_release(&a);
}

static void
test_bursts(void)
{
	static const struct asset_burst b[] = {{0, 1, NAN, 100}, /* iron */
	    {-1, 1, 100, 500},	/* iron: PE not laid yet */
	    {-1, 1, NAN, 3000}, /* two thirds iron */
	    {-1, 2, 100, 50},	/* no pipe of it there */
	    {-1, -1, 200, 50},	/* the only one of DN 200 */
	    {0, 1, NAN, 9999}}; /* after the window */
	struct assets a = over(pipe, 3, b, 6);
	const struct asset_group *iron, *pe;

	assets_tally(&a);
	iron = &a.group[ASSET_MATERIAL][IRON];
	pe = &a.group[ASSET_MATERIAL][PE];
	near(iron->bursts, 2 + 2.0 / 3, 1e-12, "by the share of the length");
	ok(iron->placed == 2 && iron->possible == 3, "two for sure");
	near(pe->bursts, 1 + 1.0 / 3, 1e-12, "and of the rest");
	ok(pe->placed == 1 && pe->possible == 2, "one for sure");
	ok(a.unplaced == 1, "one of no pipe");
	near(a.group[ASSET_ALL][0].bursts, 4, 1e-12, "all that have one");
	ok(a.group[ASSET_ALL][0].placed == 4, "which are pipes for sure");
	/* Tables of Poisson's: 2 has 0.2422 below, 3 has 8.7673 above. */
	near(iron->lo * iron->km_years, 0.2422, 1e-4, "least");
	near(iron->hi * iron->km_years, 8.7673, 1e-4, "most");
	near(a.share[0], 2 + 2.0 / 3, 1e-12, "of the pipe itself");
	assets_release(&a);
}

enum { KINDS = 16, ROUNDS = 60 };

struct trial {
	struct asset_pipe pipe[KINDS];
	struct asset_burst burst[4000];
	double truth[KINDS];
	size_t n;
};

/* Two materials of eight diameters, effects of sd t on the logarithm. */
static void
make_trial(gsl_rng *rng, double t, struct trial *k)
{
	static const double dn[] = {100, 150, 200, 300, 400, 600, 1000, 1200};
	double u[2], w[8];

	for (int i = 0; i < 8; i++)
		w[i] = gsl_ran_gaussian(rng, t);
	for (int i = 0; i < 2; i++)
		u[i] = gsl_ran_gaussian(rng, t);
	k->n = 0;
	for (size_t i = 0; i < KINDS; i++) {
		unsigned hits;

		k->pipe[i] =
		    (struct asset_pipe){1, i / 8, dn[i % 8], 4, ASSETS_NO_DAY};
		k->truth[i] = 0.15 * exp(u[i / 8] + w[i % 8]);
		hits = gsl_ran_poisson(rng, k->truth[i] * 4 * 3653 / 365.25);
		for (; hits > 0 && k->n < 4000; hits--)
			k->burst[k->n++] =
			    (struct asset_burst){(long)i, 1, NAN, 10};
	}
}

/* Kinds of one rate are taken for alike, others not, and the bounds hold the
 * true rate. */
static void
test_fit(void)
{
	static const double t[] = {0, 0.3, 1};
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	static struct trial k;
	double found[3];

	for (int d = 0; d < 3; d++) {
		double in = 0;

		found[d] = 0;
		for (int round = 0; round < ROUNDS; round++) {
			struct assets a;

			make_trial(rng, t[d], &k);
			a = over(k.pipe, KINDS, k.burst, k.n);
			assets_tally(&a);
			found[d] += a.t / ROUNDS;
			for (size_t i = 0; i < KINDS; i++) {
				const struct asset_group *g =
				    &a.group[ASSET_KIND][asset_group_of(
					&a, ASSET_KIND, i, 6)];

				in += g->fit_lo <= k.truth[i] &&
				      k.truth[i] <= g->fit_hi;
			}
			assets_release(&a);
		}
		in *= 100.0 / KINDS / ROUNDS;
		printf("# effects %g: found %.2f, %.1f %% of the bounds hold "
		       "the truth\n",
		    t[d], found[d], in);
		ok(in >= 90, "bounds hold the true rate");
	}
	ok(found[0] < found[1] && found[1] < found[2], "how far kinds differ");
	ok(found[2] > 0.7 && found[2] < 1.4, "as they were made to");
	gsl_rng_free(rng);
}

int
main(void)
{
	test_classes();
	test_exposure();
	test_bursts();
	test_fit();
	return tap_done();
}
