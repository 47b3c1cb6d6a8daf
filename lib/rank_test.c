/* Against sorting. */
#include "rank.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { MOST = 60, ROUNDS = 2000 };

static int
up(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
test_random(void)
{
	double v[MOST], sorted[MOST], w[MOST];
	uint32_t seed = 7;
	int wrong = 0;

	for (int round = 0; round < ROUNDS; round++) {
		size_t n = 1 + (size_t)round % MOST;

		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525 + 1013904223;
			v[i] = (seed >> 24) % (round % 3 ? 256 : 4);
		}
		memcpy(sorted, v, sizeof v);
		qsort(sorted, n, sizeof *sorted, up);
		for (size_t k = 0; k < n; k++) {
			memcpy(w, v, sizeof v);
			wrong += rank_select(w, n, k) != sorted[k];
		}
		memcpy(w, v, sizeof v);
		wrong += rank_median(w, n) !=
			 (sorted[n / 2] + sorted[(n - 1) / 2]) / 2;
	}
	ok(wrong == 0, "every rank of 2000 arrays, with and without ties");
}

int
main(void)
{
	double v[] = {9, 11, 10, 14, 6, 10, 30};

	test_random();
	near(rank_median(v, 0), NAN, 0, "of none there is no median");
	/* distances 1 1 0 4 4 0 20: the fourth of seven is 1 */
	near(rank_sigma(v, 7, 10), 1.4826, 1e-12, "robust deviation");
	return tap_done();
}
