#include "alias.h"

#include <string.h>

const char *
alias_term(const char *id)
{
	static const struct {
		const char *id, *was;
	} names[] = {
	    {"n1", "漏损指数N1"},
	    {"snapshot_ili", "夜间漏损指数"},
	    {"snapshot_ili_lo", "夜间漏损指数下限"},
	    {"snapshot_ili_hi", "夜间漏损指数上限"},
	    {"ili_part", "漏损指数分项"},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i].id, id) == 0)
			return names[i].was;
	return NULL;
}
