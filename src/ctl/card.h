/* A lead as a salesperson reads it. */
#ifndef CTL_CARD_H
#define CTL_CARD_H

#include "screen.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct card_style {
	int offset_minutes; /* seller's local time minus UTC, for respond-by */
	int64_t now_ms;
	bool full;          /* everything there is to say; else the few points that matter first */
};

/* `lead` is an inquiry.lead/1; `event` the inquiry that it was made from, or NULL. What is absent is left out. */
void card_print(const struct screen *screen, const struct card_style *style, const json_t *lead, const json_t *event);

/* Every sum of the lead with its terms, so that a person can check it: the decided dimensions, the priority; and the
 * facts with their words. Needs a lead scored with all reasons. */
void card_print_receipt(const struct screen *screen, const json_t *lead);

#endif
