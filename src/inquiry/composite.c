#include "composite.h"

#include <string.h>

struct template_entry {
	struct inq_yaml *when;
	struct inq_words reads;
};
static const struct inq_yaml_field template_fields[] = {
	{.name = "when", .type = INQ_FIELD_NODE, .offset = offsetof(struct template_entry, when), .required = true, .meaning = "a mapping from dimension to label, {} for always"},
	{.name = "reads", .type = INQ_FIELD_TEXT, .offset = offsetof(struct template_entry, reads), .required = true, .meaning = "the text"},
	{0},
};

static bool read_condition(const struct inq_knowledge *k, const char *file, const struct inq_yaml *when, size_t i,
			   struct inq_composite *c, struct inq_mistakes *mistakes)
{
	uint32_t dimension = inq_dimension_find(k, when->key[i]->scalar), label = INQ_NONE;

	if (dimension != INQ_NONE)
		label = inq_label_find(k, dimension, when->item[i]->scalar);
	if (label == INQ_NONE) {
		inq_mistake(mistakes, file, when->key[i]->line,
			    "'%s: %s': found no such dimension and label, expected those of this file",
			    when->key[i]->scalar.s, when->item[i]->scalar.s);
		return false;
	}
	c->labels[c->label_count++] = label;
	return true;
}

static void read_template(struct inq_knowledge *k, const char *file, const struct inq_yaml *node,
			  struct inq_mistakes *mistakes)
{
	struct template_entry e = {0};
	struct inq_composite *c = &k->composites[k->composite_count];

	if (!inq_yaml_bind(k->arena, file, node, template_fields, &e, mistakes))
		return;
	*c = (struct inq_composite){.reads = e.reads,
				    .labels = inq_arena_alloc(k->arena, e.when->count * sizeof(*c->labels) + 1)};
	if (!c->labels)
		return;
	for (size_t i = 0; i < e.when->count; i++)
		if (!read_condition(k, file, e.when, i, c, mistakes))
			return;
	k->composite_count++;
}

void inq_composites_read(struct inq_knowledge *k, const char *file, const struct inq_yaml *list,
			 struct inq_mistakes *mistakes)
{
	if (list->kind != INQ_YAML_LIST || list->count == 0) {
		inq_mistake(mistakes, file, list->line, "composite: expected a list of templates");
		return;
	}
	k->composites = inq_arena_alloc(k->arena, list->count * sizeof(*k->composites));
	for (size_t i = 0; k->composites && i < list->count; i++)
		read_template(k, file, list->item[i], mistakes);
}

/* ---- filling in ------------------------------------------------------------------------------------------------ */

static bool decided_as(const struct inq_knowledge *k, const struct inq_verdict *verdict, uint32_t label)
{
	const struct inq_decision *decision = &verdict->decision[k->labels[label].dimension];

	return decision->applies && decision->label == label;
}

/* What `{name}` or `{name|otherwise}` stands for. */
static struct inq_str slot_text(const struct inq_knowledge *k, const struct inq_verdict *verdict, struct inq_str slot,
				struct inq_str lang)
{
	const char *bar = memchr(slot.s, '|', slot.n);
	struct inq_str name = {slot.s, bar ? (size_t)(bar - slot.s) : slot.n};
	struct inq_str otherwise = {bar ? bar + 1 : "", bar ? slot.n - name.n - 1 : 0};
	uint32_t d = inq_dimension_find(k, name);

	if (d == INQ_NONE || !verdict->decision[d].applies || verdict->decision[d].label == INQ_NONE)
		return otherwise;
	return inq_words_in(&k->labels[verdict->decision[d].label].reads, lang);
}

/* Copies without doubling blanks where a slot vanished. */
static size_t copy_tidy(char *to, size_t at, struct inq_str piece)
{
	for (size_t i = 0; i < piece.n; i++)
		if (piece.s[i] != ' ' || (at > 0 && to[at - 1] != ' '))
			to[at++] = piece.s[i];
	return at;
}

static const char *fill(struct inq_arena *arena, const struct inq_knowledge *k, const struct inq_verdict *verdict,
			struct inq_str pattern, struct inq_str lang)
{
	size_t room = pattern.n + 1, at = 0;
	char *text;

	for (size_t d = 0; d < k->dimension_count; d++)
		if (verdict->decision[d].label != INQ_NONE)
			room += inq_words_in(&k->labels[verdict->decision[d].label].reads, lang).n * 2;
	text = inq_arena_alloc(arena, room);
	for (size_t i = 0; text && i < pattern.n;) {
		const char *close = pattern.s[i] == '{' ? memchr(pattern.s + i, '}', pattern.n - i) : NULL;
		struct inq_str piece = {pattern.s + i, 1};

		if (close) {
			struct inq_str slot = {pattern.s + i + 1, (size_t)(close - pattern.s) - i - 1};

			piece = slot_text(k, verdict, slot, lang);
			i += slot.n + 1;
		}
		if (at + piece.n < room)
			at = copy_tidy(text, at, piece);
		i++;
	}
	while (text && at > 0 && text[at - 1] == ' ')
		text[--at] = '\0';
	return text ? text : "";
}

const char *inq_composite_text(struct inq_arena *arena, const struct inq_knowledge *k,
			       const struct inq_verdict *verdict, struct inq_str lang)
{
	for (size_t i = 0; i < k->composite_count; i++) {
		const struct inq_composite *c = &k->composites[i];
		size_t held = 0;

		while (held < c->label_count && decided_as(k, verdict, c->labels[held]))
			held++;
		if (held == c->label_count)
			return fill(arena, k, verdict, inq_words_in(&c->reads, lang), lang);
	}
	return "";
}
