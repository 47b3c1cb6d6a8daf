#include "say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "catalogue.h"

static int chinese; /* set once, at the beginning of the program */

/* The first of these variables that says something. */
static const char *
locale_name(void)
{
	static const char *const var[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof var / sizeof *var; i++) {
		const char *s = getenv(var[i]);

		if (s != NULL && *s != '\0')
			return s;
	}
	return "C";
}

static int
is_utf8(const char *locale)
{
	const char *dot = strchr(locale, '.');

	return dot == NULL || strncasecmp(dot, ".utf-8", 6) == 0 ||
	       strncasecmp(dot, ".utf8", 5) == 0;
}

const char *
say_locale(void)
{
	const char *locale = locale_name(), *list = getenv("LANGUAGE");
	const char *lang = list && *list != '\0' ? list : locale;

	if (strcmp(locale, "C") == 0 || strncmp(locale, "C.", 2) == 0 ||
	    strcmp(locale, "POSIX") == 0 || !is_utf8(locale))
		return "en";
	return strncmp(lang, "zh", 2) == 0 ? "zh" : "en";
}

void
say_in(const char *lang)
{
	chinese = strcmp(lang, "zh") == 0;
}

int
say_zh(void)
{
	return chinese;
}

const char *
tr_zh(const char *text)
{
	for (const struct catalogue *c = catalogue_zh; c->id != NULL; c++)
		if (strcmp(c->id, text) == 0)
			return c->text;
	return text;
}

const char *
tr(const char *text)
{
	return chinese ? tr_zh(text) : text;
}

/* What the C library has to say of these stands in the catalogue. */
static const char *
why(int error)
{
	static const char *const known[] = {
	    N_("No such file or directory"),
	    N_("Permission denied"),
	    N_("No space left on device"),
	    N_("Is a directory"),
	    N_("Not a directory"),
	    N_("File exists"),
	    N_("Read-only file system"),
	    N_("Broken pipe"),
	    N_("Input/output error"),
	    N_("Too many open files"),
	    N_("Cannot allocate memory"),
	    N_("File name too long"),
	    N_("Disk quota exceeded"),
	    N_("Operation not permitted"),
	    N_("File too large"),
	    N_("Exec format error"),
	    N_("Invalid argument"),
	    N_("Text file busy"),
	};
	const char *s = strerror(error);

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(s, known[i]) == 0)
			return tr(s);
	return s;
}

/* One call of stdio: the lines of two threads do not mix. */
static void __attribute__((format(printf, 1, 0)))
line(const char *fmt, va_list ap, const char *reason)
{
	char *what;

	if (vasprintf(&what, tr(fmt), ap) < 0)
		what = NULL;
	fprintf(stderr, "%s: %s%s%s\n", program_invocation_short_name,
	    what ? what : fmt, *reason ? ": " : "", reason);
	free(what);
}

void
vsay(const char *fmt, va_list ap)
{
	line(fmt, ap, "");
}

void
say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(fmt, ap, "");
	va_end(ap);
}

void
say_errno(const char *fmt, ...)
{
	const char *reason = why(errno);
	va_list ap;

	va_start(ap, fmt);
	line(fmt, ap, reason);
	va_end(ap);
}

void
say_exit(int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(fmt, ap, "");
	va_end(ap);
	exit(status);
}

void
say_errno_exit(int status, const char *fmt, ...)
{
	const char *reason = why(errno);
	va_list ap;

	va_start(ap, fmt);
	line(fmt, ap, reason);
	va_end(ap);
	exit(status);
}
