#include "report_block.h"

#include <stdlib.h>

#include "report_cards.h"
#include "report_page.h"
#include "report_period.h"
#include "report_word.h"
#include "report_zone.h"

/* One page: key figures of the whole system, then blocks. */

enum { COLUMNS = 24 };

void
report_digest(struct report *r, const struct def_section *d)
{
	const struct frame *f = frames_find(r->in, r->shown);
	struct xlsx_sheet *s = report_sheet_of(r, d, -1);
	const double wide = r->lang == REPORT_BOTH ? 5.5 : 4.25;
	double width[COLUMNS];
	uint32_t row = r->top;
	long at = r->nzone == 0 ? -1 : report_zone_row(r, f, r->zone[0].id, 0);

	for (int i = 0; i < COLUMNS; i++)
		width[i] = wide;
	xlsx_width(s, 0, COLUMNS - 1, wide);
	if (def_get(d, "cards") != NULL && at >= 0) {
		report_cards(r, d, s, row, width, COLUMNS, f, at);
		row += CARD_ROWS;
	}
	row = report_blocks(r, d, s, row, width, COLUMNS);
	row = report_notes(r, d, s, row, width, COLUMNS);
	xlsx_print_area(s, (struct xlsx_area){0, row, 0, COLUMNS - 1});
}
