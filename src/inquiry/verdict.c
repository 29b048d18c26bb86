#include "verdict.h"

#include "composite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Evidence weaker than half a nat (1.6 to 1) is a hint: it counts in the sum, but proves nothing. */
#define PROOF_POINTS_MIN 500
/* After the third rule of one family the next one is worth less than a rounding error. */
#define DAMPING_SHIFT_MAX 20

/* ---- the sums -------------------------------------------------------------------------------------------------- */

static int by_label_and_weight(const void *a, const void *b)
{
	const struct inq_term_of *x = a, *y = b;

	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	if (abs(x->points) != abs(y->points))
		return abs(x->points) > abs(y->points) ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static size_t count_terms(const struct inq_knowledge *k, const struct inq_fired *fired)
{
	size_t count = k->label_count;

	for (size_t i = 0; i < fired->count; i++)
		count += k->rules[fired->item[i].rule].effect_count;
	return count;
}

static void list_terms(const struct inq_knowledge *k, const struct inq_fired *fired, struct inq_scores *scores)
{
	size_t at = 0;

	for (uint32_t l = 0; l < k->label_count; l++)
		scores->terms[at++] = (struct inq_term_of){.label = l, .rule = INQ_NONE, .points = k->labels[l].prior};
	for (size_t i = 0; i < fired->count; i++) {
		const struct inq_rule *rule = &k->rules[fired->item[i].rule];

		for (size_t e = 0; e < rule->effect_count; e++)
			scores->terms[at++] = (struct inq_term_of){.label = rule->effects[e].label,
								   .rule = fired->item[i].rule,
								   .points = rule->effects[e].points,
								   .span = fired->item[i].span};
	}
	scores->term_count = at;
	qsort(scores->terms, at, sizeof(*scores->terms), by_label_and_weight);
}

/* Rules of one family say much the same thing, so the strongest counts in full, the next half, the next a quarter. */
static void damp_families(const struct inq_knowledge *k, struct inq_scores *scores, unsigned char *seen)
{
	uint32_t label = INQ_NONE;

	for (size_t i = 0; i < scores->term_count; i++) {
		struct inq_term_of *term = &scores->terms[i];
		unsigned char *times;

		if (term->label != label) {
			memset(seen, 0, 2 * k->family_count);
			label = term->label;
		}
		if (term->rule == INQ_NONE)
			continue;
		times = &seen[2 * k->rules[term->rule].family_index + (term->points < 0)];
		term->points /= 1 << *times;
		if (*times < DAMPING_SHIFT_MAX)
			++*times;
	}
}

static void sum_up(const struct inq_knowledge *k, struct inq_scores *scores)
{
	for (uint32_t l = 0, i = 0; l <= k->label_count; l++) {
		scores->first_term[l] = i;
		for (; l < k->label_count && i < scores->term_count && scores->terms[i].label == l; i++)
			scores->points[l] += scores->terms[i].points;
	}
}

static void softmax(const struct inq_dimension *d, struct inq_scores *scores)
{
	int64_t top = scores->points[d->first_label];
	double sum = 0;

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		top = scores->points[l] > top ? scores->points[l] : top;
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++) {
		scores->probability[l] = exp((double)(scores->points[l] - top) / (double)d->temperature);
		sum += scores->probability[l];
	}
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		scores->probability[l] /= sum;
}

enum inq_status inq_model_score(struct inq_arena *arena, const struct inq_knowledge *k, const struct inq_fired *fired,
				struct inq_scores *scores)
{
	unsigned char *seen = inq_arena_alloc(arena, 2 * k->family_count + 1);

