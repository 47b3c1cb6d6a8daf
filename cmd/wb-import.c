/*
 * wb-import - exports, registries and bills into the store
 */
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "intake.h"
#include "num.h"
#include "quality.h"
#include "sniff.h"
#include "store_backup.h"
#include "term.h"
#include "tool.h"
#include "xalloc.h"

enum {
	OPT_MAP = 1000,
	OPT_MAX_REJECTS,
	OPT_REJECTS,
	OPT_NEW_POINTS,
	OPT_FUTURE,
	OPT_LIST,
	OPT_INIT,
	OPT_TZ,
	OPT_SHOW,
	OPT_RETRACT,
	OPT_DRY_RUN,
	OPT_COMPACT,
	OPT_MIGRATE,
	OPT_WAIT,
	OPT_JOURNAL,
	OPT_CHECK,
	OPT_PRINT_MAP,
	OPT_SNIFF,
	OPT_BACKUP
};

static const struct option long_options[] = {
    {"map", required_argument, NULL, OPT_MAP},
    {"max-rejects", required_argument, NULL, OPT_MAX_REJECTS},
    {"rejects", required_argument, NULL, OPT_REJECTS},
    {"new-points", no_argument, NULL, OPT_NEW_POINTS},
    {"future", no_argument, NULL, OPT_FUTURE},
    {"list", no_argument, NULL, OPT_LIST},
    {"init", no_argument, NULL, OPT_INIT},
    {"tz", required_argument, NULL, OPT_TZ},
    {"show", required_argument, NULL, OPT_SHOW},
    {"retract", required_argument, NULL, OPT_RETRACT},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {"compact", no_argument, NULL, OPT_COMPACT},
    {"migrate", no_argument, NULL, OPT_MIGRATE},
    {"wait", required_argument, NULL, OPT_WAIT},
    {"check", no_argument, NULL, OPT_CHECK},
    {"journal", required_argument, NULL, OPT_JOURNAL},
    {"print-map", no_argument, NULL, OPT_PRINT_MAP},
    {"sniff", required_argument, NULL, OPT_SNIFF},
    {"backup", required_argument, NULL, OPT_BACKUP},
    {0},
};

static const char help[] =
    "Imports tables into the store, each file whole or not at all.\n"
    "TABLE: zones points edges readings accounts bills balance events pipes "
    "params\n"
    "  --init           make the store        --tz ZONE  in this time zone\n"
    "  --map FILE       how a foreign export becomes the table\n"
    "  --sniff FILE     propose such a mapping, with reasons; imports nothing\n"
    "  --print-map      every value of the mapping and where it comes from\n"
    "  --max-rejects N|P%   rows that may be refused (1%)\n"
    "  --rejects FILE   where they go (STORE.rejects-ID.csv)\n"
    "  --new-points     readings of an unknown point register it\n"
    "  --dry-run        what would come in    --future   readings ahead of "
    "the clock, too\n"
    "  --list           the imports so far    --show ID  one of them\n"
    "  --retract ID     take an import back; nothing is deleted\n"
    "  --check          how good the data are, per table and feed, as CSV\n"
    "  --compact        merge what several imports left of the days before "
    "--to\n"
    "  --backup FILE    copy the store, in use or not, and check the copy\n"
    "  --migrate        bring an older store up to date\n"
    "  --journal rollback|wal   wal: readers never wait for an import\n"
    "  --wait S         for another writer, so many seconds (10)\n"
    "Examples:\n"
    "  wb-import -d city.db --init --tz Asia/Shanghai\n"
    "  wb-import -d city.db zones zones.csv\n"
    "  wb-import -d city.db --list\n";

struct own {
	const char *map, *tz, *sniff, *backup;
	int list, init, print_map;
	int check, compact, migrate;
	int wal; /* -1: as it is */
	int wait_ms;
	int64_t show, retract; /* 0: no */
	struct intake_opts in;
};

static void
max_rejects(struct own *own, const char *arg)
{
	char text[32];
	size_t n = strlen(arg);

	own->in.percent = n > 0 && arg[n - 1] == '%';
	snprintf(
	    text, sizeof text, "%.*s", (int)(n - (size_t)own->in.percent), arg);
	if (num_parse(text, &own->in.max_rejects) < 0 ||
	    own->in.max_rejects < 0)
		tool_misuse("--max-rejects '%s' is neither N nor P%%", arg);
}

