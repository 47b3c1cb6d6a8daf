/*
 * Adjustments by hand: weighted means, what is shared, what is sure.
 */
#include "reconcile.h"

#include "tap.h"

/* 100 +- 10 and 130 +- 20: the mean weighted by 1/var is 106, +- 8.944. */
static void
two(void)
{
	struct bound a = bound_input(100, 0, 10), b = bound_input(130, 1, 20);
	struct bound gap = bound_sub(a, b), x, y;
	struct reconcile r;

	ok(reconcile(&gap, 1, &r) == 0, "two figures of one thing");
	x = reconciled(&r, &a);
	y = reconciled(&r, &b);
	near(x.v, (100.0 / 100 + 130.0 / 400) / (1.0 / 100 + 1.0 / 400), 1e-9,
	    "the weighted mean");
	near(y.v, x.v, 1e-9, "for both");
	near(bound_half(&x), sqrt(1 / (1.0 / 100 + 1.0 / 400)), 1e-9,
	    "surer than either");
	near(bound_half(&y), bound_half(&x), 1e-9, "both alike");
}

/* What they share moves both and tells nothing about their difference. */
static void
shared(void)
{
	struct bound m = bound_input(0, 2, 5);
	struct bound a = bound_add(bound_input(100, 0, 3), m);
	struct bound b = bound_add(bound_input(106, 1, 3), m);
	struct bound gap = bound_sub(a, b), x;
	struct reconcile r;

	ok(reconcile(&gap, 1, &r) == 0, "with a shared input");
	x = reconciled(&r, &a);
	near(x.v, 103, 1e-9, "half way, the shared input stays");
	near(r.u[2], 0, 1e-12, "it does not move");
	near(
	    bound_half(&x), sqrt(25 + 4.5), 1e-9, "and is as unsure as before");
}

/* S - A - R = 0 with S = 1000 +- 20, A = 800 +- 10, R = 170 +- 30: the gap of
 * 30 goes 400 : 100 : 900. */
static void
balance(void)
{
	struct bound s = bound_input(1000, 0, 20), a = bound_input(800, 1, 10);
	struct bound q = bound_input(170, 2, 30), sure = bound_exact(7);
	struct bound gap = bound_sub(bound_sub(s, a), q), x;
	struct reconcile r;

	ok(reconcile(&gap, 1, &r) == 0, "a balance");
	x = reconciled(&r, &s);
	near(x.v, 1000 - 30 * 400 / 1400.0, 1e-9, "supply");
	x = reconciled(&r, &a);
	near(x.v, 800 + 30 * 100 / 1400.0, 1e-9, "use");
	x = reconciled(&r, &q);
	near(x.v, 170 + 30 * 900 / 1400.0, 1e-9, "losses");
	x = reconciled(&r, &gap);
	near(x.v, 0, 1e-9, "closed");
	near(bound_half(&x), 0, 1e-6, "surely");
	x = reconciled(&r, &sure);
	near(x.v, 7, 0, "what is sure stays");
}

static void
no_way(void)
{
	struct bound gap[2] = {bound_exact(5), bound_input(5, 0, 1)};
	struct reconcile r;

	ok(reconcile(gap, 1, &r) < 0, "a gap without error");
	gap[0] = gap[1];
	ok(reconcile(gap, 2, &r) < 0, "the same gap twice");
	gap[0] = bound_none();
	ok(reconcile(gap, 1, &r) < 0, "one not known");
}

int
main(void)
{
	two();
	shared();
	balance();
	no_way();
	return tap_done();
}
