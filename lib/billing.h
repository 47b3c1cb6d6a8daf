/*
 * What was billed, by zone and period, summed while the bills go by.
 *
 * A bill belongs to the days [from, to): each day has its even share, or the
 * share that the zone's inflow of that day has in the inflow of all of them
 * (profile), and counts for the period in which it lies (Thornton, Sturm,
 * Kunkel, p. 258).  Bills of one account must come in order of time, those of
 * different accounts may mix; no bill is kept.
 *
 * A bill whose reading was estimated, or could not be had, waits for the next:
 * one that begins where it ends and was read corrects it, and both together
 * are spread over the days of both (a true-up may be negative).  What no
 * reading follows counts as estimated.
 *
 * The accounts of a zone are those of the zones inside it too.  An account that
 * moved to another zone has a row for each; a day counts for the zone that the
 * row of that day names, or where that zone did not hold for the nearest one
 * around it that did.  While accounts' days are not billed the final figure
 * is forecast: each account goes on at the rate of its last bill, days that
 * miss in between at the mean rate of the zone.
 */
#ifndef WB_BILLING_H
#define WB_BILLING_H

#include <stddef.h>
#include <stdint.h>

#include "billids.h"
#include "network.h"
#include "span.h"

struct billing;

struct billed { /* of a zone and those inside it, within a period; m3 */
	double household, nonhousehold, unbilled;
	double estimated, prorated; /* of their sum: not read; of bills that
				     * reach beyond the period */
	double days, due_days;	    /* of accounts: billed; held */
	double forecast, forecast_unbilled; /* to come: metered; unbilled */
	double ahead_days;		    /* of accounts, not billed, after
					     * their last bill */
	double unknown_days; /* of accounts in zones without any bill: in the
			      * forecast at the rate of the others, which is
			      * NaN where there are none */
	double bills;	     /* that touch the period */
	double lacking;	     /* connections of zones inside without any account,
			      * where zones beside them have theirs */
};

/* Spans that begin before that year or end after are cut. */
struct billing *billing_new(const struct spans *ps);
void billing_free(struct billing *b);

/* Days a zone holds, and the zone around it, or "", that has its accounts on
 * all others; and its inflow by day from `first` on, for the spread by profile.
 * Both before its bills. */
void billing_zone_span(struct billing *b, const char *zone_id,
    const char *around, int64_t from, int64_t to);
void billing_profile(struct billing *b, const char *zone_id, int64_t first,
    const double *m3, size_t n);

/* INT32_MIN, INT32_MAX: without limit. */
struct bill_account {
	const char *id;
	size_t len;
	const char *zone; /* "" none; NUL-terminated */
	char class;	  /* its first letter, or 0 */
	int closed;
	int32_t from, to;
};

/* 0; -1: contradicts a row that was there. */
int billing_account(struct billing *b, const struct bill_account *a);

/* The accounts' ids, in the order in which the accounts came. */
const struct billids *billing_ids(const struct billing *b);

struct bill {
	double m3;
	int32_t from, to; /* from < to */
	uint32_t account; /* its row in billing_ids, or BILLIDS_NONE */
	uint8_t estimated, unbilled;
	uint8_t any_order; /* 1: may overlap one that was there */
};

enum billing_got {
	BILLING_OK,
	BILLING_UNKNOWN, /* the account is not registered */
	BILLING_ORDER	 /* before a bill of the account that was there */
};

enum billing_got billing_add(struct billing *b, const struct bill *x);

/* Adds them in order, up to the first that answers BILLING_ORDER; this, or
 * BILLING_OK. */
enum billing_got
billing_add_all(struct billing *b, const struct bill *x, size_t n);

/* A part of the bills that another thread adds meanwhile, later ones than those
 * that are there: sums and states of its own over the same accounts, about 20
 * bytes an account.  NULL: estimated bills are waiting for what follows.
 * Joined in order of time; BILLING_ORDER: it does not follow what is there, or
 * has estimated bills.  The sums are the same however the bills were parted. */
struct billing *billing_part(const struct billing *b);
enum billing_got billing_join(struct billing *b, const struct billing *part);
void billing_part_free(struct billing *part);

/* How many of `jobs` parts memory allows, beside what is there: at least 1. */
size_t billing_parts(const struct billing *b, size_t jobs);

/* All bills; the accounts stay. */
void billing_forget(struct billing *b);

/* After the last bill: the sums by zone of the network. */
void billing_close(struct billing *b, const struct network *n);

/* zone: first row of its id. */
const struct billed *
billing_zone(const struct billing *b, size_t zone, size_t period);

/* Bills of accounts that are not registered, or not in a zone: how many, m3 */
double billing_stray(const struct billing *b, double *m3);

#endif
