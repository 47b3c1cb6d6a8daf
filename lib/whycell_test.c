/*
 * Cells by what stands around them: sheets made by hand, in the shapes that
 * report-xlsx gives them, and as a clerk may have changed them.
 */
#include "whycell.h"

#include <stdlib.h>
#include <string.h>

#include "alias.h"
#include "caltime.h"
#include "tap.h"
#include "xalloc.h"

/* A sheet from lines of fields parted by '|', the first line row 0. */
static struct book_sheet
sheet(const char *const *line, size_t n)
{
	struct book_sheet s = {0};

	for (uint32_t r = 0; r < n; r++) {
		const char *p = line[r];

		for (uint32_t c = 0;; c++) {
			size_t k = strcspn(p, "|");

			if (k > 0) {
				s.cell =
				    xgrow(s.cell, s.n, &s.cap, sizeof *s.cell);
				s.cell[s.n++] =
				    (struct book_cell){r, c, xstrndup(p, k)};
			}
			if (p[k] == '\0')
				break;
			p += k + 1;
		}
	}
	return s;
}

static struct whycell
at(struct book_sheet *s, uint32_t row, uint32_t col, const char *what)
{
	struct whycell c = {
	    .from = cal_day(2026, 3, 1), .to = cal_day(2026, 4, 1)};
	const char *wrong = whycell_find(s, row, col, &c);

	if (!ok(wrong == NULL, what))
		printf("# %s\n", wrong);
	return c;
}

static void
is(const struct whycell *c, const char *table, const char *zone,
    const char *name, int64_t from, const char *what)
{
	if (!ok(strcmp(c->table, table) == 0 && strcmp(c->zone, zone) == 0 &&
		    strcmp(c->name, name) == 0 && c->from == from,
		what))
		printf("# %s %s %s\n", c->table, c->zone, c->name);
}

static void
tables(void)
{
	static const char *const zh[] = {"漏损月报 2026年3月", "about",
	    "供水总量||漏损率", "1000||8.5", "|||", "",
	    "分区|编号|排名|供水总量\nm³|漏损率\n%|下限|上限|标记",
	    "全市|W|1|2000|9.5|8|11|", "柳树巷|A2|2|1000|8.5|7|10|含估抄",
	    "note"};
	/* Another order, English, sorted: what Excel may leave. */
	static const char *const en[] = {
	    "Loss rate R_BL\n%|low|Zone|Id", "8.5|7|Two|A2", "9.5|8|All|W"};
	const int64_t march = cal_day(2026, 3, 1);
	struct book_sheet s = sheet(zh, 10);
	struct whycell c = at(&s, 8, 4, "a cell of the table");

	is(&c, "waterbalance --kpi", "A2", "rbl_pct", march, "loss rate of A2");
	c = at(&s, 8, 6, "its upper bound");
	is(&c, "waterbalance --kpi", "A2", "rbl_pct", march, "of the same");
	ok(c.bound == 'h', "the upper one");
	c = at(&s, 3, 2, "a card");
	is(&c, "waterbalance --kpi", "A2", "rbl_pct", march,
	    "of the row that says the same");
	ok(whycell_find(&s, 6, 4, &c) != NULL, "a heading is no figure");
	ok(whycell_find(&s, 8, 2, &c) != NULL, "nor is a rank");
	ok(whycell_find(&s, 0, 0, &c) != NULL, "nor a title");
	ok(whycell_find(&s, 30, 30, &c) != NULL, "nor nothing");
	book_sheet_release(&s);
	s = sheet(en, 3);
	c = at(&s, 2, 0, "moved columns");
	is(&c, "waterbalance --kpi", "W", "rbl_pct", march, "the same figure");
	c = at(&s, 2, 1, "moved bound");
	ok(c.bound == 'l', "the lower one");
	book_sheet_release(&s);
}

