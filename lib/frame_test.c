#include "frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

/* Reads text as a file of tables. */
static int
take(struct frames *f, const char *text)
{
	char path[] = "/tmp/wb-frame-XXXXXX";
	int fd = mkstemp(path), status = 1;

	if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		status = frames_read(f, path);
	close(fd);
	unlink(path);
	return status;
}

static const char zones[] = "zone_id,name,parent_id\nS,=1+1,\nD1,\"北,区\",S\n";
static const char points[] = "point_id,day,mnf_m3h,fixed_m3h,mean_m3h,valid\n"
			     "P1,2026-03-01,1.5,,12.25,288\n";

static void
test_read(void)
{
	struct frames f = FRAMES_INIT;
	const struct frame *z, *p;

	ok(take(&f, zones) == 0 && take(&f, points) == 0, "two files");
	z = frames_find(&f, "zones");
	p = frames_find(&f, "nightflow --points");
	ok(z != NULL && p != NULL && frames_find(&f, "nightflow") == NULL,
	    "tables are known by their heading");
	if (z == NULL || p == NULL)
		return;
	ok(z->nrow == 2 && p->nrow == 1, "with their rows");
	ok(strcmp(frame_text(z, 0, "name"), "=1+1") == 0 &&
		strcmp(frame_text(z, 1, "name"), "北,区") == 0,
	    "text is what it was");
	near(frame_num(p, 0, "mean_m3h"), 12.25, 0, "a number");
	ok(strcmp(frame_text(p, 0, "fixed_m3h"), "") == 0 &&
		isnan(frame_num(p, 0, "fixed_m3h")),
	    "nothing is no zero");
	ok(strcmp(frame_text(p, 0, "level"), "") == 0 &&
		frame_col(p, "level") == -1,
	    "nor is a column that is not there");
	ok(f.nsource == 2 && f.source[0].rows == 2 &&
		strlen(f.source[1].sha256) == 64,
	    "each file is a source");
	frames_release(&f);
}

static void
test_stream(void)
{
	struct frames f = FRAMES_INIT;
	char *both = malloc(sizeof zones + sizeof points + 1);

	sprintf(both, "%s\n%s", zones, points);
	ok(take(&f, both) == 0 && f.n == 2 && f.nsource == 2,
	    "two tables in one stream");
	ok(strcmp(f.source[0].sha256, f.source[1].sha256) == 0,
	    "of one file, with one digest");
	ok(take(&f, points) == 0 && f.n == 2 &&
		frames_find(&f, "nightflow --points")->nrow == 2,
	    "the same table again is one");
	free(both);
	frames_release(&f);
}

static void
test_refused(void)
{
	static const char *const bad[][2] = {
	    {"a,b\n1,2\n", "a table nobody knows"},
	    {"point_id,day,mnf_m3h,fixed_m3h,mean_m3h,valid\nP,2026-03-01,x,,,"
	     "1\n",
		"a number that is none"},
	    {"point_id,day,mnf_m3h,fixed_m3h,mean_m3h,valid,more\n"
	     "P,2026-03-01,1,,,1,2\n",
		"a column nobody knows"},
	    {"point_id,day\nP,2026-03-01\n", "less than half of a table"},
	    {"zone_id,name,colour\nS,x,y\n",
		"one that goes in has its own only"}};
	int saved = dup(STDERR_FILENO);

	if (freopen("/dev/null", "w", stderr) == NULL)
		return;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct frames f = FRAMES_INIT;

		ok(take(&f, bad[i][0]) == 1, bad[i][1]);
		frames_release(&f);
	}
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
}

/* Four of the six columns that a program prints today. */
static void
test_older(void)
{
	struct frames f = FRAMES_INIT;
	const struct frame *p;

	ok(take(&f, "point_id,day,mnf_m3h,fixed_m3h\nP0,2026-03-01,1,2\n") == 0,
	    "a table that lacks columns at its end is read");
	p = frames_find(&f, "nightflow --points");
	ok(p != NULL && frame_col(p, "mean_m3h") == -1 &&
		isnan(frame_num(p, 0, "mean_m3h")),
	    "and what it lacks is not known");
	ok(take(&f, points) == 0 && p->nrow == 2 && p->ncol == 6,
	    "beside a newer");
	near(frame_num(p, 0, "fixed_m3h"), 2, 0, "the older row stands");
	ok(strcmp(frame_text(p, 0, "valid"), "") == 0,
	    "nothing where it had no column");
	near(frame_num(p, 1, "mean_m3h"), 12.25, 0, "the newer has all");
	ok(take(&f, "point_id,day,mnf_m3h,fixed_m3h\nP2,2026-03-01,3,4\n") ==
		    0 &&
		isnan(frame_num(p, 2, "mean_m3h")),
	    "an older one again");
	frames_release(&f);
}

static void
test_own(void)
{
	static const char *const col[] = {"a", "b"};
	static const char *const row[] = {"x", ""};
	struct frame f;
	int added = 1;

	frame_init(&f, "own", col, 2);
	for (int i = 0; i < 1000; i++)
		added &= frame_add(&f, row) == 0;
	ok(added && f.nrow == 1000 && strcmp(frame_at(&f, 999, 0), "x") == 0 &&
		strcmp(frame_at(&f, 999, 1), "") == 0,
	    "a table of one's own grows");
	frame_release(&f);
	ok(frame_is_number("mnf_m3h") && !frame_is_number("zone_id") &&
		!frame_is_number("no_such_column"),
	    "numbers are those with unit or decimals");
}

int
main(void)
{
	test_read();
	test_stream();
	test_refused();
	test_older();
	test_own();
	return tap_done();
}
