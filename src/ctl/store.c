#include "store.h"

#include "ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT_NAME "inquiryctl"

static bool login(const struct settings *settings, struct rio_url *url)
{
	const char *user = settings->redis.username.n ? settings->redis.username.s : NULL;

	return rio_url_login(url, user, settings->redis.password);
}

static bool connect_to(const struct settings *settings, struct rio_url *url, struct store *store)
{
	if (!rio_url_parse(settings->redis.url.s, url, &store->error)) {
		ctl_complain("the address of Redis: %s", store->error.text);
		return false;
	}
	store->address = rio_url_text(url);
	if (!store->address || !login(settings, url)) {
		ctl_complain("out of memory");
		return false;
	}
	store->sync = rio_sync_open(url, CLIENT_NAME, (int)settings->redis.connect_timeout, &store->error);
	if (!store->sync) {
		ctl_complain("no Redis at %s: %s", store->address, store->error.text);
		return false;
	}
	rio_sync_timeout(store->sync, store->timeout_ms);
	return true;
}

bool store_open(const struct settings *settings, struct store *store)
{
	struct rio_url url = {0};
	bool connected;

	*store = (struct store){.keys = &settings->keys, .timeout_ms = (int)settings->redis.command_timeout};
	connected = connect_to(settings, &url, store);
	rio_url_free(&url);
	return connected;
}

void store_close(struct store *store)
{
	rio_sync_close(store->sync);
	free(store->address);
	*store = (struct store){0};
}

const struct rio_reply *store_answer(struct store *store, const struct rio_reply *reply)
{
	if (reply && !rio_is_error(reply))
		return reply;
	ctl_complain("%s: %s", store->address, reply ? rio_text(reply) : store->error.text);
	store->failed = true;
	return NULL;
}

const struct rio_reply *store_read(struct store *store, const char *stream, const char *after, int wait_ms,
				   const char *count)
{
	const struct rio_reply *reply;
	char wait[16];

	snprintf(wait, sizeof wait, "%d", wait_ms > 0 ? wait_ms : 1);
	rio_sync_timeout(store->sync, wait_ms + store->timeout_ms);
	reply = STORE_CALL(store, "XREAD", "COUNT", count, "BLOCK", wait, "STREAMS", stream, after);
	rio_sync_timeout(store->sync, store->timeout_ms);
	return reply ? rio_at(rio_at(reply, 0), 1) : NULL;
}

bool store_newest(struct store *store, const char *stream, char *id, size_t size)
{
	const struct rio_reply *reply = STORE_CALL(store, "XREVRANGE", stream, "+", "-", "COUNT", "1");
	const char *newest = rio_text(rio_at(rio_at(reply, 0), 0));

	snprintf(id, size, "%s", *newest ? newest : "0-0");
	return reply;
}

json_t *store_lead_of_entry(const struct rio_reply *entry)
{
	const struct rio_reply *lead = rio_field(rio_at(entry, 1), "lead");

	return rio_is_nil(lead) ? NULL : json_loadb(lead->str, lead->len, 0, NULL);
}

json_t *store_lead(struct store *store, const char *event_id)
{
	const struct rio_reply *reply;
	char *key, *entry_id = NULL;
	json_t *lead = NULL;

	if (asprintf(&key, "%s%s", store->keys->lead, event_id) < 0)
		return NULL;
	reply = STORE_CALL(store, "GET", key);
	if (reply && !rio_is_nil(reply))
		entry_id = strdup(rio_text(reply)); /* the reply does not outlive the next call */
	if (entry_id)
		reply = STORE_CALL(store, "XRANGE", store->keys->leads, entry_id, entry_id);
	if (entry_id && reply)
		lead = store_lead_of_entry(rio_at(reply, 0));
	free(entry_id);
	free(key);
	return lead;
}
