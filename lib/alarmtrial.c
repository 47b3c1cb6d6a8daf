#include "alarmtrial.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmscan.h"
#include "xalloc.h"

const double trial_pct[TRIAL_SIZES] = {1, 2, 3, 5, 7.5, 10, 15, 20, 30};

enum { SETTLE_DAYS = 42 };

static const double FOUND = 0.8;

struct kept_day {
	struct leak_day d;
	double q[LEAK_SLOTS];
};

struct history {
	struct kept_day *day;
	struct leakwatch_opts *opts;
	int n, slots;
};

/* Instants, in steps since day 0, at which rises were found. */
struct finds {
	int64_t at[4 * LEAK_DAYS];
	int n;
};

static int
load(struct history *h, struct store *s, const struct network *n,
    const struct alarmevents *events, size_t zone, int64_t from, int64_t to)
{
	struct zoneslots z;
	int got = 0;

	zoneslots_init(&z, s, n, events);
	h->day = xcalloc((size_t)(to - from) + 1, sizeof *h->day);
	h->opts = xcalloc((size_t)(to - from) + 1, sizeof *h->opts);
	for (int64_t d = from; got == 0 && d < to; d++) {
		if (h->slots == 0)
			h->slots = zoneslots_count(n, zone, d);
		if (h->slots == 0)
			continue;
		if ((got = zoneslots_day(&z, zone, d, h->slots)) < 0 || !z.any)
			continue;
		h->day[h->n].d = z.d;
		memcpy(h->day[h->n].q, z.q, sizeof z.q);
		alarmscan_settings(n, zone, d, &h->opts[h->n]);
		h->n++;
	}
	zoneslots_release(&z);
	return got;
}

static void
step(const struct history *h, struct leakwatch *w, int i, double add, int hour,
    struct finds *f)
{
	struct leak_report r[LEAK_REPORTS];
	struct leak_day d = h->day[i].d;
	double q[LEAK_SLOTS];
	int n;

	memcpy(q, h->day[i].q, sizeof q);
	for (int s = hour * h->slots / 24; s < h->slots; s++)
		q[s] += add;
	d.q = q;
	n = leakwatch_day(w, &h->opts[i], &d, r);
	for (int k = 0; f != NULL && k < n; k++)
		if (r[k].what == LEAK_CHANGE && r[k].rise &&
		    r[k].nature == LEAK_LEAK && f->n < 4 * LEAK_DAYS)
			f->at[f->n++] =
			    r[k].found_day * h->slots + r[k].found_step;
}

/* Days of history i..: what is found with `add` from an hour of the first. */
static void
play(const struct history *h, const struct leakwatch *from, int i, int within,
    double add, int hour, struct finds *f)
{
	struct leakwatch *w = xmalloc(sizeof *w);
	int64_t last = h->day[i].d.day + within;

	*w = *from;
	f->n = 0;
	for (int k = i; k < h->n && h->day[k].d.day <= last; k++)
		step(h, w, k, add, k == i ? hour : 0, f);
	free(w);
}

/* Hours until the first find that the history does not have, or INFINITY. */
static double
first_new(const struct history *h, const struct finds *with,
    const struct finds *without, int64_t start, int within)
{
	for (int i = 0; i < with->n; i++) {
		int64_t after = with->at[i] - start;
		int old = 0;

		for (int k = 0; k < without->n; k++)
			old |= without->at[k] == with->at[i];
		if (!old && after >= 0 && after <= (int64_t)within * h->slots)
			return (double)after * 24 / h->slots;
	}
	return INFINITY;
}

/* All sizes from one day on. */
static void
one_day(const struct history *h, const struct leakwatch *w, int i, int within,
    struct trial *out)
{
	int hour = (7 * out->trials + 3) % 24;
	int64_t start =
	    h->day[i].d.day * h->slots + (int64_t)hour * h->slots / 24;
	struct finds without, with;

	play(h, w, i, within, 0, 0, &without);
	for (int k = 0; k < TRIAL_SIZES; k++) {
		double t;

		play(h, w, i, within, trial_pct[k] / 100 * out->mean, hour,
		    &with);
		t = first_new(h, &with, &without, start, within);
		out->hours[k][out->trials] = t;
		out->found[k] += isfinite(t);
	}
	out->trials++;
}

static double
mean_flow(const struct history *h)
{
	double sum = 0;
	int64_t n = 0;

	for (int i = 0; i < h->n; i++)
		for (int s = 0; s < h->slots; s++)
			if (!isnan(h->day[i].q[s])) {
				sum += h->day[i].q[s];
				n++;
			}
	return n ? sum / (double)n : NAN;
}

static void
judge(struct trial *out)
{
	int all = 1;

	out->resolution = NAN;
	for (int k = TRIAL_SIZES; k-- > 0;) {
		all = all && out->trials > 0 &&
		      out->found[k] >= FOUND * out->trials;
		if (all)
			out->resolution = trial_pct[k] / 100 * out->mean;
	}
}

int
alarmtrial(struct store *s, const struct network *n,
    const struct alarmevents *events, size_t zone, int64_t from, int64_t to,
    int within, struct trial *out)
{
	struct history h = {0};
	struct leakwatch *w = xmalloc(sizeof *w);
	int got = load(&h, s, n, events, zone, from, to);
	int room = h.n - SETTLE_DAYS - within, every;

	*out = (struct trial){.mean = mean_flow(&h), .sigma = NAN};
	every = room / TRIAL_MOST + 1;
	if (h.n > 0)
		alarmscan_start(w, n, zone, h.day[0].d.day, h.slots);
	for (int i = 0; got == 0 && i < h.n; i++) {
		if (i >= SETTLE_DAYS && i < h.n - within &&
		    (i - SETTLE_DAYS) % every == 0 && out->trials < TRIAL_MOST)
			one_day(&h, w, i, within, out);
		step(&h, w, i, 0, 0, NULL);
	}
	if (h.n > SETTLE_DAYS)
		out->sigma = leakwatch_sigma(w);
	judge(out);
	free(h.day);
	free(h.opts);
	free(w);
	return got;
}
