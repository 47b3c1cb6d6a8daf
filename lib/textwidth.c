#include "textwidth.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

/* Columns that a text takes: characters from CJK on are two wide. */
double
textwidth(const char *s)
{
	double w = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		w += (c & 0xC0) == 0x80 ? 0 : c >= 0xE3 ? 2 : 1;
	}
	return w;
}

size_t
textwidth_cells(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c & 0xC0) == 0x80)
			continue;
		n += c > 0xE2 || (c == 0xE2 && (unsigned char)s[1] >= 0xBA) ?
			 2 :
			 1;
	}
	return n;
}

/* The widest part of a heading that a line break leaves whole. */
void
textwidth_put(FILE *fp, const char *s, int width, int right)
{
	int blanks = width - (int)textwidth(s);

	blanks = blanks < 0 ? 0 : blanks;
	if (right)
		fprintf(fp, "%*s%s", blanks, "", s);
	else
		fprintf(fp, "%s%*s", s, blanks, "");
}

double
textwidth_word(const char *s)
{
	double most = 0;

	for (const char *p = s; *p != '\0';) {
		size_t n = strcspn(p, " \n");
		char *word = xstrndup(p, n);
		double w = textwidth(word);

		/* Chinese may break anywhere, but looks poor below four. */
		if ((unsigned char)*word >= 0xE3 && w > 8)
			w = 8;
		most = w > most ? w : most;
		free(word);
		p += n + (p[n] != '\0');
	}
	return most;
}

/* Of a number as its format shows it. */
double
textwidth_number(double v, const char *num)
{
	const char *point = strchr(num, '.');
	int digits = point ? (int)strspn(point + 1, "0#") : 0;
	char buf[64];

	if (strcmp(num, "General") == 0)
		return snprintf(buf, sizeof buf, "%.10g", v);
	if (strchr(num, '%') != NULL)
		v *= 100;
	snprintf(buf, sizeof buf, "%.*f", digits, v);
	return (double)strlen(buf) +
	       (strchr(num, ',') ? (double)(strcspn(buf, ".") - 1) / 3 : 0) +
	       (strchr(num, '%') ? 1 : 0);
}

/* Lines that a heading takes in its column. */
double
textwidth_lines(const char *s, double width)
{
	double lines = 0;

	for (const char *p = s; *p != '\0';) {
		size_t n = strcspn(p, "\n");
		char *part = xstrndup(p, n);

		lines += ceil(textwidth(part) * 1.12 / width);
		free(part);
		p += n + (p[n] != '\0');
	}
	return lines;
}

void
textwidth_spread(const double *need, size_t n, const double *width, size_t ncol,
    struct textspan *out)
{
	double all = 0, needs = 0, sum = 0, due = 0;
	size_t k = 0;

	for (size_t i = 0; i < ncol; i++)
		all += width[i];
	for (size_t i = 0; i < n; i++)
		needs += need[i];
	for (size_t i = 0; i < n; i++) {
		due += need[i] / needs * all;
		out[i].from = k;
		do
			sum += width[k++];
		while (k < ncol - (n - 1 - i) && sum + width[k] / 2 < due);
		if (i == n - 1)
			k = ncol;
		out[i].to = k - 1;
	}
}
