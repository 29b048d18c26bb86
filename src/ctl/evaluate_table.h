/* The tables of an evaluation, the same in the text and on the page: which figures stand in which column. */
#ifndef CTL_EVALUATE_TABLE_H
#define CTL_EVALUATE_TABLE_H

#include "decimal.h"

#include <jansson.h>

#define EVALUATE_COLUMNS 6

struct evaluate_table {
	const char *title;
	const char *first; /* over the names of the rows */
	const char *mark;  /* path of a flag that marks the row, or NULL */
	struct evaluate_column {
		const char *title, *path;
	} column[EVALUATE_COLUMNS]; /* those after the last have no title */
};
size_t evaluate_columns(const struct evaluate_table *table);

extern const struct evaluate_table EVALUATE_OVERVIEW, EVALUATE_LABELS, EVALUATE_FACTS, EVALUATE_GROUP;
extern const struct evaluate_table EVALUATE_COMPARISON, EVALUATE_CHANGED;

/* What sets the positive rows of a group against all others. */
#define EVALUATE_BIASES 2
extern const struct evaluate_table EVALUATE_BIAS[EVALUATE_BIASES];

/* The figures that are given for each dimension of a group. */
#define EVALUATE_AGREEMENTS 2
extern const struct evaluate_column EVALUATE_AGREEMENT[EVALUATE_AGREEMENTS];

/* Shares of `positive` that are given with their interval. " x" stands for "real x". */
#define EVALUATE_SHARES 4
extern const struct evaluate_column EVALUATE_SHARE[EVALUATE_SHARES];

/* Counts as they are, other numbers times `factor` with so many decimals, null as "-". */
struct decimal evaluate_figure(const json_t *number, unsigned decimals, double factor);
/* The same of what stands at a path. */
struct decimal evaluate_figure_at(const json_t *document, const char *path, unsigned decimals, double factor);
/* "= 0.031", or "< 0.001". */
struct decimal evaluate_probability(const json_t *number);

#endif
