/* Step 5: all patterns of all packs in one scan, then the conditions. */
#ifndef INQ_RULES_H
#define INQ_RULES_H

#include "knowledge.h"
#include "signals.h"
#include "text.h"

struct inq_rules;   /* the compiled database; immutable, shared */
struct inq_scanner; /* scratch of one thread */

/* Compiles the patterns, or takes them from the cache folder (NULL: none); mistakes name file and line. NULL when out of
 * memory or after a mistake. */
struct inq_rules *inq_rules_compile(const struct inq_knowledge *knowledge, const char *cache_dir,
				    struct inq_mistakes *mistakes);
void inq_rules_free(struct inq_rules *rules);
struct inq_scanner *inq_scanner_new(const struct inq_rules *rules);
void inq_scanner_free(struct inq_scanner *scanner);

struct inq_fired_rule {
	uint32_t rule;
	struct inq_span span;   /* the words that fired it; none for conditions without a place */
};
struct inq_fired {
	const struct inq_fired_rule *item; /* each rule at most once, in the order of the rules */
	size_t count;
};

enum inq_status inq_rules_match(struct inq_arena *arena, const struct inq_rules *rules, struct inq_scanner *scanner,
				const struct inq_text *text, const struct inq_signals *signals, struct inq_fired *fired);

/* Whether the rule's patterns (without its condition) match a text, for examples. */
enum inq_status inq_rules_try(struct inq_arena *arena, const struct inq_rules *rules, struct inq_scanner *scanner,
			      uint32_t rule, struct inq_str text, bool *matched);

#endif
