/*
 * The file that an import was made of, found again: a file counts by its
 * SHA-256, whatever its name.
 */
#ifndef WB_ORIGFILE_H
#define WB_ORIGFILE_H

#include <stddef.h>
#include <stdint.h>

enum origfile_got {
	ORIGFILE_FOUND,
	ORIGFILE_PIPE,	  /* it has no name, and nothing else fits */
	ORIGFILE_MISSING, /* nothing has its name or its length */
	ORIGFILE_CHANGED  /* what has its name has another SHA-256 */
};

/* Looks at `name` ("-": it came through a pipe), then into the folders and what
 * lies in them for files of that name, packed or not, or of so many bytes.
 * *path, to be freed, becomes the one with that SHA-256 (of what comes out,
 * where it is packed). */
enum origfile_got origfile_find(const char *name, int64_t bytes,
    const char *sha256, char *const *dir, size_t ndir, char **path);

/* Looks likewise for files of that name alone, beside the file `beside` first.
 * fits: 1 if that is the one.  The path, to be freed; NULL: none is. */
char *origfile_named(const char *name, const char *beside, char *const *dir,
    size_t ndir, int (*fits)(void *ctx, const char *path), void *ctx);

#endif
