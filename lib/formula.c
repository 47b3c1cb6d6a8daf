#include "formula.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num.h"

enum { DIGITS = 6 };

static int
is_name_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Length of the word that begins at p, which may be 0. */
static size_t
word(const char *p)
{
	size_t n = 0;

	while (is_name_letter(p[n]) || (p[n] == '.' && n > 0))
		n++;
	return n;
}

/* 1 if the word of n letters at p is a name: no number, no function. */
static int
is_name(const char *p, size_t n)
{
	return n < FORMULA_NAME && isalpha((unsigned char)*p) && p[n] != '(';
}

int
formula_name(const char **expr, char name[FORMULA_NAME])
{
	const char *p = *expr;
	size_t n;

	for (; *p != '\0'; p += n ? n : 1) {
		if ((n = word(p)) == 0 || !is_name(p, n))
			continue;
		memcpy(name, p, n);
		name[n] = '\0';
		*expr = p + n;
		return 1;
	}
	*expr = p;
	return 0;
}

static void
append(char *buf, size_t size, const char *s, size_t n)
{
	size_t at = strlen(buf);

	snprintf(buf + at, size - at, "%.*s", (int)n, s);
}

static void
append_number(char *buf, size_t size, double v)
{
	char b[NUM_BUF], text[NUM_BUF + 2];

	if (isnan(v))
		snprintf(text, sizeof text, "-");
	else
		snprintf(text, sizeof text, v < 0 ? "(%s)" : "%s",
		    num_fixed(v, DIGITS, b));
	append(buf, size, text, strlen(text));
}

void
formula_numbers(const char *expr,
    double (*value)(const void *ctx, const char *name), const void *ctx,
    char *buf, size_t size)
{
	size_t n;

	*buf = '\0';
	for (const char *p = expr; *p != '\0'; p += n ? n : 1) {
		char name[FORMULA_NAME];

		n = word(p);
		if (n > 0 && is_name(p, n)) {
			memcpy(name, p, n);
			name[n] = '\0';
			append_number(buf, size, value(ctx, name));
		} else {
			append(buf, size, p, n ? n : 1);
		}
	}
}
