#include "billingcsv.h"

#include <math.h>
#include <stdlib.h>

#include "billparts.h"
#include "num.h"
#include "table.h"
#include "xalloc.h"

enum { COLUMNS = 32 };

enum use { /* what a field is read for */
	USE_NOT,
	USE_ID,
	USE_ZONE,
	USE_CLASS,
	USE_CLOSED,
	USE_FROM,
	USE_TO,
	USE_M3,
	USE_ESTIMATED,
	USE_UNBILLED
};

static const struct {
	const char *name;
	enum use use;
} uses[] = {{"account_id", USE_ID}, {"zone_id", USE_ZONE}, {"class", USE_CLASS},
    {"from", USE_FROM}, {"to", USE_TO}, {"valid_from", USE_FROM},
    {"valid_to", USE_TO}, {"volume_m3", USE_M3}, {"billing", USE_UNBILLED}};

struct plan { /* the columns of the table, in its order */
	const struct table_col *col[COLUMNS];
	enum use use[COLUMNS];
	size_t n;
	int accounts;
};

struct row { /* what one row says */
	const char *id, *zone;
	size_t id_len, zone_len;
	char class;
	int closed, estimated, unbilled;
	int32_t from, to;
	double m3;
	uint32_t account; /* BILLIDS_NONE: by its id */
};

static enum use
use_of(const char *name, int accounts)
{
	if (strcmp(name, "status") == 0)
		return accounts ? USE_CLOSED : USE_ESTIMATED;
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		if (strcmp(uses[i].name, name) == 0)
			return uses[i].use;
	return USE_NOT;
}

/* 0: the table is neither. */
static int
make_plan(struct plan *p, const struct csvin *in)
{
	const struct table *t = table_of(in->col, in->ncol);

	if (t == NULL || in->ncol > COLUMNS)
		return 0;
	p->accounts = strcmp(t->name, "accounts") == 0;
	if (!p->accounts && strcmp(t->name, "bills") != 0)
		return 0;
	p->n = in->ncol;
	for (size_t i = 0; i < p->n; i++) {
		p->col[i] = &t->col[table_col(t, in->col[i])];
		p->use[i] = use_of(in->col[i], p->accounts);
		for (size_t k = 0; k < i; k++)
			if (p->col[k] == p->col[i])
				return 0; /* twice: the store's to say */
	}
	return 1;
}

static const struct row row_none = {
    .from = INT32_MIN, .to = INT32_MAX, .account = BILLIDS_NONE};

/* --- a field --- */

/* The first letters tell the words apart; they have been checked. */
static void
use_word(struct row *r, enum use use, const char *s)
{
	switch (use) {
	case USE_CLASS:
		r->class = s[0];
		break;
	case USE_CLOSED:
		r->closed = s[0] == 'c';
		break;
	case USE_ESTIMATED:
		r->estimated = s[0] == 'e' || s[0] == 'n';
		break;
	case USE_UNBILLED:
		r->unbilled = s[0] == 'u';
		break;
	default:
		break;
	}
}

static void
use_day(struct row *r, enum use use, int32_t day)
{
	if (use == USE_FROM)
		r->from = day;
	else if (use == USE_TO)
		r->to = day;
}

/* 1 if the letters are one of the column's words: mostly one that was met. */
static int
is_word(struct billing_csv *c, const struct table_col *col, const char *p,
    size_t len)
{
	struct billing_word *w = &c->word[((unsigned char)*p + len) % 16];

	if (w->col == col && w->len == len && memcmp(w->text, p, len) == 0)
		return 1;
	if (len == 0 || len >= sizeof w->text)
		return 0;
	*w = (struct billing_word){.col = col, .len = len};
	memcpy(w->text, p, len);
	if (table_is_word(col->words, w->text))
		return 1;
	w->col = NULL;
	return 0;
}

static const char *
plain_word(struct billing_csv *c, const struct table_col *col, enum use use,
    struct row *r, const char *p, const char *end)
{
	const char *e = rowscan_text(p, end);

	if (e == NULL || !is_word(c, col, p, (size_t)(e - p)))
		return NULL;
	use_word(r, use, p);
	return e;
}

static const char *
plain_number(const struct table_col *col, enum use use, struct row *r,
    const char *p, const char *end)
{
	double v;

	if ((p = rowscan_number(p, end, &v)) == NULL ||
	    ((col->lo != 0 || col->hi != 0) && (v < col->lo || v > col->hi)))
		return NULL;
	if (use == USE_M3)
		r->m3 = v;
	return p;
}

static const char *
plain_id(struct row *r, enum use use, const char *p, const char *end)
{
	const char *e = rowscan_text(p, end);

	if (e == NULL)
		return NULL;
	if (use == USE_ID) {
		r->id = p;
		r->id_len = (size_t)(e - p);
	} else if (use == USE_ZONE) {
		r->zone = p;
		r->zone_len = (size_t)(e - p);
	}
	return e;
}

/* Where the field ends, or NULL: it is not plain. */
static const char *
plain_field(struct billing_csv *c, const struct plan *pl, size_t i,
    struct row *r, const char *p, const char *end)
{
	const struct table_col *col = pl->col[i];
	int32_t day;

