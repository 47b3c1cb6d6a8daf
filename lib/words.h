/*
 * Words with a blank between them: what the column `flags` holds.
 */
#ifndef WB_WORDS_H
#define WB_WORDS_H

#include <stddef.h>

/* Adds a word, if it is not empty, to the text in buf of that size; what has no
 * room is cut. */
void words_add(char *buf, size_t size, const char *word);

/* Adds the word of each bit of flags, bit 0 first, of n. */
void words_flags(
    char *buf, size_t size, const char *const *word, size_t n, unsigned flags);

#endif
