#include "aside.h"

#include <stdlib.h>

#include "tap.h"

struct item {
	size_t *next, i;
	int *fine;
};

static void
note(void *item)
{
	struct item *x = item;

	*x->fine &= x->i == *x->next;
	++*x->next;
}

static void
test_order(size_t n)
{
	struct aside *a = aside_new(sizeof(struct item), note);
	size_t next = 0;
	int fine = 1;

	for (size_t i = 0; i < n; i++)
		aside_put(a, &(struct item){&next, i, &fine});
	aside_settle(a);
	ok(next == n, "all are done, once");
	ok(fine, "in the order in which they were put");
	aside_put(a, &(struct item){&next, n, &fine});
	aside_free(a);
	ok(fine && next == n + 1, "and what was put before the end");
}

int
main(void)
{
	test_order(3);
	test_order(3L * ASIDE_MOST + 17);
	aside_free(NULL);
	return tap_done();
}
