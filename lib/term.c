#include "term_private.h"

#include <stdint.h>
#include <string.h>

/* In this order words are listed; of tables that fit a heading alike the first
 * is taken. */
static const struct term_family *const families[] = {&term_night, &term_balance,
    &term_query, &term_ops, &term_import, &term_pressure, &term_compare,
    &term_econ, &term_bill, &term_alarm, &term_flag};

static const struct term *
find(const char *id)
{
	for (size_t k = 0; k < COUNT(families); k++)
		for (size_t i = 0; i < families[k]->nterm; i++) {
			const struct term *t = &families[k]->term[i];

			if (t->id[0] == id[0] && strcmp(t->id, id) == 0)
				return t;
		}
	return NULL;
}

const struct term *
term_find(const char *id)
{
	/* A column is asked for again with each row, by the same pointer. */
	enum { SEEN = 128 };
	static _Thread_local const struct term *seen[SEEN];
	const struct term **at = &seen[((uintptr_t)id >> 2) % SEEN];
	const struct term *found;

	if (*at != NULL && strcmp((*at)->id, id) == 0)
		return *at;
	found = find(id);
	if (found != NULL)
		*at = found;
	return found;
}

const struct term *
term_at(size_t i)
{
	for (size_t k = 0; k < COUNT(families); k++) {
		if (i < families[k]->nterm)
			return &families[k]->term[i];
		i -= families[k]->nterm;
	}
	return NULL;
}

const struct term_table *
term_table_at(size_t i)
{
	for (size_t k = 0; k < COUNT(families); k++) {
		if (i < families[k]->ntable)
			return &families[k]->table[i];
		i -= families[k]->ntable;
	}
	return NULL;
}

const struct term_table *
term_table(const char *name)
{
	const struct term_table *t;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++)
		if (strcmp(t->name, name) == 0)
			return t;
	return NULL;
}

static int
stands_in(const char *id, char *const *col, size_t ncol)
{
	for (size_t i = 0; i < ncol; i++)
		if (strcmp(col[i], id) == 0)
			return 1;
	return 0;
}

/* 1: the first n columns of the table all stand in the heading. */
static int
heads(const struct term_table *t, size_t n, char *const *col, size_t ncol)
{
	for (size_t i = 0; i < n; i++)
		if (!stands_in(t->col[i], col, ncol))
			return 0;
	return 1;
}

const struct term_table *
term_table_of(char *const *col, size_t ncol)
{
	const struct term_table *t;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++)
		if (heads(t, t->need, col, ncol))
			return t;
	return NULL;
}

const struct term_table *
term_table_older(char *const *col, size_t ncol)
{
	const struct term_table *t, *best = NULL;

	for (size_t i = 0; (t = term_table_at(i)) != NULL; i++)
		if (ncol <= t->ncol && 2 * ncol >= t->ncol &&
		    heads(t, ncol, col, ncol) &&
		    (best == NULL || t->ncol < best->ncol))
			best = t;
	return best;
}
