/*
 * Instants, local days, and the clock that joins them.
 *
 * An instant is int64_t seconds since 1970-01-01 UTC.  A day is the number of
 * a civil date, 1970-01-01 being 0.  Only this module knows time zones: a
 * `struct zone` is the list of a zone's offset changes, taken from the
 * system's rules once, so that the same zone is the same everywhere after.
 *
 * A local day has 23, 24 or 25 hours.  A clock time that an autumn change
 * makes occur twice is ambiguous; one that a spring change skips does not
 * exist.  Both are reported, never guessed.
 */
#ifndef WB_CALTIME_H
#define WB_CALTIME_H

#include <stddef.h>
#include <stdint.h>

enum { CAL_DAY_S = 86400, CAL_BUF = 40 };

struct zone;

/* The zone of that name (Asia/Shanghai, UTC, CST-8); NULL if the system does
 * not know it.  Instants from 1970 to 2099. */
struct zone *zone_new(const char *name);
void zone_free(struct zone *z);
const char *zone_name(const struct zone *z);

/* The name of the zone that TZ, or else the system, asks for; static. */
const char *zone_system(void);

/* Seconds to add to UTC at that instant. */
int32_t zone_offset(const struct zone *z, int64_t t);

/* Instant of local clock second `clock` (0..86400, on the clock's face) of a
 * day: the earlier one where it occurs twice, and then *later, if not NULL, is
 * the other one (else equal).  -1: skipped by a change; *t is then the change.
 */
int zone_instant(const struct zone *z, int64_t day, int32_t clock, int64_t *t,
    int64_t *later);

/* First instant of a local day; the day of an instant. */
int64_t zone_midnight(const struct zone *z, int64_t day);
int64_t zone_day(const struct zone *z, int64_t t);

/* Civil dates (proleptic Gregorian) of 1800 to 2099.  cal_day needs a valid
 * date. */
int64_t cal_day(int year, int month, int mday);
void cal_civil(int64_t day, int *year, int *month, int *mday);
int cal_valid(int year, int month, int mday);
int cal_year_days(int year);
int cal_weekday(int64_t day); /* 0 Monday .. 6 Sunday */

/* "YYYY-MM-DD"; 0 or -1. */
int cal_parse_day(const char *s, int64_t *day);
/* "HH:MM" or "HH:MM:SS" up to 24:00, as seconds; 0 or -1. */
int cal_parse_clock(const char *s, int32_t *clock);
/* "YYYY-MM", "YYYY-Qn", "YYYY": first day and the day after the last. */
int cal_parse_month(const char *s, int64_t *from, int64_t *to);
int cal_parse_quarter(const char *s, int64_t *from, int64_t *to);
int cal_parse_year(const char *s, int64_t *from, int64_t *to);

/* A time as text says it: date and clock, with or without an offset. */
struct cal_stamp {
	int64_t day;
	int32_t clock; /* 0..86400 (24:00) */
	int has_offset;
	int32_t offset; /* seconds east of UTC */
};

/* RFC 3339 and its relatives: YYYY-MM-DD, then 'T' or a blank, HH:MM[:SS[.0]],
 * then nothing, Z, or +HH:MM.  0, or -1. */
int cal_parse_stamp(const char *s, struct cal_stamp *out);

/* By the word "epoch" (seconds since 1970 UTC), "epoch_ms" (milliseconds, cut
 * to seconds), or "excel" (days since 1899-12-30 of the local calendar, as
 * Excel counts them, to the nearest second), or by a pattern of strftime(3): %Y
 * %y %m %b %B %h %d %e %j %F %D, %H %I %p %M %S %T %R, %z, %a %A (read over),
 * %n %t (blanks or none), %%, and %f (a fraction, if any, cut off); names are
 * English, %p and %A also Chinese.  All else is literal; a number may have
 * fewer digits than its field.  0, or -1 (also for a bad pattern). */
int cal_parse_format(const char *s, const char *format, struct cal_stamp *out);

/* 1 if it is one of the words. */
int cal_format_is_word(const char *format);

/* 1 if the pattern is one that cal_parse_format can read: it tells the day, and
 * a clock of twelve hours with its half of the day. */
int cal_format_valid(const char *format);

/* The instant of a stamp in zone z (its own offset, if it has one, rules).
 * An ambiguous clock time is the earlier instant if that is after `after`, else
 * the later: rows in order of time thus pass the repeated hour twice.
 * INT64_MIN for after: the earlier.  -1: the time does not exist. */
int cal_instant(
    const struct cal_stamp *s, const struct zone *z, int64_t after, int64_t *t);

/* Text: "2026-03-01"; "2026-03-01T03:05:00+08:00".  buf has CAL_BUF bytes. */
const char *cal_day_text(int64_t day, char *buf);
const char *cal_instant_text(const struct zone *z, int64_t t, char *buf);

/* The same for many instants, of which few change the day: what is between
 * from and to differs in the clock alone.  Begin with {.z = zone}. */
struct cal_text {
	const struct zone *z;
	int64_t from, to;
	char buf[CAL_BUF];
};
const char *cal_text(struct cal_text *c, int64_t t);

#endif
