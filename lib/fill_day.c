#include <stdlib.h>

#include "fill_private.h"
#include "xalloc.h"

int
fill_close_with(struct fill *f, struct point *p, struct open_day *d,
    const struct day_cells *cells)
{
	struct day_job j;
	int got;

	j = (struct day_job){.point_id = p->id,
	    .point = p->n,
	    .day = d->day,
	    .first = d->day > p->written,
	    .sorted = d->sorted,
	    .num = p->num,
	    .den = p->den,
	    .base = d->base,
	    .held = d->held,
	    .n = d->n,
	    .cap = d->cap,
	    .cells = *cells};
	f->held -= d->n;
	if (j.first)
		p->written = d->day;
	got = daywriter_put(f->writer, &j);
	d->held = j.held;
	d->cap = (uint32_t)j.cap;
	d->n = 0;
	return got;
}

int
fill_close(struct fill *f, struct point *p, struct open_day *d)
{
	struct sweepday *s;
	struct day_cells cells = {0};

	if (d->n == 0)
		return 0;
	if ((s = fill_sweep_of(f, d->day)) != NULL) {
		cells = fill_cells(s);
		daywriter_cells(f->writer, &cells, 1);
		sweepday_take(s, (size_t)(p - f->point), cells.v);
	}
	return fill_close_with(f, p, d, &cells);
}

int
fill_close_lists(struct fill *f)
{
	for (size_t i = 0; i < f->npoint; i++) {
		struct point *p = &f->point[i];

		if (fill_close(f, p, &p->other) < 0 ||
		    fill_close(f, p, &f->now[i]) < 0)
			return -1;
	}
	return 0;
}

struct open_day *
fill_list(struct fill *f, size_t point, int64_t day)
{
	struct open_day *now = &f->now[point], *other = &f->point[point].other;

	if (now->n > 0 && now->day == day)
		return now;
	return other->n > 0 && other->day == day ? other : NULL;
}

static void
swap_days(struct open_day *a, struct open_day *b)
{
	struct open_day d = *a;

	*a = *b;
	*b = d;
}

static int
is_in(const struct open_day *d, int64_t t)
{
	return d->n > 0 && (uint64_t)(t - d->from) < d->span;
}

static int
fits(const struct open_day *d, uint64_t line)
{
	return line - d->base < (uint64_t)1 << NOTED_LINES;
}

/* Makes the day that t falls into the present one; where it is not open, the
 * older of two gives way. */
static int
turn_to(struct fill *f, long point, int64_t t, uint64_t line)
{
	const struct zone *z = store_zone(f->s);
	struct point *p = &f->point[point];
	struct open_day *d = &f->now[point];

	if (!is_in(d, t) &&
	    (p->other.n == 0 || p->other.day < d->day || is_in(&p->other, t)))
		swap_days(d, &p->other);
	if (is_in(d, t) && fits(d, line))
		return 0;
	if (fill_close(f, p, d) < 0)
		return -1;
	d->day = zone_day(z, t);
	d->from = zone_midnight(z, d->day);
	d->span = (uint32_t)(zone_midnight(z, d->day + 1) - d->from);
	d->base = line;
	d->last = 0;
	d->sorted = 1;
	return 0;
}

/* A day has 24, 48, 96, 288 or 1,440 readings as a rule, and some repeated;
 * beside cells it has few. */
static void
lengthen(struct open_day *d)
{
	static const uint32_t room[] = {26, 50, 100, 150, 300, 600, 1500};

	for (size_t i = 0; i < sizeof room / sizeof *room; i++)
		if (room[i] > d->cap) {
			d->cap = room[i];
			d->held = xrealloc(d->held, d->cap, sizeof *d->held);
			return;
		}
	d->cap *= 2;
	d->held = xrealloc(d->held, d->cap, sizeof *d->held);
}

int
fill_note(struct fill *f, long point, int64_t t, double v, uint16_t quality,
    uint64_t line)
{
	struct open_day *d = &f->now[point];
	struct noted h;

	if ((!is_in(d, t) || !fits(d, line)) && turn_to(f, point, t, line) < 0)
		return -1;
	if (d->n == d->cap)
		lengthen(d);
	h = noted_of(v, (int32_t)(t - d->from), line - d->base, quality);
	d->held[d->n++] = h;
	/* Lines only rise, so of equal times the later line stands behind. */
	d->sorted &= h.key > d->last;
	d->last = h.key;
	f->held++;
	return 0;
}
