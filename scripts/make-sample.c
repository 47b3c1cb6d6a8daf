/*
 * make-sample - write a synthetic water utility with a known truth
 *
 *     make-sample DIR [SEED]
 *
 * Twelve zones, ninety days of five-minute readings, accounts, bills and three
 * leaks.  What really flowed is written beside what the meters showed, so that
 * every estimate of the tools can be held against it.
 *
 * With a seed it is another utility: the weather of every day is drawn anew,
 * and what the tools can only assume within 95 % errors is drawn from these:
 * night use (0.6 L per person and hour and the group's figures, 30 %), each
 * flow meter's error (its accuracy), each pressure's (0.5 m).  A coverage test
 * needs many.
 *
 * The same bytes come out on every machine: own random numbers, no clock, no
 * locale, and of the mathematics only + - * / and sqrt, which IEEE 754 fixes
 * to the last bit.
 */
#include <sys/stat.h>

#include <err.h>
#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__ /* gcc -std=c11 never fuses a*b+c, clang may */
#pragma STDC FP_CONTRACT OFF
#endif

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

enum {
	STEPS = 288, /* five-minute steps of a day */
	NDAY = 142,  /* 2025-12-05 .. 2026-04-26, what bills cover */
	NSTEP = NDAY * STEPS,
	SCADA = 27, /* 2026-01-01, counted from the first day */
	NMONTH = 3,
	HOLIDAY = 73,
	HOLIDAY_END = 81,
	NIGHT = 24,
	NIGHT_END = 48, /* 02:00 .. 04:00 */
	MAXACC = 512,
	NBILL = 4
};

static const int month_day[NMONTH + 1] = {27, 58, 86, 117};
static const double M_PER_MPA = 1000 / 9.80665;

/* ---- the utility ---- */

enum { A, A1, A2, A3, B, B1, B2, B3, C, C1, C2, W, NZONE, NONE = -1 };

/* What a zone has of its own; a parent adds its children.  From icf on: the
 * truth, which no table shows. */
static const struct zone {
	const char *id, *name, *kind, *method, *owner, *street;
	int parent, level;
	double mains_km, private_km, rigid_pct, ground_m, target_pct;
	int connections, population;
	double icf;		   /* condition factor of the background */
	double standing;	   /* unreported leakage, m3/h at 50 m */
	double night_lph;	   /* night use, L/person/h */
	double day_l;		   /* use, L/person/d */
	double night_m, day_m;	   /* pressure by night and at the peak */
	double flat_m3d, free_m3d; /* unmetered: flat rate, free */
	int group[5];		   /* non-household accounts a..e */
} zones[NZONE] = {
    {"A", "东城片区", "mixed", "total_sub", "东城供水所", "", W, 2, 2.6, 0, 85,
	24.0, 10, 0, 0, 1.1, 4.0, 0, 0, 0, 0, 0, 0, {0}},
    {"A1", "锦绣花园", "residential", "both", "东城供水所", "建设路", A, 3, 7.2,
	5.0, 45, 24.5, 10, 172, 9200, 0.9, 4.6, 0.64, 95, 38.5, 31.5, 0, 0,
	{8, 4, 2, 1, 0}},
    {"A2", "柳树巷", "residential", "both", "东城供水所", "柳树巷", A, 3, 9.1,
	6.1, 70, 23.5, 11, 231, 12800, 1.3, 6.0, 0.57, 90, 39.5, 32.5, 0, 0,
	{9, 5, 2, 1, 0}},
    {"A3", "商贸街", "commercial", "both", "东城供水所", "商贸街", A, 3, 6.0,
	3.6, 55, 25.0, 10, 150, 7400, 1.0, 4.2, 0.66, 96, 38.0, 31.0, 6, 0,
	{12, 8, 3, 2, 0}},
    {"B", "西城片区", "mixed", "total_sub", "西城供水所", "", W, 2, 2.9, 0, 80,
	26.0, 10, 0, 0, 1.0, 4.5, 0, 0, 0, 0, 0, 0, {0}},
    {"B1", "铁路新村", "mixed", "both", "西城供水所", "铁路街", B, 3, 8.4, 5.5,
	75, 25.5, 11, 204, 10600, 1.2, 5.2, 0.53, 92, 37.5, 30.5, 0, 5,
	{7, 5, 2, 2, 1}},
    {"B2", "河滨小区", "residential", "both", "西城供水所", "河滨路", B, 3, 5.8,
	3.4, 50, 26.0, 12, 128, 6300, 1.0, 5.6, 0.62, 98, 37.0, 31.0, 0, 0,
	{5, 3, 1, 1, 0}},
    {"B3", "翠竹苑", "residential", "both", "西城供水所", "翠竹路", B, 3, 6.6,
	4.2, 30, 24.0, 9, 149, 8100, 0.8, 4.0, 0.59, 94, 25.0, 31.5, 0, 0,
	{6, 3, 2, 0, 0}},
    {"C", "南郊片区", "mixed", "total_sub", "南郊供水所", "", W, 2, 1.8, 0, 90,
	26.5, 11, 0, 0, 1.0, 2.2, 0, 0, 0, 0, 0, 0, {0}},
    {"C1", "杨家桥", "residential", "both", "南郊供水所", "杨桥路", C, 3, 7.5,
	4.8, 60, 26.5, 11, 176, 9600, 1.1, 4.8, 0.67, 97, 37.0, 30.0, 0, 0,
	{6, 4, 2, 1, 0}},
    {"C2", "南郊工业园", "industrial", "both", "南郊供水所", "工业大道", C, 3,
	6.9, 3.0, 65, 26.0, 12, 140, 5600, 1.2, 5.6, 0.54, 90, 36.5, 30.5, 8, 0,
	{4, 3, 1, 1, 4}},
    {"W", "全市", "mixed", "total_sub", "管网运行部", "", NONE, 1, 5.2, 0, 95,
	25.0, 10, 0, 0, 1.0, 12.0, 0, 0, 0, 0, 0, 0, {0}},
};

/* Where a parent's pressure is taken: its azp edge, and the truth alike. */
static const int azp_zone[NZONE] = {
    A1, A1, A2, A3, B2, B1, B2, B3, C1, C1, C2, A3};

enum { USER = 3 };

/* Flow points in the order of their ids.  The flow is that of zone plus that
 * of more (fed through it); parts 1 and 2 share it, USER is the dye
 * works alone. */
static const struct flow_point {
	const char *id, *name;
	int zone, more, part, dn;
	double max, accuracy_pct, bias_pct;
	bool ls; /* shows L/s */
} flow_points[] = {
    {"A1F1", "锦绣花园入口瞬时流量", A1, NONE, 0, 200, 200, 2, 0.8, 0},
    {"A2F1", "柳树巷一号入口瞬时流量", A2, NONE, 1, 200, 200, 2, -0.6, 0},
    {"A2F2", "柳树巷二号入口瞬时流量", A2, NONE, 2, 150, 150, 2, 0.9, 0},
    {"A3F1", "商贸街入口瞬时流量", A3, NONE, 0, 200, 200, 1.5, -0.7, 0},
    {"AF1", "东城一号入口瞬时流量", A, NONE, 1, 300, 500, 1, 0.4, 0},
    {"AF2", "东城二号入口瞬时流量", A, NONE, 2, 300, 500, 1, -0.5, 0},
    {"B1F1", "铁路新村入口瞬时流量", B1, NONE, 0, 200, 200, 2, 1.1, 0},
    {"B2F1", "河滨小区入口瞬时流量", B2, B3, 0, 250, 300, 1.5, 0.5, 0},
    {"B3F1", "翠竹苑入口瞬时流量", B3, NONE, 0, 200, 200, 1.5, -0.6, 0},
    {"BF1", "西城总入口瞬时流量", B, C, 0, 400, 800, 1, 0.3, 0},
    {"C1F1", "杨家桥入口瞬时流量", C1, NONE, 0, 200, 50, 2, -1.0, 1},
    {"C2F1", "南郊工业园入口瞬时流量", C2, NONE, 0, 200, 50, 3, 1.3, 1},
    {"C2U1", "清河印染大用户瞬时流量", C2, NONE, USER, 100, 20, 3, -1.2, 1},
    {"CF1", "南郊总入口瞬时流量", C, NONE, 0, 300, 120, 1, -0.4, 1},
    {"P1F", "第一水厂出厂瞬时流量", W, NONE, 1, 600, 1200, 0.5, 0.2, 0},
    {"P2F", "第二水厂出厂瞬时流量", W, NONE, 2, 500, 1000, 0.5, -0.15, 0},
};
enum { NFLOW = LEN(flow_points) };

