#include "knowledge.h"

#include "composite.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* A knowledge folder is some hundred KiB of YAML; this is a guard against a folder of something else. */
#define KNOWLEDGE_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define PARTS_DEFAULT ((1u << INQ_PART_SUBJECT) | (1u << INQ_PART_BODY))
#define POINTS_MAX 20000 /* 20 nats: beyond any evidence; a guard against a slip of the decimal point */

struct loader {
	struct inq_knowledge *k;
	struct inq_arena *arena;
	struct inq_mistakes *mistakes;
	const char *file;
	size_t rule_room, pattern_room, example_room, label_room;
	struct inq_str *families;
	size_t family_room;
	struct inq_yaml **when;      /* condition of each rule, until all rules are known */
};

/* ---- growing arrays in the arena ------------------------------------------------------------------------------- */

static void *grown(struct loader *l, void *items, size_t count, size_t *room, size_t size)
{
	void *bigger;

	if (count < *room)
		return items;
	bigger = inq_arena_alloc(l->arena, (*room ? *room * 2 : 64) * size);
	if (!bigger)
		return NULL;
	if (count)
		memcpy(bigger, items, count * size);
	*room = *room ? *room * 2 : 64;
	return bigger;
}

/* ---- looking things up ----------------------------------------------------------------------------------------- */

uint32_t inq_dimension_find(const struct inq_knowledge *k, struct inq_str name)
{
	for (size_t i = 0; i < k->dimension_count; i++)
		if (inq_str_eq(k->dimensions[i].name, name))
			return (uint32_t)i;
	return INQ_NONE;
}

uint32_t inq_label_find(const struct inq_knowledge *k, uint32_t dimension, struct inq_str name)
{
	const struct inq_dimension *d = &k->dimensions[dimension];

	for (uint32_t i = d->first_label; i < d->first_label + d->label_count; i++)
		if (inq_str_eq(k->labels[i].name, name))
			return i;
	return INQ_NONE;
}

uint32_t inq_rule_find(const struct inq_knowledge *k, struct inq_str name)
{
	for (size_t i = 0; i < k->rule_count; i++)
		if (inq_str_eq(k->rules[i].name, name))
			return (uint32_t)i;
	return INQ_NONE;
}

static uint32_t part_find(struct inq_str name)
{
	for (uint32_t i = 0; i < INQ_PART_COUNT; i++)
		if (inq_str_is(name, inq_part_name((enum inq_part)i)))
			return i;
	return INQ_NONE;
}

static uint32_t signal_find(struct inq_str name)
{
	for (uint32_t i = 0; i < INQ_SIGNAL_COUNT; i++)
		if (inq_str_is(name, inq_signal_name((enum inq_signal)i)))
			return i;
	return INQ_NONE;
}

static const char *dimension_names(const struct loader *l)
{
	const char *names = "";

	for (size_t i = 0; i < l->k->dimension_count; i++)
		names = inq_arena_printf(l->arena, "%s%s%s", names, i ? ", " : "", l->k->dimensions[i].name.s);
	return names;
}

static const char *label_names(const struct loader *l, uint32_t dimension)
{
	const struct inq_dimension *d = &l->k->dimensions[dimension];
	const char *names = "";

	for (uint32_t i = 0; i < d->label_count; i++)
		names = inq_arena_printf(l->arena, "%s%s%s", names, i ? ", " : "",
					 l->k->labels[d->first_label + i].name.s);
	return names;
}

/* INQ_NONE after a mistake. */
static uint32_t need_dimension(const struct loader *l, const struct inq_yaml *word)
{
	uint32_t found = inq_dimension_find(l->k, word->scalar);

	if (found == INQ_NONE)
		inq_mistake(l->mistakes, l->file, word->line, "unknown dimension '%s', expected one of: %s",
			    word->scalar.s, dimension_names(l));
	return found;
}

static uint32_t need_label(const struct loader *l, uint32_t dimension, const struct inq_yaml *word)
{
	uint32_t found = inq_label_find(l->k, dimension, word->scalar);

	if (found == INQ_NONE)
		inq_mistake(l->mistakes, l->file, word->line, "unknown label '%s' of %s, expected one of: %s",
			    word->scalar.s, l->k->dimensions[dimension].name.s, label_names(l, dimension));
	return found;
}

