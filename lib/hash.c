#include "hash.h"

#include <err.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <nettle/sha2.h>

#include "xalloc.h"

enum { SLOTS = 64 };

struct hash {
	struct sha256_ctx sha;
	size_t pieces; /* added so far */
	int running, ending;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t change;
	size_t put, done; /* pieces handed over; hashed */
	struct {
		char *p;
		size_t n;
	} slot[SLOTS];
};

struct hash *
hash_new(void)
{
	struct hash *h = xcalloc(1, sizeof *h);

	sha256_init(&h->sha);
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->change, NULL);
	return h;
}

static void *
work(void *arg)
{
	struct hash *h = arg;

	pthread_mutex_lock(&h->lock);
	for (;;) {
		size_t i = h->done % SLOTS;

		while (h->done == h->put && !h->ending)
			pthread_cond_wait(&h->change, &h->lock);
		if (h->done == h->put)
			break;
		pthread_mutex_unlock(&h->lock);
		sha256_update(
		    &h->sha, h->slot[i].n, (const uint8_t *)h->slot[i].p);
		pthread_mutex_lock(&h->lock);
		h->done++;
		pthread_cond_signal(&h->change);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

static void
hand_over(struct hash *h, const void *p, size_t n)
{
	size_t i = h->put % SLOTS;

	pthread_mutex_lock(&h->lock);
	while (h->put - h->done == SLOTS)
		pthread_cond_wait(&h->change, &h->lock);
	pthread_mutex_unlock(&h->lock);
	if (h->slot[i].p == NULL)
		h->slot[i].p = xmalloc(HASH_PIECE);
	memcpy(h->slot[i].p, p, n);
	h->slot[i].n = n;
	pthread_mutex_lock(&h->lock);
	h->put++;
	pthread_cond_signal(&h->change);
	pthread_mutex_unlock(&h->lock);
}

void
hash_add(struct hash *h, const void *p, size_t n)
{
	for (const char *at = p; n > 0;) {
		size_t k = n < HASH_PIECE ? n : HASH_PIECE;

		/* Where no thread is to be had the work is done here. */
		if (h->pieces++ > 0 && !h->running)
			h->running =
			    pthread_create(&h->thread, NULL, work, h) == 0;
		if (h->running)
			hand_over(h, at, k);
		else
			sha256_update(&h->sha, k, (const uint8_t *)at);
		at += k;
		n -= k;
	}
}

static void
stop(struct hash *h)
{
	if (!h->running)
		return;
	pthread_mutex_lock(&h->lock);
	h->ending = 1;
	pthread_cond_signal(&h->change);
	pthread_mutex_unlock(&h->lock);
	pthread_join(h->thread, NULL);
	h->running = h->ending = 0;
}

void
hash_hex(struct hash *h, char hex[65])
{
	struct sha256_ctx copy;
	uint8_t digest[SHA256_DIGEST_SIZE];

	stop(h);
	copy = h->sha;
	sha256_digest(&copy, sizeof digest, digest);
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void
hash_free(struct hash *h)
{
	if (h == NULL)
		return;
	stop(h);
	for (int i = 0; i < SLOTS; i++)
		free(h->slot[i].p);
	pthread_mutex_destroy(&h->lock);
	pthread_cond_destroy(&h->change);
	free(h);
}
