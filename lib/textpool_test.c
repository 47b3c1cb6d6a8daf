#include "textpool.h"

#include <stdlib.h>
#include <string.h>

#include "tap.h"

enum { MANY = 40000, LONG = 200000 };

int
main(void)
{
	static const char *at[MANY];
	struct textpool p = TEXTPOOL_INIT;
	static char text[LONG];
	const char *large = "";
	int bad = 0;

	for (int i = 0; i < MANY; i++) {
		snprintf(text, sizeof text, "%d", i * i % 9973);
		at[i] = textpool_add(&p, text);
		if (i == MANY / 2) {
			memset(text, 'x', sizeof text - 1);
			large = textpool_add(&p, text);
		}
	}
	for (int i = 0; i < MANY; i++)
		bad += atoi(at[i]) != i * i % 9973;
	ok(bad == 0, "texts stay what and where they were");
	ok(strlen(large) == LONG - 1, "one larger than a piece, too");
	ok(*textpool_add(&p, "") == '\0', "and the empty one");
	textpool_release(&p);
	return tap_done();
}
