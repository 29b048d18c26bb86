/* Something does not work and will be tried again: waits between the tries, ever longer, and writes one line when it
 * begins, one when the reason changes, one a minute while it lasts, one when it is over. */
#ifndef DAEMON_SETBACK_H
#define DAEMON_SETBACK_H

#include "log.h"
#include "rio_backoff.h"
#include "rio_reply.h"

#include <stdbool.h>
#include <stdint.h>

struct event;
struct event_base;

struct setback {
	const struct log *log;
	const char *what; /* "publishing" */
	struct rio_backoff backoff;
	struct event *timer;
	void (*again)(void *context);
	void *context;
	bool active;  /* failed and not yet succeeded since */
	bool waiting; /* until the timer ends */
	uint64_t tries;
	int64_t said_ms; /* when the last line was written */
	char reason[256];
};

/* `again` is called at the end of each wait. False when out of memory. */
bool setback_init(struct setback *setback, const struct log *log, const char *what, struct event_base *base,
		  void (*again)(void *context), void *context);
void setback_free(struct setback *setback); /* accepts a zeroed one */
/* It failed: waits. */
void setback_hit(struct setback *setback, const char *reason);
/* It works. */
void setback_clear(struct setback *setback);

#endif
