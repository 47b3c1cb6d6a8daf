/* Any text as a definition; what is one makes a workbook of small tables. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "report.h"
#include "reportdef.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const night[] = {"zone_id", "day", "mnf_m3h", "mnf_lo",
    "mnf_hi", "mnf_at", "coverage", "flags"};
static const char *const nights[][8] = {
    {"A", "2026-03-01", "4.5", "4", "5", "2026-03-01T03:00:00+08:00", "1", ""},
    {"A", "2026-03-02", "", "", "", "", "0.4", "gaps night_short"},
    {"B", "2026-03-02", "-1e9", "-2e9", "1", "", "", "?"}};
static const char *const zone[] = {"zone_id", "name", "parent_id"};
static const char *const zones[][3] = {{"A", "=1", ""}, {"B", "", "A"}};

static void
add(struct frames *f, const char *name, const char *const *col, size_t ncol,
    const char *const *cell, size_t nrow)
{
	f->frame = realloc(f->frame, (f->n + 1) * sizeof *f->frame);
	frame_init(&f->frame[f->n], name, col, ncol);
	for (size_t i = 0; i < nrow; i++)
		frame_add(&f->frame[f->n], cell + i * ncol);
	f->n++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	FILE *fp = n > 0 ? fmemopen((void *)(uintptr_t)p, n, "r") : NULL;
	struct def *d = fp ? def_read_stream(fp, "fuzz.ini") : NULL;
	struct frames f = FRAMES_INIT;
	struct report_opts o = {
	    .def = d, .lang = REPORT_BOTH, .day = INT64_MIN, .version = "0"};

	if (fp != NULL)
		fclose(fp);
	if (d == NULL)
		return 0;
	add(&f, "zones", zone, 3, zones[0], 2);
	add(&f, "nightflow", night, 8, nights[0], 3);
	report_write(&f, &o, NULL, NULL);
	frames_release(&f);
	def_free(d);
	return 0;
}
