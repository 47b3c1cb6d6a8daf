#include "csvin.h"

#include <csv.h>
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lines.h"
#include "num.h"
#include "xalloc.h"

struct held { /* a line that may yet be one of the foot */
	char *s;
	size_t len;
	uint64_t no;
	int cr, invalid;
};

struct csvin_state {
	struct lines *lines;
	struct csv_parser parser;
	struct csvin_opts opts;
	int need_seal, sealed;
	int in_table; /* a heading was read, its end was not met */
	int failed;
	int again;     /* the row that lies in field[] was not handed out */
	int row_done;  /* libcsv saw the row's end */
	uint64_t rows; /* since the last seal, headings apart */
	const char *reason;
	char *text; /* the fields of the row, NUL after each */
	size_t ntext, text_cap;
	size_t *start; /* of each field in text */
	size_t start_cap, field_cap;
	struct held *held; /* ring of skip_foot lines */
	size_t nheld, first_held;
};

static int
is_space(unsigned char c)
{
	(void)c;
	return 0; /* blanks belong to the field */
}

static int
is_lf(unsigned char c)
{
	return c == '\n';
}

static void
parser_start(struct csvin_state *st)
{
	if (csv_init(&st->parser,
		CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0)
		errx(1, "out of memory");
	csv_set_delim(&st->parser, (unsigned char)st->opts.separator);
	/* 0xFF stands nowhere in UTF-8. */
	csv_set_quote(&st->parser,
	    st->opts.no_quote ? 0xFF : (unsigned char)st->opts.quote);
	csv_set_space_func(&st->parser, is_space);
	csv_set_term_func(&st->parser, is_lf);
}

static struct csvin *
csvin_start(struct lines *lines, const struct csvin_opts *opts)
{
	struct csvin *in;
	struct csvin_state *st;
	const char *env = getenv("WB_SEAL");

	if (lines == NULL)
		return NULL;
	in = xcalloc(1, sizeof *in);
	st = in->state = xcalloc(1, sizeof *st);
	in->name = lines_name(lines);
	st->lines = lines;
	if (opts != NULL)
		st->opts = *opts;
	if (st->opts.separator == '\0')
		st->opts.separator = ',';
	if (st->opts.quote == '\0')
		st->opts.quote = '"';
	st->need_seal = !st->opts.foreign && !st->opts.unsealed &&
			env != NULL && strcmp(env, "1") == 0;
	if (st->opts.foreign) /* has no seal */
		lines_no_crc(lines);
	if (st->opts.unhashed)
		lines_no_hash(lines);
	if (st->opts.skip_foot > 0)
		st->held =
		    xcalloc((size_t)st->opts.skip_foot, sizeof *st->held);
	parser_start(st);
	return in;
}

struct csvin *
csvin_open(const char *path, const struct csvin_opts *opts)
{
	return csvin_start(
	    lines_open(path, opts ? opts->encoding : NULL), opts);
}

struct csvin *
csvin_memory(
    const char *name, const void *p, size_t n, const struct csvin_opts *opts)
{
	return csvin_start(
	    lines_memory(name, p, n, opts ? opts->encoding : NULL), opts);
}

static void
drop_heading(struct csvin *in)
{
	for (size_t i = 0; i < in->ncol; i++)
		free(in->col[i]);
	free(in->col);
	in->col = NULL;
	in->ncol = 0;
}

void
csvin_free(struct csvin *in)
{
	if (in == NULL)
		return;
	drop_heading(in);
	for (size_t i = 0; i < in->state->nheld; i++)
		free(in->state->held[i].s);
	free(in->state->held);
	csv_free(&in->state->parser);
	lines_free(in->state->lines);
	free(in->state->text);
	free(in->state->start);
	free(in->state);
	free(in->field);
	free(in);
}

void
csvin_plain(char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7F)
			*text = ' ';
}

int
csvin_warn(const struct csvin *in, const char *fmt, ...)
{
	va_list ap;
	char *what;

	va_start(ap, fmt);
	if (vasprintf(&what, tr(fmt), ap) < 0)
		errx(1, "out of memory");
	va_end(ap);
	csvin_plain(what);
	warnx("%s:%" PRIu64 ": %s", in->name, in->line, what);
	free(what);
	return -1;
}

static enum csvin_got
fail(struct csvin *in)
{
	in->state->failed = 1;
	in->bytes = lines_bytes(in->state->lines);
	return CSVIN_FAILED;
}

