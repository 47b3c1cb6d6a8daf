#include "spark.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"
#include "textwidth.h"
#include "xalloc.h"

/* --- marks; by hand: eighths of the way from lo to hi --- */

static int
line(const double *v, size_t n, double lo, double hi, const char *want)
{
	char buf[64];

	spark_line(v, n, lo, hi, buf);
	return strcmp(buf, want) == 0;
}

static void
test_line(void)
{
	const double eight[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
	const double gap[] = {10, NAN, 20}, flat[] = {5, 5};

	ok(line(eight, 9, 0, 8, "▁▂▃▄▅▆▇██"), "each eighth has its mark");
	ok(line(gap, 3, 10, 20, "▁.█"), "what is not known is no value");
	ok(line(flat, 2, 5, 5, "▄▄"), "all the same: in the middle");
	ok(line(eight, 0, 0, 1, ""), "nothing");
}

static int
bar(double v, double lo, double hi, size_t width, const char *want)
{
	char buf[64];

	spark_bar(v, lo, hi, width, buf);
	return strcmp(buf, want) == 0;
}

static void
test_bar(void)
{
	ok(bar(10, 0, 10, 4, "████"), "the greatest is whole");
	ok(bar(5, 0, 10, 4, "██"), "half");
	ok(bar(1, 0, 32, 4, "▏") && bar(7, 0, 32, 4, "▉") &&
		bar(9, 0, 32, 4, "█▏"),
	    "to an eighth");
	ok(bar(0.001, 0, 32, 4, "▏"), "what is not 0 is seen");
	ok(bar(0, 0, 32, 4, "") && bar(NAN, 0, 32, 4, ""), "0, not known");
	ok(bar(0, 0, 0, 4, ""), "nothing but 0");
	ok(bar(-2, -4, 4, 8, "  ░░") && bar(4, -4, 4, 8, "    ████") &&
		bar(-4, -4, 4, 8, "░░░░") && bar(0, -4, 4, 8, "    "),
	    "below 0 to the left");
}

/* --- tables --- */

/* A table of text: rows end at '\n', fields at '|'; one that begins with '#'
 * is a number. */
static struct spark_table
read_table(const char *s)
{
	struct spark_table t = {
	    xcalloc(200, sizeof *t.cell), xcalloc(200, 1), 0, 0};
	size_t n = 0;

	for (; *s != '\0'; s++) {
		size_t len = strcspn(s, "|\n");

		t.is_num[n] = *s == '#';
		t.cell[n] =
		    xstrndup(s + t.is_num[n], len - (size_t)t.is_num[n]);
		n++;
		s += len;
		if (*s == '\n' && t.nrow++ == 0)
			t.ncol = n;
	}
	return t;
}

/* ... and back, a number without its '#'. */
static char *
print_table(const struct spark_table *t)
{
	char *s = xstrdup("");

	for (size_t i = 0; i < t->nrow * t->ncol; i++) {
		char *longer = xasprintf("%s%s%c", s, t->cell[i],
		    i % t->ncol == t->ncol - 1 ? '\n' : '|');

		free(s);
		s = longer;
	}
	return s;
}

static void
release(struct spark_table *t)
{
	for (size_t i = 0; i < t->nrow * t->ncol; i++)
		free(t->cell[i]);
	free(t->cell);
	free(t->is_num);
}

static int
draws(const char *table, const char *column, size_t room, const char *want)
{
	struct spark_table t = read_table(table);
	int got = spark_table(&t, column, room), same;
	char *is = print_table(&t);

	same = strcmp(is, want) == 0;
	if (!same)
		printf("# %s", is);
	release(&t);
	free(is);
	return got == 0 && same;
}

static void
test_lines(void)
{
	ok(draws("zone_id|day|q\nA|2026-03-01|#1\nA|2026-03-02|#3\n"
		 "A|2026-03-04|#2\nB|2026-03-02|#5\nB|2026-03-04|\n",
	       "q", 80,
	       "zone_id|known|least|greatest|last|q 2026-03-01..2026-03-04\n"
	       "A|3/3|1|3|2|▁█.▅\nB|1/2|5|5|5|.▄..\n"),
	    "a line for each zone on one scale of time, gaps open");
	ok(draws("id|from|to|v\nA|2026-01-01|2026-02-01|#1\n"
		 "A|2026-02-01|2026-03-01|#2\nA|2026-03-01|2026-04-01|#3\n",
	       "v", 80,
	       "id|known|least|greatest|last|v 2026-01-01..2026-03-01\n"
	       "A|3/3|1|3|3|▁▅█\n"),
	    "a month is a step, however long");
	ok(draws("id|time|v\nA|2026-03-01T01:00:00+01:00|#1\n"
		 "A|2026-03-01T02:00:00+02:00|#3\n"
		 "A|2026-03-01T03:00:00+02:00|#2\n",
	       "v", 80,
	       "id|known|least|greatest|last|v 2026-03-01T01:00:00+01:00.."
	       "2026-03-01T03:00:00+02:00\nA|3/3|1|3|2|▅▅\n"),
	    "one instant by two clocks is one");
	ok(draws("id|day|kind|v\nA|2026-03-01|x|#1\nA|2026-03-01|y|#5\n"
		 "A|2026-03-02|x|#2\nA|2026-03-02|y|#4\n",
	       "v", 80,
	       "id|kind|known|least|greatest|last|v 2026-03-01..2026-03-02\n"
	       "A|x|2/2|1|2|2|▁█\nA|y|2/2|4|5|4|█▁\n"),
	    "what text tells apart stays apart");
	ok(draws("id|day|v\nA|2026-03-01|\nA|2026-03-02|\nB|2026-03-01|#1\n"
		 "B|2026-03-02|#1\n",
	       "v", 80,
	       "id|known|least|greatest|last|v 2026-03-01..2026-03-02\n"
	       "A|0/2||||..\nB|2/2|1|1|1|▄▄\n"),
	    "nothing known: no value, no mark");
}

/* Forty days, the second half twice the first. */
static void
test_joined(void)
{
	struct spark_table t;
	char text[1200] = "id|day|v\n", *last;

	for (int i = 0; i < 40; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "A|2026-0%d-%02d|#%d\n", 1 + i / 31, 1 + i % 31,
		    i < 20 ? 1 : 2);
	t = read_table(text);
	spark_table(&t, "v", 0);
	last = t.cell[2 * t.ncol - 1];
	ok(strcmp(last, "▁▁▁▁▁█████") == 0,
	    "where there is no room, ten marks of four days");
	release(&t);
}

static void
test_bars(void)
{
	ok(draws("zone_id|day|a|v|v_lo|v_hi|w|flags\nA|2026-03-01|#7|#4|#3|#5|"
		 "#1|gaps\nB|2026-03-01|#8|#8|#6|#9|#1|\n",
	       "v", 59, /* 43 are taken: 9 + 12 + 3 + 6 + 6 + 7 */
	       "zone_id|day|v|v_lo|v_hi|flags|0..8\n"
	       "A|2026-03-01|4|3|5|gaps|████████\n"
	       "B|2026-03-01|8|6|9||████████████████\n"),
	    "one row a zone: bars, bounds and flags, in the room left");
	ok(draws("rank|名称|v\n#1|城东|#-2\n#2|城|#2\n", "v", 32,
	       "rank|名称|v|-2..2\n1|城东|-2|░░░░░░░░\n"
	       "2|城|2|        ████████\n"),
	    "below 0; names two columns wide: 6 + 6 + 4 are taken");
	ok(draws("id|v\n", "v", 80, "id|v|0..0\n"), "no rows");
}

static void
test_no_column(void)
{
	struct spark_table t = read_table("id|v\nA|#1\n");
	char *is;

	ok(spark_table(&t, "w", 80) == -1, "no such column");
	is = print_table(&t);
	ok(strcmp(is, "id|v\nA|1\n") == 0, "... and the table stays");
	free(is);
	release(&t);
}

int
main(void)
{
	ok(textwidth_cells("a城█é") == 5, "columns of a terminal");
	test_line();
	test_bar();
	test_lines();
	test_joined();
	test_bars();
	test_no_column();
	return tap_done();
}
