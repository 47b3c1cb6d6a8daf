/*
 * The trail of an alarm.
 */
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmtext.h"
#include "input.h"
#include "nearest.h"
#include "store_alarm.h"
#include "table.h"
#include "term.h"
#include "whycell.h"
#include "whyexplain.h"
#include "whyrun.h"

/* Says that a word is none of the ledger's. */
static void
no_alarm(const struct alarms *l, const char *name)
{
	struct nearest meant = nearest_to(name);
	char hint[NEAREST_HINT];

	for (size_t i = 0; i < l->n; i++)
		nearest_try(&meant, l->a[i].id);
	warnx("'%s' is neither ZONE,PERIOD,FIGURE nor an alarm of the "
	      "ledger%s",
	    name, nearest_hint(&meant, hint));
}

/* The alarm of a row of a sheet, by zone, point and minute of its onset; -1:
 * none. */
static long
find_by_row(
    const struct alarms *l, const struct whycell *c, const struct input *in)
{
	const struct zone *tz = store_zone(in->s);
	long zone = whyrun_zone(in->n, c->zone);

	for (size_t i = 0; i < l->n; i++) {
		const struct alarm *a = &l->a[i];
		char start[CAL_BUF];

		cal_instant_text(tz, a->start, start);
		start[10] = ' ';
		if (zone == strmap_get(&in->n->zone_of, a->zone_id) &&
		    (*c->point == '\0' || strcmp(a->point_id, c->point) == 0) &&
		    strncmp(start, c->start, 16) == 0)
			return (long)i;
	}
	return -1;
}

static void
figures(const struct alarm *a, const struct zone *tz, struct trail *t)
{
	char day[CAL_BUF], told[CAL_BUF + 32];
	const struct {
		const char *what;
		double v;
		const char *unit, *how;
	} row[] = {{"size_m3h", a->size, "m3/h", "after less before"},
	    {"size_lo", a->lo, "m3/h", "95 % bound"},
	    {"size_hi", a->hi, "m3/h", "95 % bound"},
	    {"mean", a->mean, "m3/h", "usual inflow; size_pct is of this"},
	    {"volume_m3", a->volume, "m3", told},
	    {"night", a->night, "m3/h", "rise of the night flow"},
	    {"spread", a->sigma, "m3/h", "usual spread of the number watched"},
	    {"evidence", a->evidence, "", "what was added up, in spreads"},
	    {"limit", a->limit, "", "it is an alarm above this"}};
	char *text = alarmtext(a, tz, t->spoken), start[CAL_BUF],
	     found[CAL_BUF];

	snprintf(told, sizeof told, trail_tr(t, "lost up to the end of %s"),
	    cal_day_text(a->at, day));
	trail_add(t, TRAIL_FIGURE, a->id, alarm_kind_word(a->kind), "",
	    "%s; %s%s%s", trail_name(t, alarm_state_word(a->state)), a->zone_id,
	    *a->point_id ? trail_tr(t, ", point ") : "", a->point_id);
	trail_add(t, TRAIL_FORMULA, text, "", "", "%s", "");
	free(text);
	trail_add(t, TRAIL_STEP, trail_name(t, "start"),
	    cal_instant_text(tz, a->start, start), "", "detected %s",
	    cal_instant_text(tz, a->detected, found));
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (!isnan(row[i].v))
			trail_num(t, TRAIL_STEP, trail_name(t, row[i].what),
			    row[i].v, 4, row[i].unit, "%s",
			    trail_tr(t, row[i].how));
	trail_num(t, TRAIL_STEP, trail_name(t, "severity"), alarm_severity(a),
	    0, "", "1 gravest; alarm-scan(1)");
}

static void
flags(const struct alarm *a, struct trail *t)
{
	char buf[ALARM_WORDS], word[64];
	size_t n;

	alarm_words(a->flags, buf);
	for (const char *p = buf; *p != '\0'; p += n + (p[n] == ' ')) {
		const struct term *term;

		n = strcspn(p, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, p);
		term = term_find(word);
		trail_add(t, TRAIL_FLAG, word, "", "", term ? "%s; %s" : "%s%s",
		    term ? term->zh : "",
		    term ? trail_tr(t, term->formula) : "");
	}
}

/* Readings of its points on the days from its onset to its detection. */
static int
readings(const struct input *in, size_t zone, const struct alarm *a,
    struct trail *t, struct whyimports *seen)
{
	const struct zone *tz = store_zone(in->s);
	int64_t from = zone_day(tz, a->start),
		to = zone_day(tz, a->detected) + 1;
	int got = 0;

	for (size_t e = in->n->edge_at[zone];
	     got == 0 && e < in->n->edge_at[zone + 1]; e++) {
		const struct net_point *p = &in->n->point[in->n->edge[e].point];

		if (*a->point_id ? strcmp(p->id, a->point_id) != 0 :
				   !network_flows(p))
			continue;
		trail_num(t, TRAIL_READING, p->id, 0, 0, "",
		    "from the day of its onset to that of its detection");
		got = whyimports_count(seen, t, p->n, p->id, from, to, 0, 0);
	}
	return got;
}

static int
tell(const struct input *in, const struct alarm *a,
    const struct whyfiles *files, struct trail *t)
{
	long z = strmap_get(&in->n->zone_of, a->zone_id);
	struct whyimports seen;
	int got = 0;

	figures(a, store_zone(in->s), t);
	flags(a, t);
	whyimports_init(&seen, in->s, files);
	if (z >= 0)
		got = whyexplain_events(in->s, in->n, (size_t)z, a->start,
		    a->end == INT64_MIN ? INT64_MAX : a->end, t, &seen);
	if (z >= 0 && got == 0)
		got = readings(in, (size_t)z, a, t, &seen);
	whyimports_put(&seen, t);
	whyimports_release(&seen);
	trail_add(t, TRAIL_NOTE,
	    trail_tr(t, "As the ledger has it; alarm-scan(1) tells how leaks "
			"are watched for."),
	    "", "", "%s", "");
	return got < 0;
}

/* Which alarm is asked for; -1: has said that there is none. */
static long
find(const struct whyrun *r, const char *name, const struct alarms *l,
    const struct input *in)
{
	long at =
	    r->cell ? find_by_row(l, r->cell, in) : strmap_get(&l->of, name);

	if (at >= 0)
		return at;
	if (l->n == 0)
		warnx("the ledger has no alarms: alarm-scan --update writes "
		      "it");
	else if (r->cell != NULL)
		warnx("%s: the ledger has no alarm of zone '%s' that began %s",
		    r->text, r->cell->zone, r->cell->start);
	else
		no_alarm(l, name);
	return -1;
}

int
whyrun_alarm(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	struct alarms l = {0};
	struct input in;
	int status = input_open(r->tool, INPUT_READINGS, &in);
	long at;

	if (status != 0)
		return status;
	status = 1;
	if (r->replay)
		warnx("%s cannot be replayed: an alarm rests on all that was "
		      "seen before it; alarm-scan finds it again",
		    r->text);
	else if (store_ledger_load(in.s, &l) == 0 &&
		 (at = find(r, ask->name, &l, &in)) >= 0)
		status = tell(&in, &l.a[at], &r->files, t);
	alarms_release(&l);
	input_close(&in);
	return status;
}
