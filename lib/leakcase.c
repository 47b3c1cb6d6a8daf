#include "leakcase.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROW_DAYS = 35, GROW_SOON = 7, CREEP_DAYS = 5, AGAIN_DAYS = 28 };

static const double MATCH = 0.4, BACK = 0.3, CREEP = 0.25;

static int
is_over(const struct leakcase *c)
{
	return c->state == LEAK_CLOSED || c->state == LEAK_OVER;
}

/* A size for today on, hours from the start of a step to the end of `to`. */
static void
count(struct leakcase *c, int64_t to, int slots)
{
	c->volume += c->r.size * (double)(to - c->counted) * 24 / slots;
	c->counted = to;
}

static int
add(struct leakcases *cs, const struct leak_report *r, int slots)
{
	struct leakcase *c;

	if (cs->n == LEAK_CASES) { /* the oldest stays as the ledger has it */
		memmove(cs->c, cs->c + 1, (LEAK_CASES - 1) * sizeof *cs->c);
		cs->n--;
	}
	c = &cs->c[cs->n++];
	*c = (struct leakcase){.r = *r,
	    .told = r->size,
	    .told_day = r->found_day,
	    .state = r->what == LEAK_PROVISIONAL ? LEAK_TENTATIVE : LEAK_OPEN,
	    .grown_day = r->found_day,
	    .counted = r->day * slots + r->step};
	return cs->n - 1;
}

/* 1 if the rise is the alarm's own again. */
static int
again(const struct leakcase *c, const struct leak_report *r)
{
	return c->state == LEAK_CLOSED && !c->final &&
	       r->day - c->end_day <= AGAIN_DAYS && r->size > c->r.size / 2 &&
	       r->size < 2 * c->r.size;
}

/* The alarm that this rise makes larger or opens again, or -1. */
static int
grown_by(const struct leakcases *cs, const struct leak_report *r)
{
	if (r->path == LEAK_FAST || r->nature == LEAK_SCALE)
		return -1;
	for (int i = cs->n - 1; i >= 0; i--) {
		const struct leakcase *c = &cs->c[i];
		int64_t ago = r->found_day - c->told_day;

		if (c->r.nature != r->nature)
			continue;
		if (again(c, r))
			return i;
		if (is_over(c))
			continue;
		if ((ago <= GROW_DAYS && r->size < c->told) ||
		    (ago <= GROW_SOON && r->size < 2 * c->told))
			return i;
	}
	return -1;
}

/* What was lost of the rise before today; today counts with the new size. */
static void
grow(struct leakcase *c, const struct leak_report *r, int slots)
{
	double hours =
	    (double)((r->found_day - r->day) * slots - r->step) * 24 / slots;
	double half = (c->r.hi - c->r.lo) / 2, more = (r->hi - r->lo) / 2;

	c->volume += (r->grew ? 0.5 : 1) * r->size * hours;
	if (c->state == LEAK_CLOSED) { /* open again */
		c->counted = r->found_day * slots;
		c->r.size = 0;
	}
	c->r.size += r->size;
	half = sqrt(half * half + more * more);
	c->r.lo = c->r.size - half;
	c->r.hi = c->r.size + half;
	c->r.night += r->night;
	c->grown_day = c->told_day = r->found_day;
	c->told = c->r.size;
	c->state = LEAK_GROWN;
}

static void
close_case(struct leakcase *c, const struct leak_report *r)
{
	c->state = LEAK_CLOSED;
	c->end_day = r->day;
	c->end_step = r->step;
}

/* The fall closes the nearest in size, or all. */
static void
fall(struct leakcases *cs, const struct leak_report *r, int *changed)
{
	int best = -1, oldest = -1;

	for (int i = 0; i < cs->n; i++) {
		struct leakcase *c = &cs->c[i];

		if (is_over(c) || c->state == LEAK_TENTATIVE)
			continue;
		if (oldest < 0)
			oldest = i;
		if (best < 0 || fabs(c->r.size - r->size) <
				    fabs(cs->c[best].r.size - r->size))
			best = i;
	}
	if (best < 0)
		return;
	if (fabs(cs->c[best].r.size - r->size) <= MATCH * r->size) {
		close_case(&cs->c[best], r);
		changed[best] = 1;
	}
	if (cs->c[oldest].r.by != r->by ||
	    r->base - r->size > cs->c[oldest].r.base +
				    BACK * cs->c[oldest].r.size + 2 * r->sigma)
		return;
	for (int i = 0; i < cs->n; i++) {
		struct leakcase *c = &cs->c[i];

		if (is_over(c) || c->state == LEAK_TENTATIVE)
			continue;
		close_case(c, r);
		changed[i] = 1;
	}
}

