#include "num.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The shape of a number; returns its number of digits, or -1.  *frac is how
 * many of them follow the point, *mant all of them as an integer. */
static int
scan(const char *s, int *frac, uint64_t *mant, int *exponent)
{
	int digits = 0, point = 0;

	*frac = 0;
	*mant = 0;
	*exponent = 0;
	if (*s == '+' || *s == '-')
		s++;
	for (; is_digit(*s) || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = 1;
			continue;
		}
		if (digits < 18)
			*mant = *mant * 10 + (uint64_t)(*s - '0');
		digits++;
		*frac += point;
	}
	if (digits == 0)
		return -1;
	if (*s == 'e' || *s == 'E') {
		*exponent = 1;
		s++;
		if (*s == '+' || *s == '-')
			s++;
		if (!is_digit(*s))
			return -1;
		while (is_digit(*s))
			s++;
	}
	return *s == '\0' ? digits : -1;
}

static const double pow10_[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22};

int
num_parse(const char *s, double *out)
{
	return num_scaled(s, 1, 1, out);
}

int
num_scaled(const char *s, double num, double den, double *out)
{
	uint64_t mant;
	int frac, exponent, digits = scan(s, &frac, &mant, &exponent);
	double v, top;

	if (digits < 0)
		return -1;
	/* Both parts of the quotient are whole numbers below 2^53: the one
	 * division rounds correctly. */
	top = (double)mant * num;
	if (digits <= 15 && !exponent && top <= 9007199254740992.0 &&
	    num == floor(num) && den == floor(den) &&
	    den * pow10_[frac] <= 9007199254740992.0) {
		v = top / (den * pow10_[frac]);
		*out = *s == '-' ? -v : v;
		return 0;
	}
	errno = 0;
	v = strtod(s, NULL);
	if (errno == ERANGE && fabs(v) > 1)
		return -1;
	v = num == den ? v : v * num / den;
	if (!isfinite(v))
		return -1;
	*out = v;
	return 0;
}

int
num_int(const char *s, int64_t lo, int64_t hi, int64_t *out)
{
	const char *p = s;
	long long v;

	if (*p == '+' || *p == '-')
		p++;
	if (!is_digit(*p))
		return -1;
	while (is_digit(*p))
		p++;
	if (*p != '\0')
		return -1;
	errno = 0;
	v = strtoll(s, NULL, 10);
	if (errno != 0 || v < lo || v > hi)
		return -1;
	*out = v;
	return 0;
}

int
num_delocal(char *s, char decimal, char thousands)
{
	char *to = s;
	int run = 0, grouped = 0, point = 0;

	for (const char *p = s; *p != '\0'; p++) {
		if (is_digit(*p)) {
			run++;
			*to++ = *p;
		} else if (thousands && *p == thousands && !point) {
			if (run == 0 || run > 3 || (grouped && run != 3))
				return -1;
			grouped = 1;
			run = 0;
		} else if (*p == decimal && !point) {
			if (grouped && run != 3)
				return -1;
			point = 1;
			run = 0;
			*to++ = '.';
		} else if (*p == '.' || *p == ',') {
			return -1;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return grouped && !point && run != 3 ? -1 : 0;
}

const char *
num_fixed(double v, int digits, char *buf)
{
	char *p;

	if (isnan(v)) {
		buf[0] = '\0';
		return buf;
	}
	if (fabs(v) >= 1e15) {
		snprintf(buf, NUM_BUF, "%.17g", v);
		return buf;
	}
	snprintf(buf, NUM_BUF, "%.*f", digits, v);
	if (strchr(buf, '.') != NULL) {
		p = buf + strlen(buf);
		while (p[-1] == '0')
			p--;
		if (p[-1] == '.')
			p--;
		*p = '\0';
	}
	if (strcmp(buf, "-0") == 0)
		strcpy(buf, "0");
	return buf;
}

const char *
num_unscaled(double v, double num, double den, char *buf)
{
	double x = num == den ? v : v * den / num, back;

	buf[0] = '\0';
	if (isnan(v))
		return buf;
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(buf, NUM_BUF, "%.*g", digits, x);
		if (num_scaled(buf, num, den, &back) == 0 && back == v)
			break;
	}
	/* Plain digits where they are no longer. */
	if (strchr(buf, 'e') != NULL && fabs(x) < 1e15 && fabs(x) >= 1)
		snprintf(buf, NUM_BUF, "%.15g", x);
	return buf;
}

const char *
num_exact(double v, char *buf)
{
	return num_unscaled(v, 1, 1, buf);
}
