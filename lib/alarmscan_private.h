/*
 * The parts of a scan: zones (alarmscan.c), zones among each other
 * (scancross.c), points (scanpoint.c).
 */
#ifndef WB_ALARMSCAN_PRIVATE_H
#define WB_ALARMSCAN_PRIVATE_H

#include "alarmscan.h"

/* Names the alarm, of `what` and with a word, as of today; tells of it. */
void scan_put(
    struct alarmscan *c, struct alarm *a, const char *what, const char *word);

/* Marks what the day's alarms of several zones have in common. */
void scan_cross(struct alarmscan *c);

/* Takes the day of a point.  0, or -1: has said why. */
int scan_point(struct alarmscan *c, size_t point);

/* Puts what is open of a point as it stands. */
void scan_point_open(struct alarmscan *c, size_t point);

#endif
