/* Scoring: entries wait in line and are scored a slice of time a turn of the loop, so that the sockets are looked at in
 * between. */
#ifndef DAEMON_WORK_H
#define DAEMON_WORK_H

#include "entry.h"

struct daemon;

struct work {
	struct daemon *daemon;
	struct entry *head, **tail;
};

void work_init(struct work *work, struct daemon *daemon);
void work_free(struct work *work); /* abandons what waits; accepts a zeroed one */
void work_add(struct work *work, struct entry *entry); /* takes it over */
/* Scores for a slice of time, or until nothing waits or the publisher has no room. */
void work_run(struct work *work);
bool work_waits(const struct work *work);

#endif
