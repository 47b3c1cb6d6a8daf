/*
 * alarm-scan - leaks, faults, pressure: what is wrong, since when, how surely
 */
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alarmjudge.h"
#include "alarmrun.h"
#include "alarmtable.h"
#include "alarmtrial.h"
#include "alarmscore.h"
#include "column.h"
#include "input.h"
#include "num.h"
#include "store_alarm.h"
#include "store_run.h"
#include "term.h"
#include "tool.h"
#include "trialtable.h"
#include "xalloc.h"

enum {
	OPT_UPDATE = 1000,
	OPT_REPLAY,
	OPT_FAR,
	OPT_BUDGET,
	OPT_SCORE,
	OPT_RESOLUTION,
	OPT_WITHIN,
	OPT_WATCH,
	OPT_ALL,
	OPT_OPEN,
	OPT_ACK,
	OPT_SHELVE,
	OPT_UNTIL,
	OPT_TOLD,
	OPT_NOTE
};

/* Longer, an alarm is forgotten: it can be shelved again. */
enum { SHELF_DAYS = 92 };

static const struct option long_options[] = {
    {"update", no_argument, NULL, OPT_UPDATE},
    {"replay", no_argument, NULL, OPT_REPLAY},
    {"far", required_argument, NULL, OPT_FAR},
    {"budget", required_argument, NULL, OPT_BUDGET},
    {"score", no_argument, NULL, OPT_SCORE},
    {"resolution", no_argument, NULL, OPT_RESOLUTION},
    {"within", required_argument, NULL, OPT_WITHIN},
    {"watch", required_argument, NULL, OPT_WATCH},
    {"all", no_argument, NULL, OPT_ALL},
    {"open", no_argument, NULL, OPT_OPEN},
    {"ack", no_argument, NULL, OPT_ACK},
    {"shelve", no_argument, NULL, OPT_SHELVE},
    {"until", required_argument, NULL, OPT_UNTIL},
    {"told", no_argument, NULL, OPT_TOLD},
    {"note", required_argument, NULL, OPT_NOTE},
    {0},
};

static const char help[] =
    "Leaks and bursts of each zone, faults of meters and lines, pressure and "
    "other\n"
    "limits: each with its reason, and held against what happened.\n"
    "  --update         write what changed to the alarm ledger of the store\n"
    "  --replay         from the first reading, as cron would have, no ledger\n"
    "  --far N          false leak alarms wanted per zone and year (4)\n"
    "  --budget N       the N open alarms most worth a visit\n"
    "  --open, --all    open ones only; also short, merged and demand\n"
    "  --score          false and missed alarms against events, with bounds\n"
    "  --resolution     smallest leak found, by leaks put into the history\n"
    "  --within DAYS    time allowed to find one (14; --score: its length)\n"
    "  --watch FILE     points with limits of their own\n"
    "  --ack ID...      note that somebody has taken charge, with --note TEXT\n"
    "  --shelve ID...   put them aside --until DAY, with --note TEXT\n"
    "  --told ID...     note that somebody was told\n"
    "Examples:\n"
    "  alarm-scan -d city.db --update\n"
    "  alarm-scan -d city.db --budget 5 --lang zh -f table\n"
    "  alarm-scan -d city.db --replay --score --far 2 --year 2026\n";

struct opts {
	int update, replay, score, resolution, everything, open_only;
	int64_t budget, within;
	const char *far;
	const char *note;
	int act;       /* what was done about the alarms named; 0: nothing */
	int64_t until; /* day; INT64_MIN: none */
	struct watchlist watch;
	const char *watch_file;
};

static int64_t
whole(const char *name, const char *arg, int64_t lo, int64_t hi)
{
	int64_t v;

	if (num_int(arg, lo, hi, &v) < 0)
		tool_misuse("%s '%s' is not a number of %d to %d", name, arg,
		    (int)lo, (int)hi);
	return v;
}

static void
option(int c, const char *arg, void *ctx)
{
	struct opts *o = ctx;

	switch (c) {
	case OPT_UPDATE:
		o->update = 1;
		break;
	case OPT_REPLAY:
		o->replay = 1;
		break;
	case OPT_FAR:
		o->far = arg;
		break;
	case OPT_BUDGET:
		o->budget = whole("--budget", arg, 0, 1000000);
		break;
	case OPT_SCORE:
		o->score = 1;
		break;
	case OPT_RESOLUTION:
		o->resolution = 1;
		break;
	case OPT_WITHIN:
		o->within = whole("--within", arg, 1, 365);
		break;
	case OPT_WATCH:
		o->watch_file = arg;
		break;
	case OPT_ALL:
		o->everything = 1;
		break;
	case OPT_OPEN:
		o->open_only = 1;
		break;
	case OPT_ACK:
	case OPT_SHELVE:
	case OPT_TOLD:
		if (o->act != 0)
			tool_misuse("--ack, --shelve and --told are three "
				    "things");
		o->act = c;
		break;
	case OPT_UNTIL:
		if (cal_parse_day(arg, &o->until) < 0)
			tool_misuse("--until '%s' is not a day", arg);
		break;
	case OPT_NOTE:
		o->note = arg;
		break;
	}
}

