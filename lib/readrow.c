#include "readrow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { ID_MAX = 64, STAMP_MAX = 32, DATE = 10 };

enum kind { ODD, FACTOR, PLAIN }; /* values need care; times num/den; as is */

struct known {		      /* a point, by its handle: 32 bytes */
	uint64_t id[2];	      /* its first bytes, the separator behind it */
	int32_t handle, next; /* next: who follows it as a rule, or -1 */
	uint16_t len;	      /* with the separator; 0: not met yet */
	uint8_t brief;	      /* the same of an id of 16 bytes at most, or 0 */
	uint8_t kind;
};

struct besides {	    /* what is seldom asked for of a point */
	char begin[ID_MAX]; /* its id as it is written, with the separator */
	double num, den;    /* of its values */
	int32_t other;	    /* who follows it at times, or -1 */
};

struct readrow {
	struct readrow_form form;
	struct known *known;	 /* by handle; that of -1 is nobody's */
	struct besides *besides; /* by handle */
	size_t nknown;
	struct known *last; /* the point of the row before */
	long due;	    /* who was expected in its place, or -1 */
	int stranger;	    /* 1: the odd row's point is not known */
	/* The time of the row before, as text with the separator behind it,
	 * eight bytes at a time, the last of which may overlap; ... */
	uint64_t stamp[4];
	size_t third;	  /* where the third eight begin; the last end it */
	size_t stamp_len; /* with the separator */
	int64_t instant;  /* ... and as it is */
	char date[DATE];  /* the day of the row before: */
	int64_t day;	  /* INT64_MIN: none */
	int64_t midnight; /* here; INT64_MIN: clocks change in it */
	char zone[8];	  /* what stood behind the clock, as +08:00, and ... */
	size_t zone_len;
	int32_t offset;		  /* ... what it means, in seconds */
	uint64_t tail, tail_mask; /* what ends a good row, ",192\n" or "\n" */
	size_t tail_len;
};

/* The first so many of 16 bytes. */
static const uint64_t first_bytes[17][2] = {{0, 0}, {0xFF, 0}, {0xFFFF, 0},
    {0xFFFFFF, 0}, {0xFFFFFFFF, 0}, {0xFFFFFFFFFF, 0}, {0xFFFFFFFFFFFF, 0},
    {0xFFFFFFFFFFFFFF, 0}, {UINT64_MAX, 0}, {UINT64_MAX, 0xFF},
    {UINT64_MAX, 0xFFFF}, {UINT64_MAX, 0xFFFFFF}, {UINT64_MAX, 0xFFFFFFFF},
    {UINT64_MAX, 0xFFFFFFFFFF}, {UINT64_MAX, 0xFFFFFFFFFFFF},
    {UINT64_MAX, 0xFFFFFFFFFFFFFF}, {UINT64_MAX, UINT64_MAX}};

/* Eight bytes, the first lowest: what the shifts below rely on. */
static inline uint64_t
eight(const char *p)
{
	uint64_t x;

	memcpy(&x, p, 8);
	return x;
}

/* Keeps the n bytes at p, 17 to 32. */
static void
set_stamp(struct readrow *f, const char *p, size_t n)
{
	f->third = n < 24 ? n - 8 : 16;
	f->stamp[0] = eight(p);
	f->stamp[1] = eight(p + 8);
	f->stamp[2] = eight(p + f->third);
	f->stamp[3] = eight(p + n - 8);
	f->stamp_len = n;
}

static inline int
same_stamp(const struct readrow *f, const char *p)
{
	uint64_t differ = (eight(p) ^ f->stamp[0]) |
			  (eight(p + 8) ^ f->stamp[1]) |
			  (eight(p + f->third) ^ f->stamp[2]) |
			  (eight(p + f->stamp_len - 8) ^ f->stamp[3]);

	return differ == 0;
}

static void make_room(struct readrow *f, size_t n);

struct readrow *
readrow_new(const struct readrow_form *form)
{
	struct readrow *f = xcalloc(1, sizeof *f);
	char tail[8] = "\n";

	f->form = *form;
	f->due = -1;
	f->day = INT64_MIN;
	make_room(f, 64);
	f->last = &f->known[-1];
	/* No time is like that: its third eight bytes are its last. */
	set_stamp(f, "                        ", 24);
	f->stamp[3] = ~f->stamp[2];
	f->tail_len = 1;
	if (form->has_quality) {
		f->tail_len = 5;
		memcpy(tail, ",192\n", 5);
		tail[0] = form->separator;
	}
	f->tail = eight(tail);
	f->tail_mask = first_bytes[f->tail_len][0];
	return f;
}

