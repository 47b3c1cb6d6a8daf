#include "say.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "tap.h"

static int
locale_is(const char *all, const char *messages, const char *lang,
    const char *list, const char *want)
{
	setenv("LC_ALL", all, 1);
	setenv("LC_MESSAGES", messages, 1);
	setenv("LANG", lang, 1);
	setenv("LANGUAGE", list, 1);
	return strcmp(say_locale(), want) == 0;
}

static void
locales(void)
{
	ok(locale_is("", "", "", "", "en"), "nothing said: English");
	ok(locale_is("", "", "zh_CN.UTF-8", "", "zh"), "LANG");
	ok(locale_is("", "", "zh_CN", "", "zh"), "without an encoding");
	ok(locale_is("", "zh_CN.utf8", "C", "", "zh"), "LC_MESSAGES first");
	ok(locale_is("C", "zh_CN.utf8", "zh_CN.utf8", "", "en"),
	    "LC_ALL before both");
	ok(locale_is("C.UTF-8", "", "", "zh_CN", "en"),
	    "LANGUAGE says nothing in C.UTF-8");
	ok(locale_is("", "", "de_DE.UTF-8", "zh_CN:en", "zh"),
	    "LANGUAGE before the locale");
	ok(locale_is("", "", "zh_CN.UTF-8", "en_US:en", "en"),
	    "LANGUAGE the other way");
	ok(locale_is("", "", "zh_CN.GB18030", "", "en"),
	    "an encoding that is not ours");
}

static void
texts(void)
{
	static const char own[] = "no text of any program";
	const struct catalogue *c = catalogue_zh;

	ok(strcmp(tr(c->id), c->id) == 0, "English at the beginning");
	say_in("zh");
	ok(strcmp(tr("out of memory"), "内存不足") == 0, "Chinese");
	ok(tr(own) == own, "what is not in the catalogue stays");
	ok(tr("") != NULL && *tr("") == '\0', "the header is no text");
	say_in("en");
	ok(strcmp(tr("out of memory"), "out of memory") == 0, "and back");
	for (; c->id != NULL; c++)
		if (*c->id == '\0' || *c->text == '\0')
			break;
	ok(c->id == NULL, "no text is empty");
}

int
main(void)
{
	locales();
	texts();
	return tap_done();
}
