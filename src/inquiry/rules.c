#include "rules.h"

#include "dialect.h"
#include "rules_cache.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <hs/hs.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

/* libhs says which patterns may match, in one pass and in time linear in the text: it knows gaps of any length only,
 * because exact ones double what it takes to compile and to scan, and it cannot tell where long patterns begin. PCRE2
 * then decides and finds the words for those few, within a limit that keeps hostile text from costing more than this. */
#define FLAGS (HS_FLAG_DOTALL | HS_FLAG_SINGLEMATCH)
#define PLACE_STEPS_MAX 20000
/* For translating one pattern; the longest take a few hundred KiB. */
#define SCRATCH_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct inq_rules {
	const struct inq_knowledge *knowledge;
	struct inq_expression *expressions; /* one a pattern, in the knowledge's arena */
	hs_database_t *database;
	pcre2_code **places;                /* one a pattern: where its match begins */
	pcre2_match_context *limits;
	size_t stack_depth;                 /* the longest condition */
};

struct inq_scanner {
	hs_scratch_t *scratch;
	pcre2_match_data *match;
	bool *matched;          /* per rule: a pattern matched */
	bool *fired;            /* per rule */
	struct inq_span *span;  /* per rule, of the match */
	bool *stack;            /* for conditions */
};

/* ---- compiling ------------------------------------------------------------------------------------------------- */

struct source { /* what libhs wants, as parallel arrays */
	const char **regex;
	unsigned *flags, *id;
	size_t count;
};

/* What translation needs on its way is many times what comes out, so it has memory of its own. */
static const char *translate(struct inq_arena *scratch, struct inq_arena *keep, const struct inq_pattern *pattern,
			     struct inq_expression *expression)
{
	const char *wrong = inq_dialect_translate(scratch, pattern->source, pattern->whole_words, expression);

	if (!wrong) {
		expression->regex = inq_arena_copy(keep, expression->regex, strlen(expression->regex)).s;
		expression->loose = inq_arena_copy(keep, expression->loose, strlen(expression->loose)).s;
	}
	return wrong;
}

static void translate_all(struct inq_rules *rules, struct source *source, struct inq_mistakes *mistakes)
{
	const struct inq_knowledge *k = rules->knowledge;
	struct inq_arena *scratch = inq_arena_new(SCRATCH_BYTES_MAX);

	for (size_t i = 0; scratch && i < k->pattern_count; i++) {
		const struct inq_pattern *pattern = &k->patterns[i];
		const char *wrong = translate(scratch, k->arena, pattern, &rules->expressions[i]);

		if (wrong) {
			inq_mistake(mistakes, pattern->file, pattern->line, "pattern '%s': %s", pattern->source.s, wrong);
		} else {
			source->regex[source->count] = rules->expressions[i].loose;
			source->flags[source->count] = FLAGS;
			source->id[source->count++] = (unsigned)i;
		}
		inq_arena_reset(scratch, SCRATCH_BYTES_MAX);
	}
	if (!scratch)
		inq_mistake(mistakes, k->dir, 0, "out of memory");
	inq_arena_free(scratch);
}

