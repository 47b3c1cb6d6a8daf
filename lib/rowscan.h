/*
 * Fields of plain rows, in a hurry: digits, days, fields passed over.
 *
 * Each function takes the text from p up to end and answers where the field
 * ends, or NULL: not plain, for the reader of rows that knows all forms.  What
 * they read means what num.h and caltime.h make of it.
 */
#ifndef WB_ROWSCAN_H
#define WB_ROWSCAN_H

#include <stdint.h>
#include <string.h>

/* The days of the months that were met, by "YYYY-MM-". */
struct rowscan_days {
	uint64_t key[64];
	int32_t first[64]; /* day of its first, ... */
	int8_t n[64];	   /* ... how many it has */
};

/* Reads the month at p (10 letters) the slow way into slot i; 0: no day. */
int rowscan_learn(struct rowscan_days *c, const char *p, unsigned i);

/* YYYY-MM-DD */
static inline const char *
rowscan_day(
    struct rowscan_days *c, const char *p, const char *end, int32_t *day)
{
	uint64_t key;
	unsigned i, a, b;
	int n;

	if (end - p < 10)
		return NULL;
	memcpy(&key, p, 8);
	i = (unsigned)((key * 0x9E3779B97F4A7C15u) >> 58);
	if (c->key[i] != key && !rowscan_learn(c, p, i))
		return NULL;
	a = (unsigned)(p[8] - '0');
	b = (unsigned)(p[9] - '0');
	n = (int)(a * 10 + b);
	if (a > 3 || b > 9 || n < 1 || n > c->n[i])
		return NULL;
	*day = c->first[i] + n - 1;
	return p + 10;
}

/* The day that the text is, or `none`. */
int32_t rowscan_day_or(struct rowscan_days *c, const char *s, int32_t none);

extern const double rowscan_pow10[16];

/* The number of eight digits, the first in the lowest byte (Lemire, "Quickly
 * parsing eight digits"). */
static inline uint32_t
rowscan_eight(uint64_t digits)
{
	digits = digits * 10 + (digits >> 8);
	digits =
	    (((digits & 0x000000FF000000FF) * 0x000F424000000064) +
		((digits >> 16 & 0x000000FF000000FF) * 0x0000271000000001)) >>
	    32;
	return (uint32_t)digits;
}

/* rowscan_number for up to seven letters, without a loop; NULL: another. */
static inline const char *
rowscan_short(const char *p, const char *end, double *v)
{
	uint64_t t, other, whole, part;
	unsigned a, b;

	if (end - p < 8)
		return NULL;
	memcpy(&t, p, 8);
	t ^= 0x3030303030303030;
	/* The high bit of each byte that is no digit. */
	other = (((t & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | t) &
		0x8080808080808080;
	if (other == 0)
		return NULL;
	a = (unsigned)__builtin_ctzll(other) / 8;
	whole = t & (((uint64_t)1 << 8 * a) - 1);
	if (a == 0)
		return NULL;
	if (p[a] != '.') {
		*v = rowscan_eight(whole << 8 * (8 - a));
		return p + a;
	}
	if ((other &= other - 1) == 0)
		return NULL;
	b = (unsigned)__builtin_ctzll(other) / 8;
	if (b == a + 1 || p[b] == '.')
		return NULL;
	part = t >> 8 * (a + 1) << 8 * a;
	*v = (double)rowscan_eight((whole | part) << 8 * (9 - b)) /
	     rowscan_pow10[b - a - 1];
	return p + b;
}

/* Digits with at most one point, 15 of them at most: exact, as the quotient of
 * two whole numbers that are. */
static inline const char *
rowscan_number(const char *p, const char *end, double *v)
{
	const char *e = rowscan_short(p, end, v);
	int negative = p < end && *p == '-', digits = 0, frac = -1;
	uint64_t mant = 0;

	if (e != NULL)
		return e;
	for (p += negative; p < end; p++) {
		unsigned d = (unsigned)(*p - '0');

		if (d < 10) {
			mant = mant * 10 + d;
			digits++;
			frac += frac >= 0;
		} else if (*p == '.' && frac < 0) {
			frac = 0;
		} else {
			break;
		}
	}
	if (digits == 0 || digits > 15 || frac == 0 ||
	    (frac > 0 && digits == frac))
		return NULL;
	*v = (double)mant / rowscan_pow10[frac < 0 ? 0 : frac];
	if (negative)
		*v = -*v;
	return p;
}

/* 1 for a letter of ASCII that needs no care in a field. */
static inline int
rowscan_is_plain(char c)
{
	return (unsigned char)(c - 0x20) < 0x5F && c != '"' && c != ',';
}

/* Up to the separator or the line's end. */
static inline const char *
rowscan_text(const char *p, const char *end)
{
	while (p < end && rowscan_is_plain(*p))
		p++;
	return p < end && (*p == ',' || *p == '\n' || *p == '\r') ? p : NULL;
}

/* The same; a quoted field whole. */
static inline const char *
rowscan_skip(const char *p, const char *end)
{
	if (p == end || *p != '"')
		return rowscan_text(p, end);
	for (p++; p < end && *p >= ' ' && *p < 0x7F; p++) {
		if (*p != '"')
			continue;
		if (p + 1 < end && p[1] == '"')
			p++;
		else
			return rowscan_text(p + 1, end) == p + 1 ? p + 1 : NULL;
	}
	return NULL;
}

#endif
