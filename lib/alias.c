#include "alias_private.h"

#include <string.h>

enum { ALIAS_MAX = 96 };

static int
is_in(const char *names, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = names; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, word, n) == 0 && (p[n] == ' ' || p[n] == '\0'))
			return n > 0;
	}
	return 0;
}

/* The first n bytes of s in small letters without what does not count; 0 if
 * that is nothing, or too long for an alias. */
static int
plain(const char *s, size_t n, const char *without, char out[ALIAS_MAX])
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (strchr(without, c) != NULL)
			continue;
		if (k + 1 == ALIAS_MAX)
			return 0;
		out[k++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
	}
	out[k] = '\0';
	return k > 0;
}

size_t
alias_tail(const char *heading, const char **inside, size_t *n)
{
	static const char *const pair[][2] = {
	    {"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}};
	size_t len = strlen(heading);

	while (len > 0 && heading[len - 1] == ' ')
		len--;
	for (int i = 0; i < 4; i++) {
		size_t open = strlen(pair[i][0]), close = strlen(pair[i][1]);

		if (len < open + close ||
		    memcmp(heading + len - close, pair[i][1], close) != 0)
			continue;
		for (size_t at = len - close; at-- > 0;) {
			if (strncmp(heading + at, pair[i][0], open) != 0)
				continue;
			*inside = heading + at + open;
			*n = len - close - at - open;
			while (at > 0 && heading[at - 1] == ' ')
				at--;
			return at;
		}
	}
	return 0;
}

int
alias_column(const struct table *t, const char *heading)
{
	char word[ALIAS_MAX], own[ALIAS_MAX];
	const char *inside;
	size_t n, at = alias_tail(heading, &inside, &n);

	if (!plain(heading, at ? at : strlen(heading), " _-./\t\r\n", word))
		return -1;
	for (size_t i = 0; i < t->ncol; i++)
		if (plain(t->col[i].name, strlen(t->col[i].name), "_", own) &&
		    strcmp(own, word) == 0)
			return (int)i;
	for (const struct column_alias *c = alias_of_columns; c->names; c++)
		if (strcmp(c->table, t->name) == 0 && is_in(c->names, word))
			return table_col(t, c->column);
	return -1;
}

const struct unit *
alias_unit(const char *text)
{
	char word[ALIAS_MAX], own[ALIAS_MAX];
	const struct unit *u = unit_find(text);

	if (u != NULL || !plain(text, strlen(text), " \t\r\n", word))
		return u;
	/* ml would be a thousand million times less than ML */
	for (size_t i = 0; (u = unit_at(i)) != NULL; i++)
		if (u->name[0] != 'M' &&
		    plain(u->name, strlen(u->name), "", own) &&
		    strcmp(own, word) == 0)
			return u;
	for (const struct unit_alias *a = alias_of_units; a->names; a++)
		if (is_in(a->names, word))
			return unit_find(a->unit);
	return NULL;
}
