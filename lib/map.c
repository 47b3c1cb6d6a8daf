#include "map.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>
#include <nettle/sha2.h>

#include "alias.h"
#include "caltime.h"
#include "pattern.h"
#include "xalloc.h"

/* The longest line of a mapping file, where the library lets it be set. */
enum { MAP_LINE = 4096 };
extern int ini_max_line __attribute__((weak));

struct reader {
	struct map *m;
	const char *path;
	FILE *fp;
	int line;
	int indented; /* the line begins with a blank */
	int complaints;
	struct sha256_ctx sha;
};

static int
complain(
    struct reader *r, const char *what, const char *culprit, const char *hint)
{
	if (hint != NULL)
		warnx("%s:%d: %s '%s' (did you mean '%s'?)", r->path, r->line,
		    tr(what), culprit, hint);
	else
		warnx("%s:%d: %s '%s'", r->path, r->line, tr(what), culprit);
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

/* Patterns of a list; 0: one of them is none. */
static int
patterns(struct reader *r, const char *s, struct pattern ***out, size_t *nout)
{
	char **part = NULL;
	size_t n = 0;
	int good = 1;

	split(s, &part, &n);
	for (size_t i = 0; i < n; i++) {
		struct pattern *p = pattern_new(part[i]);

		if (p == NULL) {
			complain(r, "no regular expression:", part[i], NULL);
			good = 0;
		} else {
			*out = xrealloc(*out, *nout + 1, sizeof **out);
			(*out)[(*nout)++] = p;
		}
		free(part[i]);
	}
	free(part);
	return good;
}

static struct map_name *
add_name(struct map_name **list, size_t *n, const char *ours)
{
	struct map_name *m;

	*list = xrealloc(*list, *n + 1, sizeof **list);
	m = &(*list)[(*n)++];
	*m = (struct map_name){.ours = xstrdup(ours)};
	return m;
}

static int
add_patterns(struct reader *r, struct map_name **list, size_t *n,
    const char *ours, const char *theirs)
{
	struct map_name *m = add_name(list, n, ours);

	return patterns(r, theirs, &m->theirs, &m->ntheirs);
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

static int
unknown_key(struct reader *r, const char *name, const char *known)
{
	return complain(
	    r, "unknown key", name, table_nearest_word(known, name));
}

static int
take_yes(struct reader *r, int *to, const char *value)
{
	int yes = strcmp(value, "yes") == 0;

	if (!yes && strcmp(value, "no") != 0)
		return complain(r, "neither yes nor no:", value, NULL);
	*to = yes;
	return 1;
}

/* The index of one of a few words, blanks between them. */
static int
take_word(struct reader *r, int *to, const char *words, const char *value)
{
	int i = 0;

	for (const char *p = words; p != NULL; p = strchr(p, ' '), i++) {
		size_t n = strcspn(p += *p == ' ', " ");

		if (strlen(value) == n && strncmp(p, value, n) == 0) {
			*to = i;
			return 1;
		}
	}
	return complain(
	    r, "none of its words:", value, table_nearest_word(words, value));
}

static int
take_surplus(struct reader *r, const char *value)
{
	int i = 0;

	if (!take_word(r, &i, "empty refuse ignore", value))
		return 0;
	r->m->surplus = (enum map_surplus)i;
	return 1;
}

static int
take_quote(struct reader *r, const char *value)
{
	r->m->csv.no_quote = strcmp(value, "none") == 0;
	return take_char(r, &r->m->csv.quote, value);
}

static int
take_heading(struct reader *r, const char *value)
{
	int yes = 1;

	if (!take_yes(r, &yes, value))
		return 0;
	r->m->csv.no_heading = !yes;
	return 1;
}

static int
file_key(struct reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "encoding") == 0)
		return take_text(&m->encoding, value);
	if (strcmp(name, "separator") == 0)
		return take_char(r, &m->csv.separator, value);
	if (strcmp(name, "quote") == 0)
		return take_quote(r, value);
	if (strcmp(name, "decimal") == 0)
		return take_char(r, &m->decimal, value);
	if (strcmp(name, "thousands") == 0)
		return take_char(r, &m->thousands, value);
	if (strcmp(name, "heading") == 0)
		return take_heading(r, value);
	if (strcmp(name, "units_line") == 0)
		return take_yes(r, &m->units_line, value);
	if (strcmp(name, "skip_head") == 0)
		return take_count(r, &m->csv.skip_head, value);
	if (strcmp(name, "skip_foot") == 0)
		return take_count(r, &m->csv.skip_foot, value);
	if (strcmp(name, "trim") == 0)
		return take_yes(r, &m->trim, value);
	if (strcmp(name, "surplus") == 0)
		return take_surplus(r, value);
	return unknown_key(r, name,
	    "encoding separator quote decimal thousands heading units_line "
	    "skip_head skip_foot trim surplus");
}

