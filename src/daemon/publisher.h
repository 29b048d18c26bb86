/* Leads and dead letters on their way into Redis, in batches: one call of a script each, in which every entry is
 * decided by itself. */
#ifndef DAEMON_PUBLISHER_H
#define DAEMON_PUBLISHER_H

#include "entry.h"
#include "inquiry.h"
#include "rio_command.h"
#include "setback.h"

#include <stdbool.h>
#include <stddef.h>

struct daemon;

/* Of a few batches one is filled while the others travel. */
#define PUBLISHER_LEAD_BATCHES 3
#define PUBLISHER_BATCHES (PUBLISHER_LEAD_BATCHES + 1) /* the last is for dead letters */

enum batch_state {
	BATCH_OPEN,    /* takes entries; may be empty */
	BATCH_SENT,    /* its answer is due */
	BATCH_WAITING, /* to be sent again */
};

struct batch {
	struct daemon *daemon;
	enum batch_state state;
	struct entry **entry; /* `publish.batch` places; NULL: has ended */
	size_t count, left;   /* places used; entries that have not ended */
	struct rio_command keys, args;
};

struct publisher {
	struct daemon *daemon;
	struct batch batch[PUBLISHER_BATCHES];
	struct rio_command command; /* scratch */
	struct setback setback;
};

bool publisher_init(struct publisher *publisher, struct daemon *daemon);
/* Accepts a zeroed one. */
void publisher_free(struct publisher *publisher);
/* Leaves the entries that it still has pending. */
void publisher_abandon(struct publisher *publisher);

/* True when one more entry can be taken, whatever becomes of it. */
bool publisher_has_room(const struct publisher *publisher);
/* Only when there is room. Both take the entry over. */
void publisher_add_lead(struct publisher *publisher, struct entry *entry, const struct inq_lead *lead);
void publisher_add_dead(struct publisher *publisher, struct entry *entry, const char *reason);
/* Sends full batches and those to be sent again; with `all` every open one. */
void publisher_flush(struct publisher *publisher, bool all);

#endif
