#include "billblock.h"

#include <math.h>
#include <string.h>

#include "rowscan.h"
#include "xalloc.h"

enum { VERSION = 1, MORE = 1, SCALES = 10, DOUBLES = 0xFF };
enum { WORD_BITS = 3, NUMBER_BIT = 5 };

/* --- writing --- */

static void
room(struct chunk_bytes *b, size_t more)
{
	if (b->n + more <= b->cap)
		return;
	b->cap = 2 * (b->n + more) + 512;
	b->p = xrealloc(b->p, b->cap, 1);
}

static void
put_byte(struct chunk_bytes *b, int byte)
{
	room(b, 1);
	b->p[b->n++] = (uint8_t)byte;
}

static void
put_varint(struct chunk_bytes *b, uint64_t v)
{
	for (; v >= 0x80; v >>= 7)
		put_byte(b, (int)(v | 0x80));
	put_byte(b, (int)v);
}

static void
put_zigzag(struct chunk_bytes *b, int64_t v)
{
	put_varint(b, ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0));
}

/* 1 and *k if v is k / 10^scale to the last bit. */
static int
whole(double v, int scale, int64_t *k)
{
	double x = v * rowscan_pow10[scale], back;

	if (!(fabs(x) < 9007199254740992.0))
		return 0;
	*k = llrint(x);
	back = (double)*k / rowscan_pow10[scale];
	return memcmp(&back, &v, sizeof v) == 0;
}

/* The least scale that serves a column, or DOUBLES. */
static int
find_scale(const struct billrow *r, size_t n, int col)
{
	int scale = 0;

	for (size_t i = 0; i < n;) {
		int64_t k;

		/* The volume is always there. */
		if ((col != BILL_VOLUME && isnan(r[i].v[col])) ||
		    whole(r[i].v[col], scale, &k)) {
			i++;
			continue;
		}
		if (++scale == SCALES)
			return DOUBLES;
		i = 0; /* large ones may not be whole any more */
	}
	return scale;
}

static void
put_number(struct chunk_bytes *b, double v, int scale)
{
	int64_t k = 0;
	uint64_t bits;

	if (scale != DOUBLES) {
		whole(v, scale, &k);
		put_zigzag(b, k);
		return;
	}
	memcpy(&bits, &v, sizeof bits);
	for (int i = 0; i < 8; i++)
		put_byte(b, (int)(bits >> (8 * i)));
}

static void
put_more(struct chunk_bytes *b, const struct billrow *r, const int *scale)
{
	int what = r->status | r->billing << WORD_BITS;

	for (int c = 1; c < BILL_NUMBERS; c++)
		if (!isnan(r->v[c]))
			what |= 1 << (NUMBER_BIT + c - 1);
	put_byte(b, what);
	for (int c = 1; c < BILL_NUMBERS; c++)
		if (!isnan(r->v[c]))
			put_number(b, r->v[c], scale[c]);
}

/* How many letters two ids share at their beginning. */
static uint32_t
shared(const struct billrow *a, const struct billrow *b)
{
	uint32_t n = 0;

	if (a->id_len > BILLBLOCK_ID || b->id_len > BILLBLOCK_ID)
		return 0;
	while (n < a->id_len && n < b->id_len && a->id[n] == b->id[n])
		n++;
	return n;
}

static void
put_row(struct chunk_bytes *b, const struct billrow *r,
    const struct billrow *before, int more, const int *scale)
{
	uint32_t n = shared(before, r), rest = r->id_len - n;

	put_varint(b, n);
	put_varint(b, rest);
	room(b, rest);
	memcpy(b->p + b->n, r->id + n, rest);
	b->n += rest;
	put_zigzag(b, (int64_t)r->from - before->from);
	put_zigzag(b, (int64_t)r->to - r->from);
	put_number(b, r->v[BILL_VOLUME], scale[BILL_VOLUME]);
	if (more)
		put_more(b, r, scale);
}

static int
has_more(const struct billrow *r)
{
	return r->status || r->billing || !isnan(r->v[BILL_INDEX_FROM]) ||
	       !isnan(r->v[BILL_INDEX_TO]) || !isnan(r->v[BILL_AMOUNT]);
}

void
billblock_encode(const struct billrow *r, size_t n, struct chunk_bytes *out)
{
	struct billrow before = {.id = ""};
	int scale[BILL_NUMBERS], more = 0;

	for (size_t i = 0; i < n; i++)
		more |= has_more(&r[i]);
	out->n = 0;
	put_byte(out, VERSION);
	put_byte(out, more ? MORE : 0);
	for (int c = 0; c < (more ? BILL_NUMBERS : 1); c++) {
		scale[c] = find_scale(r, n, c);
		put_byte(out, scale[c]);
	}
	put_varint(out, n);
	for (size_t i = 0; i < n; i++) {
		put_row(out, &r[i], &before, more, scale);
		before = r[i];
	}
}

/* --- reading: nothing is believed --- */

/* In one byte most often.  NULL: the block ends here. */
static inline const uint8_t *
varint(const uint8_t *p, const uint8_t *end, uint64_t *v)
{
	if (p < end && *p < 0x80) {
		*v = *p;
		return p + 1;
	}
	*v = 0;
	for (int shift = 0; p < end && shift < 64; shift += 7, p++) {
		*v |= (uint64_t)(*p & 0x7F) << shift;
		if (*p < 0x80)
			return p + 1;
	}
	return NULL;
}

