#include "rio_sync.h"
#include "rio_socket.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct rio_sync {
	int fd;
	int timeout_ms;
	struct rio_reader *reader;
	struct rio_reply *reply; /* the last one given out */
	struct rio_command command; /* scratch of rio_sync_strings */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits until the socket is ready or the deadline has passed. */
static bool wait_for(struct rio_sync *sync, short events, int64_t deadline, struct rio_error *error)
{
	struct pollfd fd = {.fd = sync->fd, .events = events};

	for (;;) {
		int64_t left = deadline - now_ms();
		int n = left < 0 ? 0 : poll(&fd, 1, (int)left);

		if (n > 0)
			return true;
		if (n == 0)
			return rio_fail(error, "Redis did not answer within %d ms", sync->timeout_ms);
		if (errno != EINTR)
			return rio_fail(error, "poll: %s", strerror(errno));
	}
}

static bool connect_socket(struct rio_sync *sync, const struct rio_url *url, unsigned attempt, struct rio_error *error)
{
	int64_t deadline = now_ms() + sync->timeout_ms;
	struct rio_address address;
	int status = 0;
	socklen_t size = sizeof(status);

	if (!rio_resolve(url, attempt, &address, error))
		return false;
	sync->fd = rio_socket_new(&address);
	if (sync->fd < 0)
		return rio_fail(error, "socket: %s", strerror(errno));
	if (connect(sync->fd, (struct sockaddr *)&address.sa, address.len) == 0)
		return true;
	if (errno != EINPROGRESS)
		return rio_fail(error, "cannot connect to Redis: %s", strerror(errno));
	if (!wait_for(sync, POLLOUT, deadline, error))
		return false;
	if (getsockopt(sync->fd, SOL_SOCKET, SO_ERROR, &status, &size) != 0 || status != 0)
		return rio_fail(error, "cannot connect to Redis: %s", strerror(status ? status : errno));
	return true;
}

/* A name may stand for several addresses ("localhost" for ::1 and 127.0.0.1): the second is tried as well. */
static bool connect_any(struct rio_sync *sync, const struct rio_url *url, struct rio_error *error)
{
	for (unsigned attempt = 0; attempt < (url->path ? 1u : 2u); attempt++) {
		if (connect_socket(sync, url, attempt, error))
			return true;
		if (sync->fd >= 0)
			close(sync->fd);
		sync->fd = -1;
	}
	return false;
}

static bool greet(struct rio_sync *sync, const struct rio_url *url, const char *name, struct rio_error *error)
{
	for (enum rio_greeting step = 0; step < RIO_GREET_COUNT; step++) {
		const struct rio_reply *reply;

		if (!rio_greeting(url, name, step, &sync->command))
			continue;
		reply = rio_sync_call(sync, &sync->command, error);
		if (!reply)
			return false;
		if (rio_is_error(reply) && !rio_greeting_optional(step))
			return rio_fail(error, "Redis refuses %s: %s", rio_greeting_name(step), rio_text(reply));
	}
	return true;
}

struct rio_sync *rio_sync_open(const struct rio_url *url, const char *name, int timeout_ms, struct rio_error *error)
{
	struct rio_sync *sync = calloc(1, sizeof(*sync));

	if (!sync || !(sync->reader = rio_reader_new())) {
		free(sync);
		rio_fail(error, "out of memory");
		return NULL;
	}
	sync->fd = -1;
	sync->timeout_ms = timeout_ms;
	if (connect_any(sync, url, error) && greet(sync, url, name, error))
		return sync;
	rio_sync_close(sync);
	return NULL;
}

void rio_sync_close(struct rio_sync *sync)
{
	if (!sync)
		return;
	if (sync->fd >= 0)
		close(sync->fd);
	rio_reader_free(sync->reader);
	rio_reply_free(sync->reply);
	rio_command_free(&sync->command);
	free(sync);
}

void rio_sync_timeout(struct rio_sync *sync, int timeout_ms)
{
	sync->timeout_ms = timeout_ms;
}

static bool send_all(struct rio_sync *sync, const char *bytes, size_t size, struct rio_error *error)
{
	int64_t deadline = now_ms() + sync->timeout_ms;

	while (size > 0) {
		ssize_t n = send(sync->fd, bytes, size, MSG_NOSIGNAL);

		if (n >= 0) {
			bytes += n;
			size -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (!wait_for(sync, POLLOUT, deadline, error))
				return false;
		} else if (errno != EINTR) {
			return rio_fail(error, "cannot write to Redis: %s", strerror(errno));
		}
	}
	return true;
}

bool rio_sync_send(struct rio_sync *sync, const struct rio_command *command, struct rio_error *error)
{
	char header[32];
	size_t n = rio_command_header(command, header);

	if (command->failed)
		return rio_fail(error, "out of memory");
	return send_all(sync, header, n, error) && send_all(sync, command->body, command->size, error);
}

static bool receive_some(struct rio_sync *sync, int64_t deadline, struct rio_error *error)
{
	char bytes[16384];
	ssize_t n;

	if (!wait_for(sync, POLLIN, deadline, error))
		return false;
	n = recv(sync->fd, bytes, sizeof(bytes), 0);
	if (n == 0)
		return rio_fail(error, "Redis closed the connection");
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? true
							 : rio_fail(error, "cannot read from Redis: %s", strerror(errno));
	return rio_reader_feed(sync->reader, bytes, (size_t)n) ? true : rio_fail(error, "out of memory");
}

const struct rio_reply *rio_sync_receive(struct rio_sync *sync, struct rio_error *error)
{
	int64_t deadline = now_ms() + sync->timeout_ms;
	bool broken;

	rio_reply_free(sync->reply);
	while (!(sync->reply = rio_reader_next(sync->reader, &broken))) {
		if (broken) {
			rio_fail(error, "Redis answered what is not its protocol");
			return NULL;
		}
		if (!receive_some(sync, deadline, error))
			return NULL;
	}
	return sync->reply;
}

const struct rio_reply *rio_sync_call(struct rio_sync *sync, const struct rio_command *command,
				      struct rio_error *error)
{
	return rio_sync_send(sync, command, error) ? rio_sync_receive(sync, error) : NULL;
}

const struct rio_reply *rio_sync_strings(struct rio_sync *sync, struct rio_error *error, ...)
{
	const char *string;
	va_list args;

	rio_command_reset(&sync->command);
	va_start(args, error);
	while ((string = va_arg(args, const char *)))
		rio_command_string(&sync->command, string);
	va_end(args);
	return rio_sync_call(sync, &sync->command, error);
}
