#include "whyask.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "say.h"
#include "term.h"
#include "xalloc.h"

/* 0, or -1: no period. */
static int
read_period(const char *text, int64_t *from, int64_t *to)
{
	const char *dots = strstr(text, "..");
	char first[CAL_BUF];

	if (dots != NULL && dots - text < CAL_BUF) {
		memcpy(first, text, (size_t)(dots - text));
		first[dots - text] = '\0';
		return cal_parse_day(first, from) == 0 &&
			       cal_parse_day(dots + 2, to) == 0 && *from < *to ?
			   0 :
			   -1;
	}
	if (cal_parse_day(text, from) == 0) {
		*to = *from + 1;
		return 0;
	}
	return cal_parse_month(text, from, to) == 0 ||
		       cal_parse_quarter(text, from, to) == 0 ||
		       cal_parse_year(text, from, to) == 0 ?
		   0 :
		   -1;
}

/* "F12", dollars allowed. */
static int
parse_cell(const char *s, uint32_t *row, uint32_t *col)
{
	uint32_t c = 0;
	int64_t r;

	for (s += *s == '$'; isalpha((unsigned char)*s) && c < 20000; s++)
		c = 26 * c + (uint32_t)(toupper((unsigned char)*s) - 'A' + 1);
	s += *s == '$';
	if (c == 0 || c > 16384 || num_int(s, 1, 1048576, &r) < 0)
		return -1;
	*row = (uint32_t)r - 1;
	*col = c - 1;
	return 0;
}

/* BOOK!SHEET!CELL; the sheet perhaps quoted as in a formula. */
static const char *
parse_book(const char *text, struct whyask *out)
{
	const char *cell = strrchr(text, '!'), *sheet = cell;

	while (sheet > text && *--sheet != '!')
		;
	if (*sheet != '!' || sheet == text || cell == sheet + 1)
		return "is not of the form FILE.xlsx!SHEET!CELL";
	if (parse_cell(cell + 1, &out->row, &out->col) < 0)
		return "does not end in a cell such as F12";
	out->kind = WHYASK_CELL;
	out->book = xstrndup(text, (size_t)(sheet - text));
	sheet++;
	if (*sheet == '\'' && cell[-1] == '\'' && cell - sheet > 2)
		out->sheet = xstrndup(sheet + 1, (size_t)(cell - sheet) - 2);
	else
		out->sheet = xstrndup(sheet, (size_t)(cell - sheet));
	return NULL;
}

const char *
whyask_parse(const char *text, struct whyask *out)
{
	const char *name = strrchr(text, ','), *period = name;
	char *when;
	int got;

	*out = (struct whyask){.kind = WHYASK_ALARM};
	if (strchr(text, '!') != NULL)
		return parse_book(text, out);
	if (name == NULL) {
		out->name = xstrdup(text);
		return NULL;
	}
	while (period > text && *--period != ',')
		;
	if (*period != ',' || period == text || name[1] == '\0')
		return "is not of the form ZONE,PERIOD,FIGURE";
	when = xstrndup(period + 1, (size_t)(name - period) - 1);
	got = read_period(when, &out->from, &out->to);
	free(when);
	if (got < 0)
		return "has no period such as 2026-03-31, 2026-03, 2026-Q1 or "
		       "2026-03-01..2026-03-16";
	out->kind = WHYASK_FIGURE;
	out->zone = xstrndup(text, (size_t)(period - text));
	out->name = xstrdup(name + 1);
	return NULL;
}

void
whyask_release(struct whyask *a)
{
	free(a->zone);
	free(a->name);
	free(a->book);
	free(a->sheet);
	*a = (struct whyask){0};
}

/* The column before one of a table's that ends in _lo or _hi. */
static const char *
bounded(const struct term_table *t, const char *name)
{
	for (size_t i = 1; t != NULL && i < t->ncol; i++) {
		size_t back =
		    strcmp(name + strlen(name) - 2, "hi") == 0 ? 2 : 1;

		if (strcmp(t->col[i], name) == 0 && i >= back)
			return t->col[i - back];
	}
	return NULL;
}

const char *
whyask_figure(const char *name, const char **why)
{
	static const char *const verdict[][2] = {{"grade", "rbl_pct"},
	    {"target_met", "rbl_pct"}, {"assessment", "rbl_pct"},
	    {"band", "ili"}, {"band_lcd", "real_lcd"}, {"per", "real_lcd"},
	    {"uarl_set", "uarl_m3"}, {"bill_state", "billed_share"},
	    {"flags", "coverage"}, {"mnf_at", "mnf_m3h"}};
	static const char *const tables[] = {"nightflow", "waterbalance --kpi"};
	size_t n = strlen(name);
	const char *of;

	*why = N_("verdict");
	for (size_t i = 0; i < sizeof verdict / sizeof *verdict; i++)
		if (strcmp(verdict[i][0], name) == 0)
			return verdict[i][1];
	*why = N_("bound");
	for (size_t i = 0; i < 2 && n > 3; i++)
		if ((strcmp(name + n - 3, "_lo") == 0 ||
			strcmp(name + n - 3, "_hi") == 0) &&
		    (of = bounded(term_table(tables[i]), name)) != NULL)
			return of;
	*why = "";
	return name;
}