static enum csvin_got
cut(struct csvin *in, const char *what)
{
	csvin_warn(in, "%s", tr(what));
	in->cut = 1;
	return fail(in);
}

/* --- lines, less the foot --- */

/* Exchanges a line for the one that came skip_foot lines before it.  0: none
 * came yet. */
static int
hold(struct csvin_state *st, struct line *line)
{
	struct held *h, old = {0};

	if (st->nheld < (size_t)st->opts.skip_foot) {
		h = &st->held[st->nheld++];
	} else {
		h = &st->held[st->first_held];
		old = *h;
		st->first_held = (st->first_held + 1) % st->nheld;
	}
	*h = (struct held){xstrndup(line->s, line->len), line->len, line->no,
	    line->cr, line->invalid};
	if (old.s == NULL)
		return 0;

	line->len = old.len;
	line->no = old.no;
	line->cr = old.cr;
	line->invalid = old.invalid;
	line->s = old.s;
	return 1;
}

struct got_line {
	struct line l;
	char *owned; /* to be freed, or NULL */
};

static int
next_line(struct csvin *in, struct got_line *g)
{
	struct csvin_state *st = in->state;
	int got;

	free(g->owned);
	g->owned = NULL;
	while ((got = lines_next(st->lines, &g->l)) == 1) {
		if (st->opts.foreign && g->l.len == 0 && st->parser.pstate == 0)
			continue;
		if (st->opts.skip_foot == 0)
			return 1;
		if (hold(st, &g->l)) {
			g->owned = g->l.s;
			return 1;
		}
	}
	return got;
}

/* --- a row --- */

static void
on_field(void *p, size_t len, void *data)
{
	struct csvin *in = data;
	struct csvin_state *st = in->state;

	if (st->ntext + len + 1 > st->text_cap) {
		st->text_cap = 2 * (st->ntext + len) + 1024;
		st->text = xrealloc(st->text, st->text_cap, 1);
	}
	st->start =
	    xgrow(st->start, in->nfield, &st->start_cap, sizeof *st->start);
	in->field =
	    xgrow(in->field, in->nfield, &st->field_cap, sizeof *in->field);
	if (len > 0)
		memcpy(st->text + st->ntext, p, len);
	st->text[st->ntext + len] = '\0';
	st->start[in->nfield] = st->ntext;
	in->field[in->nfield].len = len;
	in->nfield++;
	st->ntext += len + 1;
}

static void
on_row(int c, void *data)
{
	struct csvin *in = data;

	(void)c;
	in->state->row_done = 1;
}

static const char nul_byte[] = "a NUL byte";
static const char not_utf8[] = "bytes that are not UTF-8";

/* libcsv's states, which its header leaves unnamed: inside a field. */
enum { IN_FIELD = 2 };

static int
in_quotes(const struct csv_parser *p)
{
	return p->quoted && p->pstate == IN_FIELD;
}

static int
parse(struct csvin *in, const char *s, size_t n)
{
	return csv_parse(&in->state->parser, s, n, on_field, on_row, in) == n;
}

/* The line end: a CR belongs to a field that it lies in, and to nothing
 * else. */
static int
parse_end(struct csvin *in, const struct line *l)
{
	if (l->cr && in_quotes(&in->state->parser))
		return parse(in, "\r\n", 2);
	return parse(in, "\n", 1);
}

/* Hands the line to libcsv, and says what is wrong with it, or NULL. */
static const char *
feed(struct csvin *in, const struct line *l)
{
	static const char stray[] = "a quote inside a field";
	const char *p = l->s, *end = l->s + l->len, *cr;

	if (memchr(p, '\0', l->len) != NULL)
		return nul_byte;
	for (; (cr = memchr(p, '\r', (size_t)(end - p))) != NULL; p = cr) {
		if (!parse(in, p, (size_t)(cr - p)))
			return stray;
		if (!in_quotes(&in->state->parser))
			return "a CR inside a line (an old line end?)";
		parse(in, cr++, 1);
	}
	if (!parse(in, p, (size_t)(end - p)) || !parse_end(in, l))
		return stray;
	return NULL;
}

/* A mark that opens a file is no part of its first line. */
static int
has_mark(const struct line *l)
{
	return l->no > 1 && strncmp(l->s, "\xEF\xBB\xBF", 3) == 0;
}

static enum csvin_got
bad(struct csvin *in, const char *why)
{
	struct csvin_state *st = in->state;

	st->reason = why;
	csv_free(&st->parser);
	parser_start(st);
	return CSVIN_BAD;
}

