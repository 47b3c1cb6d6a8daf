#include "whyexplain.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "table.h"
#include "term.h"
#include "whysource.h"
#include "xalloc.h"

struct telling {
	const struct why *w;
	const char *asked;
	struct trail *t;
	struct whyimports seen;
	int got; /* -1: the store failed */
	int bills;
};

/* --- the head --- */

static int
digits_of(const char *name)
{
	const struct term *t = term_find(name);

	return t != NULL && t->digits > 0 ? t->digits : 6;
}

static const char *
unit_of(const char *name)
{
	const struct term *t = term_find(name);

	static const char *const by_end[][2] = {{"_m3h", "m³/h"},
	    {"_m3d", "m³/d"}, {"_h", "h"}, {"_m", "m"}, {"_mpa", "MPa"},
	    {"_billed", "m³"}, {"_read", "m³"}};
	size_t n = strlen(name);

	if (t != NULL && *t->unit != '\0')
		return t->unit;
	for (size_t i = 0; i < sizeof by_end / sizeof *by_end; i++) {
		size_t k = strlen(by_end[i][0]);

		if (n > k && strcmp(name + n - k, by_end[i][0]) == 0)
			return by_end[i][1];
	}
	return "";
}

/* The day, or the first one and that after the last. */
static void
put_span(const struct telling *k, char *buf, size_t size)
{
	char from[CAL_BUF], to[CAL_BUF];

	cal_day_text(k->w->from, from);
	if (k->w->to - k->w->from == 1)
		snprintf(buf, size, "%s", from);
	else
		snprintf(buf, size, trail_tr(k->t, "%s up to %s"), from,
		    cal_day_text(k->w->to, to));
}

static void
figure(struct telling *k, const char *name, const struct why_what *what)
{
	const struct net_zone *z = &k->w->n->zone[k->w->zone];
	const struct term *t = term_find(name);
	char span[2 * CAL_BUF + 20], lo[NUM_BUF], hi[NUM_BUF];

	put_span(k, span, sizeof span);
	trail_num(k->t, TRAIL_FIGURE, name, what->v, digits_of(name),
	    unit_of(name), "%s%s%s; %s%s%s, %s", t ? t->zh : "",
	    t && !k->t->spoken ? ", " : "", t && !k->t->spoken ? t->en : "",
	    z->id, *z->name ? " " : "", z->name, span);
	if (what->bound == NULL || isnan(bound_lo(what->bound)))
		return;
	num_fixed(bound_lo(what->bound), digits_of(name), lo);
	num_fixed(bound_hi(what->bound), digits_of(name), hi);
	trail_add(k->t, TRAIL_FIGURE, trail_tr(k->t, "  95 % bounds"), lo,
	    unit_of(name), "up to %s", hi);
}

static const char *
said(const struct telling *k, const char *name, const struct why_what *what,
    char *buf, size_t size)
{
	static const char *const raw_text[] = {
	    [RAW_FLOW] = "inflow meters less outflow meters, gaps filled",
	    [RAW_AZP] = "pressures at the average zone point",
	    [RAW_OUTLET] = "mean of the plants' outlets",
	    [RAW_USERS] = "the large users' meters in the hour of the minimum",
	    [RAW_GROUP] = "accounts of that night group",
	    [RAW_BILLS] = "bills, spread over their days",
	    [RAW_GIVEN] = "as a row of `balance` says",
	    [RAW_LEAKS] = "flow of the events by their hours in the period",
	    [RAW_NONE] = ""};
	const struct term *t = term_find(name);

	if (what->kind == WHY_FIGURE)
		snprintf(buf, size, "%s", what->expr);
	else if (why_by_volume(what))
		snprintf(buf, size, "%s",
		    trail_tr(k->t, "the plants' outlets, by the volume of each "
				   "hour"));
	else
		snprintf(buf, size, "%s",
		    trail_tr(k->t,
			t != NULL && *t->formula && what->raw != RAW_GIVEN ?
			    t->formula :
			    raw_text[what->raw]));
	return buf;
}

/* The formula, and with the numbers. */
static void
formula(struct telling *k, const char *name, const struct why_what *what)
{
	const struct term *t = term_find(name);
	char text[FORMULA_TEXT], line[FORMULA_TEXT + 2], lead[FORMULA_NAME];

	said(k, name, what, text, sizeof text);
	snprintf(line, sizeof line, "= %s", text);
	trail_add(
	    k->t, TRAIL_FORMULA, name, line, "", "%s", t ? t->source : "");
	if (what->kind != WHY_FIGURE)
		return;
	strcpy(line, "= ");
	formula_numbers(text, why_value, k->w, line + 2, sizeof line - 2);
	snprintf(lead, sizeof lead, "%*s", (int)strlen(name), "");
	trail_add(k->t, TRAIL_FORMULA, lead, line, "", "%s", "");
}

static void
shares(struct telling *k, const struct bound *b)
{
	char half[NUM_BUF];

	for (int i = 0; b != NULL && i < k->w->ninput; i++)
		if (bound_share(b, i) >= 0.0005)
			trail_num(k->t, TRAIL_SHARE,
			    trail_name(k->t, k->w->input(i)),
			    100 * bound_share(b, i), 1, "%",
			    "moves it by %s at its own 95 %% limit",
			    num_fixed(fabs(b->e[i]), 4, half));
}

static void
flags(struct telling *k)
{
	char word[64];
	size_t n;

	for (const char *p = k->w->flags; *p != '\0'; p += n + (p[n] == ' ')) {
		const struct term *t;

		n = strcspn(p, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, p);
		t = term_find(word);
		trail_add(k->t, TRAIL_FLAG, word, "", "", t ? "%s; %s" : "%s%s",
		    t ? t->zh : "", t ? trail_tr(k->t, t->formula) : "");
	}
}

