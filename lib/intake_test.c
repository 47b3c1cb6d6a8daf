/* The fast path, in one piece or in many by several threads, and the reader of
 * rows give the same: readings, counts, rejects, whatever the file holds. */
#include "intake.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rnd.h"
#include "tap.h"
#include "xalloc.h"

static const char *
pick(const char *const *list, unsigned n)
{
	return list[rnd(n)];
}

/* Points of three units; one id has a comma in it, one is nobody's. */
static const char registry[] =
    "point_id,quantity,unit\n"
    "P1,flow,m3/h\nP2,flow,L/s\nP3,pressure,MPa\nlong-point-name-4,flow,m3/d\n"
    "\"P,5\",flow,m3/h\nP6,pressure,psi\n";

/* ... and those of sweeps, some of which have a long name. */
enum { SWEEP_POINTS = 24 };

static const char *
sweep_id(unsigned i, char buf[40])
{
	snprintf(
	    buf, 40, i % 5 == 4 ? "S%02u-at-the-end-of-a-street" : "S%02u", i);
	return buf;
}

static void
write_registry(const char *path)
{
	FILE *fp = fopen(path, "w");
	char id[40];

	fputs(registry, fp);
	for (unsigned i = 0; i < SWEEP_POINTS; i++)
		fprintf(fp, "%s,flow,%s\n", sweep_id(i, id),
		    i % 7 == 6 ? "L/s" : "m3/h");
	fclose(fp);
}

static const char *const ids[] = {"P1", "P2", "P3", "long-point-name-4",
    "\"P,5\"", "P6", "P1", "P2", "P3", "\"P1\"", "P7", "", "P"};
static const char *const odd_times[] = {"2026-03-29 02:30", "2026-10-25 02:30",
    "2026-03-01", "", "2026-03-01T25:00", "2026-02-30 00:00",
    "2026-03-01 24:00", "2026-03-01T03:05:00Z", "2026-03-01 03:05:00.000",
    "2026-03-01 3:05", "1969-12-31 23:59", "2100-01-01 00:00",
    "2026-03-01 03:60", "x", "2026-03-01 03:05:0"};
static const char *const odd_values[] = {"", "-", ".", ".5", "5.", "-0", "-0.0",
    "1e3", "1E-2", "+4", "0x10", "nan", "12 ", " 12", "1..2", "123456789012345",
    "1234567890123456", "0.12345678901234567", "87654321.123456789",
    "0.1234567890123456789", "99999999999999999999", "1e999", "\"7.5\"", "n/a",
    ".292978914902904", "0.292978914902904", "00000000000000007.25",
    "0.000000000000000000001", "7.25000000000000000000",
    "12345678901234567e-15", "9007199254740993", "0.30000000000000004", "000",
    "-.5", "-0.000", "999999999999999", "0.000000000000001", "\xEF\xBC\x91",
    "5\xC2\xA0", "1e-400", "0e999"};
static const char *const odd_qualities[] = {"", "0", "64", "65535", "65536",
    "good", "Bad", "0192", "-1", "\"192\"", "fine", "1920000"};

struct form {
	char sep, decimal;
	int quality, messy, foreign;
	int sweeps; /* 1: all points at one instant, then all at the next */
	int zulu;   /* 1: times say their offset from UTC */
	unsigned quoted; /* fields that stand in quotes, bit by bit */
	int64_t latest;
};

/* What stands behind a clock time; most often the same. */
static const char *
zone_of(const struct form *f)
{
	static const char *const all[] = {"Z", "+02:00", "-05:30", "+0100",
	    "+01", "z", "+15:00", "+01:60", "+1:00", "*"};

	if (!f->zulu)
		return "";
	return rnd(12) ? all[1] : all[rnd(sizeof all / sizeof *all)];
}

static void
put_time(FILE *fp, int i, const struct form *f)
{
	int day = i / 24, hour = i % 24, min = rnd(2) ? 0 : 30;

	if (f->messy && rnd(12) == 0)
		fputs(
		    pick(odd_times, sizeof odd_times / sizeof *odd_times), fp);
	else
		/* across the change of clocks of 29 March */
		fprintf(fp, "2026-03-%02d%c%02d:%02d%s%s", 27 + day,
		    rnd(9) ? ' ' : 'T', hour, min,
		    rnd(3) == 0 ? ":00" :
		    rnd(9) == 0 ? ":07" :
				  "",
		    zone_of(f));
}

