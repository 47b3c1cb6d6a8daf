#include "sniff.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "alias.h"
#include "caltime.h"
#include "intake.h"
#include "lines.h"
#include "map.h"
#include "num.h"
#include "sniff_private.h"
#include "strmap.h"
#include "xalloc.h"

enum { POINT, TIME, VALUE, QUALITY }; /* the columns of readings */
enum kind { EMPTY, TEXT, NUMBERS, TIMES };
enum { FOOT = 20, WORDS = 40, IGNORED = 2000 };

struct word { /* a cell of a column of numbers that is none */
	char *text;
	size_t count, line;
};

struct form { /* of numbers */
	char decimal, thousands;
	const char *name;
	size_t fit;
	uint64_t meaning;
};

struct sniffer {
	struct sheet s;
	const struct table *t;
	FILE *fp;
	char *wanted; /* by column: 1 if its heading means the time */
	enum kind *kind;
	struct sniff_time time;
	int has_time;
	struct form form;
	const char *other_form; /* that fits as well, or NULL */
	size_t numbers;		/* cells that look like one */
	struct word word[WORDS];
	size_t nword;
	size_t foot;
	int readings;
	int open; /* 1: a column that must be there was not found */
};

static const size_t none = (size_t)-1;

/* --- numbers --- */

static int
looks_like_number(const char *s)
{
	const char *p = s + (*s == '-' || *s == '+');

	if (*p == '.' || *p == ',')
		p++;
	return *p >= '0' && *p <= '9' &&
	       s[strspn(s, "0123456789+-.,' eE")] == '\0';
}

/* A number in that form; a group of thousands does not begin with 0. */
static int
reads(const char *s, const struct form *f, double *v)
{
	char buf[64];
	const char *p = s + (*s == '-' || *s == '+');

	if (strlen(s) >= sizeof buf ||
	    (f->thousands && *p == '0' && strchr(s, f->thousands) != NULL))
		return 0;
	strcpy(buf, s);
	return num_delocal(buf, f->decimal, f->thousands) == 0 &&
	       num_parse(buf, v) == 0;
}

static void
try_form(struct sniffer *n, struct form *f)
{
	struct sheet *s = &n->s;
	double v;
	uint64_t bits;

	f->meaning = 14695981039346656037ULL;
	n->numbers = 0;
	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++) {
			if (n->kind[c] == TIMES ||
			    !looks_like_number(s->field[c]))
				continue;
			n->numbers++;
			if (!reads(s->field[c], f, &v))
				continue;
			f->fit++;
			memcpy(&bits, &v, sizeof bits);
			f->meaning = (f->meaning ^ bits) * 1099511628211ULL;
		}
	}
}

static void
find_form(struct sniffer *n)
{
	struct form list[] = {{'.', '\0', N_("a decimal point"), 0, 0},
	    {',', '\0', N_("a decimal comma"), 0, 0},
	    {'.', ',', N_("a decimal point and thousands by comma"), 0, 0},
	    {',', '.', N_("a decimal comma and thousands by point"), 0, 0},
	    {'.', ' ', N_("a decimal point and thousands by blank"), 0, 0},
	    {',', ' ', N_("a decimal comma and thousands by blank"), 0, 0},
	    {'.', '\'', N_("a decimal point and thousands by stroke"), 0, 0}};
	size_t best = 0, count = sizeof list / sizeof *list;

	for (size_t i = 0; i < count; i++) {
		try_form(n, &list[i]);
		if (list[i].fit > list[best].fit)
			best = i;
	}
	n->form = list[best];
	for (size_t i = best + 1; i < count && n->other_form == NULL; i++)
		if (list[i].fit == list[best].fit &&
		    list[i].meaning != list[best].meaning)
			n->other_form = list[i].name;
}

/* --- kinds of columns --- */

