#include "reject.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "csvin.h"
#include "csvout.h"
#include "xalloc.h"

enum {
	SAID = 20,	 /* messages */
	TEXT_SHOWN = 80, /* bytes of a text in one of them */
};

struct reject {
	char *part;
	FILE *fp;
	struct csvout *out;
	uint64_t n;
	char *said[SAID];
	int failed;
};

struct reject *
reject_new(const char *part)
{
	struct reject *r = xcalloc(1, sizeof *r);

	if (part != NULL)
		r->part = xstrdup(part);
	return r;
}

struct reject *
reject_new_beside(const struct reject *r)
{
	char *part = r->part ? xasprintf("%s-late", r->part) : NULL;
	struct reject *beside = reject_new(part);

	free(part);
	return beside;
}

static void
open_file(struct reject *r)
{
	static const char *const col[] = {
	    "file", "line", "column", "reason", "text"};

	if ((r->fp = fopen(r->part, "we")) == NULL) {
		warn("%s", r->part);
		r->failed = 1;
		return;
	}
	r->out = csvout_new(r->fp, CSVOUT_CSV, 0);
	csvout_table(r->out, col, 5);
}

/* So many bytes of a text go into a message: whole characters. */
static size_t
shown(const char *text)
{
	size_t n = strnlen(text, TEXT_SHOWN);

	while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return n;
}

void
reject_add(struct reject *r, const char *file, uint64_t line,
    const char *column, const char *reason, const char *text)
{
	struct nearest nothing = nearest_to("");

	reject_add_meant(r, file, line, column, reason, text, &nothing);
}

void
reject_add_meant(struct reject *r, const char *file, uint64_t line,
    const char *column, const char *reason, const char *text,
    const struct nearest *meant)
{
	char hint[NEAREST_HINT];

	if (r->n < SAID) {
		r->said[r->n] =
		    *column ?
			xasprintf("%s:%" PRIu64 ": %s '%.*s%s' %s%s", file,
			    line, column, (int)shown(text), text,
			    text[shown(text)] ? "..." : "", tr(reason),
			    nearest_hint(meant, hint)) :
			xasprintf("%s:%" PRIu64 ": %s", file, line, tr(reason));
		csvin_plain(r->said[r->n]);
	}
	r->n++;
	if (r->part != NULL && r->fp == NULL && !r->failed)
		open_file(r);
	if (r->out == NULL)
		return;
	csvout_text(r->out, file);
	csvout_int(r->out, (int64_t)line);
	csvout_text(r->out, column);
	csvout_text(r->out, reason);
	csvout_text(r->out, text);
	csvout_row(r->out);
}

/* The rows of a file without its heading, behind what r has. */
static int
append(struct reject *r, const char *part)
{
	FILE *in = fopen(part, "re");
	char buf[8192];
	size_t n;
	int bad;

	if (in == NULL) {
		warn("%s", part);
		return -1;
	}
	while (fgets(buf, sizeof buf, in) && strchr(buf, '\n') == NULL)
		; /* the heading */
	while ((n = fread(buf, 1, sizeof buf, in)) > 0)
		fwrite(buf, 1, n, r->fp);
	bad = ferror(in);
	fclose(in);
	return bad ? -1 : 0;
}

int
reject_join(struct reject *r, struct reject *from)
{
	for (uint64_t i = 0; i < from->n && i < SAID; i++) {
		if (r->n + i >= SAID)
			break;
		r->said[r->n + i] = from->said[i];
		from->said[i] = NULL;
	}
	r->n += from->n;
	r->failed |= from->failed;
	if (from->fp == NULL)
		return 0;
	if (r->fp == NULL && !r->failed)
		open_file(r);
	if (!r->failed)
		csvout_flush(r->out);
	csvout_flush(from->out);
	if (r->failed || fflush(from->fp) != 0) {
		warn("%s", from->part);
		return -1;
	}
	return append(r, from->part);
}

uint64_t
reject_count(const struct reject *r)
{
	return r->n;
}

void
reject_say(const struct reject *r)
{
	for (uint64_t i = 0; i < r->n && i < SAID; i++)
		warnx("%s", r->said[i]);
	if (r->n > SAID)
		warnx("... and %" PRIu64 " more", r->n - SAID);
}

int
reject_keep(struct reject *r, const char *path)
{
	int bad;

	if (r->failed)
		return -1;
	if (r->fp == NULL)
		return 0;
	csvout_free(r->out);
	r->out = NULL;
	bad = fflush(r->fp) != 0 || ferror(r->fp);
	bad |= fclose(r->fp) != 0;
	r->fp = NULL;
	if (bad || rename(r->part, path) != 0) {
		warn("%s", path);
		unlink(r->part);
		return -1;
	}
	return 0;
}

void
reject_free(struct reject *r)
{
	if (r == NULL)
		return;
	csvout_free(r->out);
	if (r->fp != NULL) {
		fclose(r->fp);
		unlink(r->part);
	}
	for (int i = 0; i < SAID; i++)
		free(r->said[i]);
	free(r->part);
	free(r);
}
