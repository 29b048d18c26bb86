/* hiredis' reader over a libevent bufferevent. hiredis' own asynchronous interface is not used: in the versions that we
 * support it has no timeouts, and its callbacks on broken connections differ from version to version. */
#include "rio_conn.h"
#include "rio_backoff.h"
#include "rio_socket.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A connection that stays up this long was a success: the next failure is a first one again. */
#define HELD_MS 10000
/* One read system call takes up to this much: a batch of inquiries at once. */
#define READ_MAX (256 * 1024)
#define SHA_SIZE 41

/* Who waits for a reply: the caller (kind USER) or the greeting. */
enum kind { KIND_USER, KIND_GREETING, KIND_SCRIPT };

struct pending {
	struct pending *next;
	rio_reply_fn *callback;
	void *context;
	int64_t timeout_ms;
	enum kind kind;
	size_t step; /* the greeting's step, or the script's index */
};

struct queue {
	struct pending *head, **tail;
	size_t count;
};

struct rio_conn {
	struct event_base *base;
	struct rio_url url;
	char *name;
	int64_t connect_timeout_ms, command_timeout_ms;
	const struct rio_script *scripts;
	size_t script_count;
	char (*sha)[SHA_SIZE];
	rio_state_fn *on_state;
	void *context;

	enum rio_state state;
	struct bufferevent *bev; /* NULL while there is no socket */
	struct rio_reader *reader;
	struct queue sent; /* their replies come in this order */
	struct queue lost; /* their callbacks are still to be called, from the loop */
	struct event *timer;      /* its meaning depends on the state, see on_timer */
	struct event *lost_event;
	size_t greetings_due;
	unsigned long generation; /* counts sockets: tells a callback that its socket is gone */
	unsigned attempt;
	int64_t ready_since_ms;
	struct rio_backoff backoff;
	struct rio_command scratch;
};

static const char *const state_names[] = {
	[RIO_IDLE] = "idle",   [RIO_CONNECTING] = "connecting", [RIO_GREETING] = "greeting",
	[RIO_READY] = "ready", [RIO_BACKOFF] = "backoff",	[RIO_DRAINING] = "draining",
};

