/*
 * How readings lie in a sheet: one a row, the point beside it or in the file's
 * name, or a column a point.
 */
#include "sniff_private.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alias.h"
#include "num.h"
#include "strmap.h"
#include "xalloc.h"

static void
print_time(struct sniffer *n)
{
	const struct sniff_time *t = &n->time;
	char a[32], b[32];

	fprintf(n->fp, "\n[time]\n");
	if (t->clock != SNIFF_NONE)
		fprintf(n->fp, "date = %s\nclock = %s\n",
		    sniff_reference(n, t->col, a),
		    sniff_reference(n, t->clock, b));
	fprintf(n->fp, tr("# %zu of %zu times read so, the first is '%s'"),
	    t->fit, t->cells, sheet_cell(&n->s, n->s.top, t->col));
	if (t->clock != SNIFF_NONE)
		fprintf(
		    n->fp, tr(" '%s'"), sheet_cell(&n->s, n->s.top, t->clock));
	fputc('\n', n->fp);
	sniff_print_choice(n, t);
	if (*t->format == '\0')
		fprintf(n->fp, tr("# format: YYYY-MM-DD HH:MM[:SS]\n"));
	else
		fprintf(n->fp, "format = %s\n", t->format);
	fprintf(n->fp,
	    tr("# zone: that of the store, unless a line says another\n"));
}

/* 1 if the word may stand in place of a number; one that begins like a number
 * may be one with something behind it, and stays a reject. */
static int
means_missing(const char *text)
{
	return sniff_is_plain(text) && !sniff_is_number(text) &&
	       strchr("0123456789+", *text) == NULL;
}

static void
print_missing(const struct sniffer *n)
{
	int any = 0;

	for (size_t i = 0; i < n->nword; i++) {
		const struct sniff_word *w = &n->word[i];
		int ok = means_missing(w->text);

		fprintf(n->fp,
		    w->count > 1 ?
			tr("# '%.40s' %zu times, first in line %" PRIu64
			   "%s\n") :
			tr("# '%.40s' %zu time, first in line %" PRIu64 "%s\n"),
		    w->text, w->count, n->s.no[w->line],
		    ok ? "" : tr(": will be rejected"));
		any |= ok;
	}
	if (!any)
		return;
	fprintf(n->fp, "missing = ");
	any = 0;
	for (size_t i = 0; i < n->nword; i++)
		if (means_missing(n->word[i].text))
			fprintf(
			    n->fp, "%s%s", any++ ? " | " : "", n->word[i].text);
	fputc('\n', n->fp);
}

static size_t
column_for(const struct sniffer *n, int ours, int only_numbers, size_t *more)
{
	size_t found = SNIFF_NONE;

	*more = 0;
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (!n->s.heading || n->kind[c] == SNIFF_TIMES ||
		    alias_column(n->t, n->s.col[c]) != ours ||
		    (only_numbers && n->kind[c] != SNIFF_NUMBERS))
			continue;
		if (found != SNIFF_NONE)
			++*more;
		else
			found = c;
	}
	return found;
}

static size_t
first_of(const struct sniffer *n, enum sniff_kind kind, size_t *count)
{
	size_t found = SNIFF_NONE;

	*count = 0;
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != kind)
			continue;
		++*count;
		found = found == SNIFF_NONE ? c : found;
	}
	return found;
}

static void
print_wide(struct sniffer *n, char *used)
{
	struct strmap ids = STRMAP_INIT;
	char buf[32], *id;
	const char *unit;
	size_t at, units = 0;

	fprintf(n->fp,
	    tr("\n[wide]\n# these columns hold numbers and none holds ids: one "
	       "point each;\n# put the registered id at the left\n"));
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != SNIFF_NUMBERS &&
		    !(n->kind[c] == SNIFF_EMPTY && *n->s.col[c]))
			continue;
		used[c] = 1;
		id = sniff_point_id(n, c, &ids);
		fprintf(n->fp, "%s%s = %s\n",
		    n->kind[c] == SNIFF_EMPTY ? tr("# empty in every row:\n") :
						"",
		    id, sniff_reference(n, c, buf));
		free(id);
	}
	strmap_release(&ids);
	for (size_t c = 0; c < n->s.ncol; c++)
		units += used[c] && !n->s.units &&
			 (n->kind[c] == SNIFF_NUMBERS ||
			     n->kind[c] == SNIFF_EMPTY) &&
			 sniff_heading_unit(n, c, &at) != NULL;
	if (units == 0)
		return;
	fprintf(n->fp, tr("\n[units]\n# in parentheses in the heading\n"));
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != SNIFF_NUMBERS && n->kind[c] != SNIFF_EMPTY)
			continue;
		id = sniff_point_id(n, c, &ids);
		if ((unit = sniff_heading_unit(n, c, &at)) != NULL &&
		    *n->s.col[c])
			fprintf(n->fp, "%s = %s\n", id, unit);
		free(id);
	}
	strmap_release(&ids);
}