static int64_t
import_number(const char *name, const char *arg)
{
	int64_t id;

	if (num_int(arg, 1, STORE_IMPORT_MAX, &id) < 0)
		tool_misuse(
		    "--%s '%s' is not the number of an import", name, arg);
	return id;
}

static int
wait_ms(const char *arg)
{
	enum { DAY_S = 86400 };
	double s;

	if (num_parse(arg, &s) < 0 || s < 0 || s > DAY_S)
		tool_misuse("--wait '%s' is not a number of seconds, 0 to %d",
		    arg, DAY_S);
	return (int)(s * 1000);
}

static int
journal(const char *arg)
{
	if (strcmp(arg, "wal") != 0 && strcmp(arg, "rollback") != 0)
		tool_misuse("--journal '%s' is neither rollback nor wal", arg);
	return strcmp(arg, "wal") == 0;
}

static void
option(int c, const char *arg, void *ctx)
{
	struct own *own = ctx;

	switch (c) {
	case OPT_MAP:
		own->map = arg;
		break;
	case OPT_MAX_REJECTS:
		max_rejects(own, arg);
		break;
	case OPT_REJECTS:
		own->in.rejects = arg;
		break;
	case OPT_NEW_POINTS:
		own->in.new_points = 1;
		break;
	case OPT_FUTURE:
		own->in.latest = 0;
		break;
	case OPT_LIST:
		own->list = 1;
		break;
	case OPT_INIT:
		own->init = 1;
		break;
	case OPT_TZ:
		own->tz = arg;
		break;
	case OPT_SHOW:
		own->list = 1;
		own->show = import_number("show", arg);
		break;
	case OPT_RETRACT:
		own->retract = import_number("retract", arg);
		break;
	case OPT_DRY_RUN:
		own->in.dry_run = 1;
		break;
	case OPT_CHECK:
		own->check = 1;
		break;
	case OPT_COMPACT:
		own->compact = 1;
		break;
	case OPT_MIGRATE:
		own->migrate = 1;
		break;
	case OPT_WAIT:
		own->wait_ms = wait_ms(arg);
		break;
	case OPT_JOURNAL:
		own->wal = journal(arg);
		break;
	case OPT_SNIFF:
		own->sniff = arg;
		break;
	case OPT_BACKUP:
		own->backup = arg;
		break;
	case OPT_PRINT_MAP:
		own->print_map = 1;
		break;
	}
}

static void
put_instant(struct csvout *out, const struct zone *z, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(out, t == INT64_MIN ? "" : cal_instant_text(z, t, buf));
}

static void
put_event(struct csvout *out, int64_t id)
{
	if (id != 0)
		csvout_int(out, id);
	else
		csvout_text(out, "");
}

static int
list(struct tool_opts *o, int64_t only)
{
	const struct term_table *t = term_table("wb-import --list");
	struct store *s = store_open(o->db);
	struct store_import *im;
	struct csvout *out;
	size_t n;
	int found = 0;

	if (s == NULL)
		return 1;
	n = store_imports(s, &im);
	out = tool_out(o);
	csvout_table(out, t->col, t->ncol);
	for (size_t i = 0; i < n; i++) {
		if (only != 0 && im[i].id != only)
			continue;
		found = 1;
		csvout_int(out, im[i].id);
		csvout_text(out, im[i].source);
		csvout_text(out, im[i].table);
		csvout_text(out, im[i].mapping);
		csvout_int(out, im[i].rows);
		csvout_int(out, im[i].added);
		csvout_int(out, im[i].repeated);
		csvout_int(out, im[i].changed);
		csvout_int(out, im[i].empty);
		csvout_int(out, im[i].rejected);
		put_instant(out, store_zone(s), im[i].first);
		put_instant(out, store_zone(s), im[i].last);
		csvout_int(out, im[i].bytes);
		csvout_text(out, im[i].sha256);
		csvout_text(out, im[i].at);
		csvout_text(out, im[i].version);
		put_event(out, im[i].retracted_by);
		put_event(out, im[i].merged_by);
		csvout_row(out);
	}
	csvout_free(out);
	store_imports_free(im, n);
	if (!found && only != 0)
		warnx("%s: there is no import %" PRId64, o->db, only);
	store_close(s);
	return !found && only != 0;
}

