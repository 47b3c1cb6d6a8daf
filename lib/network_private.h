/*
 * What the files of the network share: network_load.c reads the registries,
 * network_event.c knows which events concern what,
 * network_interval.c finds what they do not tell, network_param.c has the
 * parameters, network.c the rest that is asked.
 */
#ifndef WB_NETWORK_PRIVATE_H
#define WB_NETWORK_PRIVATE_H

#include "network.h"

/* The intervals that the registry is silent about; 0, or -1: has said why. */
int network_find_intervals(struct network *n, struct store *s);

/* After the edges. */
void network_index_events(struct network *n);
void network_lists_free(struct net_lists *l);

/* Makes the names of the parameters and their defaults known, first of all. */
void network_know_params(struct network *n);

void network_add_param(struct network *n, const char *name, const char *zone_id,
    const char *value, int64_t from);

#endif
