/* The reader of rows meets any bytes: fields end where they say, rows stand on
 * lines of their own, in order. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csvin.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check_row(const struct csvin *in, enum csvin_got got, uint64_t *last)
{
	if (in->line <= *last || in->last < in->line ||
	    (got == CSVIN_BAD && csvin_reason(in) == NULL))
		abort();
	*last = in->last;
	for (size_t i = 0; got == CSVIN_ROW && i < in->nfield; i++)
		if (strlen(in->field[i].s) != in->field[i].len)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const encoding[] = {
	    NULL, "GB18030", "UTF-16LE", "UTF-16"};
	struct csvin_opts o = {0};
	struct csvin *in;
	uint64_t last = 0;

	if (n < 2)
		return 0;
	o.encoding = encoding[p[0] & 3];
	o.separator = p[0] & 4 ? ';' : ',';
	o.foreign = p[0] >> 3 & 1;
	o.no_quote = p[0] >> 4 & 1;
	o.quote = p[0] & 32 ? '\'' : '"';
	o.skip_head = p[1] & 1;
	o.skip_foot = p[1] >> 1 & 3;
	if ((in = csvin_memory("fuzz", p + 2, n - 2, &o)) == NULL)
		return 0;
	while (csvin_table(in) == CSVIN_ROW) {
		enum csvin_got got;

		check_row(in, CSVIN_ROW, &last);
		while ((got = csvin_next(in)) > 0)
			check_row(in, got, &last);
	}
	csvin_free(in);
	return 0;
}
