#include "report_part.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "report_data.h"
#include "report_page.h"
#include "report_period.h"
#include "report_word.h"
#include "report_zone.h"
#include "xalloc.h"

static const struct {
	const char *name;
	enum report_lang lang;
} langs[] = {{"en", REPORT_EN}, {"zh", REPORT_ZH}, {"both", REPORT_BOTH}};

enum report_lang
report_lang_of(const char *name)
{
	for (size_t i = 0; i < sizeof langs / sizeof *langs; i++)
		if (strcmp(langs[i].name, name) == 0)
			return langs[i].lang;
	return REPORT_EN;
}

const char *
report_lang_name(enum report_lang lang)
{
	return langs[lang].name;
}

/* The day, month or year that is shown. */
static void
when_text(const struct report *r, int zh, char *out, size_t size)
{
	static const char *const en[] = {"January", "February", "March",
	    "April", "May", "June", "July", "August", "September", "October",
	    "November", "December"};
	const char *period = def_get(&r->def->section[0], "period");
	int64_t d;
	int y, m, mday;

	if (period == NULL || strcmp(period, "day") == 0 ||
	    cal_parse_day(r->day, &d) < 0) {
		snprintf(out, size, "%s", r->day);
		return;
	}
	cal_civil(d, &y, &m, &mday);
	if (strcmp(period, "year") == 0)
		snprintf(out, size, zh ? "%d年" : "%d", y);
	else if (zh)
		snprintf(out, size, "%d年%d月", y, m);
	else
		snprintf(out, size, "%s %d", en[m - 1], y);
}

static char *
title_of(const struct report *r, int zh)
{
	const char *own = r->o->title;
	char when[40];

	when_text(r, zh, when, sizeof when);
	return xasprintf("%s%s%s",
	    own ? own : def_word(&r->def->section[0], "title", zh),
	    zh || own ? " " : ", ", when);
}

/* In both languages, or in one where somebody gave it. */
static char *
full_title(const struct report *r)
{
	char *zh, *en, *text;

	if (r->lang != REPORT_BOTH || r->o->title != NULL)
		return title_of(r, r->lang != REPORT_EN);
	zh = title_of(r, 1);
	en = title_of(r, 0);
	text = xasprintf("%s    %s", zh, en);
	free(zh);
	free(en);
	return text;
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
	const char *font = r->lang == REPORT_EN ? "Calibri" : "Microsoft YaHei";
	size_t cells = 0;
	char *program;

	report_set_period(r, f);
	r->title = full_title(r);
	r->top = r->lang == REPORT_BOTH ? 3 : 2;
	for (size_t i = 0; i < r->in->n; i++)
		cells += r->in->frame[i].nrow * r->in->frame[i].ncol;
	/* Below that charts keep copies of their figures for previews. */
	r->large = cells > 200000;
	program = xasprintf("wbtools %s", r->o->version);
	r->x = xlsx_new(&(struct xlsx_about){r->title, report_state(r), program,
			    creation(r->day)},
	    font, r->large);
	free(program);
	return r->x ? 0 : -1;
}

/* The day asked for must be among the figures. */
static int
has_day(const struct report *r, const struct frame *f)
{
	for (size_t i = 0; i < f->nrow; i++)
		if (report_is_current(r, f, i))
			return 1;
	warnx("the table %s has no row of %s", r->shown, r->day);
	return 0;
}

static void
not_supplied(struct report *r, const struct def_section *d)
{
	static const struct xlsx_look look = {
	    .size = 11, .color = GREY, .italic = 1};
	struct xlsx_sheet *s = report_sheet_of(r, d, (int)r->top - 1);
	char *text = report_not_supplied(r, d);

	xlsx_text(s, r->top + 1, 0, text, &look);
	xlsx_width(s, 0, 0, 40);
	free(text);
}

/* The layouts that show no table of the section's.  1: it was one. */
static int
draw_own(struct report *r, const struct def_section *d, const char *layout)
{
	if (layout == NULL)
		return 0;
	if (strcmp(layout, "definitions") == 0)
		report_meaning(r, d);
	else if (strcmp(layout, "sources") == 0)
		report_sources(r, d);
	else if (strcmp(layout, "parameters") == 0)
		report_parameters(r, d);
	else if (strcmp(layout, "digest") == 0)
		report_digest(r, d);
	else
		return 0;
	return 1;
}

static int
draw(struct report *r, const struct def_section *d)
{
	const char *layout = def_get(d, "layout");
	const struct frame *f;
	struct frame own;
	int failed = 0;

	if (draw_own(r, d, layout))
		return 0;
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
	struct report r = {.in = in, .o = o, .def = o->def, .lang = o->lang};
	const struct frame *f;
	int got = -1;

	r.shown = def_get(&o->def->section[0], "table");
	f = frames_find(in, r.shown);
	if (f == NULL || f->nrow == 0) {
		warnx("no rows of the table %s: nothing to report", r.shown);
		return -1;
	}
	r.pool = wordpool_new();
	report_find_zones(&r, f);
	if (start(&r, f) == 0 && has_day(&r, f) && draw_all(&r) == 0)
		got = xlsx_write(r.x, fp, sha256);
	xlsx_free(r.x);
	free(r.title);
	free(r.zone);
	wordpool_free(r.pool);
	strmap_release(&r.zone_at);
	return got;
}