/* Words of older workbooks are known, alone and with the English ones. */
static void
older(void)
{
	static const char *const heading[] = {"漏失指数N1", "%s",
	    "%s Leakage exponent N1", "漏失指数N1 Leakage exponent N1"};

	for (int i = 0; i < 4; i++) {
		const char *at_it = strstr(heading[i], "%s");
		char *head = xasprintf("分区|编号|%s%s|N1下限|N1上限|方法",
		    at_it ? alias_term("n1") : heading[i],
		    at_it ? at_it + 2 : "");
		const char *text[] = {head, "全市|W|1.15|0.9|1.4|step"};
		struct book_sheet s = sheet(text, 2);
		struct whycell c = at(&s, 1, 2, "the leakage exponent");

		ok(strcmp(c.name, "n1") == 0, "by its heading of then or now");
		book_sheet_release(&s);
		free(head);
	}
}

static void
years(void)
{
	static const char *const text[] = {
	    "分区|编号|起|止|供水总量\nm³|去年同期|漏损率\n%|下限|上限|"
	    "去年同期",
	    "全市|W|2026-02-01|2026-03-01|2000|1900|9.5|8|11|9"};
	struct book_sheet s = sheet(text, 2);
	struct whycell c = at(&s, 1, 5, "a year before, beside it");

	is(&c, "waterbalance --kpi", "W", "supply_m3", cal_day(2025, 2, 1),
	    "supply of February 2025");
	ok(c.to == cal_day(2025, 3, 1), "up to March");
	c = at(&s, 1, 9, "behind bounds");
	is(&c, "waterbalance --kpi", "W", "rbl_pct", cal_day(2025, 2, 1),
	    "the loss rate itself");
	ok(c.bound == 0, "no bound");
	book_sheet_release(&s);
}

static void
cover(void)
{
	static const char *const text[] = {"t", "a", "",
	    "全市 (W)    2026-03-01 – 2026-03-31    数据状态: 正式", "",
	    "指标|单位|本期|下限|上限|上期|去年同期",
	    "漏损率|%|10.3|8.6|12|10.2|9"};
	struct book_sheet s = sheet(text, 7);
	struct whycell c = at(&s, 6, 2, "the cover");

	is(&c, "waterbalance --kpi", "W", "rbl_pct", cal_day(2026, 3, 1),
	    "now");
	c = at(&s, 6, 5, "the period before");
	is(&c, "waterbalance --kpi", "W", "rbl_pct", cal_day(2026, 2, 1),
	    "February");
	ok(c.to == cal_day(2026, 3, 1), "up to March");
	c = at(&s, 6, 6, "a year before");
	is(&c, "waterbalance --kpi", "W", "rbl_pct", cal_day(2025, 3, 1),
	    "March");
	book_sheet_release(&s);
}

static void
balances(void)
{
	static const char *const text[] = {"t", "about", "", "全市 (W)",
	    "项目|水量 (m³)|下限 (m³)|上限 (m³)|占供水总量 (%)|依据",
	    "供水总量|1000|990|1010|100|计算", "漏损水量|100|90|110|10|计算",
	    "", "柳树巷 (A2)",
	    "项目|水量 (m³)|下限 (m³)|上限 (m³)|占供水总量 (%)|依据",
	    "供水总量|500|490|510|100|计算", "表观漏损水量|10|9|11|2|计算"};
	struct book_sheet s = sheet(text, 12);
	struct whycell c = at(&s, 6, 1, "a block of a balance");

	is(&c, "waterbalance", "W", "losses", cal_day(2026, 3, 1), "losses");
	ok(strcmp(c.standard, "cjj92") == 0, "by CJJ 92");
	c = at(&s, 10, 3, "the next block");
	is(&c, "waterbalance", "A2", "supply", cal_day(2026, 3, 1), "supply");
	ok(strcmp(c.standard, "iwa") == 0 && c.bound == 'h',
	    "by IWA, which alone has apparent losses; the upper bound");
	book_sheet_release(&s);
}

