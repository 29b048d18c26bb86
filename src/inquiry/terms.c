/* Why a label has the points that it has: its sum, taken apart into what a person can follow. */
#include "verdict.h"

#include <stdlib.h>

/* Evidence weaker than half a nat (1.6 to 1) is a hint: it counts in the sum, but proves nothing. */
#define PROOF_MILLIONTHS_MIN 500000
/* Words that weigh less than this are not shown one by one: no reader learns anything from them. */
#define WORD_MILLIONTHS_MIN 30000
/* A phrase to show is no longer than this, in words; a Han or Kana character is a word here. */
#define PHRASE_WORDS_MAX 8u

static int64_t absolute(int64_t value)
{
	return value < 0 ? -value : value;
}

/* ---- the pieces of one label's sum, in millionths -------------------------------------------------------------- */

struct inquest {
	struct inq_arena *arena;
	const struct inq_evidence *e;
	const struct inq_scores *scores;
	uint32_t label;
	bool learnt;        /* the model made the sum */
	int64_t *by_rule;   /* by place in e->fired */
	int64_t *by_word;   /* by word of the n-grams */
	const struct inq_weighed *weighed;
};

static uint32_t place_of(const struct inq_fired *fired, uint32_t rule)
{
	uint32_t low = 0, high = (uint32_t)fired->count;

	while (high - low > 1) { /* fired rules stand in the order of the rules */
		uint32_t middle = low + (high - low) / 2;

		if (fired->item[middle].rule <= rule)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void weigh_given(struct inquest *q, uint32_t label)
{
	const struct inq_scores *s = q->scores;

	for (uint32_t i = s->first_given[label]; i < s->first_given[label + 1]; i++)
		q->by_rule[place_of(q->e->fired, s->given[i].rule)] +=
			q->learnt ? inq_model_effect(q->e->model, label, s->given[i].points, q->label)
				  : (int64_t)s->given[i].points * 1000;
}

static void weigh_rules(struct inquest *q)
{
	const struct inq_knowledge *k = q->e->knowledge;
	const struct inq_dimension *d = &k->dimensions[k->labels[q->label].dimension];

	if (!q->learnt) {
		weigh_given(q, q->label);
		return;
	}
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		weigh_given(q, l);
	for (size_t i = 0; i < q->e->fired->count; i++)
		q->by_rule[i] += inq_model_rule(q->e->model, q->e->fired->item[i].rule, q->label);
}

static bool open_inquest(struct inquest *q, struct inq_arena *arena, const struct inq_evidence *e,
			 const struct inq_scores *scores, uint32_t label)
{
	*q = (struct inquest){.arena = arena, .e = e, .scores = scores, .label = label, .weighed = &scores->weighed};
	q->learnt = e->model && inq_model_covers(e->model, e->knowledge->labels[label].dimension);
	q->by_rule = inq_arena_alloc(arena, (e->fired->count + 1) * sizeof(*q->by_rule));
	q->by_word = inq_arena_alloc(arena, (q->weighed->ngrams.word_count + 1) * sizeof(*q->by_word));
	if (inq_arena_failed(arena))
		return false;
	weigh_rules(q);
	if (q->learnt)
		inq_model_words(e->model, q->weighed, label, q->by_word);
	return true;
}

/* ---- proof ----------------------------------------------------------------------------------------------------- */

/* What a strong label must be proven against: the label of its dimension that costs most to miss. */
static uint32_t protected_label(const struct inq_knowledge *k, uint32_t label)
{
	const struct inq_dimension *d = &k->dimensions[k->labels[label].dimension];
	uint32_t protected = d->first_label;

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		if (k->labels[l].miss > k->labels[protected].miss)
			protected = l;
	return protected;
}

/* Evidence for one label is what a kind gives to it more than to the other. */
struct contrast {
	struct inquest of, against;
};

static bool words_prove(const struct contrast *c)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->of.weighed->ngrams.word_count; i++)
		sum += c->of.by_word[i] - c->against.by_word[i];
	return sum >= PROOF_MILLIONTHS_MIN;
}

static bool traits_prove(const struct contrast *c)
{
	const struct inq_traits *traits = &c->of.weighed->traits;
	int64_t sum = 0;

	for (size_t i = 0; i < traits->count; i++)
		if (inq_trait_proves(traits->item[i]))
			sum += inq_model_trait(c->of.e->model, traits->item[i], c->of.label) -
			       inq_model_trait(c->of.e->model, traits->item[i], c->against.label);
	return sum >= PROOF_MILLIONTHS_MIN;
}

