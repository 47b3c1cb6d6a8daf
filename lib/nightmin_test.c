/*
 * Minimum night flow: nights drawn by hand, and a slow second opinion.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nightmin.h"
#include "tap.h"

enum { MINUTE = 60, HOUR = 3600, MOST = 1500 };

/* 00:00 to 06:00, one hour; 03:00 to 04:00; nine tenths. */
static const struct night_window usual = {
    0, 6 * HOUR, HOUR, 3 * HOUR, 4 * HOUR, 0.9, 0.9};

static double q[MOST];

/* In memory of its own, so that a reading beyond the day is noticed. */
static struct night_min
run(int32_t step, size_t n, const struct night_window *w)
{
	double *day = malloc(n * sizeof(*day) + 1);
	const struct night_grid g = {step, n, day};
	struct night_min out;

	if (day == NULL)
		abort();
	memcpy(day, q, n * sizeof(*day));
	nightmin_day(&g, w, &out);
	free(day);
	return out;
}

static void
fill(double v)
{
	for (int i = 0; i < MOST; i++)
		q[i] = v;
}

/* A quarter-hourly day of 10 m3/h with 2, 3, 3, 4 from 02:15 on. */
static void
draw_day(void)
{
	fill(10);
	q[9] = 2;
	q[10] = 3;
	q[11] = 3;
	q[12] = 4;
}

static void
one_night(void)
{
	struct night_min m;

	draw_day();
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 3, 1e-12, "(2 + 3 + 3 + 4)/4");
	ok(m.at == 2 * HOUR + 15 * MINUTE, "begins at 02:15");
	near(m.fixed, 8.5, 1e-12, "03:00 to 04:00: (4 + 10 + 10 + 10)/4");
	near(m.mean, 932.0 / 96, 1e-12, "(92 * 10 + 12)/96");
	ok(m.valid == 96 && m.expected == 96, "a full day");
	ok(m.night_valid == 24 && m.night_expected == 24, "a full night");
}

/* The same hours of a day that is one hour short or long. */
static void
odd_days(void)
{
	struct night_min m;

	draw_day();
	m = run(15 * MINUTE, 92, &usual);
	ok(m.expected == 92 && m.valid == 92, "23 hours have 92 readings");
	near(m.mnf, 3, 1e-12, "their minimum");
	near(m.mean, 892.0 / 92, 1e-12, "their mean");
	m = run(15 * MINUTE, 100, &usual);
	ok(m.expected == 100 && m.valid == 100, "25 hours have 100");
	near(m.mnf, 3, 1e-12, "their minimum");
	ok(m.at == 2 * HOUR + 15 * MINUTE, "at the same elapsed time");
}

static void
edges_of_the_night(void)
{
	struct night_min m;

	fill(10);
	for (int i = 20; i < 24; i++)
		q[i] = 5;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 5, 0, "the last hour of the night counts");
	ok(m.at == 5 * HOUR, "05:00");
	fill(10);
	for (int i = 21; i < 25; i++)
		q[i] = 5;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 6.25, 1e-12, "06:00 to 06:15 does not");
	fill(10);
	for (int i = 0; i < 4; i++)
		q[i] = 5;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 5, 0, "the first hour counts");
	ok(m.at == 0, "00:00");
}

static void
equal_minima(void)
{
	static const double third[] = {0.1, 0.2, 0.3, 0.7};
	struct night_window w = usual;
	struct night_min m;

	fill(3.3);
	m = run(5 * MINUTE, 288, &usual);
	ok(m.at == 0, "constant flow: the first hour");
	for (int i = 0; i < MOST; i++)
		q[i] = third[i % 4];
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 0.325, 1e-15, "the same four readings, turned round");
	ok(m.at == 0, "the first hour, whatever the order of addition");
	w.from = HOUR + 20 * MINUTE;
	m = run(15 * MINUTE, 96, &w);
	ok(m.at == HOUR + 30 * MINUTE, "windows lie on the grid");
	/* 3 * 0.1 / 3 is not 0.1 in doubles */
	w = usual;
	w.cover = 0.75;
	fill(0.1);
	q[0] = NAN;
	m = run(15 * MINUTE, 96, &w);
	ok(m.at == 0, "the mean of three equals the mean of four");
}

