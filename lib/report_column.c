#include "report_column.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "report_cell.h"
#include "report_data.h"
#include "report_format.h"
#include "report_word.h"
#include "report_zone.h"
#include "term.h"
#include "textwidth.h"
#include "xalloc.h"

static enum grid_kind
kind_of(const struct frame *f, const struct def_item *item)
{
	const char *id = item->name;
	size_t n = strlen(id);

	if (frame_col(f, id) < 0) {
		if (strcmp(id, "zone") == 0)
			return GRID_ZONE;
		if (strcmp(id, "owner") == 0)
			return GRID_OWNER;
		if (strcmp(id, "rank") == 0)
			return GRID_RANK;
		if (strcmp(id, "days_open") == 0)
			return GRID_DAYS;
	}
	if (strcmp(item->word, "text") == 0 || strcmp(id, "from") == 0 ||
	    strcmp(id, "to") == 0 || strcmp(id, "day") == 0)
		return GRID_TEXT;
	if (strcmp(item->word, "clock") == 0)
		return GRID_CLOCK;
	if (strcmp(id, "flags") == 0)
		return GRID_FLAGS;
	if (strcmp(id, "grade") == 0)
		return GRID_GRADE;
	if (strcmp(id, "target_met") == 0)
		return GRID_MET;
	if (n > 3 && strcmp(id + n - 3, "_id") == 0)
		return GRID_ID;
	if (frame_is_number(id))
		return GRID_NUMBER;
	if ((n > 3 && strcmp(id + n - 3, "_at") == 0) ||
	    strcmp(id, "time") == 0 || strcmp(id, "start") == 0 ||
	    strcmp(id, "end") == 0 || strcmp(id, "detected") == 0)
		return GRID_INSTANT;
	return GRID_WORD;
}

static char *
heading(const struct grid *g, const struct grid_col *c)
{
	struct report *r = g->r;
	const char *zh = def_column(r->def, g->d->id, c->id, "heading", 1);
	const char *en = def_column(r->def, g->d->id, c->id, "heading", 0);
	const struct term *w = term_find(c->id);

	if (c->bound != 0)
		return xstrdup(c->bound < 0 ? report_lines(r, "下限", "low") :
					      report_lines(r, "上限", "high"));
	if (c->earlier)
		return xstrdup(report_lines(r, "去年同期", "A year before"));
	if (zh != NULL)
		return xstrdup(report_lines(r, zh, en));
	if (c->kind == GRID_ZONE)
		return xstrdup(report_lines(r, "分区", "Zone"));
	if (c->kind == GRID_OWNER)
		return xstrdup(report_lines(r, "责任单位", "Owner"));
	if (c->kind == GRID_DAYS)
		return xstrdup(report_lines(r, "已持续天数", "Days open"));
	if (c->kind == GRID_RANK)
		return xstrdup(report_lines(r, "排名", "Rank"));
	if (strcmp(c->id, "zone_id") == 0)
		return xstrdup(report_lines(r, "编号", "Id"));
	if (w != NULL && *w->unit != '\0' && strcmp(w->unit, "-") != 0)
		return xasprintf("%s\n%s", report_term_lines(r, c->id),
		    report_unit(r, w->unit));
	return xstrdup(report_term_lines(r, c->id));
}

/* A table that an older program printed may lack what came later. */
static void
say_missing(const struct report *r, struct grid_col *c)
{
	char *head = xasprintf(
	    "%s\n%s", c->head, report_lines(r, "（未提供）", "(not supplied)"));

	free(c->head);
	c->head = head;
}

static void
push_col(struct grid *g, const struct def_item *item, int bound, int col)
{
	struct grid_col *c;

	g->c = xrealloc(g->c, g->ncol + 1, sizeof *g->c);
	c = &g->c[g->ncol++];
	*c = (struct grid_col){.bound = bound, .col = col, .lo = -1, .hi = -1};
	c->earlier = strcmp(item->word, "year_before") == 0;
	snprintf(c->id, sizeof c->id, "%s", item->name);
	c->kind = bound ? GRID_NUMBER : kind_of(g->f, item);
	c->num = report_format(g->r, g->d->id, c->id);
	c->missing = c->kind > GRID_RANK && c->kind != GRID_DAYS && col < 0;
	c->head = heading(g, c);
	if (c->missing)
		say_missing(g->r, c);
}

static void
add_col(struct grid *g, const struct def_item *item)
{
	int lo, hi;

	report_bounds(g->f, item->name, &lo, &hi);
	push_col(g, item, 0, frame_col(g->f, item->name));
	if (lo < 0 || hi < 0 || g->c[g->ncol - 1].earlier)
		return;
	if (strcmp(item->word, "bounds") == 0) {
		push_col(g, item, -1, lo);
		push_col(g, item, 1, hi);
	} else {
		g->c[g->ncol - 1].lo = lo;
		g->c[g->ncol - 1].hi = hi;
	}
}

/* All columns of the table, the zone's name before its id. */
static void
all_columns(struct grid *g)
{
	struct def_item item = {.word = ""};

	for (size_t i = 0; i < g->f->ncol; i++) {
		if (strcmp(g->f->col[i], "zone_id") == 0) {
			strcpy(item.name, "zone");
			add_col(g, &item);
		}
		snprintf(item.name, sizeof item.name, "%s", g->f->col[i]);
		add_col(g, &item);
	}
}

void
report_columns(struct grid *g)
{
	const char *p = def_get(g->d, "columns");
	struct def_item item;

	if (p == NULL) {
		all_columns(g);
		return;
	}
	while (def_next(&p, &item))
		add_col(g, &item);
}

/* Numbers.  Of a format without per cent those with more digits before the
 * point are wider, so that not each of a large table is read for its width. */
static double
widest_number(const struct grid *g, const struct grid_col *c)
{
	const int by_digits =
	    strcmp(c->num, "General") != 0 && strchr(c->num, '%') == NULL;
	double most = 1, v;
	size_t longest = 0;

	for (size_t i = 0; i < g->nrow; i++) {
		long row = grid_row(g, i, c);
		const char *s =
		    row < 0 ? "" : frame_at(g->f, (size_t)row, c->col);
		size_t n = strcspn(s, ".e");
		double w;

		if (n == 0 || (by_digits && n <= longest && s[n] != 'e') ||
		    num_parse(s, &v) < 0)
			continue;
		longest = n;
		w = textwidth_number(v, c->num);
		most = w > most ? w : most;
	}
	return most;
}

/* A thousand rows tell enough of text. */
static double
widest_text(const struct grid *g, const struct grid_col *c)
{
	double most = 0, v;

	for (size_t i = 0; i < g->nrow && i < 1000; i++) {
		char *text = report_cell_text(g, i, c, &v);
		double w = text ? textwidth(text) : textwidth_number(v, c->num);

		if (c->kind == GRID_ZONE && g->tree)
			w += 1.5 * g->r->zone[g->zone[i]].depth;
		most = w > most ? w : most;
		free(text);
	}
	return c->kind == GRID_FLAGS && most > 36 ? 36 : most;
}

void
report_column_width(const struct grid *g, struct grid_col *c)
{
	const char *own = def_column(g->r->def, g->d->id, c->id, "width", -1);
	double w = textwidth_word(c->head) * 1.05 + 1;
	double need =
	    c->kind == GRID_NUMBER ? widest_number(g, c) : widest_text(g, c);

	need = need * (c->bound ? 0.85 : 0.95) + 1.5;
	w = need > w ? need : w;
	c->width = w < 5 ? 5 : w > 42 ? 42 : w;
	if (own != NULL && c->bound == 0)
		num_parse(own, &c->width);
}
