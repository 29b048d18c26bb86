/* The queue and the leads in Redis, as the commands use them. */
#ifndef CTL_STORE_H
#define CTL_STORE_H

#include "rio_sync.h"
#include "settings.h"

#include <jansson.h>

struct store {
	struct rio_sync *sync;
	const struct keys *keys;
	char *address;          /* for people, without user and password */
	int timeout_ms;         /* of a command */
	struct rio_error error; /* of the last failed call */
	bool failed;            /* a call failed; it was complained of */
};

/* Connects as the settings say. False after a complaint. Close in either case. */
bool store_open(const struct settings *settings, struct store *store);
void store_close(struct store *store); /* accepts a zeroed one */

/* Passes on a reply; NULL after a complaint when the connection failed or the reply is an error. */
const struct rio_reply *store_answer(struct store *store, const struct rio_reply *reply);
/* STORE_CALL(&store, "XLEN", key): one command of strings, answered as above. */
#define STORE_CALL(store, ...) \
	store_answer(store, rio_sync_strings((store)->sync, &(store)->error, __VA_ARGS__, (char *)NULL))

/* Reads new entries of a stream after `after` (an id, or "$"), waiting up to `wait_ms` for the first. Returns the
 * array of entries, each [id, [name, value, ...]]: empty when none came in time, NULL after a complaint. */
const struct rio_reply *store_read(struct store *store, const char *stream, const char *after, int wait_ms,
				   const char *count);

/* The id of the newest entry of a stream in `id`, "0-0" where there is none. False after a complaint. */
bool store_newest(struct store *store, const char *stream, char *id, size_t size);

/* The lead document of an event, owned by the caller. NULL where there is none, and after a complaint
 * (store->failed). */
json_t *store_lead(struct store *store, const char *event_id);
/* The lead document of an entry of the stream of leads; NULL where it has none. */
json_t *store_lead_of_entry(const struct rio_reply *entry);

#endif
