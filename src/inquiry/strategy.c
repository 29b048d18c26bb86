/* Step 8. Of every layer the most specific playbook that matches is taken, from the first layer to the last; a playbook
 * may silence layers below it. What was taken adds up: lists are merged in the order of the layers, the earliest
 * deadline and the strictest disclosure win. */
#include "strategy_internal.h"

#include <string.h>

struct composer {
	struct inq_arena *arena;
	const struct inq_playbooks *playbooks;
	const struct inq_inputs *in;
	struct inq_chosen chosen;
	struct inq_str lang; /* of what the salesperson reads */
};

/* ---- which playbooks ---- */

static bool label_matches(const struct inq_match *match, const struct inq_inputs *in)
{
	const struct inq_decision *decision = &in->verdict->decision[match->dimension];
	uint32_t first = in->knowledge->dimensions[match->dimension].first_label;

	if (!decision->applies)
		return false;
	return decision->label == INQ_NONE ? match->unknown
					   : inq_label_set_has(&match->labels, decision->label - first);
}

static bool matches(const struct inq_playbook *playbook, const struct inq_inputs *in)
{
	for (size_t i = 0; i < playbook->match_count; i++)
		if (!label_matches(&playbook->match[i], in))
			return false;
	return inq_condition_holds(&playbook->when, in);
}

static void choose(struct composer *composer)
{
	const struct inq_playbooks *playbooks = composer->playbooks;
	struct inq_chosen *chosen = &composer->chosen;
	uint64_t closed = 0; /* layers that are filled or silenced */

	for (size_t i = 0; i < playbooks->playbook_count; i++) {
		const struct inq_playbook *playbook = &playbooks->playbooks[i];
		uint64_t layer = UINT64_C(1) << playbook->layer;

		if ((closed & layer) || playbook == playbooks->fallback || !matches(playbook, composer->in))
			continue;
		chosen->item[chosen->count++] = playbook;
		closed |= layer | playbook->silences;
	}
	if (chosen->count == 0)
		chosen->item[chosen->count++] = playbooks->fallback;
}

/* ---- lists ---- */

static size_t length_of(const struct inq_playbook *playbook, enum inq_list list)
{
	return list == INQ_LIST_OWNERS ? playbook->owners.count : playbook->texts[list].count;
}

static struct inq_str text_of(const struct composer *composer, const struct inq_playbook *playbook, enum inq_list list,
			      size_t index)
{
	if (list == INQ_LIST_OWNERS)
		return inq_words_in(&composer->playbooks->roles[playbook->owners.item[index]].reads, composer->lang);
	return inq_words_in(&playbook->texts[list].item[index], composer->lang);
}

static bool contains(const struct inq_str_list *list, struct inq_str text)
{
	for (size_t i = 0; i < list->count; i++)
		if (inq_str_eq(list->item[i], text))
			return true;
	return false;
}

static size_t layers_with(const struct inq_chosen *chosen, enum inq_list list, size_t from)
{
	size_t count = 0;

	for (size_t i = from; i < chosen->count; i++)
		count += length_of(chosen->item[i], list) > 0;
	return count;
}

/* Fills a list layer by layer. The last places are kept for the first advice of each layer still to come, so that a
 * long list above does not swallow what a segment has to say. */
static struct inq_str_list merge(const struct composer *composer, enum inq_list list)
{
	const struct inq_chosen *chosen = &composer->chosen;
	size_t room = composer->playbooks->at_most[list];
	struct inq_str_list out = {inq_arena_alloc(composer->arena, room * sizeof(*out.item)), 0};

	for (size_t c = 0; out.item && c < chosen->count; c++) {
		size_t kept = layers_with(chosen, list, c + 1);
		size_t until = room > kept + out.count ? room - kept : out.count + 1;

		for (size_t i = 0; i < length_of(chosen->item[c], list) && out.count < until && out.count < room; i++) {
			struct inq_str text = text_of(composer, chosen->item[c], list, i);

			if (!contains(&out, text))
				out.item[out.count++] = text;
		}
	}
	return out;
}

/* A cadence or a timeline is one plan: that of the first layer that has one. */
static struct inq_str_list first_of(const struct composer *composer, enum inq_list list)
{
	struct composer one = *composer;

	one.chosen.count = 0;
	for (size_t c = 0; c < composer->chosen.count && one.chosen.count == 0; c++)
		if (length_of(composer->chosen.item[c], list) > 0)
			one.chosen.item[one.chosen.count++] = composer->chosen.item[c];
	return merge(&one, list);
}

