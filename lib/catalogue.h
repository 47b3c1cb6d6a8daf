/*
 * Translated messages: made from po/zh_CN.po when the programs are built.
 */
#ifndef WB_CATALOGUE_H
#define WB_CATALOGUE_H

struct catalogue {
	const char *id, *text; /* English, Chinese */
};

extern const struct catalogue catalogue_zh[]; /* ended by {NULL, NULL} */

#endif
