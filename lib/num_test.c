#include "num.h"

#include <stdlib.h>
#include <string.h>
#include "tap.h"

static void
test_parse(void)
{
	static const char *const bad[] = {"", " ", "1 ", " 1", "n/a", "0x1p3",
	    "inf", "nan", "1e999", "1,5", "1.2.3", "--1", "1e", "1e+", ".", "-",
	    "+", "1_000"};
	static const char *const good[] = {"0", "-0", "0.1", "123.450", "1e-3",
	    "12345678901234567", "1000000000000000", "-.5", "5.", "+7", "1E3",
	    "0.30000000000000004", "1e-400", "99999999999999999999.25"};
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
	ok(!strcmp(num_exact(1e11, b), "100000000000"), "plain digits");
	ok(!strcmp(num_exact(1e-7, b), "1e-07"), "an exponent where shorter");
	ok(!strcmp(num_unscaled(12.825, 18, 5, b), "3.5625"), "back to L/s");
	v = 0.1 + 0.2;
	ok(strtod(num_exact(v, b), NULL) == v, "17 digits where needed");
}

int
main(void)
{
	test_parse();
	test_parse_random();
	test_scaled();
	test_int();
	test_delocal();
	test_format();
	return tap_done();
}
