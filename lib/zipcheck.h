/*
 * Is a zip file whole?
 *
 * Looks at every entry: its data inflate to the length and CRC-32 that the
 * directory names, and an XML part ends with its closing tag.
 */
#ifndef WB_ZIPCHECK_H
#define WB_ZIPCHECK_H

/* 0, or -1: has said what is wrong. */
int zipcheck(const char *path);

#endif
