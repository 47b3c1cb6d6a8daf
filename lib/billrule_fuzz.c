/* Any text as a rule file of bill-scan; what is one is printed and read again
 * as the same rules. */
#include <string.h>

#include "billrule.h"
#include "fuzz.h"

static void
read_again(const struct billrules *r)
{
	struct billrules again;
	char path[32], *text;
	size_t n;
	FILE *fp = open_memstream(&text, &n);
	int fd;

	if (fp == NULL)
		abort();
	billrules_print(r, n % 2, fp);
	fclose(fp);
	fd = fuzz_file(text, n, path);
	billrules_default(&again);
	if (billrules_read(&again, path) < 0 ||
	    memcmp(again.on, r->on, sizeof again.on) != 0)
		abort();
	for (int i = 0; i < BILL_RULES; i++)
		for (int k = 0; k < RULE_KEYS; k++)
			if (again.v[i][k] != r->v[i][k])
				abort();
	close(fd);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct billrules r;
	char path[32];
	int fd = fuzz_file(p, n, path);

	billrules_default(&r);
	if (billrules_read(&r, path) == 0)
		read_again(&r);
	close(fd);
	return 0;
}
