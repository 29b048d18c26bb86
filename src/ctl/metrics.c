#include "metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double Z = 1.959964; /* 97.5 % quantile of the normal distribution */

double share_value(struct share share)
{
	return share.of ? (double)share.right / (double)share.of : (double)NAN;
}

void share_interval(struct share share, double *low, double *high)
{
	double z = Z, n = (double)share.of, p = share_value(share);
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

void share_difference(struct share a, struct share b, double *low, double *high)
{
	double p = share_value(a), q = share_value(b), p_low, p_high, q_low, q_high;

	share_interval(a, &p_low, &p_high);
	share_interval(b, &q_low, &q_high);
	*low = p - q - hypot(p - p_low, q_high - q);
	*high = p - q + hypot(p_high - p, q - q_low);
}

void average_count(struct average *average, double value)
{
	average->sum += value;
	average->squares += value * value;
	average->n++;
}

double average_value(struct average average)
{
	return average.n ? average.sum / (double)average.n : (double)NAN;
}

/* Of the mean, not of the values. */
static double variance_of_mean(struct average average)
{
	double n = (double)average.n;

	if (average.n < AVERAGE_LEAST)
		return (double)NAN;
	return fmax(0, average.squares - average.sum * average.sum / n) / (n - 1) / n;
}

void average_difference(struct average a, struct average b, double *low, double *high)
{
	double difference = average_value(a) - average_value(b);
	double half = Z * sqrt(variance_of_mean(a) + variance_of_mean(b));

	*low = difference - half;
	*high = difference + half;
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

void scored_sort(struct scored *items, size_t count)
{
	if (count)
		qsort(items, count, sizeof *items, by_score);
}

double auc(struct scored *items, size_t count)
{
	double pairs_won = 0, negatives = 0, positives = 0;

	scored_sort(items, count);
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

static size_t count_positive(const struct scored *items, size_t count)
{
	size_t positive = 0;

	for (size_t i = 0; i < count; i++)
		positive += items[i].positive;
	return positive;
}

/* Items of one score stand or fall together: where those from `start` on end. */
static size_t end_of_ties(const struct scored *items, size_t count, size_t start)
{
	size_t next = start;

	while (next < count && items[next].score == items[start].score)
		next++;
	return next;
}

struct operating_point operating_point(const struct scored *items, size_t count, double loss)
{
	size_t positive = count_positive(items, count), kept_from = 0, lost = 0;
	double most = loss * (double)positive + 1e-9; /* 1 % of 300 is 3, whatever binary fractions make of it */

	for (size_t i = 0, next; i < count; i = next) {
		next = end_of_ties(items, count, i);
		size_t here = count_positive(items + i, next - i);
		if ((double)(lost + here) > most)
			break;
		lost += here;
		kept_from = next;
	}
	return (struct operating_point){
		.threshold = kept_from < count ? items[kept_from].score
			     : count           ? items[count - 1].score + 1
					       : 0,
		.lost = {lost, positive},
		.caught = {kept_from - lost, count - positive},
	};
}

size_t roc(const struct scored *items, size_t count, struct roc_point *points, size_t room)
{
	size_t positive = count_positive(items, count), others = count - positive, used = 1;
	size_t kept = positive, lost = others;
	double step = 2.0 / (double)(room - 2); /* the way along the curve, up and to the right, is 2 long */

	if (!positive || !others)
		return 0;
	points[0] = (struct roc_point){1, 1};
	for (size_t i = 0, next; i < count; i = next) {
		next = end_of_ties(items, count, i);
		size_t here = count_positive(items + i, next - i);
		kept -= here;
		lost -= next - i - here;
		struct roc_point point = {(double)lost / (double)others, (double)kept / (double)positive};
		double way = points[used - 1].lost - point.lost + points[used - 1].kept - point.kept;
		if (next == count || (way >= step && used + 1 < room))
			points[used++] = point;
	}
	for (size_t i = 0; i < used / 2; i++) {
		struct roc_point point = points[i];
		points[i] = points[used - 1 - i];
		points[used - 1 - i] = point;
	}
	return used;
}

void calibration_count(struct calibration *calibration, double probability, bool right)
{
	double place = probability > 0 ? probability * CALIBRATION_BINS : 0;
	struct calibration_bin *bin =
		&calibration->bin[place < CALIBRATION_BINS ? (size_t)place : CALIBRATION_BINS - 1];
	double distance = probability - (right ? 1 : 0);

	bin->n++;
	bin->right += right;
	bin->sum += probability;
	calibration->n++;
	calibration->squares += distance * distance;
}

double calibration_error(const struct calibration *calibration)
{
	double sum = 0;

	for (size_t i = 0; i < CALIBRATION_BINS; i++)
		sum += fabs(calibration->bin[i].sum - (double)calibration->bin[i].right);
	return calibration->n ? sum / (double)calibration->n : (double)NAN;
}

double calibration_brier(const struct calibration *calibration)
{
	return calibration->n ? calibration->squares / (double)calibration->n : (double)NAN;
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

static int by_b_then_a(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->b != y->b)
		return (x->b > y->b) - (x->b < y->b);
	return (x->a > y->a) - (x->a < y->a);
}

static double pairs_among(size_t n)
{
	return (double)n * ((double)n - 1) / 2;
}

/* Pairs of items that are the same, which must stand together. */
static double tied(const struct pair *items, size_t count, bool (*same)(const struct pair *, const struct pair *))
{
	double ties = 0;

	for (size_t i = 0, next; i < count; i = next) {
		for (next = i + 1; next < count && same(&items[i], &items[next]); next++)
			;
		ties += pairs_among(next - i);
	}
	return ties;
}

static bool same_a(const struct pair *x, const struct pair *y)
{
	return x->a == y->a;
}

static bool same_b(const struct pair *x, const struct pair *y)
{
	return x->b == y->b;
}

static bool same_both(const struct pair *x, const struct pair *y)
{
	return same_a(x, y) && same_b(x, y);
}

/* Merges the sorted runs [0, middle) and [middle, count) by `a`; returns how many pairs stood the wrong way round. */
static double merge(struct pair *items, struct pair *space, size_t middle, size_t count)
{
	double inversions = 0;

	for (size_t i = 0, j = middle, k = 0; k < count; k++) {
		if (j == count || (i < middle && items[i].a <= items[j].a)) {
			space[k] = items[i++];
		} else {
			inversions += (double)(middle - i);
			space[k] = items[j++];
		}
	}
	memcpy(items, space, count * sizeof *items);
	return inversions;
}

static double sort_by_a(struct pair *items, struct pair *space, size_t count)
{
	double inversions = 0;

	for (size_t width = 1; width < count; width *= 2)
		for (size_t i = 0; i + width < count; i += 2 * width) {
			size_t left = count - i;
			inversions += merge(items + i, space, width, left < 2 * width ? left : 2 * width);
		}
	return inversions;
}

/* Knight's way to count Kendall's pairs (1966). */
double concordance(const struct pair *pairs, size_t count)
{
	struct pair *items = calloc(count ? count : 1, sizeof *items),
		    *space = calloc(count ? count : 1, sizeof *space);
	double result = (double)NAN;

	if (items && space && count) {
		memcpy(items, pairs, count * sizeof *items);
		qsort(items, count, sizeof *items, by_b_then_a);
		double all = pairs_among(count) - tied(items, count, same_b), both = tied(items, count, same_both);
		double wrong = sort_by_a(items, space, count);
		double half = tied(items, count, same_a) - both;
		if (all > 0)
			result = (all - wrong - half / 2) / all;
	}
	free(items);
	free(space);
	return result;
}

double mean_absolute_error(const struct pair *pairs, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += fabs(pairs[i].a - pairs[i].b);
	return count ? sum / (double)count : (double)NAN;
}
