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

/* The import of the row of `params` that holds; 0: not found.  Its key to be
 * freed. */
static int64_t
param_import(struct store *s, const struct net_param *p, char **key)
{
	const struct table *t = table_find("params");
	struct store_rows *r = store_rows_open(s, t);
	int name = table_col(t, "name"), zone = table_col(t, "zone_id");
	int from = table_col(t, "valid_from");
	int64_t import = 0;

	while (r != NULL && store_rows_next(r) > 0)
		if (strcmp(store_rows_text(r, name), p->name) == 0 &&
		    strcmp(store_rows_text(r, zone), p->zone_id) == 0 &&
		    store_rows_day(r, from, INT64_MIN) == p->from) {
			import = store_rows_import(r);
			free(*key);
			*key = whyimports_key(t, r);
		}
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
	char from[CAL_BUF] = "", b[NUM_BUF], *key = NULL;
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
	import = param_import(w->s, p, &key);
	if (p->from != INT64_MIN)
		cal_day_text(p->from, from);
	trail_num(t, TRAIL_PARAM, name, v, 6, "",
	    "params%s%s%s%s, import %" PRId64 "; %s",
	    *p->zone_id ? trail_tr(t, " of ") : "", p->zone_id,
	    *from ? trail_tr(t, " from ") : "", from, import,
	    trail_tr(t, what->meaning));
	whyimports_note(i, import);
	if (key != NULL)
		whyimports_row(i, t, import, key);
	free(key);
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
	char *key = NULL;
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
			free(key);
			key = whyimports_key(tab, r);
		}
	}
	store_rows_close(r);
	if (import != 0)
		trail_num(t, TRAIL_REGISTRY, name, v, 6, "",
		    "zones, %s, import %" PRId64, owner, import);
	else
		trail_num(t, TRAIL_REGISTRY, name, v, 6, "", "not registered");
	if (key != NULL) {
		whyimports_note(i, import);
		whyimports_row(i, t, import, key);
	}
	free(key);
	return got < 0 ? -1 : 0;
}

/* --- readings --- */

struct counting {
	const struct why *w;
	struct trail *t;
	struct whyimports *i;
	int32_t from, to; /* of a day, seconds; to 0: all of it */
};

/* The day, and the readings that were just counted, each as a row. */
static void
list_readings(
    struct counting *c, const struct net_point *p, size_t first, size_t end)
{
	const struct zone *tz = store_zone(c->w->s);
	const struct unit *u = unit_stored(p->quantity);
	int one_day = c->w->to - c->w->from == 1;

	for (size_t k = first; k < end; k++) {
		const struct why_reading w = c->i->reading[k];
		const struct reading r = {.v = w.v, .quality = w.quality};
		char at[CAL_BUF], what[CAL_BUF + 64];

		cal_instant_text(tz, w.t, at);
		at[10] = ' ';
		snprintf(what, sizeof what, "  %s %.*s", p->id,
		    one_day ? 5 : 16, one_day ? at + 11 : at);
		trail_num(c->t, TRAIL_READING, what, r.v, 6, u ? u->name : "",
		    "%s",
		    r.quality >= 192 ? "" :
				       trail_tr(c->t, "not good: left out"));
		whyimports_reading(
		    c->i, c->t, c->i->im[w.import].id, p->id, w.t, &r);
	}
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
put_point(struct counting *c, const struct why_point *q, const char *span)
{
	const struct net_point *p = &c->w->n->point[q->point];
	size_t first = c->i->nreading, n;
	char b[2][NUM_BUF];

	trail_num(c->t, TRAIL_READING, p->id, 0, 0, "", "%s, x %s%s%s", span,
	    num_fixed(q->weight, 4, b[0]),
	    q->add != 0 ? trail_tr(c->t, ", level m ") : "",
	    q->add != 0 ? num_fixed(q->add, 4, b[1]) : "");
	if (whyimports_count(c->i, c->t, p->n, p->id, c->w->from, c->w->to,
		c->from, c->to) < 0)
		return -1;
	n = c->i->nreading - first;
	if (c->w->files->all || (c->to > 0 && n <= 15))
		list_readings(c, p, first, c->i->nreading);
	return 0;
}

static int
put_points(struct counting *c, const struct why_what *what, const char *span)
{
	const int plants = why_by_volume(what);
	struct why_point *p, *flow = NULL;
	size_t n = why_points(c->w, what->raw, c->w->from, &p);
	size_t nflow = plants ? why_meters(c->w, p, n, &flow) : 0;
	int got = 0;

	for (size_t k = 0; got == 0 && k < n; k++)
		got = put_point(c, &p[k], span);
	for (size_t k = 0; got == 0 && k < nflow; k++)
		got = put_point(c, &flow[k], span);
	free(p);
	free(flow);
	return got;
}

int
whysource_readings(const struct why *w, const struct why_what *what,
    struct trail *t, struct whyimports *i)
{
	struct counting c = {.w = w, .t = t, .i = i};
	char span[2 * CAL_BUF + 20];

