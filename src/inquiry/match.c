#include "strategy_internal.h"

#include <string.h>

/* Below this many names a message lists all of them. */
#define NAMES_SHOWN_WHOLE 8u
#define NAMES_SHOWN_NEAR 3u

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance; `row` has b.n + 1 places. */
static size_t distance(struct inq_str a, struct inq_str b, size_t *row)
{
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t above = row[j];

			row[j] = least(least(row[j], row[j - 1]) + 1, diagonal + (a.s[i - 1] != b.s[j - 1]));
			diagonal = above;
		}
	}
	return row[b.n];
}

/* Moves the `wanted` names nearest to `found` to the front of a copy. */
static struct inq_names nearest(struct inq_arena *arena, struct inq_names names, struct inq_str found, size_t wanted)
{
	struct inq_str *copy = inq_arena_alloc(arena, names.count * sizeof(*copy));
	size_t *apart = inq_arena_alloc(arena, names.count * sizeof(*apart));
	size_t *row = inq_arena_alloc(arena, (found.n + 1) * sizeof(*row));

	if (!copy || !apart || !row)
		return (struct inq_names){NULL, 0};
	for (size_t i = 0; i < names.count; i++) {
		size_t away = distance(names.item[i], found, row);
		size_t place = i;

		for (; place > 0 && apart[place - 1] > away; place--) {
			apart[place] = apart[place - 1];
			copy[place] = copy[place - 1];
		}
		apart[place] = away;
		copy[place] = names.item[i];
	}
	return (struct inq_names){copy, wanted};
}

const char *inq_names_near(struct inq_arena *arena, struct inq_names names, struct inq_str found)
{
	const char *text = "";

	if (names.count > NAMES_SHOWN_WHOLE)
		names = nearest(arena, names, found, NAMES_SHOWN_NEAR);
	for (size_t i = 0; i < names.count; i++) {
		const char *join = i == 0 ? "" : i + 1 == names.count ? " or " : ", ";

		text = inq_arena_printf(arena, "%s%s'%.*s'", text, join, (int)names.item[i].n, names.item[i].s);
	}
	return text;
}

uint32_t inq_names_find(struct inq_names names, struct inq_str name)
{
	for (size_t i = 0; i < names.count; i++)
		if (inq_str_eq(names.item[i], name))
			return (uint32_t)i;
	return INQ_NONE;
}

uint32_t inq_names_need(const struct inq_source *source, unsigned line, const char *what, struct inq_names names,
			struct inq_str name)
{
	uint32_t found = inq_names_find(names, name);

	if (found == INQ_NONE)
		inq_mistake(source->mistakes, source->file, line, "unknown %s '%.*s', expected %s", what, (int)name.n,
			    name.s, inq_names_near(source->arena, names, name));
	return found;
}

bool inq_indexes_need(const struct inq_source *source, const char *what, const struct inq_strings *ids,
		      const void *things, size_t size, size_t count, struct inq_indexes *out)
{
	struct inq_str *names = inq_arena_alloc(source->arena, count * sizeof(*names) + 1);
	bool ok = names != NULL;

	*out = (struct inq_indexes){inq_arena_alloc(source->arena, ids->count * sizeof(*out->item) + 1), 0};
	if (!ok || !out->item)
		return false;
	for (size_t i = 0; i < count; i++)
		memcpy(&names[i], (const char *)things + i * size, sizeof(names[i]));
	for (size_t i = 0; i < ids->count; i++) {
		uint32_t found =
		    inq_names_need(source, ids->line[i], what, (struct inq_names){names, count}, ids->item[i]);

		ok = ok && found != INQ_NONE;
		if (found != INQ_NONE)
			out->item[out->count++] = found;
	}
	return ok;
}

static struct inq_str literal(const char *s)
{
	return (struct inq_str){s, strlen(s)};
}

static struct inq_names dimension_names(const struct inq_source *source)
{
	const struct inq_knowledge *knowledge = source->knowledge;
	struct inq_str *names = inq_arena_alloc(source->arena, (knowledge->dimension_count + 1) * sizeof(*names));

	for (size_t i = 0; names && i < knowledge->dimension_count; i++)
		names[i] = knowledge->dimensions[i].name;
	return (struct inq_names){names, names ? knowledge->dimension_count : 0};
}

/* The dimension's labels, and `unknown`. */
static struct inq_names label_names(const struct inq_source *source, uint32_t dimension)
{
	const struct inq_dimension *of = &source->knowledge->dimensions[dimension];
	struct inq_str *names = inq_arena_alloc(source->arena, (of->label_count + 1) * sizeof(*names));

	if (!names)
		return (struct inq_names){NULL, 0};
	for (uint32_t i = 0; i < of->label_count; i++)
		names[i] = source->knowledge->labels[of->first_label + i].name;
	names[of->label_count] = INQ_STR("unknown");
	return (struct inq_names){names, of->label_count + 1};
}

