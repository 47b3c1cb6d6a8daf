/*
 * What the files of billing share: billing.c spreads bills, billing_account.c
 * knows accounts and zones by their ids, billing_part.c joins what was added
 * apart, billing_sum.c adds up at the end.
 */
#ifndef WB_BILLING_PRIVATE_H
#define WB_BILLING_PRIVATE_H

#include <math.h>

#include "billing.h"
#include "exactsum.h"
#include "strmap.h"

enum { NO_ZONE = UINT32_MAX };

struct account {
	uint32_t zone;	  /* its number here; NO_ZONE */
	int32_t from, to; /* validity */
	int32_t next;	  /* the row of its later validity, or -1 */
	uint8_t use;	  /* enum use */
	uint8_t closed;
};

/* What its bills change. */
struct state {
	int32_t billed;	  /* the day after the last billed one */
	int32_t waiting;  /* index of its estimated bills, or -1 */
	float rate;	  /* m3/d of the last bill */
	uint8_t unbilled; /* its last bill was */
};

static const struct state state_none = {
    .billed = INT32_MIN, .waiting = -1, .rate = NAN};

enum use { HOUSEHOLD, NONHOUSEHOLD, UNBILLED, USES };

struct sums { /* of a zone's own accounts in a period */
	struct exactsum use[USES], prorated, estimated;
	int64_t days, bills;
};

struct waiting { /* estimated bills of an account, one behind the other */
	int32_t from, to;
	double m3;
	uint8_t unbilled;
};

struct own_zone {
	int64_t from, to; /* days it holds */
	uint32_t around;  /* whose its accounts are on the others; NO_ZONE */
	double *cum;	  /* inflow before day first + i; NULL: even */
	int64_t first;
	size_t n;
	double always; /* accounts without limits of validity */
};

struct near { /* a zone that was looked up: its id if that is a word */
	uint64_t word;
	uint32_t zone;
};

enum { NEAR = 4096, NEAR_SHIFT = 64 - 12 };

struct billing {
	const struct spans *ps;
	int64_t day0, day1;	/* of all periods */
	int sorted;		/* 1: each begins after the one before, ... */
	int joined;		/* ... where it ends */
	int plain;		/* ... and no zone has a span or a profile */
	uint32_t *first_period; /* by day from day0 */
	int32_t *period_end;	/* by period */
	struct account *account;
	struct state *state; /* by account */
	size_t account_cap, state_cap;
	struct billids ids;
	struct own_zone *zone;
	size_t nzone, zone_cap;
	struct strmap zone_of;
	struct near near[NEAR];
	struct sums *sums; /* by zone, period */
	size_t nsums;
	struct waiting *wait;
	size_t nwait, wait_cap;
	int64_t stray;
	struct exactsum stray_m3;
	int32_t *first; /* of a part, by account: from of its first bill */
	struct billed *out;
};

/* 1: a period of days; 0: the difference of two others. */
static inline int
is_span(const struct span *p)
{
	return p->minus_a < 0;
}

static inline int32_t
later(int64_t a, int64_t b)
{
	return (int32_t)(a > b ? a : b);
}

static inline int32_t
earlier(int64_t a, int64_t b)
{
	return (int32_t)(a < b ? a : b);
}

/* Room for the sums of all zones so far. */
void billing_room(struct billing *b);

/* Estimated bills that no reading followed count as they are. */
void billing_release_all(struct billing *b);

#endif