static int
is_readings(struct reader *r, const char *what)
{
	if (strcmp(r->m->table->name, "readings") == 0)
		return 1;
	return complain(r, what, r->m->table->name, NULL);
}

static int
take_format(struct reader *r, char **to, const char *value)
{
	if (!cal_format_valid(value))
		return complain(
		    r, "no time format:", value, "%Y-%m-%d %H:%M:%S");
	return take_text(to, value);
}

static int
take_pattern(struct reader *r, struct pattern **to, const char *value)
{
	if (!is_readings(
		r, "only readings have their time in two columns, not"))
		return 0;
	pattern_free(*to);
	*to = pattern_new(value);
	return *to ? 1 : complain(r, "no regular expression:", value, NULL);
}

static int
time_key(struct reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "format") == 0)
		return take_format(r, &m->time_format, value);
	if (strcmp(name, "day_format") == 0)
		return take_format(r, &m->day_format, value);
	if (strcmp(name, "zone") == 0)
		return take_text(&m->zone, value);
	if (strcmp(name, "date") == 0)
		return take_pattern(r, &m->date, value);
	if (strcmp(name, "clock") == 0)
		return take_pattern(r, &m->clock, value);
	return unknown_key(r, name, "format day_format zone date clock");
}

static int
take_unit(struct reader *r, char **to, const char *value)
{
	const struct unit *u = alias_unit(value);

	if (u == NULL)
		return complain(r, "unknown unit", value, NULL);
	return take_text(to, u->name);
}

static int
take_unit_from(struct reader *r, const char *value)
{
	int i = 0;

	if (!is_readings(r, "only readings have units, not") ||
	    !take_word(r, &i, "point heading line", value))
		return 0;
	r->m->unit_from = (enum map_unit_from)i;
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
		return is_readings(r, "only readings have units, not") &&
		       take_unit(r, &r->m->unit, value);
	if (strcmp(name, "unit_from") == 0)
		return take_unit_from(r, value);
	return unknown_key(r, name, "missing unit unit_from");
}

static int
known_column(struct reader *r, const char *name)
{
	if (table_col(r->m->table, name) >= 0)
		return 1;
	return complain(
	    r, "unknown column", name, table_nearest(r->m->table, name));
}

static int
constant_key(struct reader *r, const char *name, const char *value)
{
	struct map_name *n;

	if (!known_column(r, name))
		return 0;
	n = add_name(&r->m->constant, &r->m->nconstant, name);
	n->theirs = xcalloc(1, sizeof *n->theirs);
	n->theirs[n->ntheirs++] = pattern_new(value);
	return n->theirs[0] ? 1 : complain(r, "no constant:", value, NULL);
}

/* POINT_ID = pattern; a `*` in the id needs something to stand for. */
static int
point_key(struct reader *r, struct map_name **list, size_t *n, const char *name,
    const char *value)
{
	if (!is_readings(r, "only readings have points, not"))
		return 0;
	if (!add_patterns(r, list, n, name, value))
		return 0;
	for (size_t i = 0; i < (*list)[*n - 1].ntheirs; i++)
		if (strchr(name, '*') &&
		    !pattern_is_wild((*list)[*n - 1].theirs[i]))
			return complain(r, "no pattern:",
			    pattern_text((*list)[*n - 1].theirs[i]), "*");
	return 1;
}

