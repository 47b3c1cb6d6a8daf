/*
 * What could be done in a zone, side by side, and when to look for leaks.
 *
 * Five options, each with what it saves (m3/d), brings (yuan a year), costs
 * (yuan) and its payback = cost / (benefit/12) months:
 *
 *     detection  what is recoverable, at cv; the cost of intervention (econ.h)
 *     pressure   real * (1 - ((P - lower)/P)^N1), at cv; prv_yuan
 *                P by UARL = (18 Lm + 0.8 Nc + 25 Lp) P / 1000
 *     renewal    of all mains: real - background at condition 1, at cv;
 *                renewal_yuan_km * Lm
 *     meters     sales/days * p/(1 - p), p the under-registration cmi_pct, at
 *                retail; meter_yuan * meters
 *     reading    what is above 5 % of sales of the apparent loss and is not
 *                the meters', at retail; reading_yuan_yr
 *
 * What other programs tell of them (econtold.h) stands above that: a scenario
 * that was replayed, what meters were found to miss, what reading loses.
 * Readings that were not made bound what reading can save: sales/days * their
 * share.
 *
 * Options that save the same water are not to be added.
 *
 * Surveys of the twelve months after the period: leakage that can be found
 * rises by RR * Lm a year, and a survey is due when it has reached what rises
 * in one economic interval, RR * Lm * EIF/12; at once where it has.  A survey
 * takes away all that can be found.  Its cost is CI * Lm and the repairs, in
 * proportion to what it finds; its benefit is a year of that, at cv.  Where
 * leakage does not rise, one survey is due if it pays within a year.  Within a
 * budget the surveys with the most benefit for their cost come first, a zone's
 * second after its first; what does not fit is shown as not funded.
 */
#ifndef WB_ECONPLAN_H
#define WB_ECONPLAN_H

#include "econ.h"

enum econ_option {
	OPTION_DETECTION,
	OPTION_PRESSURE,
	OPTION_RENEWAL,
	OPTION_METERS,
	OPTION_READING,
	ECON_OPTIONS
};

struct econ_costs {	/* NaN: not known */
	double lower_m; /* of the zone's pressure */
	double n1, err_n1;
	double prv, renewal_km, meter, reading_yr, icf;
	double cmi_pct, err_cmi_pct; /* of the volume; of itself */
};

struct econ_choice {
	struct econ_range saved, benefit, payback, cost;
	int rank;	  /* by payback, from 1; 0: not known */
	const char *flag; /* a word, or "" */
	int other_period; /* 1: what was told is of another period */
	char source[64];  /* tables it rests on, or "computed" */
};

enum { TOLD_METERS, TOLD_HANDLING, ECON_TOLD };

struct econ_told { /* of a zone, by other programs */
	struct econ_choice whole[ECON_OPTIONS]; /* source "": not told */
	struct {
		struct econ_range m3d; /* NaN: not told */
		const char *source;
		int other_period;
	} part[ECON_TOLD];
	double meter_yuan; /* NaN: not told */
	double unread;	   /* share of the readings due; NaN: not told */
	int unread_other_period;
	struct econ_range apparent_m3d; /* built up; NaN: not told */
	int not_judged; /* 1: nobody knows if customers keep their pressure */
};

/* The zone's pressure by its UARL, m; NaN: not known. */
double econ_pressure(const struct econ_in *in);

void econ_told_nothing(struct econ_told *t);

/* "detection" ... */
const char *econ_option_name(enum econ_option o);

void econ_choices(const struct econ_in *in, const struct econ *e,
    const struct econ_costs *c, const struct econ_told *told,
    struct econ_choice out[ECON_OPTIONS]);

enum { ECONPLAN_MONTHS = 12 };

struct econ_visit {
	size_t zone; /* the caller's */
	int month;   /* 0..11 after the period */
	int number;  /* of the zone's, from 1 */
	struct econ_range found_m3d, benefit;
	double cost;
	int funded;
	double spent; /* with all before it in the order of time */
};

/* The surveys due in a zone, at most one a month.  Their number. */
size_t econ_visits(const struct econ_in *in, const struct econ *e, size_t zone,
    struct econ_visit out[ECONPLAN_MONTHS]);

/* Marks those within the budget (NaN: all) and puts all into order of time,
 * then of benefit for cost. */
void econ_fund(struct econ_visit *v, size_t n, double budget);

#endif
