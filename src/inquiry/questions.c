/* What to ask: only what is missing, and of that what tells most.
 *
 * Candidates are the questions that the playbooks list and, unless one of them says otherwise, a question for every
 * dimension that applies and was not decided. One about a dimension weighs less the surer its verdict nearly was; the
 * best one of each such dimension goes before all other questions, since without the answer the lead stays in doubt. */
#include "strategy_internal.h"

/* Of a taxonomy's own question, for dimensions that have none in the playbooks folder. */
#define WEIGHT_OF_TAXONOMY_QUESTION 30
/* Above every weight that a question can have. */
#define SETTLES_FIRST 1000

struct question_file {
	struct inq_str id, settles, needs;
	struct inq_yaml *when;
	int64_t weight;
	struct inq_words text;
};

static bool read_question(const struct inq_playbooks *playbooks, const struct inq_entry *entry,
			  struct inq_question *question)
{
	static const struct inq_yaml_field fields[] = {
	    {"id", INQ_FIELD_STRING, offsetof(struct question_file, id), true, 0, 0, NULL, "a name for playbooks"},
	    {"settles", INQ_FIELD_STRING, offsetof(struct question_file, settles), false, 0, 0, NULL, "a dimension"},
	    {"needs", INQ_FIELD_STRING, offsetof(struct question_file, needs), false, 0, 0, NULL, "a signal"},
	    {"when", INQ_FIELD_NODE, offsetof(struct question_file, when), false, 0, 0, NULL, "a condition"},
	    {"weight", INQ_FIELD_INTEGER, offsetof(struct question_file, weight), true, 0, 100, NULL,
	     "how much the answer tells"},
	    {"text", INQ_FIELD_TEXT, offsetof(struct question_file, text), true, 0, 0, NULL, "the question"},
	    {0}};
	const struct inq_source *source = &entry->source;
	struct question_file file = {.weight = 0};

	if (!inq_yaml_bind(source->arena, source->file, entry->node, fields, &file, source->mistakes))
		return false;
	inq_words_check(source, &file.text, playbooks->languages);
	*question = (struct inq_question){.id = file.id,
					  .settles = INQ_NONE,
					  .needs = INQ_NONE,
					  .weight = file.weight,
					  .text = file.text,
					  .line = entry->node->line};
	if (file.settles.n > 0)
		question->settles = inq_need_dimension(source, entry->node->line, file.settles);
	if (file.needs.n > 0)
		question->needs = inq_need_signal(source, entry->node->line, file.needs);
	return inq_condition_read(source, file.when, &question->when) &&
	       (file.settles.n == 0 || question->settles != INQ_NONE) &&
	       (file.needs.n == 0 || question->needs != INQ_NONE);
}

bool inq_questions_read(struct inq_playbooks *playbooks, struct inq_entries entries)
{
	bool ok = true;

	playbooks->questions = inq_arena_alloc(playbooks->arena, entries.count * sizeof(*playbooks->questions) + 1);
	for (size_t i = 0; playbooks->questions && i < entries.count; i++) {
		ok = read_question(playbooks, &entries.item[i], &playbooks->questions[i]) && ok;
		playbooks->question_count++;
	}
	return ok && playbooks->questions;
}

/* ---- choosing ---- */

struct candidate {
	int64_t weight;
	const struct inq_words *text;
};

struct choice { /* the best ones so far, by falling weight */
	struct candidate *best;
	size_t count, room;
};

/* Equal weights keep the order in which they came: that of the layers. */
static void consider(struct choice *choice, int64_t weight, const struct inq_words *text)
{
	size_t place = choice->count;

	for (size_t i = 0; i < choice->count; i++)
		if (choice->best[i].text == text)
			return;
	while (place > 0 && choice->best[place - 1].weight < weight)
		place--;
	if (place == choice->room)
		return;
	if (choice->count < choice->room)
		choice->count++;
	for (size_t i = choice->count - 1; i > place; i--)
		choice->best[i] = choice->best[i - 1];
	choice->best[place] = (struct candidate){weight, text};
}

static bool is_open(const struct inq_inputs *in, uint32_t dimension)
{
	const struct inq_decision *decision = &in->verdict->decision[dimension];

	return decision->applies && decision->label == INQ_NONE;
}