/* To write to a store that is there. */
static struct store *
open_store(const struct tool_opts *o, const struct own *own)
{
	struct store *s = store_open_rw(o->db, NULL);

	if (s != NULL)
		store_wait(s, own->wait_ms);
	return s;
}

static int
retract(const struct tool_opts *o, const struct own *own)
{
	struct store *s = open_store(o, own);
	int64_t id = own->retract, by;

	if (s == NULL)
		return 1;
	by = store_retract(s, id, tool_version());
	if (by > 0 && !o->quiet)
		printf(
		    tr("import %" PRId64 " taken back by import %" PRId64 "\n"),
		    id, by);
	store_close(s);
	return by < 0;
}

static void
say_compaction(
    const struct tool_opts *o, const struct store_compaction *c, int dry_run)
{
	if (o->quiet)
		return;
	if (c->id == 0)
		printf("%s", tr("nothing to merge\n"));
	else
		printf(tr("%simport %" PRId64 ": %" PRId64 " chunks merged "
			  "into %" PRId64 "; --as-of an import before %" PRId64
			  " is refused for these days\n"),
		    dry_run ? tr("would be ") : "", c->id, c->chunks, c->left,
		    c->since);
}

/* Room that was freed; what was done before stands whatever happens. */
static void
give_back(const struct tool_opts *o, struct store *s)
{
	int64_t saved;

	if (store_shrink(s, &saved) < 0)
		warnx("%s: done, but as large as before: later imports use the "
		      "room",
		    o->db);
	else if (!o->quiet && saved > 0)
		printf(tr("the file is %" PRId64 " bytes smaller\n"), saved);
}

static int
migrate(const struct tool_opts *o, const struct own *own)
{
	struct store *s;
	int from, to;

	if (store_migrate(o->db, own->wait_ms, &from, &to) < 0)
		return 1;
	if (!o->quiet && from == to)
		printf(tr("%s: has schema %d already\n"), o->db, to);
	else if (!o->quiet)
		printf(tr("%s: schema %d is now %d\n"), o->db, from, to);
	if (from == to)
		return 0;
	if ((s = open_store(o, own)) == NULL)
		return 1;
	give_back(o, s);
	store_close(s);
	return 0;
}

static int
compact(const struct tool_opts *o, const struct own *own)
{
	struct store *s = open_store(o, own);
	struct store_compaction c;
	int got;

	if (s == NULL)
		return 1;
	got = store_compact(
	    s, o->from, o->to, own->in.dry_run, tool_version(), &c);
	if (got == 0)
		say_compaction(o, &c, own->in.dry_run);
	if (got == 0 && c.id != 0 && !own->in.dry_run)
		give_back(o, s);
	store_close(s);
	return got < 0;
}

static void
put_quality(
    struct csvout *out, const struct quality *q, enum quality_dimension d)
{
	const struct quality_count *c =
	    d == QUALITY_OVERALL ? NULL : &q->count[d];
	double score = quality_score(q, d);

	csvout_text(out, q->table->name);
	csvout_text(out, q->feed);
	csvout_text(out, quality_name(d));
	csvout_num(out, c && c->counted ? (double)c->passed : NAN, 0);
	csvout_num(out, c && c->counted ? (double)c->checked : NAN, 0);
	csvout_text(out, c && c->counted ? c->counted : "");
	csvout_num(out, score, term_find("score")->digits);
	csvout_row(out);
}

static int
check(struct tool_opts *o)
{
	const struct term_table *t = term_table("wb-import --check");
	struct store *s = store_open(o->db);
	struct quality *q = NULL;
	struct csvout *out;
	size_t n = 0;
	int got = s == NULL || (o->as_of && store_as_of(s, o->as_of) < 0) ?
		      -1 :
		      quality_report(s, o->from, o->to, &q, &n);

	if (got == 0) {
		out = tool_out(o);
		csvout_table(out, t->col, t->ncol);
		for (size_t i = 0; i < n * QUALITY_DIMENSIONS; i++)
			put_quality(out, &q[i / QUALITY_DIMENSIONS],
			    (enum quality_dimension)(i % QUALITY_DIMENSIONS));
		csvout_free(out);
	}
	quality_free(q, n);
	store_close(s);
	return got < 0;
}

static int
change_journal(const struct tool_opts *o, const struct own *own)
{
	struct store *s = open_store(o, own);
	int got = s ? store_wal(s, own->wal) : -1;

	store_close(s);
	return got < 0;
}

