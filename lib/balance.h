/*
 * A water balance of whatever standard: its items with their volumes, bounds
 * and origin, in the order of the standard's table.
 *
 * Every item but the first is part of another one, and the parts of an item
 * add up to it; the supply is divided twice, by where it comes from and by
 * where it goes, and its parts are two whole sets.
 */
#ifndef WB_BALANCE_H
#define WB_BALANCE_H

#include <stddef.h>

#include "bound.h"
#include "cjj92.h"
#include "iwa.h"

enum standard { STANDARD_CJJ92, STANDARD_IWA, STANDARD_AWWA, STANDARDS };

enum basis {
	BASIS_NONE,
	BASIS_METERED,
	BASIS_ESTIMATED,
	BASIS_SAMPLED,
	BASIS_DEFAULT,
	BASIS_COMPUTED
};

enum { BALANCE_ITEMS = 24 };

struct balance_item {
	const char *name;
	int parent;   /* index, -1: none */
	int source;   /* 1: of the supply by where it comes from */
	int residual; /* 1: what the others leave of the whole */
	struct bound m3;
	enum basis basis;
	const char *flag; /* a word, or "" */
};

struct balance {
	enum standard standard;
	size_t n;
	struct balance_item item[BALANCE_ITEMS];
};

/* "cjj92" ...; -1: no such standard. */
const char *standard_name(enum standard s);
int standard_find(const char *name, size_t len);

/* "metered" ...; "" for none. */
const char *basis_name(enum basis b);

/* How this standard defines an item that another one defines differently;
 * "" where all agree.  lang "en" or "zh". */
const char *standard_note(enum standard s, const char *item, const char *lang);

/* basis[] by item; items that have none and a value are computed. */
void balance_of_cjj(
    const struct cjj_out *c, const enum basis *basis, struct balance *out);
void balance_of_iwa(const struct iwa_out *w, enum standard s,
    const enum basis *basis, struct balance *out);

/* The item of that name, or NULL. */
const struct balance_item *
balance_find(const struct balance *b, const char *name);

/* Values rounded to `digits` decimals (of value * scale) so that the parts of
 * each item, as printed, add up to it exactly: what is measured or estimated is
 * rounded by itself (and so is the same in every standard), a sum is the sum of
 * its rounded parts, and what remains (losses, other losses, IWA's real losses)
 * is the rounded whole less the rounded rest.  v has b->n places; NaN where an
 * item has no value. */
void
balance_round(const struct balance *b, double scale, int digits, double *v);

#endif
