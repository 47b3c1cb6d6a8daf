#include "replay_private.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "num.h"
#include "say.h"
#include "term.h"
#include "xalloc.h"

void
replay_cannot(struct making *m, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (!m->failed)
		vsnprintf(m->reason, REPLAY_REASON, tr(fmt), ap);
	m->failed = 1;
	va_end(ap);
}

static void __attribute__((format(printf, 2, 3)))
append(char **text, const char *fmt, ...)
{
	char *add, *all;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&add, fmt, ap) < 0)
		abort();
	va_end(ap);
	all = xasprintf("%s%s", *text, add);
	free(add);
	free(*text);
	*text = all;
}

int
replay_plain(const char *id)
{
	return *id != '\0' && strpbrk(id, " \t,:'\"\\$`") == NULL;
}

/* --- rows of the registries --- */

/* The zone and those inside it, for IN (...). */
static void
zones_inside(struct making *m)
{
	const struct network *n = m->w->n;
	int first = 1;

	for (size_t z = 0; z < n->nzone; z++) {
		if (!network_first(n, z) || !network_inside(n, z, m->w->zone))
			continue;
		if (!replay_plain(n->zone[z].id))
			replay_cannot(m, "the id of zone '%s' has odd letters",
			    n->zone[z].id);
		fprintf(m->fp, "%s'%s'", first ? "" : ", ", n->zone[z].id);
		first = 0;
	}
}

/* The days that a row's from and to have in the period. */
static void
overlap(struct making *m, const char *from, const char *to)
{
	fprintf(m->fp,
	    "max(0, min(julianday(%s), julianday('%s')) - max(julianday(%s),"
	    " julianday('%s')))",
	    to, m->to, from, m->from);
}

static void
raw_bills(struct making *m, const char *name, const char *mode)
{
	const int share = strcmp(mode, "share") == 0;

	if (share) {
		fputs("due=$(sql \"SELECT sum(", m->fp);
		overlap(m, "coalesce(nullif(valid_from, ''), '1800-01-01')",
		    "coalesce(nullif(valid_to, ''), '2200-01-01')");
		fputs(")\n    FROM accounts WHERE coalesce(status, '') <> "
		      "'closed' AND zone_id IN (",
		    m->fp);
		zones_inside(m);
		fputs(")\")\n", m->fp);
	}
	fprintf(m->fp,
	    "%s=$(q --sql \"SELECT b.account_id, class,\n"
	    "    julianday(\\\"from\\\") - julianday('%s'), "
	    "julianday(\\\"to\\\") - julianday('%s'),\n"
	    "    volume_m3, b.status, billing\n"
	    "    FROM accounts AS a JOIN bills AS b ON b.account_id = "
	    "a.account_id\n    WHERE zone_id IN (",
	    name, m->from, m->from);
	zones_inside(m);
	fprintf(m->fp,
	    ") ORDER BY 1, 3\" |\n    bills -v mode=%s -v len=%d%s)\n", mode,
	    (int)(m->w->to - m->w->from), share ? " -v due=\"$due\"" : "");
	m->bills = 1;
}

static void
raw_given(struct making *m, const char *name, const char *item)
{
	fprintf(m->fp, "%s=$(sql \"SELECT sum(volume_m3 * ", name);
	overlap(m, "\\\"from\\\"", "\\\"to\\\"");
	fprintf(m->fp,
	    " /\n    (julianday(\\\"to\\\") - julianday(\\\"from\\\")))\n"
	    "    FROM balance WHERE zone_id = '%s' AND item = '%s'\")\n",
	    m->w->n->zone[m->w->zone].id, item);
}

/* Events without a measured flow have one by formulas of their own. */
static void
raw_leaks(struct making *m, const char *name, const char *kind)
{
	const struct zone *tz = store_zone(m->w->s);
	long long from = zone_midnight(tz, m->w->from),
		  to = zone_midnight(tz, m->w->to);

	fprintf(m->fp,
	    "%s=$(sql \"SELECT CASE WHEN count(*) = count(flow_m3h) THEN\n"
	    "    sum(flow_m3h * (min(ifnull(strftime('%%s', \\\"end\\\"), "
	    "%lld) + 0, %lld) -\n"
	    "    max(strftime('%%s', start) + 0, %lld)) / 3600.0) END\n"
	    "    FROM events WHERE kind = '%s' AND strftime('%%s', start) + 0 "
	    "< %lld\n"
	    "    AND ifnull(strftime('%%s', \\\"end\\\"), %lld) + 0 > %lld AND "
	    "zone_id IN (",
	    name, to, to, from, kind, to, to, from);
	zones_inside(m);
	fputs(")\")\n", m->fp);
}

