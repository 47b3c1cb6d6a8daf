/*
 * Periods of a balance: half-open spans of local days with a name.
 *
 * A week is that of ISO 8601 (Monday first; the week with the year's first
 * Thursday is number 1).  A business month is a row of a calendar, a CSV file
 * `period,from,to`, `to` being the day after the last.  Year to date runs
 * from 1 January to a day, that day included.
 */
#ifndef WB_SPAN_H
#define WB_SPAN_H

#include <stddef.h>
#include <stdint.h>

enum { SPAN_NAME = 96 };

struct span {
	int64_t from, to; /* days, half-open */
	char name[SPAN_NAME];
	/* The row is the difference of two periods, this less that; -1: it is
	 * a period by itself. */
	long minus_a, minus_b;
};

struct spans {
	struct span *p;
	size_t n, cap;
};

void spans_release(struct spans *ps);
void spans_add(struct spans *ps, int64_t from, int64_t to, const char *name);

/* Cuts [from, to) into the days, weeks, months, quarters or years ("day" ...)
 * that lie in it; a first or last one that it cuts is cut, and says so in its
 * name.  -1: no such unit. */
int spans_cut(struct spans *ps, int64_t from, int64_t to, const char *unit);

/* The periods of a calendar that overlap [from, to), or all of them if from is
 * not before to.  0, or -1: has said why. */
int
spans_calendar(struct spans *ps, const char *path, int64_t from, int64_t to);

/* "2026-W10": its first day and the day after the last; 0, -1. */
int span_parse_week(const char *s, int64_t *from, int64_t *to);

/* "2026-03-15": that day; "2026-03": the last of the month.  *from 1 January,
 * *to the day after.  0, -1. */
int span_parse_ytd(const char *s, int64_t *from, int64_t *to);

/* Adds to each of the first n periods the one to hold it against, and their
 * difference: "last-year", the same dates a year before (29 February: the
 * 28th), or "previous", the span of equal kind just before.  A year to date
 * (ytd) has as its previous one that of the month before.  0, -1: no such
 * word. */
int spans_compare(struct spans *ps, const char *with, int ytd);

/* A name for a span: "2026-03", "2026-Q1", "2026", a day, or "FROM..LAST". */
void span_name(int64_t from, int64_t to, char *buf);

#endif
