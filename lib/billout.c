#include "billout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "column.h"
#include "num.h"
#include "term.h"
#include "xalloc.h"

enum { YEAR = 365 };

void
billout_heading(struct billout *o, const char *table)
{
	const struct term_table *t = term_table(table);

	csvout_table(o->out, t->col, t->ncol);
}

/* A zone's findings are those of the zones inside it too. */
int
billout_wants(const struct billout *o, long z)
{
	const struct tool_opts *t = o->o;

	if (z < 0)
		return t->nzone == 0 && t->level < 0 && t->shard == 1;
	if ((t->level >= 0 && o->n->zone[z].level != t->level) ||
	    z % t->shards != t->shard - 1)
		return 0;
	for (; z >= 0; z = o->n->zone[z].parent)
		if (tool_zone_wanted(t, o->n->zone[z].id))
			return 1;
	return 0;
}

void
billout_day(struct billout *o, int32_t day)
{
	char buf[CAL_BUF];

	csvout_text(o->out, day == LEDGER_NEVER ? "" : cal_day_text(day, buf));
}

int
billout_period(const struct billout *o, const struct billaudit *b,
    int32_t *from, int32_t *to)
{
	*to = o->o->to != TOOL_NO_DAY ? (int32_t)o->o->to : b->l->end;
	*from =
	    o->o->from != TOOL_NO_DAY ? (int32_t)o->o->from : b->l->end - YEAR;
	return b->l->nbill > 0 && *from < *to;
}

/* --- findings --- */

static int
wanted(const struct billout *o, const struct bill_finding *f)
{
	if (!billout_wants(o, strmap_get(&o->n->zone_of, f->zone)))
		return 0;
	if (f->from == LEDGER_NEVER)
		return 1;
	return (o->o->from == TOOL_NO_DAY || f->to > o->o->from) &&
	       (o->o->to == TOOL_NO_DAY || f->from < o->o->to);
}

static void
put_finding(struct billout *o, const struct bill_finding *f)
{
	char *reason = bill_reason(f, o->zh);

	csvout_text(o->out, f->account ? f->account->id : "");
	csvout_text(o->out, f->zone);
	csvout_text(o->out, billrule_id(f->rule));
	billout_day(o, f->from);
	billout_day(o, f->to);
	column_num(o->out, "observed", f->observed);
	column_num(o->out, "expected", f->expected);
	column_num(o->out, "volume_m3", f->m3);
	csvout_text(o->out, billrule_severity_name(f->severity));
	csvout_text(o->out, reason);
	csvout_row(o->out);
	free(reason);
}

long
billout_findings(struct billout *o, struct billaudit *b)
{
	int64_t first = 0, last = -1;
	long n = 0;

	store_span(b->s, &first, &last);
	if (o->o->from != TOOL_NO_DAY && o->o->from > first)
		first = o->o->from;
	if (o->o->to != TOOL_NO_DAY && o->o->to - 1 < last)
		last = o->o->to - 1;
	if (billaudit_find(b, first, last + 1) < 0)
		return -1;
	for (size_t i = 0; i < b->found.n; i++)
		if (wanted(o, &b->found.f[i])) {
			put_finding(o, &b->found.f[i]);
			n++;
		}
	return n;
}

/* --- structure --- */

struct one { /* an account in the period */
	const struct ledger_account *a;
	long zone;
	double m3, days;
	int open;
};

struct group { /* what the accounts of a row have in common */
	const char *by;
	char name[NUM_BUF];
	const char *text; /* in the place of name */
	long zone;	  /* -1: any */
	int class;	  /* -1: any */
	double dn;	  /* -1: any; NaN: not known */
};

struct structure {
	struct billout *o;
	struct one *one;
	size_t n;
	double *m3, *m3d; /* room for n */
	int32_t from, to;
	double all;
};

static int
inside(const struct network *n, long zone, long outer)
{
	return zone >= 0 && network_inside(n, (size_t)zone, (size_t)outer);
}

static int
is_in(const struct structure *s, const struct one *x, const struct group *g)
{
	if (g->zone >= 0 && !inside(s->o->n, x->zone, g->zone))
		return 0;
	if (g->class >= 0 && x->a->class != g->class)
		return 0;
	return g->dn == -1 || x->a->dn == g->dn ||
	       (isnan(g->dn) && isnan(x->a->dn));
}

static void
put_share(
    struct structure *s, const struct group *g, const struct bill_share *h)
{
	struct csvout *out = s->o->out;

	csvout_text(out, g->by);
	csvout_text(out, g->text ? g->text : g->name);
	billout_day(s->o, s->from);
	billout_day(s->o, s->to);
	csvout_num(out, h->accounts, 0);
	csvout_num(out, h->open, 0);
	csvout_num(out, h->billed, 0);
	column_num(out, "volume_m3", h->m3);
	column_num(out, "share_pct", s->all > 0 ? 100 * h->m3 / s->all : NAN);
	column_num(out, "use_m3d", h->mean);
	column_num(out, "p10_m3d", h->p10);
	column_num(out, "median_m3d", h->median);
	column_num(out, "p90_m3d", h->p90);
	column_num(out, "tenth_pct", h->tenth_pct);
	column_num(out, "first_pct", h->first_pct);
	csvout_row(out);
}

