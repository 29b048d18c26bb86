/* Step 6: from what was found to sums, from sums to probabilities, from probabilities to a verdict.
 *
 * The packs give points to labels through the rules that fired. Without a model those points, with the label's prior,
 * are the sum. A trained model makes the sum of a dimension that it knows from its own bias and weights, of which the
 * packs' points are one input: then the rules speak as far as they proved right on labelled inquiries. */
#ifndef INQ_VERDICT_H
#define INQ_VERDICT_H

#include "facts.h"
#include "knowledge.h"
#include "model.h"
#include "rules.h"
#include "text.h"

/* What the first five steps found, and what judges it. */
struct inq_evidence {
	const struct inq_knowledge *knowledge;
	const struct inq_model *model; /* NULL: the packs alone */
	struct inq_model_scratch *scratch;
	const struct inq_text *text;
	const struct inq_facts *facts;
	const struct inq_signals *signals;
	const struct inq_fired *fired;
};

/* What one fired rule gives to one label. */
struct inq_given {
	uint32_t label;    /* index into knowledge->labels */
	uint32_t rule;
	int32_t points;    /* thousandths of a nat */
	struct inq_span span;
};

/* Everything indexed by target: a label's index, or label_count + dimension for the dimension's `unknown`. */
struct inq_scores {
	struct inq_given *given;   /* grouped by label in the order of the labels; within one by falling |points| */
	size_t given_count;
	uint32_t *first_given;     /* label_count + 1 entries: label l has given[first_given[l]] .. first_given[l+1]-1 */
	struct inq_weighed weighed; /* with a model */
	int64_t *points;           /* thousandths of a nat */
	double *probability;       /* sums to 1 within a dimension; that of `unknown` is 0 where it is no output */
};

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

/* What rules that fired give to the labels, damped: rules of one family say much the same thing. Fills given,
 * given_count and first_given; and, when not NULL, totals[label_count]. */
enum inq_status inq_packs_give(struct inq_arena *arena, const struct inq_knowledge *knowledge,
			       const struct inq_fired *fired, struct inq_scores *scores, int64_t *totals);

/* Decides each dimension at the least expected cost (taxonomy: miss, abstain), checks proof, builds the composite. */
enum inq_status inq_verdict_decide(struct inq_arena *arena, const struct inq_evidence *evidence,
				   struct inq_verdict *verdict);

/* The label (index into knowledge->labels) whose decision costs least; INQ_NONE: `unknown` does. `probability` of the
 * dimension's labels in their order, `unknown` that of the output `unknown`, or 0; `abstain` in thousandths. */
uint32_t inq_least_cost(const struct inq_knowledge *knowledge, uint32_t dimension, const double *probability,
			double unknown, double abstain);

/* ---- why: terms.c ---------------------------------------------------------------------------------------------- */

enum inq_term_kind {
	INQ_TERM_PRIOR,
	INQ_TERM_RULE,  /* index: rule */
	INQ_TERM_TRAIT, /* index: trait */
	INQ_TERM_WORDS, /* words of the text, as learnt */
	INQ_TERM_REST,  /* many small ones, and what rounding left */
};

struct inq_term_of {
	enum inq_term_kind kind;
	uint32_t index;
	int64_t points;    /* thousandths of a nat */
	struct inq_span span;
};

struct inq_terms {
	struct inq_term_of *item; /* the prior first, then by falling |points|, the rest last; sum to the label's points */
	size_t count;
};
enum inq_status inq_terms_of(struct inq_arena *arena, const struct inq_evidence *evidence,
			     const struct inq_verdict *verdict, uint32_t label, struct inq_terms *out);

/* A tripwire, or two independent kinds of evidence: families of rules, the words of the text, its traits. */
bool inq_proven(struct inq_arena *arena, const struct inq_evidence *evidence, const struct inq_scores *scores,
		uint32_t label);

#endif
