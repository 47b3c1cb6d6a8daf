/* Rows out, rows in: what csvout writes, csvin reads, however it comes. */
#include "csvin.h"
#include "csvout.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "tap.h"
#include "xalloc.h"

/* All rows of a stream as one text: fields joined by |, rows by ;, tables by
 * #, bad rows as !. */
static char *
slurp(const char *text, size_t n, const struct csvin_opts *o, int *failed)
{
	struct csvin *in = csvin_memory("test", text, n, o);
	char *out = xcalloc(1, 65536);
	enum csvin_got got;

	*failed = 0;
	while ((got = csvin_table(in)) == CSVIN_ROW) {
		strcat(out, "#");
		for (size_t i = 0; i < in->ncol; i++)
			strcat(strcat(out, in->col[i]), "|");
		while ((got = csvin_next(in)) > 0) {
			strcat(out, got == CSVIN_BAD ? "!" : ";");
			for (size_t i = 0; i < in->nfield && got == CSVIN_ROW;
			     i++)
				strcat(strcat(out, in->field[i].s), "|");
		}
	}
	*failed = got == CSVIN_FAILED;
	csvin_free(in);
	return out;
}

static int
reads(const char *text, const struct csvin_opts *o, const char *want)
{
	int failed, same;
	char *got = slurp(text, strlen(text), o, &failed);

	same = want == NULL ? failed : !failed && strcmp(got, want) == 0;
	if (!same)
		printf("# got %s%s\n", got, failed ? " (failed)" : "");
	free(got);
	return same;
}

static void
test_in(void)
{
	struct csvin_opts semi = {
	    .separator = ';', .foreign = 1, .skip_head = 1, .skip_foot = 1};
	struct csvin_opts gbk = {.encoding = "GB18030"};

	ok(reads("a,b\n1,2\n", NULL, "#a|b|;1|2|"), "a table");
	ok(reads("\xEF\xBB\xBF"
		 "a,b\r\n1,2\r\n",
	       NULL, "#a|b|;1|2|"),
	    "BOM and CRLF");
	ok(reads("a,b\n1,2", NULL, "#a|b|;1|2|"), "no LF at the end");
	ok(reads("a,b\n", NULL, "#a|b|"), "a heading and no row");
	ok(reads("a,b\n1,2\n\nc\n3\n", NULL, "#a|b|;1|2|#c|;3|"), "two tables");
	ok(reads("a\n\"x\r\ny\"\n", NULL, "#a|;x\r\ny|"), "CRLF in a field");
	ok(reads("a,b\n\"p\"\"q\",\"r,s\"\n", NULL, "#a|b|;p\"q|r,s|"),
	    "quotes and commas in a field");
	ok(reads("a,b\n1\n1,2,3\n4,5\n", NULL, "#a|b|!!;4|5|"),
	    "rows of the wrong length");
	ok(reads("a,b\n1,x\"y\n4,5\n", NULL, "#a|b|!;4|5|"), "a stray quote");
	ok(reads("a,b\n1,\xFF\n4,5\n", NULL, "#a|b|!;4|5|"), "not UTF-8");
	ok(reads("a,b\n 1 , 2\n", NULL, "#a|b|; 1 | 2|"), "blanks are kept");
	ok(reads("a\n\"never", NULL, NULL), "a quote that never closes");
	ok(reads("a,b\n1,x\ry\n4,5\n", NULL, "#a|b|!;4|5|"),
	    "a CR inside a line");
	ok(reads("a,b\n1,\"x\ry\"\n", NULL, "#a|b|;1|x\ry|"),
	    "a CR inside quotes is text");
	ok(reads("a,b\n1,\"x\"\ry\n4,5\r\n", NULL, "#a|b|!;4|5|"),
	    "a CR behind quotes");
	ok(reads("a,b\r1,2\r", NULL, NULL), "line ends of CR alone");
	ok(reads("a,b\n1,2\n\xEF\xBB\xBF"
		 "a,b\n3,4\n",
	       NULL, "#a|b|;1|2|!;3|4|"),
	    "a BOM inside the file");
	ok(reads("a,b\n1,x\xEF\xBB\xBFy\n", NULL, "#a|b|;1|x\xEF\xBB\xBFy|"),
	    "a no-break space of no width inside a field is text");
	ok(reads("", NULL, NULL), "nothing at all");
	ok(reads("a,a\n1,2\n", NULL, NULL), "a column twice");
	ok(reads(
	       "title\nx;y\n1;2\n\n3;4\nthe end\n\n", &semi, "#x|y|;1|2|;3|4|"),
	    "lines before and after");
	ok(reads("\xCA\xB1\xBC\xE4,b\n1,2\n", &gbk, "#时间|b|;1|2|"),
	    "GB18030");
	ok(reads("a,b\n\xCA\xB1\xFF,2\n1,2\n", &gbk, "#a|b|!;1|2|"),
	    "what GB18030 has not");
}

