/*
 * SQL on the store, for reading only.
 *
 * One SELECT; the virtual table `reading`, the registries as they stand
 * (store_view.c) and main.* as they are.  What writes, attaches, or sets
 * anything is refused.  SIGINT, SIGTERM and SIGHUP are held back meanwhile, and
 * end a statement that runs away.
 */
#ifndef WB_STORE_SQL_H
#define WB_STORE_SQL_H

#include <stdint.h>

#include "store.h"

struct store_sql;

enum store_sql_type {
	STORE_SQL_NULL,
	STORE_SQL_INT,
	STORE_SQL_NUM,
	STORE_SQL_TEXT
};

/* NULL: has said why.  From here on the store serves SQL alone. */
struct store_sql *store_sql_open(struct store *s, const char *sql);
void store_sql_close(struct store_sql *q);

int store_sql_next(struct store_sql *q); /* 1, 0 end, -1 failed, said why */

/* Columns: how many, their names (which live as long as q), and of the row at
 * hand type and value; a BLOB is text in hexadecimal. */
int store_sql_ncol(const struct store_sql *q);
const char *store_sql_name(const struct store_sql *q, int col);
enum store_sql_type store_sql_type(const struct store_sql *q, int col);
int64_t store_sql_int(const struct store_sql *q, int col);
double store_sql_num(const struct store_sql *q, int col);
const char *store_sql_text(struct store_sql *q, int col);

#endif
