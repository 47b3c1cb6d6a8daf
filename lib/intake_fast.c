#include "intake_fast.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fill.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns, in this order */
enum { ID_MAX = 64, STAMP_MAX = 32, DATE = 10 };

struct known {		  /* a point, by its handle */
	long next, next2; /* who followed it, the last two times */
	uint32_t len;	  /* of id; 0: not met yet */
	int plain;	  /* 1: values are digits times a whole factor */
	double num, den;
	char id[ID_MAX]; /* with the separator after it */
};

struct intake_fast {
	char separator, decimal;
	int has_quality;
	struct known *known;
	size_t nknown;
	long last;	       /* the point of the row before */
	char stamp[STAMP_MAX]; /* the time of the row before, as text ... */
	size_t stamp_len;
	int64_t instant;  /* ... and as it is */
	char date[DATE];  /* the day of the row before, if it is plain: */
	int64_t midnight; /* no change of clocks; INT64_MIN: it is not */
};

/* A missing word that reads as a number would be taken for one. */
static int
words_are_words(const struct map *m)
{
	for (size_t i = 0; i < m->nmissing; i++)
		if (strpbrk(m->missing[i], "0123456789") != NULL)
			return 0;
	return 1;
}

struct intake_fast *
intake_fast_new(struct intake *k)
{
	const struct map *m = k->map;
	struct intake_fast *f;

	if (!k->readings || k->wide != NULL || m->trim || m->thousands ||
	    m->nconstant > 0 || !words_are_words(m) || k->at[POINT] != 0 ||
	    k->at[TIME] != 1 || k->at[VALUE] != 2 ||
	    k->in->ncol != (k->at[QUALITY] == 3 ? 4 : 3))
		return NULL;
	f = xcalloc(1, sizeof *f);
	f->separator = m->csv.separator ? m->csv.separator : ',';
	f->decimal = m->decimal;
	f->has_quality = k->at[QUALITY] == 3;
	f->last = -1;
	f->midnight = INT64_MIN;
	return f;
}

void
intake_fast_free(struct intake_fast *f)
{
	if (f == NULL)
		return;
	free(f->known);
	free(f);
}

/* --- the point --- */

/* Notes how a point's rows begin; 0: they need care. */
static int
learn(struct intake_fast *f, struct intake *k, long point, const char *id,
    size_t len)
{
	struct known *q;

	if (len + 1 >= ID_MAX || memchr(id, '"', len) ||
	    memchr(id, '\'', len) || memchr(id, '\r', len) ||
	    map_is_missing(k->map, fill_id(k->fill, point)))
		return 0;
	if ((size_t)point >= f->nknown) {
		size_t n = (size_t)point * 2 + 64;

		f->known = xrealloc(f->known, n, sizeof *f->known);
		memset(f->known + f->nknown, 0,
		    (n - f->nknown) * sizeof *f->known);
		f->nknown = n;
	}
	q = &f->known[point];
	if (q->len == 0) {
		memcpy(q->id, id, len);
		q->id[len] = f->separator;
		q->len = (uint32_t)len + 1;
		q->next = q->next2 = -1;
		fill_factor(k->fill, point, &q->num, &q->den);
		q->plain = q->num == floor(q->num) && q->den == floor(q->den);
	}
	return 1;
}

/* memcmp for a few bytes, in line: eight at a time. */
static inline int
same(const char *a, const char *b, size_t n)
{
	uint64_t x, y;

	for (; n >= 8; a += 8, b += 8, n -= 8) {
		memcpy(&x, a, 8);
		memcpy(&y, b, 8);
		if (x != y)
			return 0;
	}
	for (; n > 0; a++, b++, n--)
		if (*a != *b)
			return 0;
	return 1;
}

static inline int
is_point(
    const struct intake_fast *f, long point, const char *p, const char *end)
{
	const struct known *q = &f->known[point];

	return point >= 0 && (size_t)(end - p) > q->len &&
	       same(p, q->id, q->len);
}

/* By the map of all points: *p moves behind the separator. */
static long
look_up(
    struct intake_fast *f, struct intake *k, const char **p, const char *end)
{
	const char *sep = memchr(*p, f->separator, (size_t)(end - *p));
	char id[ID_MAX];
	size_t len;
	long point;

	if (sep == NULL || (len = (size_t)(sep - *p)) + 1 >= ID_MAX ||
	    memchr(*p, '\n', len) != NULL)
		return -1;
	memcpy(id, *p, len);
	id[len] = '\0';
	point = fill_find(k->fill, id);
	if (point < 0 || !learn(f, k, point, id, len))
		return -1;
	*p = sep + 1;
	return point;
}

static long
find_point(
    struct intake_fast *f, struct intake *k, const char **p, const char *end)
{
	struct known *before = f->last >= 0 ? &f->known[f->last] : NULL;
	long point;

	if (before != NULL) {
		point = before->next;
		if (point < 0 || !is_point(f, point, *p, end))
			point = before->next2;
		if (point >= 0 && is_point(f, point, *p, end)) {
			*p += f->known[point].len;
			return point;
		}
	}
	point = look_up(f, k, p, end);
	if (point >= 0 && f->last >= 0) {
		before = &f->known[f->last]; /* may have moved */
		before->next2 = before->next;
		before->next = point;
	}
	return point;
}

/* --- the time --- */

static int
two(const char *p)
{
	unsigned a = (unsigned)(p[0] - '0'), b = (unsigned)(p[1] - '0');

	return a < 10 && b < 10 ? (int)(a * 10 + b) : 100;
}

