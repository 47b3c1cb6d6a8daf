#include "whysource.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "param.h"
#include "say.h"
#include "strmap.h"
#include "table.h"
#include "term.h"
#include "unit.h"
#include "xalloc.h"

/* --- parameters --- */

/* The import of the row of `params` that holds; 0: not found. */
static int64_t
param_import(struct store *s, const struct net_param *p)
{
	const struct table *t = table_find("params");
	struct store_rows *r = store_rows_open(s, t);
	int name = table_col(t, "name"), zone = table_col(t, "zone_id");
	int from = table_col(t, "valid_from");
	int64_t import = 0;

	while (r != NULL && store_rows_next(r) > 0)
		if (strcmp(store_rows_text(r, name), p->name) == 0 &&
		    strcmp(store_rows_text(r, zone), p->zone_id) == 0 &&
		    store_rows_day(r, from, INT64_MIN) == p->from)
			import = store_rows_import(r);
	store_rows_close(r);
	return import;
}

int
whysource_param(const struct why *w, const char *name, double v,
    struct trail *t, struct whyimports *i)
{
	const struct param *what = param_find(name);
	const struct net_param *p =
	    network_param_row(w->n, name, (long)w->zone, w->from);
	char from[CAL_BUF] = "", b[NUM_BUF];
	int64_t import;

	if (p == NULL) {
		num_exact(v, b);
		trail_num(t, TRAIL_PARAM, name, v, 6, "", "%s; %s",
		    what->value != NULL && strcmp(what->value, b) == 0 ?
			trail_tr(t, "default") :
			trail_tr(t, "by ubl_set"),
		    trail_tr(t, what->meaning));
		return 0;
	}
	if (strcmp(p->zone_id, "*") == 0) {
		trail_num(t, TRAIL_PARAM, name, v, 6, "", "--set; %s",
		    trail_tr(t, what->meaning));
		return 0;
	}
	import = param_import(w->s, p);
	whyimports_note(i, import, 1);
	if (p->from != INT64_MIN)
		cal_day_text(p->from, from);
	trail_num(t, TRAIL_PARAM, name, v, 6, "",
	    "params%s%s%s%s, import %" PRId64 "; %s",
	    *p->zone_id ? trail_tr(t, " of ") : "", p->zone_id,
	    *from ? trail_tr(t, " from ") : "", from, import,
	    trail_tr(t, what->meaning));
	return 0;
}

/* --- registries --- */

int
whysource_registry(const struct why *w, const char *name, double v,
    struct trail *t, struct whyimports *i)
{
	const struct table *tab = table_find("zones");
	struct store_rows *r = store_rows_open(w->s, tab);
	int zone = table_col(tab, "zone_id"), col = table_col(tab, name);
	int from = table_col(tab, "valid_from"),
	    to = table_col(tab, "valid_to");
	const char *owner = "";
	int64_t import = 0, day = w->to - 1;
	long z = (long)w->zone;
	int got = r ? 1 : -1;

	/* Its own row, or one of those around it that says it. */
	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long at = strmap_get(&w->n->zone_of, store_rows_text(r, zone));

		if (at < 0 || col < 0 ||
		    !network_inside(w->n, (size_t)z, (size_t)at) ||
		    store_rows_day(r, from, INT64_MIN) > day ||
		    store_rows_day(r, to, INT64_MAX) <= day ||
		    !(store_rows_num(r, col) == v))
			continue;
		if (*owner == '\0' ||
		    network_inside(w->n, (size_t)at,
			(size_t)strmap_get(&w->n->zone_of, owner))) {
			owner = w->n->zone[at].id;
			import = store_rows_import(r);
		}
	}
	store_rows_close(r);
	whyimports_note(i, import, import != 0);
	if (import != 0)
		trail_num(t, TRAIL_REGISTRY, name, v, 6, "",
		    "zones, %s, import %" PRId64, owner, import);
	else
		trail_num(t, TRAIL_REGISTRY, name, v, 6, "", "not registered");
	return got < 0 ? -1 : 0;
}

