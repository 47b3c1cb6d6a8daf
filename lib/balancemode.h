/*
 * The tables of waterbalance beside the balance itself: parents against
 * children, meters against meters, night flow against balance, leaks, and what
 * was restated.  Each prints the rows of all zones that the options admit.  0,
 * or -1: the store failed, has said why.
 */
#ifndef WB_BALANCEMODE_H
#define WB_BALANCEMODE_H

#include "balancerun.h"
#include "csvout.h"

/* Supply, authorised use and losses of each zone with zones inside it, against
 * their sum; the difference is the transfer that no meter sees.  A meter that
 * bounds both counts once. */
int balancemode_tree(struct balance_run *r, struct csvout *out);

/* Zone inflow against the sum of the customers' meters (bills spread over their
 * days) and of the sub-zones' meters (days known for all), for zones whose
 * method asks for it: difference = 1 - sub/master. */
int balancemode_total_sub(struct balance_run *r, struct csvout *out);

/* Real losses by the balance and by night flow.  The balance has IWA's and
 * AWWA's real losses; of CJJ 92 losses less metering losses.  Night flow: the
 * tables that came with the input, else computed; the mean of the known nights
 * holds for the others, an error of a meter in both is the same error. */
int balancemode_bottom_up(struct balance_run *r, struct csvout *out);

/* The items of the balance after both were made to agree (reconcile.h). */
int balancemode_reconcile(struct balance_run *r, struct csvout *out);

/* Leak volumes from events, by kind and by time of awareness, location and
 * repair. */
int balancemode_leaks(struct balance_run *r, struct csvout *out);

#endif
