/* Step 6: from fired rules to sums, from sums to probabilities, from probabilities to a verdict. */
#ifndef INQ_VERDICT_H
#define INQ_VERDICT_H

#include "knowledge.h"
#include "rules.h"
#include "text.h"

/* One term of a label's sum. */
struct inq_term_of {
	uint32_t label;    /* index into knowledge->labels */
	uint32_t rule;     /* INQ_NONE: the label's prior */
	int32_t points;    /* thousandths of a nat */
	struct inq_span span;
};

struct inq_scores {
	struct inq_term_of *terms; /* grouped by label in the order of the labels; within one by falling |points| */
	size_t term_count;
	uint32_t *first_term;      /* label_count + 1 entries: label l has terms first_term[l] .. first_term[l+1]-1 */
	int64_t *points;           /* per label: exactly the sum of its terms */
	double *probability;       /* per label: softmax over its dimension; sums to 1 within a dimension */
};

/* The interface that any model of evidence fills in: from what fired to the terms of every label. */
enum inq_status inq_model_score(struct inq_arena *arena, const struct inq_knowledge *knowledge,
				const struct inq_fired *fired, struct inq_scores *scores);

struct inq_decision {
	bool applies;
	uint32_t label;      /* index into knowledge->labels; INQ_NONE: unknown */
	uint32_t leading;    /* the most probable label, decided or not */
	double confidence;   /* probability of the decided label; of the leading one where unknown */
};

struct inq_verdict {
	struct inq_decision *decision; /* dimension_count entries */
	struct inq_scores scores;
	const char *composite;         /* "short-term large terminal customer" */
};

/* Decides each dimension at the least expected cost (taxonomy: miss, abstain), checks proof, builds the composite. */
enum inq_status inq_verdict_decide(struct inq_arena *arena, const struct inq_knowledge *knowledge,
				   const struct inq_fired *fired, struct inq_verdict *verdict);

#endif
