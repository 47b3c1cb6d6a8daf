/*
 * A zone's balance by one standard: its table of items, and the rates and
 * indicators that follow from it.
 */
#ifndef WB_ZONEKPI_H
#define WB_ZONEKPI_H

#include "zonebalance.h"

struct zonekpi {
	enum standard standard;
	struct balance b;
	struct bound supply, authorised, losses, rwl_pct, nrw_m3, nrw_pct;
	struct bound real; /* CJJ 92: v NaN unless reported, unreported and
			    * background leakage are all evaluated */
	double apparent_m3, rrl_pct;
	double loss_lcd, loss_m3kmd; /* water losses by connection, km, day */
	struct indicator_out ind;
	int us;		       /* UARL by the US coefficients */
	struct bound forecast; /* losses once all is billed; v NaN: final */
	/* CJJ 92 alone */
	struct cjj_out cjj;
	double household_read_m3;
	/* IWA, AWWA */
	unsigned iwa_flags;
	/* the same for all */
	double target_pct, metered_sales_m3;
};

void zonekpi(struct zonebalance_work *w, const struct zonebalance *zb,
    enum standard standard, struct zonekpi *out);

/* The words of the flags, blank between them, into buf. */
enum { ZONEKPI_WORDS = 800 };
const char *zonekpi_words(const struct zonebalance *zb, const struct zonekpi *k,
    char buf[ZONEKPI_WORDS]);

/* "1", "2", "fail"; "" where it cannot be graded. */
const char *zonekpi_grade(const struct zonekpi *k);

/* "yes", "no", "": whether R_BL meets the target. */
const char *zonekpi_target_met(const struct zonekpi *k);

/* The loss rate with its two names and what it is held against, in the words
 * of the revision of 2018 or of the text of 2016; "" where there is no rate.
 * lang "en" or "zh". */
void zonekpi_verdict(const struct zonekpi *k, int edition, const char *lang,
    char *buf, size_t size);

/* "provisional", "final"; "" where nothing is billed by account. */
const char *zonekpi_state(const struct zonebalance *zb);

#endif
