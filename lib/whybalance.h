/*
 * A row of waterbalance, items or --kpi, to be explained.
 */
#ifndef WB_WHYBALANCE_H
#define WB_WHYBALANCE_H

#include "balancerun.h"
#include "nearest.h"
#include "why.h"

struct whybalance {
	struct zonebalance zb;
	struct zonekpi k;
	double printed[BALANCE_ITEMS];	 /* of k.b, as the tables have them */
	double supply, authorised, loss; /* of these, those of --kpi */
	double year_days;
	char given[LEAVES];	   /* 1: a row of `balance` says it */
	char words[ZONEKPI_WORDS]; /* its flags */
};

/* Of a zone's period by one standard; *b stays as long as the result.  0; -1:
 * the store failed, has said why. */
int whybalance(struct balance_run *r, size_t zone,
    const struct balance_rows *rows, struct whybalance *b, struct why *out);

/* Whether an item or column with an explanation resembles what is asked. */
void whybalance_nearest(const struct whybalance *b, struct nearest *n);

#endif
