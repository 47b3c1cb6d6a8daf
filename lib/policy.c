#include "policy.h"

#include <stddef.h>

static const struct {
	int last_year;
	double pct;
} targets[] = {{2017, 12}, {2020, 10}, {2025, 9}};

double
policy_target_pct(int year)
{
	const size_t n = sizeof targets / sizeof *targets;

	for (size_t i = 0; i < n; i++)
		if (year <= targets[i].last_year)
			return targets[i].pct;
	return targets[n - 1].pct;
}
