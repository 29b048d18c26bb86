#include "entry.h"
#include "log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	bool end;
} states[] = {
	[ENTRY_RECEIVED] = {"waiting", false},	    [ENTRY_SCORED] = {"scored", false},
	[ENTRY_CONDEMNED] = {"condemned", false},   [ENTRY_PUBLISHING] = {"publishing", false},
	[ENTRY_RETRY] = {"retry", false},	    [ENTRY_DONE] = {"done", true},
	[ENTRY_DUPLICATE] = {"duplicate", true},    [ENTRY_DEAD] = {"dead", true},
	[ENTRY_LOST] = {"lost", true},		    [ENTRY_ABANDONED] = {"abandoned", true},
};

const char *entry_state_name(enum entry_state state)
{
	return states[state].name;
}

bool entry_state_is_end(enum entry_state state)
{
	return states[state].end;
}

static struct inq_str store(char **at, struct inq_str text)
{
	struct inq_str copy = {*at, text.n};

	memcpy(*at, text.s, text.n);
	(*at)[text.n] = '\0';
	*at += text.n + 1;
	return copy;
}

struct entry *ledger_receive(struct ledger *ledger, struct inq_str id, struct inq_str event,
			     struct inq_str traceparent, int64_t deliveries)
{
	size_t bytes = id.n + event.n + traceparent.n + 3;
	struct entry *entry = malloc(sizeof(*entry) + bytes);
	char *at;

	if (!entry)
		return NULL;
	at = entry->text;
	entry->next = NULL;
	entry->state = ENTRY_RECEIVED;
	entry->deliveries = deliveries;
	entry->bytes = bytes;
	entry->id = store(&at, id);
	entry->event = store(&at, event);
	entry->traceparent = store(&at, traceparent);
	ledger->received++;
	ledger->in[ENTRY_RECEIVED]++;
	ledger->held++;
	ledger->held_bytes += bytes;
	return entry;
}

void ledger_move(struct ledger *ledger, struct entry *entry, enum entry_state state)
{
	log_debug(ledger->log, "entry %s: %s -> %s", entry->id.s, states[entry->state].name, states[state].name);
	ledger->in[entry->state]--;
	ledger->in[state]++;
	ledger->retries += state == ENTRY_RETRY;
	entry->state = state;
	if (!states[state].end)
		return;
	ledger->held--;
	ledger->held_bytes -= entry->bytes;
	free(entry);
}

void ledger_lost(struct ledger *ledger, const char *id)
{
	log_error(ledger->log, "entry %s was deleted from the stream before it was scored: its inquiry is lost", id);
	ledger->received++;
	ledger->in[ENTRY_LOST]++;
}

void ledger_text(const struct ledger *ledger, char *text, size_t size)
{
	int n = snprintf(text, size, "received=%" PRIu64, ledger->received);

	for (int state = 0; state < ENTRY_STATE_COUNT && n >= 0 && (size_t)n < size; state++)
		n += snprintf(text + n, size - (size_t)n, " %s=%" PRIu64, states[state].name, ledger->in[state]);
	if (n >= 0 && (size_t)n < size)
		snprintf(text + n, size - (size_t)n, " retries=%" PRIu64, ledger->retries);
}
