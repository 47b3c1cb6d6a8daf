#include "term.h"

#include <string.h>

#define S11 "SANFLOW, WRC TT 109/99"
#define GBT "GB/T 36344-2018"
#define CJJ "CJJ 92-2016 (2018)"
#define IWA "IWA/AWWA M36"
#define WLC "Water Loss Control, 2nd ed."

/* In the order of the tables; a name that several tables share stands once. */
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

    /* data quality */
    {"table", "数据表", "Table", "", 0, "table of the store", ""},
    {"feed", "数据来源", "Feed", "", 0,
	"files of one name but for its digits; empty: the whole table", ""},
    {"dimension", "质量维度", "Dimension", "", 0,
	"conformity completeness accuracy consistency timeliness "
	"accessibility overall",
	GBT},
    {"passed", "合格数", "Passed", "", 0, "of those checked", ""},
    {"checked", "检查数", "Checked", "", 0, "number checked", ""},
    {"counted", "计数对象", "Counted", "", 0, "what was counted", ""},
    {"score", "得分", "Score", "", 4,
	"passed / checked; overall: mean of the scores there are", GBT},

    /* night flow */
    {"mnf_m3h", "夜间最小流量", "Minimum night flow", "m³/h", 6,
	"lowest mean over night_width_min within night_from..night_to", WLC},
    {"mnf_lo", "夜间最小流量下限", "MNF, lower bound", "m³/h", 6,
	"95 % bound from the meters' errors", ""},
    {"mnf_hi", "夜间最小流量上限", "MNF, upper bound", "m³/h", 6,
	"95 % bound from the meters' errors", ""},
    {"mnf_at", "夜间最小流量时刻", "Time of minimum", "", 0,
	"start of the lowest hour", ""},
    {"fixed_m3h", "固定时段夜间流量", "Fixed-window night flow", "m³/h", 6,
	"mean over fixed_from..fixed_to", ""},
    {"inflow_m3", "日供水量", "Inflow of the day", "m³", 4,
	"sum of inflow less outflow over the day", ""},
    {"adf_m3h", "日均流量", "Average daily flow", "m³/h", 6,
	"inflow / hours of the day", ""},
    {"mnf_adf", "夜间最小流量/日均流量", "MNF/ADF", "", 4, "mnf_m3h / adf_m3h",
	""},
    {"aznp_m", "夜间平均压力", "Night zone pressure", "m", 4,
	"mean AZP pressure in the hour of the minimum", WLC},
    {"azp_m", "区域平均压力", "Average zone pressure", "m", 4,
	"mean AZP pressure of the day", WLC},
    {"lnu_m3h", "合法夜间用水量", "Legitimate night use", "m³/h", 6,
	"residential + non-household + exceptional", S11},
    {"lnu_lo", "合法夜间用水量下限", "LNU, lower bound", "m³/h", 6,
	"95 % bound", ""},
    {"lnu_hi", "合法夜间用水量上限", "LNU, upper bound", "m³/h", 6,
	"95 % bound", ""},
    {"nnl_m3h", "净夜间漏损", "Net night leakage", "m³/h", 6, "MNF - LNU", WLC},
    {"nnl_lo", "净夜间漏损下限", "NNL, lower bound", "m³/h", 6, "95 % bound",
	""},
    {"nnl_hi", "净夜间漏损上限", "NNL, upper bound", "m³/h", 6, "95 % bound",
	""},
    {"ubl_m3h", "背景漏失", "Background leakage", "m³/h", 6,
	"(20 Lm + 1.25 Nc + 33 Lp + 0.25 Nprop)/1000 ICF (AZNP/50)^1.5",
	"Lambert set"},
    {"enf_m3h", "可消减夜间漏损", "Excess night flow", "m³/h", 6,
	"MNF - LNU - UBL", S11},
    {"enf_lo", "可消减夜间漏损下限", "ENF, lower bound", "m³/h", 6,
	"95 % bound", ""},
    {"enf_hi", "可消减夜间漏损上限", "ENF, upper bound", "m³/h", 6,
	"95 % bound", ""},
    {"espb", "当量漏口数", "Equivalent service pipe bursts", "", 4,
	"ENF / (1.6 (AZNP/50)^0.5)", S11},
    {"ndf_h", "夜日因子", "Night-day factor", "h/d", 4,
	"sum over the day of (P_i/AZNP)^N1 dt", WLC},
    {"real_loss_m3d", "日物理漏损", "Daily real loss", "m³/d", 4, "NNL NDF",
	WLC},
    {"real_loss_lo", "日物理漏损下限", "Real loss, lower bound", "m³/d", 4,
	"95 % bound", ""},
    {"real_loss_hi", "日物理漏损上限", "Real loss, upper bound", "m³/d", 4,
	"95 % bound", ""},
    {"background_m3d", "日背景漏失", "Daily background loss", "m³/d", 4,
	"UBL NDF(1.5)", WLC},
    {"recoverable_m3d", "日可消减漏损", "Recoverable real loss", "m³/d", 4,
	"real loss - background", WLC},
    {"ili", "物理漏损指数", "Infrastructure leakage index", "", 4,
	"real losses / ((18 Lm + 0.8 Nc + 25 Lp) P)", IWA},
    {"mean_m3h", "日均流量", "Mean flow", "m³/h", 6,
	"mean of the valid readings of the day", ""},
    {"valid", "有效读数", "Valid readings", "", 0, "readings used", ""},

    {"moving_m3h", "滑动最小流量", "Moving minimum", "m³/h", 6,
	"lowest mean over night_width_min", WLC},
    {"absolute_m3h", "绝对最小流量", "Absolute minimum", "m³/h", 6,
	"lowest single reading of the night", ""},
    {"absolute_at", "绝对最小流量时刻", "Time of the absolute minimum", "", 0,
	"start of that reading", ""},
    {"p20_m3h", "夜间流量20%分位", "20th percentile of seven nights", "m³/h", 6,
	"of the moving minima of this night and the six before",
	"UKWIR 99/WM/08/21"},
    {"inflow_lo", "日供水量下限", "Inflow, lower bound", "m³", 4, "95 % bound",
	""},
    {"inflow_hi", "日供水量上限", "Inflow, upper bound", "m³", 4, "95 % bound",
	""},
    {"mnf_adf_lo", "夜日流量比下限", "MNF/ADF, lower bound", "", 4,
	"95 % bound; a meter errs alike by night and day", ""},
    {"mnf_adf_hi", "夜日流量比上限", "MNF/ADF, upper bound", "", 4,
	"95 % bound", ""},
    {"ubl_lo", "背景漏失下限", "UBL, lower bound", "m³/h", 6, "95 % bound", ""},
    {"ubl_hi", "背景漏失上限", "UBL, upper bound", "m³/h", 6, "95 % bound", ""},
    {"espb_lo", "当量漏口数下限", "ESPB, lower bound", "", 4, "95 % bound", ""},
    {"espb_hi", "当量漏口数上限", "ESPB, upper bound", "", 4, "95 % bound", ""},
    {"ndf_lo", "夜日因子下限", "NDF, lower bound", "h/d", 4, "95 % bound", ""},
    {"ndf_hi", "夜日因子上限", "NDF, upper bound", "h/d", 4, "95 % bound", ""},
    {"background_lo", "日背景漏失下限", "Background loss, lower bound", "m³/d",
	4, "95 % bound", ""},
    {"background_hi", "日背景漏失上限", "Background loss, upper bound", "m³/d",
	4, "95 % bound", ""},
    {"recoverable_lo", "日可消减漏损下限", "Recoverable, lower bound", "m³/d",
	4, "95 % bound", ""},
    {"recoverable_hi", "日可消减漏损上限", "Recoverable, upper bound", "m³/d",
	4, "95 % bound", ""},
    {"snapshot_ili", "夜间漏损指数", "Snapshot ILI", "", 4,
	"NNL / ((18 Lm + 0.8 Nc + 25 Lp) AZNP/24/1000)", IWA},
    {"snapshot_ili_lo", "夜间漏损指数下限", "Snapshot ILI, lower bound", "", 4,
	"95 % bound", ""},
    {"snapshot_ili_hi", "夜间漏损指数上限", "Snapshot ILI, upper bound", "", 4,
	"95 % bound", ""},

    /* parents and the zones inside them */
    {"children", "下级分区数", "Zones inside", "", 0,
	"zones that lie in it that day", ""},
    {"night_own_m3h", "夜间本区流量", "Night flow, own meters", "m³/h", 6,
	"in the hour of its minimum", ""},
    {"night_sub_m3h", "夜间下级合计", "Night flow, zones inside", "m³/h", 6,
	"their sum in the same hour", ""},
    {"night_diff_m3h", "夜间总分差", "Night difference", "m³/h", 6, "own - sum",
	""},
    {"night_diff_lo", "夜间总分差下限", "Night difference, lower bound", "m³/h",
	6, "95 % bound; meters of both count by their sum of weights", ""},
    {"night_diff_hi", "夜间总分差上限", "Night difference, upper bound", "m³/h",
	6, "95 % bound", ""},
    {"day_own_m3", "日本区水量", "Volume, own meters", "m³", 4,
	"inflow of the day", ""},
    {"day_sub_m3", "日下级合计", "Volume, zones inside", "m³", 4,
	"sum of their inflows", ""},
    {"day_diff_m3", "日总分差", "Difference of the day", "m³", 4, "own - sum",
	""},
    {"day_diff_lo", "日总分差下限", "Difference, lower bound", "m³", 4,
	"95 % bound", ""},
    {"day_diff_hi", "日总分差上限", "Difference, upper bound", "m³", 4,
	"95 % bound", ""},

    /* trend and state of a period */
    {"level_m3h", "当前水平", "Level now", "m³/h", 6,
	"line through the nights since the last step, at the last one", ""},
    {"level_lo", "当前水平下限", "Level, lower bound", "m³/h", 6, "95 % bound",
	""},
    {"level_hi", "当前水平上限", "Level, upper bound", "m³/h", 6, "95 % bound",
	""},
    {"slope_m3hd", "日增长", "Rise a day", "m³/h/d", 6,
	"median of the slopes between all pairs of nights without a step "
	"between",
	"Theil-Sen"},
    {"slope_lo", "日增长下限", "Rise, lower bound", "m³/h/d", 6,
	"95 % bound by ranks", "Sen 1968"},
    {"slope_hi", "日增长上限", "Rise, upper bound", "m³/h/d", 6,
	"95 % bound by ranks", "Sen 1968"},
    {"rise_m3kmd_yr", "漏损自然增长率", "Rate of rise", "m³/km/d/yr", 4,
	"rise a day * 24 * 365 / Lm", WLC},
    {"rise_lo", "漏损自然增长率下限", "Rate of rise, lower bound", "m³/km/d/yr",
	4, "95 % bound", ""},
    {"rise_hi", "漏损自然增长率上限", "Rate of rise, upper bound", "m³/km/d/yr",
	4, "95 % bound", ""},
    {"steps", "阶跃数", "Steps", "", 0, "leaps of the night flow", ""},
    {"step_list", "阶跃", "Steps found", "", 0, "day:size in m3/h", ""},
    {"nights", "有效夜数", "Nights used", "", 0, "nights with a minimum", ""},
    {"state", "状态", "Trust state", "", 0,
	"operable, data_poor, meter_suspect, boundary_suspect, "
	"links_incomplete, paused",
	""},
    {"days", "天数", "Days", "", 0, "days on which the zone holds", ""},
    {"masked_days", "屏蔽天数", "Days masked", "", 0, "", ""},
    {"no_meters_days", "无流量计天数", "Days without meters", "", 0, "", ""},
    {"no_data_days", "无数据天数", "Days with a silent meter", "", 0, "", ""},
    {"left_out_days", "剔除读数天数", "Days with readings left out", "", 0,
	"out of range, negative, frozen, reset", ""},
    {"negative_nights", "负漏损夜数", "Nights of negative excess", "", 0,
	"upper bound of ENF below 0", ""},
    {"sub_days", "总分比较天数", "Days compared with zones inside", "", 0, "",
	""},
    {"sub_more_days", "下级偏大天数", "Days the zones inside take more", "", 0,
	"beyond the bounds", ""},
    {"opposite", "反向阶跃", "Steps against a neighbour", "", 0,
	"same night and size, the other way", ""},

    /* night use from customers' meters */
    {"meters", "户表数", "Meters", "", 0, "user points with figures", ""},
    {"lnu_l_property", "户均夜间用水", "Night use per property", "L/property/h",
	4, "mean of the meters in the hour of the minimum", ""},
    {"lnu_l_property_lo", "户均夜间用水下限", "Night use, lower bound",
	"L/property/h", 4, "95 % bound, each meter one observation", ""},
    {"lnu_l_property_hi", "户均夜间用水上限", "Night use, upper bound",
	"L/property/h", 4, "95 % bound", ""},
    {"use_m3d", "户均日用水", "Use per property and day", "m³/d", 4, "", ""},
    {"fit_slope", "斜率", "Slope", "", 4,
	"of night use (L/h) against use (m3/d) of the meters", ""},
    {"fit_intercept", "截距", "Intercept", "L/property/h", 4, "", ""},
    {"fit_r2", "R²", "R2", "", 4, "", ""},
    {"lnu_l_use", "参数 lnu_l_use", "The same as lnu_l_use", "L", 4,
	"lnu_m3h 1000 / (population lnu_active_pct/100)", ""},

    /* water balance, item by item */
    {"standard", "标准", "Standard", "", 0, "cjj92", ""},
    {"item", "项目", "Item", "", 0, "item of the standard's table", CJJ},
    {"parent_item", "上级项目", "Part of", "", 0, "item that it is part of",
	CJJ},
    {"volume_m3", "水量", "Volume", "m³", 4, "volume of the period", ""},
    {"lo", "下限", "Lower bound", "m³", 4, "95 % bound", ""},
    {"hi", "上限", "Upper bound", "m³", 4, "95 % bound", ""},
    {"share_pct", "占供水总量", "Share of supply", "%", 4, "volume / supply",
	""},
    {"basis", "依据", "Basis", "", 0,
	"metered, estimated, sampled, default, computed", ""},

    /* balance, one row a period */
    {"supply_m3", "供水总量", "System input", "m³", 4, "own + imported",
	CJJ " 4.2.1"},
    {"supply_lo", "供水总量下限", "Supply, lower bound", "m³", 4, "95 % bound",
	""},
    {"supply_hi", "供水总量上限", "Supply, upper bound", "m³", 4, "95 % bound",
	""},
    {"authorised_m3", "注册用户用水量", "Authorised consumption", "m³", 4,
	"billed + unbilled", CJJ " 4.2.1"},
    {"loss_m3", "漏损水量", "Water losses", "m³", 4, "Qs - Qa", CJJ " 4.2.1"},
    {"loss_lo", "漏损水量下限", "Losses, lower bound", "m³", 4, "95 % bound",
	""},
    {"loss_hi", "漏损水量上限", "Losses, upper bound", "m³", 4, "95 % bound",
	""},
    {"rwl_pct", "综合漏损率", "Overall loss rate R_WL", "%", 4, "(Qs - Qa)/Qs",
	CJJ},
    {"rwl_lo", "综合漏损率下限", "R_WL, lower bound", "%", 4, "95 % bound", ""},
    {"rwl_hi", "综合漏损率上限", "R_WL, upper bound", "%", 4, "95 % bound", ""},
    {"r1_pct", "居民抄表到户修正 R1", "R1, household reading", "%", 4,
	"8 household_read/Qs", CJJ},
    {"r2_pct", "单位供水量管长修正 R2", "R2, mains length", "%", 4,
	"99 (L/Qs - 0.0693), within -3..3; L in km, Qs in 10^4 m3 a year", CJJ},
    {"r3_pct", "年平均出厂压力修正 R3", "R3, outlet pressure", "%", 4,
	"0, 0.5, 1, 2 by <= 0.35, 0.55, 0.75 MPa and above", CJJ},
    {"r4_pct", "最大冻土深度修正 R4", "R4, frost depth", "%", 4,
	"1 where deeper than 1.4 m", CJJ},
    {"rn_pct", "总修正值", "Correction R_n", "%", 4, "R1 + R2 + R3 + R4", CJJ},
    {"rbl_pct", "漏损率", "Loss rate R_BL", "%", 4, "R_WL - R_n", CJJ},
    {"rbl_lo", "漏损率下限", "R_BL, lower bound", "%", 4, "95 % bound", ""},
    {"rbl_hi", "漏损率上限", "R_BL, upper bound", "%", 4, "95 % bound", ""},
    {"grade", "评定等级", "Grade", "", 0,
	"1: R_BL <= 10 %, 2: <= 12 %, fail: above", CJJ},
    {"nrw_m3", "产销差水量", "Non-revenue water", "m³", 4, "supply - billed",
	IWA},
    {"nrw_pct", "产销差率", "Non-revenue water share", "%", 4, "NRW / supply",
	IWA},
    {"real_m3", "漏失水量", "Real losses", "m³", 4,
	"reported + unreported + background + tanks", CJJ " 4.2.1"},
    {"real_lo", "漏失水量下限", "Real losses, lower bound", "m³", 4,
	"95 % bound", ""},
    {"real_hi", "漏失水量上限", "Real losses, upper bound", "m³", 4,
	"95 % bound", ""},
    {"apparent_m3", "表观漏损水量", "Apparent losses", "m³", 4,
	"losses - real losses", IWA},
    {"rrl_pct", "漏失率", "Real-loss rate R_RL", "%", 4, "Qr/Qs", CJJ},
    {"uarl_m3", "不可避免物理漏损", "Unavoidable real losses", "m³", 4,
	"(18 Lm + 0.8 Nc + 25 Lp) P days/1000", IWA},
    {"ili_lo", "物理漏损指数下限", "ILI, lower bound", "", 4, "95 % bound", ""},
    {"ili_hi", "物理漏损指数上限", "ILI, upper bound", "", 4, "95 % bound", ""},
    {"ali", "表观漏损指数", "Apparent loss index", "", 4,
	"apparent losses / (5 % of metered sales)", IWA},
    {"real_lcd", "单位接管漏失量", "Real losses per connection", "L/conn/d", 4,
	"1000 RL/(Nc days)", IWA},
    {"real_m3kmh", "单位管长漏失量", "Real losses per km", "m³/km/h", 4,
	"RL/(Lm hours)", IWA},
    {"real_lcdm", "单位接管单位压力漏失量",
	"Real losses per connection and metre", "L/conn/d/m", 4, "real_lcd / P",
	IWA},
    {"band", "世行分级", "Target-matrix band", "", 0, "A to D by ILI",
	"World Bank Institute"},
    {"target_pct", "目标值", "Target", "%", 4, "target of the zone, for R_BL",
	""},
    {"target_met", "达标", "Target met", "", 0, "yes where R_BL <= target", ""},
    {"billed_share", "已抄表比例", "Billed share", "", 4,
	"share of the accounts' days that bills cover, 0..1", ""},

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

    /* balance items */
    {"supply", "供水总量", "System input quantity", "m³", 4,
	"own supply + imported", CJJ " 4.2.1"},
    {"own_supply", "自产供水量", "Own sources", "m³", 4, "", CJJ " 4.2.1"},
    {"imported", "外购供水量", "Imported", "m³", 4, "", CJJ " 4.2.1"},
    {"exported", "转供水量", "Passed to another supplier", "m³", 4, "",
	CJJ " 3.0.4"},
    {"authorised", "注册用户用水量", "Authorised consumption", "m³", 4,
	"billed + unbilled", CJJ " 4.2.1"},
    {"billed", "计费用水量", "Billed authorised", "m³", 4,
	"metered + unmetered + exported", CJJ " 4.2.1"},
    {"billed_metered", "计费计量用水量", "Billed metered", "m³", 4,
	"bills, spread over their days", CJJ " 4.2.1"},
    {"billed_unmetered", "计费未计量用水量", "Billed unmetered", "m³", 4, "",
	CJJ " 4.2.1"},
    {"unbilled", "免费用水量", "Unbilled authorised", "m³", 4,
	"metered + unmetered", CJJ " 4.2.1"},
    {"unbilled_metered", "免费计量用水量", "Unbilled metered", "m³", 4, "",
	CJJ " 4.2.1"},
    {"unbilled_unmetered", "免费未计量用水量", "Unbilled unmetered", "m³", 4,
	"", CJJ " 4.2.1"},
    {"losses", "漏损水量", "Water losses", "m³", 4, "supply - authorised",
	CJJ " 4.2.1"},
    {"real_losses", "漏失水量", "Real losses", "m³", 4,
	"reported + unreported + background + tanks", CJJ " 4.2.1"},
    {"reported_leakage", "明漏水量", "Reported leakage", "m³", 4, "",
	CJJ " 4.2.1"},
    {"unreported_leakage", "暗漏水量", "Unreported leakage", "m³", 4, "",
	CJJ " 4.2.1"},
    {"background_leakage", "背景漏失水量", "Background leakage", "m³", 4, "",
	CJJ " 4.2.1"},
    {"tank_loss", "水箱、水池渗漏和溢流水量", "Tank seepage and overflow", "m³",
	4, "", CJJ " 4.2.1"},
    {"metering_losses", "计量损失水量", "Metering losses", "m³", 4,
	"household + non-household", CJJ " 4.2.1"},
    {"household_meter_loss", "居民用户总分表差损失水量",
	"Household master/sub-meter difference", "m³", 4, "Q/(1 - C) - Q",
	CJJ " 4.2.1"},
    {"nonhousehold_meter_loss", "非居民用户表具误差损失水量",
	"Non-household meter error", "m³", 4, "Q/(1 - C) - Q", CJJ " 4.2.1"},
    {"other_losses", "其他损失水量", "Other losses", "m³", 4,
	"losses - real losses - metering losses", CJJ " 4.2.1"},
    {"other_unevaluated", "其他及未评估损失水量", "Other and not evaluated",
	"m³", 4, "losses - evaluated components", CJJ " 4.2.1"},

    /* grades */
    {"grade_1", "一级", "Grade 1", "", 0, "R_BL <= 10 %", CJJ},
    {"grade_2", "二级", "Grade 2", "", 0, "R_BL <= 12 %", CJJ},
    {"grade_fail", "不达标", "Not met", "", 0, "R_BL > 12 %", CJJ},
    {"yes", "是", "yes", "", 0, "", ""},
    {"no", "否", "no", "", 0, "", ""},

    /* flags */
    {"no_data", "无数据", "no readings", "", 0,
	"an inlet or outlet of the zone has no reading that day", ""},
    {"gaps", "数据缺口", "gaps", "", 0, "some readings of the day are missing",
	""},
    {"day_short", "日数据不足", "day too short", "", 0,
	"fewer readings of the day than night_coverage asks for", ""},
    {"night_short", "夜间数据不足", "night too short", "", 0,
	"fewer readings of the night than night_coverage asks for", ""},
    {"no_meters", "无流量计", "no meters", "", 0,
	"no inflow or outflow point was valid that day", ""},
    {"masked", "已屏蔽", "masked", "", 0, "an event masks the night", ""},
    {"no_pressure", "压力缺失", "no pressure", "", 0,
	"no AZP pressure: 24 h, factors at 50 m", ""},
    {"azp_param", "压力取参数", "pressure assumed", "", 0,
	"AZP pressure from the parameter azp_m", ""},
    {"no_lnu", "无夜间用水依据", "no night use", "", 0,
	"neither population nor properties known: no NNL", ""},
    {"lnu_residential", "仅居民夜间用水", "residential night use only", "", 0,
	"no accounts and no parameter for non-household night use", ""},
    {"user_missing", "大用户数据缺失", "large user missing", "", 0,
	"a measured user has no readings in the hour: no NNL", ""},
    {"no_ubl", "无背景漏失依据", "no background", "", 0,
	"mains or connections not known: no background", ""},
    {"no_minimum", "无有效最小值", "no minimum", "", 0,
	"no averaging window has enough readings, or fits the night", ""},
    {"filled", "已插补", "gaps filled", "", 0,
	"short gaps bridged for the volume of the day, not for a minimum", ""},
    {"range", "超量程", "out of range", "", 0,
	"readings outside min..max, or a totaliser's jump, left out", ""},
    {"negative", "负流量", "negative flow", "", 0,
	"readings below 0 of a meter that measures one way, left out", ""},
    {"spike", "尖峰", "spike", "", 0, "single readings far from both sides",
	""},
    {"flatline", "数据冻结", "flat line", "", 0,
	"the same value for hours, left out", ""},
    {"reset", "累计清零", "totaliser reset", "", 0,
	"a totaliser stepped back and did not roll over", ""},
    {"changed", "换表", "meter changed", "", 0,
	"an event says that the totaliser is another one", ""},
    {"few_nights", "夜数不足", "few nights", "", 0,
	"fewer than five nights: no slope", ""},
    {"sub_less", "下级偏小", "zones inside take less", "", 0,
	"more flows into the zone than into those inside it", ""},
    {"sub_more", "下级偏大", "zones inside take more", "", 0,
	"less flows into the zone than into those inside it", ""},
    {"sub_missing", "下级缺数据", "a zone inside is missing", "", 0,
	"a zone inside it has no figure that day", ""},
    {"enf_negative", "夜间用水或背景漏失偏大", "LNU or UBL too large", "", 0,
	"MNF is less than LNU + UBL", ""},
    {"no_supply", "无供水量", "no supply", "", 0, "supply not known", ""},
    {"supply_gaps", "供水量有缺口", "gaps in supply", "", 0,
	"readings missing; supply scaled by coverage", ""},
    {"no_billed", "无售水量", "no bills", "", 0, "billed use not known", ""},
    {"billing_short", "抄表不足", "billing too short", "", 0,
	"bills cover less than 90 % of the accounts' days: no losses", ""},
    {"provisional", "暂定", "provisional", "", 0,
	"some of the period is not billed yet", ""},
    {"estimated_bills", "含估抄", "estimated bills", "", 0,
	"some of the billed volume was estimated", ""},
    {"r1_from_bills", "抄表到户水量取自账单", "R1 from bills", "", 0,
	"household_read taken from the bills of household accounts", ""},
    {"not_evaluated", "部分未评估", "partly not evaluated", "", 0,
	"a loss component was not evaluated", ""},
    {"exceeds_losses", "分项超过漏损", "components exceed losses", "", 0,
	"real and metering losses are more than the losses", ""},
    {"negative_losses", "漏损为负", "negative losses", "", 0,
	"authorised use exceeds supply: cannot be graded", ""},
    {"no_r1", "缺抄表到户水量", "no R1", "", 0, "household_read not known", ""},
    {"no_r2", "缺管长", "no R2", "", 0, "mains length not known", ""},
    {"no_r3", "缺出厂压力", "no R3", "", 0, "outlet pressure not known", ""},
    {"no_r4", "缺冻土深度", "no R4", "", 0, "frost depth not known", ""},
    {"annualised", "按年折算", "annualised", "", 0,
	"R2 from a supply scaled to the year", ""},
    {"holiday", "节假日", "holiday", "", 0, "an event of this kind", ""},
    {"short", "数据不足", "too few readings", "", 0,
	"coverage of the step below night_coverage: no value", ""},
    {"no_base", "无基期", "no base", "", 0, "there is nothing to compare with",
	""},
    {"burst", "爆管", "burst", "", 0, "an event of this kind", ""},
    {"leak", "漏水", "leak", "", 0, "an event of this kind", ""},
    {"repair", "修复", "repair", "", 0, "an event of this kind", ""},
    {"valve", "阀门操作", "valve", "", 0, "an event of this kind", ""},
    {"meter_fault", "仪表故障", "meter fault", "", 0, "an event of this kind",
	""},
    {"comms", "通讯故障", "communication", "", 0, "an event of this kind", ""},
    {"flushing", "冲洗", "flushing", "", 0, "an event of this kind", ""},
    {"fire", "消防", "fire-fighting", "", 0, "an event of this kind", ""},
    {"shutdown", "停水", "shutdown", "", 0, "an event of this kind", ""},
    {"other", "其他", "other", "", 0, "an event of this kind", ""},
};

