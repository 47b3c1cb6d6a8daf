#include "report_part.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* One page: a row per zone, what surely leaks in red. */

enum {
	ZONE,
	ID,
	MNF,
	AT,
	LNU,
	UBL,
	ENF,
	ESPB,
	NDF,
	REAL,
	RECOVERABLE,
	INFLOW,
	RATIO,
	AZNP,
	COVERAGE,
	FLAGS,
	COLUMNS
};

static const struct rcol columns[COLUMNS] = {
    [ZONE] = {RC_ZONE, "zone_id", NULL, NULL, 15, NULL},
    [ID] = {RC_ID, "zone_id", NULL, NULL, 5, NULL},
    [MNF] = {RC_NUM, "mnf_m3h", "mnf_lo", "mnf_hi", 8, "#,##0.00"},
    [AT] = {RC_TIME, "mnf_at", NULL, NULL, 7, NULL},
    [LNU] = {RC_NUM, "lnu_m3h", NULL, NULL, 8.5, "#,##0.00"},
    [UBL] = {RC_NUM, "ubl_m3h", NULL, NULL, 8, "#,##0.00"},
    [ENF] = {RC_NUM, "enf_m3h", "enf_lo", "enf_hi", 8.5, "#,##0.00"},
    [ESPB] = {RC_NUM, "espb", NULL, NULL, 7.5, "0.0"},
    [NDF] = {RC_NUM, "ndf_h", NULL, NULL, 7, "0.0"},
    [REAL] = {RC_NUM, "real_loss_m3d", "real_loss_lo", "real_loss_hi", 9,
	"#,##0.0"},
    [RECOVERABLE] = {RC_NUM, "recoverable_m3d", NULL, NULL, 9, "#,##0.0"},
    [INFLOW] = {RC_NUM, "inflow_m3", NULL, NULL, 8.5, "#,##0"},
    [RATIO] = {RC_NUM, "mnf_adf", NULL, NULL, 8, "0.00"},
    [AZNP] = {RC_NUM, "aznp_m", NULL, NULL, 8, "0.0"},
    [COVERAGE] = {RC_NUM, "coverage", NULL, NULL, 8.5, "0.0%"},
    [FLAGS] = {RC_FLAGS, "flags", NULL, NULL, 20, NULL},
};

static const struct card cards[] = {
    {"inflow_m3", NULL, NULL, "#,##0\" m³\"", 0},
    {"mnf_m3h", "mnf_lo", "mnf_hi", "#,##0.00\" m³/h\"", 0},
    {"mnf_adf", NULL, NULL, "0.00", 0},
    {"enf_m3h", "enf_lo", "enf_hi", "#,##0.00\" m³/h\"", 0},
    {"real_loss_m3d", "real_loss_lo", "real_loss_hi", "#,##0\" m³/d\"", 0},
    {"coverage", NULL, NULL, "0.0%", 0},
};

enum { CARDS = sizeof cards / sizeof *cards, SHEET_COLUMNS = COLUMNS + 6 };

static void
rule(struct xlsx_sheet *s, uint32_t row, uint32_t row2, uint16_t col,
    const char *form, unsigned color, unsigned fill)
{
	char *cell = xasprintf("%c%u", 'A' + col, row + 1), *formula;
	struct xlsx_look look = {
	    .color = color, .fill = fill, .bold = color != 0};
	const char *mark = strchr(form, '@');
	struct xlsx_area a = {row, row2, col, col};

	/* '@' stands for the cell; used twice where AND is needed. */
	formula = mark == strrchr(form, '@') ?
		      xasprintf("=%.*s%s%s", (int)(mark - form), form, cell,
			  mark + 1) :
		      xasprintf("=%.*s%s%.*s%s%s", (int)(mark - form), form,
			  cell, (int)(strrchr(form, '@') - mark - 1), mark + 1,
			  cell, strrchr(form, '@') + 1);
	xlsx_rule(s, a, formula, &look);
	free(cell);
	free(formula);
}

/* Excess is red where its lower bound is above 0: then it surely leaks.  The
 * ratio's bands are this toolkit's own, no rule's. */
static void
colour(struct xlsx_sheet *s, uint32_t row, uint32_t row2, const uint16_t *at)
{
	char *low = xasprintf("AND(ISNUMBER($%c%u),$%c%u>0,ISNUMBER(@))",
	    'A' + at[ENF] + 1, row + 1, 'A' + at[ENF] + 1, row + 1);

	xlsx_bars(s, (struct xlsx_area){row, row2, at[ENF], at[ENF]}, BAR);
	rule(s, row, row2, at[ENF], low, DARK_RED, 0);
	rule(s, row, row2, at[RATIO], "AND(ISNUMBER(@),@>=0.5)", 0, RED);
	rule(s, row, row2, at[RATIO], "AND(ISNUMBER(@),@>=0.4)", 0, ORANGE);
	rule(s, row, row2, at[RATIO], "AND(ISNUMBER(@),@>=0.3)", 0, YELLOW);
	rule(s, row, row2, at[COVERAGE], "AND(ISNUMBER(@),@<0.9)", DARK_RED, 0);
	free(low);
}

void
report_daily(struct report *r, const struct frame *night)
{
	static const struct xlsx_look small = {.size = 8, .color = GREY};
	struct xlsx_sheet *s = report_sheet(r,
	    report_word(r, "漏损日报", "Daily"),
	    report_word(r, "各分区夜间流量与物理漏损，95 % 置信界限",
		"Night flow and real losses of each zone, with 95 % bounds"),
	    1, 1, 7);
	long *pick = xcalloc(r->nzone, sizeof *pick);
	uint16_t at[COLUMNS];
	uint32_t row = 7, end;

	for (size_t z = 0; z < r->nzone; z++)
		pick[z] = report_pick(night, r->zone[z].id, "day", r->day);
	if (pick[0] >= 0)
		report_cards(r, s, 2, SHEET_COLUMNS, night, (size_t)pick[0],
		    cards, CARDS);
	end = report_table(r, s, row, night, pick, columns, COLUMNS, at);
	colour(s, row + 2, end - 1, at);
	xlsx_text(s, end, 0,
	    report_word(r,
		"红色：可消减夜间漏损的下限大于 "
		"0，确有漏失。夜间最小流量/日均流量"
		"底色：0.30、0.40、0.50 "
		"起为黄、橙、红，仅供分级显示，并非规范限值。",
		"Red: the lower bound of the excess is above 0, so it surely "
		"leaks. MNF/ADF from 0.30, 0.40, 0.50 yellow, orange, red: for "
		"the eye only, no rule's limits."),
	    &small);
	xlsx_text(s, end + 1, 0,
	    report_word(r, "“—”表示缺数据，不是零；原因见标记。",
		"“—” means not known, never zero; the flags say why."),
	    &small);
	free(pick);
}