/* ---- taxonomy.yaml --------------------------------------------------------------------------------------------- */

struct taxonomy_file {
	struct inq_str taxonomy;
	int64_t version;
	struct inq_yaml *dimensions, *composite;
};
static const struct inq_yaml_field taxonomy_fields[] = {
	{.name = "taxonomy", .type = INQ_FIELD_STRING, .offset = offsetof(struct taxonomy_file, taxonomy), .required = true, .meaning = "the taxonomy's name"},
	{.name = "version", .type = INQ_FIELD_INTEGER, .offset = offsetof(struct taxonomy_file, version), .required = true, .min = 1, .max = INT32_MAX, .meaning = "a version number"},
	{.name = "dimensions", .type = INQ_FIELD_NODE, .offset = offsetof(struct taxonomy_file, dimensions), .required = true, .meaning = "the list of dimensions"},
	{.name = "composite", .type = INQ_FIELD_NODE, .offset = offsetof(struct taxonomy_file, composite), .required = true, .meaning = "the list of composite texts"},
	{0},
};

struct dimension_entry {
	struct inq_str name;
	struct inq_yaml *when, *labels;
	int64_t abstain, temperature;
	struct inq_words question;
};
static const struct inq_yaml_field dimension_fields[] = {
	{.name = "name", .type = INQ_FIELD_STRING, .offset = offsetof(struct dimension_entry, name), .required = true, .meaning = "the dimension's name"},
	{.name = "when", .type = INQ_FIELD_NODE, .offset = offsetof(struct dimension_entry, when)},
	{.name = "abstain", .type = INQ_FIELD_DECIMAL, .offset = offsetof(struct dimension_entry, abstain), .required = true, .min = 0, .max = 1000000, .meaning = "the cost of saying unknown"},
	{.name = "temperature", .type = INQ_FIELD_DECIMAL, .offset = offsetof(struct dimension_entry, temperature), .min = 100, .max = 100000},
	{.name = "question", .type = INQ_FIELD_TEXT, .offset = offsetof(struct dimension_entry, question), .required = true, .meaning = "the question that settles an unknown"},
	{.name = "labels", .type = INQ_FIELD_NODE, .offset = offsetof(struct dimension_entry, labels), .required = true, .meaning = "the list of labels"},
	{0},
};

enum proof { PROOF_NORMAL, PROOF_STRONG };
static const char *const proof_names[] = {"normal", "strong", NULL};
struct label_entry {
	struct inq_str name;
	struct inq_words reads;
	int64_t prior, miss;
	int proof;
};
static const struct inq_yaml_field label_fields[] = {
	{.name = "name", .type = INQ_FIELD_STRING, .offset = offsetof(struct label_entry, name), .required = true, .meaning = "the label's name"},
	{.name = "prior", .type = INQ_FIELD_DECIMAL, .offset = offsetof(struct label_entry, prior), .min = -POINTS_MAX, .max = POINTS_MAX},
	{.name = "miss", .type = INQ_FIELD_DECIMAL, .offset = offsetof(struct label_entry, miss), .min = 0, .max = 1000000},
	{.name = "proof", .type = INQ_FIELD_ENUM, .offset = offsetof(struct label_entry, proof), .names = proof_names},
	{.name = "reads", .type = INQ_FIELD_TEXT, .offset = offsetof(struct label_entry, reads), .required = true, .meaning = "how people read the label"},
	{0},
};

static void read_label(struct loader *l, const struct inq_yaml *node, uint32_t dimension)
{
	struct label_entry e = {.miss = 1000};
	struct inq_knowledge *k = l->k;

	if (!inq_yaml_bind(l->arena, l->file, node, label_fields, &e, l->mistakes))
		return;
	if (k->dimensions[dimension].label_count == INQ_LABELS_MAX || inq_str_is(e.name, "unknown")) {
		inq_mistake(l->mistakes, l->file, node->line, "'%s': expected at most %u labels, none named unknown",
			    e.name.s, INQ_LABELS_MAX);
		return;
	}
	k->labels = grown(l, k->labels, k->label_count, &l->label_room, sizeof(*k->labels));
	if (!k->labels)
		return;
	k->labels[k->label_count++] = (struct inq_label){.name = e.name,
							 .reads = e.reads,
							 .prior = (int32_t)e.prior,
							 .miss = e.miss,
							 .needs_proof = e.proof == PROOF_STRONG,
							 .dimension = dimension};
	k->dimensions[dimension].label_count++;
}

