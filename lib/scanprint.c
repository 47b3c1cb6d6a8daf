#include "scanprint.h"

#include <string.h>

/* FNV-1a, 64 bits. */
static void
mix(uint64_t *h, const void *p, size_t n)
{
	const unsigned char *b = p;

	for (size_t i = 0; i < n; i++)
		*h = (*h ^ b[i]) * 0x100000001B3U;
}

static void
mix_text(uint64_t *h, const char *s)
{
	mix(h, s, strlen(s) + 1);
}

static void
mix_num(uint64_t *h, double v)
{
	mix(h, &v, sizeof v);
}

static void
mix_int(uint64_t *h, int64_t v)
{
	mix(h, &v, sizeof v);
}

static void
mix_registry(uint64_t *h, const struct network *n)
{
	for (size_t i = 0; i < n->nzone; i++) {
		mix_text(h, n->zone[i].id);
		mix_text(h, n->zone[i].parent_id);
		mix_num(h, n->zone[i].level);
		mix_int(h, n->zone[i].from);
		mix_int(h, n->zone[i].to);
	}
	for (size_t i = 0; i < n->npoint; i++) {
		const struct net_point *p = &n->point[i];

		mix_text(h, p->id);
		mix_text(h, p->quantity);
		mix_num(h, p->interval_s);
		mix_num(h, p->min);
		mix_num(h, p->max);
		mix_num(h, p->digits);
		mix_num(h, p->factor);
		mix_int(h, p->counter);
	}
	for (size_t i = 0; i < n->nedge; i++) {
		const struct net_edge *e = &n->edge[i];

		mix_int(h, (int64_t)e->zone);
		mix_int(h, (int64_t)e->point);
		mix_int(h, e->role);
		mix_num(h, e->weight);
		mix_num(h, e->required_m);
		mix_int(h, e->from);
		mix_int(h, e->to);
	}
	for (size_t i = 0; i < n->nparam; i++) {
		mix_text(h, n->param[i].name);
		mix_text(h, n->param[i].zone_id);
		mix_text(h, n->param[i].value);
		mix_int(h, n->param[i].from);
	}
}

/* What began before the instant; an end after it is as good as none. */
static void
mix_events(uint64_t *h, const struct alarmscan *c, int64_t before)
{
	for (size_t i = 0; i < c->n->nevent; i++) {
		const struct net_event *e = &c->n->event[i];

		if (e->start >= before)
			continue;
		mix_text(h, e->kind);
		mix_text(h, e->zone_id);
		mix_text(h, e->point_id);
		mix_int(h, e->mask);
		mix_int(h, e->start);
		mix_int(h, e->end < before ? e->end : INT64_MAX);
	}
	for (size_t i = 0; i < c->events.n; i++) {
		const struct alarmevent *e = &c->events.e[i];
		int holiday = strcmp(e->kind, "holiday") == 0;

		if (e->start >= before || (!holiday && e->end >= before))
			continue;
		mix_text(h, e->kind);
		mix_int(h, e->zone);
		mix_int(h, e->start);
		mix_int(h, e->end);
		mix_text(h, e->outcome);
	}
}

uint64_t
scan_fingerprint(const struct alarmscan *c, int64_t day)
{
	uint64_t h = 0xCBF29CE484222325U;

	mix_text(&h, zone_name(store_zone(c->s)));
	mix_registry(&h, c->n);
	mix_events(&h, c, zone_midnight(store_zone(c->s), day + 1));
	for (size_t i = 0; c->watch != NULL && i < c->watch->n; i++) {
		const struct watch *w = &c->watch->w[i];

		mix_text(&h, w->point_id);
		mix_num(&h, w->low);
		mix_num(&h, w->high);
		mix_num(&h, w->hold_min);
		mix_int(&h, w->from);
		mix_int(&h, w->to);
	}
	return h;
}
