#include "rainflow.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

void
rainflow_init(struct rainflow *f, double least)
{
	*f = (struct rainflow){
	    .least = least, .low = INFINITY, .high = -INFINITY};
}

void
rainflow_release(struct rainflow *f)
{
	free(f->turn);
}

/* --- pairing --- */

static double
counted(const struct rainflow *f, double range, double weight)
{
	return range >= f->least ? weight : 0;
}

/* Of three turns the first range is closed once the second is as great.  Works
 * on turns[0..*n), adds to *cycles. */
static void
close_cycles(const struct rainflow *f, double *turn, size_t *n, double *cycles)
{
	while (*n >= 3) {
		double *t = turn + *n - 3;
		double newer = fabs(t[2] - t[1]), older = fabs(t[1] - t[0]);

		if (newer < older)
			return;
		if (*n > 3) {
			*cycles += counted(f, older, 1);
			t[0] = t[2];
			*n -= 2;
		} else {
			*cycles += counted(f, older, 0.5);
			t[0] = t[1];
			t[1] = t[2];
			(*n)--;
		}
	}
}

static void
add_turn(struct rainflow *f, double v)
{
	f->turn = xgrow(f->turn, f->n, &f->cap, sizeof *f->turn);
	f->turn[f->n++] = v;
	close_cycles(f, f->turn, &f->n, &f->cycles);
}

/* --- turns --- */

/* A swing that reached `least` is under way: its extreme is a turn once the
 * series has come back from it by as much.  How many of v[0..n) were taken
 * until then. */
static size_t
rise(struct rainflow *f, const double *v, size_t n)
{
	double high = f->high;

	for (size_t i = 0; i < n; i++) {
		if (v[i] > high) {
			high = v[i];
		} else if (high - v[i] >= f->least) {
			add_turn(f, high);
			f->way = -1;
			f->low = v[i];
			return i + 1;
		}
	}
	f->high = high;
	return n;
}

static size_t
fall(struct rainflow *f, const double *v, size_t n)
{
	double low = f->low;

	for (size_t i = 0; i < n; i++) {
		if (v[i] < low) {
			low = v[i];
		} else if (v[i] - low >= f->least) {
			add_turn(f, low);
			f->way = 1;
			f->high = v[i];
			return i + 1;
		}
	}
	f->low = low;
	return n;
}

/* None yet: the extreme that came first is where the first one begins. */
static void
start(struct rainflow *f, double v)
{
	if (v - f->low >= f->least) {
		add_turn(f, f->low);
		f->way = 1;
		f->high = v;
	} else if (f->high - v >= f->least) {
		add_turn(f, f->high);
		f->way = -1;
		f->low = v;
	} else {
		f->low = fmin(f->low, v);
		f->high = fmax(f->high, v);
	}
}

void
rainflow_add(struct rainflow *f, const double *v, size_t n)
{
	while (n > 0) {
		size_t k = 1;

		if (f->way > 0)
			k = rise(f, v, n);
		else if (f->way < 0)
			k = fall(f, v, n);
		else
			start(f, *v);
		v += k;
		n -= k;
	}
}

double
rainflow_cycles(const struct rainflow *f)
{
	double *turn = xmalloc((f->n + 1) * sizeof *turn);
	double sum = f->cycles;
	size_t n = f->n;

	for (size_t i = 0; i < n; i++)
		turn[i] = f->turn[i];
	if (f->way != 0)
		turn[n++] = f->way > 0 ? f->high : f->low;
	close_cycles(f, turn, &n, &sum);
	for (size_t i = 1; i < n; i++)
		sum += counted(f, fabs(turn[i] - turn[i - 1]), 0.5);
	free(turn);
	return sum;
}
