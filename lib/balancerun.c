#include "balancerun.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "billingstore.h"
#include "readers.h"
#include "xalloc.h"

/* --- data in --- */

/* Tables of the streams that need no store. */
static int
take(void *ctx, struct csvin *in)
{
	struct balance_run *r = ctx;
	int got = 0;

	if (r->o->take != NULL)
		got = r->o->take(r->o->take_ctx, in);
	if (got == 0 && r->csv.b != NULL)
		got = billing_csv_take(&r->csv, in);
	return got != 0 ? got : dailyflow_take(&r->days, in);
}

/* Standard input into a file without a name, so that it can be read twice. */
static int
spool(void)
{
	static char buf[1 << 16];
	struct stat st;
	FILE *fp;
	ssize_t n;

	if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	if ((fp = tmpfile()) == NULL) {
		warn("temporary file");
		return -1;
	}
	while ((n = read(STDIN_FILENO, buf, sizeof buf)) > 0)
		if (fwrite(buf, 1, (size_t)n, fp) != (size_t)n)
			break;
	if (n != 0 || fflush(fp) != 0 || dup2(fileno(fp), STDIN_FILENO) < 0) {
		warn("temporary file");
		fclose(fp);
		return -1;
	}
	fclose(fp);
	return lseek(STDIN_FILENO, 0, SEEK_SET) == 0 ? 0 : -1;
}

static int
reads_stdin(const struct tool_opts *o)
{
	for (size_t i = 0; i < o->nfile; i++)
		if (strcmp(o->file[i], "-") == 0)
			return 1;
	return o->nfile == 0 && o->db == NULL && !isatty(STDIN_FILENO);
}

/* Bills that went by before their zones were known cannot be cut to the days
 * that these hold. */
static int
has_spans(const struct network *n)
{
	for (size_t i = 0; i < n->nzone; i++)
		if (n->zone[i].from != INT64_MIN || n->zone[i].to != INT64_MAX)
			return 1;
	return 0;
}

static int
open_input(struct balance_run *r)
{
	return input_open_taking(r->o->tool,
	    r->o->need_accounts ? INPUT_BILLS_NIGHT : INPUT_BILLS, take, r,
	    &r->in);
}

static void
start_csv(struct balance_run *r)
{
	r->billing = billing_new(&r->o->periods);
	r->csv =
	    (struct billing_csv){.b = r->billing, .jobs = r->o->tool->jobs};
}

/* With the bills summed while they are read, if all comes from files; else, or
 * where that does not go, with the bills in the store. */