/* `when: {authenticity: [real, unknown]}` */
static void read_dimension_when(struct loader *l, const struct inq_yaml *when, struct inq_dimension *d)
{
	const struct inq_yaml *list;

	if (when->kind != INQ_YAML_MAP || when->count != 1 || when->item[0]->kind != INQ_YAML_LIST) {
		inq_mistake(l->mistakes, l->file, when->line,
			    "when: expected one earlier dimension and its labels, such as {authenticity: [real, unknown]}");
		return;
	}
	d->when_dimension = need_dimension(l, when->key[0]);
	list = when->item[0];
	for (size_t i = 0; d->when_dimension != INQ_NONE && i < list->count; i++) {
		uint32_t label;

		if (inq_str_is(list->item[i]->scalar, "unknown")) {
			d->when_unknown = true;
			continue;
		}
		label = need_label(l, d->when_dimension, list->item[i]);
		if (label != INQ_NONE)
			inq_label_set_add(&d->when_labels, label - l->k->dimensions[d->when_dimension].first_label);
	}
}

static void read_dimension(struct loader *l, const struct inq_yaml *node)
{
	struct dimension_entry e = {.temperature = 1000};
	struct inq_knowledge *k = l->k;
	struct inq_dimension d;

	if (!inq_yaml_bind(l->arena, l->file, node, dimension_fields, &e, l->mistakes))
		return;
	d = (struct inq_dimension){.name = e.name,
				   .first_label = (uint32_t)k->label_count,
				   .when_dimension = INQ_NONE,
				   .abstain = e.abstain,
				   .temperature = e.temperature,
				   .question = e.question,
				   .line = node->line};
	if (inq_dimension_find(k, e.name) != INQ_NONE)
		inq_mistake(l->mistakes, l->file, node->line, "dimension '%s' is declared twice", e.name.s);
	if (e.when)
		read_dimension_when(l, e.when, &d);
	k->dimensions[k->dimension_count++] = d;
	if (e.labels->kind != INQ_YAML_LIST || e.labels->count < 2) {
		inq_mistake(l->mistakes, l->file, e.labels->line, "labels: expected a list of two or more");
		return;
	}
	for (size_t i = 0; i < e.labels->count; i++)
		read_label(l, e.labels->item[i], (uint32_t)k->dimension_count - 1);
}

static bool read_taxonomy(struct loader *l)
{
	struct taxonomy_file file = {0};
	struct inq_yaml *root;

	l->file = inq_arena_printf(l->arena, "%s/taxonomy.yaml", l->k->dir);
	root = inq_yaml_read(l->arena, l->file, l->mistakes);
	if (!root || !inq_yaml_bind(l->arena, l->file, root, taxonomy_fields, &file, l->mistakes))
		return false;
	if (file.dimensions->kind != INQ_YAML_LIST || file.dimensions->count == 0) {
		inq_mistake(l->mistakes, l->file, file.dimensions->line, "dimensions: expected a list of one or more");
		return false;
	}
	l->k->dimensions = inq_arena_alloc(l->arena, file.dimensions->count * sizeof(*l->k->dimensions));
	if (!l->k->dimensions)
		return false;
	for (size_t i = 0; i < file.dimensions->count; i++)
		read_dimension(l, file.dimensions->item[i]);
	inq_composites_read(l->k, l->file, file.composite, l->mistakes);
	return l->k->label_count > 0;
}

/* ---- rules ----------------------------------------------------------------------------------------------------- */