static void
raw_group(struct making *m, const char *name, const char *group)
{
	fprintf(m->fp,
	    "%s=$(sql \"SELECT count(*) FROM accounts WHERE night_group = "
	    "'%s'\n    AND zone_id IN (",
	    name, group);
	zones_inside(m);
	fputs(")\")\n", m->fp);
}

/* A column that a zone has from the nearest zone around it that says it. */
static size_t
registry_zone(const struct why *w, const char *col)
{
	long z = (long)w->zone;

	for (; z >= 0; z = w->n->zone[z].parent) {
		const struct net_zone *row =
		    network_zone(w->n, (size_t)z, w->to - 1);

		if (row != NULL &&
		    !isnan(strcmp(col, "frost_m") == 0 ? row->frost_m :
							 row->target_pct))
			return (size_t)z;
	}
	return w->zone;
}

static void
registry(struct making *m, const char *name)
{
	const struct why *w = m->w;
	size_t z =
	    strcmp(name, "frost_m") == 0 || strcmp(name, "target_pct") == 0 ?
		registry_zone(w, name) :
		w->zone;
	const char *none = strcmp(name, "icf") == 0	     ? "1" :
			   strcmp(name, "hours_supply") == 0 ? "24" :
							       NULL;
	char day[CAL_BUF];

	cal_day_text(w->to - 1, day);
	fprintf(m->fp,
	    "%s=$(sql \"SELECT %s%s%s%s%s FROM zones WHERE zone_id = '%s'\n"
	    "    AND ifnull(valid_from, '') <= '%s' AND (ifnull(valid_to, '') "
	    "= '' OR valid_to > '%s')\")\n",
	    name, none ? "ifnull(" : "", name, none ? ", " : "",
	    none ? none : "", none ? ")" : "", w->n->zone[z].id, day, day);
}

/* A default, or what --set says, stands in the script as it is. */
static void
parameter(struct making *m, const char *name, double v)
{
	const struct why *w = m->w;
	const struct net_param *p =
	    network_param_row(w->n, name, (long)w->zone, w->from);
	char b[NUM_BUF];

	if (p == NULL || strcmp(p->zone_id, "*") == 0) {
		fprintf(m->fp, "%s=%s # %s\n", name, num_exact(v, b),
		    p ? "--set" : "not in params");
		return;
	}
	fprintf(m->fp,
	    "%s=$(sql \"SELECT value FROM params WHERE name = '%s' AND "
	    "ifnull(zone_id, '') = '%s'\n    AND ifnull(valid_from, '') <= "
	    "'%s' ORDER BY valid_from DESC LIMIT 1\")\n",
	    name, name, p->zone_id, m->from);
}

/* --- all together --- */

static void
raw(struct making *m, const char *name, const struct why_what *what)
{
	switch (what->raw) {
	case RAW_OUTLET:
		if (why_by_volume(what)) {
			replay_volumes(m, name);
			break;
		}
		/* fall through */
	case RAW_FLOW:
	case RAW_AZP:
	case RAW_USERS:
		replay_readings(m, name, what);
		break;
	case RAW_BILLS:
		raw_bills(m, name, what->mode);
		break;
	case RAW_GIVEN:
		raw_given(m, name, what->mode);
		break;
	case RAW_LEAKS:
		raw_leaks(m, name, what->mode);
		break;
	case RAW_GROUP:
		raw_group(m, name, what->mode);
		break;
	case RAW_NONE:
		replay_cannot(m, "no commands are known for %s", name);
		break;
	}
	if (!m->failed && !isnan(what->v))
		fprintf(m->fp, "known %s \"$%s\"\n", name, name);
}

