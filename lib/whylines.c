/*
 * The lines on which the rows of a trail rest, out of the files themselves.
 */
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "intake.h"
#include "map.h"
#include "origfile.h"
#include "say.h"
#include "sought.h"
#include "whyimports.h"
#include "xalloc.h"

enum why_not { /* there are no lines */
	READ,
	PIPE,
	MISSING,
	CHANGED,
	NO_MAPPING,
	FAILED
};

struct finding {
	struct whyimports *i;
	struct store *past; /* the store as it was after an import */
	char **path;
	enum why_not *why; /* by import */
	size_t *left;	   /* by import: what has no line */
};

/* --- the mapping of an import --- */

struct wanted_map {
	const char *id;
	const struct table *table;
	struct map *map;
};

static int
is_mapping(void *ctx, const char *path)
{
	struct wanted_map *w = ctx;

	w->map = map_read(path, w->table);
	if (w->map != NULL && strcmp(w->map->id, w->id) == 0)
		return 1;
	map_free(w->map);
	w->map = NULL;
	return 0;
}

/* The name of the mapping's file. */
static char *
map_name(const char *id)
{
	return xstrndup(id, (size_t)(strrchr(id, ':') - id));
}

/* The one that the store keeps, else a file of its name. */
static struct map *
map_of_id(struct whyimports *i, const char *id, const struct table *t,
    const char *path)
{
	struct wanted_map w = {.id = id, .table = t};
	char *text = store_mapping(i->s, id), *name = map_name(id);
	FILE *fp;

	if (text != NULL && *text == '\0') { /* fmemopen has no empty files */
		free(text);
		text = xstrdup("\n");
	}
	fp = text ? fmemopen(text, strlen(text), "r") : NULL;
	if (fp != NULL) {
		w.map = map_read_stream(fp, name, t);
		fclose(fp);
	} else if (text == NULL) {
		free(origfile_named(
		    name, path, i->files->dir, i->files->ndir, is_mapping, &w));
	}
	free(text);
	free(name);
	return w.map;
}

/* How the file of an import was read; *point: what its name told, to be freed,
 * or NULL.  NULL: not known any more. */
static struct map *
map_of(struct whyimports *i, const struct store_import *im, const char *path,
    char **point)
{
	const struct table *t = table_find(im->table);
	size_t n = map_id_length(im->mapping);
	char *id = xstrndup(im->mapping, n);
	struct map *m;

	*point = im->mapping[n] == ' ' ? xstrdup(im->mapping + n + 1) : NULL;
	m = *id == '\0'		    ? map_canonical(t) :
	    strchr(id, ':') != NULL ? map_of_id(i, id, t, path) :
				      NULL;
	free(id);
	return m;
}

/* --- one import --- */

static struct sought *
what_is_sought(struct whyimports *i, size_t k)
{
	struct sought *q = sought_new();

	for (size_t n = 0; n < i->nreading; n++) {
		struct why_reading *r = &i->reading[n];

		if (r->taken == k)
			sought_reading(
			    q, r->point_id, r->t, r->v, r->quality, &r->line);
	}
	for (size_t n = 0; n < i->nrow; n++)
		if (i->row[n].import == k)
			sought_row(q, i->row[n].key, &i->row[n].line);
	return q;
}

static int
as_of(struct finding *f, int64_t import)
{
	char text[32];

	if (f->past == NULL)
		f->past = store_open(store_path(f->i->s));
	snprintf(text, sizeof text, "%" PRId64, import);
	return f->past == NULL ? -1 : store_as_of(f->past, text);
}

static enum why_not
find_file(struct finding *f, size_t k)
{
	const struct store_import *im = &f->i->im[k];
	static const enum why_not why[] = {[ORIGFILE_FOUND] = READ,
	    [ORIGFILE_PIPE] = PIPE,
	    [ORIGFILE_MISSING] = MISSING,
	    [ORIGFILE_CHANGED] = CHANGED};

	return why[origfile_find(im->source, im->bytes, im->sha256,
	    f->i->files->dir, f->i->files->ndir, &f->path[k])];
}

static enum why_not
read_again(struct finding *f, size_t k)
{
	const struct store_import *im = &f->i->im[k];
	enum why_not why = find_file(f, k);
	struct sought *q;
	struct map *m;
	char *point;

	if (why == READ && table_find(im->table) == NULL)
		return FAILED;
	if (why != READ)
		return why;
	m = map_of(f->i, im, f->path[k], &point);
	q = what_is_sought(f->i, k);
	if (m == NULL)
		why = NO_MAPPING;
	else if (as_of(f, im->id) < 0 ||
		 intake_seek(f->past, m, f->path[k], point, q) < 0)
		why = FAILED;
	sought_free(q);
	map_free(m);
	free(point);
	return why;
}

