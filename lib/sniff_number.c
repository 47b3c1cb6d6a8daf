/*
 * Which form of numbers a sheet has, and so which of its columns hold numbers;
 * what stands among them and is none.
 */
#include "sniff_private.h"

#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "say.h"
#include "xalloc.h"

int
sniff_is_number(const char *s)
{
	const char *p = s + (*s == '-' || *s == '+');

	if (*p == '.' || *p == ',')
		p++;
	return *p >= '0' && *p <= '9' &&
	       s[strspn(s, "0123456789+-.,' eE")] == '\0';
}

/* A number in that form; a group of thousands does not begin with 0. */
static int
reads(const char *s, const struct number_form *f, double *v)
{
	char buf[64];
	const char *p = s + (*s == '-' || *s == '+');

	if (strlen(s) >= sizeof buf ||
	    (f->thousands && *p == '0' && strchr(s, f->thousands) != NULL))
		return 0;
	strcpy(buf, s);
	return num_delocal(buf, f->decimal, f->thousands) == 0 &&
	       num_parse(buf, v) == 0;
}

static void
try_form(struct sniffer *n, struct number_form *f)
{
	struct sheet *s = &n->s;
	double v;
	uint64_t bits;

	f->meaning = 14695981039346656037ULL;
	n->numbers = 0;
	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++) {
			if (n->kind[c] == SNIFF_TIMES ||
			    !sniff_is_number(s->field[c]))
				continue;
			n->numbers++;
			if (!reads(s->field[c], f, &v))
				continue;
			f->fit++;
			memcpy(&bits, &v, sizeof bits);
			f->meaning = (f->meaning ^ bits) * 1099511628211ULL;
		}
	}
}

void
sniff_form(struct sniffer *n)
{
	struct number_form list[] = {{'.', '\0', N_("a decimal point"), 0, 0},
	    {',', '\0', N_("a decimal comma"), 0, 0},
	    {'.', ',', N_("a decimal point and thousands by comma"), 0, 0},
	    {',', '.', N_("a decimal comma and thousands by point"), 0, 0},
	    {'.', ' ', N_("a decimal point and thousands by blank"), 0, 0},
	    {',', ' ', N_("a decimal comma and thousands by blank"), 0, 0},
	    {'.', '\'', N_("a decimal point and thousands by stroke"), 0, 0}};
	size_t best = 0, count = sizeof list / sizeof *list;

	for (size_t i = 0; i < count; i++) {
		try_form(n, &list[i]);
		if (list[i].fit > list[best].fit)
			best = i;
	}
	n->form = list[best];
	for (size_t i = best + 1; i < count && n->other_form == NULL; i++)
		if (list[i].fit == list[best].fit &&
		    list[i].meaning != list[best].meaning)
			n->other_form = list[i].name;
}

void
sniff_kinds(struct sniffer *n)
{
	struct sheet *s = &n->s;
	size_t *cells = xcalloc(s->ncol, sizeof *cells);
	size_t *numbers = xcalloc(s->ncol, sizeof *numbers);
	double v;

	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++) {
			cells[c] += *s->field[c] != '\0';
			numbers[c] += (size_t)reads(s->field[c], &n->form, &v);
		}
	}
	for (size_t c = 0; c < s->ncol; c++)
		if (n->kind[c] != SNIFF_TIMES)
			n->kind[c] = cells[c] == 0 ? SNIFF_EMPTY :
				     numbers[c] * 2 >= cells[c] ?
						     SNIFF_NUMBERS :
						     SNIFF_TEXT;
	free(cells);
	free(numbers);
}

void
sniff_note_word(struct sniffer *n, const char *text, size_t line)
{
	for (size_t i = 0; i < n->nword; i++) {
		if (strcmp(n->word[i].text, text) == 0) {
			n->word[i].count++;
			return;
		}
	}
	if (n->nword < SNIFF_WORDS)
		n->word[n->nword++] =
		    (struct sniff_word){xstrdup(text), 1, line};
}

/* What stands in column c (SNIFF_NONE: every column of numbers) and is no
 * number. */
void
sniff_words(struct sniffer *n, size_t only)
{
	struct sheet *s = &n->s;
	double v;

	for (size_t i = s->top; i < s->end; i++) {
		sheet_cell(s, i, 0);
		for (size_t c = 0; c < s->nfield && c < s->ncol; c++)
			if ((only == SNIFF_NONE ? n->kind[c] == SNIFF_NUMBERS :
						  c == only) &&
			    *s->field[c] != '\0' &&
			    !reads(s->field[c], &n->form, &v))
				sniff_note_word(n, s->field[c], i);
	}
}
