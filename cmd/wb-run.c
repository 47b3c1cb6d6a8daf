/*
 * wb-run - runs a command and notes in the store what came of it
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "num.h"
#include "runfile.h"
#include "tool.h"
#include "xalloc.h"

enum {
	OPT_JOB = 1000,
	OPT_PERIOD,
	OPT_STEP,
	OPT_BEGIN,
	OPT_END,
	OPT_STATUS,
	OPT_WAIT
};

static const struct option long_options[] = {
    {"job", required_argument, NULL, OPT_JOB},
    {"period", required_argument, NULL, OPT_PERIOD},
    {"step", required_argument, NULL, OPT_STEP},
    {"begin", no_argument, NULL, OPT_BEGIN},
    {"end", required_argument, NULL, OPT_END},
    {"status", required_argument, NULL, OPT_STATUS},
    {"wait", required_argument, NULL, OPT_WAIT},
    {0},
};

static const char help[] =
    "Runs COMMAND as it is and notes in the store who ran what, with which "
    "inputs,\n"
    "rows, status and seconds: wb-query runs prints it.  Exits as COMMAND "
    "did.\n"
    "  --job NAME       what it belongs to: daily, monthly\n"
    "  --period P       the day or month that it is about\n"
    "  --step NAME      what it is called there (the command's name)\n"
    "  --begin          only note that a job begins; prints its number, which\n"
    "                   is the parent of what runs with it in WB_RUN\n"
    "  --end ID --status N  note that it ended\n"
    "  --wait S         for another writer of the store, so many seconds (60)\n"
    "Examples:\n"
    "  wb-run -d city.db --job try -- nightflow -d city.db -o night.csv\n"
    "  WB_RUN=$(wb-run -d city.db --begin --job try --period 2026-03)\n"
    "  wb-run -d city.db --end \"$WB_RUN\" --status 0\n";

enum { DAY_S = 86400, BY_SIGNAL = 128, NOT_FOUND = 127, NOT_RUN = 126 };

struct own {
	struct store_run run;
	int begin, wait_ms;
	int64_t end, status;
};

static void
option(int c, const char *arg, void *ctx)
{
	struct own *own = ctx;
	double s;

	switch (c) {
	case OPT_JOB:
		own->run.job = (char *)arg;
		break;
	case OPT_PERIOD:
		own->run.period = (char *)arg;
		break;
	case OPT_STEP:
		own->run.step = (char *)arg;
		break;
	case OPT_BEGIN:
		own->begin = 1;
		break;
	case OPT_END:
		if (num_int(arg, 1, INT64_MAX, &own->end) < 0)
			tool_misuse(
			    "--end '%s' is not the number of a run", arg);
		break;
	case OPT_STATUS:
		if (num_int(arg, 0, 255, &own->status) < 0)
			tool_misuse("--status '%s' is not 0 to 255", arg);
		break;
	case OPT_WAIT:
		if (num_parse(arg, &s) < 0 || s < 0 || s > DAY_S)
			tool_misuse("--wait '%s' is not a number of seconds, "
				    "0 to %d",
			    arg, DAY_S);
		own->wait_ms = (int)(s * 1000);
		break;
	}
}

static struct store *
open_store(const struct tool_opts *o, const struct own *own)
{
	struct store *s = store_open_rw(o->db, NULL);

	if (s != NULL)
		store_wait(s, own->wait_ms);
	return s;
}

/* Notes the beginning of own->run; 0, or -1: has said why. */
static int
note_begin(const struct tool_opts *o, struct own *own)
{
	struct store *s = open_store(o, own);
	const char *parent = getenv("WB_RUN");

	if (s == NULL)
		return -1;
	if (!own->begin && parent != NULL && *parent != '\0' &&
	    num_int(parent, 1, INT64_MAX, &own->run.parent) < 0) {
		warnx("WB_RUN '%s' is not the number of a run", parent);
		store_close(s);
		return -1;
	}
	own->run.who = run_user();
	own->run.host = run_host();
	own->run.version = (char *)tool_version();
	own->run.id = store_run_begin(s, &own->run);
	store_close(s);
	return own->run.id < 0 ? -1 : 0;
}

/* What a step imported counts as its rows. */
static void
take_imports(struct store *s, struct store_run *r, int64_t before)
{
	struct store_import *im;
	size_t n = store_imports(s, &im);
	int64_t in = 0, out = 0, rejected = 0;
	int any = 0;

	for (size_t i = 0; i < n; i++) {
		char *more;

		if (im[i].id <= before)
			continue;
		any = 1;
		in += im[i].rows;
		out += im[i].added + im[i].changed;
		rejected += im[i].rejected;
		if (*im[i].sha256 == '\0')
			continue;
		more = xasprintf("%s%s%s %s", r->inputs ? r->inputs : "",
		    r->inputs ? "; " : "", im[i].sha256, im[i].source);
		free(r->inputs);
		r->inputs = more;
	}
	store_imports_free(im, n);
	if (!any && r->status != 0)
		return; /* what was refused left no trace */
	r->rows_in = in;
	r->rows_out = out;
	r->rejected = rejected;
}

