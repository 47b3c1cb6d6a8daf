/*
 * The rules of bill-scan: ids, thresholds, words.
 *
 * A rule file is an INI file, a section for each rule, a key for each
 * threshold, and `on = no` for a rule that is not wanted.  What it does not
 * name keeps its default (domain section 8.4).
 */
#ifndef WB_BILLRULE_H
#define WB_BILLRULE_H

#include <stddef.h>
#include <stdio.h>

enum bill_rule {
	RULE_OVERSIZED,
	RULE_UNDERSIZED,
	RULE_BIG_USER,
	RULE_ZERO_USE,
	RULE_ESTIMATED,
	RULE_TRUE_UP,
	RULE_SAME_VOLUME,
	RULE_NEGATIVE_ADVANCE,
	RULE_ROLLOVER,
	RULE_INDEX_GAP,
	RULE_INDEX_VOLUME,
	RULE_SPIKE,
	RULE_DROP,
	RULE_OUTLIER,
	RULE_METER_NO_ACCOUNT,
	RULE_BILL_NO_ACCOUNT,
	RULE_ACCOUNT_NO_METER,
	RULE_NOT_READ,
	RULE_ACCOUNT_NO_ZONE,
	RULE_CLOSED_USE,
	RULE_METER_OLD,
	RULE_NIGHT_FLOW,
	BILL_RULES
};

enum { RULE_KEYS = 4 };

/* Thresholds by their place among the rule's keys. */
enum { OVERSIZED_DN, OVERSIZED_Q3_PCT, OVERSIZED_LOW_PCT, OVERSIZED_LOSS };
enum { UNDERSIZED_Q3_PCT, UNDERSIZED_HOURS, UNDERSIZED_LOSS };
enum { BIG_M3D, BIG_TOP, BIG_SHARE, BIG_LOSS };
enum { ZERO_READINGS, ZERO_VISIT };
enum { ESTIMATED_BILLS };
enum { SAME_BILLS, SAME_CHANCE };
enum { ROLLOVER_SHARE, ROLLOVER_RATIO };
enum { INDEX_M3 }; /* of index_gap and index_volume */
enum { JUMP_RATIO, JUMP_MADS, JUMP_M3, JUMP_BEFORE };
enum { OUTLIER_IQR, OUTLIER_ACCOUNTS, OUTLIER_DAYS };
enum { NOT_READ_CYCLES, NOT_READ_DAYS };
enum { OLD_SMALL, OLD_LARGE, OLD_DN, OLD_LOSS };
enum { NIGHT_DN, NIGHT_NIGHTS };

enum bill_severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH };

struct billrules {
	int on[BILL_RULES];
	double v[BILL_RULES][RULE_KEYS];
};

void billrules_default(struct billrules *r);

/* Reads a rule file over what r holds.  0, or -1: has said why. */
int billrules_read(struct billrules *r, const char *path);

/* The rules as a rule file, with what they mean as comments. */
void billrules_print(const struct billrules *r, int zh, FILE *fp);

const char *billrule_id(enum bill_rule rule);
const char *billrule_name(enum bill_rule rule, int zh);
enum bill_severity billrule_severity(enum bill_rule rule);
const char *billrule_severity_name(enum bill_severity s);

/* What is said of a finding; {o} {e} {v} {n} {x} {m} stand for its figures and
 * its meter (billfind.h).  variant 0..2. */
const char *billrule_words(enum bill_rule rule, int variant, int zh);

#endif