const char *rio_state_name(enum rio_state state)
{
	return state_names[state];
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- queues ---- */

static void queue_init(struct queue *queue)
{
	queue->head = NULL;
	queue->tail = &queue->head;
	queue->count = 0;
}

static void queue_add(struct queue *queue, struct pending *pending)
{
	pending->next = NULL;
	*queue->tail = pending;
	queue->tail = &pending->next;
	queue->count++;
}

/* Moves everything from one queue to the end of another. */
static void queue_move(struct queue *from, struct queue *to)
{
	if (!from->head)
		return;
	*to->tail = from->head;
	to->tail = from->tail;
	to->count += from->count;
	queue_init(from);
}

static struct pending *queue_take(struct queue *queue)
{
	struct pending *pending = queue->head;

	if (!pending)
		return NULL;
	queue->head = pending->next;
	if (!queue->head)
		queue->tail = &queue->head;
	queue->count--;
	return pending;
}

/* ---- state ---- */

static void set_state(struct rio_conn *conn, enum rio_state state, const char *why)
{
	enum rio_state before = conn->state;

	if (before == state)
		return;
	conn->state = state;
	if (conn->on_state)
		conn->on_state(conn->context, conn, before, state, why);
}

static void arm(struct rio_conn *conn, int64_t after_ms)
{
	struct timeval tv = {.tv_sec = after_ms / 1000, .tv_usec = (after_ms % 1000) * 1000};

	evtimer_add(conn->timer, &tv);
}

/* Lets the watchdog wait for the reply that is due next; it counts silence, so it starts again with every byte. */
static void arm_watchdog(struct rio_conn *conn)
{
	if (conn->state != RIO_READY && conn->state != RIO_DRAINING)
		return;
	if (conn->sent.head)
		arm(conn, conn->sent.head->timeout_ms);
	else
		evtimer_del(conn->timer);
}

/* A timer, not event_active: that would run before the loop looks at its sockets again, and a caller who sends at once
 * what he lost would keep it from them. */
static void tell_lost(struct rio_conn *conn)
{
	static const struct timeval now = {0, 0};

	evtimer_add(conn->lost_event, &now);
}

/* Takes the socket down. Callbacks of what was under way are called from the loop, not from here. */
static void cut(struct rio_conn *conn)
{
	struct bufferevent *bev = conn->bev;

	conn->bev = NULL;
	conn->generation++;
	conn->greetings_due = 0;
	if (bev) {
		bufferevent_setcb(bev, NULL, NULL, NULL, NULL);
		bufferevent_free(bev);
	}
	rio_reader_free(conn->reader);
	conn->reader = NULL;
	evtimer_del(conn->timer);
	queue_move(&conn->sent, &conn->lost);
	if (conn->lost.head)
		tell_lost(conn);
}

/* The connection failed: back off, or rest where nobody wants it any more. */
static void __attribute__((format(printf, 2, 3))) fail(struct rio_conn *conn, const char *format, ...)
{
	char why[600];
	va_list args;

	va_start(args, format);
	vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	cut(conn);
	if (conn->state == RIO_DRAINING) {
		set_state(conn, RIO_IDLE, why);
		return;
	}
	if (conn->state == RIO_READY && now_ms() - conn->ready_since_ms >= HELD_MS)
		rio_backoff_reset(&conn->backoff);
	arm(conn, rio_backoff_next(&conn->backoff));
	set_state(conn, RIO_BACKOFF, why);
}

static void on_lost(evutil_socket_t fd, short events, void *context)
{
	struct rio_conn *conn = context;
	struct pending *pending;
	struct queue lost;

	(void)fd;
	(void)events;
	/* A callback may send, and lose, again: that waits for the next turn of the loop. */
	queue_init(&lost);
	queue_move(&conn->lost, &lost);
	while ((pending = queue_take(&lost))) {
		if (pending->callback)
			pending->callback(pending->context, NULL);
		free(pending);
	}
}

/* ---- sending ---- */

/* Takes `pending` over. */
static void enqueue(struct rio_conn *conn, const struct rio_command *command, struct pending *pending)
{
	struct evbuffer *out = conn->bev ? bufferevent_get_output(conn->bev) : NULL;
	char header[32];
	size_t n = rio_command_header(command, header);

	/* A command that went out by halves would shift all later replies: expand first. */
	if (!out || command->failed || evbuffer_expand(out, n + command->size) != 0 ||
	    evbuffer_add(out, header, n) != 0 || evbuffer_add(out, command->body, command->size) != 0) {
		queue_add(&conn->lost, pending);
		tell_lost(conn);
		return;
	}
	queue_add(&conn->sent, pending);
	if (conn->sent.count == 1)
		arm_watchdog(conn);
}

static bool send_own(struct rio_conn *conn, enum kind kind, size_t step)
{
	struct pending *pending = calloc(1, sizeof(*pending));

	if (!pending)
		return false;
	pending->kind = kind;
	pending->step = step;
	pending->timeout_ms = conn->command_timeout_ms;
	enqueue(conn, &conn->scratch, pending);
	return true;
}

void rio_conn_send(struct rio_conn *conn, const struct rio_command *command, int64_t timeout_ms,
		   rio_reply_fn *callback, void *context)
{
	struct pending *pending = calloc(1, sizeof(*pending));

	/* Without these few bytes the promise of one callback cannot be kept, and nothing else can go on either. */
	if (!pending)
		abort();
	pending->callback = callback;
	pending->context = context;
	pending->timeout_ms = timeout_ms > 0 ? timeout_ms : conn->command_timeout_ms;
	if (conn->state == RIO_READY) {
		enqueue(conn, command, pending);
		return;
	}
	queue_add(&conn->lost, pending);
	tell_lost(conn);
}

static bool send_script(struct rio_conn *conn, size_t index)
{
	rio_command_reset(&conn->scratch);
	rio_command_strings(&conn->scratch, "SCRIPT", "LOAD", NULL);
	rio_command_bytes(&conn->scratch, conn->scripts[index].source, conn->scripts[index].size);
	return send_own(conn, KIND_SCRIPT, index);
}

void rio_conn_load_scripts(struct rio_conn *conn)
{
	for (size_t i = 0; conn->state == RIO_READY && i < conn->script_count; i++)
		if (!send_script(conn, i))
			return;
}

/* ---- greeting ---- */

static void greet(struct rio_conn *conn)
{
	arm(conn, conn->connect_timeout_ms);
	set_state(conn, RIO_GREETING, "connected");
	if (conn->state != RIO_GREETING)
		return;
	for (enum rio_greeting step = 0; step < RIO_GREET_COUNT; step++) {
		if (!rio_greeting(&conn->url, conn->name, step, &conn->scratch))
			continue;
		if (!send_own(conn, KIND_GREETING, (size_t)step))
			goto failed;
		conn->greetings_due++;
	}
	for (size_t i = 0; i < conn->script_count; i++, conn->greetings_due++)
		if (!send_script(conn, i))
			goto failed;
	return;
failed:
	fail(conn, "out of memory");
}

static void greeted(struct rio_conn *conn)
{
	if (conn->state != RIO_GREETING || --conn->greetings_due > 0)
		return;
	conn->ready_since_ms = now_ms();
	conn->attempt = 0;
	evtimer_del(conn->timer);
	set_state(conn, RIO_READY, "greeted");
}

static void on_greeting(struct rio_conn *conn, enum rio_greeting step, const struct rio_reply *reply)
{
	if (rio_is_error(reply) && !rio_greeting_optional(step))
		fail(conn, "%s: %s", rio_greeting_name(step), rio_text(reply));
	else
		greeted(conn);
}

static void on_script(struct rio_conn *conn, size_t index, const struct rio_reply *reply)
{
	if (reply->type != RIO_STRING || reply->len >= SHA_SIZE) {
		fail(conn, "SCRIPT LOAD %s: %s", conn->scripts[index].name, rio_text(reply));
		return;
	}
	memcpy(conn->sha[index], reply->str, reply->len + 1);
	greeted(conn);
}

const char *rio_conn_script(const struct rio_conn *conn, size_t index)
{
	return index < conn->script_count ? conn->sha[index] : "";
}

/* ---- receiving ---- */

/* The reply belongs to the oldest command. */
static void deliver(struct rio_conn *conn, const struct rio_reply *reply)
{
	struct pending *pending = queue_take(&conn->sent);

	if (!pending) {
		fail(conn, "a reply to nothing that was asked: %.100s", rio_text(reply));
		return;
	}
	arm_watchdog(conn);
	if (pending->kind == KIND_GREETING)
		on_greeting(conn, (enum rio_greeting)pending->step, reply);
	else if (pending->kind == KIND_SCRIPT)
		on_script(conn, pending->step, reply);
	else if (pending->callback)
		pending->callback(pending->context, reply);
	free(pending);
}

static void deliver_all(struct rio_conn *conn)
{
	unsigned long generation = conn->generation;
	struct rio_reply *reply;
	bool broken = false;

	while (conn->generation == generation && (reply = rio_reader_next(conn->reader, &broken))) {
		deliver(conn, reply);
		rio_reply_free(reply);
	}
	if (conn->generation != generation)
		return;
	if (broken)
		fail(conn, "what came is not the protocol of Redis");
	else if (conn->state == RIO_DRAINING && !conn->sent.head)
		rio_conn_close(conn);
}

static void on_read(struct bufferevent *bev, void *context)
{
	struct rio_conn *conn = context;
	struct evbuffer *in = bufferevent_get_input(bev);
	size_t n;

	while ((n = evbuffer_get_contiguous_space(in)) > 0) {
		if (!rio_reader_feed(conn->reader, (const char *)evbuffer_pullup(in, (ev_ssize_t)n), n)) {
			fail(conn, "out of memory while reading");
			return;
		}
		evbuffer_drain(in, n);
	}
	arm_watchdog(conn);
	deliver_all(conn);
}

static void on_event(struct bufferevent *bev, short events, void *context)
{
	struct rio_conn *conn = context;
	int error = EVUTIL_SOCKET_ERROR();

	(void)bev;
	if (events & BEV_EVENT_CONNECTED)
		greet(conn);
	else if (events & BEV_EVENT_EOF)
		fail(conn, "Redis closed the connection");
	else
		fail(conn, "%s", evutil_socket_error_to_string(error));
}

/* ---- connecting ---- */

/* A bufferevent of its own socket, so that the options are set before it connects. */
static struct bufferevent *new_bufferevent(struct rio_conn *conn, const struct rio_address *address)
{
	int fd = rio_socket_new(address);
	struct bufferevent *bev;

	if (fd < 0)
		return NULL;
	bev = bufferevent_socket_new(conn->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (!bev) {
		close(fd);
		return NULL;
	}
	bufferevent_set_max_single_read(bev, READ_MAX);
	bufferevent_setcb(bev, on_read, NULL, on_event, conn);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
	return bev;
}

static void try_connect(struct rio_conn *conn)
{
	struct rio_address address;
	struct rio_error error;
	unsigned long generation = conn->generation;

	set_state(conn, RIO_CONNECTING, "started");
	if (conn->state != RIO_CONNECTING)
		return;
	if (!rio_resolve(&conn->url, conn->attempt++, &address, &error)) {
		fail(conn, "%s", error.text);
		return;
	}
	conn->reader = rio_reader_new();
	conn->bev = new_bufferevent(conn, &address);
	if (!conn->reader || !conn->bev) {
		fail(conn, "no socket: %s", strerror(errno));
		return;
	}
	arm(conn, conn->connect_timeout_ms);
	/* libevent may have told on_event about the failure already. */
	if (bufferevent_socket_connect(conn->bev, (struct sockaddr *)&address.sa, (int)address.len) != 0 &&
	    conn->generation == generation)
		fail(conn, "%s", strerror(errno));
}

static void on_timer(evutil_socket_t fd, short events, void *context)
{
	struct rio_conn *conn = context;

	(void)fd;
	(void)events;
	if (conn->state == RIO_BACKOFF)
		try_connect(conn);
	else if (conn->state == RIO_CONNECTING || conn->state == RIO_GREETING)
		fail(conn, "no connection within %lld ms", (long long)conn->connect_timeout_ms);
	else if (conn->sent.head)
		fail(conn, "no reply within %lld ms", (long long)conn->sent.head->timeout_ms);
}

/* ---- life ---- */

static bool set_up(struct rio_conn *conn, const struct rio_conn_options *options)
{
	conn->timer = evtimer_new(conn->base, on_timer, conn);
	conn->lost_event = evtimer_new(conn->base, on_lost, conn);
	conn->sha = calloc(options->script_count + 1, SHA_SIZE);
	conn->name = options->name ? strdup(options->name) : NULL;
	return conn->timer && conn->lost_event && conn->sha && (conn->name || !options->name) &&
	       rio_url_copy(options->url, &conn->url);
}

struct rio_conn *rio_conn_new(struct event_base *base, const struct rio_conn_options *options)
{
	struct rio_conn *conn = calloc(1, sizeof(*conn));

	if (!conn)
		return NULL;
	queue_init(&conn->sent);
	queue_init(&conn->lost);
	conn->base = base;
	conn->connect_timeout_ms = options->connect_timeout_ms;
	conn->command_timeout_ms = options->command_timeout_ms;
	conn->scripts = options->scripts;
	conn->script_count = options->script_count;
	conn->on_state = options->on_state;
	conn->context = options->context;
	conn->backoff = rio_backoff_new();
	if (set_up(conn, options))
		return conn;
	rio_conn_free(conn);
	return NULL;
}

void rio_conn_free(struct rio_conn *conn)
{
	if (!conn)
		return;
	conn->on_state = NULL;
	if (conn->timer && conn->lost_event) {
		rio_conn_close(conn);
		while (conn->lost.head)
			on_lost(-1, 0, conn);
	}
	if (conn->timer)
		event_free(conn->timer);
	if (conn->lost_event)
		event_free(conn->lost_event);
	rio_command_free(&conn->scratch);
	rio_url_free(&conn->url);
	free(conn->sha);
	free(conn->name);
	free(conn);
}

void rio_conn_start(struct rio_conn *conn)
{
	if (conn->state == RIO_IDLE)
		try_connect(conn);
}

void rio_conn_stop(struct rio_conn *conn)
{
	if (conn->state == RIO_READY && conn->sent.head)
		set_state(conn, RIO_DRAINING, "stopped");
	else if (conn->state != RIO_DRAINING)
		rio_conn_close(conn);
}

void rio_conn_close(struct rio_conn *conn)
{
	cut(conn);
	set_state(conn, RIO_IDLE, "closed");
}

enum rio_state rio_conn_state(const struct rio_conn *conn)
{
	return conn->state;
}

size_t rio_conn_outstanding(const struct rio_conn *conn)
{
	return conn->sent.count + conn->lost.count;
}