/* A word of the table: of one of its columns, or a quality. */
static int
word_key(struct reader *r, const char *name, const char *value)
{
	const struct table *t = r->m->table;
	char known[512] = "";

	if (strcmp(t->name, "readings") == 0) {
		strcpy(known, "good uncertain bad");
		if (name[strspn(name, "0123456789")] == '\0' &&
		    strlen(name) < 6 && atoi(name) <= 65535)
			return add_patterns(
			    r, &r->m->words, &r->m->nwords, name, value);
	}
	for (size_t c = 0; c < t->ncol; c++)
		if (t->col[c].words != NULL)
			snprintf(known + strlen(known),
			    sizeof known - strlen(known), "%s%s",
			    *known ? " " : "", t->col[c].words);
	if (!table_is_word(known, name))
		return complain(r, "unknown word", name,
		    *known ? table_nearest_word(known, name) : NULL);
	return add_patterns(r, &r->m->words, &r->m->nwords, name, value);
}

static int
units_key(struct reader *r, const char *name, const char *value)
{
	struct map_name *n;
	char *unit = NULL;

	if (!is_readings(r, "only readings have units, not") ||
	    !take_unit(r, &unit, value))
		return 0;
	n = add_name(&r->m->units, &r->m->nunits, unit);
	free(unit);
	return patterns(r, name, &n->theirs, &n->ntheirs);
}

static int
ignore_key(struct reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "columns") != 0)
		return unknown_key(r, name, "columns");
	if (strcmp(value, "*") == 0) {
		m->ignore_all = 1;
		return 1;
	}
	return patterns(r, value, &m->ignore, &m->nignore);
}

/* Notes the line; 0: there is one for the same. */
static int
note_key(
    struct reader *r, const char *section, const char *name, const char *value)
{
	struct map *m = r->m;

	for (size_t i = 0; i < m->nkey; i++) {
		if (strcmp(m->key[i].section, section) != 0 ||
		    strcmp(m->key[i].name, name) != 0)
			continue;
		return complain(r,
		    r->indented ?
			"a line that begins with a blank continues the one "
			"before it: put all on one line:" :
			"this key stands twice:",
		    r->indented ? value : name, NULL);
	}
	m->key = xrealloc(m->key, m->nkey + 1, sizeof *m->key);
	m->key[m->nkey++] = (struct map_key){
	    xstrdup(section), xstrdup(name), xstrdup(value), r->line};
	return 1;
}

static int
on_key(void *user, const char *section, const char *name, const char *value)
{
	struct reader *r = user;
	struct map *m = r->m;

	if (!note_key(r, section, name, value))
		return 0;
	if (strcmp(section, "file") == 0)
		return file_key(r, name, value);
	if (strcmp(section, "filename") == 0)
		return point_key(r, &m->filename, &m->nfilename, name, value);
	if (strcmp(section, "columns") == 0)
		return known_column(r, name) &&
		       add_patterns(r, &m->column, &m->ncolumn, name, value);
	if (strcmp(section, "constants") == 0)
		return constant_key(r, name, value);
	if (strcmp(section, "time") == 0)
		return time_key(r, name, value);
	if (strcmp(section, "values") == 0)
		return value_key(r, name, value);
	if (strcmp(section, "words") == 0)
		return word_key(r, name, value);
	if (strcmp(section, "wide") == 0)
		return point_key(r, &m->wide, &m->nwide, name, value);
	if (strcmp(section, "units") == 0)
		return units_key(r, name, value);
	if (strcmp(section, "ignore") == 0)
		return ignore_key(r, name, value);
	return complain(r, "unknown section", section,
	    table_nearest_word(
		"file filename columns constants time values words wide "
		"units ignore",
		section));
}

