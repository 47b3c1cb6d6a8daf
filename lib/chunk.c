#include "chunk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lanes.h"
#include "xalloc.h"

enum { VERSION = 1, GRID = 0, LIST = 1, FACTOR = 0x40, DOUBLES = 0xFF };
enum { SCALES = 10, SLOTS_MAX = 100000 };

static const double pow10_[SCALES] = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/* --- writing --- */

static void
room(struct chunk_bytes *b, size_t more)
{
	if (b->n + more <= b->cap)
		return;
	b->cap = 2 * (b->n + more) + 512;
	b->p = xrealloc(b->p, b->cap, 1);
}

/* Where the next goes; there is room for ten bytes. */
static inline uint8_t *
varint(uint8_t *p, uint64_t v)
{
	if (v < 0x4000) { /* one byte or two, without a branch */
		uint64_t two = v >= 0x80;

		p[0] = (uint8_t)(v | two << 7);
		p[1] = (uint8_t)(v >> 7);
		return p + 1 + two;
	}
	while (v >= 0x80) {
		*p++ = (uint8_t)(v | 0x80);
		v >>= 7;
	}
	*p++ = (uint8_t)v;
	return p;
}

static void
put_varint(struct chunk_bytes *b, uint64_t v)
{
	room(b, 10);
	b->n = (size_t)(varint(b->p + b->n, v) - b->p);
}

static uint64_t
zigzag(int64_t v)
{
	return ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);
}

