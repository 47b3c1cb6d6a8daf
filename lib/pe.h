/*
 * The tables of pressure-eval, one function each: they read zone by zone and
 * print.  What they compute is in presspoint, zonen1, zonewhatif, zonebursts
 * and zonetrial.
 */
#ifndef WB_PE_H
#define WB_PE_H

#include "column.h"
#include "input.h"
#include "profile.h"
#include "zonen1.h"

enum pe_by { PE_WHOLE, PE_DAY, PE_MONTH, PE_QUARTER, PE_YEAR };

struct pe_opts {
	enum pe_by by;
	int64_t base_from, base_to; /* days; INT64_MIN: none */
	struct profile profile;
	int slots;		  /* of --search; 0: the profile is given */
	struct zonen1_step *step; /* of a pressure test; instants */
	size_t nstep;
	int64_t test_from, test_to; /* tightness; instants, INT64_MIN: none */
};

struct pe {
	struct input *in;
	const struct tool_opts *o;
	const struct pe_opts *p;
	struct csvout *out;
	int64_t from, to;
	int found; /* 1: something for --exit-code */
};

/* Each prints its table; an exit status, has said why where it is not 0. */
int pe_points(struct pe *pe);
int pe_zones(struct pe *pe);
int pe_compare(struct pe *pe);
int pe_screen(struct pe *pe);
int pe_azp(struct pe *pe);
int pe_n1(struct pe *pe);
int pe_whatif(struct pe *pe);
int pe_measures(struct pe *pe);
int pe_bursts(struct pe *pe);
int pe_model(struct pe *pe);
int pe_trial(struct pe *pe);

/* --- shared by them --- */

/* Begins a table of the dictionary. */
void pe_table(struct pe *pe, const char *name);

/* Calls fn for every zone that is asked for, in order, until it returns other
 * than 0, which is then the answer. */
typedef int (*pe_zone)(struct pe *pe, size_t zone, void *ctx);
int pe_each_zone(struct pe *pe, pe_zone fn, void *ctx);

/* The end of the part of [from, to) that begins at from. */
int64_t pe_period(enum pe_by by, int64_t from, int64_t to);

/* Notes as found a qualification rate (%; NaN: none) below qualified_min_pct of
 * the zone (-1: of none), and negative pressure. */
void
pe_judge(struct pe *pe, long zone, double qualified_pct, double negative_h);

/* zone_id, from, to. */
void pe_put_zone(struct pe *pe, size_t zone, int64_t from, int64_t to);
void pe_put_day(struct pe *pe, int64_t day);

#endif
