/*
 * What alarm-scan prints.
 */
#include "term_private.h"

static const struct term terms[] = {
    /* alarms */
    {"alarm_id", "报警编号", "Alarm", "", 0,
	"what it concerns, minute of onset, kind; the same on every run", ""},
    {"kind", "类型", "Kind", "", 0, "see the page of the program", ""},
    {"start", "开始", "Start", "", 0, "onset", ""},
    {"detected", "发现", "Detected", "", 0,
	"when the data that told it were complete", ""},
    {"end", "结束", "End", "", 0, "empty: still open", ""},
    {"size_m3h", "漏失流量", "Size", "m³/h", 4, "rise of the flow", ""},
    {"size_lo", "漏失流量下限", "Size, lower bound", "m³/h", 4, "95 % bound",
	""},
    {"size_hi", "漏失流量上限", "Size, upper bound", "m³/h", 4, "95 % bound",
	""},
    {"size_pct", "占平均流量", "Share of flow", "%", 2,
	"size / mean flow of the four weeks before", ""},
    {"severity", "级别", "Severity", "", 0,
	"1 (gravest) to 4; of a bill low, medium, high", ""},
    {"reason", "原因", "Reason", "", 0, "in words, with the figures", ""},
    {"volume_lo", "累计漏失下限", "Volume, lower bound", "m³", 4, "95 % bound",
	""},
    {"volume_hi", "累计漏失上限", "Volume, upper bound", "m³", 4, "95 % bound",
	""},
    {"lost_yuan", "累计损失金额", "Value lost", "yuan", 2,
	"volume_m3 cv_yuan_m3", ""},
    {"act_by", "处置人", "Seen by", "", 0,
	"who acknowledged or shelved it last", ""},
    {"act_at", "处置时间", "Seen at", "", 0, "", ""},
    {"act_until", "搁置至", "Shelved until", "", 0,
	"the day on which it is back; empty: acknowledged", ""},
    {"act_why", "处置说明", "Why", "", 0, "in that person's words", ""},

    /* alarms against events */
    {"scope", "范围", "Scope", "", 0, "all, or a zone", ""},
    {"events", "事件数", "Events", "", 0, "bursts and leaks", ""},
    {"alarms", "报警数", "Alarms", "", 0, "leak alarms", ""},
    {"true_alarms", "正确报警", "True alarms", "", 0,
	"credited to an event, one each", ""},
    {"false_alarms", "误报", "False alarms", "", 0, "while no leak ran", ""},
    {"missed", "漏报", "Missed", "", 0, "events without alarm", ""},
    {"false_share", "误报率(占报警)", "False share (A)", "", 4,
	"false / (true + false)", ""},
    {"false_rate_pm", "每分区每30天误报", "False alarms, zone and 30 days", "",
	4, "false / zone-days 30", ""},
    {"miss_rate", "漏报率", "Miss rate", "", 4, "missed / events", ""},
    {"ttd_mean_h", "平均发现时间", "Mean time to detect", "h", 2,
	"from the event's start", ""},
    {"ttd_median_h", "中位发现时间", "Median time to detect", "h", 2,
	"from the event's start", ""},
    {"resolution_m3h", "预警分辨率", "Resolution", "m³/h", 4,
	"smallest leak found; see alarm-scan(1)", ""},
    {"resolution_pct", "预警分辨率占比", "Resolution, share of flow", "%", 2,
	"resolution / mean flow", ""},
    {"repeats", "重复报警", "Repeats", "", 0,
	"further alarms of an event that was found", ""},
    {"false_share_lo", "误报率下限", "False share, lower bound", "", 4,
	"Wilson", ""},
    {"false_share_hi", "误报率上限", "False share, upper bound", "", 4,
	"Wilson", ""},
    {"false_rate_lo", "误报频次下限", "False rate, lower bound", "", 4,
	"Poisson, exact", ""},
    {"false_rate_hi", "误报频次上限", "False rate, upper bound", "", 4,
	"Poisson, exact", ""},
    {"miss_lo", "漏报率下限", "Miss rate, lower bound", "", 4, "Wilson", ""},
    {"miss_hi", "漏报率上限", "Miss rate, upper bound", "", 4, "Wilson", ""},
    {"false_days", "误报率(占正常日)", "False days (B)", "", 6,
	"zone-days with a false alarm / zone-days without an event", ""},
    {"chance", "随机命中", "By chance", "", 2,
	"events credited to the same alarms at other times", ""},

    /* trials */
    {"within_d", "期限", "Within", "d", 0, "days given to find it", ""},
    {"trials", "试验次数", "Trials", "", 0, "times of onset tried", ""},
    {"found", "发现次数", "Found", "", 0, "of them found in time", ""},
    {"found_share", "发现率", "Share found", "", 4, "found / trials", ""},
    {"found_lo", "发现率下限", "Share found, lower bound", "", 4, "Wilson", ""},
    {"found_hi", "发现率上限", "Share found, upper bound", "", 4, "Wilson", ""},
    {"ttd_all_h", "全部试验中位时间", "Median time, all onsets", "h", 2,
	"those not found count as later; empty: half were not", ""},
    {"ttd_all_lo", "全部试验中位时间下限", "Median time, lower bound", "h", 2,
	"95 %, order statistics by Binomial(trials, 1/2)", ""},
    {"ttd_all_hi", "全部试验中位时间上限", "Median time, upper bound", "h", 2,
	"95 %, order statistics by Binomial(trials, 1/2)", ""},
};

static const char *const alarm_col[] = {"alarm_id", "kind", "zone_id",
    "point_id", "start", "detected", "end", "state", "size_m3h", "size_lo",
    "size_hi", "size_pct", "volume_m3", "score", "severity", "reason", "flags",
    "volume_lo", "volume_hi", "lost_yuan", "act_by", "act_at", "act_until",
    "act_why"};

static const char *const score_col[] = {"scope", "from", "to", "events",
    "alarms", "true_alarms", "false_alarms", "missed", "false_share",
    "false_rate_pm", "miss_rate", "ttd_mean_h", "ttd_median_h",
    "resolution_m3h", "resolution_pct", "repeats", "false_share_lo",
    "false_share_hi", "false_rate_lo", "false_rate_hi", "miss_lo", "miss_hi",
    "false_days", "chance"};

static const char *const injected_col[] = {"zone_id", "from", "to", "within_d",
    "size_m3h", "size_pct", "trials", "found", "found_share", "found_lo",
    "found_hi", "ttd_median_h", "resolution_m3h", "resolution_pct", "ttd_all_h",
    "ttd_all_lo", "ttd_all_hi"};

static const struct term_table tables[] = {
    TABLE_SINCE("alarm-scan", alarm_col, 17),
    TABLE_SINCE("alarm-scan --score", score_col, 15),
    TABLE_SINCE("alarm-scan --resolution", injected_col, 14),
};

const struct term_family term_alarm = {
    terms, COUNT(terms), tables, COUNT(tables)};