static void
find_kinds(struct sniffer *n)
{
	struct sheet *s = &n->s;
	size_t *cells = xcalloc(s->ncol, sizeof *cells);
	size_t *numbers = xcalloc(s->ncol, sizeof *numbers);
	double v;

	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++) {
			cells[c] += *s->field[c] != '\0';
			numbers[c] += (size_t)reads(s->field[c], &n->form, &v);
		}
	}
	for (size_t c = 0; c < s->ncol; c++)
		if (n->kind[c] != TIMES)
			n->kind[c] = cells[c] == 0		? EMPTY :
				     numbers[c] * 2 >= cells[c] ? NUMBERS :
								  TEXT;
	free(cells);
	free(numbers);
}

static void
note_word(struct sniffer *n, const char *text, size_t line)
{
	for (size_t i = 0; i < n->nword; i++) {
		if (strcmp(n->word[i].text, text) == 0) {
			n->word[i].count++;
			return;
		}
	}
	if (n->nword < WORDS)
		n->word[n->nword++] = (struct word){xstrdup(text), 1, line};
}

/* What stands in column c (none: every column of numbers) and is no number. */
static void
find_words(struct sniffer *n, size_t only)
{
	struct sheet *s = &n->s;
	double v;

	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++)
			if ((only == none ? n->kind[c] == NUMBERS :
					    c == only) &&
			    *s->field[c] != '\0' &&
			    !reads(s->field[c], &n->form, &v))
				note_word(n, s->field[c], i);
	}
}

/* --- names in the mapping --- */

/* 1 if a mapping can hold the text as a value that means itself. */
static int
is_plain(const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len > 200 || strpbrk(s, "*|\t\r\n") != NULL ||
	    strstr(s, " ;") != NULL || strchr("#; ", *s) != NULL ||
	    s[len - 1] == ' ')
		return 0;
	return !(len > 2 && *s == '/' && s[len - 1] == '/');
}

/* How the mapping calls column c: by its heading, or by its place. */
static const char *
reference(const struct sniffer *n, size_t c, char buf[32])
{
	const struct sheet *s = &n->s;
	int unique = s->heading && is_plain(s->col[c]);

	for (size_t i = 0; i < s->ncol && unique; i++)
		unique = i == c || strcmp(s->col[i], s->col[c]) != 0;
	if (unique)
		return s->col[c];
	snprintf(buf, 32, "#%zu", c + 1);
	return buf;
}

/* The unit that the heading of column c gives, or NULL; *at is where it begins
 * there. */
static const char *
heading_unit(const struct sniffer *n, size_t c, size_t *at)
{
	const struct unit *u = NULL;
	const char *inside;
	size_t len;
	char *text;

	*at = alias_tail(n->s.col[c], &inside, &len);
	if (*at > 0) {
		text = xstrndup(inside, len);
		u = alias_unit(text);
		free(text);
	}
	if (u == NULL)
		*at = strlen(n->s.col[c]);
	return u ? u->name : NULL;
}

/* An id for the point of column c: its heading without unit and without what
 * ends a key. */
static char *
point_id(const struct sniffer *n, size_t c, struct strmap *used)
{
	size_t at;
	char *id, *more;

	heading_unit(n, c, &at);
	if (!n->s.heading || at == 0)
		id = xasprintf("column_%zu", c + 1);
	else
		id = xstrndup(n->s.col[c], at);
	for (char *p = id; *p != '\0'; p++)
		if (strchr("=:;#*[]|\"' ", *p) || (unsigned char)*p < 0x20)
			*p = '_';
	if (strmap_get(used, id) >= 0) {
		more = xasprintf("%s_%zu", id, c + 1);
		free(id);
		id = more;
	}
	strmap_put(used, id, 1);
	return id;
}

/* --- what is printed --- */

static void
print_head(const struct sniffer *n)
{
	char *path = xstrdup(n->s.path);

	csvin_plain(path);
	fprintf(n->fp,
	    "# A proposal for %s, made from %s.\n"
	    "# Each comment is the evidence for what follows it: look at "
	    "both before use.\n",
	    n->t->name, path);
	if (!n->s.whole)
		fprintf(n->fp,
		    "# Only the first %d MB were looked at: lines after the "
		    "last row are not known.\n",
		    SNIFF_BYTES >> 20);
	free(path);
}