static void
put_group(struct structure *s, const struct group *g)
{
	struct bill_share h = {0};
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct one *x = &s->one[i];

		if (!is_in(s, x, g))
			continue;
		h.accounts++;
		h.open += x->open;
		if (x->days > 0) {
			s->m3[n] = x->m3;
			s->m3d[n++] = x->m3 / x->days;
		}
	}
	if (h.accounts == 0)
		return;
	bill_share_of(s->m3, s->m3d, n, &h);
	if (strcmp(g->by, "all") == 0)
		s->all = h.m3;
	put_share(s, g, &h);
}

static int
rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	if (isnan(x) || isnan(y))
		return isnan(x) - isnan(y);
	return (x > y) - (x < y);
}

static void
put_sizes(struct structure *s)
{
	double *dn = xmalloc((s->n + 1) * sizeof *dn);

	for (size_t i = 0; i < s->n; i++)
		dn[i] = s->one[i].a->dn;
	qsort(dn, s->n, sizeof *dn, rising);
	for (size_t i = 0; i < s->n; i++) {
		struct group g = {"size", "", NULL, -1, -1, dn[i]};

		if (i > 0 && rising(&dn[i - 1], &dn[i]) == 0)
			continue;
		num_exact(dn[i], g.name);
		put_group(s, &g);
	}
	free(dn);
}

static void
put_groups(struct structure *s)
{
	static const char classes[] = {'h', 'n', 'p', 'u', 0};
	const struct network *n = s->o->n;

	put_group(s, &(struct group){"all", "", NULL, -1, -1, -1});
	for (size_t z = 0; z < n->nzone; z++)
		if (network_first(n, z))
			put_group(s, &(struct group){"zone", "", n->zone[z].id,
					 (long)z, -1, -1});
	for (size_t i = 0; i < sizeof classes; i++)
		put_group(s, &(struct group){"class", "",
				 ledger_class(classes[i]), -1, classes[i], -1});
	put_sizes(s);
}

void
billout_structure(struct billout *o, struct billaudit *b)
{
	struct structure s = {.o = o};
	size_t room = b->l->naccount + 1;

	if (!billout_period(o, b, &s.from, &s.to))
		return;
	s.one = xcalloc(room, sizeof *s.one);
	s.m3 = xcalloc(room, sizeof *s.m3);
	s.m3d = xcalloc(room, sizeof *s.m3d);
	for (size_t i = 0; i < b->l->naccount; i++) {
		const struct ledger_account *a = &b->l->account[i];
		struct one *x = &s.one[s.n];

		x->zone = billaudit_zone(b, a);
		if (a->row_from == LEDGER_NEVER || !billout_wants(o, x->zone))
			continue;
		x->a = a;
		x->open = s.to <= a->closed && !a->closed_some_day;
		x->m3 = billaudit_volume(b, a, s.from, s.to, &x->days);
		s.n++;
	}
	put_groups(&s);
	free(s.one);
	free(s.m3);
	free(s.m3d);
}

/* --- reading --- */

static void
put_reading(struct billout *o, const char *route, int64_t from, int64_t to,
    const struct bill_reading *r)
{
	const double n[] = {r->active, r->due, r->read, r->estimated,
	    r->no_access, r->missed, r->zero};

	csvout_text(o->out, route);
	billout_day(o, (int32_t)from);
	billout_day(o, (int32_t)to);
	for (size_t i = 0; i < sizeof n / sizeof *n; i++)
		csvout_num(o->out, n[i], 0);
	column_num(o->out, "read_pct", r->due ? 100 * r->read / r->due : NAN);
	column_num(o->out, "estimated_pct",
	    r->due ? 100 * (r->estimated + r->no_access) / r->due : NAN);
	column_num(
	    o->out, "zero_pct", r->active ? 100 * r->zero / r->active : NAN);
	csvout_row(o->out);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
put_route(struct billout *o, const struct billaudit *b, const char *route,
    int64_t from, const struct bill_reading *all, size_t months)
{
	long at = strmap_get(&b->l->text_of, route);
	const struct bill_reading *r = &all[(size_t)at * months];
	int y, m, d;

	cal_civil(from, &y, &m, &d);
	for (size_t i = 0; i < months; i++) {
		int k = m - 1 + (int)i;

		if (r[i].due > 0)
			put_reading(o, route,
			    cal_day(y + k / 12, k % 12 + 1, 1),
			    cal_day(y + (k + 1) / 12, (k + 1) % 12 + 1, 1),
			    &r[i]);
	}
}

void
billout_reading(struct billout *o, struct billaudit *b)
{
	int64_t from = o->o->from != TOOL_NO_DAY ? o->o->from : b->l->first;
	int64_t to = o->o->to != TOOL_NO_DAY ? o->o->to : b->l->end + 1;
	struct bill_reading *all;
	size_t months;
	char **route;

	if (b->l->nbill == 0)
		return;
	all = billaudit_reading(b, from, to, &months);
	route = xmalloc(b->l->ntext * sizeof *route);
	memcpy(route, b->l->text, b->l->ntext * sizeof *route);
	qsort(route, b->l->ntext, sizeof *route, by_text);
	for (size_t i = 0; i < b->l->ntext; i++)
		put_route(o, b, route[i], from, all, months);
	free(route);
	free(all);
}
