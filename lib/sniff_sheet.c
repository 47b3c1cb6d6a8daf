#include "sniff_private.h"

#include <err.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "lines.h"
#include "xalloc.h"

/* --- bytes --- */

static char *
read_bytes(struct sheet *s, size_t *n)
{
	struct lines *l = lines_open(s->path, NULL);
	char *p = NULL;
	size_t cap = 0;
	long got = 1;

	*n = 0;
	if (l == NULL)
		return NULL;
	while (got > 0 && *n < SNIFF_BYTES) {
		if (*n == cap) {
			cap = cap ? 2 * cap : 1 << 16;
			p = xrealloc(p, cap + 1, 1);
		}
		if ((got = lines_raw(l, p + *n, cap - *n)) > 0)
			*n += (size_t)got;
	}
	s->whole = got == 0;
	lines_free(l);
	if (got < 0) {
		free(p);
		return NULL;
	}
	return p;
}

/* --- encoding --- */

static int
is_text(const char *p, size_t n, const char *encoding, int whole)
{
	iconv_t cd = iconv_open("UTF-8", encoding);
	char *in = (char *)p, buf[4096], *out;
	size_t left = n, room;
	int good = cd != (iconv_t)-1;

	while (good && left > 0) {
		out = buf;
		room = sizeof buf;
		if (iconv(cd, &in, &left, &out, &room) == (size_t)-1 &&
		    room > 64) {
			/* a letter may be cut where we stopped */
			good = !whole && left < 4;
			break;
		}
	}
	if (cd != (iconv_t)-1)
		iconv_close(cd);
	return good;
}

struct tally {
	size_t zero[2]; /* NUL bytes at even and odd places */
	size_t high;	/* bytes from 0x80 on */
	size_t pairs;	/* of two high bytes */
	size_t alone;	/* high bytes before and after which there is none */
};

static struct tally
count_bytes(const char *p, size_t n)
{
	struct tally t = {0};
	const unsigned char *b = (const unsigned char *)p;

	for (size_t i = 0; i < n; i++) {
		t.zero[i % 2] += b[i] == 0;
		if (b[i] < 0x80)
			continue;
		t.high++;
		if (i + 1 < n && b[i + 1] >= 0x80) {
			t.pairs++;
			t.high++;
			i++;
		} else {
			t.alone++;
		}
	}
	return t;
}

static const char *
find_encoding(struct sheet *s, const char *p, size_t n)
{
	struct tally t = count_bytes(p, n);

	if (n >= 2 &&
	    (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0)) {
		s->encoding_why = xstrdup(tr("a byte order mark"));
		return *p == '\xFF' ? "UTF-16LE" : "UTF-16BE";
	}
	if (n >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 &&
	    is_text(p, n, "UTF-8", s->whole)) {
		s->encoding_why = xstrdup(tr("a byte order mark"));
		return "UTF-8";
	}
	for (int odd = 0; odd < 2; odd++) {
		if (t.zero[odd] * 5 < n || t.zero[!odd] * 10 > t.zero[odd])
			continue;
		s->encoding_why = xasprintf(
		    tr("%zu NUL bytes at %s places, %zu at the others"),
		    t.zero[odd], odd ? tr("odd") : tr("even"), t.zero[!odd]);
		return odd ? "UTF-16LE" : "UTF-16BE";
	}
	if (t.high == 0) {
		s->encoding_why = xstrdup(tr("no byte above 127"));
		return "UTF-8";
	}
	if (is_text(p, n, "UTF-8", s->whole)) {
		s->encoding_why = xasprintf(
		    tr("%zu bytes above 127, all of them UTF-8"), t.high);
		return "UTF-8";
	}
	if (t.pairs >= t.alone && is_text(p, n, "GB18030", s->whole)) {
		s->encoding_why = xasprintf(
		    tr("no UTF-8; %zu bytes above 127, %zu of them in "
		       "pairs, all of them GB18030"),
		    t.high, 2 * t.pairs);
		return "GB18030";
	}
	s->encoding_why =
	    xasprintf(tr("neither UTF-8 nor GB18030; of %zu bytes "
			 "above 127 %zu stand alone"),
		t.high, t.alone);
	return "WINDOWS-1252";
}

