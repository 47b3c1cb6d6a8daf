#include "alarmact.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "xalloc.h"

static const double DEEPER = 1.25;
static const char shelved[] = "shelved until ";

static void
free_strings(struct alarmact *a)
{
	free(a->who);
	free(a->why);
}

void
alarmacts_put(struct alarmacts *l, const char *id, const struct alarmact *a)
{
	long at = strmap_get(&l->of, id);
	struct alarmact copy = *a;

	copy.who = xstrdup(a->who);
	copy.why = xstrdup(a->why);
	if (at < 0) {
		l->a = xgrow(l->a, l->n, &l->cap, sizeof *l->a);
		at = (long)l->n++;
		strmap_put(&l->of, id, at);
	} else {
		free_strings(&l->a[at]);
	}
	l->a[at] = copy;
}

void
alarmacts_release(struct alarmacts *l)
{
	for (size_t i = 0; i < l->n; i++)
		free_strings(&l->a[i]);
	free(l->a);
	strmap_release(&l->of);
	*l = (struct alarmacts){0};
}

const struct alarmact *
alarmacts_find(const struct alarmacts *l, const char *id)
{
	long at = strmap_get(&l->of, id);

	return at < 0 ? NULL : &l->a[at];
}

/* 1 if the alarm is larger than it was then. */
static int
outgrown(const struct alarmact *act, const struct alarm *a)
{
	if (alarm_is_leak(a))
		return a->size > act->size * (1 + 1e-9);
	return fabs(a->size - a->limit) > DEEPER * fabs(act->size - act->limit);
}

unsigned
alarmact_flag(const struct alarmact *act, const struct alarm *a, int64_t today)
{
	int shelf = act->until != INT64_MIN;

	if (a->state > ALARM_GROWN || (shelf && today >= act->until))
		return 0;
	if (outgrown(act, a))
		return ALARM_OUTGROWN;
	return shelf ? ALARM_SHELVED : ALARM_ACKNOWLEDGED;
}

char *
alarmact_shelved(int64_t until)
{
	char day[CAL_BUF];

	return xasprintf("%s%s", shelved, cal_day_text(until, day));
}

int
alarmact_until(const char *word, int64_t *until)
{
	return strncmp(word, shelved, strlen(shelved)) == 0 &&
	       cal_parse_day(word + strlen(shelved), until) == 0;
}
