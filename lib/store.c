/*
 * Opening and closing.
 */
#include "store_private.h"

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xalloc.h"

static int
load_zone(struct store *s)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT value FROM meta WHERE name = 'tz'");
	const char *tz = NULL;

	if (st == NULL)
		return -1;
	if (sqlite3_step(st) == SQLITE_ROW)
		tz = (const char *)sqlite3_column_text(st, 0);
	if (tz == NULL)
		warnx("%s: the store has no time zone", s->path);
	else if ((s->zone = zone_new(tz)) == NULL)
		warnx("%s: time zone '%s' is not known here "
		      "(is tzdata installed?)",
		    s->path, tz);
	sqlite3_finalize(st);
	return s->zone ? 0 : -1;
}

void
store_wait(struct store *s, int ms)
{
	s->wait_ms = ms;
	sqlite3_busy_timeout(s->db, ms);
}

static int
is_memory(const char *path)
{
	return strcmp(path, ":memory:") == 0;
}

static struct store *
start(const char *path)
{
	int flags = SQLITE_OPEN_READWRITE;
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(path);
	s->as_of = INT64_MAX;
	/* A database without a name: in memory, and what has no room there in
	 * a file that is gone when it is closed.  Its siblings share the
	 * connection (store_sibling); any other belongs to one thread at a
	 * time and needs no locks. */
	if (is_memory(path)) {
		path = "";
		flags |= SQLITE_OPEN_FULLMUTEX;
	} else {
		flags |= SQLITE_OPEN_NOMUTEX;
	}
	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK) {
		store_say(s);
		store_close(s);
		return NULL;
	}
	sqlite3_extended_result_codes(s->db, 1);
	store_wait(s, STORE_WAIT_MS);
	return s;
}

/* What SQLite would only say in its own words, or only later. */
static int
path_wrong(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0) {
		warn("%s", path);
		return -1;
	}
	if (S_ISDIR(st.st_mode)) {
		warnx("%s: is a directory", path);
		return -1;
	}
	if (st.st_size == 0) {
		warnx("%s: is empty, not a store", path);
		return -1;
	}
	if (access(path, R_OK) < 0) {
		warn("%s", path);
		return -1;
	}
	return 0;
}

struct store *
store_start(const char *path)
{
	return path_wrong(path) < 0 ? NULL : start(path);
}

/* The same, so that nothing is written on purpose; writable if it may be, so
 * that what a killed import left behind can be rolled back. */
static struct store *
start_reading(const char *path)
{
	struct store *s = store_start(path);

	if (s == NULL || store_run(s, "PRAGMA query_only = 1") == 0)
		return s;
	store_close(s);
	return NULL;
}

/* No day is before the first that a key can name. */
static int
check_keys(struct store *s)
{
	sqlite3_stmt *st =
	    store_prepare(s, "SELECT min(k) FROM chunk WHERE k < 0");
	int got;

	if (st == NULL)
		return -1;
	got = sqlite3_step(st);
	if (got != SQLITE_ROW)
		store_say(s);
	else if (sqlite3_column_type(st, 0) != SQLITE_NULL)
		got = store_damaged(s, "its index of readings");
	sqlite3_finalize(st);
	return got == SQLITE_ROW ? 0 : -1;
}

/* A sibling finds the table `bills` on the connection. */
static struct store *
finish_open(struct store *s)
{
	if (store_check_schema(s) < 0 || load_zone(s) < 0 ||
	    check_keys(s) < 0 || store_refresh(s) < 0 ||
	    (!s->sibling && store_add_bills(s) < 0)) {
		store_close(s);
		return NULL;
	}
	return s;
}

struct store *
store_open(const char *path)
{
	struct store *s = start_reading(path);

	return s ? finish_open(s) : NULL;
}

/* Makes the file, and says whether it was this call that did.  One that is
 * there and empty may be another program's, about to be filled: wait. */
