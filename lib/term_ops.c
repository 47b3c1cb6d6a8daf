/*
 * What the operation of the system leaves: the ledger of runs, and the
 * inspection that ops-check prints.
 */
#include "term_private.h"

static const struct term terms[] = {
    /* the ledger of runs */
    {"run", "运行号", "Run", "", 0, "number of the run", ""},
    {"parent", "所属运行", "Part of", "", 0, "run of the job it is a step of",
	""},
    {"job", "作业", "Job", "", 0, "daily, monthly ...; empty: by hand", ""},
    {"step", "步骤", "Step", "", 0, "empty: the job as a whole", ""},
    {"started", "开始时刻", "Started", "", 0, "by the clock of the machine",
	""},
    {"seconds", "用时", "Duration", "s", 3, "empty: it has not ended", ""},
    {"status", "退出状态", "Exit status", "", 0,
	"0 done; 128 + N by signal N; empty: at work, or cut off", ""},
    {"rows_in", "输入行数", "Rows in", "", 0,
	"of sealed tables, of files imported", ""},
    {"rows_out", "输出行数", "Rows out", "", 0,
	"of a sealed table, of readings or rows that an import added", ""},
    {"import", "导入号", "Import", "", 0, "the last one before it: --as-of",
	""},
    {"who", "执行者", "User", "", 0, "name of the system's user", ""},
    {"host", "主机", "Host", "", 0, "name of the machine", ""},
    {"version", "程序版本", "Version", "", 0, "of the programs", ""},
    {"command", "命令", "Command", "", 0, "as a shell takes it", ""},
    {"inputs", "输入文件", "Inputs", "", 0, "SHA-256 and name of each file",
	""},

    /* the inspection */
    {"section", "巡检类别", "Section", "", 0,
	"feeds store backups runs quality alarms imports", ""},
    {"check", "巡检项目", "Check", "", 0, "what was looked at", ""},
    {"subject", "对象", "Subject", "", 0,
	"point, feed, job, table, alarm; empty: the whole", ""},
    {"light", "结果", "Light", "", 0, "green amber red", ""},
    {"green", "绿", "green", "", 0, "as it should be", ""},
    {"amber", "黄", "amber", "", 0, "look into it", ""},
    {"red", "红", "red", "", 0, "act now", ""},
    {"alert", "告警等级", "Alert", "", 0, "0 green, 1 amber, 2 red", ""},
    {"measured", "实测值", "Figure", "", 3, "empty: not known, so amber", ""},
    {"amber_from", "黄灯限值", "Amber from", "", 3, "parameters ops_...", ""},
    {"red_from", "红灯限值", "Red from", "", 3,
	"larger than amber: more is worse; smaller: less is worse", ""},
    {"previous", "上次值", "Before", "", 3, "of the inspection before", ""},
    {"was", "上次结果", "Was", "", 0, "green amber red", ""},
    {"detail", "说明", "Detail", "", 0, "what the figure is", ""},

    /* words of the inspection */
    {"feeds", "数据接入", "Feeds", "", 0, "", ""},
    {"store", "数据库", "Store", "", 0, "", ""},
    {"backups", "备份", "Backups", "", 0, "", ""},
    {"runs", "作业运行", "Runs", "", 0, "", ""},
    {"data_quality", "数据质量", "Data quality", "", 0, "", ""},
    {"alarm_handling", "报警处置", "Handling of alarms", "", 0, "", ""},
    {"imports", "导入", "Imports", "", 0, "", ""},
    {"feed_age", "来源数据时效", "Age of a feed", "", 0, "", ""},
    {"feed_delivery", "交付间隔比", "Time since delivery", "", 0, "", ""},
    {"age", "时效", "Age", "", 0, "", ""},
    {"first_seen", "首次出现", "First seen", "", 0, "", ""},
    {"never_seen", "从无读数", "Never seen", "", 0, "", ""},
    {"interval", "采样间隔偏差", "Interval", "", 0, "", ""},
    {"missing", "缺失率", "Missing readings", "", 0, "", ""},
    {"points_late", "迟到测点", "Late points", "", 0, "", ""},
    {"points_new", "新测点", "New points", "", 0, "", ""},
    {"points_never", "无读数测点", "Points without readings", "", 0, "", ""},
    {"points_interval", "间隔不符测点", "Points at another interval", "", 0, "",
	""},
    {"points_gaps", "缺数测点", "Points with gaps", "", 0, "", ""},
    {"integrity", "完整性校验", "Integrity", "", 0, "", ""},
    {"schema", "架构版本", "Schema", "", 0, "", ""},
    {"size", "大小", "Size", "", 0, "", ""},
    {"growth", "增长", "Growth", "", 0, "", ""},
    {"disk_full", "磁盘写满", "Disk full", "", 0, "", ""},
    {"kept", "备份份数", "Backups kept", "", 0, "", ""},
    {"restore", "恢复试验", "Trial of restoring", "", 0, "", ""},
    {"behind", "备份后的导入", "Imports since", "", 0, "", ""},
    {"failed", "失败", "Failed", "", 0, "", ""},
    {"cut_off", "中断", "Cut off", "", 0, "", ""},
    {"not_run", "未运行", "Not run", "", 0, "", ""},
    {"slow", "用时比", "Duration", "", 0, "", ""},
    {"unacknowledged", "未受理", "Unacknowledged", "", 0, "", ""},
    {"open_alarms", "未结束报警", "Open alarms", "", 0, "", ""},
    {"retracted", "撤回", "Taken back", "", 0, "", ""},
    {"refused_rows", "拒收率", "Rows refused", "", 0, "", ""},
    {"conformity", "规范性", "Conformity", "", 0, "", ""},
    {"completeness", "完整性", "Completeness", "", 0, "", ""},
    {"accuracy", "准确性", "Accuracy", "", 0, "", ""},
    {"consistency", "一致性", "Consistency", "", 0, "", ""},
    {"timeliness", "时效性", "Timeliness", "", 0, "", ""},
    {"accessibility", "可访问性", "Accessibility", "", 0, "", ""},
    {"overall", "综合", "Overall", "", 0, "", ""},
    {"daily", "日报", "Daily", "", 0, "", ""},
    {"monthly", "月报", "Monthly", "", 0, "", ""},
    {"backup", "备份作业", "Backup", "", 0, "", ""},
    {"inspect", "巡检", "Inspection", "", 0, "", ""},
    {"inbox", "数据导入", "Inbox", "", 0, "", ""},
    {"notify", "报警通知", "Notification", "", 0, "", ""},
};

static const char *const runs_col[] = {"run", "parent", "job", "period", "step",
    "started", "seconds", "status", "rows_in", "rows_out", "rejected", "import",
    "who", "host", "version", "command", "inputs"};

static const char *const ops_col[] = {"day", "section", "check", "subject",
    "light", "alert", "measured", "unit", "amber_from", "red_from", "previous",
    "was", "detail"};

static const struct term_table tables[] = {
    TABLE("wb-query runs", runs_col),
    TABLE("ops-check", ops_col),
};

const struct term_family term_ops = {
    terms, COUNT(terms), tables, COUNT(tables)};
