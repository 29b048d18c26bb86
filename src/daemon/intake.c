#include "intake.h"
#include "daemon.h"

#include <event2/event.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A blocking read is given up after twice its time and this: Redis may answer late when it is busy. */
#define BLOCK_GRACE_MS 5000
/* First guess of an entry's size. */
#define TYPICAL_BYTES 2048

static const char *const phase_names[] = {
	[INTAKE_GROUP] = "group",   [INTAKE_OWN] = "own",	  [INTAKE_NEW] = "new",
	[INTAKE_OTHERS] = "others", [INTAKE_STOPPED] = "stopped",
};

static void set_phase(struct intake *intake, enum intake_phase phase)
{
	if (intake->phase == phase || intake->phase == INTAKE_STOPPED)
		return;
	log_debug(&intake->daemon->log, "intake: %s -> %s", phase_names[intake->phase], phase_names[phase]);
	intake->phase = phase;
}

static bool set_cursor(struct intake *intake, const char *cursor)
{
	char *copy = strdup(cursor);

	if (!copy)
		return false;
	free(intake->cursor);
	intake->cursor = copy;
	return true;
}

/* Begins to page through pending entries. */
static void recover(struct intake *intake, enum intake_phase phase)
{
	if (set_cursor(intake, "-"))
		set_phase(intake, phase);
}

/* ---- answers ---- */

/* The end of each answer; gives back whether it can be used. */
static bool answered(struct intake *intake, const struct rio_reply *reply)
{
	enum rio_error_class class = rio_classify(reply);

	intake->asked = false;
	daemon_wake(intake->daemon);
	if (intake->phase == INTAKE_STOPPED)
		return false;
	if (!reply) {
		/* Entries may have been given to us in an answer that never came. */
		set_phase(intake, INTAKE_GROUP);
		return false;
	}
	if (class == RIO_ERR_NONE)
		return true;
	if (class == RIO_ERR_NOSCRIPT)
		rio_conn_load_scripts(intake->daemon->writer.conn);
	if (class == RIO_ERR_NOGROUP) {
		intake->group_lost = true;
		set_phase(intake, INTAKE_GROUP);
	}
	setback_hit(&intake->setback, rio_text(reply));
	return false;
}

static struct inq_str string_of(const struct rio_reply *reply)
{
	return reply->type == RIO_STRING ? (struct inq_str){reply->str, reply->len} : (struct inq_str){"", 0};
}

/* One entry: its id and its fields, a flat list of names and values. */
static void receive(struct intake *intake, const struct rio_reply *id, const struct rio_reply *fields,
		    int64_t deliveries)
{
	struct daemon *daemon = intake->daemon;
	struct entry *entry;

	if (fields->type == RIO_NIL) {
		ledger_lost(&daemon->ledger, rio_text(id));
		return;
	}
	entry = ledger_receive(&daemon->ledger, string_of(id), string_of(rio_field(fields, "event")),
			       string_of(rio_field(fields, "traceparent")), deliveries);
	if (entry)
		work_add(&daemon->work, entry);
	else
		log_error(&daemon->log, "out of memory: entry %s is left pending", rio_text(id));
}

/* Large entries make the guess grow at once, small ones let it shrink slowly. */
static void learn_size(struct intake *intake, uint64_t bytes_before, size_t count)
{
	int64_t mean = (int64_t)((intake->daemon->ledger.held_bytes - bytes_before) / (count ? count : 1));
	int64_t faded = intake->typical_bytes - intake->typical_bytes / 8;

	intake->typical_bytes = mean > faded ? mean : faded;
	if (intake->typical_bytes < 1)
		intake->typical_bytes = 1;
}

/* How many entries fit into what is free, in number and in bytes. */
static int64_t room(const struct intake *intake)
{
	const struct settings *settings = &intake->daemon->settings;
	const struct ledger *ledger = &intake->daemon->ledger;
	int64_t places = settings->intake.in_flight - (int64_t)ledger->held;
	int64_t bytes = settings->intake.in_flight_bytes - (int64_t)ledger->held_bytes;
	int64_t count = settings->intake.batch;

	if (places <= 0 || bytes <= 0)
		return 0;
	count = count < places ? count : places;
	/* With nothing held there is room for one of any size. */
	if (count > bytes / intake->typical_bytes)
		count = bytes / intake->typical_bytes;
	return count > 0 ? count : ledger->held == 0;
}