/* The provisional one, or -1. */
static int
tentative(const struct leakcases *cs)
{
	for (int i = 0; i < cs->n; i++)
		if (cs->c[i].state == LEAK_TENTATIVE)
			return i;
	return -1;
}

static void
confirm(struct leakcase *c, const struct leak_report *r)
{
	int64_t counted = c->counted;

	c->r = *r;
	c->counted = counted;
	c->told = r->size;
	c->state = r->what == LEAK_SHORT ? LEAK_OVER : LEAK_OPEN;
	c->end_day = r->found_day;
	c->end_step = r->found_step;
}

static void
take(struct leakcases *cs, const struct leak_report *r, int slots, int *changed)
{
	int i = tentative(cs);

	if (i >= 0 && r->path == LEAK_FAST && r->what != LEAK_PROVISIONAL &&
	    r->rise == cs->c[i].r.rise) {
		confirm(&cs->c[i], r);
		changed[i] = 1;
		return;
	}
	if (!r->rise && r->nature != LEAK_SCALE) {
		if (r->what == LEAK_CHANGE)
			fall(cs, r, changed);
		return;
	}
	if (r->what == LEAK_SHORT)
		return;
	if (r->what == LEAK_CHANGE && (i = grown_by(cs, r)) >= 0) {
		grow(&cs->c[i], r, slots);
		changed[i] = 1;
		return;
	}
	if (cs->n == LEAK_CASES)
		memmove(
		    changed, changed + 1, (LEAK_CASES - 1) * sizeof *changed);
	i = add(cs, r, slots);
	changed[i] = 1;
	if (r->grew) { /* up to the day it was found, half */
		count(&cs->c[i], (r->found_day + 1) * slots, slots);
		cs->c[i].volume /= 2;
	}
}

/* The alarm that the present level is of, if it crept on. */
static void
creep(
    struct leakcases *cs, const struct leakwatch *w, int64_t day, int *changed)
{
	double now = leakwatch_now(w), sigma = leakwatch_sigma(w), more;
	struct leakcase *c = NULL;
	int i = cs->n;

	while (w->trend && i-- > 0 && c == NULL)
		if (!is_over(&cs->c[i]) && cs->c[i].state != LEAK_TENTATIVE)
			c = &cs->c[i];
	if (c == NULL || w->pending || w->p.last != day ||
	    day - c->grown_day < CREEP_DAYS ||
	    c->r.day + c->r.hours / 24 < w->segment - 1)
		return;
	more = now - c->r.bases[w->chosen] - c->r.size;
	if (!(more > CREEP * c->r.size + 2 * sigma))
		return;
	c->volume += more / 2 * 24 * (double)(day - c->grown_day);
	c->r.size += more;
	c->r.lo += more;
	c->r.hi += more;
	c->r.night = leakwatch_night(w) - c->r.bases[LEAK_N];
	c->grown_day = day;
	c->state = LEAK_GROWN;
	changed[c - cs->c] = 1;
}

void
leakcases_day(struct leakcases *cs, const struct leakwatch *w,
    const struct leak_report *r, int n, int64_t day, int changed[LEAK_CASES])
{
	int slots = w->p.slots;

	memset(changed, 0, LEAK_CASES * sizeof *changed);
	for (int i = 0; i < cs->n; i++)
		if (!is_over(&cs->c[i]) && cs->c[i].state != LEAK_TENTATIVE)
			count(&cs->c[i], day * slots, slots);
	for (int i = 0; i < n; i++)
		take(cs, &r[i], slots, changed);
	if (n == 0)
		creep(cs, w, day, changed);
	for (int i = 0; i < cs->n; i++) {
		struct leakcase *c = &cs->c[i];

		if (c->state == LEAK_CLOSED && changed[i])
			count(c, c->end_day * slots + c->end_step, slots);
		else if (!is_over(c))
			count(c, (day + 1) * slots, slots);
		if (c->volume < 0)
			c->volume = 0;
	}
}

void
leakcase_close(struct leakcase *c, int64_t day, int step, int slots)
{
	if (is_over(c))
		return;
	c->state = LEAK_CLOSED;
	c->end_day = day;
	c->end_step = step;
	c->final = 1;
	count(c, day * slots + step, slots);
}

void
leakcases_drop(struct leakcases *cs, int64_t day)
{
	int n = 0;

	for (int i = 0; i < cs->n; i++)
		if (cs->c[i].state != LEAK_OVER &&
		    (cs->c[i].state != LEAK_CLOSED ||
			day - cs->c[i].end_day <= AGAIN_DAYS))
			cs->c[n++] = cs->c[i];
	cs->n = n;
}