static struct inq_names signal_names(const struct inq_source *source, size_t room)
{
	struct inq_str *names = inq_arena_alloc(source->arena, (INQ_SIGNAL_COUNT + room) * sizeof(*names));

	for (size_t i = 0; names && i < INQ_SIGNAL_COUNT; i++)
		names[i] = literal(inq_signal_name((enum inq_signal)i));
	return (struct inq_names){names, names ? INQ_SIGNAL_COUNT : 0};
}

static struct inq_names signal_and_rule_names(const struct inq_source *source)
{
	const struct inq_knowledge *knowledge = source->knowledge;
	struct inq_names names = signal_names(source, knowledge->rule_count);
	struct inq_str *more = (struct inq_str *)(uintptr_t)names.item;

	for (size_t i = 0; more && i < knowledge->rule_count; i++)
		more[names.count++] = knowledge->rules[i].name;
	return names;
}

uint32_t inq_need_dimension(const struct inq_source *source, unsigned line, struct inq_str name)
{
	return inq_names_need(source, line, "dimension", dimension_names(source), name);
}

uint32_t inq_need_label(const struct inq_source *source, unsigned line, uint32_t dimension, struct inq_str name)
{
	const struct inq_dimension *of = &source->knowledge->dimensions[dimension];
	const char *what = inq_arena_printf(source->arena, "label of %.*s", (int)of->name.n, of->name.s);
	struct inq_names names = label_names(source, dimension);
	uint32_t found;

	names.count -= names.count > 0; /* without `unknown`, which is no label */
	found = inq_names_need(source, line, what, names, name);
	return found == INQ_NONE ? INQ_NONE : of->first_label + found;
}

uint32_t inq_need_signal(const struct inq_source *source, unsigned line, struct inq_str name)
{
	return inq_names_need(source, line, "signal", signal_names(source, 0), name);
}

/* ---- reading conditions ---- */

struct condition_reader {
	const struct inq_source *source;
	struct inq_test *test;
	size_t count;
	bool ok;
};

static void emit(struct condition_reader *reader, enum inq_test_op op, uint32_t value)
{
	reader->test[reader->count++] = (struct inq_test){op, value};
	reader->ok = reader->ok && value != INQ_NONE;
}

static void refuse(struct condition_reader *reader, unsigned line, const char *what)
{
	inq_mistake(reader->source->mistakes, reader->source->file, line, "%s", what);
	reader->ok = false;
}

/* `dimension=label` or `dimension=unknown` */
static void read_verdict(struct condition_reader *reader, const struct inq_yaml *node, size_t equals)
{
	struct inq_str dimension_name = {node->scalar.s, equals};
	struct inq_str label_name = {node->scalar.s + equals + 1, node->scalar.n - equals - 1};
	uint32_t dimension = inq_need_dimension(reader->source, node->line, dimension_name);

	if (dimension == INQ_NONE)
		emit(reader, INQ_TEST_UNKNOWN, INQ_NONE);
	else if (inq_str_is(label_name, "unknown"))
		emit(reader, INQ_TEST_UNKNOWN, dimension);
	else
		emit(reader, INQ_TEST_LABEL, inq_need_label(reader->source, node->line, dimension, label_name));
}

static void read_name(struct condition_reader *reader, const struct inq_yaml *node)
{
	const char *equals = memchr(node->scalar.s, '=', node->scalar.n);
	uint32_t found;

	if (equals) {
		read_verdict(reader, node, (size_t)(equals - node->scalar.s));
		return;
	}
	found = inq_names_need(reader->source, node->line, "signal or rule", signal_and_rule_names(reader->source),
			       node->scalar);
	if (found == INQ_NONE || found < INQ_SIGNAL_COUNT)
		emit(reader, INQ_TEST_SIGNAL, found);
	else
		emit(reader, INQ_TEST_RULE, found - INQ_SIGNAL_COUNT);
}

static void read_node(struct condition_reader *reader, const struct inq_yaml *node, unsigned depth);

static void read_group(struct condition_reader *reader, enum inq_test_op op, const struct inq_yaml *node,
		       unsigned depth)
{
	if (node->kind != INQ_YAML_LIST) {
		emit(reader, op, 1);
		read_node(reader, node, depth);
		return;
	}
	if (node->count == 0)
		refuse(reader, node->line, "an empty list, expected names of signals or rules, or dimension=label");
	emit(reader, op, (uint32_t)node->count);
	for (size_t i = 0; i < node->count; i++)
		read_node(reader, node->item[i], depth);
}

