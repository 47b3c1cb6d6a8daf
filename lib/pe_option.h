/*
 * Periods and spans as options give them.
 */
#ifndef WB_PE_OPTION_H
#define WB_PE_OPTION_H

#include "caltime.h"
#include "zonen1.h"

/* "2026-02", "2026-Q1", "2025", "2026-02-03/2026-02-17" (half-open).  NULL, or
 * what is wrong. */
const char *pe_option_period(const char *s, int64_t *from, int64_t *to);

/* "2026-03-05T01:00/2026-03-05T02:30", local to tz where there is no offset. */
const char *pe_option_span(
    const char *s, const struct zone *tz, int64_t *from, int64_t *to);

/* Two or more of these, commas between them; *out is to be freed. */
const char *pe_option_spans(
    const char *s, const struct zone *tz, struct zonen1_step **out, size_t *n);

#endif
