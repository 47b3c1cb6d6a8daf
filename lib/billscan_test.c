/*
 * Rules on small ledgers, reckoned by hand.
 */
#include "billscan.h"

#include <stdlib.h>
#include <string.h>

#include "billgroup.h"
#include "billmeter.h"
#include "tap.h"

enum { MOST = 40 };

static struct ledger_account account;
static struct ledger_bill bill[MOST];
static size_t n;
static struct bill_findings found;

/* An open account with a DN 15 meter, and no bills. */
static void
begin(void)
{
	account = (struct ledger_account){.id = (char *)"a",
	    .meter_id = (char *)"m",
	    .zone = 1,
	    .dn = 15,
	    .q3 = 2.5,
	    .ratio = 80,
	    .digits = 5,
	    .multiplier = 1,
	    .installed = LEDGER_NEVER,
	    .row_from = LEDGER_ALWAYS,
	    .closed = LEDGER_NEVER,
	    .class = 'h'};
	n = 0;
}

/* The next month of 30 days. */
static struct ledger_bill *
add(double m3, enum bill_status status)
{
	struct ledger_bill *b = &bill[n];
	double index = n > 0 ? bill[n - 1].index_to : 1000;

	*b = (struct ledger_bill){.from = 30 * (int32_t)n,
	    .to = 30 * (int32_t)n + 30,
	    .m3 = m3,
	    .index_from = index,
	    .index_to = index + m3,
	    .status = (uint8_t)status};
	n++;
	return b;
}

/* Twelve ordinary months around 12 m3. */
static void
ordinary(void)
{
	static const double m3[] = {
	    12, 11, 13, 12, 14, 10, 12, 13, 11, 12, 15, 9};

	begin();
	for (size_t i = 0; i < sizeof m3 / sizeof *m3; i++)
		add(m3[i], BILL_ACTUAL);
}

static size_t
scan_until(int32_t end)
{
	struct bill_use use[MOST];
	double scratch[MOST];
	struct billrules r;
	struct bill_view v = {.a = &account,
	    .b = bill,
	    .n = n,
	    .u = use,
	    .end = end,
	    .zone_known = 1};

	billrules_default(&r);
	v.nu = bill_uses(bill, n, use);
	bill_view_figures(&v, scratch);
	found.n = 0;
	bill_scan(&v, &r, scratch, &found);
	return found.n;
}

static size_t
scan(void)
{
	return scan_until(n > 0 ? bill[n - 1].to : 0);
}

/* The one finding is of that rule. */
static int
only(enum bill_rule rule)
{
	return found.n == 1 && found.f[0].rule == rule;
}

static void
quiet(void)
{
	ordinary();
	ok(scan() == 0, "ordinary use finds nothing");
	add(0, BILL_ACTUAL);
	ok(scan() == 0, "nor does one month without use");
}

static void
zeros(void)
{
	ordinary();
	add(0, BILL_ACTUAL);
	add(0, BILL_ACTUAL);
	scan();
	ok(only(RULE_ZERO_USE) && found.f[0].severity == SEVERITY_MEDIUM,
	    "two readings without advance");
	near(found.f[0].m3, 144.0 / 360 * 60, 1e-9, "at the rate before");
	add(0, BILL_ACTUAL);
	ok(scan() == 1 && found.f[0].severity == SEVERITY_HIGH,
	    "three are for a visit");
	account.closed = bill[12].from;
	ok(scan() == 0, "not after it was closed");
}

static void
estimates(void)
{
	ordinary();
	add(12, BILL_ESTIMATED);
	add(12, BILL_NO_ACCESS);
	ok(scan() == 0, "two estimates are allowed");
	add(12, BILL_ESTIMATED);
	ok(scan() == 1 && only(RULE_ESTIMATED), "three are not");
	near(found.f[0].m3, 36, 0, "their volume");
	ordinary();
	add(20, BILL_ESTIMATED);
	add(20, BILL_ESTIMATED);
	add(-4, BILL_ACTUAL);
	scan();
	ok(only(RULE_TRUE_UP), "a true-up below zero");
	near(found.f[0].expected, 36.0 / 90, 1e-12, "spread back: 36 m3, 90 d");
}