/* A sum closes as it is printed: its leaves are rounded first. */
static void
formula(struct making *m, const char *name, const char *expr)
{
	int rounded = m->w->closed(m->w, m->asked) && m->w->leaf(m->w, name);

	append(&m->lines, rounded ? "	%s = r4(%s)\n" : "	%s = (%s)\n",
	    name, expr);
}

static void
visit(void *ctx, const char *name, const struct why_what *what)
{
	struct making *m = ctx;
	char b[NUM_BUF];

	if (m->failed)
		return;
	if (what->kind == WHY_FIGURE) {
		formula(m, name, what->expr);
		return;
	}
	if (what->kind == WHY_RAW)
		raw(m, name, what);
	else if (what->kind == WHY_REGISTRY)
		registry(m, name);
	else if (what->kind == WHY_PARAM)
		parameter(m, name, what->v);
	else if (what->kind == WHY_CONST)
		fprintf(m->fp, "%s=%s\n", name, num_exact(what->v, b));
	else
		replay_cannot(m, "%s is no figure of this row", name);
	append(&m->vars, " -v %s=\"$%s\"", name, name);
	formula(m, name, name);
}

static int
digits_of(const char *name)
{
	const struct term *t = term_find(name);

	return t != NULL && t->digits > 0 ? t->digits : 4;
}

static void
heading(const struct making *m, FILE *fp)
{
	const char *id = m->w->n->zone[m->w->zone].id;

	fprintf(fp,
	    "#!/bin/sh\n"
	    "# %s of zone %s, %s up to %s, from the rows of the store: prints "
	    "it.\n"
	    "set -eu\n"
	    "q() { wb-query -d '%s'%s%s -f tsv \"$@\"; }\n"
	    "sql() { rows=$(q --sql \"$1\") && printf '%%s\\n' \"$rows\" | "
	    "sed 1d; }\n"
	    "known() { [ -n \"$2\" ] || { echo \"replay: $1 is not known\" "
	    ">&2; exit 1; }; }\n",
	    m->asked, id, m->from, m->to, m->r->db,
	    m->r->as_of ? " --as-of " : "", m->r->as_of ? m->r->as_of : "");
	if (m->series)
		fputs(replay_series, fp);
	if (m->plants)
		fputs(replay_plants, fp);
	if (m->bills)
		fputs(replay_bills, fp);
}

static void
ending(const struct making *m, FILE *fp)
{
	fprintf(fp,
	    "awk%s '\n"
	    "function min(a, b) { return a < b ? a : b }\n"
	    "function max(a, b) { return a > b ? a : b }\n"
	    "function r4(x) { return sprintf(\"%%.4f\", x) + 0 }\n"
	    "BEGIN {\n%s"
	    "	s = sprintf(\"%%.%df\", %s)\n"
	    "	sub(/0+$/, \"\", s)\n"
	    "	sub(/[.]$/, \"\", s)\n"
	    "	print s == \"-0\" ? \"0\" : s\n"
	    "}'\n",
	    m->vars, m->lines, digits_of(m->asked), m->asked);
}

int
replay(FILE *fp, const struct why *w, const char *name, const struct replay *r,
    char reason[REPLAY_REASON])
{
	char *body = NULL;
	size_t size = 0;
	struct making m = {.fp = open_memstream(&body, &size),
	    .w = w,
	    .asked = name,
	    .r = r,
	    .reason = reason,
	    .lines = xstrdup(""),
	    .vars = xstrdup("")};

	if (m.fp == NULL)
		abort();
	cal_day_text(w->from, m.from);
	cal_day_text(w->to, m.to);
	if (!replay_plain(w->n->zone[w->zone].id) ||
	    strchr(r->db, '\'') != NULL)
		replay_cannot(&m,
		    "the id of the zone or the name of the store has "
		    "odd letters");
	if (isnan(why_value(w, name)))
		replay_cannot(&m, "it has no value");
	why_walk(w, name, visit, &m);
	fclose(m.fp);
	if (!m.failed) {
		heading(&m, fp);
		fputs(body, fp);
		ending(&m, fp);
	}
	free(body);
	free(m.lines);
	free(m.vars);
	return m.failed ? -1 : 0;
}