static void
charts_and_alarms(void)
{
	static const char *const chart[] = {"t", "a", "||全市 (W)||柳树巷 (A2)",
	    "日期|轴标|夜间最小流量|合法夜间用水量|夜间最小流量|合法夜间用水量",
	    "2026-03-04|x|109|48|13.7|7.7"};
	static const char *const alarm[] = {
	    "类型|分区|编号|测点|发现|开始|结束|状态|漏失流量\nm³/"
	    "h|下限|上限|级别",
	    "夜间流量突增|杨家桥|C1||2026-03-11 04:15|2026-03-10 "
	    "22:15|—|未结|2.9|2.2|3.6|3"};
	struct book_sheet s = sheet(chart, 5);
	struct whycell c = at(&s, 4, 5, "the data of charts");

	is(&c, "nightflow", "A2", "lnu_m3h", cal_day(2026, 3, 4),
	    "under the zone to the left, by the day of the row");
	book_sheet_release(&s);
	s = sheet(alarm, 2);
	c = at(&s, 1, 8, "an alarm");
	ok(strcmp(c.table, "alarm-scan") == 0 && strcmp(c.zone, "C1") == 0 &&
		strcmp(c.start, "2026-03-10 22:15") == 0 && !*c.point,
	    "by zone and onset");
	book_sheet_release(&s);
}

/* Both languages, lines of charts as rows, a digest without ids. */
static void
newer(void)
{
	static const char *const rates[] = {"t", "a", "b",
	    "分区\nZone|编号\nId|起\nFrom|轴标\nLabel|漏损率 Loss rate R_BL",
	    "柳树巷|A2|2026-02-01|2026-02|8.5"};
	static const char *const digest[] = {"t", "a", "供水总量||漏损率",
	    "1000||8.5", "", "未结报警 (1)",
	    "分区|类型|开始|已持续天数|漏失流量\nm³/h|下限|上限|水量\nm³",
	    "杨家桥|压力过低|2026-03-11 07:00|21|2.9|2|3|10", "",
	    "分区|编号|漏损率\n%", "柳树巷|A2|8.5"};
	static const char *const items[] = {"t", "a", "b", "", "全市 (W)",
	    "项目 Item|水量 Volume (m³)|下限 Lower bound (m³)|依据 Basis",
	    "计费用水量 Billed authorised|100|90|计算 computed"};
	struct book_sheet s = sheet(rates, 5);
	struct whycell c = at(&s, 4, 4, "a row of charts' data");

	is(&c, "waterbalance --kpi", "A2", "rbl_pct", cal_day(2026, 2, 1),
	    "in both languages");
	ok(c.to == cal_day(2026, 3, 1), "as long as the workbook's period");
	book_sheet_release(&s);
	s = sheet(digest, 11);
	c = at(&s, 7, 4, "an alarm of a digest");
	ok(strcmp(c.zone, "杨家桥") == 0 &&
		strcmp(c.start, "2026-03-11 07:00") == 0,
	    "by the zone's name");
	c = at(&s, 3, 2, "a card above it");
	is(&c, "waterbalance --kpi", "A2", "rbl_pct", cal_day(2026, 3, 1),
	    "is of the table that has ids");
	c = at(&s, 3, 0, "a card of which no table tells");
	ok(*c.zone == '\0' && strcmp(c.name, "supply_m3") == 0,
	    "is the whole system's");
	book_sheet_release(&s);
	s = sheet(items, 7);
	c = at(&s, 6, 2, "a balance in both languages");
	is(&c, "waterbalance", "W", "billed", cal_day(2026, 3, 1), "billed");
	ok(c.bound == 'l', "its lower bound");
	book_sheet_release(&s);
}

int
main(void)
{
	newer();
	tables();
	cover();
	years();
	older();
	balances();
	charts_and_alarms();
	return tap_done();
}
