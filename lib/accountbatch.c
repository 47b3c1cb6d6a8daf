#include "accountbatch.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

void
accountbatch_clear(struct accountbatch *t)
{
	t->n = t->ntext = 0;
}

void
accountbatch_release(struct accountbatch *t)
{
	free(t->row);
	free(t->text);
	*t = (struct accountbatch){0};
}

static size_t
keep(struct accountbatch *t, const char *s, size_t len)
{
	size_t at = t->ntext;

	if (at + len + 1 > t->text_cap) {
		t->text_cap = 2 * (at + len + 1) + 65536;
		t->text = xrealloc(t->text, t->text_cap, 1);
	}
	if (len > 0)
		memcpy(t->text + at, s, len);
	t->text[at + len] = '\0';
	t->ntext += len + 1;
	return at;
}

void
accountbatch_put(
    struct accountbatch *t, const struct bill_account *a, size_t zone_len)
{
	struct accountbatch_row *r;

	t->row = xgrow(t->row, t->n, &t->cap, sizeof *t->row);
	r = &t->row[t->n++];
	r->a = *a;
	r->id = keep(t, a->id, a->len);
	r->zone = keep(t, a->zone, zone_len);
}

int
accountbatch_add(struct accountbatch *t, struct billing *b)
{
	for (size_t i = 0; i < t->n; i++) {
		struct accountbatch_row *r = &t->row[i];

		r->a.id = t->text + r->id;
		r->a.zone = t->text + r->zone;
		if (billing_account(b, &r->a) < 0)
			return -1;
	}
	return 0;
}
