#include "word.h"

#include <string.h>

#include "alarm.h"
#include "tap.h"

static int
reads(const char *col, const char *text, const char *zh)
{
	struct word w;

	return (word_own(col, text, &w) == 0 || word_any(text, &w) == 0) &&
	       strcmp(w.zh, zh) == 0;
}

int
main(void)
{
	struct word w;
	int good = 1;

	/* Texts by the reports that people know. */
	ok(reads("kind", "night_step", "夜间流量突增"), "a word of any column");
	ok(reads("state", "open", "未结"), "before the dictionary's own");
	ok(reads("measure", "pressure", "压力管理") &&
		reads("measure", "meters", "用户表更换"),
	    "a word of one column");
	ok(reads("rule", "zero_use", "零用水"), "a rule");
	ok(reads("check", "points_late", "迟到测点"), "of the dictionary");
	ok(word_own("kind", "zero_use", &w) < 0 &&
		word_any("zero_use", &w) < 0 && word_any("A2", &w) < 0,
	    "none");
	for (int k = 0; k < ALARM_KINDS; k++)
		good &= word_any(alarm_kind_word((enum alarm_kind)k), &w) == 0;
	ok(good, "each kind of alarm");
	good = 1;
	for (size_t i = 0; word_at(i, &w) == 0; i++)
		good &= *w.col != '\0' && *w.text != '\0' && *w.zh != '\0' &&
			*w.en != '\0' && reads(w.col, w.text, w.zh);
	ok(good, "all of them, in both languages, none twice");
	return tap_done();
}
