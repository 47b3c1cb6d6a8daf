#include "num.h"

#include <stdlib.h>
#include <string.h>
#include "tap.h"

static void
test_parse(void)
{
	static const char *const bad[] = {"", " ", "1 ", " 1", "n/a", "0x1p3",
	    "inf", "nan", "1e999", "1,5", "1.2.3", "--1", "1e", "1e+", ".",
	    "1e99999999999999999999", "1e2.5", "\xEF\xBC\x91\xEF\xBC\x92",
	    "12\xC2\xA0",
	    "\xE2\x88\x92"
	    "5",
	    "e5", "-", "+", "1_000"};
	static const char *const good[] = {"0", "-0", "0.1", "123.450", "1e-3",
	    "12345678901234567", "1000000000000000", "0e999", "-0e-99999999999",
	    "0.00000000000000000000000000000000000000000000000012",
	    "179769313486231570000000000000000000000e270", "1e0000000000001",
	    "-.5", "5.", "+7", "1E3", "0.30000000000000004", "1e-400",
	    "99999999999999999999.25"};
	double v = 42;
	int all = 1;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		all &= num_parse(bad[i], &v) == -1 && v == 42;
	ok(all, "what is no number is refused, the value untouched");
	all = 1;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		all &=
		    num_parse(good[i], &v) == 0 && v == strtod(good[i], NULL);
	ok(all, "a number reads as strtod reads it");
	num_parse("-0.0", &v);
	ok(signbit(v), "minus zero keeps its sign");
}

/* Random decimals read exactly as strtod reads them. */
static void
test_parse_random(void)
{
	unsigned long long r = 20260301;
	char s[40];
	double v;
	int all = 1;

	for (int i = 0; i < 200000; i++) {
		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		snprintf(s, sizeof s, "%s%llu.%0*llu", r >> 63 ? "-" : "",
		    (r >> 20) % 1000000, 1 + (int)(r >> 40) % 9,
		    (r >> 13) % 10);
		all &= num_parse(s, &v) == 0 && v == strtod(s, NULL);
	}
	ok(all, "200,000 random decimals agree with strtod");
}

static void
test_scaled(void)
{
	double v;

	num_scaled("3.5625", 18, 5, &v);
	ok(v == 12.825, "3.5625 L/s is 12.825 m3/h to the last bit");
	num_scaled("0.1", 18, 5, &v);
	ok(v == 0.36, "0.1 L/s is 0.36 m3/h to the last bit");
	num_scaled("-24", 1, 24, &v);
	ok(v == -1, "-24 m3/d is -1 m3/h");
	num_scaled("-0.0e5", 18, 5, &v);
	ok(v == 0 && signbit(v), "minus zero, scaled");
}

/* Figures of Python's fractions, rounded to the nearest double. */
static void
test_scaled_once(void)
{
	static const struct {
		const char *s;
		double num, den, want;
	} c[] = {{"0.352", 100000000, 980665, 35.894010696823074},
	    {"0.292978914902904", 18, 5, 1.0547240936504545},
	    {".292978914902904", 18, 5, 1.0547240936504545},
	    {"12345678901234567.8", 1, 24, 514403287551440.3},
	    {"0.1234567890123456", 100000000, 980665, 12.589088935808416},
	    {"1e-3", 125, 3, 0.041666666666666664},
	    {"65.5", 45359237, 64516000, 46.05105746636493},
	    {"7e18", 18, 5, 2.52e+19},
	    {"123456789012345678e-20", 100000, 980665, 0.00012589088935808425},
	    {"0.00000000000000000123456789", 125, 3, 5.144032875e-17},
	    {"0.0000000000000000012345678900000000000000000", 125, 3,
		5.144032875e-17}};
	double v = 0;

	for (size_t i = 0; i < sizeof c / sizeof *c; i++)
		ok(num_scaled(c[i].s, c[i].num, c[i].den, &v) == 0 &&
			v == c[i].want,
		    c[i].s);
}

