#include "report_value.h"

#include <stdio.h>
#include <string.h>

#include "report_word.h"
#include "word.h"

/* "101 to 150" of a class; NULL: it is none. */
static const char *
class_value(const struct report *r, const char *col, const char *s)
{
	char zh[40] = "";
	int a, b;

	if (strcmp(col, "dn_class") != 0 && strcmp(col, "age_class") != 0 &&
	    strcmp(col, "group") != 0)
		return NULL;
	if (sscanf(s, "%d to %d", &a, &b) == 2)
		snprintf(zh, sizeof zh, "%d–%d", a, b);
	else if (sscanf(s, "up to %d", &b) == 1)
		snprintf(zh, sizeof zh, "%d 及以下", b);
	else if (sscanf(s, "over %d", &a) == 1)
		snprintf(zh, sizeof zh, "%d 以上", a);
	else if (sscanf(s, "%d and %4s", &a, zh) == 2)
		snprintf(zh, sizeof zh, "%d 及以上", a);
	else
		return NULL;
	return report_word(r, report_joined(r, zh, ""), s);
}

const char *
report_value(const struct report *r, const char *col, const char *s)
{
	const char *known;
	struct word w;

	if (word_own(col, s, &w) == 0)
		return report_word(r, w.zh, w.en);
	if ((known = class_value(r, col, s)) != NULL)
		return known;
	/* Words have no blanks; what does is a sentence. */
	if ((unsigned char)*s >= 0x80 || strchr(s, ' ') != NULL)
		return s;
	if ((known = wordpool_known(r->pool, s)) != NULL)
		return known;
	return wordpool_keep(
	    r->pool, s, word_any(s, &w) == 0 ? report_word(r, w.zh, w.en) : s);
}

const char *
report_grade(const struct report *r, const char *grade)
{
	return strcmp(grade, "1") == 0 ? report_value(r, "grade", "grade_1") :
	       strcmp(grade, "2") == 0 ? report_value(r, "grade", "grade_2") :
	       strcmp(grade, "fail") == 0 ? report_value(
						r, "grade", "grade_fail") :
					    "—";
}
