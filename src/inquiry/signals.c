/* Step 4: structure speaks. The tables of the signals_*.c files are run one after the other. */
#include "signals.h"
#include "signals_internal.h"

#include <string.h>

static const struct {
	const char *name, *meaning;
} signal_table[] = {
#define X(id, signal_name, signal_meaning) [INQ_SIGNAL_##id] = {signal_name, signal_meaning},
	INQ_SIGNALS(X)
#undef X
};

const char *inq_signal_name(enum inq_signal signal)
{
	return (unsigned)signal < INQ_SIGNAL_COUNT ? signal_table[signal].name : "";
}

const char *inq_signal_meaning(enum inq_signal signal)
{
	return (unsigned)signal < INQ_SIGNAL_COUNT ? signal_table[signal].meaning : "";
}

void inq_signal_on(struct inq_signals *signals, enum inq_signal signal, struct inq_span span)
{
	if (signals->on[signal])
		return;
	signals->on[signal] = 1;
	signals->span[signal] = span;
}

struct inq_span inq_segment_span(const struct inq_segment *segment)
{
	return segment != NULL ? (struct inq_span){segment->start, segment->end} : (struct inq_span){0, 0};
}

struct inq_str inq_segment_text(const struct inq_text *text, const struct inq_segment *segment)
{
	if (segment == NULL)
		return INQ_STR("");
	return (struct inq_str){text->norm + segment->start, segment->end - segment->start};
}

bool inq_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool inq_is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || inq_is_digit(c) || (unsigned char)c >= 0x80;
}

static void run(const struct inq_signal_rule *rules, const struct inq_scene *scene, struct inq_signals *signals)
{
	for (; rules->holds != NULL; rules++) {
		struct inq_span span = {0, 0};

		if (rules->holds(scene, &span))
			inq_signal_on(signals, rules->signal, span);
	}
}

void inq_signals_derive(const struct inq_domains *domains, const struct inq_event *event, const struct inq_text *text,
			const struct inq_facts *facts, struct inq_signals *signals)
{
	struct inq_scene scene = {.domains = domains, .event = event, .text = text, .facts = facts};

	memset(signals, 0, sizeof(*signals));
	inq_scene_sender(&scene);
	run(inq_sender_rules, &scene, signals);
	run(inq_record_rules, &scene, signals);
	run(inq_text_rules, &scene, signals);
	inq_signals_of_links(&scene, signals);
	inq_signals_of_attachments(&scene, signals);
	run(inq_fact_rules, &scene, signals);
}
