#include "inbox.h"
#include "daemon.h"

#include <event2/event.h>

/* Moved by one call of the script: Redis serves nobody else meanwhile. */
#define PAGE 128

static void look_later(struct inbox *inbox, int64_t after_ms)
{
	struct timeval tv = {.tv_sec = after_ms / 1000, .tv_usec = (after_ms % 1000) * 1000};

	if (!inbox->daemon->stopping)
		evtimer_add(inbox->timer, &tv);
}

static void on_moved(void *context, const struct rio_reply *reply)
{
	struct inbox *inbox = context;
	int64_t interval = inbox->daemon->settings.intake.inbox_interval, moved = rio_integer(reply, 0);

	inbox->asked = false;
	if (rio_classify(reply) == RIO_ERR_NOSCRIPT)
		rio_conn_load_scripts(inbox->daemon->writer.conn);
	if (rio_is_error(reply) && !inbox->daemon->stopping) {
		setback_hit(&inbox->setback, rio_text(reply));
		return;
	}
	if (reply)
		setback_clear(&inbox->setback);
	inbox->moved += (uint64_t)moved;
	look_later(inbox, moved < PAGE ? interval : 0);
}

static void look(struct inbox *inbox)
{
	const struct daemon *daemon = inbox->daemon;

	if (inbox->asked || daemon->stopping)
		return;
	/* The stream must not swallow the list while it cannot be emptied itself. */
	if (!daemon_writer_ready(daemon) || daemon->publisher.setback.active) {
		look_later(inbox, daemon->settings.intake.inbox_interval);
		return;
	}
	rio_command_reset(&inbox->command);
	daemon_evalsha(daemon, &inbox->command, SCRIPT_INBOX, 2);
	rio_command_strings(&inbox->command, daemon->settings.keys.inbox, daemon->settings.keys.events, NULL);
	rio_command_integer(&inbox->command, PAGE);
	inbox->asked = true;
	rio_conn_send(daemon->writer.conn, &inbox->command, 0, on_moved, inbox);
}

static void on_timer(evutil_socket_t fd, short events, void *context)
{
	(void)fd;
	(void)events;
	look(context);
}

static void on_again(void *context)
{
	look(context);
}

bool inbox_init(struct inbox *inbox, struct daemon *daemon)
{
	inbox->daemon = daemon;
	inbox->timer = evtimer_new(daemon->base, on_timer, inbox);
	if (!inbox->timer ||
	    !setback_init(&inbox->setback, &daemon->log, "the inbox", daemon->base, on_again, inbox))
		return false;
	if (daemon->settings.intake.inbox_interval > 0)
		look_later(inbox, daemon->settings.intake.inbox_interval);
	return true;
}

void inbox_stop(struct inbox *inbox)
{
	evtimer_del(inbox->timer);
}

void inbox_free(struct inbox *inbox)
{
	if (inbox->timer)
		event_free(inbox->timer);
	setback_free(&inbox->setback);
	rio_command_free(&inbox->command);
}
