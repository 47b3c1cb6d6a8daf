/*
 * What the file of a time zone lists: its changes of offset, as RFC 8536 lays
 * them out (version 2 or later).
 */
#ifndef WB_TZFILE_H
#define WB_TZFILE_H

#include <stddef.h>
#include <stdint.h>

struct tzfile_change {
	int64_t at;	/* from this instant on, seconds since 1970 UTC ... */
	int32_t offset; /* ... so many seconds east */
};

struct tzfile {
	struct tzfile_change *change; /* in order; the first at INT64_MIN */
	size_t n;
	int goes_on; /* 1: after the last a rule has others */
};

/* Reads it; 0, or -1: the file is not there, is none, or counts leap seconds;
 * nothing is said. */
int tzfile_read(const char *path, struct tzfile *f);
int tzfile_parse(const unsigned char *p, size_t n, struct tzfile *f);
void tzfile_release(struct tzfile *f);

#endif
