/*
 * Words of a report, in its language.
 */
#ifndef WB_REPORT_WORD_H
#define WB_REPORT_WORD_H

#include "report_part.h"

/* One of both. */
const char *report_word(const struct report *r, const char *zh, const char *en);

/* The name of a column, item or flag. */
const char *report_term(const struct report *r, const char *id);

/* Flags as words, joined; to be freed. */
char *report_flags(const struct report *r, const char *flags);

/* A word of a table (metered, azp ...) as it is read; s where it is none. */
const char *report_value(const struct report *r, const char *s);
const char *report_grade(const struct report *r, const char *grade);

#endif
