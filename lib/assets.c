#include "assets.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "assetfit.h"
#include "xalloc.h"

static const double YEAR = 365.25;

enum { AGE_STEP = 10, AGE_UNKNOWN = ASSET_AGES - 1 };

/* --- classes --- */

const char *
asset_age_name(int class_)
{
	static const char *const name[ASSET_AGES] = {"0 to 9", "10 to 19",
	    "20 to 29", "30 to 39", "40 to 49", "50 and more", "unknown"};

	return name[class_];
}

static const double dn_most[] = {100, 150, 200, 300, 400, 600, 1000};

const char *
asset_dn_name(int class_)
{
	static const char *const name[ASSET_DNS] = {"up to 100", "101 to 150",
	    "151 to 200", "201 to 300", "301 to 400", "401 to 600",
	    "601 to 1000", "over 1000", "unknown"};

	return name[class_];
}

int
asset_age(double years)
{
	if (isnan(years))
		return AGE_UNKNOWN;
	if (years < 0)
		return 0;
	return years >= AGE_STEP * (AGE_UNKNOWN - 1) ? AGE_UNKNOWN - 1 :
						       (int)(years / AGE_STEP);
}

int
asset_dn(double mm)
{
	int i = 0, n = sizeof dn_most / sizeof *dn_most;

	if (isnan(mm))
		return ASSET_DNS - 1;
	while (i < n && mm > dn_most[i])
		i++;
	return i;
}

int
asset_age_on(const struct asset_pipe *p, int64_t day)
{
	return p->laid == ASSETS_NO_DAY ?
		   AGE_UNKNOWN :
		   asset_age((double)(day - p->laid) / YEAR);
}

size_t
asset_groups(const struct assets *a, enum asset_by by)
{
	switch (by) {
	case ASSET_MATERIAL:
		return a->nmaterial;
	case ASSET_AGE:
		return ASSET_AGES;
	case ASSET_DN:
		return ASSET_DNS;
	case ASSET_KIND:
		return a->nmaterial * ASSET_AGES * ASSET_DNS;
	default:
		return 1;
	}
}

size_t
asset_group_of(const struct assets *a, enum asset_by by, size_t pipe, int age)
{
	const struct asset_pipe *p = &a->pipe[pipe];
	size_t dn = (size_t)asset_dn(p->dn_mm);

	switch (by) {
	case ASSET_MATERIAL:
		return p->material;
	case ASSET_AGE:
		return (size_t)age;
	case ASSET_DN:
		return dn;
	case ASSET_KIND:
		return (p->material * ASSET_DNS + dn) * ASSET_AGES +
		       (size_t)age;
	default:
		return 0;
	}
}

/* --- exposure --- */

/* Days of [from, to) on which a pipe is of an age. */
static double
days_at(const struct asset_pipe *p, int age, int64_t from, int64_t to)
{
	double lo = (double)from, hi = (double)to, laid = (double)p->laid;

	if (p->laid == ASSETS_NO_DAY)
		return age == AGE_UNKNOWN ? hi - lo : 0;
	if (age == AGE_UNKNOWN)
		return 0;
	lo = fmax(lo, laid + age * AGE_STEP * YEAR);
	if (age < AGE_UNKNOWN - 1)
		hi = fmin(hi, laid + (age + 1) * AGE_STEP * YEAR);
	return fmax(hi - lo, 0);
}

static void
expose(struct assets *a, enum asset_by by)
{
	for (size_t i = 0; i < a->npipe; i++) {
		const struct asset_pipe *p = &a->pipe[i];
		struct asset_group *now = &a->group[by][asset_group_of(
		    a, by, i, asset_age_on(p, a->to - 1))];

		if (p->laid == ASSETS_NO_DAY || p->laid < a->to) {
			now->pipes++;
			now->km += p->km;
		}
		for (int age = 0; age < ASSET_AGES; age++)
			a->group[by][asset_group_of(a, by, i, age)].km_years +=
			    p->km * days_at(p, age, a->from, a->to) / YEAR;
	}
}

/* --- bursts --- */

static int
may_be_of(
    const struct assets *a, const struct asset_burst *b, size_t pipe, int by_dn)
{
	const struct asset_pipe *p = &a->pipe[pipe];

	if (p->laid != ASSETS_NO_DAY && p->laid > b->day)
		return 0;
	if (by_dn && p->dn_mm != b->dn_mm)
		return 0;
	return b->zone < 0 ||
	       (p->zone >= 0 && a->inside(a->ctx, p->zone, b->zone));
}

/* The pipes that it may be of into pipe[] and their length. */
static size_t
candidates(const struct assets *a, const struct asset_burst *b, size_t *pipe,
    double *km)
{
	size_t n = 0;

	*km = 0;
	if (b->pipe >= 0) {
		pipe[0] = (size_t)b->pipe;
		*km = a->pipe[b->pipe].km;
		return 1;
	}
	for (size_t i = 0; i < a->npipe; i++) {
		if (!(a->pipe[i].km > 0) ||
		    !may_be_of(a, b, i, !isnan(b->dn_mm)))
			continue;
		pipe[n++] = i;
		*km += a->pipe[i].km;
	}
	return n;
}

