/* How it goes: a line for `systemctl status` every few seconds, the watchdog's feeding, and whether Redis is set up to
 * keep what it is given. */
#ifndef DAEMON_STATUS_H
#define DAEMON_STATUS_H

#include "rio_command.h"

#include <stdbool.h>
#include <stdint.h>

struct daemon;
struct event;

struct status {
	struct daemon *daemon;
	struct event *timer, *alive_timer;
	bool asked;
	uint64_t finished_before; /* at the last line, for the rate */
	int64_t at_ms;            /* of the last line */
	int64_t lag, pending;     /* of the group; -1 unknown */
	char durability[160];     /* the last warning about Redis' settings */
	struct rio_command command; /* scratch */
};

bool status_init(struct status *status, struct daemon *daemon);
void status_free(struct status *status); /* accepts a zeroed one */
/* The line, at once. */
void status_tell(struct status *status);
/* Asks a Redis to which a connection was made whether it evicts keys and whether it writes to disk. */
void status_check_durability(struct status *status);

#endif
