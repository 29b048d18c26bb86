/* The market of tests/data/trainable, and inquiries made up for it: a corpus in which what is to be learnt is known. */
#ifndef MARKET_H
#define MARKET_H

#include "engine_internal.h"
#include "learn.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MARKET_DIR SOURCE_DIR "/tests/data/trainable"
#define MARKET_WORDS 10u

enum market_kind { MARKET_BREAD, MARKET_CHEESE, MARKET_HONEY, MARKET_VAGUE, MARKET_HAWKER, MARKET_KINDS };

static const char *const MARKET_WORD[MARKET_KINDS][MARKET_WORDS] = {
	[MARKET_BREAD] = {"flour", "crust", "rye", "loaf", "oven", "baker", "dough", "sourdough", "rolls", "wheat"},
	[MARKET_CHEESE] = {"goat", "dairy", "rind", "brie", "curd", "cheddar", "milk", "creamery", "slices", "ripe"},
	[MARKET_HONEY] = {"bees", "hive", "jar", "clover", "comb", "beekeeper", "nectar", "acacia", "blossom", "sweet"},
	[MARKET_VAGUE] = {"something", "anything", "stuff", "things", "some", "various", "maybe", "perhaps", "other",
			  "more"},
	[MARKET_HAWKER] = {"brochure", "services", "ranking", "discount", "advert", "visitors", "campaign", "website",
			   "followers", "promotion"},
};
static const char *const MARKET_FILLER[] = {
	"please", "send", "your", "list", "for",  "the", "shop", "next", "week",  "we",    "would", "like", "to",
	"know",   "when", "you",  "can",  "come", "and", "what", "it",   "costs", "thank", "good",  "day",  "regards"};
static const char *const MARKET_WARE[] = {"bread", "cheese", "honey", "unknown"};

struct market_row {
	char id[32];
	char json[1024];
	enum market_kind kind;
	struct learn_label labels[2];
	size_t label_count;
	bool known_to_packs, practice;
};

static uint32_t market_random(uint64_t *seed, uint32_t below)
{
	uint64_t z = *seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

static void market_text(enum market_kind kind, uint64_t *seed, char *text, size_t size)
{
	size_t n = 0;

	/* Hawkers have a pattern of the pack to be known by, and their words. */
	n = (size_t)snprintf(text, size, "%s", kind == MARKET_HAWKER ? "see our brochure" : "");
	for (unsigned word = 0; word < 14; word++) {
		bool says = word % 3 == 0;
		const char *next =
			says ? MARKET_WORD[kind][market_random(seed, MARKET_WORDS)]
			     : MARKET_FILLER[market_random(seed, sizeof(MARKET_FILLER) / sizeof(*MARKET_FILLER))];

		n += (size_t)snprintf(text + n, size - n, "%s%s", n ? " " : "", next);
	}
}

static void market_write(struct market_row *row, const char *body)
{
	int n = snprintf(
		row->json, sizeof(row->json),
		"{\"id\":\"%s\",\"received_at\":\"2026-03-02T08:00:00Z\",\"platform\":\"web\",\"channel\":\"inquiry\","
		"\"lang\":\"en\",\"subject\":\"Stall\",\"body\":\"%s\"}",
		row->id, body);

	assert_true(n > 0 && (size_t)n < sizeof(row->json));
}

static void market_label(struct market_row *row, enum market_kind kind)
{
	row->label_count = 1;
	row->labels[0] = (struct learn_label){"caller", kind == MARKET_HAWKER ? "hawker" : "shopper"};
	if (kind != MARKET_HAWKER)
		row->labels[row->label_count++] = (struct learn_label){"ware", MARKET_WARE[kind]};
}

/* The index-th row of a seed, rightly labelled. */
static struct market_row market_row(uint64_t seed, size_t index)
{
	struct market_row row = {.kind = (enum market_kind)(index % MARKET_KINDS)};
	uint64_t state = seed * 1000003 + index;
	char body[512];

	snprintf(row.id, sizeof(row.id), "%llu-%zu", (unsigned long long)seed, index);
	market_text(row.kind, &state, body, sizeof(body));
	market_write(&row, body);
	market_label(&row, row.kind);
	return row;
}

/* ---- engine and training --------------------------------------------------------------------------------------- */

struct market {
	struct inq_engine *engine;
	struct inq_worker *worker;
	const struct inq_knowledge *knowledge;
};

static struct inq_engine *market_engine(const char *knowledge_dir, const char *model_file, struct inq_error *error)
{
	struct inq_options options = {.knowledge_dir = knowledge_dir,
				      .model_file = model_file,
				      .calendar = {.day_end_minute = 1440, .work_days = 0x7f}};

	return inq_engine_new(&options, error);
}

static struct market market_open(void)
{
	struct inq_error error = {""};
	struct market m = {.engine = market_engine(MARKET_DIR, "none", &error)};

	if (!m.engine)
		fail_msg("%s", error.text);
	m.worker = inq_worker_new(m.engine);
	assert_non_null(m.worker);
	m.knowledge = inq_engine_knowledge(m.engine);
	return m;
}

static void market_close(struct market *m)
{
	inq_worker_free(m->worker);
	inq_engine_free(m->engine);
}

static enum inq_status market_try(struct market *m, struct learn_corpus *corpus, const struct market_row *row,
				  struct inq_error *error)
{
	struct learn_row learn = {.id = row->id,
				  .json = row->json,
				  .json_size = strlen(row->json),
				  .labels = row->labels,
				  .label_count = row->label_count,
				  .known_to_packs = row->known_to_packs,
				  .practice = row->practice};

	return learn_add(corpus, m->worker, &learn, error);
}

static void market_add(struct market *m, struct learn_corpus *corpus, const struct market_row *row)
{
	struct inq_error error = {""};

	if (market_try(m, corpus, row, &error) != INQ_OK)
		fail_msg("%s: %s", row->id, error.text);
}

static struct learn_corpus *market_corpus(struct market *m, uint64_t seed, size_t rows)
{
	struct learn_corpus *corpus = learn_corpus_new(m->engine);

	assert_non_null(corpus);
	for (size_t i = 0; i < rows; i++) {
		struct market_row row = market_row(seed, i);

		market_add(m, corpus, &row);
	}
	return corpus;
}

static struct learn_result market_train(const struct learn_corpus *corpus, const bool *use, uint64_t seed)
{
	struct learn_options options = {.folds = 5, .seed = seed, .origin = "the market"};
	struct inq_error error = {""};
	struct learn_result result;

	if (!learn_train(corpus, use, &options, &result, &error))
		fail_msg("%s", error.text);
	return result;
}

/* Takes the image out of the result. */
static inline struct inq_model *market_model(struct market *m, struct learn_result *result)
{
	struct inq_error error = {""};
	struct inq_model *model = inq_model_take(result->image, result->image_size, m->knowledge, &error);

	result->image = NULL;
	if (!model)
		fail_msg("%s", error.text);
	return model;
}

static uint32_t market_dimension(const struct market *m, const char *name)
{
	uint32_t d = inq_dimension_find(m->knowledge, (struct inq_str){name, strlen(name)});

	assert_int_not_equal(d, INQ_NONE);
	return d;
}

/* "unknown": the target of the dimension's own output. */
static inline uint32_t market_target(const struct market *m, const char *dimension, const char *label)
{
	uint32_t d = market_dimension(m, dimension);
	uint32_t l = inq_label_find(m->knowledge, d, (struct inq_str){label, strlen(label)});

	return l == INQ_NONE ? (uint32_t)m->knowledge->label_count + d : l;
}

#endif
