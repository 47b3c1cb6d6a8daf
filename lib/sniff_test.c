/* What sniff proposes for generated exports imports them: every reading as it
 * was planted, no reject; and a date order that nothing settles is said to be
 * open. */
#include "sniff.h"

#include <iconv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "caltime.h"
#include "intake.h"
#include "map.h"
#include "rnd.h"
#include "tap.h"
#include "xalloc.h"

enum { POINTS = 3, STEPS = 150 };

/* How an export is written; the readings are a rule: see value_of. */
struct form {
	const char *encoding;
	int mark; /* a byte order mark */
	char sep, decimal;
	int big;   /* values ten times as great, thousands parted */
	int stamp; /* 1: epoch, 2: Excel's days */
	int wide, title, foot, heading, words, quote, trailing, crlf;
	int date, clock, two; /* columns for the time */
	int day0;	      /* first day of March 2026 */
	int step_s;
};

/* Hundredths, and -1 for none. */
static int
value_of(int point, int i)
{
	if ((i + point) % 37 == 5)
		return -1;
	return 100 * (point + 1) + (i * 7919 + point * 31) % 9973;
}

static const char *const id[] = {"东区", "PT-2", "C3"};

static const char *const date_forms[] = {"%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y",
    "%m/%d/%Y", "%d.%m.%Y", "%Y年%m月%d日", "%d.%m.%y"};

static void
put_date(FILE *fp, const struct form *f, int day)
{
	const char *p = date_forms[f->date];

	for (; *p != '\0'; p++) {
		if (*p != '%') {
			fputc(*p, fp);
			continue;
		}
		switch (*++p) {
		case 'Y':
			fputs("2026", fp);
			break;
		case 'y':
			fputs("26", fp);
			break;
		case 'm':
			fputs("03", fp);
			break;
		case 'd':
			fprintf(fp, "%02d", day);
			break;
		}
	}
}

static void
put_clock(FILE *fp, const struct form *f, int sec)
{
	int h = sec / 3600, m = sec / 60 % 60;

	if (f->clock == 0)
		fprintf(fp, "%02d:%02d", h, m);
	else if (f->clock == 1)
		fprintf(fp, "%02d:%02d:%02d", h, m, sec % 60);
	else
		fprintf(fp, "%d:%02d %s", (h + 11) % 12 + 1, m,
		    h < 12 ? "AM" : "PM");
}

static void
put_time(FILE *fp, const struct form *f, int i)
{
	int t = i * f->step_s;
	int64_t now = cal_day(2026, 3, f->day0) * CAL_DAY_S + (int64_t)t;

	if (f->stamp == 1)
		fprintf(fp, "%lld", (long long)now);
	if (f->stamp == 2)
		fprintf(fp, "%.9f", (double)now / CAL_DAY_S + 25569);
	if (f->stamp)
		return;
	put_date(fp, f, f->day0 + t / 86400);
	fputc(f->two ? f->sep : ' ', fp);
	put_clock(fp, f, t % 86400);
}

static void
put_value(FILE *fp, const struct form *f, int v)
{
	const char *q = f->quote || f->sep == f->decimal ? "\"" : "";

	if (v >= 100 && f->big)
		fprintf(fp, "\"%d%c%03d%c50\"", v / 100,
		    f->decimal == '.' ? ',' : '.', v % 100 * 10, f->decimal);
	else if (v >= 0)
		fprintf(fp, "%s%d%c%02d%s", q, v / 100, f->decimal, v % 100, q);
	else if (f->words)
		fputs("通讯故障", fp);
}

static void
put_heading(FILE *fp, const struct form *f)
{
	fprintf(fp, f->two ? "日期%c钟点" : "采集时间", f->sep);
	if (f->wide)
		for (int p = 0; p < POINTS; p++)
			fprintf(fp, "%c%s", f->sep, id[p]);
	else
		fprintf(fp, "%c测点%c数值", f->sep, f->sep);
}

