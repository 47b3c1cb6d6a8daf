/*
 * Ids of accounts and their rows, against a search from end to end.
 */
#include "billids.h"

#include <stdio.h>
#include <stdlib.h>

#include "tap.h"

enum { IDS = 3000, ROOM = BILLIDS_MAX + 8 };

static uint64_t seed = 5;

static unsigned
draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* Ids that are alike: one begins another, or differs in one letter. */
static void
draw_id(char *id)
{
	size_t n = 1 + draw(20);

	memset(id, 'A', n);
	id[n] = '\0';
	for (unsigned k = 1 + draw(3); k > 0; k--)
		id[draw((unsigned)n)] = (char)('A' + draw(3));
}

static char ids[IDS][ROOM + 1];

static uint32_t
search(size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(ids[i], id) == 0)
			return (uint32_t)i;
	return BILLIDS_NONE;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Adds all ids, some twice; 1 if what stood before is told each time. */
static int
add_all(struct billids *d)
{
	int fits = 1;

	for (size_t i = 0; i < IDS; i++) {
		uint32_t want = search(i, ids[i]);

		fits &= billids_add(d, ids[i], strlen(ids[i])) == want;
	}
	return fits;
}

/* The text "id,..." with room behind it for the fast comparison. */
static const char *
row_of(const char *id)
{
	static char text[2 * ROOM];

	snprintf(text, sizeof text, "%s,2026-01-01", id);
	return text;
}

static int
found(const struct billids *d)
{
	int fits = 1;
	char id[ROOM + 1];

	for (uint32_t i = 0; i < IDS; i++) {
		size_t len = strlen(ids[i]);
		uint32_t want = search(IDS, ids[i]);
		uint32_t hint = i > 0 ? i - 1 : i;

		fits &= billids_find(d, ids[i], len) == want &&
			billids_near(d, ids[i], len, draw(IDS)) == want &&
			billids_beside(d, ids[i], len, hint) == want &&
			billids_next(d, row_of(ids[i]), hint) == want &&
			billids_first(d, i) == want;
	}
	for (int k = 0; k < 2000; k++) {
		uint32_t hint = draw(IDS), next;

		draw_id(id);
		next = billids_next(d, row_of(id), hint);
		fits &= billids_find(d, id, strlen(id)) == search(IDS, id) &&
			(next == BILLIDS_NONE || next == search(IDS, id));
	}
	return fits;
}

/* Sorted ids are halved; those that stand twice make it a hash. */
static void
in_order(void)
{
	struct billids d = {0};

	for (int i = 0; i < IDS; i++)
		snprintf(ids[i], sizeof ids[i], "A%0*d", i < 1000 ? 3 : 12, i);
	qsort(ids, IDS, sizeof ids[0], compare);
	ok(add_all(&d) && !d.descends && found(&d), "in order");
	ok(billids_add(&d, ids[7], strlen(ids[7])) == 7 && d.descends,
	    "one more row of an id that was there");
	ok(billids_first(&d, IDS) == 7 && found(&d), "the first stands for it");
	billids_last_first(&d);
	ok(billids_first(&d, 7) == IDS && billids_first(&d, IDS) == IDS &&
		billids_find(&d, ids[7], strlen(ids[7])) == IDS,
	    "the last stands for it");
	billids_release(&d);
}

static void
in_any_order(void)
{
	struct billids d = {0};

	for (int i = 0; i < IDS; i++)
		draw_id(ids[i]);
	memset(ids[17], 'L', BILLIDS_MAX);
	ok(add_all(&d) && found(&d), "in any order, many twice, one long");
	billids_release(&d);
}

int
main(void)
{
	in_order();
	in_any_order();
	return tap_done();
}
