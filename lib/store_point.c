#include <stdlib.h>
#include <string.h>

#include "store.h"
#include "xalloc.h"

/* Adds a point; it has a row for each span of its validity. */
static int
add(struct store *s, const char *id, struct store_listed **out, size_t *n,
    size_t *cap)
{
	struct store_listed *l;

	if (*n > 0 && strcmp((*out)[*n - 1].id, id) == 0)
		return 0;
	*out = xgrow(*out, *n, cap, sizeof **out);
	l = &(*out)[*n];
	if (store_point(s, id, &l->p) < 0)
		return -1;
	l->id = xstrdup(id);
	(*n)++;
	return 0;
}

int
store_points(struct store *s, struct store_listed **out, size_t *n)
{
	struct store_rows *r = store_rows_open(s, table_find("points"));
	size_t cap = 0;
	int got = r ? 1 : -1;

	*out = NULL;
	*n = 0;
	while (got > 0 && (got = store_rows_next(r)) > 0)
		if (add(s, store_rows_text(r, 0), out, n, &cap) < 0)
			got = -1;
	store_rows_close(r);
	if (got < 0) {
		store_points_free(*out, *n);
		*out = NULL;
		*n = 0;
	}
	return got;
}

void
store_points_free(struct store_listed *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i].id);
	free(list);
}
