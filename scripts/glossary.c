/*
 * glossary - the dictionary as GLOSSARY.md, by the English words
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "term.h"
#include "xalloc.h"

static int
by_words(const void *a, const void *b)
{
	const struct term *x = *(const struct term *const *)a;
	const struct term *y = *(const struct term *const *)b;
	int c = strcmp(x->en, y->en);

	c = c != 0 ? c : strcmp(x->zh, y->zh);
	return c != 0 ? c : strcmp(x->id, y->id);
}

/* A bar would end the cell. */
static void
cell(const char *s)
{
	fputs("| ", stdout);
	for (; *s != '\0'; s++) {
		if (*s == '|')
			putchar('\\');
		putchar(*s);
	}
	putchar(' ');
}

int
main(void)
{
	const struct term **all = NULL;
	size_t n = 0, cap = 0;

	for (const struct term *w; (w = term_at(n)) != NULL; n++) {
		all = xgrow(all, n, &cap, sizeof *all);
		all[n] = w;
	}
	qsort(all, n, sizeof *all, by_words);
	printf(
	    "# Glossary / 术语对照\n\n"
	    "Made from `lib/term_*.c` by `make glossary`; `--help-columns` "
	    "of each program\nhas the formulas and sources, too.\n\n"
	    "由 `make glossary` 从 `lib/term_*.c` 生成；公式和出处见各程序的 "
	    "`--help-columns`。\n\n"
	    "| English | 中文 | unit / 单位 | name / 列名 |\n"
	    "|---|---|---|---|\n");
	for (size_t i = 0; i < n; i++) {
		cell(all[i]->en);
		cell(all[i]->zh);
		cell(all[i]->unit);
		printf("| `%s` |\n", all[i]->id);
	}
	free(all);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
