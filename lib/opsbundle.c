#include "opsbundle.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "hash.h"
#include "num.h"
#include "quality.h"
#include "store_backup.h"
#include "store_run.h"
#include "tool.h"
#include "unit.h"
#include "xalloc.h"

enum { MASK_BUF = 16, MASK_DIGITS = 10, SAMPLE_POINTS = 3 };

struct bundle {
	const struct ops *o;
	struct csvout *out;
	char salt[65]; /* from the files that were imported */
};

/* --- ids --- */

static void
make_salt(struct bundle *b)
{
	struct hash *h = hash_new();
	struct store_import *im;
	size_t n = store_imports(b->o->s, &im);

	for (size_t i = 0; i < n; i++)
		hash_add(h, im[i].sha256, strlen(im[i].sha256));
	hash_hex(h, b->salt);
	hash_free(h);
	store_imports_free(im, n);
}

/* An id's stand-in: a letter for its kind, digits of the hash; "" for "". */
static const char *
mask(const struct bundle *b, char kind, const char *id, char *buf)
{
	struct hash *h;
	char hex[65];

	if (*id == '\0')
		return "";
	h = hash_new();
	hash_add(h, b->salt, strlen(b->salt));
	hash_add(h, id, strlen(id));
	hash_hex(h, hex);
	hash_free(h);
	snprintf(buf, MASK_BUF, "%c%.*s", kind, MASK_DIGITS, hex);
	return buf;
}

static void
put_mask(const struct bundle *b, char kind, const char *id)
{
	char buf[MASK_BUF];

	csvout_text(b->out, mask(b, kind, id, buf));
}

static void
put_count(const struct bundle *b, int64_t n)
{
	if (n == RUN_UNKNOWN)
		csvout_number(b->out, "");
	else
		csvout_int(b->out, n);
}

static void
put_instant(const struct bundle *b, int64_t t)
{
	char buf[CAL_BUF];

	csvout_text(b->out, t == INT64_MIN ?
				"" :
				cal_instant_text(store_zone(b->o->s), t, buf));
}

/* --- versions and parameters --- */

static void
put_fact(const struct bundle *b, const char *name, const char *value)
{
	csvout_text(b->out, name);
	csvout_text(b->out, value);
	csvout_row(b->out);
}

static int
put_about(const struct bundle *b)
{
	static const char *const col[] = {"about", "value"};
	struct utsname u;
	int is, known;
	char text[NUM_BUF];

	csvout_table(b->out, col, 2);
	put_fact(b, "version", tool_version());
	if (store_schema(b->o->db, &is, &known) < 0)
		return -1;
	snprintf(text, sizeof text, "%d of %d", is, known);
	put_fact(b, "schema", text);
	if (uname(&u) == 0) {
		put_fact(b, "system", u.sysname);
		put_fact(b, "release", u.release);
		put_fact(b, "machine", u.machine);
	}
	put_fact(b, "time_zone", zone_name(store_zone(b->o->s)));
	return 0;
}

static void
put_params(const struct bundle *b)
{
	static const char *const col[] = {
	    "name", "zone_id", "value", "valid_from"};
	const struct network *n = b->o->n;
	char day[CAL_BUF];

	csvout_table(b->out, col, 4);
	for (size_t i = 0; i < n->nparam; i++) {
		const struct net_param *p = &n->param[i];
		int money = strstr(p->name, "yuan") != NULL;

		csvout_text(b->out, p->name);
		put_mask(b, 'z', p->zone_id);
		csvout_text(b->out, money ? "set" : p->value);
		csvout_text(b->out,
		    p->from == INT64_MIN ? "" : cal_day_text(p->from, day));
		csvout_row(b->out);
	}
}

/* --- the ledgers --- */

