/*
 * What a mapping says.
 */
#include "map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map_private.h"
#include "say.h"
#include "xalloc.h"

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
	free(m->text);
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

size_t
map_id_length(const char *mapping)
{
	static const char hex[] = "0123456789abcdef";

	for (const char *p = mapping; (p = strchr(p, ':')) != NULL; p++)
		if (strspn(p + 1, hex) == MAP_ID_HEX &&
		    (p[1 + MAP_ID_HEX] == '\0' || p[1 + MAP_ID_HEX] == ' '))
			return (size_t)(p - mapping) + 1 + MAP_ID_HEX;
	return strlen(mapping);
}

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
    {"time", "format", NULL,
	N_("YYYY-MM-DD HH:MM[:SS], with or without offset")},
    {"time", "day_format", NULL, "YYYY-MM-DD"},
    {"time", "zone", NULL, N_("that of the store")},
    {"time", "date", NULL, N_("none")},
    {"time", "clock", NULL, N_("none")},
    {"values", "missing", NULL, N_("the empty field alone")},
    {"values", "unit", NULL, N_("that of the point")},
    {"values", "unit_from", "point", N_("readings")},
    {"words", NULL, NULL, ""},
    {"wide", NULL, NULL, ""},
    {"units", NULL, NULL, ""},
    {"ignore", "columns", NULL, N_("none")},
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
			fprintf(fp, tr("# %s: default, %s\n"), name,
			    tr(defaults[i].note));
		else
			fprintf(fp, tr("%s = %s ; default\n"), name,
			    defaults[i].value);
	}
}