/* An ordinary running sum would keep a remnant of the great readings. */
static void
no_drift(void)
{
	struct night_min m;

	fill(0);
	for (int i = 0; i < 12; i++)
		q[i] = 1e6 / 3 + i * 0.1;
	m = run(5 * MINUTE, 288, &usual);
	near(m.mnf, 0, 0, "after great flow nothing is nothing");
	ok(m.at == HOUR, "as soon as the closed hour begins");
	for (int i = 12; i < 288; i++)
		q[i] = 1e-3;
	m = run(5 * MINUTE, 288, &usual);
	near(m.mnf, 1e-3, 1e-15, "little is little");
	ok(m.at == HOUR, "and the first of its kind");
}

static void
gaps(void)
{
	struct night_window w = usual;
	struct night_min m;

	draw_day();
	q[10] = NAN;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 6.75, 1e-12, "(3 + 4 + 10 + 10)/4, after the gap");
	ok(m.at == 2 * HOUR + 45 * MINUTE, "from 02:45");
	ok(m.night_valid == 23, "one reading missing");
	ok(m.valid == 95 && m.expected == 96, "of the day too");
	near(m.mean, 929.0 / 95, 1e-12, "the mean is over the valid ones");
	w.cover = 0.75;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 3, 1e-12, "three of four will do: (2 + 3 + 4)/3");
	ok(m.at == 2 * HOUR + 15 * MINUTE, "from 02:15");
}

static void
ends_with_a_reading(void)
{
	struct night_window w = usual;
	struct night_min m;

	w.cover = 0.75;
	fill(10);
	q[9] = q[10] = q[11] = 1;
	q[12] = NAN;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 3.25, 1e-12, "(10 + 1 + 1 + 1)/4; 1, 1, 1, - ends in none");
	w.fixed_from = 9 * 15 * MINUTE;
	w.fixed_to = w.fixed_from + HOUR;
	m = run(15 * MINUTE, 96, &w);
	near(m.fixed, 1, 1e-12, "a fixed window only needs its share");
	w.cover = 0.76;
	m = run(15 * MINUTE, 96, &w);
	near(m.fixed, NAN, 0, "and that it needs");
}

/* 22 of 24 are nine tenths, 21 are not; 0.7 of 10 is 7, whatever 0.7 is. */
static void
share_of_the_night(void)
{
	struct night_window w = usual;
	struct night_min m;

	draw_day();
	q[22] = q[23] = NAN;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, 3, 1e-12, "22 of 24 readings are a night");
	q[21] = NAN;
	m = run(15 * MINUTE, 96, &usual);
	near(m.mnf, NAN, 0, "21 of 24 may have missed the minimum");
	ok(m.at == -1, "so there is no time of it");
	near(m.fixed, 8.5, 1e-12, "the fixed hour was read");
	fill(4);
	q[0] = q[1] = q[2] = NAN;
	w.to = 10 * 15 * MINUTE;
	w.night_cover = 0.7;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 4, 0, "7 of 10 are 0.7");
	w.night_cover = 0.1 + 0.2 + 0.4; /* above 0.7 by the last bit */
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 4, 0, "within the tolerance");
}

static void
nothing(void)
{
	struct night_window w = usual;
	struct night_min m;

	fill(NAN);
	w.cover = w.night_cover = 0;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, NAN, 0, "no reading, no minimum, even if none is needed");
	near(m.fixed, NAN, 0, "no fixed mean");
	near(m.mean, NAN, 0, "no mean");
	ok(m.valid == 0 && m.expected == 96, "96 expected, none there");
	ok(m.night_valid == 0 && m.night_expected == 24, "nor in the night");
	m = run(15 * MINUTE, 0, &w);
	near(m.mean, NAN, 0, "a day without a grid");
	ok(m.at == -1 && m.expected == 0, "has nothing");
}

