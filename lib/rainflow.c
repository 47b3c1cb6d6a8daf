#include "rainflow.h"

#include <math.h>
#include <stdlib.h>

#include "xalloc.h"

void
rainflow_init(struct rainflow *f, double least)
{
	*f = (struct rainflow){.least = least, .last = NAN};
}

void
rainflow_release(struct rainflow *f)
{
	free(f->turn);
}

static void
count(struct rainflow *f, double range, double weight)
{
	if (range >= f->least)
		f->cycles += weight;
}

/* Of three turns the first range is closed once the second is as great. */
static void
close_cycles(struct rainflow *f)
{
	while (f->n >= 3) {
		double *t = f->turn + f->n - 3;
		double newer = fabs(t[2] - t[1]), older = fabs(t[1] - t[0]);

		if (newer < older)
			return;
		if (f->n > 3) {
			count(f, older, 1);
			t[0] = t[2];
			f->n -= 2;
		} else {
			count(f, older, 0.5);
			t[0] = t[1];
			t[1] = t[2];
			f->n--;
		}
	}
}

/* The turn that ends the list is the value last added: while the series goes
 * on in its direction it moves along. */
void
rainflow_add(struct rainflow *f, double v)
{
	double *t;

	if (isnan(v) || v == f->last)
		return;
	f->last = v;
	t = f->turn + f->n;
	if (f->n >= 2 && (t[-1] > t[-2]) == (v > t[-1])) {
		t[-1] = v;
	} else {
		f->turn = xgrow(f->turn, f->n, &f->cap, sizeof *f->turn);
		f->turn[f->n++] = v;
	}
	close_cycles(f);
}

double
rainflow_cycles(const struct rainflow *f)
{
	double sum = f->cycles;

	for (size_t i = 1; i < f->n; i++)
		if (fabs(f->turn[i] - f->turn[i - 1]) >= f->least)
			sum += 0.5;
	return sum;
}