/* Reads on until libcsv has a whole row, which begins with *g. */
static enum csvin_got
whole_row(struct csvin *in, struct got_line *g)
{
	struct csvin_state *st = in->state;
	const char *wrong;
	size_t bytes = 0;
	int got, invalid = 0;

	in->line = in->last = g->l.no;
	in->nfield = 0;
	st->ntext = 0;
	st->row_done = 0;
	if (has_mark(&g->l))
		return bad(in, "a byte-order mark inside the file");
	for (;;) {
		in->last = g->l.no;
		invalid |= g->l.invalid;
		if ((wrong = feed(in, &g->l)) != NULL)
			return bad(in, wrong);
		if (st->row_done)
			break;
		bytes += g->l.len;
		if (bytes > LINE_MAX_BYTES) {
			csvin_warn(in,
			    "the quote opened here does not close within %d "
			    "bytes",
			    LINE_MAX_BYTES);
			return fail(in);
		}
		if ((got = next_line(in, g)) < 0)
			return fail(in);
		if (got == 0) {
			csvin_warn(in, "the quote opened here never closes");
			return fail(in);
		}
	}
	for (size_t i = 0; i < in->nfield; i++)
		in->field[i].s = st->text + st->start[i];
	if (invalid)
		return bad(in, st->opts.encoding ?
				   "bytes that are no text in the encoding" :
				   not_utf8);
	return CSVIN_ROW;
}

/* --- seals --- */

static enum csvin_got
check_seal(struct csvin *in, const struct line *l)
{
	struct csvin_state *st = in->state;
	uint64_t rows;
	unsigned crc;
	int end = 0;

	in->line = l->no;
	if (sscanf(l->s, "#end,%" SCNu64 ",%8x%n", &rows, &crc, &end) != 2 ||
	    (size_t)end != l->len)
		return cut(in, "the seal is damaged");
	if (rows != st->rows || crc != lines_crc(st->lines))
		return cut(in, "the seal does not fit what came before it");
	lines_crc_restart(st->lines);
	st->rows = 0;
	st->sealed = 1;
	return CSVIN_END;
}

static int
is_seal(const struct csvin_state *st, const struct line *l)
{
	return !st->opts.foreign && strncmp(l->s, "#end,", 5) == 0;
}

static enum csvin_got
at_end(struct csvin *in)
{
	struct csvin_state *st = in->state;

	in->bytes = lines_bytes(st->lines);
	if (st->need_seal && !st->sealed)
		return cut(in, "the stream ends without a seal");
	return CSVIN_END;
}

/* --- tables --- */

static enum csvin_got
take_heading(struct csvin *in)
{
	int none = in->state->opts.no_heading;

	drop_heading(in);
	in->col = xcalloc(in->nfield, sizeof *in->col);
	for (size_t i = 0; i < in->nfield; i++)
		in->col[in->ncol++] =
		    none ? xasprintf("#%zu", i + 1) : xstrdup(in->field[i].s);
	in->state->again = none;
	for (size_t i = 0; i < in->ncol && !in->state->opts.foreign; i++) {
		for (size_t j = 0; j < i; j++) {
			if (strcmp(in->col[i], in->col[j]) == 0) {
				csvin_warn(
				    in, "column '%s' stands twice", in->col[i]);
				return fail(in);
			}
		}
	}
	in->state->in_table = 1;
	return CSVIN_ROW;
}

static void
bad_heading(const struct csvin *in)
{
	const char *why = in->state->reason;

	csvin_warn(in, "heading: %s%s", tr(why),
	    why == nul_byte || why == not_utf8 ?
		tr("; a mapping file can name its encoding") :
		"");
}

enum csvin_got
csvin_table(struct csvin *in)
{
	struct csvin_state *st = in->state;
	struct got_line g = {0};
	enum csvin_got got;
	int any = in->ncol > 0, more;

	while (st->in_table && !st->failed)
		if (csvin_next(in) == CSVIN_FAILED)
			return CSVIN_FAILED;
	if (st->failed)
		return CSVIN_FAILED;
	while ((more = next_line(in, &g)) == 1) {
		if (g.l.no <= (uint64_t)st->opts.skip_head)
			continue;
		if (is_seal(st, &g.l)) {
			if (check_seal(in, &g.l) == CSVIN_FAILED) {
				free(g.owned);
				return CSVIN_FAILED;
			}
			continue;
		}
		if (g.l.len == 0)
			continue;
		st->sealed = 0;
		got = whole_row(in, &g);
		free(g.owned);
		if (got == CSVIN_BAD) {
			bad_heading(in);
			return fail(in);
		}
		return got == CSVIN_ROW ? take_heading(in) : got;
	}
	free(g.owned);
	if (more < 0)
		return fail(in);
	if (!any) {
		in->line = 1;
		if (st->need_seal)
			return cut(in, "empty: no heading, no seal");
		csvin_warn(in, "empty: no heading");
		return fail(in);
	}
	return at_end(in);
}

