/* One connection to Redis on a libevent loop, kept up for ever.
 *
 *   IDLE ─start─> CONNECTING ─> GREETING ─> READY ─stop─> DRAINING ─> IDLE
 *                   ^    │           │          │
 *                   │    v           v          v
 *                 BACKOFF <──────────┴──────────┴─── error, end of file, silence
 *
 * GREETING is AUTH, SELECT, CLIENT SETNAME, PING and SCRIPT LOAD. A connection that breaks while DRAINING goes IDLE.
 *
 * Every command's callback is called exactly once: with the reply, which may be an error reply, or with NULL when the
 * connection was lost before it came or there was none to send it on. It is never called from inside the function
 * that sent the command. Whether a lost command took effect is unknown.
 *
 * Callbacks may call any function of this file but rio_conn_free. */
#ifndef RIO_CONN_H
#define RIO_CONN_H

#include "rio_command.h"
#include "rio_reply.h"
#include "rio_url.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct rio_conn;

enum rio_state {
	RIO_IDLE,       /* not wanted */
	RIO_CONNECTING, /* the socket is being connected */
	RIO_GREETING,   /* connected; logs in and loads the scripts */
	RIO_READY,      /* commands are sent */
	RIO_BACKOFF,    /* waits before the next try */
	RIO_DRAINING,   /* takes no more commands, waits for the replies to those sent, then goes IDLE */
};
const char *rio_state_name(enum rio_state state);

/* A Lua script that is loaded while the connection is greeted. */
struct rio_script {
	const char *name; /* for messages */
	const char *source;
	size_t size;
};

/* Called after each change of state; `why` is for people and never NULL. */
typedef void rio_state_fn(void *context, struct rio_conn *conn, enum rio_state before, enum rio_state now,
			  const char *why);
/* `reply` is borrowed for the call; NULL: lost. */
typedef void rio_reply_fn(void *context, const struct rio_reply *reply);

struct rio_conn_options {
	const struct rio_url *url;        /* copied */
	const char *name;                 /* for CLIENT SETNAME, without blanks; copied; may be NULL */
	int64_t connect_timeout_ms;       /* for connecting and greeting together */
	int64_t command_timeout_ms;       /* silence while a reply is due, after which the connection is dropped */
	const struct rio_script *scripts; /* borrowed; may be NULL */
	size_t script_count;
	rio_state_fn *on_state;           /* may be NULL */
	void *context;                    /* of on_state */
};

/* NULL when out of memory. */
struct rio_conn *rio_conn_new(struct event_base *base, const struct rio_conn_options *options);
/* Accepts NULL. Outstanding callbacks are called, as lost, before it returns. */
void rio_conn_free(struct rio_conn *conn);

void rio_conn_start(struct rio_conn *conn); /* connects, and reconnects until stopped */
void rio_conn_stop(struct rio_conn *conn);  /* DRAINING where replies are due, else IDLE */
void rio_conn_close(struct rio_conn *conn); /* IDLE at once; outstanding commands are lost */

enum rio_state rio_conn_state(const struct rio_conn *conn);
/* Commands whose callback is still to come. */
size_t rio_conn_outstanding(const struct rio_conn *conn);

/* Sends a command; `timeout_ms` > 0 replaces the usual one, for commands that block on the server. The command stays
 * the caller's and may be sent again. `callback` may be NULL. */
void rio_conn_send(struct rio_conn *conn, const struct rio_command *command, int64_t timeout_ms,
		   rio_reply_fn *callback, void *context);
/* The name by which EVALSHA calls a script, "" until it was loaded once. */
const char *rio_conn_script(const struct rio_conn *conn, size_t index);
/* After NOSCRIPT: loads all scripts again. Replies come in order, so EVALSHA may be sent right behind. */
void rio_conn_load_scripts(struct rio_conn *conn);

#endif
