#include "advice.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csvin.h"
#include "num.h"
#include "say.h"
#include "term.h"
#include "xalloc.h"

const char advice_builtin[] =
    "rule,when,zh,en\n"
    "no_night,flag no_night,"
    "夜间流量未知，漏失无法评估：先修复流量数据。,"
    "Night flow is not known and so is leakage: mend the flow data first.\n"
    "no_balance,flag no_balance,"
    "供水量或售水量未知，无法得出总漏损与表观漏损：补齐流量或账务数据。,"
    "\"Supply or sales are not known, and so are total and apparent losses: "
    "complete flows or bills.\"\n"
    "few_nights,flag few_nights,"
    "仅有{nights:0}个有效夜，结论待更多夜间数据确认。,"
    "\"Only {nights:0} nights are known: wait for more before deciding.\"\n"
    "survey_now,payback_months_hi <= 12 & rank <= 3,"
    "优先检漏：可消减漏失{recoverable_m3d:0}m³/d，费用{cost_yuan:0}元，年收益"
    "{benefit_yuan_yr:0}元，回收期{payback_months:1}个月（95%界限"
    "{payback_months_lo:1}～{payback_months_hi:1}），名次{rank}（{rank_lo}～"
    "{rank_hi}）。,"
    "\"Survey first: {recoverable_m3d:0} m³/d can be recovered for "
    "{cost_yuan:0} yuan, {benefit_yuan_yr:0} yuan a year, back in "
    "{payback_months:1} months (95 % {payback_months_lo:1} to "
    "{payback_months_hi:1}); rank {rank} ({rank_lo} to {rank_hi}).\"\n"
    "survey_pays,payback_months_hi <= 12 & rank > 3,"
    "检漏合算但不居前：回收期{payback_months:1}个月（95%界限"
    "{payback_months_lo:1}～{payback_months_hi:1}），名次{rank}（{rank_lo}～"
    "{rank_hi}）。,"
    "\"A survey pays, after others: back in {payback_months:1} months (95 % "
    "{payback_months_lo:1} to {payback_months_hi:1}); rank {rank} ({rank_lo} "
    "to {rank_hi}).\"\n"
    "survey_unsure,payback_months <= 12 & payback_months_hi > 12,"
    "检漏可能合算：回收期{payback_months:1}个月，但上限为"
    "{payback_months_hi:1}个月，先减小误差。,"
    "\"A survey may pay: back in {payback_months:1} months, but perhaps only "
    "in {payback_months_hi:1}; narrow the bounds first.\"\n"
    "survey_slow,payback_months > 12,"
    "检漏回收慢：费用{cost_yuan:0}元，年收益{benefit_yuan_yr:0}元，回收期"
    "{payback_months:1}个月（95%界限{payback_months_lo:1}～"
    "{payback_months_hi:1}），名次{rank}（{rank_lo}～{rank_hi}）。,"
    "\"A survey is slow to pay: {cost_yuan:0} yuan for {benefit_yuan_yr:0} "
    "yuan a year, back in {payback_months:1} months (95 % "
    "{payback_months_lo:1} to {payback_months_hi:1}); rank {rank} ({rank_lo} "
    "to {rank_hi}).\"\n"
    "may_not_pay,flag may_not_pay,"
    "可消减漏失{recoverable_m3d:0}m³/d，但下限不高于零：先核实夜间用水与"
    "流量计。,"
    "\"Recoverable leakage of {recoverable_m3d:0} m³/d has a lower bound not "
    "above nothing: check night use and the meters first.\"\n"
    "not_above,flag not_above,"
    "漏失不高于背景值，无可消减：不必检漏。,"
    "Leakage is not above background: no survey is needed.\n"
    "rising,rise_m3kmd_yr > 0 & no flag rise_unsure & eif_months > 0,"
    "漏失年上升{rise_m3kmd_yr:1}m³/(km·d)：经济检漏周期{eif_months:1}个月，年"
    "预算{abi_yuan_yr:0}元。,"
    "\"Leakage rises by {rise_m3kmd_yr:1} m³/km/d a year: survey every "
    "{eif_months:1} months, {abi_yuan_yr:0} yuan a year.\"\n"
    "above_level,real_loss_m3d_lo > ell_m3d_hi,"
    "漏失{real_loss_m3d:0}m³/d确高于经济水平{ell_m3d:0}m³/d。,"
    "Real losses of {real_loss_m3d:0} m³/d are above the economic level of "
    "{ell_m3d:0} m³/d for sure.\n"
    "apparent_high,ali_lo > 1,"
    "表观漏损指数{ali:1}（95%界限{ali_lo:1}～{ali_hi:1}）高于1：查表具、抄表与"
    "账务，可消减{apparent_yuan_d:0}元/d。,"
    "\"The apparent loss index is {ali:1} (95 % {ali_lo:1} to {ali_hi:1}), "
    "above 1: look at meters, reading and bills; {apparent_yuan_d:0} yuan a "
    "day can be recovered.\"\n"
    "apparent_negative,apparent_m3d_hi < 0,"
    "表观漏损{apparent_m3d:0}m³/d确为负：核实夜间用水、流量计与账务口径。,"
    "\"The apparent loss of {apparent_m3d:0} m³/d is below 0 for sure: check "
    "night use, meters and what the bills cover.\"\n";