void
readrow_free(struct readrow *f)
{
	if (f == NULL)
		return;
	free(f->known - 1);
	free(f->besides);
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

/* For so many points. */
static void
make_room(struct readrow *f, size_t n)
{
	struct known *more = xcalloc(n + 1, sizeof *more);

	if (f->known != NULL) {
		memcpy(more, f->known - 1, (f->nknown + 1) * sizeof *more);
		f->last = more + 1 + f->last->handle;
		free(f->known - 1);
	}
	more->handle = more->next = -1;
	f->known = more + 1;
	f->besides = xrealloc(f->besides, n, sizeof *f->besides);
	f->nknown = n;
}

static int
may_be_plain(const struct readrow *f, const char *id, size_t len)
{
	return memchr(id, '"', len) == NULL && memchr(id, '\'', len) == NULL &&
	       memchr(id, f->form.quote, len) == NULL &&
	       memchr(id, '\r', len) == NULL && memchr(id, '\n', len) == NULL &&
	       !map_is_missing(f->form.map, id);
}

/* Notes the len bytes with which a point's rows begin. */
static void
learn(struct readrow *f, const struct fill_known *point, const char *p,
    size_t len)
{
	struct known *q;
	struct besides *b;

	if ((size_t)point->handle >= f->nknown)
		make_room(f, (size_t)point->handle * 2);
	q = &f->known[point->handle];
	b = &f->besides[point->handle];
	if (q->len > 0)
		return;
	*b =
	    (struct besides){.num = point->num, .den = point->den, .other = -1};
	memcpy(b->begin, p, len);
	q->id[0] = eight(b->begin);
	q->id[1] = eight(b->begin + 8);
	q->handle = (int32_t)point->handle;
	q->next = -1;
	q->len = (uint16_t)len;
	q->brief = (uint8_t)(len <= 16 ? len : 0);
	q->kind = (uint8_t)kind_of(point->num, point->den);
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
begins_with(const struct known *q, const char *p, size_t len)
{
	const uint64_t *mask = first_bytes[len];

	return (((eight(p) ^ q->id[0]) & mask[0]) |
		   ((eight(p + 8) ^ q->id[1]) & mask[1])) == 0;
}

static int
is_point(const struct readrow *f, long point, const char *p)
{
	const struct known *q = &f->known[point];

	if (q->len <= 16)
		return q->len > 0 && begins_with(q, p, q->len);
	return begins_with(q, p, 16) &&
	       same(p + 16, f->besides[point].begin + 16, q->len - 16U);
}

static inline int
in_quotes(const struct readrow *f, const char *p)
{
	return *p == f->form.quote && f->form.quote != '\0';
}

/* The field at p, whole or in quotes: its text; where the separator behind it
 * is, NULL: it needs care. */
static const char *
field_at(const struct readrow *f, const char *p, const char *end,
    const char **text, size_t *len)
{
	const int quoted = in_quotes(f, p);
	const char *stop;

	p += quoted;
	stop = memchr(
	    p, quoted ? f->form.quote : f->form.separator, (size_t)(end - p));
	if (stop == NULL)
		return NULL;
	*text = p;
	*len = (size_t)(stop - p);
	stop += quoted;
	return *stop == f->form.separator ? stop : NULL;
}

/* By the map of all points. */
static long
look_up(struct readrow *f, const char *p, const char *end)
{
	struct fill_known point;
	char id[ID_MAX];
	const char *text, *sep;
	size_t len;

	if ((sep = field_at(f, p, end, &text, &len)) == NULL ||
	    sep - p + 1 >= ID_MAX)
		return -1;
	memcpy(id, text, len);
	id[len] = '\0';
	if (strlen(id) != len || !may_be_plain(f, id, len))
		return -1;
	f->stranger = !fill_knows(f->form.fill, id, &point);
	if (f->stranger)
		return -1;
	learn(f, &point, p, (size_t)(sep - p) + 1);
	/* It may be written in two ways; one of them is known. */
	return is_point(f, point.handle, p) ? point.handle : -1;
}

/* Who was not the one expected: perhaps that one is missing, or an earlier row
 * was thrown in, or it is the other one that followed before. */
static struct known *
find_other(struct readrow *f, const char *p, const char *end)
{
	struct known *before = f->last;
	int32_t *other =
	    before->handle >= 0 ? &f->besides[before->handle].other : NULL;
	long point, due = f->due;

	f->due = -1;
	if (is_point(f, due, p))
		return &f->known[due];
	if (other != NULL && before->next >= 0) {
		point = f->known[before->next].next;
		if (is_point(f, point, p))
			return &f->known[point];
		f->due = before->next;
	}
	if (other != NULL && is_point(f, *other, p)) {
		point = *other;
		*other = before->next;
		before->next = (int32_t)point;
		return &f->known[point];
	}
	if ((point = look_up(f, p, end)) < 0)
		return NULL;
	before = f->last; /* may have moved */
	if (before->handle >= 0 && before->next < 0)
		before->next = (int32_t)point;
	else if (before->handle >= 0)
		f->besides[before->handle].other = (int32_t)point;
	return &f->known[point];
}

/* The point whose row begins at p; NULL: it needs care. */
static inline struct known *
find_point(struct readrow *f, const char *p, const char *end)
{
	struct known *q = &f->known[f->last->next];

	if (q->brief > 0 && begins_with(q, p, q->brief))
		return q;
	return is_point(f, f->last->next, p) ? q : find_other(f, p, end);
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

/* A new day; its midnight here is known if no clock changes in it. */
static int
learn_day(struct readrow *f, const char *p)
{
	const struct zone *z = f->form.zone;
	char text[DATE + 1];
	int64_t midnight;

	memcpy(f->date, p, DATE);
	memcpy(text, p, DATE);
	text[DATE] = '\0';
	f->midnight = INT64_MIN;
	if (cal_parse_day(text, &f->day) < 0 || f->day < 1 ||
	    f->day >= cal_day(2099, 12, 31)) {
		f->day = INT64_MIN;
		return 0;
	}
	midnight = zone_midnight(z, f->day);
	if (zone_offset(z, midnight) == zone_offset(z, midnight + CAL_DAY_S))
		f->midnight = midnight;
	return 1;
}

/* The n bytes at p end with `rest` that say the offset from UTC. */
static int
learn_offset(struct readrow *f, const char *p, size_t n, size_t rest)
{
	struct cal_stamp stamp;
	char text[STAMP_MAX];

	if (rest == f->zone_len && memcmp(p + n - rest, f->zone, rest) == 0)
		return 1;
	memcpy(text, p, n);
	text[n] = '\0';
	if (rest > sizeof f->zone || cal_parse_stamp(text, &stamp) < 0 ||
	    !stamp.has_offset)
		return 0;
	memcpy(f->zone, p + n - rest, rest);
	f->zone_len = rest;
	f->offset = stamp.offset;
	return 1;
}

/* The time at p becomes that of the rows; 0: it needs care. */
static int
find_time(struct readrow *f, const char *p)
{
	const char *s, *sep;
	size_t n, rest;
	int32_t clock;
	int64_t t;

	if ((sep = field_at(f, p, p + STAMP_MAX - 1, &s, &n)) == NULL ||
	    f->form.map->time_format != NULL || n < DATE + 6 ||
	    (s[DATE] != ' ' && s[DATE] != 'T'))
		return 0;
	rest = n - DATE - 1;
	rest -= rest >= 8 && s[DATE + 6] == ':' ? 8 : 5;
	if ((clock = clock_of(s + DATE + 1, n - DATE - 1 - rest)) < 0 ||
	    ((f->day == INT64_MIN || !same(s, f->date, DATE)) &&
		!learn_day(f, s)) ||
	    (rest == 0 ? f->midnight == INT64_MIN :
			 !learn_offset(f, s, n, rest)))
		return 0;
	t = rest == 0 ? f->midnight + clock :
			f->day * CAL_DAY_S + clock - f->offset;
	if (t > f->form.latest)
		return 0;
	set_stamp(f, p, (size_t)(sep - p) + 1);
	f->instant = t;
	return 1;
}

/* --- the value --- */

static const double pow10_[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8,
    1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

struct digits { /* mant / 10^frac */
	uint64_t mant;
	unsigned frac;
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
 * they end, NULL: they are more, or none. */
static inline const char *
few_digits(const char *p, char decimal, struct digits *d)
{
	uint64_t t = eight(p) ^ BYTES('0'), ends = no_digits(t), low;
	unsigned first, end; /* where they end, in bits */

	if (ends == 0)
		return NULL;
	first = end = (unsigned)__builtin_ctzll(ends) & 56;
	d->frac = 0;
	if (p[first / 8] == decimal) {
		low = (ends ^ (ends - 1)) >> 8;
		ends &= ends - 1;
		if (ends == 0)
			return NULL;
		end = ((unsigned)__builtin_ctzll(ends) & 56) - 8;
		t = (t & low) | (t >> 8 & ~low);
		d->frac = (end - first) / 8;
		p++;
	}
	if (end == 0)
		return NULL;
	d->mant = eight_digits(t << (64 - end));
	return p + end / 8;
}

/* Up to 15 digits with at most one decimal sign; where they end, NULL: they are
 * more, or none. */
static const char *
many_digits(const char *p, char decimal, struct digits *d)
{
	int point = 0, n = 0;

	*d = (struct digits){0};
	for (; n <= 15; p++) {
		unsigned c = (unsigned)(*p - '0');

		if (c < 10) {
			d->mant = d->mant * 10 + c;
			n++;
			d->frac += (unsigned)point;
		} else if (*p == decimal && !point) {
			point = 1;
		} else {
			break;
		}
	}
	return n > 0 && n <= 15 ? p : NULL;
}

/* The value of digits; the same division as num_scaled.  0: it goes another
 * way, as it does beyond 2^53 and with odd factors. */
static inline int
value_of(const struct readrow *f, const struct known *q, const struct digits *d,
    double *v)
{
	double top = (double)(int64_t)d->mant, bottom = pow10_[d->frac];

	if (q->kind != PLAIN) {
		top *= f->besides[q->handle].num;
		bottom *= f->besides[q->handle].den;
		if (q->kind == ODD || top > 9007199254740992.0 ||
		    bottom > 9007199254740992.0)
			return 0;
	}
	*v = top / bottom;
	return 1;
}

/* What begins with a sign or a quote, or is long.  Returns where it ends, NULL:
 * something else. */
static const char *
other_value(
    const struct readrow *f, const struct known *q, const char *p, double *v)
{
	const int quoted = in_quotes(f, p), negative = p[quoted] == '-';
	struct digits d;
	const char *end;

	p += quoted + negative;
	if ((end = few_digits(p, f->form.decimal, &d)) == NULL)
		end = many_digits(p, f->form.decimal, &d);
	if (end == NULL || (quoted && *end != f->form.quote) ||
	    !value_of(f, q, &d, v))
		return NULL;
	if (negative)
		*v = -*v;
	return end + quoted;
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
static const char *
other_end(const struct readrow *f, const char *p, uint16_t *quality)
{
	if (f->form.has_quality) {
		int quoted;

		if (*p++ != f->form.separator)
			return NULL;
		quoted = in_quotes(f, p);
		if ((p = find_quality(p + quoted, quality)) == NULL ||
		    (quoted && *p++ != f->form.quote))
			return NULL;
	}
	p += *p == '\r';
	return *p == '\n' ? p + 1 : NULL;
}

/* The value at p and what follows; NULL: something else. */
static inline const char *
find_reading(const struct readrow *f, const struct known *q, const char *p,
    struct fill_row *out)
{
	struct digits d;
	const char *end = few_digits(p, f->form.decimal, &d);

	out->kind = FILL_READING;
	out->quality = QUALITY_GOOD;
	if (end == NULL || !value_of(f, q, &d, &out->v))
		end = other_value(f, q, p, &out->v);
	if (end == NULL) {
		if ((*p != f->form.separator && *p != '\n' && *p != '\r'))
			return NULL;
		out->kind = FILL_EMPTY;
		end = p;
	}
	if ((eight(end) & f->tail_mask) == f->tail)
		return end + f->tail_len;
	return other_end(f, end, &out->quality);
}

/* One row; where it ends, or NULL: it is odd.  The margin is there. */
static inline const char *
find_row(struct readrow *f, const char *p, struct fill_row *out)
{
	struct known *q = find_point(f, p, p + ID_MAX);

	if (q == NULL)
		return NULL;
	p += q->len;
	if (!same_stamp(f, p) && !find_time(f, p))
		return NULL;
	if ((p = find_reading(f, q, p + f->stamp_len, out)) == NULL)
		return NULL;
	f->last = q;
	out->point = q->handle;
	out->t = f->instant;
	return p;
}

/* The line's end; it has one. */
static const char *
pass_line(const char *p, const char *end)
{
	return (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
}

/* Room for one more behind the n that are there. */
static struct fill_row *
lengthen(struct readrow_rows *rows, size_t n)
{
	rows->cap = rows->cap ? 2 * rows->cap : 4096;
	rows->row = xrealloc(rows->row, rows->cap, sizeof *rows->row);
	return rows->row + n;
}

void
readrow_piece(struct readrow *f, const char *p, size_t n, size_t ahead,
    struct readrow_rows *rows)
{
	const char *start = p, *end = p + n, *next;
	const char *safe =
	    p + (ahead > READROW_MARGIN ? ahead - READROW_MARGIN : 0);
	struct fill_row *out = rows->row + rows->n, *full;

	full = rows->row + rows->cap;
	f->stranger = 0;
	for (p += rows->at; p < end; p = next, out++) {
		if (out == full) {
			out = lengthen(rows, rows->cap);
			full = rows->row + rows->cap;
		}
		next = p < safe ? find_row(f, p, out) : NULL;
		if (next == NULL) {
			if (f->stranger)
				break;
			out->kind = FILL_ODD;
			out->t = p - start;
			next = pass_line(p, end);
		}
	}
	rows->n = (size_t)(out - rows->row);
	rows->at = (size_t)(p - start);
}

void
readrow_pass(const char *p, size_t n, struct readrow_rows *rows)
{
	if (rows->n == rows->cap)
		lengthen(rows, rows->n);
	rows->row[rows->n].kind = FILL_ODD;
	rows->row[rows->n++].t = (int64_t)rows->at;
	rows->at = (size_t)(pass_line(p + rows->at, p + n) - p);
}