/* What a word of quality means: index of `good uncertain bad`, 3: who knows. */
static int
quality_class(const char *word)
{
	static const char *const known[] = {
	    "ok OK normal Normal valid Valid G 正常 有效 合格 良好",
	    "suspect Suspect estimated Estimated U 可疑 估算 不确定",
	    "error Error fault Fault invalid Invalid B 异常 故障 无效 错误 坏"};
	int k = 0;

	while (k < 3 && !table_is_word(known[k], word))
		k++;
	return k;
}

/* The words of a column of qualities that are not ours. */
static void
find_qualities(struct sniffer *n, size_t col)
{
	int64_t q;

	for (size_t i = 0; i < n->nword; i++)
		free(n->word[i].text);
	n->nword = 0;
	for (size_t i = n->s.top; i < n->s.end; i++) {
		const char *text = sheet_cell(&n->s, i, col);

		if (*text != '\0' && num_int(text, 0, 65535, &q) < 0 &&
		    strcasecmp(text, "good") != 0 &&
		    strcasecmp(text, "bad") != 0 &&
		    strcasecmp(text, "uncertain") != 0)
			sniff_note_word(n, text, i);
	}
}

static void
print_qualities(struct sniffer *n, size_t col)
{
	static const char *const ours[] = {"good", "uncertain", "bad"};

	find_qualities(n, col);
	if (n->nword == 0)
		return;
	fprintf(n->fp, "\n[words]\n");
	for (size_t i = 0; i < n->nword; i++)
		fprintf(n->fp,
		    n->word[i].count > 1 ? tr("# '%.40s' %zu times%s\n") :
					   tr("# '%.40s' %zu time%s\n"),
		    n->word[i].text, n->word[i].count,
		    quality_class(n->word[i].text) < 3 ?
			"" :
			tr(": OPEN, what does it mean? Will be rejected"));
	for (int k = 0; k < 3; k++) {
		int any = 0;

		for (size_t i = 0; i < n->nword; i++)
			if (quality_class(n->word[i].text) == k) {
				fprintf(n->fp, "%s%s%s", any ? "" : ours[k],
				    any ? " | " : " = ", n->word[i].text);
				any = 1;
			}
		if (any)
			fputc('\n', n->fp);
	}
}

static void
print_column(
    const struct sniffer *n, int ours, size_t c, const char *why, size_t more)
{
	char buf[32];

	fprintf(n->fp, "# %s\n", tr(why));
	if (more > 0) {
		fprintf(n->fp,
		    more > 1 ? tr("# AMBIGUOUS: %zu more columns could be it; "
				  "check\n") :
			       tr("# AMBIGUOUS: %zu more column could be it; "
				  "check\n"),
		    more);
		warnx("%s: more than one column could be '%s'", n->s.path,
		    n->t->col[ours].name);
	}
	fprintf(n->fp, "%s = %s\n", n->t->col[ours].name,
	    sniff_reference(n, c, buf));
}

static void
print_time_column(const struct sniffer *n)
{
	char buf[32];

	if (n->time.clock == SNIFF_NONE)
		fprintf(n->fp, "# %s\ntime = %s\n",
		    tr(n->wanted[n->time.col] ?
			    N_("by its heading") :
			    N_("the first column of times")),
		    sniff_reference(n, n->time.col, buf));
}

/* How the readings lie in the file. */
struct layout {
	size_t id, value, quality; /* columns, or none */
	size_t more_ids, more_values;
	size_t texts, numbers; /* how many columns hold such */
	int by_name;	       /* 1: the id, the value by their headings */
	int value_by_name;
};

