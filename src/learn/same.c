/* Whether two models come from the same recipe. Another processor or library rounds the last bit of a logarithm otherwise,
 * and the solver then stops a step earlier or later: weights differ by a unit here and there, while everything that the
 * rows, packs and options decide is the same. */
#include "learn.h"

#include "model_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Mean difference of the weights of n-grams, in units of 1/127 of the largest of their row. */
#define UNITS_MEAN_MOST 0.5
/* Named weights and biases: millionths of a nat, on average. */
#define MILLIONTHS_MEAN_MOST 5000.0
#define BIAS_MILLIONTHS_MOST 50000
/* One step of the search for it. */
#define ABSTAIN_MOST 50

struct sections {
	const struct inq_model_header *header;
	const unsigned char *dimensions, *outputs, *names, *named, *slots, *rows, *text;
};

static size_t padded(size_t size)
{
	return (size + 7) & ~(size_t)7;
}

static const unsigned char *next(const unsigned char **at, size_t bytes)
{
	const unsigned char *begin = *at;

	*at += padded(bytes);
	return begin;
}

static struct sections sections_of(const unsigned char *image)
{
	const struct inq_model_header *h = (const void *)image;
	const unsigned char *at = image + sizeof(*h);
	struct sections s = {.header = h};

	s.dimensions = next(&at, h->dimension_count * sizeof(struct inq_model_dimension));
	s.outputs = next(&at, h->output_count * sizeof(struct inq_model_output));
	s.names = next(&at, h->named_count * sizeof(uint32_t));
	s.named = next(&at, (size_t)h->named_count * h->output_count * sizeof(int32_t));
	s.slots = next(&at, h->slot_count * sizeof(struct inq_model_slot));
	s.rows = next(&at, h->row_count * (sizeof(struct inq_model_row) + h->stride));
	s.text = at;
	return s;
}

static bool same_shape(const struct sections *a, const struct sections *b)
{
	struct inq_model_header x = *a->header, y = *b->header;

	memset(x.checksum, 0, sizeof(x.checksum));
	memset(y.checksum, 0, sizeof(y.checksum));
	return !memcmp(&x, &y, sizeof(x)) && !memcmp(a->names, b->names, x.named_count * sizeof(uint32_t)) &&
	       !memcmp(a->slots, b->slots, x.slot_count * sizeof(struct inq_model_slot)) &&
	       !memcmp(a->text, b->text, x.text_size);
}

static double mean_difference_of_rows(const struct sections *a, const struct sections *b)
{
	size_t bytes = sizeof(struct inq_model_row) + a->header->stride;
	double sum = 0, count = (double)a->header->row_count * a->header->output_count;

	for (uint32_t row = 0; row < a->header->row_count; row++) {
		const int8_t *x = (const int8_t *)(a->rows + row * bytes + sizeof(struct inq_model_row));
		const int8_t *y = (const int8_t *)(b->rows + row * bytes + sizeof(struct inq_model_row));

		for (uint32_t o = 0; o < a->header->output_count; o++)
			sum += abs(x[o] - y[o]);
	}
	return count > 0 ? sum / count : 0;
}

static double mean_difference_of_named(const struct sections *a, const struct sections *b)
{
	const int32_t *x = (const void *)a->named, *y = (const void *)b->named;
	size_t count = (size_t)a->header->named_count * a->header->output_count;
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += x[i] > y[i] ? (double)x[i] - y[i] : (double)y[i] - x[i];
	return count ? sum / (double)count : 0;
}

/* Biases and costs of `unknown`; what follows from counting alone, the idf, differs by a last bit at most. */
static bool same_outputs(const struct sections *a, const struct sections *b)
{
	const struct inq_model_output *x = (const void *)a->outputs, *y = (const void *)b->outputs;
	const struct inq_model_dimension *d = (const void *)a->dimensions, *e = (const void *)b->dimensions;

	for (uint32_t i = 0; i < a->header->output_count; i++)
		if (x[i].label != y[i].label || abs(x[i].bias - y[i].bias) > BIAS_MILLIONTHS_MOST)
			return false;
	for (uint32_t i = 0; i < a->header->dimension_count; i++)
		if (d[i].name != e[i].name || d[i].first_output != e[i].first_output ||
		    d[i].output_count != e[i].output_count || abs(d[i].abstain - e[i].abstain) > ABSTAIN_MOST)
			return false;
	return true;
}

static bool same_heads(const struct sections *a, const struct sections *b)
{
	size_t bytes = sizeof(struct inq_model_row) + a->header->stride;

	for (uint32_t row = 0; row < a->header->row_count; row++) {
		struct inq_model_row x, y;

		memcpy(&x, a->rows + row * bytes, sizeof(x));
		memcpy(&y, b->rows + row * bytes, sizeof(y));
		if (fabsf(x.idf - y.idf) > 1e-5f || fabsf(x.step - y.step) > 0.1f * (x.step + y.step) + 1e-4f)
			return false;
	}
	return true;
}

bool learn_same_recipe(const unsigned char *a, size_t a_size, const unsigned char *b, size_t b_size)
{
	struct sections x, y;

	if (a_size != b_size)
		return false;
	if (!memcmp(a, b, a_size))
		return true;
	x = sections_of(a);
	y = sections_of(b);
	return same_shape(&x, &y) && same_outputs(&x, &y) && same_heads(&x, &y) && mean_difference_of_rows(&x, &y) <= UNITS_MEAN_MOST &&
	       mean_difference_of_named(&x, &y) <= MILLIONTHS_MEAN_MOST;
}
