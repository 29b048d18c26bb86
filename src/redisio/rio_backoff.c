#include "rio_backoff.h"

#include <sys/random.h>
#include <time.h>

struct rio_backoff rio_backoff_new(void)
{
	struct rio_backoff backoff = {0};

	/* Only spreads clients out, so that the clock serves as well where the call does not. */
	if (getrandom(&backoff.seed, sizeof(backoff.seed), GRND_NONBLOCK) != (ssize_t)sizeof(backoff.seed)) {
		struct timespec now;

		clock_gettime(CLOCK_MONOTONIC, &now);
		backoff.seed = (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 32;
	}
	return backoff;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

int64_t rio_backoff_next(struct rio_backoff *backoff)
{
	uint64_t cap = RIO_BACKOFF_FIRST_MS;

	for (unsigned i = 0; i < backoff->failures && cap < RIO_BACKOFF_MAX_MS; i++)
		cap *= 2;
	if (cap > RIO_BACKOFF_MAX_MS)
		cap = RIO_BACKOFF_MAX_MS;
	backoff->failures++;
	return (int64_t)(1 + next_random(&backoff->seed) % cap);
}

void rio_backoff_reset(struct rio_backoff *backoff)
{
	backoff->failures = 0;
}
