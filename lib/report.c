#include "report_part.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "table.h"
#include "term.h"
#include "xalloc.h"

/* --- words --- */

const char *
report_word(const struct report *r, const char *zh, const char *en)
{
	return r->zh ? zh : en;
}

const char *
report_term(const struct report *r, const char *id)
{
	const struct term *t = term_find(id);

	return t ? report_word(r, t->zh, t->en) : id;
}

char *
report_flags(const struct report *r, const char *flags)
{
	char *out = xstrdup(""), *next, word[64];
	size_t n;

	for (; *flags != '\0'; flags += n + (flags[n] == ' ')) {
		n = strcspn(flags, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, flags);
		next = xasprintf("%s%s%s", out,
		    *out ? report_word(r, "、", ", ") : "",
		    report_term(r, word));
		free(out);
		out = next;
	}
	return out;
}

char *
report_zone_name(const struct report *r, const struct rzone *z)
{
	(void)r;
	return *z->name ? xasprintf("%s (%s)", z->name, z->id) : xstrdup(z->id);
}

/* --- zones --- */

static void
add_zone(struct report *r, const char *id, const char *name, int depth)
{
	for (size_t i = 0; i < r->nzone; i++)
		if (strcmp(r->zone[i].id, id) == 0)
			return;
	r->zone = xrealloc(r->zone, r->nzone + 1, sizeof *r->zone);
	r->zone[r->nzone++] = (struct rzone){id, name, depth};
}

static int
known_zone(const struct frame *zones, const char *id)
{
	for (size_t i = 0; i < zones->nrow; i++)
		if (strcmp(frame_text(zones, i, "zone_id"), id) == 0)
			return 1;
	return 0;
}

/* Children below their parents, in the order of the table. */
static void
add_tree(
    struct report *r, const struct frame *zones, const char *parent, int depth)
{
	if (depth > 20)
		return;
	for (size_t i = 0; i < zones->nrow; i++) {
		const char *id = frame_text(zones, i, "zone_id");
		const char *up = frame_text(zones, i, "parent_id");
		int top = !*up || !known_zone(zones, up);

		if (parent ? strcmp(up, parent) != 0 : !top)
			continue;
		add_zone(r, id, frame_text(zones, i, "name"), depth);
		add_tree(r, zones, id, depth + 1);
	}
}

/* The zones of the registry as a tree, then those that only figures name; with
 * figures for some of them only, the others are left out. */
static void
find_zones(struct report *r, const struct frame *f)
{
	const struct frame *zones = frames_find(r->in, "zones");
	size_t kept = 0;

	if (zones != NULL)
		add_tree(r, zones, NULL, 0);
	for (size_t i = 0; i < f->nrow; i++)
		add_zone(r, frame_text(f, i, "zone_id"), "", 0);
	for (size_t i = 0; i < r->nzone; i++)
		if (report_pick(f, r->zone[i].id, NULL, NULL) >= 0)
			r->zone[kept++] = r->zone[i];
	r->nzone = kept;
}

long
report_pick(const struct frame *f, const char *zone_id, const char *col,
    const char *value)
{
	for (size_t i = f->nrow; i-- > 0;)
		if (strcmp(frame_text(f, i, "zone_id"), zone_id) == 0 &&
		    (col == NULL || strcmp(frame_text(f, i, col), value) == 0))
			return (long)i;
	return -1;
}

/* --- sheets --- */

struct xlsx_sheet *
report_sheet(struct report *r, const char *name, const char *subtitle,
    int landscape, int one_page, int repeat_to)
{
	static const struct xlsx_look title = {.size = 16,
					  .bold = 1,
					  .color = INK},
				      sub = {.size = 9, .color = GREY};
	struct xlsx_sheet *s = xlsx_sheet(r->x, name);
	char *from = xasprintf("%s", r->title);
	struct xlsx_page page = {.landscape = landscape,
	    .one_page = one_page,
	    .repeat_from = 0,
	    .repeat_to = repeat_to,
	    .footer_left = from,
	    .footer_mid = report_word(r, "第 &P 页，共 &N 页", "&P / &N"),
	    .footer_right = name};

	xlsx_text(s, 0, 0, r->title, &title);
	xlsx_height(s, 0, 26);
	xlsx_text(s, 1, 0, subtitle, &sub);
	xlsx_page(s, &page);
	free(from);
	return s;
}

