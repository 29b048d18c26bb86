/* For training and evaluation: the first five steps by themselves, and another model in an engine that is built. */
#ifndef INQ_ENGINE_INTERNAL_H
#define INQ_ENGINE_INTERNAL_H

#include "event.h"
#include "facts.h"
#include "inquiry.h"
#include "knowledge.h"
#include "model.h"
#include "rules.h"
#include "signals.h"
#include "text.h"

/* What the first five steps find in one inquiry. */
struct inq_findings {
	struct inq_event event;
	struct inq_text text;
	struct inq_facts facts;
	struct inq_signals signals;
	struct inq_fired fired;
};

/* Decodes, normalises, and finds facts, signals and rules. What is found borrows from the worker until its next call;
 * `arena` is the worker's, for what the caller makes of it. */
enum inq_status inq_read(const struct inq_engine *engine, struct inq_worker *worker, const struct inq_input *input,
			 struct inq_findings *findings, struct inq_arena **arena, struct inq_error *error);

const struct inq_knowledge *inq_engine_knowledge(const struct inq_engine *engine);

/* Gives the worker another model than its engine's; NULL: the packs alone. The model stays the caller's and must outlive
 * the worker. False when out of memory: then nothing changes. */
bool inq_worker_use_model(struct inq_worker *worker, const struct inq_model *model);

#endif