static void
end_line(FILE *fp, const struct form *f)
{
	if (f->trailing)
		fputc(f->sep, fp);
	fputs(f->crlf ? "\r\n" : "\n", fp);
}

static char *
write_text(const struct form *f, size_t *n)
{
	char *text;
	FILE *fp = open_memstream(&text, n);

	if (f->mark)
		fputs("\xEF\xBB\xBF", fp);
	if (f->title)
		fputs("清河市供水公司 报表\n\n", fp);
	if (f->heading) {
		put_heading(fp, f);
		end_line(fp, f);
	}
	for (int i = 0; i < STEPS; i++) {
		for (int p = 0; p < POINTS; p++) {
			if (p > 0 && f->wide) {
				fputc(f->sep, fp);
				put_value(fp, f, value_of(p, i));
				continue;
			}
			if (p > 0)
				end_line(fp, f);
			put_time(fp, f, i);
			if (!f->wide)
				fprintf(fp, "%c%s", f->sep, id[p]);
			fputc(f->sep, fp);
			put_value(fp, f, value_of(p, i));
		}
		end_line(fp, f);
	}
	if (f->foot)
		fputs("导出完成\n", fp);
	fclose(fp);
	return text;
}

static void
write_file(const char *path, const struct form *f)
{
	size_t n, left, room;
	char *text = write_text(f, &n), *in = text, *out, *buf;
	iconv_t cd = iconv_open(f->encoding, "UTF-8");
	FILE *fp = fopen(path, "w");

	left = n;
	room = 4 * n;
	buf = out = xmalloc(room);
	if (iconv(cd, &in, &left, &out, &room) == (size_t)-1)
		abort();
	fwrite(buf, 1, (size_t)(out - buf), fp);
	fclose(fp);
	iconv_close(cd);
	free(buf);
	free(text);
}

/* The readings of a point, less those that were planted: how many differ. */
static int
wrong_readings(struct store *s, const char *point, int p, const struct form *f)
{
	struct store_point sp;
	struct reading *r = NULL;
	size_t cap = 0;
	int wrong = 0;

	if (store_point(s, point, &sp) < 0 || sp.n == 0)
		return STEPS;
	for (int i = 0; i < STEPS;) {
		int64_t day = cal_day(2026, 3, f->day0 + i * f->step_s / 86400);
		long n = store_day(s, sp.n, day, &r, &cap), k = 0;
		int first = i * f->step_s / 86400;

		for (; i < STEPS && i * f->step_s / 86400 == first; i++) {
			int v = value_of(p, i);
			double want = f->big ? v * 10.0 + 0.5 : v / 100.0;

			if (v < 0)
				continue;
			wrong += k >= n || r[k].off != i * f->step_s % 86400 ||
				 fabs(r[k].v - want) > 1e-9;
			k++;
		}
		wrong += k != n;
	}
	free(r);
	return wrong;
}

/* Sniffs, imports by what came out; 1: all as planted. */
static int
comes_back(const char *path, const struct form *f, char **proposal)
{
	static const char *const names[2][POINTS] = {
	    {"东区", "PT-2", "C3"}, {"column_2", "column_3", "column_4"}};
	const struct table *t = table_find("readings");
	struct intake_opts o = intake_defaults;
	struct intake_result r = {0};
	struct store *s = store_open_rw(":memory:", "UTC");
	struct map *m = NULL;
	size_t size;
	int wrong = 0;
	FILE *fp = open_memstream(proposal, &size);

	o.quiet = o.new_points = 1;
	o.percent = 0;
	o.max_rejects = 0;
	wrong += sniff(path, t, fp) < 0;
	fclose(fp);
	fp = fmemopen(*proposal, size, "r");
	if (wrong == 0 && (m = map_read_stream(fp, "map", t)) != NULL)
		wrong += intake_file(s, m, path, &o, &r) < 0;
	else
		wrong++;
	fclose(fp);
	for (int p = 0; p < POINTS && wrong == 0; p++)
		wrong +=
		    wrong_readings(s, names[f->wide && !f->heading][p], p, f);
	map_free(m);
	store_close(s);
	return wrong == 0;
}

