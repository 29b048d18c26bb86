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

/* Harmonic mean of precision and recall, from counts: right ones, all said, all true. 0 when none is right. */
double f1_value(size_t right, size_t said, size_t gold);

struct scored {
	double score;
	bool positive;
};
/* Probability that a positive one scores higher than another; ties count half. Sorts the items. */
double auc(struct scored *items, size_t count);

struct pair {
	double a, b;
};
/* Rank correlation; ties get their mean rank. */
double spearman(const struct pair *pairs, size_t count);
double mean_absolute_error(const struct pair *pairs, size_t count);

#endif