static const char *
separator_name(char c)
{
	return c == ';'	 ? "semicolon" :
	       c == '\t' ? "tab" :
	       c == '|'	 ? "pipe" :
			   "comma";
}

static const char *
sign_name(char c)
{
	return c == '.' ? "point" :
	       c == ' ' ? "space" :
	       c == ',' ? "comma" :
			  "'";
}

static void
print_lines_around(const struct sniffer *n)
{
	const struct sheet *s = &n->s;
	FILE *fp = n->fp;
	char *last;

	if (s->skip_head > 0)
		fprintf(fp,
		    "# line %" PRIu64 " is the first with %zu columns\n"
		    "skip_head = %" PRIu64 "\n",
		    s->head, s->ncol, s->skip_head);
	if (!s->heading)
		fprintf(fp,
		    "# the first line has the shape of the one below it\n"
		    "heading = no\n");
	if (s->units)
		fprintf(fp, "# only units stand in the line below the "
			    "heading\nunits_line = yes\n");
	if (n->foot == 0)
		return;
	last = xstrdup(s->line[s->end]);
	csvin_plain(last);
	fprintf(fp,
	    "# no time in the last %zu line%s, which begin%s '%.40s'\n"
	    "skip_foot = %zu\n",
	    n->foot, n->foot > 1 ? "s" : "", n->foot > 1 ? "" : "s", last,
	    n->foot);
	free(last);
}

static void
print_numbers(const struct sniffer *n)
{
	FILE *fp = n->fp;

	fprintf(fp, "# %zu of %zu cells that look like numbers read with %s\n",
	    n->form.fit, n->numbers, n->form.name);
	if (n->other_form != NULL) {
		fprintf(fp,
		    "# AMBIGUOUS: all of them read with %s as well, as other "
		    "numbers; check\n",
		    n->other_form);
		warnx("%s: its numbers are ambiguous: %s, or %s", n->s.path,
		    tr(n->form.name), tr(n->other_form));
	}
	fprintf(fp, "decimal = %s\n", sign_name(n->form.decimal));
	if (n->form.thousands)
		fprintf(fp, "thousands = %s\n", sign_name(n->form.thousands));
}

/* 1 if most lines that hold a quote hold an odd number of them. */
static int
has_stray_quotes(const struct sheet *s, size_t *odd, size_t *lines)
{
	*odd = *lines = 0;
	for (size_t i = 0; i < s->nline; i++) {
		size_t count = 0;

		for (const char *p = s->line[i]; *p != '\0'; p++)
			count += *p == '"';
		*odd += count % 2;
		*lines += count > 0;
	}
	return *odd * 2 > *lines;
}

static void
print_file(struct sniffer *n)
{
	struct sheet *s = &n->s;
	size_t odd, lines;

	fprintf(n->fp, "\n[file]\n# %s\nencoding = %s\n", s->encoding_why,
	    s->encoding);
	fprintf(n->fp,
	    "# parts %.0f %% of the lines into the same number of columns\n"
	    "separator = %s\n",
	    100 * s->separated, separator_name(s->separator));
	if (s->quote == '\0' && has_stray_quotes(s, &odd, &lines))
		fprintf(n->fp,
		    "# %zu of %zu lines with a quote hold an odd number\n"
		    "quote = none\n",
		    odd, lines);
	print_lines_around(n);
	if (s->padded)
		fprintf(n->fp, "# blanks around fields\ntrim = yes\n");
	print_numbers(n);
}

