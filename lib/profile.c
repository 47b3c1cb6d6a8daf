#include "profile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "caltime.h"
#include "num.h"

static const char *const kinds[] = {"inlet", "time", "flow"};

/* "-6m", "38m", the m may be left out. */
static const char *
parse_value(char *s, struct profile *p, size_t i)
{
	size_t n = strlen(s);
	int relative = *s == '-' || *s == '+';

	if (n > 0 && s[n - 1] == 'm')
		s[n - 1] = '\0';
	if (num_parse(s, &p->slot[i].m) < 0)
		return "a value is no pressure in metres, such as -6m or 38m";
	if (i > 0 && relative != p->relative)
		return "changes (-6m) and pressures (38m) are mixed";
	p->relative = relative;
	if (relative && p->slot[i].m > 0)
		return "a valve cannot raise the pressure";
	if (!relative && !(p->slot[i].m > 0))
		return "a pressure is not above 0";
	return NULL;
}

static const char *
parse_place(const char *s, struct profile *p, size_t i)
{
	int32_t clock;

	if (p->kind == PROFILE_TIME) {
		if (cal_parse_clock(s, &clock) < 0 || clock >= CAL_DAY_S)
			return "a time is not HH:MM";
		p->slot[i].at = clock;
	} else if (num_parse(s, &p->slot[i].at) < 0) {
		return "a flow is not a number";
	}
	if (i >= 1 && i < PROFILE_SLOTS && p->slot[i].at <= p->slot[i - 1].at)
		return "times or flows do not rise";
	return NULL;
}

static const char *
parse_slot(char *s, struct profile *p)
{
	const char *wrong;
	char *slash = strchr(s, '/');

	if (p->n == PROFILE_SLOTS)
		return "more than 24 slots";
	if (slash == NULL)
		return "a slot is not PLACE/VALUE";
	*slash = '\0';
	wrong = parse_place(s, p, p->n);
	if (wrong == NULL)
		wrong = parse_value(slash + 1, p, p->n);
	p->n++;
	return wrong;
}

static const char *
parse_slots(char *s, struct profile *p)
{
	const char *wrong = NULL;
	char *save = NULL;

	if (p->kind == PROFILE_INLET) {
		p->slot[0].at = 0;
		p->n = 1;
		return parse_value(s, p, 0);
	}
	for (char *w = strtok_r(s, ",", &save); w != NULL && wrong == NULL;
	     w = strtok_r(NULL, ",", &save))
		wrong = parse_slot(w, p);
	return p->n == 0 ? "there is no slot" : wrong;
}

const char *
profile_parse(const char *text, struct profile *out)
{
	char buf[PROFILE_TEXT];
	char *eq;

	*out = (struct profile){0};
	if (strlen(text) >= sizeof buf)
		return "it is too long";
	strcpy(buf, text);
	if ((eq = strchr(buf, '=')) == NULL)
		return "it is none of inlet=, time=, flow=";
	*eq = '\0';
	for (int i = 0; i < 3; i++) {
		if (strcmp(buf, kinds[i]) != 0)
			continue;
		out->kind = (enum profile_kind)i;
		return parse_slots(eq + 1, out);
	}
	return "it is none of inlet=, time=, flow=";
}

/* The slot that holds at a time of day; before the first it is still the last
 * of the day before. */
static double
by_time(const struct profile *p, int32_t clock)
{
	size_t i = p->n;

	while (i > 0 && p->slot[i - 1].at > clock)
		i--;
	return p->slot[i > 0 ? i - 1 : p->n - 1].m;
}

static double
by_flow(const struct profile *p, double flow)
{
	const struct profile_slot *s = p->slot;
	size_t i = 0;

	while (i < p->n && s[i].at <= flow)
		i++;
	if (i == 0)
		return s[0].m;
	if (i == p->n)
		return s[p->n - 1].m;
	return s[i - 1].m + (s[i].m - s[i - 1].m) * (flow - s[i - 1].at) /
				(s[i].at - s[i - 1].at);
}

double
profile_change(
    const struct profile *p, int32_t clock, double flow_m3h, double inlet_m)
{
	double m =
	    p->kind == PROFILE_TIME ? by_time(p, clock) : by_flow(p, flow_m3h);

	if (p->relative)
		return m;
	return m >= inlet_m ? 0 : m - inlet_m;
}

const char *
profile_text(const struct profile *p, char *buf)
{
	int n = snprintf(buf, PROFILE_TEXT, "%s=", kinds[p->kind]);

	for (size_t i = 0; i < p->n; i++) {
		const struct profile_slot *s = &p->slot[i];
		int at = (int)s->at;
		char a[NUM_BUF], m[NUM_BUF];

		if (p->kind == PROFILE_TIME)
			snprintf(
			    a, sizeof a, "%02d:%02d/", at / 3600, at / 60 % 60);
		else if (p->kind == PROFILE_FLOW)
			snprintf(a, sizeof a, "%.20s/", num_fixed(s->at, 3, m));
		else
			a[0] = '\0';
		num_fixed(s->m, 2, m);
		n += snprintf(buf + n, (size_t)(PROFILE_TEXT - n), "%s%s%s%sm",
		    i ? "," : "", a, p->relative && s->m == 0 ? "-" : "", m);
	}
	return buf;
}
