#include "store_run.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include "store_private.h"
#include "xalloc.h"

/* The clock of the machine, seconds since 1970 UTC with milliseconds. */
#define NOW "round((julianday('now') - 2440587.5) * 86400, 3)"

/* A parent gives its job and period to its steps. */
static const char insert_sql[] =
    "INSERT INTO run(parent, job, period, step, command, who, host, version,"
    " pid, started, import)"
    " VALUES(nullif(?1, 0),"
    " coalesce((SELECT job FROM run WHERE id = ?1), ?2),"
    " coalesce((SELECT period FROM run WHERE id = ?1), ?3),"
    " ?4, ?5, ?6, ?7, ?8, ?9, " NOW ","
    " (SELECT coalesce(max(id), 0) FROM import))";

/* Executes a statement without rows and ends it; -1: has said why. */
static int
finish(struct store *s, sqlite3_stmt *st)
{
	int got = sqlite3_step(st) == SQLITE_DONE ? 0 : store_say(s);

	sqlite3_finalize(st);
	return got;
}

static void
bind_text(sqlite3_stmt *st, int i, const char *text)
{
	sqlite3_bind_text(st, i, text ? text : "", -1, SQLITE_STATIC);
}

int64_t
store_run_begin(struct store *s, const struct store_run *r)
{
	sqlite3_stmt *st = store_prepare(s, insert_sql);

	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, r->parent);
	bind_text(st, 2, r->job);
	bind_text(st, 3, r->period);
	bind_text(st, 4, r->step);
	bind_text(st, 5, r->command);
	bind_text(st, 6, r->who);
	bind_text(st, 7, r->host);
	bind_text(st, 8, r->version);
	sqlite3_bind_int64(st, 9, r->pid);
	return finish(s, st) < 0 ? -1 : sqlite3_last_insert_rowid(s->db);
}

static void
bind_count(sqlite3_stmt *st, int i, int64_t n)
{
	if (n != RUN_UNKNOWN)
		sqlite3_bind_int64(st, i, n);
}

int
store_run_end(struct store *s, const struct store_run *r)
{
	sqlite3_stmt *st = store_prepare(s,
	    "UPDATE run SET status = ?2, seconds = coalesce(?3,"
	    " round(" NOW " - started, 3)),"
	    " rows_in = ?4, rows_out = ?5, rejected = ?6, inputs = ?7"
	    " WHERE id = ?1 AND status IS NULL");

	if (st == NULL)
		return -1;
	sqlite3_bind_int64(st, 1, r->id);
	sqlite3_bind_int(st, 2, r->status);
	if (!isnan(r->seconds))
		sqlite3_bind_double(st, 3, r->seconds);
	bind_count(st, 4, r->rows_in);
	bind_count(st, 5, r->rows_out);
	bind_count(st, 6, r->rejected);
	bind_text(st, 7, r->inputs);
	if (finish(s, st) < 0)
		return -1;
	if (sqlite3_changes(s->db) == 1)
		return 0;
	warnx("%s: there is no run %" PRId64 " that has not ended", s->path,
	    r->id);
	return -1;
}

static struct store_run
take_run(sqlite3_stmt *st)
{
	return (struct store_run){.id = sqlite3_column_int64(st, 0),
	    .parent = sqlite3_column_int64(st, 1),
	    .job = store_dup(st, 2),
	    .period = store_dup(st, 3),
	    .step = store_dup(st, 4),
	    .command = store_dup(st, 5),
	    .who = store_dup(st, 6),
	    .host = store_dup(st, 7),
	    .version = store_dup(st, 8),
	    .pid = sqlite3_column_int64(st, 9),
	    .started = sqlite3_column_int64(st, 10),
	    .import = sqlite3_column_int64(st, 11),
	    .seconds = sqlite3_column_type(st, 12) == SQLITE_NULL ?
			   NAN :
			   sqlite3_column_double(st, 12),
	    .status = (int)store_int(st, 13, RUN_UNKNOWN),
	    .rows_in = store_int(st, 14, RUN_UNKNOWN),
	    .rows_out = store_int(st, 15, RUN_UNKNOWN),
	    .rejected = store_int(st, 16, RUN_UNKNOWN),
	    .inputs = store_dup(st, 17)};
}

int
store_runs(struct store *s, struct store_run **out, size_t *n)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT id, parent, job, period, step, command, who, host,"
	    " version, pid, started, import, seconds, status, rows_in,"
	    " rows_out, rejected, inputs FROM run ORDER BY id");
	size_t cap = 0;
	int got;

	*out = NULL;
	*n = 0;
	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		*out = xgrow(*out, *n, &cap, sizeof **out);
		(*out)[(*n)++] = take_run(st);
	}
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

void
store_runs_free(struct store_run *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(r[i].job);
		free(r[i].period);
		free(r[i].step);
		free(r[i].command);
		free(r[i].who);
		free(r[i].host);
		free(r[i].version);
		free(r[i].inputs);
	}
	free(r);
}

/* --- what was done about alarms --- */

int
store_act_add(struct store *s, const char *alarm_id, const char *act,
    const char *who, const char *note)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO alarm_act(alarm_id, act, who, note, at)"
	    " VALUES(?1, ?2, ?3, ?4, CAST(strftime('%s', 'now') AS INTEGER))");

	if (st == NULL)
		return -1;
	bind_text(st, 1, alarm_id);
	bind_text(st, 2, act);
	bind_text(st, 3, who);
	bind_text(st, 4, note);
	return finish(s, st);
}

int
store_acts(struct store *s, struct store_act **out, size_t *n)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT alarm_id, act, who, note, at FROM alarm_act ORDER BY seq");
	size_t cap = 0;
	int got;

	*out = NULL;
	*n = 0;
	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		*out = xgrow(*out, *n, &cap, sizeof **out);
		(*out)[(*n)++] =
		    (struct store_act){.alarm_id = store_dup(st, 0),
			.act = store_dup(st, 1),
			.who = store_dup(st, 2),
			.note = store_dup(st, 3),
			.at = sqlite3_column_int64(st, 4)};
	}
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

void
store_acts_free(struct store_act *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(a[i].alarm_id);
		free(a[i].act);
		free(a[i].who);
		free(a[i].note);
	}
	free(a);
}

/* --- who and where --- */

char *
run_user(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	return pw ? xstrdup(pw->pw_name) : xasprintf("%d", (int)geteuid());
}

char *
run_host(void)
{
	enum { NAME_MAX_BYTES = 256 };
	char name[NAME_MAX_BYTES] = "";

	gethostname(name, sizeof name - 1);
	return xstrdup(name);
}
