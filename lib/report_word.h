/*
 * Words of a report, in its language or in both.
 */
#ifndef WB_REPORT_WORD_H
#define WB_REPORT_WORD_H

#include "report_part.h"

/* One of both, or both with a blank between; it lives as long as the report. */
const char *report_word(const struct report *r, const char *zh, const char *en);

/* The same with both below each other, as headings have them. */
const char *
report_lines(const struct report *r, const char *zh, const char *en);

/* Two texts as one, which lives as long as the report. */
const char *report_joined(const struct report *r, const char *a, const char *b);

/* The key of a definition with _zh or _en behind it; NULL: neither is given. */
const char *report_said(
    const struct report *r, const struct def_section *d, const char *key);

/* The name of a column, item or flag; as a heading. */
const char *report_term(const struct report *r, const char *id);
const char *report_term_lines(const struct report *r, const char *id);

/* A text of the dictionary, by the catalogue; both below each other. */
const char *report_prose(const struct report *r, const char *text);

/* A unit: m³/h in any language, yuan as 元. */
const char *report_unit(const struct report *r, const char *unit);

/* Flags as words, joined; to be freed. */
char *report_flags(const struct report *r, const char *flags);

/* The texts that were put together; freed with the report. */
struct wordpool *wordpool_new(void);
void wordpool_free(struct wordpool *p);

/* What a word is known to read as; NULL: not known yet.  Keeps what it does, as
 * far as there is room, and returns it: large tables repeat their words. */
const char *wordpool_known(const struct wordpool *p, const char *word);
const char *
wordpool_keep(struct wordpool *p, const char *word, const char *text);

#endif