bool inq_proven(struct inq_arena *arena, const struct inq_evidence *e, const struct inq_scores *scores, uint32_t label)
{
	const struct inq_knowledge *k = e->knowledge;
	unsigned char *proving = inq_arena_alloc(arena, k->family_count + 1); /* families that count already */
	struct contrast c;
	unsigned kinds;

	if (!proving || !open_inquest(&c.of, arena, e, scores, label) ||
	    !open_inquest(&c.against, arena, e, scores, protected_label(k, label)))
		return false;
	kinds = c.of.learnt ? (unsigned)words_prove(&c) + (unsigned)traits_prove(&c) : 0;
	for (size_t i = 0; i < e->fired->count && kinds < 2; i++) {
		const struct inq_rule *rule = &k->rules[e->fired->item[i].rule];

		if (c.of.by_rule[i] - c.against.by_rule[i] < PROOF_MILLIONTHS_MIN)
			continue;
		if (rule->tripwire)
			return true;
		kinds += !proving[rule->family_index];
		proving[rule->family_index] = 1;
	}
	return kinds >= 2;
}

/* ---- terms ----------------------------------------------------------------------------------------------------- */

static int prior_first_then_weight(const void *a, const void *b)
{
	const struct inq_term_of *x = a, *y = b;

	if ((x->kind == INQ_TERM_PRIOR) != (y->kind == INQ_TERM_PRIOR))
		return x->kind == INQ_TERM_PRIOR ? -1 : 1;
	if (absolute(x->points) != absolute(y->points))
		return absolute(x->points) > absolute(y->points) ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

static void add_term(struct inq_terms *out, enum inq_term_kind kind, uint32_t index, int64_t millionths,
		     struct inq_span span)
{
	int64_t points = (millionths + (millionths < 0 ? -500 : 500)) / 1000;

	if (points)
		out->item[out->count++] = (struct inq_term_of){kind, index, points, span};
}

static bool goes_on(const struct inquest *q, size_t first, size_t next)
{
	const struct inq_span *word = q->weighed->ngrams.word;

	return next < q->weighed->ngrams.word_count && next - first < PHRASE_WORDS_MAX &&
	       word[next].start <= word[next - 1].end + 1 && word[next].start >= word[next - 1].end &&
	       (q->by_word[next] < 0) == (q->by_word[first] < 0) &&
	       absolute(q->by_word[next]) >= WORD_MILLIONTHS_MIN / 2;
}

static void add_phrases(const struct inquest *q, struct inq_terms *out)
{
	const struct inq_span *word = q->weighed->ngrams.word;
	size_t count = q->learnt ? q->weighed->ngrams.word_count : 0;

	for (size_t first = 0, next; first < count; first = next) {
		int64_t sum = q->by_word[first];

		next = first + 1;
		if (absolute(sum) < WORD_MILLIONTHS_MIN)
			continue;
		while (goes_on(q, first, next))
			sum += q->by_word[next++];
		add_term(out, INQ_TERM_WORDS, (uint32_t)first, sum,
			 (struct inq_span){word[first].start, word[next - 1].end});
	}
}

static void add_traits(const struct inquest *q, struct inq_terms *out)
{
	const struct inq_traits *traits = &q->weighed->traits;

	for (size_t i = 0; q->learnt && i < traits->count; i++) {
		uint32_t trait = traits->item[i];
		struct inq_span span = trait < INQ_SIGNAL_COUNT ? q->e->signals->span[trait] : (struct inq_span){0, 0};

		add_term(out, INQ_TERM_TRAIT, trait, inq_model_trait(q->e->model, trait, q->label), span);
	}
}

static void add_rest(const struct inquest *q, struct inq_terms *out)
{
	int64_t rest = q->scores->points[q->label];

	for (size_t i = 0; i < out->count; i++)
		rest -= out->item[i].points;
	add_term(out, INQ_TERM_REST, 0, rest * 1000, (struct inq_span){0, 0});
}

enum inq_status inq_terms_of(struct inq_arena *arena, const struct inq_evidence *e, const struct inq_verdict *verdict,
			     uint32_t label, struct inq_terms *out)
{
	struct inquest q;

	*out = (struct inq_terms){0};
	if (!open_inquest(&q, arena, e, &verdict->scores, label))
		return INQ_FAILED;
	out->item = inq_arena_alloc(arena, (e->fired->count + q.weighed->ngrams.word_count + INQ_TRAIT_COUNT + 2) *
						   sizeof(*out->item));
	if (!out->item)
		return INQ_FAILED;
	add_term(out, INQ_TERM_PRIOR, 0,
		 q.learnt ? inq_model_bias(e->model, label) : (int64_t)e->knowledge->labels[label].prior * 1000,
		 (struct inq_span){0, 0});
	for (size_t i = 0; i < e->fired->count; i++)
		add_term(out, INQ_TERM_RULE, e->fired->item[i].rule, q.by_rule[i], e->fired->item[i].span);
	add_traits(&q, out);
	add_phrases(&q, out);
	qsort(out->item, out->count, sizeof(*out->item), prior_first_then_weight);
	add_rest(&q, out);
	return INQ_OK;
}
