#include "whyrun.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "replay.h"
#include "say.h"
#include "table.h"
#include "term.h"
#include "whybalance.h"
#include "whycell.h"
#include "whyexplain.h"
#include "whynight.h"
#include "xalloc.h"

/* --- what is not there --- */

long
whyrun_zone(const struct network *n, const char *id)
{
	long z = strmap_get(&n->zone_of, id);

	for (size_t i = 0; z < 0 && i < n->nzone; i++)
		if (*id != '\0' ? strcmp(n->zone[i].name, id) == 0 :
				  n->zone[i].parent < 0)
			z = strmap_get(&n->zone_of, n->zone[i].id);
	return z;
}

static long
find_zone(const struct network *n, const char *id)
{
	long z = whyrun_zone(n, id);

	if (z < 0 && n->nzone > 0)
		network_no_zone(n, id);
	else if (z < 0)
		warnx("there is no zone '%s', nor any other", id);
	return z;
}

static int
has_column(const struct term_table *t, const char *col)
{
	for (size_t k = 0; k < t->ncol; k++)
		if (strcmp(t->col[k], col) == 0)
			return 1;
	return 0;
}

/* The programs whose tables have a column, each once; "": none. */
static void
programs_with(const char *col, char *buf, size_t size)
{
	const struct term_table *t;

	*buf = '\0';
	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++) {
		char program[32];
		size_t n = strlen(buf);

		snprintf(program, sizeof program, "%.*s",
		    (int)strcspn(t->name, " "), t->name);
		if (has_column(t, col) && strstr(buf, program) == NULL)
			snprintf(
			    buf + n, size - n, "%s%s", n ? ", " : "", program);
	}
}

static int
no_figure(const char *name, const struct nearest *meant)
{
	char programs[200], hint[NEAREST_HINT];

	programs_with(name, programs, sizeof programs);
	if (*programs != '\0')
		warnx("'%s' is no figure of nightflow or waterbalance; tables "
		      "that have it: %s (their pages explain it)",
		    name, programs);
	else
		warnx("there is no figure '%s'%s", name,
		    nearest_hint(meant, hint));
	return 1;
}

/* --- one figure of a row --- */

/* What the cell says, and whether the store still says so. */
static void
compare(const struct whyrun *r, const struct why_what *what, const char *name,
    struct trail *t)
{
	const struct whycell *c = r->cell;
	const struct term *term = term_find(name);
	double is, now = what->v;
	int digits = term && term->digits > 0 ? term->digits : 4;
	char b[NUM_BUF];

	if (c->bound != 0 && what->bound != NULL)
		now = c->bound == 'l' ? bound_lo(what->bound) :
					bound_hi(what->bound);
	if (num_parse(c->value, &is) < 0)
		trail_add(t, TRAIL_CELL, r->text, c->value, "", "%s", "");
	else if (fabs(is - now) <= 0.51 * pow(10, -digits))
		trail_num(t, TRAIL_CELL, r->text, is, digits, "",
		    "%sas the store has it",
		    c->bound ? trail_tr(t, "a 95 % bound; ") : "");
	else
		trail_num(t, TRAIL_CELL, r->text, is, digits, "",
		    "the store now gives %s: data came since, or settings "
		    "changed (--as-of shows what was known then)",
		    *num_fixed(now, digits, b) ? b : trail_tr(t, "no value"));
}

static int
tell(const struct whyrun *r, const struct why *w, const char *asked,
    struct trail *t)
{
	const struct replay how = {r->tool->db, r->tool->as_of};
	char reason[REPLAY_REASON];
	const char *why, *name = whyask_figure(asked, &why);

	if (r->replay) {
		if (*why != '\0')
			snprintf(reason, sizeof reason,
			    tr("it is a %s of %s, which can be"), tr(why),
			    name);
		else if (replay(r->tool->fp, w, name, &how, reason) == 0)
			return 0;
		warnx("%s cannot be replayed: %s", asked, reason);
		return 1;
	}
	if (r->cell != NULL && *r->cell->value != '\0') {
		struct why_what what = w->what(w, name);

		compare(r, &what, name, t);
	}
	if (*why != '\0')
		trail_add(t, TRAIL_CELL, asked, "", "",
		    strcmp(why, "bound") == 0 ? "a 95 %% bound of %s" :
						"says something of %s",
		    name);
	return whyexplain(w, name, t) < 0;
}

static int
night(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	struct input in;
	struct zonenight_work *work;
	struct zonenight zn;
	struct why w;
	int status = input_open(r->tool, INPUT_READINGS, &in), got;
	long z;

	if (status != 0)
		return status;
	if ((z = find_zone(in.n, ask->zone)) < 0) {
		input_close(&in);
		return 1;
	}
	work = zonenight_new(in.s, in.n);
	got = zonenight_day(work, (size_t)z, ask->from, &zn);
	if (got == 0)
		warnx("zone '%s' does not hold on that day", ask->zone);
	if (got > 0) {
		w = whynight(in.s, in.n, (size_t)z, &zn);
		w.files = &r->files;
		status = tell(r, &w, ask->name, t);
	}
	zonenight_free(work);
	input_close(&in);
	return got > 0 ? status : 1;
}