/* Notes the end; 0, or -1: has said why. */
static int
note_end(const struct tool_opts *o, struct own *own, int64_t before)
{
	struct store *s = open_store(o, own);
	int got = -1;

	if (s != NULL) {
		if (before >= 0)
			take_imports(s, &own->run, before);
		got = store_run_end(s, &own->run);
	}
	store_close(s);
	return got;
}

/* The last import there is; -1: has said why. */
static int64_t
last_import(const struct tool_opts *o)
{
	struct store *s = store_open(o->db);
	struct store_import *im;
	int64_t last = 0;
	size_t n;

	if (s == NULL)
		return -1;
	n = store_imports(s, &im);
	if (n > 0)
		last = im[n - 1].id;
	store_imports_free(im, n);
	store_close(s);
	return last;
}

/* In the child.  It dies with us: nobody would note what became of it. */
static void
become(char **arg, pid_t parent, const sigset_t *mask)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(NOT_RUN);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(arg[0], arg);
	warn("%s", arg[0]);
	_exit(errno == ENOENT ? NOT_FOUND : NOT_RUN);
}

/* Waits for the child; signals that should end us are handed on to it. */
static int
wait_for(pid_t child, const sigset_t *set)
{
	int status, sig;

	for (;;) {
		if (sigwait(set, &sig) != 0)
			continue;
		if (sig != SIGCHLD)
			kill(child, sig);
		else if (waitpid(child, &status, WNOHANG) == child)
			break;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) :
				   BY_SIGNAL + WTERMSIG(status);
}

static double
clock_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Runs the command; what it exited with, *seconds how long it took. */
static int
run(char **arg, double *seconds)
{
	double began = clock_s();
	sigset_t set, old;
	pid_t self = getpid(), child;
	int status = NOT_RUN;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, &old);
	child = fork();
	if (child == 0)
		become(arg, self, &old);
	if (child < 0)
		warn("fork");
	else
		status = wait_for(child, &set);
	*seconds = clock_s() - began;
	return status;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The whole of a command: its status, 1 if the ledger could not be written. */
static int
command(const struct tool_opts *o, struct own *own)
{
	struct store_run *r = &own->run;
	const char *output = runfile_output(o->file);
	int imports =
	    output == NULL && strcmp(base_name(o->file[0]), "wb-import") == 0;
	int64_t before = imports ? last_import(o) : -1;
	int status;

	if (imports && before < 0)
		return 1;
	r->pid = getpid();
	r->command = runfile_command(o->file);
	if (r->step == NULL)
		r->step = (char *)base_name(o->file[0]);
	if (!imports) /* the ledger of imports has the hashes */
		runfile_inputs(r, o->file);
	if (note_begin(o, own) < 0)
		return 1;
	status = run(o->file, &r->seconds);
	r->status = status;
	if (output != NULL && status == 0)
		r->rows_out = runfile_rows(output);
	if (note_end(o, own, before) < 0 && status == 0)
		status = 1;
	return status;
}

static int
begin(const struct tool_opts *o, struct own *own)
{
	own->run.pid = getppid();
	if (note_begin(o, own) < 0)
		return 1;
	printf("%" PRId64 "\n", own->run.id);
	return 0;
}

static int
end(const struct tool_opts *o, struct own *own)
{
	own->run.id = own->end;
	own->run.status = (int)own->status;
	own->run.seconds = NAN; /* the store knows when it began */
	return note_end(o, own, -1) < 0;
}

static void
check(const struct tool_opts *o, const struct own *own)
{
	int ends = own->end != 0;

	if (o->db == NULL)
		tool_misuse("no store: give -d STORE or set WB_DB");
	if (own->begin + ends + (o->nfile > 0) != 1)
		tool_misuse("one of these: --begin, --end, or a command "
			    "(behind --)");
	if (ends != (own->status >= 0))
		tool_misuse("--end and --status go together");
	if (ends && (own->run.job || own->run.period || own->run.step))
		tool_misuse("--end needs nothing but --status");
	if (own->begin && own->run.job == NULL)
		tool_misuse("--begin: of what? give --job NAME");
}

int
main(int argc, char *argv[])
{
	struct own own = {.wait_ms = 60000,
	    .status = -1,
	    .run = {.rows_in = RUN_UNKNOWN,
		.rows_out = RUN_UNKNOWN,
		.rejected = RUN_UNKNOWN}};
	const struct tool_info info = {.name = "wb-run",
	    .synopsis =
		"wb-run -d STORE [--job NAME] [--period P] "
		"[--step NAME] [--wait S]\n"
		"              -- COMMAND [ARGUMENT...]\n"
		"       wb-run -d STORE --begin --job NAME [--period P]\n"
		"       wb-run -d STORE --end ID --status N",
	    .help = help,
	    .own = long_options,
	    .deaf = "spark zone level from to day month quarter year set as-of "
		    "explain format lang output jobs shard seal exit-code "
		    "quiet",
	    .option = option,
	    .ctx = &own};
	struct tool_opts o;
	int status;

	tool_options(argc, argv, &info, &o);
	check(&o, &own);
	status = own.begin ? begin(&o, &own) :
		 own.end   ? end(&o, &own) :
			     command(&o, &own);
	if (o.nfile > 0)
		free(own.run.command);
	free(own.run.who);
	free(own.run.host);
	free(own.run.inputs);
	return o.nfile > 0 ? status : tool_finish(&o, status);
}