static void
degenerate(void)
{
	const struct {
		struct night_window w;
		int32_t step;
		const char *what;
	} none[] = {
	    {{0, 6 * HOUR, 0, 0, 0, 0.9, 0.9}, 900, "width 0"},
	    {{0, 6 * HOUR, -900, 0, -900, 0.9, 0.9}, 900, "width < 0"},
	    {{0, 6 * HOUR, -30 * HOUR, 0, 0, 0, 0}, 900, "width << 0"},
	    {{0, 6 * HOUR, 600, 0, 600, 0, 0}, 900, "step > width"},
	    {{0, HOUR, 2 * HOUR, 0, 0, 0, 0}, 900, "width > night"},
	    {{HOUR, HOUR, HOUR, HOUR, HOUR, 0, 0}, 900, "from == to"},
	    {{5 * HOUR, HOUR, HOUR, 5 * HOUR, HOUR, 0, 0}, 900, "from > to"},
	    {{30 * HOUR, 36 * HOUR, HOUR, 30 * HOUR, 31 * HOUR, 0, 0}, 900,
		"after the day"},
	    {{-6 * HOUR, 0, HOUR, -HOUR, 0, 0, 0}, 900, "before the day"},
	    {{0, 6 * HOUR, HOUR, 0, HOUR, NAN, NAN}, 900, "cover not known"},
	    {{0, 6 * HOUR, HOUR, 0, HOUR, 0, 0}, 0, "step 0"},
	    {{INT32_MIN, INT32_MAX, INT32_MAX, INT32_MIN, INT32_MAX, 0.9, 0.9},
		900, "all of time"},
	    {{INT32_MAX, INT32_MIN, INT32_MIN, INT32_MAX, INT32_MIN, 0, 0}, 900,
		"all of time, backwards"},
	};

	fill(10);
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		struct night_min m = run(none[i].step, 96, &none[i].w);

		ok(m.night_valid <= m.night_expected &&
			m.night_expected <= UINT32_MAX,
		    "  readings of the night");
		ok(isnan(m.mnf) && isnan(m.fixed) && m.at == -1, none[i].what);
		near(m.mean, 10, 0, "  the mean of the day stays");
	}
}

/* A window that reaches beyond the day misses what is there. */
static void
beyond_the_day(void)
{
	struct night_window w = {
	    -2 * HOUR, 6 * HOUR, HOUR, 23 * HOUR, 25 * HOUR, 0.5, 0.9};
	struct night_min m;

	draw_day();
	m = run(15 * MINUTE, 96, &w);
	ok(m.night_expected == 32 && m.night_valid == 24, "24 of 32");
	near(m.mnf, NAN, 0, "is no night");
	near(m.fixed, 10, 0, "half a window, half needed");
	w.night_cover = 0.75;
	w.cover = 0.51;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 3, 1e-12, "unless three quarters will do");
	near(m.fixed, NAN, 0, "half a window, more needed");
	fill(10);
	q[0] = q[1] = 1;
	w.cover = 0.5;
	m = run(15 * MINUTE, 96, &w);
	near(m.mnf, 5.5, 1e-12, "no window begins before the day");
}

/* Seven-minute readings: 8 fit into an hour, 51 into six. */
static void
step_that_does_not_divide(void)
{
	struct night_min m;

	fill(10);
	for (int i = 10; i < 18; i++)
		q[i] = i < 14 ? 2 : 4;
	m = run(7 * MINUTE, 205, &usual);
	ok(m.night_expected == 51, "51 whole readings in the night");
	near(m.mnf, 3, 1e-12, "the mean of eight readings");
	ok(m.at == 18 * 7 * MINUTE - HOUR, "its hour ends with the last");
	near(m.fixed, 10, 0, "fixed: the readings 26 to 33");
	q[25] = q[34] = NAN;
	m = run(7 * MINUTE, 205, &usual);
	near(m.fixed, 10, 0, "those that only touch it do not count");
}

/* The definition, word by word, O(n^2). */
static bool
belongs(int64_t i, int32_t step, int64_t from, int64_t to)
{
	return i * step >= from && (i + 1) * step <= to;
}

static double
slow_mean(int32_t step, int64_t n, int64_t from, int64_t to, double cover)
{
	long double sum = 0;
	int valid = 0, expected = 0;

	for (int64_t i = 0; i < n; i++) {
		if (!belongs(i, step, from, to))
			continue;
		expected++;
		if (isnan(q[i]))
			continue;
		sum += (long double)q[i];
		valid++;
	}
	if (valid == 0 || valid < cover * expected - 1e-9)
		return NAN;
	return (double)(sum / valid);
}

static double
slow_minimum(int32_t step, int64_t n, const struct night_window *w, int32_t *at)
{
	double best = NAN;

	*at = -1;
	if (isnan(slow_mean(step, n, w->from, w->to, w->night_cover)))
		return NAN;
	for (int64_t i = 0; i < n; i++) {
		int64_t end = (i + 1) * step, start = end - w->width;
		double mean;

		if (isnan(q[i]) || start < w->from || end > w->to)
			continue;
		mean = slow_mean(step, n, start, end, w->cover);
		if (isnan(mean) || mean >= best)
			continue;
		best = mean;
		*at = (int32_t)start;
	}
	return best;
}

