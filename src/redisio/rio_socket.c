#include "rio_socket.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

/* A dead peer is noticed after about 30 s of silence: 15 s, then three probes 5 s apart. */
#define KEEPALIVE_IDLE_S 15
#define KEEPALIVE_INTERVAL_S 5
#define KEEPALIVE_PROBES 3
/* And 30 s after data that nobody acknowledges. */
#define USER_TIMEOUT_MS 30000

static bool unix_address(const char *path, struct rio_address *address, struct rio_error *error)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)&address->sa;

	if (strlen(path) >= sizeof(sun->sun_path)) {
		snprintf(error->text, sizeof(error->text), "the socket's path is longer than %zu bytes",
			 sizeof(sun->sun_path) - 1);
		return false;
	}
	memset(&address->sa, 0, sizeof(address->sa));
	sun->sun_family = AF_UNIX;
	strcpy(sun->sun_path, path);
	address->len = (socklen_t)sizeof(*sun);
	return true;
}

static const struct addrinfo *pick(const struct addrinfo *list, unsigned attempt)
{
	const struct addrinfo *chosen = list;
	unsigned count = 0;

	for (const struct addrinfo *ai = list; ai; ai = ai->ai_next)
		count++;
	for (unsigned i = attempt % count; i > 0; i--)
		chosen = chosen->ai_next;
	return chosen;
}

static bool host_address(const struct rio_url *url, unsigned attempt, struct rio_address *address,
			 struct rio_error *error)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV}, *list;
	const struct addrinfo *chosen;
	char port[16];
	int status;

	snprintf(port, sizeof(port), "%u", url->port);
	status = getaddrinfo(url->host, port, &hints, &list);
	if (status == EAI_NONAME || status == EAI_ADDRFAMILY) {
		/* AI_ADDRCONFIG hides loopback addresses on a machine without any network. */
		hints.ai_flags = AI_NUMERICSERV;
		status = getaddrinfo(url->host, port, &hints, &list);
	}
	if (status != 0) {
		snprintf(error->text, sizeof(error->text), "cannot look up %s: %s", url->host, gai_strerror(status));
		return false;
	}
	chosen = pick(list, attempt);
	memcpy(&address->sa, chosen->ai_addr, chosen->ai_addrlen);
	address->len = chosen->ai_addrlen;
	freeaddrinfo(list);
	return true;
}

bool rio_resolve(const struct rio_url *url, unsigned attempt, struct rio_address *address, struct rio_error *error)
{
	return url->path ? unix_address(url->path, address, error) : host_address(url, attempt, address, error);
}

/* Without these the connection works as well, only slower or with a later end: errors are not looked at. */
static void tune_tcp(int fd)
{
	static const struct {
		int level, name, value;
	} options[] = {
		{IPPROTO_TCP, TCP_NODELAY, 1},
		{SOL_SOCKET, SO_KEEPALIVE, 1},
		{IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S},
		{IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_INTERVAL_S},
		{IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES},
		{IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS},
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		(void)setsockopt(fd, options[i].level, options[i].name, &options[i].value, sizeof(options[i].value));
}

int rio_socket_new(const struct rio_address *address)
{
	int fd = socket(address->sa.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd >= 0 && address->sa.ss_family != AF_UNIX)
		tune_tcp(fd);
	return fd;
}

static bool greet_auth(const struct rio_url *url, const char *name, struct rio_command *command)
{
	(void)name;
	if (!url->password)
		return false;
	rio_command_string(command, "AUTH");
	if (url->user)
		rio_command_string(command, url->user);
	rio_command_string(command, url->password);
	return true;
}

static bool greet_select(const struct rio_url *url, const char *name, struct rio_command *command)
{
	(void)name;
	if (url->db == 0)
		return false;
	rio_command_string(command, "SELECT");
	rio_command_integer(command, url->db);
	return true;
}

static bool greet_name(const struct rio_url *url, const char *name, struct rio_command *command)
{
	(void)url;
	if (!name || !*name)
		return false;
	rio_command_strings(command, "CLIENT", "SETNAME", name, NULL);
	return true;
}

/* Says whether the server serves at all: while it loads its dataset, some of the commands above succeed. */
static bool greet_ping(const struct rio_url *url, const char *name, struct rio_command *command)
{
	(void)url;
	(void)name;
	rio_command_string(command, "PING");
	return true;
}

static const struct {
	const char *name;
	bool (*build)(const struct rio_url *url, const char *name, struct rio_command *command);
	bool optional;
} greetings[RIO_GREET_COUNT] = {
	[RIO_GREET_AUTH] = {"AUTH", greet_auth, false},
	[RIO_GREET_SELECT] = {"SELECT", greet_select, false},
	[RIO_GREET_NAME] = {"CLIENT SETNAME", greet_name, true},
	[RIO_GREET_PING] = {"PING", greet_ping, false},
};

bool rio_greeting(const struct rio_url *url, const char *name, enum rio_greeting step, struct rio_command *command)
{
	rio_command_reset(command);
	return greetings[step].build(url, name, command);
}

const char *rio_greeting_name(enum rio_greeting step)
{
	return greetings[step].name;
}

bool rio_greeting_optional(enum rio_greeting step)
{
	return greetings[step].optional;
}
