/*
 * A mapping file, section by section.
 */
#include "map_private.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include <ini.h>

#include "alias.h"
#include "caltime.h"
#include "xalloc.h"

/* The longest line of a mapping file, where the library lets it be set. */
enum { MAP_LINE = 4096 };
extern int ini_max_line __attribute__((weak));

static int
unknown_key(struct map_reader *r, const char *name, const char *known)
{
	return map_complain(
	    r, "unknown key", name, table_nearest_word(known, name));
}

static int
take_surplus(struct map_reader *r, const char *value)
{
	int i = 0;

	if (!map_take_word(r, &i, "empty refuse ignore", value))
		return 0;
	r->m->surplus = (enum map_surplus)i;
	return 1;
}

static int
take_quote(struct map_reader *r, const char *value)
{
	r->m->csv.no_quote = strcmp(value, "none") == 0;
	return map_take_char(r, &r->m->csv.quote, value);
}

static int
take_heading(struct map_reader *r, const char *value)
{
	int yes = 1;

	if (!map_take_yes(r, &yes, value))
		return 0;
	r->m->csv.no_heading = !yes;
	return 1;
}

static int
file_key(struct map_reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "encoding") == 0)
		return map_take_text(&m->encoding, value);
	if (strcmp(name, "separator") == 0)
		return map_take_char(r, &m->csv.separator, value);
	if (strcmp(name, "quote") == 0)
		return take_quote(r, value);
	if (strcmp(name, "decimal") == 0)
		return map_take_char(r, &m->decimal, value);
	if (strcmp(name, "thousands") == 0)
		return map_take_char(r, &m->thousands, value);
	if (strcmp(name, "heading") == 0)
		return take_heading(r, value);
	if (strcmp(name, "units_line") == 0)
		return map_take_yes(r, &m->units_line, value);
	if (strcmp(name, "skip_head") == 0)
		return map_take_count(r, &m->csv.skip_head, value);
	if (strcmp(name, "skip_foot") == 0)
		return map_take_count(r, &m->csv.skip_foot, value);
	if (strcmp(name, "trim") == 0)
		return map_take_yes(r, &m->trim, value);
	if (strcmp(name, "surplus") == 0)
		return take_surplus(r, value);
	return unknown_key(r, name,
	    "encoding separator quote decimal thousands heading units_line "
	    "skip_head skip_foot trim surplus");
}

static int
is_readings(struct map_reader *r, const char *what)
{
	if (strcmp(r->m->table->name, "readings") == 0)
		return 1;
	return map_complain(r, what, r->m->table->name, NULL);
}

static int
take_format(struct map_reader *r, char **to, const char *value)
{
	if (!cal_format_valid(value))
		return map_complain(
		    r, "no time format:", value, "%Y-%m-%d %H:%M:%S");
	return map_take_text(to, value);
}

static int
take_pattern(struct map_reader *r, struct pattern **to, const char *value)
{
	if (!is_readings(
		r, "only readings have their time in two columns, not"))
		return 0;
	pattern_free(*to);
	*to = pattern_new(value);
	return *to ? 1 : map_complain(r, "no regular expression:", value, NULL);
}

static int
time_key(struct map_reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "format") == 0)
		return take_format(r, &m->time_format, value);
	if (strcmp(name, "day_format") == 0)
		return take_format(r, &m->day_format, value);
	if (strcmp(name, "zone") == 0)
		return map_take_text(&m->zone, value);
	if (strcmp(name, "date") == 0)
		return take_pattern(r, &m->date, value);
	if (strcmp(name, "clock") == 0)
		return take_pattern(r, &m->clock, value);
	return unknown_key(r, name, "format day_format zone date clock");
}

static int
take_unit(struct map_reader *r, char **to, const char *value)
{
	const struct unit *u = alias_unit(value);

	if (u == NULL)
		return map_complain(r, "unknown unit", value, NULL);
	return map_take_text(to, u->name);
}

static int
take_unit_from(struct map_reader *r, const char *value)
{
	int i = 0;

	if (!is_readings(r, "only readings have units, not") ||
	    !map_take_word(r, &i, "point heading line", value))
		return 0;
	r->m->unit_from = (enum map_unit_from)i;
	return 1;
}

