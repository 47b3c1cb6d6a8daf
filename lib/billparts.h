/*
 * The short bills of a file (billshort.h), added by several threads at once,
 * each a part of the file from line to line.
 *
 * It ends before the first row that is not short; what follows is for the
 * reader of rows, who knows all forms and says what is wrong.  So the sums are
 * the same as if one thread had read all.
 */
#ifndef WB_BILLPARTS_H
#define WB_BILLPARTS_H

#include "billing.h"
#include "filepiece.h"

/* 0, or -1: a bill came before one of its account that was there. */
int billparts_add(struct fileparts *p, struct billing *b);

#endif
