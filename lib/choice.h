/*
 * Which rows and points -z, --point and the days choose.
 *
 * -z names zones; a point belongs to the zones that it has an edge to, an
 * account to its zone, a bill to its account's.  Where readings are asked for,
 * -z may name a point as well.
 */
#ifndef WB_CHOICE_H
#define WB_CHOICE_H

#include "network.h"
#include "tool.h"

struct choice {
	const struct tool_opts *o; /* zones, days */
	char **point;		   /* --point; npoint 0: all */
	size_t npoint;
	struct network *n;     /* NULL: neither -z nor --point asks for it */
	struct strmap account; /* the zone's, for bills */
};

/* --point: adds the ids of a list; -1: one is empty. */
int choice_add_points(struct choice *c, const char *list);

/* Loads what is needed and looks the ids up; `network`: load it anyway;
 * `points`: -z may name points too.  0, or -1: has said why. */
int choice_load(struct choice *c, struct store *s, int network, int points);
void choice_release(struct choice *c);

/* 1 if a point, by its id, is chosen. */
int choice_point(const struct choice *c, const char *point_id);

/* 1 if a row of a table is: by its zone, point or account, and by the days of
 * its validity, period or time. */
int choice_row(const struct choice *c, const struct table *t,
    const struct store_rows *r, const struct zone *z);

#endif