static int
tell_balance(const struct whyrun *r, struct balance_run *run, size_t zone,
    const struct whyask *ask, struct trail *t)
{
	struct balance_rows rows = {0};
	struct whybalance b;
	struct why w;
	const char *why, *name = whyask_figure(ask->name, &why);
	int status = balance_zone(run, zone, &rows) < 0;

	if (status == 0 && !rows.held) {
		warnx("zone '%s' does not hold in that period", ask->zone);
		status = 1;
	}
	if (status == 0)
		status = whybalance(run, zone, &rows, &b, &w) < 0;
	w.files = &r->files;
	if (status == 0 && w.what(&w, name).kind == WHY_NONE) {
		struct nearest meant = nearest_to(name);

		if (ask->to - ask->from == 1)
			whynight_nearest(&meant);
		whybalance_nearest(&b, &meant);
		status = no_figure(ask->name, &meant);
	} else if (status == 0)
		status = tell(r, &w, ask->name, t);
	balance_rows_release(&rows, 1);
	return status;
}

static int
balance(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	struct balance_opts o = {
	    .tool = r->tool, .nstandard = 1, .edition = 2018};
	struct balance_run run;
	char name[SPAN_NAME];
	int status, standard = standard_find(r->standard, strlen(r->standard));
	long z;

	o.standard[0] = (enum standard)standard;
	span_name(ask->from, ask->to, name);
	spans_add(&o.periods, ask->from, ask->to, name);
	if ((status = balance_open(&run, &o)) == 0) {
		z = find_zone(run.in.n, ask->zone);
		status = z < 0 ? 1 : tell_balance(r, &run, (size_t)z, ask, t);
	}
	balance_close(&run);
	spans_release(&o.periods);
	return status;
}

int
whyrun_figure(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	const char *why, *name = whyask_figure(ask->name, &why);
	int of_night = whynight_has(name);

	if (of_night && ask->to - ask->from == 1)
		return night(r, ask, t);
	if (of_night && strcmp(name, "coverage") != 0 &&
	    strcmp(name, "ili") != 0 && strcmp(name, "azp_m") != 0) {
		warnx("%s is a figure of one day: ask for %s,DAY,%s", name,
		    ask->zone, name);
		return 1;
	}
	return balance(r, ask, t);
}

/* --- a cell --- */

/* Tables of other programs have their explanations there. */
static int
elsewhere(const struct whyrun *r, const struct whycell *c)
{
	int n = (int)strcspn(c->table, " ");

	if (strcmp(c->table, "loss-econ") == 0)
		warnx("%s: %s of the table loss-econ: loss-econ --explain %s "
		      "explains it",
		    r->text, c->name, c->zone);
	else
		warnx("%s: %s of the table %s: the page of %.*s explains it",
		    r->text, c->name, c->table, n, c->table);
	return 1;
}

static int
tell_cell(const struct whyrun *r, struct whycell *c, struct trail *t)
{
	struct whyask ask = {
	    .zone = c->zone, .name = c->name, .from = c->from, .to = c->to};
	struct whyrun run = *r;

	run.cell = c;
	if (*c->standard != '\0')
		run.standard = c->standard;
	if (strcmp(c->table, "alarm-scan") == 0)
		return whyrun_alarm(&run, &ask, t);
	if (strcmp(c->table, "nightflow") != 0 &&
	    strncmp(c->table, "waterbalance", 12) != 0)
		return elsewhere(r, c);
	if (c->from == INT64_MIN) {
		warnx("%s: the workbook does not say of which period it is",
		    r->text);
		return 1;
	}
	return whyrun_figure(&run, &ask, t);
}

static long
find_sheet(const struct whyrun *r, const struct book *b, const char *name)
{
	long at = book_find(b, name);
	struct nearest meant = nearest_to(name);
	char hint[NEAREST_HINT];

	for (size_t i = 0; at < 0 && i < book_sheets(b); i++)
		nearest_try(&meant, book_name(b, i));
	if (at < 0)
		warnx("%s: there is no sheet '%s'%s", r->text, name,
		    nearest_hint(&meant, hint));
	return at;
}

int
whyrun_cell(const struct whyrun *r, const struct whyask *ask, struct trail *t)
{
	struct whycell c = {.from = INT64_MIN};
	struct book_sheet s = {0};
	struct book *b = book_open(ask->book);
	const char *wrong;
	long at;
	int status = 1;

	if (b != NULL && (at = find_sheet(r, b, ask->sheet)) >= 0 &&
	    whycell_period(b, &c.from, &c.to) > -2 &&
	    book_sheet(b, (size_t)at, &s) == 0) {
		wrong = whycell_find(&s, ask->row, ask->col, &c);
		if (wrong != NULL)
			warnx("%s: %s", r->text, tr(wrong));
		else
			status = tell_cell(r, &c, t);
	}
	book_sheet_release(&s);
	book_free(b);
	return status;
}
