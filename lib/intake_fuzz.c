/* Any bytes through the border: with the fast path and without it the store
 * holds the same, every row is accounted for, and nothing is refused twice. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { RUNS = 100, POINTS = 5 };

static const char registry[] =
    "point_id,quantity,unit\n"
    "P1,flow,m3/h\nP2,flow,L/s\nP3,pressure,MPa\nP4,pressure,psi\n"
    "\"P,5\",volume,L\n";
static const char *const ids[] = {"P1", "P2", "P3", "P4", "P,5", "P6", ""};

/* Bytes as a file. */
static int
file_of(const void *p, size_t n, char path[32])
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	if (fd < 0 || (n > 0 && write(fd, p, n) != (ssize_t)n))
		abort();
	snprintf(path, 32, "/proc/self/fd/%d", fd);
	return fd;
}

static void
import(struct store *s, const char *table, const void *p, size_t n, int form,
    struct intake_opts *o, struct intake_result *r)
{
	struct map *m = map_canonical(table_find(table));
	char path[32];
	int fd = file_of(p, n, path);

	if (form & 1)
		m->csv.separator = ';';
	if (form & 2)
		m->decimal = ',';
	m->csv.foreign = form >> 2 & 1;
	m->trim = form >> 3 & 1;
	intake_file(s, m, path, o, r);
	close(fd);
	map_free(m);
}

/* A store with the points, for many runs: each takes its import back. */
static struct store *
store_with_points(void)
{
	struct store *s = store_open_rw(":memory:", "Europe/Rome");
	struct intake_opts o = {.rejects = ""};
	struct intake_result r;

	if (s == NULL)
		abort();
	import(s, "points", registry, sizeof registry - 1, 0, &o, &r);
	if (r.added != POINTS)
		abort();
	return s;
}

static void
readings(struct store *s, const uint8_t *p, size_t n, int form, int slow,
    struct intake_result *r)
{
	struct intake_opts o = {.max_rejects = 100,
	    .percent = 1,
	    .quiet = 1,
	    .rejects = "",
	    .slow = slow,
	    .piece = form >> 5 & 1 ? 50 : 0,
	    .new_points = form >> 4 & 1};

	import(s, "readings", p, n, form, &o, r);
	if (r->id > 0 && r->rows != r->added + r->repeated + r->changed +
					r->empty + r->rejected)
		abort();
}

static void
compare_day(struct store *const *s, const int64_t *point, int64_t day)
{
	struct reading *a[2] = {NULL, NULL};
	size_t cap[2] = {0, 0};
	long n[2];

	for (int i = 0; i < 2; i++)
		n[i] = store_day(s[i], point[i], day, &a[i], &cap[i]);
	if (n[0] != n[1])
		abort();
	for (long i = 0; i < n[0]; i++)
		if (memcmp(&a[0][i].v, &a[1][i].v, sizeof a[0][i].v) != 0 ||
		    a[0][i].off != a[1][i].off ||
		    a[0][i].quality != a[1][i].quality)
			abort();
	free(a[0]);
	free(a[1]);
}

static void
compare(struct store *const *s)
{
	int64_t first[2] = {0}, last[2] = {0};
	struct store_point q[2];

	if (store_span(s[0], &first[0], &last[0]) !=
		store_span(s[1], &first[1], &last[1]) ||
	    first[0] != first[1] || last[0] != last[1])
		abort();
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		for (int k = 0; k < 2; k++)
			if (store_point(s[k], ids[i], &q[k]) < 0)
				abort();
		if (q[0].n != q[1].n)
			abort();
		for (int64_t d = first[0]; d <= last[0] && q[0].n > 0;
		     d += d == first[0] + 12 && last[0] - d > 24 ?
			      last[0] - d - 12 :
			      1)
			compare_day(s, (int64_t[]){q[0].n, q[1].n}, d);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct store *s[2];
	static int run;
	struct intake_result r[2];

	if (n == 0)
		return 0;
	for (int i = 0; i < 2; i++) {
		if (run == 0)
			s[i] = store_with_points();
		readings(s[i], p + 1, n - 1, p[0], i, &r[i]);
	}
	if (memcmp(&r[0], &r[1], sizeof r[0]) != 0)
		abort();
	if (r[0].id > 0)
		compare(s);
	run = (run + 1) % RUNS;
	for (int i = 0; i < 2; i++) {
		if (r[i].id > 0 && store_retract(s[i], r[i].id, "") < 0)
			abort();
		if (run == 0)
			store_close(s[i]);
	}
	return 0;
}
