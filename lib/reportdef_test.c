#include "reportdef.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "defcheck.h"
#include "tap.h"

static struct def *
read_text(const char *text)
{
	FILE *fp = fmemopen((void *)text, strlen(text), "r");
	struct def *d = def_read_stream(fp, "t.ini");

	fclose(fp);
	return d;
}

static const char good[] = "[report]\n"
			   "title_zh = 月报\n"
			   "table = nightflow\n"
			   "# a comment\n"
			   "[sheet a]\n"
			   "name_en = A\n"
			   "table = nightflow\n"
			   "columns = zone, mnf_m3h bounds,\n"
			   " coverage\n"
			   "freeze = 2\n"
			   "landscape = yes\n"
			   "[column coverage]\n"
			   "heading_zh = 完整率\n"
			   "width = 9\n"
			   "[column a.coverage]\n"
			   "red = coverage < 0.9\n";

static void
test_read(void)
{
	struct def *d = read_text(good);
	const struct def_section *a;

	ok(d != NULL && d->n == 4, "a definition has its sections");
	if (d == NULL)
		return;
	a = def_find(d, DEF_SHEET, "a");
	ok(a != NULL && a->line == 5, "found by kind and id, with its line");
	ok(def_find(d, DEF_COLUMN, "a") == NULL, "of that kind only");
	ok(strcmp(def_get(a, "columns"), "zone, mnf_m3h bounds, coverage") == 0,
	    "an indented line carries on");
	ok(def_yes(a, "landscape", 0) && !def_yes(a, "one_page", 0) &&
		def_yes(a, "one_page", 1),
	    "yes, no, or what is usual");
	near(def_num(a, "freeze", 1), 2, 0, "a number");
	near(def_num(a, "most", 7), 7, 0, "or the usual one");
	ok(strcmp(def_word(a, "name", 1), "A") == 0,
	    "the other language serves where one is missing");
	ok(def_word(a, "note", 0) == NULL, "or neither is there");
	ok(strcmp(def_column(d, "a", "coverage", "heading", 1), "完整率") == 0,
	    "a column's key from its general section");
	ok(strcmp(def_column(d, "a", "coverage", "red", -1),
	       "coverage < 0.9") == 0,
	    "and from that of the sheet");
	ok(def_column(d, "b", "coverage", "red", -1) == NULL,
	    "not on another sheet");
	/* sha256sum of the text above. */
	ok(strcmp(d->text_sha256, "01215d0ac194cb4757ff549390475c24"
				  "82a59981583359ab016fff29048cdb10") == 0,
	    "the digest of its text");
	def_free(d);
}

static void
test_lists(void)
{
	const char *p = "zone, mnf_m3h  bounds , rbl_pct";
	const char *c = "loss_m3 > 0 and rbl_lo <= target_pct";
	const char *bad = "loss_m3 >> 0", *text = "detected > @midnight";
	struct def_item item;
	struct def_test t;

	ok(def_next(&p, &item) && strcmp(item.name, "zone") == 0 &&
		*item.word == '\0',
	    "an entry without a word");
	ok(def_next(&p, &item) && strcmp(item.name, "mnf_m3h") == 0 &&
		strcmp(item.word, "bounds") == 0,
	    "one with a word, blanks left out");
	ok(def_next(&p, &item) && strcmp(item.name, "rbl_pct") == 0 &&
		!def_next(&p, &item),
	    "the last one");
	ok(def_test_next(&c, &t) == 1 && strcmp(t.left, "loss_m3") == 0 &&
		strcmp(t.op, ">") == 0 && strcmp(t.right, "0") == 0,
	    "the first part of a condition");
	ok(def_test_next(&c, &t) == 1 && strcmp(t.op, "<=") == 0 &&
		strcmp(t.right, "target_pct") == 0,
	    "the part behind 'and'");
	ok(def_test_next(&c, &t) == 0, "its end");
	ok(def_test_next(&bad, &t) == -1, "an operator that is none");
	ok(def_test_next(&text, &t) == 1 && strcmp(t.right, "@midnight") == 0,
	    "a word of the report");
}

/* Complaints go to standard error, which is turned away meanwhile. */
static void
test_refused(void)
{
	static const struct {
		const char *text, *what;
	} bad[] = {
	    {"", "an empty file"},
	    {"[sheet a]\nname_en = A\ntable = nightflow\n", "no [report]"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n", "no sheet"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n[sheet a]\n"
	     "name_en = A\n",
		"a sheet of nothing"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n[sheet a]\n"
	     "name_en = A\ntable = nightflow\ncolumns = zone, mnf\n",
		"a column that is none"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n[sheet a]\n"
	     "name_en = A\nname_en = B\ntable = nightflow\n",
		"a key given twice"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n[sheet a]\n"
	     "name_en = A\ntable = nightflow\n[column b.flags]\nwidth = 3\n",
		"a column of a sheet that is none"},
	    {"[report]\ntitle_en = T\ntable = nightflow\n[sheet a]\n"
	     "name_en = A\ntable = nightflow\n[column flags]\nwidth = 0\n",
		"a width that is none"},
	};
	int saved = dup(STDERR_FILENO);

	if (freopen("/dev/null", "w", stderr) == NULL)
		return;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct def *d =
		    read_text(*bad[i].text == '\0' ? "\n" : bad[i].text);

		ok(d == NULL, bad[i].what);
		def_free(d);
	}
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
}

int
main(void)
{
	test_read();
	test_lists();
	test_refused();
	return tap_done();
}