/* 3.6 times a decimal is a decimal, which strtod rounds; and back again. */
static void
test_scaled_random(void)
{
	unsigned long long r = 17, mant;
	char s[64], b[NUM_BUF];
	double v, back;
	int once = 1, returns = 1, frac;

	for (int i = 0; i < 200000; i++) {
		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		mant = (r >> 7) % 500000000000000000ULL;
		for (unsigned cut = (unsigned)(r >> 59) % 18; cut > 0; cut--)
			mant /= 10;
		frac = (int)(r >> 33) % 20;
		snprintf(s, sizeof s, "%llue-%d", mant * 36, frac + 1);
		back = strtod(s, NULL);
		snprintf(s, sizeof s, "%llue-%d", mant, frac);
		once &= num_scaled(s, 18, 5, &v) == 0 && v == back;
		num_unscaled(v, 18, 5, b);
		returns &= num_scaled(b, 18, 5, &back) == 0 && back == v;
		num_unscaled(v, 100000000, 980665, b);
		returns &=
		    num_scaled(b, 100000000, 980665, &back) == 0 && back == v;
	}
	ok(once, "random decimals times 3.6 are rounded once");
	ok(returns, "and the shortest text of each comes back to the last bit");
}

/* Zeros in front and at the end change nothing. */
static void
test_zeros(void)
{
	unsigned long long r = 4;
	char s[64], t[80];
	double v = 0, w = 1;
	int all = 1;

	for (int i = 0; i < 100000; i++) {
		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		snprintf(s, sizeof s, ".%llu", r >> (r >> 58));
		snprintf(t, sizeof t, "%.*s%s%.*s", (int)(r >> 20) % 9,
		    "000000000", s, (int)(r >> 30) % 9, "000000000");
		all &= num_scaled(s, 18, 5, &v) == 0 &&
		       num_scaled(t, 18, 5, &w) == 0 && v == w;
	}
	ok(all, "zeros in front and at the end of a decimal change nothing");
}

static void
test_int(void)
{
	int64_t n = 5;

	ok(num_int("300", 1, 86400, &n) == 0 && n == 300, "an integer");
	ok(num_int("300.0", 1, 86400, &n) == -1, "300.0 is not an integer");
	ok(num_int("0", 1, 9, &n) == -1, "below the range");
	ok(num_int("99999999999999999999", 0, INT64_MAX, &n) == -1,
	    "beyond 64 bits");
}

static int
delocal(const char *in, char dec, char sep, const char *want)
{
	char s[40];

	strcpy(s, in);
	if (num_delocal(s, dec, sep) < 0)
		return want == NULL;
	return want != NULL && strcmp(s, want) == 0;
}

static void
test_delocal(void)
{
	ok(delocal("1.234,56", ',', '.', "1234.56"), "1.234,56");
	ok(delocal("77,77", ',', 0, "77.77"), "77,77");
	ok(delocal("1,234,567.8", '.', ',', "1234567.8"), "1,234,567.8");
	ok(delocal("1,234.5", '.', 0, NULL), "a comma nobody announced");
	ok(delocal("12,34", '.', ',', NULL), "a group of two");
	ok(delocal("1.5", ',', 0, NULL), "a point where the comma rules");
	ok(delocal("638.685", ',', '.', "638685"), "638.685 is 638685");
	ok(delocal("1.23,4", ',', '.', NULL), "a short group before the comma");
}

static void
test_format(void)
{
	char b[NUM_BUF];
	double v;

	ok(!strcmp(num_fixed(3.5, 6, b), "3.5"), "no trailing zeros");
	ok(!strcmp(num_fixed(3, 4, b), "3"), "no trailing point");
	ok(!strcmp(num_fixed(-0.00001, 2, b), "0"), "no minus zero");
	ok(!strcmp(num_fixed(100, 0, b), "100"), "zeros before the point stay");
	ok(!strcmp(num_fixed(NAN, 2, b), ""), "NaN is empty");
	ok(!strcmp(num_exact(0.1, b), "0.1"), "0.1 exactly");
	ok(!strcmp(num_exact(0, b), "0"), "zero");
	ok(!strcmp(num_exact(-0.0, b), "-0"), "minus zero");
	ok(!strcmp(num_exact(-0.5, b), "-0.5"), "a zero before the point");
	ok(!strcmp(num_exact(0.05, b), "0.05"), "a zero after the point");
	ok(!strcmp(num_exact(1e11, b), "100000000000"), "plain digits");
	ok(!strcmp(num_exact(1e-7, b), "1e-07"), "an exponent where shorter");
	ok(!strcmp(num_unscaled(12.825, 18, 5, b), "3.5625"), "back to L/s");
	v = 0.1 + 0.2;
	ok(strtod(num_exact(v, b), NULL) == v, "17 digits where needed");
}

