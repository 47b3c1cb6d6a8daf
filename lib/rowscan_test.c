/* Fields read in a hurry against num.h and caltime.h. */
#include <stdint.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "rowscan.h"
#include "tap.h"

static uint32_t seed = 20260301;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)seed * below) >> 32);
}

/* A text that resembles a number, then what may follow one. */
static size_t
any_number(char *s)
{
	static const char letters[] = "00123456789.-";
	size_t n = draw(12);

	for (size_t i = 0; i < n; i++)
		s[i] = letters[draw(draw(9) ? 12 : sizeof letters - 1)];
	s[n] = ",\n\r;x"[draw(5)];
	memcpy(s + n + 1, "12345678", 9);
	return n;
}

static void
test_numbers(void)
{
	char s[32], text[32];
	long taken = 0, left = 0;
	int good = 1;

	for (int i = 0; i < 2000000; i++) {
		size_t n = any_number(s), room = n + 1 + draw(9);
		double got, want;
		const char *e = rowscan_number(s, s + room, &got);

		if (e == NULL) {
			left++;
			continue;
		}
		memcpy(text, s, (size_t)(e - s));
		text[e - s] = '\0';
		/* What it takes ends at no digit and means the same. */
		good &= num_parse(text, &want) == 0 &&
			memcmp(&got, &want, sizeof got) == 0 &&
			(*e < '0' || *e > '9') && e <= s + n;
		taken++;
	}
	ok(good, "numbers are those of num_parse");
	ok(taken > 500000 && left > 100000, "... many taken, some left");
}

static void
test_plain_numbers(void)
{
	static const char *const plain[] = {"0", "7", "1234567", "12345678",
	    "123456789012345", "0.5", "11.98", "12.34567", "0.000001", "1.2345",
	    "12345.6", "123456.7", "-3.25", "00012.50"};
	int good = 1;

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
		char s[40];
		double got, want;
		size_t n = strlen(plain[i]);

		snprintf(s, sizeof s, "%s\n2026-03-01", plain[i]);
		good &= num_parse(plain[i], &want) == 0;
		/* With much behind it and with nothing but the line's end. */
		good &= rowscan_number(s, s + n + 11, &got) == s + n &&
			memcmp(&got, &want, sizeof got) == 0;
		good &= rowscan_number(s, s + n + 1, &got) == s + n &&
			memcmp(&got, &want, sizeof got) == 0;
	}
	ok(good, "plain numbers are taken whole");
}

static void
test_days(void)
{
	struct rowscan_days c = {{0}, {0}, {0}};
	int good = 1;

	for (int i = 0; i < 200000; i++) {
		char s[16];
		int64_t want;
		int32_t got;
		int is;

		snprintf(s, sizeof s, "%04d-%02d-%02d", 1990 + (int)draw(60),
		    (int)draw(14), (int)draw(33));
		is = cal_parse_day(s, &want) == 0;
		good &= (rowscan_day(&c, s, s + 10, &got) != NULL) == is &&
			(!is || got == want);
	}
	ok(good, "days are those of cal_parse_day");
}

int
main(void)
{
	test_numbers();
	test_plain_numbers();
	test_days();
	return tap_done();
}
