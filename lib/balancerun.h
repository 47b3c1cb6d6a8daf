/*
 * One run of waterbalance: its data come in, and a zone's balances by period
 * and standard come out.
 */
#ifndef WB_BALANCERUN_H
#define WB_BALANCERUN_H

#include "billingcsv.h"
#include "csvout.h"
#include "input.h"
#include "zonekpi.h"

struct balance_opts {
	struct tool_opts *tool;
	struct spans periods;
	enum standard standard[STANDARDS];
	size_t nstandard;
	int edition;	     /* 2018 or 2016 */
	int by_profile;	     /* bills spread by inflow */
	const char *exclude; /* ids, a comma between; NULL */
	int need_accounts;   /* 1: the network must know them */
	const char *assume;  /* file of assumptions, or NULL */
	/* Tables of the streams that the caller reads himself; as for
	 * input_open_taking.  NULL: none.  With it need_accounts. */
	int (*take)(void *ctx, struct csvin *in);
	void *take_ctx;
};

struct balance_run {
	const struct balance_opts *o;
	struct input in;
	struct dailyflow days;
	struct billing_csv csv;
	struct billing *billing;
	struct zonebalance_work *w;
};

/* 0, or the exit status: has said why. */
int balance_open(struct balance_run *r, const struct balance_opts *o);
void balance_close(struct balance_run *r);

/* What a zone has for a period; by standard as in the options. */
struct balance_rows {
	int held;	       /* 0: the zone did not hold; nothing else */
	struct zonebalance zb; /* of a difference: of its first period */
	struct zonekpi k[STANDARDS];
};

/* All periods of a zone into rows[], as many as there are periods (and zeroed
 * at first), differences too; to be released.  0, -1: the store failed, has
 * said why. */
int balance_zone(struct balance_run *r, size_t zone, struct balance_rows *rows);

/* The same for n zones, each given to f, which puts what it wants of them into
 * `out`, or a part of it in another thread: the rows come out in the order of
 * the zones.  As many threads as --jobs says, one under --explain.  0, -1: as
 * above. */
typedef void balance_put(void *ctx, struct csvout *out, size_t zone,
    const struct balance_rows *rows);
int balance_zones(struct balance_run *r, const size_t *zone, size_t n,
    balance_put *f, void *ctx, struct csvout *out);

/* The zones that --zone, --level and --shard admit and --exclude does not; of
 * zones within one another the outer ones; what is excluded within them taken
 * off.  rows[] as above; *n is how many zones it took. */
int balance_total(struct balance_run *r, struct balance_rows *rows, size_t *n);

void balance_rows_release(struct balance_rows *rows, size_t n);

/* 1 if --exclude names the zone. */
int balance_excluded(const struct balance_opts *o, const char *zone_id);

#endif