static struct layout
find_layout(const struct sniffer *n)
{
	struct layout l;
	size_t any, more, text = first_of(n, SNIFF_TEXT, &l.texts);

	l.id = column_for(n, SNIFF_POINT, 0, &l.more_ids);
	l.value = column_for(n, SNIFF_VALUE, 1, &l.more_values);
	l.quality = column_for(n, SNIFF_QUALITY, 0, &more);
	any = first_of(n, SNIFF_NUMBERS, &l.numbers);
	l.by_name = l.id != SNIFF_NONE;
	l.value_by_name = l.value != SNIFF_NONE;
	/* One column of words and one of numbers cannot be much else. */
	if (l.id == SNIFF_NONE && l.texts == 1 && text != l.quality &&
	    (l.value != SNIFF_NONE || l.numbers == 1))
		l.id = text;
	if (l.value == SNIFF_NONE && l.id != SNIFF_NONE)
		for (size_t c = any; c < n->s.ncol && l.value == SNIFF_NONE;
		     c++)
			if (n->kind[c] == SNIFF_NUMBERS && c != l.id &&
			    c != l.quality)
				l.value = c;
	if (!l.value_by_name && l.value != SNIFF_NONE && l.id != SNIFF_NONE) {
		l.more_values = l.numbers - 1;
		l.more_values -= n->kind[l.id] == SNIFF_NUMBERS;
		l.more_values -= l.quality != SNIFF_NONE &&
				 n->kind[l.quality] == SNIFF_NUMBERS;
	}
	return l;
}

/* One row a reading, the point in a column or in the file's name. */
static void
print_long(struct sniffer *n, const struct layout *l, char *used)
{
	const char *unit;
	char buf[16];
	size_t at;

	used[l->value] = 1;
	if (l->id == SNIFF_NONE) {
		fprintf(n->fp,
		    tr("\n[filename]\n# times and one value, no column of ids: "
		       "the file may be one point\n* = *%s\n"),
		    sniff_extension(n->s.path, buf));
	}
	fprintf(n->fp, "\n[columns]\n");
	print_time_column(n);
	if (l->id != SNIFF_NONE) {
		used[l->id] = 1;
		print_column(n, SNIFF_POINT, l->id,
		    l->by_name ? "by its heading" : "the only column of words",
		    l->more_ids);
	}
	print_column(n, SNIFF_VALUE, l->value,
	    l->value_by_name ? "by its heading" : "a column of numbers",
	    l->more_values);
	if (l->quality != SNIFF_NONE) {
		used[l->quality] = 1;
		print_column(n, SNIFF_QUALITY, l->quality, "by its heading", 0);
	}
	sniff_words(n, l->value);
	unit = sniff_heading_unit(n, l->value, &at);
	if (unit != NULL || n->nword > 0)
		fprintf(n->fp, "\n[values]\n");
	if (unit != NULL)
		fprintf(n->fp,
		    tr("# in parentheses in the heading\nunit = %s\n"), unit);
	print_missing(n);
	if (l->quality != SNIFF_NONE)
		print_qualities(n, l->quality);
}

void
sniff_readings(struct sniffer *n)
{
	struct layout l = find_layout(n);
	char *used = xcalloc(n->s.ncol, 1);
	int is_long =
	    l.value != SNIFF_NONE &&
	    (l.id != SNIFF_NONE || (l.value_by_name && l.numbers == 1));

	if (n->time.clock != SNIFF_NONE)
		used[n->time.clock] = 1;
	used[n->time.col] = 1;
	print_time(n);
	if (is_long) {
		print_long(n, &l, used);
	} else {
		sniff_words(n, SNIFF_NONE);
		if (n->s.units || n->nword > 0)
			fprintf(n->fp, "\n[values]\n");
		if (n->s.units)
			fprintf(n->fp, "unit_from = line\n");
		print_missing(n);
		if (n->time.clock == SNIFF_NONE)
			fprintf(n->fp, "\n[columns]\n");
		print_time_column(n);
		print_wide(n, used);
	}
	sniff_print_ignored(n, used);
	free(used);
}
