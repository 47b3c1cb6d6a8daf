#include "store_alarm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store_private.h"
#include "store_run.h"
#include "xalloc.h"

static const char tables[] =
    "CREATE TABLE IF NOT EXISTS alarm(seq INTEGER PRIMARY KEY,"
    " alarm_id TEXT NOT NULL, kind TEXT NOT NULL, zone_id TEXT NOT NULL,"
    " point_id TEXT NOT NULL, state TEXT NOT NULL, start INTEGER NOT NULL,"
    " detected INTEGER NOT NULL, \"end\" INTEGER, day TEXT NOT NULL,"
    " size REAL, size_lo REAL, size_hi REAL, mean REAL, base REAL,"
    " sigma REAL, night REAL, evidence REAL, slope REAL, \"limit\" REAL,"
    " volume REAL, path INTEGER NOT NULL, by INTEGER NOT NULL,"
    " hours INTEGER NOT NULL, flags INTEGER NOT NULL,"
    " written TEXT NOT NULL, tool_version TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS alarm_key ON alarm(alarm_id);"
    "CREATE TABLE IF NOT EXISTS scan(slot INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE, data BLOB NOT NULL);";

/* 1 if the store has the table; -1: has said why. */
static int
has_table(struct store *s, const char *name)
{
	sqlite3_stmt *st = store_prepare(
	    s, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
	int got;

	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	return got == SQLITE_ROW ? 1 : got == SQLITE_DONE ? 0 : store_say(s);
}

static double
real(sqlite3_stmt *st, int i)
{
	return sqlite3_column_type(st, i) == SQLITE_NULL ?
		   NAN :
		   sqlite3_column_double(st, i);
}

static char *
text(sqlite3_stmt *st, int i)
{
	return (char *)sqlite3_column_text(st, i);
}

static void
take_row(sqlite3_stmt *st, struct alarms *l)
{
	struct alarm a = {.id = text(st, 0),
	    .zone_id = text(st, 2),
	    .point_id = text(st, 3),
	    .start = sqlite3_column_int64(st, 5),
	    .detected = sqlite3_column_int64(st, 6),
	    .end = sqlite3_column_type(st, 7) == SQLITE_NULL ?
		       INT64_MIN :
		       sqlite3_column_int64(st, 7)};
	int kind = alarm_kind_of(text(st, 1)), made;
	int state = alarm_state_of(text(st, 4));
	double *to[] = {&a.size, &a.lo, &a.hi, &a.mean, &a.base, &a.sigma,
	    &a.night, &a.evidence, &a.slope, &a.limit, &a.volume};

	if (kind < 0 || state < 0) /* of a later version */
		return;
	a.kind = (enum alarm_kind)kind;
	a.state = (enum alarm_state)state;
	cal_parse_day(text(st, 8), &a.at);
	for (int i = 0; i < 11; i++)
		*to[i] = real(st, 9 + i);
	a.path = sqlite3_column_int(st, 20);
	a.by = sqlite3_column_int(st, 21);
	a.hours = sqlite3_column_int(st, 22);
	a.flags = (unsigned)sqlite3_column_int(st, 23);
	alarms_put(l, &a, &made);
}

int
store_ledger_load(struct store *s, struct alarms *l)
{
	int has = has_table(s, "alarm"), got;
	sqlite3_stmt *st;

	if (has <= 0)
		return has;
	st = store_prepare(s,
	    "SELECT alarm_id, kind, zone_id, point_id, state, start, detected,"
	    " \"end\", day, size, size_lo, size_hi, mean, base, sigma, night,"
	    " evidence, slope, \"limit\", volume, path, by, hours, flags"
	    " FROM alarm ORDER BY seq");
	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW)
		take_row(st, l);
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_ledger_begin(struct store *s)
{
	if (store_run(s, "BEGIN IMMEDIATE") < 0)
		return -1;
	if (store_run(s, tables) < 0) {
		store_run(s, "ROLLBACK");
		return -1;
	}
	return 0;
}

int
store_ledger_commit(struct store *s)
{
	return store_run(s, "COMMIT");
}

static void
bind_real(sqlite3_stmt *st, int i, double v)
{
	if (isnan(v))
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_double(st, i, v);
}

int
store_ledger_add(struct store *s, const struct alarm *a, const char *version)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO alarm(alarm_id, kind, zone_id, point_id, state, start,"
	    " detected, \"end\", day, size, size_lo, size_hi, mean, base,"
	    " sigma, night, evidence, slope, \"limit\", volume, path, by,"
	    " hours, flags, written, tool_version) VALUES(?1,?2,?3,?4,?5,?6,"
	    " ?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,"
	    " ?23,?24,strftime('%Y-%m-%dT%H:%M:%SZ','now'),?25)");
	const double v[] = {a->size, a->lo, a->hi, a->mean, a->base, a->sigma,
	    a->night, a->evidence, a->slope, a->limit, a->volume};
	char day[CAL_BUF];
	int got;

	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, a->id, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, alarm_kind_word(a->kind), -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 3, a->zone_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 4, a->point_id, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 5, alarm_state_word(a->state), -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 6, a->start);
	sqlite3_bind_int64(st, 7, a->detected);
	if (a->end != INT64_MIN)
		sqlite3_bind_int64(st, 8, a->end);
	sqlite3_bind_text(st, 9, cal_day_text(a->at, day), -1, SQLITE_STATIC);
	for (int i = 0; i < 11; i++)
		bind_real(st, 10 + i, v[i]);
	sqlite3_bind_int(st, 21, a->path);
	sqlite3_bind_int(st, 22, a->by);
	sqlite3_bind_int(st, 23, a->hours);
	sqlite3_bind_int(st, 24, (int)a->flags);
	sqlite3_bind_text(st, 25, version, -1, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

/* What the ledger said of an alarm at an instant.  0, or -1. */
static int
size_then(struct store *s, const char *id, struct alarmact *a)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT size, \"limit\" FROM alarm WHERE alarm_id = ?1 AND written"
	    " <= strftime('%Y-%m-%dT%H:%M:%SZ', ?2, 'unixepoch')"
	    " ORDER BY seq DESC LIMIT 1");
	int got;

	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, a->at);
	if ((got = sqlite3_step(st)) == SQLITE_ROW) {
		a->size = real(st, 0);
		a->limit = real(st, 1);
	}
	sqlite3_finalize(st);
	return got == SQLITE_ROW || got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_alarmacts(struct store *s, struct alarmacts *l)
{
	int got = has_table(s, "alarm");
	struct store_act *all;
	size_t n;

	if (got <= 0)
		return got;
	if (store_acts(s, &all, &n) < 0)
		return -1;
	got = 0;
	for (size_t i = 0; i < n && got == 0; i++) {
		struct alarmact a = {.who = all[i].who,
		    .why = all[i].note,
		    .at = all[i].at,
		    .until = INT64_MIN};

		if (strcmp(all[i].act, "acknowledged") != 0 &&
		    !alarmact_until(all[i].act, &a.until))
			continue;
		if ((got = size_then(s, all[i].alarm_id, &a)) == 0)
			alarmacts_put(l, all[i].alarm_id, &a);
	}
	store_acts_free(all, n);
	return got;
}

