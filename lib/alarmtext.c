#include "alarmtext.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "leakwatch.h"
#include "xalloc.h"

/* "2026-02-20 03:45" */
static const char *
minute(const struct zone *tz, int64_t t, char *buf)
{
	cal_instant_text(tz, t, buf);
	buf[10] = ' ';
	buf[16] = '\0';
	return buf;
}

static char *
means(const struct alarm *a, int zh)
{
	static const char *const en[] = {"the night flow", "the daily mean",
	    "the part of the flow that does not follow the day"};
	static const char *const cn[] = {
	    "夜间流量", "日均流量", "日变化以外的恒定流量"};

	if (a->path == LEAK_FAST)
		return zh ? xasprintf("%d 小时平均偏差", a->hours) :
			    xasprintf(
				"the %d h mean off its forecast", a->hours);
	return xstrdup(zh ? cn[a->by] : en[a->by]);
}

static const char *
how(const struct alarm *a, int zh)
{
	static const char *const en[] = {
	    "adding up over days", "at once", "within hours"};
	static const char *const cn[] = {"逐日累积", "一日突变", "数小时内"};

	return (zh ? cn : en)[a->path];
}

/* What else is known; "" or words that begin with a separator. */
static const char *
doubt(const struct alarm *a, int zh)
{
	if (a->flags & ALARM_DEMAND)
		return zh ? "；夜间未见上升，应为用水变化" :
			    "; not at night: demand rather than a leak";
	if (a->flags & ALARM_DOUBT)
		return zh ? "；漏失与量程变化均可解释，数据不足以判定" :
			    "; a leak or a change of scale: the data cannot "
			    "tell";
	if (a->flags & ALARM_BOUNDARY)
		return zh ? "；相邻分区同时下降相当的量，疑为边界阀门" :
			    "; a neighbour fell as much: look at the boundary "
			    "valve";
	if (a->flags & ALARM_COMMON)
		return zh ? "；当日多个分区同升，疑为天气或节假日" :
			    "; many zones rose that day: weather or a holiday";
	if (a->flags & ALARM_INNER)
		return zh ? "；与下级分区的报警为同一处" :
			    "; the same leak as that of a zone inside";
	return "";
}

static char *
end_text(const struct alarm *a, const struct zone *tz, int zh)
{
	char buf[CAL_BUF];

	if (a->flags & ALARM_QUIET)
		return xstrdup(zh ? "，目前已恢复" : ", not so now");
	if (a->end == INT64_MIN && a->flags & ALARM_UNSEEN)
		return xstrdup(zh ? "，末次测得时仍在持续" :
				    ", still so when last measured");
	if (a->end == INT64_MIN)
		return xstrdup(zh ? "，仍在持续" : ", still so");
	minute(tz, a->end, buf);
	return zh ? xasprintf("，至 %s 结束", buf) :
		    xasprintf(" until %s", buf);
}

static char *
bounds(const struct alarm *a, int zh)
{
	if (isnan(a->lo) || isnan(a->hi))
		return xstrdup("");
	return zh ? xasprintf("，95%% 界限 %.2f～%.2f", a->lo, a->hi) :
		    xasprintf("; 95 %% bounds %.2f to %.2f", a->lo, a->hi);
}

/* By how much the night rose, once a night is known. */
static char *
night(const struct alarm *a, int zh)
{
	if (a->state == ALARM_PROVISIONAL)
		return xstrdup(zh ? "；暂定，待下一整日确认" :
				    "; provisional until the next whole day");
	if (isnan(a->night))
		return xstrdup("");
	return zh ? xasprintf("；夜间上升 %.2f m³/h", a->night) :
		    xasprintf("; at night %+.2f", a->night);
}

static char *
leak(const struct alarm *a, const struct zone *tz, int zh)
{
	char start[CAL_BUF];
	char *by = means(a, zh), *till = end_text(a, tz, zh);
	char *limits = bounds(a, zh), *dark = night(a, zh), *out;

	minute(tz, a->start, start);
	if (zh)
		out = xasprintf("自 %s 起流量上升 %.2f m³/h（为平均流量 %.1f "
				"m³/h 的 %.0f%%%s）%s%s；由%s发现（%s），为报警"
				"限值的 %.1f 倍；平常波动 %.2f m³/h%s",
		    start, a->size, a->mean, 100 * a->size / a->mean, limits,
		    till, dark, by, how(a, zh), a->evidence, a->sigma,
		    doubt(a, zh));
	else
		out = xasprintf("flow up by %.2f m3/h (%.0f %% of %.1f%s) "
				"since %s%s%s; seen %s by %s, %.1f times its "
				"limit; usual spread %.2f%s",
		    a->size, 100 * a->size / a->mean, a->mean, limits, start,
		    till, dark, how(a, zh), by, a->evidence, a->sigma,
		    doubt(a, zh));
	free(dark);
	free(by);
	free(till);
	free(limits);
	return out;
}

