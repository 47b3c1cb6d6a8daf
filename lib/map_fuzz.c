/* Any text as a mapping file; and what is one reads any bytes. */
#include <string.h>

#include "fuzz.h"
#include "intake.h"

enum { RUNS = 100 };

static void
import(const struct map *m, const uint8_t *p, size_t n)
{
	static struct store *s;
	static int run;
	struct intake_opts o = {.max_rejects = 100,
	    .percent = 1,
	    .quiet = 1,
	    .rejects = "",
	    .new_points = 1};
	struct intake_result r;
	char path[32];
	int fd = fuzz_file(p, n, path);

	if (run == 0 && (s = store_open_rw(":memory:", "Europe/Rome")) == NULL)
		abort();
	intake_file(s, m, path, &o, &r);
	if (r.id > 0 &&
	    r.rows != r.added + r.repeated + r.changed + r.empty + r.rejected)
		abort();
	if (r.id > 0 && store_retract(s, r.id, "") < 0)
		abort();
	run = (run + 1) % RUNS;
	if (run == 0)
		store_close(s);
	close(fd);
}

/* The table's number, the mapping up to a NUL, and the rest is the export. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const uint8_t *nul;
	size_t len;
	struct map *m;
	char path[32];
	int fd;

	if (n == 0)
		return 0;
	nul = memchr(p + 1, '\0', n - 1);
	len = nul ? (size_t)(nul - p - 1) : n - 1;
	fd = fuzz_file(p + 1, len, path);
	m = map_read(path, &table_all[p[0] % TABLES]);
	close(fd);
	if (m != NULL && nul != NULL)
		import(m, nul + 1, n - len - 2);
	map_free(m);
	return 0;
}