static uint64_t seed = 42;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((seed >> 33) % below);
}

static void
random_day(int64_t n, bool whole)
{
	const uint32_t gap = draw(30);

	for (int64_t i = 0; i < n; i++) {
		q[i] = whole ? draw(4) : 1e-3 * (1 + draw(100000)) / 7;
		if (draw(100) < gap)
			q[i] = NAN;
	}
}

static bool
close_to(double a, double b)
{
	return (isnan(a) && isnan(b)) || fabs(a - b) <= 1e-12 * fabs(b);
}

/* Whole numbers make many equal minima. */
static void
second_opinion(void)
{
	static const int32_t steps[] = {60, 300, 420, 700, 900, 1800};
	int wrong = 0, found = 0, late = 0, hours = 0;

	for (int run_no = 0; run_no < 600; run_no++) {
		const int32_t step = steps[draw(6)];
		const int64_t n = (23 + draw(3)) * HOUR / step;
		struct night_window w = {(int32_t)draw(3 * HOUR),
		    (int32_t)(3 * HOUR + draw(4 * HOUR)),
		    (int32_t)draw(2 * HOUR), (int32_t)draw(3 * HOUR),
		    (int32_t)(2 * HOUR + draw(3 * HOUR)), draw(11) / 10.0,
		    draw(10) / 10.0};
		struct night_min m;
		double slow;
		int32_t at;

		random_day(n, run_no % 2);
		m = run(step, (size_t)n, &w);
		slow = slow_minimum(step, n, &w, &at);
		found += !isnan(slow);
		late += !close_to(m.mnf, slow) || m.at != at;
		wrong += !close_to(m.fixed,
		    slow_mean(step, n, w.fixed_from, w.fixed_to, w.cover));
		hours += !isnan(m.fixed);
	}
	ok(late == 0, "the minimum and its time by definition");
	ok(wrong == 0, "the fixed mean by definition");
	ok(found > 100 && hours > 100, "and there were some");
}

static void
twice_the_flow(void)
{
	int wrong = 0;

	for (int i = 0; i < 100; i++) {
		struct night_min one, two;

		random_day(288, false);
		one = run(300, 288, &usual);
		for (int k = 0; k < 288; k++)
			q[k] *= 2;
		two = run(300, 288, &usual);
		wrong += !close_to(two.mnf, 2 * one.mnf) || two.at != one.at;
		wrong += !close_to(two.fixed, 2 * one.fixed);
		wrong += !close_to(two.mean, 2 * one.mean);
	}
	ok(wrong == 0, "twice the flow is twice the night flow");
}

static void
test_p20(void)
{
	const double seven[] = {16, 10, 12, 11, 15, 14, 13};
	const double gaps[] = {NAN, 10, NAN, 12, 14, NAN, 20};

	/* h = 6 * 0.2 = 1.2: between 11 and 12 */
	near(nightmin_p20(seven, 7), 11.2, 1e-12, "20 % of seven nights");
	/* h = 3 * 0.2 = 0.6: between 10 and 12 */
	near(nightmin_p20(gaps, 7), 11.2, 1e-12, "of four");
	near(nightmin_p20(gaps, 6), NAN, 0, "three are too few");
}

static void
test_lowest(void)
{
	const struct night_grid g = {3600, 24, q};
	const struct night_window w = {
	    0, 6 * 3600, 3600, 3 * 3600, 4 * 3600, 0.9, 0.9};
	struct night_min m;

	for (int i = 0; i < 24; i++)
		q[i] = 10 - i % 5; /* 04:00 has 6, after the night again */
	q[20] = 1;
	nightmin_day(&g, &w, &m);
	ok(m.lowest == 6 && m.lowest_at == 4 * 3600, "the least reading");
	q[0] = q[4] = NAN;
	nightmin_day(&g, &w, &m);
	ok(isnan(m.lowest) && m.lowest_at == -1, "none where nights are short");
}

int
main(void)
{
	one_night();
	odd_days();
	edges_of_the_night();
	equal_minima();
	no_drift();
	gaps();
	ends_with_a_reading();
	share_of_the_night();
	nothing();
	degenerate();
	beyond_the_day();
	step_that_does_not_divide();
	second_opinion();
	twice_the_flow();
	test_p20();
	test_lowest();
	return tap_done();
}