static void
put_imports(const struct bundle *b)
{
	static const char *const col[] = {"import", "feed", "table", "rows",
	    "added", "repeated", "changed", "empty", "rejected", "bytes",
	    "first_time", "last_time", "at", "version", "retracted_by",
	    "merged_by"};
	struct store_import *im;
	size_t n = store_imports(b->o->s, &im);

	csvout_table(b->out, col, sizeof col / sizeof *col);
	for (size_t i = 0; i < n; i++) {
		char *feed = quality_feed(im[i].source);

		csvout_int(b->out, im[i].id);
		put_mask(b, 'f', *im[i].sha256 ? feed : "");
		csvout_text(b->out, im[i].table);
		csvout_int(b->out, im[i].rows);
		csvout_int(b->out, im[i].added);
		csvout_int(b->out, im[i].repeated);
		csvout_int(b->out, im[i].changed);
		csvout_int(b->out, im[i].empty);
		csvout_int(b->out, im[i].rejected);
		csvout_int(b->out, im[i].bytes);
		put_instant(b, im[i].first);
		put_instant(b, im[i].last);
		csvout_text(b->out, im[i].at);
		csvout_text(b->out, im[i].version);
		csvout_int(b->out, im[i].retracted_by);
		csvout_int(b->out, im[i].merged_by);
		csvout_row(b->out);
		free(feed);
	}
	store_imports_free(im, n);
}

/* The first word of a command, without its folder. */
static void
put_program(const struct bundle *b, const char *command)
{
	char *word = xstrndup(command, strcspn(command, " "));
	const char *slash = strrchr(word, '/');

	csvout_text(b->out, slash ? slash + 1 : word);
	free(word);
}

static int
put_runs(const struct bundle *b)
{
	static const char *const col[] = {"run", "parent", "job", "period",
	    "program", "started", "seconds", "status", "rows_in", "rows_out",
	    "rejected", "import", "version"};
	struct store_run *r;
	size_t n;

	if (store_runs(b->o->s, &r, &n) < 0)
		return -1;
	csvout_table(b->out, col, sizeof col / sizeof *col);
	for (size_t i = 0; i < n; i++) {
		csvout_int(b->out, r[i].id);
		csvout_int(b->out, r[i].parent);
		csvout_text(b->out, r[i].job);
		csvout_text(b->out, r[i].period);
		put_program(b, r[i].command);
		put_instant(b, r[i].started);
		csvout_num(b->out, r[i].seconds, 3);
		put_count(b, r[i].status);
		put_count(b, r[i].rows_in);
		put_count(b, r[i].rows_out);
		put_count(b, r[i].rejected);
		csvout_int(b->out, r[i].import);
		csvout_text(b->out, r[i].version);
		csvout_row(b->out);
	}
	store_runs_free(r, n);
	return 0;
}

/* --- the inspection --- */

/* Details may name things; the subject does, of feeds and alarms. */
static void
put_lines(const struct bundle *b)
{
	static const char *const col[] = {
	    "section", "check", "subject", "alert", "measured", "unit"};

	csvout_table(b->out, col, sizeof col / sizeof *col);
	for (size_t i = 0; i < b->o->n_line; i++) {
		const struct ops_line *l = &b->o->line[i];

		csvout_text(b->out, l->section);
		csvout_text(b->out, l->check);
		if (strncmp(l->check, "feed_", 5) == 0 ||
		    (strcmp(l->section, "data_quality") == 0 &&
			table_find(l->subject) == NULL))
			put_mask(b, 'f', l->subject);
		else if (strcmp(l->section, "feeds") == 0)
			put_mask(b, 'p', l->subject);
		else if (strcmp(l->check, "unacknowledged") == 0)
			put_mask(b, 'a', l->subject);
		else
			csvout_text(b->out, l->subject);
		csvout_int(b->out, l->light);
		csvout_num(b->out, l->measured, 4);
		csvout_text(b->out, l->unit);
		csvout_row(b->out);
	}
}

/* --- the network and a sample --- */

static const char *const role_word[] = {"inflow", "outflow", "azp", "critical",
    "inlet", "plant_outlet", "user", "storage", "energy", "quality"};

