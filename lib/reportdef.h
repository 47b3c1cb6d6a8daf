/*
 * Report definitions: what a workbook holds, as a department writes it down.
 *
 * INI, one file per kind of report; report-xlsx(1) has every key.
 *
 *     [report]            title, period, table
 *     [sheet ID]          name, layout, table or sql, columns, charts ...
 *     [block ID]          a short table that stands on a sheet with others
 *     [column NAME]       heading, format, width, rules; wherever it stands
 *     [column ID.NAME]    the same on one sheet
 *
 * A key that ends in _zh or _en is text of that language; where one is missing
 * the other serves.  An indented line carries the value on.  What is not known
 * is an error that names file, line and the nearest known word.
 */
#ifndef WB_REPORTDEF_H
#define WB_REPORTDEF_H

#include <stddef.h>
#include <stdio.h>

struct def_key {
	char *name, *value;
	int line;
};

enum def_kind { DEF_REPORT, DEF_SHEET, DEF_COLUMN, DEF_BLOCK, DEF_KINDS };

struct def_section {
	enum def_kind kind;
	char *id; /* of the sheet or block; of the column, perhaps with its
		     sheet's */
	int line;
	struct def_key *key;
	size_t nkey;
};

struct def {
	char *path, *text_sha256;    /* the file's name; SHA-256, 64 digits */
	struct def_section *section; /* [0] is [report] */
	size_t n;
};

/* Reads and checks a definition.  NULL: has said why, all complaints of the
 * file. */
struct def *def_read(const char *path);
struct def *def_read_stream(FILE *fp, const char *name);
void def_free(struct def *d);

/* The file of a kind that came with the programs ("daily"): in WB_REPORTS, or
 * where the program was installed, or beside it.  To be freed. */
char *def_path(const char *kind);

/* A section by its kind and id; NULL: there is none. */
struct def_section *
def_find(const struct def *d, enum def_kind kind, const char *id);

/* A key with its line; NULL: not given. */
const struct def_key *def_key(const struct def_section *s, const char *key);

/* The value of a key; NULL: not given. */
const char *def_get(const struct def_section *s, const char *key);
int def_yes(const struct def_section *s, const char *key, int otherwise);
double def_num(const struct def_section *s, const char *key, double otherwise);

/* The key with _zh or _en behind it; NULL: neither is given. */
const char *def_word(const struct def_section *s, const char *key, int zh);

/* A key of a column on a sheet: of its own section, else of the general one. */
const char *def_column(const struct def *d, const char *sheet,
    const char *column, const char *key, int zh);

/* The section of a column that holds for a sheet alone (own 1) or for all;
 * NULL: there is none. */
const struct def_section *def_column_section(
    const struct def *d, const char *sheet, const char *column, int own);

/* One entry of a list: a name and what stands behind it. */
struct def_item {
	char name[48];
	char word[48]; /* "" where there is none */
};

/* Takes the next entry off *list.  1, or 0 at its end. */
int def_next(const char **list, struct def_item *out);

/* A condition: COLUMN OP COLUMN, NUMBER or WORD, perhaps several with "and".
 * @day and @midnight are the report's day and its first instant. */
struct def_test {
	char left[48], op[3], right[48]; /* op: < <= > >= = <> */
};

/* Takes the next part of a condition.  1, 0 at its end, -1: it does not read
 * so. */
int def_test_next(const char **cond, struct def_test *out);

#endif
