/*
 * Accounts and bills of the store into their sums, as they lie there, by
 * several threads: each reads a part of the rows, and adds its bills to sums of
 * its own (billing_part), which are joined in the order of the parts.
 */
#ifndef WB_BILLINGSCAN_H
#define WB_BILLINGSCAN_H

#include "billing.h"
#include "input.h"

/* 1; 0: they do not lie in an order that allows it; -1: the store failed, has
 * said why. */
int billingscan_accounts(
    struct billing *b, const struct tool_opts *o, const struct input *in);

/* The same; bills that were estimated wait for the next of their account, so
 * with them one thread reads and another adds. */
int billingscan_bills(
    struct billing *b, const struct tool_opts *o, const struct input *in);

#endif