/* What is done to the store as it is, without files; -1: something else. */
static int
whole_store(struct tool_opts *o, const struct own *own)
{
	int n = own->list + (own->retract != 0) + own->check + own->compact +
		own->migrate + (own->backup != NULL);

	if (n > 1 || (n > 0 && (own->init || own->wal >= 0)))
		tool_misuse(
		    "one thing at a time: --init, --list, --show, "
		    "--retract, --check, --compact, --backup, --migrate, "
		    "--journal");
	if (own->in.dry_run && n > own->compact)
		tool_misuse("--dry-run is for imports and --compact");
	if (n > 0 && o->nfile > 0)
		tool_misuse("'%s': no table and no files here", o->file[0]);
	if (own->list)
		return list(o, own->show);
	if (own->retract)
		return retract(o, own);
	if (own->check)
		return check(o);
	if (own->compact) {
		if (o->to == TOOL_NO_DAY)
			tool_misuse("--compact: which days? give --to DAY");
		return compact(o, own);
	}
	if (own->migrate)
		return migrate(o, own);
	if (own->backup != NULL)
		return store_backup(o->db, own->backup) < 0;
	if (own->wal >= 0 && !own->init && o->nfile == 0)
		return change_journal(o, own);
	return -1;
}

static void
print_counts(const char *what, const struct intake_result *r)
{
	printf(tr("%s: %" PRId64 " rows, %" PRId64 " added, %" PRId64
		  " repeated, %" PRId64 " changed, %" PRId64 " empty, %" PRId64
		  " rejected\n"),
	    what, r->rows, r->added, r->repeated, r->changed, r->empty,
	    r->rejected);
}

static int
import(struct store *s, const struct map *m, const char *path,
    const struct own *own, struct intake_result *r)
{
	char *what;

	if (intake_file(s, m, path, &own->in, r) < 0)
		return r->cut ? 4 : 1;
	if (own->in.quiet)
		return 0;
	if (r->already) {
		printf(tr("%s: already import %" PRId64 "\n"), path, r->id);
	} else {
		what = xasprintf(tr("%s: %simport %" PRId64), path,
		    own->in.dry_run ? tr("would be ") : "", r->id);
		print_counts(what, r);
		free(what);
	}
	return 0;
}

/* What came of a file, added to that of all. */
struct total {
	size_t imported, already, failed;
	struct intake_result sum;
};

static void
add_total(struct total *t, const struct intake_result *r, int status)
{
	t->failed += status != 0;
	t->already += status == 0 && r->already;
	t->imported += status == 0 && !r->already;
	if (status != 0 || r->already)
		return;
	t->sum.rows += r->rows;
	t->sum.added += r->added;
	t->sum.repeated += r->repeated;
	t->sum.changed += r->changed;
	t->sum.empty += r->empty;
	t->sum.rejected += r->rejected;
}

static void
print_total(const struct total *t)
{
	char *what = xasprintf(tr("total: %zu imported, %zu already there, "
				  "%zu failed"),
	    t->imported, t->already, t->failed);

	print_counts(what, &t->sum);
	free(what);
}

static struct map *
read_map(const struct tool_opts *o, const struct own *own)
{
	const struct table *t = table_find(o->file[0]);

	return own->map ? map_read(own->map, t) : map_canonical(t);
}

/* Every file, also after one that failed; the worst status. */
static int
import_files(struct store *s, const struct tool_opts *o, struct own *own)
{
	static char *standard[] = {(char *)"-"};
	char **file = o->nfile > 1 ? o->file + 1 : standard;
	size_t n = o->nfile > 1 ? o->nfile - 1 : 1;
	struct map *m = read_map(o, own);
	struct intake_result r;
	struct total total = {0};
	int status = 0;

	if (m == NULL)
		return 1;
	for (size_t i = 0; i < n; i++) {
		int got = import(s, m, file[i], own, &r);

		add_total(&total, &r, got);
		status = got > status ? got : status;
	}
	if (n > 1 && !o->quiet)
		print_total(&total);
	map_free(m);
	return status;
}

static void __attribute__((noreturn)) no_table(const char *name)
{
	static const char *const no_others[] = {NULL};

	tool_no_table(name, no_others);
}

