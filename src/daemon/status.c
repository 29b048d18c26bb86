#include "status.h"
#include "clock.h"
#include "daemon.h"
#include "notify.h"

#include <event2/event.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static uint64_t finished(const struct ledger *ledger)
{
	return ledger->in[ENTRY_DONE] + ledger->in[ENTRY_DUPLICATE] + ledger->in[ENTRY_DEAD];
}

/* Entries finished a second since the last line. */
static int64_t rate(struct status *status)
{
	int64_t now = clock_monotonic_ms(), elapsed = now - status->at_ms;
	uint64_t done = finished(&status->daemon->ledger), more = done - status->finished_before;

	status->finished_before = done;
	status->at_ms = now;
	return elapsed > 0 ? (int64_t)more * 1000 / elapsed : 0;
}

/* ", lag 12" where Redis knows; it does not after entries were deleted from the middle of the stream. */
static void number_text(const char *name, int64_t number, char *text, size_t size)
{
	if (number < 0)
		text[0] = '\0';
	else
		snprintf(text, size, ", %s %" PRId64, name, number);
}

void status_tell(struct status *status)
{
	const struct daemon *daemon = status->daemon;
	const char *trouble = daemon_trouble(daemon);
	char counters[400], lag[40], pending[40], text[1000];

	ledger_text(&daemon->ledger, counters, sizeof(counters));
	number_text("lag", status->lag, lag, sizeof(lag));
	number_text("pending", status->pending, pending, sizeof(pending));
	snprintf(text, sizeof(text), "%s, %" PRId64 "/s, held %" PRIu64 "%s%s; %s%s%s",
		 daemon->stopping ? "stopping" : daemon_writer_ready(daemon) ? "Redis is ready" : "Redis is away",
		 rate(status), daemon->ledger.held, lag, pending, counters, *trouble ? "; trouble: " : "", trouble);
	notify_status(text);
}

static void on_groups(void *context, const struct rio_reply *reply)
{
	struct status *status = context;
	const char *name = status->daemon->settings.intake.group.s;

	status->asked = false;
	status->lag = status->pending = -1;
	for (size_t i = 0; i < rio_count(reply); i++) {
		const struct rio_reply *group = rio_at(reply, i);

		if (!rio_is(rio_field(group, "name"), name))
			continue;
		status->lag = rio_integer(rio_field(group, "lag"), -1);
		status->pending = rio_integer(rio_field(group, "pending"), -1);
	}
	status_tell(status);
}

static void on_timer(evutil_socket_t fd, short events, void *context)
{
	struct status *status = context;
	struct daemon *daemon = status->daemon;

	(void)fd;
	(void)events;
	if (status->asked)
		return;
	if (!daemon_writer_ready(daemon)) {
		status_tell(status);
		return;
	}
	rio_command_reset(&status->command);
	rio_command_strings(&status->command, "XINFO", "GROUPS", daemon->settings.keys.events, NULL);
	status->asked = true;
	rio_conn_send(daemon->writer.conn, &status->command, 0, on_groups, status);
}

static void on_alive(evutil_socket_t fd, short events, void *context)
{
	(void)fd;
	(void)events;
	(void)context;
	notify_alive();
}

/* ---- durability ---- */

/* Whether a line of INFO's answer is "name:value". */
static bool info_is(const char *info, const char *name, const char *value)
{
	size_t n = strlen(name), m = strlen(value);

	for (const char *line = info; *line; line += strcspn(line, "\n"), line += *line == '\n')
		if (strncmp(line, name, n) == 0 && line[n] == ':' && strncmp(line + n + 1, value, m) == 0 &&
		    strchr("\r\n", line[n + 1 + m]))
			return true;
	return false;
}

static void on_info(void *context, const struct rio_reply *reply)
{
	struct status *status = context;
	const char *info = rio_text(reply), *warning = "";

	if (!reply || reply->type != RIO_STRING)
		return;
	if (!info_is(info, "maxmemory_policy", "noeviction") && !info_is(info, "maxmemory", "0"))
		warning =
			"Redis may evict inquiries and leads when its memory is full: set maxmemory-policy noeviction";
	else if (info_is(info, "aof_enabled", "0"))
		warning = "Redis has appendonly off: a power cut loses inquiries that it had accepted";
	if (*warning && strcmp(warning, status->durability) != 0)
		log_warning(&status->daemon->log, "%s", warning);
	snprintf(status->durability, sizeof(status->durability), "%s", warning);
}

void status_check_durability(struct status *status)
{
	rio_command_reset(&status->command);
	rio_command_strings(&status->command, "INFO", "memory", "persistence", NULL);
	rio_conn_send(status->daemon->writer.conn, &status->command, 0, on_info, status);
}

/* ---- life ---- */

static struct event *every(struct status *status, int64_t interval_ms, event_callback_fn callback)
{
	struct timeval tv = {.tv_sec = interval_ms / 1000, .tv_usec = (interval_ms % 1000) * 1000};
	struct event *event = event_new(status->daemon->base, -1, EV_PERSIST, callback, status);

	if (event && event_add(event, &tv) == 0)
		return event;
	if (event)
		event_free(event);
	return NULL;
}

bool status_init(struct status *status, struct daemon *daemon)
{
	int64_t alive = notify_alive_interval();

	status->daemon = daemon;
	status->at_ms = clock_monotonic_ms();
	status->lag = status->pending = -1;
	status->timer = every(status, daemon->settings.daemon.status_interval, on_timer);
	if (alive > 0)
		status->alive_timer = every(status, alive, on_alive);
	return status->timer && (alive == 0 || status->alive_timer);
}

void status_free(struct status *status)
{
	if (status->timer)
		event_free(status->timer);
	if (status->alive_timer)
		event_free(status->alive_timer);
	rio_command_free(&status->command);
}
