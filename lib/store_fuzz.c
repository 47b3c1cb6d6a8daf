/* A store with bytes changed where it has any: it is refused, or read to its
 * end. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "intake.h"
#include "store_bill.h"
#include "store_sql.h"
#include "xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct sample {
	char path[48];
	uint8_t *p;
	size_t n;
	size_t *used; /* where bytes are that are not 0 */
	size_t nused;
};

static void
write_all(const char *path, const void *p, size_t n)
{
	FILE *fp = fopen(path, "we");

	if (fp == NULL || fwrite(p, 1, n, fp) != n || fclose(fp) != 0)
		abort();
}

static void
fill_store(struct store *s, const char *dir)
{
	static const struct {
		const char *table, *text;
	} in[] = {{"zones", "zone_id,parent_id,mains_km\nZ,,3.5\nY,Z,1\n"},
	    {"points", "point_id,quantity,unit\nP1,flow,m3/h\nP2,flow,L/s\n"},
	    {"edges", "zone_id,point_id,role\nZ,P1,inflow\n"},
	    {"events", "event_id,kind,start\nE,burst,2026-03-01 05:00\n"},
	    {"pipes", "pipe_id,dn_mm\nL1,100\n"},
	    {"bills", "account_id,from,to,volume_m3,status\n"
		      "A1,2026-01-01,2026-02-01,12.5,\n"
		      "A2,2026-01-02,2026-02-01,0.333,estimated\n"},
	    {"bills", "account_id,from,to,volume_m3\n"
		      "A1,2026-01-01,2026-02-01,13\n"},
	    {"bills", "account_id,from,to,volume_m3,index_from,index_to,"
		      "status,billing,amount_yuan\n"
		      "A1,2026-02-01,2026-03-01,14,100,114,actual,billed,"
		      "42.07\n"
		      "A10,2026-02-01,2026-03-01,-3.25,99998,1.75,replaced,,\n"
		      "A10,2026-03-01,2026-04-01,0,,,no_access,unbilled,-9\n"
		      "B-000000001,2025-12-31,2026-12-31,123456.789,,,,,1e9\n"
		      "B-000000002,2026-02-01,2026-02-02,1e-9,,,,,\n"},
	    {"readings", "point_id,time,value\nP1,2026-03-01 00:00,1.25\n"
			 "P1,2026-03-01 00:05,1.5\nP2,2026-03-01 00:01,0.1\n"
			 "P2,2026-03-02 00:01,0.12345678901\n"},
	    {"readings", "point_id,time,value\nP1,2026-03-01 00:00,2\n"}};
	char *path = xasprintf("%s.csv", dir);

	for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
		struct map *m = map_canonical(table_find(in[i].table));
		struct intake_opts o = {.rejects = "", .quiet = 1};
		struct intake_result r;

		write_all(path, in[i].text, strlen(in[i].text));
		if (intake_file(s, m, path, &o, &r) < 0)
			abort();
		map_free(m);
	}
	unlink(path);
	free(path);
}

static void
read_sample(struct sample *t)
{
	FILE *fp = fopen(t->path, "re");
	size_t cap = 0;

	t->p = xmalloc(1 << 22);
	if (fp == NULL || (t->n = fread(t->p, 1, 1 << 22, fp)) < 4096)
		abort();
	fclose(fp);
	for (size_t i = 0; i < t->n; i++) {
		if (t->p[i] == 0)
			continue;
		t->used = xgrow(t->used, t->nused, &cap, sizeof *t->used);
		t->used[t->nused++] = i;
	}
}

static const struct sample *
sample(void)
{
	static struct sample t;
	struct store *s;

	if (t.p != NULL)
		return &t;
	snprintf(t.path, sizeof t.path, "/dev/shm/wb-store-fuzz-%ld",
	    (long)getpid());
	unlink(t.path);
	if ((s = store_open_rw(t.path, "UTC")) == NULL)
		abort();
	fill_store(s, t.path);
	store_close(s);
	read_sample(&t);
	return &t;
}

static size_t
read_registries(struct store *s)
{
	size_t n = 0;

	for (int i = 0; i < TABLES; i++) {
		const struct table *t = &table_all[i];
		struct store_rows *r;

		if (strcmp(t->name, "readings") == 0 ||
		    (r = store_rows_open(s, t)) == NULL)
			continue;
		while (store_rows_next(r) == 1) {
			for (int c = 0; c < (int)t->ncol; c++) {
				n += strlen(store_rows_text(r, c));
				store_rows_num(r, c);
				store_rows_day(r, c, 0);
				store_rows_time(r, c, 0);
			}
		}
		store_rows_close(r);
	}
	return n;
}

static void
read_readings(struct store *s)
{
	static const char *const ids[] = {"P1", "P2", "P3"};
	struct reading *r = NULL;
	size_t cap = 0;
	int64_t first, last;
	struct store_point q;

	if (store_span(s, &first, &last) < 0)
		return;
	for (size_t i = 0; i < 3; i++)
		if (store_point(s, ids[i], &q) == 0 && q.n > 0)
			for (int64_t d = first; d <= last && d < first + 9; d++)
				store_day(s, q.n, d, &r, &cap);
	free(r);
}

static void
read_bills(struct store *s)
{
	struct store_bills *b = store_bills_open(s);
	struct billrow r;

	while (b != NULL && store_bills_next(b, &r) > 0)
		;
	store_bills_close(b);
}

/* As SQL sees them; blocks are passed over by account and day.  The last thing
 * that a store is asked. */
static void
read_sql(struct store *s)
{
	static const char *const sql[] = {
	    "SELECT * FROM bills WHERE account_id = 'A10'",
	    "SELECT sum(volume_m3), sum(amount_yuan) FROM main.bills WHERE "
	    "\"from\" BETWEEN '2026-01-02' AND '2026-02-01'",
	    "SELECT a.account_id, index_to FROM bills AS a JOIN bills AS b "
	    "USING (account_id)",
	    "SELECT * FROM reading WHERE point_id = 'P2'"};

	for (size_t i = 0; i < sizeof sql / sizeof *sql; i++) {
		struct store_sql *q = store_sql_open(s, sql[i]);

		while (q != NULL && store_sql_next(q) > 0)
			for (int c = 0; c < store_sql_ncol(q); c++)
				store_sql_text(q, c);
		store_sql_close(q);
	}
}

static void
read_all(struct store *s)
{
	struct store_import *im;
	struct store_listed *list;
	size_t n = store_imports(s, &im);

	store_imports_free(im, n);
	if (store_points(s, &list, &n) == 0)
		store_points_free(list, n);
	read_registries(s);
	read_readings(s);
	read_bills(s);
}

/* Three bytes for each change: which used byte, and what it becomes. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct sample *t = sample();
	uint8_t *copy = xmalloc(t->n);
	struct store *s;

	memcpy(copy, t->p, t->n);
	for (; n >= 3; p += 3, n -= 3)
		copy[t->used[(size_t)(p[0] | p[1] << 8) % t->nused]] = p[2];
	write_all(t->path, copy, t->n);
	free(copy);
	if ((s = store_open(t->path)) != NULL) {
		read_all(s);
		if (store_as_of(s, "3") == 0)
			read_all(s);
		read_sql(s);
		store_close(s);
	}
	unlink(t->path);
	return 0;
}
