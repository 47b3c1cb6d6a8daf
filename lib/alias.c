#include "alias.h"

#include <string.h>

enum { ALIAS_MAX = 96 };

static const struct {
	const char *table, *column, *names; /* parted by blanks */
} column_names[] = {
    {"readings", "point_id",
	"测点 点位 测点编号 测点编码 测点id 测点名 测点名称 点位编号 点位编码 "
	"点位名称 点号 位号 监测点 监测点编号 站点 站点编号 站点名称 设备编号 "
	"仪表编号 tag tagname tagid point pointname sensor sensorid meter "
	"meterid device deviceid channel station stationid"},
    {"readings", "time",
	"时间 采集时间 数据时间 日期时间 监测时间 记录时间 读数时间 抄表时间 "
	"时刻 时间戳 timestamp datetime datetimes readingtime sampletime"},
    {"readings", "value",
	"数值 值 测量值 采集值 监测值 读数 示数 流量 瞬时流量 压力 瞬时压力 "
	"液位 水位 浊度 余氯 累计流量 累积流量 reading val measurement flow "
	"flowrate pressure level meterreading"},
    {"readings", "quality",
	"质量 质量码 质量戳 品质 数据质量 qualitycode qual opcquality"},
    {"zones", "zone_id", "分区编号 分区编码 区域编号 zone dma dmaid"},
    {"zones", "name", "分区名称 区域名称 zonename dmaname"},
    {"zones", "parent_id", "上级分区 上级编号 父分区 parent parentzone"},
    {"zones", "level", "级别 分区级别"},
    {"zones", "mains_km", "干管长度 管网长度 管长 mainslength"},
    {"zones", "connections", "接户数 连接数 接户管数 serviceconnections"},
    {"zones", "properties", "户数 用户数"},
    {"zones", "population", "人口 用水人口 inhabitants"},
    {"zones", "meters", "水表数"},
    {"zones", "owner", "负责人 责任人 管理单位"},
    {"points", "point_id",
	"测点 测点编号 测点编码 点位编号 点位编码 点号 位号 tag tagname"},
    {"points", "name", "名称 测点名称 点位名称 描述 description"},
    {"points", "quantity", "量 测量类型 数据类型"},
    {"points", "unit", "单位 计量单位 units engineeringunit"},
    {"points", "dn_mm", "口径 管径 diameter"},
    {"points", "interval_s", "采集间隔 采集周期"},
    {"points", "ground_m", "地面标高 高程 elevation"},
    {"points", "accuracy_pct", "精度 准确度 accuracy"},
    {"points", "digits", "位数 表位数"},
    {"edges", "zone_id", "分区编号 分区编码 zone dma dmaid"},
    {"edges", "point_id", "测点编号 测点编码 测点 point tag"},
    {"edges", "role", "作用 关系"},
    {"edges", "weight", "权重 系数"},
    {"accounts", "account_id",
	"用户号 用户编号 户号 客户编号 customer customerid account accountno"},
    {"accounts", "zone_id", "分区编号 分区编码 所属分区 zone dma dmaid"},
    {"accounts", "name", "户名 用户名 用户名称 customername"},
    {"accounts", "address", "地址 用户地址 用水地址"},
    {"accounts", "class", "用水性质 用户类别 用户类型"},
    {"accounts", "meter_id", "表号 水表编号 表身号 meter meterno serialno"},
    {"accounts", "dn_mm", "口径 水表口径 diameter"},
    {"accounts", "installed", "安装日期 装表日期 installdate"},
    {"accounts", "route", "册号 抄表册 表册"},
    {"accounts", "status", "用户状态"},
    {"bills", "account_id",
	"用户号 用户编号 户号 客户编号 customer customerid account accountno"},
    {"bills", "from", "起始日期 开始日期 上次抄表日期 periodstart startdate"},
    {"bills", "to", "截止日期 结束日期 本次抄表日期 periodend enddate"},
    {"bills", "volume_m3", "水量 用水量 开账水量 consumption volume"},
    {"bills", "index_from", "起码 上次读数 上期示数 previousreading"},
    {"bills", "index_to", "止码 本次读数 本期示数 currentreading"},
    {"bills", "amount_yuan", "金额 水费 应收水费 amount"},
    {"events", "event_id", "事件编号 工单号 工单编号 workorder"},
    {"events", "kind", "事件类型"},
    {"events", "zone_id", "分区编号 分区编码 zone dma dmaid"},
    {"events", "point_id", "测点编号 测点编码 测点 point tag"},
    {"events", "start", "开始时间 发生时间 starttime"},
    {"events", "end", "结束时间 修复时间 endtime"},
    {"events", "found", "发现时间"},
    {"events", "pipe_id", "管段编号 管线编号 管段 pipe"},
    {"events", "note", "备注 说明 remark comment"},
    {"pipes", "pipe_id", "管段编号 管线编号 管段 pipe"},
    {"pipes", "zone_id", "分区编号 分区编码 zone dma dmaid"},
    {"pipes", "dn_mm", "口径 管径 diameter"},
    {"pipes", "material", "管材 材质"},
    {"pipes", "laid", "敷设日期 埋设日期 installdate"},
    {"pipes", "length_m", "长度 管长 管线长度 length"},
    {"balance", "zone_id", "分区编号 分区编码 zone dma dmaid"},
    {"balance", "volume_m3", "水量 volume"},
    {"balance", "note", "备注 说明 remark comment"},
};

