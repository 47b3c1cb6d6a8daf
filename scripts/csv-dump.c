/*
 * csv-dump - what our reader of rows makes of a file, for tests
 *
 *   csv-dump [-o] [-e ENCODING] [-s SEPARATOR] [FILE]
 *
 * One JSON array a row, its line number first, the heading too; a row that
 * cannot be split is [line, null, "reason"], a new table is an empty line.
 * -o: a table of our own, not a foreign export.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "csvin.h"

static void
put_text(const char *s)
{
	putchar('"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			printf("\\%c", *s);
		else if ((unsigned char)*s < 0x20)
			printf("\\u%04x", *s);
		else
			putchar(*s);
	}
	putchar('"');
}

static void
put_row(const struct csvin *in, enum csvin_got got)
{
	printf("[%" PRIu64, in->line);
	if (got == CSVIN_BAD) {
		printf(", null, ");
		put_text(csvin_reason(in));
	}
	for (size_t i = 0; got == CSVIN_ROW && i < in->nfield; i++) {
		printf(", ");
		put_text(in->field[i].s);
	}
	puts("]");
}

static int
dump(struct csvin *in)
{
	enum csvin_got got, row;

	while ((got = csvin_table(in)) == CSVIN_ROW) {
		put_row(in, CSVIN_ROW);
		while ((row = csvin_next(in)) > 0)
			put_row(in, row);
		puts("");
	}
	return got == CSVIN_FAILED;
}

int
main(int argc, char *argv[])
{
	struct csvin_opts o = {.foreign = 1};
	struct csvin *in;
	int c, status;

	while ((c = getopt(argc, argv, "oe:s:")) != -1) {
		if (c == 'o')
			o.foreign = 0;
		else if (c == 'e')
			o.encoding = optarg;
		else if (c == 's')
			o.separator = *optarg;
		else
			return 2;
	}
	if ((in = csvin_open(argv[optind], &o)) == NULL)
		return 1;
	status = dump(in);
	csvin_free(in);
	return status;
}
