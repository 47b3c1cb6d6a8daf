#include "econscore.h"

#include <math.h>
#include <string.h>

#include "csvin.h"
#include "say.h"
#include "words.h"

static void
extent(const struct bound *key, size_t n, size_t nkey, double *lo, double *hi)
{
	*lo = INFINITY;
	*hi = -INFINITY;
	for (size_t i = 0; i < n; i++) {
		double v = key[i * nkey].v;

		*lo = v < *lo ? v : *lo;
		*hi = v > *hi ? v : *hi;
	}
}

void
econ_score(const struct bound *key, size_t n, size_t nkey, const double *weight,
    struct bound *score, double *part)
{
	double all = 0, lo, hi;

	for (size_t k = 0; k < nkey; k++)
		all += weight[k];
	for (size_t i = 0; i < n; i++)
		score[i] = bound_exact(0);
	for (size_t k = 0; k < nkey; k++) {
		extent(key + k, n, nkey, &lo, &hi);
		for (size_t i = 0; i < n; i++) {
			struct bound b = key[i * nkey + k];
			double w = hi > lo ? weight[k] / all / (hi - lo) : 0;

			b.v -= lo;
			b = bound_scale(b, w);
			if (weight[k] > 0)
				score[i] = bound_add(score[i], b);
			if (part != NULL)
				part[i * nkey + k] = b.v;
		}
	}
}

/* --- weights --- */

static int
no_such_key(
    const struct csvin *in, const char *word, const char *const *name, size_t n)
{
	char list[256] = "";

	for (size_t i = 0; i < n; i++) {
		words_add(list, sizeof list, name[i]);
		if (i + 1 < n)
			strcat(list, ",");
	}
	return csvin_warn(in, "'%s' is none of %s", word, list);
}

static int
one_weight(struct csvin *in, int key, int value, const char *const *name,
    size_t n, double *weight)
{
	const char *word = csvin_text(in, key);
	size_t k = 0;

	while (k < n && strcmp(name[k], word) != 0)
		k++;
	if (k == n)
		return no_such_key(in, word, name, n);
	if (csvin_num(in, value, &weight[k]) < 0)
		return -1;
	if (!(weight[k] >= 0))
		return csvin_warn(in, "a weight is 0 or more");
	return 0;
}

static int
read_weights(
    struct csvin *in, const char *const *name, size_t n, double *weight)
{
	int key = csvin_col(in, "key"), value = csvin_col(in, "weight");
	enum csvin_got got;
	double sum = 0;

	if (key < 0 || value < 0)
		return csvin_warn(in, "weights need the columns key, weight");
	while ((got = csvin_next(in)) == CSVIN_ROW)
		if (one_weight(in, key, value, name, n, weight) < 0)
			return -1;
	if (got == CSVIN_BAD)
		return csvin_warn(in, "%s", tr(csvin_reason(in)));
	for (size_t k = 0; k < n; k++)
		sum += weight[k];
	if (got == CSVIN_END && !(sum > 0))
		return csvin_warn(in, "all weights are 0");
	return got == CSVIN_END ? 0 : -1;
}

int
econ_weights(
    const char *path, const char *const *name, size_t n, double *weight)
{
	const struct csvin_opts plain = {.foreign = 1};
	struct csvin *in = csvin_open(path, &plain);
	int got = -1;

	for (size_t k = 0; k < n; k++)
		weight[k] = 0;
	if (in != NULL && csvin_table(in) == CSVIN_ROW)
		got = read_weights(in, name, n, weight);
	csvin_free(in);
	return got;
}
