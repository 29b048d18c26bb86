#include "model.h"

#include "inq_limits.h"
#include "model_format.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

/* More occurrences of one n-gram than this are a loop, not a text. */
#define TIMES_MAX 4096u
#define MILLION 1000000.0
/* Products of 2^15 and 2^7 that fit 32 bits when they are added up: 511, rounded down. */
#define BATCH 256u
/* So many rows ahead memory is asked for: about what it takes to come. */
#define AHEAD 8u
#define NAME_SIZE 32

struct inq_model {
	const struct inq_knowledge *knowledge;
	unsigned char *bytes;
	bool mapped;
	size_t mapped_size;
	char name[NAME_SIZE];
	const struct inq_model_header *header;
	const struct inq_model_dimension *dimensions;
	const struct inq_model_output *outputs;
	const uint32_t *names;
	const int32_t *named;
	const struct inq_model_slot *slots;
	const unsigned char *rows;
	size_t row_bytes;
	const char *text;
	/* What the names of the file are in this knowledge; INQ_NONE: nothing. */
	uint32_t *output_of;  /* by target */
	uint32_t *target_of;  /* by output */
	uint32_t *trait_named, *rule_named, *points_named;
	int64_t *abstain;     /* by dimension; -1: not covered */
	double log_times[TIMES_MAX + 1]; /* 1 + ln(tf) */
};

struct inq_model_scratch {
	uint32_t row_count;
	uint32_t *hit_of_row; /* 1 + index into the hits of the inquiry at hand; 0: not hit. All 0 between two inquiries */
};

/* ---- reading the file ------------------------------------------------------------------------------------------ */

