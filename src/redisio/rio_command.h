/* A command as it travels: arguments are encoded as they are added, so that a large batch is copied once. */
#ifndef RIO_COMMAND_H
#define RIO_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rio_command {
	char *body; /* the encoded arguments */
	size_t size, room;
	size_t argc;
	bool failed; /* out of memory: the command cannot be sent */
};
#define RIO_COMMAND_INIT ((struct rio_command){0})

void rio_command_bytes(struct rio_command *command, const void *bytes, size_t size);
void rio_command_string(struct rio_command *command, const char *string);
void rio_command_integer(struct rio_command *command, int64_t number);
/* Adds every string up to a NULL: rio_command_strings(&c, "XACK", key, group, id, NULL). */
void rio_command_strings(struct rio_command *command, ...) __attribute__((sentinel));
/* Adds all arguments of another one. */
void rio_command_append(struct rio_command *command, const struct rio_command *more);
/* Empties it, but keeps its memory for the next command. */
void rio_command_reset(struct rio_command *command);
void rio_command_free(struct rio_command *command); /* frees what it owns; it may be used again */

/* "*<argc>\r\n", which goes before the body. Returns its length; `header` has room for 32 bytes. */
size_t rio_command_header(const struct rio_command *command, char *header);

#endif
