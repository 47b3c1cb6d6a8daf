/*
 * Numbers for tests, the same in every run: Knuth's MMIX generator, its upper
 * bits.  A test that wants other ones sets rnd_seed before the first.
 */
#ifndef WB_RND_H
#define WB_RND_H

static unsigned long long rnd_seed = 1;

/* 0..n - 1 */
static unsigned
rnd(unsigned n)
{
	rnd_seed = rnd_seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)((rnd_seed >> 33) % n);
}

#endif
