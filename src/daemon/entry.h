/* One entry of the event stream while the daemon holds it, and the ledger in which each is accounted for.
 *
 *   RECEIVED ─score─> SCORED ─────submit─> PUBLISHING ─┬─> DONE
 *      │ no event, too often                   │  ^    ├─> DUPLICATE
 *      └────> CONDEMNED ──────────submit───────┘  │    ├─> DEAD
 *                                              RETRY   └─> LOST
 *   any ─ the engine failed, or the time to stop is over ─> ABANDONED (stays pending)
 *
 * What is in RETRY is kept and submitted again as it is: the scripts make a second time harmless, and Redis does not
 * count another delivery, so that only what ends a process makes an entry suspect. */
#ifndef DAEMON_ENTRY_H
#define DAEMON_ENTRY_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum entry_state {
	ENTRY_RECEIVED,   /* waits to be scored */
	ENTRY_SCORED,     /* its lead is in an open batch */
	ENTRY_CONDEMNED,  /* becomes a dead letter; is in an open batch */
	ENTRY_PUBLISHING, /* its batch was sent */
	ENTRY_RETRY,      /* its batch was refused or the answer lost: it will be sent again */
	/* the ends */
	ENTRY_DONE,      /* its lead is published */
	ENTRY_DUPLICATE, /* a lead of the same event had been published */
	ENTRY_DEAD,      /* it is a dead letter */
	ENTRY_LOST,      /* it was deleted or trimmed from the stream while pending */
	ENTRY_ABANDONED, /* nothing happened: it stays pending for the next consumer */
	ENTRY_STATE_COUNT
};
const char *entry_state_name(enum entry_state state);
bool entry_state_is_end(enum entry_state state);

struct entry {
	struct entry *next;
	enum entry_state state; /* changed by ledger_move only */
	int64_t deliveries;     /* with this one */
	size_t bytes;           /* of the fields below, for the bound on what is held */
	struct inq_str id;      /* of the stream entry; all strings end with a NUL as well */
	struct inq_str event;   /* the JSON; n == 0 where the field is missing */
	struct inq_str traceparent;
	char text[];
};

struct log;

/* Received entries are in exactly one state: the sum of `in` is `received` at every moment. */
struct ledger {
	const struct log *log;
	uint64_t received;
	uint64_t in[ENTRY_STATE_COUNT];
	uint64_t held, held_bytes; /* not ended */
	uint64_t retries;          /* moves to RETRY */
};

/* A new entry in state RECEIVED, entered into the ledger. Copies the strings. NULL when out of memory. */
struct entry *ledger_receive(struct ledger *ledger, struct inq_str id, struct inq_str event,
			     struct inq_str traceparent, int64_t deliveries);
/* The only way to change a state. In an end state the entry is freed. */
void ledger_move(struct ledger *ledger, struct entry *entry, enum entry_state state);
/* Counts an entry that was never held: deleted from the stream while pending. */
void ledger_lost(struct ledger *ledger, const char *id);
/* "received=5 done=3 ... retries=0" into `text`. */
void ledger_text(const struct ledger *ledger, char *text, size_t size);

#endif
