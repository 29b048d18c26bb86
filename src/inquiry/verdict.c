#include "verdict.h"

#include "composite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* After the third rule of one family the next one is worth less than a rounding error. */
#define DAMPING_SHIFT_MAX 20
#define MISS_ORDINARY 1000 /* thousandths */

/* ---- what the packs give --------------------------------------------------------------------------------------- */

static int by_label_and_weight(const void *a, const void *b)
{
	const struct inq_given *x = a, *y = b;

	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	if (abs(x->points) != abs(y->points))
		return abs(x->points) > abs(y->points) ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

static size_t count_given(const struct inq_knowledge *k, const struct inq_fired *fired)
{
	size_t count = 0;

	for (size_t i = 0; i < fired->count; i++)
		count += k->rules[fired->item[i].rule].effect_count;
	return count;
}

static void list_given(const struct inq_knowledge *k, const struct inq_fired *fired, struct inq_scores *scores)
{
	for (size_t i = 0; i < fired->count; i++) {
		const struct inq_rule *rule = &k->rules[fired->item[i].rule];

		for (size_t e = 0; e < rule->effect_count; e++)
			scores->given[scores->given_count++] = (struct inq_given){.label = rule->effects[e].label,
										  .rule = fired->item[i].rule,
										  .points = rule->effects[e].points,
										  .span = fired->item[i].span};
	}
	if (scores->given_count)
		qsort(scores->given, scores->given_count, sizeof(*scores->given), by_label_and_weight);
}

/* The strongest of a family counts in full, the next half, the next a quarter. */
static void damp_families(const struct inq_knowledge *k, struct inq_scores *scores, unsigned char *seen)
{
	uint32_t label = INQ_NONE;

	for (size_t i = 0; i < scores->given_count; i++) {
		struct inq_given *given = &scores->given[i];
		unsigned char *times;

		if (given->label != label) {
			memset(seen, 0, 2 * k->family_count);
			label = given->label;
		}
		times = &seen[2 * k->rules[given->rule].family_index + (given->points < 0)];
		given->points /= 1 << *times;
		if (*times < DAMPING_SHIFT_MAX)
			++*times;
	}
}

enum inq_status inq_packs_give(struct inq_arena *arena, const struct inq_knowledge *k, const struct inq_fired *fired,
			       struct inq_scores *scores, int64_t *totals)
{
	unsigned char *seen = inq_arena_alloc(arena, 2 * k->family_count + 1);

	scores->given_count = 0;
	scores->given = inq_arena_alloc(arena, (count_given(k, fired) + 1) * sizeof(*scores->given));
	scores->first_given = inq_arena_alloc(arena, (k->label_count + 1) * sizeof(*scores->first_given));
	if (inq_arena_failed(arena))
		return INQ_FAILED;
	list_given(k, fired, scores);
	damp_families(k, scores, seen);
	if (scores->given_count)
		qsort(scores->given, scores->given_count, sizeof(*scores->given), by_label_and_weight);
	for (uint32_t l = 0, i = 0; l <= k->label_count; l++) {
		scores->first_given[l] = i;
		for (; l < k->label_count && i < scores->given_count && scores->given[i].label == l; i++)
			if (totals)
				totals[l] += scores->given[i].points;
	}
	return INQ_OK;
}

/* ---- sums and probabilities ------------------------------------------------------------------------------------ */

struct softmax {
	const int64_t *points;
	double *probability;
	double temperature; /* thousandths of a nat */
	double sum;
	int64_t top;
};

static void softmax_add(struct softmax *s, uint32_t target)
{
	s->probability[target] = exp((double)(s->points[target] - s->top) / s->temperature);
	s->sum += s->probability[target];
}

/* The last target is `unknown` where the model knows it. */
static void softmax(const struct inq_knowledge *k, const struct inq_dimension *d, bool calibrated, bool has_unknown,
		    struct inq_scores *scores)
{
	uint32_t unknown = (uint32_t)(k->label_count + (size_t)(d - k->dimensions));
	struct softmax s = {.points = scores->points,
			    .probability = scores->probability,
			    .temperature = calibrated ? 1000.0 : (double)d->temperature,
			    .top = has_unknown ? scores->points[unknown] : scores->points[d->first_label]};

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		s.top = scores->points[l] > s.top ? scores->points[l] : s.top;
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		softmax_add(&s, l);
	if (has_unknown)
		softmax_add(&s, unknown);
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		scores->probability[l] /= s.sum;
	if (has_unknown)
		scores->probability[unknown] /= s.sum;
}

/* Millionths to thousandths, halves away from zero. */
static int64_t to_thousandths(int64_t millionths)
{
	return (millionths + (millionths < 0 ? -500 : 500)) / 1000;
}

static void score_dimension(const struct inq_evidence *e, uint32_t dimension, const int64_t *given,
			    struct inq_scores *scores)
{
	const struct inq_knowledge *k = e->knowledge;
	const struct inq_dimension *d = &k->dimensions[dimension];
	uint32_t unknown = (uint32_t)k->label_count + dimension;
	bool covered = e->model && inq_model_covers(e->model, dimension);

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		scores->points[l] = covered ? to_thousandths(scores->weighed.sum[l]) : k->labels[l].prior + given[l];
	if (covered)
		scores->points[unknown] = to_thousandths(scores->weighed.sum[unknown]);
	softmax(k, d, covered, covered && inq_model_has_unknown(e->model, dimension), scores);
}

static enum inq_status score_all(struct inq_arena *arena, const struct inq_evidence *e, struct inq_scores *scores)
{
	const struct inq_knowledge *k = e->knowledge;
	size_t targets = k->label_count + k->dimension_count;
	int64_t *given = inq_arena_alloc(arena, k->label_count * sizeof(*given));

	scores->points = inq_arena_alloc(arena, targets * sizeof(*scores->points));
	scores->probability = inq_arena_alloc(arena, targets * sizeof(*scores->probability));
	if (inq_arena_failed(arena) || inq_packs_give(arena, k, e->fired, scores, given) != INQ_OK)
		return INQ_FAILED;
	if (e->model && inq_model_weigh(arena, e->model, e->scratch, e->text, e->facts, e->signals, e->fired, given,
					&scores->weighed) != INQ_OK)
		return INQ_FAILED;
	for (uint32_t d = 0; d < k->dimension_count; d++)
		score_dimension(e, d, given, scores);
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
	return inq_label_set_has(&d->when_labels, earlier->label - k->dimensions[d->when_dimension].first_label);
}

/* Expected costs: the misses of all other labels, each as likely as it is. To claim what nobody could tell costs as
 * much as an ordinary miss. */
uint32_t inq_least_cost(const struct inq_knowledge *k, uint32_t dimension, const double *probability, double unknown,
			double abstain)
{
	const struct inq_dimension *d = &k->dimensions[dimension];
	double all = unknown * MISS_ORDINARY, least = abstain * (1 - unknown);
	uint32_t label = INQ_NONE;

	for (uint32_t i = 0; i < d->label_count; i++)
		all += probability[i] * (double)k->labels[d->first_label + i].miss;
	for (uint32_t i = 0; i < d->label_count; i++) {
		double cost = all - probability[i] * (double)k->labels[d->first_label + i].miss;

		if (cost < least) {
			least = cost;
			label = d->first_label + i;
		}
	}
	return label;
}

static double abstain_of(const struct inq_evidence *e, uint32_t dimension)
{
	int64_t learnt = e->model ? inq_model_abstain(e->model, dimension) : 0;

	return (double)(learnt > 0 ? learnt : e->knowledge->dimensions[dimension].abstain);
}

static struct inq_decision decide(struct inq_arena *arena, const struct inq_evidence *e, uint32_t dimension,
				  const struct inq_scores *scores)
{
	const struct inq_knowledge *k = e->knowledge;
	const struct inq_dimension *d = &k->dimensions[dimension];
	struct inq_decision decision = {.applies = true, .leading = d->first_label};

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		if (scores->probability[l] > scores->probability[decision.leading])
			decision.leading = l;
	decision.label = inq_least_cost(k, dimension, scores->probability + d->first_label,
					scores->probability[k->label_count + dimension], abstain_of(e, dimension));
	if (decision.label != INQ_NONE && k->labels[decision.label].needs_proof &&
	    !inq_proven(arena, e, scores, decision.label))
		decision.label = INQ_NONE;
	decision.confidence =
		scores->probability[decision.label == INQ_NONE ? decision.leading : decision.label];
	return decision;
}

enum inq_status inq_verdict_decide(struct inq_arena *arena, const struct inq_evidence *e, struct inq_verdict *verdict)
{
	const struct inq_knowledge *k = e->knowledge;

	*verdict = (struct inq_verdict){
		.decision = inq_arena_alloc(arena, k->dimension_count * sizeof(*verdict->decision))};
	if (!verdict->decision || score_all(arena, e, &verdict->scores) != INQ_OK)
		return INQ_FAILED;
	for (uint32_t d = 0; d < k->dimension_count; d++) {
		struct inq_decision *decision = &verdict->decision[d];

		*decision = (struct inq_decision){.label = INQ_NONE, .leading = k->dimensions[d].first_label};
		if (applies(k, verdict, &k->dimensions[d]))
			*decision = decide(arena, e, d, &verdict->scores);
	}
	verdict->composite = inq_composite_text(arena, k, verdict, INQ_STR("en"));
	return inq_arena_failed(arena) ? INQ_FAILED : INQ_OK;
}
