/* Training: from labelled inquiries to a model file (src/inquiry/model_format.h). Not linked into the daemon.
 *
 *   1. every inquiry is read by the engine's first five steps; what the model will look at is kept   learn_add
 *   2. n-grams that occur in two inquiries or more make the vocabulary                              vocabulary.c
 *   3. for each dimension: one linear support vector machine a label, by liblinear                  solve.c
 *   4. out of fold, every inquiry is judged by a model that never saw it; on those judgements       train.c
 *      the strength of the regularisation is chosen, the sums are made probabilities and the
 *      cost of `unknown` is set                                                                     calibrate.c
 *   5. a last training on all rows, scaled by what was found, is written down                       image.c
 *
 * The same rows, options and library give the same bytes. */
#ifndef LEARN_H
#define LEARN_H

#include "inquiry.h"

struct learn_corpus;

/* NULL when out of memory. The engine must outlive the corpus; its model, if any, plays no part. */
struct learn_corpus *learn_corpus_new(const struct inq_engine *engine);
void learn_corpus_free(struct learn_corpus *corpus); /* accepts NULL */

/* What a person says of one inquiry. */
struct learn_label {
	const char *dimension, *label; /* a label of the taxonomy, or "unknown" */
};

struct learn_row {
	const char *id;           /* decides the fold: rows of the same id share one */
	const char *json;         /* the event without its labels */
	size_t json_size;
	const struct learn_label *labels;
	size_t label_count;       /* dimensions that are not named do not apply */
	const char *lang;         /* for the report; NULL: as the engine finds it */
	/* The authors of the packs wrote rules by this row. Rules look better on it than they are: its rules and points
	 * are hidden from training, and it takes no part in calibration. */
	bool known_to_packs;
	bool practice;            /* made for training: never judged, so it takes no part in calibration and figures */
};

/* Reads one inquiry. INQ_REJECTED with `error` where the event is none or a label is not in the taxonomy. */
enum inq_status learn_add(struct learn_corpus *corpus, struct inq_worker *worker, const struct learn_row *row,
			  struct inq_error *error);
size_t learn_count(const struct learn_corpus *corpus);

struct learn_options {
	unsigned folds;      /* 2 or more */
	uint64_t seed;       /* of the folds and of the solver */
	const char *origin;  /* what the corpus is, for people: written into the model */
	/* What is being done, and how far it is; NULL: nobody listens. */
	void (*progress)(void *context, const char *what, size_t done, size_t of);
	void *context;
};

/* How a dimension came out, all from judgements out of fold. NAN where a figure is not defined. */
struct learn_figures {
	size_t rows;
	double accuracy, macro_f1, log_loss, calibration_error;
};

struct learn_dimension {
	const char *name;       /* borrowed from the engine's knowledge */
	bool learnt;            /* false: too few rows or labels; the packs decide it */
	double regularisation;  /* C of liblinear */
	double scale;           /* nats a unit of the machine's margin */
	double abstain;         /* cost of `unknown`; 0: as the taxonomy says */
	struct learn_figures figures; /* over the rows that are not known to the packs, where there are any */
};

struct learn_language {
	const char *name;
	size_t rows;
	double *macro_f1;       /* by dimension */
};

struct learn_result {
	unsigned char *image;   /* the model file; owned */
	size_t image_size;
	size_t rows, features;
	struct learn_dimension *dimension; /* one a dimension of the taxonomy; owned */
	size_t dimension_count;
	struct learn_language *language;   /* by falling number of rows; owned */
	size_t language_count;
};

/* Trains on the rows for which `use` (one entry a row; NULL: all) is true. False when out of memory or when no dimension
 * has two labels with rows. */
bool learn_train(const struct learn_corpus *corpus, const bool *use, const struct learn_options *options,
		 struct learn_result *result, struct inq_error *error);
void learn_result_free(struct learn_result *result);

/* Whether two whole models (as inq_model_open accepts them) come from the same rows, packs and options: equal but for what
 * another processor's rounding makes of them. */
bool learn_same_recipe(const unsigned char *a, size_t a_size, const unsigned char *b, size_t b_size);

/* The fold of a row: 0 .. folds-1. */
unsigned learn_fold(const char *id, uint64_t seed, unsigned folds);

#endif