struct spread { /* of one burst */
	const size_t *pipe;
	size_t n;
	double km;
	int64_t day;
};

static double
weight(const struct assets *a, const struct spread *s, size_t k)
{
	return s->n == 1 ? 1 : a->pipe[s->pipe[k]].km / s->km;
}

/* seen: a number for each group, of the last burst that may be of it. */
static void
count_burst(struct assets *a, enum asset_by by, const struct spread *s,
    size_t number, size_t *seen)
{
	size_t groups = 0, last = 0;

	for (size_t k = 0; k < s->n; k++) {
		size_t pipe = s->pipe[k];
		size_t g = asset_group_of(
		    a, by, pipe, asset_age_on(&a->pipe[pipe], s->day));

		a->group[by][g].bursts += weight(a, s, k);
		if (seen[g] == number)
			continue;
		seen[g] = number;
		a->group[by][g].possible++;
		groups++;
		last = g;
	}
	if (groups == 1)
		a->group[by][last].placed++;
}

static void
count_bursts(struct assets *a)
{
	size_t *pipe = xcalloc(a->npipe + 1, sizeof *pipe), *seen[ASSET_BYS];

	for (int by = 0; by < ASSET_BYS; by++)
		seen[by] = xcalloc(
		    asset_groups(a, (enum asset_by)by) + 1, sizeof *seen[by]);
	for (size_t i = 0; i < a->nburst; i++) {
		struct spread s = {.pipe = pipe, .day = a->burst[i].day};

		if (s.day < a->from || s.day >= a->to)
			continue;
		s.n = candidates(a, &a->burst[i], pipe, &s.km);
		a->unplaced += s.n == 0;
		for (size_t k = 0; k < s.n; k++)
			a->share[pipe[k]] += weight(a, &s, k);
		for (int by = 0; by < ASSET_BYS; by++)
			count_burst(a, (enum asset_by)by, &s, i + 1, seen[by]);
	}
	for (int by = 0; by < ASSET_BYS; by++)
		free(seen[by]);
	free(pipe);
}

/* --- rates --- */

static double
gamma_point(double p, double shape)
{
	return shape > 0 ? gsl_cdf_gamma_Pinv(p, shape, 1) : 0;
}

static void
find_rate(struct asset_group *g)
{
	g->rate = g->lo = g->hi = NAN;
	if (!(g->km_years > 0))
		return;
	g->rate = g->bursts / g->km_years;
	g->lo = gamma_point(0.025, g->placed) / g->km_years;
	g->hi = gamma_point(0.975, g->possible + 1) / g->km_years;
}

/* Effects: materials, then diameters, then ages. */
static struct asset_cell
cell_of(const struct assets *a, size_t kind)
{
	const struct asset_group *g = &a->group[ASSET_KIND][kind];
	size_t dns = a->nmaterial, ages = dns + ASSET_DNS;

	return (struct asset_cell){
	    .effect = {kind / ASSET_AGES / ASSET_DNS,
		dns + kind / ASSET_AGES % ASSET_DNS, ages + kind % ASSET_AGES},
	    .bursts = g->bursts,
	    .exposure = g->km_years};
}

static void
fit_kinds(struct assets *a)
{
	size_t n = asset_groups(a, ASSET_KIND);
	struct asset_cell *cell = xcalloc(n + 1, sizeof *cell);

	for (size_t i = 0; i < n; i++)
		cell[i] = cell_of(a, i);
	a->t = assetfit(cell, n, a->nmaterial + ASSET_DNS + ASSET_AGES,
	    a->group[ASSET_ALL][0].bursts < ASSETS_LEAST);
	for (size_t i = 0; i < n; i++) {
		struct asset_group *g = &a->group[ASSET_KIND][i];

		g->fit = cell[i].rate;
		g->fit_lo = cell[i].lo;
		g->fit_hi = cell[i].hi;
	}
	free(cell);
}

void
assets_tally(struct assets *a)
{
	for (int by = 0; by < ASSET_BYS; by++) {
		size_t n = asset_groups(a, (enum asset_by)by);

		a->group[by] = xcalloc(n + 1, sizeof *a->group[by]);
		expose(a, (enum asset_by)by);
	}
	a->share = xcalloc(a->npipe + 1, sizeof *a->share);
	a->unplaced = 0;
	count_bursts(a);
	for (int by = 0; by < ASSET_BYS; by++)
		for (size_t i = 0; i < asset_groups(a, (enum asset_by)by); i++)
			find_rate(&a->group[by][i]);
	fit_kinds(a);
}

void
assets_release(struct assets *a)
{
	for (int by = 0; by < ASSET_BYS; by++)
		free(a->group[by]);
	free(a->share);
}
