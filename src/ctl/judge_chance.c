#include "judge_chance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SEED UINT64_C(20260504)

double mcnemar(size_t only_a, size_t only_b)
{
	double n = (double)(only_a + only_b), sum = 0;
	size_t fewer = only_a < only_b ? only_a : only_b;

	for (size_t i = 0; i <= fewer; i++)
		sum += exp(lgamma(n + 1) - lgamma((double)i + 1) - lgamma(n - (double)i + 1) - n * log(2));
	return fmin(1, 2 * sum);
}

uint64_t chance_next(struct chance *chance)
{
	uint64_t z = chance->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint32_t chance_below(struct chance *chance, uint32_t below)
{
	return (uint32_t)(((chance_next(chance) >> 32) * below) >> 32);
}

/* ---- macro-F1 ---- */

static double macro_f1(const unsigned *gold, const unsigned *said, const unsigned *right, size_t labels)
{
	double sum = 0;
	size_t occurring = 0;

	for (size_t i = 0; i < labels; i++) {
		if (!gold[i])
			continue;
		sum += f1_value(right[i], said[i], gold[i]);
		occurring++;
	}
	return occurring ? sum / (double)occurring : (double)NAN;
}

static double macro_f1_of(const struct two_labels *two, const unsigned *weight, bool of_b)
{
	unsigned *gold = two->space, *said = gold + two->labels, *right = said + two->labels;

	memset(two->space, 0, 3 * two->labels * sizeof *two->space);
	for (size_t i = 0; i < two->count; i++) {
		const struct label_row *row = &two->row[i];
		int decided = of_b ? row->b : row->a;
		if (row->gold < 0)
			continue;
		gold[row->gold] += weight[i];
		said[decided] += weight[i];
		if (row->gold == decided)
			right[decided] += weight[i];
	}
	return macro_f1(gold, said, right, two->labels);
}

double macro_f1_difference(void *two_labels, const unsigned *weight)
{
	return macro_f1_of(two_labels, weight, false) - macro_f1_of(two_labels, weight, true);
}

/* ---- order ---- */

static int by_value(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	if (x->value != y->value)
		return (x->value > y->value) - (x->value < y->value);
	return (x->place > y->place) - (x->place < y->place);
}

void placed_sort(struct placed *items, size_t count)
{
	if (count)
		qsort(items, count, sizeof *items, by_value);
}

static double weighted_auc(const struct placed *items, size_t count, const bool *positive, const unsigned *weight)
{
	double won = 0, negatives = 0, positives = 0;

	for (size_t i = 0, next = 0; i < count; i = next) {
		double tied[2] = {0, 0};
		for (; next < count && items[next].value == items[i].value; next++)
			tied[positive[items[next].place]] += weight[items[next].place];
		won += tied[1] * (negatives + tied[0] / 2);
		negatives += tied[0];
		positives += tied[1];
	}
	return positives > 0 && negatives > 0 ? won / (positives * negatives) : (double)NAN;
}

double auc_difference(void *two_scores, const unsigned *weight)
{
	const struct two_scores *two = two_scores;

	return weighted_auc(two->a, two->count, two->positive, weight) -
	       weighted_auc(two->b, two->count, two->positive, weight);
}

/* The mean rank of those that share a value, by place, as if each row stood there as often as it weighs. */
static void weighted_ranks(double *rank, const struct placed *items, size_t count, const unsigned *weight)
{
	double below = 0;

	for (size_t i = 0, next = 0; i < count; i = next) {
		double here = 0;
		for (; next < count && items[next].value == items[i].value; next++)
			here += weight[items[next].place];
		for (size_t j = i; j < next; j++)
			rank[items[j].place] = below + (here - 1) / 2;
		below += here;
	}
}

static double weighted_spearman(const struct two_ranks *two, const struct placed *items, const unsigned *weight)
{
	double n = 0, mean, xy = 0, xx = 0, yy = 0;

	weighted_ranks(two->rank, items, two->count, weight);
	for (size_t i = 0; i < two->count; i++)
		n += weight[items[i].place];
	mean = (n - 1) / 2;
	for (size_t i = 0; i < two->count; i++) {
		size_t place = items[i].place;
		double dx = two->rank[place] - mean, dy = two->gold_rank[place] - mean;
		xy += weight[place] * dx * dy;
		xx += weight[place] * dx * dx;
		yy += weight[place] * dy * dy;
	}
	return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : (double)NAN;
}

double spearman_difference(void *two_ranks, const unsigned *weight)
{
	const struct two_ranks *two = two_ranks;

	weighted_ranks(two->gold_rank, two->gold, two->count, weight);
	return weighted_spearman(two, two->a, weight) - weighted_spearman(two, two->b, weight);
}

/* ---- bootstrap ---- */

static int smaller(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static struct interval percentiles(double *values, size_t count)
{
	if (!count)
		return (struct interval){(double)NAN, (double)NAN};
	qsort(values, count, sizeof *values, smaller);
	return (struct interval){values[(size_t)(0.025 * (double)(count - 1) + 0.5)],
				 values[(size_t)(0.975 * (double)(count - 1) + 0.5)]};
}

static void draw(struct chance *chance, unsigned *weight, size_t rows)
{
	memset(weight, 0, rows * sizeof *weight);
	for (size_t i = 0; i < rows; i++)
		weight[chance_below(chance, (uint32_t)rows)]++;
}

bool bootstrap(struct drawn_figure *figures, size_t count, size_t rows)
{
	struct chance chance = {SEED};
	unsigned *weight = calloc(rows ? rows : 1, sizeof *weight);
	double *values = calloc(count ? count : 1, BOOTSTRAP_RESAMPLES * sizeof *values);
	size_t *used = calloc(count ? count : 1, sizeof *used);
	bool good = weight && values && used;

	for (size_t i = 0; good && rows && i < BOOTSTRAP_RESAMPLES; i++) {
		draw(&chance, weight, rows);
		for (size_t f = 0; f < count; f++) {
			double value = figures[f].of(figures[f].context, weight);
			if (isfinite(value))
				values[f * BOOTSTRAP_RESAMPLES + used[f]++] = value;
		}
	}
	for (size_t f = 0; good && f < count; f++)
		figures[f].interval = percentiles(values + f * BOOTSTRAP_RESAMPLES, used[f]);
	free(weight);
	free(values);
	free(used);
	return good;
}