/* What no key alone can tell. */
static void
check_together(struct reader *r)
{
	struct map *m = r->m;
	struct {
		int wrong;
		const char *what, *culprit;
	} rule[] = {
	    {(m->date == NULL) != (m->clock == NULL),
		N_("[time] date and clock go together, missing:"),
		m->date ? "clock" : "date"},
	    {m->date != NULL && m->time_format == NULL,
		N_("a time in two columns needs [time]"), "format"},
	    {m->date != NULL && m->time_format != NULL &&
		    cal_format_is_word(m->time_format),
		N_("a time in two columns is not in the format"),
		m->time_format ? m->time_format : ""},
	    {m->nwide > 0 && m->nfilename > 0,
		N_("one file cannot be one point and be wide:"), "[filename]"},
	    {m->unit_from == UNIT_OF_LINE && !m->units_line,
		N_("unit_from = line needs [file]"), "units_line"},
	    {m->csv.no_heading && m->units_line,
		N_("a file without heading has no"), "units_line"},
	    {m->thousands != '\0' && m->thousands == m->decimal,
		N_("thousands are parted by the decimal sign"), "thousands"},
	};

	r->line = r->line > 0 ? r->line : 1;
	for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
		if (rule[i].wrong)
			complain(r, rule[i].what, rule[i].culprit, NULL);
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
	r->indented = *str == ' ' || *str == '\t';
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
map_read_stream(FILE *fp, const char *path, const struct table *t)
{
	struct reader r = {.m = map_canonical(t), .path = path, .fp = fp};
	int got;

	sha256_init(&r.sha);
	if (&ini_max_line != NULL)
		ini_max_line = MAP_LINE;
	got = ini_parse_stream(read_line, &r, on_key, &r);
	if (ferror(r.fp)) {
		warn("%s", path);
		r.complaints++;
	} else if (got > 0 && r.complaints == 0) {
		r.line = got;
		complain(&r, "this line is no", "KEY = VALUE", NULL);
	}
	if (r.complaints == 0)
		check_together(&r);
	if (r.complaints > 0) {
		map_free(r.m);
		return NULL;
	}
	r.m->csv.encoding = r.m->encoding;
	r.m->csv.foreign = 1;
	r.m->path = xstrdup(path);
	set_id(&r);
	return r.m;
}

struct map *
map_read(const char *path, const struct table *t)
{
	FILE *fp = fopen(path, "re");
	struct map *m;

	if (fp == NULL) {
		warn("%s", path);
		return NULL;
	}
	m = map_read_stream(fp, path, t);
	fclose(fp);
	return m;
}

static void
free_list(char **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i]);
	free(list);
}

static void
free_patterns(struct pattern **list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pattern_free(list[i]);
	free(list);
}

static void
free_names(struct map_name *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(list[i].ours);
		free_patterns(list[i].theirs, list[i].ntheirs);
	}
	free(list);
}

void
map_free(struct map *m)
{
	if (m == NULL)
		return;
	free(m->path);
	free(m->encoding);
	free(m->time_format);
	free(m->day_format);
	pattern_free(m->date);
	pattern_free(m->clock);
	free(m->zone);
	free(m->unit);
	free(m->id);
	free_list(m->missing, m->nmissing);
	free_patterns(m->ignore, m->nignore);
	free_names(m->filename, m->nfilename);
	free_names(m->column, m->ncolumn);
	free_names(m->constant, m->nconstant);
	free_names(m->words, m->nwords);
	free_names(m->wide, m->nwide);
	free_names(m->units, m->nunits);
	for (size_t i = 0; i < m->nkey; i++) {
		free(m->key[i].section);
		free(m->key[i].name);
		free(m->key[i].value);
	}
	free(m->key);
	free(m);
}

/* --- what it says --- */

int
map_is_missing(const struct map *m, const char *s)
{
	for (size_t i = 0; i < m->nmissing; i++)
		if (strcmp(m->missing[i], s) == 0)
			return 1;
	return 0;
}

