/* Any text as a rule file of loss-econ's advice; what is one is asked about
 * figures, known ones and others. */
#include <math.h>
#include <string.h>

#include "advice.h"
#include "fuzz.h"

static double
value(const void *ctx, const char *name, int *known)
{
	*known = strcmp(name, "ili") == 0 || strcmp(name, "espb") == 0;
	return ctx ? *(const double *)ctx : NAN;
}

static void
ask(const struct advice *a)
{
	static const double figure[] = {0, -1, 5, 1e300, INFINITY};

	for (size_t k = 0; k <= sizeof figure / sizeof *figure; k++) {
		struct advice_facts f = {value, k % 2 ? "no_night" : "",
		    k > 0 ? &figure[k - 1] : NULL};

		for (size_t i = 0; i < a->n; i++) {
			advice_applies(&a->rule[i], &f);
			free(advice_sentence(&a->rule[i], "zh", &f));
			free(advice_sentence(&a->rule[i], "en", &f));
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct advice a;
	char path[32];
	int fd = fuzz_file(p, n, path);

	if (advice_load(&a, path, value) == 0)
		ask(&a);
	advice_release(&a);
	close(fd);
	return 0;
}
