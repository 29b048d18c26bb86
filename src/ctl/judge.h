/* How well the verdicts of a scored corpus agree with its labels, as JSON: what `evaluate --json` prints and what the
 * text report is made from. Figures that are not defined are null. */
#ifndef CTL_JUDGE_H
#define CTL_JUDGE_H

#include "corpus.h"

#include <jansson.h>

/* The label that must not be lost; every other label of its dimension counts as bad. */
struct judge_positive {
	const char *dimension, *label; /* "authenticity", "real" */
};

/* Names of all dimensions that the leads have and the labels speak of, in the order of the taxonomy: a JSON array. */
json_t *judge_dimension_names(const struct corpus *corpus);

/* {"n","accuracy","macro_f1","unknown_said","labels":{...},"confusion":{true:{decided:n}}} over the rows labelled in
 * the dimension. Where the engine held the dimension not to apply, it is decided as "-". Macro-F1 is the mean over the
 * labels that occur in the corpus. */
json_t *judge_dimension(const struct corpus *corpus, const char *dimension);

/* AUC of the positive label against the rest, and shares with their intervals: recall (decided positive), kept (not
 * decided as bad), caught (bad ones decided as any bad label), false_bad (of those decided bad, the positive ones). */
json_t *judge_positive(const struct corpus *corpus, const struct judge_positive *positive);

/* Rank correlation and mean absolute error against `labels.priority`. */
json_t *judge_priority(const struct corpus *corpus);

/* {"quantity":{"gold","said","right","precision","recall","f1"}, ...} over the rows whose labels have `facts`. */
json_t *judge_facts(const struct corpus *corpus);

/* One figure set for each group of rows, largest first: {"name","n","accuracy","recall","bad_caught","auc"}. Groups
 * of fewer than `least` rows are left out. `name_of` returns a borrowed name or NULL for no group. */
typedef const char *judge_group_name(const void *context, const struct corpus_row *row);
json_t *judge_groups(const struct corpus *corpus, const struct judge_positive *positive, judge_group_name *name_of,
		     const void *context, size_t least);

/* A figure rounded to four decimals; null where it is not a number. */
json_t *judge_figure(double value);

#endif
