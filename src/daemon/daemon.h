/* The daemon: its parts, and how an inquiry goes through them.
 *
 *   intake     reads entries of the event stream, and recovers pending ones
 *   work       scores what the intake received, a slice of time a turn of the loop
 *   publisher  sends leads and dead letters in batches, again and again until each is answered for
 *   inbox      moves inquiries from the list into the stream
 *   status     tells systemd and the log how it goes
 *   reload     builds a new engine in a thread of its own
 *
 * Every part only changes its own state and calls daemon_wake; on the next turn of the loop each gets its chance.
 *
 * Two connections: the reader sends only XREADGROUP, which blocks on the server, the writer everything else. */
#ifndef DAEMON_H
#define DAEMON_H

#include "entry.h"
#include "inbox.h"
#include "intake.h"
#include "log.h"
#include "publisher.h"
#include "reload.h"
#include "rio_conn.h"
#include "scorer.h"
#include "scripts.h"
#include "settings.h"
#include "status.h"
#include "work.h"

#include <stdbool.h>

struct event;
struct event_base;

/* A connection and what was last said about it. */
struct link {
	struct daemon *daemon;
	const char *name; /* "reader", "writer" */
	struct rio_conn *conn;
	char trouble[256]; /* why it is down; "" while it is up */
	int64_t said_ms;
};

enum daemon_signal { DAEMON_TERM, DAEMON_INT, DAEMON_HUP, DAEMON_USR1, DAEMON_SIGNALS };

struct daemon {
	struct log log;
	const char *config;       /* path, or NULL for the default */
	struct settings settings; /* what needs a restart to change */
	struct event_base *base;
	struct event *wake, *drain_timer, *signal[DAEMON_SIGNALS];
	char *where; /* Redis' address for messages */
	struct link reader, writer;
	struct ledger ledger;
	struct scorer *scorer; /* replaced by a reload */
	struct work work;
	struct publisher publisher;
	struct intake intake;
	struct inbox inbox;
	struct status status;
	struct reload reload;
	bool stopping;
	int exit_status;
};

/* Builds everything but connects nowhere. NULL after a mistake, which is logged. `config` is borrowed. */
struct daemon *daemon_new(const char *config);
void daemon_free(struct daemon *daemon); /* accepts NULL */
/* Runs until a signal ends it. Returns the exit status. */
int daemon_run(struct daemon *daemon);

/* Something changed: all parts get their chance on the next turn of the loop. */
void daemon_wake(struct daemon *daemon);
bool daemon_writer_ready(const struct daemon *daemon);
/* Begins "EVALSHA sha numkeys" for the writer. */
void daemon_evalsha(const struct daemon *daemon, struct rio_command *command, enum script script, int64_t keys);
/* What is wrong at the moment, for the status line; "" when nothing is. */
const char *daemon_trouble(const struct daemon *daemon);

#endif
