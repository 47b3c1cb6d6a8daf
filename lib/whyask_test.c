/*
 * What wb-explain is asked.
 */
#include "whyask.h"

#include <string.h>

#include "caltime.h"
#include "tap.h"

static void
figure(const char *text, const char *zone, int64_t from, int64_t to,
    const char *name)
{
	struct whyask a;

	ok(whyask_parse(text, &a) == NULL && a.kind == WHYASK_FIGURE &&
		strcmp(a.zone, zone) == 0 && a.from == from && a.to == to &&
		strcmp(a.name, name) == 0,
	    text);
	whyask_release(&a);
}

static void
cell(const char *text, const char *book, const char *sheet, uint32_t row,
    uint32_t col)
{
	struct whyask a;

	ok(whyask_parse(text, &a) == NULL && a.kind == WHYASK_CELL &&
		strcmp(a.book, book) == 0 && strcmp(a.sheet, sheet) == 0 &&
		a.row == row && a.col == col,
	    text);
	whyask_release(&a);
}

static void
wrong(const char *text)
{
	struct whyask a;

	ok(whyask_parse(text, &a) != NULL, text);
	whyask_release(&a);
}

static void
stands_for(const char *name, const char *figure_, const char *why)
{
	const char *got;

	ok(strcmp(whyask_figure(name, &got), figure_) == 0 &&
		strcmp(got, why) == 0,
	    name);
}

int
main(void)
{
	const int64_t march = cal_day(2026, 3, 1), april = cal_day(2026, 4, 1);
	struct whyask a;

	figure("A2,2026-03-01,enf_m3h", "A2", march, march + 1, "enf_m3h");
	figure("A2,2026-03,rbl_pct", "A2", march, april, "rbl_pct");
	figure("A,2,2026-Q1,x", "A,2", cal_day(2026, 1, 1), april, "x");
	figure("W,2026,x", "W", cal_day(2026, 1, 1), cal_day(2027, 1, 1), "x");
	figure("W,2026-03-01..2026-03-08,x", "W", march, march + 7, "x");
	cell("a.xlsx!KPI!F12", "a.xlsx", "KPI", 11, 5);
	cell("/x/y.xlsx!'My sheet'!$AB$3", "/x/y.xlsx", "My sheet", 2, 27);
	cell("a!b.xlsx!S!A1", "a!b.xlsx", "S", 0, 0);
	cell("a.xlsx!S!xfd1048576", "a.xlsx", "S", 1048575, 16383);
	ok(whyask_parse("A2-202602200000-leak", &a) == NULL &&
		a.kind == WHYASK_ALARM,
	    "an alarm");
	whyask_release(&a);
	wrong("A2,2026-03-01");
	wrong(",2026-03-01,x");
	wrong("A2,2026-03-01,");
	wrong("A2,2026-13,x");
	wrong("A2,2026-03-08..2026-03-01,x");
	wrong("a.xlsx!F12");
	wrong("a.xlsx!S!12");
	wrong("a.xlsx!S!A0");
	wrong("a.xlsx!S!XFE1");
	wrong("a.xlsx!!A1");
	wrong("!S!A1");
	stands_for("enf_lo", "enf_m3h", "bound");
	stands_for("enf_hi", "enf_m3h", "bound");
	stands_for("supply_hi", "supply_m3", "bound");
	stands_for("rbl_lo", "rbl_pct", "bound");
	stands_for("grade", "rbl_pct", "verdict");
	stands_for("enf_m3h", "enf_m3h", "");
	stands_for("lo", "lo", "");
	return tap_done();
}
