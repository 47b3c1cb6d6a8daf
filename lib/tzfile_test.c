#include "tzfile.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

/* A file by hand, as RFC 8536 has it: one instant of 32 bits in the first
 * block, two of 64 in the second; +8 h, then +9 h, then +8 h. */
static const unsigned char file[] =
    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1\0\0\0\4"
    "\0\0\0\7\0"
    "\0\0\x70\x80\0\0"
    "CST\0"
    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0\0\0\2\0\0\0\4"
    "\0\0\0\0\0\0\x03\xe8\0\0\0\1\0\0\0\0\1\0"
    "\0\0\x70\x80\0\0\0\0\x7e\x90\1\0"
    "CST\0"
    "\nCST-8\n";
enum { LEN = sizeof file - 1 };

static void
test_good(void)
{
	unsigned char copy[LEN];
	struct tzfile f;

	ok(tzfile_parse(file, LEN, &f) == 0 && f.n == 3 && !f.goes_on,
	    "three changes, and no more");
	ok(f.change[0].at == INT64_MIN && f.change[0].offset == 28800 &&
		f.change[1].at == 1000 && f.change[1].offset == 32400 &&
		f.change[2].at == (int64_t)1 << 32 &&
		f.change[2].offset == 28800,
	    "... and when, and what");
	tzfile_release(&f);
	memcpy(copy, file, LEN);
	memcpy(copy + LEN - 5, "T,3\n", 4);
	ok(tzfile_parse(copy, LEN, &f) == 0 && f.goes_on, "a rule goes on");
	tzfile_release(&f);
}

/* Cut anywhere, or with any byte another: an answer, or none. */
static void
test_bad(void)
{
	struct tzfile f;
	size_t shorter = 0, last = LEN - sizeof "\nCST-8\n" + 1;
	int fine = 1;

	for (size_t n = 0; n < LEN; n++) {
		unsigned char *cut = malloc(n ? n : 1);

		memcpy(cut, file, n);
		if (tzfile_parse(cut, n, &f) == 0) {
			shorter += n < last;
			tzfile_release(&f);
		}
		free(cut);
	}
	ok(shorter == 0, "what is cut is none");
	for (size_t i = 0; i < LEN; i++)
		for (int v = 0; v < 256; v++) {
			unsigned char *bent = malloc(LEN);

			memcpy(bent, file, LEN);
			bent[i] = (unsigned char)v;
			if (tzfile_parse(bent, LEN, &f) == 0) {
				for (size_t k = 1; k < f.n; k++)
					fine &=
					    f.change[k].at > f.change[k - 1].at;
				tzfile_release(&f);
			}
			free(bent);
		}
	ok(fine, "a byte bent: in order all the same");
	ok(tzfile_read("/nonexistent", &f) < 0, "no file");
}

int
main(void)
{
	test_good();
	test_bad();
	return tap_done();
}
