#include "daemon.h"
#include "clock.h"
#include "notify.h"
#include "options.h"

#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same trouble with a connection is written again after this time at the earliest. */
#define REMIND_MS 60000

void daemon_wake(struct daemon *daemon)
{
	static const struct timeval now = {0, 0};

	/* A timer, not event_active: the loop looks at its sockets before it comes back here. */
	evtimer_add(daemon->wake, &now);
}

bool daemon_writer_ready(const struct daemon *daemon)
{
	return rio_conn_state(daemon->writer.conn) == RIO_READY;
}

void daemon_evalsha(const struct daemon *daemon, struct rio_command *command, enum script script, int64_t keys)
{
	rio_command_strings(command, "EVALSHA", rio_conn_script(daemon->writer.conn, script), NULL);
	rio_command_integer(command, keys);
}

const char *daemon_trouble(const struct daemon *daemon)
{
	const struct setback *setbacks[] = {&daemon->publisher.setback, &daemon->intake.setback,
					    &daemon->inbox.setback};

	for (size_t i = 0; i < sizeof(setbacks) / sizeof(setbacks[0]); i++)
		if (setbacks[i]->active)
			return setbacks[i]->reason;
	return *daemon->writer.trouble ? daemon->writer.trouble : daemon->reader.trouble;
}

/* ---- the loop ---- */

static void on_wake(evutil_socket_t fd, short events, void *context)
{
	struct daemon *daemon = context;

	(void)fd;
	(void)events;
	work_run(&daemon->work);
	publisher_flush(&daemon->publisher, !work_waits(&daemon->work));
	intake_step(&daemon->intake);
	if (work_waits(&daemon->work) && publisher_has_room(&daemon->publisher))
		daemon_wake(daemon);
	if (daemon->stopping && daemon->ledger.held == 0)
		event_base_loopbreak(daemon->base);
}

static void on_drain_timer(evutil_socket_t fd, short events, void *context)
{
	struct daemon *daemon = context;

	(void)fd;
	(void)events;
	log_warning(&daemon->log, "the time to stop is over");
	event_base_loopbreak(daemon->base);
}

/* ---- signals ---- */

static void stop(struct daemon *daemon)
{
	int64_t timeout = daemon->settings.daemon.drain_timeout;
	struct timeval tv = {.tv_sec = timeout / 1000, .tv_usec = (timeout % 1000) * 1000};

	if (daemon->stopping) {
		daemon->exit_status = EXIT_RUNTIME;
		event_base_loopbreak(daemon->base);
		return;
	}
	log_info(&daemon->log, "stopping: %zu entries are held", (size_t)daemon->ledger.held);
	daemon->stopping = true;
	notify_stopping();
	intake_stop(&daemon->intake);
	inbox_stop(&daemon->inbox);
	evtimer_add(daemon->drain_timer, &tv);
	daemon_wake(daemon);
}

static void reload(struct daemon *daemon)
{
	if (!daemon->stopping)
		reload_start(&daemon->reload);
}

static void tell_counters(struct daemon *daemon)
{
	char counters[400];

	ledger_text(&daemon->ledger, counters, sizeof(counters));
	log_info(&daemon->log, "counters: %s groups_recreated=%llu inbox_moved=%llu", counters,
		 (unsigned long long)daemon->intake.groups_recreated, (unsigned long long)daemon->inbox.moved);
}

static const struct {
	int number;
	void (*handle)(struct daemon *daemon);
} signals[DAEMON_SIGNALS] = {
	[DAEMON_TERM] = {SIGTERM, stop},
	[DAEMON_INT] = {SIGINT, stop},
	[DAEMON_HUP] = {SIGHUP, reload},
	[DAEMON_USR1] = {SIGUSR1, tell_counters},
};

static void on_signal(evutil_socket_t number, short events, void *context)
{
	(void)events;
	for (int i = 0; i < DAEMON_SIGNALS; i++)
		if (signals[i].number == number)
			signals[i].handle(context);
}

/* ---- connections ---- */

/* One line when a connection comes or goes; the same trouble again only once a minute. */
static void tell_link(struct link *link, enum rio_state now, const char *why)
{
	const struct daemon *daemon = link->daemon;
	int64_t ms = clock_monotonic_ms();

	if (now == RIO_READY) {
		log_info(&daemon->log, "%s: connected to %s", link->name, daemon->where);
		link->trouble[0] = '\0';
		return;
	}
	if (now != RIO_BACKOFF)
		return;
	if (strcmp(link->trouble, why) != 0 || ms - link->said_ms >= REMIND_MS) {
		log_warning(&daemon->log, "%s: no connection to %s: %s", link->name, daemon->where, why);
		link->said_ms = ms;
	}
	snprintf(link->trouble, sizeof(link->trouble), "%s", why);
}

static void on_state(void *context, struct rio_conn *conn, enum rio_state before, enum rio_state now, const char *why)
{
	struct link *link = context;
	struct daemon *daemon = link->daemon;

	(void)conn;
	log_debug(&daemon->log, "%s: %s -> %s (%s)", link->name, rio_state_name(before), rio_state_name(now), why);
	tell_link(link, now, why);
	if (now == RIO_READY) {
		intake_restart(&daemon->intake);
		if (link == &daemon->writer)
			status_check_durability(&daemon->status);
	}
	daemon_wake(daemon);
}