static void
print_choice(const struct sniffer *n, const struct sniff_time *t)
{
	if (t->why == NULL)
		return;
	fprintf(n->fp, "# all fit %s as well; %s\n", t->other, t->why);
	if (!t->open)
		return;
	fprintf(n->fp,
	    "# AMBIGUOUS: that settles nothing; the next line is one of the "
	    "two, check\n");
	warnx("%s: its times are ambiguous: %s, or %s", n->s.path, t->format,
	    t->other);
}

static void
print_time(struct sniffer *n)
{
	const struct sniff_time *t = &n->time;
	char a[32], b[32];

	if (!n->has_time)
		return;
	fprintf(n->fp, "\n[time]\n");
	if (t->clock != none)
		fprintf(n->fp, "date = %s\nclock = %s\n",
		    reference(n, t->col, a), reference(n, t->clock, b));
	fprintf(n->fp, "# %zu of %zu times read so, the first is '%s'", t->fit,
	    t->cells, sheet_cell(&n->s, n->s.top, t->col));
	if (t->clock != none)
		fprintf(n->fp, " '%s'", sheet_cell(&n->s, n->s.top, t->clock));
	fputc('\n', n->fp);
	print_choice(n, t);
	if (*t->format == '\0')
		fprintf(n->fp, "# format: YYYY-MM-DD HH:MM[:SS]\n");
	else
		fprintf(n->fp, "format = %s\n", t->format);
	fprintf(
	    n->fp, "# zone: that of the store, unless a line says another\n");
}

/* Words in place of a number; one that begins like a number may be a number
 * with something behind it, and stays a reject. */
static void
print_missing(const struct sniffer *n)
{
	int any = 0;

	for (size_t i = 0; i < n->nword; i++) {
		const struct word *w = &n->word[i];

		fprintf(n->fp, "# '%.40s' %zu time%s, first in line %" PRIu64,
		    w->text, w->count, w->count > 1 ? "s" : "",
		    n->s.no[w->line]);
		if (is_plain(w->text) && !looks_like_number(w->text) &&
		    strchr("0123456789+", *w->text) == NULL) {
			any = 1;
			fputc('\n', n->fp);
		} else {
			fprintf(n->fp, ": will be rejected\n");
		}
	}
	if (!any)
		return;
	fprintf(n->fp, "missing = ");
	any = 0;
	for (size_t i = 0; i < n->nword; i++)
		if (is_plain(n->word[i].text) &&
		    !looks_like_number(n->word[i].text) &&
		    strchr("0123456789+", *n->word[i].text) == NULL)
			fprintf(
			    n->fp, "%s%s", any++ ? " | " : "", n->word[i].text);
	fputc('\n', n->fp);
}

/* --- readings --- */

static size_t
column_for(const struct sniffer *n, int ours, int only_numbers, size_t *more)
{
	size_t found = none;

	*more = 0;
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (!n->s.heading || n->kind[c] == TIMES ||
		    alias_column(n->t, n->s.col[c]) != ours ||
		    (only_numbers && n->kind[c] != NUMBERS))
			continue;
		if (found != none)
			++*more;
		else
			found = c;
	}
	return found;
}

static size_t
first_of(const struct sniffer *n, enum kind kind, size_t *count)
{
	size_t found = none;

	*count = 0;
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != kind)
			continue;
		++*count;
		found = found == none ? c : found;
	}
	return found;
}

/* The columns that are neither of these, to be passed over; all of them where a
 * list would be longer than a line of a mapping may be. */
static void
print_ignored(const struct sniffer *n, const char *used)
{
	char buf[32], *list;
	size_t size;
	FILE *fp = open_memstream(&list, &size);

	for (size_t c = 0; c < n->s.ncol; c++)
		if (!used[c] && *n->s.col[c] != '\0')
			fprintf(fp, "%s | ", reference(n, c, buf));
	fclose(fp);
	if (size > 3)
		fprintf(n->fp,
		    "\n[ignore]\n# no use was found for %s\ncolumns = %.*s\n",
		    size > IGNORED ? "many columns" : "these",
		    size > IGNORED ? 1 : (int)size - 3,
		    size > IGNORED ? "*" : list);
	free(list);
}

