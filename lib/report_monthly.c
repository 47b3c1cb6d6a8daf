#include "report_part.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "term.h"
#include "xalloc.h"

/* --- the summary --- */

enum {
	ZONE,
	ID,
	SUPPLY,
	AUTHORISED,
	LOSS,
	RWL,
	RN,
	RBL,
	TARGET,
	MET,
	GRADE,
	NRW,
	REAL,
	ILI,
	BILLED,
	COVERAGE,
	FLAGS,
	COLUMNS
};

static const struct rcol columns[COLUMNS] = {
    [ZONE] = {RC_ZONE, "zone_id", NULL, NULL, 15, NULL},
    [ID] = {RC_ID, "zone_id", NULL, NULL, 5, NULL},
    [SUPPLY] = {RC_NUM, "supply_m3", NULL, NULL, 10, "#,##0"},
    [AUTHORISED] = {RC_NUM, "authorised_m3", NULL, NULL, 10, "#,##0"},
    [LOSS] = {RC_NUM, "loss_m3", "loss_lo", "loss_hi", 9, "#,##0"},
    [RWL] = {RC_NUM, "rwl_pct", "rwl_lo", "rwl_hi", 8, "0.00"},
    [RN] = {RC_NUM, "rn_pct", NULL, NULL, 9.5, "0.00"},
    [RBL] = {RC_NUM, "rbl_pct", "rbl_lo", "rbl_hi", 8, "0.00"},
    [TARGET] = {RC_NUM, "target_pct", NULL, NULL, 7, "0.00"},
    [MET] = {RC_MET, "target_met", NULL, NULL, 6.5, NULL},
    [GRADE] = {RC_GRADE, "grade", NULL, NULL, 7.5, NULL},
    [NRW] = {RC_NUM, "nrw_pct", NULL, NULL, 8, "0.00"},
    [REAL] = {RC_NUM, "real_m3", NULL, NULL, 8.5, "#,##0"},
    [ILI] = {RC_NUM, "ili", NULL, NULL, 12, "0.0"},
    [BILLED] = {RC_NUM, "billed_share", NULL, NULL, 8, "0.0%"},
    [COVERAGE] = {RC_NUM, "coverage", NULL, NULL, 8.5, "0.0%"},
    [FLAGS] = {RC_FLAGS, "flags", NULL, NULL, 30, NULL},
};

static const struct card cards[] = {
    {"supply_m3", "supply_lo", "supply_hi", "#,##0\" m³\"", 0},
    {"authorised_m3", NULL, NULL, "#,##0\" m³\"", 0},
    {"loss_m3", "loss_lo", "loss_hi", "#,##0\" m³\"", 0},
    {"rwl_pct", "rwl_lo", "rwl_hi", "0.00\" %\"", 0},
    {"rbl_pct", "rbl_lo", "rbl_hi", "0.00\" %\"", 0},
    {"target_pct", NULL, NULL, "0.00\" %\"", 0},
    {"grade", NULL, NULL, NULL, 1},
    {"nrw_pct", NULL, NULL, "0.00\" %\"", 0},
};

enum { CARDS = sizeof cards / sizeof *cards, SHEET_COLUMNS = COLUMNS + 6 };

/* Green where even the upper bound is within the target, red where even the
 * lower one is not, yellow where the bounds cannot tell. */
static void
colour(struct xlsx_sheet *s, uint32_t row, uint32_t row2, const uint16_t *at)
{
	static const struct {
		const char *form;
		unsigned fill;
	} rules[] = {
	    {"=AND(ISNUMBER($%c%u),$%c%u<=$%c%u)", GREEN},
	    {"=AND(ISNUMBER($%c%u),$%c%u>$%c%u)", RED},
	    {"=AND(ISNUMBER($%c%u),$%c%u>$%c%u)", YELLOW},
	};
	char target = (char)('A' + at[TARGET]);

	for (int i = 0; i < 3; i++) {
		/* the upper bound, the lower one, and again the upper one */
		char side = (char)('A' + at[RBL] + (i == 1 ? 1 : 2));
		char f[80];
		struct xlsx_look look = {.fill = rules[i].fill};

		snprintf(f, sizeof f,
		    i == 0 ? "=AND(ISNUMBER($%c%u),$%c%u<=$%c%u)" :
			     "=AND(ISNUMBER($%c%u),$%c%u>$%c%u)",
		    target, row + 1, side, row + 1, target, row + 1);
		xlsx_rule(s, (struct xlsx_area){row, row2, at[RBL], at[RBL]}, f,
		    &look);
	}
}