static const struct {
	int zone;
	double first; /* mean share of part 1 */
} splits[] = {{A, 0.55}, {A2, 0.60}, {W, 0.58}};

/* Pressure points: that of zone, dz metres higher, losing drop metres more at
 * the peak and dip metres per m3/h of a burst. */
static const struct pressure_point {
	const char *id, *name;
	int zone; /* W: a plant */
	double ground_m, dz, drop, dip, bias_pct;
} pressure_points[] = {
    {"A1P1", "锦绣花园平均压力点", A1, 24.5, 0, 0, 0, 0.2},
    {"A2K1", "柳树巷最不利点", A2, 28.0, 4.5, 1.5, 0.06, -0.2},
    {"A2P1", "柳树巷平均压力点", A2, 23.5, 0, 0, 0, -0.1},
    {"A3P1", "商贸街平均压力点", A3, 25.0, 0, 0, 0, 0.1},
    {"B1P1", "铁路新村平均压力点", B1, 25.5, 0, 0, 0, -0.3},
    {"B2P1", "河滨小区平均压力点", B2, 26.0, 0, 0, 0, 0.2},
    {"B3K1", "翠竹苑最不利点", B3, 27.0, 3.0, 2.5, 0.05, 0.1},
    {"B3P1", "翠竹苑平均压力点", B3, 24.0, 0, 0, 0, 0.0},
    {"C1K1", "杨家桥最不利点", C1, 31.0, 4.5, 3.0, 0.05, 0.1},
    {"C1P1", "杨家桥平均压力点", C1, 26.5, 0, 0, 0, -0.2},
    {"C2P1", "南郊工业园平均压力点", C2, 26.0, 0, 0, 0, 0.3},
    {"P1P", "第一水厂出厂压力", W, 23.0, 0, 1.8, 0, 0.1},
    {"P2P", "第二水厂出厂压力", W, 24.0, 1.0, 1.2, 0, -0.1},
};
enum { NPRESSURE = LEN(pressure_points) };

static const char edges_csv[] =
    "zone_id,point_id,role,weight,required_m,valid_from,valid_to\n"
    "A,A1P1,azp,1,,,\nA,AF1,inflow,1,,,\nA,AF2,inflow,1,,,\n"
    "A1,A1F1,inflow,1,,,\nA1,A1P1,azp,1,,,\n"
    "A2,A2F1,inflow,1,,,\nA2,A2F2,inflow,1,,,\n"
    "A2,A2K1,critical,1,24,,\nA2,A2P1,azp,1,,,\n"
    "A3,A3F1,inflow,1,,,\nA3,A3P1,azp,1,,,\n"
    "B,B2P1,azp,1,,,\nB,BF1,inflow,1,,,\nB,CF1,outflow,1,,,\n"
    "B1,B1F1,inflow,1,,,\nB1,B1P1,azp,1,,,\n"
    "B2,B2F1,inflow,1,,,\nB2,B2P1,azp,1,,,\nB2,B3F1,outflow,1,,,\n"
    "B3,B3F1,inflow,1,,,\nB3,B3K1,critical,1,16,,\nB3,B3P1,azp,1,,,\n"
    "C,C1P1,azp,1,,,\nC,CF1,inflow,1,,,\n"
    "C1,C1F1,inflow,1,,,\nC1,C1K1,critical,1,22,,\nC1,C1P1,azp,1,,,\n"
    "C2,C2F1,inflow,1,,,\nC2,C2P1,azp,1,,,\nC2,C2U1,user,1,,,\n"
    "W,A3P1,azp,1,,,\nW,P1F,inflow,1,,,\nW,P1P,plant_outlet,1,,,\n"
    "W,P2F,inflow,1,,,\nW,P2P,plant_outlet,1,,,\n";

static const char params_csv[] =
    "name,zone_id,value,valid_from,note\n"
    "cv_yuan_m3,W,1.12,,制水与提升的边际成本\n"
    "household_gap_pct,W,2.2,,户表抽样校验\n"
    "nonhousehold_err_pct,W,1.5,,非居民水表抽样校验\n"
    "retail_yuan_m3,W,3.15,,平均售价\n"
    "survey_yuan_km,W,900,,检漏外包合同单价\n";

/* ---- use ---- */

enum { HOUSE, GROUP_A, GROUP_E = 5, DYER, FLAT, FREE, NUSE };
enum { WEEKDAY, WEEKEND, FESTIVE, SHOP, WORKS, SITE, NSHAPE };

/* Above the night's use, at the full hours; scaled to a mean of 1. */
static const double hourly[NSHAPE][24] = {
    {.30, .10, 0, 0, 0, .25, 1.0, 1.9, 1.6, 1.15, 1.0, 1.25, 1.4, 1.0, .8, .75,
	.95, 1.45, 2.0, 2.1, 1.9, 1.6, 1.1, .6},
    {.40, .15, 0, 0, 0, .10, .5, 1.1, 1.7, 1.8, 1.6, 1.5, 1.5, 1.2, 1.0, .95,
	1.1, 1.5, 1.9, 2.0, 1.9, 1.6, 1.2, .7},
    {.70, .30, 0, 0, 0, .10, .4, .9, 1.5, 1.8, 1.9, 1.8, 1.4, 1.2, 1.1, 1.2,
	1.5, 1.8, 1.6, 1.4, 1.4, 1.5, 1.4, 1.1},
    {.05, 0, 0, 0, 0, .1, .5, .9, 1.3, 1.6, 1.8, 2.0, 1.9, 1.6, 1.5, 1.5, 1.6,
	1.9, 2.1, 1.9, 1.4, .9, .4, .15},
    {.20, .05, 0, 0, 0, .2, .8, 1.4, 1.8, 1.9, 1.9, 1.6, 1.4, 1.7, 1.9, 1.9,
	1.8, 1.5, 1.1, .9, .8, .7, .5, .3},
    {0, 0, 0, 0, 0, 0, 0, .5, 1.5, 2, 2, 2, 1, 1.5, 2, 2, 2, 1.5, .5, 0, 0, 0,
	0, 0},
};

/* A property of a night group: L/h by night, m3 a day, how much of that on
 * a weekend and in the holiday, litres of a typical draw (for the noise). */
