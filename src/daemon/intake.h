/* Where entries come from. One question to Redis at a time:
 *
 *   GROUP ─> OWN ─> NEW <─> OTHERS
 *     ^       ^      │        │
 *     │       └──────┴────────┘ the answer was lost
 *     └── the stream or group is gone, or a connection was made
 *
 * What is pending is taken over only while nothing is held: so whatever is found was not received, or not finished by
 * somebody who is gone, and a suspect entry is alone in the process. */
#ifndef DAEMON_INTAKE_H
#define DAEMON_INTAKE_H

#include "rio_command.h"
#include "setback.h"

#include <stdbool.h>
#include <stdint.h>

struct daemon;
struct event;

enum intake_phase {
	INTAKE_GROUP,   /* make sure that the stream and the consumer group exist */
	INTAKE_OWN,     /* recover what this consumer was given and did not finish */
	INTAKE_NEW,     /* read what nobody was given */
	INTAKE_OTHERS,  /* take over what others left pending for too long */
	INTAKE_STOPPED, /* the daemon ends */
};

struct intake {
	struct daemon *daemon;
	enum intake_phase phase; /* changed by one function, which traces */
	bool asked;              /* an answer is due */
	bool group_lost;         /* it existed, and then did not */
	bool reclaim_due;        /* time to look for what others left */
	char *cursor;            /* where the next page of pending entries begins; "" after the last */
	int64_t typical_bytes;   /* of an entry, lately: how many to ask for so that they fit */
	uint64_t groups_recreated;
	struct event *reclaim_timer;
	struct rio_command command; /* scratch */
	struct setback setback;
};

bool intake_init(struct intake *intake, struct daemon *daemon);
void intake_free(struct intake *intake); /* accepts a zeroed one */
/* Asks Redis for more when there is room and nothing is in the way. */
void intake_step(struct intake *intake);
/* A connection was made: whatever was asked before may have been lost. */
void intake_restart(struct intake *intake);
void intake_stop(struct intake *intake);

#endif