static void
put_value(FILE *fp, const struct form *f)
{
	char text[40];

	if (f->messy && rnd(6) == 0) {
		fputs(pick(odd_values, sizeof odd_values / sizeof *odd_values),
		    fp);
		return;
	}
	if (rnd(8) == 0) /* of many digits, or with zeros that say nothing */
		snprintf(text, sizeof text, "%s%.*s%u.%0*u%.*s",
		    rnd(9) ? "" : "-", (int)rnd(4), "0000", rnd(900),
		    1 + (int)rnd(16), rnd(1u << 30), (int)rnd(4), "0000");
	else
		snprintf(text, sizeof text, "%s%u.%0*u", rnd(9) ? "" : "-",
		    rnd(900), 1 + (int)rnd(3), rnd(10));
	for (char *p = text; *p; p++)
		if (*p == '.')
			*p = f->decimal;
	fputs(text, fp);
}

/* Which fields of a row stand in quotes; most often the same. */
static unsigned
quoted_of(const struct form *f)
{
	return f->quoted == 0 || rnd(30) ? f->quoted : rnd(16);
}

/* A quote, if that field has them. */
static void
put_quote(FILE *fp, unsigned quoted, int field)
{
	if (quoted >> field & 1)
		fputc('"', fp);
}

static void
put_row(FILE *fp, int i, const struct form *f)
{
	unsigned quoted = quoted_of(f);
	unsigned n = f->messy ? sizeof ids / sizeof *ids : 3;

	if (f->messy && rnd(60) == 0)
		fputs(rnd(2) ? "a\"b" : "\"un\"closed\"", fp);
	if (f->messy && rnd(80) == 0) /* closes in a later row, if at all */
		fputs(rnd(2) ? "\"open" : "closed\"", fp);
	if (f->messy && rnd(300) == 0)
		fputc('\n', fp);
	put_quote(fp, quoted, 0);
	fputs(pick(ids, n), fp);
	put_quote(fp, quoted, 0);
	fputc(f->sep, fp);
	put_quote(fp, quoted, 1);
	put_time(fp, i, f);
	put_quote(fp, quoted, 1);
	if (f->messy && rnd(50) == 0) {
		fputc('\n', fp);
		return;
	}
	fputc(f->sep, fp);
	put_quote(fp, quoted, 2);
	put_value(fp, f);
	put_quote(fp, quoted, 2);
	if (f->quality) {
		fputc(f->sep, fp);
		put_quote(fp, quoted, 3);
		if (rnd(8) == 0)
			fputs(pick(odd_qualities,
				  sizeof odd_qualities / sizeof *odd_qualities),
			    fp);
		else
			fputs("192", fp);
		put_quote(fp, quoted, 3);
	}
	if (f->messy && rnd(70) == 0)
		fputs(";x,y", fp);
	fputs(rnd(5) ? "\n" : "\r\n", fp);
}

/* --- sweeps --- */

/* A reading of a point at a clock time, minutes after 27 March. */
static void
put_sweep_row(FILE *fp, unsigned point, unsigned minute, const struct form *f)
{
	static const char *const other[] = {"0", "64", "193", "192", ""};
	const unsigned q = quoted_of(f);
	const char *const mark[] = {"", "\""};
	char id[40];

	fprintf(fp, "%s%s%s%c%s2026-03-%02u %02u:%02u%s%s%s%c%s%u.%0*u%s",
	    mark[q & 1], sweep_id(point, id), mark[q & 1], f->sep,
	    mark[q >> 1 & 1], 27 + minute / 1440, minute / 60 % 24, minute % 60,
	    rnd(200) ? ":00" : ":07", zone_of(f), mark[q >> 1 & 1], f->sep,
	    mark[q >> 2 & 1], rnd(3) ? 7 : rnd(900), 1 + (int)rnd(2), rnd(10),
	    mark[q >> 2 & 1]);
	if (f->quality)
		fprintf(fp, "%c%s%s%s", f->sep, mark[q >> 3 & 1],
		    rnd(40) ? "192" : pick(other, sizeof other / sizeof *other),
		    mark[q >> 3 & 1]);
	fputc('\n', fp);
}