/* --- readings --- */

struct counting {
	const struct why *w;
	struct trail *t;
	struct whyimports *i;
	struct reading *r;
	int64_t *import;
	size_t cap, import_cap;
	int32_t from, to; /* of a day, seconds; to 0: all of it */
	size_t n, bad;
	int64_t *by; /* readings by number in the ledger */
};

static void
count_reading(struct counting *c, const struct reading *r, int64_t import)
{
	if (c->to > 0 && (r->off < c->from || r->off >= c->to))
		return;
	c->n++;
	for (size_t k = 0; k < c->i->n; k++)
		if (c->i->im[k].id == import)
			c->by[k]++;
}

static int
count_day(struct counting *c, const struct net_point *p, int64_t day)
{
	long n = store_day(c->w->s, p->n, day, &c->r, &c->cap);

	if (n <= 0)
		return (int)n;
	if (c->cap > c->import_cap) {
		c->import_cap = c->cap;
		c->import =
		    xrealloc(c->import, c->import_cap, sizeof *c->import);
	}
	if (store_day_imports(c->w->s, p->n, day, c->r, (size_t)n, c->import) <
	    0)
		return -1;
	for (long k = 0; k < n; k++)
		count_reading(c, &c->r[k], c->import[k]);
	return 0;
}

/* "12, 15": the imports of the readings just counted. */
static void
imports_text(struct counting *c, char *buf, size_t size)
{
	size_t at = 0;

	*buf = '\0';
	for (size_t k = 0; k < c->i->n && at < size; k++) {
		if (c->by[k] == 0)
			continue;
		at += (size_t)snprintf(buf + at, size - at, "%s%" PRId64,
		    at ? ", " : "", c->i->im[k].id);
		c->i->rows[k] += c->by[k];
		c->by[k] = 0;
	}
}

/* Each reading of an hour; of a longer span their number. */
static void
list_readings(struct counting *c, const struct net_point *p, int64_t day)
{
	const struct zone *tz = store_zone(c->w->s);
	int64_t midnight = zone_midnight(tz, day);
	char at[CAL_BUF], what[CAL_BUF + 64];
	long n = store_day(c->w->s, p->n, day, &c->r, &c->cap);
	const struct unit *u = unit_stored(p->quantity);

	for (long k = 0; k < n; k++) {
		const struct reading *r = &c->r[k];

		if (r->off < c->from || r->off >= c->to)
			continue;
		cal_instant_text(tz, midnight + r->off, at);
		snprintf(what, sizeof what, "  %s %.5s", p->id, at + 11);
		trail_num(c->t, TRAIL_READING, what, r->v, 6, u ? u->name : "",
		    "%s",
		    r->quality >= 192 ? "" :
					trail_tr(c->t, "not good: left out"));
	}
}

static void
put_point(struct counting *c, const struct why_point *q, const char *span)
{
	const struct net_point *p = &c->w->n->point[q->point];
	char imports[200], b[2][NUM_BUF];

	imports_text(c, imports, sizeof imports);
	trail_num(c->t, TRAIL_READING, p->id, (double)c->n, 0, "",
	    "%s, x %s%s%s; import %s", span, num_fixed(q->weight, 4, b[0]),
	    q->add != 0 ? trail_tr(c->t, ", level m ") : "",
	    q->add != 0 ? num_fixed(q->add, 4, b[1]) : "",
	    *imports ? imports : "-");
}

