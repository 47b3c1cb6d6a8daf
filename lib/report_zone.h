/*
 * Zones of a report: those that have figures, as the registry has them inside
 * each other, parents first.
 */
#ifndef WB_REPORT_ZONE_H
#define WB_REPORT_ZONE_H

#include "report_part.h"

struct rzone {
	const char *id, *name, *owner;
	int depth; /* 0: the whole system */
};

/* The zones of the registry as a tree, then those that only the table f names;
 * those without a row there are left out. */
void report_find_zones(struct report *r, const struct frame *f);

/* Index of a zone by its id, or -1. */
long report_zone(const struct report *r, const char *id);

/* Does no other zone of the report lie in it? */
int report_is_leaf(const struct report *r, size_t zone);

/* "name (id)", to be freed. */
char *report_zone_name(const struct rzone *z);

#endif
