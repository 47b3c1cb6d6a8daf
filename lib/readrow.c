#include "readrow.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { ID_MAX = 64, STAMP_MAX = 32, DATE = 10 };

enum kind { ODD, FACTOR, PLAIN }; /* values need care; times num/den; as is */

struct known {			 /* a point, by its handle */
	uint64_t id[2], mask[2]; /* its first bytes, the separator behind it */
	const char *text;	 /* of the whole id, in fill */
	int32_t next, other;	 /* who follows it, as a rule and at times */
	uint32_t len;		 /* with the separator; 0: not met yet */
	enum kind kind;
	uint64_t line; /* 64 bytes: one line of the cache */
};

struct factor { /* of a point's values */
	double num, den;
};

struct readrow {
	struct readrow_form form;
	struct known *known; /* by handle, as the next */
	struct factor *factor;
	size_t nknown;
	long last; /* the point of the row before */
	long due;  /* who was expected in its place, or -1 */
	/* The time of the row before, as text with the separator behind it,
	 * eight bytes at a time; as many of the last as the mask has; ... */
	uint64_t stamp[3], mask;
	size_t stamp_len; /* with the separator; 0: none */
	int64_t instant;  /* ... and as it is */
	char date[DATE];  /* the day of the row before, if it is plain: */
	int64_t midnight; /* no change of clocks; INT64_MIN: it is not */
	uint64_t good;	  /* ",192\n" */
};

/* Eight bytes, the first lowest: what the shifts below rely on. */
static inline uint64_t
eight(const char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
	return x;
}

struct readrow *
readrow_new(const struct readrow_form *form)
{
	struct readrow *f = xcalloc(1, sizeof *f);

	f->form = *form;
	f->last = f->due = -1;
	f->midnight = INT64_MIN;
	f->good = eight("\0"
			"192\n\0\0") |
		  (uint8_t)form->separator;
	return f;
}

void
readrow_free(struct readrow *f)
{
	if (f == NULL)
		return;
	free(f->known);
	free(f->factor);
	free(f);
}

/* --- the point --- */

