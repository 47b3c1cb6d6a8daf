/*
 * What the files of mappings share: map_read.c reads one, map_value.c the
 * values in it, map.c says what it says.
 */
#ifndef WB_MAP_PRIVATE_H
#define WB_MAP_PRIVATE_H

#include <nettle/sha2.h>
#include <stdio.h>

#include "map.h"
#include "pattern.h"

struct map_reader {
	struct map *m;
	const char *path;
	FILE *fp;
	int line;
	int indented; /* the line begins with a blank */
	int complaints;
	struct sha256_ctx sha;
	size_t ntext; /* bytes of m->text */
};

enum { MAP_ID_HEX = 16 }; /* digits of the SHA-256 in an id */

/* Says it with the line at hand, and counts it; 0, as all below return that
 * have complained.  Else they return 1. */
int map_complain(struct map_reader *r, const char *what, const char *culprit,
    const char *hint);

/* Appends the parts of a list, parted by '|', blanks around them taken off; as
 * patterns. */
void map_split(const char *s, char ***out, size_t *n);
int map_patterns(
    struct map_reader *r, const char *s, struct pattern ***out, size_t *n);

/* Appends a name of ours, with the patterns of theirs. */
struct map_name *
map_add_name(struct map_name **list, size_t *n, const char *ours);
int map_add_patterns(struct map_reader *r, struct map_name **list, size_t *n,
    const char *ours, const char *theirs);

/* A character by its name, in quotes or bare; a number; text; yes or no; the
 * index of one of a few words, blanks between them. */
int map_take_char(struct map_reader *r, char *to, const char *value);
int map_take_count(struct map_reader *r, int *to, const char *value);
int map_take_text(char **to, const char *value);
int map_take_yes(struct map_reader *r, int *to, const char *value);
int map_take_word(
    struct map_reader *r, int *to, const char *words, const char *value);

#endif
