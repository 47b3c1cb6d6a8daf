/*
 * make-bills - write a synthetic billing ledger with planted anomalies
 *
 *     make-bills DIR [ACCOUNTS [ANOMALIES]]
 *
 * 5,000 accounts with 24 monthly bills each (2024-01 to 2025-12) and 200
 * anomalies, of all of bill-scan's rules in turn; the same bytes every time.
 * DIR gets zones, points, edges, accounts, bills, readings (.csv) as wb-import
 * takes them, and truth.csv: account_id,meter_id,rule.
 *
 * Not anomalies, on purpose: meters that were replaced, single estimates set
 * right by the next reading, single months without use, accounts closed or
 * opened on the way, use that follows the season.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MONTHS = 24, FIRST_YEAR = 2024, READING_DAYS = 10 };

static const char *const kind[] = {"oversized", "undersized", "big_user",
    "zero_use", "estimated", "true_up", "same_volume", "negative_advance",
    "rollover", "index_gap", "index_volume", "spike", "drop", "outlier",
    "meter_no_account", "bill_no_account", "account_no_meter", "not_read",
    "account_no_zone", "closed_use", "meter_old", "night_flow"};
enum kinds {
	OVERSIZED,
	UNDERSIZED,
	BIG_USER,
	ZERO_USE,
	ESTIMATED,
	TRUE_UP,
	SAME_VOLUME,
	NEGATIVE,
	ROLLOVER,
	GAP,
	VOLUME,
	SPIKE,
	DROP,
	OUTLIER,
	NO_ACCOUNT,
	BILL_NO_ACCOUNT,
	NO_METER,
	NOT_READ,
	NO_ZONE,
	CLOSED,
	OLD,
	NIGHT,
	KINDS,
	NONE = KINDS
};

struct out {
	FILE *accounts, *bills, *points, *edges, *readings, *truth;
};

struct account {
	char id[16], meter[16];
	const char *class;
	int dn, digits, installed, opened, day, at, length;
	double q3, m3; /* a month */
	enum kinds kind;
};

/* --- chance: splitmix64 --- */

static uint64_t state = 20240101;

static double
chance(void)
{
	uint64_t z = (state += 0x9E3779B97F4A7C15u);

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* About normal, within 2.5 standard deviations. */
static double
normal(void)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += chance();
	return sum > 2.5 ? 2.5 : sum < -2.5 ? -2.5 : sum;
}

/* --- files --- */

static FILE *
open_file(const char *dir, const char *name, const char *heading)
{
	char path[4096];
	FILE *fp;

	snprintf(path, sizeof path, "%s/%s.csv", dir, name);
	if ((fp = fopen(path, "we")) == NULL) {
		perror(path);
		exit(1);
	}
	fprintf(fp, "%s\n", heading);
	return fp;
}

static void
put_day(FILE *fp, int month, int day)
{
	fprintf(fp, ",%04d-%02d-%02d", FIRST_YEAR + month / 12, month % 12 + 1,
	    day);
}

/* --- an account --- */

static void
size_of(struct account *a, int i)
{
	int big = i % 40 == 7 || a->kind == OVERSIZED || a->kind == BIG_USER;
	int shop = i % 10 == 3 || a->kind == UNDERSIZED;

	a->class = big || shop ? "nonhousehold" : "household";
	a->dn = a->kind == BIG_USER ? 100 : big ? 50 : shop ? 20 : 15;
	a->q3 = a->dn == 100 ? 63 : a->dn == 50 ? 25 : a->dn == 20 ? 4 : 2.5;
	a->m3 = big  ? 1800 * exp(0.2 * normal()) :
		shop ? 500 * exp(0.3 * normal()) :
		       14 * exp(0.3 * normal());
	a->digits = a->dn >= 50 ? 7 : 6;
	if (a->kind == OVERSIZED)
		a->m3 = 800;
	else if (a->kind == UNDERSIZED)
		a->m3 = 1700;
	else if (a->kind == BIG_USER)
		a->m3 = 7500;
	else if (a->kind == OUTLIER)
		a->m3 = 160;
	else if (a->kind == SPIKE || a->kind == DROP || a->kind == SAME_VOLUME)
		a->m3 = 30;
}

