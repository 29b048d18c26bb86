/* A labelled corpus: events with a `labels` object. It is read first and then scored, all rows with one engine or each
 * with the engine that is meant for it: corpus_read(), corpus_score_rows() once or more, corpus_drop_unscored(). */
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
	json_t *lead;   /* `verdict`, `facts` and `priority` of the lead, with `reasons` where asked for; owned; NULL
			 * before it was scored */
	size_t line;    /* where it stood, counted over all files from 1 */
	size_t file;    /* index of the file that it stood in */
};

struct corpus {
	struct corpus_row *row;
	size_t count, room;
	size_t refused;    /* rows that are no event, or have no labels; each was complained of */
	size_t unbalanced; /* with `check_receipts`: leads whose sums do not add up; each was complained of */
};

struct corpus_options {
	enum corpus_half half;
	bool keep_reasons, check_receipts;
};

/* Reads the rows of the files into a zeroed corpus. Rows that are no JSON or have no labels are complained of and
 * counted as refused. False after a complaint about the files or memory; what was read by then is to be freed all the
 * same. */
bool corpus_read(struct corpus *corpus, const struct corpus_options *options, char *const *files, size_t file_count);

/* Says whether a row, the index-th of the corpus, is one of those that the engine at hand is to score. */
typedef bool corpus_choice(const void *context, const struct corpus_row *row, size_t index);
/* Scores the rows that are chosen (NULL: all of them) with the engine and worker of the session; a lead that a row has
 * is replaced. The labels never reach the engine; the time of scoring is the time of arrival, so that figures can be
 * repeated. A row that the engine refuses is complained of, counted as refused and left without a lead. */
void corpus_score_rows(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		       corpus_choice *chosen, const void *context);
/* Takes out the rows without a lead. The others keep their order. */
void corpus_drop_unscored(struct corpus *corpus);

/* The same rows, not scored, to be scored by another engine: they share events and labels. To be freed with
 * corpus_free() in either case. False after a complaint about memory. */
bool corpus_copy(struct corpus *copy, const struct corpus *corpus);
void corpus_free(struct corpus *corpus);

/* What the row is labelled as in a dimension; NULL where the dimension does not apply to it. */
const char *corpus_gold(const struct corpus_row *row, const char *dimension);
/* What the engine decided; NULL where it held the dimension not to apply. */
const char *corpus_decided(const struct corpus_row *row, const char *dimension);
/* The probability that the engine gave a label; 0 where the dimension did not apply. */
double corpus_probability(const struct corpus_row *row, const char *dimension, const char *label);
/* All probabilities of a dimension by label; NULL where it did not apply. Borrowed. */
json_t *corpus_scores(const struct corpus_row *row, const char *dimension);

#endif
