#include "word.h"

#include <string.h>

#include "billrule.h"
#include "term_private.h"

static const struct word words[] = {
    /* the balance: basis, standard, bill_state */
    {"*", "metered", "计量", "metered"},
    {"*", "estimated", "估算", "estimated"},
    {"*", "sampled", "抽样", "sampled"},
    {"*", "default", "缺省", "default"},
    {"*", "computed", "计算", "computed"},
    {"*", "cjj92", "CJJ 92", "CJJ 92"},
    {"*", "iwa", "IWA", "IWA"},
    {"*", "awwa", "AWWA", "AWWA"},
    /* roles of points */
    {"*", "azp", "平均压力点", "average point"},
    {"*", "critical", "最不利点", "critical point"},
    {"*", "inlet", "入口", "inlet"},
    {"*", "plant_outlet", "出厂", "plant outlet"},
    /* alarms: kind, state */
    {"*", "night_step", "夜间流量突增", "night step"},
    {"*", "night_rise", "夜间流量渐增", "night rise"},
    {"*", "flow_step", "流量突变", "flow step"},
    {"*", "low_pressure", "压力过低", "low pressure"},
    {"*", "high_pressure", "压力过高", "high pressure"},
    {"*", "pressure_drop", "压力骤降", "pressure drop"},
    {"*", "pressure_swing", "压力波动", "pressure swing"},
    {"*", "flatline", "读数不变", "flatline"},
    {"*", "spike", "尖峰", "spike"},
    {"*", "gap", "数据中断", "gap"},
    {"*", "range", "超出量程", "range"},
    {"*", "negative", "负值", "negative"},
    {"*", "mismatch", "累计与瞬时不符", "mismatch"},
    {"*", "clock", "时钟偏移", "clock"},
    {"*", "limit", "超限", "limit"},
    {"*", "provisional", "待定", "provisional"},
    {"*", "open", "未结", "open"},
    {"*", "grown", "加重", "grown"},
    {"*", "closed", "已结", "closed"},
    {"*", "short", "短时", "short"},
    {"*", "merged", "已合并", "merged"},
    {"*", "withdrawn", "已撤回", "withdrawn"},
    {"*", "final", "正式", "final"},
    /* events: kind, outcome */
    {"*", "burst", "爆管", "burst"},
    {"*", "leak", "漏点", "leak"},
    {"*", "repair", "修复", "repair"},
    {"*", "valve", "阀门操作", "valve"},
    {"*", "meter_fault", "水表故障", "meter fault"},
    {"*", "comms", "通讯中断", "communication"},
    {"*", "flushing", "管网冲洗", "flushing"},
    {"*", "fire", "消防用水", "fire"},
    {"*", "holiday", "节假日", "holiday"},
    {"*", "shutdown", "停水", "shutdown"},
    {"*", "other", "其他", "other"},
    {"*", "confirmed", "属实", "confirmed"},
    {"*", "nothing_found", "未发现", "nothing found"},
    {"*", "operation", "运行操作", "operation"},
    {"*", "sensor_fault", "仪表故障", "sensor fault"},
    {"*", "unknown", "不明", "unknown"},
    /* severity of billing findings */
    {"*", "low", "低", "low"},
    {"*", "medium", "中", "medium"},
    {"*", "high", "高", "high"},
    /* data quality: table, dimension (GB/T 36344), counted */
    {"*", "zones", "分区", "zones"},
    {"*", "points", "测点", "points"},
    {"*", "edges", "分区计量关系", "edges"},
    {"*", "readings", "读数", "readings"},
    {"*", "accounts", "用户", "accounts"},
    {"*", "bills", "账单", "bills"},
    {"*", "balance", "平衡项", "balance"},
    {"*", "events", "事件", "events"},
    {"*", "pipes", "管段", "pipes"},
    {"*", "params", "参数", "params"},
    {"*", "conformity", "规范性", "conformity"},
    {"*", "completeness", "完整性", "completeness"},
    {"*", "accuracy", "准确性", "accuracy"},
    {"*", "consistency", "一致性", "consistency"},
    {"*", "timeliness", "时效性", "timeliness"},
    {"*", "accessibility", "可访问性", "accessibility"},
    {"*", "overall", "总体", "overall"},
    {"*", "rows", "行", "rows"},
    {"*", "fields", "字段", "fields"},
    {"*", "names", "名称", "names"},
    {"*", "intervals", "采样间隔", "intervals"},
    {"*", "imports", "导入", "imports"},
};

/* Words that mean something else, or something only, in one column. */
static const struct word own[] = {
    {"measure", "detection", "检漏", "detection"},
    {"measure", "pressure", "压力管理", "pressure"},
    {"measure", "renewal", "管网更新", "renewal"},
    {"measure", "meters", "用户表更换", "meters"},
    {"measure", "reading", "抄表计费改进", "reading"},
    {"leak_kind", "reported", "明漏", "reported"},
    {"leak_kind", "unreported", "暗漏", "unreported"},
    {"by", "all", "全部", "all"},
    {"by", "material", "管材", "material"},
    {"by", "age", "管龄，年", "age, years"},
    {"by", "dn_mm", "管径，mm", "diameter, mm"},
};

/* A rule of bill-scan. */
static struct word
rule(size_t k)
{
	return (struct word){"rule", billrule_id((enum bill_rule)k),
	    billrule_name((enum bill_rule)k, 1),
	    billrule_name((enum bill_rule)k, 0)};
}

int
word_at(size_t i, struct word *w)
{
	if (i < COUNT(words))
		*w = words[i];
	else if ((i -= COUNT(words)) < COUNT(own))
		*w = own[i];
	else if ((i -= COUNT(own)) < BILL_RULES)
		*w = rule(i);
	else
		return -1;
	return 0;
}

int
word_own(const char *col, const char *text, struct word *w)
{
	for (size_t i = 0; i < COUNT(own); i++)
		if (strcmp(own[i].col, col) == 0 &&
		    strcmp(own[i].text, text) == 0) {
			*w = own[i];
			return 0;
		}
	if (strcmp(col, "rule") != 0)
		return -1;
	for (size_t k = 0; k < BILL_RULES; k++) {
		*w = rule(k);
		if (strcmp(w->text, text) == 0)
			return 0;
	}
	return -1;
}

int
word_any(const char *text, struct word *w)
{
	const struct term *t;

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i].text, text) == 0) {
			*w = words[i];
			return 0;
		}
	if ((t = term_find(text)) == NULL)
		return -1;
	*w = (struct word){"", text, t->zh, t->en};
	return 0;
}
