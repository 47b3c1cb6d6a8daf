/*
 * What the files of alias share: the words (alias_words.c), which alias.c looks
 * up.
 */
#ifndef WB_ALIAS_PRIVATE_H
#define WB_ALIAS_PRIVATE_H

#include "alias.h"

/* Small letters without what does not count, blanks between them; the last row
 * of each list is NULL. */
struct column_alias {
	const char *table, *column, *names;
};

struct unit_alias {
	const char *unit, *names;
};

extern const struct column_alias alias_of_columns[];
extern const struct unit_alias alias_of_units[];

#endif