static struct form
any_form(void)
{
	static const char *const encodings[] = {
	    "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};
	static const char seps[] = ",;\t|";
	struct form f = {.encoding = encodings[rnd(4)],
	    .sep = seps[rnd(4)],
	    .decimal = rnd(2) ? '.' : ',',
	    .wide = (int)rnd(2),
	    .title = (int)rnd(2),
	    .foot = (int)rnd(2),
	    .heading = rnd(5) > 0,
	    .words = (int)rnd(2),
	    .quote = (int)rnd(2),
	    .trailing = rnd(4) == 0,
	    .crlf = (int)rnd(2),
	    .date = (int)rnd(7),
	    .clock = (int)rnd(3),
	    .two = rnd(4) == 0,
	    .day0 = 9,
	    .step_s = 3600};

	f.mark = strcmp(f.encoding, "GB18030") != 0 && rnd(2);
	/* a form of times that is a number needs the heading's word */
	f.stamp = f.heading && !f.two && rnd(6) == 0 ? 1 + (int)rnd(2) : 0;
	f.big = rnd(5) == 0;
	f.two &= f.heading;
	f.trailing &= f.heading;
	return f;
}

static void
show(const struct form *f)
{
	printf("# stamp %d big %d ", f->stamp, f->big);
	printf("%s%s sep '%c' decimal %c%s%s%s%s%s%s%s%s, %s clock %d%s\n",
	    f->encoding, f->mark ? " mark" : "", f->sep, f->decimal,
	    f->wide ? " wide" : " long", f->title ? " title" : "",
	    f->foot ? " foot" : "", f->heading ? "" : " no heading",
	    f->words ? " words" : "", f->quote ? " quote" : "",
	    f->trailing ? " trailing" : "", f->crlf ? " crlf" : "",
	    date_forms[f->date], f->clock, f->two ? " two columns" : "");
}

static int
is_open(const char *path, const struct form *f)
{
	char *proposal;
	int open;

	write_file(path, f);
	comes_back(path, f, &proposal);
	open = strstr(proposal, "AMBIGUOUS") != NULL;
	free(proposal);
	return open;
}

int
main(void)
{
	char path[] = "/tmp/wb-sniff-test-XXXXXX", *proposal;
	int fd = mkstemp(path), bad = 0, open = 0;
	struct form day = {.encoding = "UTF-8",
	    .sep = ';',
	    .decimal = '.',
	    .wide = 1,
	    .heading = 1,
	    .date = 2,
	    .day0 = 1,
	    .step_s = 60};

	rnd_seed = 11;
	close(fd);
	if (freopen("/dev/null", "w", stderr) == NULL)
		return 1;
	for (int k = 0; k < 400; k++) {
		struct form f = any_form();

		write_file(path, &f);
		if (!comes_back(path, &f, &proposal)) {
			if (bad++ < 5) {
				show(&f);
				printf(
				    "%s", getenv("SNIFF_SHOW") ? proposal : "");
			}
		}
		open += strstr(proposal, "AMBIGUOUS") != NULL;
		free(proposal);
	}
	ok(bad == 0, "400 exports: what is proposed imports them as planted");
	ok(open == 0, "with hourly rows from 9 to 15 March nothing is open");
	/* 150 minutes of 1 March: 01/03/2026 may be 3 January */
	ok(is_open(path, &day), "one day in %d/%m/%Y is open");
	day.date = 3;
	ok(is_open(path, &day), "and in %m/%d/%Y");
	day.date = 0;
	ok(!is_open(path, &day), "but not in %Y-%m-%d");
	day.date = 2;
	day.step_s = 3600;
	ok(!is_open(path, &day), "several days in hours are not open");
	day.step_s = 86400 / 10;
	day.day0 = 13;
	ok(!is_open(path, &day), "nor is the 13th of a month");
	unlink(path);
	return tap_done();
}
