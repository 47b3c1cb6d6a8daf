#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lines.h"
#include "say.h"

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_start(struct progress *p, const char *name, int wanted)
{
	struct stat st;

	*p = (struct progress){.name = name};
	p->on = wanted && isatty(STDERR_FILENO);
	if (!p->on)
		return;
	p->start = p->last = now();
	if (!lines_is_packed(name) && stat(name, &st) == 0 &&
	    S_ISREG(st.st_mode))
		p->bytes = (uint64_t)st.st_size;
}

void
progress_tick(struct progress *p, uint64_t bytes, int64_t rows)
{
	double t;

	if (!p->on || (t = now()) - p->last < (p->shown ? 0.2 : 1))
		return;
	p->last = t;
	p->shown = 1;
	fprintf(stderr, "\r%s: ", p->name);
	if (p->bytes > 0 && bytes <= p->bytes)
		fprintf(stderr, "%3.0f %%, ",
		    100 * (double)bytes / (double)p->bytes);
	fprintf(stderr, tr("%" PRId64 " rows, %.0f a second"), rows,
	    (double)rows / (t - p->start));
	fputs("\033[K", stderr);
	fflush(stderr);
}

void
progress_end(struct progress *p, int64_t rows)
{
	double s;

	if (!p->shown)
		return;
	s = now() - p->start;
	fprintf(stderr, "\r%s: ", p->name);
	fprintf(stderr, tr("%" PRId64 " rows in %.1f s, %.0f a second"), rows,
	    s, (double)rows / s);
	fputs("\033[K\n", stderr);
	p->shown = 0;
}
