#include "sniff_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "say.h"
#include "xalloc.h"

static const char *const dates[] = {"%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d",
    "%Y年%m月%d日", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y",
    "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%y/%m/%d", "%d.%m.%y", "%d-%m-%y",
    "%m-%d-%y", "%y-%m-%d", "%d-%b-%Y", "%d-%b-%y", "%d %b %Y", "%b %d, %Y",
    "%b %d %Y", "%Y%m%d"};
static const char *const joints[] = {" ", "T", "", ", ", "  "};
static const char *const clocks[] = {"%H:%M:%S", "%H:%M", "%H:%M:%S%f",
    "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%p%I:%M", "%p%I:%M:%S", "%H时%M分",
    "%H时%M分%S秒", "%H.%M", "%H%M", "%H%M%S", "%H:%M:%S%z", "%H:%M:%S%f%z",
    "%H:%M%z"};
static const char *const words[] = {"epoch", "epoch_ms", "excel"};

enum {
	DATES = sizeof dates / sizeof *dates,
	JOINTS = sizeof joints / sizeof *joints,
	CLOCKS = sizeof clocks / sizeof *clocks,
	WORDS = sizeof words / sizeof *words,
	KEPT = 16,  /* formats that fit, at most so many are compared */
	TRIED = 20, /* cells that a format must mostly fit before the rest */
	JUMP_S = 20 * CAL_DAY_S
};

/* How a format does on a column. */
struct fit {
	char format[SNIFF_FORMAT];
	size_t cells, fit, last;
	size_t cells_before_last;
	uint64_t meaning;   /* a hash of all times */
	size_t back, jumps; /* steps back, steps of 20 days and more */
	int clocks;	    /* 1: not all at one time of day */
};

static int
parse(const char *s, const char *format, struct cal_stamp *out)
{
	return *format ? cal_parse_format(s, format, out) :
			 cal_parse_stamp(s, out);
}

/* The time of a line: of one column, or two with a blank between. */
static const char *
text_of(struct sheet *s, size_t i, size_t col, size_t clock, char buf[128])
{
	snprintf(buf, 96, "%s", sheet_cell(s, i, col));
	if (clock != SNIFF_NONE) {
		size_t n = strlen(buf);

		snprintf(buf + n, 128 - n, " %s", sheet_cell(s, i, clock));
	}
	return buf;
}

/* Tries a format on the lines up to `end`. */
static void
try_lines(struct sheet *s, size_t col, size_t clock, size_t end, struct fit *f)
{
	struct cal_stamp t;
	int64_t before = INT64_MIN, now;
	int32_t first = -1;
	size_t cells = 0;
	char buf[128];

	f->cells = f->fit = f->back = f->jumps = 0;
	f->meaning = 14695981039346656037ULL;
	for (size_t i = s->top; i < end; i++) {
		const char *text = text_of(s, i, col, clock, buf);

		if (text[strspn(text, " ")] == '\0')
			continue;
		f->cells++;
		t = (struct cal_stamp){0};
		if (parse(text, f->format, &t) < 0)
			continue;
		f->fit++;
		f->last = i;
		cells = f->cells;
		now = t.day * CAL_DAY_S + t.clock;
		f->meaning = (f->meaning ^ (uint64_t)now) * 1099511628211ULL;
		f->clocks |= first >= 0 && t.clock != first;
		first = t.clock;
		if (before != INT64_MIN) {
			f->back += now < before;
			f->jumps +=
			    now - before > JUMP_S || before - now > JUMP_S;
		}
		before = now;
	}
	f->cells_before_last = cells;
}

struct search {
	struct sheet *s;
	size_t col, clock;
	struct fit kept[KEPT];
	size_t nkept;
};

static void
try_format(struct search *q, const char *format)
{
	struct fit f = {.fit = 0};
	size_t head = q->s->top + TRIED;

	snprintf(f.format, sizeof f.format, "%s", format);
	if (*format != '\0' && !cal_format_valid(format))
		return;
	try_lines(
	    q->s, q->col, q->clock, head < q->s->end ? head : q->s->end, &f);
	if (f.fit == 0 || f.fit * 2 < f.cells)
		return;
	try_lines(q->s, q->col, q->clock, q->s->end, &f);
	if (f.fit * 10 < f.cells * 9 && f.cells - f.fit > TRIED)
		return;
	if (q->nkept > 0 && f.fit < q->kept[0].fit)
		return;
	if (q->nkept > 0 && f.fit > q->kept[0].fit)
		q->nkept = 0;
	if (q->nkept < KEPT)
		q->kept[q->nkept++] = f;
}

static void
try_dates(struct search *q)
{
	for (int d = 0; d < DATES; d++)
		try_format(q, dates[d]);
}

static void
try_all(struct search *q)
{
	char format[SNIFF_FORMAT];

	if (q->clock == SNIFF_NONE)
		try_format(q, "");
	for (int d = 0; d < DATES; d++) {
		for (int j = 0; j < (q->clock == SNIFF_NONE ? JOINTS : 1);
		     j++) {
			for (int c = 0; c < CLOCKS; c++) {
				snprintf(format, sizeof format, "%s%s%s",
				    dates[d], joints[j], clocks[c]);
				try_format(q, format);
			}
		}
	}
}

