#include "origfile.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lines.h"
#include "xalloc.h"

struct search {
	const char *base; /* of its name; NULL: it has none */
	int64_t bytes;	  /* -1: the name must fit */
	int (*fits)(void *ctx, const char *path);
	void *ctx;
	int named; /* 1: something has its name */
	char *found;
};

static const char *
base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Length of a name without .gz or .xz. */
static size_t
stem(const char *name)
{
	return strlen(name) - (lines_is_packed(name) ? 3 : 0);
}

static int
has_name(const struct search *s, const char *path)
{
	const char *name = base_of(path);
	size_t n = stem(name);

	return s->base != NULL && stem(s->base) == n &&
	       strncmp(name, s->base, n) == 0;
}

/* A regular file that may be it. */
static void
try_file(struct search *s, const char *path, const struct stat *st)
{
	int named = has_name(s, path);

	if (!named && (s->bytes < 0 || (int64_t)st->st_size != s->bytes))
		return;
	s->named |= named;
	if (named && s->bytes >= 0 && !lines_is_packed(path) &&
	    (int64_t)st->st_size != s->bytes)
		return;
	if (access(path, R_OK) == 0 && s->fits(s->ctx, path))
		s->found = xstrdup(path);
}

static void
try_path(struct search *s, const char *path)
{
	struct stat st;

	if (s->found == NULL && stat(path, &st) == 0 && S_ISREG(st.st_mode))
		try_file(s, path, &st);
}

static int
not_hidden(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static int
by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* A folder and those in it; symbolic links to folders are not followed. */
static void
try_folder(struct search *s, const char *dir)
{
	struct dirent **entry;
	int n = scandir(dir, &entry, not_hidden, by_bytes);

	for (int i = 0; i < n; i++) {
		char *path = xasprintf("%s/%s", dir, entry[i]->d_name);
		struct stat st;

		if (s->found == NULL && lstat(path, &st) == 0 &&
		    S_ISDIR(st.st_mode))
			try_folder(s, path);
		else
			try_path(s, path);
		free(path);
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
}

static void
try_folders(struct search *s, char *const *dir, size_t ndir)
{
	for (size_t i = 0; i < ndir && s->found == NULL; i++)
		try_folder(s, dir[i]);
}

/* --- by its SHA-256 --- */

/* SHA-256 of what comes out of a file; 0 or -1: has said why. */
static int
digest(const char *path, char hex[65])
{
	enum { PIECE = 64 * 1024 };
	struct lines *l = lines_open(path, NULL);
	char *buf = xmalloc(PIECE);
	long got = -1;

	if (l != NULL) {
		while ((got = lines_raw(l, buf, PIECE)) > 0)
			;
		lines_sha256(l, hex);
	}
	lines_free(l);
	free(buf);
	return got < 0 ? -1 : 0;
}

static int
has_digest(void *ctx, const char *path)
{
	char hex[65];

	return digest(path, hex) == 0 && strcmp(hex, ctx) == 0;
}

enum origfile_got
origfile_find(const char *name, int64_t bytes, const char *sha256,
    char *const *dir, size_t ndir, char **path)
{
	int pipe = strcmp(name, "-") == 0;
	struct search s = {.base = pipe ? NULL : base_of(name),
	    .bytes = bytes,
	    .fits = has_digest,
	    .ctx = (void *)sha256};

	if (!pipe)
		try_path(&s, name);
	try_folders(&s, dir, ndir);
	*path = s.found;
	if (s.found != NULL)
		return ORIGFILE_FOUND;
	return pipe    ? ORIGFILE_PIPE :
	       s.named ? ORIGFILE_CHANGED :
			 ORIGFILE_MISSING;
}

/* --- by its name --- */

char *
origfile_named(const char *name, const char *beside, char *const *dir,
    size_t ndir, int (*fits)(void *ctx, const char *path), void *ctx)
{
	struct search s = {.base = name, .bytes = -1, .fits = fits, .ctx = ctx};
	int n = (int)(base_of(beside) - beside);
	char *path = xasprintf("%.*s%s", n, beside, name);

	try_path(&s, path);
	free(path);
	try_path(&s, name);
	try_folders(&s, dir, ndir);
	return s.found;
}
