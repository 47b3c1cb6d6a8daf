#include "num.h"

#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number as text says it: mant times 10^exp. */
struct decimal {
	int negative;
	int exact;     /* 0: it has more digits than mant holds */
	uint64_t mant; /* its first digits, at most MANT_DIGITS */
	int exp;
};

enum { MANT_DIGITS = 18, EXP_FAR = 10000 };

/* One more digit.  Zeros before the first other digit say nothing, nor do
 * those behind the last: only where they stand counts. */
static void
add_digit(struct decimal *d, int digit, int point)
{
	static const uint64_t full = 100000000000000000; /* of 18 digits */

	if (d->mant < full) {
		d->mant = d->mant * 10 + (uint64_t)digit;
		d->exp -= point;
	} else {
		d->exact &= digit == 0;
		d->exp += !point;
	}
}

/* 'e', a sign, digits; NULL: it is no exponent.  Beyond EXP_FAR is as far. */
static const char *
scan_exponent(const char *s, int *exp)
{
	int negative = *s == '-', e = 0;

	if (*s == '+' || *s == '-')
		s++;
	if (!is_digit(*s))
		return NULL;
	for (; is_digit(*s); s++)
		e = e < EXP_FAR ? e * 10 + (*s - '0') : EXP_FAR;
	*exp += negative ? -e : e;
	return s;
}

/* 0, or -1 if s has not the shape of a number. */
static int
scan(const char *s, struct decimal *d)
{
	int digits = 0, point = 0;

	*d = (struct decimal){.negative = *s == '-', .exact = 1};
	if (*s == '+' || *s == '-')
		s++;
	for (; is_digit(*s) || (*s == '.' && !point); s++) {
		if (*s == '.') {
			point = 1;
			continue;
		}
		digits++;
		add_digit(d, *s - '0', point);
	}
	if (digits == 0)
		return -1;
	if (*s == 'e' || *s == 'E')
		s = scan_exponent(s + 1, &d->exp);
	return s != NULL && *s == '\0' ? 0 : -1;
}

enum { POW10_MAX = 22 }; /* the last that a double holds exactly */
static const double pow10_[POW10_MAX + 1] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6,
    1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
    1e20, 1e21, 1e22};
static const double two53 = 9007199254740992.0;

/* Both parts of the quotient are whole numbers up to 2^53: the one division
 * rounds correctly.  0: they are not. */
static int
short_quotient(const struct decimal *d, double num, double den, double *out)
{
	double top = (double)d->mant * num, bottom;

	if (d->exp > 0 || d->exp < -POW10_MAX || d->mant > 1ULL << 53 ||
	    top > two53)
		return 0;
	bottom = den * pow10_[-d->exp];
	if (bottom > two53)
		return 0;
	*out = top / bottom;
	return 1;
}

__extension__ typedef unsigned __int128 uint128;

/* *v times 10^n; 0: does not fit. */
static int
times_pow10(uint128 *v, int n)
{
	for (; n > 0; n--)
		if (__builtin_mul_overflow(*v, 10, v))
			return 0;
	return 1;
}

/* The same quotient in whole numbers below 2^127, digit by binary digit until
 * a double is full; the remainder decides how it rounds.  0: they are larger.
 */
static int
long_quotient(const struct decimal *d, double num, double den, double *out)
{
	uint128 n = (uint128)d->mant * (uint64_t)num, m = (uint64_t)den, rest;
	uint64_t q;
	int shift = 0;

	if (!times_pow10(d->exp > 0 ? &n : &m, abs(d->exp)) || n >> 127 ||
	    m >> 127 || n / m >> 64)
		return 0;
	q = (uint64_t)(n / m);
	for (rest = n % m; q < 1ULL << 61; shift--) {
		rest <<= 1;
		q = q << 1 | (rest >= m);
		rest -= rest >= m ? m : 0;
	}
	*out = ldexp((double)(q | (rest != 0)), shift);
	return 1;
}

static int
is_whole(double factor)
{
	return factor == floor(factor) && factor < two53;
}

int
num_parse(const char *s, double *out)
{
	return num_scaled(s, 1, 1, out);
}

