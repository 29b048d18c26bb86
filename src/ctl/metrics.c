#include "metrics.h"

#include <math.h>
#include <stdlib.h>

double share_value(struct share share)
{
	return share.of ? (double)share.right / (double)share.of : (double)NAN;
}

void share_interval(struct share share, double *low, double *high)
{
	const double z = 1.959964; /* 97.5 % quantile of the normal distribution */
	double n = (double)share.of, p = share_value(share);
	double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

	*low = share.of ? fmax(0, middle - half) : (double)NAN;
	*high = share.of ? fmin(1, middle + half) : (double)NAN;
}

void share_count(struct share *share, bool right)
{
	share->of++;
	share->right += right;
}

double f1_value(size_t right, size_t said, size_t gold)
{
	return right ? 2.0 * (double)right / (double)(said + gold) : 0;
}

static int by_score(const void *a, const void *b)
{
	double x = ((const struct scored *)a)->score, y = ((const struct scored *)b)->score;

	return (x > y) - (x < y);
}

double auc(struct scored *items, size_t count)
{
	double pairs_won = 0, negatives = 0, positives = 0;

	qsort(items, count, sizeof *items, by_score);
	for (size_t i = 0, next; i < count; i = next) {
		double tied_positives = 0, tied_negatives = 0;
		for (next = i; next < count && items[next].score == items[i].score; next++)
			*(items[next].positive ? &tied_positives : &tied_negatives) += 1;
		pairs_won += tied_positives * (negatives + tied_negatives / 2);
		positives += tied_positives;
		negatives += tied_negatives;
	}
	return positives > 0 && negatives > 0 ? pairs_won / (positives * negatives) : (double)NAN;
}

struct ranked {
	double value, rank;
	size_t place;
};

static int by_value(const void *a, const void *b)
{
	double x = ((const struct ranked *)a)->value, y = ((const struct ranked *)b)->value;

	return (x > y) - (x < y);
}

static int by_place(const void *a, const void *b)
{
	size_t x = ((const struct ranked *)a)->place, y = ((const struct ranked *)b)->place;

	return (x > y) - (x < y);
}

static void give_ranks(struct ranked *items, size_t count)
{
	qsort(items, count, sizeof *items, by_value);
	for (size_t i = 0, next; i < count; i = next) {
		for (next = i; next < count && items[next].value == items[i].value; next++)
			;
		for (size_t j = i; j < next; j++)
			items[j].rank = (double)(i + next - 1) / 2;
	}
	qsort(items, count, sizeof *items, by_place);
}

static double correlation_of_ranks(const struct ranked *x, const struct ranked *y, size_t count)
{
	double mean = ((double)count - 1) / 2, xy = 0, xx = 0, yy = 0;

	for (size_t i = 0; i < count; i++) {
		double dx = x[i].rank - mean, dy = y[i].rank - mean;
		xy += dx * dy;
		xx += dx * dx;
		yy += dy * dy;
	}
	return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : (double)NAN;
}

double spearman(const struct pair *pairs, size_t count)
{
	struct ranked *x = calloc(count ? count : 1, sizeof *x), *y = calloc(count ? count : 1, sizeof *y);
	double result = (double)NAN;

	if (x && y) {
		for (size_t i = 0; i < count; i++) {
			x[i] = (struct ranked){.value = pairs[i].a, .place = i};
			y[i] = (struct ranked){.value = pairs[i].b, .place = i};
		}
		give_ranks(x, count);
		give_ranks(y, count);
		result = correlation_of_ranks(x, y, count);
	}
	free(x);
	free(y);
	return result;
}

double mean_absolute_error(const struct pair *pairs, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += fabs(pairs[i].a - pairs[i].b);
	return count ? sum / (double)count : (double)NAN;
}
