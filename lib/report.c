#include "report_part.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "report_data.h"
#include "report_page.h"
#include "report_word.h"
#include "report_zone.h"
#include "xalloc.h"

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
last_of(const struct frame *f, int col)
{
	const char *last = "";

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_at(f, i, col), last) > 0)
			last = frame_at(f, i, col);
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

/* The report's day or period, from the last row of its table or --day. */
static void
set_period(struct report *r, const struct frame *f, char *when, size_t size)
{
	const char *period = def_get(&r->def->section[0], "period");
	char day[CAL_BUF];

	snprintf(r->day, sizeof r->day, "%.15s", last_of(f, report_when(f)));
	if (r->o->day != INT64_MIN) {
		cal_day_text(r->o->day, day);
		snprintf(r->day, sizeof r->day, "%.15s", day);
	}
	if (period != NULL && strcmp(period, "month") == 0)
		month_text(r, r->day, when, size);
	else if (period != NULL && strcmp(period, "year") == 0)
		snprintf(
		    when, size, "%.4s%s", r->day, report_word(r, "年", ""));
	else
		snprintf(when, size, "%s", r->day);
	if (frame_col(f, "to") >= 0)
		snprintf(r->period, sizeof r->period, "%s – %s", r->day,
		    last_of(f, frame_col(f, "to")));
	else
		snprintf(r->period, sizeof r->period, "%s", r->day);
}

static int
start(struct report *r, const struct frame *f)
{
	const struct report_opts *o = r->o;
	size_t cells = 0;
	char when[40];

	set_period(r, f, when, sizeof when);
	r->title = xasprintf("%s%s%s",
	    o->title ? o->title : def_word(&r->def->section[0], "title", r->zh),
	    r->zh || o->title ? " " : ", ", when);
	for (size_t i = 0; i < r->in->n; i++)
		cells += r->in->frame[i].nrow * r->in->frame[i].ncol;
	/* Below that charts keep copies of their figures for previews. */
	r->large = cells > 200000;
	r->x = xlsx_new(r->title, report_word(r, "Microsoft YaHei", "Calibri"),
	    creation(r->day), r->large);
	return r->x ? 0 : -1;
}

/* The day asked for must be among the figures. */
static int
has_day(const struct report *r, const struct frame *f)
{
	int when = report_when(f);

	for (size_t i = 0; i < f->nrow; i++)
		if (strcmp(frame_at(f, i, when), r->day) == 0)
			return 1;
	warnx("the table %s has no row of %s", r->shown, r->day);
	return 0;
}

static void
not_supplied(struct report *r, const struct def_section *d)
{
	static const struct xlsx_look look = {
	    .size = 11, .color = GREY, .italic = 1};
	struct xlsx_sheet *s = report_sheet_of(r, d, 1);
	const char *table = def_get(d, "table");
	char *text =
	    xasprintf("%s%s%s", report_word(r, "未提供该表", "not supplied"),
		table ? ": " : "", table ? table : "");

	xlsx_text(s, 3, 0, text, &look);
	xlsx_width(s, 0, 0, 40);
	free(text);
}

static int
draw(struct report *r, const struct def_section *d)
{
	const char *layout = def_get(d, "layout");
	const struct frame *f;
	struct frame own;
	int failed = 0;

	if (layout != NULL && strcmp(layout, "definitions") == 0) {
		report_meaning(r, d);
		return 0;
	}
	if (layout != NULL && strcmp(layout, "sources") == 0) {
		report_sources(r, d);
		return 0;
	}
	f = report_frame(r, d, &own, &failed);
	if (f == NULL && !failed)
		not_supplied(r, d);
	else if (failed)
		;
	else if (layout == NULL || strcmp(layout, "table") == 0)
		failed = report_table(r, d, f) < 0;
	else if (strcmp(layout, "cover") == 0)
		report_cover(r, d, f);
	else if (strcmp(layout, "balance") == 0)
		report_balance(r, d, f);
	else
		report_charts(r, d, f);
	frame_release(&own);
	return failed ? -1 : 0;
}

static int
draw_all(struct report *r)
{
	for (size_t i = 0; i < r->def->n; i++)
		if (r->def->section[i].kind == DEF_SHEET &&
		    draw(r, &r->def->section[i]) < 0)
			return -1;
	return 0;
}

int
report_write(const struct frames *in, const struct report_opts *o, FILE *fp,
    char sha256[65])
{
	struct report r = {.in = in, .o = o, .def = o->def, .zh = o->zh};
	const struct frame *f;
	int got = -1;

	r.shown = def_get(&o->def->section[0], "table");
	f = frames_find(in, r.shown);
	if (f == NULL || f->nrow == 0) {
		warnx("no rows of the table %s: nothing to report", r.shown);
		return -1;
	}
	report_find_zones(&r, f);
	if (start(&r, f) == 0 && has_day(&r, f) && draw_all(&r) == 0)
		got = xlsx_write(r.x, fp, sha256);
	xlsx_free(r.x);
	free(r.title);
	free(r.zone);
	strmap_release(&r.zone_at);
	return got;
}