static int
make_file(const char *path)
{
	enum { TRIES = 200, PAUSE_US = 10000 };
	struct stat st;
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	if (fd >= 0) {
		close(fd);
		return 1;
	}
	for (int i = 0; i < TRIES; i++) {
		if (stat(path, &st) < 0 || st.st_size > 0)
			break;
		usleep(PAUSE_US);
	}
	return 0;
}

static int
zone_exists(const char *tz)
{
	struct zone *z = zone_new(tz);

	if (z == NULL)
		warnx("time zone '%s' is not known here (is tzdata installed?)",
		    tz);
	zone_free(z);
	return z != NULL;
}

/* 12 MB, about six million readings: while an import fits in, it shuts no
 * reader out before its end. */
static const char write_cache[] = "PRAGMA cache_size = -12288";

/* One reader, the writer itself: more would only be memory. */
static const char memory_cache[] = "PRAGMA cache_size = -2048";

struct store *
store_open_rw(const char *path, const char *tz)
{
	int memory = is_memory(path), make = memory;
	struct stat st;
	struct store *s;

	if (tz != NULL && (memory || stat(path, &st) < 0 || st.st_size == 0)) {
		if (!zone_exists(tz))
			return NULL;
		make = memory || make_file(path);
	}
	s = make ? start(path) : store_start(path);
	if (s == NULL)
		return NULL;
	if (store_run(s, memory ? memory_cache : write_cache) < 0 ||
	    (make && store_create(s, tz) < 0)) {
		store_close(s);
		return NULL;
	}
	return finish_open(s);
}

static struct store *
guest(sqlite3 *db, const char *path)
{
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(path ? path : "");
	s->as_of = INT64_MAX;
	s->db = db;
	s->guest = 1;
	return s;
}

struct store *
store_on(sqlite3 *db)
{
	return finish_open(guest(db, sqlite3_db_filename(db, "main")));
}

struct store *
store_sibling(const struct store *s)
{
	struct store *other = guest(s->db, s->path);

	other->as_of = s->as_of;
	other->sibling = 1;
	return finish_open(other);
}

static void
end_statement(sqlite3_stmt **st)
{
	sqlite3_finalize(*st);
	*st = NULL;
}

void
store_idle(struct store *s)
{
	end_statement(&s->day_select);
	end_statement(&s->day_insert);
	end_statement(&s->day_update);
	end_statement(&s->point_select);
	end_statement(&s->number_select);
	end_statement(&s->number_insert);
	for (int i = 0; i < TABLES; i++) {
		end_statement(&s->row_select[i]);
		end_statement(&s->row_insert[i]);
	}
}

struct store *
store_open_any(const char *path)
{
	struct store *s = start_reading(path);

	if (s == NULL || store_check_version(s) == 0)
		return s;
	store_close(s);
	return NULL;
}

int
store_wal(struct store *s, int wal)
{
	const char *mode = wal ? "wal" : "delete", *is;
	sqlite3_stmt *st = store_prepare(s,
	    wal ? "PRAGMA journal_mode = wal" : "PRAGMA journal_mode = delete");
	int got;

	if (st == NULL)
		return -1;
	got = sqlite3_step(st) == SQLITE_ROW ? 0 : store_say(s);
	is = (const char *)sqlite3_column_text(st, 0);
	if (got == 0 && strcmp(is ? is : "", mode) != 0) {
		warnx("%s: the journal stays '%s'", s->path, is);
		got = -1;
	}
	sqlite3_finalize(st);
	return got;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_idle(s);
	store_bill_drop(s);
	later_drop(s);
	if (!s->guest)
		sqlite3_close(s->db);
	zone_free(s->zone);
	free(s->visible);
	free(s->old);
	free(s->one);
	free(s->bytes.p);
	ahead_free(s->ahead);
	free(s->path);
	free(s);
}

const struct zone *
store_zone(const struct store *s)
{
	return s->zone;
}

const char *
store_path(const struct store *s)
{
	return s->path;
}

/* --- imports --- */
