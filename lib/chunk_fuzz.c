/* A chunk that decodes can be encoded again, and says the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "chunk.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct reading *a = NULL, *b = NULL;
	size_t acap = 0, bcap = 0;
	struct chunk_bytes out = {0};
	long na = chunk_decode(p, n, &a, &acap), nb;

	for (long i = 1; i < na; i++)
		if (a[i].off <= a[i - 1].off)
			na = -1; /* times are distinct in what we write */
	if (na > 0) {
		chunk_encode(a, (size_t)na, 1, 1, &out);
		nb = chunk_decode(out.p, out.n, &b, &bcap);
		if (nb != na)
			abort();
		for (long i = 0; i < na; i++)
			if (a[i].off != b[i].off ||
			    a[i].quality != b[i].quality ||
			    memcmp(&a[i].v, &b[i].v, sizeof a[i].v) != 0)
				abort();
	}
	free(a);
	free(b);
	free(out.p);
	return 0;
}
