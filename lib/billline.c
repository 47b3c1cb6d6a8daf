#include "billline.h"

#include <math.h>
#include <string.h>

#include "num.h"

static const struct {
	const char *name;
	enum billline_use use;
} uses[] = {{"account_id", USE_ID}, {"zone_id", USE_ZONE}, {"class", USE_CLASS},
    {"from", USE_FROM}, {"to", USE_TO}, {"valid_from", USE_FROM},
    {"valid_to", USE_TO}, {"volume_m3", USE_M3}, {"billing", USE_UNBILLED}};

static enum billline_use
use_of(const char *name, int accounts)
{
	if (strcmp(name, "status") == 0)
		return accounts ? USE_CLOSED : USE_ESTIMATED;
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		if (strcmp(uses[i].name, name) == 0)
			return uses[i].use;
	return USE_NOT;
}

int
billline_plan(struct billline_plan *p, const struct csvin *in)
{
	const struct table *t = table_of(in->col, in->ncol);

	if (t == NULL || in->ncol > BILLLINE_COLUMNS)
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

static const struct billline none = {
    .from = INT32_MIN, .to = INT32_MAX, .account = BILLIDS_NONE};

/* --- a field --- */

/* The first letters tell the words apart; they have been checked. */
static void
use_word(struct billline *r, enum billline_use use, const char *s)
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
use_day(struct billline *r, enum billline_use use, int32_t day)
{
	if (use == USE_FROM)
		r->from = day;
	else if (use == USE_TO)
		r->to = day;
}

/* 1 if the letters are one of the column's words: mostly one that was met. */
static int
is_word(struct billline_seen *c, const struct table_col *col, const char *p,
    size_t len)
{
	struct billline_word *w = &c->word[((unsigned char)*p + len) % 16];

	if (w->col == col && w->len == len && memcmp(w->text, p, len) == 0)
		return 1;
	if (len == 0 || len >= sizeof w->text)
		return 0;
	*w = (struct billline_word){.col = col, .len = len};
	memcpy(w->text, p, len);
	if (table_is_word(col->words, w->text))
		return 1;
	w->col = NULL;
	return 0;
}

static const char *
plain_word(struct billline_seen *c, const struct table_col *col,
    enum billline_use use, struct billline *r, const char *p, const char *end)
{
	const char *e = rowscan_text(p, end);

	if (e == NULL || !is_word(c, col, p, (size_t)(e - p)))
		return NULL;
	use_word(r, use, p);
	return e;
}

static const char *
plain_number(const struct table_col *col, enum billline_use use,
    struct billline *r, const char *p, const char *end)
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
plain_id(
    struct billline *r, enum billline_use use, const char *p, const char *end)
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
plain_field(struct billline_seen *c, const struct billline_plan *pl, size_t i,
    struct billline *r, const char *p, const char *end)
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

const char *
billline_plain(struct billline_seen *c, const struct billline_plan *pl,
    const char *p, const char *end, struct billline *r)
{
	*r = none;
	for (size_t i = 0; i < pl->n; i++) {
		if (i > 0 && (p == end || *p++ != ','))
			return NULL;
		if (pl->use[i] == USE_ID && !pl->accounts)
			p = billshort_account(&c->last, p, end, &r->account);
		else
			p = plain_field(c, pl, i, r, p, end);
		if (p == NULL)
			return NULL;
	}
	if (p < end && *p == '\r')
		p++;
	return p < end && *p == '\n' ? p + 1 : NULL;
}

int
billline_any(
    const struct billline_plan *pl, const struct csvin *in, struct billline *r)
{
	int64_t day;

	*r = none;
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
			use_day(r, pl->use[i], (int32_t)day);
		use_word(r, pl->use[i], s);
		if (pl->use[i] == USE_M3 && num_parse(s, &r->m3) < 0)
			return 0;
		if (pl->use[i] == USE_ID) {
			r->id = s;
			r->id_len = strlen(s);
		} else if (pl->use[i] == USE_ZONE) {
			r->zone = s;
			r->zone_len = strlen(s);
		}
	}
	return 1;
}

int
billline_short(const struct billline_plan *pl)
{
	return !pl->accounts && pl->n == 4 && pl->use[0] == USE_ID &&
	       pl->use[1] == USE_FROM && pl->use[2] == USE_TO &&
	       pl->use[3] == USE_M3;
}
