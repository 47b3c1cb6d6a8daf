/*
 * The commands that compute figures from readings again.
 */
#include "replay_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "table.h"
#include "unit.h"
#include "xalloc.h"

/* --- readings --- */

/* What has a value in this period alone, or on a day of 24 hours, is plain. */
static int
check_days(struct making *m)
{
	const struct zone *tz = store_zone(m->w->s);

	for (int64_t d = m->w->from; d < m->w->to; d++) {
		if (zone_midnight(tz, d + 1) - zone_midnight(tz, d) !=
		    CAL_DAY_S) {
			replay_cannot(m, "the clocks change in the period");
			return -1;
		}
		if (network_zone(m->w->n, m->w->zone, d) == NULL) {
			replay_cannot(m, "the zone does not hold all days");
			return -1;
		}
	}
	return 0;
}

static int
same_points(
    const struct why_point *a, size_t na, const struct why_point *b, size_t nb)
{
	if (na != nb)
		return 0;
	for (size_t i = 0; i < na; i++)
		if (a[i].point != b[i].point || a[i].weight != b[i].weight ||
		    a[i].add != b[i].add)
			return 0;
	return 1;
}

/* The same points on every day. */
static int
check_period(
    struct making *m, enum why_raw raw, const struct why_point *p, size_t n)
{
	int same = 1;

	for (int64_t d = m->w->from + 1; same && d < m->w->to; d++) {
		struct why_point *q;
		size_t k = why_points(m->w, raw, d, &q);

		same = same_points(p, n, q, k);
		free(q);
	}
	if (!same)
		replay_cannot(m, "meters or levels change within the period");
	return same ? 0 : -1;
}

static int
is_one_of(const char *mode, const char *words)
{
	return table_is_word(words, mode);
}

static int
check_point(
    struct making *m, const struct net_point *p, const char *mode, int32_t step)
{
	if (!replay_plain(p->id))
		replay_cannot(m, "the id of point '%s' has odd letters", p->id);
	else if (strcmp(p->quantity, "volume") == 0)
		replay_cannot(m, "point %s is a counter", p->id);
	else if (strcmp(p->quantity, "level") == 0)
		replay_cannot(m, "point %s is a tank's level", p->id);
	else if (p->counter >= 0 && is_one_of(mode, "volume period"))
		replay_cannot(
		    m, "a counter stands in for gaps of point %s", p->id);
	else if (network_interval(p) != step)
		replay_cannot(m, "the points have several intervals");
	else if (CAL_DAY_S % step != 0)
		replay_cannot(
		    m, "the interval of %s does not part a day", p->id);
	return m->failed ? -1 : 0;
}

/* What the mode needs to know beside the readings. */
static void
series_windows(struct making *m, const char *mode)
{
	const struct why *w = m->w;
	const int fixed = strcmp(mode, "fixed") == 0;

	if (!is_one_of(mode, "hour days outlet"))
		fputs(" \\\n    -v cover=\"$night_coverage\"", m->fp);
	if (fixed || is_one_of(mode, "minimum at"))
		fprintf(m->fp, " -v from=%d -v to=%d",
		    (int)network_clock(w->n,
			fixed ? "fixed_from" : "night_from", (long)w->zone,
			w->from),
		    (int)network_clock(w->n, fixed ? "fixed_to" : "night_to",
			(long)w->zone, w->from));
	if (is_one_of(mode, "minimum at"))
		fprintf(m->fp, " -v width=%g",
		    60 * network_num(
			     w->n, "night_width_min", (long)w->zone, w->from));
	else if (is_one_of(mode, "hour users"))
		fprintf(m->fp, " -v at=\"$mnf_at\" -v width=%d", (int)w->width);
	else if (strncmp(mode, "factor ", 7) == 0)
		fprintf(m->fp, " -v night=\"$aznp_m\" -v exponent=\"$%s\"",
		    mode + 7);
	else if (is_one_of(mode, "period period_coverage days"))
		fprintf(m->fp, " -v due=%d", (int)(w->to - w->from));
}

/* How a point's readings count, for the program. */
static void
put_use(struct making *m, const struct why_point *p, const char *blank)
{
	const char *id = m->w->n->point[p->point].id;
	const struct unit *u = NULL;
	struct store_point sp;
	char b[2][NUM_BUF];

	if (store_point(m->w->s, id, &sp) == 0)
		u = unit_find(sp.unit);
	fprintf(m->fp, "%s%s:%s:%.17g/%.17g:%s", blank, id,
	    num_exact(p->weight, b[0]), u ? u->num : 1, u ? u->den : 1,
	    num_exact(p->add, b[1]));
}

/* Flags of readings that are left out. */
static const char not_flow[] = "quality|range|negative|spike|flatline";
static const char not_pressure[] = "quality|range|spike";

