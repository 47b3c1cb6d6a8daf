/*
 * The forms of entries in a list of names (why.h).  AT(field) is where the
 * field lies in the row; the file that includes this defines it.
 */
#ifndef WB_WHYENTRY_H
#define WB_WHYENTRY_H

#include "why.h"

#define FIGURE(name, field, text)                              \
	{                                                      \
		name, WHY_FIGURE, AT(field), 0, RAW_NONE, text \
	}
#define BOUND(name, field, text)                               \
	{                                                      \
		name, WHY_FIGURE, AT(field), 1, RAW_NONE, text \
	}
#define RAW(name, field, raw, mode)                    \
	{                                              \
		name, WHY_RAW, AT(field), 0, raw, mode \
	}
#define REGISTRY(name, field)                                    \
	{                                                        \
		name, WHY_REGISTRY, AT(field), 0, RAW_NONE, name \
	}
#define CONST(name, field)                                    \
	{                                                     \
		name, WHY_CONST, AT(field), 0, RAW_NONE, NULL \
	}
#define PARAM(name)                                   \
	{                                             \
		name, WHY_PARAM, 0, 0, RAW_NONE, NULL \
	}
/* One whose value the row has: a set of them may stand behind it. */
#define PARAM_AT(name, field)                                 \
	{                                                     \
		name, WHY_PARAM, AT(field), 0, RAW_NONE, NULL \
	}

#endif
