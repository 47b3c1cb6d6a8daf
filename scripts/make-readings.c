/*
 * make-readings POINTS DAYS - readings of a made-up SCADA, on stdout
 *
 * Five-minute flows of two decimals, all points interleaved by time from
 * 2026-03-01 on, as an export has them: 0.4 % of the readings missing and
 * an outage of up to three hours on 3 % of the point-days, 0.3 % twice, 1 % up
 * to two hours late, 0.5 % of bad quality, 0.2 % empty.  The same on every
 * machine.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 288, LATE = 24 };

/* A number from the coordinates alone: no state, so any order gives the same.
 */
static uint64_t
mix(uint64_t a, uint64_t b, uint64_t c)
{
	uint64_t x = a * 0x9E3779B97F4A7C15ULL + b * 0xBF58476D1CE4E5B9ULL +
		     c * 0x94D049BB133111EBULL + 20260301;

	x ^= x >> 31;
	x *= 0x7FB5D329728EA185ULL;
	x ^= x >> 27;
	x *= 0x81DADEF4BC2DD44DULL;
	return x ^ x >> 33;
}

static unsigned
per_mille(uint64_t a, uint64_t b, uint64_t c)
{
	return (unsigned)(mix(a, b, c) % 1000);
}

static int
missing(unsigned point, unsigned day, unsigned slot)
{
	uint64_t r = mix(point, day, 1);
	unsigned from = (unsigned)(r >> 20) % SLOTS;
	unsigned length = 1 + (unsigned)(r >> 40) % 36;

	if (r % 1000 < 30 && slot >= from && slot < from + length)
		return 1;
	return per_mille(point, day * SLOTS + slot, 2) < 4;
}

/* Slots by which the reading comes late. */
static unsigned
delay(unsigned point, unsigned at)
{
	uint64_t r = mix(point, at, 3);

	return r % 1000 < 10 ? 1 + (unsigned)(r >> 20) % LATE : 0;
}

static void
print_reading(unsigned point, unsigned at, const char *const *date)
{
	unsigned slot = at % SLOTS;
	uint64_t r = mix(point, at, 4);
	/* low at night, two peaks by day, in hundredths of m3/h */
	unsigned shape = slot < 72  ? 400 :
			 slot < 108 ? 1700 :
			 slot < 210 ? 1200 :
			 slot < 260 ? 1900 :
				      800;
	unsigned v =
	    shape + (unsigned)(mix(point, 0, 5) % 900) + (unsigned)(r % 200);

	printf("F%04u,%s %02u:%02u:00,", point, date[at / SLOTS], slot / 12,
	    slot % 12 * 5);
	if ((r >> 20) % 1000 >= 2)
		printf("%u.%02u", v / 100, v % 100);
	printf(",%d\n", (r >> 40) % 1000 < 5 ? 0 : 192);
}

/* What arrives at a slot: the readings of that slot, and those that are late.
 */
static void
print_slot(unsigned points, unsigned at, const char *const *date)
{
	for (unsigned p = 1; p <= points; p++) {
		for (unsigned late = 0; late <= LATE && late <= at; late++) {
			unsigned of = at - late;

			if (delay(p, of) != late ||
			    missing(p, of / SLOTS, of % SLOTS))
				continue;
			print_reading(p, of, date);
			if (per_mille(p, of, 6) < 3)
				print_reading(p, of, date);
		}
	}
}

static unsigned
count(const char *s)
{
	char *end;
	unsigned long n = strtoul(s, &end, 10);

	if (*end != '\0' || n < 1 || n > 9999)
		errx(2, "'%s' is not a number from 1 to 9999", s);
	return (unsigned)n;
}

/* The dates from 2026-03-01 on, of a year of 365 days after another. */
static const char **
dates(unsigned days)
{
	static const int length[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	const char **out = calloc(days, sizeof *out);
	int y = 2026, m = 2, d = 1;

	for (unsigned i = 0; out != NULL && i < days; i++) {
		char text[40];

		snprintf(text, sizeof text, "%04d-%02d-%02d", y, m + 1, d);
		out[i] = strdup(text);
		if (++d > length[m] + (m == 1 && y % 4 == 0)) {
			d = 1;
			m = (m + 1) % 12;
			y += m == 0;
		}
	}
	return out;
}

int
main(int argc, char *argv[])
{
	const char **date;
	unsigned points, days;

	if (argc != 3) {
		fprintf(stderr, "usage: make-readings POINTS DAYS\n");
		return 2;
	}
	points = count(argv[1]);
	days = count(argv[2]);
	date = dates(days);
	printf("point_id,time,value,quality\n");
	for (unsigned at = 0; at < days * SLOTS; at++)
		print_slot(points, at, date);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(1, "standard output");
	for (unsigned i = 0; i < days; i++)
		free((char *)(uintptr_t)date[i]);
	free(date);
	return 0;
}
