#include "nearest.h"

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "table.h"

struct nearest
nearest_to(const char *typed)
{
	size_t n = strlen(typed), most = 2 + n / 3;

	return (struct nearest){typed, NULL, most < n ? most : n};
}

static size_t
apart(const char *typed, const char *word)
{
	size_t n = strlen(typed);

	if (strcmp(typed, word) == 0)
		return 0;
	if (strcasecmp(typed, word) == 0 ||
	    (n >= 3 && strncmp(typed, word, n) == 0))
		return 1;
	return table_distance(typed, word);
}

void
nearest_try(struct nearest *n, const char *word)
{
	size_t d = apart(n->typed, word);

	if (d < n->apart) {
		n->best = word;
		n->apart = d;
	}
}

void
nearest_is(struct nearest *n, const char *word)
{
	n->best = word;
	n->apart = 0;
}

void
nearest_try_words(struct nearest *n, char *words)
{
	char *save;

	for (char *w = strtok_r(words, " ", &save); w != NULL;
	     w = strtok_r(NULL, " ", &save))
		nearest_try(n, w);
}

const char *
nearest_hint(const struct nearest *n, char buf[NEAREST_HINT])
{
	buf[0] = '\0';
	if (n->best != NULL)
		snprintf(
		    buf, NEAREST_HINT, tr(" (did you mean '%s'?)"), n->best);
	return buf;
}
