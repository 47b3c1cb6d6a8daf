#include "spark.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "num.h"
#include "say.h"
#include "strmap.h"
#include "textwidth.h"
#include "xalloc.h"

enum { LINE_LEAST = 10, BAR_LEAST = 10, BAR_MOST = 40, GAP = 2 };

/* --- marks --- */

static char *
put_mark(char *buf, const char *mark)
{
	size_t n = strlen(mark);

	memcpy(buf, mark, n + 1);
	return buf + n;
}

void
spark_line(const double *v, size_t n, double lo, double hi, char *buf)
{
	static const char *const mark[] = {
	    "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

	*buf = '\0';
	for (size_t i = 0; i < n; i++) {
		double at = hi > lo ? (v[i] - lo) / (hi - lo) * 8 : 3;

		if (isnan(v[i]))
			buf = put_mark(buf, ".");
		else
			buf = put_mark(buf, mark[at < 7 ? (int)at : 7]);
	}
}

/* n times a mark. */
static char *
put_marks(char *buf, const char *mark, size_t n)
{
	while (n-- > 0)
		buf = put_mark(buf, mark);
	return buf;
}

void
spark_bar(double v, double lo, double hi, size_t width, char *buf)
{
	static const char *const part[] = {
	    "", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	double scale = hi > lo ? (double)width / (hi - lo) : 0;
	size_t zero = (size_t)lround(-lo * scale), n;

	*buf = '\0';
	if (isnan(v))
		return;
	if (lo >= 0) {
		n = (size_t)lround(v * scale * 8);
		n += n == 0 && v > 0;
		buf = put_marks(buf, "█", n / 8);
		put_mark(buf, part[n % 8]);
		return;
	}
	n = (size_t)lround(fabs(v) * scale);
	if (v < 0) {
		n = n < zero ? n : zero;
		buf = put_marks(buf, " ", zero - n);
		put_marks(buf, "░", n);
	} else {
		buf = put_marks(buf, " ", zero);
		put_marks(buf, "█", n < width - zero ? n : width - zero);
	}
}

/* --- what a table holds --- */

static const char *
at(const struct spark_table *t, size_t row, size_t col)
{
	return t->cell[row * t->ncol + col];
}

/* A number, or NaN. */
static double
number(const struct spark_table *t, size_t row, size_t col)
{
	double v;

	return t->is_num[row * t->ncol + col] &&
		       num_parse(at(t, row, col), &v) == 0 ?
		   v :
		   NAN;
}

static int
is_number(const struct spark_table *t, size_t col)
{
	for (size_t r = 1; r < t->nrow; r++)
		if (t->is_num[r * t->ncol + col] && *at(t, r, col) != '\0')
			return 1;
	return 0;
}

/* Seconds of a day or a time; 0: the text is neither. */
static int
instant(const char *s, int64_t *out)
{
	struct cal_stamp t;

	if (cal_parse_day(s, out) == 0) {
		*out *= 86400;
		return 1;
	}
	if (cal_parse_stamp(s, &t) < 0)
		return 0;
	*out = t.day * 86400 + t.clock - t.offset;
	return 1;
}

static int
is_time(const char *heading)
{
	return strcmp(heading, "day") == 0 || strcmp(heading, "time") == 0 ||
	       strcmp(heading, "from") == 0 || strcmp(heading, "to") == 0;
}

/* What is drawn: the column, those that name a row, the time. */
struct drawing {
	const struct spark_table *t;
	size_t col;
	size_t names;	  /* the columns before the first number that follows
			   * a text */
	long time;	  /* of them; -1: none */
	int64_t *when;	  /* by row */
	size_t *position; /* by row: its step of time */
	size_t steps;
	long *subject; /* by row */
	size_t nsubject;
};

static size_t
names_of(const struct spark_table *t, size_t col)
{
	int text = 0;
	size_t i;

	for (i = 0; i < t->ncol && i != col; i++) {
		if (is_number(t, i) && text)
			break;
		text |= !is_number(t, i);
	}
	return i;
}

/* --- time --- */

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The distinct of n sorted numbers, in place; how many. */
static size_t
distinct(int64_t *t, size_t n)
{
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (m == 0 || t[m - 1] != t[i])
			t[m++] = t[i];
	return m;
}

/* The step of time of each row: instants are as many steps apart as they are
 * least distances, rounded, so that months are one and a gap has its width. */
static void
number_steps(struct drawing *d)
{
	size_t n = d->t->nrow, m;
	int64_t *at = xcalloc(n, sizeof *at), least = INT64_MAX;
	size_t *step = xcalloc(n, sizeof *step);

	memcpy(at, d->when + 1, (n - 1) * sizeof *at);
	qsort(at, n - 1, sizeof *at, by_time);
	m = distinct(at, n - 1);
	for (size_t i = 1; i < m; i++)
		least = at[i] - at[i - 1] < least ? at[i] - at[i - 1] : least;
	for (size_t i = 1; i < m; i++)
		step[i] = step[i - 1] +
			  (size_t)((at[i] - at[i - 1] + least / 2) / least);
	d->steps = m ? step[m - 1] + 1 : 0;
	for (size_t r = 1; r < n; r++) {
		int64_t *p = bsearch(&d->when[r], at, m, sizeof *at, by_time);

		d->position[r] = step[p - at];
	}
	free(at);
	free(step);
}

/* Whether the rows have a time, each of them. */
static int
read_times(struct drawing *d)
{
	const struct spark_table *t = d->t;

	d->time = -1;
	for (size_t c = 0; c < d->names && d->time < 0; c++)
		if (is_time(at(t, 0, c)))
			d->time = (long)c;
	if (d->time < 0)
		return 0;
	for (size_t r = 1; r < t->nrow; r++)
		if (!instant(at(t, r, (size_t)d->time), &d->when[r]))
			return 0;
	return 1;
}

/* --- subjects --- */

/* Rows are of one subject if all that names them but times is the same.
 * Returns 1 if one of them has rows of several times. */
static int
find_subjects(struct drawing *d)
{
	const struct spark_table *t = d->t;
	size_t *first = xcalloc(t->nrow, sizeof *first);
	struct strmap of = STRMAP_INIT;
	int several = 0;

	for (size_t r = 1; r < t->nrow; r++) {
		char *key = xstrdup("");

		for (size_t c = 0; c < d->names; c++) {
			char *longer;

			if (is_time(at(t, 0, c)))
				continue;
			longer = xasprintf("%s%s\n", key, at(t, r, c));
			free(key);
			key = longer;
		}
		if ((d->subject[r] = strmap_get(&of, key)) < 0) {
			first[d->nsubject] = r;
			d->subject[r] = (long)d->nsubject++;
			strmap_put(&of, key, d->subject[r]);
		}
		several |= d->when[r] != d->when[first[d->subject[r]]];
		free(key);
	}
	strmap_release(&of);
	free(first);
	return several;
}

/* --- the table that comes out --- */

struct cells {
	struct spark_table t;
	size_t n, cap, num_cap;
};

static void
add(struct cells *c, char *text, int is_num)
{
	c->t.cell = xgrow(c->t.cell, c->n, &c->cap, sizeof *c->t.cell);
	c->t.is_num = xgrow(c->t.is_num, c->n, &c->num_cap, 1);
	c->t.is_num[c->n] = (char)is_num;
	c->t.cell[c->n++] = text;
}

static void
copy(struct cells *c, const struct spark_table *t, size_t row, size_t col)
{
	add(c, xstrdup(at(t, row, col)), t->is_num[row * t->ncol + col]);
}

/* The width that is left behind the columns so far, one row of which has
 * `ncol`. */
static size_t
left_over(const struct cells *c, size_t ncol, size_t room)
{
	size_t taken = 0;

	for (size_t k = 0; k < ncol; k++) {
		size_t most = 0;

		for (size_t i = k; i < c->n; i += ncol) {
			size_t w = textwidth_cells(c->t.cell[i]);

			most = w > most ? w : most;
		}
		taken += most + GAP;
	}
	return room > taken ? room - taken : 0;
}

/* Hangs a column of texts behind nrow rows of ncol. */
static void
append(struct cells *c, size_t nrow, size_t ncol, char **text)
{
	struct cells all = {.t = {NULL, NULL, ncol + 1, nrow}};

	for (size_t r = 0; r < nrow; r++) {
		for (size_t i = r * ncol; i < (r + 1) * ncol; i++)
			add(&all, c->t.cell[i], c->t.is_num[i]);
		add(&all, text[r], 0);
	}
	free(c->t.cell);
	free(c->t.is_num);
	*c = all;
}

/* --- lines --- */

struct series {
	double lo, hi;
	size_t first, least, greatest, last; /* rows */
	size_t rows, known;		     /* how many */
};

static void
add_value(struct series *s, const struct drawing *d, size_t row)
{
	double v = number(d->t, row, d->col);

	if (s->rows++ == 0)
		s->first = row;
	if (isnan(v))
		return;
	if (s->known == 0 || v < s->lo) {
		s->lo = v;
		s->least = row;
	}
	if (s->known == 0 || v > s->hi) {
		s->hi = v;
		s->greatest = row;
	}
	if (s->known == 0 || d->when[row] >= d->when[s->last])
		s->last = row;
	s->known++;
}

/* What names a subject, without its times; from its first row. */
static size_t
copy_names(struct cells *c, const struct drawing *d, size_t row)
{
	size_t n = 0;

	for (size_t k = 0; k < d->names; k++) {
		if (is_time(at(d->t, 0, k)))
			continue;
		copy(c, d->t, row, k);
		n++;
	}
	return n;
}

/* All but the lines; returns how many columns. */
static size_t
copy_series(struct cells *c, const struct drawing *d, const struct series *s)
{
	static const char *const words[] = {
	    N_("known"), N_("least"), N_("greatest"), N_("last")};
	size_t n = copy_names(c, d, 0);

	for (int i = 0; i < 4; i++)
		add(c, xstrdup(tr(words[i])), 0);
	for (size_t i = 0; i < d->nsubject; i++) {
		const size_t row[] = {s[i].least, s[i].greatest, s[i].last};

		copy_names(c, d, s[i].first);
		add(c, xasprintf("%zu/%zu", s[i].known, s[i].rows), 1);
		for (int k = 0; k < 3; k++)
			add(c,
			    xstrdup(s[i].known ? at(d->t, row[k], d->col) : ""),
			    1);
	}
	return n + 4;
}

/* The column's name and the first and last time. */
static char *
line_title(const struct drawing *d)
{
	size_t first = 1, last = 1;

	for (size_t r = 1; r < d->t->nrow; r++) {
		first = d->when[r] < d->when[first] ? r : first;
		last = d->when[r] > d->when[last] ? r : last;
	}
	return xasprintf("%s %s..%s", at(d->t, 0, d->col),
	    at(d->t, first, (size_t)d->time), at(d->t, last, (size_t)d->time));
}

/* The values of all subjects by mark: the mean of those that fall on it. */
static double *
read_marks(const struct drawing *d, size_t marks)
{
	size_t n = d->nsubject * marks;
	size_t *count = xcalloc(n, sizeof *count);
	double *v = xcalloc(n, sizeof *v);

	for (size_t r = 1; r < d->t->nrow; r++) {
		size_t i = (size_t)d->subject[r] * marks +
			   d->position[r] * marks / d->steps;
		double x = number(d->t, r, d->col);

		if (isnan(x))
			continue;
		v[i] += x;
		count[i]++;
	}
	for (size_t i = 0; i < n; i++)
		v[i] = count[i] ? v[i] / (double)count[i] : NAN;
	free(count);
	return v;
}

static void
draw_lines(struct cells *c, const struct drawing *d, size_t room)
{
	struct series *s = xcalloc(d->nsubject, sizeof *s);
	char **line = xcalloc(d->nsubject + 1, sizeof *line);
	size_t n, marks;
	double *v;

	for (size_t r = 1; r < d->t->nrow; r++)
		add_value(&s[d->subject[r]], d, r);
	n = copy_series(c, d, s);
	marks = left_over(c, n, room);
	marks = marks < LINE_LEAST ? LINE_LEAST : marks;
	marks = marks < d->steps ? marks : d->steps;
	v = read_marks(d, marks);
	line[0] = line_title(d);
	for (size_t i = 0; i < d->nsubject; i++) {
		line[i + 1] = xmalloc(3 * marks + 1);
		spark_line(v + i * marks, marks, s[i].lo, s[i].hi, line[i + 1]);
	}
	append(c, d->nsubject + 1, n, line);
	free(line);
	free(v);
	free(s);
}

/* --- bars --- */

/* 1 if a heading has that end. */
static int
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

/* 1 if a column of the table goes with the bars. */
static int
is_shown(const struct drawing *d, size_t k)
{
	const char *name = at(d->t, 0, k);

	return k < d->names || k == d->col ||
	       (k > d->col && k <= d->col + 2 &&
		   (ends_in(name, "_lo") || ends_in(name, "_hi") ||
		       strcmp(name, "lo") == 0 || strcmp(name, "hi") == 0)) ||
	       strcmp(name, "flags") == 0;
}

/* The ends of the scale, and their texts: 0 and a value. */
static char *
scale(const struct drawing *d, double *lo, double *hi)
{
	const char *low = "0", *high = "0";

	*lo = *hi = 0;
	for (size_t r = 1; r < d->t->nrow; r++) {
		double v = number(d->t, r, d->col);

		if (v < *lo) {
			*lo = v;
			low = at(d->t, r, d->col);
		}
		if (v > *hi) {
			*hi = v;
			high = at(d->t, r, d->col);
		}
	}
	return xasprintf("%s..%s", low, high);
}

static void
draw_bars(struct cells *c, const struct drawing *d, size_t room)
{
	char **bar = xcalloc(d->t->nrow, sizeof *bar);
	size_t n = 0, width;
	double lo, hi;

	for (size_t r = 0; r < d->t->nrow; r++)
		for (size_t k = 0; k < d->t->ncol; k++)
			if (is_shown(d, k)) {
				copy(c, d->t, r, k);
				n += r == 0;
			}
	width = left_over(c, n, room);
	width = width < BAR_LEAST ? BAR_LEAST : width;
	width = width < BAR_MOST ? width : BAR_MOST;
	bar[0] = scale(d, &lo, &hi);
	for (size_t r = 1; r < d->t->nrow; r++) {
		bar[r] = xmalloc(3 * width + 1);
		spark_bar(number(d->t, r, d->col), lo, hi, width, bar[r]);
	}
	append(c, d->t->nrow, n, bar);
	free(bar);
}

/* --- the whole --- */

static void
replace(struct spark_table *t, const struct spark_table *by)
{
	for (size_t i = 0; i < t->ncol * t->nrow; i++)
		free(t->cell[i]);
	free(t->cell);
	free(t->is_num);
	*t = *by;
}

int
spark_table(struct spark_table *t, const char *column, size_t room)
{
	struct drawing d = {.t = t};
	struct cells c = {0};

	while (d.col < t->ncol && strcmp(at(t, 0, d.col), column) != 0)
		d.col++;
	if (d.col == t->ncol)
		return -1;
	d.names = names_of(t, d.col);
	d.when = xcalloc(t->nrow, sizeof *d.when);
	d.position = xcalloc(t->nrow, sizeof *d.position);
	d.subject = xcalloc(t->nrow, sizeof *d.subject);
	if (read_times(&d) && find_subjects(&d)) {
		number_steps(&d);
		draw_lines(&c, &d, room);
	} else {
		draw_bars(&c, &d, room);
	}
	free(d.when);
	free(d.position);
	free(d.subject);
	replace(t, &c.t);
	return 0;
}