static int
open_twice(struct balance_run *r)
{
	const struct tool_opts *t = r->o->tool;
	int status;

	if (reads_stdin(t) && spool() < 0)
		return 1;
	if (t->db == NULL && !r->o->by_profile && !r->o->need_accounts)
		start_csv(r);
	status = open_input(r);
	if (status == 0 && r->csv.b != NULL)
		r->csv.again = has_spans(r->in.n);
	if (!r->csv.again)
		return status;
	input_close(&r->in);
	dailyflow_release(&r->days);
	billing_free(r->billing);
	r->billing = NULL;
	r->days = (struct dailyflow){0};
	r->csv = (struct billing_csv){0};
	if (reads_stdin(t) && lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
		return 1;
	return open_input(r);
}

static int
from_store(struct balance_run *r, int in_order)
{
	struct zonesupply_work *w;
	int got = 0;

	r->billing = billing_new(&r->o->periods);
	billing_zones(r->billing, r->in.n);
	if (r->o->by_profile) {
		w = zonesupply_new(r->in.s, r->in.n, &r->days);
		got = billing_profiles(r->billing, r->in.n, &r->o->periods, w);
		zonesupply_free(w);
	}
	return got < 0 ? -1 :
			 billing_load(r->billing, r->o->tool, &r->in, in_order);
}

static int
load_bills(struct balance_run *r)
{
	double n, m3;
	int got = 1;

	if (r->billing == NULL)
		got = from_store(r, 0);
	if (got == 0) {
		billing_free(r->billing);
		got = from_store(r, 1);
	}
	if (got < 0)
		return -1;
	if ((n = billing_stray(r->billing, &m3)) > 0)
		warnx("bills of accounts that are in no zone here: "
		      "%.0f, %.2f m3, not counted",
		    n, m3);
	billing_close(r->billing, r->in.n);
	return 0;
}

static void
tell_stray_rows(const struct zonebalance_work *w)
{
	const char *id;
	size_t n = zonebalance_stray(w, &id);

	if (n > 0)
		warnx("rows of balance of zones that are not registered: %zu, "
		      "the first of '%s', not counted",
		    n, id);
}

/* 0, or -1: a zone that is to be left out does not exist. */
static int
check_excluded(const struct balance_opts *o, const struct input *in)
{
	char *list = xstrdup(o->exclude != NULL ? o->exclude : ""), *save;
	int got = 0;

	for (char *id = strtok_r(list, ",", &save); id != NULL && got == 0;
	     id = strtok_r(NULL, ",", &save))
		got = input_check_zone(in, id);
	free(list);
	return got;
}

int
balance_open(struct balance_run *r, const struct balance_opts *o)
{
	struct zonebalance_source src;
	int status;

	*r = (struct balance_run){.o = o};
	if (o->periods.n == 0) {
		warnx("there is no period to balance");
		return 1;
	}
	if ((status = open_twice(r)) != 0)
		return status;
	if (o->assume != NULL &&
	    (status = input_assume(o->tool, o->assume, &r->in)) != 0)
		return status;
	if (input_check_zones(o->tool, &r->in) < 0 ||
	    check_excluded(o, &r->in) < 0 || load_bills(r) < 0)
		return 1;
	src = (struct zonebalance_source){
	    r->in.s, r->in.n, &o->periods, r->billing, &r->days};
	r->w = zonebalance_new(&src);
	if (r->w != NULL)
		tell_stray_rows(r->w);
	return r->w ? 0 : 1;
}

void
balance_close(struct balance_run *r)
{
	zonebalance_free(r->w);
	billing_free(r->billing);
	dailyflow_release(&r->days);
	input_close(&r->in);
	*r = (struct balance_run){0};
}

/* --- differences --- */

/* Inputs that are the same instruments in both periods. */
static int
is_shared(int input)
{
	return input == CJJ_OWN_SUPPLY || input == CJJ_IMPORTED ||
	       input == CJJ_EXPORTED || input == CJJ_BILLED_METERED ||
	       input == CJJ_UNBILLED_METERED || input == IWA_IN_PRESSURE ||
	       input == IWA_IN_CMI || input == CJJ_HOUSEHOLD_METER ||
	       input == CJJ_NONHOUSEHOLD_METER;
}

static struct bound
minus(const struct bound *a, const struct bound *b)
{
	struct bound d = bound_sub(*a, *b);

	for (int i = 0; i < BOUND_INPUTS; i++)
		if (!is_shared(i))
			d.e[i] = hypot(a->e[i], b->e[i]);
	return d;
}

static void
minus_rates(struct zonekpi *k, const struct zonekpi *b)
{
	double *const mine[] = {&k->apparent_m3, &k->rrl_pct, &k->cjj.r1_pct,
	    &k->cjj.r2_pct, &k->cjj.r3_pct, &k->cjj.r4_pct, &k->cjj.rn_pct,
	    &k->ind.uarl_m3, &k->ind.ali, &k->ind.apparent_lcd,
	    &k->ind.cost_pct, &k->ind.recoverable_m3, &k->loss_lcd,
	    &k->loss_m3kmd};
	const double theirs[] = {b->apparent_m3, b->rrl_pct, b->cjj.r1_pct,
	    b->cjj.r2_pct, b->cjj.r3_pct, b->cjj.r4_pct, b->cjj.rn_pct,
	    b->ind.uarl_m3, b->ind.ali, b->ind.apparent_lcd, b->ind.cost_pct,
	    b->ind.recoverable_m3, b->loss_lcd, b->loss_m3kmd};

	for (size_t i = 0; i < sizeof theirs / sizeof *theirs; i++)
		*mine[i] -= theirs[i];
}

/* k less b, figure by figure; what is no figure is left empty. */
static void
minus_kpi(struct zonekpi *k, const struct zonekpi *b)
{
	struct bound *const mine[] = {&k->supply, &k->authorised, &k->losses,
	    &k->rwl_pct, &k->nrw_m3, &k->nrw_pct, &k->real, &k->ind.ili,
	    &k->ind.real_lcd, &k->ind.real_m3kmh, &k->ind.real_lcdm,
	    &k->forecast, &k->cjj.rbl_pct};
	const struct bound *const theirs[] = {&b->supply, &b->authorised,
	    &b->losses, &b->rwl_pct, &b->nrw_m3, &b->nrw_pct, &b->real,
	    &b->ind.ili, &b->ind.real_lcd, &b->ind.real_m3kmh,
	    &b->ind.real_lcdm, &b->forecast, &b->cjj.rbl_pct};

	for (size_t i = 0; i < sizeof mine / sizeof *mine; i++)
		*mine[i] = minus(mine[i], theirs[i]);
	for (size_t i = 0; i < k->b.n; i++) {
		struct balance_item *item = &k->b.item[i];

		item->m3 = minus(&item->m3, &b->b.item[i].m3);
		item->basis = isnan(item->m3.v) ? BASIS_NONE : BASIS_COMPUTED;
		item->flag = "";
	}
	minus_rates(k, b);
	k->target_pct = NAN;
	k->cjj.grade = CJJ_UNGRADED;
	k->cjj.flags = k->iwa_flags = k->ind.flags = 0;
	k->ind.band = k->ind.band_lcd = 0;
}

static void
difference(const struct balance_run *r, const struct span *p,
    struct balance_rows *rows, struct balance_rows *out)
{
	const struct balance_rows *a = &rows[p->minus_a];
	const struct balance_rows *b = &rows[p->minus_b];

	*out = (struct balance_rows){.held = a->held && b->held};
	if (!out->held)
		return;
	out->zb = a->zb;
	out->zb.supply = (struct zonesupply){.m3 = NAN};
	out->zb.flags = 0;
	out->zb.coverage = out->zb.billed_share = NAN;
	out->zb.estimated_share = out->zb.prorated_share = NAN;
	for (size_t s = 0; s < r->o->nstandard; s++) {
		out->k[s] = a->k[s];
		minus_kpi(&out->k[s], &b->k[s]);
	}
}

/* --- a zone, a total --- */

static void
all_standards(
    struct balance_run *r, struct zonebalance_work *w, struct balance_rows *row)
{
	for (size_t s = 0; s < r->o->nstandard; s++)
		zonekpi(w, &row->zb, r->o->standard[s], &row->k[s]);
}

static void
differences(struct balance_run *r, struct balance_rows *rows)
{
	const struct spans *ps = &r->o->periods;

	for (size_t i = 0; i < ps->n; i++)
		if (ps->p[i].minus_a >= 0)
			difference(r, &ps->p[i], rows, &rows[i]);
}

static int
zone_rows(struct balance_run *r, struct zonebalance_work *w, size_t zone,
    struct balance_rows *rows)
{
	const struct spans *ps = &r->o->periods;
	int got = 0;

	for (size_t i = 0; i < ps->n; i++)
		rows[i].held = 0;
	for (size_t i = 0; got >= 0 && i < ps->n; i++) {
		if (ps->p[i].minus_a >= 0)
			continue;
		got = zonebalance_zone(w, zone, i, &rows[i].zb);
		rows[i].held = got > 0;
		if (got > 0)
			all_standards(r, w, &rows[i]);
	}
	differences(r, rows);
	return got < 0 ? -1 : 0;
}

int
balance_zone(struct balance_run *r, size_t zone, struct balance_rows *rows)
{
	return zone_rows(r, r->w, zone, rows);
}

/* --- many zones --- */

struct worker {
	struct zonebalance_work *w;
	struct balance_rows *rows; /* of a zone */
};

struct zones_run {
	struct balance_run *r;
	const size_t *zone;
	size_t n, batch; /* zones; of a piece of the work */
	struct worker *worker;
	struct csvout **part; /* by slot */
	balance_put *put;
	void *ctx;
	struct csvout *out;
};

static int
one_zone(struct zones_run *q, struct worker *w, size_t zone, struct csvout *out)
{
	int got = zone_rows(q->r, w->w, zone, w->rows);

	if (got == 0)
		q->put(q->ctx, out, zone, w->rows);
	balance_rows_release(w->rows, q->r->o->periods.n);
	return got;
}

static int
zone_work(void *ctx, int k, size_t piece, size_t slot)
{
	struct zones_run *q = ctx;
	size_t end = (piece + 1) * q->batch;
	int got = 0;

	for (size_t i = piece * q->batch; got == 0 && i < end && i < q->n; i++)
		got = one_zone(q, &q->worker[k], q->zone[i], q->part[slot]);
	return got;
}

static void
zone_take(void *ctx, size_t piece, size_t slot)
{
	struct zones_run *q = ctx;

	(void)piece;
	if (q->part[slot] != q->out)
		csvout_join(q->out, q->part[slot]);
}

/* Readings that came as text lie in a store that one thread can read. */
static int
threads(const struct balance_run *r, size_t pieces)
{
	size_t jobs = (size_t)r->o->tool->jobs;

	if (pieces == 0 || r->o->tool->explain != NULL ||
	    (r->in.in_memory && r->in.n->npoint > 0))
		return 1;
	return (int)(jobs < pieces ? jobs : pieces);
}

/* One thread alone works with what its caller has. */
static int
start_worker(void *ctx, int k, struct store *s)
{
	struct zones_run *q = ctx;
	const struct balance_run *r = q->r;
	struct worker *w = &q->worker[k];
	const struct zonebalance_source src = {
	    s, r->in.n, &r->o->periods, r->billing, &r->days};

	w->rows = xcalloc(r->o->periods.n, sizeof *w->rows);
	w->w = s == r->in.s ? r->w : zonebalance_new(&src);
	return w->w ? 0 : -1;
}

static void
stop_worker(void *ctx, int k)
{
	struct zones_run *q = ctx;

	free(q->worker[k].rows);
	if (q->worker[k].w != q->r->w)
		zonebalance_free(q->worker[k].w);
}

/* Zones that are worth handing over: some hundred balances, where they are
 * made from readings of a month each. */
static size_t
batch_of(const struct balance_run *r, size_t n)
{
	enum { BALANCES = 240 };
	size_t batch = BALANCES / r->o->periods.n;
	size_t share = n / (4 * (size_t)r->o->tool->jobs);

	batch = batch < share ? batch : share;
	return batch < 1 ? 1 : batch;
}

int
balance_zones(struct balance_run *r, const size_t *zone, size_t n,
    balance_put *f, void *ctx, struct csvout *out)
{
	size_t batch = batch_of(r, n), pieces = (n + batch - 1) / batch;
	int jobs = threads(r, pieces), got;
	size_t slots = parallel_slots(jobs);
	struct zones_run q = {r, zone, n, batch, NULL, NULL, f, ctx, out};
	const struct readers all = {{pieces, jobs, &q, zone_work, zone_take},
	    start_worker, stop_worker};

	q.worker = xcalloc((size_t)jobs, sizeof *q.worker);
	q.part = xcalloc(slots, sizeof(struct csvout *));
	for (size_t i = 0; i < slots; i++)
		q.part[i] = jobs > 1 ? csvout_part(out) : out;
	got = readers_run(&all, r->o->tool, &r->in);
	for (size_t i = 0; jobs > 1 && i < slots; i++)
		csvout_free(q.part[i]);
	free(q.part);
	free(q.worker);
	return got;
}

int
balance_excluded(const struct balance_opts *o, const char *zone_id)
{
	size_t len = strlen(zone_id);

	for (const char *p = o->exclude; p != NULL; p = strchr(p, ',')) {
		p += *p == ',';
		if (strncmp(p, zone_id, len) == 0 &&
		    (p[len] == ',' || p[len] == '\0'))
			return 1;
	}
	return 0;
}

/* 1: the nearest zone around it, of those that have a sign, has `sign`. */
static int
lies_in(const struct network *n, const signed char *sign, size_t zone, int want)
{
	for (long z = n->zone[zone].parent; z >= 0; z = n->zone[z].parent)
		if (sign[z] != 0)
			return sign[z] == want;
	return 0;
}

/* Of each zone: 1 to be added, -1 to be taken off, 0 neither. */
static void
find_signs(struct balance_run *r, signed char *sign)
{
	const struct network *n = r->in.n;
	int seen = 0;

	/* First who is asked for and who is left out ... */
	for (size_t z = 0; z < n->nzone; z++) {
		if (!network_first(n, z))
			continue;
		if (balance_excluded(r->o, n->zone[z].id))
			sign[z] = -1;
		else
			sign[z] = (signed char)input_wants(
			    r->o->tool, &r->in, z, &seen);
	}
	/* ... then only those that change what is around them. */
	for (size_t z = 0; z < n->nzone; z++) {
		if (sign[z] > 0 && lies_in(n, sign, z, 1))
			sign[z] = 2;
		else if (sign[z] < 0 && !lies_in(n, sign, z, 1) &&
			 !lies_in(n, sign, z, 2))
			sign[z] = -2;
	}
}

static int
total_period(struct balance_run *r, const signed char *sign, size_t period,
    struct balance_rows *out, size_t *count)
{
	const struct network *n = r->in.n;
	struct zonebalance *zb = xcalloc(n->nzone + 1, sizeof *zb);
	const struct zonebalance **p = xcalloc(n->nzone + 1, sizeof *p);
	double *k = xcalloc(n->nzone + 1, sizeof *k);
	size_t m = 0;
	int got = 0;

	for (size_t z = 0; got >= 0 && z < n->nzone; z++) {
		if (sign[z] != 1 && sign[z] != -1)
			continue;
		got = zonebalance_zone(r->w, z, period, &zb[m]);
		if (got <= 0)
			continue;
		k[m] = sign[z];
		p[m] = &zb[m];
		m++;
	}
	out->held = m > 0;
	*count = m > *count ? m : *count;
	if (got >= 0 && m > 0) {
		zonebalance_sum(r->w, p, k, m, &out->zb);
		if (r->o->exclude != NULL)
			out->zb.flags |= ZB_LEFT_OUT;
		all_standards(r, r->w, out);
	}
	for (size_t i = 0; i < m; i++)
		zonebalance_release(&zb[i]);
	free(zb);
	free(p);
	free(k);
	return got < 0 ? -1 : 0;
}

int
balance_total(struct balance_run *r, struct balance_rows *rows, size_t *n)
{
	const struct spans *ps = &r->o->periods;
	signed char *sign = xcalloc(r->in.n->nzone + 1, 1);
	int got = 0;

	*n = 0;
	find_signs(r, sign);
	for (size_t i = 0; i < ps->n; i++)
		rows[i].held = 0;
	for (size_t i = 0; got == 0 && i < ps->n; i++)
		if (ps->p[i].minus_a < 0)
			got = total_period(r, sign, i, &rows[i], n);
	differences(r, rows);
	free(sign);
	return got;
}

void
balance_rows_release(struct balance_rows *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (rows[i].held)
			zonebalance_release(&rows[i].zb);
}
