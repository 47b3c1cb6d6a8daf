/*
 * Sentences that follow from figures, by rules in a file.
 *
 * A rule file is a table `rule, when, zh, en`.  `when` is terms with & between
 * them, all of which must hold:
 *
 *     NAME OP VALUE      OP one of < <= > >=; VALUE a number or a NAME
 *     flag WORD          no flag WORD
 *
 * A figure that is not known makes its term false.  In the sentences {NAME}
 * stands for the figure with the digits of its column, {NAME:2} with two; one
 * that is not known is a dash.
 */
#ifndef WB_ADVICE_H
#define WB_ADVICE_H

#include <stddef.h>

struct advice_rule {
	char *id, *when, *zh, *en;
};

struct advice {
	struct advice_rule *rule;
	size_t n;
};

/* What a rule is asked about. */
struct advice_facts {
	/* NaN: not known.  *known 0: there is no such name. */
	double (*value)(const void *ctx, const char *name, int *known);
	const char *flags; /* words, blanks between */
	const void *ctx;
};

/* path NULL: the rules that are built in.  Every rule is tried, so that one
 * that makes no sense is refused here.  0, or -1: has said why. */
int advice_load(struct advice *a, const char *path,
    double (*value)(const void *ctx, const char *name, int *known));
void advice_release(struct advice *a);

/* 1 if the rule applies. */
int advice_applies(const struct advice_rule *r, const struct advice_facts *f);

/* Its sentence, lang "zh" or "en", with the figures; to be freed. */
char *advice_sentence(const struct advice_rule *r, const char *lang,
    const struct advice_facts *f);

/* The rules that are built in, as a file. */
extern const char advice_builtin[];

#endif
