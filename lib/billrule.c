#include "billrule.h"

#include <err.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "num.h"
#include "table.h"
#include "xalloc.h"

struct key {
	const char *name;
	double value, lo, hi;
	const char *what;
};

struct words {
	const char *en, *zh;
};

struct rule {
	const char *id;
	enum bill_severity severity;
	struct words title;
	struct key key[RULE_KEYS];
	struct words say[3];
};

#define MANY 1e12

static const struct rule rules[BILL_RULES] = {
    [RULE_OVERSIZED] = {"oversized", SEVERITY_MEDIUM,
	{"large meter, small flow", "大表小流量"},
	{{"dn_min", 40, 0, MANY, "mm, meters from this size on"},
	    {"q3_pct", 5, 0, 100, "mean flow below so much of Q3"},
	    {"low_pct", 20, 0, 100,
		"or more of the volume below Q2 (readings)"},
	    {"loss_pct", 5, 0, 100, "of the volume at stake: MPE below Q2"}},
	{{"mean flow {o} m³/h is less than {e} m³/h, {n} % of Q3",
	     "平均流量{o} m³/h,低于{e} m³/h(Q3的{n}%)"},
	    {"{o} % of the volume passes below Q2; {e} % are allowed for",
		"{o}%的水量低于Q2通过,限值{e}%"}}},
    [RULE_UNDERSIZED] = {"undersized", SEVERITY_MEDIUM,
	{"small meter, large flow", "小表大流量"},
	{{"q3_pct", 50, 0, 1000, "mean flow above so much of Q3"},
	    {"hours", 1, 0, 24, "or above Q3 for more hours a day (readings)"},
	    {"loss_pct", 2, 0, 100, "of the volume at stake: MPE from Q2 on"}},
	{{"mean flow {o} m³/h is more than {e} m³/h, {n} % of Q3",
	     "平均流量{o} m³/h,高于{e} m³/h(Q3的{n}%)"},
	    {"flow is above Q3 for {o} h a day", "每天{o}小时流量超过Q3"},
	    {"flow reached {o} m³/h; Q4 is {e} m³/h",
		"流量达到{o} m³/h,Q4为{e} m³/h"}}},
    [RULE_BIG_USER] = {"big_user", SEVERITY_LOW, {"big user", "大用水量用户"},
	{{"m3d", 100, 0, MANY, "m³ a day"},
	    {"top", 0, 0, MANY, "and so many largest"},
	    {"share_pct", 0, 0, 100, "and those who take this share together"},
	    {"loss_pct", 2, 0, 100, "of the volume at stake: MPE from Q2 on"}},
	{{"uses {o} m³ a day, number {n} of all; {x} % of all use",
	    "日用水{o} m³,排第{n}位,占总用水量{x}%"}}},
    [RULE_ZERO_USE] = {"zero_use", SEVERITY_MEDIUM, {"no use", "零用水"},
	{{"readings", 2, 1, MANY, "actual readings in a row without advance"},
	    {"visit", 3, 1, MANY, "readings from which on a visit is due"}},
	{{"{n} readings in a row without advance; before it used {e} m³ a day",
	     "连续{n}次实抄无走码;此前日用水{e} m³"},
	    {"{n} readings in a row without advance; never any use",
		"连续{n}次实抄无走码;从未用水"}}},
    [RULE_ESTIMATED] = {"estimated", SEVERITY_MEDIUM,
	{"estimated too long", "长期估抄"},
	{{"bills", 2, 0, MANY, "more in a row than these"}},
	{{"{n} bills in a row were not read: {o} m³",
	    "连续{n}期未实抄,共{o} m³"}}},
    [RULE_TRUE_UP] = {"true_up", SEVERITY_LOW,
	{"negative true-up after estimates", "估抄后负水量"}, {{0}},
	{{"the reading after {n} estimates took {v} m³ back: {e} m³ a day over "
	  "all of them",
	    "估抄{n}期后实抄冲回{v} m³;全期日均{e} m³"}}},
    [RULE_SAME_VOLUME] = {"same_volume", SEVERITY_MEDIUM,
	{"identical volumes", "水量雷同"},
	{{"bills", 3, 2, MANY, "actual readings in a row with one volume"},
	    {"chance", 0.001, 0, 1, "as probable at most, by its other bills"}},
	{{"{n} readings in a row of just {o} m³",
	    "连续{n}次实抄水量均为{o} m³"}}},
    [RULE_NEGATIVE_ADVANCE] = {"negative_advance", SEVERITY_HIGH,
	{"register went back", "表码倒走"}, {{0}},
	{{"the register went from {e} back to {o}", "表码从{e}退到{o}"},
	    {"the bill begins with register {o}, the one before ended with {e}",
		"本期起码{o}小于上期止码{e}"}}},
    [RULE_ROLLOVER] = {"rollover", SEVERITY_LOW,
	{"register rolled over", "表码过零"},
	{{"share", 0.9, 0, 1, "of its range that the register had passed"},
	    {"ratio", 10, 1, MANY, "times the usual use that is believed"}},
	{{"the register rolled over from {e} to {o}: {n} m³, billed {x} m³",
	    "表码过零,从{e}到{o}:应为{n} m³,开账{x} m³"}}},
    [RULE_INDEX_GAP] = {"index_gap", SEVERITY_HIGH,
	{"use between two bills", "起止码不连续"},
	{{"m3", 1, 0, MANY, "m³, from these on"}},
	{{"the bill begins with register {o}, the one before ended with {e}: "
	  "{v} m³ in no bill",
	    "本期起码{o},上期止码{e}:{v} m³未开账"}}},
    [RULE_INDEX_VOLUME] = {"index_volume", SEVERITY_MEDIUM,
	{"volume is not the advance", "水量与表码不符"},
	{{"m3", 1, 0, MANY, "m³, differences above"}},
	{{"billed {o} m³; the register advanced {e} m³",
	    "开账{o} m³,表码走字{e} m³"}}},
    [RULE_SPIKE] = {"spike", SEVERITY_MEDIUM, {"jump up", "用水突增"},
	{{"ratio", 3, 1, MANY,
	     "times the same period last year, or the median"},
	    {"mads", 3, 0, MANY, "and so many 1.4826 MAD from the median"},
	    {"m3", 10, 0, MANY, "and as many m³ away"},
	    {"bills", 12, 4, 64, "before it that make the median"}},
	{{"{o} m³ a day, {n} times the same period last year ({e})",
	     "日用水{o} m³,为去年同期({e})的{n}倍"},
	    {"{o} m³ a day, {n} times the usual ({e})",
		"日用水{o} m³,为平时({e})的{n}倍"}}},
    [RULE_DROP] = {"drop", SEVERITY_MEDIUM, {"drop", "用水突降"},
	{{"ratio", 3, 1, MANY, "times less than last year, or the median"},
	    {"mads", 3, 0, MANY, "and so many 1.4826 MAD from the median"},
	    {"m3", 10, 0, MANY, "and as many m³ away"},
	    {"bills", 12, 4, 64, "before it that make the median"}},
	{{"{o} m³ a day, {n} times the same period last year ({e})",
	     "日用水{o} m³,为去年同期({e})的{n}倍"},
	    {"{o} m³ a day, {n} times the usual ({e})",
		"日用水{o} m³,为平时({e})的{n}倍"}}},
    [RULE_OUTLIER] = {"outlier", SEVERITY_LOW,
	{"outlier in its class and size", "同类离群"},
	{{"iqr", 3, 0, MANY, "interquartile ranges beyond the quartiles (log)"},
	    {"accounts", 20, 4, MANY, "of class and size that are needed"},
	    {"days", 180, 1, MANY, "with bills that are needed"}},
	{{"{o} m³ a day; {n} accounts of its class and size use up to {e}",
	     "日用水{o} m³;同类{n}户上限{e}"},
	    {"{o} m³ a day; {n} accounts of its class and size use at least "
	     "{e}",
		"日用水{o} m³;同类{n}户下限{e}"}}},
    [RULE_METER_NO_ACCOUNT] = {"meter_no_account", SEVERITY_HIGH,
	{"meter without account", "有表无户"}, {{0}},
	{{"user meter {m} has no account: {o} m³ in {n} days",
	     "用户表{m}无对应账户:{n}天{o} m³"},
	    {"user meter {m} has no account", "用户表{m}无对应账户"}}},
    [RULE_BILL_NO_ACCOUNT] = {"bill_no_account", SEVERITY_HIGH,
	{"bills without account", "账单无对应账户"}, {{0}},
	{{"{n} bills, {o} m³, and the account is not registered",
	    "账单{n}张共{o} m³,账户未登记"}}},
    [RULE_ACCOUNT_NO_METER] = {"account_no_meter", SEVERITY_MEDIUM,
	{"account without meter", "有户无表"}, {{0}},
	{{"the account has no meter; {o} m³ a day were billed",
	     "账户无表;开账日均{o} m³"},
	    {"the account has no meter and no bill", "账户无表无账单"}}},
    [RULE_NOT_READ] = {"not_read", SEVERITY_MEDIUM,
	{"due but not read", "应抄未抄"},
	{{"cycles", 1.5, 1, MANY, "reading intervals without a bill"},
	    {"days", 90, 1, MANY, "without any bill, of a new account"}},
	{{"no bill for {o} days; usually every {e}; {n} readings were due",
	     "{o}天无账单,通常每{e}天一次;漏抄{n}次"},
	    {"the account never had a bill", "账户从未开账"},
	    {"no bill for {o} days between two; {n} readings were due",
		"两期账单间断{o}天;漏抄{n}次"}}},
    [RULE_ACCOUNT_NO_ZONE] = {"account_no_zone", SEVERITY_MEDIUM,
	{"account without zone", "账户无分区"}, {{0}},
	{{"the account has no zone: its use counts for none",
	     "账户无分区,用水未计入任何分区"},
	    {"the account's zone is not registered", "账户的分区未登记"}}},
    [RULE_CLOSED_USE] = {"closed_use", SEVERITY_HIGH,
	{"closed but consuming", "销户用水"}, {{0}},
	{{"closed, and {o} m³ since in {n} bills",
	    "已销户,此后{n}期用水{o} m³"}}},
    [RULE_METER_OLD] = {"meter_old", SEVERITY_LOW, {"old meter", "超期表"},
	{{"years_small", 6, 0, 100, "years up to size dn (JJG 162)"},
	    {"years_large", 4, 0, 100, "years above it (JJG 162)"},
	    {"dn", 25, 0, MANY, "mm"},
	    {"loss_pct", 4, 0, 100, "of the volume at stake: twice the MPE"}},
	{{"the meter is {o} years old; {e} are allowed", "表龄{o}年,限{e}年"}}},
    [RULE_NIGHT_FLOW] = {"night_flow", SEVERITY_HIGH,
	{"flow all night through a small meter", "小表夜间连续流量"},
	{{"dn_max", 25, 0, MANY, "mm, meters up to this size"},
	    {"nights", 3, 1, MANY, "in which flow stays above Q1"}},
	{{"flow stays above Q1 ({e} m³/h) all night in {n} nights of {x}: {o} "
	  "m³/h",
	    "{x}夜中{n}夜整夜流量高于Q1({e} m³/h),最小{o} m³/h"}}},
};

