/* Step 7. Whatever changes the sum, be it a cap or the end of the scale, does so as a term of its own. */
#include "priority_internal.h"

#include <math.h>
#include <string.h>

struct sum {
	struct inq_arena *arena;
	const struct inq_priorities *priorities;
	const struct inq_inputs *in;
	struct inq_priority *out;
};

static struct inq_str english(const struct inq_words *words)
{
	return inq_words_in(words, INQ_STR("en"));
}

static void add(struct sum *sum, struct inq_str name, struct inq_str because, int32_t points)
{
	struct inq_priority *out = sum->out;

	if (points == 0 || out->term_count >= sum->priorities->term_limit)
		return;
	out->terms[out->term_count++] = (struct inq_priority_term){name, because, points};
	out->score += points;
}

static void add_line(struct sum *sum, const struct inq_priority_line *line)
{
	add(sum, line->name, english(&line->because), line->points);
}

/* "what the buyer can purchase: large 87 %" */
static struct inq_str expected_because(struct inq_arena *arena, const struct inq_inputs *in,
				       const struct inq_priority_expected *expected,
				       const struct inq_decision *decision)
{
	struct inq_str words = english(&expected->because);
	struct inq_str label = in->knowledge->labels[decision->leading].name;
	long percent = lround(decision->confidence * 100);
	const char *undecided = decision->label == INQ_NONE ? "undecided, " : "";
	const char *text = inq_arena_printf(arena, "%.*s: %s%.*s %ld %%", (int)words.n, words.s, undecided,
					    (int)label.n, label.s, percent);

	return (struct inq_str){text, strlen(text)};
}

static void add_expected(struct sum *sum, const struct inq_priority_expected *expected)
{
	const struct inq_knowledge *knowledge = sum->in->knowledge;
	const struct inq_dimension *dimension = &knowledge->dimensions[expected->dimension];
	const struct inq_decision *decision = &sum->in->verdict->decision[expected->dimension];
	const double *probability = sum->in->verdict->scores.probability + dimension->first_label;
	/* Where nothing tells, all labels are as likely as each other. */
	double even = sum->in->verdict->scores.probability[knowledge->label_count + expected->dimension] /
		      dimension->label_count;
	double points = 0;

	if (!decision->applies)
		return;
	for (uint32_t i = 0; i < dimension->label_count; i++)
		points += (probability[i] + even) * expected->points[i];
	add(sum, dimension->name, expected_because(sum->arena, sum->in, expected, decision), (int32_t)lround(points));
}

static void add_group(struct sum *sum, const struct inq_priority_group *group)
{
	int32_t before = sum->out->score;

	if (!inq_condition_holds(&group->when, sum->in))
		return;
	for (size_t i = 0; i < group->line_count; i++)
		if (inq_condition_holds(&group->lines[i].when, sum->in))
			add_line(sum, &group->lines[i]);
	if (sum->out->score - before > group->cap)
		add(sum, group->cut.name, english(&group->cut.because), group->cap - (sum->out->score - before));
}

static void add_waiting(struct sum *sum)
{
	const struct inq_priorities *p = sum->priorities;
	int64_t waited = sum->in->now_ms - sum->in->event->received_at_ms;
	const struct inq_priority_wait *passed = NULL;

	for (size_t i = 0; i < p->wait_count && waited > p->waits[i].over_ms; i++)
		passed = &p->waits[i];
	if (passed && inq_condition_holds(&p->waiting_when, sum->in))
		add_line(sum, &passed->line);
}

static void keep_between(struct sum *sum, struct inq_str name, const struct inq_words *because, int32_t least,
			 int32_t most)
{
	int32_t score = sum->out->score;

	if (score < least)
		add(sum, name, english(because), least - score);
	else if (score > most)
		add(sum, name, english(because), most - score);
}

/* The band that the bounds give; NULL where the score decides. */
static const struct inq_priority_band *apply_bounds(struct sum *sum)
{
	const struct inq_priority_band *given = NULL;

	for (size_t i = 0; i < sum->priorities->bound_count; i++) {
		const struct inq_priority_bound *bound = &sum->priorities->bounds[i];

		if (!inq_condition_holds(&bound->line.when, sum->in))
			continue;
		keep_between(sum, bound->line.name, &bound->line.because, bound->at_least, bound->at_most);
		if (!given)
			given = bound->band;
	}
	return given;
}

static struct inq_str band_of(const struct inq_priorities *p, int32_t score)
{
	for (size_t i = 0; i < p->band_count; i++)
		if (p->bands[i].from >= 0 && score >= p->bands[i].from)
			return p->bands[i].name;
	return INQ_STR("");
}

enum inq_status inq_prioritise(struct inq_arena *arena, const struct inq_priorities *priorities,
			       const struct inq_inputs *in, struct inq_priority *out)
{
	struct sum sum = {arena, priorities, in, out};
	const struct inq_priority_band *given;

	*out = (struct inq_priority){.terms = inq_arena_alloc(arena, priorities->term_limit * sizeof(*out->terms))};
	if (!out->terms)
		return INQ_FAILED;
	for (size_t i = 0; i < priorities->expected_count; i++)
		add_expected(&sum, &priorities->expected[i]);
	for (size_t i = 0; i < priorities->group_count; i++)
		add_group(&sum, &priorities->groups[i]);
	add_waiting(&sum);
	given = apply_bounds(&sum);
	keep_between(&sum, INQ_STR("limit"), &priorities->limit_because, 0, INQ_PRIORITY_SCORE_MAX);
	out->band = given ? given->name : band_of(priorities, out->score);
	return inq_arena_failed(arena) ? INQ_FAILED : INQ_OK;
}
