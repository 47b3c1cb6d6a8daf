/*
 * The plain accounts of a file (billline.h), read by several threads and added
 * in their order.
 *
 * It ends before the first row that is not plain; what follows is for the
 * reader of rows, who knows all forms and says what is wrong.
 */
#ifndef WB_ACCOUNTPARTS_H
#define WB_ACCOUNTPARTS_H

#include "billline.h"
#include "filepiece.h"

/* 0, or -1: an account contradicts another, or holds no day. */
int accountparts_add(
    struct fileparts *p, const struct billline_plan *plan, struct billing *b);

#endif
