/* What num_parse takes, strtod takes alike; what num_exact prints reads back.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char s[64], t[64], b[NUM_BUF], *end;
	double v, back, scaled;

	if (n >= sizeof s)
		return 0;
	memcpy(s, p, n);
	s[n] = '\0';
	strcpy(t, s);
	num_delocal(t, ',', '.');
	if (num_parse(s, &v) < 0)
		return 0;
	back = strtod(s, &end);
	if (*end != '\0' || back != v)
		abort();
	if (num_parse(num_exact(v, b), &back) < 0 || back != v)
		abort();
	/* between the bounds that num.h gives */
	if (num_scaled(s, 18, 5, &scaled) == 0 &&
	    (scaled == 0 || (fabs(scaled) > 1e-15 && fabs(scaled) < 1e18)) &&
	    (num_scaled(num_unscaled(scaled, 18, 5, b), 18, 5, &back) < 0 ||
		back != scaled))
		abort();
	return 0;
}