static const struct {
	double night_lh, day_m3, weekend, holiday, draw_l;
	int shape;
	const char *name[8];
} groups[5] = {
    {0.9, 1.2, 1.0, 0.5, 12, SHOP,
	{"便利店", "早餐店", "理发店", "药店", "五金店", "水果店", "洗衣店",
	    "文具店"}},
    {6.2, 5, 1.1, 0.6, 20, SHOP,
	{"公共厕所", "园林绿化用水", "餐馆", "诊所", "银行网点", "社区服务站",
	    "火锅店", "快捷酒店"}},
    {12.6, 14, 0.7, 0.4, 30, SHOP,
	{"小学", "宾馆", "超市", "幼儿园", "体育馆", "中学", "写字楼", "车站"}},
    {20.5, 28, 0.95, 0.8, 40, SHOP,
	{"医院", "农贸市场", "浴场", "购物中心", "学院", "车辆段", "冷库",
	    "屠宰场"}},
    {60.6, 70, 0.8, 0.3, 80, WORKS,
	{"食品厂", "机械厂", "纺织厂", "电镀厂", "纸品厂", "塑料厂", "酿造厂",
	    "水泥制品厂"}},
};

static const double house_price = 2.85, works_price = 4.2; /* yuan/m3 */
static const double dyer_night = 6, dyer_more = 5;	   /* m3/h */

/* Reading days of the four routes; a month's delay in days.  Every interval
 * comes out at 28 to 34 days. */
static const struct {
	const char *id;
	int day, late[NBILL + 1];
} routes[] = {
    {"R05", 5, {0, 0, 0, 1, 0}},
    {"R12", 12, {0, 1, 0, 2, 0}},
    {"R19", 19, {0, 2, 1, 1, 0}},
    {"R26", 26, {0, 3, 3, 3, 0}},
};

/* Leaks, m3/h at 50 m, growing from start to full.  found and shown as the
 * register has them; a leak not found is in no table but the truth. */
static const struct leak {
	int zone;
	const char *start, *full, *found, *repaired;
	double q50, shown;
} leaks[] = {
    {A2, "2026-02-20 03:40", "2026-02-20 03:40", "2026-03-01 09:20",
	"2026-03-02 15:00", 14, 12},
    {B3, "2026-01-20 08:00", "2026-02-15 00:00", "2026-03-16 14:00",
	"2026-03-18 10:30", 9, 7.5},
    {C1, "2026-03-10 21:00", "2026-03-10 21:00", "", "", 4, 0},
};

static const struct {
	int zone;
	const char *start, *end;
	double m3h;
} flushing = {A1, "2026-01-14 01:00", "2026-01-14 04:00", 18};

static const char events_csv[] =
    "event_id,kind,zone_id,point_id,start,end,found,flow_m3h,effect,outcome,"
    "cost_yuan,note\n"
    "E2026-001,flushing,A1,,2026-01-14T01:00:00+08:00,"
    "2026-01-14T04:00:00+08:00,,18,mask,operation,,末端管道冲洗\n"
    "E2026-002,leak,B3,,2026-01-20T08:00:00+08:00,2026-03-18T10:30:00+08:00,"
    "2026-03-16T14:00:00+08:00,7.5,,confirmed,7800,DN100接口渗漏\n"
    "E2026-003,meter_fault,A3,A3F1,2026-02-08T14:00:00+08:00,"
    "2026-02-09T11:00:00+08:00,2026-02-08T16:30:00+08:00,,mask,sensor_fault,"
    ",流量仪电源故障\n"
    "E2026-004,holiday,W,,2026-02-16T00:00:00+08:00,"
    "2026-02-24T00:00:00+08:00,,,mark,,,春节\n"
    "E2026-005,burst,A2,,2026-02-20T03:40:00+08:00,2026-03-02T15:00:00+08:00,"
    "2026-03-01T09:20:00+08:00,12,,confirmed,16400,DN150灰口铸铁管断裂\n";

/* What the exports lack beside single cells; word: 通讯故障, not empty. */
static const struct gap {
	const char *point, *from, *to;
	bool word;
} gaps[] = {
    {"A3F1", "2026-02-08 14:00", "2026-02-09 11:00", false},
    {"B1P1", "2026-03-05 00:00", "2026-03-08 00:00", false},
    {"A2F2", "2026-01-27 10:00", "2026-01-27 16:00", true},
};
static const double lost_share = 0.002;

static const char fault[] = "通讯故障";

/* ---- random numbers, days ---- */

/* splitmix64 */
static uint64_t
mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return x ^ (x >> 31);
}

static double
uniform(uint64_t *rng)
{
	*rng += UINT64_C(0x9e3779b97f4a7c15);
	return (double)(mix(*rng) >> 11) / 9007199254740992.0;
}

/* A stream of its own for every part of the model, so that a change to one
 * part leaves the others as they were. */
static uint64_t
stream(int part, int k)
{
	return mix(UINT64_C(20260101) + ((uint64_t)part << 32) + (uint64_t)k);
}

/* The same for what differs from seed to seed; 0: the utility as it is. */
static uint64_t
seeded(uint64_t seed, int part, int k)
{
	return seed == 0 ? stream(part, k) : mix(stream(part, k) + mix(seed));
}

/* Near enough to normal, mean 0, variance 1, within 3.5; needs no log. */
static double
gauss(uint64_t *rng)
{
	double s = 0;

	for (int i = 0; i < 4; i++)
		s += uniform(rng);
	return (s - 2) * sqrt(3);
}

/* Next value of a slow wander around 0. */
static double
wander(uint64_t *rng, double x, double keep, double sd)
{
	return keep * x + sd * sqrt(1 - keep * keep) * gauss(rng);
}