static void
make_account(struct account *a, int i, enum kinds k)
{
	memset(a, 0, sizeof *a);
	a->kind = k;
	snprintf(a->id, sizeof a->id, "U%06d", i);
	snprintf(a->meter, sizeof a->meter, "M%06d", i);
	size_of(a, i);
	a->day = 1 + i % 4 * 7;
	a->installed = k == OLD ? 2008 + i % 8 : 2023;
	a->at = 13 + (int)(chance() * 5);
	a->length = 4 + (int)(chance() * 3);
	if (k == SAME_VOLUME)
		a->length += 6;
	a->opened = k == NONE && chance() < 0.01 ? 12 : 0;
}

static void
put_account(const struct out *o, const struct account *a, int closed)
{
	fprintf(o->accounts, "%s,%s,%s,%s,%d,%g,80,%d,1,%d-06-01,R%02d", a->id,
	    a->kind == NO_ZONE ? "" :
	    a->id[6] < '5'     ? "Z1" :
				 "Z2",
	    a->class, a->kind == NO_METER ? "" : a->meter, a->dn, a->q3,
	    a->digits, a->installed, a->day);
	fprintf(o->accounts, ",%s", closed >= 0 ? "closed," : "active,");
	if (a->opened > 0)
		fprintf(o->accounts, "%04d-%02d-%02d",
		    FIRST_YEAR + a->opened / 12, a->opened % 12 + 1, a->day);
	if (closed >= 0)
		put_day(o->accounts, closed, a->day);
	else
		fputc(',', o->accounts);
	fputc('\n', o->accounts);
}

/* --- its bills --- */

struct month { /* one bill */
	double used, m3, from, to;
	const char *status;
	int skip;
};

/* What the meter registers: use that follows the season, with scatter. */
static double
use_of(const struct account *a, int m)
{
	double season = 1 + 0.15 * sin((m % 12 - 4) * M_PI / 6);
	double m3 = a->m3 * season * (1 + 0.12 * normal());
	int in = m >= a->at && m < a->at + a->length;

	if (a->kind == ZERO_USE && in)
		return 0;
	if (a->kind == SAME_VOLUME && in)
		return 31;
	if (a->kind == SPIKE && m == a->at)
		m3 *= 6;
	if (a->kind == DROP && in)
		m3 /= 6;
	return floor(m3 + 0.5);
}

/* The register reads `index` before; moves it on. */
static void
spoil(const struct account *a, int m, struct month *b, double *index)
{
	int at = m == a->at;

	if (a->kind == NEGATIVE && at) {
		b->to = b->from - 57;
		b->m3 = 0;
	} else if (a->kind == GAP && at) {
		b->from += 45;
		b->to += 45;
	} else if (a->kind == VOLUME && at) {
		b->m3 = floor(b->m3 / 2);
	} else if (a->kind == NOT_READ) {
		b->skip = m >= MONTHS - 3;
	} else if (a->kind == ROLLOVER && b->to >= pow(10, a->digits)) {
		b->to -= pow(10, a->digits);
	}
	*index = b->to;
}

/* Estimates, and the reading after them.  real: the register as it is. */
static void
guess(
    const struct account *a, int m, struct month *b, double *index, double real)
{
	double share = a->kind == TRUE_UP ? 2.2 : 0.9;
	int n = a->kind == TRUE_UP ? 2 : a->kind == ESTIMATED ? a->length : 1;

	if (m >= a->at && m < a->at + n) {
		b->status = "estimated";
		b->m3 = floor(b->used * share + 0.5);
		b->to = *index = b->from + b->m3;
	} else if (m == a->at + n) {
		b->to = *index = real;
		b->m3 = b->to - b->from;
	}
}

static void
put_bill(FILE *fp, const struct account *a, int m, const struct month *b)
{
	fprintf(fp, "%s", a->id);
	put_day(fp, m, a->day);
	put_day(fp, m + 1, a->day);
	fprintf(fp, ",%.0f,%.0f,%.0f,%s,billed,%.2f\n", b->m3, b->from, b->to,
	    b->status, b->m3 * 3);
}

