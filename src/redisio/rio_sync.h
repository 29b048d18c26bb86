/* A blocking connection for command-line programs and tests. One at a time, no reconnection. */
#ifndef RIO_SYNC_H
#define RIO_SYNC_H

#include "rio_command.h"
#include "rio_reply.h"
#include "rio_url.h"

struct rio_sync;

/* Connects, logs in, selects the database and names the connection `name` (may be NULL). Every wait, now and later,
 * ends after `timeout_ms`. NULL and `error` when that does not succeed. */
struct rio_sync *rio_sync_open(const struct rio_url *url, const char *name, int timeout_ms, struct rio_error *error);
void rio_sync_close(struct rio_sync *sync); /* accepts NULL */
/* For commands that block on the server: allow for their time. */
void rio_sync_timeout(struct rio_sync *sync, int timeout_ms);

/* Sends and waits for the answer. The reply belongs to `sync` and lives until its next call. An error reply is an
 * answer too (RIO_ERROR). NULL and `error` when the connection failed; it is of no use afterwards. */
const struct rio_reply *rio_sync_call(struct rio_sync *sync, const struct rio_command *command,
				      struct rio_error *error);
/* The same for strings, ended by NULL: rio_sync_strings(sync, &error, "XLEN", key, NULL). */
const struct rio_reply *rio_sync_strings(struct rio_sync *sync, struct rio_error *error, ...)
	__attribute__((sentinel));

/* Pipelining: send any number (a few hundred at a time), then fetch as many answers, in order. */
bool rio_sync_send(struct rio_sync *sync, const struct rio_command *command, struct rio_error *error);
const struct rio_reply *rio_sync_receive(struct rio_sync *sync, struct rio_error *error);

#endif