static void
low_share(struct xlsx_sheet *s, uint32_t row, uint32_t row2, uint16_t col)
{
	struct xlsx_look look = {.color = DARK_RED, .bold = 1};
	char f[60];

	snprintf(f, sizeof f, "=AND(ISNUMBER(%c%u),%c%u<0.9)", 'A' + col,
	    row + 1, 'A' + col, row + 1);
	xlsx_rule(s, (struct xlsx_area){row, row2, col, col}, f, &look);
}

static void
summary(struct report *r, const struct frame *kpi)
{
	static const struct xlsx_look small = {.size = 8, .color = GREY};
	struct xlsx_sheet *s = report_sheet(r,
	    report_word(r, "漏损月报", "Summary"),
	    report_word(r,
		"CJJ 92-2016（2018 年局部修订）：漏损率 = 综合漏损率 − "
		"总修正值；"
		"95 % 置信界限",
		"CJJ 92-2016 (2018): loss rate R_BL = overall rate R_WL - R_n, "
		"with 95 % bounds"),
	    1, 1, 7);
	long *pick = xcalloc(r->nzone, sizeof *pick);
	uint16_t at[COLUMNS];
	uint32_t row = 7, end;

	for (size_t z = 0; z < r->nzone; z++)
		pick[z] = report_pick(kpi, r->zone[z].id, "from", r->day);
	if (pick[0] >= 0)
		report_cards(
		    r, s, 2, SHEET_COLUMNS, kpi, (size_t)pick[0], cards, CARDS);
	end = report_table(r, s, row, kpi, pick, columns, COLUMNS, at);
	colour(s, row + 2, end - 1, at);
	low_share(s, row + 2, end - 1, at[BILLED]);
	low_share(s, row + 2, end - 1, at[COVERAGE]);
	xlsx_text(s, end, 0,
	    report_word(r,
		"漏损率底色：绿——上限不超过目标值，确已达标；黄——目标值在界限之"
		"间，"
		"不能断定；红——下限超过目标值，确未达标。",
		"R_BL green: even the upper bound is within the target; red: "
		"even the lower one is above it; yellow: the bounds cannot "
		"tell."),
	    &small);
	xlsx_text(s, end + 1, 0,
	    report_word(r, "“—”表示缺数据，不是零；原因见标记。",
		"“—” means not known, never zero; the flags say why."),
	    &small);
	free(pick);
}

/* --- the balance --- */

static const char *const balance_col[] = {
    "item", "volume_m3", "lo", "hi", "share_pct", "basis"};

enum { BALANCE_COLUMNS = 6, BLOCK_ROWS = 26 };

static int
item_depth(const struct frame *f, size_t row)
{
	const char *zone = frame_text(f, row, "zone_id");
	const char *parent = frame_text(f, row, "parent_item");
	long up;
	int depth = 0;

	while (*parent != '\0' && depth < 5) {
		depth++;
		up = report_pick(f, zone, "item", parent);
		if (up < 0)
			break;
		parent = frame_text(f, (size_t)up, "parent_item");
	}
	return depth;
}

static const char *
basis_word(const struct report *r, const char *basis)
{
	static const char *const words[][3] = {{"metered", "计量", "metered"},
	    {"estimated", "估算", "estimated"}, {"sampled", "抽样", "sampled"},
	    {"default", "缺省", "default"}, {"computed", "计算", "computed"}};

	for (int i = 0; i < 5; i++)
		if (strcmp(words[i][0], basis) == 0)
			return report_word(r, words[i][1], words[i][2]);
	return "";
}