/* Two even labels leave the full weight, a verdict that was nearly sure next to none. */
static int64_t weight_of_doubt(const struct inq_inputs *in, uint32_t dimension, int64_t weight)
{
	double doubt = 2 * (1 - in->verdict->decision[dimension].confidence);

	return doubt >= 1 ? weight : (int64_t)((double)weight * (doubt > 0 ? doubt : 0));
}

static void consider_question(struct choice *choice, const struct inq_inputs *in, const struct inq_question *question)
{
	bool missing = question->needs != INQ_NONE && !in->signals->on[question->needs];
	bool open = question->settles != INQ_NONE && is_open(in, question->settles);
	bool always = question->needs == INQ_NONE && question->settles == INQ_NONE;

	if (!(missing || open || always) || !inq_condition_holds(&question->when, in))
		return;
	if (open && !missing)
		consider(choice, weight_of_doubt(in, question->settles, question->weight), &question->text);
	else
		consider(choice, question->weight, &question->text);
}

/* Whether the question would settle the dimension and may be asked here. */
static bool may_settle(const struct inq_question *question, const struct inq_inputs *in, uint32_t dimension)
{
	return question->settles == dimension && inq_condition_holds(&question->when, in);
}

/* The questions that settle a dimension: the folder's; where it has none that may be asked, the taxonomy's. */
static void consider_dimension(struct choice *choice, const struct inq_playbooks *playbooks,
			       const struct inq_inputs *in, uint32_t dimension)
{
	const struct inq_words *own = &in->knowledge->dimensions[dimension].question;
	const struct inq_question *best = NULL;

	for (size_t i = 0; i < playbooks->question_count; i++) {
		const struct inq_question *question = &playbooks->questions[i];

		if (may_settle(question, in, dimension) && (!best || question->weight > best->weight))
			best = question;
	}
	if (best)
		consider(choice, SETTLES_FIRST + weight_of_doubt(in, dimension, best->weight), &best->text);
	else if (own->count > 0)
		consider(choice, SETTLES_FIRST + weight_of_doubt(in, dimension, WEIGHT_OF_TAXONOMY_QUESTION), own);
}

/* Whether all playbooks let what is undecided be asked. */
static bool settles(const struct inq_chosen *chosen)
{
	for (size_t c = 0; c < chosen->count; c++)
		if (!chosen->item[c]->settle)
			return false;
	return true;
}

/* As many as the folder allows; each undecided dimension has its question all the same. */
static size_t room_for(const struct inq_playbooks *playbooks, const struct inq_chosen *chosen,
		       const struct inq_inputs *in)
{
	size_t open = 0, most = playbooks->at_most[INQ_LIST_ASK];

	for (uint32_t d = 0; settles(chosen) && d < in->knowledge->dimension_count; d++)
		open += is_open(in, d);
	return open > most ? open : most;
}

static void consider_playbooks(struct choice *choice, const struct inq_playbooks *playbooks,
			       const struct inq_chosen *chosen, const struct inq_inputs *in)
{
	for (uint32_t d = 0; settles(chosen) && d < in->knowledge->dimension_count; d++)
		if (is_open(in, d))
			consider_dimension(choice, playbooks, in, d);
	for (size_t c = 0; c < chosen->count; c++) {
		const struct inq_playbook *playbook = chosen->item[c];

		for (size_t i = 0; i < playbook->ask.count; i++)
			consider_question(choice, in, &playbooks->questions[playbook->ask.item[i]]);
	}
}

enum inq_status inq_questions_choose(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				     const struct inq_chosen *chosen, const struct inq_inputs *in, struct inq_str lang,
				     struct inq_str_list *out)
{
	size_t room = room_for(playbooks, chosen, in);
	struct choice choice = {inq_arena_alloc(arena, room * sizeof(*choice.best)), 0, room};

	*out = (struct inq_str_list){inq_arena_alloc(arena, room * sizeof(*out->item)), 0};
	if (!choice.best || !out->item)
		return INQ_FAILED;
	consider_playbooks(&choice, playbooks, chosen, in);
	for (size_t i = 0; i < choice.count; i++)
		out->item[out->count++] = inq_words_in(choice.best[i].text, lang);
	return INQ_OK;
}
