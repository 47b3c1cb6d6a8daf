#include <math.h>

#include "column.h"
#include "query.h"
#include "store_run.h"
#include "term.h"
#include "word.h"

static void
put_count(struct csvout *out, int64_t n)
{
	if (n == RUN_UNKNOWN)
		csvout_number(out, "");
	else
		csvout_int(out, n);
}

static void
put_run(const struct query *q, const struct store_run *r)
{
	struct csvout *out = q->out;
	char buf[CAL_BUF];

	csvout_int(out, r->id);
	put_count(out, r->parent ? r->parent : RUN_UNKNOWN);
	csvout_text(out, r->job);
	csvout_text(out, r->period);
	csvout_text(out, r->step);
	csvout_text(out, cal_instant_text(store_zone(q->s), r->started, buf));
	column_num(out, "seconds", r->seconds);
	put_count(out, r->status);
	put_count(out, r->rows_in);
	put_count(out, r->rows_out);
	put_count(out, r->rejected);
	csvout_int(out, r->import);
	csvout_text(out, r->who);
	csvout_text(out, r->host);
	csvout_text(out, r->version);
	csvout_text(out, r->command);
	csvout_text(out, r->inputs);
	csvout_row(out);
}

int
query_runs(const struct query *q)
{
	const struct tool_opts *o = q->choice.o;
	const struct zone *z = store_zone(q->s);
	struct store_run *run;
	size_t n;

	query_heading(q, "wb-query runs");
	if (store_runs(q->s, &run, &n) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		int64_t day = zone_day(z, run[i].started);

		if ((o->from == TOOL_NO_DAY || day >= o->from) &&
		    (o->to == TOOL_NO_DAY || day < o->to))
			put_run(q, &run[i]);
	}
	store_runs_free(run, n);
	return 0;
}

static void
put_word(struct csvout *out, const struct word *w, const struct term *t)
{
	csvout_text(out, w->text);
	csvout_text(out, w->col);
	csvout_text(out, w->zh);
	csvout_text(out, w->en);
	csvout_text(out, t ? t->unit : "");
	csvout_text(out, t ? t->formula : "");
	csvout_text(out, t ? t->source : "");
	csvout_row(out);
}

int
query_terms(const struct query *q)
{
	const struct term *t;
	struct word w;

	query_heading(q, "wb-query terms");
	for (size_t i = 0; (t = term_at(i)) != NULL; i++)
		put_word(q->out, &(struct word){"", t->id, t->zh, t->en}, t);
	for (size_t i = 0; word_at(i, &w) == 0; i++)
		put_word(q->out, &w, NULL);
	return 0;
}
