/* A block that is read to its end can be encoded again, and says the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "billblock.h"
#include "xalloc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
free_rows(struct billrow *r, long n)
{
	for (long i = 0; i < n; i++)
		free((char *)r[i].id);
}

/* The rows, their ids copied; -1: the bytes are no block. */
static long
read_rows(const uint8_t *p, size_t n, struct billrow *r)
{
	struct billblock b;
	long count = 0;
	int got;

	if (billblock_open(&b, p, n) < 0)
		return -1;
	while ((got = billblock_next(&b, &r[count])) > 0) {
		r[count].id = xstrndup(r[count].id, r[count].id_len);
		count++;
	}
	if (got == 0)
		return count;
	free_rows(r, count);
	return -1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct billrow a[BILLBLOCK_ROWS + 1], b[BILLBLOCK_ROWS + 1];
	struct chunk_bytes out = {0};
	long na = read_rows(p, n, a);

	if (na > 0) {
		billblock_encode(a, (size_t)na, &out);
		if (read_rows(out.p, out.n, b) != na)
			abort();
		for (long i = 0; i < na; i++)
			if (a[i].id_len != b[i].id_len ||
			    a[i].from != b[i].from || a[i].to != b[i].to ||
			    a[i].v[0] < b[i].v[0] || a[i].v[0] > b[i].v[0])
				abort();
		free_rows(a, na);
		free_rows(b, na);
	}
	free(out.p);
	return 0;
}
