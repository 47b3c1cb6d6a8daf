#include "zipcheck.h"

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libdeflate.h>

#include "xalloc.h"

struct bytes {
	uint8_t *p;
	size_t n;
};

static uint32_t
le(const uint8_t *p, int n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

static int
slurp(const char *path, struct bytes *b)
{
	FILE *fp = fopen(path, "re");
	size_t cap = 0, got;

	*b = (struct bytes){0};
	if (fp == NULL) {
		warn("%s", path);
		return -1;
	}
	do {
		cap = cap ? 2 * cap : 1 << 16;
		b->p = xrealloc(b->p, cap, 1);
		got = fread(b->p + b->n, 1, cap - b->n, fp);
		b->n += got;
	} while (b->n == cap);
	got = (size_t)ferror(fp);
	if (got)
		warn("%s", path);
	fclose(fp);
	return got ? -1 : 0;
}

/* An entry's data, inflated; NULL: they do not inflate to n bytes. */
static uint8_t *
inflate_all(const uint8_t *p, size_t size, int method, size_t n)
{
	struct libdeflate_decompressor *z;
	uint8_t *out = xmalloc(n + 1);
	int good;

	if (method == 0 && size == n) {
		memcpy(out, p, n);
		return out;
	}
	if ((z = libdeflate_alloc_decompressor()) == NULL)
		errx(1, "out of memory");
	good = libdeflate_deflate_decompress(z, p, size, out, n, NULL) ==
	       LIBDEFLATE_SUCCESS;
	libdeflate_free_decompressor(z);
	if (good)
		return out;
	free(out);
	return NULL;
}

static int
is_xml(const char *name, size_t n)
{
	return n > 4 && (memcmp(name + n - 4, ".xml", 4) == 0 ||
			    memcmp(name + n - 4, "rels", 4) == 0);
}

/* The last tag closes the first element, or nothing follows it but blanks. */
static int
xml_ends(const uint8_t *p, size_t n)
{
	while (n > 0 && (p[n - 1] == '\n' || p[n - 1] == '\r'))
		n--;
	if (n < 8 || p[n - 1] != '>')
		return 0;
	for (size_t i = n - 1; i-- > 0;)
		if (p[i] == '<')
			return p[i + 1] == '/' || p[n - 2] == '/';
	return 0;
}

/* The entry whose directory record is at d. */
static int
check_entry(const struct bytes *b, const uint8_t *d)
{
	uint32_t size = le(d + 20, 4), full = le(d + 24, 4);
	size_t at = le(d + 42, 4), name = le(d + 28, 2), start;
	uint8_t *data;
	int good;

	if (at + 30 > b->n || le(b->p + at, 4) != 0x04034b50)
		return -1;
	start = at + 30 + le(b->p + at + 26, 2) + le(b->p + at + 28, 2);
	if (start + size > b->n)
		return -1;
	data = inflate_all(b->p + start, size, (int)le(d + 10, 2), full);
	if (data == NULL)
		return -1;
	good = libdeflate_crc32(0, data, full) == le(d + 16, 4) &&
	       (!is_xml((const char *)d + 46, name) || xml_ends(data, full));
	free(data);
	return good ? 0 : -1;
}

static int
check_all(const struct bytes *b)
{
	const uint8_t *end, *d;
	unsigned entries;

	if (b->n < 22 || le(b->p + b->n - 22, 4) != 0x06054b50)
		return -1;
	end = b->p + b->n - 22;
	entries = le(end + 10, 2);
	if (le(end + 16, 4) + (uint64_t)le(end + 12, 4) > b->n)
		return -1;
	d = b->p + le(end + 16, 4);
	for (; entries > 0; entries--) {
		if (d + 46 > end || le(d, 4) != 0x02014b50 ||
		    d + 46 + le(d + 28, 2) > end || check_entry(b, d) < 0)
			return -1;
		d += 46 + le(d + 28, 2) + le(d + 30, 2) + le(d + 32, 2);
	}
	return d == end ? 0 : -1;
}

int
zipcheck(const char *path)
{
	struct bytes b;
	int got = slurp(path, &b);

	if (got == 0 && (got = check_all(&b)) < 0)
		warnx("%s: is not whole: is the disk full?", path);
	free(b.p);
	return got;
}
