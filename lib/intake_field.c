/*
 * A field in our form, and what is refused.
 */
#include "intake_private.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "xalloc.h"

static char *
trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	return s + strspn(s, " \t");
}

const char *
intake_field(struct intake *k, int at)
{
	char *s = k->in->field[at].s;

	if (k->map->trim)
		s = trim(s);
	return map_is_missing(k->map, s) ? "" : s;
}

const char *
intake_text(struct intake *k, size_t c)
{
	if (k->at[c] >= 0 && (size_t)k->at[c] < k->in->nfield)
		return intake_field(k, k->at[c]);
	return k->constant[c] ? k->constant[c] : "";
}

void
intake_reject(
    struct intake *k, const char *column, const char *reason, const char *text)
{
	reject_add(k->reject, k->in->name, k->in->line, column, reason, text);
	k->im.rejected++;
}

void
intake_reject_meant(struct intake *k, const char *column, const char *reason,
    const char *text, const struct nearest *meant)
{
	reject_add_meant(
	    k->reject, k->in->name, k->in->line, column, reason, text, meant);
	k->im.rejected++;
}

void
intake_reject_row(
    struct intake *k, const char *column, const char *reason, const char *text)
{
	int64_t lost = k->nwide > 0 ? (int64_t)k->nwide : 1;

	intake_reject(k, column, reason, text);
	k->im.rows += lost;
	k->im.rejected += lost - 1;
}

const char *
intake_local_number(struct intake *k, const char *s, char *buf, size_t size)
{
	if (k->map->decimal == '.' && k->map->thousands == '\0')
		return s;
	if (strlen(s) >= size)
		return NULL;
	strcpy(buf, s);
	return num_delocal(buf, k->map->decimal, k->map->thousands) < 0 ? NULL :
									  buf;
}

int
intake_number(
    struct intake *k, const char *s, double num, double den, double *out)
{
	char buf[64];
	const char *p = intake_local_number(k, s, buf, sizeof buf);

	return p == NULL ? -1 : num_scaled(p, num, den, out);
}

/* NULL, or what is wrong.  A day alone is its midnight. */
const char *
intake_time(struct intake *k, const char *s, int64_t after, int64_t *t)
{
	struct cal_stamp stamp = {0};
	int got;

	if (k->map->time_format != NULL)
		got = cal_parse_format(s, k->map->time_format, &stamp);
	else
		got = cal_parse_stamp(s, &stamp);
	if (got < 0 && (k->wide || k->map->time_format != NULL ||
			   cal_parse_day(s, &stamp.day) < 0))
		return "is not a time";
	if (cal_instant(&stamp, k->zone, after, t) < 0)
		return "does not exist: the clocks went forward";
	if (*t < 0 || *t >= cal_day(2100, 1, 1) * CAL_DAY_S)
		return "is not between 1970 and 2099";
	return NULL;
}