static void
alike(void)
{
	static const double v[] = {10, 11, 12, 13};

	/* no equal pair of 6: p = 1/10; 5 places for 3 of 7, p^2 */
	near(bill_alike(v, 4, 3, 7), 5 * 0.01, 1e-12, "chance of a run");
	ordinary();
	for (int i = 0; i < 3; i++)
		add(12, BILL_ACTUAL);
	ok(scan() == 0, "three of its commonest volume are chance");
	for (int i = 0; i < 6; i++)
		add(12, BILL_ACTUAL);
	ok(scan() == 1 && only(RULE_SAME_VOLUME), "nine are not");
	ordinary();
	for (int i = 0; i < 9; i++)
		bill[i].m3 += 0.137 * i; /* finer than whole m3 */
	for (int i = 0; i < 12; i++)
		bill[i].index_to = bill[i].index_from + bill[i].m3;
	add(12.5, BILL_ACTUAL);
	add(12.5, BILL_ACTUAL);
	add(12.5, BILL_ACTUAL);
	scan();
	ok(found.n > 0 && found.f[found.n - 1].rule != RULE_SAME_VOLUME,
	    "0.001 is not reached by three of fifteen");
}

static void
registers(void)
{
	ordinary();
	bill[6].index_to = bill[6].index_from - 7;
	bill[7].index_from = bill[6].index_to;
	scan();
	ok(found.n >= 1 && found.f[0].rule == RULE_NEGATIVE_ADVANCE,
	    "a register that goes back");
	near(found.f[0].observed - found.f[0].expected, -7, 0, "by how much");

	ordinary();
	bill[11].index_from = 99994;
	bill[10].index_to = 99994;
	bill[10].index_from = 99979;
	bill[9].index_to = 99979;
	bill[9].index_from = 99967;
	bill[9].status = BILL_REPLACED;
	bill[11].index_to = 3;
	scan();
	ok(only(RULE_ROLLOVER), "99994 to 3 with five digits rolled over");
	near(found.f[0].n, 9, 0, "by 9 m3");
	near(found.f[0].m3, 0, 0, "as was billed");

	ordinary();
	for (int i = 6; i < 12; i++) {
		bill[i].index_from += 50;
		bill[i].index_to += 50;
	}
	scan();
	ok(only(RULE_INDEX_GAP), "50 m3 between two bills");
	near(found.f[0].m3, 50, 0, "are the volume");
	ordinary();
	bill[3].m3 = 5;
	scan();
	ok(only(RULE_INDEX_VOLUME), "billed 5 of 12");
	bill[3].status = BILL_REPLACED;
	ok(scan() == 0, "a replaced meter tells nothing");
}

static void
jumps(void)
{
	ordinary();
	add(60, BILL_ACTUAL);
	add(70, BILL_ACTUAL);
	scan();
	ok(only(RULE_SPIKE) && found.f[0].to - found.f[0].from == 60,
	    "two months up are one jump");
	/* 60 to the month of a year before (12); 70 to the one after (11) */
	near(found.f[0].m3, 60 - 12 + 70 - 11, 1e-9, "above last year's");
	ordinary();
	add(3, BILL_ACTUAL);
	ok(scan() == 0, "9 m3 less is too little to tell");
	ordinary();
	for (size_t i = 0; i < n; i++) {
		bill[i].m3 *= 10;
		bill[i].index_from = bill[i].index_to = NAN;
	}
	add(30, BILL_ACTUAL)->index_from = NAN;
	scan();
	ok(only(RULE_DROP) && found.f[0].expected > 3.9, "120 to 30 m3");
}