/* "inquiryd:<consumer>:<link>", in which Redis allows no blanks or control characters. */
static char *connection_name(const struct daemon *daemon, const char *link)
{
	char *name;

	if (asprintf(&name, "inquiryd:%s:%s", daemon->settings.intake.consumer.s, link) < 0)
		return NULL;
	for (char *c = name; *c; c++)
		if (*c <= ' ' || *c > '~')
			*c = '-';
	return name;
}

static bool link_init(struct daemon *daemon, struct link *link, const char *name, const struct rio_url *url)
{
	struct rio_conn_options options = {
		.url = url,
		.name = connection_name(daemon, name),
		.connect_timeout_ms = daemon->settings.redis.connect_timeout,
		.command_timeout_ms = daemon->settings.redis.command_timeout,
		.on_state = on_state,
		.context = link,
	};

	if (link == &daemon->writer) {
		options.scripts = scripts;
		options.script_count = SCRIPT_COUNT;
	}
	link->daemon = daemon;
	link->name = name;
	link->conn = options.name ? rio_conn_new(daemon->base, &options) : NULL;
	free((char *)options.name);
	return link->conn;
}

static bool links_init(struct daemon *daemon)
{
	const struct settings *settings = &daemon->settings;
	const char *user = settings->redis.username.n > 0 ? settings->redis.username.s : NULL;
	struct rio_error error = {"out of memory"};
	struct rio_url url;
	bool good = rio_url_parse(settings->redis.url.s, &url, &error) &&
		    rio_url_login(&url, user, settings->redis.password) && (daemon->where = rio_url_text(&url)) &&
		    link_init(daemon, &daemon->writer, "writer", &url) &&
		    link_init(daemon, &daemon->reader, "reader", &url);

	rio_url_free(&url);
	if (!good)
		log_error(&daemon->log, "redis.url: %s", error.text);
	return good;
}

/* ---- life ---- */

static bool load_knowledge(struct daemon *daemon)
{
	struct inq_error error;

	if (settings_load(daemon->config, &daemon->settings, &error) &&
	    (daemon->scorer = scorer_new(daemon->config, &error))) {
		daemon->log.level = daemon->settings.daemon.log_level;
		log_info(&daemon->log, "inquiryd %s, consumer %s: %s, %zu rules, %zu patterns, model %s", INQ_VERSION,
			 daemon->settings.intake.consumer.s, inq_engine_packs(daemon->scorer->engine),
			 inq_engine_rule_count(daemon->scorer->engine),
			 inq_engine_pattern_count(daemon->scorer->engine), inq_engine_model(daemon->scorer->engine));
		return true;
	}
	log_error(&daemon->log, "%s", error.text);
	return false;
}

static bool events_init(struct daemon *daemon)
{
	daemon->base = event_base_new();
	if (!daemon->base)
		return false;
	daemon->wake = evtimer_new(daemon->base, on_wake, daemon);
	daemon->drain_timer = evtimer_new(daemon->base, on_drain_timer, daemon);
	for (int i = 0; i < DAEMON_SIGNALS; i++) {
		daemon->signal[i] = evsignal_new(daemon->base, signals[i].number, on_signal, daemon);
		if (!daemon->signal[i] || event_add(daemon->signal[i], NULL) != 0)
			return false;
	}
	return daemon->wake && daemon->drain_timer;
}

static bool parts_init(struct daemon *daemon)
{
	daemon->ledger.log = &daemon->log;
	work_init(&daemon->work, daemon);
	return events_init(daemon) && links_init(daemon) && publisher_init(&daemon->publisher, daemon) &&
	       intake_init(&daemon->intake, daemon) && inbox_init(&daemon->inbox, daemon) &&
	       status_init(&daemon->status, daemon) && reload_init(&daemon->reload, daemon);
}

struct daemon *daemon_new(const char *config)
{
	struct daemon *daemon = calloc(1, sizeof(*daemon));

	if (!daemon)
		return NULL;
	daemon->log = log_open();
	daemon->config = config;
	if (load_knowledge(daemon) && parts_init(daemon))
		return daemon;
	log_error(&daemon->log, "cannot start");
	daemon_free(daemon);
	return NULL;
}

int daemon_run(struct daemon *daemon)
{
	rio_conn_start(daemon->writer.conn);
	rio_conn_start(daemon->reader.conn);
	notify_ready();
	status_tell(&daemon->status);
	if (event_base_dispatch(daemon->base) < 0)
		daemon->exit_status = EXIT_RUNTIME;
	rio_conn_close(daemon->reader.conn);
	rio_conn_close(daemon->writer.conn);
	work_free(&daemon->work);
	publisher_abandon(&daemon->publisher);
	tell_counters(daemon);
	return daemon->exit_status;
}

static void events_free(struct daemon *daemon)
{
	struct event *events[] = {daemon->wake, daemon->drain_timer};

	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (events[i])
			event_free(events[i]);
	for (int i = 0; i < DAEMON_SIGNALS; i++)
		if (daemon->signal[i])
			event_free(daemon->signal[i]);
	if (daemon->base)
		event_base_free(daemon->base);
}

void daemon_free(struct daemon *daemon)
{
	if (!daemon)
		return;
	/* First the connections: the callbacks of what is under way still find all parts. */
	rio_conn_free(daemon->reader.conn);
	rio_conn_free(daemon->writer.conn);
	reload_free(&daemon->reload);
	status_free(&daemon->status);
	inbox_free(&daemon->inbox);
	intake_free(&daemon->intake);
	work_free(&daemon->work);
	publisher_free(&daemon->publisher);
	scorer_free(daemon->scorer);
	events_free(daemon);
	free(daemon->where);
	settings_free(&daemon->settings);
	free(daemon);
}
