#include "ops.h"

#include <err.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "frame.h"
#include "term.h"
#include "xalloc.h"

static const char *const light_word[] = {"green", "amber", "red"};

enum ops_light
ops_judge(double measured, enum ops_worse worse, double amber, double red)
{
	int less = worse == OPS_LESS;

	if (isnan(measured))
		return OPS_AMBER;
	if (!isnan(red) && (less ? measured < red : measured >= red))
		return OPS_RED;
	if (!isnan(amber) && (less ? measured < amber : measured >= amber))
		return OPS_AMBER;
	return OPS_GREEN;
}

static struct ops_line *
add(struct ops *o, const char *section, const char *check, const char *subject,
    double measured, const char *unit, enum ops_worse worse, double amber,
    double red)
{
	struct ops_line *l;

	o->line = xgrow(o->line, o->n_line, &o->cap, sizeof *o->line);
	l = &o->line[o->n_line++];
	*l = (struct ops_line){.section = section,
	    .check = check,
	    .unit = unit,
	    .subject = xstrdup(subject),
	    .light = ops_judge(measured, worse, amber, red),
	    .measured = measured,
	    .amber = amber,
	    .red = red,
	    .previous = NAN,
	    .was = -1,
	    .detail = NULL};
	return l;
}

struct ops_line *
ops_add(struct ops *o, const char *section, const char *check,
    const char *subject, double measured, const char *unit, double amber,
    double red)
{
	return add(
	    o, section, check, subject, measured, unit, OPS_MORE, amber, red);
}

struct ops_line *
ops_add_least(struct ops *o, const char *section, const char *check,
    const char *subject, double measured, const char *unit, double amber,
    double red)
{
	return add(
	    o, section, check, subject, measured, unit, OPS_LESS, amber, red);
}

/* One list of arguments, two texts chosen by tables: no compiler follows. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void
ops_detail(const struct ops *o, struct ops_line *l, const char *en,
    const char *zh, ...)
{
	va_list ap;

	free(l->detail);
	va_start(ap, zh);
	if (vasprintf(&l->detail, o->zh ? zh : en, ap) < 0)
		l->detail = xstrdup("");
	va_end(ap);
}

#pragma GCC diagnostic pop

double
ops_limit(const struct ops *o, const char *name)
{
	return network_num(o->n, name, -1, o->day);
}

void
ops_inspect(struct ops *o)
{
	static const struct {
		const char *name;
		int (*look)(struct ops *o);
	} section[] = {{"feeds", ops_feeds}, {"store", ops_store},
	    {"backups", ops_backups}, {"runs", ops_runs},
	    {"data_quality", ops_quality}, {"alarm_handling", ops_alarms},
	    {"imports", ops_imports}};

	for (size_t i = 0; i < sizeof section / sizeof *section; i++) {
		struct ops_line *l;

		if (section[i].look(o) == 0)
			continue;
		l = ops_add(
		    o, section[i].name, "failed", "", NAN, "", NAN, NAN);
		l->light = OPS_RED;
		ops_detail(o, l,
		    "could not be inspected: standard error says why",
		    "无法检查，原因见标准错误输出");
	}
}

/* --- the inspection before --- */

int
ops_read_previous(struct ops *o, const char *path, struct frames *f)
{
	int status = frames_read(f, path);
	const struct frame *t = frames_find(f, "ops-check");

	if (status != 0)
		return status;
	if (t == NULL) {
		warnx("%s: is no inspection", path);
		return 1;
	}
	for (size_t i = 0; i < t->nrow; i++) {
		if (strcmp(frame_text(t, i, "check"), "size") != 0)
			continue;
		o->last_bytes = frame_num(t, i, "measured") * 1e6;
		cal_parse_day(frame_text(t, i, "day"), &o->last_day);
	}
	return 0;
}

static int
light_of(const char *word)
{
	for (int i = 0; i < 3; i++)
		if (strcmp(word, light_word[i]) == 0)
			return i;
	return -1;
}

/* What a line is about, as a key. */
static char *
key_of(const char *section, const char *check, const char *subject)
{
	return xasprintf("%s\n%s\n%s", section, check, subject);
}

void
ops_compare(struct ops *o, const struct frames *f)
{
	const struct frame *t = frames_find(f, "ops-check");
	struct strmap row = STRMAP_INIT;

	for (size_t i = 0; t != NULL && i < t->nrow; i++) {
		char *key = key_of(frame_text(t, i, "section"),
		    frame_text(t, i, "check"), frame_text(t, i, "subject"));

		strmap_put(&row, key, (long)i);
		free(key);
	}
	for (size_t i = 0; i < o->n_line; i++) {
		struct ops_line *l = &o->line[i];
		char *key = key_of(l->section, l->check, l->subject);
		long r = strmap_get(&row, key);

		free(key);
		if (r < 0)
			continue;
		l->previous = frame_num(t, (size_t)r, "measured");
		l->was = light_of(frame_text(t, (size_t)r, "light"));
	}
	strmap_release(&row);
}

/* --- the table --- */

static void
put_line(const struct ops *o, const struct ops_line *l, struct csvout *out)
{
	char day[CAL_BUF];

	csvout_text(out, cal_day_text(o->day, day));
	csvout_text(out, l->section);
	csvout_text(out, l->check);
	csvout_text(out, l->subject);
	csvout_text(out, light_word[l->light]);
	csvout_int(out, l->light);
	column_num(out, "measured", l->measured);
	csvout_text(out, l->unit);
	column_num(out, "amber_from", l->amber);
	column_num(out, "red_from", l->red);
	column_num(out, "previous", l->previous);
	csvout_text(out, l->was < 0 ? "" : light_word[l->was]);
	csvout_text(out, l->detail ? l->detail : "");
	csvout_row(out);
}

enum ops_light
ops_put(const struct ops *o, struct csvout *out)
{
	const struct term_table *t = term_table("ops-check");
	enum ops_light worst = OPS_GREEN;

	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < o->n_line; i++) {
		put_line(o, &o->line[i], out);
		if (o->line[i].light > worst)
			worst = o->line[i].light;
	}
	return worst;
}

void
ops_release(struct ops *o)
{
	for (size_t i = 0; i < o->n_line; i++) {
		free(o->line[i].subject);
		free(o->line[i].detail);
	}
	free(o->line);
}
