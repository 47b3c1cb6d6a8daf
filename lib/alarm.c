#include "alarm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "xalloc.h"

static const char *const kind_word[ALARM_KINDS] = {"night_step", "night_rise",
    "flow_step", "low_pressure", "high_pressure", "pressure_drop",
    "pressure_swing", "flatline", "spike", "gap", "range", "negative",
    "mismatch", "clock", "limit"};

static const char *const state_word[] = {N_("provisional"), N_("open"),
    N_("grown"), N_("closed"), N_("short"), N_("merged"), N_("withdrawn")};

enum { STATES = sizeof state_word / sizeof *state_word };

static const char *const flag_word[] = {"demand", "scale", "undetermined",
    "common", "inner", "boundary", "by_person", "confirmed", "nothing_found",
    "operation", "sensor_fault", "watched", "overdue", "holiday", "quiet",
    "acknowledged", "shelved", "outgrown", "learning", "unseen"};

static void
free_strings(struct alarm *a)
{
	free(a->id);
	free(a->zone_id);
	free(a->point_id);
}

void
alarms_release(struct alarms *l)
{
	for (size_t i = 0; i < l->n; i++)
		free_strings(&l->a[i]);
	free(l->a);
	strmap_release(&l->of);
	*l = (struct alarms){0};
}

struct alarm *
alarms_put(struct alarms *l, const struct alarm *a, int *made)
{
	long at = strmap_get(&l->of, a->id);
	struct alarm *to, copy = *a;

	*made = at < 0;
	if (at < 0) {
		l->a = xgrow(l->a, l->n, &l->cap, sizeof *l->a);
		at = (long)l->n++;
		l->a[at] = (struct alarm){.id = xstrdup(a->id),
		    .zone_id = xstrdup(a->zone_id),
		    .point_id = xstrdup(a->point_id)};
		strmap_put(&l->of, a->id, at);
	}
	to = &l->a[at];
	copy.id = to->id;
	copy.zone_id = to->zone_id;
	copy.point_id = to->point_id;
	*to = copy;
	return to;
}

static int
same(double a, double b)
{
	return (isnan(a) && isnan(b)) ||
	       fabs(a - b) <= 1e-9 * (fabs(a) + fabs(b));
}

int
alarm_same(const struct alarm *a, const struct alarm *b)
{
	return a->kind == b->kind && a->state == b->state &&
	       a->start == b->start && a->detected == b->detected &&
	       a->end == b->end && a->flags == b->flags &&
	       (alarm_is_leak(a) || a->hours == b->hours) &&
	       same(a->size, b->size) && same(a->lo, b->lo) &&
	       same(a->hi, b->hi);
}

int
alarm_is_leak(const struct alarm *a)
{
	return a->kind <= ALARM_FLOW_STEP;
}

const char *
alarm_kind_word(enum alarm_kind k)
{
	return kind_word[k];
}

const char *
alarm_state_word(enum alarm_state s)
{
	return state_word[s];
}

static int
find(const char *const *word, int n, const char *s)
{
	for (int i = 0; i < n; i++)
		if (strcmp(word[i], s) == 0)
			return i;
	return -1;
}

int
alarm_kind_of(const char *word)
{
	return find(kind_word, ALARM_KINDS, word);
}

int
alarm_state_of(const char *word)
{
	return find(state_word, STATES, word);
}

static int
fault_severity(const struct alarm *a)
{
	switch (a->kind) {
	case ALARM_NEGATIVE:
	case ALARM_LOW_PRESSURE:
	case ALARM_PRESSURE_DROP:
	case ALARM_LIMIT:
		return 2;
	case ALARM_SPIKE:
		return 4;
	default:
		return 3;
	}
}

int
alarm_severity(const struct alarm *a)
{
	double pct = 100 * a->size / a->mean;
	int class;

	if (!alarm_is_leak(a))
		return fault_severity(a);
	class = pct >= 20 || a->size >= 20 ? 1 :
		pct >= 10 || a->size >= 10 ? 2 :
		pct >= 5 || a->size >= 4   ? 3 :
					     4;
	return a->flags & ALARM_COMMON && class < 4 ? class + 1 : class;
}

double
alarm_score(const struct alarm *a, double yuan_m3)
{
	double sure = a->evidence - 1, share = 1;

	if (!alarm_is_leak(a))
		return 5 - alarm_severity(a);
	sure = !(sure > 0) ? 0 : sure > 1 ? 1 : sure;
	if (a->flags & ALARM_COMMON)
		share = 0.5;
	if (a->flags & (ALARM_DOUBT | ALARM_SCALE | ALARM_BOUNDARY))
		share *= 0.3;
	if (a->flags & ALARM_DEMAND)
		share *= 0.2;
	return 24 * a->size * (isnan(yuan_m3) ? 1 : yuan_m3) *
	       (0.5 + 0.5 * sure) * share;
}

const char *
alarm_words(unsigned flags, char *buf)
{
	size_t n = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof flag_word / sizeof *flag_word; i++)
		if (flags >> i & 1)
			n += (size_t)snprintf(buf + n, ALARM_WORDS - n, "%s%s",
			    n ? " " : "", flag_word[i]);
	return buf;
}
