/* Whether a difference between two engines is more than chance. */
#ifndef CTL_JUDGE_CHANCE_H
#define CTL_JUDGE_CHANCE_H

#include "metrics.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Exact two-sided test of McNemar (1947): how probable a split as uneven as this one is among the rows that only one of
 * two got right, if each of the two were as likely to. 1 where there are none. */
double mcnemar(size_t only_a, size_t only_b);

/* splitmix64: the same numbers in every run. Any seed will do. */
struct chance {
	uint64_t state;
};
uint64_t chance_next(struct chance *chance);
/* 0 ... below - 1; `below` is 1 ... 2^32 - 1. */
uint32_t chance_below(struct chance *chance, uint32_t below);

/* ---- figures over rows that count several times; `weight` says how often, row by row ---- */

/* Two engines' labels, and the true ones. Labels are 0 ... labels - 1. */
struct two_labels {
	struct label_row {
		int gold, a, b; /* gold < 0: the row is not labelled */
	} * row;
	size_t count, labels;
	unsigned *space; /* room for 3 * labels */
};
/* Macro-F1 of a less that of b, over the labels that occur; NAN where none does. */
double macro_f1_difference(void *two_labels, const unsigned *weight);

/* Something in a row's place, in the order of its value. */
struct placed {
	double value;
	size_t place;
};
void placed_sort(struct placed *items, size_t count); /* lowest value first */

/* Two engines' scores of the same rows, each sorted. */
struct two_scores {
	struct placed *a, *b;
	size_t count;         /* of the items in each */
	const bool *positive; /* by place */
};
/* Area under the ROC curve of a less that of b. */
double auc_difference(void *two_scores, const unsigned *weight);

/* Two engines' values and the true ones of the same rows, each sorted. */
struct two_ranks {
	struct placed *gold, *a, *b;
	size_t count;
	double *gold_rank, *rank; /* by place: room for as many as there are weights */
};
/* Rank correlation of a less that of b. */
double spearman_difference(void *two_ranks, const unsigned *weight);

struct interval {
	double low, high;
};

/* A figure of which the interval is wanted. */
struct drawn_figure {
	double (*of)(void *context, const unsigned *weight);
	void *context;
	struct interval interval; /* set: 95 %; NAN where the figure was not defined in any resample */
};
#define BOOTSTRAP_RESAMPLES 1000
/* Percentile intervals of all figures from the same resamples of `rows` rows (Efron 1979). The same result in every
 * run. False when out of memory. */
bool bootstrap(struct drawn_figure *figures, size_t count, size_t rows);

#endif
