/* The rows that the engine got most wrong, for whoever mends the rules. */
#ifndef CTL_JUDGE_ERRORS_H
#define CTL_JUDGE_ERRORS_H

#include "corpus.h"

/* [{"id","true","decided","probability","text","reasons":[...]}]: at most `most` rows, those whose true label got the
 * least probability first. The corpus must have kept its reasons. */
json_t *judge_errors(const struct corpus *corpus, const char *dimension, size_t most);

/* "subject / body" of a row, as a new JSON string. */
json_t *judge_row_text(const struct corpus_row *row);

#endif