struct pack_file {
	struct inq_str pack, language;
	int64_t version;
	bool whole_words;
	struct inq_yaml *rules, *patterns;
};
static const struct inq_yaml_field pack_fields[] = {
	{.name = "pack", .type = INQ_FIELD_STRING, .offset = offsetof(struct pack_file, pack), .required = true, .meaning = "the pack's name"},
	{.name = "version", .type = INQ_FIELD_INTEGER, .offset = offsetof(struct pack_file, version), .required = true, .min = 1, .max = INT32_MAX, .meaning = "a version number"},
	{.name = "language", .type = INQ_FIELD_STRING, .offset = offsetof(struct pack_file, language)},
	{.name = "whole_words", .type = INQ_FIELD_BOOL, .offset = offsetof(struct pack_file, whole_words)},
	{.name = "rules", .type = INQ_FIELD_NODE, .offset = offsetof(struct pack_file, rules)},
	{.name = "patterns", .type = INQ_FIELD_NODE, .offset = offsetof(struct pack_file, patterns)},
	{0},
};

struct rule_entry {
	struct inq_str rule, family;
	struct inq_words because;
	struct inq_yaml *effects, *when;
	bool tripwire;
};
static const struct inq_yaml_field rule_fields[] = {
	{.name = "rule", .type = INQ_FIELD_STRING, .offset = offsetof(struct rule_entry, rule), .required = true, .meaning = "the rule's name"},
	{.name = "family", .type = INQ_FIELD_STRING, .offset = offsetof(struct rule_entry, family), .required = true, .meaning = "the family of evidence that it belongs to"},
	{.name = "because", .type = INQ_FIELD_TEXT, .offset = offsetof(struct rule_entry, because), .required = true, .meaning = "the reason in words"},
	{.name = "effects", .type = INQ_FIELD_NODE, .offset = offsetof(struct rule_entry, effects)},
	{.name = "when", .type = INQ_FIELD_NODE, .offset = offsetof(struct rule_entry, when)},
	{.name = "tripwire", .type = INQ_FIELD_BOOL, .offset = offsetof(struct rule_entry, tripwire)},
	{0},
};

static uint32_t family_index(struct loader *l, struct inq_str name)
{
	for (size_t i = 0; i < l->k->family_count; i++)
		if (inq_str_eq(l->families[i], name))
			return (uint32_t)i;
	l->families = grown(l, l->families, l->k->family_count, &l->family_room, sizeof(*l->families));
	if (!l->families)
		return 0;
	l->families[l->k->family_count] = name;
	return (uint32_t)l->k->family_count++;
}

static size_t count_effects(const struct inq_yaml *effects)
{
	size_t count = 0;

	for (size_t i = 0; i < effects->count; i++)
		count += effects->item[i]->kind == INQ_YAML_MAP ? effects->item[i]->count : 0;
	return count;
}

static void read_effect(struct loader *l, const struct inq_yaml *of, size_t i, uint32_t dimension,
			struct inq_rule *rule, struct inq_effect *effects)
{
	uint32_t label = need_label(l, dimension, of->key[i]);
	int64_t points;

	if (label == INQ_NONE)
		return;
	if (!inq_parse_milli(of->item[i]->scalar, &points) || points < -POINTS_MAX || points > POINTS_MAX) {
		inq_mistake(l->mistakes, l->file, of->item[i]->line, "%s: found '%s', expected points from -20 to 20",
			    of->key[i]->scalar.s, of->item[i]->scalar.s);
		return;
	}
	effects[rule->effect_count++] = (struct inq_effect){label, (int32_t)points};
}

/* `effects: {authenticity: {real: 0.6, junk: -0.5}, size: {large: 1}}` */
static void read_effects(struct loader *l, const struct inq_yaml *node, struct inq_rule *rule)
{
	struct inq_effect *effects;

	if (node->kind != INQ_YAML_MAP) {
		inq_mistake(l->mistakes, l->file, node->line,
			    "effects: expected a mapping such as {authenticity: {real: 0.6}}");
		return;
	}
	effects = inq_arena_alloc(l->arena, (count_effects(node) + 1) * sizeof(*effects));
	if (!effects)
		return;
	rule->effects = effects;
	for (size_t i = 0; i < node->count; i++) {
		uint32_t dimension = need_dimension(l, node->key[i]);

		if (dimension == INQ_NONE)
			continue;
		if (node->item[i]->kind != INQ_YAML_MAP)
			inq_mistake(l->mistakes, l->file, node->item[i]->line,
				    "%s: expected a mapping from label to points", node->key[i]->scalar.s);
		for (size_t j = 0; node->item[i]->kind == INQ_YAML_MAP && j < node->item[i]->count; j++)
			read_effect(l, node->item[i], j, dimension, rule, effects);
	}
}