static void
print_wide(struct sniffer *n, char *used)
{
	struct strmap ids = STRMAP_INIT;
	char buf[32], *id;
	const char *unit;
	size_t at, units = 0;

	fprintf(n->fp,
	    "\n[wide]\n# these columns hold numbers and none holds ids: one "
	    "point each;\n# put the registered id at the left\n");
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != NUMBERS &&
		    !(n->kind[c] == EMPTY && *n->s.col[c]))
			continue;
		used[c] = 1;
		id = point_id(n, c, &ids);
		fprintf(n->fp, "%s%s = %s\n",
		    n->kind[c] == EMPTY ? "# empty in every row:\n" : "", id,
		    reference(n, c, buf));
		free(id);
	}
	strmap_release(&ids);
	for (size_t c = 0; c < n->s.ncol; c++)
		units += used[c] && !n->s.units &&
			 (n->kind[c] == NUMBERS || n->kind[c] == EMPTY) &&
			 heading_unit(n, c, &at) != NULL;
	if (units == 0)
		return;
	fprintf(n->fp, "\n[units]\n# in parentheses in the heading\n");
	for (size_t c = 0; c < n->s.ncol; c++) {
		if (n->kind[c] != NUMBERS && n->kind[c] != EMPTY)
			continue;
		id = point_id(n, c, &ids);
		if ((unit = heading_unit(n, c, &at)) != NULL && *n->s.col[c])
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
			note_word(n, text, i);
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
		fprintf(n->fp, "# '%.40s' %zu time%s%s\n", n->word[i].text,
		    n->word[i].count, n->word[i].count > 1 ? "s" : "",
		    quality_class(n->word[i].text) < 3 ?
			"" :
			": OPEN, what does it mean? Will be rejected");
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

	fprintf(n->fp, "# %s\n", why);
	if (more > 0) {
		fprintf(n->fp,
		    "# AMBIGUOUS: %zu more column%s could be it; check\n", more,
		    more > 1 ? "s" : "");
		warnx("%s: more than one column could be '%s'", n->s.path,
		    n->t->col[ours].name);
	}
	fprintf(n->fp, "%s = %s\n", n->t->col[ours].name, reference(n, c, buf));
}

static void
print_time_column(const struct sniffer *n)
{
	char buf[32];

	if (n->time.clock == none)
		fprintf(n->fp, "# %s\ntime = %s\n",
		    n->wanted[n->time.col] ? "by its heading" :
					     "the first column of times",
		    reference(n, n->time.col, buf));
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
	size_t any, more, text = first_of(n, TEXT, &l.texts);

	l.id = column_for(n, POINT, 0, &l.more_ids);
	l.value = column_for(n, VALUE, 1, &l.more_values);
	l.quality = column_for(n, QUALITY, 0, &more);
	any = first_of(n, NUMBERS, &l.numbers);
	l.by_name = l.id != none;
	l.value_by_name = l.value != none;
	/* One column of words and one of numbers cannot be much else. */
	if (l.id == none && l.texts == 1 && text != l.quality &&
	    (l.value != none || l.numbers == 1))
		l.id = text;
	if (l.value == none && l.id != none)
		for (size_t c = any; c < n->s.ncol && l.value == none; c++)
			if (n->kind[c] == NUMBERS && c != l.id &&
			    c != l.quality)
				l.value = c;
	if (!l.value_by_name && l.value != none && l.id != none) {
		l.more_values = l.numbers - 1;
		l.more_values -= n->kind[l.id] == NUMBERS;
		l.more_values -=
		    l.quality != none && n->kind[l.quality] == NUMBERS;
	}
	return l;
}

/* How the name of the file ends, from its last dot on; .gz and .xz apart. */
static const char *
extension(const char *path, char buf[16])
{
	const char *base = strrchr(path, '/'), *dot;
	size_t n;

