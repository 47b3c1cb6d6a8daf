/*
 * wb-import - exports, registries and bills into the store
 */
#include <err.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake.h"
#include "num.h"
#include "tool.h"

enum {
	OPT_MAP = 1000,
	OPT_MAX_REJECTS,
	OPT_REJECTS,
	OPT_NEW_POINTS,
	OPT_LIST,
	OPT_INIT,
	OPT_TZ,
	OPT_SHOW,
	OPT_RETRACT,
	OPT_DRY_RUN
};

static const struct option long_options[] = {
    {"map", required_argument, NULL, OPT_MAP},
    {"max-rejects", required_argument, NULL, OPT_MAX_REJECTS},
    {"rejects", required_argument, NULL, OPT_REJECTS},
    {"new-points", no_argument, NULL, OPT_NEW_POINTS},
    {"list", no_argument, NULL, OPT_LIST},
    {"init", no_argument, NULL, OPT_INIT},
    {"tz", required_argument, NULL, OPT_TZ},
    {"show", required_argument, NULL, OPT_SHOW},
    {"retract", required_argument, NULL, OPT_RETRACT},
    {"dry-run", no_argument, NULL, OPT_DRY_RUN},
    {0},
};

static const char help[] =
    "Imports tables into the store, each file whole or not at all.\n"
    "TABLE: zones points edges readings accounts bills balance events pipes "
    "params\n"
    "  --init           make the store        --tz ZONE  in this time zone\n"
    "  --map FILE       how a foreign export becomes the table\n"
    "  --max-rejects N|P%   rows that may be refused (1%)\n"
    "  --rejects FILE   where they go (STORE.rejects-ID.csv)\n"
    "  --new-points     readings of an unknown point register it\n"
    "  --dry-run        say what would be added, repeated, changed, rejected\n"
    "  --list           the imports so far    --show ID  one of them\n"
    "  --retract ID     take an import back; nothing is deleted\n"
    "Examples:\n"
    "  wb-import -d city.db --init --tz Asia/Shanghai\n"
    "  wb-import -d city.db zones zones.csv\n"
    "  wb-import -d city.db --list\n";

struct own {
	const char *map, *tz;
	int list, init;
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
	}
}

static void
put_instant(struct csvout *out, const struct zone *z, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(out, t == INT64_MIN ? "" : cal_instant_text(z, t, buf));
}

static int
list(struct tool_opts *o, int64_t only)
{
	static const char *const col[] = {"id", "source", "table", "mapping",
	    "rows", "added", "repeated", "changed", "empty", "rejected",
	    "first_time", "last_time", "bytes", "sha256", "at", "tool_version",
	    "retracted_by"};
	struct store *s = store_open(o->db);
	struct store_import *im;
	struct csvout *out;
	size_t n;
	int found = 0;

	if (s == NULL)
		return 1;
	n = store_imports(s, &im);
	out = tool_out(o);
	csvout_table(out, col, sizeof col / sizeof *col);
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
		if (im[i].retracted_by != 0)
			csvout_int(out, im[i].retracted_by);
		else
			csvout_text(out, "");
		csvout_row(out);
	}
	csvout_free(out);
	store_imports_free(im, n);
	if (!found && only != 0)
		warnx("%s: there is no import %" PRId64, o->db, only);
	store_close(s);
	return !found && only != 0;
}

static int
retract(const struct tool_opts *o, int64_t id)
{
	struct store *s = store_open_rw(o->db, NULL);
	int64_t by;

	if (s == NULL)
		return 1;
	by = store_retract(s, id, tool_version());
	if (by > 0 && !o->quiet)
		printf("import %" PRId64 " taken back by import %" PRId64 "\n",
		    id, by);
	store_close(s);
	return by < 0;
}

static int
import(struct store *s, const struct map *m, const char *path,
    const struct tool_opts *o, const struct own *own)
{
	struct intake_result r;

	if (intake_file(s, m, path, &own->in, &r) < 0)
		return r.cut ? 4 : 1;
	if (o->quiet)
		return 0;
	if (r.already)
		printf("%s: already import %" PRId64 "\n", path, r.id);
	else
		printf("%s: %simport %" PRId64 ": %" PRId64 " rows, %" PRId64
		       " added, %" PRId64 " repeated, %" PRId64
		       " changed, %" PRId64 " empty, %" PRId64 " rejected\n",
		    path, own->in.dry_run ? "would be " : "", r.id, r.rows,
		    r.added, r.repeated, r.changed, r.empty, r.rejected);
	return 0;
}

/* Every file, also after one that failed; the worst status. */
static int
import_files(struct store *s, const struct tool_opts *o, struct own *own)
{
	const struct table *t = table_find(o->file[0]);
	static char *standard[] = {(char *)"-"};
	char **file = o->nfile > 1 ? o->file + 1 : standard;
	size_t n = o->nfile > 1 ? o->nfile - 1 : 1;
	struct map *m;
	int status = 0;

	if (t == NULL)
		tool_misuse("'%s' is none of the tables", o->file[0]);
	m = own->map ? map_read(own->map, t) : map_canonical(t);
	if (m == NULL)
		return 1;
	for (size_t i = 0; i < n; i++) {
		int got = import(s, m, file[i], o, own);

		status = got > status ? got : status;
	}
	map_free(m);
	return status;
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

int
main(int argc, char *argv[])
{
	struct own own = {.in = intake_defaults};
	const struct tool_info info = {.name = "wb-import",
	    .synopsis =
		"wb-import -d STORE [--map FILE] TABLE [FILE...]\n"
		"       wb-import -d STORE --init --tz ZONE\n"
		"       wb-import -d STORE --list | --show ID | --retract ID",
	    .help = help,
	    .own = long_options,
	    .option = option,
	    .ctx = &own};
	struct tool_opts o;
	struct store *s;
	int status;

	tool_options(argc, argv, &info, &o);
	own.in.version = tool_version();
	own.in.quiet = o.quiet;
	if (o.db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if (own.list)
		return tool_finish(&o, list(&o, own.show));
	if (own.retract)
		return tool_finish(&o, retract(&o, own.retract));
	if (own.init && access(o.db, F_OK) == 0)
		errx(1, "%s: exists already", o.db);
	if (own.init ? o.nfile > 0 : o.nfile == 0)
		tool_misuse(
		    own.init ? "--init takes no files" : "which table?");
	if (!own.init && table_find(o.file[0]) == NULL)
		tool_misuse("'%s' is none of the tables", o.file[0]);
	if (access(o.db, F_OK) < 0 && no_file_readable(&o))
		return 1;
	/* A trial makes no store either. */
	if (own.in.dry_run && access(o.db, F_OK) < 0)
		o.db = ":memory:";
	s = store_open_rw(o.db, own.tz ? own.tz : zone_system());
	if (s == NULL)
		return 1;
	if (zone_differs(s, own.tz))
		status = 1;
	else
		status = own.init ? 0 : import_files(s, &o, &own);
	store_close(s);
	return tool_finish(&o, status);
}