	find_span(&c, what, span, sizeof span);
	return put_points(&c, what, span);
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
	char *key;
	int64_t import;
	double m3; /* in the period */
};

struct bills_seen {
	struct bill_row *most; /* those to be listed; the largest, first, */
	size_t n, cap;	       /* unless all are */
	int all;
	size_t count, estimated;
	double m3;
};

static void
free_bill(struct bill_row *row)
{
	free(row->account);
	free(row->text);
	free(row->key);
}

static void
keep_bill(struct bills_seen *b, struct bill_row row)
{
	size_t at;

	b->most = xgrow(b->most, b->n, &b->cap, sizeof *b->most);
	at = b->n++;
	while (!b->all && at > 0 && b->most[at - 1].m3 < row.m3) {
		b->most[at] = b->most[at - 1];
		at--;
	}
	b->most[at] = row;
	if (!b->all && b->n > LARGEST)
		free_bill(&b->most[--b->n]);
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
	whyimports_note(i, store_rows_import(r));
	keep_bill(
	    b, (struct bill_row){.account = xstrdup(store_rows_text(r, ID)),
		   .text = xasprintf(
		       trail_tr(t, "%s to %s, %s m3, %s; import %" PRId64),
		       store_rows_text(r, FROM), store_rows_text(r, TO),
		       store_rows_text(r, M3), status_name(t, status),
		       store_rows_import(r)),
		   .key = whyimports_key(table_find("bills"), r),
		   .import = store_rows_import(r),
		   .m3 = m3});
}

static void
put_bill(const struct bills_seen *b, const struct bill_row *row,
    struct trail *t, struct whyimports *i)
{
	char what[100];

	snprintf(what, sizeof what, "  %s", row->account);
	if (b->all)
		trail_num(
		    t, TRAIL_BILL, what, row->m3, 4, "m3", "%s", row->text);
	else
		trail_num(t, TRAIL_BILL, what, row->m3, 4, "m3",
		    "one of the %d largest: %s", LARGEST, row->text);
	whyimports_row(i, t, row->import, row->key);
}

int
whysource_bills(const struct why *w, struct trail *t, struct whyimports *i)
{
	struct strmap accounts = STRMAP_INIT;
	struct bills_seen b = {.all = w->files->all};
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
		put_bill(&b, &b.most[k], t, i);
		free_bill(&b.most[k]);
	}
	free(b.most);
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
	char *key;

	while (got > 0 && (got = store_rows_next(r)) > 0) {
		if (strcmp(store_rows_text(r, ITEM), item) != 0 ||
		    strcmp(store_rows_text(r, ZONE), w->n->zone[w->zone].id) !=
			0 ||
		    store_rows_day(r, FROM, 0) >= w->to ||
		    store_rows_day(r, TO, 0) <= w->from)
			continue;
		trail_num(t, TRAIL_REGISTRY, item, store_rows_num(r, M3), 4,
		    "m3",
		    "balance, %s to %s, %s, +- %s %%, import %" PRId64 "%s%s",
		    store_rows_text(r, FROM), store_rows_text(r, TO),
		    trail_tr(t, store_rows_text(r, BASIS)),
		    store_rows_text(r, ERR), store_rows_import(r),
		    *store_rows_text(r, NOTE) ? trail_tr(t, "; ") : "",
		    store_rows_text(r, NOTE));
		key = whyimports_key(tab, r);
		whyimports_note(i, store_rows_import(r));
		whyimports_row(i, t, store_rows_import(r), key);
		free(key);
	}
	store_rows_close(r);
	return got;
}