static const char *const nightflow_col[] = {"zone_id", "day", "mnf_m3h",
    "mnf_lo", "mnf_hi", "mnf_at", "fixed_m3h", "inflow_m3", "adf_m3h",
    "mnf_adf", "aznp_m", "azp_m", "lnu_m3h", "lnu_lo", "lnu_hi", "nnl_m3h",
    "nnl_lo", "nnl_hi", "ubl_m3h", "enf_m3h", "enf_lo", "enf_hi", "espb",
    "ndf_h", "real_loss_m3d", "real_loss_lo", "real_loss_hi", "background_m3d",
    "recoverable_m3d", "ili", "coverage", "flags"};

static const char *const points_col[] = {
    "point_id", "day", "mnf_m3h", "fixed_m3h", "mean_m3h", "valid"};

static const char *const all_col[] = {
    "moving_m3h", "absolute_m3h", "absolute_at", "p20_m3h"};

static const char *const bounds_col[] = {"inflow_lo", "inflow_hi", "mnf_adf_lo",
    "mnf_adf_hi", "ubl_lo", "ubl_hi", "espb_lo", "espb_hi", "ndf_lo", "ndf_hi",
    "background_lo", "background_hi", "recoverable_lo", "recoverable_hi",
    "ili_lo", "ili_hi", "snapshot_ili", "snapshot_ili_lo", "snapshot_ili_hi"};

