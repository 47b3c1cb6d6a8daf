/*
 * What others call our columns, in Chinese and English, and our units.
 *
 * An alias counts only in a file that has a mapping, for a column that the
 * mapping does not name.  No alias stands for two columns of one table, so a
 * heading is never a guess; one that is used for different things (date,
 * status) is none.  Letters compare in any case; blanks, `_`, `-`, `.`, `/`
 * and a part in parentheses at the end do not count.
 */
#ifndef WB_ALIAS_H
#define WB_ALIAS_H

#include <stddef.h>

#include "table.h"
#include "unit.h"

/* The column that the heading means, or -1. */
int alias_column(const struct table *t, const char *heading);

/* The unit that a source calls so ("m³/h", "立方米/小时", "lps"); NULL: none.
 */
const struct unit *alias_unit(const char *text);

/* The part in parentheses or brackets at the end of a heading: where it begins
 * and, with n its length, what is inside.  0: there is none. */
size_t alias_tail(const char *heading, const char **inside, size_t *n);

/* The Chinese name that a word of the dictionary had in older workbooks; NULL:
 * it had no other. */
const char *alias_term(const char *id);

#endif
