/*
 * Manifests of workbooks: what went in and what came out, by SHA-256.
 *
 * Lines NAME, TAB, value: version, lang, final, title, day, epoch, db,
 * definition, workbook; then for each input its digest and path, as sha256sum
 * has them.  Paths are as they were given, so a manifest is verified where its
 * workbook was made.
 */
#ifndef WB_MANIFEST_H
#define WB_MANIFEST_H

#include "report.h"

/* Writes one, beside its name and renamed.  0, or -1: has said why. */
int manifest_write(const char *path, const struct frames *in,
    const struct report_opts *o, const char *workbook, const char *sha256);

/* Reads the inputs again and makes the workbook anew, in memory.  0 and a line
 * on standard output: the workbook is what they give; -1: it is not, or cannot
 * be told: has said why. */
int manifest_verify(const char *path, const char *version);

#endif
