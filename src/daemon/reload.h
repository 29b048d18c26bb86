/* A new engine beside the old one. It is built in a thread, because compiling the patterns and running the examples
 * takes longer than inquiries should wait; it takes over between two of them. */
#ifndef DAEMON_RELOAD_H
#define DAEMON_RELOAD_H

#include "inquiry.h"

#include <pthread.h>
#include <stdbool.h>

struct daemon;
struct event;
struct scorer;

struct reload {
	struct daemon *daemon;
	pthread_t thread;
	bool running, again;
	int done[2]; /* a pipe: the thread writes one byte at its end */
	struct event *event;
	/* the thread's until it ended */
	struct scorer *scorer;
	struct inq_error error;
};

bool reload_init(struct reload *reload, struct daemon *daemon);
/* Waits for the thread. Accepts a zeroed one. */
void reload_free(struct reload *reload);
/* While one is under way, another one follows. */
void reload_start(struct reload *reload);

#endif
