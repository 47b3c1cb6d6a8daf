/*
 * What bill-scan prints.
 */
#include "term_private.h"

static const struct term terms[] = {
    {"account_id", "户号", "Account", "", 0, "id of the account", ""},
    {"rule", "规则", "Rule", "", 0, "id of the rule, bill-scan(1)", WLC},
    {"observed", "实际值", "Observed", "", 4,
	"what the rule looks at; the reason tells its unit", ""},
    {"expected", "限值", "Expected", "", 4, "what it is held against", ""},
    {"by", "分类", "By", "", 0, "what the group has in common", ""},
    {"group", "组", "Group", "", 0, "which of them", ""},
    {"accounts", "户数", "Accounts", "", 0, "registered", ""},
    {"open", "在用户数", "Open", "", 0, "accounts not closed at the end", ""},
    {"with_bills", "有账户数", "With bills", "", 0, "accounts with bills", ""},
    {"p10_m3d", "日用水10%分位", "Use, tenth percentile", "m³/d", 4, "", ""},
    {"median_m3d", "日用水中位数", "Use, median", "m³/d", 4, "", ""},
    {"p90_m3d", "日用水90%分位", "Use, ninetieth percentile", "m³/d", 4, "",
	""},
    {"tenth_pct", "前10%用户占比", "Share of the largest tenth", "%", 4, "",
	""},
    {"first_pct", "最大户占比", "Share of the largest", "%", 4, "", ""},
    {"route", "册号", "Route", "", 0, "reading route of the accounts", ""},
    {"active", "在用户数", "Active", "", 0, "accounts open in the month", ""},
    {"due", "应抄数", "Due", "", 0, "bills, and readings missed", ""},
    {"read", "实抄数", "Read", "", 0, "bills from a reading", ""},
    {"estimated", "估抄数", "Estimated", "", 0, "bills from an estimate", ""},
    {"no_access", "门闭数", "No access", "", 0, "bills without access", ""},
    {"unread", "漏抄数", "Not read", "", 0,
	"usual intervals that passed without a bill", ""},
    {"zero", "零量数", "Zero", "", 0, "readings without use", ""},
    {"read_pct", "抄见率", "Read rate", "%", 4, "read / due", ""},
    {"estimated_pct", "估抄率", "Estimated rate", "%", 4,
	"(estimated + no access) / due", ""},
    {"zero_pct", "零量率", "Zero rate", "%", 4, "zero / active", ""},

    {"class", "用户类别", "Class", "", 0, "class of the accounts", ""},
    {"old_meters", "超期表数", "Old meters", "", 0,
	"open, older than the rule meter_old allows", ""},
    {"error_pct", "计量误差", "Meter error", "%", 4,
	"sum(share * error) of the true volume", WLC " p. 208"},
    {"error_lo", "计量误差下限", "Meter error, lower bound", "%", 4, "", ""},
    {"error_hi", "计量误差上限", "Meter error, upper bound", "%", 4, "", ""},
    {"under_m3", "少计水量", "Under-registered", "m³", 4, "V/(1 + e) - V", WLC},
    {"under_lo", "少计水量下限", "Under-registered, lower bound", "m³", 4, "",
	""},
    {"under_hi", "少计水量上限", "Under-registered, upper bound", "m³", 4, "",
	""},
    {"value_yuan_yr", "少计水费", "Its value a year", "yuan", 2,
	"under * retail_yuan_m3 * 365.25 / days", ""},
    {"value_lo", "少计水费下限", "Its value, lower bound", "yuan", 2, "", ""},
    {"value_hi", "少计水费上限", "Its value, upper bound", "yuan", 2, "", ""},
    {"handling_m3", "数据处理误差", "Data handling", "m³", 4,
	"data_handling_pct of sales", IWA},
    {"handling_lo", "数据处理误差下限", "Data handling, lower bound", "m³", 4,
	"", ""},
    {"handling_hi", "数据处理误差上限", "Data handling, upper bound", "m³", 4,
	"", ""},
    {"unauthorised_m3", "非法用水", "Unauthorised use", "m³", 4,
	"unauthorised_pct of the supply", IWA},
    {"unauthorised_lo", "非法用水下限", "Unauthorised use, lower bound", "m³",
	4, "", ""},
    {"unauthorised_hi", "非法用水上限", "Unauthorised use, upper bound", "m³",
	4, "", ""},
    {"apparent_lo", "表观漏损下限", "Apparent losses, lower bound", "m³", 4, "",
	""},
    {"apparent_hi", "表观漏损上限", "Apparent losses, upper bound", "m³", 4, "",
	""},
    {"meter_ld", "单表日表观漏损", "Apparent loss per meter", "L/meter/d", 4,
	"apparent * 1000 / meters / days", ""},
};

static const char *const findings_col[] = {"account_id", "zone_id", "rule",
    "from", "to", "observed", "expected", "volume_m3", "severity", "reason"};

static const char *const structure_col[] = {"by", "group", "from", "to",
    "accounts", "open", "with_bills", "volume_m3", "share_pct", "use_m3d",
    "p10_m3d", "median_m3d", "p90_m3d", "tenth_pct", "first_pct"};

static const char *const reading_col[] = {"route", "from", "to", "active",
    "due", "read", "estimated", "no_access", "unread", "zero", "read_pct",
    "estimated_pct", "zero_pct"};

static const char *const meterloss_col[] = {"class", "from", "to", "meters",
    "old_meters", "volume_m3", "error_pct", "error_lo", "error_hi", "under_m3",
    "under_lo", "under_hi", "value_yuan_yr", "value_lo", "value_hi",
    "cost_yuan", "payback_months", "flags"};

static const char *const apparent_col[] = {"zone_id", "from", "to", "supply_m3",
    "sales_m3", "meters", "under_m3", "under_lo", "under_hi", "handling_m3",
    "handling_lo", "handling_hi", "unauthorised_m3", "unauthorised_lo",
    "unauthorised_hi", "apparent_m3", "apparent_lo", "apparent_hi", "ali",
    "ali_lo", "ali_hi", "meter_ld", "flags"};

static const struct term_table tables[] = {
    TABLE("bill-scan", findings_col),
    TABLE("bill-scan --structure", structure_col),
    TABLE("bill-scan --reading", reading_col),
    TABLE("bill-scan --meters", meterloss_col),
    TABLE("bill-scan --apparent", apparent_col),
};

const struct term_family term_bill = {
    terms, COUNT(terms), tables, COUNT(tables)};
