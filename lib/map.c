#include "map.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>
#include <nettle/sha2.h>

#include "caltime.h"
#include "unit.h"
#include "xalloc.h"

/* The longest line of a mapping file, where the library lets it be set. */
enum { MAP_LINE = 4096 };
extern int ini_max_line __attribute__((weak));

struct reader {
	struct map *m;
	const char *path;
	FILE *fp;
	int line;
	int complaints;
	struct sha256_ctx sha;
};

static int
complain(
    struct reader *r, const char *what, const char *culprit, const char *hint)
{
	warnx("%s:%d: %s '%s'%s%s%s", r->path, r->line, what, culprit,
	    hint ? " (did you mean '" : "", hint ? hint : "",
	    hint ? "'?)" : "");
	r->complaints++;
	return 0;
}

/* --- small readers of values --- */

/* Parts of a list, parted by '|', blanks around them taken off. */
static void
split(const char *s, char ***out, size_t *n)
{
	for (;;) {
		size_t len = strcspn(s, "|"), a = strspn(s, " \t");
		size_t b = len;

		while (b > a && (s[b - 1] == ' ' || s[b - 1] == '\t'))
			b--;
		a = a < b ? a : b;
		*out = xrealloc(*out, *n + 1, sizeof **out);
		(*out)[(*n)++] = xstrndup(s + a, b - a);
		if (s[len] == '\0')
			return;
		s += len + 1;
	}
}

static void
add_name(
    struct map_name **list, size_t *n, const char *ours, const char *theirs)
{
	struct map_name *m;

	*list = xrealloc(*list, *n + 1, sizeof **list);
	m = &(*list)[(*n)++];
	*m = (struct map_name){.ours = xstrdup(ours)};
	split(theirs, &m->theirs, &m->ntheirs);
}

/* A character by name, in quotes or bare; -1. */
static int
character(const char *s)
{
	static const struct {
		const char *name;
		char c;
	} named[] = {{"comma", ','}, {"semicolon", ';'}, {"tab", '\t'},
	    {"pipe", '|'}, {"space", ' '}, {"point", '.'}, {"none", '\0'}};
	size_t n = strlen(s);

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strcmp(s, named[i].name) == 0)
			return named[i].c;
	if (n == 3 && (s[0] == '"' || s[0] == '\'') && s[2] == s[0])
		return (unsigned char)s[1];
	return n == 1 ? (unsigned char)s[0] : -1;
}

static int
take_char(struct reader *r, char *to, const char *value)
{
	int c = character(value);

	if (c < 0)
		return complain(r, "no character or its name:", value,
		    *value ? NULL : "semicolon");
	*to = (char)c;
	return 1;
}

static int
take_count(struct reader *r, int *to, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end != '\0' || n < 0 || n > 10000)
		return complain(r, "no number from 0 to 10000:", value, NULL);
	*to = (int)n;
	return 1;
}

static int
take_text(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
	return 1;
}

/* --- sections --- */

static const char *
nearest_of(const char *words, const char *name)
{
	static char best[32];
	char word[32];
	size_t least = 99;

	for (const char *p = words; *p != '\0';) {
		size_t n = strcspn(p, " "), d;

		snprintf(word, sizeof word, "%.*s", (int)n, p);
		d = table_distance(name, word);
		if (d < least) {
			least = d;
			strcpy(best, word);
		}
		p += n + (p[n] == ' ');
	}
	return best;
}

static int
unknown_key(struct reader *r, const char *name, const char *known)
{
	return complain(r, "unknown key", name, nearest_of(known, name));
}

static int
file_key(struct reader *r, const char *name, const char *value)
{
	struct map *m = r->m;
	int yes;

	if (strcmp(name, "encoding") == 0)
		return take_text(&m->encoding, value);
	if (strcmp(name, "separator") == 0)
		return take_char(r, &m->csv.separator, value);
	if (strcmp(name, "quote") == 0) {
		m->csv.no_quote = strcmp(value, "none") == 0;
		return take_char(r, &m->csv.quote, value);
	}
	if (strcmp(name, "decimal") == 0)
		return take_char(r, &m->decimal, value);
	if (strcmp(name, "thousands") == 0)
		return take_char(r, &m->thousands, value);
	if (strcmp(name, "skip_head") == 0)
		return take_count(r, &m->csv.skip_head, value);
	if (strcmp(name, "skip_foot") == 0)
		return take_count(r, &m->csv.skip_foot, value);
	if (strcmp(name, "trim") == 0) {
		yes = strcmp(value, "yes") == 0;
		if (!yes && strcmp(value, "no") != 0)
			return complain(r, "neither yes nor no:", value, NULL);
		m->trim = yes;
		return 1;
	}
	return unknown_key(r, name,
	    "encoding separator quote decimal thousands skip_head skip_foot "
	    "trim");
}

static int
time_key(struct reader *r, const char *name, const char *value)
{
	if (strcmp(name, "format") == 0) {
		if (!cal_format_valid(value))
			return complain(
			    r, "no time format:", value, "%Y-%m-%d %H:%M:%S");
		return take_text(&r->m->time_format, value);
	}
	if (strcmp(name, "zone") == 0)
		return take_text(&r->m->zone, value);
	return unknown_key(r, name, "format zone");
}

