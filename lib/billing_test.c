/*
 * Bills by period: published examples and small cases by hand.
 */
#include "billqueue.h"

#include <stdio.h>
#include <string.h>

#include "tap.h"

static struct net_zone zones[] = {
    {.id = (char *)"P", .parent = -1, .from = INT64_MIN, .to = INT64_MAX},
    {.id = (char *)"Z", .parent = 0, .from = INT64_MIN, .to = INT64_MAX},
};
static const struct network net = {.zone = zones, .nzone = 2};

static int32_t
day(int m, int d)
{
	return (int32_t)cal_day(2026, m, d);
}

static void
account(struct billing *b, const char *id, const char *zone, char class,
    int32_t from, int32_t to)
{
	struct bill_account a = {id, strlen(id), zone, class, 0, from, to};

	ok(billing_account(b, &a) == 0, "account");
}

static enum billing_got
bill(struct billing *b, const char *id, int32_t from, int32_t to, double m3,
    int estimated)
{
	struct bill x = {.m3 = m3,
	    .from = from,
	    .to = to,
	    .account = billids_find(billing_ids(b), id, strlen(id)),
	    .estimated = (uint8_t)estimated};

	return billing_add(b, &x);
}

/* Thornton, Sturm, Kunkel, p. 258: of 33.204 over 31 days 10 are 10.711; of
 * 36.66 over 31 days 21 are 24.834. */
static void
lag(void)
{
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 22), day(2, 22), "p");
	b = billing_new(&ps);
	account(b, "a", "Z", 'h', INT32_MIN, INT32_MAX);
	ok(bill(b, "a", day(1, 1), day(2, 1), 33.204, 0) == BILLING_OK, "bill");
	ok(bill(b, "a", day(2, 1), day(3, 4), 36.66, 0) == BILLING_OK, "next");
	ok(bill(b, "a", day(3, 1), day(3, 9), 1, 0) == BILLING_ORDER,
	    "one that begins before the last ended");
	ok(bill(b, "b", day(3, 1), day(3, 9), 7, 0) == BILLING_UNKNOWN,
	    "of nobody");
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->household, 10.7110 + 24.8342, 1e-4,
	    "10.711 + 24.834");
	near(billing_zone(b, 0, 0)->household, 10.7110 + 24.8342, 1e-4,
	    "the zone around it has it too");
	near(billing_zone(b, 1, 0)->days, 31, 0, "all days");
	near(billing_zone(b, 1, 0)->due_days, 31, 0, "of all");
	near(billing_zone(b, 1, 0)->forecast, 0, 0, "nothing to come");
	near(billing_zone(b, 1, 0)->prorated, 10.7110 + 24.8342, 1e-4,
	    "both bills reach beyond the period");
	billing_free(b);
	spans_release(&ps);
}

/* Two estimates of 40 for 20 days each, then a reading of -20 for 20: 60 m3 in
 * 60 days, 1 a day. */
static void
true_up(void)
{
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 1), day(2, 1), "jan");
	spans_add(&ps, day(2, 1), day(3, 1), "feb");
	b = billing_new(&ps);
	account(b, "a", "Z", 'n', INT32_MIN, INT32_MAX);
	account(b, "b", "Z", 'h', INT32_MIN, INT32_MAX);
	bill(b, "a", day(1, 1), day(1, 21), 40, 1);
	bill(b, "a", day(1, 21), day(2, 10), 40, 1);
	bill(b, "a", day(2, 10), day(3, 2), -20, 0);
	bill(b, "b", day(1, 1), day(1, 11), 30, 1);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->nonhousehold, 31, 1e-12, "1 a day");
	near(billing_zone(b, 1, 1)->nonhousehold, 28, 1e-12, "in both months");
	near(billing_zone(b, 1, 0)->household, 30, 1e-12, "waits in vain");
	near(billing_zone(b, 1, 0)->estimated, 30, 1e-12, "and is estimated");
	near(billing_zone(b, 1, 1)->estimated, 0, 0, "the other is not");
	near(billing_zone(b, 1, 0)->forecast, 21 * 3, 1e-6,
	    "its other days at 3 a day");
	near(billing_zone(b, 1, 1)->forecast, 28 * 3, 1e-6, "here too");
	billing_free(b);
	spans_release(&ps);
}

/* Moves from Z to P on 11 January; a gap of the other account from 11 to 21
 * January. */
static void
moves_and_gaps(void)
{
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 1), day(2, 1), "jan");
	b = billing_new(&ps);
	account(b, "a", "P", 'h', day(1, 11), INT32_MAX);
	account(b, "a", "Z", 'h', INT32_MIN, day(1, 11));
	account(b, "c", "Z", 'u', INT32_MIN, INT32_MAX);
	bill(b, "a", day(1, 1), day(1, 31), 60, 0);
	bill(b, "c", day(1, 1), day(1, 11), 10, 0);
	bill(b, "c", day(1, 21), day(2, 1), 11, 0);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->household, 20, 1e-12, "ten days in Z");
	near(billing_zone(b, 0, 0)->household, 60, 1e-12, "all in P");
	near(billing_zone(b, 1, 0)->due_days, 10 + 31, 0, "days due in Z");
	near(billing_zone(b, 0, 0)->due_days, 31 + 31, 0, "in P");
	near(billing_zone(b, 0, 0)->forecast, 2 + 10 * 20.0 / 31, 1e-6,
	    "one day at 2 in P, and what misses in Z at its mean");
	near(billing_zone(b, 1, 0)->unbilled, 21, 1e-12, "free use");
	/* 10 days miss; Z had 41 m3 in 31 account-days, 21 of them free. */
	near(billing_zone(b, 1, 0)->forecast_unbilled, 10 * 21.0 / 31, 1e-9,
	    "the gap at the zone's mean");
	billing_free(b);
	spans_release(&ps);
}