	if (p < end && (*p == ',' || *p == '\n' || *p == '\r'))
		return col->required ? NULL : p;
	switch (col->type) {
	case TABLE_DAY:
		if ((p = rowscan_day(&c->last.days, p, end, &day)) != NULL)
			use_day(r, pl->use[i], day);
		return p;
	case TABLE_NUM:
		return plain_number(col, pl->use[i], r, p, end);
	case TABLE_WORD:
		return plain_word(c, col, pl->use[i], r, p, end);
	case TABLE_ID:
		return plain_id(r, pl->use[i], p, end);
	case TABLE_TEXT:
		return pl->use[i] == USE_ZONE ?
			   plain_id(r, pl->use[i], p, end) :
			   rowscan_skip(p, end);
	case TABLE_TIME:
		break;
	}
	return NULL;
}

/* --- a row --- */

/* The zone's id with a NUL; the same as that of the account before, mostly. */
static const char *
zone_text(struct billing_csv *c, const struct row *r)
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
take_account(struct billing_csv *c, const struct row *r)
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
take_bill(struct billing_csv *c, const struct row *r)
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
		    c->last.ids, r->id, r->id_len, c->last.account);
		if (x->account != BILLIDS_NONE)
			c->last.account = x->account;
	}
	return billqueue_put(&c->queue) == 0;
}

static int
take_row(struct billing_csv *c, const struct plan *pl, const struct row *r)
{
	return pl->accounts ? take_account(c, r) : take_bill(c, r);
}

/* One plain row; where it ends, NULL: it is not plain. */
static const char *
plain_row(struct billing_csv *c, const struct plan *pl, const char *p,
    const char *end)
{
	struct row r = row_none;

	for (size_t i = 0; i < pl->n; i++) {
		if (i > 0 && (p == end || *p++ != ','))
			return NULL;
		if (pl->use[i] == USE_ID && !pl->accounts)
			p = billshort_account(&c->last, p, end, &r.account);
		else
			p = plain_field(c, pl, i, &r, p, end);
		if (p == NULL)
			return NULL;
	}
	if (p < end && *p == '\r')
		p++;
	if (p == end || *p != '\n')
		return NULL;
	if (!take_row(c, pl, &r))
		c->again = 1;
	return p + 1;
}

static const char *
short_bill(struct billing_csv *c, const char *p, const char *end)
{
	p = billshort_row(&c->last, p, end, billqueue_room(&c->queue));
	if (p != NULL && billqueue_put(&c->queue) < 0)
		c->again = 1;
	return p;
}

static int
is_short(const struct plan *pl)
{
	return !pl->accounts && pl->n == 4 && pl->use[0] == USE_ID &&
	       pl->use[1] == USE_FROM && pl->use[2] == USE_TO &&
	       pl->use[3] == USE_M3;
}

static inline const char *
any_plain(struct billing_csv *c, const struct plan *pl, int brief,
    const char *p, const char *end)
{
	const char *next = brief ? short_bill(c, p, end) : NULL;

	return next ? next : plain_row(c, pl, p, end);
}

/* The plain rows that lie ahead. */
static void
plain_rows(struct billing_csv *c, const struct plan *pl, struct csvin *in)
{
	const char *start, *p, *next;
	size_t n = csvin_ahead(in, &start);
	uint64_t lines = 0;
	int brief = is_short(pl);

	for (p = start; p < start + n && !c->again; p = next, lines++)
		if ((next = any_plain(c, pl, brief, p, start + n)) == NULL)
			break;
	if (n > 0)
		csvin_skip(in, (size_t)(p - start), lines);
}

/* A row that the reader of rows has read; 0: it is wrong. */
static int
any_row(struct billing_csv *c, const struct plan *pl, const struct csvin *in)
{
	struct row r = row_none;
	int64_t day;

	if (in->nfield < in->ncol)
		return 0;
	for (size_t i = 0; i < pl->n; i++) {
		const char *s = csvin_text(in, (int)i);

		if (table_wrong(pl->col[i], s) != NULL)
			return 0;
		if (*s == '\0')
			continue;
		if (pl->col[i]->type == TABLE_DAY &&
		    cal_parse_day(s, &day) == 0)
			use_day(&r, pl->use[i], (int32_t)day);
		use_word(&r, pl->use[i], s);
		if (pl->use[i] == USE_M3 && num_parse(s, &r.m3) < 0)
			return 0;
		if (pl->use[i] == USE_ID) {
			r.id = s;
			r.id_len = strlen(s);
		} else if (pl->use[i] == USE_ZONE) {
			r.zone = s;
			r.zone_len = strlen(s);
		}
	}
	return take_row(c, pl, &r);
}

static enum csvin_got
all_rows(struct billing_csv *c, const struct plan *pl, struct csvin *in)
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

/* The short bills of a plain file, with all threads. */
static void
short_file(struct billing_csv *c, struct csvin *in)
{
	struct billparts p = {.jobs = c->jobs};
	uint64_t from;

	if ((p.fd = csvin_file(in, &p.at)) < 0)
		return;
	from = p.at;
	if (billparts_add(&p, c->b) < 0)
		c->again = 1;
	if (p.at > from)
		csvin_jump(in, p.at, p.rows);
}

static enum csvin_got
all_bills(struct billing_csv *c, const struct plan *pl, struct csvin *in)
{
	enum csvin_got got;

	c->last.ids = billing_ids(c->b);
	if (is_short(pl))
		short_file(c, in);
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
	struct plan pl;

	if (!make_plan(&pl, in))
		return 0;
	c->again |= pl.accounts && c->bills;
	c->bills |= !pl.accounts;
	got = pl.accounts ? all_rows(c, &pl, in) : all_bills(c, &pl, in);
	return c->again || got == CSVIN_FAILED ? -1 : 1;
}
