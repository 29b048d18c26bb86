/* A labelled corpus: events with a `labels` object, scored row by row. */
#ifndef CTL_CORPUS_H
#define CTL_CORPUS_H

#include "session.h"

#include <jansson.h>

enum corpus_half {
	CORPUS_ALL,
	CORPUS_DEV,  /* rows whose id has a SHA-256 that begins with an even byte */
	CORPUS_TEST, /* the others */
};

struct corpus_row {
	json_t *event;  /* without its labels; owned */
	json_t *labels; /* owned */
	json_t *lead;   /* `verdict`, `facts` and `priority` of the lead, with `reasons` where asked for; owned */
};

struct corpus {
	struct corpus_row *row;
	size_t count, room;
	size_t refused;   /* rows that are no event, or have no labels; each was complained of */
	size_t unbalanced; /* with `check_receipts`: leads whose sums do not add up; each was complained of */
};

struct corpus_options {
	enum corpus_half half;
	bool keep_reasons, check_receipts;
};

/* Reads and scores the rows of the files. The labels never reach the engine; the time of scoring is the time of
 * arrival, so that figures can be repeated. False after a complaint about input or memory. */
bool corpus_score(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		  char *const *files, size_t file_count);
void corpus_free(struct corpus *corpus);

/* What the row is labelled as in a dimension; NULL where the dimension does not apply to it. */
const char *corpus_gold(const struct corpus_row *row, const char *dimension);
/* What the engine decided; NULL where it held the dimension not to apply. */
const char *corpus_decided(const struct corpus_row *row, const char *dimension);
/* The probability that the engine gave a label; 0 where the dimension did not apply. */
double corpus_probability(const struct corpus_row *row, const char *dimension, const char *label);

#endif
