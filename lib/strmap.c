#include "strmap.h"

#include <stdlib.h>
#include <string.h>

#include "xalloc.h"

struct strmap_slot {
	char *key; /* NULL: free */
	uint64_t hash;
	long value;
};

/* Eight letters at a time; the last eight overlap the ones before. */
static uint64_t
hash_of(const char *s)
{
	size_t len = strlen(s), i = 0;
	uint64_t h = len, w = 0;

	for (; i + sizeof w < len; i += sizeof w) {
		memcpy(&w, s + i, sizeof w);
		h = (h ^ w) * 0x9E3779B97F4A7C15u;
		h ^= h >> 32;
	}
	if (len >= sizeof w)
		memcpy(&w, s + len - sizeof w, sizeof w);
	for (; len < sizeof w && i < len; i++)
		w = w << 8 | (unsigned char)s[i];
	h = (h ^ w) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

static struct strmap_slot *
find(const struct strmap *m, const char *key, uint64_t h)
{
	size_t i = h & (m->cap - 1);

	while (m->slot[i].key != NULL &&
	       (m->slot[i].hash != h || strcmp(m->slot[i].key, key) != 0))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

long
strmap_get(const struct strmap *m, const char *key)
{
	const struct strmap_slot *s;

	if (m->n == 0)
		return -1;
	s = find(m, key, hash_of(key));
	return s->key ? s->value : -1;
}

static void
grow(struct strmap *m)
{
	struct strmap old = *m;

	m->cap = old.cap ? old.cap * 2 : 64;
	m->slot = xcalloc(m->cap, sizeof *m->slot);
	for (size_t i = 0; i < old.cap; i++)
		if (old.slot[i].key != NULL)
			*find(m, old.slot[i].key, old.slot[i].hash) =
			    old.slot[i];
	free(old.slot);
}

void
strmap_put(struct strmap *m, const char *key, long value)
{
	uint64_t h = hash_of(key);
	struct strmap_slot *s;

	if (2 * m->n >= m->cap)
		grow(m);
	s = find(m, key, h);
	if (s->key == NULL) {
		s->key = xstrdup(key);
		s->hash = h;
		m->n++;
	}
	s->value = value;
}

void
strmap_release(struct strmap *m)
{
	for (size_t i = 0; i < m->cap; i++)
		free(m->slot[i].key);
	free(m->slot);
	*m = (struct strmap)STRMAP_INIT;
}