	scores->terms = inq_arena_alloc(arena, count_terms(k, fired) * sizeof(*scores->terms));
	scores->first_term = inq_arena_alloc(arena, (k->label_count + 1) * sizeof(*scores->first_term));
	scores->points = inq_arena_alloc(arena, k->label_count * sizeof(*scores->points));
	scores->probability = inq_arena_alloc(arena, k->label_count * sizeof(*scores->probability));
	if (inq_arena_failed(arena))
		return INQ_FAILED;
	list_terms(k, fired, scores);
	damp_families(k, scores, seen);
	qsort(scores->terms, scores->term_count, sizeof(*scores->terms), by_label_and_weight);
	sum_up(k, scores);
	for (size_t d = 0; d < k->dimension_count; d++)
		softmax(&k->dimensions[d], scores);
	return INQ_OK;
}

/* ---- the decision ---------------------------------------------------------------------------------------------- */

static bool applies(const struct inq_knowledge *k, const struct inq_verdict *verdict, const struct inq_dimension *d)
{
	const struct inq_decision *earlier;

	if (d->when_dimension == INQ_NONE)
		return true;
	earlier = &verdict->decision[d->when_dimension];
	if (!earlier->applies)
		return false;
	if (earlier->label == INQ_NONE)
		return d->when_unknown;
	return d->when_labels >> (earlier->label - k->dimensions[d->when_dimension].first_label) & 1;
}

/* A tripwire, or two independent families of evidence. */
static bool proven(const struct inq_knowledge *k, const struct inq_scores *scores, uint32_t label)
{
	uint32_t family = INQ_NONE;

	for (uint32_t i = scores->first_term[label]; i < scores->first_term[label + 1]; i++) {
		const struct inq_term_of *term = &scores->terms[i];

		if (term->rule == INQ_NONE || term->points < PROOF_POINTS_MIN)
			continue;
		if (k->rules[term->rule].tripwire)
			return true;
		if (family != INQ_NONE && family != k->rules[term->rule].family_index)
			return true;
		family = k->rules[term->rule].family_index;
	}
	return false;
}

/* Expected cost of deciding `label`: the misses of all others, each as likely as it is. */
static double cost_of(const struct inq_knowledge *k, const struct inq_dimension *d, const struct inq_scores *scores,
		      uint32_t label)
{
	double cost = 0;

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		if (l != label)
			cost += scores->probability[l] * (double)k->labels[l].miss;
	return cost;
}

static struct inq_decision decide(const struct inq_knowledge *k, const struct inq_dimension *d,
				  const struct inq_scores *scores)
{
	struct inq_decision decision = {.applies = true, .label = INQ_NONE, .leading = d->first_label};
	double least = (double)d->abstain;

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++) {
		double cost = cost_of(k, d, scores, l);

		if (scores->probability[l] > scores->probability[decision.leading])
			decision.leading = l;
		if (cost < least) {
			least = cost;
			decision.label = l;
		}
	}
	if (decision.label != INQ_NONE && k->labels[decision.label].needs_proof && !proven(k, scores, decision.label))
		decision.label = INQ_NONE;
	decision.confidence =
		scores->probability[decision.label == INQ_NONE ? decision.leading : decision.label];
	return decision;
}

enum inq_status inq_verdict_decide(struct inq_arena *arena, const struct inq_knowledge *k,
				   const struct inq_fired *fired, struct inq_verdict *verdict)
{
	*verdict = (struct inq_verdict){
		.decision = inq_arena_alloc(arena, k->dimension_count * sizeof(*verdict->decision))};
	if (!verdict->decision || inq_model_score(arena, k, fired, &verdict->scores) != INQ_OK)
		return INQ_FAILED;
	for (size_t i = 0; i < k->dimension_count; i++) {
		struct inq_decision *decision = &verdict->decision[i];

		*decision = (struct inq_decision){.label = INQ_NONE, .leading = k->dimensions[i].first_label};
		if (applies(k, verdict, &k->dimensions[i]))
			*decision = decide(k, &k->dimensions[i], &verdict->scores);
	}
	verdict->composite = inq_composite_text(arena, k, verdict, INQ_STR("en"));
	return inq_arena_failed(arena) ? INQ_FAILED : INQ_OK;
}