const char *
map_word(const struct map *m, const char *s, const char *words)
{
	for (size_t i = 0; i < m->nwords && *s != '\0'; i++) {
		if (words != NULL && !table_is_word(words, m->words[i].ours))
			continue;
		for (size_t k = 0; k < m->words[i].ntheirs; k++)
			if (pattern_matches(m->words[i].theirs[k], s))
				return m->words[i].ours;
	}
	return s;
}

const char *
map_constant(const struct map *m, const char *column)
{
	for (size_t i = 0; i < m->nconstant; i++)
		if (strcmp(m->constant[i].ours, column) == 0)
			return pattern_text(m->constant[i].theirs[0]);
	return NULL;
}

const char *
map_unit(const struct map *m, const char *point_id, const char *own)
{
	for (size_t i = 0; i < m->nunits; i++)
		for (size_t k = 0; k < m->units[i].ntheirs; k++)
			if (pattern_matches(m->units[i].theirs[k], point_id))
				return m->units[i].ours;
	return own ? own : m->unit;
}

int
map_is_plain(const struct map *m)
{
	return m->nwords == 0 && m->date == NULL && m->nfilename == 0;
}

/* What holds where the file says nothing; NULL: no word for it, but ... */
static const struct {
	const char *section, *name, *value, *note;
} defaults[] = {
    {"file", "encoding", "UTF-8", ""},
    {"file", "separator", "comma", ""},
    {"file", "quote", "\"", ""},
    {"file", "decimal", "point", ""},
    {"file", "thousands", "none", ""},
    {"file", "heading", "yes", ""},
    {"file", "units_line", "no", ""},
    {"file", "skip_head", "0", ""},
    {"file", "skip_foot", "0", ""},
    {"file", "trim", "no", ""},
    {"file", "surplus", "empty", ""},
    {"filename", NULL, NULL, ""},
    {"columns", NULL, NULL, ""},
    {"constants", NULL, NULL, ""},
    {"time", "format", NULL, "YYYY-MM-DD HH:MM[:SS], with or without offset"},
    {"time", "day_format", NULL, "YYYY-MM-DD"},
    {"time", "zone", NULL, "that of the store"},
    {"time", "date", NULL, "none"},
    {"time", "clock", NULL, "none"},
    {"values", "missing", NULL, "the empty field alone"},
    {"values", "unit", NULL, "that of the point"},
    {"values", "unit_from", "point", "readings"},
    {"words", NULL, NULL, ""},
    {"wide", NULL, NULL, ""},
    {"units", NULL, NULL, ""},
    {"ignore", "columns", NULL, "none"},
};

static int
print_keys(const struct map *m, const char *section, const char *name, FILE *fp)
{
	int found = 0;

	for (size_t i = 0; i < m->nkey; i++) {
		const struct map_key *k = &m->key[i];

		if (strcmp(k->section, section) != 0 ||
		    (name != NULL && strcmp(k->name, name) != 0))
			continue;
		fprintf(fp, "%s = %s ; %s:%d\n", k->name, k->value, m->path,
		    k->line);
		found = 1;
	}
	return found;
}

void
map_print(const struct map *m, FILE *fp)
{
	const char *section = "";

	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++) {
		const char *name = defaults[i].name;

		if (strcmp(section, defaults[i].section) != 0) {
			section = defaults[i].section;
			fprintf(fp, "%s[%s]\n", i > 0 ? "\n" : "", section);
		}
		if (print_keys(m, section, name, fp) || name == NULL)
			continue;
		if (defaults[i].value == NULL ||
		    (strcmp(defaults[i].note, "readings") == 0 &&
			strcmp(m->table->name, "readings") != 0))
			fprintf(
			    fp, "# %s: default, %s\n", name, defaults[i].note);
		else
			fprintf(
			    fp, "%s = %s ; default\n", name, defaults[i].value);
	}
}
