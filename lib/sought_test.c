/*
 * Rows that are looked for.  What is expected follows from the order in which
 * rows are shown: of a point and time, or a key, the first is the one.
 */
#include "sought.h"

#include "map.h"
#include "tap.h"

static void
readings(void)
{
	struct sought *q = sought_new();
	struct sought_point *p;
	uint64_t line[6] = {0};

	/* In no order; one twice. */
	sought_reading(q, "P", 300, 3, 192, &line[0]);
	sought_reading(q, "P", 100, 1, 192, &line[1]);
	sought_reading(q, "P", 300, 3, 192, &line[2]);
	sought_reading(q, "P", 200, 2, 192, &line[3]);
	sought_reading(q, "P", 400, 4, 0, &line[4]);
	sought_reading(q, "Q", 100, 1, 192, &line[5]);
	sought_ready(q);
	ok(sought_point(q, "R") == NULL, "a point that is not sought");
	p = sought_point(q, "P");
	sought_see_reading(p, 50, 1, 192, 2);
	sought_see_reading(p, 300, 3, 192, 3);
	sought_see_reading(p, 100, 1, 192, 4);
	sought_see_reading(p, 100, 1, 192, 5);
	sought_see_reading(p, 250, 2, 192, 6);
	sought_see_reading(p, 200, 7, 192, 7);
	sought_see_reading(p, 200, 2, 192, 8);
	sought_see_reading(p, 400, 4, 192, 9);
	sought_see_reading(p, 500, 4, 0, 10);
	ok(line[0] == 3 && line[2] == 3, "one that is sought twice");
	ok(line[1] == 4, "the first of two rows that say the same");
	ok(line[3] == 0, "none where the first row says something else");
	ok(line[4] == 0, "nor where its quality is another");
	ok(line[5] == 0, "a point that was not shown");
	sought_free(q);
}

static void
rows(void)
{
	struct sought *q = sought_new();
	uint64_t line[3] = {0};

	sought_row(q, "A\x1f", &line[0]);
	sought_row(q, "A\x1f", &line[1]);
	sought_row(q,
	    "B\x1f"
	    "2026-01-01\x1f",
	    &line[2]);
	sought_ready(q);
	ok(sought_begins(q, "A") && sought_begins(q, "B") &&
		!sought_begins(q, "2026-01-01") && !sought_begins(q, ""),
	    "ids with which keys begin");
	sought_see_row(q,
	    "B\x1f"
	    "2026-02-01\x1f",
	    2);
	sought_see_row(q, "A\x1f", 3);
	sought_see_row(q, "A\x1f", 4);
	sought_see_row(q,
	    "B\x1f"
	    "2026-01-01\x1f",
	    5);
	ok(line[0] == 3 && line[1] == 3, "the first row of a key");
	ok(line[2] == 5, "a key of two parts");
	sought_free(q);
}

static void
mappings(void)
{
	ok(map_id_length("") == 0, "no mapping");
	ok(map_id_length("a.map:0123456789abcdef") == 22, "a mapping");
	ok(map_id_length("a.map:0123456789abcdef P 1") == 22, "and a point");
	ok(map_id_length("a:0123456789abcdef:0123456789abcdef P:1") == 35,
	    "a colon in its name");
	ok(map_id_length("odd") == 3, "something else");
}

int
main(void)
{
	readings();
	rows();
	mappings();
	return tap_done();
}
