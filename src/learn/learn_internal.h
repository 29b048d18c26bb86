/* What the files of training share. */
#ifndef LEARN_INTERNAL_H
#define LEARN_INTERNAL_H

#include "engine_internal.h"
#include "learn.h"

/* An n-gram of one inquiry. */
struct learn_ngram {
	uint64_t hash;
	uint32_t times;
	uint8_t kind; /* enum inq_ngram_kind */
};

#define LEARN_NO_LABEL (-1)

struct learn_inquiry {
	size_t first_ngram, ngram_count; /* into corpus->ngram; sorted by kind and hash */
	size_t first_named, named_count; /* into corpus->named: traits, then rules from first_rule on */
	size_t first_rule;
	char *id, *lang;
	bool known_to_packs, practice;
};

struct learn_corpus {
	const struct inq_engine *engine;
	const struct inq_knowledge *knowledge;
	/* Named features of the file: traits, rules, and points of labels, in this order. */
	char **name;
	size_t name_count;
	uint32_t *named_of_trait, *named_of_rule, *named_of_label; /* INQ_NONE: not learnt from */

	struct learn_inquiry *inquiry;
	size_t count, room;
	struct learn_ngram *ngram;
	size_t ngram_count, ngram_room;
	uint32_t *named;
	size_t named_count, named_room;
	int *gold;       /* count x dimension_count: label within the dimension; label_count: unknown; LEARN_NO_LABEL */
	int64_t *points; /* count x label_count, thousandths: what the packs give */
};

/* ---- vocabulary.c ---- */

struct learn_vocabulary {
	uint64_t *hash;      /* by row of the model: words first, then characters, each by rising hash */
	float *idf;
	size_t count, word_count;
	double thin[INQ_NGRAM_KINDS]; /* squares that every text has besides its own */
	uint32_t *slot;      /* open addressing by hash: row + 1; 0: empty */
	size_t slot_count;
};
bool learn_vocabulary_make(const struct learn_corpus *corpus, const bool *use, struct learn_vocabulary *vocabulary);
void learn_vocabulary_free(struct learn_vocabulary *vocabulary);
uint32_t learn_vocabulary_find(const struct learn_vocabulary *vocabulary, uint64_t hash); /* INQ_NONE: not there */

/* ---- solve.c ---- */

/* Beside n-grams, whose squares sum to 1 for words and for characters, one named feature counts this much: at 1 the
 * machines lean on single rules, and cross-validated figures are lower. */
#define LEARN_NAMED_VALUE 0.3

/* All rows as liblinear wants them; the points of one dimension at a time stand at the end of each. */
struct learn_matrix;
struct learn_matrix *learn_matrix_new(const struct learn_corpus *corpus, const bool *use,
				      const struct learn_vocabulary *vocabulary);
void learn_matrix_free(struct learn_matrix *matrix);
void learn_matrix_point(struct learn_matrix *matrix, uint32_t dimension);

/* The machine of one dimension: weight[output][feature], features being n-grams, named ones and last the bias; all 0 for outputs without rows. */
struct learn_machine {
	double *weight;
	size_t outputs, width;
	bool *present; /* by output: it had rows */
};
/* Trains on `rows` (indexes of inquiries); `gold` is the output of each inquiry of the corpus. False when out of memory or
 * with fewer than two outputs present. */
bool learn_machine_train(const struct learn_matrix *matrix, const size_t *rows, size_t row_count, const int *gold,
			 size_t outputs, double regularisation, uint64_t seed, struct learn_machine *machine);
void learn_machine_free(struct learn_machine *machine);
/* margin[output] of one inquiry. */
void learn_machine_margins(const struct learn_matrix *matrix, const struct learn_machine *machine, size_t row,
			   double *margin);

/* ---- calibrate.c ---- */

/* Judgements out of fold: margin[row][output] and the right output of each row. */
struct learn_judged {
	const double *margin;
	const int *gold;
	size_t rows, outputs;
	const bool *present; /* by output */
};

/* probability = softmax(scale * margin + shift); what is absent gets a shift that makes it 3 in 10,000. */
struct learn_calibration {
	double scale;
	double *shift; /* by output; owned */
};
/* Vector scaling with one scale for all outputs (Guo et al., On Calibration of Modern Neural Networks, 2017, 4.2),
 * fitted by alternating Newton steps on the scale and matching each output's total on the shifts. */
bool learn_calibrate(const struct learn_judged *judged, struct learn_calibration *calibration);
void learn_probabilities(const struct learn_calibration *calibration, const double *margin, size_t outputs,
			 double *probability);
double learn_log_loss(const struct learn_judged *judged, const struct learn_calibration *calibration);

/* ---- image.c ---- */

struct learn_part { /* one learnt dimension */
	uint32_t dimension;
	size_t outputs;   /* label_count, and one more when `unknown` is learnt */
	struct learn_machine machine;
	struct learn_calibration calibration;
	double abstain;
};
/* The model file; NULL when out of memory. */
unsigned char *learn_image(const struct learn_corpus *corpus, const struct learn_vocabulary *vocabulary,
			   const struct learn_part *parts, size_t part_count, const char *origin, size_t *size);

#endif
