/*
 * Some thousand accounts that one thread has read, on their way to the one that
 * adds them (billing_account).
 */
#ifndef WB_ACCOUNTBATCH_H
#define WB_ACCOUNTBATCH_H

#include "billing.h"

struct accountbatch { /* begin with zeros */
	struct accountbatch_row {
		struct bill_account a;
		size_t id, zone; /* where they begin in text */
	} * row;
	size_t n, cap;
	char *text;
	size_t ntext, text_cap;
};

void accountbatch_clear(struct accountbatch *t);
void accountbatch_release(struct accountbatch *t);

/* a->zone has so many letters, and need not end with NUL. */
void accountbatch_put(
    struct accountbatch *t, const struct bill_account *a, size_t zone_len);

/* Adds them in order; 0, -1: one contradicts another. */
int accountbatch_add(struct accountbatch *t, struct billing *b);

#endif
