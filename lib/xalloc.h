/*
 * Memory that is there, or the program ends with one line and status 1.
 */
#ifndef WB_XALLOC_H
#define WB_XALLOC_H

#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *p, size_t n, size_t size);
void *xaligned(size_t alignment, size_t size);
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Makes room for one more element of the array p, which has n and room for
 * *cap: p = xgrow(p, n, &cap, sizeof *p). */
void *xgrow(void *p, size_t n, size_t *cap, size_t size);

#endif
