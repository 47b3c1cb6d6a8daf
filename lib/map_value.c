/*
 * The values of a mapping: characters, numbers, words, lists, patterns.
 */
#include "map_private.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

int
map_complain(struct map_reader *r, const char *what, const char *culprit,
    const char *hint)
{
	if (hint != NULL)
		warnx("%s:%d: %s '%s' (did you mean '%s'?)", r->path, r->line,
		    tr(what), culprit, hint);
	else
		warnx("%s:%d: %s '%s'", r->path, r->line, tr(what), culprit);
	r->complaints++;
	return 0;
}

/* Parts of a list, parted by '|', blanks around them taken off. */
void
map_split(const char *s, char ***out, size_t *n)
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
int
map_patterns(
    struct map_reader *r, const char *s, struct pattern ***out, size_t *nout)
{
	char **part = NULL;
	size_t n = 0;
	int good = 1;

	map_split(s, &part, &n);
	for (size_t i = 0; i < n; i++) {
		struct pattern *p = pattern_new(part[i]);

		if (p == NULL) {
			map_complain(
			    r, "no regular expression:", part[i], NULL);
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

struct map_name *
map_add_name(struct map_name **list, size_t *n, const char *ours)
{
	struct map_name *m;

	*list = xrealloc(*list, *n + 1, sizeof **list);
	m = &(*list)[(*n)++];
	*m = (struct map_name){.ours = xstrdup(ours)};
	return m;
}

int
map_add_patterns(struct map_reader *r, struct map_name **list, size_t *n,
    const char *ours, const char *theirs)
{
	struct map_name *m = map_add_name(list, n, ours);

	return map_patterns(r, theirs, &m->theirs, &m->ntheirs);
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

int
map_take_char(struct map_reader *r, char *to, const char *value)
{
	int c = character(value);

	if (c < 0)
		return map_complain(r, "no character or its name:", value,
		    *value ? NULL : "semicolon");
	*to = (char)c;
	return 1;
}

int
map_take_count(struct map_reader *r, int *to, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end != '\0' || n < 0 || n > 10000)
		return map_complain(
		    r, "no number from 0 to 10000:", value, NULL);
	*to = (int)n;
	return 1;
}

int
map_take_text(char **to, const char *value)
{
	free(*to);
	*to = xstrdup(value);
	return 1;
}

int
map_take_yes(struct map_reader *r, int *to, const char *value)
{
	int yes = strcmp(value, "yes") == 0;

	if (!yes && strcmp(value, "no") != 0)
		return map_complain(r, "neither yes nor no:", value, NULL);
	*to = yes;
	return 1;
}

/* The index of one of a few words, blanks between them. */
int
map_take_word(
    struct map_reader *r, int *to, const char *words, const char *value)
{
	int i = 0;

	for (const char *p = words; p != NULL; p = strchr(p, ' '), i++) {
		size_t n = strcspn(p += *p == ' ', " ");

		if (strlen(value) == n && strncmp(p, value, n) == 0) {
			*to = i;
			return 1;
		}
	}
	return map_complain(
	    r, "none of its words:", value, table_nearest_word(words, value));
}