static const char *const sub_col[] = {"zone_id", "day", "children",
    "night_own_m3h", "night_sub_m3h", "night_diff_m3h", "night_diff_lo",
    "night_diff_hi", "day_own_m3", "day_sub_m3", "day_diff_m3", "day_diff_lo",
    "day_diff_hi", "flags"};

static const char *const trend_col[] = {"zone_id", "from", "to", "basis",
    "level_m3h", "level_lo", "level_hi", "slope_m3hd", "slope_lo", "slope_hi",
    "rise_m3kmd_yr", "rise_lo", "rise_hi", "steps", "step_list", "nights",
    "coverage", "flags"};

static const char *const state_col[] = {"zone_id", "from", "to", "state",
    "days", "nights", "coverage", "masked_days", "no_meters_days",
    "no_data_days", "left_out_days", "negative_nights", "sub_days",
    "sub_more_days", "steps", "opposite"};

static const char *const lnu_col[] = {"zone_id", "from", "to", "meters",
    "lnu_l_property", "lnu_l_property_lo", "lnu_l_property_hi", "use_m3d",
    "fit_slope", "fit_intercept", "fit_r2", "lnu_m3h", "lnu_lo", "lnu_hi",
    "lnu_l_use"};

static const char *const balance_col[] = {"zone_id", "from", "to", "standard",
    "item", "parent_item", "volume_m3", "lo", "hi", "share_pct", "basis",
    "flags"};

