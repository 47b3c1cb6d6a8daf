#include "billparts.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "billshort.h"
#include "xalloc.h"

enum {
	BUFFER = 1 << 17,    /* bytes read at a time: they stay in a cache */
	BATCH = 512,	     /* bills, for the same reason */
	PART_LEAST = 1 << 22 /* bytes: 10 ms of work */
};

struct part {
	int fd;
	uint64_t from, to; /* bytes of the file */
	uint64_t at;	   /* how far it came */
	uint64_t rows;
	struct billing *b; /* its own, but for the first */
	enum billing_got got;
	int own_thread;
	pthread_t thread;
};

/* The short rows at p up to end, added; where they stop. */
static const char *
add_rows(struct part *part, struct billshort *s, const char *p, const char *end)
{
	struct bill x[BATCH];
	const char *next = p;

	while (next != NULL && p < end && part->got == BILLING_OK) {
		size_t n = 0;

		for (; n < BATCH && p < end; p = next, n++)
			if ((next = billshort_row(s, p, end, &x[n])) == NULL)
				break;
		part->rows += n;
		part->got = billing_add_all(part->b, x, n);
	}
	return p;
}

static void *
work(void *arg)
{
	struct part *part = arg;
	struct billshort s = {.ids = billing_ids(part->b)};
	char *buf = xmalloc(BUFFER);

	while (part->at < part->to && part->got == BILLING_OK) {
		uint64_t left = part->to - part->at;
		size_t n = left < BUFFER ? (size_t)left : BUFFER;
		const char *end, *stop;

		n = file_read_at(part->fd, part->at, buf, n);
		end = memrchr(buf, '\n', n);
		if (end == NULL)
			break; /* no whole line */
		stop = add_rows(part, &s, buf, ++end);
		part->at += (uint64_t)(stop - buf);
		if (stop < end)
			break;
	}
	free(buf);
	return NULL;
}

/* --- cutting --- */

/* Where the first line from `at` on begins, or `to`. */
static uint64_t
line_from(int fd, uint64_t at, uint64_t to)
{
	char buf[4096];
	size_t n = file_read_at(fd, at - 1, buf, sizeof buf);
	const char *lf = memchr(buf, '\n', n);

	return lf != NULL ? at + (uint64_t)(lf - buf) : to;
}

/* How many parts the bytes are worth, and memory allows. */
static size_t
count_parts(const struct fileparts *p, const struct billing *b, uint64_t bytes)
{
	size_t jobs = (size_t)p->jobs, most = bytes / PART_LEAST;

	jobs = jobs < most ? jobs : most;
	return billing_parts(b, jobs < 1 ? 1 : jobs);
}

static size_t
cut(const struct fileparts *p, struct billing *b, uint64_t size,
    struct part *part)
{
	uint64_t bytes = size - p->at, from = p->at;
	size_t n = count_parts(p, b, bytes);

	for (size_t i = 0; i < n; i++) {
		uint64_t to = p->at + bytes / n * (i + 1);

		to = i + 1 == n ? size : line_from(p->fd, to, size);
		part[i] = (struct part){
		    .fd = p->fd, .from = from, .to = to, .at = from, .b = b};
		from = to;
	}
	return n;
}

/* --- parts in their order --- */

/* Those that have no thread, or no sums of their own, are left; the first
 * works here. */
static void
run(struct part *part, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		part[i].b = billing_part(part[0].b);
		part[i].own_thread =
		    part[i].b != NULL &&
		    pthread_create(&part[i].thread, NULL, work, &part[i]) == 0;
	}
	work(&part[0]);
	for (size_t i = 1; i < n; i++)
		if (part[i].own_thread)
			pthread_join(part[i].thread, NULL);
}

/* Up to the first that did not come to its end. */
static int
join(struct fileparts *p, struct part *part, size_t n)
{
	enum billing_got got = part[0].got;

	for (size_t i = 0; got == BILLING_OK && i < n; i++) {
		if (i > 0)
			got = billing_join(part[0].b, part[i].b);
		got = got == BILLING_OK ? part[i].got : got;
		p->at = part[i].at;
		p->rows += part[i].rows;
		if (part[i].at < part[i].to)
			break;
	}
	return got == BILLING_OK ? 0 : -1;
}

int
billparts_add(struct fileparts *p, struct billing *b)
{
	struct part *part = xcalloc((size_t)p->jobs, sizeof *part);
	struct stat st;
	size_t n;
	int got;

	p->rows = 0;
	if (fstat(p->fd, &st) < 0 || (uint64_t)st.st_size <= p->at) {
		free(part);
		return 0;
	}
	n = cut(p, b, (uint64_t)st.st_size, part);
	run(part, n);
	got = join(p, part, n);
	for (size_t i = 1; i < n; i++)
		billing_part_free(part[i].b);
	free(part);
	return got;
}
