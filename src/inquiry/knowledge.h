/* What the trade knows, read from the knowledge folder into tables: the taxonomy and the rules.
 *
 * A rule has a name, a family of evidence, a reason in words, and effects on labels. It fires
 *   - when one of its text patterns matches (patterns stand in any pack, by language), and
 *   - when its condition holds (`when:`, over signals and other rules);
 * a rule with both needs both. It fires at most once per inquiry. */
#ifndef INQ_KNOWLEDGE_H
#define INQ_KNOWLEDGE_H

#include "arena.h"
#include "inquiry.h"
#include "signals.h"
#include "yamltree.h"

#include <stdbool.h>
#include <stdint.h>

#define INQ_NONE UINT32_MAX

struct inq_label {
	struct inq_str name;      /* "large" */
	struct inq_words reads;   /* how people read it inside the composite */
	int32_t prior;            /* points that the label starts with: thousandths of a nat */
	int64_t miss;             /* cost, in thousandths, of deciding another label when this one is true */
	bool needs_proof;         /* decided only on a tripwire or on two families of evidence */
	uint32_t dimension;
};

/* A set of labels of one dimension, by their place in it. */
#define INQ_LABELS_MAX 256u /* of one dimension; the largest public intent corpora have some 150 */
struct inq_label_set {
	uint64_t bits[INQ_LABELS_MAX / 64];
};
static inline void inq_label_set_add(struct inq_label_set *set, uint32_t place)
{
	set->bits[place / 64] |= UINT64_C(1) << place % 64;
}
static inline bool inq_label_set_has(const struct inq_label_set *set, uint32_t place)
{
	return set->bits[place / 64] >> place % 64 & 1;
}

struct inq_dimension {
	struct inq_str name;
	uint32_t first_label, label_count; /* into inq_knowledge.labels */
	/* Applies only when `when_dimension` (an earlier one) was decided as one of `when_labels`, or is unknown and
	 * `when_unknown`. INQ_NONE: always. */
	uint32_t when_dimension;
	struct inq_label_set when_labels; /* of when_dimension */
	bool when_unknown;
	int64_t abstain;          /* cost of `unknown`, in thousandths */
	int64_t temperature;      /* thousandths; points are divided by it before they become probabilities */
	struct inq_words question; /* what settles an `unknown`; may be empty */
	unsigned line;
};

struct inq_effect {
	uint32_t label;   /* index into labels */
	int32_t points;   /* thousandths of a nat */
};

/* One step of a condition in reverse Polish order, so that it runs without recursion. */
enum inq_op { INQ_OP_SIGNAL, INQ_OP_RULE, INQ_OP_ALL, INQ_OP_ANY, INQ_OP_NONE };
struct inq_condition_step {
	enum inq_op op;
	uint32_t value;   /* signal or rule index; for ALL, ANY, NONE the number of operands */
};

struct inq_rule {
	struct inq_str name;
	struct inq_str family;
	uint32_t family_index;
	struct inq_words because;
	const struct inq_effect *effects;
	size_t effect_count;
	const struct inq_condition_step *when;
	size_t when_count;        /* 0: no condition */
	bool has_patterns, tripwire;
	const char *file;
	unsigned line;
};

struct inq_pattern {
	uint32_t rule;
	uint32_t parts;           /* bit mask of enum inq_part */
	struct inq_str source;    /* as written */
	bool whole_words;
	const char *file;
	unsigned line;
};

/* Where a pattern entry must and must not match; checked by lint and at start. */
struct inq_example {
	uint32_t rule;
	bool must_match;
	uint32_t parts;
	struct inq_str text;
	const char *file;
	unsigned line;
};

/* A text for a kind of customer: taken when all labels were decided. */
struct inq_composite {
	uint32_t *labels;
	size_t label_count;
	struct inq_words reads;
};

struct inq_knowledge {
	struct inq_arena *arena;
	const char *dir;
	const char *packs;        /* "export-trade@1 ..." */
	struct inq_dimension *dimensions;
	size_t dimension_count;
	struct inq_label *labels;
	size_t label_count;
	struct inq_rule *rules;   /* in dependency order: a condition names earlier rules only */
	size_t rule_count;
	struct inq_pattern *patterns;
	size_t pattern_count;
	struct inq_example *examples;
	size_t example_count;
	size_t family_count;
	struct inq_composite *composites;
	size_t composite_count;
};

/* Reads taxonomy.yaml and packs/ (all *.yaml files, in the order of their names). Returns NULL when out of memory or after a mistake that
 * leaves nothing to go on with; otherwise check mistakes->count. */
struct inq_knowledge *inq_knowledge_load(const char *dir, struct inq_mistakes *mistakes);
void inq_knowledge_free(struct inq_knowledge *knowledge); /* accepts NULL */

/* INQ_NONE where there is none of that name. */
uint32_t inq_dimension_find(const struct inq_knowledge *knowledge, struct inq_str name);
uint32_t inq_label_find(const struct inq_knowledge *knowledge, uint32_t dimension, struct inq_str name);
uint32_t inq_rule_find(const struct inq_knowledge *knowledge, struct inq_str name);

#endif
