/* Cross-validation: every row is scored by a model that was trained without its fold. */
#ifndef CTL_EVALUATE_CV_H
#define CTL_EVALUATE_CV_H

#include "corpus.h"
#include "training.h"

#define CV_FOLDS_LEAST 2
#define CV_FOLDS_MOST 20

struct cross_validation {
	unsigned folds;
	/* true: a file is in one fold, the n-th in fold n mod folds, so that no author is judged by his own texts.
	 * false: a row is in the fold that the first eight bytes of the SHA-256 of its id, big-endian, mod folds say. */
	bool by_file;
	enum packs_saw saw;
	struct option_list mix; /* as for `train` */
	enum corpus_half half; /* the rows that are scored; all are trained on */
};

/* Scores the rows of a corpus that was read whole; the session's own model plays no part. False after a complaint. */
bool cross_validate(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		    const struct cross_validation *cv);

#endif
