/* Steps 7 and 8: where the lead stands in the queue, and what to do about it. */
#ifndef INQ_STRATEGY_H
#define INQ_STRATEGY_H

#include "event.h"
#include "facts.h"
#include "knowledge.h"
#include "rules.h"
#include "verdict.h"

struct inq_inputs { /* what both steps see */
	const struct inq_knowledge *knowledge;
	const struct inq_event *event;
	const struct inq_text *text;
	const struct inq_facts *facts;
	const struct inq_signals *signals;
	const struct inq_fired *fired;
	const struct inq_verdict *verdict;
	int64_t now_ms;
};

/* ---- step 7 ---- */
struct inq_priority_term {
	struct inq_str name;          /* "size", "deadline-near" ... */
	struct inq_str because;       /* in English, for people */
	int32_t points;               /* tenths of a point */
};
struct inq_priority {
	int32_t score;                /* tenths, 0..1000: exactly the sum of the terms */
	struct inq_str band;          /* "A" ... "X" */
	struct inq_priority_term *terms;
	size_t term_count;
};
struct inq_priorities;            /* priority.yaml */
struct inq_priorities *inq_priorities_load(const struct inq_knowledge *knowledge, struct inq_mistakes *mistakes);
void inq_priorities_free(struct inq_priorities *priorities);
enum inq_status inq_prioritise(struct inq_arena *arena, const struct inq_priorities *priorities,
			       const struct inq_inputs *in, struct inq_priority *out);

/* ---- step 8 ---- */
struct inq_str_list {
	struct inq_str *item;
	size_t count;
};
struct inq_strategy {
	struct inq_str id;            /* the most specific playbook, then the overlays: "large-terminal-short+government" */
	int64_t respond_by_ms;        /* in the seller's working time */
	struct inq_str respond_within; /* "30 min" as the playbook says it */
	struct inq_str disclosure;    /* "normal", "public-only" or "none": the strictest of all layers */
	struct inq_str_list owners, goals, act, avoid, ask, attach, follow_up, reception;
	struct inq_str opening;       /* draft first reply in the buyer's language; "" where none must be sent */
};
struct inq_playbooks;             /* playbooks/ *.yaml */
struct inq_playbooks *inq_playbooks_load(const struct inq_knowledge *knowledge, struct inq_mistakes *mistakes);
void inq_playbooks_free(struct inq_playbooks *playbooks);
enum inq_status inq_strategy_choose(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				    const struct inq_calendar *calendar, const struct inq_inputs *in,
				    const struct inq_priority *priority, struct inq_strategy *out);

/* `minutes` of working time after `from_ms`, at an instant of working time. minutes < 0: -minutes of wall-clock time
 * (security matters do not wait for the morning). */
int64_t inq_calendar_add(const struct inq_calendar *calendar, int64_t from_ms, int64_t minutes);

#endif
