/* The inbox list, for bridges that can only LPUSH: looked into at intervals and moved into the stream. */
#ifndef DAEMON_INBOX_H
#define DAEMON_INBOX_H

#include "rio_command.h"
#include "setback.h"

#include <stdbool.h>
#include <stdint.h>

struct daemon;
struct event;

struct inbox {
	struct daemon *daemon;
	struct event *timer;
	bool asked;
	uint64_t moved;
	struct rio_command command; /* scratch */
	struct setback setback;
};

bool inbox_init(struct inbox *inbox, struct daemon *daemon);
void inbox_free(struct inbox *inbox); /* accepts a zeroed one */
void inbox_stop(struct inbox *inbox);

#endif