/* Of which time: the hour of the minimum, a window, or all. */
static void
find_span(struct counting *c, const struct why_what *what, char *span, size_t n)
{
	const struct why *w = c->w;
	const char *mode = what->mode;
	char a[CAL_BUF], b[CAL_BUF];

	if (table_is_word("minimum at hour users", mode) && w->at >= 0) {
		c->from = w->at;
		c->to = w->at + w->width;
	} else if (strcmp(mode, "fixed") == 0) {
		c->from =
		    network_clock(w->n, "fixed_from", (long)w->zone, w->from);
		c->to = network_clock(w->n, "fixed_to", (long)w->zone, w->from);
	}
	if (c->to > 0)
		snprintf(span, n, trail_tr(c->t, "%02d:%02d to %02d:%02d"),
		    c->from / 3600, c->from / 60 % 60, c->to / 3600,
		    c->to / 60 % 60);
	else if (w->to - w->from == 1)
		snprintf(span, n, "%s", cal_day_text(w->from, a));
	else
		snprintf(span, n, trail_tr(c->t, "%s up to %s"),
		    cal_day_text(w->from, a), cal_day_text(w->to, b));
}

static int
put_points(struct counting *c, const struct why_what *what, const char *span)
{
	struct why_point *p;
	size_t n = why_points(c->w, what->raw, c->w->from, &p);
	int got = 0;

	for (size_t k = 0; got == 0 && k < n; k++) {
		const struct net_point *point = &c->w->n->point[p[k].point];

		c->n = 0;
		for (int64_t d = c->w->from; got == 0 && d < c->w->to; d++)
			got = count_day(c, point, d);
		put_point(c, &p[k], span);
		if (c->to > 0 && c->n <= 15)
			list_readings(c, point, c->w->from);
	}
	free(p);
	return got;
}

int
whysource_readings(const struct why *w, const struct why_what *what,
    struct trail *t, struct whyimports *i)
{
	struct counting c = {
	    .w = w, .t = t, .i = i, .by = xcalloc(i->n + 1, sizeof *c.by)};
	char span[2 * CAL_BUF + 20];
	int got;

	find_span(&c, what, span, sizeof span);
	got = put_points(&c, what, span);
	free(c.by);
	free(c.r);
	free(c.import);
	return got;
}

/* --- bills --- */

/* The accounts of the zone and of those inside it. */
static int
find_accounts(const struct why *w, struct strmap *accounts)
{
	const struct table *t = table_find("accounts");
	struct store_rows *r = store_rows_open(w->s, t);
	int id = table_col(t, "account_id"), zone = table_col(t, "zone_id");
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		long z = strmap_get(&w->n->zone_of, store_rows_text(r, zone));

		if (z >= 0 && network_inside(w->n, (size_t)z, w->zone))
			strmap_put(accounts, store_rows_text(r, id), 1);
	}
	store_rows_close(r);
	return got;
}

enum { LARGEST = 5 };

struct bill_row {
	char *account, *text; /* text: days, volume, status */
	double m3;	      /* in the period */
};

struct bills_seen {
	struct bill_row most[LARGEST]; /* the largest, first */
	size_t n, count, estimated;
	double m3;
};

static void
keep_bill(struct bills_seen *b, struct bill_row row)
{
	size_t at = b->n;

	while (at > 0 && b->most[at - 1].m3 < row.m3)
		at--;
	if (at == LARGEST) {
		free(row.account);
		free(row.text);
		return;
	}
	if (b->n == LARGEST) {
		b->n--;
		free(b->most[b->n].account);
		free(b->most[b->n].text);
	}
	memmove(b->most + at + 1, b->most + at, (b->n - at) * sizeof *b->most);
	b->most[at] = row;
	b->n++;
}

/* The status of a bill; empty is actual. */
static const char *
status_name(const struct trail *t, const char *status)
{
	static const char *const word[][2] = {{"", N_("actual")},
	    {"actual", N_("actual")}, {"estimated", N_("an estimate")},
	    {"no_access", N_("no access")}, {"replaced", N_("replaced")}};

	for (size_t i = 0; i < sizeof word / sizeof *word; i++)
		if (strcmp(word[i][0], status) == 0 &&
		    (t->spoken || *status == '\0'))
			return trail_tr(t, word[i][1]);
	return status;
}