/* --- titles --- */

static void
month_text(const struct report *r, const char *day, char *out, size_t size)
{
	static const char *const en[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	int64_t d;
	int y, m, mday;

	if (cal_parse_day(day, &d) < 0) {
		snprintf(out, size, "%s", day);
		return;
	}
	cal_civil(d, &y, &m, &mday);
	if (r->zh)
		snprintf(out, size, "%d年%d月", y, m);
	else
		snprintf(out, size, "%s %d", en[m - 1], y);
}

/* The last text of a column: days sort as text. */
static const char *
last_of(const struct frame *f, const char *col)
{
	const char *last = "";

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_text(f, i, col), last) > 0)
			last = frame_text(f, i, col);
	return last;
}

/* Instant of the workbook: SOURCE_DATE_EPOCH, else the day of its figures. */
static int64_t
creation(const char *day)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t t;

	if (epoch != NULL && num_int(epoch, 0, INT64_MAX, &t) == 0)
		return t;
	return cal_parse_day(day, &t) < 0 ? 0 : t * CAL_DAY_S;
}

static int
start(struct report *r, const struct frame *f)
{
	const struct report_opts *o = r->o;
	char when[40];

	if (o->monthly) {
		snprintf(r->day, sizeof r->day, "%s", last_of(f, "from"));
		month_text(r, r->day, when, sizeof when);
		snprintf(r->period, sizeof r->period, "%s – %s", r->day,
		    last_of(f, "to"));
	} else {
		if (o->day != INT64_MIN)
			cal_day_text(o->day, when);
		else
			snprintf(when, sizeof when, "%s", last_of(f, "day"));
		snprintf(r->day, sizeof r->day, "%.10s", when);
		snprintf(r->period, sizeof r->period, "%s", when);
	}
	if (o->title != NULL)
		r->title = xasprintf("%s %s", o->title, when);
	else if (r->zh)
		r->title = xasprintf(
		    "%s %s", o->monthly ? "漏损月报" : "漏损日报", when);
	else
		r->title = xasprintf("%s, %s",
		    o->monthly ? "Water loss" : "Daily water loss", when);
	r->x = xlsx_new(r->title, report_word(r, "Microsoft YaHei", "Calibri"),
	    creation(r->day));
	return r->x ? 0 : -1;
}

/* The day asked for must be among the figures. */
static int
has_day(const struct report *r, const struct frame *f)
{
	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_text(f, i, "day"), r->day) == 0)
			return 1;
	warnx("the table nightflow has no row of %s", r->day);
	return 0;
}

int
report_write(const struct frames *in, const struct report_opts *o, FILE *fp)
{
	struct report r = {.in = in, .o = o, .zh = o->zh};
	const struct frame *f;
	int got = -1;

	r.shown = o->monthly ? "waterbalance --kpi" : "nightflow";
	r.sheet_data = report_word(&r, "图表数据", "Chart data");
	f = frames_find(in, r.shown);
	if (f == NULL || f->nrow == 0) {
		warnx("no rows of the table %s: nothing to report", r.shown);
		return -1;
	}
	find_zones(&r, f);
	if (start(&r, f) == 0 && (o->monthly || has_day(&r, f))) {
		if (o->monthly)
			report_monthly(&r, f);
		else
			report_daily(&r, f);
		report_night(&r);
		report_meaning(&r);
		report_sources(&r);
		got = xlsx_write(r.x, fp);
	}
	xlsx_free(r.x);
	free(r.title);
	free(r.zone);
	return got;
}