/* Readings of a merged import that its file does not have are from the one
 * before it that was merged and may have them. */
static void
pass_on(struct whyimports *i, size_t k)
{
	if (i->im[k].merged_by == 0)
		return;
	for (size_t n = 0; n < i->nreading; n++) {
		struct why_reading *r = &i->reading[n];
		size_t to = k;

		if (r->taken != k || r->line != 0)
			continue;
		while (to > 0) {
			const struct store_import *im = &i->im[--to];

			if (im->merged_by != 0 && im->first <= r->t &&
			    r->t <= im->last) {
				r->taken = to;
				break;
			}
		}
	}
}

static int
is_sought(const struct whyimports *i, size_t k)
{
	for (size_t n = 0; n < i->nreading; n++)
		if (i->reading[n].taken == k)
			return 1;
	for (size_t n = 0; n < i->nrow; n++)
		if (i->row[n].import == k)
			return 1;
	return 0;
}

/* --- what is missing --- */

static void
count_left(struct finding *f)
{
	struct whyimports *i = f->i;

	for (size_t n = 0; n < i->nreading; n++) {
		struct why_reading *r = &i->reading[n];

		if (r->line != 0)
			continue;
		r->taken = r->import;
		f->left[r->taken]++;
	}
	for (size_t n = 0; n < i->nrow; n++)
		f->left[i->row[n].import] += i->row[n].line == 0;
}

static char *
why_none(const struct trail *t, const struct store_import *im, enum why_not why)
{
	int n;

	switch (why) {
	case PIPE:
		return xstrdup(trail_tr(t, "it came through a pipe; --files "
					   "DIR looks for a copy there"));
	case MISSING:
		return xasprintf(
		    trail_tr(t, "%s is not there; --files DIR looks elsewhere"),
		    im->source);
	case CHANGED:
		return xasprintf(
		    trail_tr(t,
			"%s was changed since (other SHA-256); --files DIR "
			"looks for it as it was"),
		    im->source);
	case NO_MAPPING:
		n = (int)map_id_length(im->mapping);
		return xasprintf(
		    trail_tr(t,
			"its mapping %.*s is not in the store, which did "
			"not keep mappings then; --files DIR looks for it"),
		    n, im->mapping);
	case READ:
		return xasprintf(
		    trail_tr(t, "read again, %s does not have all of them"),
		    im->source);
	case FAILED:
		break;
	}
	return xasprintf(trail_tr(t, "%s cannot be read again"), im->source);
}

static void
put_note(const struct finding *f, size_t k, struct trail *t)
{
	const struct store_import *im = &f->i->im[k];
	char *reason = why_none(t, im, f->why[k]);
	char *text = xasprintf(
	    trail_tr(t, "No lines of import %" PRId64 ": %s."), im->id, reason);

	trail_add(t, TRAIL_NOTE, text, "", "", "%s", "");
	t->row[t->n - 1].import = im->id;
	free(reason);
	free(text);
}

/* Of a year of daily files not a page. */
static void
put_notes(const struct finding *f, struct trail *t)
{
	enum { SAID = 10 };
	size_t n = 0;
	char *text;

	for (size_t k = 0; k < f->i->n; k++)
		if (f->left[k] > 0 && n++ < SAID)
			put_note(f, k, t);
	if (n <= SAID)
		return;
	text = xasprintf(
	    trail_tr(t, "Nor of %zu more imports, for reasons of that kind."),
	    n - SAID);
	trail_add(t, TRAIL_NOTE, text, "", "", "%s", "");
	free(text);
}

void
whylines_find(struct whyimports *i, struct trail *t, char **path)
{
	struct finding f = {.i = i,
	    .path = path,
	    .why = xcalloc(i->n + 1, sizeof *f.why),
	    .left = xcalloc(i->n + 1, sizeof *f.left)};

	for (size_t k = i->n; k-- > 0;)
		if (is_sought(i, k)) {
			f.why[k] = read_again(&f, k);
			pass_on(i, k);
		}
	count_left(&f);
	put_notes(&f, t);
	store_close(f.past);
	free(f.why);
	free(f.left);
}
