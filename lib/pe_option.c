#include "pe_option.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { TEXT = 128 };

/* The two halves of A/B in buf; -1: there are not two. */
static int
halves(const char *s, char buf[TEXT], const char **a, const char **b)
{
	char *slash;

	if (strlen(s) >= TEXT)
		return -1;
	strcpy(buf, s);
	if ((slash = strchr(buf, '/')) == NULL)
		return -1;
	*slash = '\0';
	*a = buf;
	*b = slash + 1;
	return 0;
}

const char *
pe_option_period(const char *s, int64_t *from, int64_t *to)
{
	const char *a, *b;
	char buf[TEXT];

	if (cal_parse_month(s, from, to) == 0 ||
	    cal_parse_quarter(s, from, to) == 0 ||
	    cal_parse_year(s, from, to) == 0)
		return NULL;
	if (halves(s, buf, &a, &b) < 0 || cal_parse_day(a, from) < 0 ||
	    cal_parse_day(b, to) < 0)
		return "is neither DAY/DAY nor YYYY-MM, YYYY-Qn, YYYY";
	return *from < *to ? NULL :
			     "is empty: the second day is the one after "
			     "the last";
}

static int
instant(const char *s, const struct zone *tz, int64_t *t)
{
	struct cal_stamp stamp;

	return cal_parse_stamp(s, &stamp) < 0 ||
		       cal_instant(&stamp, tz, INT64_MIN, t) < 0 ?
		   -1 :
		   0;
}

const char *
pe_option_span(const char *s, const struct zone *tz, int64_t *from, int64_t *to)
{
	const char *a, *b;
	char buf[TEXT];

	if (halves(s, buf, &a, &b) < 0 || instant(a, tz, from) < 0 ||
	    instant(b, tz, to) < 0)
		return "is not TIME/TIME, such as "
		       "2026-03-05T01:00/2026-03-05T02:30";
	return *from < *to ? NULL : "ends before it begins";
}

const char *
pe_option_spans(
    const char *s, const struct zone *tz, struct zonen1_step **out, size_t *n)
{
	char *copy = xstrdup(s), *save = NULL;
	const char *wrong = NULL;

	*out = NULL;
	*n = 0;
	for (char *w = strtok_r(copy, ",", &save); w != NULL && wrong == NULL;
	     w = strtok_r(NULL, ",", &save)) {
		*out = xrealloc(*out, *n + 1, sizeof **out);
		wrong = pe_option_span(w, tz, &(*out)[*n].from, &(*out)[*n].to);
		(*n)++;
	}
	free(copy);
	if (wrong == NULL && *n < 2)
		wrong = "needs two steps or more";
	return wrong;
}
