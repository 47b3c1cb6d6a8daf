#include "meterpoint.h"

#include <math.h>
#include <stddef.h>

static const struct {
	double dn, q3, ratio;
} guide[] = {{15, 2.5, 80}, {20, 4, 80}, {25, 6.3, 80}, {40, 16, 80},
    {50, 25, 80}, {80, 40, 80}, {100, 63, 80}, {150, 160, 80}, {200, 400, 125},
    {250, 630, 125}, {300, 1000, 125}, {400, 1600, 125}};

struct meterpoint
meterpoint_of(double q3, double ratio, double dn)
{
	struct meterpoint p = {.q3 = q3};
	double usual = dn > 150 ? 125 : 80;

	for (size_t i = 0; isnan(q3) && i < sizeof guide / sizeof *guide; i++)
		if (guide[i].dn == dn) {
			p.q3 = guide[i].q3;
			usual = guide[i].ratio;
			p.guide = 1;
		}
	p.q1 = p.q3 / (isnan(ratio) ? usual : ratio);
	p.q2 = 1.6 * p.q1;
	p.q4 = 1.25 * p.q3;
	return p;
}
