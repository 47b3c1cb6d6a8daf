#include "lnufit.h"

#include <math.h>

static const double Z95 = 1.96;

static double
student(double freedom)
{
	return Z95 + (Z95 * Z95 * Z95 + Z95) / (4 * freedom);
}

void
lnufit(
    const double *day_m3, const double *night_l, size_t n, struct lnufit *out)
{
	double x = 0, y = 0, xx = 0, xy = 0, yy = 0, k;

	*out = (struct lnufit){0, NAN, NAN, NAN, NAN, NAN, NAN};
	for (size_t i = 0; i < n; i++) {
		if (isnan(day_m3[i]) || isnan(night_l[i]))
			continue;
		x += day_m3[i];
		y += night_l[i];
		out->n++;
	}
	if (out->n == 0)
		return;
	k = (double)out->n;
	out->day_m3 = x /= k;
	out->mean = y /= k;
	for (size_t i = 0; i < n; i++) {
		double dx = day_m3[i] - x, dy = night_l[i] - y;

		if (isnan(dx) || isnan(dy))
			continue;
		xx += dx * dx;
		xy += dx * dy;
		yy += dy * dy;
	}
	if (out->n > 1)
		out->half = student(k - 1) * sqrt(yy / (k - 1) / k);
	if (out->n > 2 && xx > 0) {
		out->slope = xy / xx;
		out->intercept = y - out->slope * x;
		out->r2 = yy > 0 ? xy * xy / (xx * yy) : 1;
	}
}
