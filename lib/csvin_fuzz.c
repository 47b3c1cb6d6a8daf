/* The reader of rows and the border behind it meet any bytes. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "csvin.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const encoding[] = {
	    NULL, "GB18030", "UTF-16LE", NULL};
	struct csvin_opts o = {0};
	struct csvin *in;
	size_t fields = 0;

	if (n < 2)
		return 0;
	o.encoding = encoding[p[0] & 3];
	o.separator = p[0] & 4 ? ';' : ',';
	o.foreign = p[0] >> 3 & 1;
	o.no_quote = p[0] >> 4 & 1;
	o.skip_head = p[1] & 1;
	o.skip_foot = p[1] >> 1 & 3;
	if ((in = csvin_memory("fuzz", p + 2, n - 2, &o)) == NULL)
		return 0;
	while (csvin_table(in) == CSVIN_ROW) {
		enum csvin_got got;

		while ((got = csvin_next(in)) > 0)
			for (size_t i = 0; got == CSVIN_ROW && i < in->nfield;
			     i++)
				fields += strlen(in->field[i].s);
	}
	csvin_free(in);
	return fields == (size_t)-1;
}
