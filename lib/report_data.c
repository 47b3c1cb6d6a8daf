#include "report_data.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "report_word.h"
#include "store.h"
#include "store_sql.h"
#include "table.h"
#include "xalloc.h"

int
report_when(const struct frame *f)
{
	int day = frame_col(f, "day");

	return day >= 0 ? day : frame_col(f, "from");
}

/* Length of a column's name without its last word, if that is a unit; 0: it is
 * none. */
static size_t
without_unit(const char *col, size_t n)
{
	static const char *const units =
	    "m3h m3d m3 m pct h yuan lcd lcdm m3kmh m3kmd m3hd yr km kwh_d "
	    "months kmyr";
	char word[16];
	size_t at = n;

	while (at > 0 && col[at - 1] != '_')
		at--;
	snprintf(word, sizeof word, "%.*s", (int)(n - at), col + at);
	return at > 1 && table_is_word(units, word) ? at - 1 : 0;
}

/* The bounds of real_loss_m3d are real_loss_lo, _hi, those of benefit_yuan_yr
 * benefit_lo; those of ili are ili_lo; those of a balance's volume_m3 are lo
 * and hi. */
void
report_bounds(const struct frame *f, const char *col, int *lo, int *hi)
{
	char name[64];

	for (size_t n = strlen(col); n > 0; n = without_unit(col, n)) {
		snprintf(name, sizeof name, "%.*s_lo", (int)n, col);
		*lo = frame_col(f, name);
		snprintf(name, sizeof name, "%.*s_hi", (int)n, col);
		*hi = frame_col(f, name);
		if (*lo >= 0 && *hi >= 0)
			return;
	}
	*lo = *hi = -1;
	if (strcmp(col, "volume_m3") == 0) {
		*lo = frame_col(f, "lo");
		*hi = frame_col(f, "hi");
	}
}

static void
sql_cell(struct store_sql *q, int col, char *buf, const char **out)
{
	switch (store_sql_type(q, col)) {
	case STORE_SQL_NULL:
		*out = "";
		break;
	case STORE_SQL_INT:
		snprintf(
		    buf, NUM_BUF, "%lld", (long long)store_sql_int(q, col));
		*out = buf;
		break;
	case STORE_SQL_NUM:
		*out = num_exact(store_sql_num(q, col), buf);
		break;
	case STORE_SQL_TEXT:
		*out = store_sql_text(q, col);
		break;
	}
}

static int
ask(struct store_sql *q, const char *name, struct frame *own)
{
	int n = store_sql_ncol(q), got;
	const char **cell = xcalloc((size_t)n + 1, sizeof *cell);
	char(*buf)[NUM_BUF] = xcalloc((size_t)n + 1, sizeof *buf);

	for (int i = 0; i < n; i++)
		cell[i] = store_sql_name(q, i);
	frame_init(own, name, cell, (size_t)n);
	while ((got = store_sql_next(q)) > 0) {
		for (int i = 0; i < n; i++)
			sql_cell(q, i, buf[i], &cell[i]);
		if (frame_add(own, cell) < 0) {
			warnx("sheet %s: the answer is too large", name);
			got = -1;
			break;
		}
	}
	free(cell);
	free(buf);
	return got;
}

static int
ask_store(struct report *r, const struct def_section *d, struct frame *own)
{
	struct store *s = store_open(r->o->db);
	struct store_sql *q = s ? store_sql_open(s, def_get(d, "sql")) : NULL;
	int got = q ? ask(q, d->id, own) : -1;

	store_sql_close(q);
	store_close(s);
	return got;
}

const struct frame *
report_frame(struct report *r, const struct def_section *d, struct frame *own,
    int *failed)
{
	const char *table = def_get(d, "table");
	const struct frame *f = NULL;

	*own = (struct frame){0};
	if (table != NULL) {
		f = frames_find(r->in, table);
	} else if (def_get(d, "sql") != NULL && r->o->db != NULL) {
		if (ask_store(r, d, own) < 0)
			*failed = 1;
		else
			f = own;
	}
	if (f == NULL && !*failed && def_yes(d, "required", 0)) {
		if (table != NULL)
			warnx("no table %s, which %s requires", table,
			    r->def->path);
		else
			warnx("no store (-d), which %s requires", r->def->path);
		*failed = 1;
	}
	return f;
}

char *
report_not_supplied(const struct report *r, const struct def_section *d)
{
	const char *table = def_get(d, "table");

	return xasprintf("%s%s%s", report_word(r, "未提供该表", "not supplied"),
	    table ? ": " : "", table ? table : "");
}

/* What the right side of a condition says of a row: a column's cell, the
 * report's day or its first instant, or itself. */
static const char *
right_side(const struct report *r, const struct frame *f, size_t row,
    const char *right)
{
	if (strcmp(right, "@day") == 0)
		return r->day;
	if (strcmp(right, "@midnight") == 0)
		return r->midnight;
	return frame_col(f, right) >= 0 ? frame_text(f, row, right) : right;
}

int
report_where(const struct report *r, const struct def_section *d,
    const struct frame *f, size_t row)
{
	const char *p = def_get(d, "where");
	struct def_test t;

	while (p != NULL && def_test_next(&p, &t) > 0) {
		const char *a = frame_text(f, row, t.left);
		const char *b = right_side(r, f, row, t.right);
		double x, y;
		int both = num_parse(a, &x) == 0 && num_parse(b, &y) == 0;
		int c = both ? (x > y) - (x < y) : strcmp(a, b);

		if (*a == '\0' || !(strcmp(t.op, "<") == 0    ? c < 0 :
				      strcmp(t.op, "<=") == 0 ? c <= 0 :
				      strcmp(t.op, ">") == 0  ? c > 0 :
				      strcmp(t.op, ">=") == 0 ? c >= 0 :
				      strcmp(t.op, "=") == 0  ? c == 0 :
								c != 0))
			return 0;
	}
	return 1;
}