static int64_t
unzigzag(uint64_t v)
{
	return (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
}

/* The decoder's formula; the encoder accepts what it reproduces. */
static double
value_of(int64_t k, double num, double den_scaled)
{
	return (double)k * num / den_scaled;
}

static int
same(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

/* 1 and *k if v is k * num / (den * 10^scale) to the last bit. */
static int
whole(double v, double num, double den_scaled, int64_t *k)
{
	double x = num == 1 ? v * den_scaled : v * den_scaled / num;

	if (!(fabs(x) < 9007199254740992.0))
		return 0;
	*k = llrint(x);
	return same(value_of(*k, num, den_scaled), v);
}

/* The same for readings from the first on, a few at a time; how many it serves,
 * of those that are numbers small enough for it.  A sum with 1.5 * 2^52 is a
 * whole number, which stands in its lower bits. */
static inline size_t
some_whole(const struct reading *r, size_t n, double num, double den_scaled,
    int64_t *k)
{
	enum { FEW = 8 };
	const lanes big = lanes_all(6755399441055744.0), n2 = lanes_all(num);
	const lanes d2 = lanes_all(den_scaled);
	const lanes limit = lanes_all(2251799813685248.0);
	size_t i = 0;

	for (; i + FEW <= n; i += FEW) {
		masks differ = {0, 0}, small = {-1, -1};

		for (size_t m = i; m < i + FEW; m += LANES) {
			const lanes v = {r[m].v, r[m + 1].v};
			const lanes x = num == 1 ? v * d2 : v * d2 / n2;
			const lanes sum = x + big, near = sum - big;
			const lanes again =
			    num == 1 ? near / d2 : near * n2 / d2;
			const words whole = (words)sum - (words)big;

			differ |= (masks)again ^ (masks)v;
			small &= lanes_abs(x) < limit;
			memcpy(k + m, &whole, sizeof whole);
		}
		if ((differ[0] | differ[1]) != 0 || (small[0] & small[1]) == 0)
			break;
	}
	return i;
}

/* The least scale that serves all readings, and the whole numbers; or -1. */
static int
find_scale(
    const struct reading *r, size_t n, double num, double den, int64_t *k)
{
	int scale = 0;
	size_t i = 0;

	while (i < n) {
		double den_scaled = den * pow10_[scale];

		i += num == 1 ?
			 some_whole(r + i, n - i, 1, den_scaled, k + i) :
			 some_whole(r + i, n - i, num, den_scaled, k + i);
		if (i == n || whole(r[i].v, num, den_scaled, &k[i])) {
			i++;
			continue;
		}
		if (++scale == SCALES)
			return -1;
		i = 0;
	}
	return scale;
}

static int32_t
gcd(int32_t a, int32_t b)
{
	while (b != 0) {
		int32_t t = a % b;

		a = b;
		b = t;
	}
	return a;
}

static int32_t
find_step(const struct reading *r, size_t n)
{
	int32_t step = 0, next = r[0].off;

	for (size_t i = 1; i < n; i++) {
		next += step;
		if (r[i].off != next) {
			step = gcd(r[i].off - r[i - 1].off, step);
			next = r[i].off;
		}
	}
	return step ? step : 1;
}

/* Sets the bits from..to - 1, low bit first, where none is set yet. */
static void
set_bits(uint8_t *p, size_t from, size_t to)
{
	size_t first = from / 8, last = to / 8;
	unsigned head = 0xFFU << from % 8, tail = ~(0xFFU << to % 8);

	if (first == last) {
		p[first] |= (uint8_t)(head & tail);
		return;
	}
	p[first] |= (uint8_t)head;
	memset(p + first + 1, 0xFF, last - first - 1);
	p[last] |= (uint8_t)tail;
}

/* A bit for each slot that has a reading, run by run. */
static void
put_grid(struct chunk_bytes *b, const struct reading *r, size_t n, int32_t step)
{
	size_t slots = (size_t)((r[n - 1].off - r[0].off) / step) + 1;
	size_t bytes = (slots + 7) / 8;
	uint8_t *p;

	put_varint(b, (uint64_t)r[0].off);
	put_varint(b, (uint64_t)step);
	put_varint(b, slots);
	room(b, bytes + 1);
	p = b->p + b->n;
	memset(p, 0, bytes + 1);
	for (size_t i = 0; i < n;) {
		size_t from = (size_t)((r[i].off - r[0].off) / step), k = i;
		int32_t next = r[i].off;

		do {
			next += step;
			i++;
		} while (i < n && r[i].off == next);
		set_bits(p, from, from + (i - k));
	}
	b->n += bytes;
}

static void
put_list(struct chunk_bytes *b, const struct reading *r, size_t n)
{
	put_varint(b, n);
	put_varint(b, (uint64_t)r[0].off);
	for (size_t i = 1; i < n; i++)
		put_varint(b, (uint64_t)(r[i].off - r[i - 1].off));
}

static void
put_whole(struct chunk_bytes *b, const int64_t *k, size_t n)
{
	int64_t last = 0;
	uint8_t *p;

	room(b, 10 * n);
	p = b->p + b->n;
	for (size_t i = 0; i < n; i++) {
		p = varint(p, zigzag(k[i] - last));
		last = k[i];
	}
	b->n = (size_t)(p - b->p);
}

static void
put_doubles(struct chunk_bytes *b, const struct reading *r, size_t n)
{
	room(b, 8 * n);
	for (size_t i = 0; i < n; i++) {
		uint64_t bits;

		memcpy(&bits, &r[i].v, 8);
		for (int k = 0; k < 8; k++)
			b->p[b->n++] = (uint8_t)(bits >> (8 * k));
	}
}

/* at: room for n, to note where they are that are not good. */
static void
put_quality(
    struct chunk_bytes *b, const struct reading *r, size_t n, int64_t *at)
{
	size_t count = 0;
	int64_t last = 0;

	for (size_t i = 0; i < n; i++)
		if (r[i].quality != QUALITY_GOOD)
			at[count++] = (int64_t)i;
	put_varint(b, count);
	for (size_t i = 0; i < count; i++) {
		put_varint(b, (uint64_t)(at[i] - last));
		put_varint(b, r[at[i]].quality);
		last = at[i];
	}
}

static int
whole_factor(double num, double den)
{
	return num >= 1 && den >= 1 && num < 1e12 && den < 1e12 &&
	       num == floor(num) && den == floor(den);
}

void
chunk_encode(const struct reading *r, size_t n, double num, double den,
    struct chunk_bytes *out)
{
	int32_t step = find_step(r, n);
	size_t slots = (size_t)((r[n - 1].off - r[0].off) / step) + 1;
	int grid = slots / 8 <= n;
	int64_t *k = xmalloc(n * sizeof *k);
	int scale = find_scale(r, n, 1, 1, k), factor = 0;

	if (scale < 0 && whole_factor(num, den)) {
		scale = find_scale(r, n, num, den, k);
		factor = scale >= 0;
	}
	out->n = 0;
	room(out, 2);
	out->p[out->n++] = (uint8_t)(VERSION << 4 | (grid ? GRID : LIST));
	out->p[out->n++] =
	    scale < 0 ? DOUBLES : (uint8_t)(scale | (factor ? FACTOR : 0));
	if (factor) {
		put_varint(out, (uint64_t)num);
		put_varint(out, (uint64_t)den);
	}
	if (grid)
		put_grid(out, r, n, step);
	else
		put_list(out, r, n);
	if (scale < 0)
		put_doubles(out, r, n);
	else
		put_whole(out, k, n);
	put_quality(out, r, n, k);
	free(k);
}

/* --- reading: nothing is believed --- */

struct cursor {
	const uint8_t *p, *end;
	int bad;
};

static uint64_t
get_varint(struct cursor *c)
{
	uint64_t v = 0;

	for (int shift = 0; shift < 64; shift += 7) {
		uint8_t byte;

		if (c->p == c->end)
			break;
		byte = *c->p++;
		v |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return v;
	}
	c->bad = 1;
	return 0;
}

static struct reading *
grow(struct reading **out, size_t *cap, size_t n)
{
	if (n > *cap) {
		*cap = n < 288 ? 288 : n;
		*out = xrealloc(*out, *cap, sizeof **out);
	}
	return *out;
}

/* The readings of up to eight slots, of which `left` are there; how many. */
static inline size_t
get_eight(unsigned bits, size_t left, uint64_t first, uint64_t step,
    struct reading *r)
{
	size_t n = 0;

	if (bits == 0xFF && left >= 8) { /* most often */
		for (uint64_t k = 0; k < 8; k++) {
			r[k].off = (int32_t)(first + k * step);
			r[k].quality = QUALITY_GOOD;
		}
		return 8;
	}
	for (uint64_t k = 0; k < 8 && k < left; k++) {
		r[n].off = (int32_t)(first + k * step);
		r[n].quality = QUALITY_GOOD;
		n += bits >> k & 1;
	}
	return n;
}

struct grid {
	uint64_t first, step, slots;
	const uint8_t *bits;
};

static struct grid
get_grid_head(struct cursor *c)
{
	struct grid g;

	g.first = get_varint(c);
	g.step = get_varint(c);
	g.slots = get_varint(c);
	g.bits = c->p;
	if (c->bad || g.slots == 0 || g.slots > SLOTS_MAX || g.step == 0 ||
	    g.first + (g.slots - 1) * g.step > SLOTS_MAX ||
	    (size_t)(c->end - c->p) < (g.slots + 7) / 8)
		c->bad = 1;
	else
		c->p += (g.slots + 7) / 8;
	return g;
}

static size_t
get_grid(struct cursor *c, struct reading **out, size_t *cap)
{
	const struct grid g = get_grid_head(c);
	struct reading *r;
	size_t n = 0;

	if (c->bad)
		return 0;
	r = grow(out, cap, g.slots);
	for (size_t s = 0; s < g.slots; s += 8)
		n += get_eight(g.bits[s / 8], g.slots - s, g.first + s * g.step,
		    g.step, r + n);
	return n;
}

static size_t
get_list(struct cursor *c, struct reading **out, size_t *cap)
{
	uint64_t n = get_varint(c), off = get_varint(c);
	struct reading *r;

	if (c->bad || n == 0 || n > SLOTS_MAX) {
		c->bad = 1;
		return 0;
	}
	r = grow(out, cap, n);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			off += get_varint(c);
		if (off > SLOTS_MAX)
			c->bad = 1;
		r[i].off = (int32_t)(c->bad ? 0 : off);
		r[i].quality = QUALITY_GOOD;
	}
	return (size_t)n;
}

/* get_varint for one byte or two, most often, where ten are there. */
static inline uint64_t
next_varint(struct cursor *c)
{
	uint64_t a = c->p[0], b = c->p[1], two = a >> 7;

	if (two & b >> 7)
		return get_varint(c);
	c->p += 1 + two;
	return (a & 0x7F) | (b << 7 & (0 - two));
}

static void
get_whole(struct cursor *c, struct reading *r, size_t n, double num,
    double den_scaled)
{
	struct cursor at = *c; /* in registers */
	uint64_t k = 0;
	size_t i = 0;

	/* To divide costs nothing while the next varint is waited for. */
	for (; i + 2 <= n && at.end - at.p >= 20; i += 2) {
		k += (uint64_t)unzigzag(next_varint(&at));
		r[i].v = value_of((int64_t)k, num, den_scaled);
		k += (uint64_t)unzigzag(next_varint(&at));
		r[i + 1].v = value_of((int64_t)k, num, den_scaled);
	}
	for (; i < n; i++) {
		k += (uint64_t)unzigzag(get_varint(&at));
		r[i].v = value_of((int64_t)k, num, den_scaled);
	}
	*c = at;
}

static void
get_doubles(struct cursor *c, struct reading *r, size_t n)
{
	if ((size_t)(c->end - c->p) < 8 * n) {
		c->bad = 1;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		uint64_t bits = 0;

		for (int k = 0; k < 8; k++)
			bits |= (uint64_t)*c->p++ << (8 * k);
		memcpy(&r[i].v, &bits, 8);
	}
}

static void
get_quality(struct cursor *c, struct reading *r, size_t n)
{
	uint64_t count, at = 0, q;

	for (count = get_varint(c); count > 0 && !c->bad; count--) {
		at += get_varint(c);
		q = get_varint(c);
		if (at >= n || q > QUALITY_MAX)
			c->bad = 1;
		else
			r[at].quality = (uint16_t)q;
	}
}

/* Kind and scale, and the factor if there is one; -1: no chunk. */
static int
get_head(struct cursor *c, int *kind, int *scale, double *num, double *den)
{
	if (c->end - c->p < 2 || c->p[0] >> 4 != VERSION ||
	    (c->p[0] & 15) > LIST)
		return -1;
	*kind = *c->p++ & 15;
	*scale = *c->p++;
	*num = *den = 1;
	if (*scale != DOUBLES && *scale & FACTOR) {
		*num = (double)get_varint(c);
		*den = (double)get_varint(c);
		*scale &= ~FACTOR;
	}
	return *scale != DOUBLES && *scale >= SCALES ? -1 : 0;
}

int32_t
chunk_step(const uint8_t *p, size_t size)
{
	struct cursor c = {p, p + size, 0};
	double num, den;
	int kind, scale;
	struct grid g;
	size_t n = 0;

	if (get_head(&c, &kind, &scale, &num, &den) < 0 || kind != GRID)
		return 0;
	g = get_grid_head(&c);
	for (size_t i = 0; !c.bad && i < (g.slots + 7) / 8; i++)
		n += (size_t)__builtin_popcount(g.bits[i]);
	/* Each slot without reading spoils one distance at most. */
	return !c.bad && n > 1 && 2 * (g.slots - n) < n - 1 ? (int32_t)g.step :
							      0;
}

long
chunk_decode(const uint8_t *p, size_t size, struct reading **out, size_t *cap)
{
	struct cursor c = {p, p + size, 0};
	double num, den;
	int kind, scale;
	size_t n;

	if (get_head(&c, &kind, &scale, &num, &den) < 0)
		return -1;
	n = kind == GRID ? get_grid(&c, out, cap) : get_list(&c, out, cap);
	if (c.bad || n == 0)
		return -1;
	if (scale == DOUBLES)
		get_doubles(&c, *out, n);
	else
		get_whole(&c, *out, n, num, den * pow10_[scale]);
	get_quality(&c, *out, n);
	return c.bad || c.p != c.end ? -1 : (long)n;
}
