/*
 * Patterns on names: a heading, the name of a file, a word of a source.
 *
 * A pattern is the name itself; or a name in which `*` stands for any text; or
 * /an extended regular expression/ (POSIX), which may match anywhere.  What
 * each `*`, or each group in parentheses, stood for is a capture; a regular
 * expression without a group captures all that it matched.
 */
#ifndef WB_PATTERN_H
#define WB_PATTERN_H

struct pattern;

/* NULL: a regular expression that is none. */
struct pattern *pattern_new(const char *text);
void pattern_free(struct pattern *p);

/* As it was written. */
const char *pattern_text(const struct pattern *p);

/* 1: it is not the name itself alone that it matches. */
int pattern_is_wild(const struct pattern *p);
int pattern_matches(const struct pattern *p, const char *s);

/* The template with its first `*` replaced by the first capture, its second by
 * the second, ...; to be freed.  NULL: s does not match. */
char *
pattern_name(const struct pattern *p, const char *s, const char *template);

#endif
