#include "publisher.h"
#include "daemon.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEAD_BATCH PUBLISHER_LEAD_BATCHES

static bool is_dead_batch(const struct batch *batch)
{
	return batch == &batch->daemon->publisher.batch[DEAD_BATCH];
}

static size_t capacity(const struct batch *batch)
{
	return (size_t)batch->daemon->settings.publish.batch;
}

static bool takes_more(const struct batch *batch)
{
	return batch->state == BATCH_OPEN && batch->count < capacity(batch);
}

/* ---- filling ---- */

/* Writes the keys and arguments that come before those of the entries. */
static void begin(struct batch *batch)
{
	const struct settings *settings = &batch->daemon->settings;
	const struct keys *keys = &settings->keys;

	batch->state = BATCH_OPEN;
	batch->count = batch->left = 0;
	rio_command_reset(&batch->keys);
	rio_command_reset(&batch->args);
	rio_command_string(&batch->args, settings->intake.group.s);
	if (is_dead_batch(batch)) {
		rio_command_strings(&batch->keys, keys->events, keys->dead, NULL);
		return;
	}
	rio_command_strings(&batch->keys, keys->events, keys->leads, keys->ranking, keys->due, NULL);
	rio_command_integer(&batch->args, settings->publish.lead_ttl / 1000);
	rio_command_integer(&batch->args, settings->publish.leads_maxlen);
}

static struct batch *open_lead_batch(const struct publisher *publisher)
{
	for (size_t i = 0; i < PUBLISHER_LEAD_BATCHES; i++)
		if (takes_more(&publisher->batch[i]))
			return (struct batch *)&publisher->batch[i];
	return NULL;
}

bool publisher_has_room(const struct publisher *publisher)
{
	return open_lead_batch(publisher) && takes_more(&publisher->batch[DEAD_BATCH]);
}

static void add(struct batch *batch, struct entry *entry, enum entry_state state)
{
	batch->entry[batch->count++] = entry;
	batch->left++;
	ledger_move(&batch->daemon->ledger, entry, state);
}

/* "{inquiry}:lead:<event id>", straight into the keys. */
static void add_lead_key(struct batch *batch, const char *event_id)
{
	const char *prefix = batch->daemon->settings.keys.lead;
	size_t a = strlen(prefix), b = strlen(event_id);
	char *key = malloc(a + b);

	if (!key) {
		batch->keys.failed = true;
		return;
	}
	memcpy(key, prefix, a);
	memcpy(key + a, event_id, b);
	rio_command_bytes(&batch->keys, key, a + b);
	free(key);
}

/* One decimal, as the lead says it, whatever the locale writes for a decimal point. */
static void add_priority(struct rio_command *args, double priority)
{
	int tenths = priority >= 0 && priority <= 100 ? (int)(priority * 10 + 0.5) : 0;
	char text[16];

	snprintf(text, sizeof(text), "%d.%d", tenths / 10, tenths % 10);
	rio_command_string(args, text);
}

void publisher_add_lead(struct publisher *publisher, struct entry *entry, const struct inq_lead *lead)
{
	struct batch *batch = open_lead_batch(publisher);
	struct rio_command *args = &batch->args;

	add_lead_key(batch, lead->event_id);
	rio_command_bytes(args, entry->id.s, entry->id.n);
	rio_command_strings(args, lead->event_id, lead->id, NULL);
	rio_command_bytes(args, lead->json, lead->json_size);
	rio_command_string(args, lead->band);
	add_priority(args, lead->priority);
	rio_command_string(args, lead->composite);
	rio_command_integer(args, lead->respond_by_ms);
	add(batch, entry, ENTRY_SCORED);
}

void publisher_add_dead(struct publisher *publisher, struct entry *entry, const char *reason)
{
	struct batch *batch = &publisher->batch[DEAD_BATCH];

	log_warning(&publisher->daemon->log, "entry %s becomes a dead letter: %s", entry->id.s, reason);
	rio_command_bytes(&batch->args, entry->id.s, entry->id.n);
	rio_command_string(&batch->args, reason);
	rio_command_integer(&batch->args, entry->deliveries);
	add(batch, entry, ENTRY_CONDEMNED);
}

/* ---- answers ---- */

/* What the scripts say of an entry that has come to its end; everything else is the text of an error. */
static const struct {
	const char *status;
	enum entry_state end;
} statuses[] = {
	{"published", ENTRY_DONE}, {"duplicate", ENTRY_DUPLICATE}, {"dead", ENTRY_DEAD}, {"gone", ENTRY_LOST}};

static enum entry_state end_of(const struct rio_reply *status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (rio_is(status, statuses[i].status))
			return statuses[i].end;
	return ENTRY_RETRY;
}

static void end(struct batch *batch, size_t i, enum entry_state state)
{
	ledger_move(&batch->daemon->ledger, batch->entry[i], state);
	batch->entry[i] = NULL;
	batch->left--;
}

