/*
 * Faults and limits of one point, drawn by hand.
 */
#include <stdint.h>
#include <string.h>

#include "pointwatch.h"
#include "tap.h"
#include "validate.h"

enum { STEP = 900, N = 96, DAY = 86400, MOST = 200 };

struct seen {
	struct point_report r[MOST];
	int n;
};

static const struct point_limits plain = {
    .low = NAN, .high = NAN, .interval = STEP};

static void
day(struct pointwatch *w, const struct point_limits *l, int d, const double *v,
    const uint16_t *flag, struct seen *s)
{
	struct point_report out[POINT_REPORTS];
	struct reading r[N];
	uint16_t f[N];
	size_t n = 0;
	int got;

	for (int i = 0; i < N; i++) {
		if (isnan(v[i]))
			continue;
		memset(&r[n], 0, sizeof r[n]);
		r[n].off = i * STEP;
		r[n].v = v[i];
		r[n].quality = 192;
		f[n] = flag ? flag[i] : 0;
		n++;
	}
	got = pointwatch_day(w, l, (int64_t)d * DAY, DAY, r, f, n, out);
	for (int i = 0; i < got; i++)
		s->r[s->n++] = out[i];
}

static void
fill(double *v, double x)
{
	for (int i = 0; i < N; i++)
		v[i] = x;
}

static void
gap(void)
{
	struct pointwatch w;
	struct seen s = {.n = 0};
	double v[N], none[N];

	pointwatch_init(&w);
	fill(v, 10);
	fill(none, NAN);
	for (int i = 40; i < 47; i++)
		v[i] = NAN; /* 1 h 45 */
	day(&w, &plain, 1, v, NULL, &s);
	ok(s.n == 0, "a gap of less than two hours is none");
	fill(v, 10);
	for (int i = 80; i < N; i++)
		v[i] = NAN;
	day(&w, &plain, 2, v, NULL, &s);
	ok(s.n == 1 && s.r[0].kind == POINT_GAP && s.r[0].end == INT64_MIN,
	    "a gap opens");
	near((double)s.r[0].start, 2 * DAY + 80 * STEP, 0, "where it began");
	near((double)s.r[0].found, 2 * DAY + 80 * STEP + 7200, 0,
	    "two hours later");
	day(&w, &plain, 3, none, NULL, &s);
	ok(s.n == 1, "a day without any reading is the same gap");
	fill(v, 10);
	v[0] = v[1] = NAN;
	day(&w, &plain, 4, v, NULL, &s);
	ok(s.n == 2 && s.r[1].start == s.r[0].start &&
		s.r[1].end == 4 * DAY + 2 * STEP,
	    "and closes with the next reading");
}

static void
flags(void)
{
	struct pointwatch w;
	struct seen s = {.n = 0};
	uint16_t f[N] = {0};
	double v[N];

	pointwatch_init(&w);
	fill(v, 10);
	for (int i = 20; i < 60; i++)
		f[i] = VALID_FLATLINE;
	f[70] = VALID_SPIKE;
	v[70] = 99;
	day(&w, &plain, 1, v, f, &s);
	ok(s.n == 2 && s.r[0].kind == POINT_FLATLINE &&
		s.r[0].start == DAY + 20 * STEP && s.r[1].kind == POINT_SPIKE,
	    "what validation flags is an alarm of that kind");
	near(s.r[1].worst, 99, 0, "with its worst value");
	memset(f, 0, sizeof f);
	fill(v, 10);
	day(&w, &plain, 2, v, f, &s);
	ok(s.n == 4 && s.r[2].kind == POINT_FLATLINE &&
		s.r[2].end == DAY + 60 * STEP,
	    "over after a day without");
}

