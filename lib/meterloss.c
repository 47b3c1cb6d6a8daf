#include "meterloss.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "csvin.h"
#include "num.h"

int
meter_class(char letter)
{
	static const char letters[] = "hnpu";
	const char *at = letter ? strchr(letters, letter) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* --- the file --- */

enum { COL_CLASS, COL_SHARE, COL_ERROR, COL_HALF, COLS };

static int
find_columns(const struct csvin *in, int at[COLS])
{
	static const char *const name[COLS] = {
	    "class", "share_pct", "error_pct", "error_95_pct"};

	for (int c = 0; c < COLS; c++) {
		at[c] = csvin_col(in, name[c]);
		if (at[c] < 0 && c != COL_HALF) {
			warnx("%s: there is no column '%s'", in->name, name[c]);
			return -1;
		}
	}
	return 0;
}

/* NULL, or what is wrong with the row. */
static const char *
take_row(struct meter_tests *t, const struct csvin *in, const int at[COLS])
{
	const char *word = csvin_text(in, at[COL_CLASS]);
	const char *half = at[COL_HALF] < 0 ? "" : csvin_text(in, at[COL_HALF]);
	int c = meter_class(word[0]);
	struct meter_band *b;

	if (c < 0)
		return "class is none of household nonhousehold public "
		       "unbilled";
	if (t->n[c] == METER_BANDS)
		return "the class has more than five bands";
	b = &t->band[c][t->n[c]++];
	b->half = NAN;
	if (num_parse(csvin_text(in, at[COL_SHARE]), &b->share) < 0 ||
	    num_parse(csvin_text(in, at[COL_ERROR]), &b->error) < 0 ||
	    (*half != '\0' && num_parse(half, &b->half) < 0))
		return "share_pct, error_pct or error_95_pct is not a number";
	if (b->share < 0 || b->share > 100 || b->error <= -100 || b->half < 0)
		return "share_pct, error_pct or error_95_pct is out of range";
	b->share /= 100;
	b->error /= 100;
	b->half /= 100;
	return NULL;
}

static int
check_shares(const struct meter_tests *t, const char *path)
{
	for (int c = 0; c < METER_CLASSES; c++) {
		double sum = 0;

		for (size_t i = 0; i < t->n[c]; i++)
			sum += t->band[c][i].share;
		if (t->n[c] > 0 && fabs(sum - 1) > 0.005) {
			warnx("%s: share_pct of a class make %g, not 100", path,
			    100 * sum);
			return -1;
		}
	}
	return 0;
}

int
meter_tests_read(struct meter_tests *t, const char *path)
{
	struct csvin *in = csvin_open(path, NULL);
	int at[COLS], got = -1;
	const char *wrong = NULL;

	*t = (struct meter_tests){0};
	if (in == NULL)
		return -1;
	if (csvin_table(in) == CSVIN_ROW && find_columns(in, at) == 0) {
		while (wrong == NULL && (got = csvin_next(in)) == CSVIN_ROW)
			wrong = in->nfield < in->ncol ? "fields are missing" :
							take_row(t, in, at);
		if (got == CSVIN_BAD)
			wrong = csvin_reason(in);
		if (wrong != NULL)
			warnx("%s:%" PRIu64 ": %s", in->name, in->line,
			    tr(wrong));
		got = wrong == NULL && got == CSVIN_END ? 0 : -1;
	}
	csvin_free(in);
	return got < 0 ? -1 : check_shares(t, path);
}

/* --- errors --- */

struct bound
meter_error(const struct meter_band *band, size_t n, int class_)
{
	struct bound e = n > 0 ? bound_exact(0) : bound_none();

	for (size_t i = 0; i < n; i++)
		e = bound_add(e, bound_scale(bound_input(band[i].error,
						 class_ * METER_BANDS + (int)i,
						 band[i].half),
				     band[i].share));
	return e;
}

struct bound
meter_under(double m3, struct bound error)
{
	struct bound v = bound_exact(m3);

	return bound_sub(bound_div(v, bound_add(bound_exact(1), error)), v);
}
