/*
 * All zones and periods of loss-econ: their parameters, ranks and advice, and
 * the tables that show them.
 *
 * Zones are ranked among those of their level and period, for a zone and the
 * zones inside it are the same pipes.  Keys, the greatest first:
 *
 *     payback      benefit/cost, which is 12/payback
 *     recoverable  m3/d
 *     enf_km       excess night flow by km, m3/h/km
 *     espb         equivalent bursts
 *     ili
 *     score        of these five, by weights (econscore.h)
 */
#ifndef WB_ECONRUN_H
#define WB_ECONRUN_H

#include "advice.h"
#include "econdata.h"
#include "econrank.h"
#include "econtold.h"

enum econ_key {
	KEY_PAYBACK,
	KEY_RECOVERABLE,
	KEY_ENF_KM,
	KEY_ESPB,
	KEY_ILI,
	KEY_SCORE,
	ECON_KEYS
};

/* "payback" ...; ECON_KEYS: no such key. */
extern const char *const econ_key_names[ECON_KEYS];
enum econ_key econ_key_find(const char *name);

struct econ_opts {
	enum econ_key by;
	double weight[KEY_SCORE]; /* of the score */
	unsigned seed;
	size_t draws;
	int bounds, above_uarl;
	double lower_m;	   /* of the option pressure; NaN: none */
	double budget;	   /* yuan a year; NaN: no limit */
	const char *rules; /* file; NULL: those built in */
};

struct econ_row {
	size_t zone;
	const struct span *period;
	struct econ_in in;
	struct econ_told told;
	struct econ e;
	struct bound key;
	struct econrank rank;
	char *tied; /* ids of the zones, blanks between */
};

struct econrun {
	struct econdata d;
	const struct econ_opts *p;
	struct advice advice;
	struct econ_row *row; /* by zone, then period */
	size_t nrow;
};

/* Reads, computes and ranks.  0, or the exit status: has said why. */
int
econrun_open(struct econrun *r, struct tool_opts *o, const struct econ_opts *p);
void econrun_close(struct econrun *r);

struct econ_group { /* rows that are ranked together */
	struct econ_row **row;
	size_t n;
};

/* Those of row i, itself among them; row to be freed. */
struct econ_group econrun_group(const struct econrun *r, size_t i);

const char *econrun_zone(const struct econrun *r, const struct econ_row *row);

/* A figure by its name, for the advice (advice_facts); ctx, an econ_row, may be
 * NULL: only whether there is such a name. */
double econrun_value(const void *ctx, const char *name, int *known);

/* NaN for none. */
double econrun_rank_number(size_t rank);

/* The tables. */
void econrun_table(const struct econrun *r, struct csvout *out);
void econrun_surveys(const struct econrun *r, struct csvout *out);
/* -1: the store failed, has said why. */
int econrun_options(struct econrun *r, struct csvout *out);
int econrun_repairs(struct econrun *r, struct csvout *out);
void econrun_ranks(const struct econrun *r, struct csvout *out);
void econrun_explain(const struct econrun *r, FILE *fp);

/* zone_id, from, to: what every table begins with. */
void econrun_key(
    const struct econrun *r, const struct econ_row *row, struct csvout *out);

/* rank, rank_lo, rank_hi. */
void econrun_rank(struct csvout *out, const struct econrank *k);

#endif