/* Values in the store's unit, or times whole numbers. */
static enum kind
kind_of(double num, double den)
{
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

/* The place of a handle. */
static struct known *
place(struct readrow *f, long point)
{
	if ((size_t)point >= f->nknown) {
		size_t n = (size_t)point * 2 + 64;
		struct known *more = xaligned(64, n * sizeof *more);

		memset(more, 0, n * sizeof *more);
		if (f->nknown > 0)
			memcpy(more, f->known, f->nknown * sizeof *more);
		free(f->known);
		f->known = more;
		f->factor = xrealloc(f->factor, n, sizeof *f->factor);
		f->nknown = n;
	}
	assert(f->known != NULL);
	return &f->known[point];
}

/* Notes how a point's rows begin; 0: they need care. */
static int
learn(struct readrow *f, const struct fill_known *point, size_t len)
{
	const char *id = point->id;
	struct known *q = place(f, point->handle);
	char head[ID_MAX];

	if (q->len > 0)
		return 1;
	if (len + 1 >= ID_MAX || memchr(id, '"', len) ||
	    memchr(id, '\'', len) || memchr(id, '\r', len) ||
	    memchr(id, '\n', len) || map_is_missing(f->form.map, id))
		return 0;
	memcpy(head, id, len);
	head[len] = f->form.separator;
	set_id(q, head, len + 1);
	q->len = (uint32_t)len + 1;
	q->text = id;
	q->next = q->other = -1;
	q->kind = kind_of(point->num, point->den);
	f->factor[point->handle] = (struct factor){point->num, point->den};
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
is_point(const struct readrow *f, long point, const char *p)
{
	const struct known *q;

	if (point < 0)
		return 0;
	q = &f->known[point];
	if (((eight(p) ^ q->id[0]) & q->mask[0]) != 0 ||
	    ((eight(p + 8) ^ q->id[1]) & q->mask[1]) != 0)
		return 0;
	return q->len <= 16 || (same(p + 16, q->text + 16, q->len - 17) &&
				   p[q->len - 1] == f->form.separator);
}

/* By the map of all points. */
static long
look_up(struct readrow *f, const char *p, const char *end)
{
	const char *sep = memchr(p, f->form.separator, (size_t)(end - p));
	struct fill_known point;
	char id[ID_MAX];
	size_t len;

	if (sep == NULL || (len = (size_t)(sep - p)) + 1 >= ID_MAX)
		return -1;
	memcpy(id, p, len);
	id[len] = '\0';
	if (strlen(id) != len || !fill_knows(f->form.fill, id, &point) ||
	    !learn(f, &point, len))
		return -1;
	return point.handle;
}

/* Who was not the one expected: perhaps that one is missing, or an earlier row
 * was thrown in, or it is the other one that followed before. */
static long
find_other(struct readrow *f, const char *p, const char *end)
{
	struct known *before = f->last >= 0 ? &f->known[f->last] : NULL;
	long point, due = f->due;

	f->due = -1;
	if (is_point(f, due, p))
		return due;
	if (before != NULL && before->next >= 0) {
		point = f->known[before->next].next;
		if (is_point(f, point, p))
			return point;
		f->due = before->next;
	}
	if (before != NULL && is_point(f, before->other, p)) {
		point = before->other;
		before->other = before->next;
		before->next = (int32_t)point;
		return point;
	}
	point = look_up(f, p, end);
	if (point >= 0 && f->last >= 0) {
		before = &f->known[f->last]; /* may have moved */
		if (before->next < 0)
			before->next = (int32_t)point;
		else
			before->other = (int32_t)point;
	}
	return point;
}

static inline long
find_point(struct readrow *f, const char *p, const char *end)
{
	if (f->last >= 0) {
		long point = f->known[f->last].next;

		if (is_point(f, point, p))
			return point;
	}
	return find_other(f, p, end);
}

/* While this row is read, the one after the next is fetched. */
static inline void
expect(const struct readrow *f, long point)
{
	int32_t next = f->known[point].next, after;

	if (next >= 0 && (after = f->known[next].next) >= 0)
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
learn_day(struct readrow *f, const char *p)
{
	char text[DATE + 1];
	int64_t day, midnight;

	f->midnight = INT64_MIN;
	memcpy(text, p, DATE);
	text[DATE] = '\0';
	if (cal_parse_day(text, &day) < 0 || day < 1 ||
	    day >= cal_day(2099, 12, 31))
		return 0;
	midnight = zone_midnight(f->form.zone, day);
	if (zone_offset(f->form.zone, midnight) !=
	    zone_offset(f->form.zone, midnight + CAL_DAY_S))
		return 0;
	memcpy(f->date, p, DATE);
	f->midnight = midnight;
	return 1;
}

/* Keeps the n bytes at p, 17 to 24. */
static void
set_stamp(struct readrow *f, const char *p, size_t n)
{
	char text[24] = {0}, mask[8] = {0};

	memcpy(text, p, n);
	memset(mask, 0xFF, n - 16);
	for (int i = 0; i < 3; i++)
		f->stamp[i] = eight(text + 8 * i);
	f->mask = eight(mask);
	f->stamp_len = n;
}

static inline int
same_stamp(const struct readrow *f, const char *p)
{
	uint64_t differ = (eight(p) ^ f->stamp[0]) |
			  (eight(p + 8) ^ f->stamp[1]) |
			  ((eight(p + 16) ^ f->stamp[2]) & f->mask);

	return differ == 0 && f->stamp_len > 0;
}

/* The time at p becomes that of the rows; 0: it needs care. */
static int
find_time(struct readrow *f, const char *p)
{
	const char *sep = memchr(p, f->form.separator, STAMP_MAX);
	size_t n = sep ? (size_t)(sep - p) : 0;
	int32_t clock;

	if (f->form.map->time_format != NULL || n < DATE + 6 ||
	    (p[DATE] != ' ' && p[DATE] != 'T') ||
	    (clock = clock_of(p + DATE + 1, n - DATE - 1)) < 0)
		return 0;
	if ((f->midnight == INT64_MIN || !same(p, f->date, DATE)) &&
	    !learn_day(f, p))
		return 0;
	if (f->midnight + clock > f->form.latest)
		return 0;
	set_stamp(f, p, n + 1);
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
find_value(const struct readrow *f, long point, const char *p, double *v)
{
	const struct known *q = &f->known[point];
	int negative = *p == '-';
	double top, bottom;
	struct digits d;
	const char *end;

	p += negative;
	if ((end = few_digits(p, f->form.decimal, &d)) == NULL) {
		end = many_digits(p, f->form.decimal, &d);
		if (d.n == 0 || d.n > 15)
			return NULL;
	}
	top = (double)d.mant;
	bottom = pow10_[d.frac];
	if (q->kind != PLAIN) {
		top *= f->factor[point].num;
		bottom *= f->factor[point].den;
		/* Beyond 2^53, or with odd factors, num_scaled goes another
		 * way. */
		if (q->kind == ODD || top > 9007199254740992.0 ||
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
find_end(const struct readrow *f, const char *p, uint16_t *quality)
{
	*quality = QUALITY_GOOD;
	if (f->form.has_quality) {
		if ((eight(p) & 0xFFFFFFFFFF) == f->good)
			return p + 5;
		if (*p != f->form.separator ||
		    (p = find_quality(p + 1, quality)) == NULL)
			return NULL;
	}
	p += *p == '\r';
	return *p == '\n' ? p + 1 : NULL;
}

/* One row; where it ends, or NULL: it is odd.  The margin is there. */
static inline const char *
find_row(struct readrow *f, const char *p, struct fill_row *out)
{
	long point = find_point(f, p, p + ID_MAX);
	int empty;

	if (point < 0)
		return NULL;
	p += f->known[point].len;
	if (!same_stamp(f, p) && !find_time(f, p))
		return NULL;
	p += f->stamp_len;
	empty = *p == f->form.separator || *p == '\n' || *p == '\r';
	if (!empty && (p = find_value(f, point, p, &out->v)) == NULL)
		return NULL;
	if ((p = find_end(f, p, &out->quality)) == NULL)
		return NULL;
	f->last = point;
	expect(f, point);
	out->point = (int32_t)point;
	out->t = f->instant;
	out->kind = empty ? FILL_EMPTY : FILL_READING;
	return p;
}

/* The line's end; it has one. */
static const char *
pass_line(const char *p, const char *end)
{
	return (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
}

void
readrow_piece(struct readrow *f, const char *p, size_t n, size_t ahead,
    struct readrow_rows *rows)
{
	const char *start = p, *end = p + n, *whole = p + ahead, *next;

	rows->n = 0;
	for (; p < end; p = next, rows->n++) {
		struct fill_row *out;

		if (rows->n == rows->cap) {
			rows->cap = rows->cap ? 2 * rows->cap : 4096;
			rows->row =
			    xrealloc(rows->row, rows->cap, sizeof *rows->row);
		}
		out = &rows->row[rows->n];
		next = whole - p < READROW_MARGIN ? NULL : find_row(f, p, out);
		if (next == NULL) {
			out->kind = FILL_ODD;
			out->t = p - start;
			next = pass_line(p, end);
		}
	}
}