/* ---- GROUP ---- */

static void on_group(void *context, const struct rio_reply *reply)
{
	struct intake *intake = context;
	struct daemon *daemon = intake->daemon;
	bool exists = rio_is_error(reply) && strncmp(rio_text(reply), "BUSYGROUP", 9) == 0;

	if (exists)
		intake->asked = false;
	else if (!answered(intake, reply))
		return;
	if (!exists && intake->group_lost) {
		intake->groups_recreated++;
		log_warning(&daemon->log,
			    "consumer group %s of %s was gone and is made again; what had a lead gets no second one",
			    daemon->settings.intake.group.s, daemon->settings.keys.events);
	} else if (!exists) {
		log_info(&daemon->log, "consumer group %s of %s is made", daemon->settings.intake.group.s,
			 daemon->settings.keys.events);
	}
	intake->group_lost = false;
	recover(intake, INTAKE_OWN);
	daemon_wake(daemon);
}

/* From the stream's first entry on: none may be passed over, and published ones are deleted from it. */
static void step_group(struct intake *intake)
{
	const struct settings *settings = &intake->daemon->settings;

	if (intake->daemon->ledger.held > 0)
		return;
	rio_command_strings(&intake->command, "XGROUP", "CREATE", settings->keys.events, settings->intake.group.s, "0",
			    "MKSTREAM", NULL);
	intake->asked = true;
	rio_conn_send(intake->daemon->writer.conn, &intake->command, 0, on_group, intake);
}

/* ---- OWN, OTHERS ---- */

static void on_pending(void *context, const struct rio_reply *reply)
{
	struct intake *intake = context;
	const struct rio_reply *page = rio_at(reply, 1);
	uint64_t bytes = intake->daemon->ledger.held_bytes;

	if (!answered(intake, reply))
		return;
	for (size_t i = 0; i < rio_count(page); i++) {
		const struct rio_reply *entry = rio_at(page, i);

		receive(intake, rio_at(entry, 0), rio_at(entry, 2), rio_integer(rio_at(entry, 1), 1));
	}
	learn_size(intake, bytes, rio_count(page));
	if (rio_count(page) > 0)
		log_info(&intake->daemon->log, "%zu pending entries are taken up%s", rio_count(page),
			 intake->phase == INTAKE_OWN ? "" : " from other consumers");
	if (!set_cursor(intake, rio_text(rio_at(reply, 0))))
		recover(intake, intake->phase);
}

static void step_pending(struct intake *intake)
{
	const struct settings *settings = &intake->daemon->settings;
	const char *consumer = settings->intake.consumer.s;
	bool own = intake->phase == INTAKE_OWN;
	int64_t count = room(intake);

	if (intake->daemon->ledger.held > 0)
		return;
	if (!*intake->cursor) {
		set_phase(intake, INTAKE_NEW);
		daemon_wake(intake->daemon);
		return;
	}
	daemon_evalsha(intake->daemon, &intake->command, SCRIPT_RECOVER, 1);
	rio_command_strings(&intake->command, settings->keys.events, settings->intake.group.s, consumer,
			    own ? consumer : "", NULL);
	rio_command_integer(&intake->command, own ? 0 : settings->intake.reclaim_after);
	rio_command_string(&intake->command, intake->cursor);
	rio_command_integer(&intake->command, count);
	rio_command_integer(&intake->command, settings->intake.suspect_after);
	rio_command_integer(&intake->command, settings->intake.max_deliveries);
	intake->asked = true;
	rio_conn_send(intake->daemon->writer.conn, &intake->command, 0, on_pending, intake);
}

/* ---- NEW ---- */

static void on_abandoned(void *context, const struct rio_reply *reply)
{
	struct intake *intake = context;

	if (!answered(intake, reply))
		return;
	intake->reclaim_due = false;
	if (rio_count(reply) > 0)
		recover(intake, INTAKE_OTHERS);
}

/* Is anything pending for too long? Only then is it worth to let what is held run out. */
static void look_for_abandoned(struct intake *intake)
{
	const struct settings *settings = &intake->daemon->settings;

	rio_command_strings(&intake->command, "XPENDING", settings->keys.events, settings->intake.group.s, "IDLE",
			    NULL);
	rio_command_integer(&intake->command, settings->intake.reclaim_after);
	rio_command_strings(&intake->command, "-", "+", "1", NULL);
	intake->asked = true;
	rio_conn_send(intake->daemon->writer.conn, &intake->command, 0, on_abandoned, intake);
}

