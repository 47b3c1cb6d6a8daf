#include "pattern.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum { CAPTURES = 9 };

struct pattern {
	char *text;
	int wild;
	regex_t re; /* if wild */
};

/* The regular expression for a name with `*` in it. */
static char *
expression(const char *glob)
{
	char *re = xmalloc(strlen(glob) * 4 + 3), *to = re;

	*to++ = '^';
	for (; *glob != '\0'; glob++) {
		if (*glob == '*') {
			memcpy(to, "(.*)", 4);
			to += 4;
			continue;
		}
		if (strchr("\\^$.[]|()?+{}", *glob) != NULL)
			*to++ = '\\';
		*to++ = *glob;
	}
	*to++ = '$';
	*to = '\0';
	return re;
}

struct pattern *
pattern_new(const char *text)
{
	struct pattern *p = xcalloc(1, sizeof *p);
	size_t n = strlen(text);
	char *re = NULL;

	p->text = xstrdup(text);
	if (n > 2 && text[0] == '/' && text[n - 1] == '/')
		re = xstrndup(text + 1, n - 2);
	else if (strchr(text, '*') != NULL)
		re = expression(text);
	if (re != NULL) {
		p->wild = regcomp(&p->re, re, REG_EXTENDED) == 0;
		free(re);
		if (!p->wild) {
			pattern_free(p);
			return NULL;
		}
	}
	return p;
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	if (p->wild)
		regfree(&p->re);
	free(p->text);
	free(p);
}

const char *
pattern_text(const struct pattern *p)
{
	return p->text;
}

int
pattern_is_wild(const struct pattern *p)
{
	return p->wild;
}

int
pattern_matches(const struct pattern *p, const char *s)
{
	return strcmp(p->text, s) == 0 ||
	       (p->wild && regexec(&p->re, s, 0, NULL, 0) == 0);
}

char *
pattern_name(const struct pattern *p, const char *s, const char *template)
{
	regmatch_t m[CAPTURES + 1];
	size_t k, size = strlen(template) + 1;
	char *name, *to;

	if (!p->wild)
		return strcmp(p->text, s) == 0 ? xstrdup(template) : NULL;
	if (regexec(&p->re, s, CAPTURES + 1, m, 0) != 0)
		return NULL;
	k = p->re.re_nsub > 0;
	for (const char *t = template; *t != '\0'; t++)
		size += *t == '*' ? strlen(s) : 0;
	to = name = xmalloc(size);
	for (; *template != '\0'; template ++) {
		if (*template != '*') {
			*to++ = *template;
			continue;
		}
		if (k <= CAPTURES && k <= p->re.re_nsub && m[k].rm_so >= 0) {
			size_t n = (size_t)(m[k].rm_eo - m[k].rm_so);

			memcpy(to, s + m[k].rm_so, n);
			to += n;
		}
		k++;
	}
	*to = '\0';
	return name;
}
