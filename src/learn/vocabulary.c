/* Which n-grams the model knows: those of two inquiries or more. */
#include "learn_internal.h"

#include <math.h>
#include <stdlib.h>

/* How many inquiries an n-gram must occur in: at least two, since one says nothing about another. Where they are more than
 * a model can look up in the cache of a processor, the rare ones go first, characters before words: on the shipped corpus,
 * 3 and 5 instead of 2 halve the model and leave the log loss of authenticity at 0.25. */
static const uint32_t INQUIRIES_LEAST[][INQ_NGRAM_KINDS] = {{2, 2}, {2, 3}, {3, 3}, {3, 4}, {3, 5}, {4, 6}, {5, 8}, {8, 12}};
#define RARITIES (sizeof(INQUIRIES_LEAST) / sizeof(*INQUIRIES_LEAST))
#define NGRAMS_MOST ((size_t)128 * 1024)

struct occurring {
	uint64_t hash;
	uint32_t inquiries; /* 0: an empty place */
	uint8_t kind;
};

struct census {
	struct occurring *place;
	size_t room, count;
};

static struct occurring *census_find(const struct census *census, uint64_t hash)
{
	size_t at = (size_t)hash & (census->room - 1);

	while (census->place[at].inquiries && census->place[at].hash != hash)
		at = (at + 1) & (census->room - 1);
	return &census->place[at];
}

static bool census_grow(struct census *census)
{
	struct census larger = {.room = census->room ? 2 * census->room : 1 << 16, .count = census->count};

	if (2 * census->count < census->room)
		return true;
	larger.place = calloc(larger.room, sizeof(*larger.place));
	if (!larger.place)
		return false;
	for (size_t i = 0; i < census->room; i++)
		if (census->place[i].inquiries)
			*census_find(&larger, census->place[i].hash) = census->place[i];
	free(census->place);
	*census = larger;
	return true;
}

static bool census_take(struct census *census, const struct learn_corpus *corpus, const struct learn_inquiry *inquiry)
{
	for (size_t i = inquiry->first_ngram; i < inquiry->first_ngram + inquiry->ngram_count; i++) {
		struct occurring *place;

		if (!census_grow(census))
			return false;
		place = census_find(census, corpus->ngram[i].hash);
		census->count += place->inquiries == 0;
		place->hash = corpus->ngram[i].hash;
		place->kind = corpus->ngram[i].kind;
		place->inquiries++;
	}
	return true;
}

static int by_kind_and_hash(const void *a, const void *b)
{
	const struct occurring *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return (x->hash > y->hash) - (x->hash < y->hash);
}

static size_t count_frequent(const struct census *census, const uint32_t *least)
{
	size_t count = 0;

	for (size_t i = 0; i < census->room; i++)
		count += census->place[i].inquiries >= least[census->place[i].kind];
	return count;
}

/* Moves what occurs often enough to the front, in order. */
static size_t select_frequent(struct census *census)
{
	size_t rarity = 0, kept = 0;

	while (rarity + 1 < RARITIES &&
	       count_frequent(census, INQUIRIES_LEAST[rarity]) > NGRAMS_MOST)
		rarity++;
	for (size_t i = 0; i < census->room; i++)
		if (census->place[i].inquiries >= INQUIRIES_LEAST[rarity][census->place[i].kind])
			census->place[kept++] = census->place[i];
	if (kept)
		qsort(census->place, kept, sizeof(*census->place), by_kind_and_hash);
	return kept;
}

/* So many n-grams of a text say nothing, whatever it is: three words with their pairs, and their characters. */
static const double SILENT[INQ_NGRAM_KINDS] = {[INQ_NGRAM_WORD] = 5, [INQ_NGRAM_CHARACTER] = 40};

static void measure_silence(struct learn_vocabulary *v)
{
	size_t count[INQ_NGRAM_KINDS] = {v->word_count, v->count - v->word_count};

	for (size_t row = 0; row < v->count; row++)
		v->thin[row >= v->word_count] += (double)v->idf[row] * (double)v->idf[row];
	for (size_t kind = 0; kind < INQ_NGRAM_KINDS; kind++)
		v->thin[kind] = count[kind] ? SILENT[kind] * v->thin[kind] / (double)count[kind] : 0;
}

static bool index_rows(struct learn_vocabulary *v)
{
	v->slot_count = 16;
	while (v->slot_count < 2 * v->count)
		v->slot_count *= 2;
	v->slot = calloc(v->slot_count, sizeof(*v->slot));
	for (size_t row = 0; v->slot && row < v->count; row++) {
		size_t at = (size_t)v->hash[row] & (v->slot_count - 1);

		while (v->slot[at])
			at = (at + 1) & (v->slot_count - 1);
		v->slot[at] = (uint32_t)row + 1;
	}
	return v->slot;
}

bool learn_vocabulary_make(const struct learn_corpus *corpus, const bool *use, struct learn_vocabulary *v)
{
	struct census census = {0};
	size_t inquiries = 0;
	bool whole = census_grow(&census);

	*v = (struct learn_vocabulary){0};
	for (size_t i = 0; whole && i < corpus->count; i++)
		if (!use || use[i]) {
			whole = census_take(&census, corpus, &corpus->inquiry[i]);
			inquiries++;
		}
	if (whole)
		v->count = select_frequent(&census);
	v->hash = calloc(v->count + 1, sizeof(*v->hash));
	v->idf = calloc(v->count + 1, sizeof(*v->idf));
	whole = whole && v->hash && v->idf;
	for (size_t row = 0; whole && row < v->count; row++) {
		v->hash[row] = census.place[row].hash;
		v->word_count += census.place[row].kind == INQ_NGRAM_WORD;
		v->idf[row] = (float)(log((1.0 + (double)inquiries) / (1.0 + census.place[row].inquiries)) + 1);
	}
	free(census.place);
	if (whole)
		measure_silence(v);
	return whole && index_rows(v);
}

void learn_vocabulary_free(struct learn_vocabulary *v)
{
	free(v->hash);
	free(v->idf);
	free(v->slot);
	*v = (struct learn_vocabulary){0};
}

uint32_t learn_vocabulary_find(const struct learn_vocabulary *v, uint64_t hash)
{
	size_t at = (size_t)hash & (v->slot_count - 1);

	while (v->slot[at]) {
		if (v->hash[v->slot[at] - 1] == hash)
			return v->slot[at] - 1;
		at = (at + 1) & (v->slot_count - 1);
	}
	return INQ_NONE;
}
