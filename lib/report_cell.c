#include "report_cell.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "ranktie.h"
#include "report_data.h"
#include "report_page.h"
#include "report_value.h"
#include "report_word.h"
#include "report_zone.h"
#include "textwidth.h"
#include "xalloc.h"

/* "3", or "2–4" where bounds overlap. */
static char *
rank_text(const struct grid *g, size_t i)
{
	const struct ranktie *k = g->rank ? &g->rank[i] : NULL;

	if (k == NULL || k->first == 0)
		return xstrdup("");
	return k->first == k->last ? xasprintf("%zu", k->first) :
				     xasprintf("%zu–%zu", k->first, k->last);
}

/* Days from the row's start to the end of the report's last day, a day begun
 * being one; NULL: a number, *v. */
static char *
days_open(const struct grid *g, size_t i, double *v)
{
	const char *start = frame_text(g->f, (size_t)g->row[i], "start");
	char *day = xstrndup(start, 10);
	int64_t from;
	int bad = cal_parse_day(day, &from) < 0 || g->r->last == INT64_MIN;

	free(day);
	if (bad)
		return xstrdup("");
	*v = (double)(g->r->last - from + 1);
	return NULL;
}

char *
report_cell_text(
    const struct grid *g, size_t i, const struct grid_col *c, double *v)
{
	const struct report *r = g->r;
	const struct rzone *z = g->zone[i] < 0 ? NULL : &r->zone[g->zone[i]];
	long row = grid_row(g, i, c);
	const char *s = row < 0 ? "" : frame_at(g->f, (size_t)row, c->col);

	switch (c->kind) {
	case GRID_ZONE:
		s = z ? (*z->name ? z->name : z->id) :
			frame_at(g->f, (size_t)g->row[i], g->id);
		return xstrdup(s);
	case GRID_OWNER:
		return xstrdup(z ? z->owner : "");
	case GRID_RANK:
		return rank_text(g, i);
	case GRID_ID:
		if (g->tree && z != NULL && c->col == g->id)
			s = z->id;
		return xstrdup(s);
	case GRID_TEXT:
		return xstrdup(s);
	case GRID_CLOCK:
		return strlen(s) >= 16 ? xasprintf("%.5s", s + 11) : xstrdup(s);
	case GRID_INSTANT:
		return strlen(s) >= 16 && s[10] == 'T' ?
			   xasprintf("%.10s %.5s", s, s + 11) :
			   xstrdup(s);
	case GRID_DAYS:
		return days_open(g, i, v);
	case GRID_MET:
		return xstrdup(*s ? report_value(r, c->id, s) : "");
	case GRID_GRADE:
		return xstrdup(*s ? report_grade(r, s) : "");
	case GRID_FLAGS:
		return report_flags(r, s);
	case GRID_NUMBER:
	case GRID_WORD:
		break;
	}
	if (num_parse(s, v) == 0)
		return NULL;
	return xstrdup(c->kind == GRID_NUMBER ? "" : report_value(r, c->id, s));
}

int
report_cell_wraps(const struct grid_col *c, const char *text)
{
	return c->kind == GRID_FLAGS ||
	       ((c->kind == GRID_WORD || c->kind == GRID_TEXT) &&
		   textwidth(text) > 40);
}

static void
look_of_text(struct xlsx_look *look, const struct grid_col *c, const char *s)
{
	look->align = 'c';
	switch (c->kind) {
	case GRID_MET:
		look->bold = 1;
		break;
	case GRID_FLAGS:
		look->align = 'l';
		look->bold = 0;
		look->size = 8;
		look->color = 0x595959;
		look->wrap = 1;
		look->indent = 1;
		break;
	case GRID_ZONE:
		look->align = 'l';
		break;
	case GRID_ID:
	case GRID_OWNER:
		look->bold = 0;
		look->color = GREY;
		break;
	case GRID_WORD:
	case GRID_TEXT:
		look->bold = 0;
		look->align = 'l';
		look->indent = 1;
		look->wrap |= report_cell_wraps(c, s);
		break;
	default:
		break;
	}
}

/* The note of a value: its bounds where they have no columns. */
static void
bounds_note(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a,
    size_t i, const struct grid_col *c)
{
	const char *lo, *hi;
	char *note;

	if (c->lo < 0 || !g->tree || g->nrow > 100)
		return;
	lo = frame_at(g->f, (size_t)g->row[i], c->lo);
	hi = frame_at(g->f, (size_t)g->row[i], c->hi);
	if (*lo == '\0' || *hi == '\0')
		return;
	note = xasprintf("%s\n%s – %s",
	    report_word(g->r, "95 % 区间", "95 % bounds"), lo, hi);
	xlsx_note(s, a.row, a.col, note);
	free(note);
}

/* Leads to the zone's chart where there is one. */
static void
zone_cell(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a,
    size_t i, const char *text, struct xlsx_look look)
{
	const struct def_section *to = report_find_sheet(g->r, "charts");
	long z = g->zone[i];

	look.indent = (char)(g->tree && z >= 0 ? g->r->zone[z].depth : 0);
	if (to == NULL || z < 0 || to == g->d ||
	    frames_find(g->r->in, def_get(to, "table")) == NULL) {
		xlsx_span(s, a, text, 0, &look);
		return;
	}
	look.color = INK;
	if (a.col != a.col2)
		xlsx_span(s, a, "", 0, &look);
	xlsx_link(s, a.row, a.col, report_said(g->r, to, "name"),
	    report_chart_row(g->r, (size_t)z), text, &look);
}

/* Does nothing stand in a cell of that kind that has no text? */
static int
may_be_empty(const struct grid_col *c)
{
	return c->kind == GRID_FLAGS || c->kind == GRID_OWNER ||
	       c->kind == GRID_TEXT || c->kind == GRID_WORD ||
	       c->kind == GRID_ID || c->missing;
}

static void
text_cell(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a,
    const struct grid_col *c, size_t i, const char *text, struct xlsx_look look)
{
	long row = grid_row(g, i, c);

	look_of_text(&look, c, text);
	if (*text == '\0' && !may_be_empty(c)) {
		look.color = 0xA6A6A6;
		look.align = c->kind == GRID_NUMBER ? 'r' : 'c';
		look.bold = 0;
		text = "—";
	}
	if (c->kind == GRID_MET && row >= 0 &&
	    *frame_at(g->f, (size_t)row, c->col) != '\0')
		look.color = *frame_at(g->f, (size_t)row, c->col) == 'y' ?
				 DARK_GREEN :
				 DARK_RED;
	if (c->kind == GRID_ZONE)
		zone_cell(g, s, a, i, text, look);
	else
		xlsx_span(s, a, text, 0, &look);
}

void
report_cell(const struct grid *g, struct xlsx_sheet *s, struct xlsx_area a,
    const struct grid_col *c, size_t i, struct xlsx_look look)
{
	double v = NAN;
	char *text = report_cell_text(g, i, c, &v);

	if (text != NULL) {
		text_cell(g, s, a, c, i, text, look);
		free(text);
		return;
	}
	look.num = c->num;
	if (strcmp(c->id, "rank") == 0)
		look.align = 'c';
	if (c->bound != 0 || c->earlier) {
		look.bold = 0;
		look.size = (char)(c->bound != 0 ? 8 : look.size);
		look.color = GREY;
	}
	xlsx_span(s, a, NULL, v, &look);
	bounds_note(g, s, a, i, c);
}