	base = base ? base + 1 : path;
	n = strlen(base) - (lines_is_packed(base) ? 3 : 0);
	for (dot = base + n - 1; dot > base && *dot != '.'; dot--)
		;
	n = (size_t)(base + n - dot);
	snprintf(buf, 16, "%.*s", dot > base && n < 16 ? (int)n : 0, dot);
	return is_plain(buf) ? buf : "";
}

/* One row a reading, the point in a column or in the file's name. */
static void
print_long(struct sniffer *n, const struct layout *l, char *used)
{
	const char *unit;
	char buf[16];
	size_t at;

	used[l->value] = 1;
	if (l->id == none) {
		fprintf(n->fp,
		    "\n[filename]\n# times and one value, no column of ids: "
		    "the file may be one point\n* = *%s\n",
		    extension(n->s.path, buf));
	}
	fprintf(n->fp, "\n[columns]\n");
	print_time_column(n);
	if (l->id != none) {
		used[l->id] = 1;
		print_column(n, POINT, l->id,
		    l->by_name ? "by its heading" : "the only column of words",
		    l->more_ids);
	}
	print_column(n, VALUE, l->value,
	    l->value_by_name ? "by its heading" : "a column of numbers",
	    l->more_values);
	if (l->quality != none) {
		used[l->quality] = 1;
		print_column(n, QUALITY, l->quality, "by its heading", 0);
	}
	find_words(n, l->value);
	unit = heading_unit(n, l->value, &at);
	if (unit != NULL || n->nword > 0)
		fprintf(n->fp, "\n[values]\n");
	if (unit != NULL)
		fprintf(n->fp, "# in parentheses in the heading\nunit = %s\n",
		    unit);
	print_missing(n);
	if (l->quality != none)
		print_qualities(n, l->quality);
}

static void
print_readings(struct sniffer *n)
{
	struct layout l = find_layout(n);
	char *used = xcalloc(n->s.ncol, 1);
	int is_long = l.value != none &&
		      (l.id != none || (l.value_by_name && l.numbers == 1));

	if (n->time.clock != none)
		used[n->time.clock] = 1;
	used[n->time.col] = 1;
	if (is_long) {
		print_long(n, &l, used);
	} else {
		find_words(n, none);
		if (n->s.units || n->nword > 0)
			fprintf(n->fp, "\n[values]\n");
		if (n->s.units)
			fprintf(n->fp, "unit_from = line\n");
		print_missing(n);
		if (n->time.clock == none)
			fprintf(n->fp, "\n[columns]\n");
		print_time_column(n);
		print_wide(n, used);
	}
	print_ignored(n, used);
	free(used);
}

/* --- registries --- */

static void
print_days(struct sniffer *n, const int *ours)
{
	struct sniff_time t;

	for (size_t c = 0; c < n->s.ncol; c++) {
		if (ours[c] < 0 || n->t->col[ours[c]].type != TABLE_DAY ||
		    sniff_day(&n->s, c, &t) < 0 ||
		    strcmp(t.format, "%Y-%m-%d") == 0)
			continue;
		fprintf(n->fp, "\n[time]\n# %zu of %zu days of '%s'\n", t.fit,
		    t.cells, n->s.col[c]);
		print_choice(n, &t);
		fprintf(n->fp, "day_format = %s\n", t.format);
		free(t.why);
		return;
	}
}

static void
print_registry(struct sniffer *n)
{
	char *used = xcalloc(n->s.ncol, 1), buf[32];
	char *have = xcalloc(n->t->ncol, 1);
	int *ours = xcalloc(n->s.ncol, sizeof *ours);

	fprintf(n->fp, "\n[columns]\n# by their headings\n");
	for (size_t c = 0; c < n->s.ncol; c++) {
		ours[c] = n->s.heading ? alias_column(n->t, n->s.col[c]) : -1;
		if (ours[c] < 0 || have[ours[c]])
			continue;
		used[c] = have[ours[c]] = 1;
		fprintf(n->fp, "%s = %s\n", n->t->col[ours[c]].name,
		    reference(n, c, buf));
	}
	for (size_t c = 0; c < n->t->ncol; c++) {
		if (!n->t->col[c].required || have[c])
			continue;
		fprintf(n->fp, "# OPEN: no heading means '%s'\n",
		    n->t->col[c].name);
		n->open = 1;
	}
	print_days(n, ours);
	print_ignored(n, used);
	free(used);
	free(have);
	free(ours);
}

