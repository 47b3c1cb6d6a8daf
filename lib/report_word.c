#include "report_word.h"

#include <stdlib.h>
#include <string.h>

#include "term.h"
#include "xalloc.h"

const char *
report_word(const struct report *r, const char *zh, const char *en)
{
	return r->zh ? zh : en;
}

const char *
report_term(const struct report *r, const char *id)
{
	const struct term *t = term_find(id);

	return t ? report_word(r, t->zh, t->en) : id;
}

char *
report_flags(const struct report *r, const char *flags)
{
	char *out = xstrdup(""), *next, word[64];
	size_t n;

	for (; *flags != '\0'; flags += n + (flags[n] == ' ')) {
		n = strcspn(flags, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, flags);
		next = xasprintf("%s%s%s", out,
		    *out ? report_word(r, "、", ", ") : "",
		    report_term(r, word));
		free(out);
		out = next;
	}
	return out;
}

const char *
report_value(const struct report *r, const char *s)
{
	static const char *const words[][3] = {{"metered", "计量", "metered"},
	    {"estimated", "估算", "estimated"}, {"sampled", "抽样", "sampled"},
	    {"default", "缺省", "default"}, {"computed", "计算", "computed"},
	    {"azp", "平均压力点", "average point"},
	    {"critical", "最不利点", "critical point"},
	    {"inlet", "进口", "inlet"},
	    {"plant_outlet", "出厂", "plant outlet"},
	    {"cjj92", "CJJ 92", "CJJ 92"}, {"iwa", "IWA", "IWA"},
	    {"confirmed", "属实", "confirmed"},
	    {"nothing_found", "未发现", "nothing found"},
	    {"operation", "运行操作", "operation"},
	    {"sensor_fault", "仪表故障", "sensor fault"},
	    {"unknown", "不明", "unknown"},
	    {"night_step", "夜间流量突增", "night step"},
	    {"night_rise", "夜间流量渐增", "night rise"},
	    {"flow_step", "流量突变", "flow step"},
	    {"low_pressure", "压力过低", "low pressure"},
	    {"high_pressure", "压力过高", "high pressure"},
	    {"pressure_drop", "压力骤降", "pressure drop"},
	    {"pressure_swing", "压力波动", "pressure swing"},
	    {"flatline", "读数不变", "flatline"}, {"spike", "尖峰", "spike"},
	    {"gap", "数据中断", "gap"}, {"range", "超出量程", "range"},
	    {"negative", "负值", "negative"},
	    {"mismatch", "累计与瞬时不符", "mismatch"},
	    {"clock", "时钟偏移", "clock"}, {"limit", "超限", "limit"},
	    {"provisional", "待定", "provisional"}, {"open", "未结", "open"},
	    {"grown", "加重", "grown"}, {"closed", "已结", "closed"},
	    {"short", "短时", "short"}, {"merged", "已合并", "merged"}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i][0], s) == 0)
			return report_word(r, words[i][1], words[i][2]);
	return report_term(r, s);
}

const char *
report_grade(const struct report *r, const char *grade)
{
	return strcmp(grade, "1") == 0	  ? report_term(r, "grade_1") :
	       strcmp(grade, "2") == 0	  ? report_term(r, "grade_2") :
	       strcmp(grade, "fail") == 0 ? report_term(r, "grade_fail") :
					    "—";
}