void
billrules_default(struct billrules *r)
{
	for (int i = 0; i < BILL_RULES; i++) {
		r->on[i] = 1;
		for (int k = 0; k < RULE_KEYS; k++)
			r->v[i][k] = rules[i].key[k].value;
	}
}

/* --- the file --- */

struct reading {
	struct billrules *r;
	char *wrong; /* what is wrong with the first bad line */
};

static char *
no_rule(const char *name)
{
	struct nearest meant = nearest_to(name);
	char hint[NEAREST_HINT];

	for (int i = 0; i < BILL_RULES; i++)
		nearest_try(&meant, rules[i].id);
	return xasprintf(
	    tr("there is no rule '%s'%s"), name, nearest_hint(&meant, hint));
}

static char *
set_on(int *on, const char *value)
{
	if (!table_is_word("yes no", value))
		return xasprintf(tr("on '%s' is neither yes nor no"), value);
	*on = value[0] == 'y';
	return NULL;
}

/* NULL, or what is wrong. */
static char *
set_key(struct billrules *r, int i, const char *name, const char *value)
{
	const struct key *key = rules[i].key;
	double v;

	if (strcmp(name, "on") == 0)
		return set_on(&r->on[i], value);
	for (int k = 0; k < RULE_KEYS && key[k].name != NULL; k++) {
		if (strcmp(name, key[k].name) != 0)
			continue;
		if (num_parse(value, &v) < 0)
			return xasprintf(
			    tr("%s '%s' is not a number"), name, value);
		if (v < key[k].lo || v > key[k].hi)
			return xasprintf(
			    tr("%s '%s' is out of range"), name, value);
		r->v[i][k] = v;
		return NULL;
	}
	return xasprintf(
	    tr("rule %s has no threshold '%s' (see --print-rules)"),
	    rules[i].id, name);
}