static void
balance_row(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct frame *f, size_t frow)
{
	int depth = item_depth(f, frow);
	struct xlsx_look look = {.line = RULE,
			     .bold = depth < 2,
			     .fill = depth == 0 ? 0xDCE6F2 : 0},
			 name = look, value = look;
	const char *item = frame_text(f, frow, "item");

	if (strstr(frame_text(f, frow, "flags"), "not_evaluated") != NULL)
		item = "other_unevaluated";
	name.indent = (char)(2 * depth);
	xlsx_text(s, row, 0, report_term(r, item), &name);
	for (uint16_t c = 1; c <= 4; c++) {
		double v = frame_num(f, frow, balance_col[c]);

		value = look;
		value.num = c == 4 ? "0.00" : "#,##0";
		if (c == 2 || c == 3) {
			value.bold = 0;
			value.color = GREY;
			value.size = 8;
		}
		if (isnan(v)) {
			value.color = 0xA6A6A6;
			value.align = 'r';
			xlsx_text(s, row, c, "—", &value);
		} else {
			xlsx_num(s, row, c, v, &value);
		}
	}
	look.align = 'c';
	look.bold = 0;
	xlsx_text(
	    s, row, 5, basis_word(r, frame_text(f, frow, "basis")), &look);
}

static void
balance_heading(
    struct report *r, struct xlsx_sheet *s, uint32_t row, const struct rzone *z)
{
	static const struct xlsx_look bar = {.size = 10,
					  .bold = 1,
					  .color = WHITE,
					  .fill = INK},
				      head = {.bold = 1,
					  .color = INK,
					  .fill = PALE,
					  .align = 'c',
					  .line = INK};
	char *name = report_zone_name(r, z), *text;

	xlsx_span(s, (struct xlsx_area){row, row, 0, BALANCE_COLUMNS - 1}, name,
	    0, &bar);
	for (uint16_t c = 0; c < BALANCE_COLUMNS; c++) {
		const struct term *t = term_find(balance_col[c]);

		text = *t->unit ? xasprintf("%s (%s)", report_term(r, t->id),
				      t->unit) :
				  xstrdup(report_term(r, t->id));
		xlsx_text(s, row + 1, c, text, &head);
		free(text);
	}
	free(name);
}

static uint32_t
balance_block(struct report *r, struct xlsx_sheet *s, uint32_t row,
    const struct rzone *z, const struct frame *f)
{
	balance_heading(r, s, row, z);
	row += 2;
	for (size_t i = 0; i < f->nrow; i++) {
		if (strcmp(frame_text(f, i, "zone_id"), z->id) != 0 ||
		    strcmp(frame_text(f, i, "from"), r->day) != 0)
			continue;
		xlsx_height(s, row, 16);
		balance_row(r, s, row++, f, i);
	}
	return row;
}

static void
not_supplied(struct report *r, struct xlsx_sheet *s)
{
	static const struct xlsx_look look = {
	    .size = 11, .color = GREY, .italic = 1};

	xlsx_text(s, 3, 0, report_word(r, "未提供该表", "not supplied"), &look);
}

static void
balance(struct report *r)
{
	const struct frame *f = frames_find(r->in, "waterbalance");
	struct xlsx_sheet *s =
	    report_sheet(r, report_word(r, "水量平衡", "Balance"),
		report_word(r, "CJJ 92 表 4.2.1 水量平衡，m³",
		    "Water balance, CJJ 92 table 4.2.1, m³"),
		0, 0, 1);
	uint32_t row = 3, *breaks = xcalloc(r->nzone, sizeof *breaks);
	size_t n = 0;

	xlsx_width(s, 0, 0, 42);
	xlsx_width(s, 1, 4, 14);
	xlsx_width(s, 5, 5, 11);
	if (f == NULL)
		not_supplied(r, s);
	for (size_t z = 0; f != NULL && z < r->nzone; z++) {
		if (report_pick(f, r->zone[z].id, "from", r->day) < 0)
			continue;
		/* two blocks a page */
		if (n > 0 && n % 2 == 0)
			breaks[n / 2 - 1] = row;
		row = balance_block(r, s, row, &r->zone[z], f) + 1;
		n++;
	}
	xlsx_page_break(s, breaks, n > 0 ? (n - 1) / 2 : 0);
	xlsx_freeze(s, 2, 0);
	free(breaks);
}

/* --- loss rates by month --- */

/* The distinct periods of the table, oldest first. */
static size_t
months(const struct frame *f, const char **out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->nrow; i++) {
		const char *from = frame_text(f, i, "from");
		size_t k = 0;

		while (k < n && strcmp(out[k], from) < 0)
			k++;
		if (k < n && strcmp(out[k], from) == 0)
			continue;
		memmove(out + k + 1, out + k, (n - k) * sizeof *out);
		out[k] = from;
		n++;
	}
	return n;
}

static const char *const rate_col[] = {"rwl_pct", "rbl_pct", "target_pct"};
static const unsigned rate_color[] = {0x8FAADC, INK, 0xED7D31};

