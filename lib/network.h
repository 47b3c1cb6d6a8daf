/*
 * The network as the registries describe it: zones, their meters, what holds
 * on which day.
 */
#ifndef WB_NETWORK_H
#define WB_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "store.h"
#include "strmap.h"

enum { NETWORK_GROUPS = 5 }; /* night-use groups a..e */

enum edge_role {
	EDGE_INFLOW,
	EDGE_OUTFLOW,
	EDGE_AZP,
	EDGE_CRITICAL,
	EDGE_INLET,
	EDGE_PLANT_OUTLET,
	EDGE_USER,
	EDGE_STORAGE,
	EDGE_ENERGY,
	EDGE_QUALITY
};

/* A row of `zones`; NaN or "" where not known.  Lengths km, levels m. */
struct net_zone {
	char *id, *name, *parent_id;
	long parent; /* index of the parent's first row, or -1 */
	double level, mains_km, private_km, connections, properties, population,
	    meters, rigid_pct, ground_m, icf, target_pct, frost_m, hours_supply;
	char method[16];		/* night, total_sub, both */
	int64_t from, to;		/* days of validity, half-open */
	double group_n[NETWORK_GROUPS]; /* accounts by night group, with those
					 * of the zones inside */
	int accounts; /* 1: accounts of the zone are registered */
};

struct net_point {
	char *id;
	int64_t n; /* number in the store */
	char quantity[16];
	double accuracy_pct, ground_m;
	double interval_s; /* the registry's, else found in the readings */
	double min, max;   /* in the store's unit; of a volume m3/h */
	double digits;	   /* of a totaliser */
	double factor;	   /* the store's units in one of the point's */
	char *meter_id;	   /* "" not known */
	long counter;	   /* of a flow: the point that counts the same meter's
			    * volume,      -1: none */
};

struct net_edge {
	size_t zone, point; /* indices; zone is the first row of its id */
	enum edge_role role;
	double weight, required_m;
	int64_t from, to;
	int again; /* of a user: the point has other edges as user */
};

struct net_event {
	char *zone_id, *point_id, *kind;
	int mask, mark;	    /* its effect; neither: none */
	int64_t start, end; /* instants; no end: INT64_MAX */
};

/* Lists by a key: those of key k are value[at[k]] up to value[at[k + 1]], not
 * included. */
struct net_lists {
	size_t *at, *value;
};

struct assume;

struct net_param {
	char *name, *zone_id, *value; /* zone_id "*": of this run, above all */
	int64_t from;
	double num;  /* value as a number; NaN: it is none */
	size_t next; /* the next row of the same name, + 1; 0: none */
};

struct param_rows {	    /* of a parameter */
	size_t first, last; /* its rows, + 1; 0: none */
	double num;	    /* its default as a number; NaN: none */
};

struct network {
	struct net_zone *zone; /* by id, then validity */
	size_t nzone;
	struct net_point *point;
	size_t npoint;
	struct net_edge
	    *edge; /* by zone; zone z has those from edge_at[z] up */
	size_t nedge, *edge_at;	 /* ... to, not including, edge_at[z + 1] */
	size_t *user, nuser;	 /* those that are users */
	struct net_event *event; /* those with an effect, and those of points */
	size_t nevent;
	struct net_lists zone_events, point_events; /* indices of them */
	struct net_param *param;
	size_t nparam;
	struct strmap zone_of, point_of;
	struct strmap param_at; /* of param_all; by its index: */
	struct param_rows *param_rows;
	/* what the flows and pressures are lowered by, as they are read; NULL:
	 * nothing (assume.h; input_assume) */
	const struct assume *assume;
};

/* Loads what stands in the store.  Without any zone each flow point is made a
 * zone of its own.  NULL: has said why. */
struct network *network_load(struct store *s);

/* The same without the accounts, of which there may be a million: for those who
 * ask for no night use. */
struct network *network_load_lean(struct store *s);

/* The points and their events alone, for a store whose zones and edges do not
 * fit together.  NULL: has said why. */
struct network *network_points(struct store *s);
void network_free(struct network *n);

/* 1 if a point of that quantity may have that role. */
int network_role_fits(const char *role, const char *quantity);

/* Complains that there is no such zone (no such zone or point), and says which
 * could be meant: the one of that name, else one whose id resembles it, one
 * letter and one in three apart at most. */
void network_no_zone(const struct network *n, const char *id);
void network_no_point(const struct network *n, const char *id);

/* A parameter for this run, above all others.  0, or -1: has said why. */
int network_set(struct network *n, const char *name, const char *value);

/* The row of the zone (any of its rows) that holds on a day, or NULL. */
const struct net_zone *
network_zone(const struct network *n, size_t zone, int64_t day);

/* 1 if zone `inner` is `outer` or lies in it. */
int network_inside(const struct network *n, size_t inner, size_t outer);

/* 1 if the row is the first of its id. */
int network_first(const struct network *n, size_t zone);

/* The value of a parameter for a zone and day, as text, as a number (NaN:
 * none), as seconds of the clock.  NULL zone -1: without a zone. */
const char *network_param(
    const struct network *n, const char *name, long zone, int64_t day);
double
network_num(const struct network *n, const char *name, long zone, int64_t day);
/* The row that says so; NULL: none, it is the default. */
const struct net_param *network_param_row(
    const struct network *n, const char *name, long zone, int64_t day);

/* The days around one between which no parameter changes, half-open. */
void network_settled(
    const struct network *n, int64_t day, int64_t *from, int64_t *to);

int32_t network_clock(
    const struct network *n, const char *name, long zone, int64_t day);

/* Indices of the events that may concern a zone: those with an effect, of
 * whenever; and of those of a point, or of everywhere.  In order. */
struct net_events {
	const size_t *i;
	size_t n;
};
struct net_events network_zone_events(const struct network *n, size_t zone);
struct net_events network_point_events(const struct network *n, size_t point);

/* 1 if an event of that effect concerns the zone between two instants. */
int network_event_hits(const struct network *n, const struct net_event *e,
    size_t zone, int64_t from, int64_t to);

/* 1 if an event of the point itself, shut or worked at between two instants
 * (kind valve or shutdown), makes its zero a flow. */
int network_closed(const struct network *n, const struct net_point *p,
    int64_t from, int64_t to);

/* 1 for an event (kind meter_fault or other, of a point) across which a
 * totaliser is not the same. */
int network_changes_meter(const struct net_event *e);

/* The points' indices in order of their ids; to be freed. */
size_t *network_points_by_id(const struct network *n);

/* 1 if the point tells a flow: measures it, or counts its volume. */
int network_flows(const struct net_point *p);

/* Appends the number of a point, and of its meter's counter, to number[0..*n),
 * which grows: as store_ahead wants them. */
int64_t *network_number(
    const struct network *n, size_t point, int64_t *number, size_t *count);

/* The interval of a point, seconds; an hour where nothing is known. */
int32_t network_interval(const struct net_point *p);

#endif