/* What was wrong, with the worst value and its limit. */
static char *
what(const struct alarm *a, int zh)
{
	double v = a->size, l = a->limit;
	int n = isnan(a->volume) ? 0 : (int)a->volume;

	switch (a->kind) {
	case ALARM_GAP:
		return xstrdup(zh ? "无有效读数（通讯或仪表中断）" :
				    "no good reading: the line or the meter");
	case ALARM_FLATLINE:
		return zh ? xasprintf("读数停在 %.3f 不变（%d 个读数）", v, n) :
			    xasprintf("stuck at %.3f (%d readings)", v, n);
	case ALARM_SPIKE:
		return zh ? xasprintf("跳变读数 %d 个，最大 %.3f", n, v) :
			    xasprintf("%d spike%s, the largest %.3f", n,
				n == 1 ? "" : "s", v);
	case ALARM_RANGE:
		return zh ? xasprintf(
				"超出登记量程的读数 %d 个，最甚 %.3f", n, v) :
			    xasprintf("%d readings beyond the registered "
				      "range, the worst %.3f",
				n, v);
	case ALARM_NEGATIVE:
		return zh ? xasprintf("负值读数 %d 个，最低 %.3f", n, v) :
			    xasprintf(
				"%d negative readings, the lowest %.3f", n, v);
	case ALARM_MISMATCH:
		return l > 0 ?
			   (zh ? xasprintf("累计量与瞬时量相差 %.1f%%（限 "
					   "%.0f%%）",
				     v, l) :
				 xasprintf("counter and flow differ by %.1f "
					   "%% (limit %.0f)",
				     v, l)) :
			   (zh ? xasprintf(
				     "累计读数倒退（复位），回到 %.3f", v) :
				 xasprintf(
				     "the counter went back, to %.3f", v));
	case ALARM_CLOCK:
		return zh ? xasprintf("日变化曲线整体偏移 %+.0f 小时，疑为时钟"
				      "错误",
				v) :
			    xasprintf("the day's course runs %+.0f h off: "
				      "look at the clock",
				v);
	case ALARM_LOW_PRESSURE:
		return zh ? xasprintf("压力低至 %.2f m，限值 %.2f m", v, l) :
			    xasprintf(
				"pressure down to %.2f m, limit %.2f", v, l);
	case ALARM_HIGH_PRESSURE:
		return zh ?
			   xasprintf("压力高至 %.2f m，限值 %.2f m", v, l) :
			   xasprintf("pressure up to %.2f m, limit %.2f", v, l);
	case ALARM_PRESSURE_DROP:
		return zh ? xasprintf("压力骤降至 %.2f m，该时段通常不低于 "
				      "%.2f m",
				v, l) :
			    xasprintf("pressure fell to %.2f m, at that hour "
				      "not below %.2f as a rule",
				v, l);
	case ALARM_PRESSURE_SWING:
		return zh ? xasprintf("一小时内压力波动 %.2f m，通常不超过 "
				      "%.2f m",
				v, l) :
			    xasprintf("pressure swung by %.2f m within an "
				      "hour, usually less than %.2f",
				v, l);
	default:
		return zh ? xasprintf("读数 %.3f 超过限值 %.3f", v, l) :
			    xasprintf("%.3f, limit %.3f", v, l);
	}
}

/* How often it came, or "". */
static char *
times(const struct alarm *a, int zh)
{
	if (a->hours < 2)
		return xstrdup("");
	return zh ? xasprintf("；共 %d 次，累计 %.1f 小时", a->hours, a->base) :
		    xasprintf("; %d times, %.1f h in all", a->hours, a->base);
}

/* A factor near one that meters are set wrong by, or none. */
static const char *
likely(double factor, int zh)
{
	static const double known[] = {
	    10, 0.1, 2, 0.5, 3.6, 1 / 3.6, 100, 0.01};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (factor > 0.93 * known[i] && factor < 1.07 * known[i])
			return known[i] > 3 && known[i] < 4 ?
				   (zh ? "（疑为 L/s 与 m³/h 混用）" :
					 " (L/s taken for m3/h?)") :
				   (zh ? "（疑为脉冲当量或量程设置）" :
					 " (pulse weight?)");
	return "";
}

static char *
scale(const struct alarm *a, const struct zone *tz, int zh)
{
	char start[CAL_BUF];

	minute(tz, a->start, start);
	return zh ?
		   xasprintf("自 %s 起全天流量变为原来的 %.2f 倍%s，按比例变化"
			     "较按增量变化更吻合：查仪表量程",
		       start, a->slope, likely(a->slope, zh)) :
		   xasprintf("since %s the whole day's flow is %.2f times what "
			     "it was%s: a factor fits better than a sum, look "
			     "at the meter's scale",
		       start, a->slope, likely(a->slope, zh));
}

char *
alarmtext(const struct alarm *a, const struct zone *tz, int zh)
{
	char start[CAL_BUF], *till, *words, *often, *out;

	if (a->flags & ALARM_SCALE)
		return scale(a, tz, zh);
	if (alarm_is_leak(a))
		return leak(a, tz, zh);
	till = end_text(a, tz, zh);
	words = what(a, zh);
	often = times(a, zh);
	minute(tz, a->start, start);
	out = zh ? xasprintf("自 %s 起%s%s%s", start, words, till, often) :
		   xasprintf("%s since %s%s%s", words, start, till, often);
	free(often);
	free(till);
	free(words);
	return out;
}