enum csvin_got
csvin_next(struct csvin *in)
{
	struct csvin_state *st = in->state;
	struct got_line g = {0};
	enum csvin_got got;
	int more;

	if (st->failed)
		return CSVIN_FAILED;
	if (!st->in_table)
		return CSVIN_END;
	if (st->again) {
		st->again = 0;
		return CSVIN_ROW;
	}
	if ((more = next_line(in, &g)) < 0)
		return fail(in);
	if (more == 0) {
		st->in_table = 0;
		return at_end(in);
	}
	if (g.l.len == 0) {
		st->in_table = 0;
		free(g.owned);
		return CSVIN_END;
	}
	if (is_seal(st, &g.l)) {
		st->in_table = 0;
		got = check_seal(in, &g.l);
		free(g.owned);
		return got;
	}
	got = whole_row(in, &g);
	free(g.owned);
	st->rows++;
	if (got == CSVIN_ROW && in->nfield != in->ncol && !st->opts.foreign) {
		st->reason = in->nfield < in->ncol ?
				 "fewer fields than the heading" :
				 "more fields than the heading";
		return CSVIN_BAD;
	}
	return got;
}

size_t
csvin_ahead(struct csvin *in, const char **p)
{
	struct csvin_state *st = in->state;

	if (!st->in_table || st->failed || st->again || st->opts.skip_foot > 0)
		return 0;
	return lines_ahead(st->lines, p);
}

void
csvin_skip(struct csvin *in, size_t bytes, uint64_t lines)
{
	lines_skip(in->state->lines, bytes, lines);
	in->state->rows += lines;
	if (lines > 0)
		in->line = lines_number(in->state->lines);
}

/* 1 if the last line of the file may be a seal. */
static int
ends_sealed(int fd)
{
	char tail[64];
	struct stat file;
	off_t at;

	if (fstat(fd, &file) < 0 || file.st_size < (off_t)sizeof tail)
		return 1; /* too short to be worth it */
	at = file.st_size - (off_t)sizeof tail;
	return pread(fd, tail, sizeof tail, at) < (ssize_t)sizeof tail ||
	       memmem(tail, sizeof tail, "\n#end,", 6) != NULL;
}

int
csvin_file(struct csvin *in, uint64_t *at)
{
	struct csvin_state *st = in->state;
	int fd;

	if (!st->in_table || st->failed || st->again ||
	    st->opts.skip_foot > 0 || st->need_seal ||
	    (fd = lines_file(st->lines, at)) < 0 || ends_sealed(fd))
		return -1;
	return fd;
}

void
csvin_jump(struct csvin *in, uint64_t to, uint64_t lines)
{
	lines_jump(in->state->lines, to, lines);
	in->state->rows += lines;
	in->line = lines_number(in->state->lines);
}

uint64_t
csvin_line(const struct csvin *in)
{
	return lines_number(in->state->lines);
}

uint64_t
csvin_bytes(const struct csvin *in)
{
	return lines_bytes(in->state->lines);
}

const char *
csvin_reason(const struct csvin *in)
{
	return in->state->reason;
}

int
csvin_col(const struct csvin *in, const char *name)
{
	for (size_t i = 0; i < in->ncol; i++)
		if (strcmp(in->col[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
csvin_text(const struct csvin *in, int col)
{
	return col < 0 || (size_t)col >= in->nfield ? "" : in->field[col].s;
}

int
csvin_num(const struct csvin *in, int col, double *out)
{
	const char *s = csvin_text(in, col);

	if (s[0] == '\0') {
		*out = NAN;
		return 0;
	}
	if (num_parse(s, out) < 0)
		return csvin_warn(
		    in, "%s '%s' is not a number", in->col[col], s);
	return 0;
}

void
csvin_sha256(const struct csvin *in, char hex[65])
{
	lines_sha256(in->state->lines, hex);
}

int
csvin_status(const struct csvin *in)
{
	return in->cut ? 4 : 1;
}
