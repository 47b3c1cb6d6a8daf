/*
 * wbstore.so: the store in the sqlite3 shell, or any program that loads SQLite
 * extensions.  Not a part of the library.
 */
#include "store_private.h"

SQLITE_EXTENSION_INIT1

__attribute__((visibility("default"))) int
sqlite3_wbstore_init(sqlite3 *db, char **err, const sqlite3_api_routines *api);

int
sqlite3_wbstore_init(sqlite3 *db, char **err, const sqlite3_api_routines *api)
{
	struct store *s;

	SQLITE_EXTENSION_INIT2(api);
	if ((s = store_on(db)) == NULL) {
		*err = sqlite3_mprintf("wbstore: no store is open");
		return SQLITE_ERROR;
	}
	/* From here on the connection frees s when it closes. */
	return store_add_vtab(s) < 0 || store_add_views(s) < 0 ? SQLITE_ERROR :
								 SQLITE_OK;
}
