#include "whyimports.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "registry.h"
#include "xalloc.h"

void
whyimports_init(
    struct whyimports *i, struct store *s, const struct whyfiles *files)
{
	*i = (struct whyimports){.s = s, .files = files};
	i->n = store_imports(s, &i->im);
	i->rows = xcalloc(i->n + 1, sizeof *i->rows);
}

/* Its index in the ledger, which is in order; n: not there. */
static size_t
index_of(const struct whyimports *i, int64_t import)
{
	size_t lo = 0, hi = i->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (i->im[mid].id < import)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < i->n && i->im[lo].id == import ? lo : i->n;
}

void
whyimports_note(struct whyimports *i, int64_t import)
{
	i->rows[index_of(i, import)]++;
}

char *
whyimports_key(const struct table *t, const struct store_rows *r)
{
	const char **value = xcalloc(t->ncol, sizeof *value);
	char *key;

	for (size_t c = 0; c < t->ncol; c++)
		value[c] = store_rows_text(r, (int)c);
	key = registry_key(t, value);
	free(value);
	return key;
}

void
whyimports_row(
    struct whyimports *i, struct trail *t, int64_t import, const char *key)
{
	size_t at = index_of(i, import);

	if (at == i->n)
		return;
	t->row[t->n - 1].import = import;
	i->row = xgrow(i->row, i->nrow, &i->row_cap, sizeof *i->row);
	i->row[i->nrow++] = (struct why_row){
	    .row = t->n - 1, .import = at, .key = xstrdup(key)};
}

static struct why_reading *
add_reading(struct whyimports *i, const struct trail *t, int64_t import,
    const char *point_id, int64_t at, const struct reading *r)
{
	size_t k = index_of(i, import);

	i->reading =
	    xgrow(i->reading, i->nreading, &i->reading_cap, sizeof *i->reading);
	i->reading[i->nreading] = (struct why_reading){.row = t->n - 1,
	    .import = k,
	    .taken = k,
	    .point_id = point_id,
	    .t = at,
	    .v = r->v,
	    .quality = r->quality};
	return &i->reading[i->nreading++];
}

void
whyimports_reading(struct whyimports *i, struct trail *t, int64_t import,
    const char *point_id, int64_t at, const struct reading *r)
{
	if (index_of(i, import) < i->n)
		add_reading(i, t, import, point_id, at, r);
}

/* The readings of a day with their imports. */
struct day {
	struct reading *r;
	int64_t *import;
	size_t cap, import_cap;
};

static long
load_day(struct store *s, int64_t point, int64_t day, struct day *d)
{
	long n = store_day(s, point, day, &d->r, &d->cap);

	if (n <= 0)
		return n;
	if (d->cap > d->import_cap) {
		d->import_cap = d->cap;
		d->import =
		    xrealloc(d->import, d->import_cap, sizeof *d->import);
	}
	memset(d->import, 0, (size_t)n * sizeof *d->import);
	return store_day_imports(s, point, day, d->r, (size_t)n, d->import) <
		       0 ?
		   -1 :
		   n;
}

int
whyimports_count(struct whyimports *i, struct trail *t, int64_t point,
    const char *point_id, int64_t from, int64_t to, int32_t lo, int32_t hi)
{
	const struct zone *tz = store_zone(i->s);
	struct day d = {0};
	long n = 0;

	for (int64_t day = from; n >= 0 && day < to; day++) {
		int64_t midnight = zone_midnight(tz, day);

		n = load_day(i->s, point, day, &d);
		for (long k = 0; k < n; k++) {
			const struct reading *r = &d.r[k];

			if ((hi > 0 && (r->off < lo || r->off >= hi)) ||
			    index_of(i, d.import[k]) == i->n)
				continue;
			add_reading(
			    i, t, d.import[k], point_id, midnight + r->off, r)
			    ->counted = 1;
		}
	}
	free(d.r);
	free(d.import);
	return n < 0 ? -1 : 0;
}

/* --- when all is there --- */

static void
widen(struct trail_row *r, uint64_t line)
{
	if (line == 0)
		return;
	if (r->line == 0 || line < r->line)
		r->line = line;
	if (line > r->last)
		r->last = line;
}

