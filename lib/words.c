#include "words.h"

#include <stdio.h>
#include <string.h>

void
words_add(char *buf, size_t size, const char *word)
{
	size_t n = strlen(buf);

	if (*word != '\0')
		snprintf(buf + n, size - n, "%s%s", n ? " " : "", word);
}

void
words_flags(
    char *buf, size_t size, const char *const *word, size_t n, unsigned flags)
{
	for (size_t i = 0; i < n; i++)
		if (flags >> i & 1)
			words_add(buf, size, word[i]);
}
