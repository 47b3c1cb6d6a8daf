/*
 * Dated targets of public policy for the loss rate of a city's network.
 *
 *     until 2017     12 %   (water pollution action plan, 2015)
 *     2018 to 2020   10 %   (the same)
 *     2021 to 2025    9 %   (Jian Ban Cheng [2022] No. 2, national mean)
 *
 * The year is that in which a limit must be met; what is asked after the last
 * one is what it asked.
 */
#ifndef WB_POLICY_H
#define WB_POLICY_H

/* The limit for R_BL, %, that holds in a year. */
double policy_target_pct(int year);

#endif