/* libhs stops at the first pattern that it cannot compile; people want to hear of all. */
static void report_each(const struct inq_knowledge *k, const struct source *source, struct inq_mistakes *mistakes)
{
	for (size_t i = 0; i < source->count; i++) {
		const struct inq_pattern *pattern = &k->patterns[source->id[i]];
		hs_database_t *database = NULL;
		hs_compile_error_t *error = NULL;

		if (hs_compile(source->regex[i], FLAGS, HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS)
			inq_mistake(mistakes, pattern->file, pattern->line,
				    "pattern '%s': %s, expected a pattern of the dialect", pattern->source.s,
				    error ? error->message : "cannot be compiled");
		hs_free_database(database);
		hs_free_compile_error(error);
	}
}

static void compile_all(struct inq_rules *rules, const struct source *source, const char *cache_dir,
			struct inq_mistakes *mistakes)
{
	struct inq_cache_key key = {source->regex, source->flags, source->id, source->count};
	hs_compile_error_t *error = NULL;

	rules->database = inq_cache_read(cache_dir, &key);
	if (rules->database)
		return;
	if (hs_compile_multi(source->regex, source->flags, source->id, (unsigned)source->count, HS_MODE_BLOCK, NULL,
			     &rules->database, &error) == HS_SUCCESS) {
		inq_cache_write(cache_dir, &key, rules->database);
		return;
	}
	if (error && error->expression >= 0)
		report_each(rules->knowledge, source, mistakes);
	else
		inq_mistake(mistakes, rules->knowledge->dir, 0, "patterns cannot be compiled: %s",
			    error ? error->message : "out of memory");
	hs_free_compile_error(error);
}

static void compile_places(struct inq_rules *rules, struct inq_mistakes *mistakes)
{
	const struct inq_knowledge *k = rules->knowledge;

	rules->places = calloc(k->pattern_count + 1, sizeof(pcre2_code *));
	rules->limits = pcre2_match_context_create(NULL);
	if (!rules->places || !rules->limits) {
		inq_mistake(mistakes, k->dir, 0, "out of memory");
		return;
	}
	pcre2_set_match_limit(rules->limits, PLACE_STEPS_MAX);
	for (size_t i = 0; i < k->pattern_count; i++) {
		int error = 0;
		size_t offset = 0;

		if (!rules->expressions[i].regex)
			continue;
		rules->places[i] = pcre2_compile((PCRE2_SPTR)rules->expressions[i].regex, PCRE2_ZERO_TERMINATED,
						 PCRE2_DOTALL, &error, &offset, NULL);
		if (!rules->places[i])
			inq_mistake(mistakes, k->patterns[i].file, k->patterns[i].line,
				    "pattern '%s': PCRE2 error %d, expected a pattern of the dialect",
				    k->patterns[i].source.s, error);
	}
}

struct inq_rules *inq_rules_compile(const struct inq_knowledge *k, const char *cache_dir, struct inq_mistakes *mistakes)
{
	struct inq_rules *rules = calloc(1, sizeof(*rules));
	struct source source = {.regex = inq_arena_alloc(k->arena, (k->pattern_count + 1) * sizeof(char *)),
				.flags = inq_arena_alloc(k->arena, (k->pattern_count + 1) * sizeof(unsigned)),
				.id = inq_arena_alloc(k->arena, (k->pattern_count + 1) * sizeof(unsigned))};

	if (!rules)
		return NULL;
	rules->knowledge = k;
	rules->expressions = inq_arena_alloc(k->arena, (k->pattern_count + 1) * sizeof(*rules->expressions));
	for (size_t i = 0; i < k->rule_count; i++)
		if (k->rules[i].when_count > rules->stack_depth)
			rules->stack_depth = k->rules[i].when_count;
	if (!inq_arena_failed(k->arena) && k->pattern_count) {
		translate_all(rules, &source, mistakes);
	}
	if (source.count == k->pattern_count && k->pattern_count) {
		compile_all(rules, &source, cache_dir, mistakes);
		if (rules->database)
			compile_places(rules, mistakes);
	}
	if (!rules->database) {
		inq_rules_free(rules);
		return NULL;
	}
	return rules;
}

void inq_rules_free(struct inq_rules *rules)
{
	if (!rules)
		return;
	hs_free_database(rules->database);
	for (size_t i = 0; rules->places && i < rules->knowledge->pattern_count; i++)
		pcre2_code_free(rules->places[i]);
	free(rules->places);
	pcre2_match_context_free(rules->limits);
	free(rules);
}

struct inq_scanner *inq_scanner_new(const struct inq_rules *rules)
{
	struct inq_scanner *scanner = calloc(1, sizeof(*scanner));
	size_t count = rules->knowledge->rule_count;

	if (!scanner)
		return NULL;
	scanner->matched = calloc(count, sizeof(*scanner->matched));
	scanner->fired = calloc(count, sizeof(*scanner->fired));
	scanner->span = calloc(count, sizeof(*scanner->span));
	scanner->stack = calloc(rules->stack_depth + 1, sizeof(*scanner->stack));
	scanner->match = pcre2_match_data_create(1, NULL);
	if (!scanner->match || hs_alloc_scratch(rules->database, &scanner->scratch) != HS_SUCCESS || !scanner->matched ||
	    !scanner->fired || !scanner->span || !scanner->stack) {
		inq_scanner_free(scanner);
		return NULL;
	}
	return scanner;
}

void inq_scanner_free(struct inq_scanner *scanner)
{
	if (!scanner)
		return;
	hs_free_scratch(scanner->scratch);
	pcre2_match_data_free(scanner->match);
	free(scanner->matched);
	free(scanner->fired);
	free(scanner->span);
	free(scanner->stack);
	free(scanner);
}

/* ---- scanning -------------------------------------------------------------------------------------------------- */

struct scan { /* one segment */
	const struct inq_rules *rules;
	struct inq_scanner *scanner;
	const char *norm;      /* the whole buffer */
	uint32_t start, end;   /* the segment with its framing line breaks */
	uint32_t parts;        /* bit of the segment's part; all bits for a single string */
};

/* Whether pattern `id` matches, and which words. Where PCRE2 reaches the limit libhs is believed, without a place. */
static bool confirm(const struct scan *scan, unsigned id, struct inq_span *span)
{
	const struct inq_expression *expression = &scan->rules->expressions[id];
	const size_t *offsets;
	int found = pcre2_match(scan->rules->places[id], (PCRE2_SPTR)scan->norm + scan->start, scan->end - scan->start,
				0, 0, scan->scanner->match, scan->rules->limits);

	*span = (struct inq_span){0, 0};
	if (found < 0)
		return found != PCRE2_ERROR_NOMATCH;
	offsets = pcre2_get_ovector_pointer(scan->scanner->match);
	*span = (struct inq_span){scan->start + (uint32_t)offsets[0] + expression->lead,
				  scan->start + (uint32_t)offsets[1] - expression->tail};
	return true;
}

/* Keeps the first match of a rule, in the order of the segments. */
static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context)
{
	const struct scan *scan = context;
	const struct inq_pattern *pattern = &scan->rules->knowledge->patterns[id];

	(void)from;
	(void)to;
	(void)flags;
	if (scan->scanner->matched[pattern->rule] || !(pattern->parts & scan->parts))
		return 0;
	scan->scanner->matched[pattern->rule] = confirm(scan, id, &scan->scanner->span[pattern->rule]);
	return 0;
}

