/*
 * Pipes and their bursts: how often which kind of pipe bursts.
 *
 * A pipe is exposed on the days of the window from which it was laid; in each
 * class of age for as long as it was that old.  A burst belongs to the pipe
 * that it names; one that names none, to the pipes of its zone (and of those
 * inside), of its diameter where that is told, that lay by then, each by its
 * share of their length.  So of each kind there are
 *
 *     placed    bursts that are surely of it
 *     bursts    the sum of the shares
 *     possible  bursts that may be of it
 *
 *     rate = bursts / (100 km years)
 *
 * and its 95 % bounds are Poisson's (burstrate.h, for real counts) of the least
 * and the most: lo = qgamma(0.025; placed), hi = qgamma(0.975; possible + 1).
 *
 * Of kinds (material, diameter and age together) there is also the rate that
 * follows from what they have in common (assetfit.h).
 */
#ifndef WB_ASSETS_H
#define WB_ASSETS_H

#include <stddef.h>
#include <stdint.h>

enum { ASSETS_NO_DAY = INT32_MIN, ASSETS_LEAST = 5 };

struct asset_pipe {
	long zone;	 /* -1: of none */
	size_t material; /* a number of the caller's, below nmaterial */
	double dn_mm;	 /* NaN: not known */
	double km;
	int64_t laid; /* day; ASSETS_NO_DAY: not known */
};

struct asset_burst {
	long pipe;    /* -1: not told */
	long zone;    /* -1: not told */
	double dn_mm; /* NaN: not told */
	int64_t day;
};

enum asset_by {
	ASSET_ALL,
	ASSET_MATERIAL,
	ASSET_AGE,
	ASSET_DN,
	ASSET_KIND,
	ASSET_BYS
};

enum { ASSET_AGES = 7, ASSET_DNS = 9 }; /* the last: not known */

/* "10 to 19", "101 to 150" ...; years, mm. */
const char *asset_age_name(int class_);
const char *asset_dn_name(int class_);
int asset_age(double years);
int asset_dn(double mm);

struct asset_group {
	size_t pipes;
	double km;	 /* at the end of the window */
	double km_years; /* of exposure */
	double bursts, placed, possible;
	double rate, lo, hi;	    /* per km and year, as counted */
	double fit, fit_lo, fit_hi; /* by assetfit; ASSET_KIND */
};

struct assets {
	const struct asset_pipe *pipe;
	size_t npipe, nmaterial;
	const struct asset_burst *burst;
	size_t nburst;
	int64_t from, to; /* the window, days */
	/* 1 if zone `inner` is `outer` or inside it */
	int (*inside)(const void *ctx, long inner, long outer);
	const void *ctx;

	/* what comes out, to be released: */
	struct asset_group *group[ASSET_BYS]; /* asset_groups() of them */
	double *share;			      /* of each pipe, bursts */
	size_t unplaced; /* bursts that no pipe can have had */
	double t;	 /* how far kinds differ (assetfit.h) */
};

/* How many groups there are by something; the one of a pipe at an age. */
size_t asset_groups(const struct assets *a, enum asset_by by);
size_t
asset_group_of(const struct assets *a, enum asset_by by, size_t pipe, int age);

/* The age class of a pipe on a day. */
int asset_age_on(const struct asset_pipe *p, int64_t day);

void assets_tally(struct assets *a);
void assets_release(struct assets *a);

#endif