static void read_rule(struct loader *l, const struct inq_yaml *node)
{
	struct rule_entry e = {0};
	struct inq_knowledge *k = l->k;
	size_t room = l->rule_room;
	struct inq_rule *rule;

	if (!inq_yaml_bind(l->arena, l->file, node, rule_fields, &e, l->mistakes))
		return;
	if (inq_rule_find(k, e.rule) != INQ_NONE) {
		inq_mistake(l->mistakes, l->file, node->line, "rule '%s' is declared twice", e.rule.s);
		return;
	}
	k->rules = grown(l, k->rules, k->rule_count, &l->rule_room, sizeof(*k->rules));
	l->when = grown(l, l->when, k->rule_count, &room, sizeof(struct inq_yaml *));
	if (!k->rules || !l->when)
		return;
	rule = &k->rules[k->rule_count];
	*rule = (struct inq_rule){.name = e.rule,
				  .family = e.family,
				  .family_index = family_index(l, e.family),
				  .because = e.because,
				  .tripwire = e.tripwire,
				  .file = l->file,
				  .line = node->line};
	l->when[k->rule_count++] = e.when;
	if (e.effects)
		read_effects(l, e.effects, rule);
}

/* ---- patterns -------------------------------------------------------------------------------------------------- */

struct pattern_entry {
	struct inq_str rule;
	struct inq_strings any, in, match, no_match;
	bool whole_words;
};
static const struct inq_yaml_field pattern_fields[] = {
	{.name = "rule", .type = INQ_FIELD_STRING, .offset = offsetof(struct pattern_entry, rule), .required = true, .meaning = "the name of a rule"},
	{.name = "any", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct pattern_entry, any), .required = true, .meaning = "one or more patterns"},
	{.name = "in", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct pattern_entry, in)},
	{.name = "match", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct pattern_entry, match), .required = true, .meaning = "a text that the patterns must match"},
	{.name = "no_match", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct pattern_entry, no_match), .required = true, .meaning = "a text that the patterns must not match"},
	{.name = "whole_words", .type = INQ_FIELD_BOOL, .offset = offsetof(struct pattern_entry, whole_words)},
	{0},
};

static uint32_t read_parts(struct loader *l, const struct inq_strings *in)
{
	uint32_t parts = 0;

	for (size_t i = 0; i < in->count; i++) {
		uint32_t part = part_find(in->item[i]);

		if (part == INQ_NONE)
			inq_mistake(l->mistakes, l->file, in->line[i],
				    "in: unknown part '%s', expected subject, body, signature, quoted, name, company, "
				    "title, email, website, product or attachment",
				    in->item[i].s);
		else
			parts |= 1u << part;
	}
	return parts ? parts : PARTS_DEFAULT;
}

static void add_examples(struct loader *l, const struct inq_strings *texts, uint32_t rule, uint32_t parts, bool must)
{
	struct inq_knowledge *k = l->k;

	for (size_t i = 0; i < texts->count; i++) {
		k->examples = grown(l, k->examples, k->example_count, &l->example_room, sizeof(*k->examples));
		if (!k->examples)
			return;
		k->examples[k->example_count++] = (struct inq_example){.rule = rule,
								       .must_match = must,
								       .parts = parts,
								       .text = texts->item[i],
								       .file = l->file,
								       .line = texts->line[i]};
	}
}