int
num_scaled(const char *s, double num, double den, double *out)
{
	struct decimal d;
	double v = 0;

	if (scan(s, &d) < 0)
		return -1;
	if (d.mant == 0 || (d.exact && is_whole(num) && is_whole(den) &&
			       (short_quotient(&d, num, den, &v) ||
				   long_quotient(&d, num, den, &v)))) {
		*out = d.negative ? -v : v;
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

/* Writes k / 10^decimals. */
static void
put_decimal(int64_t k, int decimals, char *buf)
{
	char digit[24];
	uint64_t u = k < 0 ? -(uint64_t)k : (uint64_t)k;
	int n = 0;

	do {
		digit[n++] = (char)('0' + u % 10);
		u /= 10;
	} while (u > 0 || n <= decimals);
	if (k < 0)
		*buf++ = '-';
	while (n > decimals)
		*buf++ = digit[--n];
	if (n > 0)
		*buf++ = '.';
	while (n > 0)
		*buf++ = digit[--n];
	*buf = '\0';
}

/* 1 and *whole, v times 10^digits as printf would round it, where v is not so
 * near the middle of two decimals that the product's rounding could decide;
 * else 0. */
static int
round_plainly(double v, int digits, double *whole)
{
	double y = v * pow10_[digits];

	*whole = nearbyint(y);
	return fabs(y) < 1e14 && fabs(fabs(y - *whole) - 0.5) >= 1e-2;
}

double
num_round(double v, int digits)
{
	char buf[NUM_BUF];
	double whole;

	if (isnan(v) || fabs(v) >= 1e15)
		return v * pow10_[digits];
	if (round_plainly(v, digits, &whole))
		return whole;
	snprintf(buf, sizeof buf, "%.*f", digits, v);
	return nearbyint(strtod(buf, NULL) * pow10_[digits]);
}

static void
drop_zeros(char *buf)
{
	char *p = buf + strlen(buf);

	if (strchr(buf, '.') == NULL)
		return;
	while (p[-1] == '0')
		p--;
	if (p[-1] == '.')
		p--;
	*p = '\0';
}

const char *
num_fixed(double v, int digits, char *buf)
{
	double whole;

	if (isnan(v)) {
		buf[0] = '\0';
		return buf;
	}
	if (fabs(v) >= 1e15) {
		snprintf(buf, NUM_BUF, "%.17g", v);
		return buf;
	}
	if (round_plainly(v, digits, &whole)) {
		int64_t k = (int64_t)whole;

		for (; digits > 0 && k % 10 == 0; digits--)
			k /= 10;
		put_decimal(k, digits, buf);
		return buf;
	}
	snprintf(buf, NUM_BUF, "%.*f", digits, v);
	drop_zeros(buf);
	if (strcmp(buf, "-0") == 0)
		strcpy(buf, "0");
	return buf;
}

/* The text of a short decimal, which most readings are: 1, or 0 if x (v in
 * its unit) is none.  Under 16 digits no two decimals of as many places are the
 * same double, so that the first to come back as v is the shortest. */
static int
short_decimal(double v, double x, double num, double den, char *buf)
{
	enum { DECIMALS = 10 };
	if ((!(fabs(x) >= 1e-4) && (x != 0 || signbit(x))) ||
	    num != floor(num) || den != floor(den))
		return 0;
	for (int d = 0; d < DECIMALS; d++) {
		double y = x * pow10_[d], bottom = den * pow10_[d], top;
		int64_t k;

		if (!(fabs(y) < 1e15) || bottom > two53)
			return 0;
		k = (int64_t)(y < 0 ? y - 0.5 : y + 0.5);
		top = (double)k * num;
		if (!(fabs(top) <= two53))
			return 0;
		if (top / bottom == v) {
			put_decimal(k, d, buf);
			return 1;
		}
	}
	return 0;
}

const char *
num_unscaled(double v, double num, double den, char *buf)
{
	double x = num == den ? v : v * den / num, back;
	/* 16 digits and more want a quotient better than a double */
	long double fine = (long double)v * den / num;

	buf[0] = '\0';
	if (isnan(v) || short_decimal(v, x, num, den, buf))
		return buf;
	for (int digits = 1; digits <= 17; digits++) {
		if (digits <= DBL_DIG)
			snprintf(buf, NUM_BUF, "%.*g", digits, x);
		else
			snprintf(buf, NUM_BUF, "%.*Lg", digits, fine);
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
