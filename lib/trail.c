#include "trail.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "explain.h"
#include "num.h"
#include "say.h"
#include "textwidth.h"
#include "xalloc.h"

static const struct {
	const char *word, *head;
} kinds[TRAIL_KINDS] = {
    [TRAIL_CELL] = {"cell", NULL},
    [TRAIL_FIGURE] = {"figure", NULL},
    [TRAIL_FORMULA] = {"formula", NULL},
    [TRAIL_SHARE] = {"share", N_("What its uncertainty comes from")},
    [TRAIL_FLAG] = {"flag", N_("Flags")},
    [TRAIL_EVENT] = {"event", N_("Events")},
    [TRAIL_STEP] = {"step", N_("Step by step")},
    [TRAIL_PARAM] = {"parameter", N_("Parameters")},
    [TRAIL_REGISTRY] = {"registry", N_("From the registries")},
    [TRAIL_READING] = {"reading", N_("Readings")},
    [TRAIL_BILL] = {"bill", N_("Bills")},
    [TRAIL_IMPORT] = {"import", N_("Imports")},
    [TRAIL_NOTE] = {"note", N_("Notes")},
};

const char *
trail_tr(const struct trail *t, const char *text)
{
	return t->spoken ? tr(text) : text;
}

const char *
trail_name(const struct trail *t, const char *id)
{
	return t->spoken ? explain_name(id) : id;
}

struct trail_row *
trail_new_row(struct trail *t)
{
	t->row = xgrow(t->row, t->n, &t->cap, sizeof *t->row);
	return &t->row[t->n++];
}

static void __attribute__((format(printf, 6, 0)))
add(struct trail *t, enum trail_kind kind, const char *what, const char *value,
    const char *unit, const char *format, va_list ap)
{
	struct trail_row *r = trail_new_row(t);

	*r = (struct trail_row){.kind = kind,
	    .what = xstrdup(what),
	    .value = xstrdup(value),
	    .unit = xstrdup(trail_tr(t, unit))};
	if (vasprintf(&r->source, trail_tr(t, format), ap) < 0)
		abort();
}

void
trail_add(struct trail *t, enum trail_kind kind, const char *what,
    const char *value, const char *unit, const char *source, ...)
{
	va_list ap;

	va_start(ap, source);
	add(t, kind, what, value, unit, source, ap);
	va_end(ap);
}

void
trail_num(struct trail *t, enum trail_kind kind, const char *what, double v,
    int digits, const char *unit, const char *source, ...)
{
	char b[NUM_BUF];
	va_list ap;

	va_start(ap, source);
	add(t, kind, what, num_fixed(v, digits, b), unit, source, ap);
	va_end(ap);
}

void
trail_file(
    struct trail *t, int64_t import, const char *path, const char *sha256)
{
	t->file = xgrow(t->file, t->nfile, &t->file_cap, sizeof *t->file);
	t->file[t->nfile++] =
	    (struct trail_file){import, xstrdup(path), xstrdup(sha256)};
}

void
trail_release(struct trail *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->row[i].what);
		free(t->row[i].value);
		free(t->row[i].unit);
		free(t->row[i].source);
	}
	for (size_t i = 0; i < t->nfile; i++) {
		free(t->file[i].path);
		free(t->file[i].sha256);
	}
	free(t->file);
	free(t->row);
	*t = (struct trail)TRAIL_INIT;
}

static void
put_line(struct csvout *out, uint64_t line)
{
	if (line != 0)
		csvout_int(out, (int64_t)line);
	else
		csvout_text(out, "");
}

/* Import, file, lines, SHA-256; empty where there are none. */
static void
put_file(const struct trail *t, const struct trail_row *r, struct csvout *out)
{
	const struct trail_file *f = NULL;

	for (size_t i = 0; r->import != 0 && i < t->nfile; i++)
		if (t->file[i].import == r->import)
			f = &t->file[i];
	put_line(out, (uint64_t)r->import);
	csvout_text(out, f ? f->path : "");
	put_line(out, r->line);
	put_line(out, r->last);
	csvout_text(out, f ? f->sha256 : "");
}

void
trail_put(const struct trail *t, struct csvout *out)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct trail_row *r = &t->row[i];

		csvout_text(out, kinds[r->kind].word);
		csvout_text(out, r->what + strspn(r->what, " "));
		csvout_text(out, r->value);
		csvout_text(out, r->unit);
		csvout_text(out, r->source);
		put_file(t, r, out);
		csvout_row(out);
	}
}

/* The lines it rests on. */
static void
print_lines(const struct trail *t, const struct trail_row *r, FILE *fp)
{
	if (r->line == 0)
		return;
	fputs(trail_tr(t, "; "), fp);
	if (r->line == r->last)
		fprintf(fp, trail_tr(t, "line %" PRIu64), r->line);
	else
		fprintf(fp, trail_tr(t, "lines %" PRIu64 " to %" PRIu64),
		    r->line, r->last);
}

/* A sentence has no columns. */
static void
print_row(const struct trail *t, const struct trail_row *r, FILE *fp)
{
	if (r->kind == TRAIL_FORMULA || r->kind == TRAIL_NOTE) {
		fprintf(fp, "  %s%s%s%s%s\n", r->what,
		    *r->what && *r->value ? " " : "", r->value,
		    *r->source ? "   " : "", r->source);
		return;
	}
	fputs("  ", fp);
	textwidth_put(fp, r->what, 24, 0);
	fputc(' ', fp);
	textwidth_put(fp, *r->value || !*r->unit ? r->value : "-", 14, 1);
	fputc(' ', fp);
	if (*r->source != '\0') {
		textwidth_put(fp, r->unit, 6, 0);
		fprintf(fp, " %s", r->source);
		print_lines(t, r, fp);
	} else {
		fputs(r->unit, fp);
	}
	fputc('\n', fp);
}

void
trail_print(const struct trail *t, FILE *fp)
{
	for (int k = 0; k < TRAIL_KINDS; k++) {
		const char *head = kinds[k].head;
		int first = 1;

		for (size_t i = 0; i < t->n; i++) {
			if ((int)t->row[i].kind != k)
				continue;
			if (first && head != NULL)
				fprintf(fp, "\n%s\n", trail_tr(t, head));
			first = 0;
			print_row(t, &t->row[i], fp);
		}
	}
}
