#include "tzfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

enum {
	HEAD = 44,
	TYPE = 6,
	MOST = 1 << 20 /* bytes; files have some thousand */
};

struct counts { /* of a header */
	uint32_t isut, isstd, leap, time, type, letters;
};

static uint32_t
big32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static int64_t
big64(const unsigned char *p)
{
	return (int64_t)((uint64_t)big32(p) << 32 | big32(p + 4));
}

/* 0: there is no header of a version that has instants of 64 bits. */
static int
get_counts(const unsigned char *p, size_t n, struct counts *c)
{
	if (n < HEAD || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return 0;
	*c = (struct counts){big32(p + 20), big32(p + 24), big32(p + 28),
	    big32(p + 32), big32(p + 36), big32(p + 40)};
	return c->isut < MOST && c->isstd < MOST && c->leap < MOST &&
	       c->time < MOST && c->type < MOST && c->letters < MOST;
}

/* Bytes behind the header, with instants of so many bytes. */
static size_t
body(const struct counts *c, size_t instant)
{
	return c->time * (instant + 1) + c->type * TYPE + c->letters +
	       c->leap * (instant + 4) + c->isstd + c->isut;
}

/* The changes: c->time instants, the type of each, the types. */
static int
get_changes(const unsigned char *p, const struct counts *c, struct tzfile *f)
{
	const unsigned char *types = p + 8 * c->time, *type = types + c->time;

	f->change = xcalloc(c->time + 1, sizeof *f->change);
	f->change[f->n++] =
	    (struct tzfile_change){INT64_MIN, (int32_t)big32(type)};
	for (uint32_t i = 0; i < c->time; i++) {
		int64_t at = big64(p + 8 * i);

		if (types[i] >= c->type || at <= f->change[f->n - 1].at)
			return -1;
		f->change[f->n++] = (struct tzfile_change){
		    at, (int32_t)big32(type + TYPE * types[i])};
	}
	return 0;
}

int
tzfile_parse(const unsigned char *p, size_t n, struct tzfile *f)
{
	const unsigned char *end = p + n, *footer;
	struct counts c;

	*f = (struct tzfile){0};
	if (!get_counts(p, n, &c) || n - HEAD < body(&c, 4))
		return -1;
	p += HEAD + body(&c, 4);
	if (!get_counts(p, (size_t)(end - p), &c) || c.leap > 0 ||
	    c.type == 0 || (size_t)(end - p) - HEAD < body(&c, 8))
		return -1;
	footer = p + HEAD + body(&c, 8);
	/* A rule with a comma has summer time. */
	f->goes_on = memchr(footer, ',', (size_t)(end - footer)) != NULL;
	if (get_changes(p + HEAD, &c, f) == 0)
		return 0;
	tzfile_release(f);
	return -1;
}

int
tzfile_read(const char *path, struct tzfile *f)
{
	FILE *fp = fopen(path, "re");
	unsigned char *p;
	size_t n;
	int got;

	if (fp == NULL)
		return -1;
	p = xmalloc(MOST);
	n = fread(p, 1, MOST, fp);
	fclose(fp);
	got = tzfile_parse(p, n, f);
	free(p);
	return got;
}

void
tzfile_release(struct tzfile *f)
{
	free(f->change);
	*f = (struct tzfile){0};
}
