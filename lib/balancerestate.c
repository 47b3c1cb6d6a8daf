#include "balancerestate.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "balancetable.h"
#include "column.h"
#include "num.h"
#include "xalloc.h"

enum { REPORT_DAYS = 5 }; /* after the period, the day of its report */
enum { RATES = 6, FIGURES = BALANCE_ITEMS + RATES };

struct figures { /* of a zone, period and standard */
	char *zone;
	size_t period, standard;
	const char *name[FIGURES];
	double v[FIGURES];
	size_t n;
};

struct state { /* as of an import */
	struct figures *f;
	size_t n, cap;
};

struct move {
	const struct figures *first; /* as it was reported */
	size_t figure;
	double before, after;
	size_t import; /* index in the ledger */
};

struct restate {
	const struct balance_opts *o;
	struct store_import *im;
	size_t nim;
	struct state first, last;
	struct move *move;
	size_t nmove, cap;
};

/* --- the ledger --- */

/* How many imports there were at the end of a local day. */
static size_t
imports_by_day(const struct restate *r, const struct zone *tz, int64_t day)
{
	time_t end = (time_t)zone_midnight(tz, day + 1);
	char text[32];
	struct tm tm;
	size_t n = 0;

	gmtime_r(&end, &tm);
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	while (n < r->nim && strcmp(r->im[n].at, text) < 0)
		n++;
	return n;
}

/* The index of the last import that the report knew; -1: has said why. */
static long
find_first(const struct restate *r, const struct zone *tz)
{
	const char *as_of = r->o->tool->as_of;
	int64_t day = r->o->periods.p[0].to + REPORT_DAYS - 1, id;
	size_t n = 0;

	if (as_of != NULL && num_int(as_of, 1, STORE_IMPORT_MAX, &id) == 0) {
		while (n < r->nim && r->im[n].id <= id)
			n++;
	} else {
		if (as_of != NULL && cal_parse_day(as_of, &day) < 0) {
			warnx("--as-of '%s' is neither an import nor a day",
			    as_of);
			return -1;
		}
		n = imports_by_day(r, tz, day);
	}
	if (n == 0)
		warnx("%s: nothing was imported when the period was reported: "
		      "say with --as-of IMPORT|DAY when that was",
		    r->o->tool->db);
	return (long)n - 1;
}

/* 1 if the import can move a figure of the periods. */
static int
can_matter(const struct restate *r, const struct store_import *im,
    const struct zone *tz)
{
	if (strcmp(im->table, STORE_COMPACTION) == 0)
		return 0;
	if (strcmp(im->table, "readings") != 0 || im->first == INT64_MIN)
		return 1;
	for (size_t i = 0; i < r->o->periods.n; i++)
		if (im->first < zone_midnight(tz, r->o->periods.p[i].to) &&
		    im->last >= zone_midnight(tz, r->o->periods.p[i].from))
			return 1;
	return 0;
}

/* --- a state --- */

static void
add_figures(struct state *st, const char *zone, size_t period, size_t standard,
    const struct zonekpi *k)
{
	const struct {
		const char *name;
		double v;
	} rate[RATES] = {{"rwl_pct", k->rwl_pct.v}, {"rn_pct", k->cjj.rn_pct},
	    {"rbl_pct", k->cjj.rbl_pct.v}, {"nrw_m3", k->nrw_m3.v},
	    {"nrw_pct", k->nrw_pct.v}, {"ili", k->ind.ili.v}};
	struct figures *f;

	st->f = xgrow(st->f, st->n, &st->cap, sizeof *st->f);
	f = &st->f[st->n++];
	*f = (struct figures){
	    .zone = xstrdup(zone), .period = period, .standard = standard};
	for (size_t i = 0; i < k->b.n; i++) {
		f->name[f->n] = k->b.item[i].name;
		f->v[f->n++] = k->b.item[i].m3.v;
	}
	for (int i = 0; i < RATES; i++) {
		f->name[f->n] = rate[i].name;
		f->v[f->n++] = rate[i].v;
	}
}

static int
add_zones(struct balance_run *run, struct state *st)
{
	const struct balance_opts *o = run->o;
	struct balance_rows *rows = xcalloc(o->periods.n, sizeof *rows);
	int seen = 0, got = 0;

	for (size_t z = 0; got == 0 && z < run->in.n->nzone; z++) {
		if (!input_wants(o->tool, &run->in, z, &seen))
			continue;
		got = balance_zone(run, z, rows);
		for (size_t p = 0; got == 0 && p < o->periods.n; p++)
			for (size_t s = 0; rows[p].held && s < o->nstandard;
			     s++)
				add_figures(st, run->in.n->zone[z].id, p, s,
				    &rows[p].k[s]);
		balance_rows_release(rows, o->periods.n);
	}
	free(rows);
	return got;
}

