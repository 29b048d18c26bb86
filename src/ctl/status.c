/* inquiryctl status: what waits, who works, what went wrong. */
#include "commands.h"
#include "decimal.h"
#include "document.h"
#include "instant.h"
#include "session.h"
#include "screen.h"
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const struct option_spec OPTIONS[] = {{0}};

/* A number that one command gives; null where the reply is an error, such as for a key that does not exist yet. */
static void put(json_t *status, const char *name, const struct rio_reply *reply)
{
	int64_t number = rio_integer(reply, -1);

	json_object_set_new(status, name, number >= 0 ? json_integer(number) : json_null());
}

static void put_length(json_t *status, const char *name, struct store *store, const char *command, const char *key)
{
	put(status, name, rio_sync_strings(store->sync, &store->error, command, key, NULL));
}

static void put_overdue(json_t *status, struct store *store)
{
	char now[24];

	snprintf(now, sizeof now, "%" PRId64, instant_now_ms());
	put(status, "past_respond_by",
	    rio_sync_strings(store->sync, &store->error, "ZCOUNT", store->keys->due, "-inf", now, NULL));
}

/* One group of the stream, as XINFO GROUPS tells it; NULL where there is none of the name. */
static json_t *group_json(struct store *store, const char *name)
{
	const struct rio_reply *groups =
		rio_sync_strings(store->sync, &store->error, "XINFO", "GROUPS", store->keys->events, NULL);
	json_t *json = NULL;

	for (size_t i = 0; i < rio_count(groups) && !json; i++) {
		const struct rio_reply *group = rio_at(groups, i);
		if (!rio_is(rio_field(group, "name"), name))
			continue;
		json = json_pack("{s:s}", "name", name);
		put(json, "lag", rio_field(group, "lag"));
		put(json, "pending", rio_field(group, "pending"));
	}
	return json ? json : json_null();
}

static json_t *consumers_json(struct store *store, const char *group)
{
	const struct rio_reply *consumers = rio_sync_strings(store->sync, &store->error, "XINFO", "CONSUMERS",
							     store->keys->events, group, NULL);
	json_t *all = json_array();

	for (size_t i = 0; i < rio_count(consumers); i++) {
		const struct rio_reply *consumer = rio_at(consumers, i);
		json_t *json = json_pack("{s:s}", "name", rio_text(rio_field(consumer, "name")));
		put(json, "pending", rio_field(consumer, "pending"));
		put(json, "idle_ms", rio_field(consumer, "idle"));
		json_array_append_new(all, json);
	}
	return all;
}

static json_t *gather(struct store *store, const char *group)
{
	const struct keys *keys = store->keys;
	json_t *status = json_pack("{s:s}", "redis", store->address);

	/* The first call tells whether the connection stands; single figures may be missing later. */
	if (!STORE_CALL(store, "PING")) {
		json_decref(status);
		return NULL;
	}
	put_length(status, "events", store, "XLEN", keys->events);
	put_length(status, "inbox", store, "LLEN", keys->inbox);
	json_object_set_new(status, "group", group_json(store, group));
	json_object_set_new(status, "consumers", consumers_json(store, group));
	put_length(status, "leads", store, "XLEN", keys->leads);
	put_length(status, "open", store, "ZCARD", keys->ranking);
	put_overdue(status, store);
	put_length(status, "overdue", store, "XLEN", keys->overdue);
	put_length(status, "outcomes", store, "XLEN", keys->outcomes);
	put_length(status, "dead", store, "XLEN", keys->dead);
	return status;
}

static const char *number_text(const json_t *number, struct decimal *text)
{
	*text = json_is_integer(number) ? decimal_grouped((uint64_t)json_integer_value(number)) : (struct decimal){"?"};
	return text->text;
}

static void line(const struct screen *screen, const json_t *status, const char *name, const char *says)
{
	struct decimal number;

	screen_cell_right(screen, number_text(document_at(status, name), &number), 12);
	fprintf(screen->out, "  %s\n", says);
}

static void consumer_line(const struct screen *screen, const json_t *consumer)
{
	struct decimal pending;

	fputs("  ", screen->out);
	screen_cell(screen, document_text(consumer, "name"), 30);
	fprintf(screen->out, " %s in work, idle %s\n", number_text(document_at(consumer, "pending"), &pending),
		instant_duration(json_integer_value(document_at(consumer, "idle_ms"))).text);
}

static void print_text(const struct screen *screen, const json_t *status)
{
	const json_t *consumers = document_at(status, "consumers"), *consumer;
	size_t i;

	screen_text(screen, document_text(status, "redis"), screen->width);
	putc('\n', screen->out);
	line(screen, status, "events", "inquiries in the stream, read or not");
	if (json_is_object(document_at(status, "group"))) {
		line(screen, status, "group.lag", "not yet read by inquiryd");
		line(screen, status, "group.pending", "read, not yet scored and acknowledged");
	} else {
		fputs("              no consumer group yet: inquiryd has not run here\n", screen->out);
	}
	line(screen, status, "inbox", "in the inbox, to be moved into the stream");
	line(screen, status, "leads", "leads in the stream");
	line(screen, status, "open", "open leads in the ranking");
	line(screen, status, "past_respond_by", "of them past their respond-by");
	line(screen, status, "overdue", "escalations");
	line(screen, status, "outcomes", "outcomes");
	line(screen, status, "dead", "dead letters, see `inquiryctl dead list`");
	fprintf(screen->out, "%zu consumer%s\n", json_array_size(consumers), json_array_size(consumers) == 1 ? "" : "s");
	json_array_foreach(consumers, i, consumer)
		consumer_line(screen, consumer);
}

static enum ctl_status show(const struct ctl *ctl, const struct settings *settings, struct store *store)
{
	json_t *status = gather(store, settings->intake.group.s);
	struct screen screen = screen_open(stdout);

	if (!status)
		return CTL_FAILED;
	if (ctl->json) {
		json_dumpf(status, stdout, JSON_INDENT(2));
		putc('\n', stdout);
	} else {
		print_text(&screen, status);
	}
	json_decref(status);
	return CTL_OK;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct session session = {0};
	struct store store = {0};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, NULL, argc, argv))
		return ctl->status;
	if (session_open(ctl, &session) && store_open(&session.settings, &store))
		status = show(ctl, &session.settings, &store);
	store_close(&store);
	session_close(&session);
	return status;
}

const struct command COMMAND_STATUS = {
	.name = "status",
	.arguments = "",
	.summary = "Show what waits, who works, and what went wrong",
	.about = "Prints the lengths of the queues, how far the consumer group is behind, the consumers with\n"
		 "the time since each last did something, open and overdue leads, and dead letters.\n"
		 "Exit status: 0, or 2 where Redis cannot be reached.",
	.options = OPTIONS,
	.run = run,
};