static void move_left(struct batch *batch, enum entry_state state)
{
	for (size_t i = 0; i < batch->count; i++)
		if (batch->entry[i])
			ledger_move(&batch->daemon->ledger, batch->entry[i], state);
}

static void wait_for_another_try(struct batch *batch)
{
	move_left(batch, ENTRY_RETRY);
	batch->state = BATCH_WAITING;
}

static void refused(struct batch *batch, const char *reason)
{
	wait_for_another_try(batch);
	setback_hit(&batch->daemon->publisher.setback, reason);
}

static void on_error(struct batch *batch, const struct rio_reply *reply)
{
	if (rio_classify(reply) == RIO_ERR_NOSCRIPT)
		rio_conn_load_scripts(batch->daemon->writer.conn);
	refused(batch, rio_text(reply));
}

/* Ends the entries that have a final status. What is left goes again, in the same call: for those that have ended it
 * changes nothing. */
static void on_statuses(struct batch *batch, const struct rio_reply *reply)
{
	const struct rio_reply *error = NULL;

	for (size_t i = 0; i < batch->count; i++) {
		enum entry_state state = end_of(rio_at(reply, i));

		if (!batch->entry[i])
			continue;
		if (state == ENTRY_RETRY)
			error = rio_at(reply, i);
		else if (state == ENTRY_LOST)
			log_error(&batch->daemon->log, "entry %s was deleted from the stream while it was handled",
				  batch->entry[i]->id.s);
		if (state != ENTRY_RETRY)
			end(batch, i, state);
	}
	if (error) {
		refused(batch, *rio_text(error) ? rio_text(error) : "a script gave no status");
		return;
	}
	begin(batch);
	setback_clear(&batch->daemon->publisher.setback);
}

static void on_reply(void *context, const struct rio_reply *reply)
{
	struct batch *batch = context;

	if (!reply)
		wait_for_another_try(batch); /* as soon as there is a connection again */
	else if (reply->type == RIO_ARRAY)
		on_statuses(batch, reply);
	else
		on_error(batch, reply);
	daemon_wake(batch->daemon);
}

/* ---- sending ---- */

static void abandon(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		if (batch->entry[i])
			end(batch, i, ENTRY_ABANDONED);
	begin(batch);
}

static void submit(struct batch *batch)
{
	struct daemon *daemon = batch->daemon;
	struct rio_command *command = &daemon->publisher.command;

	rio_command_reset(command);
	daemon_evalsha(daemon, command, is_dead_batch(batch) ? SCRIPT_BURY : SCRIPT_PUBLISH, (int64_t)batch->keys.argc);
	rio_command_append(command, &batch->keys);
	rio_command_append(command, &batch->args);
	if (command->failed) {
		log_error(&daemon->log, "out of memory: %zu entries are left pending", batch->left);
		abandon(batch);
		return;
	}
	move_left(batch, ENTRY_PUBLISHING);
	batch->state = BATCH_SENT;
	rio_conn_send(daemon->writer.conn, command, 0, on_reply, batch);
}

static bool is_due(const struct batch *batch, bool all)
{
	if (batch->state == BATCH_OPEN)
		return batch->count > 0 && (all || batch->count == capacity(batch));
	return batch->state == BATCH_WAITING;
}

void publisher_flush(struct publisher *publisher, bool all)
{
	if (publisher->setback.waiting || !daemon_writer_ready(publisher->daemon))
		return;
	for (size_t i = 0; i < PUBLISHER_BATCHES; i++)
		if (is_due(&publisher->batch[i], all))
			submit(&publisher->batch[i]);
}

/* ---- life ---- */

static void on_again(void *context)
{
	daemon_wake(context);
}

bool publisher_init(struct publisher *publisher, struct daemon *daemon)
{
	publisher->daemon = daemon;
	for (size_t i = 0; i < PUBLISHER_BATCHES; i++) {
		struct batch *batch = &publisher->batch[i];

		batch->daemon = daemon;
		batch->entry = calloc(capacity(batch), sizeof(struct entry *));
		if (!batch->entry)
			return false;
		begin(batch);
	}
	return setback_init(&publisher->setback, &daemon->log, "publishing", daemon->base, on_again, daemon);
}

void publisher_abandon(struct publisher *publisher)
{
	for (size_t i = 0; i < PUBLISHER_BATCHES; i++)
		abandon(&publisher->batch[i]);
}

void publisher_free(struct publisher *publisher)
{
	for (size_t i = 0; i < PUBLISHER_BATCHES; i++) {
		struct batch *batch = &publisher->batch[i];

		free(batch->entry);
		rio_command_free(&batch->keys);
		rio_command_free(&batch->args);
	}
	rio_command_free(&publisher->command);
	setback_free(&publisher->setback);
}
