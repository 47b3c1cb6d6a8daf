/*
 * Bills that were added apart, and joined with the others.
 */
#include "billing_private.h"

#include <stdlib.h>

#include "xalloc.h"

/* Bytes that parts may take. */
enum { MEMORY = 24 << 20 };

size_t
billing_parts(const struct billing *b, size_t jobs)
{
	size_t account = sizeof(struct state) + sizeof *b->first;
	size_t more = MEMORY / (account * b->ids.n + 1);

	return jobs < more + 1 ? jobs : more + 1;
}

static struct state *
new_states(size_t n)
{
	struct state *s = xcalloc(n + 1, sizeof *s);

	for (size_t i = 0; i < n; i++)
		s[i] = state_none;
	return s;
}

struct billing *
billing_part(const struct billing *b)
{
	struct billing *part;

	if (b->nwait > 0)
		return NULL; /* the part's first bill may settle it */
	part = xmalloc(sizeof *part);
	*part = *b;
	part->state = new_states(b->ids.n);
	part->first = xcalloc(b->ids.n + 1, sizeof *part->first);
	part->sums = NULL;
	part->nsums = 0;
	part->wait = NULL;
	part->wait_cap = 0;
	part->stray = 0;
	part->stray_m3 = (struct exactsum){0};
	return part;
}

/* 0: the part's bills of some account come before those that were there, or
 * settle what waits there. */
static int
join_states(struct billing *b, const struct billing *part)
{
	for (size_t i = 0; i < b->ids.n; i++) {
		struct state *s = &b->state[i];
		const struct state *more = &part->state[i];

		if (more->billed == INT32_MIN)
			continue;
		if (part->first[i] < s->billed)
			return 0;
		*s = *more;
	}
	return 1;
}

static void
join_sums(struct sums *s, const struct sums *more)
{
	for (int u = 0; u < USES; u++)
		exactsum_add(&s->use[u], more->use[u]);
	exactsum_add(&s->prorated, more->prorated);
	exactsum_add(&s->estimated, more->estimated);
	s->days += more->days;
	s->bills += more->bills;
}

enum billing_got
billing_join(struct billing *b, const struct billing *part)
{
	if (part->nwait > 0 || !join_states(b, part))
		return BILLING_ORDER;
	billing_room(b);
	for (size_t i = 0; i < part->nsums; i++)
		join_sums(&b->sums[i], &part->sums[i]);
	b->stray += part->stray;
	exactsum_add(&b->stray_m3, part->stray_m3);
	return BILLING_OK;
}

void
billing_part_free(struct billing *part)
{
	if (part == NULL)
		return;
	free(part->state);
	free(part->first);
	free(part->sums);
	free(part->wait);
	free(part);
}
