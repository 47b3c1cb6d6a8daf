/*
 * A pressure point's state over a period: readings, registry, parameters and
 * events come together and become the statistics of pressstat.h.
 *
 * The requirement is the edge's required_m, else service_m; a plant outlet has
 * none unless its edge says so.  Time that an event with effect `mask` covers
 * is left out of everything, the qualification rate included: such an event is
 * how force majeure is marked.  It is one of the point itself, of its zone or
 * one around it, or of no place at all.
 */
#ifndef WB_PRESSPOINT_H
#define WB_PRESSPOINT_H

#include "network.h"
#include "pressstat.h"

struct presspoint {
	size_t point;		  /* index in the network */
	const struct net_edge *e; /* NULL: of no zone */
	double required;	  /* m; NaN: none */
	struct press_stat s;
	unsigned found;	  /* validate_flag of readings left out */
	char events[128]; /* kinds of the events that mask */
};

struct presspoint_work;

struct presspoint_work *
presspoint_new(struct store *s, const struct network *n);
void presspoint_free(struct presspoint_work *w);

/* One point over days [from, to), of these the ones on which its edge holds.
 * Without an edge parameters are those of no zone.  1: *out is filled; 0: the
 * edge holds on none of the days; -1: the store failed, has said why. */
int presspoint_read(struct presspoint_work *w, size_t point,
    const struct net_edge *e, int64_t from, int64_t to, struct presspoint *out);

/* What is required at a point on a day. */
double presspoint_required(
    const struct network *n, const struct net_edge *e, int64_t day);

/* 1 if an event that masks hits the point between two instants. */
int presspoint_masked(const struct network *n, size_t point,
    const struct net_edge *e, int64_t from, int64_t to);

/* The words of the flags, blank between them; static until the next call. */
const char *presspoint_words(const struct presspoint *p);

/* "azp", "critical" ...; "" for none. */
const char *presspoint_role(const struct net_edge *e);

#endif
