/*
 * What wb-query prints, and the keys that all tables share.
 */
#include "term_private.h"

static const struct term terms[] = {
    /* keys */
    {"zone_id", "分区", "Zone", "", 0, "id of the zone", ""},
    {"point_id", "测点", "Point", "", 0, "id of the measuring point", ""},
    {"day", "日期", "Day", "", 0, "local civil day", ""},
    {"from", "起", "From", "", 0, "first day of the period", ""},
    {"to", "止", "To", "", 0, "day after the last of the period", ""},
    {"coverage", "数据完整率", "Coverage", "", 4,
	"valid readings over expected ones, 0..1", ""},
    {"flags", "标记", "Flags", "", 0, "words explained in the manual", ""},

    /* wb-query */
    {"mean", "均值", "Mean", "", 6,
	"flow: volume / hours; others: mean by time; in `unit`", ""},
    {"min", "最小值", "Minimum", "", 6,
	"least mean of the point's interval; in `unit`", ""},
    {"max", "最大值", "Maximum", "", 6,
	"greatest mean of the point's interval; in `unit`", ""},
    {"unit", "单位", "Unit", "", 0, "unit of the values beside it", ""},
    {"flow_m3h", "平均流量", "Mean inflow", "m³/h", 6, "volume / hours", ""},
    {"base_from", "基期起", "Base, from", "", 0,
	"begin of what it is compared with", ""},
    {"base_to", "基期止", "Base, to", "", 0, "end of it", ""},
    {"base_mean", "基期均值", "Mean of the base", "", 6, "in `unit`", ""},
    {"mean_pct", "均值增减", "Change of the mean", "%", 4,
	"(mean - base_mean) / |base_mean|", ""},
    {"base_m3h", "基期平均流量", "Mean inflow of the base", "m³/h", 6,
	"volume / hours", ""},
    {"flow_pct", "平均流量增减", "Change of the mean inflow", "%", 4,
	"(flow - base) / |base|", ""},
    {"base_m3", "基期水量", "Volume of the base", "m³", 4, "", ""},
    {"diff_m3", "水量差", "Difference of volumes", "m³", 4, "volume - base",
	""},
    {"diff_pct", "水量增减", "Change of the volume", "%", 4,
	"(volume - base) / |base|", ""},
    {"base_coverage", "基期数据完整率", "Coverage of the base", "", 4,
	"valid readings over expected ones, 0..1", ""},
    {"time", "时间", "Time", "", 0, "instant of the reading", ""},
    {"value", "数值", "Value", "", 0, "as it came, in the unit of the point",
	""},
    {"quality", "质量码", "Quality", "", 0, "as in OPC; empty or 192 is good",
	""},
    {"age_h", "时效", "Age", "h", 4,
	"from the reading to the end asked for, or to the newest of all", ""},

    /* the dictionary */
    {"word", "列名", "Word", "", 0, "as tables have it: column, item, flag",
	""},
    {"in_column", "所在列", "In column", "", 0,
	"whose cells have the word; *: any; empty: a column, item or flag", ""},
    {"zh", "中文", "Chinese", "", 0, "in Chinese", ""},
    {"en", "英文", "English", "", 0, "in English", ""},
    {"formula", "公式", "Formula", "", 0, "or what it is, in a few words", ""},
    {"clause", "出处", "Clause", "", 0, "of the standard, or the page", ""},
};

static const char *const step_col[] = {"point_id", "from", "to", "mean", "min",
    "max", "unit", "volume_m3", "lo", "hi", "coverage", "flags"};

static const char *const step_compare_col[] = {"point_id", "from", "to",
    "base_from", "base_to", "mean", "base_mean", "mean_pct", "unit",
    "volume_m3", "base_m3", "diff_m3", "diff_pct", "coverage", "base_coverage",
    "flags"};

static const char *const demand_col[] = {"zone_id", "from", "to", "flow_m3h",
    "volume_m3", "lo", "hi", "coverage", "flags"};

static const char *const demand_compare_col[] = {"zone_id", "from", "to",
    "base_from", "base_to", "flow_m3h", "base_m3h", "flow_pct", "volume_m3",
    "base_m3", "diff_m3", "diff_pct", "coverage", "base_coverage", "flags"};

static const char *const last_col[] = {
    "point_id", "time", "value", "unit", "quality", "age_h"};

static const char *const judged_col[] = {
    "point_id", "time", "value", "quality", "flags"};

static const char *const terms_col[] = {
    "word", "in_column", "zh", "en", "unit", "formula", "clause"};

static const struct term_table tables[] = {
    TABLE("wb-query readings --step", step_col),
    TABLE("wb-query readings --compare", step_compare_col),
    TABLE("wb-query demand", demand_col),
    TABLE("wb-query demand --compare", demand_compare_col),
    TABLE("wb-query last", last_col),
    TABLE("wb-query readings --validated", judged_col),
    TABLE("wb-query terms", terms_col),
};

const struct term_family term_query = {
    terms, COUNT(terms), tables, COUNT(tables)};
