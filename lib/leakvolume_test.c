/*
 * Flows and volumes of leaks: the orifice of CJJ 92, times of BABE, by hand.
 */
#include "leakvolume.h"

#include "policy.h"
#include "tap.h"

static struct net_zone zones[] = {
    {.id = (char *)"P", .parent = -1},
    {.id = (char *)"Z", .parent = 0},
};
static const struct network net = {.zone = zones, .nzone = 2};
static const struct leak_in in = {
    .azp_m = 30, .c2 = 0.6, .burst_m3h = 12, .leak_m3h = 6, .n1 = 0.5};

static struct leak_event
event(enum leak_kind kind)
{
	return (struct leak_event){.zone = 1,
	    .kind = kind,
	    .start = 0,
	    .aware = 36000,
	    .found = 72000,
	    .end = 108000,
	    .flow_m3h = NAN,
	    .hole_cm2 = NAN,
	    .dn_mm = NAN,
	    .pressure_m = NAN};
}

static void
flows(void)
{
	struct leak_event e = event(LEAK_REPORTED);
	int assumed;

	e.hole_cm2 = 1;
	near(leak_flow(&e, &in, &assumed), 5.23772, 1e-5,
	    "1 cm2 at 30 m, C1 not known");
	ok(!assumed, "computed");
	e.dn_mm = 100;
	near(leak_flow(&e, &in, &assumed), 4.97584, 1e-5, "C1 0.95 of DN 100");
	e.pressure_m = 120;
	near(leak_flow(&e, &in, &assumed), 2 * 4.97584, 2e-5,
	    "twice at four times the pressure");
	e.flow_m3h = 7.5;
	near(leak_flow(&e, &in, &assumed), 7.5, 0, "as measured");
	e = event(LEAK_UNREPORTED);
	near(leak_flow(&e, &in, &assumed), 6 * sqrt(0.6), 1e-12,
	    "assumed, by the pressure");
	ok(assumed, "and told");
}

static void
volumes(void)
{
	struct leak_event e[2] = {event(LEAK_REPORTED), event(LEAK_UNREPORTED)};
	struct leaks l = {e, 2, 2};
	struct leak_sum s[LEAK_KINDS];

	e[0].flow_m3h = 10;
	e[1].flow_m3h = 1;
	e[1].end = INT64_MAX;
	e[1].found = INT64_MAX;
	leaks_sum(&l, &net, 0, 0, 108000, &in, s);
	near(s[0].awareness_m3, 100, 1e-9, "ten hours of awareness");
	near(s[0].location_m3, 100, 1e-9, "of location");
	near(s[0].repair_m3, 100, 1e-9, "of repair");
	near(s[0].total_m3, 300, 1e-9, "in all");
	ok(s[0].running == 0 && s[1].running == 1, "one still runs");
	near(s[1].awareness_m3, 10, 1e-9, "known, not located");
	near(s[1].location_m3, 20, 1e-9, "lost on the search");
	leaks_sum(&l, &net, 1, 54000, 90000, &in, s);
	near(s[0].total_m3, 100, 1e-9, "only what lies in the period");
	near(s[0].location_m3, 50, 1e-9, "from there on");
	leaks_sum(&l, &net, 1, 200000, 236000, &in, s);
	ok(s[0].events == 0 && s[1].events == 1, "mended before");
	e[0].zone = 0;
	leaks_sum(&l, &net, 1, 0, 108000, &in, s);
	ok(s[0].events == 0, "of the zone around it, not of this");
}

static void
policy(void)
{
	near(policy_target_pct(2017), 12, 0, "2017");
	near(policy_target_pct(2018), 10, 0, "2018");
	near(policy_target_pct(2020), 10, 0, "2020");
	near(policy_target_pct(2025), 9, 0, "2025");
	near(policy_target_pct(2030), 9, 0, "later");
}

int
main(void)
{
	flows();
	volumes();
	policy();
	return tap_done();
}