/* Points that are missing, come late, come twice, come in the middle of the
 * file; an interval that changes; a day that comes once more in the end. */
static void
write_sweeps(FILE *fp, const struct form *f)
{
	unsigned points = 10 + rnd(SWEEP_POINTS - 9), few = 9 + rnd(points - 8);
	unsigned step = rnd(2) ? 30 : 60, days = 1 + rnd(4);
	unsigned again = rnd(2) ? rnd(days) : days, end = days * 1440;
	unsigned more_from = rnd(days * 1440);

	for (unsigned m = 0; m < end; m += step) {
		if (rnd(150) == 0)
			step = step == 30 ? 15 : 30;
		for (unsigned i = 0; i < (m < more_from ? few : points); i++) {
			if (rnd(60) == 0)
				continue;
			put_sweep_row(fp, i, m, f);
			if (rnd(60) == 0)
				put_sweep_row(fp, rnd(points),
				    m > 300 ? m - 5 * rnd(60) : m, f);
		}
		if (m + step >= end && again < days) {
			m = again * 1440 - step;
			end = m + step + 1440;
			again = days;
		}
	}
}

static void
write_file(const char *path, const struct form *f)
{
	FILE *fp = fopen(path, "w");
	int rows = f->sweeps && !f->messy ? 0 : 20 + (int)rnd(300);

	fprintf(fp, "point_id%ctime%cvalue", f->sep, f->sep);
	if (f->quality)
		fprintf(fp, "%cquality", f->sep);
	fputc('\n', fp);
	/* an empty time before there was any other */
	for (int i = 0; f->messy && i < 3; i++) {
		fprintf(fp, "P1%c%c1", f->sep, f->sep);
		fputs(f->quality ? f->sep == ',' ? ",192\n" : ";192\n" : "\n",
		    fp);
	}
	for (int i = 0; i < rows; i++)
		put_row(fp,
		    (int)((unsigned)i * 96 / (unsigned)rows + rnd(3)) % 96, f);
	if (f->sweeps)
		write_sweeps(fp, f);
	if (rnd(4) == 0) /* no LF at the end */
		fprintf(fp, "P1%c2026-03-30 01:00%c5", f->sep, f->sep);
	fclose(fp);
}

static void
answer(struct store *s, const char *id, FILE *fp)
{
	struct store_point p;
	struct reading *r = NULL;
	size_t cap = 0;

	store_point(s, id, &p);
	for (int64_t d = 20500; d < 20560; d++) {
		long n = store_day(s, p.n, d, &r, &cap);

		for (long k = 0; k < n; k++)
			fprintf(fp, "%s %lld %d %.17g %d\n", id, (long long)d,
			    r[k].off, r[k].v, r[k].quality);
	}
	free(r);
}

/* All that the store answers, as text. */
static char *
answers(struct store *s)
{
	static const char *const all[] = {
	    "P1", "P2", "P3", "long-point-name-4", "P,5", "P6"};
	char *out, id[40];
	size_t n;
	FILE *fp = open_memstream(&out, &n);

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		answer(s, all[i], fp);
	for (unsigned i = 0; i < SWEEP_POINTS; i++)
		answer(s, sweep_id(i, id), fp);
	fclose(fp);
	return out;
}

static char *
slurp(const char *path)
{
	FILE *fp = fopen(path, "r");
	char *s = xcalloc(1, 1 << 20);

	if (fp != NULL) {
		if (fread(s, 1, (1 << 20) - 1, fp) == 0)
			s[0] = '\0';
		fclose(fp);
		unlink(path);
	}
	return s;
}

enum way { FAST, PIECES, FILE_PIECES, PIPE, SLOW, WAYS };

/* Makes the file a pipe of the same name, into which a child writes it bit by
 * bit. */
static pid_t
begin_pipe(const char *path)
{
	char *data = xasprintf("%s.data", path), buf[3000];
	pid_t child;

	if (rename(path, data) != 0 || mkfifo(path, 0600) != 0)
		abort();
	if ((child = fork()) == 0) {
		int in = open(data, O_RDONLY), out = open(path, O_WRONLY);
		ssize_t n;

		while ((n = read(in, buf, 1 + rnd(sizeof buf - 1))) > 0)
			if (write(out, buf, (size_t)n) != n)
				break;
		_exit(0);
	}
	free(data);
	return child;
}

