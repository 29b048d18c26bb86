#include "evaluate_cv.h"

#include "document.h"
#include "engine_internal.h"
#include "half.h"
#include "sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEED 0 /* of training; the folds here do not depend on it */

struct validation {
	struct corpus *corpus;
	const struct corpus_options *options;
	struct session *session;
	const struct cross_validation *cv;
	struct training rows;
	size_t *place;  /* of each row of `rows` in the corpus */
	unsigned fold;  /* the one that is left out */
};

static unsigned fold_of(const struct cross_validation *cv, const struct corpus_row *row)
{
	const char *id = document_text(row->event, "id");
	uint8_t digest[32];
	uint64_t number = 0;

	if (cv->by_file)
		return (unsigned)(row->file % cv->folds);
	sha256(id, strlen(id), digest);
	for (size_t i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return (unsigned)(number % cv->folds);
}

/* A row that cannot be learnt from is complained of when it is scored. */
static bool gather(struct validation *v)
{
	if (!training_open(&v->rows, "evaluate", v->session, v->cv->saw, &v->cv->mix))
		return false;
	/* Each row, and perhaps one for each mixing. */
	v->place = calloc((1 + v->rows.mixing_count) * v->corpus->count + 1, sizeof *v->place);
	if (!v->place) {
		ctl_complain("out of memory");
		return false;
	}
	for (size_t i = 0; i < v->corpus->count; i++) {
		const struct corpus_row *row = &v->corpus->row[i];
		struct inq_error error = {{0}};
		size_t added;

		if (training_add(&v->rows, row->event, row->labels, &added, &error) == INQ_FAILED) {
			ctl_complain("%s", error.text);
			return false;
		}
		for (size_t n = 1; n <= added; n++)
			v->place[learn_count(v->rows.corpus) - n] = i;
	}
	return true;
}

static struct inq_model *train_without(const struct validation *v, struct inq_error *error)
{
	struct learn_options options = {.folds = 5, .seed = SEED, .origin = "cross-validation"};
	size_t count = learn_count(v->rows.corpus);
	bool *use = calloc(count + 1, sizeof *use);
	struct learn_result result;
	struct inq_model *model = NULL;

	for (size_t i = 0; use && i < count; i++)
		use[i] = fold_of(v->cv, &v->corpus->row[v->place[i]]) != v->fold;
	if (use && learn_train(v->rows.corpus, use, &options, &result, error)) {
		model = inq_model_take(result.image, result.image_size, inq_engine_knowledge(v->session->engine), error);
		result.image = NULL;
		learn_result_free(&result);
	}
	free(use);
	return model;
}

static bool is_in_fold(const void *context, const struct corpus_row *row, size_t index)
{
	const struct validation *v = context;

	(void)index;
	if (fold_of(v->cv, row) != v->fold)
		return false;
	return v->cv->half == CORPUS_ALL ||
	       half_is_dev(document_text(row->event, "id")) == (v->cv->half == CORPUS_DEV);
}

static bool validate_fold(struct validation *v)
{
	struct inq_error error = {"out of memory"};
	struct inq_model *model;

	if (isatty(STDERR_FILENO))
		fprintf(stderr, "fold %u of %u\n", v->fold + 1, v->cv->folds);
	model = train_without(v, &error);
	if (!model || !inq_worker_use_model(v->session->worker, model)) {
		ctl_complain("evaluate: fold %u of %u: %s", v->fold + 1, v->cv->folds, error.text);
		inq_model_free(model);
		return false;
	}
	corpus_score_rows(v->corpus, v->options, v->session, is_in_fold, v);
	inq_worker_use_model(v->session->worker, NULL);
	inq_model_free(model);
	return true;
}

bool cross_validate(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		    const struct cross_validation *cv)
{
	struct validation v = {.corpus = corpus, .options = options, .session = session, .cv = cv};
	bool whole = gather(&v);

	for (; whole && v.fold < cv->folds; v.fold++)
		whole = validate_fold(&v);
	training_free(&v.rows);
	free(v.place);
	return whole;
}
