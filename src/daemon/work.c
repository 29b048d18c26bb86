#include "work.h"
#include "clock.h"
#include "daemon.h"
#include "inq_limits.h"

#include <inttypes.h>
#include <stdio.h>

/* Long enough to score many, short enough for the sockets and timers. */
#define SLICE_MS 5

void work_init(struct work *work, struct daemon *daemon)
{
	*work = (struct work){.daemon = daemon, .tail = &work->head};
}

bool work_waits(const struct work *work)
{
	return work->head;
}

void work_add(struct work *work, struct entry *entry)
{
	entry->next = NULL;
	*work->tail = entry;
	work->tail = &entry->next;
}

static struct entry *take(struct work *work)
{
	struct entry *entry = work->head;

	work->head = entry->next;
	if (!work->head)
		work->tail = &work->head;
	return entry;
}

void work_free(struct work *work)
{
	while (work->head)
		ledger_move(&work->daemon->ledger, take(work), ENTRY_ABANDONED);
}

/* Why an entry cannot be scored at all, into `reason`; true when it cannot. */
static bool is_hopeless(const struct work *work, const struct entry *entry, struct inq_error *reason)
{
	if (entry->deliveries > work->daemon->settings.intake.max_deliveries)
		snprintf(reason->text, sizeof(reason->text),
			 "delivered %" PRId64 " times: whoever scored it did not live to finish it",
			 entry->deliveries - 1);
	else if (entry->event.n == 0)
		snprintf(reason->text, sizeof(reason->text), "the entry has no field \"event\", or an empty one");
	else if (entry->event.n > INQ_EVENT_BYTES_MAX)
		snprintf(reason->text, sizeof(reason->text), "the event has %zu bytes, %u are allowed", entry->event.n,
			 INQ_EVENT_BYTES_MAX);
	else
		return false;
	return true;
}

static void score(struct work *work, struct entry *entry)
{
	struct daemon *daemon = work->daemon;
	struct inq_input input = {
		.json = entry->event.s,
		.json_size = entry->event.n,
		.now_ms = clock_unix_ms(),
		.traceparent = entry->traceparent.n > 0 ? entry->traceparent.s : NULL,
	};
	enum inq_status status = INQ_REJECTED;
	struct inq_error error = {""};
	struct inq_lead lead;

	if (!is_hopeless(work, entry, &error))
		status = inq_score(daemon->scorer->engine, daemon->scorer->worker, &input, &lead, &error);
	if (status == INQ_OK) {
		publisher_add_lead(&daemon->publisher, entry, &lead);
	} else if (status == INQ_REJECTED) {
		publisher_add_dead(&daemon->publisher, entry, error.text);
	} else {
		/* It stays pending: Redis counts how often it was tried, and it comes back after a while. */
		log_error(&daemon->log, "entry %s could not be scored now: %s", entry->id.s, error.text);
		ledger_move(&daemon->ledger, entry, ENTRY_ABANDONED);
	}
}

void work_run(struct work *work)
{
	int64_t end = clock_monotonic_ms() + SLICE_MS;

	while (work->head && publisher_has_room(&work->daemon->publisher)) {
		score(work, take(work));
		if (clock_monotonic_ms() >= end)
			return;
	}
}