static void
put_network(const struct bundle *b)
{
	static const char *const zone[] = {
	    "zone_id", "parent_id", "level", "method"};
	static const char *const edge[] = {
	    "zone_id", "point_id", "role", "weight"};
	const struct network *n = b->o->n;

	csvout_table(b->out, zone, 4);
	for (size_t i = 0; i < n->nzone; i++) {
		put_mask(b, 'z', n->zone[i].id);
		put_mask(b, 'z', n->zone[i].parent_id);
		csvout_exact(b->out, n->zone[i].level);
		csvout_text(b->out, n->zone[i].method);
		csvout_row(b->out);
	}
	csvout_table(b->out, edge, 4);
	for (size_t i = 0; i < n->nedge; i++) {
		put_mask(b, 'z', n->zone[n->edge[i].zone].id);
		put_mask(b, 'p', n->point[n->edge[i].point].id);
		csvout_text(b->out, role_word[n->edge[i].role]);
		csvout_exact(b->out, n->edge[i].weight);
		csvout_row(b->out);
	}
}

static int
put_points(const struct bundle *b, const struct store_listed *p, size_t n)
{
	static const char *const col[] = {"point_id", "quantity", "unit"};

	csvout_table(b->out, col, 3);
	for (size_t i = 0; i < n; i++) {
		put_mask(b, 'p', p[i].id);
		csvout_text(b->out, p[i].p.quantity);
		csvout_text(b->out, p[i].p.unit);
		csvout_row(b->out);
	}
	return 0;
}

static int
put_day(const struct bundle *b, const struct store_listed *p, int64_t day)
{
	int64_t midnight = zone_midnight(store_zone(b->o->s), day);
	const struct unit *u = unit_find(p->p.unit);
	struct reading *r = NULL;
	char value[NUM_BUF];
	size_t cap = 0;
	long n = store_day(b->o->s, p->p.n, day, &r, &cap);

	for (long i = 0; i < n; i++) {
		put_mask(b, 'p', p->id);
		put_instant(b, midnight + r[i].off);
		csvout_number(
		    b->out, num_unscaled(r[i].v, u->num, u->den, value));
		csvout_int(b->out, r[i].quality);
		csvout_row(b->out);
	}
	free(r);
	return n < 0 ? -1 : 0;
}

/* The days that were looked at, of the first few points with readings. */
static int
put_sample(const struct bundle *b, const struct store_listed *p, size_t n)
{
	static const char *const col[] = {
	    "point_id", "time", "value", "quality"};
	int points = 0;

	csvout_table(b->out, col, 4);
	for (size_t i = 0; i < n && points < SAMPLE_POINTS; i++) {
		uint64_t before = csvout_rows(b->out);

		for (int64_t d = b->o->from; d < b->o->to; d++)
			if (put_day(b, &p[i], d) < 0)
				return -1;
		points += csvout_rows(b->out) > before;
	}
	return 0;
}

static int
put_all(const struct bundle *b)
{
	struct store_listed *p;
	size_t n;
	int got;

	if (put_about(b) < 0)
		return -1;
	put_params(b);
	put_imports(b);
	if (put_runs(b) < 0)
		return -1;
	put_lines(b);
	put_network(b);
	if (store_points(b->o->s, &p, &n) < 0)
		return -1;
	put_points(b, p, n);
	got = put_sample(b, p, n);
	store_points_free(p, n);
	return got;
}

int
opsbundle_write(const struct ops *o, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	struct bundle b = {.o = o};
	FILE *fp = fd < 0 ? NULL : fdopen(fd, "w");
	int got;

	if (fp == NULL) {
		warn("%s", path);
		return -1;
	}
	b.out = csvout_new(fp, CSVOUT_CSV, 0);
	make_salt(&b);
	got = put_all(&b);
	csvout_free(b.out);
	if (fflush(fp) != 0 || ferror(fp)) {
		warn("%s", path);
		got = -1;
	}
	fclose(fp);
	if (got < 0)
		unlink(path);
	return got;
}
