#include "report_word.h"

#include <stdlib.h>
#include <string.h>

#include "say.h"
#include "term.h"
#include "xalloc.h"

enum { KNOWN = 512 };

struct wordpool {
	struct strmap at; /* texts that were put together, by themselves */
	char **text;
	size_t n, cap;
	struct strmap known_at; /* words that were looked up */
	char *known[KNOWN];
	size_t nknown;
};

struct wordpool *
wordpool_new(void)
{
	return xcalloc(1, sizeof(struct wordpool));
}

void
wordpool_free(struct wordpool *p)
{
	for (size_t i = 0; i < p->n; i++)
		free(p->text[i]);
	for (size_t i = 0; i < p->nknown; i++)
		free(p->known[i]);
	free(p->text);
	strmap_release(&p->at);
	strmap_release(&p->known_at);
	free(p);
}

const char *
wordpool_known(const struct wordpool *p, const char *word)
{
	long at = strmap_get(&p->known_at, word);

	return at < 0 ? NULL : p->known[at];
}

const char *
wordpool_keep(struct wordpool *p, const char *word, const char *text)
{
	if (p->nknown == KNOWN)
		return text;
	strmap_put(&p->known_at, word, (long)p->nknown);
	return p->known[p->nknown++] = xstrdup(text);
}

/* Keeps a text, and takes it over. */
static const char *
keep(struct wordpool *p, char *text)
{
	long at = strmap_get(&p->at, text);

	if (at >= 0) {
		free(text);
		return p->text[at];
	}
	strmap_put(&p->at, text, (long)p->n);
	p->text = xgrow(p->text, p->n, &p->cap, sizeof *p->text);
	return p->text[p->n++] = text;
}

static const char *
both(
    const struct report *r, const char *zh, const char *between, const char *en)
{
	if (*zh == '\0' || *en == '\0' || strcmp(zh, en) == 0)
		return *zh == '\0' ? en : zh;
	return keep(r->pool, xasprintf("%s%s%s", zh, between, en));
}

const char *
report_joined(const struct report *r, const char *a, const char *b)
{
	return keep(r->pool, xasprintf("%s%s", a, b));
}

const char *
report_word(const struct report *r, const char *zh, const char *en)
{
	return r->lang == REPORT_BOTH ? both(r, zh, " ", en) :
	       r->lang == REPORT_ZH   ? zh :
					en;
}

const char *
report_lines(const struct report *r, const char *zh, const char *en)
{
	return r->lang == REPORT_BOTH ? both(r, zh, "\n", en) :
					report_word(r, zh, en);
}

const char *
report_said(
    const struct report *r, const struct def_section *d, const char *key)
{
	const char *zh = def_word(d, key, 1), *en = def_word(d, key, 0);

	return zh == NULL ? NULL : report_word(r, zh, en);
}

const char *
report_term(const struct report *r, const char *id)
{
	const struct term *t = term_find(id);

	return t ? report_word(r, t->zh, t->en) : id;
}

const char *
report_term_lines(const struct report *r, const char *id)
{
	const struct term *t = term_find(id);

	return t ? report_lines(r, t->zh, t->en) : id;
}

const char *
report_prose(const struct report *r, const char *text)
{
	return report_lines(r, tr_zh(text), text);
}

const char *
report_unit(const struct report *r, const char *unit)
{
	return report_word(r, tr_zh(unit), unit);
}

char *
report_flags(const struct report *r, const char *flags)
{
	const char *between = r->lang == REPORT_ZH ? "、" :
			      r->lang == REPORT_EN ? ", " :
						     "; ";
	char *out = xstrdup(""), *next, word[64];
	size_t n;

	for (; *flags != '\0'; flags += n + (flags[n] == ' ')) {
		n = strcspn(flags, " ");
		snprintf(word, sizeof word, "%.*s", (int)n, flags);
		next = xasprintf(
		    "%s%s%s", out, *out ? between : "", report_term(r, word));
		free(out);
		out = next;
	}
	return out;
}
