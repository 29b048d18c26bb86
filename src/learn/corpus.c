/* The corpus as training sees it: features and gold labels of every inquiry. */
#include "learn_internal.h"

#include "inq_limits.h"
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Makes room for `more` items after `count`. */
static bool grow(void *items, size_t *room, size_t count, size_t more, size_t size)
{
	size_t wanted = *room ? *room : 1024;
	void *larger;

	if (count + more <= *room)
		return true;
	while (wanted < count + more)
		wanted *= 2;
	larger = realloc(*(void **)items, wanted * size);
	if (!larger)
		return false;
	*(void **)items = larger;
	*room = wanted;
	return true;
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

static uint32_t add_name(struct learn_corpus *corpus, const char *name)
{
	if (!name)
		return INQ_NONE;
	corpus->name[corpus->name_count] = strdup(name);
	return corpus->name[corpus->name_count] ? (uint32_t)corpus->name_count++ : INQ_NONE;
}

static bool name_features(struct learn_corpus *corpus)
{
	const struct inq_knowledge *k = corpus->knowledge;
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	bool whole = arena;

	corpus->name = calloc(INQ_TRAIT_COUNT + k->rule_count + k->label_count, sizeof(*corpus->name));
	corpus->named_of_trait = calloc(INQ_TRAIT_COUNT, sizeof(*corpus->named_of_trait));
	corpus->named_of_rule = calloc(k->rule_count + 1, sizeof(*corpus->named_of_rule));
	corpus->named_of_label = calloc(k->label_count + 1, sizeof(*corpus->named_of_label));
	whole = whole && corpus->name && corpus->named_of_trait && corpus->named_of_rule && corpus->named_of_label;
	for (uint32_t i = 0; whole && i < INQ_TRAIT_COUNT; i++)
		corpus->named_of_trait[i] = add_name(corpus, inq_trait_name(arena, i));
	for (uint32_t i = 0; whole && i < k->rule_count; i++)
		corpus->named_of_rule[i] = add_name(corpus, inq_model_rule_name(arena, k, i));
	for (uint32_t i = 0; whole && i < k->label_count; i++)
		corpus->named_of_label[i] = add_name(corpus, inq_model_points_name(arena, k, i));
	whole = whole && !inq_arena_failed(arena);
	inq_arena_free(arena);
	return whole;
}

struct learn_corpus *learn_corpus_new(const struct inq_engine *engine)
{
	struct learn_corpus *corpus = calloc(1, sizeof(*corpus));

	if (!corpus)
		return NULL;
	corpus->engine = engine;
	corpus->knowledge = inq_engine_knowledge(engine);
	if (!name_features(corpus)) {
		learn_corpus_free(corpus);
		return NULL;
	}
	return corpus;
}

void learn_corpus_free(struct learn_corpus *corpus)
{
	if (!corpus)
		return;
	for (size_t i = 0; i < corpus->name_count; i++)
		free(corpus->name[i]);
	for (size_t i = 0; i < corpus->count; i++) {
		free(corpus->inquiry[i].id);
		free(corpus->inquiry[i].lang);
	}
	free(corpus->name);
	free(corpus->named_of_trait);
	free(corpus->named_of_rule);
	free(corpus->named_of_label);
	free(corpus->inquiry);
	free(corpus->ngram);
	free(corpus->named);
	free(corpus->gold);
	free(corpus->points);
	free(corpus);
}

size_t learn_count(const struct learn_corpus *corpus)
{
	return corpus->count;
}

unsigned learn_fold(const char *id, uint64_t seed, unsigned folds)
{
	return (unsigned)(XXH3_64bits_withSeed(id, strlen(id), seed) % folds);
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static bool find_gold(const struct learn_corpus *corpus, const struct learn_label *said, int *gold,
		      struct inq_error *error)
{
	const struct inq_knowledge *k = corpus->knowledge;
	uint32_t d = inq_dimension_find(k, (struct inq_str){said->dimension, strlen(said->dimension)});
	uint32_t l;

	if (d == INQ_NONE)
		return true; /* other labels of the corpus: priority, language, facts */
	if (!strcmp(said->label, "unknown")) {
		gold[d] = (int)k->dimensions[d].label_count;
		return true;
	}
	l = inq_label_find(k, d, (struct inq_str){said->label, strlen(said->label)});
	if (l != INQ_NONE) {
		gold[d] = (int)(l - k->dimensions[d].first_label);
		return true;
	}
	snprintf(error->text, sizeof(error->text), "labels.%s: `%s` is not a label of the taxonomy", said->dimension,
		 said->label);
	return false;
}

static int by_kind_and_hash(const void *a, const void *b)
{
	const struct learn_ngram *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static bool keep_ngrams(struct learn_corpus *corpus, struct learn_inquiry *inquiry, const struct inq_ngrams *ngrams)
{
	struct learn_ngram *first;
	size_t kept = 0;

	if (!grow(&corpus->ngram, &corpus->ngram_room, corpus->ngram_count, ngrams->count, sizeof(*corpus->ngram)))
		return false;
	first = corpus->ngram + corpus->ngram_count;
	for (size_t i = 0; i < ngrams->count; i++)
		first[i] = (struct learn_ngram){ngrams->item[i].hash, 1, ngrams->item[i].kind};
	if (ngrams->count)
		qsort(first, ngrams->count, sizeof(*first), by_kind_and_hash);
	for (size_t i = 0; i < ngrams->count; i++) {
		if (kept && first[kept - 1].hash == first[i].hash && first[kept - 1].kind == first[i].kind)
			first[kept - 1].times++;
		else
			first[kept++] = first[i];
	}
	inquiry->first_ngram = corpus->ngram_count;
	inquiry->ngram_count = kept;
	corpus->ngram_count += kept;
	return true;
}

static void keep_name(struct learn_corpus *corpus, uint32_t named)
{
	if (named != INQ_NONE)
		corpus->named[corpus->named_count++] = named;
}

static bool keep_named(struct learn_corpus *corpus, struct learn_inquiry *inquiry, const struct inq_findings *found)
{
	struct inq_traits traits;

	inq_traits_read(&found->text, &found->facts, &found->signals, &traits);
	if (!grow(&corpus->named, &corpus->named_room, corpus->named_count, traits.count + found->fired.count,
		  sizeof(*corpus->named)))
		return false;
	inquiry->first_named = corpus->named_count;
	for (size_t i = 0; i < traits.count; i++)
		keep_name(corpus, corpus->named_of_trait[traits.item[i]]);
	inquiry->first_rule = corpus->named_count;
	for (size_t i = 0; i < found->fired.count; i++)
		keep_name(corpus, corpus->named_of_rule[found->fired.item[i].rule]);
	inquiry->named_count = corpus->named_count - inquiry->first_named;
	return true;
}

static bool keep_points(struct learn_corpus *corpus, struct inq_arena *arena, const struct inq_findings *found)
{
	struct inq_scores scores;
	int64_t *points = corpus->points + corpus->count * corpus->knowledge->label_count;

	memset(points, 0, corpus->knowledge->label_count * sizeof(*points));
	return inq_packs_give(arena, corpus->knowledge, &found->fired, &scores, points) == INQ_OK;
}

static bool make_room(struct learn_corpus *corpus)
{
	size_t wanted = corpus->room ? 2 * corpus->room : 1024;
	struct learn_inquiry *inquiry;
	int *gold;
	int64_t *points;

	if (corpus->count < corpus->room)
		return true;
	inquiry = realloc(corpus->inquiry, wanted * sizeof(*inquiry));
	if (inquiry)
		corpus->inquiry = inquiry;
	gold = realloc(corpus->gold, wanted * corpus->knowledge->dimension_count * sizeof(*gold));
	if (gold)
		corpus->gold = gold;
	points = realloc(corpus->points, wanted * corpus->knowledge->label_count * sizeof(*points));
	if (points)
		corpus->points = points;
	if (!inquiry || !gold || !points)
		return false;
	corpus->room = wanted;
	return true;
}

static bool keep(struct learn_corpus *corpus, struct inq_arena *arena, const struct learn_row *row,
		 const struct inq_findings *found)
{
	struct learn_inquiry inquiry = {.known_to_packs = row->known_to_packs, .practice = row->practice};
	struct inq_ngrams ngrams;

	if (inq_ngrams_read(arena, &found->text, &ngrams) != INQ_OK || !keep_ngrams(corpus, &inquiry, &ngrams) ||
	    !keep_named(corpus, &inquiry, found) || !keep_points(corpus, arena, found))
		return false;
	inquiry.id = strdup(row->id);
	inquiry.lang = row->lang ? strdup(row->lang) : strndup(found->text.lang.s, found->text.lang.n);
	if (!inquiry.id || !inquiry.lang) {
		free(inquiry.id);
		free(inquiry.lang);
		return false;
	}
	corpus->inquiry[corpus->count++] = inquiry;
	return true;
}

static enum inq_status out_of_memory(struct inq_error *error)
{
	snprintf(error->text, sizeof(error->text), "out of memory");
	return INQ_FAILED;
}

enum inq_status learn_add(struct learn_corpus *corpus, struct inq_worker *worker, const struct learn_row *row,
			  struct inq_error *error)
{
	struct inq_input input = {.json = row->json, .json_size = row->json_size};
	struct inq_findings found;
	struct inq_arena *arena;
	enum inq_status status;
	int *gold;

	if (!make_room(corpus))
		return out_of_memory(error);
	gold = corpus->gold + corpus->count * corpus->knowledge->dimension_count;
	for (size_t d = 0; d < corpus->knowledge->dimension_count; d++)
		gold[d] = LEARN_NO_LABEL;
	for (size_t i = 0; i < row->label_count; i++)
		if (!find_gold(corpus, &row->labels[i], gold, error))
			return INQ_REJECTED;
	status = inq_read(corpus->engine, worker, &input, &found, &arena, error);
	if (status == INQ_OK && !keep(corpus, arena, row, &found))
		status = out_of_memory(error);
	return status;
}