static inline const uint8_t *
zigzag(const uint8_t *p, const uint8_t *end, int64_t *v)
{
	uint64_t u = 0;

	p = varint(p, end, &u);
	*v = (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
	return p;
}

static inline const uint8_t *
number(const uint8_t *p, const uint8_t *end, int scale, double *v)
{
	uint64_t bits = 0;
	int64_t k = 0;

	if (scale != DOUBLES) {
		p = zigzag(p, end, &k);
		*v = (double)k / rowscan_pow10[scale];
		return p;
	}
	if (end - p < 8)
		return NULL;
	for (int i = 0; i < 8; i++)
		bits |= (uint64_t)p[i] << (8 * i);
	memcpy(v, &bits, sizeof bits);
	return p + 8;
}

int
billblock_open(struct billblock *b, const uint8_t *p, size_t size)
{
	uint64_t n;

	if (size < 3 || p[0] != VERSION || p[1] > MORE)
		return -1;
	b->end = p + size;
	b->more = p[1];
	p += 2;
	for (int c = 0; c < (b->more ? BILL_NUMBERS : 1); c++, p++) {
		if (p == b->end || (*p >= SCALES && *p != DOUBLES))
			return -1;
		b->scale[c] = *p;
	}
	b->p = varint(p, b->end, &n);
	if (b->p == NULL || n == 0 || n > BILLBLOCK_ROWS)
		return -1;
	b->left = n;
	b->from = 0;
	b->id_len = 0;
	return 0;
}

/* rest letters at p behind the first n, where all that change lie in one word
 * of eight: written and read as such, or the reader of the id would have to
 * wait. 0: they do not, or the block ends too near. */
static inline int
id_word(struct billblock *b, const uint8_t *p, uint64_t n, uint64_t rest)
{
	static const uint64_t ones = 0x0101010101010101;
	unsigned in = (unsigned)n % 8;
	uint64_t w, tail, keep = ((uint64_t)1 << 8 * in) - 1;
	char *at = b->id + (n - in);

	if (in + rest > 8 || rest == 0 || b->end - p < 8)
		return 0;
	memcpy(&tail, p, 8);
	/* What does not belong to it becomes letters that are not NUL. */
	if (rest < 8)
		tail |= ~(uint64_t)0 << 8 * rest;
	if ((tail - ones) & ~tail & ones << 7)
		return 0;
	memcpy(&w, at, 8);
	w = (w & keep) | tail << 8 * in;
	memcpy(at, &w, 8);
	return 1;
}

static inline const uint8_t *
next_id(struct billblock *b, const uint8_t *p, struct billrow *r)
{
	uint64_t n, rest = 0;
	int ends = 0; /* it has a letter that ends texts */

	if ((p = varint(p, b->end, &n)) == NULL ||
	    (p = varint(p, b->end, &rest)) == NULL || n > b->id_len ||
	    rest > (uint64_t)(b->end - p))
		return NULL;
	r->id_len = (uint32_t)(n + rest);
	if (n + rest > BILLBLOCK_ID) {
		r->id = (const char *)p;
		b->id_len = 0;
		return n > 0 || memchr(p, '\0', rest) ? NULL : p + rest;
	}
	r->id = b->id;
	b->id_len = r->id_len;
	if (id_word(b, p, n, rest))
		return p + rest;
	for (uint64_t i = 0; i < rest; i++) {
		b->id[n + i] = (char)p[i];
		ends |= p[i] == '\0';
	}
	return ends ? NULL : p + rest;
}

static inline const uint8_t *
next_days(struct billblock *b, const uint8_t *p, struct billrow *r)
{
	int64_t from, days = 0;

	if ((p = zigzag(p, b->end, &from)) == NULL ||
	    (p = zigzag(p, b->end, &days)) == NULL)
		return NULL;
	/* Far beyond any day; sums of two of them do not overflow. */
	if (from > INT32_MAX || from < INT32_MIN || days > INT32_MAX ||
	    days < INT32_MIN)
		return NULL;
	from += b->from;
	days += from;
	if (from > INT32_MAX / 4 || from < INT32_MIN / 4 ||
	    days > INT32_MAX / 4 || days < INT32_MIN / 4)
		return NULL;
	r->from = b->from = (int32_t)from;
	r->to = (int32_t)days;
	return p;
}

static const uint8_t *
next_more(const struct billblock *b, const uint8_t *p, struct billrow *r)
{
	int what;

	if (p == b->end)
		return NULL;
	what = *p++;
	r->status = (uint8_t)(what & ((1 << WORD_BITS) - 1));
	r->billing = (uint8_t)(what >> WORD_BITS & 3);
	if (r->status > BILL_STATUS_MAX || r->billing > BILL_BILLING_MAX)
		return NULL;
	for (int c = 1; p != NULL && c < BILL_NUMBERS; c++)
		if (what >> (NUMBER_BIT + c - 1) & 1)
			p = number(p, b->end, b->scale[c], &r->v[c]);
	return p;
}

int
billblock_next(struct billblock *b, struct billrow *r)
{
	const uint8_t *p = b->p;

	if (b->left == 0)
		return p == b->end ? 0 : -1;
	r->status = r->billing = 0;
	for (int c = 1; c < BILL_NUMBERS; c++)
		r->v[c] = NAN;
	if ((p = next_id(b, p, r)) == NULL ||
	    (p = next_days(b, p, r)) == NULL ||
	    (p = number(p, b->end, b->scale[BILL_VOLUME],
		 &r->v[BILL_VOLUME])) == NULL ||
	    (b->more && (p = next_more(b, p, r)) == NULL))
		return -1;
	b->p = p;
	b->left--;
	return 1;
}