/* --- lines --- */

static int
read_lines(struct sheet *s, const char *p, size_t n)
{
	struct lines *l = lines_memory(s->path, p, n, s->encoding);
	struct line line;
	size_t cap = 0;
	int got;

	if (l == NULL)
		return -1;
	while ((got = lines_next(l, &line)) == 1) {
		if (line.len == 0)
			continue;
		if (s->nline == cap) {
			cap = cap ? 2 * cap : 1024;
			s->line = xrealloc(s->line, cap, sizeof *s->line);
			s->no = xrealloc(s->no, cap, sizeof *s->no);
		}
		s->line[s->nline] = xstrdup(line.s);
		s->no[s->nline++] = line.no;
	}
	lines_free(l);
	if (got == 0 && !s->whole && s->nline > 0)
		free(s->line[--s->nline]); /* it was cut */
	return got;
}

static char *
strip(struct sheet *s, char *f)
{
	char *end = f + strlen(f), *start = f + strspn(f, " \t");

	s->padded |= *start != '\0' && (start > f || end[-1] == ' ');
	while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	return start;
}

/* Cuts line i into fields. */
static void
split(struct sheet *s, size_t i)
{
	char *p, *to, *start;
	int quoted;

	if (s->at == i + 1)
		return;
	s->at = i + 1;
	free(s->buf);
	s->buf = xstrdup(s->line[i]);
	s->nfield = 0;
	for (p = to = s->buf;; p++) {
		start = to = p;
		quoted = s->quote && *p == s->quote;
		for (p += quoted; *p && (quoted || *p != s->separator); p++) {
			if (quoted && *p == s->quote) {
				quoted = p[1] == s->quote;
				if (!quoted)
					continue;
				p++;
			}
			*to++ = *p;
		}
		s->field =
		    xgrow(s->field, s->nfield, &s->field_cap, sizeof *s->field);
		s->field[s->nfield++] = start;
		if (*p == '\0')
			break;
		*to = '\0';
	}
	*to = '\0';
	for (size_t c = 0; c < s->nfield; c++)
		s->field[c] = strip(s, s->field[c]);
}

const char *
sheet_cell(struct sheet *s, size_t i, size_t c)
{
	if (c == SNIFF_NONE)
		return "";
	split(s, i);
	return c < s->nfield ? s->field[c] : "";
}

/* --- the separator --- */

/* 1 if the field may be a number or a time: digits and few letters. */
static int
is_typed(const char *f)
{
	int digits = 0, others = 0;

	for (; *f != '\0'; f++) {
		if (*f >= '0' && *f <= '9')
			digits++;
		else if (strchr("+-.,:/' TZ", *f) == NULL)
			others++;
	}
	return digits > 0 && others <= 3;
}

/* How well a separator cuts: the share of lines with the commonest number of
 * fields (*n), and more where these are numbers and times. */
static double
cuts(struct sheet *s, char separator, size_t *n)
{
	enum { MOST = 4096, LINES = 400 };
	size_t count[MOST] = {0}, cells = 0, typed = 0;
	size_t lines = s->nline < LINES ? s->nline : LINES;

	s->separator = separator;
	s->at = 0;
	*n = 0;
	for (size_t i = 0; i < lines; i++) {
		split(s, i);
		count[s->nfield < MOST ? s->nfield : MOST - 1]++;
		for (size_t c = 0; c < s->nfield; c++) {
			cells += *s->field[c] != '\0';
			typed += (size_t)is_typed(s->field[c]);
		}
	}
	for (size_t c = 2; c < MOST; c++)
		if (count[c] > count[*n] || *n < 2)
			*n = c;
	s->separated = lines ? (double)count[*n] / (double)lines : 0;
	if (cells == 0)
		return 0;
	return s->separated * (0.5 + (double)typed / (double)cells);
}

static int
find_separator(struct sheet *s)
{
	static const char list[] = ",;\t|";
	char best = '\0';
	double most = 0;
	size_t n;

	s->quote = '"';
	for (const char *p = list; *p != '\0'; p++) {
		double got = cuts(s, *p, &n);

		if (n >= 2 && s->separated > 0 && got > most) {
			most = got;
			best = *p;
		}
	}
	if (best == '\0') {
		warnx("%s: no separator parts its lines into columns", s->path);
		return -1;
	}
	cuts(s, best, &s->ncol);
	s->padded = 0;
	return 0;
}