/* Bytes that a C string cannot hold, and what takes more lines or room than a
 * row may. */
static void
test_odd(void)
{
	static const char nul[] = "a,b\n1,x\0y\n4,5\n\"p\n\0\",6\n7,8\n";
	enum { LONG = 3 << 20 };
	char *s = xmalloc(LONG), *got;
	struct csvin *in;
	int failed;

	got = slurp(nul, sizeof nul - 1, NULL, &failed);
	ok(!failed && strcmp(got, "#a|b|!;4|5|!;7|8|") == 0, "NUL bytes");
	free(got);
	in = csvin_memory("test", "a,b\n1,\"2\n3\n4\"5\n6,7\n", 19, NULL);
	ok(csvin_table(in) == CSVIN_ROW && csvin_next(in) == CSVIN_BAD &&
		in->line == 2 && in->last == 4,
	    "a bad row knows its first and last line");
	ok(csvin_next(in) == CSVIN_ROW && in->line == 5 && in->last == 5,
	    "and so does the good one after it");
	csvin_free(in);
	ok(freopen("/dev/null", "w", stderr) != NULL, "be quiet");
	memset(s, 'x', LONG);
	memcpy(s, "a\n", 2);
	s[LONG - 1] = '\n';
	free(slurp(s, LONG, NULL, &failed));
	ok(failed, "a line of 3 MB is refused");
	for (int i = 3; i < LONG; i += 7)
		s[i] = '\n';
	s[2] = '"';
	free(slurp(s, LONG, NULL, &failed));
	ok(failed, "a quote that is still open after 3 MB is refused");
	free(s);
}

static void
write_table(FILE *fp, enum csvout_format f, int seal)
{
	static const char *const ab[] = {"a", "b"}, *const c[] = {"c"};
	struct csvout *out = csvout_new(fp, f, seal);

	csvout_table(out, ab, 2);
	csvout_text(out, "x,\"y\"\n");
	csvout_num(out, 1.50, 3);
	csvout_row(out);
	csvout_text(out, "时");
	csvout_num(out, NAN, 3);
	csvout_row(out);
	csvout_table(out, c, 1);
	csvout_text(out, "");
	csvout_row(out);
	csvout_free(out);
}

static char *
written(enum csvout_format f, int seal)
{
	char *p = NULL;
	size_t n;
	FILE *fp = open_memstream(&p, &n);

	write_table(fp, f, seal);
	fclose(fp);
	return p;
}

static void
test_out(void)
{
	char *s = written(CSVOUT_CSV, 0);

	ok(!strcmp(s, "a,b\n\"x,\"\"y\"\"\n\",1.5\n时,\n\nc\n\"\"\n"), "CSV");
	ok(reads(s, NULL, "#a|b|;x,\"y\"\n|1.5|;时||#c|;|"), "and back");
	free(s);
	s = written(CSVOUT_JSONL, 0);
	ok(!strcmp(s, "{\"a\":\"x,\\\"y\\\"\\u000a\",\"b\":1.5}\n"
		      "{\"a\":\"时\",\"b\":null}\n{\"c\":\"\"}\n"),
	    "JSON lines");
	free(s);
	s = written(CSVOUT_TSV, 0);
	ok(!strcmp(s, "a\tb\nx,\"y\" \t1.5\n时\t\n\nc\n\n"), "TSV");
	free(s);
}

/* Every way of damaging a sealed stream is seen. */
static void
test_seal(void)
{
	char *s = written(CSVOUT_CSV, 1), *t, *copy;
	size_t n = strlen(s);
	int failed, all = 1, cut = 1;

	ok(strstr(s, "#end,3,") != NULL, "a seal counts the rows");
	ok(reads(s, NULL, "#a|b|;x,\"y\"\n|1.5|;时||#c|;|"), "a good seal");
	setenv("WB_SEAL", "1", 1);
	ok(reads(s, NULL, "#a|b|;x,\"y\"\n|1.5|;时||#c|;|"), "asked for, too");
	ok(freopen("/dev/null", "w", stderr) != NULL, "be quiet");
	for (size_t i = 0; i < n; i++) {
		t = slurp(s, i, NULL, &failed);
		cut &= failed || i == n - 1; /* all but the last LF */
		free(t);
	}
	ok(cut, "a stream cut anywhere is refused under WB_SEAL");
	for (size_t i = 0; i < n - 1; i++) {
		copy = xstrdup(s);
		copy[i] ^= 1;
		t = slurp(copy, n, NULL, &failed);
		all &= failed;
		free(t);
		free(copy);
	}
	unsetenv("WB_SEAL");
	ok(all, "a bit changed anywhere is seen");
	free(s);
}

int
main(void)
{
	test_in();
	test_out();
	test_odd();
	test_seal();
	return tap_done();
}