static void
check_act(const struct opts *o, const struct tool_opts *t)
{
	if (o->note != NULL && o->act == 0)
		tool_misuse("--note goes with --ack, --shelve or --told");
	if (o->act != 0 && (t->db == NULL || t->nfile == 0))
		tool_misuse("--ack, --shelve and --told need the store -d, and "
			    "ids of alarms");
	if ((o->act == OPT_SHELVE) != (o->until != INT64_MIN))
		tool_misuse("--shelve goes with --until DAY");
	if (o->act == OPT_SHELVE && (o->note == NULL || *o->note == '\0'))
		tool_misuse("--shelve needs --note with the reason");
}

static void
check(const struct opts *o, const struct tool_opts *t)
{
	if (o->update && (t->db == NULL || t->nfile > 0))
		tool_misuse("--update needs the store -d alone");
	if (o->update && o->replay)
		tool_misuse("--update and --replay are two things");
	if (o->update && t->as_of != NULL)
		tool_misuse("--update is about now, not --as-of");
	if (o->update && (t->nset > 0 || o->far != NULL))
		tool_misuse("--update goes by the store's params, not by "
			    "--set or --far");
	check_act(o, t);
	if (t->explain != NULL)
		tool_misuse("the reason stands in the table: no --explain");
}

/* --- what was done about alarms --- */

/* The word for it; NULL: has said why there is none. */
static char *
act_word(const struct opts *o, struct store *s)
{
	int64_t first, last;
	char day[CAL_BUF];

	if (o->act != OPT_SHELVE)
		return xstrdup(o->act == OPT_ACK ? "acknowledged" : "notified");
	if (store_span(s, &first, &last) < 0)
		last = INT64_MIN / 2;
	if (o->until > last + 1 && o->until <= last + 1 + SHELF_DAYS)
		return alarmact_shelved(o->until);
	cal_day_text(last, day);
	warnx("--until: a day after %s, the last of the readings, and at most "
	      "%d days later",
	    day, SHELF_DAYS);
	return NULL;
}

/* Notes it for the ids, all or none.  0, or -1. */
static int
note_act(const struct opts *o, const struct tool_opts *t, struct store *s,
    const char *word, const struct alarms *l)
{
	char *who = run_user();
	int got = 0;

	for (size_t i = 0; got == 0 && i < t->nfile; i++) {
		if (strmap_get(&l->of, t->file[i]) < 0) {
			warnx("%s: there is no alarm '%s' in the ledger", t->db,
			    t->file[i]);
			got = -1;
		} else {
			got = store_act_add(
			    s, t->file[i], word, who, o->note ? o->note : "");
		}
	}
	free(who);
	return got;
}

static int
act(const struct opts *o, const struct tool_opts *t)
{
	struct store *s = store_open_rw(t->db, NULL);
	char *word = s ? act_word(o, s) : NULL;
	struct alarms l = {0};
	int status = 1;

	if (word != NULL && store_ledger_begin(s) == 0) {
		if (store_ledger_load(s, &l) == 0 &&
		    note_act(o, t, s, word, &l) == 0)
			status = store_ledger_commit(s) < 0;
		else
			store_rollback(s);
	}
	alarms_release(&l);
	free(word);
	store_close(s);
	return status;
}

struct wanted {
	const struct tool_opts *o;
	const struct network *n;
	char *zone;
};

static void
choose_zones(struct wanted *w, const struct input *in)
{
	int seen = 0;

	w->zone = xcalloc(in->n->nzone + 1, 1);
	for (size_t z = 0; z < in->n->nzone; z++)
		w->zone[z] = (char)input_wants(w->o, in, z, &seen);
}

static int
is_wanted(void *ctx, const char *zone_id)
{
	const struct wanted *w = ctx;
	long z = strmap_get(&w->n->zone_of, zone_id);

	return z < 0 ? w->o->nzone == 0 : w->zone[z];
}

/* --- trials --- */

/* By network zone; NULL: the store failed. */
static struct trial *
make_trials(const struct opts *o, const struct input *in,
    const struct wanted *w, int64_t from, int64_t to)
{
	struct trial *t = xcalloc(in->n->nzone + 1, sizeof *t);
	struct alarmevents events;
	int got = alarmevents_load(&events, in->s, in->n);

	for (size_t z = 0; got == 0 && z < in->n->nzone; z++)
		if (w->zone[z])
			got = alarmtrial(in->s, in->n, &events, z, from, to,
			    (int)o->within, &t[z]);
	alarmevents_release(&events);
	if (got < 0) {
		free(t);
		return NULL;
	}
	return t;
}

/* --- the tables --- */

static void
head(struct csvout *out, const char *table)
{
	const struct term_table *t = term_table(table);

	csvout_table(out, t->col, t->ncol);
}

