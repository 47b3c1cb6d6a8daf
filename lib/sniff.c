#include "sniff.h"

#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "caltime.h"
#include "intake.h"
#include "map.h"
#include "sniff_private.h"
#include "xalloc.h"

enum { FOOT = 20, IGNORED = 2000 };

/* --- what is printed --- */

static void
print_head(const struct sniffer *n)
{
	char *path = xstrdup(n->s.path);

	csvin_plain(path);
	fprintf(n->fp,
	    tr("# A proposal for %s, made from %s.\n"
	       "# Each comment is the evidence for what follows it: look at "
	       "both before use.\n"),
	    n->t->name, path);
	if (!n->s.whole)
		fprintf(n->fp,
		    tr("# Only the first %d MB were looked at: lines after the "
		       "last row are not known.\n"),
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
		    tr("# line %" PRIu64 " is the first with %zu columns\n"
		       "skip_head = %" PRIu64 "\n"),
		    s->head, s->ncol, s->skip_head);
	if (!s->heading)
		fprintf(fp,
		    tr("# the first line has the shape of the one below it\n"
		       "heading = no\n"));
	if (s->units)
		fprintf(fp, tr("# only units stand in the line below the "
			       "heading\nunits_line = yes\n"));
	if (n->foot == 0)
		return;
	last = xstrdup(s->line[s->end]);
	csvin_plain(last);
	fprintf(fp,
	    n->foot > 1 ? tr("# no time in the last %zu lines, which begin "
			     "'%.40s'\nskip_foot = %zu\n") :
			  tr("# no time in the last %zu line, which begins "
			     "'%.40s'\nskip_foot = %zu\n"),
	    n->foot, last, n->foot);
	free(last);
}

static void
print_numbers(const struct sniffer *n)
{
	FILE *fp = n->fp;

	fprintf(fp,
	    tr("# %zu of %zu cells that look like numbers read with %s\n"),
	    n->form.fit, n->numbers, tr(n->form.name));
	if (n->other_form != NULL) {
		fprintf(fp,
		    tr("# AMBIGUOUS: all of them read with %s as well, as "
		       "other "
		       "numbers; check\n"),
		    tr(n->other_form));
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
	    tr("# parts %.0f %% of the lines into the same number of columns\n"
	       "separator = %s\n"),
	    100 * s->separated, separator_name(s->separator));
	if (s->quote == '\0' && has_stray_quotes(s, &odd, &lines))
		fprintf(n->fp,
		    tr("# %zu of %zu lines with a quote hold an odd number\n"
		       "quote = none\n"),
		    odd, lines);
	print_lines_around(n);
	if (s->padded)
		fprintf(n->fp, tr("# blanks around fields\ntrim = yes\n"));
	print_numbers(n);
}

void
sniff_print_choice(const struct sniffer *n, const struct sniff_time *t)
{
	if (t->why == NULL)
		return;
	fprintf(n->fp, tr("# all fit %s as well; %s\n"), t->other, t->why);
	if (!t->open)
		return;
	fprintf(n->fp,
	    tr("# AMBIGUOUS: that settles nothing; the next line is one of the "
	       "two, check\n"));
	warnx("%s: its times are ambiguous: %s, or %s", n->s.path, t->format,
	    t->other);
}

/* The columns that are neither of these, to be passed over; all of them where a
 * list would be longer than a line of a mapping may be. */
void
sniff_print_ignored(const struct sniffer *n, const char *used)
{
	char buf[32], *list;
	size_t size;
	FILE *fp = open_memstream(&list, &size);

	for (size_t c = 0; c < n->s.ncol; c++)
		if (!used[c] && *n->s.col[c] != '\0')
			fprintf(fp, "%s | ", sniff_reference(n, c, buf));
	fclose(fp);
	if (size > 3)
		fprintf(n->fp,
		    tr("\n[ignore]\n# no use was found for %s\ncolumns = "
		       "%.*s\n"),
		    size > IGNORED ? tr("many columns") : tr("these"),
		    size > IGNORED ? 1 : (int)size - 3,
		    size > IGNORED ? "*" : list);
	free(list);
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
		fprintf(n->fp, tr("\n[time]\n# %zu of %zu days of '%s'\n"),
		    t.fit, t.cells, n->s.col[c]);
		sniff_print_choice(n, &t);
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

	fprintf(n->fp, tr("\n[columns]\n# by their headings\n"));
	for (size_t c = 0; c < n->s.ncol; c++) {
		ours[c] = n->s.heading ? alias_column(n->t, n->s.col[c]) : -1;
		if (ours[c] < 0 || have[ours[c]])
			continue;
		used[c] = have[ours[c]] = 1;
		fprintf(n->fp, "%s = %s\n", n->t->col[ours[c]].name,
		    sniff_reference(n, c, buf));
	}
	for (size_t c = 0; c < n->t->ncol; c++) {
		if (!n->t->col[c].required || have[c])
			continue;
		fprintf(n->fp, tr("# OPEN: no heading means '%s'\n"),
		    n->t->col[c].name);
		n->open = 1;
	}
	print_days(n, ours);
	sniff_print_ignored(n, used);
	free(used);
	free(have);
	free(ours);
}

/* --- the whole --- */

/* 0, or -1: no column holds times. */
static int
find_time(struct sniffer *n)
{
	struct sheet *s = &n->s;

	for (size_t c = 0; c < s->ncol; c++)
		n->wanted[c] =
		    (char)(s->heading &&
			   alias_column(n->t, s->col[c]) == SNIFF_TIME);
	if (sniff_time(s, n->wanted, &n->time) < 0)
		return -1;
	n->kind[n->time.col] = SNIFF_TIMES;
	if (n->time.clock != SNIFF_NONE)
		n->kind[n->time.clock] = SNIFF_TIMES;
	n->foot = s->nline - 1 - n->time.last;
	if (n->foot > FOOT || !s->whole)
		n->foot = 0;
	s->end -= n->foot;
	return 0;
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
		    tr("\n# Tried on the whole file, in time zone %s: %" PRId64
		       " rows, %" PRId64 " taken, %" PRId64
		       " without a value, %" PRId64 " rejected.\n"),
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
	if (n->readings)
		sniff_readings(n);
	else
		print_registry(n);
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
	if (n.readings && find_time(&n) < 0) {
		warnx("%s: no column holds times", path);
		goto done;
	}
	sniff_form(&n);
	sniff_kinds(&n);
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
