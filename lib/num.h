/*
 * Text to number and back: whole string, range, nothing trailing.
 *
 * A number is an optional sign, digits with an optional '.', and an optional
 * exponent; no blanks, no hexadecimal, no "inf" or "nan", whatever the locale.
 */
#ifndef WB_NUM_H
#define WB_NUM_H

#include <stddef.h>
#include <stdint.h>

enum { NUM_BUF = 32 };

/* 0, or -1 if s is not a number (or is beyond a double): *out untouched. */
int num_parse(const char *s, double *out);

/* The same for an integer of lo..hi. */
int num_int(const char *s, int64_t lo, int64_t hi, int64_t *out);

/* The decimal s times num/den, rounded once: 3.5625 L/s times 18/5 is the
 * double nearest to 12.825.  num, den > 0.  Twice more where that does not fit
 * 127 bits: more than 18 digits that count, values beyond about 1e-20 to 1e19,
 * factors that are no whole numbers.  0, or -1 as above. */
int num_scaled(const char *s, double num, double den, double *out);

/* The shortest text that num_scaled turns into v (of 17 digits where none
 * does: only beyond the bounds above); "" for NaN.  buf has room for NUM_BUF.
 */
const char *num_unscaled(double v, double num, double den, char *buf);

/* Rewrites s in place: `thousands` (0: none) removed between digits where it
 * parts groups of three, `decimal` turned into '.'.  -1 if s does not read
 * so. */
int num_delocal(char *s, char decimal, char thousands);

/* v with at most `digits` decimals (0..9), without trailing zeros; "" for
 * NaN.  buf has room for NUM_BUF. */
const char *num_fixed(double v, int digits, char *buf);

/* The whole number that num_fixed prints but for the point: v times 10^digits,
 * of ties the one that is nearer to the double; NaN for NaN. */
double num_round(double v, int digits);

/* The shortest text that reads back as v; "" for NaN. */
const char *num_exact(double v, char *buf);

#endif