static void
put_bills(const struct out *o, const struct account *a, int closed)
{
	double index = a->kind == ROLLOVER ? pow(10, a->digits) - 15 * a->m3 :
					     floor(chance() * 20000);
	double real = floor(index), odd = a->kind == NONE ? chance() : 1;
	int guessed = a->kind == TRUE_UP || a->kind == ESTIMATED || odd < 0.1;

	index = real;
	for (int m = a->opened; m < MONTHS; m++) {
		struct month b = {.used = use_of(a, m), .status = "actual"};

		if (odd > 0.1 && odd < 0.12 && m == a->at)
			b.used = 0; /* a month away */
		b.from = index;
		b.m3 = b.used;
		b.to = b.from + b.used;
		real += b.used;
		if (odd > 0.12 && odd < 0.14 && m == a->at) {
			b.status = "replaced";
			b.to = real = index = floor(b.used / 2);
		} else if (guessed) {
			index = b.to;
			guess(a, m, &b, &index, real);
		} else {
			spoil(a, m, &b, &index);
			real = index;
		}
		if (!b.skip && (closed < 0 || m < closed || a->kind == CLOSED))
			put_bill(o->bills, a, m, &b);
	}
}

/* --- meters that are read every hour --- */

static void
put_meter(const struct out *o, const struct account *a, double night)
{
	fprintf(o->points, "%s,flow,m3/h,3600\n", a->meter);
	fprintf(o->edges, "Z1,%s,user\n", a->meter);
	for (int h = 0; h < READING_DAYS * 24; h++) {
		int hour = h % 24;
		double m3h = hour < 6 ? night * (1 + 0.1 * chance()) :
					0.02 + 0.03 * chance();

		fprintf(o->readings, "%s,2025-12-%02dT%02d:00:00,%.4f\n",
		    a->meter, 1 + h / 24, hour, m3h);
	}
}

static void
one(const struct out *o, int i, enum kinds k)
{
	struct account a;
	int closed = -1;

	make_account(&a, i, k);
	if (k == CLOSED || (k == NONE && chance() < 0.01))
		closed = 18;
	if (k != NO_ACCOUNT && k != BILL_NO_ACCOUNT)
		put_account(o, &a, closed);
	if (k != NO_ACCOUNT)
		put_bills(o, &a, closed);
	if (k == NO_ACCOUNT || k == NIGHT)
		put_meter(o, &a, 0.08);
	else if (k == NONE && i % 500 == 1)
		put_meter(o, &a, 0.004);
	if (k != NONE)
		fprintf(o->truth, "%s,%s,%s\n", k == NO_ACCOUNT ? "" : a.id,
		    a.meter, kind[k]);
}

static int
finish(FILE *fp)
{
	int bad = ferror(fp);

	return (fclose(fp) != 0) | bad;
}

int
main(int argc, char *argv[])
{
	int n = argc > 2 ? atoi(argv[2]) : 5000;
	int planted = argc > 3 ? atoi(argv[3]) : 200, done = 0;
	struct out o;

	if (argc < 2 || n <= 0 || planted > n) {
		fputs("usage: make-bills DIR [ACCOUNTS [ANOMALIES]]\n", stderr);
		return 2;
	}
	o.accounts = open_file(argv[1], "accounts",
	    "account_id,zone_id,class,meter_id,dn_mm,q3_m3h,ratio_r,digits,"
	    "multiplier,installed,route,status,valid_from,valid_to");
	o.bills = open_file(argv[1], "bills",
	    "account_id,from,to,volume_m3,index_from,index_to,status,billing,"
	    "amount_yuan");
	o.points =
	    open_file(argv[1], "points", "point_id,quantity,unit,interval_s");
	o.edges = open_file(argv[1], "edges", "zone_id,point_id,role");
	o.readings = open_file(argv[1], "readings", "point_id,time,value");
	o.truth = open_file(argv[1], "truth", "account_id,meter_id,rule");
	for (int i = 0; i < n; i++) {
		/* Evenly among the accounts, each kind in turn. */
		int now = (int)((int64_t)(i + 1) * planted / n) > done;

		one(&o, i, now ? (enum kinds)(done % KINDS) : NONE);
		done += now;
	}
	return finish(open_file(
		   argv[1], "zones", "zone_id,name\nZ1,East\nZ2,West")) |
	       finish(o.accounts) | finish(o.bills) | finish(o.points) |
	       finish(o.edges) | finish(o.readings) | finish(o.truth);
}