static void read_map(struct condition_reader *reader, const struct inq_yaml *node, unsigned depth)
{
	static const struct inq_str keys[] = {{"all", 3}, {"any", 3}, {"none", 4}};
	static const enum inq_test_op ops[] = {INQ_TEST_ALL, INQ_TEST_ANY, INQ_TEST_NONE};
	const struct inq_names names = {keys, sizeof(keys) / sizeof(keys[0])};

	emit(reader, INQ_TEST_ALL, (uint32_t)node->count);
	for (size_t i = 0; i < node->count; i++) {
		const struct inq_yaml *key = node->key[i];
		uint32_t which = inq_names_need(reader->source, key->line, "condition", names, key->scalar);

		if (which == INQ_NONE)
			emit(reader, INQ_TEST_ALL, INQ_NONE);
		else
			read_group(reader, ops[which], node->item[i], depth);
	}
}

static void read_node(struct condition_reader *reader, const struct inq_yaml *node, unsigned depth)
{
	if (depth >= INQ_CONDITION_DEPTH_MAX)
		refuse(reader, node->line, "a condition nested too deeply, expected a few levels");
	else if (node->kind == INQ_YAML_SCALAR)
		read_name(reader, node);
	else if (node->kind == INQ_YAML_LIST)
		read_group(reader, INQ_TEST_ALL, node, depth + 1);
	else
		read_map(reader, node, depth + 1);
}

/* Upper bound of the tests that a node becomes. Deeper nodes than are read are not counted. */
static size_t count_tests(const struct inq_yaml *node, unsigned depth)
{
	size_t count = 2;

	if (depth > 2 * INQ_CONDITION_DEPTH_MAX || node->kind == INQ_YAML_SCALAR)
		return count;
	for (size_t i = 0; i < node->count; i++)
		count += count_tests(node->item[i], depth + 1);
	return count;
}

bool inq_condition_read(const struct inq_source *source, const struct inq_yaml *node, struct inq_condition *condition)
{
	struct condition_reader reader = {source, NULL, 0, true};

	*condition = (struct inq_condition){NULL, 0};
	if (!node)
		return true;
	reader.test = inq_arena_alloc(source->arena, count_tests(node, 0) * sizeof(*reader.test));
	if (!reader.test)
		return false;
	read_node(&reader, node, 0);
	if (reader.ok)
		*condition = (struct inq_condition){reader.test, reader.count};
	return reader.ok;
}

/* ---- evaluating them ---- */

static bool fired(const struct inq_fired *fired, uint32_t rule)
{
	size_t low = 0, high = fired->count;

	while (low < high) { /* fired rules stand in the order of the rules */
		size_t middle = low + (high - low) / 2;

		if (fired->item[middle].rule < rule)
			low = middle + 1;
		else
			high = middle;
	}
	return low < fired->count && fired->item[low].rule == rule;
}

static bool one_holds(struct inq_test test, const struct inq_inputs *in)
{
	const struct inq_decision *decision = in->verdict->decision;

	switch (test.op) {
	case INQ_TEST_SIGNAL:
		return in->signals->on[test.value] != 0;
	case INQ_TEST_RULE:
		return fired(in->fired, test.value);
	case INQ_TEST_LABEL:
		decision += in->knowledge->labels[test.value].dimension;
		return decision->applies && decision->label == test.value;
	case INQ_TEST_UNKNOWN:
		return decision[test.value].applies && decision[test.value].label == INQ_NONE;
	case INQ_TEST_ALL:
	case INQ_TEST_ANY:
	case INQ_TEST_NONE:
		break;
	}
	return false;
}

static bool holds(const struct inq_test **at, const struct inq_inputs *in)
{
	struct inq_test test = *(*at)++;
	uint32_t true_ones = 0;

	if (test.op < INQ_TEST_ALL)
		return one_holds(test, in);
	for (uint32_t i = 0; i < test.value; i++)
		true_ones += holds(at, in);
	return test.op == INQ_TEST_ALL ? true_ones == test.value : (true_ones > 0) == (test.op == INQ_TEST_ANY);
}

bool inq_condition_holds(const struct inq_condition *condition, const struct inq_inputs *in)
{
	const struct inq_test *at = condition->test;

	return condition->count == 0 || holds(&at, in);
}

/* ---- texts ---- */

struct inq_names inq_staff_languages(void)
{
	static const struct inq_str langs[] = {{"en", 2}, {"zh", 2}};

	return (struct inq_names){langs, sizeof(langs) / sizeof(langs[0])};
}

void inq_words_check(const struct inq_source *source, const struct inq_words *words, struct inq_names langs)
{
	struct inq_names present = {words->lang, words->count};

	if (words->count == 0)
		return;
	for (size_t i = 0; i < langs.count; i++) {
		uint32_t found = inq_names_find(present, langs.item[i]);

		if (found == INQ_NONE || words->text[found].n == 0)
			inq_mistake(source->mistakes, source->file, words->line, "no text in '%.*s', expected %s",
				    (int)langs.item[i].n, langs.item[i].s,
				    inq_names_near(source->arena, langs, langs.item[i]));
	}
}

void inq_phrases_check(const struct inq_source *source, const struct inq_phrases *phrases, struct inq_names langs)
{
	for (size_t i = 0; i < phrases->count; i++)
		inq_words_check(source, &phrases->item[i], langs);
}
