#include "store_backup.h"

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "store_private.h"
#include "xalloc.h"

int64_t
store_check(struct store *s, char **first)
{
	sqlite3_stmt *st = store_prepare(s, "PRAGMA integrity_check");
	int64_t faults = 0;
	int got;

	*first = NULL;
	if (st == NULL)
		return -1;
	while ((got = sqlite3_step(st)) == SQLITE_ROW) {
		const char *line = (const char *)sqlite3_column_text(st, 0);

		if (line != NULL && strcmp(line, "ok") == 0)
			continue;
		if (faults++ == 0)
			*first = xstrdup(line ? line : "");
	}
	/* A file may be too broken for the check to end. */
	if (got != SQLITE_DONE && faults++ == 0)
		*first = xstrdup(sqlite3_errmsg(s->db));
	sqlite3_finalize(st);
	return faults;
}

/* Copies all pages; waits for writers as long as the store does. */
static int
copy_pages(struct store *s, sqlite3 *to)
{
	enum { PAGES = 256, PAUSE_MS = 50 };
	sqlite3_backup *b = sqlite3_backup_init(to, "main", s->db, "main");
	int waited = 0, got = SQLITE_ERROR;

	while (
	    b != NULL && (got = sqlite3_backup_step(b, PAGES)) != SQLITE_DONE) {
		if (got != SQLITE_OK && got != SQLITE_BUSY &&
		    got != SQLITE_LOCKED)
			break;
		if (got != SQLITE_OK && (waited += PAUSE_MS) > s->wait_ms)
			break;
		if (got != SQLITE_OK)
			sqlite3_sleep(PAUSE_MS);
	}
	if (b == NULL || sqlite3_backup_finish(b) != SQLITE_OK ||
	    got != SQLITE_DONE) {
		warnx("%s: cannot be copied: %s", s->path,
		    b == NULL || got == SQLITE_DONE ? sqlite3_errmsg(to) :
						      sqlite3_errstr(got));
		return -1;
	}
	return 0;
}

/* Makes the copy in a file that is there and empty. */
static int
copy_to(struct store *s, const char *path)
{
	sqlite3 *db = NULL;
	int got = -1;

	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) !=
	    SQLITE_OK)
		warnx("%s: %s", path, sqlite3_errmsg(db));
	else if ((got = copy_pages(s, db)) == 0 &&
		 sqlite3_exec(db, "PRAGMA journal_mode = delete", NULL, NULL,
		     NULL) != SQLITE_OK) {
		warnx("%s: %s", path, sqlite3_errmsg(db));
		got = -1;
	}
	sqlite3_close(db);
	return got;
}

/* Opens the copy and checks it. */
static int
verify(const char *path)
{
	struct store *s = store_open_any(path);
	char *fault;
	int64_t n;

	if (s == NULL)
		return -1;
	n = store_check(s, &fault);
	if (n > 0)
		warnx("%s: the copy is damaged: %s", path, fault);
	free(fault);
	store_close(s);
	return n == 0 ? 0 : -1;
}

/* What was written, and its name, reach the disk. */
static int
settle(const char *part, const char *to)
{
	char *copy = xstrdup(to);
	int fd = open(part, O_RDONLY | O_CLOEXEC), dir, bad;

	bad = fd < 0 || fsync(fd) != 0;
	if (fd >= 0)
		close(fd);
	bad = bad || rename(part, to) != 0;
	if (bad)
		warn("%s", to);
	dir = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0) {
		fsync(dir);
		close(dir);
	}
	free(copy);
	return bad ? -1 : 0;
}

int
store_backup(const char *from, const char *to)
{
	char *part = xasprintf("%s.part-%ld", to, (long)getpid());
	struct store *s = NULL;
	int fd = -1, got = -1;

	if (access(to, F_OK) == 0)
		warnx("%s: exists already", to);
	else if ((s = store_open_any(from)) != NULL &&
		 (fd = open(
		      part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640)) < 0)
		warn("%s", part);
	if (fd >= 0) {
		close(fd);
		got = copy_to(s, part);
		if (got == 0)
			got = verify(part);
		if (got == 0)
			got = settle(part, to);
		if (got < 0)
			unlink(part);
	}
	store_close(s);
	free(part);
	return got;
}

int
store_room(const char *path, double *bytes, double *left)
{
	struct statvfs fs;
	struct stat st;

	if (stat(path, &st) < 0 || statvfs(path, &fs) < 0) {
		warn("%s", path);
		return -1;
	}
	*bytes = (double)st.st_size;
	*left = (double)fs.f_bavail * (double)fs.f_frsize;
	return 0;
}
