/* How long to wait before the next try: full-jitter exponential backoff. Many clients that lost the same server come
 * back spread out, and ever more rarely while it stays away. */
#ifndef RIO_BACKOFF_H
#define RIO_BACKOFF_H

#include <stdint.h>

#define RIO_BACKOFF_FIRST_MS 100
#define RIO_BACKOFF_MAX_MS 30000

struct rio_backoff {
	uint64_t seed;     /* state of the random numbers; any start value */
	unsigned failures; /* since the last reset */
};

/* A backoff seeded by the system's random numbers. */
struct rio_backoff rio_backoff_new(void);
/* Milliseconds to wait: uniform in 1 .. min(RIO_BACKOFF_MAX_MS, RIO_BACKOFF_FIRST_MS * 2^failures). Counts one
 * failure. */
int64_t rio_backoff_next(struct rio_backoff *backoff);
void rio_backoff_reset(struct rio_backoff *backoff);

#endif