static void
state_release(struct state *st)
{
	for (size_t i = 0; i < st->n; i++)
		free(st->f[i].zone);
	free(st->f);
	*st = (struct state){0};
}

static int
state_load(const struct restate *r, int64_t import, struct state *st)
{
	struct tool_opts tool = *r->o->tool;
	struct balance_opts o = *r->o;
	struct balance_run run;
	char text[24];
	int status;

	snprintf(text, sizeof text, "%" PRId64, import);
	tool.as_of = text;
	o.tool = &tool;
	status = balance_open(&run, &o);
	if (status == 0)
		status = add_zones(&run, st) < 0;
	balance_close(&run);
	return status;
}

/* --- moves --- */

static const struct figures *
find(const struct state *st, const struct figures *of)
{
	for (size_t i = 0; i < st->n; i++)
		if (st->f[i].period == of->period &&
		    st->f[i].standard == of->standard &&
		    strcmp(st->f[i].zone, of->zone) == 0)
			return &st->f[i];
	return NULL;
}

/* As they are printed, with four decimals. */
static int
differs(double a, double b)
{
	if (isnan(a) || isnan(b))
		return isnan(a) != isnan(b);
	return round(a * 1e4) != round(b * 1e4);
}

static void
add_moves(struct restate *r, const struct state *next, size_t import)
{
	for (size_t i = 0; i < r->first.n; i++) {
		const struct figures *f = &r->first.f[i];
		const struct figures *a = find(&r->last, f);
		const struct figures *b = find(next, f);

		for (size_t k = 0; k < f->n; k++) {
			double before = a ? a->v[k] : NAN;
			double after = b ? b->v[k] : NAN;

			if (!differs(before, after))
				continue;
			r->move =
			    xgrow(r->move, r->nmove, &r->cap, sizeof *r->move);
			r->move[r->nmove++] =
			    (struct move){f, k, before, after, import};
		}
	}
}

static void
put_move(const struct restate *r, struct csvout *out, const struct move *m)
{
	const struct span *p = &r->o->periods.p[m->first->period];
	const struct store_import *im = &r->im[m->import];
	const struct figures *now = find(&r->last, m->first);

	balancetable_key(out, m->first->zone, p->from, p->to,
	    r->o->standard[m->first->standard]);
	csvout_text(out, m->first->name[m->figure]);
	column_num(out, "volume_m3", m->first->v[m->figure]);
	column_num(out, "volume_m3", m->before);
	column_num(out, "volume_m3", m->after);
	column_num(out, "volume_m3", m->after - m->before);
	column_num(out, "volume_m3", now ? now->v[m->figure] : NAN);
	csvout_int(out, im->id);
	csvout_text(out, im->source);
	csvout_text(out, im->at);
	csvout_row(out);
}

/* Figure by figure, each with its imports in order. */
static void
put_moves(const struct restate *r, struct csvout *out)
{
	for (size_t i = 0; i < r->first.n; i++)
		for (size_t k = 0; k < r->first.f[i].n; k++)
			for (size_t m = 0; m < r->nmove; m++)
				if (r->move[m].first == &r->first.f[i] &&
				    r->move[m].figure == k)
					put_move(r, out, &r->move[m]);
}

static int
follow(struct restate *r, const struct zone *tz, size_t first)
{
	int status = state_load(r, r->im[first].id, &r->first);

	if (status == 0)
		status = state_load(r, r->im[first].id, &r->last);
	for (size_t i = first + 1; status == 0 && i < r->nim; i++) {
		struct state next = {0};

		if (!can_matter(r, &r->im[i], tz))
			continue;
		if ((status = state_load(r, r->im[i].id, &next)) == 0)
			add_moves(r, &next, i);
		state_release(&r->last);
		r->last = next;
	}
	return status;
}

int
balance_restate(const struct balance_opts *o, struct csvout *out)
{
	struct restate r = {.o = o};
	struct store *s = store_open(o->tool->db);
	struct zone *tz;
	long first;
	int status = 1;

	if (s == NULL)
		return 1;
	r.nim = store_imports(s, &r.im);
	tz = zone_new(zone_name(store_zone(s)));
	store_close(s);
	if ((first = find_first(&r, tz)) >= 0)
		status = follow(&r, tz, (size_t)first);
	if (status == 0)
		put_moves(&r, out);
	state_release(&r.first);
	state_release(&r.last);
	store_imports_free(r.im, r.nim);
	free(r.move);
	zone_free(tz);
	return status;
}
