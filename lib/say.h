/*
 * What is said on standard error, in the reader's language.
 *
 * Messages are written in English in the source and translated as they are
 * said, by po/zh_CN.po, which is compiled into the program: Chinese works
 * where no Chinese locale is installed, which gettext(3) of the C library
 * cannot do.  No locale is set: figures and tables never depend on one.
 * Without a translation the English text stands.
 */
#ifndef WB_SAY_H
#define WB_SAY_H

#include <stdarg.h>

/* "zh" or "en", by LC_ALL, LC_MESSAGES, LANG (the first that is not empty),
 * and LANGUAGE where that is a language.  All text is UTF-8: a locale that
 * names another encoding gets English. */
const char *say_locale(void);

/* From now on in this language, "zh" or "en".  Until then English.  To be
 * called before there are threads. */
void say_in(const char *lang);

/* The translation of a text that is in the catalogue; else the text. */
const char *tr(const char *text) __attribute__((format_arg(1)));

/* The same in Chinese, whatever is spoken. */
const char *tr_zh(const char *text) __attribute__((format_arg(1)));

/* 1 if Chinese is spoken. */
int say_zh(void);

/* Marks a text for the catalogue that is translated where it is used. */
#define N_(text) text

/* "prog: ..." on standard error, one line; say_errno: and why by errno. */
void say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void vsay(const char *fmt, va_list ap) __attribute__((format(printf, 1, 0)));
void say_errno(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same, and ends the program: for those that may (lib/tool.h). */
void say_exit(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));
void say_errno_exit(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
