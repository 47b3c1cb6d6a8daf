/*
 * What the three tables of --assets share: for econassets.c, econpipes.c and
 * econzones.c alone.
 */
#ifndef WB_ECONASSETS_PRIVATE_H
#define WB_ECONASSETS_PRIVATE_H

#include "assets.h"
#include "dncost.h"
#include "econassets.h"

struct assets_work {
	struct econrun *r;
	const struct asset_opts *o;
	struct csvout *out;
	struct assets a;
	struct dncosts costs;
	struct asset_pipe *pipe;
	size_t pipe_cap;
	struct asset_burst *burst;
	size_t burst_cap;
	char **material;
	size_t nmaterial, material_cap;
	struct strmap material_of, pipe_of;
	double ran_h; /* sum over bursts that ended */
	size_t ran;
	int64_t from, to;
};

/* The days of the window; a rate by km and its bounds, by 100 km. */
void assets_put_days(const struct assets_work *w);
void
assets_put_rate(const struct assets_work *w, double rate, double lo, double hi);

/* 1: less than a year. */
int assets_window_short(const struct assets_work *w);

/* 1 if zone `inner` is `outer` or in it; ctx: the network. */
int assets_inside(const void *ctx, long inner, long outer);

/* The tables of groups of pipes and of zones. */
void assets_put_pipes(const struct assets_work *w);
void assets_put_zones(const struct assets_work *w);

#endif
