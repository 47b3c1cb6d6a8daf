/*
 * What somebody may have meant: of many words the one that resembles most what
 * was typed.
 *
 * How far apart they are is the number of letters to change (table_distance);
 * another case of letters, or a beginning of at least three, counts as one.  A
 * word resembles another of n letters that is less than 2 + n / 3 apart, and
 * less than n.
 */
#ifndef WB_NEAREST_H
#define WB_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *typed;
	const char *best; /* NULL: none resembles it */
	size_t apart;
};

struct nearest nearest_to(const char *typed);

/* Of words equally near the first stays.  `word` has to outlive n. */
void nearest_try(struct nearest *n, const char *word);

/* It is this one, whatever else resembles it. */
void nearest_is(struct nearest *n, const char *word);

/* Each word of a list that blanks part, in a copy that is the caller's: best
 * points into it. */
void nearest_try_words(struct nearest *n, char *words);

/* " (did you mean 'WORD'?)" in the language of messages, or "". */
enum { NEAREST_HINT = 160 };
const char *nearest_hint(const struct nearest *n, char buf[NEAREST_HINT]);

#endif