/* Of two formats that fit alike but mean different times: 1 if the order of the
 * rows speaks for a, which says more than nothing only if rows are closer than
 * a day. */
static int
order_speaks(const struct fit *a, const struct fit *b)
{
	return a->clocks && b->clocks &&
	       a->back + a->jumps < b->back + b->jumps;
}

static void
settle(struct search *q, struct sniff_time *t)
{
	struct fit *best = &q->kept[0], *other = NULL;

	for (size_t i = 1; i < q->nkept; i++)
		if (order_speaks(&q->kept[i], best))
			best = &q->kept[i];
	for (size_t i = 0; i < q->nkept; i++)
		if (q->kept[i].meaning != best->meaning &&
		    (other == NULL || order_speaks(&q->kept[i], other)))
			other = &q->kept[i];
	t->col = q->col;
	t->clock = q->clock;
	t->cells = best->cells_before_last;
	t->fit = best->fit;
	t->last = best->last;
	strcpy(t->format, best->format);
	if (other == NULL)
		return;
	strcpy(t->other, other->format);
	t->open = !order_speaks(best, other);
	t->why = xasprintf(tr("as %s the rows go back in time or jump 20 days "
			      "%zu times, as %s %zu times"),
	    t->format, best->back + best->jumps, t->other,
	    other->back + other->jumps);
}

/* The clock alone of lines from the top on: most of them fit one form. */
static int
is_clock(struct sheet *s, size_t col)
{
	struct cal_stamp t;
	char text[128], format[SNIFF_FORMAT];
	size_t end = s->top + TRIED < s->end ? s->top + TRIED : s->end;

	for (int c = 0; c < CLOCKS; c++) {
		size_t fit = 0, cells = 0;

		snprintf(format, sizeof format, "%%Y-%%m-%%d %s", clocks[c]);
		for (size_t i = s->top; i < end; i++) {
			const char *cell = sheet_cell(s, i, col);

			cells += *cell != '\0';
			snprintf(text, sizeof text, "2026-01-01 %.90s", cell);
			fit += strpbrk(cell, ":时") != NULL &&
			       cal_parse_format(text, format, &t) == 0;
		}
		if (fit > 0 && fit * 2 >= cells)
			return 1;
	}
	return 0;
}

/* Numbers alone may be times where the heading says so. */
static int
may_be_time(struct sheet *s, size_t c, char wanted)
{
	const char *cell = "";

	for (size_t i = s->top; i < s->end && *cell == '\0'; i++)
		cell = sheet_cell(s, i, c);
	if (strpbrk(cell, "0123456789") == NULL)
		return 0;
	return wanted > 0 || cell[strspn(cell, "0123456789.")] != '\0';
}

static int
search_column(struct sheet *s, size_t c, char wanted, struct sniff_time *t)
{
	struct search q = {.s = s, .col = c, .clock = SNIFF_NONE};

	if (!may_be_time(s, c, wanted))
		return -1;
	try_all(&q);
	for (int w = 0; w < WORDS && q.nkept == 0 && wanted > 0; w++)
		try_format(&q, words[w]);
	if (q.nkept == 0)
		return -1;
	settle(&q, t);
	return 0;
}

static int
search_two(struct sheet *s, size_t c, struct sniff_time *t)
{
	struct search day = {.s = s, .col = c, .clock = SNIFF_NONE};

	try_dates(&day);
	if (day.nkept == 0)
		return -1;
	for (size_t k = 0; k < s->ncol; k++) {
		struct search q = {.s = s, .col = c, .clock = k};

		if (k == c || !is_clock(s, k))
			continue;
		try_all(&q);
		if (q.nkept > 0) {
			settle(&q, t);
			return 0;
		}
	}
	settle(&day, t);
	return 0;
}

int
sniff_time(struct sheet *s, const char *wanted, struct sniff_time *t)
{
	*t = (struct sniff_time){.clock = SNIFF_NONE};
	for (int first = 1; first >= 0; first--)
		for (size_t c = 0; c < s->ncol; c++)
			if ((wanted[c] > 0) == first &&
			    search_column(s, c, wanted[c], t) == 0)
				return 0;
	for (int first = 1; first >= 0; first--)
		for (size_t c = 0; c < s->ncol; c++)
			if ((wanted[c] > 0) == first &&
			    may_be_time(s, c, (char)(wanted[c] || c == 0)) &&
			    search_two(s, c, t) == 0)
				return 0;
	return -1;
}

int
sniff_day(struct sheet *s, size_t col, struct sniff_time *t)
{
	struct search q = {.s = s, .col = col, .clock = SNIFF_NONE};

	*t = (struct sniff_time){.clock = SNIFF_NONE};
	try_dates(&q);
	if (q.nkept == 0)
		return -1;
	settle(&q, t);
	return 0;
}