/* --- conditions --- */

struct term_text {
	char left[64], op[64], right[64];
};

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

static const char *
word(const char *s, char *buf, size_t size)
{
	size_t n = 0;

	for (s = skip_blanks(s); *s != '\0' && *s != ' ' && *s != '&'; s++)
		if (n + 1 < size)
			buf[n++] = *s;
	buf[n] = '\0';
	return skip_blanks(s);
}

/* The next term; NULL: there is none. */
static const char *
next_term(const char *s, struct term_text *t)
{
	s = skip_blanks(s);
	if (*s == '\0')
		return NULL;
	s = word(s, t->left, sizeof t->left);
	s = word(s, t->op, sizeof t->op);
	t->right[0] = '\0';
	if (*s != '\0' && *s != '&')
		s = word(s, t->right, sizeof t->right);
	return *s == '&' ? s + 1 : s;
}

static int
has_word(const char *words, const char *w)
{
	size_t n = strlen(w);

	for (const char *p = words; (p = strstr(p, w)) != NULL; p += n)
		if ((p == words || p[-1] == ' ') &&
		    (p[n] == '\0' || p[n] == ' '))
			return 1;
	return 0;
}

static int
compare(const char *op, double a, double b)
{
	if (strcmp(op, "<") == 0)
		return a < b;
	if (strcmp(op, "<=") == 0)
		return a <= b;
	if (strcmp(op, ">") == 0)
		return a > b;
	return a >= b;
}

/* A number, or a figure by its name. */
static double
operand(const char *s, const struct advice_facts *f, int *known)
{
	double v;

	*known = 1;
	return num_parse(s, &v) == 0 ? v : f->value(f->ctx, s, known);
}

static int
holds(const struct term_text *t, const struct advice_facts *f)
{
	int known;

	if (strcmp(t->left, "flag") == 0)
		return has_word(f->flags, t->op);
	if (strcmp(t->left, "no") == 0)
		return !has_word(f->flags, t->right);
	return compare(
	    t->op, operand(t->left, f, &known), operand(t->right, f, &known));
}

int
advice_applies(const struct advice_rule *r, const struct advice_facts *f)
{
	struct term_text t;
	const char *s = r->when;
	int all = 1;

	while (all && (s = next_term(s, &t)) != NULL)
		all = holds(&t, f);
	return all;
}

/* --- sentences --- */

static void
append(char **buf, size_t *n, size_t *cap, const char *s, size_t len)
{
	while (*n + len + 1 > *cap) {
		*cap = *cap ? 2 * *cap : 256;
		*buf = xrealloc(*buf, *cap, 1);
	}
	memcpy(*buf + *n, s, len);
	*n += len;
	(*buf)[*n] = '\0';
}

/* {NAME} or {NAME:DIGITS}: the figure; s is after the brace. */
static void
figure(const char *s, size_t len, const struct advice_facts *f, char *buf,
    size_t size)
{
	char name[64];
	const char *colon = memchr(s, ':', len);
	size_t n = colon ? (size_t)(colon - s) : len;
	const struct term *t;
	int known = 0, digits;
	double v;

	snprintf(name, sizeof name, "%.*s", (int)n, s);
	v = f->value(f->ctx, name, &known);
	t = term_find(name);
	digits = colon ? colon[1] - '0' : t ? t->digits : 2;
	if (isnan(v))
		snprintf(buf, size, "—");
	else
		snprintf(buf, size, "%.*f", digits, v);
	if (strcmp(buf, "-0") == 0)
		snprintf(buf, size, "0");
}

char *
advice_sentence(
    const struct advice_rule *r, const char *lang, const struct advice_facts *f)
{
	const char *s = strcmp(lang, "zh") == 0 ? r->zh : r->en;
	char *out = xstrdup(""), num[64];
	size_t n = 0, cap = 0;

	while (*s != '\0') {
		size_t plain = strcspn(s, "{");

		append(&out, &n, &cap, s, plain);
		s += plain;
		if (*s == '{') {
			size_t len = strcspn(++s, "}");

			figure(s, len, f, num, sizeof num);
			append(&out, &n, &cap, num, strlen(num));
			s += len + (s[len] == '}');
		}
	}
	return out;
}