static void read_pattern(struct loader *l, const struct inq_yaml *node, bool whole_words)
{
	struct pattern_entry e = {.whole_words = whole_words};
	struct inq_knowledge *k = l->k;
	uint32_t rule, parts;

	if (!inq_yaml_bind(l->arena, l->file, node, pattern_fields, &e, l->mistakes))
		return;
	rule = inq_rule_find(k, e.rule);
	if (rule == INQ_NONE) {
		inq_mistake(l->mistakes, l->file, node->line, "unknown rule '%s', expected one declared in a pack",
			    e.rule.s);
		return;
	}
	parts = read_parts(l, &e.in);
	for (size_t i = 0; i < e.any.count; i++) {
		k->patterns = grown(l, k->patterns, k->pattern_count, &l->pattern_room, sizeof(*k->patterns));
		if (!k->patterns)
			return;
		k->patterns[k->pattern_count++] = (struct inq_pattern){.rule = rule,
								       .parts = parts,
								       .source = e.any.item[i],
								       .whole_words = e.whole_words,
								       .file = l->file,
								       .line = e.any.line[i]};
	}
	k->rules[rule].has_patterns = true;
	add_examples(l, &e.match, rule, parts, true);
	add_examples(l, &e.no_match, rule, parts, false);
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

struct condition {
	struct inq_condition_step *steps;
	size_t count, room;
	uint32_t rule;
};

static void push_step(struct loader *l, struct condition *c, enum inq_op op, uint32_t value)
{
	c->steps = grown(l, c->steps, c->count, &c->room, sizeof(*c->steps));
	if (c->steps)
		c->steps[c->count++] = (struct inq_condition_step){op, value};
}

static void read_operand(struct loader *l, struct condition *c, const struct inq_yaml *word)
{
	uint32_t signal = signal_find(word->scalar), rule = inq_rule_find(l->k, word->scalar);

	if (signal != INQ_NONE)
		push_step(l, c, INQ_OP_SIGNAL, signal);
	else if (rule == INQ_NONE)
		inq_mistake(l->mistakes, l->file, word->line, "unknown name '%s', expected a signal or a rule",
			    word->scalar.s);
	else if (rule >= c->rule && l->when[rule])
		inq_mistake(l->mistakes, l->file, word->line,
			    "'%s' has a condition itself and stands later, expected an earlier rule", word->scalar.s);
	else
		push_step(l, c, INQ_OP_RULE, rule);
}

static const char *const op_names[] = {[INQ_OP_ALL] = "all", [INQ_OP_ANY] = "any", [INQ_OP_NONE] = "none"};

static enum inq_op op_find(struct inq_str name)
{
	for (enum inq_op op = INQ_OP_ALL; op <= INQ_OP_NONE; op++)
		if (inq_str_is(name, op_names[op]))
			return op;
	return INQ_OP_SIGNAL;
}

/* `when: {all: [...], any: [...], none: [...]}`: every list given must hold. A list entry may be such a mapping
 * itself; the depth is bounded by the reader. */
static void read_condition(struct loader *l, struct condition *c, const struct inq_yaml *when)
{
	if (when->kind != INQ_YAML_MAP || when->count == 0) {
		inq_mistake(l->mistakes, l->file, when->line, "when: expected all, any or none with a list of names");
		return;
	}
	for (size_t i = 0; i < when->count; i++) {
		enum inq_op op = op_find(when->key[i]->scalar);
		const struct inq_yaml *list = when->item[i];

		if (op == INQ_OP_SIGNAL || list->kind != INQ_YAML_LIST || list->count == 0) {
			inq_mistake(l->mistakes, l->file, when->key[i]->line,
				    "'%s': expected all, any or none with a list of names", when->key[i]->scalar.s);
			return;
		}
		for (size_t j = 0; j < list->count; j++) {
			if (list->item[j]->kind == INQ_YAML_MAP)
				read_condition(l, c, list->item[j]);
			else
				read_operand(l, c, list->item[j]);
		}
		push_step(l, c, op, (uint32_t)list->count);
	}
	if (when->count > 1)
		push_step(l, c, INQ_OP_ALL, (uint32_t)when->count);
}

static void read_conditions(struct loader *l)
{
	for (uint32_t i = 0; i < l->k->rule_count; i++) {
		struct inq_rule *rule = &l->k->rules[i];
		struct condition c = {.rule = i};

		if (l->when[i]) {
			l->file = rule->file;
			read_condition(l, &c, l->when[i]);
			rule->when = c.steps;
			rule->when_count = c.count;
		} else if (!rule->has_patterns) {
			inq_mistake(l->mistakes, rule->file, rule->line,
				    "rule '%s' can never fire, expected patterns in some pack or a condition (when:)",
				    rule->name.s);
		}
	}
}

/* ---- the folder of packs --------------------------------------------------------------------------------------- */

struct pack {
	const char *path;
	struct inq_yaml *root;
	struct pack_file file;
};

static bool yaml_name(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && name[0] != '.' && strcmp(name + n - 5, ".yaml") == 0;
}

static int only_yaml(const struct dirent *entry)
{
	return yaml_name(entry->d_name);
}

static size_t open_packs(struct loader *l, struct pack **packs)
{
	const char *dir = inq_arena_printf(l->arena, "%s/packs", l->k->dir);
	struct dirent **entries = NULL;
	int found = scandir(dir, &entries, only_yaml, alphasort);
	size_t count = 0;

	if (found <= 0) {
		inq_mistake(l->mistakes, dir, 0, "no packs, expected *.yaml files in this folder");
		free(entries);
		return 0;
	}
	*packs = inq_arena_alloc(l->arena, (size_t)found * sizeof(**packs));
	for (int i = 0; i < found; i++) {
		struct pack *pack = *packs ? &(*packs)[count] : NULL;

		if (pack) {
			pack->path = inq_arena_printf(l->arena, "%s/%s", dir, entries[i]->d_name);
			pack->file.whole_words = true;
			pack->root = inq_yaml_read(l->arena, pack->path, l->mistakes);
			if (pack->root && inq_yaml_bind(l->arena, pack->path, pack->root, pack_fields, &pack->file,
							l->mistakes))
				count++;
		}
		free(entries[i]);
	}
	free(entries);
	return count;
}

static void read_list_of(struct loader *l, const struct inq_yaml *list, const struct pack *pack,
			 void (*read_one)(struct loader *, const struct inq_yaml *, const struct pack *))
{
	l->file = pack->path;
	if (!list)
		return;
	if (list->kind != INQ_YAML_LIST) {
		inq_mistake(l->mistakes, l->file, list->line, "expected a list");
		return;
	}
	for (size_t i = 0; i < list->count; i++)
		read_one(l, list->item[i], pack);
}

static void one_rule(struct loader *l, const struct inq_yaml *node, const struct pack *pack)
{
	(void)pack;
	read_rule(l, node);
}

static void one_pattern(struct loader *l, const struct inq_yaml *node, const struct pack *pack)
{
	read_pattern(l, node, pack->file.whole_words);
}

static void read_packs(struct loader *l)
{
	struct pack *packs = NULL;
	size_t count = open_packs(l, &packs);

	l->k->packs = "";
	for (size_t i = 0; i < count; i++) {
		read_list_of(l, packs[i].file.rules, &packs[i], one_rule);
		l->k->packs = inq_arena_printf(l->arena, "%s%s%s@%lld", l->k->packs, i ? " " : "",
					       packs[i].file.pack.s, (long long)packs[i].file.version);
	}
	for (size_t i = 0; i < count; i++)
		read_list_of(l, packs[i].file.patterns, &packs[i], one_pattern);
	read_conditions(l);
}

struct inq_knowledge *inq_knowledge_load(const char *dir, struct inq_mistakes *mistakes)
{
	struct inq_arena *arena = inq_arena_new(KNOWLEDGE_BYTES_MAX);
	struct inq_knowledge *k = arena ? inq_arena_alloc(arena, sizeof(*k)) : NULL;
	struct loader loader = {.k = k, .arena = arena, .mistakes = mistakes};

	if (!k) {
		inq_arena_free(arena);
		inq_mistake(mistakes, dir, 0, "out of memory");
		return NULL;
	}
	k->arena = arena;
	k->dir = inq_arena_copy(arena, dir, strlen(dir)).s;
	if (read_taxonomy(&loader))
		read_packs(&loader);
	if (inq_arena_failed(arena))
		inq_mistake(mistakes, dir, 0, "out of memory");
	if (k->dimension_count && !k->rule_count && !mistakes->count)
		inq_mistake(mistakes, inq_arena_printf(arena, "%s/packs", k->dir), 0, "no rules, expected one in some pack");
	if (!k->rule_count || inq_arena_failed(arena)) {
		inq_knowledge_free(k);
		return NULL;
	}
	return k;
}

void inq_knowledge_free(struct inq_knowledge *knowledge)
{
	if (knowledge)
		inq_arena_free(knowledge->arena); /* the struct itself lives in it */
}