static const struct {
	const char *unit, *names;
} unit_names[] = {
    {"m3/h", "m³/h m^3/h m3h cmh m3/hr m³/hr 立方米/小时 立方米/时 方/小时 "
	     "吨/小时 吨/时 t/h cum/h"},
    {"L/s", "lps l/sec ltr/s 升/秒"},
    {"m3/d", "m³/d m^3/d cmd m3/day m³/day 立方米/天 立方米/日 方/天 吨/天 "
	     "吨/日 t/d"},
    {"ML/d", "mld 兆升/天"},
    {"L/min", "lpm 升/分 升/分钟"},
    {"L/h", "lph l/hr 升/小时"},
    {"m3/min", "m³/min 立方米/分"},
    {"m3/s", "m³/s m^3/s cms 立方米/秒"},
    {"gpm", "usgpm gal/min"},
    {"m3", "m³ m^3 立方米 方 吨 t kl"},
    {"L", "ltr litre liter litres liters 升"},
    {"m", "米 mh2o mwc mws 米水柱 mwg"},
    {"MPa", "mpa 兆帕"},
    {"kPa", "千帕"},
    {"bar", "巴 barg"},
    {"kWh", "千瓦时 度 kw.h"},
    {"kW", "千瓦"},
    {"mg/L", "毫克/升"},
    {"C", "℃ °c degc 摄氏度"},
    {"mm", "毫米"},
    {"cm", "厘米"},
};

static int
is_in(const char *names, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = names; p != NULL; p = strchr(p, ' ')) {
		p += *p == ' ';
		if (strncmp(p, word, n) == 0 && (p[n] == ' ' || p[n] == '\0'))
			return n > 0;
	}
	return 0;
}

/* The first n bytes of s in small letters without what does not count; 0 if
 * that is nothing, or too long for an alias. */
static int
plain(const char *s, size_t n, const char *without, char out[ALIAS_MAX])
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		char c = s[i];

		if (strchr(without, c) != NULL)
			continue;
		if (k + 1 == ALIAS_MAX)
			return 0;
		out[k++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
	}
	out[k] = '\0';
	return k > 0;
}

size_t
alias_tail(const char *heading, const char **inside, size_t *n)
{
	static const char *const pair[][2] = {
	    {"(", ")"}, {"（", "）"}, {"[", "]"}, {"【", "】"}};
	size_t len = strlen(heading);

	while (len > 0 && heading[len - 1] == ' ')
		len--;
	for (int i = 0; i < 4; i++) {
		size_t open = strlen(pair[i][0]), close = strlen(pair[i][1]);

		if (len < open + close ||
		    memcmp(heading + len - close, pair[i][1], close) != 0)
			continue;
		for (size_t at = len - close; at-- > 0;) {
			if (strncmp(heading + at, pair[i][0], open) != 0)
				continue;
			*inside = heading + at + open;
			*n = len - close - at - open;
			while (at > 0 && heading[at - 1] == ' ')
				at--;
			return at;
		}
	}
	return 0;
}

int
alias_column(const struct table *t, const char *heading)
{
	char word[ALIAS_MAX], own[ALIAS_MAX];
	const char *inside;
	size_t n, at = alias_tail(heading, &inside, &n);

	if (!plain(heading, at ? at : strlen(heading), " _-./\t\r\n", word))
		return -1;
	for (size_t i = 0; i < t->ncol; i++)
		if (plain(t->col[i].name, strlen(t->col[i].name), "_", own) &&
		    strcmp(own, word) == 0)
			return (int)i;
	for (size_t i = 0; i < sizeof column_names / sizeof *column_names; i++)
		if (strcmp(column_names[i].table, t->name) == 0 &&
		    is_in(column_names[i].names, word))
			return table_col(t, column_names[i].column);
	return -1;
}

const struct unit *
alias_unit(const char *text)
{
	char word[ALIAS_MAX], own[ALIAS_MAX];
	const struct unit *u = unit_find(text);

	if (u != NULL || !plain(text, strlen(text), " \t\r\n", word))
		return u;
	/* ml would be a thousand million times less than ML */
	for (size_t i = 0; (u = unit_at(i)) != NULL; i++)
		if (u->name[0] != 'M' &&
		    plain(u->name, strlen(u->name), "", own) &&
		    strcmp(own, word) == 0)
			return u;
	for (size_t i = 0; i < sizeof unit_names / sizeof *unit_names; i++)
		if (is_in(unit_names[i].names, word))
			return unit_find(unit_names[i].unit);
	return NULL;
}

const char *
alias_list(size_t i, const struct table **t, const char **column)
{
	if (i >= sizeof column_names / sizeof *column_names)
		return NULL;
	*t = table_find(column_names[i].table);
	*column = column_names[i].column;
	return column_names[i].names;
}
