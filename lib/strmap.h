/*
 * A map from text to a number: index of an element elsewhere.
 */
#ifndef WB_STRMAP_H
#define WB_STRMAP_H

#include <stddef.h>
#include <stdint.h>

struct strmap {
	struct strmap_slot *slot;
	size_t n, cap;
};

#define STRMAP_INIT        \
	{                  \
		NULL, 0, 0 \
	}

/* The number of a key, or -1. */
long strmap_get(const struct strmap *m, const char *key);

/* Sets it; the key is copied. */
void strmap_put(struct strmap *m, const char *key, long value);
void strmap_release(struct strmap *m);

#endif