/* Accounts of a zone that was never billed: nothing can be said of them but by
 * the others around them. */
static void
never_billed(void)
{
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 1), day(2, 1), "jan");
	b = billing_new(&ps);
	account(b, "a", "P", 'h', INT32_MIN, INT32_MAX);
	account(b, "c", "Z", 'h', INT32_MIN, INT32_MAX);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->forecast, NAN, 0, "no bill: no forecast");
	near(billing_zone(b, 0, 0)->forecast, NAN, 0, "nor of the zone around");
	billing_free(b);
	b = billing_new(&ps);
	account(b, "a", "P", 'h', INT32_MIN, INT32_MAX);
	account(b, "c", "Z", 'h', INT32_MIN, INT32_MAX);
	bill(b, "a", day(1, 1), day(2, 1), 62, 0);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->forecast, NAN, 0, "of Z alone none");
	near(billing_zone(b, 0, 0)->forecast, 62, 1e-9,
	    "in P at the mean of the others");
	billing_free(b);
	spans_release(&ps);
}

/* Inflow 1, 1, 2, 4: a bill of 8 over these days is 1, 1, 2, 4. */
static void
profile(void)
{
	static const double inflow[] = {1, 1, 2, 4};
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 3), day(1, 4), "d");
	b = billing_new(&ps);
	billing_profile(b, "Z", day(1, 1), inflow, 4);
	account(b, "a", "Z", 'h', INT32_MIN, INT32_MAX);
	account(b, "b", "Z", 'h', INT32_MIN, INT32_MAX);
	bill(b, "a", day(1, 1), day(1, 5), 8, 0);
	bill(b, "b", day(1, 2), day(1, 6), 8, 0);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->household, 2 + 2, 1e-12,
	    "2 by inflow; 8/4 evenly where the inflow is not known");
	billing_free(b);
	spans_release(&ps);
}

/* A zone that holds until 11 January: what is billed later is not its. */
static void
zone_ends(void)
{
	struct spans ps = {0};
	struct billing *b;

	spans_add(&ps, day(1, 1), day(2, 1), "jan");
	b = billing_new(&ps);
	billing_zone_span(b, "Z", "P", INT64_MIN, day(1, 11));
	account(b, "a", "Z", 'h', INT32_MIN, INT32_MAX);
	bill(b, "a", day(1, 1), day(2, 1), 31, 0);
	billing_close(b, &net);
	near(billing_zone(b, 1, 0)->household, 10, 1e-12, "ten days of it");
	near(billing_zone(b, 1, 0)->due_days, 10, 0, "ten due");
	near(billing_zone(b, 0, 0)->household, 31, 1e-12, "all of it around");
	near(billing_zone(b, 0, 0)->due_days, 31, 0, "and all days");
	billing_free(b);
	spans_release(&ps);
}

/* In whatever order the accounts' bills mix, the sums are the same; months
 * add up to the quarter. */
static void
mixed(void)
{
	struct spans ps = {0};
	double sum[2];

	spans_add(&ps, day(1, 1), day(4, 1), "q");
	spans_cut(&ps, day(1, 1), day(4, 1), "month");
	for (int order = 0; order < 2; order++) {
		struct billing *b = billing_new(&ps);
		const struct billed *q, *m;

		for (int a = 0; a < 50; a++)
			account(b, (char[]){(char)('A' + a), 0}, "Z", 'h',
			    INT32_MIN, INT32_MAX);
		for (int i = 0; i < 50 * 8; i++) {
			int a = order ? i / 8 : i % 50;
			int k = order ? i % 8 : i / 50;
			int32_t from = day(1, 1) - 20 + a % 7 + k * 15;

			bill(b, (char[]){(char)('A' + a), 0}, from, from + 15,
			    1.1 * a + 0.37 * k, 0);
		}
		billing_close(b, &net);
		q = billing_zone(b, 1, 0);
		m = billing_zone(b, 1, 1);
		sum[order] = q->household;
		near(m[0].household + m[1].household + m[2].household,
		    q->household, 1e-9, "months add up");
		near(m[0].days + m[1].days + m[2].days, q->days, 0, "days too");
		billing_free(b);
	}
	near(sum[0], sum[1], 1e-12 * sum[0], "in either order");
	spans_release(&ps);
}

/* What the second thread adds is what is added here, and a bill against time is
 * told, at the latest at the end. */
