/* How well the verdicts of a scored corpus agree with its labels, as JSON: what `evaluate --json` prints and what the
 * text report is made from. Figures that are not defined are null. */
#ifndef CTL_JUDGE_H
#define CTL_JUDGE_H

#include "corpus.h"
#include "metrics.h"

#include <jansson.h>

#define JUDGE_UNKNOWN "unknown" /* what is decided where no label is sure enough; also a true label */

/* The label that must not be lost; every other label of its dimension counts as bad. */
struct judge_positive {
	const char *dimension, *label; /* "authenticity", "real" */
};

/* Names of all dimensions that the leads have and the labels speak of, in the order of the taxonomy: a JSON array. */
json_t *judge_dimension_names(const struct corpus *corpus);

/* {"n","accuracy","macro_f1","unknown_said","labels":{...},"confusion":{true:{decided:n}},"calibration":{...}} over the
 * rows labelled in the dimension. Where the engine held the dimension not to apply, it is decided as "-". Macro-F1 is
 * the mean over the labels that occur in the corpus. */
json_t *judge_dimension(const struct corpus *corpus, const char *dimension);
/* {"n","accuracy","macro_f1"} of the same. */
json_t *judge_agreement(const struct corpus *corpus, const char *dimension);

/* How far the probability of the most probable label can be believed, over the rows labelled in the dimension to which
 * the engine gave scores. Rows labelled `unknown` count only where the scores have an entry for it. */
json_t *judge_calibration(const struct corpus *corpus, const char *dimension);
/* {"n","ece","brier","bins":[{"from","to","n","confidence","right"}]}: ten bins, empty ones with null figures. */
json_t *judge_calibration_figures(const struct calibration *calibration);

/* AUC of the positive label against the rest, and shares with their intervals: recall (decided positive), kept (not
 * decided as bad), caught (bad ones decided as any bad label), false_bad (of those decided bad, the positive ones); by
 * the probability of the positive label alone, `operating`: what is caught when at most so many are lost,
 * `calibration` of that probability, and `roc`: [[false positive rate, true positive rate], ...]. */
json_t *judge_positive(const struct corpus *corpus, const struct judge_positive *positive);
/* The shares, the AUC and the accuracy alone. */
json_t *judge_positive_group(const struct corpus *corpus, const struct judge_positive *positive);

/* Whether a row is right in several dimensions at once. */
enum judge_composite {
	JUDGE_COMPOSITE_NONE, /* not labelled as positive, or not labelled in all of the dimensions */
	JUDGE_COMPOSITE_WRONG,
	JUDGE_COMPOSITE_RIGHT,
};
enum judge_composite judge_composite_row(const struct corpus_row *row, const struct judge_positive *positive,
					 const json_t *dimensions);
/* {"dimensions","right","of","share","low","high"} over the rows that count. */
json_t *judge_composite(const struct corpus *corpus, const struct judge_positive *positive, json_t *dimensions);

/* Rank correlation, share of pairs in the right order, and mean absolute error against `labels.priority`. */
json_t *judge_priority(const struct corpus *corpus);

/* {"quantity":{"gold","said","right","precision","recall","f1"}, ...} over the rows whose labels have `facts`. */
json_t *judge_facts(const struct corpus *corpus);

/* One figure set for each group of rows, largest first: {"name","n","accuracy","recall","kept","bad_caught","auc",
 * "dimensions":{name:{"n","accuracy","macro_f1"}}, "bias":{...}}; the labels averaged are those that occur in the
 * group. `bias` sets the positive rows of the group against all other positive rows: {"n","lost","others_lost",
 * "lost_difference","probability","others_probability","probability_difference"}: the share decided as bad, and the
 * mean probability of the positive label; the differences are intervals. Groups of fewer than `least` rows are left
 * out. `name_of` returns a name that lives as long as the corpus, or NULL for no group. */
typedef const char *judge_group_name(const void *context, const struct corpus_row *row);
struct judge_grouping {
	judge_group_name *name_of;
	const void *context;
	size_t least;
};
json_t *judge_groups(const struct corpus *corpus, const struct judge_positive *positive, const json_t *dimensions,
		     const struct judge_grouping *grouping);

/* A figure rounded to four decimals; null where it is not a number. */
json_t *judge_figure(double value);
json_t *judge_count(size_t count);
/* {"right","of","share","low","high"} */
json_t *judge_share(struct share share);
/* {"value","low","high","marked"}: a difference with its 95 % interval, marked where that excludes 0. */
json_t *judge_interval(double value, double low, double high);

#endif