static void
append_import(const struct trail *t, struct trail_row *r)
{
	char *text = xasprintf(trail_tr(t, "import %" PRId64), r->import);
	char *longer = xasprintf("%s%s%s", r->source,
	    *r->source != '\0' ? trail_tr(t, "; ") : "", text);

	free(text);
	free(r->source);
	r->source = longer;
}

static struct trail_row
copy_of(const struct trail_row *r)
{
	struct trail_row c = *r;

	c.what = xstrdup(r->what);
	c.value = xstrdup(r->value);
	c.unit = xstrdup(r->unit);
	c.source = xstrdup(r->source);
	return c;
}

/* A row that counts the readings [from, to), which are of one import. */
static struct trail_row
count_row(const struct whyimports *i, const struct trail *t,
    const struct trail_row *old, size_t from, size_t to)
{
	struct trail_row r = copy_of(old);

	free(r.value);
	r.value = xasprintf("%zu", to - from);
	r.import = i->im[i->reading[from].taken].id;
	append_import(t, &r);
	for (size_t k = from; k < to; k++)
		widen(&r, i->reading[k].line);
	return r;
}

static int
by_row(const void *a, const void *b)
{
	const struct why_reading *x = a, *y = b;

	if (x->row != y->row)
		return x->row < y->row ? -1 : 1;
	if (x->taken != y->taken)
		return x->taken < y->taken ? -1 : 1;
	return x->t < y->t ? -1 : x->t > y->t;
}

static void
free_row(struct trail_row *r)
{
	free(r->what);
	free(r->value);
	free(r->unit);
	free(r->source);
}

/* The readings of a row that counts them: [k, end) become a row for each
 * import.
 */
static void
part_count(struct whyimports *i, struct trail *t, struct trail_row *r, size_t k,
    size_t end)
{
	while (k < end) {
		size_t from = k, taken = i->reading[k].taken;

		while (k < end && i->reading[k].taken == taken)
			k++;
		i->rows[taken] += (int64_t)(k - from);
		*trail_new_row(t) = count_row(i, t, r, from, k);
	}
	free_row(r);
}

/* The rows of the trail that rest on readings get theirs. */
static void
part_by_import(struct whyimports *i, struct trail *t)
{
	struct trail old = *t;
	size_t k = 0;

	if (i->nreading == 0)
		return;
	qsort(i->reading, i->nreading, sizeof *i->reading, by_row);
	t->row = NULL;
	t->n = t->cap = 0;
	for (size_t at = 0; at < old.n; at++) {
		struct trail_row *r = &old.row[at];
		size_t first = k;

		while (k < i->nreading && i->reading[k].row == at)
			k++;
		if (k > first && i->reading[first].counted) {
			part_count(i, t, r, first, k);
			continue;
		}
		if (k > first) {
			r->import = i->im[i->reading[first].taken].id;
			widen(r, i->reading[first].line);
			append_import(t, r);
		}
		*trail_new_row(t) = *r;
	}
	free(old.row);
}

static void
put_imports(const struct whyimports *i, char *const *path, struct trail *t)
{
	for (size_t k = 0; k < i->n; k++) {
		const struct store_import *im = &i->im[k];
		char id[32];

		if (i->rows[k] == 0)
			continue;
		snprintf(id, sizeof id, "%" PRId64, im->id);
		trail_num(t, TRAIL_IMPORT, id, (double)i->rows[k], 0, "rows",
		    "%s, %s, SHA-256 %s", im->source, im->at, im->sha256);
		t->row[t->n - 1].import = im->id;
		trail_file(
		    t, im->id, path[k] ? path[k] : im->source, im->sha256);
	}
}

void
whyimports_put(struct whyimports *i, struct trail *t)
{
	char **path = xcalloc(i->n + 1, sizeof *path);

	whylines_find(i, t, path);
	for (size_t k = 0; k < i->nrow; k++)
		widen(&t->row[i->row[k].row], i->row[k].line);
	part_by_import(i, t);
	put_imports(i, path, t);
	for (size_t k = 0; k < i->n; k++)
		free(path[k]);
	free(path);
}

void
whyimports_release(struct whyimports *i)
{
	store_imports_free(i->im, i->n);
	for (size_t k = 0; k < i->nrow; k++)
		free(i->row[k].key);
	free(i->row);
	free(i->reading);
	free(i->rows);
	*i = (struct whyimports){0};
}