/* --- heading, units --- */

/* A field's shape: its runs of digits are one digit each.  How many runs. */
static int
shape(const char *f, char out[64])
{
	size_t n = 0;
	int runs = 0;

	for (; *f != '\0' && n < 63; f++) {
		int digit = *f >= '0' && *f <= '9';

		if (digit && n > 0 && out[n - 1] == '0')
			continue;
		runs += digit;
		out[n++] = digit ? '0' : *f;
	}
	out[n] = '\0';
	return runs;
}

/* 1 if line i is a row like the one below it: most times and numbers (fields
 * with several runs of digits, else with one) have their shape in both. */
static int
is_row(struct sheet *s, size_t i)
{
	char above[64], below[64];
	size_t cells[2] = {0}, same[2] = {0};

	if (i + 1 >= s->nline)
		return 0;
	for (size_t c = 0; c < s->ncol; c++) {
		int runs = shape(sheet_cell(s, i + 1, c), below), k = runs > 1;

		if (runs == 0)
			continue;
		shape(sheet_cell(s, i, c), above);
		cells[k]++;
		same[k] += strcmp(above, below) == 0;
	}
	return cells[1] > 0 ? same[1] * 2 >= cells[1] : same[0] * 2 > cells[0];
}

/* 1 if all that stands in the line are units. */
static int
is_units(const struct sheet *s)
{
	size_t found = 0;

	for (size_t c = 0; c < s->nfield; c++) {
		if (*s->field[c] == '\0')
			continue;
		if (alias_unit(s->field[c]) == NULL)
			return 0;
		found++;
	}
	return found > 0;
}

static char **
copy_fields(const struct sheet *s)
{
	char **copy = xcalloc(s->ncol, sizeof *copy);

	for (size_t c = 0; c < s->ncol; c++)
		copy[c] = xstrdup(c < s->nfield ? s->field[c] : "");
	return copy;
}

/* The heading is the first line with as many fields as the rows, or one less
 * where each row ends with the separator. */
static void
find_heading(struct sheet *s)
{
	size_t i = 0, most = s->ncol;

	for (; i + 1 < s->nline; i++) {
		split(s, i);
		if (s->nfield == most)
			break;
		if (s->nfield + 1 == most && s->nfield > 1 &&
		    *sheet_cell(s, i + 1, most - 1) == '\0' &&
		    s->nfield == most) {
			split(s, i);
			break;
		}
	}
	split(s, i);
	s->ncol = s->nfield;
	s->head = s->no[i];
	s->skip_head = i > 0 ? s->no[i - 1] : 0;
	s->col = copy_fields(s);
	s->heading = !is_row(s, i);
	s->top = i + (size_t)s->heading;
	s->end = s->nline;
	if (s->heading && s->top < s->nline) {
		split(s, s->top);
		s->units = is_units(s);
		if (s->units) {
			s->unit = copy_fields(s);
			s->top++;
		}
	}
	s->padded = 0;
}

int
sheet_read(struct sheet *s, const char *path)
{
	char *p;
	size_t n;
	int got;

	*s = (struct sheet){.path = path};
	if ((p = read_bytes(s, &n)) == NULL)
		return -1;
	s->encoding = find_encoding(s, p, n);
	got = read_lines(s, p, n);
	free(p);
	if (got < 0)
		return -1;
	if (s->nline == 0) {
		warnx("%s: is empty", path);
		return -1;
	}
	if (find_separator(s) < 0)
		return -1;
	find_heading(s);
	return 0;
}

static void
free_texts(char **list, size_t n)
{
	for (size_t i = 0; list != NULL && i < n; i++)
		free(list[i]);
	free(list);
}

void
sheet_release(struct sheet *s)
{
	free_texts(s->line, s->nline);
	free_texts(s->col, s->ncol);
	free_texts(s->unit, s->ncol);
	free(s->no);
	free(s->encoding_why);
	free(s->buf);
	free(s->field);
}
