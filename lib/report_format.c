#include "report_format.h"

#include <string.h>

#include "report_word.h"
#include "term.h"
#include "xalloc.h"

static int
ends(const char *s, const char *with)
{
	size_t n = strlen(s), k = strlen(with);

	return n >= k && strcmp(s + n - k, with) == 0;
}

static const char *
named_format(const char *name)
{
	/* 万 is ten thousand: a thousand by the comma, and a point put in. */
	static const char *const known[][2] = {{"m3", "#,##0"},
	    {"m3h", "#,##0.00"}, {"m3d", "#,##0.0"}, {"pct", "0.00"},
	    {"share", "0.0%"}, {"m", "0.0"}, {"yuan", "#,##0"},
	    {"count", "#,##0"}, {"ratio", "0.00"}, {"wan", "0!.0,\"万\""}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i][0], name) == 0)
			return known[i][1];
	return name;
}

const char *
report_format(const struct report *r, const char *sheet, const char *col)
{
	static const char *const units[][2] = {{"m³/h", "#,##0.00"},
	    {"m³", "#,##0"}, {"m³/d", "#,##0.0"}, {"%", "0.00"}, {"m", "0.0"},
	    {"h", "#,##0.0"}, {"yuan", "#,##0"}, {"yuan/yr", "#,##0"},
	    {"yuan/km/yr", "#,##0"}};
	const char *own = def_column(r->def, sheet, col, "format", -1);
	const struct term *t = term_find(col);

	if (own != NULL)
		return named_format(own);
	if (t == NULL || (*t->unit == '\0' && t->digits == 0))
		return "General";
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (strcmp(units[i][0], t->unit) == 0)
			return units[i][1];
	if (ends(col, "coverage") || ends(col, "share"))
		return "0.0%";
	return strcmp(col, "ili") == 0 ? "0.0" : "0.00";
}

char *
report_note(const struct report *r, const char *col)
{
	const struct term *t = term_find(col);

	if (t == NULL || *t->formula == '\0')
		return NULL;
	return xasprintf("%s%s%s%s\n%s%s%s", report_term(r, col),
	    *t->unit ? " (" : "", report_unit(r, t->unit), *t->unit ? ")" : "",
	    report_prose(r, t->formula), *t->source ? "\n" : "", t->source);
}