static int
on_key(void *ctx, const char *section, const char *name, const char *value)
{
	struct reading *rd = ctx;
	int i = 0;
	char *wrong;

	while (i < BILL_RULES && strcmp(rules[i].id, section) != 0)
		i++;
	if (*section == '\0')
		wrong = xasprintf(tr("'%s' stands before any [RULE]"), name);
	else if (i == BILL_RULES)
		wrong = no_rule(section);
	else
		wrong = set_key(rd->r, i, name, value);
	if (wrong == NULL)
		return 1;
	if (rd->wrong == NULL)
		rd->wrong = wrong;
	else
		free(wrong);
	return 0;
}

int
billrules_read(struct billrules *r, const char *path)
{
	struct reading rd = {.r = r};
	int line = ini_parse(path, on_key, &rd);

	if (line < 0)
		warn("%s", path);
	else if (line > 0)
		warnx("%s:%d: %s", path, line,
		    rd.wrong ? rd.wrong : tr("this line is no KEY = VALUE"));
	free(rd.wrong);
	return line == 0 ? 0 : -1;
}

void
billrules_print(const struct billrules *r, int zh, FILE *fp)
{
	char buf[NUM_BUF];

	for (int i = 0; i < BILL_RULES; i++) {
		const struct rule *u = &rules[i];

		fprintf(fp, "%s# %s\n[%s]\non = %s\n", i ? "\n" : "",
		    zh ? u->title.zh : u->title.en, u->id,
		    r->on[i] ? "yes" : "no");
		for (int k = 0; k < RULE_KEYS && u->key[k].name != NULL; k++)
			fprintf(fp, "# %s\n%s = %s\n", u->key[k].what,
			    u->key[k].name, num_exact(r->v[i][k], buf));
	}
}

/* --- words --- */

const char *
billrule_id(enum bill_rule rule)
{
	return rules[rule].id;
}

const char *
billrule_name(enum bill_rule rule, int zh)
{
	return zh ? rules[rule].title.zh : rules[rule].title.en;
}

enum bill_severity
billrule_severity(enum bill_rule rule)
{
	return rules[rule].severity;
}

const char *
billrule_severity_name(enum bill_severity s)
{
	static const char *const name[] = {"low", "medium", "high"};

	return name[s];
}

const char *
billrule_words(enum bill_rule rule, int variant, int zh)
{
	const struct words *w = &rules[rule].say[variant];

	return zh ? w->zh : w->en;
}