static void
take_bill(const struct why *w, const struct store_rows *r, struct trail *t,
    struct bills_seen *b, struct whyimports *i)
{
	enum { ID, FROM, TO, M3, STATUS = 6 };
	int64_t from = store_rows_day(r, FROM, 0),
		to = store_rows_day(r, TO, 0);
	int64_t lo = from > w->from ? from : w->from,
		hi = to < w->to ? to : w->to;
	double m3 =
	    store_rows_num(r, M3) * (double)(hi - lo) / (double)(to - from);
	const char *status = store_rows_text(r, STATUS);

	if (lo >= hi)
		return;
	b->count++;
	b->estimated += *status == 'e' || *status == 'n';
	b->m3 += m3;
	whyimports_note(i, store_rows_import(r), 1);
	keep_bill(
	    b, (struct bill_row){.account = xstrdup(store_rows_text(r, ID)),
		   .text = xasprintf(
		       trail_tr(t, "%s to %s, %s m3, %s; import %" PRId64),
		       store_rows_text(r, FROM), store_rows_text(r, TO),
		       store_rows_text(r, M3), status_name(t, status),
		       store_rows_import(r)),
		   .m3 = m3});
}

int
whysource_bills(const struct why *w, struct trail *t, struct whyimports *i)
{
	struct strmap accounts = STRMAP_INIT;
	struct bills_seen b = {.n = 0};
	int got = find_accounts(w, &accounts);
	struct store_rows *r =
	    got < 0 ? NULL : store_rows_open(w->s, table_find("bills"));

	got = r ? 1 : -1;
	while (got > 0 && (got = store_rows_next(r)) > 0)
		if (strmap_get(&accounts, store_rows_text(r, 0)) >= 0)
			take_bill(w, r, t, &b, i);
	store_rows_close(r);
	strmap_release(&accounts);
	trail_num(t, TRAIL_BILL, trail_tr(t, "bills that touch the period"),
	    (double)b.count, 0, "",
	    "%zu not read (estimated, no access); their days in the period",
	    b.estimated);
	trail_num(t, TRAIL_BILL, trail_tr(t, "  even share of them"), b.m3, 4,
	    "m3", "before true-ups of estimates, all accounts");
	for (size_t k = 0; k < b.n; k++) {
		char what[100];

		snprintf(what, sizeof what, "  %s", b.most[k].account);
		trail_num(t, TRAIL_BILL, what, b.most[k].m3, 4, "m3",
		    "one of the %d largest: %s", LARGEST, b.most[k].text);
		free(b.most[k].account);
		free(b.most[k].text);
	}
	return got;
}

/* --- rows of `balance` --- */

int
whysource_given(const struct why *w, const char *item, struct trail *t,
    struct whyimports *i)
{
	const struct table *tab = table_find("balance");
	struct store_rows *r = store_rows_open(w->s, tab);
	enum { ZONE, FROM, TO, ITEM, M3, ERR, BASIS, NOTE };
	int got = r ? 1 : -1;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		if (strcmp(store_rows_text(r, ITEM), item) != 0 ||
		    strcmp(store_rows_text(r, ZONE), w->n->zone[w->zone].id) !=
			0 ||
		    store_rows_day(r, FROM, 0) >= w->to ||
		    store_rows_day(r, TO, 0) <= w->from)
			continue;
		whyimports_note(i, store_rows_import(r), 1);
		trail_num(t, TRAIL_REGISTRY, item, store_rows_num(r, M3), 4,
		    "m3",
		    "balance, %s to %s, %s, +- %s %%, import %" PRId64 "%s%s",
		    store_rows_text(r, FROM), store_rows_text(r, TO),
		    trail_tr(t, store_rows_text(r, BASIS)),
		    store_rows_text(r, ERR), store_rows_import(r),
		    *store_rows_text(r, NOTE) ? trail_tr(t, "; ") : "",
		    store_rows_text(r, NOTE));
	}
	store_rows_close(r);
	return got;
}