/* --- the whole --- */

static void
find_time(struct sniffer *n)
{
	struct sheet *s = &n->s;

	for (size_t c = 0; c < s->ncol; c++)
		n->wanted[c] =
		    (char)(s->heading && alias_column(n->t, s->col[c]) == TIME);
	n->has_time = sniff_time(s, n->wanted, &n->time) == 0;
	if (!n->has_time)
		return;
	n->kind[n->time.col] = TIMES;
	if (n->time.clock != none)
		n->kind[n->time.clock] = TIMES;
	n->foot = s->nline - 1 - n->time.last;
	if (n->foot > FOOT || !s->whole)
		n->foot = 0;
	s->end -= n->foot;
}

/* Imports the file by what was proposed, into nothing. */
static void
print_trial(const struct sniffer *n, const char *text, size_t size)
{
	struct intake_opts o = intake_defaults;
	struct intake_result r;
	FILE *fp = fmemopen((char *)text, size, "r");
	struct map *m = fp ? map_read_stream(fp, "proposal", n->t) : NULL;
	struct store *s;

	if (fp != NULL)
		fclose(fp);
	if (m == NULL || strcmp(n->s.path, "-") == 0 ||
	    (s = store_open_rw(":memory:", zone_system())) == NULL) {
		map_free(m);
		return;
	}
	o.new_points = o.quiet = 1;
	o.percent = 1;
	o.max_rejects = 100;
	o.rejects = "";
	if (intake_file(s, m, n->s.path, &o, &r) == 0)
		fprintf(n->fp,
		    "\n# Tried on the whole file, in time zone %s: %" PRId64
		    " rows, %" PRId64 " taken, %" PRId64
		    " without a value, %" PRId64 " rejected.\n",
		    zone_name(store_zone(s)), r.rows,
		    r.added + r.repeated + r.changed, r.empty, r.rejected);
	store_close(s);
	map_free(m);
}

static void
propose(struct sniffer *n)
{
	print_head(n);
	print_file(n);
	if (n->readings) {
		print_time(n);
		print_readings(n);
	} else {
		print_registry(n);
	}
}

static void
release(struct sniffer *n)
{
	for (size_t i = 0; i < n->nword; i++)
		free(n->word[i].text);
	free(n->wanted);
	free(n->kind);
	free(n->time.why);
	sheet_release(&n->s);
}

int
sniff(const char *path, const struct table *t, FILE *fp)
{
	struct sniffer n = {.t = t};
	char *text = NULL;
	size_t size = 0, odd, lines;
	int got = -1;

	n.readings = strcmp(t->name, "readings") == 0;
	if (sheet_read(&n.s, path) < 0)
		goto done;
	if (has_stray_quotes(&n.s, &odd, &lines) && lines > 0) {
		n.s.quote = '\0';
		n.s.at = 0;
	}
	n.wanted = xcalloc(n.s.ncol, 1);
	n.kind = xcalloc(n.s.ncol, sizeof *n.kind);
	if (n.readings)
		find_time(&n);
	if (n.readings && !n.has_time) {
		warnx("%s: no column holds times", path);
		goto done;
	}
	find_form(&n);
	find_kinds(&n);
	if ((n.fp = open_memstream(&text, &size)) == NULL)
		err(1, "memory");
	propose(&n);
	fclose(n.fp);
	n.fp = fp;
	fputs(text, fp);
	if (!n.open)
		print_trial(&n, text, size);
	got = 0;
done:
	free(text);
	release(&n);
	return got;
}