static size_t padded(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static bool refuse(struct inq_error *error, const char *file, const char *what)
{
	snprintf(error->text, sizeof(error->text), "%s: %s", file, what);
	return false;
}

/* Takes the next section off the file; NULL when the file ends before it. */
static const void *section(const unsigned char *bytes, size_t size, size_t *at, uint64_t count, size_t item)
{
	const void *begin = bytes + *at;

	if (count > (size - *at) / item)
		return NULL;
	*at += padded((size_t)count * item);
	if (*at > size)
		*at = size;
	return begin;
}

static bool find_sections(struct inq_model *model, size_t size)
{
	const struct inq_model_header *h = model->header;
	const unsigned char *bytes = model->bytes;
	size_t at = sizeof(*h);

	model->row_bytes = sizeof(struct inq_model_row) + h->stride;
	model->dimensions = section(bytes, size, &at, h->dimension_count, sizeof(*model->dimensions));
	model->outputs = section(bytes, size, &at, h->output_count, sizeof(*model->outputs));
	model->names = section(bytes, size, &at, h->named_count, sizeof(*model->names));
	model->named = section(bytes, size, &at, (uint64_t)h->named_count * h->output_count, sizeof(*model->named));
	model->slots = section(bytes, size, &at, h->slot_count, sizeof(*model->slots));
	model->rows = section(bytes, size, &at, h->row_count, model->row_bytes);
	model->text = section(bytes, size, &at, h->text_size, 1);
	return model->dimensions && model->outputs && model->names && model->named && model->slots && model->rows &&
	       model->text && at == size;
}

/* An empty slot ends the search for what is not there. */
static bool slots_hold(const struct inq_model *model)
{
	const struct inq_model_header *h = model->header;
	bool any_empty = false;

	if (!h->slot_count || h->slot_count & (h->slot_count - 1))
		return false;
	for (uint32_t i = 0; i < h->slot_count; i++) {
		any_empty = any_empty || model->slots[i].row == INQ_MODEL_EMPTY;
		if (model->slots[i].row != INQ_MODEL_EMPTY && model->slots[i].row >= h->row_count)
			return false;
	}
	return any_empty;
}

/* The checksum guards against accidents; places are checked all the same, so that no file makes us read elsewhere. */
static bool places_hold(const struct inq_model *model)
{
	const struct inq_model_header *h = model->header;

	if (!h->text_size || model->text[h->text_size - 1] || h->origin >= h->text_size || h->stride < h->output_count ||
	    h->stride % 8 || h->word_row_count > h->row_count)
		return false;
	for (uint32_t i = 0; i < h->dimension_count; i++) {
		const struct inq_model_dimension *d = &model->dimensions[i];

		if (d->name >= h->text_size || d->first_output > h->output_count ||
		    d->output_count > h->output_count - d->first_output)
			return false;
	}
	for (uint32_t i = 0; i < h->output_count; i++)
		if (model->outputs[i].label >= h->text_size)
			return false;
	for (uint32_t i = 0; i < h->named_count; i++)
		if (model->names[i] >= h->text_size)
			return false;
	return slots_hold(model);
}

static XXH128_hash_t checksum_of(const unsigned char *bytes, size_t size)
{
	struct inq_model_header header;
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t hash = {0, 0};

	if (!state)
		return hash;
	memcpy(&header, bytes, sizeof(header));
	header.checksum[0] = header.checksum[1] = 0;
	XXH3_128bits_reset(state);
	XXH3_128bits_update(state, &header, sizeof(header));
	XXH3_128bits_update(state, bytes + sizeof(header), size - sizeof(header));
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	return hash;
}

void inq_model_seal(void *bytes, size_t size)
{
	struct inq_model_header *header = bytes;
	XXH128_hash_t hash = checksum_of(bytes, size);

	header->checksum[0] = hash.low64;
	header->checksum[1] = hash.high64;
}

static bool check_file(struct inq_model *model, const char *file, size_t size, struct inq_error *error)
{
	const struct inq_model_header *h = (const void *)model->bytes;
	XXH128_hash_t hash;

	if (size < sizeof(*h) || memcmp(h->magic, INQ_MODEL_MAGIC, sizeof(h->magic)) != 0)
		return refuse(error, file, "not a model file; make one with `inquiryctl train`");
	if (h->byte_order != INQ_MODEL_BYTE_ORDER)
		return refuse(error, file, "a model of another byte order than the format has here; make it anew with `inquiryctl train`");
	if (h->version != INQ_MODEL_VERSION) {
		snprintf(error->text, sizeof(error->text),
			 "%s: a model of format %u, expected format %u; make it anew with `inquiryctl train`", file,
			 h->version, INQ_MODEL_VERSION);
		return false;
	}
	if (h->size != size) {
		snprintf(error->text, sizeof(error->text), "%s: has %zu bytes, expected %llu: the model is cut short or "
			 "was added to", file, size, (unsigned long long)h->size);
		return false;
	}
	hash = checksum_of(model->bytes, size);
	if (hash.low64 != h->checksum[0] || hash.high64 != h->checksum[1])
		return refuse(error, file, "the checksum does not match: the model was altered or damaged");
	model->header = h;
	if (!find_sections(model, size) || !places_hold(model))
		return refuse(error, file, "not a whole model, although its checksum matches");
	snprintf(model->name, sizeof(model->name), "linear/%u %016llx", h->version, (unsigned long long)hash.high64);
	return true;
}

/* ---- what its names mean here ---------------------------------------------------------------------------------- */

static struct inq_str text_at(const struct inq_model *model, uint32_t place)
{
	return (struct inq_str){model->text + place, strlen(model->text + place)};
}

static uint32_t *indexes(size_t count)
{
	uint32_t *out = malloc((count ? count : 1) * sizeof(*out));

	for (size_t i = 0; out && i < count; i++)
		out[i] = INQ_NONE;
	return out;
}

static uint32_t dimension_in_model(const struct inq_model *model, struct inq_str name)
{
	for (uint32_t i = 0; i < model->header->dimension_count; i++)
		if (inq_str_eq(text_at(model, model->dimensions[i].name), name))
			return i;
	return INQ_NONE;
}

static uint32_t output_in_model(const struct inq_model *model, const struct inq_model_dimension *d, struct inq_str label)
{
	for (uint32_t i = d->first_output; i < d->first_output + d->output_count; i++)
		if (inq_str_eq(text_at(model, model->outputs[i].label), label))
			return i;
	return INQ_NONE;
}

static void link_output(struct inq_model *model, uint32_t output, uint32_t target)
{
	model->output_of[target] = output;
	if (output != INQ_NONE)
		model->target_of[output] = target;
}

static bool has_all_labels(const struct inq_model *model, const struct inq_model_dimension *from, uint32_t dimension)
{
	const struct inq_dimension *d = &model->knowledge->dimensions[dimension];

	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		if (output_in_model(model, from, model->knowledge->labels[l].name) == INQ_NONE)
			return false;
	return true;
}

static bool link_dimension(struct inq_model *model, uint32_t dimension)
{
	const struct inq_knowledge *k = model->knowledge;
	const struct inq_dimension *d = &k->dimensions[dimension];
	uint32_t found = dimension_in_model(model, d->name);
	const struct inq_model_dimension *from = found == INQ_NONE ? NULL : &model->dimensions[found];

	model->abstain[dimension] = -1;
	if (!from || !has_all_labels(model, from, dimension))
		return false;
	for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
		link_output(model, output_in_model(model, from, k->labels[l].name), l);
	link_output(model, output_in_model(model, from, INQ_STR("unknown")), (uint32_t)k->label_count + dimension);
	model->abstain[dimension] = from->abstain;
	return true;
}

static uint32_t named_find(const struct inq_model *model, const char *name)
{
	for (uint32_t i = 0; name && i < model->header->named_count; i++)
		if (!strcmp(model->text + model->names[i], name))
			return i;
	return INQ_NONE;
}

const char *inq_model_rule_name(struct inq_arena *arena, const struct inq_knowledge *knowledge, uint32_t rule)
{
	/* A condition speaks of signals, which are learnt from by themselves, or of the sender's record, which is not. */
	return knowledge->rules[rule].has_patterns ? inq_arena_printf(arena, "rule:%s", knowledge->rules[rule].name.s)
						   : NULL;
}

const char *inq_model_points_name(struct inq_arena *arena, const struct inq_knowledge *knowledge, uint32_t label)
{
	return inq_arena_printf(arena, "points:%s=%s", knowledge->dimensions[knowledge->labels[label].dimension].name.s,
				knowledge->labels[label].name.s);
}

static bool link_named(struct inq_model *model)
{
	const struct inq_knowledge *k = model->knowledge;
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	bool whole;

	if (!arena)
		return false;
	for (uint32_t i = 0; i < INQ_TRAIT_COUNT; i++)
		model->trait_named[i] = named_find(model, inq_trait_name(arena, i));
	for (uint32_t i = 0; i < k->rule_count; i++)
		model->rule_named[i] = named_find(model, inq_model_rule_name(arena, k, i));
	for (uint32_t i = 0; i < k->label_count; i++)
		model->points_named[i] = named_find(model, inq_model_points_name(arena, k, i));
	whole = !inq_arena_failed(arena);
	inq_arena_free(arena);
	return whole;
}

static bool link_all(struct inq_model *model, const char *file, struct inq_error *error)
{
	const struct inq_knowledge *k = model->knowledge;
	bool any = false;

	model->output_of = indexes(k->label_count + k->dimension_count);
	model->target_of = indexes(model->header->output_count);
	model->trait_named = indexes(INQ_TRAIT_COUNT);
	model->rule_named = indexes(k->rule_count);
	model->points_named = indexes(k->label_count);
	model->abstain = calloc(k->dimension_count + 1, sizeof(*model->abstain));
	if (!model->output_of || !model->target_of || !model->trait_named || !model->rule_named ||
	    !model->points_named || !model->abstain || !link_named(model))
		return refuse(error, file, "out of memory");
	for (uint32_t d = 0; d < k->dimension_count; d++)
		any = link_dimension(model, d) || any;
	for (uint32_t times = 1; times <= TIMES_MAX; times++)
		model->log_times[times] = 1 + log(times);
	return any || refuse(error, file, "the model knows no dimension of this taxonomy with all its labels");
}

static struct inq_model *finish(struct inq_model *model, const char *file, size_t size, struct inq_error *error)
{
	if (check_file(model, file, size, error) && link_all(model, file, error))
		return model;
	inq_model_free(model);
	return NULL;
}

struct inq_model *inq_model_take(void *bytes, size_t size, const struct inq_knowledge *knowledge,
				 struct inq_error *error)
{
	struct inq_model *model = calloc(1, sizeof(*model));

	if (!model) {
		free(bytes);
		refuse(error, "model", "out of memory");
		return NULL;
	}
	model->knowledge = knowledge;
	model->bytes = bytes;
	return finish(model, "model", size, error);
}

static bool read_whole(int fd, unsigned char *bytes, size_t size)
{
	for (size_t done = 0; done < size;) {
		ssize_t n = read(fd, bytes + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* Into memory of its own, which is then read-only: a file that is mapped ends the process, or slips past the checksum,
 * when somebody writes over it in place. */
static unsigned char *take_file(int fd, const char *path, size_t size, struct inq_error *error)
{
	unsigned char *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (bytes == MAP_FAILED) {
		refuse(error, path, "out of memory");
		return NULL;
	}
	if (read_whole(fd, bytes, size) && mprotect(bytes, size, PROT_READ) == 0)
		return bytes;
	refuse(error, path, "cannot be read, or became shorter meanwhile");
	munmap(bytes, size);
	return NULL;
}

static unsigned char *map_file(const char *path, size_t *size, struct inq_error *error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	unsigned char *bytes = NULL;

	if (fd < 0 || fstat(fd, &about) != 0) {
		refuse(error, path, strerror(errno));
	} else if (!S_ISREG(about.st_mode) || about.st_size < (off_t)sizeof(struct inq_model_header)) {
		refuse(error, path, "not a model file; make one with `inquiryctl train`");
	} else {
		*size = (size_t)about.st_size;
		bytes = take_file(fd, path, *size, error);
	}
	if (fd >= 0)
		close(fd);
	return bytes;
}

struct inq_model *inq_model_open(const char *path, const struct inq_knowledge *knowledge, struct inq_error *error)
{
	struct inq_model *model = calloc(1, sizeof(*model));
	size_t size = 0;

	if (!model) {
		refuse(error, path, "out of memory");
		return NULL;
	}
	model->knowledge = knowledge;
	model->mapped = true;
	model->bytes = map_file(path, &size, error);
	if (!model->bytes) {
		free(model);
		return NULL;
	}
	/* The size is what unmapping needs, also where the header is not to be trusted. */
	model->mapped_size = size;
	return finish(model, path, size, error);
}

void inq_model_free(struct inq_model *model)
{
	if (!model)
		return;
	if (model->mapped)
		munmap(model->bytes, model->mapped_size);
	else
		free(model->bytes);
	free(model->output_of);
	free(model->target_of);
	free(model->trait_named);
	free(model->rule_named);
	free(model->points_named);
	free(model->abstain);
	free(model);
}

/* ---- questions about it ---------------------------------------------------------------------------------------- */

const char *inq_model_name(const struct inq_model *model)
{
	return model->name;
}

const char *inq_model_origin(const struct inq_model *model)
{
	return model->text + model->header->origin;
}

bool inq_model_covers(const struct inq_model *model, uint32_t dimension)
{
	return model->abstain[dimension] >= 0;
}

bool inq_model_has_unknown(const struct inq_model *model, uint32_t dimension)
{
	return model->output_of[model->knowledge->label_count + dimension] != INQ_NONE;
}

int64_t inq_model_abstain(const struct inq_model *model, uint32_t dimension)
{
	return model->abstain[dimension];
}

struct inq_model_scratch *inq_model_scratch_new(const struct inq_model *model)
{
	struct inq_model_scratch *scratch = calloc(1, sizeof(*scratch));

	if (!scratch)
		return NULL;
	scratch->row_count = model->header->row_count;
	scratch->hit_of_row = calloc((size_t)scratch->row_count + 1, sizeof(*scratch->hit_of_row));
	if (!scratch->hit_of_row) {
		free(scratch);
		return NULL;
	}
	return scratch;
}

void inq_model_scratch_free(struct inq_model_scratch *scratch)
{
	if (!scratch)
		return;
	free(scratch->hit_of_row);
	free(scratch);
}

/* ---- weighing -------------------------------------------------------------------------------------------------- */

static const struct inq_model_row *row_at(const struct inq_model *model, uint32_t row)
{
	return (const void *)(model->rows + row * model->row_bytes);
}

static const int8_t *weights_at(const struct inq_model *model, uint32_t row)
{
	return (const int8_t *)(model->rows + row * model->row_bytes + sizeof(struct inq_model_row));
}

static uint32_t row_find(const struct inq_model *model, uint64_t hash)
{
	uint32_t mask = model->header->slot_count - 1, tag = (uint32_t)(hash >> 32);

	for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask) {
		const struct inq_model_slot *slot = &model->slots[at];

		if (slot->row == INQ_MODEL_EMPTY || slot->tag == tag)
			return slot->row;
	}
}

static enum inq_status count_hits(struct inq_arena *arena, const struct inq_model *model,
				  struct inq_model_scratch *scratch, struct inq_weighed *out)
{
	size_t count = out->ngrams.count;
	uint32_t mask = model->header->slot_count - 1;

	out->row_of = inq_arena_alloc_raw(arena, count * sizeof(*out->row_of));
	out->hit_of = inq_arena_alloc_raw(arena, count * sizeof(*out->hit_of));
	out->hit = inq_arena_alloc_raw(arena, count * sizeof(*out->hit));
	if (inq_arena_failed(arena))
		return INQ_FAILED;
	for (size_t i = 0; i < count; i++) {
		uint32_t row;

		if (i + AHEAD < count)
			__builtin_prefetch(&model->slots[(uint32_t)out->ngrams.item[i + AHEAD].hash & mask]);
		row = out->row_of[i] = row_find(model, out->ngrams.item[i].hash);

		if (row == INQ_MODEL_EMPTY)
			continue;
		if (!scratch->hit_of_row[row]) {
			out->hit[out->hit_count] = (struct inq_model_hit){.row = row};
			scratch->hit_of_row[row] = (uint32_t)++out->hit_count;
		}
		out->hit_of[i] = scratch->hit_of_row[row] - 1;
		out->hit[out->hit_of[i]].times++;
	}
	for (size_t i = 0; i < out->hit_count; i++)
		scratch->hit_of_row[out->hit[i].row] = 0;
	return INQ_OK;
}

static double plain_value(const struct inq_model *model, const struct inq_model_hit *hit)
{
	uint32_t times = hit->times < TIMES_MAX ? hit->times : TIMES_MAX;

	return model->log_times[times] * (double)row_at(model, hit->row)->idf;
}

static enum inq_ngram_kind kind_of(const struct inq_model *model, uint32_t row)
{
	return row < model->header->word_row_count ? INQ_NGRAM_WORD : INQ_NGRAM_CHARACTER;
}

static void value_hits(const struct inq_model *model, struct inq_weighed *out)
{
	double squares[INQ_NGRAM_KINDS] = {model->header->thin[0], model->header->thin[1]};

	for (size_t i = 0; i < out->hit_count; i++) {
		double value = plain_value(model, &out->hit[i]);

		squares[kind_of(model, out->hit[i].row)] += value * value;
	}
	for (size_t i = 0; i < out->hit_count; i++) {
		struct inq_model_hit *hit = &out->hit[i];
		double norm = sqrt(squares[kind_of(model, hit->row)]);
		double nats = plain_value(model, hit) / norm * (double)row_at(model, hit->row)->step;

		hit->value = (int16_t)lround(fmin(nats * MILLION, INT16_MAX));
	}
}

/* `part` has room for the stride. Sixteen bits times eight, added up in 32, is what every processor does by the vector. */
static void add_batch(const struct inq_model *model, const struct inq_model_hit *hit, size_t count, int32_t *restrict part)
{
	const uint32_t stride = model->header->stride;

	for (size_t i = 0; i < count; i++) {
		const int8_t *restrict weight = weights_at(model, hit[i].row);
		const int16_t value = hit[i].value;

		if (i + AHEAD < count)
			__builtin_prefetch(weights_at(model, hit[i + AHEAD].row));
		for (uint32_t o = 0; o < stride; o++)
			part[o] += (int32_t)value * weight[o];
	}
}

static enum inq_status add_hits(struct inq_arena *arena, const struct inq_model *model,
				const struct inq_weighed *weighed, int64_t *sums)
{
	int32_t *part = inq_arena_alloc(arena, (model->header->stride + 1) * sizeof(*part));

	if (!part)
		return INQ_FAILED;
	for (size_t from = 0; from < weighed->hit_count; from += BATCH) {
		size_t left = weighed->hit_count - from;

		add_batch(model, weighed->hit + from, left < BATCH ? left : BATCH, part);
		for (uint32_t o = 0; o < model->header->output_count; o++) {
			sums[o] += part[o];
			part[o] = 0;
		}
	}
	return INQ_OK;
}

static void add_named(const struct inq_model *model, uint32_t named, int64_t thousandths, int64_t *sums)
{
	const int32_t *weight;

	if (named == INQ_NONE)
		return;
	weight = model->named + (size_t)named * model->header->output_count;
	for (uint32_t o = 0; o < model->header->output_count; o++)
		sums[o] += weight[o] * thousandths / 1000;
}

static void add_all_named(const struct inq_model *model, const struct inq_fired *fired, const int64_t *points,
			  const struct inq_traits *traits, int64_t *sums)
{
	for (size_t i = 0; i < traits->count; i++)
		add_named(model, model->trait_named[traits->item[i]], 1000, sums);
	for (size_t i = 0; i < fired->count; i++)
		add_named(model, model->rule_named[fired->item[i].rule], 1000, sums);
	for (size_t i = 0; i < model->knowledge->label_count; i++)
		add_named(model, model->points_named[i], points[i], sums);
}

enum inq_status inq_model_weigh(struct inq_arena *arena, const struct inq_model *model,
				struct inq_model_scratch *scratch, const struct inq_text *text,
				const struct inq_facts *facts, const struct inq_signals *signals,
				const struct inq_fired *fired, const int64_t *points, struct inq_weighed *out)
{
	const struct inq_knowledge *k = model->knowledge;
	int64_t *sums = inq_arena_alloc(arena, (model->header->output_count + 1) * sizeof(*sums));

	*out = (struct inq_weighed){
		.sum = inq_arena_alloc(arena, (k->label_count + k->dimension_count) * sizeof(*out->sum))};
	if (!sums || !out->sum || inq_ngrams_read(arena, text, &out->ngrams) != INQ_OK ||
	    count_hits(arena, model, scratch, out) != INQ_OK)
		return INQ_FAILED;
	inq_traits_read(text, facts, signals, &out->traits);
	value_hits(model, out);
	if (add_hits(arena, model, out, sums) != INQ_OK)
		return INQ_FAILED;
	add_all_named(model, fired, points, &out->traits, sums);
	for (uint32_t o = 0; o < model->header->output_count; o++)
		if (model->target_of[o] != INQ_NONE)
			out->sum[model->target_of[o]] = sums[o] + model->outputs[o].bias;
	return INQ_OK;
}

/* ---- where a sum comes from ------------------------------------------------------------------------------------ */

static int64_t named_weight(const struct inq_model *model, uint32_t named, uint32_t target, int64_t thousandths)
{
	uint32_t output = model->output_of[target];

	if (named == INQ_NONE || output == INQ_NONE)
		return 0;
	return model->named[(size_t)named * model->header->output_count + output] * thousandths / 1000;
}

int64_t inq_model_bias(const struct inq_model *model, uint32_t target)
{
	uint32_t output = model->output_of[target];

	return output == INQ_NONE ? 0 : model->outputs[output].bias;
}

int64_t inq_model_trait(const struct inq_model *model, uint32_t trait, uint32_t target)
{
	return named_weight(model, model->trait_named[trait], target, 1000);
}

int64_t inq_model_rule(const struct inq_model *model, uint32_t rule, uint32_t target)
{
	return named_weight(model, model->rule_named[rule], target, 1000);
}

int64_t inq_model_effect(const struct inq_model *model, uint32_t label, int64_t points, uint32_t target)
{
	return named_weight(model, model->points_named[label], target, points);
}

/* Shares an amount evenly among the words first..last; what does not divide goes to the first. */
static void share_out(int64_t *by_word, uint32_t first, uint32_t last, int64_t amount)
{
	int64_t words = (int64_t)last - first + 1, share;

	if (words == 1) { /* nearly always, and a division takes as long as all the rest */
		by_word[first] += amount;
		return;
	}
	share = amount / words;
	for (uint32_t w = first; w <= last; w++)
		by_word[w] += share;
	by_word[first] += amount - share * words;
}

void inq_model_words(const struct inq_model *model, const struct inq_weighed *weighed, uint32_t target,
		     int64_t *by_word)
{
	uint32_t output = model->output_of[target];

	for (size_t i = 0; output != INQ_NONE && i < weighed->ngrams.count; i++) {
		const struct inq_ngram *ngram = &weighed->ngrams.item[i];
		const struct inq_model_hit *hit;
		int64_t amount;

		if (weighed->row_of[i] == INQ_MODEL_EMPTY)
			continue;
		hit = &weighed->hit[weighed->hit_of[i]];
		amount = (int32_t)hit->value * weights_at(model, hit->row)[output];
		share_out(by_word, ngram->first, ngram->last, hit->times == 1 ? amount : amount / (int64_t)hit->times);
	}
}
