/*
 * The threshold of a one-sided CUSUM (slack 1/2, values capped at four sigma)
 * of daily values that hang together from day to day.
 *
 * From a table of false alarms a year found by simulation, for h of 4 to 14 and
 * correlations of 0 to 0.7; between its entries the logarithm of the rate goes
 * evenly.  At a correlation of 0.5 the textbook's h of 5 gives nine times the
 * alarms it promises: that is why thresholds from books disappoint.
 */
#ifndef WB_RUNLENGTH_H
#define WB_RUNLENGTH_H

/* h for `far` false alarms a year at lag-one correlation phi (>= 0); 4 to 16.
 */
double runlength_h(double far, double phi);

#endif