static int
print_map(struct tool_opts *o, const struct own *own)
{
	struct map *m;
	int status = 0;

	if (o->nfile == 0)
		tool_misuse("which table?");
	if (table_find(o->file[0]) == NULL)
		no_table(o->file[0]);
	if ((m = read_map(o, own)) == NULL)
		return 1;
	tool_open(o);
	map_print(m, o->fp);
	for (size_t i = 1; i < o->nfile; i++)
		if (intake_print_columns(m, o->file[i], o->fp) < 0)
			status = 1;
	map_free(m);
	return status;
}

static int
propose(struct tool_opts *o, const struct own *own)
{
	const char *name = o->nfile > 0 ? o->file[0] : "readings";

	if (o->nfile > 1)
		tool_misuse("--sniff takes one file, and a table");
	if (table_find(name) == NULL)
		no_table(name);
	tool_open(o);
	return sniff(own->sniff, table_find(name), o->fp) < 0;
}

/* A store is not made where none of the files can be read. */
static int
no_file_readable(const struct tool_opts *o)
{
	for (size_t i = 1; i < o->nfile; i++)
		if (strcmp(o->file[i], "-") == 0 ||
		    access(o->file[i], R_OK) == 0)
			return 0;
	if (o->nfile < 2)
		return 0;
	warn("%s", o->file[1]);
	return 1;
}

static int
zone_differs(const struct store *s, const char *tz)
{
	const char *its = zone_name(store_zone(s));

	if (tz == NULL || strcmp(tz, its) == 0)
		return 0;
	warnx("%s: is in time zone %s, not %s", store_path(s), its, tz);
	return 1;
}

/* Clocks may differ by a time zone; what is later than that is an error. */
static int64_t
a_day_ahead(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	int64_t now;

	if (epoch == NULL || num_int(epoch, 0, INT32_MAX, &now) < 0)
		now = (int64_t)time(NULL);
	return now + CAL_DAY_S;
}

int
main(int argc, char *argv[])
{
	struct own own = {
	    .in = intake_defaults, .wal = -1, .wait_ms = STORE_WAIT_MS};
	static const char *const tables[] = {
	    "wb-import --check", "wb-import --list", NULL};
	const struct tool_info info = {.name = "wb-import",
	    .tables = tables,
	    .synopsis =
		"wb-import -d STORE [--map FILE] TABLE [FILE...]\n"
		"       wb-import --sniff FILE [TABLE]\n"
		"       wb-import --print-map [--map FILE] TABLE [FILE...]\n"
		"       wb-import -d STORE --init --tz ZONE [--journal MODE]\n"
		"       wb-import -d STORE --list | --show ID | --retract ID\n"
		"       wb-import -d STORE --check [--day DAY]\n"
		"       wb-import -d STORE --compact --to DAY\n"
		"       wb-import -d STORE --backup FILE\n"
		"       wb-import -d STORE --migrate | --journal MODE",
	    .help = help,
	    .own = long_options,
	    .deaf = "spark zone level explain set shard jobs exit-code",
	    .option = option,
	    .ctx = &own};
	struct tool_opts o;
	struct store *s;
	int status;

	own.in.latest = a_day_ahead();
	tool_options(argc, argv, &info, &o);
	own.in.version = tool_version();
	own.in.quiet = o.quiet;
	own.in.progress = !o.quiet;
	if (own.sniff != NULL)
		return tool_finish(&o, propose(&o, &own));
	if (own.print_map)
		return tool_finish(&o, print_map(&o, &own));
	if (o.db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if ((status = whole_store(&o, &own)) >= 0)
		return tool_finish(&o, status);
	if (own.init && access(o.db, F_OK) == 0)
		errx(1, "%s: exists already", o.db);
	if (own.init ? o.nfile > 0 : o.nfile == 0)
		tool_misuse(
		    own.init ? "--init takes no files" : "which table?");
	if (!own.init && table_find(o.file[0]) == NULL)
		no_table(o.file[0]);
	if (access(o.db, F_OK) < 0 && no_file_readable(&o))
		return 1;
	/* A trial makes no store either. */
	if (own.in.dry_run && access(o.db, F_OK) < 0)
		o.db = ":memory:";
	s = store_open_rw(o.db, own.tz ? own.tz : zone_system());
	if (s == NULL)
		return 1;
	store_wait(s, own.wait_ms);
	if (zone_differs(s, own.tz) || (own.wal >= 0 && store_wal(s, own.wal)))
		status = 1;
	else
		status = own.init ? 0 : import_files(s, &o, &own);
	store_close(s);
	return tool_finish(&o, status);
}
