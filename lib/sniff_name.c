/*
 * What a mapping calls the columns and the points.
 */
#include "sniff_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "lines.h"
#include "strmap.h"
#include "xalloc.h"

/* 1 if a mapping can hold the text as a value that means itself. */
int
sniff_is_plain(const char *s)
{
	size_t len = strlen(s);

	if (len == 0 || len > 200 || strpbrk(s, "*|\t\r\n") != NULL ||
	    strstr(s, " ;") != NULL || strchr("#; ", *s) != NULL ||
	    s[len - 1] == ' ')
		return 0;
	return !(len > 2 && *s == '/' && s[len - 1] == '/');
}

/* How the mapping calls column c: by its heading, or by its place. */
const char *
sniff_reference(const struct sniffer *n, size_t c, char buf[32])
{
	const struct sheet *s = &n->s;
	int unique = s->heading && sniff_is_plain(s->col[c]);

	for (size_t i = 0; i < s->ncol && unique; i++)
		unique = i == c || strcmp(s->col[i], s->col[c]) != 0;
	if (unique)
		return s->col[c];
	snprintf(buf, 32, "#%zu", c + 1);
	return buf;
}

/* The unit that the heading of column c gives, or NULL; *at is where it begins
 * there. */
const char *
sniff_heading_unit(const struct sniffer *n, size_t c, size_t *at)
{
	const struct unit *u = NULL;
	const char *inside;
	size_t len;
	char *text;

	*at = alias_tail(n->s.col[c], &inside, &len);
	if (*at > 0) {
		text = xstrndup(inside, len);
		u = alias_unit(text);
		free(text);
	}
	if (u == NULL)
		*at = strlen(n->s.col[c]);
	return u ? u->name : NULL;
}

/* An id for the point of column c: its heading without unit and without what
 * ends a key. */
char *
sniff_point_id(const struct sniffer *n, size_t c, struct strmap *used)
{
	size_t at;
	char *id, *more;

	sniff_heading_unit(n, c, &at);
	if (!n->s.heading || at == 0)
		id = xasprintf("column_%zu", c + 1);
	else
		id = xstrndup(n->s.col[c], at);
	for (char *p = id; *p != '\0'; p++)
		if (strchr("=:;#*[]|\"' ", *p) || (unsigned char)*p < 0x20)
			*p = '_';
	if (strmap_get(used, id) >= 0) {
		more = xasprintf("%s_%zu", id, c + 1);
		free(id);
		id = more;
	}
	strmap_put(used, id, 1);
	return id;
}

/* How the name of the file ends, from its last dot on; .gz and .xz apart. */
const char *
sniff_extension(const char *path, char buf[16])
{
	const char *base = strrchr(path, '/'), *dot;
	size_t n;

	base = base ? base + 1 : path;
	n = strlen(base) - (lines_is_packed(base) ? 3 : 0);
	for (dot = base + n - 1; dot > base && *dot != '.'; dot--)
		;
	n = (size_t)(base + n - dot);
	snprintf(buf, 16, "%.*s", dot > base && n < 16 ? (int)n : 0, dot);
	return sniff_is_plain(buf) ? buf : "";
}