/* --- events --- */

enum { EVENT, KIND, ZONE, POINT, START, END, FOUND, FLOW, EFFECT };

static int
is_near(const struct network *n, const struct store_rows *r, size_t zone)
{
	const char *point = store_rows_text(r, POINT);
	long z = strmap_get(&n->zone_of, store_rows_text(r, ZONE));

	for (size_t i = n->edge_at[zone]; *point && i < n->edge_at[zone + 1];
	     i++)
		if (strcmp(n->point[n->edge[i].point].id, point) == 0)
			return 1;
	if (*point != '\0')
		return 0;
	return z < 0 ? *store_rows_text(r, ZONE) == '\0' :
		       network_inside(n, zone, (size_t)z) ||
			   network_inside(n, (size_t)z, zone);
}

static void
put_event(const struct store_rows *r, const struct zone *tz, struct trail *t)
{
	char a[CAL_BUF], b[CAL_BUF];
	const char *effect = store_rows_text(r, EFFECT);
	int64_t end = store_rows_time(r, END, INT64_MAX);

	if (end != INT64_MAX)
		cal_instant_text(tz, end, b);
	else
		snprintf(b, sizeof b, "%s", trail_tr(t, "still on"));
	trail_add(t, TRAIL_EVENT, store_rows_text(r, EVENT),
	    store_rows_text(r, KIND), "",
	    "%s%s%s: %.16s to %.16s%s%s%s%s; import %" PRId64,
	    store_rows_text(r, ZONE), *store_rows_text(r, POINT) ? " " : "",
	    store_rows_text(r, POINT),
	    cal_instant_text(tz, store_rows_time(r, START, 0), a), b,
	    *store_rows_text(r, FLOW) ? trail_tr(t, ", m3/h ") : "",
	    store_rows_text(r, FLOW), *effect ? trail_tr(t, "; effect ") : "",
	    effect, store_rows_import(r));
}

static void
put_key(const struct store_rows *r, struct trail *t, struct whyimports *seen)
{
	char *key = whyimports_key(table_find("events"), r);

	whyimports_note(seen, store_rows_import(r));
	whyimports_row(seen, t, store_rows_import(r), key);
	free(key);
}

int
whyexplain_events(struct store *s, const struct network *n, size_t zone,
    int64_t from, int64_t to, struct trail *t, struct whyimports *seen)
{
	struct store_rows *r = store_rows_open(s, table_find("events"));
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		if (store_rows_time(r, START, 0) >= to ||
		    store_rows_time(r, END, INT64_MAX) <= from ||
		    !is_near(n, r, zone))
			continue;
		put_event(r, store_zone(s), t);
		put_key(r, t, seen);
	}
	store_rows_close(r);
	return got;
}

/* --- what it is made of --- */

static void
step(struct telling *k, const char *name, const struct why_what *what)
{
	const char *called = trail_name(k->t, name);
	char text[FORMULA_TEXT], numbers[FORMULA_TEXT] = "";

	if (strcmp(name, k->asked) == 0)
		return;
	said(k, name, what, text, sizeof text);
	if (what->kind == WHY_FIGURE)
		formula_numbers(
		    what->expr, why_value, k->w, numbers, sizeof numbers);
	if (strcmp(text, numbers) == 0)
		*numbers = '\0';
	trail_num(k->t, TRAIL_STEP, name, what->v, digits_of(name),
	    unit_of(name), "%s%s%s%s%s%s", called == name ? "" : called,
	    called == name ? "" : " ", *text ? "= " : "", text,
	    *numbers ? " = " : "", numbers);
}

static int
raw(struct telling *k, const struct why_what *what)
{
	switch (what->raw) {
	case RAW_FLOW:
	case RAW_AZP:
	case RAW_OUTLET:
	case RAW_USERS:
		return whysource_readings(k->w, what, k->t, &k->seen);
	case RAW_BILLS:
		return k->bills++ ? 0 : whysource_bills(k->w, k->t, &k->seen);
	case RAW_GIVEN:
		return whysource_given(k->w, what->mode, k->t, &k->seen);
	case RAW_GROUP:
	case RAW_LEAKS:
	case RAW_NONE:
		break;
	}
	return 0;
}

static void
visit(void *ctx, const char *name, const struct why_what *what)
{
	struct telling *k = ctx;

	if (k->got < 0 || strcmp(name, "mnf_at") == 0)
		return;
	switch (what->kind) {
	case WHY_FIGURE:
		step(k, name, what);
		break;
	case WHY_RAW:
		step(k, name, what);
		k->got = raw(k, what);
		break;
	case WHY_PARAM:
		k->got = whysource_param(k->w, name, what->v, k->t, &k->seen);
		break;
	case WHY_REGISTRY:
		k->got =
		    whysource_registry(k->w, name, what->v, k->t, &k->seen);
		break;
	case WHY_CONST:
	case WHY_NONE:
		trail_num(
		    k->t, TRAIL_STEP, name, what->v, 6, "", "of the calendar");
		break;
	}
}

int
whyexplain(const struct why *w, const char *name, struct trail *t)
{
	const struct zone *tz = store_zone(w->s);
	struct telling k = {.w = w, .asked = name, .t = t};
	const struct why_what what = w->what(w, name);

	whyimports_init(&k.seen, w->s, w->files);
	figure(&k, name, &what);
	formula(&k, name, &what);
	shares(&k, what.bound);
	flags(&k);
	k.got = whyexplain_events(w->s, w->n, w->zone,
	    zone_midnight(tz, w->from), zone_midnight(tz, w->to), t, &k.seen);
	if (k.got == 0)
		why_walk(w, name, visit, &k);
	whyimports_put(&k.seen, t);
	whyimports_release(&k.seen);
	return k.got;
}
