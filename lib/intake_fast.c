#include "intake_fast.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "fill.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns, in this order */
enum { ID_MAX = 64, STAMP_MAX = 32, DATE = 10 };

/* So many bytes from a row's beginning are there to be looked at, eight at a
 * time; the last rows of a stretch are left to the reader of rows. */
enum { MARGIN = 160 };

enum kind { ODD, FACTOR, PLAIN }; /* values need care; times num/den; as is */

struct known {			 /* a point, by its handle */
	uint64_t id[2], mask[2]; /* its first bytes, the separator behind it */
	const char *text;	 /* of the whole id, in fill */
	int32_t next, next2;	 /* who followed it, the last two times */
	uint32_t len;		 /* with the separator; 0: not met yet */
	enum kind kind;
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
	uint64_t good;	  /* ",192\n" */
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

/* Eight bytes, the first lowest: what the shifts below rely on. */
static inline uint64_t
eight(const char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
	return x;
}

struct intake_fast *
intake_fast_new(struct intake *k)
{
	const struct map *m = k->map;
	const uint16_t one = 1;
	struct intake_fast *f;

	if (!k->readings || k->wide != NULL || m->trim || m->thousands ||
	    m->nconstant > 0 || !words_are_words(m) || k->at[POINT] != 0 ||
	    k->at[TIME] != 1 || k->at[VALUE] != 2 ||
	    k->in->ncol != (k->at[QUALITY] == 3 ? 4 : 3) ||
	    *(const uint8_t *)&one != 1)
		return NULL;
	f = xcalloc(1, sizeof *f);
	f->separator = m->csv.separator ? m->csv.separator : ',';
	f->decimal = m->decimal;
	f->has_quality = k->at[QUALITY] == 3;
	f->last = -1;
	f->midnight = INT64_MIN;
	f->good = eight("\0"
			"192\n\0\0") |
		  (uint8_t)f->separator;
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

/* Values in the store's unit, or times whole numbers. */
static enum kind
kind_of(const struct intake *k, long point)
{
	double num, den;

	fill_factor(k->fill, point, &num, &den);
	if (num == 1 && den == 1)
		return PLAIN;
	return num == floor(num) && den == floor(den) ? FACTOR : ODD;
}

static void
set_id(struct known *q, const char *id, size_t len)
{
	char head[16] = {0}, mask[16] = {0};

	memcpy(head, id, len < 16 ? len : 16);
	memset(mask, 0xFF, len < 16 ? len : 16);
	q->id[0] = eight(head);
	q->id[1] = eight(head + 8);
	q->mask[0] = eight(mask);
	q->mask[1] = eight(mask + 8);
}

/* Notes how a point's rows begin; 0: they need care. */
static int
learn(struct intake_fast *f, struct intake *k, long point, const char *id,
    size_t len)
{
	struct known *q;
	char head[ID_MAX];

	if (len + 1 >= ID_MAX || memchr(id, '"', len) ||
	    memchr(id, '\'', len) || memchr(id, '\r', len) ||
	    memchr(id, '\0', len) ||
	    map_is_missing(k->map, fill_id(k->fill, point)))
		return 0;
	if ((size_t)point >= f->nknown) {
		size_t n = (size_t)point * 2 + 64;

		f->known = xrealloc(f->known, n, sizeof *f->known);
		memset(f->known + f->nknown, 0,
		    (n - f->nknown) * sizeof *f->known);
		f->nknown = n;
	}
	assert(f->known != NULL);
	q = &f->known[point];
	if (q->len == 0) {
		memcpy(head, id, len);
		head[len] = f->separator;
		set_id(q, head, len + 1);
		q->len = (uint32_t)len + 1;
		q->text = fill_id(k->fill, point);
		q->next = q->next2 = -1;
		q->kind = kind_of(k, point);
	}
	return 1;
}

/* memcmp for a few bytes, in line: eight at a time. */
static inline int
same(const char *a, const char *b, size_t n)
{
	if (n < 8)
		return memcmp(a, b, n) == 0;
	for (size_t i = 0; i + 8 < n; i += 8)
		if (eight(a + i) != eight(b + i))
			return 0;
	return eight(a + n - 8) == eight(b + n - 8);
}

static inline int
is_point(const struct intake_fast *f, long point, const char *p)
{
	const struct known *q = &f->known[point];

	if (point < 0 || ((eight(p) ^ q->id[0]) & q->mask[0]) != 0 ||
	    ((eight(p + 8) ^ q->id[1]) & q->mask[1]) != 0)
		return 0;
	return q->len <= 16 || (same(p + 16, q->text + 16, q->len - 17) &&
				   p[q->len - 1] == f->separator);
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
		if (!is_point(f, point, *p))
			point = before->next2;
		if (is_point(f, point, *p)) {
			*p += f->known[point].len;
			return point;
		}
	}
	point = look_up(f, k, p, end);
	if (point >= 0 && f->last >= 0) {
		before = &f->known[f->last]; /* may have moved */
		before->next2 = before->next;
		before->next = (int32_t)point;
	}
	return point;
}

/* While this row is read, what the next ones need is fetched. */
static inline void
expect(const struct intake_fast *f, const struct intake *k, long point)
{
	int32_t next = f->known[point].next, after;

	if (next < 0)
		return;
	after = f->known[next].next;
	fill_expect(k->fill, next, after);
	if (after >= 0)
		__builtin_prefetch(&f->known[after]);
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

struct digits { /* mant / 10^frac */
	uint64_t mant;
	unsigned n, frac;
};

#define BYTES(x) ((uint64_t)(x)*0x0101010101010101)

/* The bytes that are no digits, as their high bits; t is the text ^ "000...".
 */
static inline uint64_t
no_digits(uint64_t t)
{
	return (((t & BYTES(0x7F)) + BYTES(0x76)) | t) & BYTES(0x80);
}

/* Eight digits, the first lowest, as a number. */
static inline uint64_t
eight_digits(uint64_t t)
{
	t = t * 10 + (t >> 8);
	t = (t & 0x000000FF000000FF) * (100 + (1000000ULL << 32)) +
	    (t >> 16 & 0x000000FF000000FF) * (1 + (10000ULL << 32));
	return t >> 32;
}

/* At most seven digits and a decimal sign, without a branch for each; where
 * they end, NULL: they are more. */
static inline const char *
few_digits(const char *p, char decimal, struct digits *d)
{
	uint64_t t = eight(p) ^ BYTES('0'), ends = no_digits(t);
	unsigned first, end;

	if (ends == 0)
		return NULL;
	first = end = (unsigned)__builtin_ctzll(ends) / 8;
	d->n = first;
	d->frac = 0;
	if (p[first] == decimal) {
		uint64_t low = ((uint64_t)1 << 8 * first) - 1;

		ends &= ends - 1;
		if (ends == 0)
			return NULL;
		end = (unsigned)__builtin_ctzll(ends) / 8;
		t = (t & low) | (t >> 8 & ~low);
		d->n = end - 1;
		d->frac = end - first - 1;
	}
	if (d->n == 0)
		return NULL;
	d->mant = eight_digits(t << (64 - 8 * d->n));
	return p + end;
}

/* Digits with at most one decimal sign; where they end. */
static const char *
many_digits(const char *p, char decimal, struct digits *d)
{
	int point = 0;

	*d = (struct digits){0};
	for (; d->n <= 15; p++) {
		unsigned c = (unsigned)(*p - '0');

		if (c < 10) {
			d->mant = d->mant * 10 + c;
			d->n++;
			d->frac += (unsigned)point;
		} else if (*p == decimal && !point) {
			point = 1;
		} else {
			break;
		}
	}
	return p;
}

/* A decimal of at most 15 digits; the same division as num_scaled.  Returns
 * where it ends, NULL: something else. */
static inline const char *
find_value(const struct intake_fast *f, const struct intake *k, long point,
    const char *p, double *v)
{
	int negative = *p == '-';
	double top, bottom, num, den;
	struct digits d;
	const char *end;

	p += negative;
	if ((end = few_digits(p, f->decimal, &d)) == NULL) {
		end = many_digits(p, f->decimal, &d);
		if (d.n == 0 || d.n > 15)
			return NULL;
	}
	top = (double)d.mant;
	bottom = pow10_[d.frac];
	if (f->known[point].kind != PLAIN) {
		fill_factor(k->fill, point, &num, &den);
		top *= num;
		bottom *= den;
		/* Beyond 2^53, or with odd factors, num_scaled goes another
		 * way. */
		if (f->known[point].kind == ODD || top > 9007199254740992.0 ||
		    bottom > 9007199254740992.0)
			return NULL;
	}
	*v = top / bottom;
	if (negative)
		*v = -*v;
	return end;
}

/* A quality in digits; empty is good. */
static const char *
find_quality(const char *p, uint16_t *q)
{
	unsigned v = 0, n = 0;

	for (; (unsigned)(*p - '0') < 10 && n < 6; p++, n++)
		v = v * 10 + (unsigned)(*p - '0');
	*q = (uint16_t)(n ? v : QUALITY_GOOD);
	return n < 6 && v <= QUALITY_MAX ? p : NULL;
}

/* --- the row --- */

/* What follows the value, with the end of the line; NULL: something else. */
static inline const char *
find_end(const struct intake_fast *f, const char *p, uint16_t *quality)
{
	*quality = QUALITY_GOOD;
	if (f->has_quality) {
		if ((eight(p) & 0xFFFFFFFFFF) == f->good)
			return p + 5;
		if (*p != f->separator ||
		    (p = find_quality(p + 1, quality)) == NULL)
			return NULL;
	}
	p += *p == '\r';
	return *p == '\n' ? p + 1 : NULL;
}

/* One row; where it ends, or NULL: it is not plain, or (*failed) the store
 * failed.  MARGIN bytes are there. */
static inline const char *
row(struct intake_fast *f, struct intake *k, const char *p, const char *end,
    uint64_t line, int *failed)
{
	long point = find_point(f, k, &p, end);
	const char *sep;
	uint16_t quality;
	double v = 0;
	int empty;

	if (point < 0)
		return NULL;
	expect(f, k, point);
	sep = p + f->stamp_len; /* as long as the one before, most likely */
	if (f->stamp_len == 0 || *sep != f->separator ||
	    !same(p, f->stamp, f->stamp_len)) {
		sep = memchr(p, f->separator, STAMP_MAX);
		if (sep == NULL || !find_time(f, k, p, (size_t)(sep - p)))
			return NULL;
	}
	p = sep + 1;
	empty = *p == f->separator || *p == '\n' || *p == '\r';
	if (!empty && (p = find_value(f, k, point, p, &v)) == NULL)
		return NULL;
	if ((p = find_end(f, p, &quality)) == NULL)
		return NULL;
	f->last = point;
	k->im.rows++;
	if (empty)
		k->im.empty++;
	else if (fill_add(k->fill, point, f->instant, v, quality, line) < 0)
		*failed = 1;
	return p;
}

int
intake_fast_rows(struct intake_fast *f, struct intake *k)
{
	const char *start, *p, *next;
	size_t n = csvin_ahead(k->in, &start);
	uint64_t lines = 0, first = csvin_line(k->in) + 1;
	int failed = 0;

	for (p = start; n - (size_t)(p - start) >= MARGIN && !failed;
	     p = next, lines++)
		if ((next = row(f, k, p, start + n, first + lines, &failed)) ==
		    NULL)
			break;
	if (n > 0)
		csvin_skip(k->in, (size_t)(p - start), lines);
	return failed ? -1 : 0;
}
