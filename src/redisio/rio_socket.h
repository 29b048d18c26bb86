/* Sockets to a Redis, and what is said first on every connection. Internal to this folder. */
#ifndef RIO_SOCKET_H
#define RIO_SOCKET_H

#include "rio_command.h"
#include "rio_url.h"

#include <stdbool.h>
#include <sys/socket.h>

struct rio_address {
	struct sockaddr_storage sa;
	socklen_t len;
};

/* An address of the URL's host: the first for attempt 0, the next for attempt 1, and round again. A name is looked up
 * with the system's resolver, which may block. */
bool rio_resolve(const struct rio_url *url, unsigned attempt, struct rio_address *address, struct rio_error *error);

/* A non-blocking, close-on-exec socket with keepalive and without Nagle's delay; -1 and errno on failure. */
int rio_socket_new(const struct rio_address *address);

/* The first commands of a connection, in this order. */
enum rio_greeting { RIO_GREET_AUTH, RIO_GREET_SELECT, RIO_GREET_NAME, RIO_GREET_PING, RIO_GREET_COUNT };

/* Writes the command into `command` (reset first). False when the step is not needed. */
bool rio_greeting(const struct rio_url *url, const char *name, enum rio_greeting step, struct rio_command *command);
/* "AUTH", "SELECT", ... */
const char *rio_greeting_name(enum rio_greeting step);
/* True when the connection is of use although the step failed. */
bool rio_greeting_optional(enum rio_greeting step);

#endif
