#include "alarmrun.h"

#include <stdlib.h>
#include <string.h>

#include "scanprint.h"
#include "store_alarm.h"
#include "xalloc.h"

_Static_assert(
    sizeof(struct scan_zone) % 8 == 0 && sizeof(struct pointwatch) % 8 == 0,
    "what is kept lies one behind the other");

enum { FORMAT = 1, WEEK = 7, SLOTS = 3 };

static const char *const slot_name[SLOTS] = {"now", "week", "fortnight"};

struct meta { /* a multiple of 8 bytes, as all that follows it */
	int32_t format, zone_bytes, point_bytes, unused;
	int64_t day, import;
	uint64_t fingerprint;
	int64_t zones, points;
};

/* --- remembering --- */

struct buffer {
	unsigned char *p;
	size_t n, cap;
};

static void
append(struct buffer *b, const void *p, size_t n)
{
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

static void
remember(struct alarmrun *r, int slot, int64_t day, int64_t import)
{
	struct alarmscan *c = r->scan;
	struct meta m = {.format = FORMAT,
	    .zone_bytes = sizeof **c->zone,
	    .point_bytes = sizeof **c->point,
	    .day = day,
	    .import = import,
	    .fingerprint = scan_fingerprint(c, day)};
	struct buffer b = {0};

	b.cap = sizeof m + c->n->nzone * (sizeof(int64_t) + sizeof **c->zone) +
		c->n->npoint * (sizeof(int64_t) + sizeof **c->point);
	b.p = xmalloc(b.cap);
	append(&b, &m, sizeof m);
	for (size_t i = 0; i < c->n->nzone; i++)
		if (c->zone[i] != NULL) {
			int64_t at = (int64_t)i;

			append(&b, &at, sizeof at);
			append(&b, c->zone[i], sizeof **c->zone);
			m.zones++;
		}
	for (size_t i = 0; i < c->n->npoint; i++)
		if (c->point[i] != NULL) {
			int64_t at = (int64_t)i;

			append(&b, &at, sizeof at);
			append(&b, c->point[i], sizeof **c->point);
			m.points++;
		}
	memcpy(b.p, &m, sizeof m);
	free(r->kept[slot].p);
	r->kept[slot].p = b.p;
	r->kept[slot].n = b.n;
}

/* The same registries, so the same numbers of zones and points.  The memory is
 * the scan's from now on. */
static void
recall(struct alarmscan *c, void *kept, size_t bytes, const struct meta *m)
{
	unsigned char *p = (unsigned char *)kept + sizeof *m;

	c->arena = kept;
	c->arena_bytes = bytes;
	for (int64_t i = 0; i < m->zones; i++) {
		int64_t at;

		memcpy(&at, p, sizeof at);
		c->zone[at] = (void *)(p + sizeof at);
		p += sizeof at + sizeof **c->zone;
	}
	for (int64_t i = 0; i < m->points; i++) {
		int64_t at;

		memcpy(&at, p, sizeof at);
		c->point[at] = (void *)(p + sizeof at);
		p += sizeof at + sizeof **c->point;
	}
}

/* First day that an import after `since` touches, or one taken back after it;
 * INT64_MAX: none. */
static int64_t
first_touched(struct store *s, int64_t since)
{
	struct store_import *im;
	size_t n = store_imports(s, &im);
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < n; i++) {
		int64_t day;

		if (im[i].first == INT64_MIN ||
		    (im[i].id <= since && im[i].retracted_by <= since))
			continue;
		day = zone_day(store_zone(s), im[i].first);
		first = day < first ? day : first;
	}
	store_imports_free(im, n);
	return first;
}

static int64_t
last_import(struct store *s)
{
	struct store_import *im;
	size_t n = store_imports(s, &im);
	int64_t id = n ? im[n - 1].id : 0;

	store_imports_free(im, n);
	return id;
}

static int
is_good(const struct alarmrun *r, const struct meta *m)
{
	return m->format == FORMAT &&
	       m->zone_bytes == (int32_t)sizeof **r->scan->zone &&
	       m->point_bytes == (int32_t)sizeof **r->scan->point &&
	       m->fingerprint == scan_fingerprint(r->scan, m->day) &&
	       first_touched(r->s, m->import) > m->day;
}

static size_t
bytes_of(const struct meta *m)
{
	return sizeof *m +
	       (size_t)m->zones * (sizeof(int64_t) + (size_t)m->zone_bytes) +
	       (size_t)m->points * (sizeof(int64_t) + (size_t)m->point_bytes);
}

/* What a slot says of itself; 1, 0 (nothing of ours), -1. */
static int
peek(struct alarmrun *r, int slot, struct meta *m)
{
	void *p;
	size_t n;

	if (store_scan_get(r->s, slot_name[slot], sizeof *m, &p, &n) < 0)
		return -1;
	if (n == sizeof *m)
		memcpy(m, p, sizeof *m);
	free(p);
	return n == sizeof *m && m->format == FORMAT;
}

/* The newest of what is kept that still holds; *day: its day, or INT64_MIN. */
static int
resume(struct alarmrun *r, int64_t *day)
{
	struct meta m, best = {0};
	int slot = -1, got;
	size_t n;
	void *p;

	*day = r->known_to = INT64_MIN;
	for (int i = 0; i < SLOTS; i++) {
		if ((got = peek(r, i, &m)) < 0)
			return -1;
		if (got > 0 && m.day > r->known_to)
			r->known_to = m.day;
		if (got == 0 || m.day <= *day || !is_good(r, &m))
			continue;
		slot = i;
		best = m;
		*day = m.day;
	}
	if (slot < 0)
		return 0;
	if (store_scan_get(r->s, slot_name[slot], SIZE_MAX, &p, &n) < 0)
		return -1;
	if (n == bytes_of(&best)) {
		recall(r->scan, p, n, &best);
	} else {
		*day = INT64_MIN; /* cut short: from the first day */
		free(p);
	}
	return 0;
}

