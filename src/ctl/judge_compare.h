/* Two engines on the same labelled rows: what changed, and whether it is more than chance. */
#ifndef CTL_JUDGE_COMPARE_H
#define CTL_JUDGE_COMPARE_H

#include "judge.h"

struct judge_comparison {
	const struct corpus *this, *other; /* the same rows in the same order, each scored by its engine */
	const struct judge_positive *positive;
	json_t *dimensions, *composite; /* names: all dimensions, those that must all be right */
	const char *model;              /* what the other engine is called */
	size_t most;                    /* rows listed for each dimension */
	const char *only;               /* list rows of this dimension only; NULL: of all */
};

/* {"model", "dimensions":{name:{"n","this":{"accuracy","macro_f1"},"other":{...},"only_this","only_other","p",
 * "macro_f1_difference","says","macro_f1_says","changed","rows":[{"id","true","this","other","text"}]}},
 * "composite":{"this","other","only_this","only_other","p","says"}, "positive":{"this","other","auc_difference",
 * "auc_says"}, "priority":{"this","other","spearman_difference","spearman_says"}}
 * Differences are this less other, so that above 0 is better. `only_this` are the rows that only this engine got right,
 * `p` is McNemar's, the intervals are those of a bootstrap, `says` puts them in words. NULL when out of memory. */
json_t *judge_compare(const struct judge_comparison *comparison);

#endif