static void
limits(void)
{
	struct point_limits l = {.pressure = 1,
	    .low = 20,
	    .high = 60,
	    .release = 1,
	    .hold = 1800,
	    .interval = STEP};
	struct pointwatch w;
	struct seen s = {.n = 0};
	double v[N];

	pointwatch_init(&w);
	fill(v, 30);
	v[10] = 19; /* one reading: not long enough */
	v[30] = v[31] = v[32] = 18;
	v[33] = v[34] = 20.5; /* above, but not by the metre that releases */
	v[35] = 19.9;
	day(&w, &l, 1, v, NULL, &s);
	ok(s.n == 1 && s.r[0].kind == POINT_LOW, "low for half an hour");
	ok(s.r[0].start == DAY + 30 * STEP && s.r[0].found == DAY + 32 * STEP,
	    "from the first reading, found at the end of the second");
	ok(s.r[0].times == 1 && s.r[0].n == 4 && s.r[0].seconds == 4 * STEP,
	    "one spell in spite of the ripple, of four bad readings");
	ok(s.r[0].quiet && s.r[0].end == INT64_MIN,
	    "over for the day, but not yet for good");
	near(s.r[0].worst, 18, 0, "its lowest value");
	fill(v, 30);
	for (int i = 70; i < 73; i++)
		v[i] = 17;
	day(&w, &l, 2, v, NULL, &s);
	ok(s.n == 2 && s.r[1].start == s.r[0].start && s.r[1].times == 2,
	    "the next evening it is the same alarm again");
	ok(s.r[1].n == 7 && s.r[1].seconds == 7 * STEP && s.r[1].worst == 17,
	    "with both evenings in it");
	fill(v, 30);
	v[50] = 10; /* too short to count */
	day(&w, &l, 3, v, NULL, &s);
	ok(s.n == 2, "a day without: nothing to say");
	fill(v, 30);
	for (int d = 4; d <= 8; d++)
		day(&w, &l, d, v, NULL, &s);
	ok(s.n == 2, "nor six");
	day(&w, &l, 9, v, NULL, &s);
	ok(s.n == 3 && s.r[2].end == 2 * DAY + 73 * STEP && !s.r[2].quiet &&
		s.r[2].worst == 17,
	    "after a week it was over when it was last so");
	for (int i = 10; i < 14; i++)
		v[i] = 19;
	day(&w, &l, 10, v, NULL, &s);
	ok(s.n == 4 && s.r[3].start == 10 * DAY + 10 * STEP &&
		s.r[3].times == 1 && s.r[3].n == 4,
	    "then it is another one");
}

static void
still(void)
{
	struct point_limits l = {.low = 20,
	    .high = NAN,
	    .release = 1,
	    .hold = 1800,
	    .interval = STEP};
	struct point_report open[POINT_KINDS];
	struct pointwatch w;
	struct seen s = {.n = 0};
	double v[N];

	pointwatch_init(&w);
	fill(v, 30);
	for (int i = 90; i < N; i++)
		v[i] = 15;
	day(&w, &l, 1, v, NULL, &s);
	ok(s.n == 1 && !s.r[0].quiet, "low at midnight: not quiet");
	ok(pointwatch_open(&w, open) == 1 && open[0].n == 6 &&
		open[0].seconds == 6 * STEP,
	    "what is open counts up to now");
}

static void
learnt(void)
{
	struct point_limits l = {.pressure = 1,
	    .low = NAN,
	    .high = NAN,
	    .interval = STEP,
	    .learn = 1};
	struct pointwatch w;
	struct seen s = {.n = 0};
	double v[N];

	pointwatch_init(&w);
	for (int d = 1; d <= 10; d++) {
		for (int i = 0; i < N; i++)
			v[i] = 40 + (i % 4) * 0.3;
		day(&w, &l, d, v, NULL, &s);
	}
	ok(s.n == 0, "ten usual days");
	for (int i = 40; i < 44; i++)
		v[i] = 30; /* an hour of 10 m less */
	for (int i = 60; i < 72; i++)
		v[i] = i % 2 ? 44 : 36; /* three hours to and fro */
	day(&w, &l, 11, v, NULL, &s);
	ok(s.n == 2 && s.r[0].kind == POINT_DROP &&
		s.r[0].start == 11 * DAY + 40 * STEP && s.r[0].n == 4 &&
		s.r[0].quiet,
	    "a drop against the usual of that hour, of four readings");
	ok(s.r[1].kind == POINT_SWING && s.r[1].start == 11 * DAY + 60 * STEP,
	    "a swing");
}

static void
counter(void)
{
	struct point_report r = {.n = 0};
	struct pointwatch w;

	pointwatch_init(&w);
	ok(pointwatch_volume(&w, DAY, DAY, 1000, 1049, &r) == 0,
	    "4.9 % apart: well");
	ok(pointwatch_volume(&w, 2 * DAY, DAY, 1000, 940, &r) == 1 &&
		r.kind == POINT_MISMATCH && r.end == INT64_MIN,
	    "6 % apart: a mismatch");
	near(r.worst, 6, 1e-9, "by six per cent");
	ok(pointwatch_volume(&w, 3 * DAY, DAY, NAN, 940, &r) == 0,
	    "nothing known: nothing said");
	ok(pointwatch_volume(&w, 4 * DAY, DAY, 1000, 1000, &r) == 1 &&
		r.end == 3 * DAY,
	    "and well again");
}

int
main(void)
{
	gap();
	flags();
	limits();
	still();
	learnt();
	counter();
	return tap_done();
}
