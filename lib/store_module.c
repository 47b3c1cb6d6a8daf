/*
 * What the virtual tables of the store have in common.
 */
#include "store_private.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

int
store_module_add(struct store *s, const char *name, const sqlite3_module *m,
    void (*drop)(void *))
{
	return sqlite3_create_module_v2(s->db, name, m, s, drop) == SQLITE_OK ?
		   0 :
		   store_say(s);
}

int
store_module_connect(
    sqlite3 *db, struct store *s, const char *columns, sqlite3_vtab **out)
{
	struct store_vtab *v = xcalloc(1, sizeof *v);

	v->s = s;
	*out = &v->base;
	return sqlite3_declare_vtab(db, columns);
}

int
store_module_disconnect(sqlite3_vtab *base)
{
	free(base);
	return SQLITE_OK;
}

struct store *
store_module_store(const sqlite3_vtab *base)
{
	return ((const struct store_vtab *)base)->s;
}

int
store_module_fail(sqlite3_vtab *base, const char *what)
{
	sqlite3_free(base->zErrMsg);
	base->zErrMsg = sqlite3_mprintf("%s", what);
	return SQLITE_ERROR;
}

char *
store_module_plan(sqlite3_index_info *info,
    char (*kind_of)(const struct sqlite3_index_constraint *))
{
	char *kinds = sqlite3_malloc(info->nConstraint + 1);
	int n = 0;

	if (kinds == NULL)
		return NULL;
	for (int i = 0; i < info->nConstraint; i++) {
		const struct sqlite3_index_constraint *c =
		    &info->aConstraint[i];
		char k = c->usable ? kind_of(c) : 0;

		if (k == 0 ||
		    strcmp(sqlite3_vtab_collation(info, i), "BINARY") != 0)
			continue;
		kinds[n] = k;
		info->aConstraintUsage[i].argvIndex = ++n;
	}
	kinds[n] = '\0';
	info->idxStr = kinds;
	info->needToFreeIdxStr = 1;
	return kinds;
}