/* Days since 1970-01-01 of a civil date, and back. */
static int
civil_day(int y, int m, int d)
{
	int era, yoe, doy;

	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

/* The day, counted from 2025-12-05, as text in the caller's buffer. */
static const char *
day_text(int day, char sep, char buf[16])
{
	int z = civil_day(2025, 12, 5) + day + 719468;
	int era = z / 146097, doe = z % 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int m = mp < 10 ? mp + 3 : mp - 9;

	snprintf(buf, 16, "%04d%c%02d%c%02d",
	    (yoe + era * 400 + (m <= 2)) % 10000, sep, m % 100, sep,
	    (doy - (153 * mp + 2) / 5 + 1) % 100);
	return buf;
}

/* Step of a time such as "2026-02-20 03:40"; "" never comes. */
static int
step_at(const char *s)
{
	int y, m, d, hour, min;

	if (sscanf(s, "%d-%d-%d %d:%d", &y, &m, &d, &hour, &min) != 5)
		return NSTEP;
	return (civil_day(y, m, d) - civil_day(2025, 12, 5)) * STEPS +
	       hour * 12 + min / 5;
}

static int
house_shape(int day)
{
	int weekday = (day + 5) % 7; /* 2025-12-05 is a Friday */

	if (day >= HOLIDAY && day < HOLIDAY_END)
		return FESTIVE;
	return weekday == 0 || weekday == 6 ? WEEKEND : WEEKDAY;
}

/* ---- the model ---- */

struct bill {
	int from, to;
	long index_from, index_to;
	bool estimated;
};

struct account {
	char id[16], name[96];
	int zone, use, route, dn;
	double weight;	   /* share in its zone's use of that sort */
	double registers;  /* what its meter shows of the truth */
	bool by_household; /* every household's meter is read */
	const char *class;
	double day[NDAY]; /* true m3 */
	struct bill bill[NBILL];
};

struct city {
	uint64_t seed;
	double shape[NSHAPE][STEPS];
	double busy[NSTEP];	  /* 0 by night, 1 at the peak */
	double use[NZONE][NSTEP]; /* m3/h, with all below */
	double loss[NZONE][NSTEP];
	double background[NZONE][NDAY], burst[NZONE][NDAY]; /* m3 */
	double by_use[NZONE][NUSE][NDAY];		    /* m3, of DMAs */
	double dyer[NSTEP];
	double pressure[NZONE][NSTEP]; /* m, DMAs */
	double first[NZONE][NSTEP];    /* share of part 1 */
	struct account account[MAXACC];
	int accounts;
};

static void
make_shapes(struct city *c)
{
	for (int k = 0; k < NSHAPE; k++) {
		double sum = 0;

		for (int s = 0; s < STEPS; s++) {
			double a = hourly[k][s / 12];
			double b = hourly[k][(s / 12 + 1) % 24];

			c->shape[k][s] = a + (b - a) * (s % 12) / 12;
			sum += c->shape[k][s];
		}
		for (int s = 0; s < STEPS; s++)
			c->shape[k][s] *= STEPS / sum;
	}
	for (int t = 0; t < NSTEP; t++) {
		const double *shape = c->shape[house_shape(t / STEPS)];
		double x = shape[t % STEPS] / 2.2;

		c->busy[t] = x < 1 ? x * (2 - x) : 1;
	}
}

/* A 95 % error, drawn for thing k of a kind; `as_is` without a seed. */
static double
drawn(const struct city *c, int kind, int k, double half95, double as_is)
{
	uint64_t rng = seeded(c->seed, kind, k);

	return c->seed == 0 ? as_is : half95 / 1.96 * gauss(&rng);
}

enum { NIGHT_USE = 20, FLOW_ERROR, PRESSURE_ERROR }; /* kinds */

/* Draws come singly: five minutes with v m3/h hold n = v/12 / draw of them,
 * and n varies by its root. */
static double
shake(uint64_t *rng, double v, double draw_l)
{
	double sd = sqrt(v * draw_l * 12 / 1000);
	double x = v + sd * gauss(rng);

	return x > 0.2 * v ? x : 0.2 * v;
}

/* m3/h of a night group in zone z. */
static double
group_use(const struct city *c, int z, int g, int day, int s, double night)
{
	int kind = house_shape(day);
	double share = kind == FESTIVE ? groups[g].holiday :
		       kind == WEEKEND ? groups[g].weekend :
					 1;
	double base = groups[g].night_lh * night / 1000;
	double more = (groups[g].day_m3 / 24 - base) * share *
		      c->shape[groups[g].shape][s];

	if (kind == FESTIVE)
		base *= 0.6 + 0.4 * share;
	return zones[z].group[g] * (base + more);
}

/* Adds v m3/h of one sort of use to a zone and all above it. */
static void
add_use(struct city *c, int z, int use, int t, double v)
{
	c->by_use[z][use][t / STEPS] += v / 12;
	for (int a = z; a != NONE; a = zones[a].parent)
		c->use[a][t] += v;
}

static void
make_use(struct city *c, int z, const double city_day[NDAY])
{
	const struct zone *p = &zones[z];
	uint64_t rng = seeded(c->seed, 1, z);
	double day_f = 0, night_f = 0, dye = 0, odd[5];
	const double people = 1 + drawn(c, NIGHT_USE, z, 0.3, 0);
	const double night_lph = c->seed == 0 ? p->night_lph : 0.6 * people;
	static const double house_share[] = {1, 1.06, 1.05};

	for (int g = 0; g < 5; g++)
		odd[g] = (0.92 + 0.16 * uniform(&rng)) * people;
	for (int t = 0; t < NSTEP; t++) {
		int day = t / STEPS, s = t % STEPS, kind = house_shape(day);
		double base, more, still;

		if (s == 0) {
			day_f = wander(&rng, day_f, 0.7, 0.02);
			night_f = wander(&rng, night_f, 0.5, 0.03);
		}
		base = night_lph * (1 + night_f);
		more = (p->day_l / 24 - night_lph) * house_share[kind] *
		       (1 + day_f + city_day[day]) * c->shape[kind][s];
		add_use(c, z, HOUSE, t,
		    shake(&rng, p->population * (base + more) / 1000, 12));
		for (int g = 0; g < 5; g++)
			add_use(c, z, GROUP_A + g, t,
			    shake(&rng, group_use(c, z, g, day, s, odd[g]),
				groups[g].draw_l));
		add_use(c, z, FLAT, t, p->flat_m3d / 24 * c->shape[SITE][s]);
		add_use(c, z, FREE, t, p->free_m3d / 24 * c->shape[SITE][s]);
		if (z != C2)
			continue;
		dye = wander(&rng, dye, 0.9, 0.05);
		still = kind == FESTIVE ? 0.3 : kind == WEEKEND ? 0.9 : 1;
		c->dyer[t] = still * (1 + dye) *
			     (dyer_night + dyer_more * c->shape[WORKS][s]);
		add_use(c, z, DYER, t, c->dyer[t]);
	}
}

static double
leak_q50(int z, int t)
{
	double q = 0;

	for (size_t i = 0; i < LEN(leaks); i++) {
		int start = step_at(leaks[i].start);
		int full = step_at(leaks[i].full);

		if (leaks[i].zone != z || t < start ||
		    t >= step_at(leaks[i].repaired))
			continue;
		q += t >= full ? leaks[i].q50 :
				 leaks[i].q50 * (t - start) / (full - start);
	}
	return q;
}

static void
make_pressure(struct city *c, int z, const double city_m[NSTEP])
{
	uint64_t rng = seeded(c->seed, 2, z);
	double own = 0;

	for (int t = 0; t < NSTEP; t++) {
		own = wander(&rng, own, 0.95, 0.2);
		c->pressure[z][t] =
		    zones[z].night_m -
		    (zones[z].night_m - zones[z].day_m) * c->busy[t] +
		    city_m[t] + own - 0.05 * leak_q50(z, t);
	}
}

/* What a zone, or the sum of a parent's zones and its own trunk mains, has. */
struct extent {
	double mains_km, private_km, rigid_km, ground;
	int connections, properties, population, meters;
};

static struct extent
extent_of(const struct city *c, int z, bool children)
{
	const struct zone *p = &zones[z];
	struct extent e = {.mains_km = p->mains_km,
	    .private_km = p->private_km,
	    .rigid_km = p->mains_km * p->rigid_pct / 100,
	    .ground = p->ground_m * p->connections,
	    .connections = p->connections,
	    .properties = p->population * 10 / 26,
	    .population = p->population};

	for (int i = 0; i < c->accounts; i++) {
		if (c->account[i].zone != z)
			continue;
		e.meters++;
		e.properties += c->account[i].use != HOUSE;
	}
	for (int k = 0; children && k < NZONE; k++) {
		struct extent f;

		if (zones[k].parent != z)
			continue;
		f = extent_of(c, k, true);
		e.mains_km += f.mains_km;
		e.private_km += f.private_km;
		e.rigid_km += f.rigid_km;
		e.ground += f.ground;
		e.connections += f.connections;
		e.properties += f.properties;
		e.population += f.population;
		e.meters += f.meters;
	}
	return e;
}

static void
make_loss(struct city *c, int z)
{
	struct extent e = extent_of(c, z, false);
	double base = zones[z].icf *
		      (20 * e.mains_km + 1.25 * e.connections +
			  33 * e.private_km + 0.25 * e.properties) /
		      1000;

	for (int t = 0; t < NSTEP; t++) {
		double p = c->pressure[azp_zone[z]][t] / 50;
		double back = base * p * sqrt(p);
		double burst = leak_q50(z, t) * sqrt(p);
		double loss = back + zones[z].standing * p + burst;

		for (int a = z; a != NONE; a = zones[a].parent) {
			c->loss[a][t] += loss;
			c->background[a][t / STEPS] += back / 12;
			c->burst[a][t / STEPS] += burst / 12;
		}
	}
}

static void
make_splits(struct city *c)
{
	for (size_t i = 0; i < LEN(splits); i++) {
		uint64_t rng = seeded(c->seed, 3, (int)i);
		double x = 0;

		for (int t = 0; t < NSTEP; t++) {
			x = wander(&rng, x, 0.98, 0.015);
			c->first[splits[i].zone][t] = splits[i].first + x;
		}
	}
}

/* ---- accounts and bills ---- */

static struct account *
new_account(struct city *c, int z, int use, int seq, uint64_t *rng)
{
	struct account *a = &c->account[c->accounts++];

	if (c->accounts > MAXACC)
		errx(1, "more than %d accounts", MAXACC);
	a->zone = z;
	a->use = use;
	a->class = use == HOUSE ? "household" : "nonhousehold";
	a->weight = 0.5 + uniform(rng);
	a->registers = 0.985 + 0.015 * uniform(rng);
	a->route = (int)(4 * uniform(rng));
	snprintf(a->id, sizeof(a->id), "%s-%c%03d", zones[z].id,
	    use == HOUSE ? 'H' : 'N', seq);
	return a;
}

/* Two of three household accounts are the master meter of a building; the
 * third is a staircase whose household meters are read, and these together
 * miss more of the small flows. */
static void
make_accounts(struct city *c, int z)
{
	uint64_t rng = stream(4, z);
	int seq = 0;

	for (int k = 0; k < zones[z].population / 225; k++) {
		struct account *a = new_account(c, z, HOUSE, k + 1, &rng);

		a->by_household = k % 3 == 1;
		if (a->by_household) {
			a->registers -= 0.015;
			snprintf(a->name, sizeof(a->name), "%s%d号楼%d单元",
			    zones[z].name, k + 1, k / 3 % 4 + 1);
		} else {
			snprintf(a->name, sizeof(a->name), "%s%d号楼总表",
			    zones[z].name, k + 1);
		}
	}
	for (int g = 0; g < 5; g++) {
		for (int k = 0; k < zones[z].group[g]; k++) {
			struct account *a =
			    new_account(c, z, GROUP_A + g, ++seq, &rng);

			a->registers -= 0.0075;
			a->weight = 0.9 + 0.2 * uniform(&rng);
			if (g == 1 && k == 0)
				a->class = "public";
			if (g == 1 && k == 1)
				a->class = "unbilled";
			snprintf(a->name, sizeof(a->name),
			    k < 8 ? "%s%s" : "%s%s%d店", zones[z].name,
			    groups[g].name[k % 8], k / 8 + 1);
		}
	}
	if (z == C2) {
		struct account *a = new_account(c, z, DYER, ++seq, &rng);

		snprintf(a->name, sizeof(a->name), "清河印染有限公司");
	}
}

/* Shares each day's use of a zone among its accounts, so that they add up to
 * it; the weights change a little from month to month. */
static void
share_use(struct city *c)
{
	uint64_t rng = stream(5, 0);
	double weight[MAXACC], sum[NZONE][NUSE];

	for (int day = 0; day < NDAY; day++) {
		memset(sum, 0, sizeof(sum));
		for (int i = 0; i < c->accounts; i++) {
			struct account *a = &c->account[i];

			if (day % 30 == 0)
				weight[i] =
				    a->weight * (0.92 + 0.16 * uniform(&rng));
			sum[a->zone][a->use] += weight[i];
		}
		for (int i = 0; i < c->accounts; i++) {
			struct account *a = &c->account[i];

			a->day[day] = c->by_use[a->zone][a->use][day] *
				      weight[i] / sum[a->zone][a->use];
		}
	}
}

/* Bills of one account.  An estimate goes on at the last rate; the next
 * reading takes back what was wrong, since the index is what it is. */
static void
make_bills(struct account *a, int k)
{
	static const int year[] = {2025, 2026, 2026, 2026, 2026};
	uint64_t rng = stream(6, k);
	double index = 500 + floor(200000 * uniform(&rng));
	int from = 0, day = 0;
	long shown = (long)index;
	double rate = 0;

	for (int i = 0; i <= NBILL; i++) {
		int to = civil_day(year[i], i ? i : 12, routes[a->route].day) -
			 civil_day(2025, 12, 5) + routes[a->route].late[i];
		/* few are read in the holiday, R19 falls into it */
		double share = a->route == 2 && i == 2 ? 0.18 : 0.025;
		struct bill *b;

		for (; day < to; day++)
			index += a->day[day] * a->registers;
		if (i == 0) {
			shown = (long)index;
			from = to;
			continue;
		}
		b = &a->bill[i - 1];
		b->from = from;
		b->to = to;
		b->index_from = shown;
		b->estimated =
		    uniform(&rng) < share && i > 1 && !b[-1].estimated;
		shown = b->estimated ? shown + lround(rate * (to - from)) :
				       (long)index;
		b->index_to = shown;
		rate = (double)(shown - b->index_from) / (to - from);
		from = to;
	}
}

static long
volume_of(const struct bill *b)
{
	return b->index_to - b->index_from;
}

static struct city *
make_city(uint64_t seed)
{
	struct city *c = calloc(1, sizeof(*c));
	double city_day[NDAY], city_m[NSTEP], x = 0;
	uint64_t rng = seeded(seed, 0, 0);
	int start = step_at(flushing.start), end = step_at(flushing.end);

	if (c == NULL)
		err(1, NULL);
	c->seed = seed;
	for (int day = 0; day < NDAY; day++)
		city_day[day] = x = wander(&rng, x, 0.8, 0.02);
	x = 0;
	for (int t = 0; t < NSTEP; t++)
		city_m[t] = x = wander(&rng, x, 0.98, 0.35);
	make_shapes(c);
	make_splits(c);
	for (int z = 0; z < NZONE; z++) {
		if (zones[z].level != 3)
			continue;
		make_accounts(c, z);
		make_use(c, z, city_day);
		make_pressure(c, z, city_m);
	}
	for (int t = start; t < end; t++)
		add_use(c, flushing.zone, FREE, t, flushing.m3h);
	for (int z = 0; z < NZONE; z++)
		make_loss(c, z);
	share_use(c);
	for (int i = 0; i < c->accounts; i++)
		make_bills(&c->account[i], i);
	return c;
}

/* ---- what the meters show ---- */

static double
flow_shown(const struct city *c, const struct flow_point *p, int t)
{
	double q = c->use[p->zone][t] + c->loss[p->zone][t], bias;

	if (p->more != NONE)
		q += c->use[p->more][t] + c->loss[p->more][t];
	if (p->part == USER)
		q = c->dyer[t];
	else if (p->part == 1)
		q *= c->first[p->zone][t];
	else if (p->part == 2)
		q *= 1 - c->first[p->zone][t];
	bias = drawn(c, FLOW_ERROR, (int)(p - flow_points), p->accuracy_pct,
	    p->bias_pct);
	return q * (1 + bias / 100) / (p->ls ? 3.6 : 1);
}

/* MPa, mean of the quarter of an hour from step t on. */
static double
pressure_shown(const struct city *c, const struct pressure_point *p, int t)
{
	double sum = 0, bias;

	for (int i = t; i < t + 3; i++) {
		if (p->zone == W) /* pumps: a little more by day */
			sum += 41.2 - p->dz + p->drop * c->busy[i] +
			       0.3 * (c->pressure[A3][i] - c->pressure[A1][i]);
		else
			sum += c->pressure[p->zone][i] - p->dz -
			       p->drop * c->busy[i] -
			       p->dip * leak_q50(p->zone, i);
	}
	sum += 3 * drawn(c, PRESSURE_ERROR, (int)(p - pressure_points), 0.5, 0);
	bias = c->seed == 0 ? p->bias_pct : 0;
	return sum / 3 * (1 + bias / 100) / M_PER_MPA;
}

/* NULL: the cell holds its value; else what it holds instead. */
static const char *
lost(const struct city *c, const char *point, int part, int k, int t)
{
	uint64_t rng = seeded(c->seed, part, k * NSTEP + t);

	for (size_t i = 0; i < LEN(gaps); i++)
		if (strcmp(gaps[i].point, point) == 0 &&
		    t >= step_at(gaps[i].from) && t < step_at(gaps[i].to))
			return gaps[i].word ? fault : "";
	return uniform(&rng) < lost_share ? "" : NULL;
}

/* ---- writers ---- */

/* A file is written beside its name and renamed when it is whole. */
struct out {
	FILE *f;
	char path[4096], tmp[4104];
};

static void
out_fail(struct out *o)
{
	int e = errno;

	remove(o->tmp);
	errno = e;
	err(1, "cannot write '%s'", o->path);
}

static FILE *
out_open(struct out *o, const char *dir, const char *name)
{
	int n = snprintf(o->path, sizeof(o->path), "%s/%s", dir, name);

	if (n < 0 || (size_t)n >= sizeof(o->path))
		errx(1, "name of the directory is too long");
	snprintf(o->tmp, sizeof(o->tmp), "%s.part", o->path);
	if ((o->f = fopen(o->tmp, "w")) == NULL)
		err(1, "cannot write '%s'", o->path);
	return o->f;
}

static void
out_close(struct out *o)
{
	if (fflush(o->f) != 0 || ferror(o->f) != 0 || fclose(o->f) != 0 ||
	    rename(o->tmp, o->path) != 0)
		out_fail(o);
}

static void
write_text(const char *dir, const char *name, const char *text)
{
	struct out o;

	fputs(text, out_open(&o, dir, name));
	out_close(&o);
}

static void
write_zones(const struct city *c, const char *dir)
{
	struct out o;
	FILE *f = out_open(&o, dir, "zones.csv");

	fputs("zone_id,name,parent_id,level,kind,method,mains_km,private_km,"
	      "connections,properties,population,meters,rigid_pct,ground_m,icf,"
	      "hours_supply,target_pct,frost_m,owner,valid_from,valid_to\n",
	    f);
	for (int z = 0; z < NZONE; z++) {
		const struct zone *p = &zones[z];
		struct extent e = extent_of(c, z, true);

		fprintf(f,
		    "%s,%s,%s,%d,%s,%s,%.1f,%.1f,%d,%d,%d,%d,%.0f,%.1f,,"
		    "24,%.0f,0.6,%s,,\n",
		    p->id, p->name,
		    p->parent == NONE ? "" : zones[p->parent].id, p->level,
		    p->kind, p->method, e.mains_km, e.private_km, e.connections,
		    e.properties, e.population, e.meters,
		    e.rigid_km / e.mains_km * 100, e.ground / e.connections,
		    p->target_pct, p->owner);
	}
	out_close(&o);
}

/* The meter of the plant that a point of the whole city belongs to. */
static const char *
plant_meter(int zone, const char *point_id)
{
	return zone != W ? "" : point_id[1] == '1' ? "P1M" : "P2M";
}

/* Both kinds of point, merged by id. */
static void
write_points(const char *dir)
{
	struct out o;
	FILE *f = out_open(&o, dir, "points.csv");
	size_t i = 0, k = 0;

	fputs("point_id,name,quantity,unit,min,max,digits,accuracy_pct,dn_mm,"
	      "ground_m,interval_s,valid_from,valid_to,meter_id\n",
	    f);
	while (i < NFLOW || k < NPRESSURE) {
		const struct flow_point *p = &flow_points[i];
		const struct pressure_point *q = &pressure_points[k];

		if (k == NPRESSURE || (i < NFLOW && strcmp(p->id, q->id) < 0)) {
			fprintf(f, "%s,%s,flow,%s,0,%.0f,,%.1f,%d,,300,,,%s\n",
			    p->id, p->name, p->ls ? "L/s" : "m3/h", p->max,
			    p->accuracy_pct, p->dn,
			    plant_meter(p->zone, p->id));
			i++;
		} else {
			fprintf(f,
			    "%s,%s,pressure,MPa,0,0.8,,0.5,,%.1f,900,,,%s"
			    "\n",
			    q->id, q->name, q->ground_m,
			    plant_meter(q->zone, q->id));
			k++;
		}
	}
	out_close(&o);
}

/* A nominal diameter and Q3 that suit the account's use. */
static int
meter_size(const struct account *a, const char **q3)
{
	static const struct {
		double m3d;
		int dn;
		const char *q3;
	} sizes[] = {
	    {3, 20, "4"},
	    {8, 25, "6.3"},
	    {16, 40, "16"},
	    {36, 50, "25"},
	    {100, 80, "40"},
	    {1e9, 100, "63"},
	};
	double sum = 0;
	int i = 0;

	for (int day = 0; day < NDAY; day++)
		sum += a->day[day];
	while (sum / NDAY >= sizes[i].m3d)
		i++;
	*q3 = sizes[i].q3;
	return sizes[i].dn;
}

static void
write_accounts(const struct city *c, const char *dir)
{
	struct out o;
	FILE *f = out_open(&o, dir, "accounts.csv");

	fputs("account_id,zone_id,class,night_group,name,address,meter_id,"
	      "dn_mm,q3_m3h,ratio_r,digits,multiplier,installed,route,status,"
	      "valid_from,valid_to\n",
	    f);
	for (int i = 0; i < c->accounts; i++) {
		const struct account *a = &c->account[i];
		uint64_t rng = stream(7, i);
		const char *q3;
		int dn = meter_size(a, &q3);
		bool grouped = a->use >= GROUP_A && a->use <= GROUP_E;
		int year = 2014 + (int)(10 * uniform(&rng));
		int month = 1 + (int)(12 * uniform(&rng));
		int day = 1 + (int)(28 * uniform(&rng));

		fprintf(f,
		    "%s,%s,%s,%.*s,%s,清河市%s%d号,M%02d%05d,%d,%s,%d,"
		    "6,1,%d-%02d-%02d,%s,active,,\n",
		    a->id, zones[a->zone].id, a->class, grouped,
		    &"abcde"[grouped ? a->use - GROUP_A : 0], a -> name,
		    zones[a->zone].street, 2 + (int)(180 * uniform(&rng)),
		    year % 100, 10007 + i * 37, dn, q3, dn <= 40 ? 100 : 160,
		    year, month, day, routes[a->route].id);
	}
	out_close(&o);
}

static void
write_bills(const struct city *c, const char *dir)
{
	struct out o;
	FILE *f = out_open(&o, dir, "bills.csv");
	char from[16], to[16];

	fputs("account_id,from,to,volume_m3,index_from,index_to,status,"
	      "billing,amount_yuan\n",
	    f);
	for (int i = 0; i < c->accounts; i++) {
		const struct account *a = &c->account[i];
		bool billed = strcmp(a->class, "unbilled") != 0;
		double price = !billed	       ? 0 :
			       a->use == HOUSE ? house_price :
						 works_price;

		for (int k = 0; k < NBILL; k++) {
			const struct bill *b = &a->bill[k];

			fprintf(f, "%s,%s,%s,%ld,%ld,%ld,%s,%s,%.2f\n", a->id,
			    day_text(b->from, '-', from),
			    day_text(b->to, '-', to), volume_of(b),
			    b->index_from, b->index_to,
			    b->estimated ? "estimated" : "actual",
			    billed ? "billed" : "unbilled",
			    price * (double)volume_of(b));
		}
	}
	out_close(&o);
}

static bool
within(int z, int top)
{
	while (z != NONE && z != top)
		z = zones[z].parent;
	return z == top;
}

/* Month's volume read at households' own meters, bills spread over days. */
static double
household_read(const struct city *c, int top, int month)
{
	double sum = 0;

	for (int i = 0; i < c->accounts; i++) {
		const struct account *a = &c->account[i];

		if (!a->by_household || !within(a->zone, top))
			continue;
		for (int k = 0; k < NBILL; k++) {
			const struct bill *b = &a->bill[k];
			int from = b->from > month_day[month] ?
				       b->from :
				       month_day[month];
			int to = b->to < month_day[month + 1] ?
				     b->to :
				     month_day[month + 1];

			if (from < to)
				sum += (double)(volume_of(b) * (to - from)) /
				       (b->to - b->from);
		}
	}
	return sum;
}

/* Somebody's estimate of what was not metered: not far off. */
static double
guess_of(const struct city *c, int top, int use, int month)
{
	double sum = 0;

	for (int z = 0; z < NZONE; z++) {
		uint64_t rng = stream(8, (z * NUSE + use) * NMONTH + month);
		double v = 0;

		if (zones[z].level != 3 || !within(z, top))
			continue;
		for (int d = month_day[month]; d < month_day[month + 1]; d++)
			v += c->by_use[z][use][d];
		sum += floor(v * (0.9 + 0.2 * uniform(&rng)) + 0.5);
	}
	return sum;
}

/* Water lost by the leaks repaired in the month, found to repaired. */
static double
reported_leakage(int month)
{
	double sum = 0;

	for (size_t i = 0; i < LEN(leaks); i++) {
		int found = step_at(leaks[i].found);
		int end = step_at(leaks[i].repaired), day = end / STEPS;

		if (day >= month_day[month] && day < month_day[month + 1])
			sum += leaks[i].shown * (end - found) / 12;
	}
	return floor(sum + 0.5);
}

static void
balance_row(FILE *f, int z, int month, const char *item, double volume,
    const char *rest)
{
	char from[16], to[16];

	if (volume > 0)
		fprintf(f, "%s,%s,%s,%s,%.0f,%s\n", zones[z].id,
		    day_text(month_day[month], '-', from),
		    day_text(month_day[month + 1], '-', to), item, volume,
		    rest);
}

static void
write_balance(const struct city *c, const char *dir)
{
	struct out o;
	FILE *f = out_open(&o, dir, "balance.csv");

	fputs("zone_id,from,to,item,volume_m3,err_pct,basis,note\n", f);
	for (int z = 0; z < NZONE; z++) {
		for (int m = 0; m < NMONTH; m++) {
			balance_row(f, z, m, "billed_unmetered",
			    guess_of(c, z, FLAT, m),
			    "20,estimated,建筑工地包费用水");
			balance_row(f, z, m, "household_read",
			    household_read(c, z, m), "2,metered,抄表到户水量");
			if (z == W)
				balance_row(f, z, m, "reported_leakage",
				    reported_leakage(m),
				    "30,estimated,发现至修复的明漏水量");
			balance_row(f, z, m, "unbilled_unmetered",
			    guess_of(c, z, FREE, m),
			    "25,estimated,管道冲洗与消防用水");
		}
	}
	out_close(&o);
}

static void
write_pipes(const char *dir)
{
	static const int small[] = {100, 150, 200, 100, 300};
	static const int trunk[] = {400, 600, 500, 400, 300};
	struct out o;
	FILE *f = out_open(&o, dir, "pipes.csv");

	fputs("pipe_id,zone_id,dn_mm,material,laid,length_m\n", f);
	for (int z = 0; z < NZONE; z++) {
		uint64_t rng = stream(9, z);
		long left = lround(zones[z].mains_km * 1000);

		for (int k = 0; k < 5; k++) {
			long m = k == 4 ? left :
					  lround((double)left / (5 - k) *
						 (0.7 + 0.6 * uniform(&rng)));
			int year = 1986 + (int)(34 * uniform(&rng));
			bool big = zones[z].level < 3;
			const char *material = year < 1998 ?
						   (big ? "钢" : "灰口铸铁") :
					       year < 2008 || big ? "球墨铸铁" :
								    "PE";

			fprintf(f, "%s-P%02d,%s,%d,%s,%d-01-01,%ld\n",
			    zones[z].id, k + 1, zones[z].id,
			    big ? trunk[k] : small[k], material, year, m);
			left -= m;
		}
	}
	out_close(&o);
}

static void
put_gb18030(FILE *f, char *text, size_t len)
{
	iconv_t cd = iconv_open("GB18030", "UTF-8");
	char buf[4096];

	if (cd == (iconv_t)-1)
		errx(1, "iconv does not know GB18030");
	while (len > 0) {
		char *p = buf;
		size_t room = sizeof(buf);

		if (iconv(cd, &text, &len, &p, &room) == (size_t)-1 &&
		    errno != E2BIG)
			err(1, "cannot encode in GB18030");
		fwrite(buf, 1, (size_t)(p - buf), f);
	}
	iconv_close(cd);
}

/* As a dispatch centre's screen system exports it: title, headings with the
 * unit, one column per point, the plants first, a closing remark. */
static void
flow_text(const struct city *c, int month, FILE *f)
{
	int from = month_day[month] * STEPS, to = month_day[month + 1] * STEPS;
	char day[16];

	fputs("清河市供水调度系统 历史数据导出\r\n时间", f);
	for (int k = 0; k < NFLOW; k++) {
		const struct flow_point *p =
		    &flow_points[(k + NFLOW - 2) % NFLOW];

		fprintf(f, ",%s(%s)", p->name, p->ls ? "L/s" : "m³/h");
	}
	for (int t = from; t < to; t++) {
		fprintf(f, "\r\n%s %02d:%02d", day_text(t / STEPS, '/', day),
		    t % STEPS / 12, t % 12 * 5);
		for (int k = 0; k < NFLOW; k++) {
			int i = (k + NFLOW - 2) % NFLOW;
			const char *no = lost(c, flow_points[i].id, 10, i, t);

			if (no != NULL)
				fprintf(f, ",%s", no);
			else
				fprintf(f, ",%.2f",
				    flow_shown(c, &flow_points[i], t));
		}
	}
	fprintf(f, "\r\n导出完成,共 %d 行\r\n", to - from);
}

static void
write_flow(const struct city *c, const char *dir, int month)
{
	struct out o;
	char name[40], *text;
	size_t len;
	FILE *mem;

	snprintf(name, sizeof(name), "scada-flow-2026-%02d.csv", month + 1);
	out_open(&o, dir, name);
	if ((mem = open_memstream(&text, &len)) == NULL)
		err(1, NULL);
	flow_text(c, month, mem);
	if (ferror(mem) != 0 || fclose(mem) != 0)
		err(1, NULL);
	put_gb18030(o.f, text, len);
	free(text);
	out_close(&o);
}

/* As a logger's software under a European setting exports it. */
static void
write_pressure(const struct city *c, const char *dir, int month)
{
	int from = month_day[month] * STEPS, to = month_day[month + 1] * STEPS;
	struct out o;
	char name[40], day[16];
	FILE *f;

	snprintf(name, sizeof(name), "scada-pressure-2026-%02d.csv", month + 1);
	f = out_open(&o, dir, name);
	fputs("\xef\xbb\xbftime", f);
	for (int k = 0; k < NPRESSURE; k++)
		fprintf(f, ";%s", pressure_points[k].id);
	fputc('\n', f);
	for (int t = from; t < to; t += 3) {
		fprintf(f, "%s %02d:%02d:00", day_text(t / STEPS, '-', day),
		    t % STEPS / 12, t % 12 * 5);
		for (int k = 0; k < NPRESSURE; k++) {
			const struct pressure_point *p = &pressure_points[k];
			long kpa = lround(1000 * pressure_shown(c, p, t));

			if (lost(c, p->id, 11, k, t) != NULL)
				fputc(';', f);
			else
				fprintf(
				    f, ";%ld,%03ld", kpa / 1000, kpa % 1000);
		}
		fputc('\n', f);
	}
	out_close(&o);
}

static double
sum_of(const double *q_m3h, int from, int to)
{
	double sum = 0;

	for (int t = from; t < to; t++)
		sum += q_m3h[t];
	return sum / 12;
}

static void
write_truth(const struct city *c, const char *dir)
{
	struct out o, p;
	FILE *f = out_open(&o, dir, "truth.csv");
	FILE *g = out_open(&p, dir, "truth-month.csv");
	char day[16];

	fputs("zone_id,day,inflow_m3,consumption_m3,real_loss_m3,"
	      "background_m3,burst_m3,lnu_m3h,real_loss_night_m3h\n",
	    f);
	fputs("zone_id,month,inflow_m3,consumption_m3,real_loss_m3\n", g);
	for (int z = 0; z < NZONE; z++) {
		for (int d = SCADA; d < month_day[NMONTH]; d++) {
			int t = d * STEPS;
			double use = sum_of(c->use[z], t, t + STEPS);
			double loss = sum_of(c->loss[z], t, t + STEPS);

			fprintf(f, "%s,%s,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f\n",
			    zones[z].id, day_text(d, '-', day), use + loss, use,
			    loss, c->background[z][d], c->burst[z][d],
			    sum_of(c->use[z], t + NIGHT, t + NIGHT_END) / 2,
			    sum_of(c->loss[z], t + NIGHT, t + NIGHT_END) / 2);
		}
		for (int m = 0; m < NMONTH; m++) {
			int from = month_day[m] * STEPS;
			int to = month_day[m + 1] * STEPS;
			double use = sum_of(c->use[z], from, to);
			double loss = sum_of(c->loss[z], from, to);

			fprintf(g, "%s,2026-%02d,%.4f,%.4f,%.4f\n", zones[z].id,
			    m + 1, use + loss, use, loss);
		}
	}
	out_close(&o);
	out_close(&p);
}

static const char readme[] =
    "A synthetic water utility\n"
    "=========================\n"
    "\n"
    "Nothing here is real.  scripts/make-sample.c wrote it; make-sample DIR\n"
    "writes the same bytes again.  Twelve zones: the whole system W, "
    "districts\n"
    "A B C, district metered areas A1 A2 A3 B1 B2 B3 C1 C2.  C is fed through\n"
    "B, B3 through B2.  Time is Asia/Shanghai; readings run from 2026-01-01 "
    "up\n"
    "to, not including, 2026-04-01, each the mean of the interval that begins\n"
    "at its stamp.\n"
    "\n"
    "zones points edges accounts bills balance events pipes params (.csv)\n"
    "    the tables that wb-import takes, in the form of wb-csv(5)\n"
    "scada-flow-2026-MM.csv\n"
    "    flow, 5 min: GB18030, CRLF, a title line, Chinese headings with the\n"
    "    unit (m3/h, and L/s in district C), a closing remark\n"
    "scada-pressure-2026-MM.csv\n"
    "    pressure, 15 min: UTF-8 with a byte order mark, semicolon, decimal\n"
    "    comma, MPa; the headings are point ids\n"
    "truth.csv truth-month.csv\n"
    "    what really flowed, before any meter; not for wb-import.  lnu_m3h "
    "and\n"
    "    real_loss_night_m3h are means of 02:00-04:00.  Real loss is "
    "background\n"
    "    plus burst (the three leaks below) plus standing leakage that nobody\n"
    "    knows of; a parent's includes its own trunk mains.\n"
    "\n"
    "How it was made.  Households use water by a daily curve of weekday,\n"
    "weekend and holiday, with slow factors and the noise of single draws; by\n"
    "night 0.53 to 0.67 L per person and hour, 0.60 on the mean.  Other\n"
    "accounts by night group; one dye works in C2 (point C2U1, no night "
    "group)\n"
    "takes about 6 m3/h by night.  Background leakage is the Lambert set at "
    "50\n"
    "m times a condition of 0.8 to 1.3 times (P/50)^1.5, standing leakage "
    "goes\n"
    "with P/50, the leaks with its root.  B3 has a pressure valve and less\n"
    "pressure by night than by day.  Every flow meter has a constant error\n"
    "inside its accuracy.  A parent's azp edge names the point of one of its\n"
    "areas, and its trunk mains leak by that pressure.\n"
    "\n"
    "Bills.  Four routes; volume is true use times what the meter registers\n"
    "(0.97 to 1.0), in whole m3.  About 3 % are estimated, set right by the\n"
    "next reading.  A staircase (N单元) stands for its household meters, all "
    "of\n"
    "which are read: their volume is balance item household_read.  An account\n"
    "is one building or staircase and may hang on several service "
    "connections.\n"
    "Flat-rate and free unmetered use is in the flow, and as an estimate in\n"
    "balance.csv.\n"
    "\n"
    "Leaks, m3/h at 50 m\n"
    "  A2  14, burst, 2026-02-20 03:40 to 2026-03-02 15:00, found 2026-03-01\n"
    "  B3   9, growing from 2026-01-20 08:00 to 2026-02-15, repaired "
    "2026-03-18\n"
    "       10:30, found 2026-03-16\n"
    "  C1   4, abrupt from 2026-03-10 21:00, not found: no event, still "
    "running\n"
    "\n"
    "Other events.  A1 was flushed on 2026-01-14 01:00-04:00 with 18 m3/h "
    "(free\n"
    "use, no leakage; in lnu_m3h of that night).  Holiday 2026-02-16 up to, "
    "not\n"
    "including, 2026-02-24.\n"
    "\n"
    "Defects, all on purpose\n"
    "  A3F1  nothing from 2026-02-08 14:00 to 2026-02-09 11:00 (an event "
    "tells)\n"
    "  A2F2  通讯故障 from 2026-01-27 10:00 to 16:00\n"
    "  B1P1  nothing from 2026-03-05 to 2026-03-08\n"
    "  all   one cell in five hundred is empty\n";

int
main(int argc, char *argv[])
{
	struct city *c;
	const char *dir;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;

	if (argc < 2 || argc > 3) {
		fputs("usage: make-sample DIR [SEED]\n", stderr);
		return 2;
	}
	dir = argv[1];
	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		err(1, "cannot make '%s'", dir);
	c = make_city(seed);
	write_zones(c, dir);
	write_points(dir);
	write_text(dir, "edges.csv", edges_csv);
	write_accounts(c, dir);
	write_bills(c, dir);
	write_balance(c, dir);
	write_text(dir, "events.csv", events_csv);
	write_pipes(dir);
	write_text(dir, "params.csv", params_csv);
	for (int m = 0; m < NMONTH; m++) {
		write_flow(c, dir, m);
		write_pressure(c, dir, m);
	}
	write_truth(c, dir);
	write_text(dir, "README", readme);
	free(c);
	return 0;
}
