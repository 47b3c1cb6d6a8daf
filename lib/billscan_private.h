/*
 * What the rules on one account share: for billscan.c, billruns.c,
 * billregister.c, billjump.c alone.
 */
#ifndef WB_BILLSCAN_PRIVATE_H
#define WB_BILLSCAN_PRIVATE_H

#include "billscan.h"

struct bill_scan_work {
	const struct bill_view *v;
	const struct billrules *r;
	struct bill_findings *out;
	double *scratch;
};

/* A finding of the account over days [from, to), to be filled in. */
struct bill_finding *bill_scan_find(const struct bill_scan_work *s,
    enum bill_rule rule, int32_t from, int32_t to);

/* A threshold. */
double
bill_scan_limit(const struct bill_scan_work *s, enum bill_rule rule, int key);

/* 1: it is a reading, no estimate. */
int bill_was_read(const struct ledger_bill *b);

/* 1: the account is open on that day. */
int bill_open_at(const struct ledger_account *a, int32_t day);

double bill_use_rate(const struct bill_use *u); /* m3/d */

/* Rules on runs of bills. */
void bill_scan_zero_use(const struct bill_scan_work *s);
void bill_scan_estimated(const struct bill_scan_work *s);
void bill_scan_same_volume(const struct bill_scan_work *s);

/* On the register; on jumps. */
void bill_scan_index_rules(const struct bill_scan_work *s);
void bill_scan_jump_rules(const struct bill_scan_work *s);

#endif