static void
queue(void)
{
	enum { MANY = 20000 + 7 };
	struct spans ps = {0};
	struct billing *b[2];
	struct billqueue q;
	int fine = 1;

	spans_cut(&ps, day(1, 1), cal_day(2027, 1, 1), "month");
	for (int i = 0; i < 2; i++) {
		b[i] = billing_new(&ps);
		account(b[i], "A", "Z", 'h', INT32_MIN, INT32_MAX);
		account(b[i], "B", "P", 'n', INT32_MIN, INT32_MAX);
	}
	billqueue_open(&q, b[1]);
	for (int i = 0; i < MANY; i++) {
		struct bill *x = billqueue_room(&q);

		*x = (struct bill){.m3 = i / 8.0,
		    .from = day(1, 1) + i / 100,
		    .to = day(1, 1) + i / 100 + 1 + i % 40,
		    .account = i % 2 ? 0 :
			       i % 7 ? 1 :
				       BILLIDS_NONE,
		    .any_order = 1};
		billing_add(b[0], x);
		fine &= billqueue_put(&q) == 0;
	}
	fine &= billqueue_close(&q) == 0;
	ok(fine, "many bills through the queue");
	billing_close(b[0], &net);
	billing_close(b[1], &net);
	for (size_t i = 0; i < ps.n; i++)
		fine &=
		    memcmp(billing_zone(b[0], 0, i), billing_zone(b[1], 0, i),
			sizeof(struct billed)) == 0;
	ok(fine && billing_zone(b[0], 0, 3)->bills > 1000,
	    "... the sums of both, to the bit");
	billqueue_open(&q, b[1]);
	for (int i = 0; i < 3; i++) {
		*billqueue_room(&q) = (struct bill){
		    .m3 = 1, .from = day(1, 3 - i), .to = day(1, 4 - i)};
		billqueue_put(&q);
	}
	ok(billqueue_close(&q) < 0, "a bill against time is told");
	billing_free(b[0]);
	billing_free(b[1]);
	spans_release(&ps);
}

/* A year of bills of accounts in two zones, added in one stroke or with the
 * later ones in a part. */
enum { ACCOUNTS = 40, BILLS = 12 * ACCOUNTS };

static struct billing *
year_of_bills(
    const struct spans *ps, size_t cut, int late, enum billing_got *got)
{
	struct billing *b = billing_new(ps), *part;
	struct bill x[BILLS];
	char id[8];

	for (uint32_t i = 0; i < ACCOUNTS; i++) {
		struct bill_account a = {id, 3, i % 3 ? "Z" : "P",
		    i % 5 ? 'h' : 'u', 0, i % 4 ? INT32_MIN : 0, INT32_MAX};

		snprintf(id, sizeof id, "%03u", i);
		billing_account(b, &a);
	}
	for (uint32_t i = 0; i < BILLS; i++) {
		uint32_t k = i % ACCOUNTS, m = i / ACCOUNTS;

		x[i] = (struct bill){.m3 = 0.1 * (double)(7 * k + 13 * m % 5),
		    .from = day(1, 1) + 30 * (int32_t)m + (int32_t)(k % 9),
		    .account = k % 11 ? k : BILLIDS_NONE};
		x[i].to = x[i].from + 30;
	}
	if (late) /* the second part before the first */
		billing_add_all(b, x + cut, BILLS - cut);
	else
		billing_add_all(b, x, cut);
	part = billing_part(b);
	if (late)
		billing_add_all(part, x, cut);
	else
		billing_add_all(part, x + cut, BILLS - cut);
	*got = billing_join(b, part);
	billing_part_free(part);
	billing_close(b, &net);
	return b;
}

static int
same_sums(const struct billing *a, const struct billing *b, size_t np)
{
	double m3, m3b;
	int same = billing_stray(a, &m3) == billing_stray(b, &m3b) && m3 == m3b;

	for (size_t i = 0; i < np; i++)
		for (size_t z = 0; z < 2; z++)
			same &=
			    memcmp(billing_zone(a, z, i), billing_zone(b, z, i),
				sizeof(struct billed)) == 0;
	return same;
}

static void
parts(void)
{
	static const size_t cuts[] = {0, 1, 3, 39, 40, 200, 437, BILLS};
	struct spans ps = {0};
	struct billing *whole, *b;
	enum billing_got got;
	int same = 1;

	spans_cut(&ps, day(1, 1), day(12, 31), "month");
	whole = year_of_bills(&ps, BILLS, 0, &got);
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		b = year_of_bills(&ps, cuts[i], 0, &got);
		same &= got == BILLING_OK && same_sums(whole, b, ps.n);
		billing_free(b);
	}
	ok(same, "bills in two parts, wherever they are cut: the same bits");
	b = year_of_bills(&ps, 200, 1, &got);
	ok(got == BILLING_ORDER, "the later part first: it is said");
	billing_free(b);
	billing_free(whole);
	spans_release(&ps);
}

int
main(void)
{
	lag();
	true_up();
	moves_and_gaps();
	never_billed();
	profile();
	zone_ends();
	mixed();
	queue();
	parts();
	return tap_done();
}