/* As printf rounds, at the middle of two decimals as well. */
static void
test_fixed_random(void)
{
	unsigned long long r = 5;
	char b[NUM_BUF], want[64];
	double v;
	int all = 1;

	for (int i = 0; i < 300000; i++) {
		int digits = i % 8;

		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		v = ldexp((double)(int64_t)r, -(int)(r >> 58) - 10);
		if (i % 3 == 0)
			v = (double)(int64_t)(r >> 40) / 2000;
		snprintf(want, sizeof want, "%.*f", digits, v);
		num_fixed(v, digits, b);
		all &= strtod(b, NULL) == strtod(want, NULL) &&
		       strcmp(b, "-0") != 0;
	}
	ok(all, "300,000 random values rounded as printf does");
}

/* How many digits are needed, by trying %.1g to %.17g in turn. */
static int
digits_needed(double v, double num, double den)
{
	char s[NUM_BUF];
	double back;
	int digits = 0;

	do
		snprintf(s, sizeof s, "%.*g", ++digits, v * den / num);
	while (
	    digits < 17 && (num_scaled(s, num, den, &back) < 0 || back != v));
	return digits;
}

static int
significant(const char *s)
{
	int n = 0, zeros = 0;

	for (; *s != '\0' && *s != 'e'; s++) {
		if (*s < '0' || *s > '9' || (n == 0 && *s == '0'))
			continue;
		n++;
		zeros = *s == '0' ? zeros + 1 : 0;
	}
	return n - zeros;
}

/* Decimals in every unit: the text brings the number back, and no shorter one
 * does. */
static void
test_unscaled_random(void)
{
	static const double unit[][2] = {{1, 1}, {18, 5}, {1, 24}, {125, 3},
	    {1, 1000}, {100000000, 980665}, {100000, 980665}};
	unsigned long long r = 7;
	char s[NUM_BUF];
	double v, back;
	int all = 1;

	for (int i = 0; i < 300000; i++) {
		const double *u = unit[i % 7];

		r = r * 6364136223846793005ULL + 1442695040888963407ULL;
		snprintf(s, sizeof s, "%s%.*e", r >> 63 ? "-" : "",
		    (int)(r >> 56) % 17, (double)(r >> 11) * 1e-12);
		if (i % 3 == 0)
			snprintf(s, sizeof s, "%s%d.%0*d", r >> 63 ? "-" : "",
			    (int)(r >> 20 & 8191), 1 + (int)(r >> 40 & 3),
			    (int)(r >> 13 & 7));
		num_scaled(s, u[0], u[1], &v);
		num_unscaled(v, u[0], u[1], s);
		all &= num_scaled(s, u[0], u[1], &back) == 0 && back == v &&
		       significant(s) <= digits_needed(v, u[0], u[1]);
	}
	ok(all, "300,000 random values: the shortest text that comes back");
}

static void
test_round(void)
{
	char buf[NUM_BUF];
	double worst = 0;

	for (int i = -3000; i <= 3000; i++)
		for (int d = 0; d <= 4; d++) {
			double v = i / 16.0 + 1 / 3.0 * (i % 3), want;

			num_parse(num_fixed(v, d, buf), &want);
			worst = fmax(
			    worst, fabs(num_round(v, d) / pow(10, d) - want));
		}
	ok(worst < 1e-9, "num_round is what num_fixed prints");
	ok(isnan(num_round(NAN, 2)), "nothing stays nothing");
}

int
main(void)
{
	test_round();
	test_parse();
	test_parse_random();
	test_scaled();
	test_scaled_once();
	test_scaled_random();
	test_zeros();
	test_int();
	test_delocal();
	test_format();
	test_unscaled_random();
	test_fixed_random();
	return tap_done();
}