/* HH:MM or HH:MM:SS of a plain day, in seconds; -1: something else. */
static int32_t
clock_of(const char *p, size_t n)
{
	int h, m, s = 0;

	if ((n != 5 && n != 8) || p[2] != ':' || (n == 8 && p[5] != ':'))
		return -1;
	h = two(p);
	m = two(p + 3);
	if (n == 8)
		s = two(p + 6);
	return h < 24 && m < 60 && s < 60 ? h * 3600 + m * 60 + s : -1;
}

/* A new day: plain if no clock changes in it. */
static int
learn_day(struct intake_fast *f, const struct intake *k, const char *p)
{
	char text[DATE + 1];
	int64_t day, midnight;

	f->midnight = INT64_MIN;
	memcpy(text, p, DATE);
	text[DATE] = '\0';
	if (cal_parse_day(text, &day) < 0 || day < 1 ||
	    day >= cal_day(2099, 12, 31))
		return 0;
	midnight = zone_midnight(k->zone, day);
	if (zone_offset(k->zone, midnight) !=
	    zone_offset(k->zone, midnight + CAL_DAY_S))
		return 0;
	memcpy(f->date, p, DATE);
	f->midnight = midnight;
	return 1;
}

/* The instant of the text of n bytes at p; 0: it needs care. */
static int
find_time(
    struct intake_fast *f, const struct intake *k, const char *p, size_t n)
{
	int32_t clock;

	if (n > 0 && n == f->stamp_len && same(p, f->stamp, n))
		return 1;
	if (k->map->time_format != NULL || n < DATE + 6 || n >= STAMP_MAX ||
	    (p[DATE] != ' ' && p[DATE] != 'T') ||
	    (clock = clock_of(p + DATE + 1, n - DATE - 1)) < 0)
		return 0;
	if ((f->midnight == INT64_MIN || !same(p, f->date, DATE)) &&
	    !learn_day(f, k, p))
		return 0;
	memcpy(f->stamp, p, n);
	f->stamp_len = n;
	f->instant = f->midnight + clock;
	return 1;
}

/* --- the value --- */

static const double pow10_[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* Digits with at most one decimal sign, at most 15 of them; the same division
 * as num_scaled.  Returns where they end, NULL: something else. */
static const char *
find_value(const struct intake_fast *f, const struct known *q, const char *p,
    const char *end, double *v)
{
	int negative = *p == '-', digits = 0, frac = -1;
	uint64_t mant = 0;
	double top, bottom;

	for (p += negative; p < end; p++) {
		unsigned d = (unsigned)(*p - '0');

		if (d < 10) {
			mant = mant * 10 + d;
			digits++;
			frac += frac >= 0;
		} else if (*p == f->decimal && frac < 0) {
			frac = 0;
		} else {
			break;
		}
	}
	if (digits == 0 || digits > 15)
		return NULL;
	top = (double)mant * q->num;
	bottom = q->den * pow10_[frac < 0 ? 0 : frac];
	/* Beyond 2^53, or with odd factors, num_scaled goes another way. */
	if (!q->plain || top > 9007199254740992.0 ||
	    bottom > 9007199254740992.0)
		return NULL;
	*v = top / bottom;
	if (negative)
		*v = -*v;
	return p;
}

/* A quality in digits; empty is good. */
static const char *
find_quality(const char *p, const char *end, uint16_t *q)
{
	unsigned v = 0, n = 0;

	for (; p < end && (unsigned)(*p - '0') < 10 && n < 6; p++, n++)
		v = v * 10 + (unsigned)(*p - '0');
	*q = (uint16_t)(n ? v : QUALITY_GOOD);
	return n < 6 && v <= QUALITY_MAX ? p : NULL;
}

/* --- the row --- */

/* One row; where it ends, or NULL: it is not plain, or (*failed) the store
 * failed. */
static const char *
row(struct intake_fast *f, struct intake *k, const char *p, const char *end,
    uint64_t line, int *failed)
{
	long point = find_point(f, k, &p, end);
	const char *sep;
	uint16_t quality = QUALITY_GOOD;
	double v = 0;
	int empty;

	if (point < 0)
		return NULL;
	sep = p + f->stamp_len; /* as long as the one before, most likely */
	if (f->stamp_len == 0 || sep >= end || *sep != f->separator ||
	    !same(p, f->stamp, f->stamp_len)) {
		sep = memchr(p, f->separator, (size_t)(end - p));
		if (sep == NULL || !find_time(f, k, p, (size_t)(sep - p)))
			return NULL;
	}
	p = sep + 1;
	if (p == end)
		return NULL;
	empty = *p == f->separator || *p == '\n' || *p == '\r';
	if (!empty && (p = find_value(f, &f->known[point], p, end, &v)) == NULL)
		return NULL;
	if (f->has_quality) {
		if (p == end || *p != f->separator ||
		    (p = find_quality(p + 1, end, &quality)) == NULL)
			return NULL;
	}
	if (p < end && *p == '\r')
		p++;
	if (p == end || *p != '\n')
		return NULL;
	f->last = point;
	k->im.rows++;
	if (empty)
		k->im.empty++;
	else if (fill_add(k->fill, point, f->instant, v, quality, line) < 0)
		*failed = 1;
	return p + 1;
}

int
intake_fast_rows(struct intake_fast *f, struct intake *k)
{
	const char *start, *p, *next;
	size_t n = csvin_ahead(k->in, &start);
	uint64_t lines = 0, first = csvin_line(k->in) + 1;
	int failed = 0;

	for (p = start; p < start + n && !failed; p = next, lines++)
		if ((next = row(f, k, p, start + n, first + lines, &failed)) ==
		    NULL)
			break;
	if (n > 0)
		csvin_skip(k->in, (size_t)(p - start), lines);
	return failed ? -1 : 0;
}