static void
accounts(void)
{
	ordinary();
	account.meter_id = (char *)"";
	scan();
	ok(only(RULE_ACCOUNT_NO_METER), "no meter");
	ordinary();
	account.closed = 300;
	scan();
	ok(only(RULE_CLOSED_USE), "closed on day 300");
	near(found.f[0].m3, 15 + 9, 0, "two bills since");
	ordinary();
	scan_until(bill[n - 1].to + 45);
	ok(found.n == 0, "a month and a half without a bill is usual");
	scan_until(bill[n - 1].to + 61);
	ok(only(RULE_NOT_READ), "two are not");
	near(found.f[0].n, 2, 0, "two readings were due");
	near(found.f[0].m3, 12.0 / 30 * 61, 1e-9, "at the median rate");
	ordinary();
	account.installed = (int32_t)(360 - 7 * 365.25);
	scan();
	ok(only(RULE_METER_OLD), "seven years, six allowed");
	begin();
	ok(scan_until(100) == 1 && only(RULE_NOT_READ), "never a bill");
	begin();
	account.row_from = LEDGER_NEVER;
	add(10, BILL_ACTUAL);
	scan();
	ok(only(RULE_BILL_NO_ACCOUNT), "bills of nobody");
}

static void
meters(void)
{
	const struct meterpoint p = meterpoint_of(2.5, 80, 15);
	struct bill_trace t = {.night_least_m3h = NAN};
	double day[24];
	struct billrules r;

	ordinary();
	account.dn = 40;
	for (size_t i = 0; i < n; i++)
		bill[i].m3 = NAN; /* only the meter's size matters */
	for (int h = 0; h < 24; h++)
		day[h] = h < 6 ? 0.04 : h == 12 ? 3.2 : 0.02;
	for (int d = 0; d < 3; d++)
		bill_trace_day(&t, &p, day, 24, 0, 6);
	near(t.m3, 3 * (6 * 0.04 + 3.2 + 17 * 0.02), 1e-12, "volume");
	near(t.below_q2_m3, 3 * (6 * 0.04 + 17 * 0.02), 1e-12, "below Q2");
	ok(t.nights == 3 && t.night_flows == 3, "nights above Q1 throughout");
	billrules_default(&r);
	account.dn = 15;
	found.n = 0;
	bill_trace_rules(&t, &p, &account, 0, 3, &r, &found);
	ok(found.n == 2 && found.f[0].rule == RULE_UNDERSIZED &&
		found.f[0].variant == 2,
	    "3.2 m3/h are above Q4 of 3.125");
	ok(found.n == 2 && found.f[1].rule == RULE_NIGHT_FLOW,
	    "and it runs by night");
	near(found.f[1].m3, 0.04 * 72, 1e-12, "three days of the least");
	day[3] = NAN;
	bill_trace_day(&t, &p, day, 24, 0, 6);
	ok(t.nights == 3, "a night with a gap is none");
}

static void
words(void)
{
	struct bill_finding f = {.rule = RULE_METER_OLD,
	    .meter = "",
	    .observed = 7.25,
	    .expected = 6};
	char *en = bill_reason(&f, 0), *zh = bill_reason(&f, 1);

	ok(strcmp(en, "the meter is 7.25 years old; 6 are allowed") == 0,
	    "a reason");
	ok(strcmp(zh, "表龄7.25年,限6年") == 0, "in Chinese");
	free(en);
	free(zh);
}

static void
fences(void)
{
	static const double v[] = {1, 2, 3, 4, 5};
	double lo, hi;

	bill_fences(v, 5, 3, &lo, &hi); /* Q1 2, Q3 4 */
	near(lo, -4, 1e-12, "Q1 - 3 IQR");
	near(hi, 10, 1e-12, "Q3 + 3 IQR");
}

int
main(void)
{
	quiet();
	zeros();
	estimates();
	alike();
	registers();
	jumps();
	accounts();
	meters();
	words();
	fences();
	free(found.f);
	return tap_done();
}
