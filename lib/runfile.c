#include "runfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "hash.h"
#include "num.h"
#include "xalloc.h"

/* The longest seal: "#end," 20 digits "," 8 digits, line end. */
enum { TAIL = 40 };

/* The file that argument i names as the output, or NULL; *skip: how many
 * arguments say so. */
static const char *
output_of(char *const *arg, int i, int *skip)
{
	static const char longer[] = "--output=";
	const char *a = arg[i];

	*skip = 1;
	if (strcmp(a, "-o") == 0 || strcmp(a, "--output") == 0) {
		*skip = arg[i + 1] ? 2 : 1;
		return arg[i + 1];
	}
	if (strncmp(a, longer, strlen(longer)) == 0)
		return a + strlen(longer);
	return strncmp(a, "-o", 2) == 0 ? a + 2 : NULL;
}

/* Rows that a seal at the end of the text tells; RUN_UNKNOWN. */
static int64_t
sealed_rows(char *tail)
{
	static const char word[] = "#end,";
	char *line = NULL, *end;
	int64_t rows;

	for (char *p = tail; (p = strstr(p, word)) != NULL; p++)
		line = p;
	if (line == NULL)
		return RUN_UNKNOWN;
	line += strlen(word);
	if ((end = strchr(line, ',')) == NULL)
		return RUN_UNKNOWN;
	*end = '\0';
	return num_int(line, 0, INT64_MAX, &rows) < 0 ? RUN_UNKNOWN : rows;
}

/* Reads a file; its hash if hex is not NULL, its rows.  -1: it cannot be read,
 * or is no file. */
static int
look(const char *path, char hex[65], int64_t *rows)
{
	char *piece = xmalloc(HASH_PIECE), tail[TAIL + 1] = "";
	FILE *fp = NULL;
	struct hash *h;
	struct stat st;
	size_t n;
	int bad;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		fp = fopen(path, "re");
	if (fp == NULL) {
		free(piece);
		return -1;
	}
	h = hex ? hash_new() : NULL;
	while ((n = fread(piece, 1, HASH_PIECE, fp)) > 0) {
		size_t keep = n < TAIL ? n : TAIL;

		if (h != NULL)
			hash_add(h, piece, n);
		memmove(tail, tail + keep, TAIL - keep);
		memcpy(tail + TAIL - keep, piece + n - keep, keep);
	}
	bad = ferror(fp);
	if (h != NULL)
		hash_hex(h, hex);
	hash_free(h);
	fclose(fp);
	free(piece);
	for (int i = 0; i < TAIL; i++) /* text before the tail, none */
		if (tail[i] == '\0')
			tail[i] = ' ';
	*rows = sealed_rows(tail);
	return bad ? -1 : 0;
}

static void
add_input(struct store_run *r, const char *path)
{
	char hex[65], *more;
	int64_t rows;

	if (look(path, hex, &rows) < 0)
		return;
	more = xasprintf("%s%s%s %s", r->inputs ? r->inputs : "",
	    r->inputs ? "; " : "", hex, path);
	free(r->inputs);
	r->inputs = more;
	if (rows != RUN_UNKNOWN)
		r->rows_in =
		    (r->rows_in == RUN_UNKNOWN ? 0 : r->rows_in) + rows;
}

void
runfile_inputs(struct store_run *r, char *const *arg)
{
	int skip;

	for (int i = 1; arg[0] != NULL && arg[i] != NULL; i += skip)
		if (output_of(arg, i, &skip) == NULL)
			add_input(r, arg[i]);
}

const char *
runfile_output(char *const *arg)
{
	const char *path = NULL;
	int skip;

	for (int i = 1; arg[0] != NULL && arg[i] != NULL; i += skip) {
		const char *p = output_of(arg, i, &skip);

		path = p ? p : path;
	}
	return path;
}

int64_t
runfile_rows(const char *path)
{
	int64_t rows;

	return look(path, NULL, &rows) < 0 ? RUN_UNKNOWN : rows;
}

static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    "-_=+,./:%@";

/* The word between single quotes where it needs them; to be freed. */
static char *
quoted(const char *word)
{
	char *out = xmalloc(4 * strlen(word) + 3), *p = out;

	if (*word != '\0' && word[strspn(word, plain)] == '\0')
		return strcpy(out, word);
	*p++ = '\'';
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			p = stpcpy(p, "'\\''");
		else
			*p++ = *word;
	}
	strcpy(p, "'");
	return out;
}

char *
runfile_command(char *const *arg)
{
	char *all = xstrdup("");

	for (int i = 0; arg[i] != NULL; i++) {
		char *word = quoted(arg[i]);
		char *more = xasprintf("%s%s%s", all, i ? " " : "", word);

		free(word);
		free(all);
		all = more;
	}
	return all;
}
