/*
 * Alarms held against what happened.
 *
 * An event (a burst or a leak of `events`) can be credited from two hours
 * before its start until its end, or `within` days after its start.  Alarms are
 * taken in order of time; each is credited to the event of its zone (or of one
 * inside or around it) that is still without one and whose time ends first,
 * which credits as many as can be.  Another alarm while an event that was found
 * is going on repeats it; the rest are false.
 *
 *     false_share (误报率, A)   false / (true + false)             Wilson
 *     false days  (误报率, B)   zone-days with a false alarm over those without
 *                               any event
 *     false_rate  false alarms per zone and 30 days        Poisson, exact
 *     miss_rate (漏报率)        missed / events                    Wilson
 *     chance      events credited to the same alarms turned round the period
 *                 by k/41 of it, on the mean of k = 1..40
 */
#ifndef WB_ALARMSCORE_H
#define WB_ALARMSCORE_H

#include <stddef.h>
#include <stdint.h>

struct score_event {
	size_t zone;
	int64_t start, end; /* instants; end of what can be credited */
	int64_t found;	    /* when its alarm came; INT64_MIN: missed */
	int64_t alive;	    /* it went on until then */
};

enum score_verdict { SCORE_FALSE, SCORE_TRUE, SCORE_REPEAT };

struct score_alarm {
	size_t zone;
	int64_t at;
	enum score_verdict verdict;
};

struct score {
	int events, alarms, true_alarms, false_alarms, repeats, missed;
	double zone_days, free_days, false_days;
	double ttd_mean_h, ttd_median_h; /* NaN: none */
	double chance;
};

/* 1 if an alarm of zone a can tell of an event of zone b. */
typedef int score_related(void *ctx, size_t a, size_t b);

/* Fills the verdicts.  Both lists in order of time. */
void score_match(struct score_event *e, size_t ne, struct score_alarm *a,
    size_t na, score_related *related, void *ctx);

/* Events credited on the mean if the alarms came at other times of [from, to).
 */
double score_chance(const struct score_event *e, size_t ne,
    const struct score_alarm *a, size_t na, int64_t from, int64_t to,
    score_related *related, void *ctx);

/* 95 % bounds of a share k of n (Wilson), NaN where n is 0; and of a count
 * (exact Poisson). */
void score_share(int k, int n, double *lo, double *hi);
void score_count(int k, double *lo, double *hi);

/* The median of n waiting times, INFINITY for those that nobody saw the end of,
 * and its 95 % bounds whatever their distribution: the order statistics k and
 * n + 1 - k, with k the largest for which P(Binomial(n, 1/2) < k) <= 0.025.
 * Sorts v; NaN where the answer is not known, n is 0 or, for bounds, below 6.
 */
double score_median(double *v, size_t n, double *lo, double *hi);

#endif