/* Reads a blob straight into memory of our own: it may be large. */
static int
read_blob(struct store *s, int64_t row, size_t most, void **kept, size_t *bytes)
{
	sqlite3_blob *blob;
	int got;

	if (sqlite3_blob_open(s->db, "main", "scan", "data", row, 0, &blob) !=
	    SQLITE_OK)
		return store_say(s);
	*bytes = (size_t)sqlite3_blob_bytes(blob);
	*bytes = *bytes < most ? *bytes : most;
	*kept = xmalloc(*bytes + 1);
	got = sqlite3_blob_read(blob, *kept, (int)*bytes, 0);
	sqlite3_blob_close(blob);
	if (got == SQLITE_OK)
		return 0;
	free(*kept);
	*kept = NULL;
	return store_say(s);
}

int
store_scan_get(
    struct store *s, const char *name, size_t most, void **kept, size_t *bytes)
{
	int has = has_table(s, "scan"), got;
	sqlite3_stmt *st;
	int64_t row = 0;

	*kept = NULL;
	*bytes = 0;
	if (has <= 0)
		return has;
	st = store_prepare(s, "SELECT slot FROM scan WHERE name = ?");
	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
	if ((got = sqlite3_step(st)) == SQLITE_ROW)
		row = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	if (got == SQLITE_ROW)
		return read_blob(s, row, most, kept, bytes);
	return got == SQLITE_DONE ? 0 : store_say(s);
}

int
store_scan_put(
    struct store *s, const char *name, const void *data, size_t bytes)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO scan(name, data) VALUES(?, ?)"
	    " ON CONFLICT(name) DO UPDATE SET data = excluded.data");
	int got;

	if (st == NULL)
		return -1;
	sqlite3_bind_text(st, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_blob64(st, 2, data, bytes, SQLITE_STATIC);
	got = sqlite3_step(st);
	sqlite3_finalize(st);
	return got == SQLITE_DONE ? 0 : store_say(s);
}
