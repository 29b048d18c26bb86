/* Step 9: everything written out as the lead, `inquiry.lead/1`. */
#ifndef INQ_LEAD_H
#define INQ_LEAD_H

#include "json.h"
#include "strategy.h"

struct inq_lead_parts {
	const struct inq_inputs *in;
	const struct inq_evidence *evidence;
	const struct inq_priority *priority;
	const struct inq_strategy *strategy;
	const char *traceparent;         /* or NULL */
	unsigned reasons_per_dimension;  /* INQ_REASONS_ALL: every term of every label */
	const char *lead_id, *buyer_key, *summary;
};

/* One line that says it all, for a chat message. */
const char *inq_lead_summary(struct inq_arena *arena, const struct inq_inputs *in, const struct inq_priority *priority);

/* Writes the document; INQ_FAILED when memory ran out. */
enum inq_status inq_lead_write(struct inq_arena *arena, const struct inq_lead_parts *parts, struct inq_json *out);

#endif