/* --- the run --- */

static void
note(struct alarmrun *r, const struct alarm *a)
{
	r->change = xgrow(r->change, r->n, &r->cap, sizeof *r->change);
	r->change[r->n] = *a;
	r->change[r->n].id = xstrdup(a->id);
	r->change[r->n].zone_id = xstrdup(a->zone_id);
	r->change[r->n].point_id = xstrdup(a->point_id);
	r->n++;
}

/* Of a day that the ledger has, the change waits for the reckoning. */
static int
changed(void *ctx, const struct alarm *a)
{
	struct alarmrun *r = ctx;

	if (a->at > r->known_to)
		note(r, a);
	return 0;
}

static const struct alarm *
find(const struct alarms *l, const char *id)
{
	long at = strmap_get(&l->of, id);

	return at < 0 ? NULL : &l->a[at];
}

/* After the days that were scanned before: what came out otherwise. */
static void
reckon(struct alarmrun *r)
{
	alarmscan_open(r->scan);
	for (size_t i = 0; i < r->scan->alarms.n; i++) {
		const struct alarm *a = &r->scan->alarms.a[i];
		const struct alarm *old = find(&r->known, a->id);

		if (old == NULL || !alarm_same(old, a))
			note(r, a);
	}
	for (size_t i = 0; i < r->known.n; i++) {
		struct alarm a = r->known.a[i];

		if (a.state == ALARM_WITHDRAWN ||
		    zone_day(store_zone(r->s), a.detected - 1) < r->from ||
		    zone_day(store_zone(r->s), a.detected - 1) > r->known_to ||
		    find(&r->scan->alarms, a.id) != NULL)
			continue;
		a.state = ALARM_WITHDRAWN;
		a.at = r->known_to;
		note(r, &a);
	}
}

static int
go(struct alarmrun *r, int64_t from, int64_t to, int fresh)
{
	int64_t import = last_import(r->s);

	for (int64_t d = from; d < to; d++) {
		if ((d == r->last_day && alarmscan_last(r->scan, d) < 0) ||
		    alarmscan_day(r->scan, d) < 0)
			return -1;
		if (fresh)
			continue;
		if (d == r->known_to)
			reckon(r);
		if (d % WEEK == 0 && to - d <= 2 * WEEK)
			remember(r, d / WEEK % 2 ? 1 : 2, d, import);
	}
	if (!fresh && to > from && to - 1 > r->known_to)
		remember(r, 0, to - 1, import);
	if (!fresh && from <= r->known_to && to - 1 == r->known_to)
		remember(r, 0, to - 1, import);
	return 0;
}

int
alarmrun(struct alarmrun *r, struct store *s, const struct network *n,
    const struct watchlist *watch, int64_t to, int fresh)
{
	int64_t first, last, day = INT64_MIN;

	*r = (struct alarmrun){.s = s, .fresh = fresh, .known_to = INT64_MIN};
	if ((r->scan = alarmscan_new(s, n, watch)) == NULL)
		return -1;
	if (store_span(s, &first, &last) < 0)
		return 0;
	r->last_day = last;
	to = to > last + 1 ? last + 1 : to;
	if (!fresh &&
	    (store_ledger_load(s, &r->known) < 0 || resume(r, &day) < 0))
		return -1;
	r->scan->changed = changed;
	r->scan->ctx = r;
	r->from = day == INT64_MIN ? first : day + 1;
	/* What was scanned before is gone through again as a whole, so that the
	 * reckoning is complete. */
	if (r->from <= r->known_to && to <= r->known_to)
		to = r->known_to + 1;
	return go(r, r->from, to, fresh);
}

void
alarmrun_release(struct alarmrun *r)
{
	alarmscan_free(r->scan);
	alarms_release(&r->known);
	for (size_t i = 0; i < r->n; i++) {
		free(r->change[i].id);
		free(r->change[i].zone_id);
		free(r->change[i].point_id);
	}
	free(r->change);
	for (int i = 0; i < SLOTS; i++)
		free(r->kept[i].p);
	*r = (struct alarmrun){0};
}

int
alarmrun_write(struct alarmrun *r, const char *path, const char *version)
{
	struct store *s;
	int got;

	if (r->n == 0 && r->kept[0].p == NULL)
		return 0;
	if ((s = store_open_rw(path, NULL)) == NULL)
		return -1;
	got = store_ledger_begin(s);
	for (size_t i = 0; got == 0 && i < r->n; i++)
		got = store_ledger_add(s, &r->change[i], version);
	for (int i = 0; got == 0 && i < SLOTS; i++)
		if (r->kept[i].p != NULL)
			got = store_scan_put(
			    s, slot_name[i], r->kept[i].p, r->kept[i].n);
	if (got == 0)
		got = store_ledger_commit(s);
	store_close(s);
	return got;
}

void
alarmrun_all(const struct alarmrun *r, struct alarms *out)
{
	int made;

	*out = (struct alarms){0};
	for (size_t i = 0; i < r->known.n; i++)
		alarms_put(out, &r->known.a[i], &made);
	for (size_t i = 0; i < r->n; i++)
		alarms_put(out, &r->change[i], &made);
	alarmscan_open(r->scan);
	for (size_t i = 0; i < r->scan->alarms.n; i++)
		alarms_put(out, &r->scan->alarms.a[i], &made);
}
