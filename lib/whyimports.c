#include <inttypes.h>
#include <stdlib.h>

#include "whyexplain.h"
#include "xalloc.h"

void
whyimports_init(struct whyimports *i, struct store *s)
{
	*i = (struct whyimports){0};
	i->n = store_imports(s, &i->im);
	i->rows = xcalloc(i->n + 1, sizeof *i->rows);
}

void
whyimports_note(struct whyimports *i, int64_t import, int64_t rows)
{
	for (size_t k = 0; k < i->n; k++)
		if (i->im[k].id == import)
			i->rows[k] += rows;
}

void
whyimports_put(const struct whyimports *i, struct trail *t)
{
	for (size_t k = 0; k < i->n; k++) {
		const struct store_import *im = &i->im[k];
		char id[32];

		if (i->rows[k] == 0)
			continue;
		snprintf(id, sizeof id, "%" PRId64, im->id);
		trail_num(t, TRAIL_IMPORT, id, (double)i->rows[k], 0, "rows",
		    "%s, %s, SHA-256 %s", im->source, im->at, im->sha256);
	}
}

void
whyimports_release(struct whyimports *i)
{
	store_imports_free(i->im, i->n);
	free(i->rows);
	*i = (struct whyimports){0};
}