static int
put_alarms(const struct opts *o, const struct tool_opts *t,
    const struct input *in, struct wanted *w, struct alarmrun *run,
    int64_t from, int64_t to, struct csvout *out)
{
	struct alarmtable table = {.n = in->n,
	    .tz = store_zone(in->s),
	    .from = from,
	    .to = to,
	    .zh = strcmp(t->lang, "zh") == 0,
	    .everything = o->everything,
	    .open_only = o->open_only,
	    .budget = (long)o->budget};
	struct alarmacts acts = {0};
	struct alarms all;
	int open;

	if (!run->fresh && store_alarmacts(in->s, &acts) < 0)
		return 1;
	alarmrun_all(run, &all);
	head(out, "alarm-scan");
	table.acts = &acts;
	open = alarmtable_put(&table, &all, is_wanted, w, out);
	alarms_release(&all);
	alarmacts_release(&acts);
	return open > 0 && t->exit_code ? 3 : 0;
}

static void
put_score(const struct input *in, const struct wanted *w, struct alarmrun *run,
    const struct trial *trial, int64_t from, int64_t to, int within,
    struct csvout *out)
{
	struct alarmjudge judge = {.n = in->n,
	    .tz = store_zone(in->s),
	    .events = &run->scan->events,
	    .wanted = w->zone,
	    .from = from,
	    .to = to,
	    .within = within,
	    .trial = trial};
	struct alarms all;

	alarmrun_all(run, &all);
	head(out, "alarm-scan --score");
	alarmjudge(&judge, &all, out);
	alarms_release(&all);
}

static int
scan(struct opts *o, const struct tool_opts *t, struct input *in,
    struct csvout *out)
{
	int within = (int)o->within, status = 1;
	struct wanted w = {.o = t, .n = in->n};
	struct trial *trial = NULL;
	struct alarmrun run = {0};
	int64_t from, to;

	if (input_days(t, in, &from, &to) < 0) {
		head(out, o->score	? "alarm-scan --score" :
			  o->resolution ? "alarm-scan --resolution" :
					  "alarm-scan");
		return 0;
	}
	o->within = within ? within : 14;
	choose_zones(&w, in);
	if (o->resolution && (trial = make_trials(o, in, &w, from, to)) == NULL)
		goto out;
	if (o->resolution && !o->score) {
		head(out, "alarm-scan --resolution");
		trialtable_put(&(struct trialtable){in->n, w.zone, trial, from,
				   to, (int)o->within},
		    out);
		status = 0;
		goto out;
	}
	if (alarmrun(&run, in->s, in->n, &o->watch, to,
		o->replay || t->nfile > 0 || t->db == NULL || t->as_of) < 0)
		goto out;
	if (o->update && alarmrun_write(&run, t->db, tool_version()) < 0)
		goto out;
	if (o->score) {
		put_score(in, &w, &run, trial, from, to, within, out);
		status = 0;
	} else {
		status = put_alarms(o, t, in, &w, &run, from, to, out);
	}
out:
	if (run.scan != NULL)
		alarmrun_release(&run);
	free(trial);
	free(w.zone);
	return status;
}

int
main(int argc, char *argv[])
{
	static const char *const tables[] = {"alarm-scan", "alarm-scan --score",
	    "alarm-scan --resolution", NULL};
	struct opts own = {.budget = -1, .until = INT64_MIN};
	const struct tool_info info = {.name = "alarm-scan",
	    .synopsis = "alarm-scan [-d STORE] [--update | --replay] [--far N] "
			"[--budget N]\n"
			"                  [--open] [--all] [--score] "
			"[--resolution] [--within DAYS]\n"
			"                  [--watch FILE] [-z ID[,ID...]] "
			"[--from DAY] [--to DAY]\n"
			"                  [--set NAME=VALUE] [FILE...]\n"
			"       alarm-scan -d STORE --ack | --told "
			"[--note TEXT] ID...\n"
			"       alarm-scan -d STORE --shelve --until DAY "
			"--note TEXT ID...",
	    .help = help,
	    .tables = tables,
	    .own = long_options,
	    .option = option,
	    .ctx = &own};
	struct tool_opts o;
	struct input in;
	struct csvout *out;
	int status;

	tool_options(argc, argv, &info, &o);
	check(&own, &o);
	if (own.act != 0)
		return tool_finish(&o, act(&own, &o));
	if (own.watch_file != NULL &&
	    watchlist_read(&own.watch, own.watch_file) < 0)
		return tool_finish(&o, 1);
	if ((status = input_open(&o, INPUT_READINGS, &in)) != 0)
		return tool_finish(&o, status);
	if (own.far != NULL && network_set(in.n, "alarm_far", own.far) < 0) {
		input_close(&in);
		return tool_finish(&o, 2);
	}
	if (input_check_zones(&o, &in) < 0) {
		input_close(&in);
		return tool_finish(&o, 1);
	}
	out = tool_out(&o);
	status = scan(&own, &o, &in, out);
	csvout_free(out);
	watchlist_release(&own.watch);
	input_close(&in);
	return tool_finish(&o, status);
}
