#include "explain.h"

#include <math.h>
#include <string.h>

#include "num.h"
#include "say.h"
#include "term.h"
#include "textwidth.h"

const char *
explain_name(const char *name)
{
	const char *s = tr(name);
	const struct term *t = s == name && say_zh() ? term_find(name) : NULL;

	return t ? t->zh : s;
}

void
explain_num(
    FILE *fp, const char *name, double v, const char *unit, const char *how)
{
	char b[NUM_BUF];

	fputs("  ", fp);
	textwidth_put(fp, explain_name(name), 26, 0);
	fprintf(fp, " %16s ", isnan(v) ? "-" : num_fixed(v, 4, b));
	textwidth_put(fp, tr(unit), 5, 0);
	fprintf(fp, " %s\n", tr(how));
}

void
explain_limits(
    FILE *fp, const struct bound *v, const char *(*input)(int i), int n)
{
	char lo[NUM_BUF], hi[NUM_BUF];

	if (isnan(v->v) || bound_half(v) == 0)
		return;
	fprintf(fp, "    95 %%: %s .. %s", num_fixed(bound_lo(v), 4, lo),
	    num_fixed(bound_hi(v), 4, hi));
	for (int i = 0; i < n; i++)
		if (bound_share(v, i) >= 0.005)
			fprintf(fp, tr("; %s %.0f %%"), explain_name(input(i)),
			    100 * bound_share(v, i));
	fputc('\n', fp);
}

void
explain_bound(FILE *fp, const char *name, const struct bound *v,
    const char *unit, const char *how, const char *(*input)(int i), int n)
{
	explain_num(fp, name, v->v, unit, how);
	explain_limits(fp, v, input, n);
}

static void
put_meanings(FILE *fp, const char *words)
{
	char word[64];
	size_t n;

	for (const char *p = words; *p != '\0'; p += n + (p[n] == ' ')) {
		const struct term *t;

		n = strcspn(p, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, p);
		t = term_find(word);
		fprintf(fp, "%s%s%s%s", p > words ? "；" : "", word,
		    t ? " " : "", t ? t->zh : "");
	}
}

void
explain_flags(FILE *fp, const char *words)
{
	fputs(tr("  flags: "), fp);
	if (say_zh())
		put_meanings(fp, words);
	else
		fputs(words, fp);
	fputs("\n\n", fp);
}