enum { RATES = 3, RATE_ROW = 2 };

/* The data of the charts: months down, three columns a zone. */
static void
rate_data(struct report *r, struct xlsx_sheet *s, const struct frame *f,
    const char **month, size_t n)
{
	static const struct xlsx_look head = {.size = 8,
					  .bold = 1,
					  .color = INK,
					  .fill = PALE,
					  .align = 'c',
					  .wrap = 1},
				      cell = {.size = 8,
					  .num = "0.00",
					  .line = RULE};
	const uint32_t row = RATE_ROW;
	char label[8];

	for (size_t m = 0; m < n; m++) {
		snprintf(label, sizeof label, "%.7s", month[m]);
		xlsx_text(s, row + 2 + (uint32_t)m, 0, label, &cell);
	}
	for (size_t z = 0; z < r->nzone; z++) {
		char *name = report_zone_name(r, &r->zone[z]);
		uint16_t col = (uint16_t)(1 + RATES * z);

		xlsx_span(s,
		    (struct xlsx_area){
			row, row, col, (uint16_t)(col + RATES - 1)},
		    name, 0, &head);
		free(name);
		for (uint16_t k = 0; k < RATES; k++)
			xlsx_text(s, row + 1, (uint16_t)(col + k),
			    report_term(r, rate_col[k]), &head);
		for (size_t m = 0; m < n; m++) {
			long at =
			    report_pick(f, r->zone[z].id, "from", month[m]);

			for (uint16_t k = 0; at >= 0 && k < RATES; k++) {
				double v =
				    frame_num(f, (size_t)at, rate_col[k]);

				if (!isnan(v))
					xlsx_num(s, row + 2 + (uint32_t)m,
					    (uint16_t)(col + k), v, &cell);
			}
		}
	}
}

static void
rate_chart(struct report *r, struct xlsx_sheet *s, const char *data, size_t n,
    size_t z, uint32_t row, uint16_t col)
{
	struct xlsx_series q[RATES];
	char *name = report_zone_name(r, &r->zone[z]);
	struct xlsx_chart c = {.title = name,
	    .unit = "%",
	    .width = 395,
	    .height = 240,
	    .series = q,
	    .n = RATES};

	for (int k = 0; k < RATES; k++)
		q[k] = (struct xlsx_series){.name = report_term(r, rate_col[k]),
		    .sheet = data,
		    .row = RATE_ROW + 2,
		    .row2 = RATE_ROW + 1 + (uint32_t)n,
		    .x = 0,
		    .y = (uint16_t)(1 + RATES * z + (size_t)k),
		    .color = rate_color[k],
		    .dashed = k == 2,
		    .markers = k < 2};
	xlsx_line_chart(s, row, col, &c);
	free(name);
}

static void
rates(struct report *r, const struct frame *kpi)
{
	const char *data = report_word(r, "漏损率数据", "Rate data");
	struct xlsx_sheet *s =
	    report_sheet(r, report_word(r, "漏损率", "Loss rates"),
		report_word(r, "综合漏损率、漏损率与目标值，逐月",
		    "Overall loss rate, loss rate and target by month"),
		0, 0, 1);
	const char **month = xcalloc(kpi->nrow + 1, sizeof *month);
	size_t n = months(kpi, month), nbreak = 0;
	uint32_t *breaks = xcalloc(r->nzone, sizeof *breaks);

	xlsx_width(s, 0, 12, 9);
	for (size_t z = 0; z < r->nzone; z++) {
		uint32_t row = 3 + 13 * (uint32_t)(z / 2);

		if (z > 0 && z % 8 == 0)
			breaks[nbreak++] = row - 1;
		rate_chart(r, s, data, n, z, row, z % 2 ? 6 : 0);
	}
	xlsx_page_break(s, breaks, nbreak);
	s = report_sheet(r, data,
	    report_word(r, "漏损率图表的数据，%",
		"The data of the loss-rate charts, %"),
	    1, 0, RATE_ROW + 1);
	rate_data(r, s, kpi, month, n);
	xlsx_freeze(s, RATE_ROW + 2, 1);
	free(breaks);
	free(month);
}

void
report_monthly(struct report *r, const struct frame *kpi)
{
	summary(r, kpi);
	balance(r);
	rates(r, kpi);
}