static void on_new(void *context, const struct rio_reply *reply)
{
	struct intake *intake = context;
	const struct rio_reply *entries = rio_at(rio_at(reply, 0), 1); /* of the first and only stream */
	uint64_t bytes = intake->daemon->ledger.held_bytes;

	if (!answered(intake, reply))
		return;
	setback_clear(&intake->setback);
	for (size_t i = 0; i < rio_count(entries); i++)
		receive(intake, rio_at(rio_at(entries, i), 0), rio_at(rio_at(entries, i), 1), 1);
	learn_size(intake, bytes, rio_count(entries));
}

static void step_new(struct intake *intake)
{
	const struct settings *settings = &intake->daemon->settings;
	int64_t count = room(intake);

	if (intake->reclaim_due) {
		look_for_abandoned(intake);
		return;
	}
	if (count == 0)
		return;
	rio_command_strings(&intake->command, "XREADGROUP", "GROUP", settings->intake.group.s,
			    settings->intake.consumer.s, "COUNT", NULL);
	rio_command_integer(&intake->command, count);
	rio_command_string(&intake->command, "BLOCK");
	rio_command_integer(&intake->command, settings->intake.block);
	rio_command_strings(&intake->command, "STREAMS", settings->keys.events, ">", NULL);
	intake->asked = true;
	rio_conn_send(intake->daemon->reader.conn, &intake->command, 2 * settings->intake.block + BLOCK_GRACE_MS,
		      on_new, intake);
}

/* ---- all ---- */

static void step_stopped(struct intake *intake)
{
	(void)intake;
}

static bool is_hindered(const struct intake *intake)
{
	const struct daemon *daemon = intake->daemon;

	if (intake->asked || intake->setback.waiting)
		return true;
	/* Nothing more is taken while what is held cannot be published. */
	if (daemon->publisher.setback.active && daemon->ledger.held > 0)
		return true;
	return rio_conn_state(daemon->reader.conn) != RIO_READY || !daemon_writer_ready(daemon);
}

void intake_step(struct intake *intake)
{
	static void (*const steps[])(struct intake *intake) = {
		[INTAKE_GROUP] = step_group,	  [INTAKE_OWN] = step_pending,	      [INTAKE_NEW] = step_new,
		[INTAKE_OTHERS] = step_pending, [INTAKE_STOPPED] = step_stopped,
	};

	if (is_hindered(intake))
		return;
	rio_command_reset(&intake->command);
	steps[intake->phase](intake);
}

void intake_restart(struct intake *intake)
{
	set_phase(intake, INTAKE_GROUP);
}

void intake_stop(struct intake *intake)
{
	set_phase(intake, INTAKE_STOPPED);
	rio_conn_close(intake->daemon->reader.conn);
}

static void on_reclaim_timer(evutil_socket_t fd, short events, void *context)
{
	struct intake *intake = context;

	(void)fd;
	(void)events;
	intake->reclaim_due = true;
	daemon_wake(intake->daemon);
}

static void on_again(void *context)
{
	daemon_wake(context);
}

/* Twice in the idle time, so that nothing waits much longer than that. */
static bool start_reclaim_timer(struct intake *intake)
{
	int64_t interval = intake->daemon->settings.intake.reclaim_after / 2;
	struct timeval tv = {.tv_sec = interval / 1000, .tv_usec = (interval % 1000) * 1000};

	intake->reclaim_timer = event_new(intake->daemon->base, -1, EV_PERSIST, on_reclaim_timer, intake);
	return intake->reclaim_timer && event_add(intake->reclaim_timer, &tv) == 0;
}

bool intake_init(struct intake *intake, struct daemon *daemon)
{
	intake->daemon = daemon;
	intake->typical_bytes = TYPICAL_BYTES;
	return set_cursor(intake, "-") && start_reclaim_timer(intake) &&
	       setback_init(&intake->setback, &daemon->log, "reading", daemon->base, on_again, daemon);
}

void intake_free(struct intake *intake)
{
	if (intake->reclaim_timer)
		event_free(intake->reclaim_timer);
	setback_free(&intake->setback);
	rio_command_free(&intake->command);
	free(intake->cursor);
}