static int
value_key(struct map_reader *r, const char *name, const char *value)
{
	if (strcmp(name, "missing") == 0) {
		map_split(value, &r->m->missing, &r->m->nmissing);
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
known_column(struct map_reader *r, const char *name)
{
	if (table_col(r->m->table, name) >= 0)
		return 1;
	return map_complain(
	    r, "unknown column", name, table_nearest(r->m->table, name));
}

static int
constant_key(struct map_reader *r, const char *name, const char *value)
{
	struct map_name *n;

	if (!known_column(r, name))
		return 0;
	n = map_add_name(&r->m->constant, &r->m->nconstant, name);
	n->theirs = xcalloc(1, sizeof *n->theirs);
	n->theirs[n->ntheirs++] = pattern_new(value);
	return n->theirs[0] ? 1 : map_complain(r, "no constant:", value, NULL);
}

/* POINT_ID = pattern; a `*` in the id needs something to stand for. */
static int
point_key(struct map_reader *r, struct map_name **list, size_t *n,
    const char *name, const char *value)
{
	if (!is_readings(r, "only readings have points, not"))
		return 0;
	if (!map_add_patterns(r, list, n, name, value))
		return 0;
	for (size_t i = 0; i < (*list)[*n - 1].ntheirs; i++)
		if (strchr(name, '*') &&
		    !pattern_is_wild((*list)[*n - 1].theirs[i]))
			return map_complain(r, "no pattern:",
			    pattern_text((*list)[*n - 1].theirs[i]), "*");
	return 1;
}

/* A word of the table: of one of its columns, or a quality. */
static int
word_key(struct map_reader *r, const char *name, const char *value)
{
	const struct table *t = r->m->table;
	char known[512] = "";

	if (strcmp(t->name, "readings") == 0) {
		strcpy(known, "good uncertain bad");
		if (name[strspn(name, "0123456789")] == '\0' &&
		    strlen(name) < 6 && atoi(name) <= 65535)
			return map_add_patterns(
			    r, &r->m->words, &r->m->nwords, name, value);
	}
	for (size_t c = 0; c < t->ncol; c++)
		if (t->col[c].words != NULL)
			snprintf(known + strlen(known),
			    sizeof known - strlen(known), "%s%s",
			    *known ? " " : "", t->col[c].words);
	if (!table_is_word(known, name))
		return map_complain(r, "unknown word", name,
		    *known ? table_nearest_word(known, name) : NULL);
	return map_add_patterns(r, &r->m->words, &r->m->nwords, name, value);
}

static int
units_key(struct map_reader *r, const char *name, const char *value)
{
	struct map_name *n;
	char *unit = NULL;

	if (!is_readings(r, "only readings have units, not") ||
	    !take_unit(r, &unit, value))
		return 0;
	n = map_add_name(&r->m->units, &r->m->nunits, unit);
	free(unit);
	return map_patterns(r, name, &n->theirs, &n->ntheirs);
}

static int
ignore_key(struct map_reader *r, const char *name, const char *value)
{
	struct map *m = r->m;

	if (strcmp(name, "columns") != 0)
		return unknown_key(r, name, "columns");
	if (strcmp(value, "*") == 0) {
		m->ignore_all = 1;
		return 1;
	}
	return map_patterns(r, value, &m->ignore, &m->nignore);
}

/* Notes the line; 0: there is one for the same. */
static int
note_key(struct map_reader *r, const char *section, const char *name,
    const char *value)
{
	struct map *m = r->m;

	for (size_t i = 0; i < m->nkey; i++) {
		if (strcmp(m->key[i].section, section) != 0 ||
		    strcmp(m->key[i].name, name) != 0)
			continue;
		return map_complain(r,
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
	struct map_reader *r = user;
	struct map *m = r->m;

	if (!note_key(r, section, name, value))
		return 0;
	if (strcmp(section, "file") == 0)
		return file_key(r, name, value);
	if (strcmp(section, "filename") == 0)
		return point_key(r, &m->filename, &m->nfilename, name, value);
	if (strcmp(section, "columns") == 0)
		return known_column(r, name) && map_add_patterns(r, &m->column,
						    &m->ncolumn, name, value);
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
	return map_complain(r, "unknown section", section,
	    table_nearest_word(
		"file filename columns constants time values words wide "
		"units ignore",
		section));
}

/* What no key alone can tell. */
static void
check_together(struct map_reader *r)
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
			map_complain(r, rule[i].what, rule[i].culprit, NULL);
}

static void
keep_text(struct map_reader *r, const char *line)
{
	size_t n = strlen(line);

	sha256_update(&r->sha, n, (const uint8_t *)line);
	r->m->text = xrealloc(r->m->text, r->ntext + n + 1, 1);
	memcpy(r->m->text + r->ntext, line, n + 1);
	r->ntext += n;
}

/* inih hides the line number; reading for it we know it.  A line that does not
 * fit its buffer it would cut in two. */
static char *
read_line(char *str, int num, void *stream)
{
	struct map_reader *r = stream;

	if (fgets(str, num, r->fp) == NULL)
		return NULL;
	r->line++;
	r->indented = *str == ' ' || *str == '\t';
	keep_text(r, str);
	if (strchr(str, '\n') == NULL && !feof(r->fp)) {
		map_complain(r, "the line is too long:", str, NULL);
		return NULL;
	}
	return str;
}

static void
set_id(struct map_reader *r)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	const char *base = strrchr(r->path, '/');
	char hex[MAP_ID_HEX + 1];

	sha256_digest(&r->sha, sizeof digest, digest);
	for (int i = 0; i < MAP_ID_HEX / 2; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	free(r->m->id);
	r->m->id = xasprintf("%s:%s", base ? base + 1 : r->path, hex);
}

struct map *
map_read_stream(FILE *fp, const char *path, const struct table *t)
{
	struct map_reader r = {.m = map_canonical(t), .path = path, .fp = fp};
	int got;

	sha256_init(&r.sha);
	r.m->text = xstrdup("");
	if (&ini_max_line != NULL)
		ini_max_line = MAP_LINE;
	got = ini_parse_stream(read_line, &r, on_key, &r);
	if (ferror(r.fp)) {
		warn("%s", path);
		r.complaints++;
	} else if (got > 0 && r.complaints == 0) {
		r.line = got;
		map_complain(&r, "this line is no", "KEY = VALUE", NULL);
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
