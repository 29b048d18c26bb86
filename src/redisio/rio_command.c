#include "rio_command.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 24 /* the digits and sign of an int64_t, and the NUL */

static bool reserve(struct rio_command *command, size_t more)
{
	size_t room = command->room ? command->room : 256;
	char *body;

	if (command->failed)
		return false;
	if (more > SIZE_MAX / 4 - command->size)
		goto failed;
	while (room < command->size + more)
		room *= 2;
	if (room == command->room)
		return true;
	body = realloc(command->body, room);
	if (!body)
		goto failed;
	command->body = body;
	command->room = room;
	return true;
failed:
	command->failed = true;
	return false;
}

static void append(struct rio_command *command, const void *bytes, size_t size)
{
	if (size > 0)
		memcpy(command->body + command->size, bytes, size);
	command->size += size;
}

void rio_command_bytes(struct rio_command *command, const void *bytes, size_t size)
{
	char length[NUMBER_MAX + 4];
	int n = snprintf(length, sizeof(length), "$%zu\r\n", size);

	if (size > SIZE_MAX / 8 || !reserve(command, (size_t)n + size + 2)) {
		command->failed = true;
		return;
	}
	append(command, length, (size_t)n);
	append(command, bytes, size);
	append(command, "\r\n", 2);
	command->argc++;
}

void rio_command_string(struct rio_command *command, const char *string)
{
	rio_command_bytes(command, string, strlen(string));
}

void rio_command_integer(struct rio_command *command, int64_t number)
{
	char text[NUMBER_MAX];
	int n = snprintf(text, sizeof(text), "%" PRId64, number);

	rio_command_bytes(command, text, (size_t)n);
}

void rio_command_strings(struct rio_command *command, ...)
{
	const char *string;
	va_list args;

	va_start(args, command);
	while ((string = va_arg(args, const char *)))
		rio_command_string(command, string);
	va_end(args);
}

void rio_command_append(struct rio_command *command, const struct rio_command *more)
{
	if (more->failed || !reserve(command, more->size)) {
		command->failed = true;
		return;
	}
	append(command, more->body, more->size);
	command->argc += more->argc;
}

void rio_command_reset(struct rio_command *command)
{
	command->size = command->argc = 0;
	command->failed = false;
}

void rio_command_free(struct rio_command *command)
{
	free(command->body);
	*command = RIO_COMMAND_INIT;
}

size_t rio_command_header(const struct rio_command *command, char *header)
{
	return (size_t)snprintf(header, 32, "*%zu\r\n", command->argc);
}