/* --- files --- */

static int
bad(const struct csvin *in, const char *rule, const char *what,
    const char *where)
{
	return csvin_warn(in, "rule '%s': %s '%s'", rule, tr(what), where);
}

static int
check_when(const struct csvin *in, const struct advice_rule *r,
    const struct advice_facts *f)
{
	struct term_text t;
	const char *s = r->when;
	int left, right, terms = 0;

	for (; (s = next_term(s, &t)) != NULL; terms++) {
		if (strcmp(t.left, "flag") == 0 && t.right[0] == '\0') {
			if (term_find(t.op) == NULL)
				return bad(in, r->id, "there is no flag", t.op);
			continue;
		}
		if (strcmp(t.left, "no") == 0 && strcmp(t.op, "flag") == 0) {
			if (term_find(t.right) == NULL)
				return bad(
				    in, r->id, "there is no flag", t.right);
			continue;
		}
		if (strcmp(t.op, "<") != 0 && strcmp(t.op, "<=") != 0 &&
		    strcmp(t.op, ">") != 0 && strcmp(t.op, ">=") != 0)
			return bad(
			    in, r->id, "one of < <= > >= is needed, not", t.op);
		operand(t.left, f, &left);
		operand(t.right, f, &right);
		if (!left || !right)
			return bad(in, r->id, "there is no figure",
			    left ? t.right : t.left);
	}
	return terms ? 0 : bad(in, r->id, "`when` is empty", "");
}

static int
check_sentence(const struct csvin *in, const struct advice_rule *r,
    const char *s, const struct advice_facts *f)
{
	char name[64];
	int known;

	for (s = strchr(s, '{'); s != NULL; s = strchr(s + 1, '{')) {
		size_t len = strcspn(s + 1, "}"), n = strcspn(s + 1, ":}");

		snprintf(name, sizeof name, "%.*s", (int)n, s + 1);
		f->value(f->ctx, name, &known);
		if (!known)
			return bad(in, r->id, "there is no figure", name);
		if (s[1 + len] != '}' ||
		    (n < len &&
			(len != n + 2 || !isdigit((unsigned char)s[n + 2]))))
			return bad(in, r->id, "{NAME} or {NAME:DIGIT}, not", s);
	}
	return 0;
}

static int
read_rules(struct advice *a, struct csvin *in, const struct advice_facts *f)
{
	static const char *const col[] = {"rule", "when", "zh", "en"};
	enum csvin_got got = csvin_table(in);
	int at[4];

	if (got != CSVIN_ROW)
		return -1;
	for (int i = 0; i < 4; i++)
		if ((at[i] = csvin_col(in, col[i])) < 0)
			return csvin_warn(in,
			    "a rule file needs the columns rule, when, zh, en");
	while ((got = csvin_next(in)) == CSVIN_ROW) {
		struct advice_rule r = {xstrdup(csvin_text(in, at[0])),
		    xstrdup(csvin_text(in, at[1])),
		    xstrdup(csvin_text(in, at[2])),
		    xstrdup(csvin_text(in, at[3]))};

		a->rule = xrealloc(a->rule, a->n + 1, sizeof *a->rule);
		a->rule[a->n++] = r;
		if (check_when(in, &r, f) < 0 ||
		    check_sentence(in, &r, r.zh, f) < 0 ||
		    check_sentence(in, &r, r.en, f) < 0)
			return -1;
	}
	if (got == CSVIN_BAD)
		return csvin_warn(in, "%s", tr(csvin_reason(in)));
	return got == CSVIN_END ? 0 : -1;
}

int
advice_load(struct advice *a, const char *path,
    double (*value)(const void *ctx, const char *name, int *known))
{
	const struct csvin_opts plain = {.foreign = 1};
	const struct advice_facts none = {value, "", NULL};
	struct csvin *in = path ? csvin_open(path, &plain) :
				  csvin_memory("rules", advice_builtin,
				      strlen(advice_builtin), &plain);
	int got;

	*a = (struct advice){0};
	if (in == NULL)
		return -1;
	got = read_rules(a, in, &none);
	csvin_free(in);
	return got;
}

void
advice_release(struct advice *a)
{
	for (size_t i = 0; i < a->n; i++) {
		free(a->rule[i].id);
		free(a->rule[i].when);
		free(a->rule[i].zh);
		free(a->rule[i].en);
	}
	free(a->rule);
	*a = (struct advice){0};
}
