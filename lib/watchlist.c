#include "watchlist.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "caltime.h"
#include "csvin.h"
#include "num.h"
#include "say.h"
#include "xalloc.h"

enum { POINT, LOW, HIGH, HOLD, FROM, TO, NOTE, COLUMNS };

static const char *const column[COLUMNS] = {
    "point_id", "low", "high", "hold_min", "from", "to", "note"};

/* "" leaves *out; 0, or -1: has said why. */
static int
number(struct csvin *in, const char *s, const char *name, double *out)
{
	if (*s == '\0' || num_parse(s, out) == 0)
		return 0;
	return csvin_warn(in, "%s '%s' is not a number", name, s);
}

static int
day(struct csvin *in, const char *s, const char *name, int64_t *out)
{
	if (*s == '\0' || cal_parse_day(s, out) == 0)
		return 0;
	return csvin_warn(in, "%s '%s' is not a day, YYYY-MM-DD", name, s);
}

static int
row(struct watchlist *l, struct csvin *in, const int *at)
{
	struct watch w = {.low = NAN,
	    .high = NAN,
	    .hold_min = 15,
	    .from = INT64_MIN,
	    .to = INT64_MAX};
	const char *s[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		s[i] = at[i] < 0 ? "" : csvin_text(in, at[i]);
	if (number(in, s[LOW], "low", &w.low) < 0 ||
	    number(in, s[HIGH], "high", &w.high) < 0 ||
	    number(in, s[HOLD], "hold_min", &w.hold_min) < 0 ||
	    day(in, s[FROM], "from", &w.from) < 0 ||
	    day(in, s[TO], "to", &w.to) < 0)
		return -1;
	if (*s[POINT] == '\0' || (isnan(w.low) && isnan(w.high)))
		return csvin_warn(in, "a row needs a point_id and low or high");
	w.point_id = xstrdup(s[POINT]);
	w.note = xstrdup(s[NOTE]);
	l->w = xgrow(l->w, l->n, &l->cap, sizeof *l->w);
	l->w[l->n++] = w;
	return 0;
}

static int
heading(struct csvin *in, int *at)
{
	for (int i = 0; i < COLUMNS; i++)
		at[i] = csvin_col(in, column[i]);
	for (size_t k = 0; k < in->ncol; k++) {
		int known = 0;

		for (int i = 0; i < COLUMNS; i++)
			known |= strcmp(in->col[k], column[i]) == 0;
		if (!known)
			return csvin_warn(in,
			    "unknown column '%s': a watch list has point_id, "
			    "low, high, hold_min, from, to, note",
			    in->col[k]);
	}
	return at[POINT] < 0 ? csvin_warn(in, "there is no column point_id") :
			       0;
}

int
watchlist_read(struct watchlist *l, const char *path)
{
	struct csvin *in = csvin_open(path, NULL);
	int at[COLUMNS], got = -1;
	enum csvin_got next = CSVIN_FAILED;

	if (in == NULL)
		return -1;
	if (csvin_table(in) == CSVIN_ROW && heading(in, at) == 0) {
		got = 0;
		while (got == 0 && (next = csvin_next(in)) == CSVIN_ROW)
			got = row(l, in, at);
		if (next == CSVIN_BAD)
			got = csvin_warn(in, "%s", tr(csvin_reason(in)));
		if (next == CSVIN_FAILED)
			got = -1;
	}
	csvin_free(in);
	return got;
}

void
watchlist_release(struct watchlist *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->w[i].point_id);
		free(l->w[i].note);
	}
	free(l->w);
	*l = (struct watchlist){0};
}

const struct watch *
watchlist_find(const struct watchlist *l, const char *point_id, int64_t d)
{
	for (size_t i = 0; l != NULL && i < l->n; i++)
		if (strcmp(l->w[i].point_id, point_id) == 0 &&
		    d >= l->w[i].from && d < l->w[i].to)
			return &l->w[i];
	return NULL;
}
