#include "billingcsv.h"

#include <stdlib.h>

#include "accountparts.h"
#include "billparts.h"
#include "xalloc.h"

/* --- a row --- */

/* The zone's id with a NUL; the same as that of the account before, mostly. */
static const char *
zone_text(struct billing_csv *c, const struct billline *r)
{
	if (r->zone_len >= sizeof c->zone)
		return NULL;
	if (r->zone_len > 0)
		memcpy(c->zone, r->zone, r->zone_len);
	c->zone[r->zone_len] = '\0';
	return c->zone;
}

/* 0: it does not fit what came before. */
static int
take_account(struct billing_csv *c, const struct billline *r)
{
	struct bill_account a = {.id = r->id,
	    .len = r->id_len,
	    .zone = zone_text(c, r),
	    .class = r->class,
	    .closed = r->closed,
	    .from = r->from,
	    .to = r->to};

	return a.zone != NULL && r->from < r->to &&
	       billing_account(c->b, &a) == 0;
}

static int
take_bill(struct billing_csv *c, const struct billline *r)
{
	struct bill *x = billqueue_room(&c->queue);

	if (r->from >= r->to)
		return 0;
	*x = (struct bill){.m3 = r->m3,
	    .from = r->from,
	    .to = r->to,
	    .account = r->account,
	    .estimated = (uint8_t)r->estimated,
	    .unbilled = (uint8_t)r->unbilled};
	if (r->id != NULL) {
		x->account = billids_near(
		    c->seen.last.ids, r->id, r->id_len, c->seen.last.account);
		if (x->account != BILLIDS_NONE)
			c->seen.last.account = x->account;
	}
	return billqueue_put(&c->queue) == 0;
}

static int
take_row(struct billing_csv *c, const struct billline_plan *pl,
    const struct billline *r)
{
	return pl->accounts ? take_account(c, r) : take_bill(c, r);
}

/* One plain row; where it ends, NULL: it is not plain. */
static const char *
plain_row(struct billing_csv *c, const struct billline_plan *pl, const char *p,
    const char *end)
{
	struct billline r;

	p = billline_plain(&c->seen, pl, p, end, &r);
	if (p != NULL && !take_row(c, pl, &r))
		c->again = 1;
	return p;
}

static const char *
short_bill(struct billing_csv *c, const char *p, const char *end)
{
	p = billshort_row(&c->seen.last, p, end, billqueue_room(&c->queue));
	if (p != NULL && billqueue_put(&c->queue) < 0)
		c->again = 1;
	return p;
}

static inline const char *
any_plain(struct billing_csv *c, const struct billline_plan *pl, int brief,
    const char *p, const char *end)
{
	const char *next = brief ? short_bill(c, p, end) : NULL;

	return next ? next : plain_row(c, pl, p, end);
}

/* The plain rows that lie ahead. */
static void
plain_rows(
    struct billing_csv *c, const struct billline_plan *pl, struct csvin *in)
{
	const char *start, *p, *next;
	size_t n = csvin_ahead(in, &start);
	uint64_t lines = 0;
	int brief = billline_short(pl);

	for (p = start; p < start + n && !c->again; p = next, lines++)
		if ((next = any_plain(c, pl, brief, p, start + n)) == NULL)
			break;
	if (n > 0)
		csvin_skip(in, (size_t)(p - start), lines);
}

/* A row that the reader of rows has read; 0: it is wrong. */
static int
any_row(struct billing_csv *c, const struct billline_plan *pl,
    const struct csvin *in)
{
	struct billline r;

	return billline_any(pl, in, &r) && take_row(c, pl, &r);
}

static enum csvin_got
all_rows(
    struct billing_csv *c, const struct billline_plan *pl, struct csvin *in)
{
	enum csvin_got got = CSVIN_ROW;

	while (!c->again && got > 0) {
		plain_rows(c, pl, in);
		if (c->again)
			break;
		got = csvin_next(in);
		if (got == CSVIN_BAD ||
		    (got == CSVIN_ROW && !any_row(c, pl, in)))
			c->again = 1;
	}
	return got;
}

/* The plain rows of a file, with all threads. */
static void
take_file(
    struct billing_csv *c, const struct billline_plan *pl, struct csvin *in)
{
	struct fileparts p = {.jobs = c->jobs};
	uint64_t from;
	int got;

	if ((p.fd = csvin_file(in, &p.at)) < 0)
		return;
	from = p.at;
	got = pl->accounts ? accountparts_add(&p, pl, c->b) :
			     billparts_add(&p, c->b);
	c->again |= got < 0;
	if (p.at > from)
		csvin_jump(in, p.at, p.rows);
}

static enum csvin_got
all_bills(
    struct billing_csv *c, const struct billline_plan *pl, struct csvin *in)
{
	enum csvin_got got;

	billqueue_open(&c->queue, c->b);
	got = all_rows(c, pl, in);
	if (billqueue_close(&c->queue) < 0)
		c->again = 1;
	return got;
}

int
billing_csv_take(struct billing_csv *c, struct csvin *in)
{
	enum csvin_got got;
	struct billline_plan pl;

	if (!billline_plan(&pl, in))
		return 0;
	c->again |= pl.accounts && c->bills;
	c->bills |= !pl.accounts;
	c->seen.last.ids = pl.accounts ? NULL : billing_ids(c->b);
	if (pl.accounts || billline_short(&pl))
		take_file(c, &pl, in);
	got = pl.accounts ? all_rows(c, &pl, in) : all_bills(c, &pl, in);
	return c->again || got == CSVIN_FAILED ? -1 : 1;
}