/* ---- the rest of the strategy ---- */

static struct inq_str joined_id(const struct composer *composer)
{
	const char *id = "";

	for (size_t c = 0; c < composer->chosen.count; c++) {
		struct inq_str one = composer->chosen.item[c]->id;

		id = inq_arena_printf(composer->arena, "%s%s%.*s", id, c ? "+" : "", (int)one.n, one.s);
	}
	return (struct inq_str){id, strlen(id)};
}

static const struct inq_within *otherwise(const struct inq_playbooks *playbooks, struct inq_str band)
{
	size_t i = 0;

	while (i + 1 < playbooks->otherwise_count && !inq_str_eq(playbooks->otherwise[i].band, band))
		i++;
	return &playbooks->otherwise[i].within;
}

/* Deadlines are compared as instants: on a Friday evening "24 h wall clock" ends before "4 h" of working time. */
static void set_deadline(const struct composer *composer, const struct inq_calendar *calendar, struct inq_str band,
			 struct inq_strategy *out)
{
	int64_t received = composer->in->event->received_at_ms;
	const struct inq_within *strictest = NULL;

	for (size_t c = 0; c < composer->chosen.count; c++) {
		const struct inq_within *within = &composer->chosen.item[c]->within;
		int64_t by = within->set ? inq_calendar_add(calendar, received, within->minutes) : 0;

		if (!within->set || (strictest && by >= out->respond_by_ms))
			continue;
		strictest = within;
		out->respond_by_ms = by;
	}
	if (!strictest) {
		strictest = otherwise(composer->playbooks, band);
		out->respond_by_ms = inq_calendar_add(calendar, received, strictest->minutes);
	}
	out->respond_within = strictest->text;
}

static struct inq_str strictest_disclosure(const struct composer *composer)
{
	int strictest = 0;
	const char *name;

	for (size_t c = 0; c < composer->chosen.count; c++)
		if (composer->chosen.item[c]->disclosure > strictest)
			strictest = composer->chosen.item[c]->disclosure;
	name = inq_disclosures[strictest];
	return (struct inq_str){name, strlen(name)};
}

static const struct inq_opening *opening_of(const struct composer *composer)
{
	for (size_t c = 0; c < composer->chosen.count; c++) {
		const struct inq_playbook *playbook = composer->chosen.item[c];

		if (playbook->has_opening)
			return playbook->opening == INQ_NONE ? NULL : &composer->playbooks->openings[playbook->opening];
	}
	return NULL;
}

static enum inq_status write_to_buyer(const struct composer *composer, struct inq_strategy *out)
{
	struct inq_str lang = inq_letter_language(composer->playbooks, composer->in->text);
	const struct inq_opening *opening = opening_of(composer);
	enum inq_status status = inq_questions_choose(composer->arena, composer->playbooks, &composer->chosen,
						      composer->in, lang, &out->ask);

	out->opening = INQ_STR("");
	if (status != INQ_OK || !opening)
		return status;
	return inq_opening_write(composer->arena, composer->playbooks, opening, composer->in, &out->ask, lang,
				 &out->opening);
}

enum inq_status inq_strategy_choose(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				    const struct inq_calendar *calendar, const struct inq_inputs *in,
				    const struct inq_priority *priority, struct inq_strategy *out)
{
	struct composer composer = {arena, playbooks, in, {{NULL}, 0}, INQ_STR("en")};

	choose(&composer);
	*out = (struct inq_strategy){
	    .id = joined_id(&composer),
	    .disclosure = strictest_disclosure(&composer),
	    .owners = merge(&composer, INQ_LIST_OWNERS),
	    .goals = merge(&composer, INQ_LIST_GOALS),
	    .act = merge(&composer, INQ_LIST_DO),
	    .avoid = merge(&composer, INQ_LIST_AVOID),
	    .attach = merge(&composer, INQ_LIST_ATTACH),
	    .follow_up = first_of(&composer, INQ_LIST_FOLLOW_UP),
	    .reception = first_of(&composer, INQ_LIST_RECEPTION),
	};
	set_deadline(&composer, calendar, priority->band, out);
	if (write_to_buyer(&composer, out) != INQ_OK || inq_arena_failed(arena))
		return INQ_FAILED;
	return INQ_OK;
}
