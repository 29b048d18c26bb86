/* The model file: what is refused, what does no harm, and which model an engine takes. */
#include "inquiry.h"
#include "market.h"
#include "model_format.h"

#include <errno.h>
#include <ftw.h>
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROWS 200u
#define TRUNCATION_STEP 97u
#define DAMAGES 200u
#define WILD_WRITES 800u
#define PATIENCE_SECONDS 3

struct bench {
	struct market market;
	unsigned char *image;
	size_t size;
	char folder[64];
	char path[128]; /* of a file in it */
};

static int set_up(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct learn_corpus *corpus;
	struct learn_result result;

	b->market = market_open();
	corpus = market_corpus(&b->market, 1, ROWS);
	result = market_train(corpus, NULL, 0);
	b->image = result.image;
	b->size = result.image_size;
	result.image = NULL;
	learn_result_free(&result);
	learn_corpus_free(corpus);
	strcpy(b->folder, "/tmp/inquiryd-model-XXXXXX");
	assert_non_null(mkdtemp(b->folder));
	snprintf(b->path, sizeof(b->path), "%s/a.inq", b->folder);
	*state = b;
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about;
	(void)type;
	(void)place;
	return remove(path);
}

static int tear_down(void **state)
{
	struct bench *b = *state;

	nftw(b->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	market_close(&b->market);
	free(b->image);
	free(b);
	return 0;
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static void write_file(const char *path, const void *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static unsigned char *copy_of(const struct bench *b)
{
	unsigned char *copy = malloc(b->size);

	assert_non_null(copy);
	memcpy(copy, b->image, b->size);
	return copy;
}

static struct inq_model *take(struct bench *b, unsigned char *bytes, size_t size, struct inq_error *error)
{
	*error = (struct inq_error){""};
	return inq_model_take(bytes, size, b->market.knowledge, error);
}

/* The first `size` bytes in memory that ends there, so that reading on is caught. */
static void assert_cut_is_refused(struct bench *b, size_t size)
{
	unsigned char *copy = malloc(size ? size : 1);
	struct inq_error error;
	struct inq_model *model;

	memcpy(copy, b->image, size);
	model = take(b, copy, size, &error);
	if (model)
		fail_msg("a model of %zu bytes was taken", size);
	assert_true(error.text[0]);
}

static void assert_file_is_refused(struct bench *b, const void *bytes, size_t size, const char *why)
{
	struct inq_error error = {""};

	write_file(b->path, bytes, size);
	if (inq_model_open(b->path, b->market.knowledge, &error))
		fail_msg("was taken, although: %s", why);
	if (strncmp(error.text, b->path, strlen(b->path)) != 0 || !strstr(error.text, why))
		fail_msg("'%s', expected the file's name and '%s'", error.text, why);
}

static void a_whole_file_is_taken(void **state)
{
	struct bench *b = *state;
	struct inq_error error = {""};
	struct inq_model *model;
	char name[64];
	const struct inq_model_header *header = (const void *)b->image;

	write_file(b->path, b->image, b->size);
	model = inq_model_open(b->path, b->market.knowledge, &error);
	if (!model)
		fail_msg("%s", error.text);
	snprintf(name, sizeof(name), "linear/1 %016llx", (unsigned long long)header->checksum[1]);
	assert_string_equal(inq_model_name(model), name);
	assert_string_equal(inq_model_origin(model), "the market");
	assert_true(inq_model_covers(model, market_dimension(&b->market, "caller")));
	assert_true(inq_model_covers(model, market_dimension(&b->market, "ware")));
	assert_false(inq_model_covers(model, market_dimension(&b->market, "weather")));
	inq_model_free(model);
	inq_model_free(NULL);
	inq_model_scratch_free(NULL);
}

static void what_is_no_model_is_refused(void **state)
{
	struct bench *b = *state;
	struct inq_error error = {""};
	char text[4096];

	assert_null(inq_model_open("/nowhere/model.inq", b->market.knowledge, &error));
	assert_non_null(strstr(error.text, "/nowhere/model.inq: No such file"));
	assert_null(inq_model_open(b->folder, b->market.knowledge, &error));
	assert_non_null(strstr(error.text, "not a model file"));
	assert_file_is_refused(b, "", 0, "not a model file");
	assert_file_is_refused(b, "inqmodel", 8, "not a model file");
	memset(text, 'x', sizeof(text));
	assert_file_is_refused(b, text, sizeof(text), "not a model file");
}

static void a_cut_file_is_refused(void **state)
{
	struct bench *b = *state;

	for (size_t size = 0; size < b->size; size += TRUNCATION_STEP)
		assert_cut_is_refused(b, size);
	for (size_t left = 1; left < 2 * sizeof(struct inq_model_header); left++) {
		assert_cut_is_refused(b, b->size - left);
		assert_cut_is_refused(b, left);
	}
	assert_file_is_refused(b, b->image, b->size - 1, "cut short");
	assert_file_is_refused(b, b->image, sizeof(struct inq_model_header), "cut short");
}

static void a_longer_file_is_refused(void **state)
{
	struct bench *b = *state;
	unsigned char *longer = calloc(1, b->size + 8);

	memcpy(longer, b->image, b->size);
	assert_file_is_refused(b, longer, b->size + 1, "was added to");
	assert_file_is_refused(b, longer, b->size + 8, "was added to");
	free(longer);
}

static void an_altered_byte_is_noticed(void **state)
{
	struct bench *b = *state;
	uint64_t seed = 3;

	for (size_t i = 0; i < DAMAGES + sizeof(struct inq_model_header); i++) {
		size_t at = i < DAMAGES ? market_random(&seed, (uint32_t)b->size) : i - DAMAGES;
		unsigned char *copy = copy_of(b);
		struct inq_error error;

		copy[at] ^= (unsigned char)(1u << market_random(&seed, 8));
		if (take(b, copy, b->size, &error))
			fail_msg("byte %zu was altered and nobody noticed", at);
	}
	b->image[b->size / 2] ^= 4;
	assert_file_is_refused(b, b->image, b->size, "altered or damaged");
	b->image[b->size / 2] ^= 4;
}

static void other_formats_are_refused(void **state)
{
	struct bench *b = *state;
	unsigned char *copy = copy_of(b);
	struct inq_model_header *header = (void *)copy;

	header->version++;
	inq_model_seal(copy, b->size);
	assert_file_is_refused(b, copy, b->size, "of format 2, expected format 1");
	header->version--;
	header->byte_order = __builtin_bswap32(header->byte_order);
	inq_model_seal(copy, b->size);
	assert_file_is_refused(b, copy, b->size, "format");
	free(copy);
}

/* ---- wild places ----------------------------------------------------------------------------------------------- */

static void score_some(struct bench *b)
{
	for (size_t i = 0; i < MARKET_KINDS; i++) {
		struct market_row row = market_row(2, i);
		struct inq_input input = {.json = row.json, .json_size = strlen(row.json)};
		struct inq_error error;
		struct inq_lead lead;

		assert_int_equal(inq_score(b->market.engine, b->market.worker, &input, &lead, &error), INQ_OK);
		assert_true(lead.json_size > 0);
	}
}

/* A model whose checksum is right and whose content may be anything: refused, or used without harm. */
static bool survives(struct bench *b, unsigned char *bytes)
{
	struct inq_error error;
	struct inq_model *model;

	inq_model_seal(bytes, b->size);
	model = take(b, bytes, b->size, &error);
	if (!model) {
		assert_true(error.text[0]);
		return false;
	}
	assert_true(inq_worker_use_model(b->market.worker, model));
	inq_worker_show_reasons(b->market.worker, INQ_REASONS_ALL);
	score_some(b);
	inq_worker_use_model(b->market.worker, NULL);
	inq_model_free(model);
	return true;
}

static const uint32_t WILD[] = {0,      1,       7,          8,          9,          0x7f,      0x80,
				0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};

static void put_number(unsigned char *at, uint32_t number)
{
	memcpy(at, &number, sizeof(number));
}

static uint32_t number_at(const unsigned char *at)
{
	uint32_t number;

	memcpy(&number, at, sizeof(number));
	return number;
}

static void wild_counts_are_refused(void **state)
{
	struct bench *b = *state;
	const size_t begin = offsetof(struct inq_model_header, dimension_count);
	const size_t end = offsetof(struct inq_model_header, reserved);

	for (size_t at = begin; at < end; at += 4) {
		uint32_t right = number_at(b->image + at);

		for (size_t w = 0; w < sizeof(WILD) / sizeof(*WILD) + 2; w++) {
			uint32_t wild = w < sizeof(WILD) / sizeof(*WILD) ? WILD[w] : w % 2 ? right + 1 : right - 1;
			unsigned char *copy = copy_of(b);
			bool lived;

			put_number(copy + at, wild);
			lived = survives(b, copy);
			/* Where words end, and where in the text the origin or the padding begins, may be wrong and
			 * possible. */
			if (lived && wild != right && at != offsetof(struct inq_model_header, word_row_count) &&
			    at != offsetof(struct inq_model_header, origin) &&
			    !(at == offsetof(struct inq_model_header, text_size) && wild == right + 1))
				fail_msg("the number at %zu may be %u instead of %u", at, wild, right);
		}
	}
}

struct places { /* of the sections */
	size_t dimensions, outputs, names, named, slots, rows, text;
};

static size_t padded(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static struct places places_of(const unsigned char *image)
{
	const struct inq_model_header *h = (const void *)image;
	struct places p = {.dimensions = sizeof(*h)};

	p.outputs = p.dimensions + padded(h->dimension_count * sizeof(struct inq_model_dimension));
	p.names = p.outputs + padded(h->output_count * sizeof(struct inq_model_output));
	p.named = p.names + padded(h->named_count * sizeof(uint32_t));
	p.slots = p.named + padded((size_t)h->named_count * h->output_count * sizeof(int32_t));
	p.rows = p.slots + padded(h->slot_count * sizeof(struct inq_model_slot));
	p.text = p.rows + h->row_count * (sizeof(struct inq_model_row) + h->stride);
	return p;
}

static void wild_places_do_no_harm(void **state)
{
	struct bench *b = *state;
	struct places p = places_of(b->image);

	for (size_t at = p.dimensions; at < p.named; at += at < p.names ? 4 : 64)
		for (size_t w = 0; w < sizeof(WILD) / sizeof(*WILD); w++) {
			unsigned char *copy = copy_of(b);

			put_number(copy + at, WILD[w]);
			survives(b, copy);
		}
}

static void places_outside_are_refused(void **state)
{
	struct bench *b = *state;
	const struct inq_model_header *h = (const void *)b->image;
	struct places p = places_of(b->image);
	const size_t at[] = {p.dimensions, /* name */
			     p.dimensions + offsetof(struct inq_model_dimension, first_output),
			     p.dimensions + offsetof(struct inq_model_dimension, output_count),
			     p.outputs, /* label */
			     p.names,
			     p.slots + offsetof(struct inq_model_slot, row)};
	const uint32_t first_outside[] = {h->text_size, h->output_count + 1, h->output_count + 1,
					  h->text_size, h->text_size,        h->row_count};
	unsigned char *copy;

	for (size_t i = 0; i < sizeof(at) / sizeof(*at); i++) {
		copy = copy_of(b);
		put_number(copy + at[i], first_outside[i]);
		if (survives(b, copy))
			fail_msg("place %zu leads outside", i);
	}
	copy = copy_of(b);
	copy[p.text + h->text_size - 1] = 'x'; /* text without an end */
	assert_false(survives(b, copy));
}

/* All counts agree with the size, but rows have no room for the weights of all outputs. */
static void rows_too_narrow_are_refused(void **state)
{
	struct bench *b = *state;
	const struct inq_model_header *h = (const void *)b->image;
	struct places p = places_of(b->image);
	size_t row = sizeof(struct inq_model_row) + h->stride, size = b->size - (size_t)h->row_count * h->stride;
	unsigned char *narrow = malloc(size), *at = narrow + p.rows;
	struct inq_model_header *header = (void *)narrow;
	struct inq_error error;

	memcpy(narrow, b->image, p.rows);
	for (uint32_t i = 0; i < h->row_count; i++, at += sizeof(struct inq_model_row))
		memcpy(at, b->image + p.rows + i * row, sizeof(struct inq_model_row));
	memcpy(at, b->image + p.text, b->size - p.text);
	header->stride = 0;
	header->size = size;
	inq_model_seal(narrow, size);
	assert_null(take(b, narrow, size, &error));
	assert_non_null(strstr(error.text, "not a whole model"));
}

static void wild_bytes_do_no_harm(void **state)
{
	struct bench *b = *state;
	uint64_t seed = 17;

	for (size_t i = 0; i < WILD_WRITES; i++) {
		unsigned char *copy = copy_of(b);

		for (uint32_t writes = 1 + market_random(&seed, 20); writes; writes--) {
			size_t at = sizeof(struct inq_model_header) - 16 +
				    market_random(&seed, (uint32_t)(b->size - sizeof(struct inq_model_header)) / 4) * 4;

			put_number(copy + at, market_random(&seed, 2) ? market_random(&seed, UINT32_MAX)
								      : WILD[market_random(&seed, 13)]);
		}
		survives(b, copy);
	}
}

/* idf, step and the squares of silence: NAN, infinite, negative, huge. */
static void wild_weights_do_no_harm(void **state)
{
	static const float FLOATS[] = {0, -1, 1e38f, -1e38f, (float)INFINITY, (float)-INFINITY, (float)NAN};
	struct bench *b = *state;
	const struct inq_model_header *h = (const void *)b->image;
	struct places p = places_of(b->image);

	for (size_t f = 0; f < 2 * sizeof(FLOATS) / sizeof(*FLOATS); f++) {
		unsigned char *copy = copy_of(b);

		for (size_t row = 0; row < h->row_count; row++)
			memcpy(copy + p.rows + row * (sizeof(struct inq_model_row) + h->stride) + f % 2 * 4,
			       &FLOATS[f / 2], sizeof(float));
		assert_true(survives(b, copy));
		copy = copy_of(b);
		memset(copy + p.named, (int)f, p.slots - p.named);
		assert_true(survives(b, copy));
	}
}

/* A search for an n-gram ends at an empty slot: a table without one must be refused. In a process of its own, since
 * what fails here does not come back. */
static void a_table_without_an_empty_slot_is_refused(void **state)
{
	struct bench *b = *state;
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		const struct inq_model_header *h = (const void *)b->image;
		struct places p = places_of(b->image);
		unsigned char *copy = copy_of(b);
		struct inq_error error;
		struct inq_model *model;

		for (size_t slot = 0; slot < h->slot_count; slot++) {
			unsigned char *row = copy + p.slots + slot * sizeof(struct inq_model_slot) + 4;

			if (number_at(row) == INQ_MODEL_EMPTY)
				put_number(row, 0);
		}
		alarm(PATIENCE_SECONDS);
		inq_model_seal(copy, b->size);
		model = take(b, copy, b->size, &error);
		if (model && inq_worker_use_model(b->market.worker, model))
			score_some(b);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		fail_msg("the search for an n-gram does not end");
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- other knowledge ------------------------------------------------------------------------------------------- */

static void link_into(const char *folder, const char *name)
{
	char from[512], to[512];

	snprintf(from, sizeof(from), MARKET_DIR "/%s", name);
	snprintf(to, sizeof(to), "%s/%s", folder, name);
	if (symlink(from, to) != 0)
		fail_msg("%s: %s", to, strerror(errno));
}

static void write_text(const char *folder, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	write_file(path, text, strlen(text));
}

/* A folder like the market's; `taxonomy` and `pack` NULL: the market's. */
static void make_folder(const struct bench *b, const char *name, const char *taxonomy, const char *pack, char *folder,
			size_t size)
{
	char packs[512];

	snprintf(folder, size, "%s/%s", b->folder, name);
	snprintf(packs, sizeof(packs), "%s/packs", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(mkdir(packs, 0700), 0);
	for (const char *const *part = (const char *const[]){"lists", "languages.yaml", "priority.yaml", "playbooks",
							     "packs/market.yaml", NULL};
	     *part; part++)
		link_into(folder, *part);
	if (taxonomy)
		write_text(folder, "taxonomy.yaml", taxonomy);
	else
		link_into(folder, "taxonomy.yaml");
	if (pack)
		write_text(folder, "packs/more.yaml", pack);
}

static struct inq_engine *engine_of(const char *folder, const char *model_file)
{
	struct inq_error error = {""};
	struct inq_engine *engine = market_engine(folder, model_file, &error);

	if (!engine)
		fail_msg("%s", error.text);
	return engine;
}

/* The lead as JSON; the caller frees it. */
static json_t *lead_of(const struct inq_engine *engine, struct inq_worker *worker, const struct market_row *row)
{
	struct inq_input input = {.json = row->json, .json_size = strlen(row->json)};
	struct inq_error error = {""};
	struct inq_lead lead;
	json_t *document;

	assert_int_equal(inq_score(engine, worker, &input, &lead, &error), INQ_OK);
	document = json_loadb(lead.json, lead.json_size, 0, NULL);
	assert_non_null(document);
	return document;
}

static const char *model_of(const json_t *lead)
{
	return json_string_value(json_object_get(json_object_get(lead, "engine"), "model"));
}

static json_t *verdict_of(const json_t *lead, const char *dimension)
{
	return json_object_get(json_object_get(lead, "verdict"), dimension);
}

static const char TAXONOMY_OF_STRANGERS[] = "taxonomy: strangers\nversion: 1\ndimensions:\n"
					    "  - {name: colour, abstain: 0.5, question: \"Which?\", labels: [{name: "
					    "red, reads: red}, {name: blue, reads: blue}]}\n"
					    "composite:\n  - {when: {}, reads: \"{colour|some}\"}\n";

static const char TAXONOMY_WITH_SAUSAGE[] = "taxonomy: market\nversion: 2\ndimensions:\n"
					    "  - {name: weather, abstain: 0.3, question: \"Is it raining?\", labels: "
					    "[{name: sunny, reads: sunny}, {name: rainy, "
					    "reads: rainy}]}\n"
					    "  - {name: ware, abstain: 0.6, question: \"What?\", labels: [{name: "
					    "bread, reads: bread}, {name: sausage, reads: "
					    "sausage}, {name: cheese, reads: cheese}, {name: honey, reads: honey}]}\n"
					    "  - {name: caller, abstain: 0.9, question: \"Who?\", labels: [{name: "
					    "hawker, reads: hawker}, {name: shopper, miss: 4, "
					    "reads: shopper}]}\n"
					    "composite:\n  - {when: {}, reads: \"{ware|some} {caller|caller}\"}\n";

static const char PACK_OF_MORE[] =
	"pack: more\nversion: 1\nrules:\n"
	"  - {rule: a.first, family: news, because: news, effects: {caller: {hawker: 3.0}, ware: {honey: 3.0}}}\n"
	"patterns:\n  - {rule: a.first, any: [zeppelin], match: [a zeppelin], no_match: [a balloon]}\n";

static void a_model_of_another_taxonomy_is_refused(void **state)
{
	struct bench *b = *state;
	struct inq_mistakes mistakes = {.report = NULL};
	struct inq_knowledge *knowledge;
	struct inq_error error = {""};
	char folder[256], packs[512];

	snprintf(folder, sizeof(folder), "%s/strangers", b->folder);
	snprintf(packs, sizeof(packs), "%s/packs", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(mkdir(packs, 0700), 0);
	write_text(folder, "taxonomy.yaml", TAXONOMY_OF_STRANGERS);
	write_text(folder, "packs/none.yaml",
		   "pack: none\nversion: 1\nrules:\n  - {rule: r, family: f, because: b, when: "
		   "{all: [mail.none]}, effects: {colour: {red: 1.0}}}\n");
	knowledge = inq_knowledge_load(folder, &mistakes);
	assert_non_null(knowledge);
	write_file(b->path, b->image, b->size);
	assert_null(inq_model_open(b->path, knowledge, &error));
	assert_non_null(strstr(error.text, b->path));
	assert_non_null(strstr(error.text, "no dimension of this taxonomy"));
	inq_knowledge_free(knowledge);
}

/* Dimensions and labels in another order, one label more, a rule that the model has not heard of. */
static void a_model_is_used_as_far_as_it_knows(void **state)
{
	struct bench *b = *state;
	struct market_row row = market_row(2, MARKET_HAWKER);
	struct inq_engine *engine;
	struct inq_worker *worker;
	const struct inq_knowledge *k;
	json_t *lead;
	char folder[256];

	write_file(b->path, b->image, b->size);
	make_folder(b, "sausage", TAXONOMY_WITH_SAUSAGE, PACK_OF_MORE, folder, sizeof(folder));
	engine = engine_of(folder, b->path);
	worker = inq_worker_new(engine);
	k = inq_engine_knowledge(engine);
	assert_int_equal(inq_dimension_find(k, INQ_STR("caller")), 2);
	/* The caller is the model's, the ware is left to the packs. */
	lead = lead_of(engine, worker, &row);
	assert_string_equal(json_string_value(json_object_get(verdict_of(lead, "caller"), "label")), "hawker");
	json_decref(lead);
	market_write(&row, "a loaf");
	lead = lead_of(engine, worker, &row);
	assert_true(fabs(json_number_value(json_object_get(verdict_of(lead, "ware"), "points")) - 1) < 1e-9);
	json_decref(lead);
	inq_worker_free(worker);
	inq_engine_free(engine);
}

static void a_rule_that_is_news_to_the_model_says_nothing(void **state)
{
	struct bench *b = *state;
	struct market_row row = market_row(2, MARKET_BREAD);
	struct inq_engine *engine, *plain;
	struct inq_worker *worker, *plain_worker;
	json_t *with, *without, *other;
	char folder[256];

	write_file(b->path, b->image, b->size);
	make_folder(b, "news", NULL,
		    "pack: more\nversion: 1\nrules:\n"
		    "  - {rule: a.first, family: news, because: news, effects: {weather: {rainy: 1.5}}}\n"
		    "patterns:\n  - {rule: a.first, any: [loaf], match: [a loaf], no_match: [a stone]}\n",
		    folder, sizeof(folder));
	engine = engine_of(folder, b->path);
	plain = engine_of(MARKET_DIR, b->path);
	worker = inq_worker_new(engine);
	plain_worker = inq_worker_new(plain);
	market_write(&row, "a loaf for the shop");
	with = lead_of(engine, worker, &row);
	without = lead_of(plain, plain_worker, &row);
	assert_true(json_equal(verdict_of(with, "caller"), verdict_of(without, "caller")));
	assert_true(json_equal(verdict_of(with, "ware"), verdict_of(without, "ware")));
	/* It fired, and speaks where the packs decide. */
	other = verdict_of(with, "weather");
	assert_string_equal(json_string_value(json_object_get(other, "label")), "rainy");
	assert_false(json_equal(other, verdict_of(without, "weather")));
	json_decref(with);
	json_decref(without);
	inq_worker_free(worker);
	inq_worker_free(plain_worker);
	inq_engine_free(engine);
	inq_engine_free(plain);
}

/* ---- which model an engine takes ------------------------------------------------------------------------------- */

static void assert_model_of_engine(const char *folder, const char *model_file, const char *name)
{
	struct inq_engine *engine = engine_of(folder, model_file);
	struct inq_worker *worker = inq_worker_new(engine);
	struct market_row row = market_row(2, 0);
	json_t *lead = lead_of(engine, worker, &row);

	assert_string_equal(inq_engine_model(engine), name);
	assert_string_equal(model_of(lead), name);
	json_decref(lead);
	inq_worker_free(worker);
	inq_engine_free(engine);
}

static void an_engine_takes_the_model_that_it_is_told_to(void **state)
{
	struct bench *b = *state;
	const struct inq_model_header *header = (const void *)b->image;
	char folder[256], own[512], name[64];
	struct inq_error error = {""};

	snprintf(name, sizeof(name), "linear/1 %016llx", (unsigned long long)header->checksum[1]);
	write_file(b->path, b->image, b->size);
	make_folder(b, "taking", NULL, NULL, folder, sizeof(folder));
	snprintf(own, sizeof(own), "%s/model.inq", folder);
	assert_model_of_engine(folder, NULL, "packs alone");
	assert_model_of_engine(folder, "none", "packs alone");
	assert_model_of_engine(folder, b->path, name);
	write_file(own, b->image, b->size);
	assert_model_of_engine(folder, NULL, name);
	assert_model_of_engine(folder, "none", "packs alone");
	assert_null(market_engine(folder, "/nowhere/model.inq", &error));
	assert_non_null(strstr(error.text, "/nowhere/model.inq"));
	/* A broken file is a mistake, and not the same as no file. */
	write_file(own, "garbage", 7);
	assert_null(market_engine(folder, NULL, &error));
	assert_non_null(strstr(error.text, own));
	assert_model_of_engine(folder, "none", "packs alone");
}

static void a_worker_may_use_another_model(void **state)
{
	struct bench *b = *state;
	struct inq_error error;
	struct inq_model *model = take(b, copy_of(b), b->size, &error);
	struct inq_worker *worker = inq_worker_new(b->market.engine);
	struct market_row row = market_row(2, MARKET_HONEY);
	json_t *alone, *with, *again;

	assert_non_null(model);
	alone = lead_of(b->market.engine, worker, &row);
	assert_true(inq_worker_use_model(worker, model));
	with = lead_of(b->market.engine, worker, &row);
	assert_true(inq_worker_use_model(worker, NULL));
	again = lead_of(b->market.engine, worker, &row);
	assert_string_equal(model_of(alone), "packs alone");
	assert_string_equal(model_of(with), inq_model_name(model));
	assert_string_equal(json_string_value(json_object_get(verdict_of(with, "ware"), "label")), "honey");
	assert_true(json_equal(alone, again));
	assert_false(json_equal(alone, with));
	assert_string_equal(inq_engine_model(b->market.engine), "packs alone");
	json_decref(alone);
	json_decref(with);
	json_decref(again);
	inq_worker_free(worker);
	inq_model_free(model);
}

/* Nothing of one inquiry is left over for the next. */
static void inquiries_do_not_touch_each_other(void **state)
{
	struct bench *b = *state;
	struct inq_error error;
	struct inq_model *model = take(b, copy_of(b), b->size, &error);
	struct inq_worker *worker = inq_worker_new(b->market.engine);

	assert_true(inq_worker_use_model(worker, model));
	for (size_t i = 0; i < 20; i++) {
		struct market_row row = market_row(2, i);
		struct inq_worker *fresh = inq_worker_new(b->market.engine);
		json_t *one, *other;

		assert_true(inq_worker_use_model(fresh, model));
		one = lead_of(b->market.engine, worker, &row);
		other = lead_of(b->market.engine, fresh, &row);
		assert_true(json_equal(one, other));
		json_decref(one);
		json_decref(other);
		inq_worker_free(fresh);
	}
	inq_worker_free(worker);
	inq_model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_file_is_taken),
		cmocka_unit_test(what_is_no_model_is_refused),
		cmocka_unit_test(a_cut_file_is_refused),
		cmocka_unit_test(a_longer_file_is_refused),
		cmocka_unit_test(an_altered_byte_is_noticed),
		cmocka_unit_test(other_formats_are_refused),
		cmocka_unit_test(wild_counts_are_refused),
		cmocka_unit_test(wild_places_do_no_harm),
		cmocka_unit_test(places_outside_are_refused),
		cmocka_unit_test(rows_too_narrow_are_refused),
		cmocka_unit_test(wild_bytes_do_no_harm),
		cmocka_unit_test(wild_weights_do_no_harm),
		cmocka_unit_test(a_table_without_an_empty_slot_is_refused),
		cmocka_unit_test(a_model_of_another_taxonomy_is_refused),
		cmocka_unit_test(a_model_is_used_as_far_as_it_knows),
		cmocka_unit_test(a_rule_that_is_news_to_the_model_says_nothing),
		cmocka_unit_test(an_engine_takes_the_model_that_it_is_told_to),
		cmocka_unit_test(a_worker_may_use_another_model),
		cmocka_unit_test(inquiries_do_not_touch_each_other),
	};

	return cmocka_run_group_tests_name("model", tests, set_up, tear_down);
}
