/* The model as it is written down: model_format.h. */
#include "learn_internal.h"

#include "model_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MILLION 1000000.0
#define WEIGHT_MOST 127

struct writer {
	const struct learn_corpus *corpus;
	const struct learn_vocabulary *vocabulary;
	const struct learn_part *parts;
	size_t part_count, output_count, stride, row_bytes, slot_count;
	unsigned char *bytes;
	size_t at;
	char *text;
	size_t text_size;
};

static size_t padded(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static void *section(struct writer *w, size_t count, size_t item)
{
	void *begin = w->bytes + w->at;

	w->at += padded(count * item);
	return begin;
}

static uint32_t add_text(struct writer *w, const char *s, size_t n)
{
	uint32_t place = (uint32_t)w->text_size;

	memcpy(w->text + w->text_size, s, n);
	w->text_size += n;
	w->text[w->text_size++] = '\0';
	return place;
}

/* ---- sizes ----------------------------------------------------------------------------------------------------- */

static size_t longest_text(const struct writer *w, const char *origin)
{
	const struct inq_knowledge *k = w->corpus->knowledge;
	size_t size = strlen(origin) + 1 + k->dimension_count * sizeof("unknown");

	for (size_t i = 0; i < w->corpus->name_count; i++)
		size += strlen(w->corpus->name[i]) + 1;
	for (size_t i = 0; i < k->dimension_count; i++)
		size += k->dimensions[i].name.n + 1;
	for (size_t i = 0; i < k->label_count; i++)
		size += k->labels[i].name.n + 1;
	return size;
}

static void measure(struct writer *w)
{
	for (size_t i = 0; i < w->part_count; i++)
		w->output_count += w->parts[i].outputs;
	w->stride = padded(w->output_count);
	w->row_bytes = sizeof(struct inq_model_row) + w->stride;
	w->slot_count = 16;
	while (3 * w->slot_count < 4 * w->vocabulary->count)
		w->slot_count *= 2;
}

static size_t whole_size(const struct writer *w)
{
	return sizeof(struct inq_model_header) + padded(w->part_count * sizeof(struct inq_model_dimension)) +
	       padded(w->output_count * sizeof(struct inq_model_output)) +
	       padded(w->corpus->name_count * sizeof(uint32_t)) +
	       padded(w->corpus->name_count * w->output_count * sizeof(int32_t)) +
	       padded(w->slot_count * sizeof(struct inq_model_slot)) + padded(w->vocabulary->count * w->row_bytes) +
	       padded(w->text_size);
}

/* ---- sections -------------------------------------------------------------------------------------------------- */

/* In nats at a value of 1. */
static double weight_of(const struct learn_part *part, size_t output, size_t feature)
{
	return part->calibration.scale * part->machine.weight[output * part->machine.width + feature];
}

static void write_dimensions(struct writer *w, uint32_t *names)
{
	struct inq_model_dimension *d = section(w, w->part_count, sizeof(*d));
	uint32_t output = 0;

	for (size_t i = 0; i < w->part_count; i++) {
		d[i] = (struct inq_model_dimension){.name = names[i],
						    .first_output = output,
						    .output_count = (uint32_t)w->parts[i].outputs,
						    .abstain = (int32_t)lround(1000 * w->parts[i].abstain)};
		output += (uint32_t)w->parts[i].outputs;
	}
}

static void write_outputs(struct writer *w, const uint32_t *labels)
{
	struct inq_model_output *outputs = section(w, w->output_count, sizeof(*outputs));
	size_t at = 0;

	for (size_t i = 0; i < w->part_count; i++)
		for (size_t o = 0; o < w->parts[i].outputs; o++, at++) {
			double bias = weight_of(&w->parts[i], o, w->parts[i].machine.width - 1) +
				      w->parts[i].calibration.shift[o];

			outputs[at] = (struct inq_model_output){labels[at], (int32_t)lround(bias * MILLION)};
		}
}

static void write_named(struct writer *w, const uint32_t *names)
{
	uint32_t *place = section(w, w->corpus->name_count, sizeof(*place));
	int32_t *weight = section(w, w->corpus->name_count * w->output_count, sizeof(*weight));

	for (size_t n = 0; n < w->corpus->name_count; n++) {
		place[n] = names[n];
		for (size_t i = 0; i < w->part_count; i++)
			for (size_t o = 0; o < w->parts[i].outputs; o++)
				*weight++ = (int32_t)lround(
					weight_of(&w->parts[i], o, w->vocabulary->count + n) * LEARN_NAMED_VALUE * MILLION);
	}
}

static void write_slots(struct writer *w)
{
	struct inq_model_slot *slot = section(w, w->slot_count, sizeof(*slot));
	uint32_t mask = (uint32_t)w->slot_count - 1;

	for (size_t i = 0; i < w->slot_count; i++)
		slot[i] = (struct inq_model_slot){0, INQ_MODEL_EMPTY};
	for (size_t row = 0; row < w->vocabulary->count; row++) {
		uint32_t at = (uint32_t)w->vocabulary->hash[row] & mask;

		while (slot[at].row != INQ_MODEL_EMPTY)
			at = (at + 1) & mask;
		slot[at] = (struct inq_model_slot){(uint32_t)(w->vocabulary->hash[row] >> 32), (uint32_t)row};
	}
}

static void write_row(const struct writer *w, size_t row, unsigned char *bytes)
{
	struct inq_model_row head = {.idf = w->vocabulary->idf[row]};
	int8_t *weight = (int8_t *)(bytes + sizeof(head));
	double most = 0;

	for (size_t i = 0; i < w->part_count; i++)
		for (size_t o = 0; o < w->parts[i].outputs; o++)
			most = fmax(most, fabs(weight_of(&w->parts[i], o, row)));
	head.step = (float)(most / WEIGHT_MOST);
	memcpy(bytes, &head, sizeof(head));
	for (size_t i = 0; head.step > 0 && i < w->part_count; i++)
		for (size_t o = 0; o < w->parts[i].outputs; o++)
			*weight++ = (int8_t)lround(weight_of(&w->parts[i], o, row) / (double)head.step);
}

static void write_rows(struct writer *w)
{
	unsigned char *rows = section(w, w->vocabulary->count, w->row_bytes);

	for (size_t row = 0; row < w->vocabulary->count; row++)
		write_row(w, row, rows + row * w->row_bytes);
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

struct places { /* of all names, in the text */
	uint32_t origin, *dimension, *label, *named;
};

static void write_text(struct writer *w, const char *origin, struct places *p)
{
	const struct inq_knowledge *k = w->corpus->knowledge;
	size_t at = 0;

	p->origin = add_text(w, origin, strlen(origin));
	for (size_t i = 0; i < w->part_count; i++) {
		const struct inq_dimension *d = &k->dimensions[w->parts[i].dimension];

		p->dimension[i] = add_text(w, d->name.s, d->name.n);
		for (size_t o = 0; o < w->parts[i].outputs; o++)
			p->label[at++] = o < d->label_count ? add_text(w, k->labels[d->first_label + o].name.s,
								       k->labels[d->first_label + o].name.n)
							    : add_text(w, "unknown", strlen("unknown"));
	}
	for (size_t i = 0; i < w->corpus->name_count; i++)
		p->named[i] = add_text(w, w->corpus->name[i], strlen(w->corpus->name[i]));
}

static void write_all(struct writer *w, const struct places *p)
{
	struct inq_model_header *header = (void *)w->bytes;

	*header = (struct inq_model_header){.magic = INQ_MODEL_MAGIC,
					    .version = INQ_MODEL_VERSION,
					    .byte_order = INQ_MODEL_BYTE_ORDER,
					    .size = whole_size(w),
					    .dimension_count = (uint32_t)w->part_count,
					    .output_count = (uint32_t)w->output_count,
					    .named_count = (uint32_t)w->corpus->name_count,
					    .slot_count = (uint32_t)w->slot_count,
					    .row_count = (uint32_t)w->vocabulary->count,
					    .word_row_count = (uint32_t)w->vocabulary->word_count,
					    .stride = (uint32_t)w->stride,
					    .text_size = (uint32_t)w->text_size,
					    .thin = {w->vocabulary->thin[INQ_NGRAM_WORD],
						     w->vocabulary->thin[INQ_NGRAM_CHARACTER]},
					    .origin = p->origin};
	w->at = sizeof(*header);
	write_dimensions(w, p->dimension);
	write_outputs(w, p->label);
	write_named(w, p->named);
	write_slots(w);
	write_rows(w);
	memcpy(section(w, w->text_size, 1), w->text, w->text_size);
}

unsigned char *learn_image(const struct learn_corpus *corpus, const struct learn_vocabulary *vocabulary,
			   const struct learn_part *parts, size_t part_count, const char *origin, size_t *size)
{
	struct writer w = {.corpus = corpus, .vocabulary = vocabulary, .parts = parts, .part_count = part_count};
	struct places p = {.dimension = calloc(part_count + 1, sizeof(uint32_t)),
			   .named = calloc(corpus->name_count + 1, sizeof(uint32_t))};

	measure(&w);
	p.label = calloc(w.output_count + 1, sizeof(uint32_t));
	w.text = malloc(longest_text(&w, origin));
	if (p.dimension && p.named && p.label && w.text) {
		write_text(&w, origin, &p);
		*size = whole_size(&w);
		w.bytes = calloc(1, *size);
		if (w.bytes) {
			write_all(&w, &p);
			inq_model_seal(w.bytes, *size);
		}
	}
	free(p.dimension);
	free(p.named);
	free(p.label);
	free(w.text);
	return w.bytes;
}
