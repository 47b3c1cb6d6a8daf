/*
 * What the files of the dictionary share: term.c looks words up, and each of
 * the others has the words and the tables of a program or two, its family.
 * A word that several tables have stands in one family, once.
 */
#ifndef WB_TERM_PRIVATE_H
#define WB_TERM_PRIVATE_H

#include "term.h"

/* Sources that many words name. */
#define S11 "SANFLOW, WRC TT 109/99"
#define GBT "GB/T 36344-2018"
#define CJJ "CJJ 92-2016 (2018)"
#define IWA "IWA/AWWA M36"
#define WLC "Water Loss Control, 2nd ed."

struct term_family {
	const struct term *term;
	size_t nterm;
	const struct term_table *table;
	size_t ntable;
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A table, and one that has gained columns after the first `need`. */
#define TABLE_SINCE(name, col, need)        \
	{                                   \
		name, col, COUNT(col), need \
	}
#define TABLE(name, col) TABLE_SINCE(name, col, COUNT(col))

extern const struct term_family term_night, term_balance, term_query, term_ops,
    term_import, term_pressure, term_compare, term_econ, term_bill, term_alarm,
    term_flag;

#endif