static void forget_matches(const struct inq_rules *rules, struct inq_scanner *scanner)
{
	memset(scanner->matched, 0, rules->knowledge->rule_count * sizeof(bool));
	memset(scanner->span, 0, rules->knowledge->rule_count * sizeof(struct inq_span));
}

static enum inq_status run_scan(struct scan *scan)
{
	return hs_scan(scan->rules->database, scan->norm + scan->start, scan->end - scan->start, 0,
		       scan->scanner->scratch, on_match, scan) == HS_SUCCESS
		       ? INQ_OK
		       : INQ_FAILED;
}

/* Segment by segment, so that no match spans two of them. */
static enum inq_status scan_text(const struct inq_rules *rules, struct inq_scanner *scanner, const struct inq_text *text)
{
	forget_matches(rules, scanner);
	for (size_t i = 0; i < text->segment_count; i++) {
		const struct inq_segment *segment = &text->segments[i];
		struct scan scan = {rules, scanner, text->norm, segment->start - 1, segment->end + 1, 1u << segment->part};

		if (run_scan(&scan) != INQ_OK)
			return INQ_FAILED;
	}
	return INQ_OK;
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

struct evaluation {
	const struct inq_scanner *scanner;
	const struct inq_signals *signals;
	bool *stack;
	size_t depth;
	struct inq_span span; /* of the first operand that holds and has a place */
};

static void push_operand(struct evaluation *e, bool on, struct inq_span span)
{
	e->stack[e->depth++] = on;
	if (on && e->span.start == e->span.end)
		e->span = span;
}

/* all: as many true as operands; any: at least one; none: none. */
static void reduce(struct evaluation *e, enum inq_op op, uint32_t operands)
{
	uint32_t on = 0;

	for (uint32_t i = 0; i < operands; i++)
		on += e->stack[--e->depth];
	e->stack[e->depth++] = op == INQ_OP_ALL ? on == operands : op == INQ_OP_ANY ? on > 0 : on == 0;
}

static bool holds(struct evaluation *e, const struct inq_rule *rule)
{
	for (size_t i = 0; i < rule->when_count; i++) {
		const struct inq_condition_step *step = &rule->when[i];

		if (step->op == INQ_OP_SIGNAL)
			push_operand(e, e->signals->on[step->value], e->signals->span[step->value]);
		else if (step->op == INQ_OP_RULE)
			push_operand(e, e->scanner->fired[step->value], e->scanner->span[step->value]);
		else
			reduce(e, step->op, step->value);
	}
	return e->stack[0];
}

static void fire_rules(const struct inq_rules *rules, struct inq_scanner *scanner, const struct inq_signals *signals)
{
	const struct inq_knowledge *k = rules->knowledge;

	for (size_t i = 0; i < k->rule_count; i++)
		scanner->fired[i] = scanner->matched[i] && !k->rules[i].when_count;
	for (size_t i = 0; i < k->rule_count; i++) {
		const struct inq_rule *rule = &k->rules[i];
		struct evaluation e = {.scanner = scanner, .signals = signals, .stack = scanner->stack};

		if (!rule->when_count || (rule->has_patterns && !scanner->matched[i]) || !holds(&e, rule))
			continue;
		scanner->fired[i] = true;
		if (!scanner->matched[i])
			scanner->span[i] = e.span;
	}
}

static enum inq_status collect(struct inq_arena *arena, const struct inq_rules *rules,
			       const struct inq_scanner *scanner, struct inq_fired *fired)
{
	size_t count = 0, at = 0;
	struct inq_fired_rule *items;

	for (size_t i = 0; i < rules->knowledge->rule_count; i++)
		count += scanner->fired[i];
	items = inq_arena_alloc_raw(arena, count * sizeof(*items) + 1);
	if (!items)
		return INQ_FAILED;
	for (size_t i = 0; i < rules->knowledge->rule_count; i++)
		if (scanner->fired[i])
			items[at++] = (struct inq_fired_rule){(uint32_t)i, scanner->span[i]};
	*fired = (struct inq_fired){items, count};
	return INQ_OK;
}

enum inq_status inq_rules_match(struct inq_arena *arena, const struct inq_rules *rules, struct inq_scanner *scanner,
				const struct inq_text *text, const struct inq_signals *signals, struct inq_fired *fired)
{
	if (scan_text(rules, scanner, text) != INQ_OK)
		return INQ_FAILED;
	fire_rules(rules, scanner, signals);
	return collect(arena, rules, scanner, fired);
}

enum inq_status inq_rules_try(struct inq_arena *arena, const struct inq_rules *rules, struct inq_scanner *scanner,
			      uint32_t rule, struct inq_str text, bool *matched)
{
	struct inq_str normal = inq_normalise(arena, text.s, text.n);
	struct scan scan = {rules, scanner, inq_arena_printf(arena, "\n%s\n", normal.s), 0, (uint32_t)normal.n + 2,
			    UINT32_MAX};

	forget_matches(rules, scanner);
	if (inq_arena_failed(arena) || run_scan(&scan) != INQ_OK)
		return INQ_FAILED;
	*matched = scanner->matched[rule];
	return INQ_OK;
}