static int
take_unit(struct reader *r, const char *value)
{
	if (unit_find(value) == NULL)
		return complain(r, "unknown unit", value, NULL);
	return 1;
}

static int
value_key(struct reader *r, const char *name, const char *value)
{
	if (strcmp(name, "missing") == 0) {
		split(value, &r->m->missing, &r->m->nmissing);
		return 1;
	}
	if (strcmp(name, "unit") == 0)
		return take_unit(r, value) && take_text(&r->m->unit, value);
	return unknown_key(r, name, "missing unit");
}

static int
column_key(struct reader *r, struct map_name **list, size_t *n,
    const char *name, const char *value)
{
	if (table_col(r->m->table, name) < 0)
		return complain(r, "unknown column", name,
		    table_nearest(r->m->table, name));
	add_name(list, n, name, value);
	return 1;
}

static int
wide_key(struct reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(m->table->name, "readings") != 0)
		return complain(
		    r, "only readings can be wide, not", m->table->name, NULL);
	if (strcmp(name, "*") == 0 && strcmp(value, "*") == 0)
		m->wide_all = 1;
	else
		add_name(&m->wide, &m->nwide, name, value);
	return 1;
}

static int
ignore_key(struct reader *r, const char *name, const char *value)
{
	if (strcmp(name, "columns") != 0)
		return unknown_key(r, name, "columns");
	if (strcmp(value, "*") == 0)
		r->m->ignore_all = 1;
	else
		split(value, &r->m->ignore, &r->m->nignore);
	return 1;
}

static int
on_key(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	struct map *m = r->m;

	if (strcmp(section, "file") == 0)
		return file_key(r, name, value);
	if (strcmp(section, "columns") == 0)
		return column_key(r, &m->column, &m->ncolumn, name, value);
	if (strcmp(section, "constants") == 0)
		return column_key(r, &m->constant, &m->nconstant, name, value);
	if (strcmp(section, "time") == 0)
		return time_key(r, name, value);
	if (strcmp(section, "values") == 0)
		return value_key(r, name, value);
	if (strcmp(section, "wide") == 0)
		return wide_key(r, name, value);
	if (strcmp(section, "units") == 0) {
		add_name(&m->units, &m->nunits, name, value);
		return take_unit(r, value);
	}
	if (strcmp(section, "ignore") == 0)
		return ignore_key(r, name, value);
	return complain(r, "unknown section", section,
	    nearest_of("file columns constants time values wide units ignore",
		section));
}

/* inih hides the line number; reading for it we know it.  A line that does not
 * fit its buffer it would cut in two. */
static char *
read_line(char *str, int num, void *stream)
{
	struct reader *r = stream;

	if (fgets(str, num, r->fp) == NULL)
		return NULL;
	r->line++;
	sha256_update(&r->sha, strlen(str), (const uint8_t *)str);
	if (strchr(str, '\n') == NULL && !feof(r->fp)) {
		complain(r, "the line is too long:", str, NULL);
		return NULL;
	}
	return str;
}

struct map *
map_canonical(const struct table *t)
{
	struct map *m = xcalloc(1, sizeof *m);

	m->table = t;
	m->decimal = '.';
	m->id = xstrdup("");
	return m;
}

static void
set_id(struct reader *r)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	const char *base = strrchr(r->path, '/');
	char hex[17];

	sha256_digest(&r->sha, sizeof digest, digest);
	for (int i = 0; i < 8; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	free(r->m->id);
	r->m->id = xasprintf("%s:%s", base ? base + 1 : r->path, hex);
}

struct map *
map_read(const char *path, const struct table *t)
{
	struct reader r = {.m = map_canonical(t), .path = path};
	int got;

	sha256_init(&r.sha);
	if (&ini_max_line != NULL)
		ini_max_line = MAP_LINE;
	if ((r.fp = fopen(path, "re")) == NULL) {
		warn("%s", path);
		map_free(r.m);
		return NULL;
	}
	got = ini_parse_stream(read_line, &r, on_key, &r);
	if (ferror(r.fp)) {
		warn("%s", path);
		r.complaints++;
	} else if (got > 0 && r.complaints == 0) {
		r.line = got;
		complain(&r, "this line is no", "KEY = VALUE", NULL);
	}
	fclose(r.fp);
	if (r.complaints > 0) {
		map_free(r.m);
		return NULL;
	}
	r.m->csv.encoding = r.m->encoding;
	r.m->csv.foreign = 1;
	set_id(&r);
	return r.m;
}

static void
free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

static void
free_names(struct map_name *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].ours);
		free_list(list[i].theirs, list[i].ntheirs);
	}
	free(list);
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	free(m->encoding);
	free(m->time_format);
	free(m->zone);
	free(m->unit);
	free(m->id);
	free_list(m->missing, m->nmissing);
	free_list(m->ignore, m->nignore);
	free_names(m->column, m->ncolumn);
	free_names(m->constant, m->nconstant);
	free_names(m->wide, m->nwide);
	free_names(m->units, m->nunits);
	free(m);
}

int
map_is_missing(const struct map *m, const char *s)
{
	for (size_t i = 0; i < m->nmissing; i++)
		if (strcmp(m->missing[i], s) == 0)
			return 1;
	return 0;
}
