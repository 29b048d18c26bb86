/* What an evaluation is measured in. NAN where a figure is not defined, for example the recall of no rows. */
#ifndef CTL_METRICS_H
#define CTL_METRICS_H

#include <stdbool.h>
#include <stddef.h>

struct share {
	size_t right, of;
};
double share_value(struct share share);
/* 95 % confidence interval of Wilson (1927), which holds near 0 and 1 and for few rows. */
void share_interval(struct share share, double *low, double *high);
void share_count(struct share *share, bool right);
/* 95 % interval of the difference a - b of two independent shares: method 10 of Newcombe (1998), which puts together
 * the intervals of both. NAN where either has no rows. */
void share_difference(struct share a, struct share b, double *low, double *high);

/* Numbers of which the mean is looked at. */
struct average {
	double sum, squares; /* of the values, of their squares */
	size_t n;
};
void average_count(struct average *average, double value);
double average_value(struct average average);
#define AVERAGE_LEAST 10 /* below that the normal distribution says too much */
/* 95 % interval of the difference of two independent means by the normal distribution. NAN where either has fewer than
 * AVERAGE_LEAST values. */
void average_difference(struct average a, struct average b, double *low, double *high);

/* Harmonic mean of precision and recall, from counts: right ones, all said, all true. 0 when none is right. */
double f1_value(size_t right, size_t said, size_t gold);

struct scored {
	double score;
	bool positive;
};
/* Probability that a positive one scores higher than another; ties count half. Sorts the items. */
double auc(struct scored *items, size_t count);
void scored_sort(struct scored *items, size_t count); /* lowest score first */

/* What happens when all items below a score are thrown away. */
struct operating_point {
	double threshold;          /* the lowest score that is kept; 1 more than the highest where nothing is */
	struct share lost, caught; /* of the positive ones, of the others: those below the threshold */
};
/* The highest threshold at which at most the share `loss` of the positive ones is lost. The items must be sorted. */
struct operating_point operating_point(const struct scored *items, size_t count, double loss);

struct roc_point {
	double lost; /* share of the others that score at least so high: the false positive rate */
	double kept; /* share of the positive ones that do: the true positive rate */
};
/* The ROC curve from (0, 0) to (1, 1) in at most `room` (3 or more) points that stand about equally far apart; returns
 * their number, 0 where one of the classes is empty. The items must be sorted. */
size_t roc(const struct scored *items, size_t count, struct roc_point *points, size_t room);

/* Said probabilities against what was true, in bins of equal width. */
#define CALIBRATION_BINS 10
struct calibration {
	struct calibration_bin {
		size_t n, right;
		double sum; /* of the probabilities */
	} bin[CALIBRATION_BINS];
	size_t n;
	double squares; /* sum of the squared distances from 0 or 1 */
};
/* `probability` is 0..1; 1 belongs to the last bin. */
void calibration_count(struct calibration *calibration, double probability, bool right);
/* Expected calibration error: the mean distance between said and true share of the bins, weighted by their rows. */
double calibration_error(const struct calibration *calibration);
/* Brier (1950): the mean squared distance between the probability and 0 or 1. */
double calibration_brier(const struct calibration *calibration);

struct pair {
	double a, b;
};
/* Rank correlation; ties get their mean rank. */
double spearman(const struct pair *pairs, size_t count);
/* Share of the pairs of items with different `b` whose `a` stand in the same order; equal `a` count half. */
double concordance(const struct pair *pairs, size_t count);
double mean_absolute_error(const struct pair *pairs, size_t count);

#endif