static void
end_pipe(const char *path, pid_t child)
{
	char *data = xasprintf("%s.data", path);

	waitpid(child, NULL, 0);
	if (unlink(path) != 0 || rename(data, path) != 0)
		abort();
	free(data);
}

/* Imports the file one way; counts, readings and rejects as one text. */
static char *
import(const char *path, const struct form *f, enum way way)
{
	struct store *s = store_open_rw(":memory:", "Europe/Rome");
	char *rejects = xasprintf("%s.rejects", path);
	struct intake_opts o = {.max_rejects = 100,
	    .percent = 1,
	    .quiet = 1,
	    .slow = way == SLOW,
	    .latest = f->latest,
	    .piece = way == FAST || way == SLOW ? 0 : 1 + rnd(400),
	    .rejects = rejects};
	struct map *m = map_canonical(table_find("points"));
	struct intake_result r;
	char reg[] = "/tmp/wb-intake-test-XXXXXX", *a, *b, *all;
	int fd = mkstemp(reg), got;
	pid_t child = 0;

	close(fd);
	write_registry(reg);
	intake_file(s, m, reg, &o, &r);
	unlink(reg);
	map_free(m);
	m = map_canonical(table_find("readings"));
	m->csv.separator = f->sep;
	m->decimal = f->decimal;
	m->csv.foreign = f->foreign;
	m->csv.unhashed = way == FILE_PIECES;
	if (way == PIPE)
		child = begin_pipe(path);
	got = intake_file(s, m, path, &o, &r);
	if (way == PIPE)
		end_pipe(path, child);
	a = answers(s);
	b = slurp(o.rejects);
	all = xasprintf("%d %lld %lld %lld %lld %lld %lld\n%s%s", got,
	    (long long)r.rows, (long long)r.added, (long long)r.repeated,
	    (long long)r.changed, (long long)r.empty, (long long)r.rejected, a,
	    b);
	free(a);
	free(b);
	free(rejects);
	map_free(m);
	store_close(s);
	return all;
}

static int
agree(int k, const char *way, const char *a, const char *b)
{
	size_t i = 0;

	if (strcmp(a, b) == 0)
		return 1;
	while (a[i] == b[i])
		i++;
	i -= i > 20 ? 20 : i;
	printf(
	    "# file %d: %s ...%.60s\n# slow ...%.60s\n", k, way, a + i, b + i);
	return 0;
}

int
main(void)
{
	char path[] = "/tmp/wb-intake-test-XXXXXX";
	int fd = mkstemp(path), all = 1, some = 0;

	rnd_seed = 3;
	close(fd);
	if (freopen("/dev/null", "w", stderr) == NULL)
		abort();
	for (int k = 0; k < 300; k++) {
		struct form f = {rnd(4) ? ',' : ';', '.', rnd(4) != 0,
		    rnd(3) != 0, 0, 0, 0, 0, 0};
		char *got[WAYS];

		f.sweeps = k % 5 == 0;
		f.zulu = k % 7 == 0;
		f.quoted = rnd(3) ? 0 : rnd(16);

		f.foreign = rnd(3) == 0;
		if (rnd(3) == 0) /* 28 to 30 March 2026 */
			f.latest = 1774656000 + rnd(2 * 86400);
		if (f.sep == ';' && rnd(2))
			f.decimal = ',';
		write_file(path, &f);
		for (enum way w = FAST; w < WAYS; w++)
			got[w] = import(path, &f, w);
		some += strlen(got[SLOW]) > 1000;
		all &= agree(k, "fast", got[FAST], got[SLOW]) &
		       agree(k, "pieces", got[PIECES], got[SLOW]) &
		       agree(k, "pieces of the file", got[FILE_PIECES],
			   got[SLOW]) &
		       agree(k, "a pipe", got[PIPE], got[SLOW]);
		for (enum way w = FAST; w < WAYS; w++)
			free(got[w]);
	}
	unlink(path);
	ok(all, "300 random files: the same readings, counts and rejects");
	ok(some > 200, "most of them hold many");
	return tap_done();
}