static void
series_call(struct making *m, const char *name, const struct why_what *what,
    const struct why_point *p, size_t n)
{
	const struct network *net = m->w->n;
	const int flow = what->raw == RAW_FLOW || what->raw == RAW_USERS;

	fprintf(m->fp, "%s=$(q --validated --from %s --to %s --point ", name,
	    m->from, m->to);
	for (size_t i = 0; i < n; i++)
		fprintf(m->fp, "%s%s", i ? "," : "", net->point[p[i].point].id);
	fprintf(m->fp, " readings |\n    series -v mode=%.*s -v use='",
	    (int)strcspn(what->mode, " "), what->mode);
	for (size_t i = 0; i < n; i++)
		put_use(m, &p[i], i ? " " : "");
	fprintf(m->fp, "' \\\n    -v step=%d -v pressure=%s -v out='%s'",
	    (int)network_interval(&net->point[p[0].point]),
	    flow		 ? "" :
	    what->raw == RAW_AZP ? "azp" :
				   "outlet",
	    flow ? not_flow : not_pressure);
	series_windows(m, what->mode);
	fputs(")\n", m->fp);
	m->series = 1;
}

static int
check_windows(struct making *m, const char *mode, int32_t step)
{
	const struct why *w = m->w;
	double width =
	    60 * network_num(w->n, "night_width_min", (long)w->zone, w->from);

	if (is_one_of(mode, "minimum at") &&
	    (fmod(width, step) != 0 ||
		network_clock(w->n, "night_from", (long)w->zone, w->from) %
		    step))
		replay_cannot(m, "the window is no multiple of the interval");
	if (strncmp(mode, "factor n1", 9) == 0 &&
	    strcmp(network_param(w->n, "n1", (long)w->zone, w->from), "auto") ==
		0)
		replay_cannot(m, "n1 is 'auto'");
	return m->failed ? -1 : 0;
}

/* --- plants --- */

static void
put_plants(struct making *m, const struct why_point *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		put_use(m, &p[i], i ? " " : "");
		fprintf(m->fp, ":%d",
		    (int)network_interval(&m->w->n->point[p[i].point]));
	}
}

static int
check_plants(struct making *m, const struct why_point *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct net_point *q = &m->w->n->point[p[i].point];
		int32_t step = network_interval(q);

		if (check_point(m, q, "hour", step) < 0)
			return -1;
		if (3600 % step != 0)
			replay_cannot(m,
			    "the interval of %s does not part an hour", q->id);
	}
	return m->failed ? -1 : 0;
}

/* The mean pressure of the plants' outlets by what they deliver. */
void
replay_volumes(struct making *m, const char *name)
{
	const struct why *w = m->w;
	struct why_point *p, *flow;
	size_t n = why_points(w, RAW_OUTLET, w->from, &p);

	if (why_meters(w, p, n, &flow) < n)
		replay_cannot(m, "a plant has no meter");
	if (!m->failed && check_plants(m, p, n) == 0 &&
	    check_plants(m, flow, n) == 0 && check_days(m) == 0 &&
	    check_period(m, RAW_OUTLET, p, n) == 0) {
		fprintf(m->fp, "%s=$(q --validated --from %s --to %s --point ",
		    name, m->from, m->to);
		for (size_t i = 0; i < n; i++)
			fprintf(m->fp, "%s%s,%s", i ? "," : "",
			    w->n->point[p[i].point].id,
			    w->n->point[flow[i].point].id);
		fputs(" readings |\n    plants -v pressures='", m->fp);
		put_plants(m, p, n);
		fputs("' \\\n    -v flows='", m->fp);
		put_plants(m, flow, n);
		fprintf(m->fp,
		    "' \\\n    -v not_p='%s' -v not_q='%s' \\\n"
		    "    -v cover=\"$night_coverage\")\n",
		    not_pressure, not_flow);
		m->plants = 1;
	}
	free(flow);
	free(p);
}

void
replay_readings(struct making *m, const char *name, const struct why_what *what)
{
	struct why_point *p;
	size_t n = why_points(m->w, what->raw, m->w->from, &p);
	int32_t step;

	if (n == 0) {
		replay_cannot(m, "no point measures %s", name);
		free(p);
		return;
	}
	step = network_interval(&m->w->n->point[p[0].point]);
	for (size_t i = 0; i < n; i++)
		if (check_point(
			m, &m->w->n->point[p[i].point], what->mode, step) < 0)
			break;
	if (!m->failed && check_days(m) == 0 &&
	    check_period(m, what->raw, p, n) == 0 &&
	    check_windows(m, what->mode, step) == 0)
		series_call(m, name, what, p, n);
	free(p);
}
