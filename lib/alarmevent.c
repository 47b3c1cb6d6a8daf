#include "alarmevent.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

static int
by_start(const void *a, const void *b)
{
	const struct alarmevent *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void
add(struct alarmevents *l, const struct store_rows *r, const struct table *t,
    const struct network *n)
{
	struct alarmevent *e;
	const char *zone = store_rows_text(r, table_col(t, "zone_id"));

	l->e = xgrow(l->e, l->n, &l->cap, sizeof *l->e);
	e = &l->e[l->n++];
	*e = (struct alarmevent){
	    .id = xstrdup(store_rows_text(r, table_col(t, "event_id"))),
	    .kind = xstrdup(store_rows_text(r, table_col(t, "kind"))),
	    .outcome = xstrdup(store_rows_text(r, table_col(t, "outcome"))),
	    .point_id = xstrdup(store_rows_text(r, table_col(t, "point_id"))),
	    .zone = *zone == '\0' ? -1 : strmap_get(&n->zone_of, zone),
	    .start = store_rows_time(r, table_col(t, "start"), INT64_MIN),
	    .end = store_rows_time(r, table_col(t, "end"), INT64_MAX),
	    .flow_m3h = store_rows_num(r, table_col(t, "flow_m3h"))};
}

int
alarmevents_load(
    struct alarmevents *l, struct store *s, const struct network *n)
{
	const struct table *t = table_find("events");
	struct store_rows *r = store_rows_open(s, t);
	int got = r ? 1 : -1;

	*l = (struct alarmevents){0};
	while (got > 0 && (got = store_rows_next(r)) > 0)
		add(l, r, t, n);
	store_rows_close(r);
	if (l->n > 1)
		qsort(l->e, l->n, sizeof *l->e, by_start);
	l->holiday = xcalloc(l->n + 1, sizeof *l->holiday);
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->e[i].kind, "holiday") == 0)
			l->holiday[l->nholiday++] = i;
	return got;
}

void
alarmevents_release(struct alarmevents *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->e[i].id);
		free(l->e[i].kind);
		free(l->e[i].outcome);
		free(l->e[i].point_id);
	}
	free(l->e);
	free(l->holiday);
	*l = (struct alarmevents){0};
}

int
alarmevent_is_leak(const struct alarmevent *e)
{
	return strcmp(e->kind, "burst") == 0 || strcmp(e->kind, "leak") == 0;
}

const struct alarmevent *
alarmevents_holiday(const struct alarmevents *l, const struct network *n,
    size_t zone, int64_t from, int64_t to)
{
	for (size_t i = 0; i < l->nholiday; i++) {
		const struct alarmevent *e = &l->e[l->holiday[i]];

		if (e->start >= to)
			break;
		if (e->end <= from)
			continue;
		if (e->zone < 0 || network_inside(n, zone, (size_t)e->zone) ||
		    network_inside(n, (size_t)e->zone, zone))
			return e;
	}
	return NULL;
}
