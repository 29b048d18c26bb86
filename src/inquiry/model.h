/* The trained part of step 6: a linear model over n-grams of the text, fired rules, traits, and what the packs say.
 *
 *   sum of a label = bias + named features + n-grams,   in millionths of a nat, all integers
 *
 * An n-gram that occurs tf times in the text counts with the value (1 + ln tf) * idf / norm: TF-IDF with sublinear counts,
 * as in Manning, Raghavan and Schuetze, Introduction to Information Retrieval (2008), 6.4. The norm is the root of the
 * squares of all n-grams of its kind (words; characters) and of a constant, as if every text had a few words more that say
 * nothing: otherwise the one word of a text of one word would weigh as much as all words of a letter. Training folds the calibration into the weights, so
 * that a softmax over the sums of a dimension is the calibrated probability.
 *
 * Besides the labels of the taxonomy a dimension may have the output `unknown`, learnt from what people could not tell. */
#ifndef INQ_MODEL_H
#define INQ_MODEL_H

#include "knowledge.h"
#include "ngrams.h"
#include "rules.h"
#include "traits.h"

struct inq_model;         /* immutable, shared */
struct inq_model_scratch; /* of one thread */

/* Reads the file into read-only memory. NULL and `error`, which names the file, when it is missing, truncated, altered, of another
 * version, or has no dimension of the taxonomy. A dimension whose labels are not all in the model is left to the packs. */
struct inq_model *inq_model_open(const char *path, const struct inq_knowledge *knowledge, struct inq_error *error);
/* As above from memory that was allocated with malloc; owned by the model, or freed on a mistake. */
struct inq_model *inq_model_take(void *bytes, size_t size, const struct inq_knowledge *knowledge,
				 struct inq_error *error);
void inq_model_free(struct inq_model *model); /* accepts NULL */

/* "linear/1 0123456789abcdef": format and the beginning of the checksum. */
const char *inq_model_name(const struct inq_model *model);
/* What it was trained on. */
const char *inq_model_origin(const struct inq_model *model);

struct inq_model_scratch *inq_model_scratch_new(const struct inq_model *model); /* NULL when out of memory */
void inq_model_scratch_free(struct inq_model_scratch *scratch);                 /* accepts NULL */

bool inq_model_covers(const struct inq_model *model, uint32_t dimension);
/* Whether `unknown` is an output of the dimension. */
bool inq_model_has_unknown(const struct inq_model *model, uint32_t dimension);
/* Thousandths; 0: as the taxonomy says. */
int64_t inq_model_abstain(const struct inq_model *model, uint32_t dimension);

struct inq_model_hit {
	uint32_t row;
	uint32_t times;   /* tf */
	int16_t value;    /* millionths of a nat of one unit of weight; a weight has 127 at most, which makes 4 nats */
};

/* One inquiry as the model weighed it. Lives in the arena. */
struct inq_weighed {
	int64_t *sum;                /* by target: label, then label_count + dimension for its `unknown`; millionths */
	struct inq_ngrams ngrams;
	uint32_t *row_of;            /* of each n-gram; INQ_MODEL_EMPTY: not known to the model */
	struct inq_model_hit *hit;   /* rows that occur */
	uint32_t *hit_of;            /* of each n-gram: index into `hit`, where it has a row */
	size_t hit_count;
	struct inq_traits traits;
};

/* `points` are what the packs give to each label, in thousandths of a nat. */
enum inq_status inq_model_weigh(struct inq_arena *arena, const struct inq_model *model,
				struct inq_model_scratch *scratch, const struct inq_text *text,
				const struct inq_facts *facts, const struct inq_signals *signals,
				const struct inq_fired *fired, const int64_t *points, struct inq_weighed *out);

/* ---- for training ---------------------------------------------------------------------------------------------- */

/* What named features are called in the file; in the arena. NULL: the rule is not learnt from by itself. */
const char *inq_model_rule_name(struct inq_arena *arena, const struct inq_knowledge *knowledge, uint32_t rule);
const char *inq_model_points_name(struct inq_arena *arena, const struct inq_knowledge *knowledge, uint32_t label);
/* Writes the checksum into the header of a model that is otherwise complete. */
void inq_model_seal(void *bytes, size_t size);

/* ---- where a sum comes from: each in millionths of a nat, `target` as above ------------------------------------ */

int64_t inq_model_bias(const struct inq_model *model, uint32_t target);
int64_t inq_model_trait(const struct inq_model *model, uint32_t trait, uint32_t target);
/* A rule's own weight, and what its effect on a label of the same dimension, in thousandths, adds. */
int64_t inq_model_rule(const struct inq_model *model, uint32_t rule, uint32_t target);
int64_t inq_model_effect(const struct inq_model *model, uint32_t label, int64_t points, uint32_t target);
/* Adds to by_word[i] what the i-th word of weighed->ngrams contributes: its n-grams in equal parts. */
void inq_model_words(const struct inq_model *model, const struct inq_weighed *weighed, uint32_t target,
		     int64_t *by_word);

#endif