static const char *const kpi_col[] = {"zone_id", "from", "to", "standard",
    "supply_m3", "supply_lo", "supply_hi", "authorised_m3", "loss_m3",
    "loss_lo", "loss_hi", "rwl_pct", "rwl_lo", "rwl_hi", "r1_pct", "r2_pct",
    "r3_pct", "r4_pct", "rn_pct", "rbl_pct", "rbl_lo", "rbl_hi", "grade",
    "nrw_m3", "nrw_pct", "real_m3", "real_lo", "real_hi", "apparent_m3",
    "rrl_pct", "uarl_m3", "ili", "ili_lo", "ili_hi", "ali", "real_lcd",
    "real_m3kmh", "real_lcdm", "band", "target_pct", "target_met",
    "billed_share", "coverage", "flags"};

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

static const char *const quality_col[] = {
    "table", "feed", "dimension", "passed", "checked", "counted", "score"};

#define TABLE(name, col)                            \
	{                                           \
		name, col, sizeof col / sizeof *col \
	}

static const struct term_table tables[] = {
    TABLE("nightflow", nightflow_col),
    TABLE("nightflow --points", points_col),
    TABLE("nightflow --sub", sub_col),
    TABLE("nightflow --trend", trend_col),
    TABLE("nightflow --state", state_col),
    TABLE("nightflow --lnu-fit", lnu_col),
    TABLE("nightflow --method all", all_col),
    TABLE("nightflow --bounds", bounds_col),
    TABLE("waterbalance", balance_col),
    TABLE("waterbalance --kpi", kpi_col),
    TABLE("wb-query readings --step", step_col),
    TABLE("wb-query readings --compare", step_compare_col),
    TABLE("wb-query demand", demand_col),
    TABLE("wb-query demand --compare", demand_compare_col),
    TABLE("wb-query last", last_col),
    TABLE("wb-query readings --validated", judged_col),
    TABLE("wb-import --check", quality_col),
};

const struct term *
term_find(const char *id)
{
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		if (terms[i].id[0] == id[0] && strcmp(terms[i].id, id) == 0)
			return &terms[i];
	return NULL;
}

const struct term_table *
term_table(const char *name)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		if (strcmp(tables[i].name, name) == 0)
			return &tables[i];
	return NULL;
}

static int
stands_in(const char *id, char *const *col, size_t ncol)
{
	for (size_t i = 0; i < ncol; i++)
		if (strcmp(col[i], id) == 0)
			return 1;
	return 0;
}

const struct term_table *
term_table_of(char *const *col, size_t ncol)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		size_t k = 0;

		while (k < tables[i].ncol &&
		       stands_in(tables[i].col[k], col, ncol))
			k++;
		if (k == tables[i].ncol)
			return &tables[i];
	}
	return NULL;
}
