/* Differences by hand: 12 m3 in an hour are 12 m3/h. */
#include "totaliser.h"

#include "tap.h"
#include "validate.h"

enum { H = 3600, MANY = 16 };

static struct gridday_span span[MANY];
static uint16_t flag[MANY];

static const struct totaliser PLAIN = {1000, 100};

static struct reading
at(int32_t off, double v)
{
	return (struct reading){v, off, QUALITY_GOOD};
}

static size_t
spans(const struct totaliser *t, const struct reading *r, size_t n)
{
	return totaliser_spans(t, r, n, NULL, 0, span, flag);
}

static void
test_plain(void)
{
	const struct reading r[] = {at(0, 10), at(H, 22), at(3 * H, 28)};
	struct reading bad[] = {at(0, 10), at(H, 500), at(2 * H, 40)};

	ok(spans(&PLAIN, r, 3) == 2 && span[0].v == 12 && span[1].v == 3 &&
		span[1].from == H && span[1].to == 3 * H,
	    "differences over their time");
	ok(flag[0] == 0 && flag[1] == 0 && flag[2] == 0, "nothing to say");
	ok(spans(&PLAIN, r, 1) == 0, "one reading makes no difference");
	bad[1].quality = 0;
	ok(spans(&PLAIN, bad, 3) == 1 && span[0].v == 15 &&
		flag[1] == VALID_QUALITY,
	    "a bad reading is passed over");
}

static void
test_rollover(void)
{
	const struct reading r[] = {at(0, 995), at(H, 3)};
	const struct reading far[] = {at(0, 890), at(H, 3)};
	const struct reading back[] = {at(0, 995), at(H, 990)};
	const struct totaliser unknown = {NAN, 100}, no_max = {1000, NAN};

	ok(spans(&PLAIN, r, 2) == 1 && span[0].v == 8 &&
		flag[1] == VALID_ROLLOVER,
	    "995 to 3 of three digits are 8");
	ok(spans(&PLAIN, far, 2) == 1 && span[0].v == 3 &&
		flag[1] == VALID_RESET,
	    "890 to 3 is no roll-over: reset, 3 since");
	ok(spans(&no_max, r, 2) == 1 && span[0].v == 8 &&
		spans(&no_max, back, 2) == 0 && flag[1] == VALID_RESET,
	    "without max only into the first tenth: 995 to 990 is none");
	ok(spans(&unknown, r, 2) == 1 && span[0].v == 3 &&
		flag[1] == VALID_RESET,
	    "without digits there is no roll-over");
}

static void
test_reset(void)
{
	const struct totaliser no_max = {1000, NAN};
	const struct reading r[] = {
	    at(0, 500), at(H, 40), at(2 * H, 60), at(3 * H, 171)};
	const struct reading big[] = {at(0, 500), at(H, 111)};

	ok(spans(&PLAIN, r, 3) == 2 && span[0].v == 40 && span[1].v == 20,
	    "after a reset what it shows since");
	ok(spans(&no_max, r, 3) == 1 && span[0].v == 20 &&
		flag[1] == VALID_RESET,
	    "which only the greatest flow can bear out");
	ok(spans(&PLAIN, big, 2) == 0 && flag[1] == (VALID_RESET | VALID_RANGE),
	    "111 m3 in an hour are more than 1.1 times 100");
	ok(spans(&PLAIN, r + 2, 2) == 0 && flag[1] == VALID_RANGE,
	    "nor is such a difference a flow");
}

static void
test_spike(void)
{
	const struct reading dip[] = {at(0, 100), at(H, 0), at(2 * H, 120)};
	const struct reading leap[] = {
	    at(0, 100), at(H, 900), at(2 * H, 700), at(3 * H, 160)};

	ok(spans(&PLAIN, dip, 3) == 1 && span[0].v == 10 &&
		flag[1] == VALID_SPIKE,
	    "a reading that goes back and is made up for");
	/* 700 is taken back by 160, but 900 by 700 first */
	ok(spans(&PLAIN, leap, 4) == 1 && span[0].v == 20 &&
		span[0].to == 3 * H,
	    "two that leap ahead and are taken back");
}

static void
test_changed(void)
{
	const struct reading r[] = {at(0, 500), at(H, 510), at(2 * H, 520)};
	const struct totaliser_cut cut[] = {{H + 600, H + 1200}};

	ok(totaliser_spans(&PLAIN, r, 3, cut, 1, span, flag) == 1 &&
		span[0].to == H && flag[2] == VALID_CHANGED,
	    "across a change of the meter nothing is known");
}

int
main(void)
{
	test_plain();
	test_rollover();
	test_reset();
	test_spike();
	test_changed();
	return tap_done();
}
