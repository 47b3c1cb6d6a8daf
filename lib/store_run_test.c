/* The ledger of runs, and the files of a command. */
#include "store_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runfile.h"
#include "tap.h"

static void
ledger(struct store *s)
{
	struct store_run job = {.job = (char *)"daily",
	    .period = (char *)"2026-03-01",
	    .pid = 7,
	    .rows_in = RUN_UNKNOWN,
	    .rows_out = RUN_UNKNOWN,
	    .rejected = RUN_UNKNOWN,
	    .seconds = NAN};
	struct store_run step = {.job = (char *)"other",
	    .step = (char *)"nightflow",
	    .command = (char *)"nightflow",
	    .rows_in = 3,
	    .rows_out = 0,
	    .rejected = RUN_UNKNOWN,
	    .seconds = 1.5};
	struct store_run *all;
	size_t n;

	job.id = store_run_begin(s, &job);
	step.parent = job.id;
	step.id = store_run_begin(s, &step);
	ok(job.id == 1 && step.id == 2, "two runs, numbered");
	step.status = 137;
	ok(store_run_end(s, &step) == 0, "the step ends");
	ok(store_run_end(s, &step) < 0, "once");
	step.id = 99;
	ok(store_run_end(s, &step) < 0, "what never began does not end");
	ok(store_runs(s, &all, &n) == 0 && n == 2, "both are listed");
	ok(all[0].status == RUN_UNKNOWN && isnan(all[0].seconds),
	    "the job has not ended");
	ok(strcmp(all[1].job, "daily") == 0 &&
		strcmp(all[1].period, "2026-03-01") == 0,
	    "a step has the job and period of its parent");
	ok(all[1].parent == 1 && all[1].status == 137 && all[1].rows_in == 3 &&
		all[1].rows_out == 0 && all[1].rejected == RUN_UNKNOWN,
	    "rows that are none, and rows that are not known");
	near(all[1].seconds, 1.5, 0, "its seconds");
	ok(all[0].started > 1700000000, "the store knows when");
	store_runs_free(all, n);
}

static void
acts(struct store *s)
{
	struct store_act *all;
	size_t n;

	ok(store_act_add(s, "A-1-leak", "notified", "op", "") == 0 &&
		store_act_add(s, "A-1-leak", "acknowledged", "li", "crew") == 0,
	    "an alarm is told and taken note of");
	ok(store_acts(s, &all, &n) == 0 && n == 2, "both are kept");
	ok(strcmp(all[1].act, "acknowledged") == 0 &&
		strcmp(all[1].who, "li") == 0 &&
		strcmp(all[1].note, "crew") == 0,
	    "by whom, and with what remark");
	store_acts_free(all, n);
}

static void
write_file(const char *path, const char *text)
{
	FILE *fp = fopen(path, "we");

	fputs(text, fp);
	fclose(fp);
}

/* SHA-256 of "abc": FIPS 180-4, its first example. */
static void
files(void)
{
	static const char abc[] = "ba7816bf8f01cfea414140de5dae2223"
				  "b00361a396177a9cb410ff61f20015ad abc";
	char *arg[] = {(char *)"tool", (char *)"-o", (char *)"out.csv",
	    (char *)"abc", (char *)"nowhere", (char *)".", NULL};
	char *two[] = {(char *)"tool", (char *)"out.csv", (char *)"in.csv",
	    (char *)"--output=none.csv", NULL};
	struct store_run r = {.rows_in = RUN_UNKNOWN};

	write_file("abc", "abc");
	write_file("out.csv", "a\n1\n2\n#end,2,12345678\n");
	write_file("in.csv", "a\n\"#end,9,\"\n#end,1,12345678\n");
	runfile_inputs(&r, arg);
	ok(r.inputs != NULL && strcmp(r.inputs, abc) == 0,
	    "one input, neither the output nor what is no file");
	ok(r.rows_in == RUN_UNKNOWN, "without a seal its rows are not known");
	ok(runfile_rows(runfile_output(arg)) == 2, "the rows of the output");
	free(r.inputs);
	r.inputs = NULL;
	runfile_inputs(&r, two);
	ok(r.rows_in == 3, "two sealed inputs: the sum of their rows");
	ok(runfile_rows(runfile_output(two)) == RUN_UNKNOWN,
	    "an output that is not there: not known");
	ok(runfile_output(arg + 3) == NULL, "no output");
	free(r.inputs);
	unlink("abc");
	unlink("out.csv");
	unlink("in.csv");
}

static void
commands(void)
{
	char *arg[] = {(char *)"sh", (char *)"-c", (char *)"it's", (char *)"",
	    (char *)"a=b", NULL};
	char *text = runfile_command(arg);

	ok(strcmp(text, "sh -c 'it'\\''s' '' a=b") == 0,
	    "a command as a shell takes it");
	free(text);
}

int
main(void)
{
	char dir[] = "/tmp/store_run_XXXXXX";
	struct store *s = store_open_rw(":memory:", "Asia/Shanghai");

	ledger(s);
	acts(s);
	store_close(s);
	if (mkdtemp(dir) == NULL || chdir(dir) != 0)
		return 1;
	files();
	commands();
	return chdir("/") != 0 || rmdir(dir) != 0 || tap_done();
}
