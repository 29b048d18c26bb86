#include "learn_internal.h"

#include "verdict.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* C of liblinear, from strong to weak regularisation. The search begins in the middle and goes on in the direction in which
 * the loss falls, as long as it does. */
static const double REGULARISATIONS[] = {0.01, 0.03, 0.1, 0.3, 1, 3, 10};
#define REGULARISATION_COUNT ((int)(sizeof(REGULARISATIONS) / sizeof(*REGULARISATIONS)))
#define REGULARISATION_FIRST 4
/* Folds on which it is chosen: two tell the strengths apart, and the others need not be trained for each. */
#define CHOOSING_FOLDS 2u
/* An `unknown` that people said less often is no class to learn. */
#define UNKNOWN_ROWS_LEAST 10u
#define ROWS_LEAST 10u
#define BINS 10u

struct training {
	const struct learn_corpus *corpus;
	const bool *use;
	const struct learn_options *options;
	struct learn_vocabulary vocabulary;
	struct learn_matrix *matrix;
	unsigned *fold;    /* by inquiry */
	bool any_fresh;    /* some rows are not known to the packs */
	struct learn_part *parts;
	size_t part_count;
	int *judged;       /* count x dimension_count: decided out of fold; LEARN_NO_LABEL */
	struct learn_result *result;
};

/* One dimension on its way. */
struct study {
	struct training *t;
	uint32_t dimension;
	size_t outputs;
	int *gold;         /* by inquiry; LEARN_NO_LABEL: takes no part */
	double *margin;    /* by inquiry and output, out of fold */
	bool *present;
	struct learn_calibration calibration;
	double abstain;
};

static bool is_used(const struct training *t, size_t row)
{
	return !t->use || t->use[row];
}

/* Whether judgements of the row count: it is a real one, and the packs' authors have not read it, unless they have read
 * them all. */
static bool is_fresh(const struct training *t, size_t row)
{
	const struct learn_inquiry *inquiry = &t->corpus->inquiry[row];

	return !inquiry->practice && (!t->any_fresh || !inquiry->known_to_packs);
}

static void tell(const struct training *t, const char *what, size_t done)
{
	if (t->options->progress)
		t->options->progress(t->options->context, what, done, t->corpus->knowledge->dimension_count);
}

/* ---- the rows of a dimension ----------------------------------------------------------------------------------- */

static void gather_gold(struct study *s)
{
	const struct learn_corpus *corpus = s->t->corpus;
	const struct inq_dimension *d = &corpus->knowledge->dimensions[s->dimension];
	size_t unknown = 0;

	for (size_t i = 0; i < corpus->count; i++) {
		s->gold[i] = is_used(s->t, i) ? corpus->gold[i * corpus->knowledge->dimension_count + s->dimension]
					      : LEARN_NO_LABEL;
		unknown += s->gold[i] == (int)d->label_count;
	}
	s->outputs = d->label_count + (unknown >= UNKNOWN_ROWS_LEAST);
	for (size_t i = 0; i < corpus->count; i++)
		if (s->gold[i] >= (int)s->outputs)
			s->gold[i] = LEARN_NO_LABEL;
}

static size_t rows_outside(const struct study *s, unsigned fold, size_t *rows)
{
	size_t count = 0;

	for (size_t i = 0; i < s->t->corpus->count; i++)
		if (s->gold[i] != LEARN_NO_LABEL && s->t->fold[i] != fold)
			rows[count++] = i;
	return count;
}

/* ---- out of fold ----------------------------------------------------------------------------------------------- */

/* Trains without one fold and fills in the margins of its rows. */
static bool judge_fold(struct study *s, unsigned fold, double regularisation, double *margin)
{
	size_t count = s->t->corpus->count;
	size_t *rows = calloc(count + 1, sizeof(*rows));
	struct learn_machine machine;
	bool whole = rows && learn_machine_train(s->t->matrix, rows, rows_outside(s, fold, rows), s->gold, s->outputs,
						 regularisation, s->t->options->seed, &machine);

	for (size_t i = 0; whole && i < count; i++)
		if (s->gold[i] != LEARN_NO_LABEL && s->t->fold[i] == fold)
			learn_machine_margins(s->t->matrix, &machine, i, margin + i * s->outputs);
	if (whole)
		learn_machine_free(&machine);
	free(rows);
	return whole;
}

/* The judgements of the first `folds` folds that count, side by side. */
struct bundle {
	struct learn_judged judged;
	double *margin;
	int *gold;
};

static bool bundle_make(const struct study *s, unsigned folds, const double *margin, struct bundle *b)
{
	size_t count = s->t->corpus->count;

	*b = (struct bundle){.margin = calloc(count * s->outputs + 1, sizeof(*b->margin)),
			     .gold = calloc(count + 1, sizeof(*b->gold))};
	if (!b->margin || !b->gold)
		return false;
	b->judged = (struct learn_judged){.margin = b->margin, .gold = b->gold, .outputs = s->outputs, .present = s->present};
	for (size_t i = 0; i < count; i++) {
		if (s->gold[i] == LEARN_NO_LABEL || s->t->fold[i] >= folds || !is_fresh(s->t, i))
			continue;
		memcpy(b->margin + b->judged.rows * s->outputs, margin + i * s->outputs, s->outputs * sizeof(*margin));
		b->gold[b->judged.rows++] = s->gold[i];
	}
	return b->judged.rows;
}

static void bundle_free(struct bundle *b)
{
	free(b->margin);
	free(b->gold);
}

/* Log loss after calibration on the first folds; HUGE_VAL where it cannot be had. */
static double loss_at(struct study *s, unsigned folds, const double *margin)
{
	struct learn_calibration calibration = {0};
	struct bundle b;
	double loss = HUGE_VAL;

	if (bundle_make(s, folds, margin, &b) && learn_calibrate(&b.judged, &calibration))
		loss = learn_log_loss(&b.judged, &calibration);
	free(calibration.shift);
	bundle_free(&b);
	return loss;
}

struct search {
	struct study *study;
	unsigned folds;
	double *margin, least;
	int best;
};

/* Judges the first folds with one strength. False when it is no better than the best so far, or cannot be had. */
static bool improves(struct search *search, int index)
{
	struct study *s = search->study;
	double loss;

	if (index < 0 || index >= REGULARISATION_COUNT)
		return false;
	for (unsigned fold = 0; fold < search->folds; fold++)
		if (!judge_fold(s, fold, REGULARISATIONS[index], search->margin))
			return false;
	loss = loss_at(s, search->folds, search->margin);
	if (loss >= search->least)
		return false;
	search->least = loss;
	search->best = index;
	memcpy(s->margin, search->margin, s->t->corpus->count * s->outputs * sizeof(*s->margin));
	return true;
}

static bool choose_regularisation(struct study *s, double *chosen)
{
	struct search search = {.study = s,
				.folds = s->t->options->folds < CHOOSING_FOLDS ? s->t->options->folds : CHOOSING_FOLDS,
				.margin = calloc(s->t->corpus->count * s->outputs + 1, sizeof(double)),
				.least = HUGE_VAL};
	bool whole = search.margin && improves(&search, REGULARISATION_FIRST);
	int step = whole && improves(&search, REGULARISATION_FIRST + 1) ? 1 : -1;

	while (whole && improves(&search, search.best + step))
		;
	free(search.margin);
	if (!whole)
		return false;
	*chosen = REGULARISATIONS[search.best];
	for (unsigned fold = search.folds; whole && fold < s->t->options->folds; fold++)
		whole = judge_fold(s, fold, *chosen, s->margin);
	return whole;
}

/* ---- figures --------------------------------------------------------------------------------------------------- */

struct tally {
	size_t *gold, *said, *right; /* by output */
	size_t outputs, rows, correct;
};

static bool tally_open(struct tally *tally, size_t outputs)
{
	*tally = (struct tally){.gold = calloc(outputs, sizeof(size_t)),
				.said = calloc(outputs, sizeof(size_t)),
				.right = calloc(outputs, sizeof(size_t)),
				.outputs = outputs};
	return tally->gold && tally->said && tally->right;
}

static void tally_close(struct tally *tally)
{
	free(tally->gold);
	free(tally->said);
	free(tally->right);
}

static void tally_add(struct tally *tally, int gold, int said)
{
	tally->gold[gold]++;
	tally->said[said]++;
	tally->right[gold] += gold == said;
	tally->correct += gold == said;
	tally->rows++;
}

/* Mean of the harmonic means of precision and recall, over the outputs that occur. */
static double tally_macro_f1(const struct tally *tally)
{
	double sum = 0;
	size_t occurring = 0;

	for (size_t o = 0; o < tally->outputs; o++) {
		if (!tally->gold[o])
			continue;
		occurring++;
		sum += 2.0 * (double)tally->right[o] / (double)(tally->gold[o] + tally->said[o]);
	}
	return occurring ? sum / (double)occurring : (double)NAN;
}

/* The output of least cost, which the engine decides unless it holds it back for want of proof: the last one, one past
 * the labels, stands for `unknown`. */
static int decided(const struct study *s, const double *probability, double abstain)
{
	const struct inq_knowledge *k = s->t->corpus->knowledge;
	const struct inq_dimension *d = &k->dimensions[s->dimension];
	double unknown = s->outputs > d->label_count ? probability[d->label_count] : 0;
	uint32_t label = inq_least_cost(k, s->dimension, probability, unknown, 1000 * abstain);

	return label == INQ_NONE ? (int)d->label_count : (int)(label - d->first_label);
}

static bool tally_bundle(const struct study *s, const struct bundle *b, double abstain, struct tally *tally)
{
	double *probability = calloc(s->outputs + 1, sizeof(*probability));

	if (!probability || !tally_open(tally, s->outputs + 1)) {
		free(probability);
		return false;
	}
	for (size_t i = 0; i < b->judged.rows; i++) {
		learn_probabilities(&s->calibration, b->margin + i * s->outputs, s->outputs, probability);
		tally_add(tally, b->gold[i], decided(s, probability, abstain));
	}
	free(probability);
	return true;
}

/* The cost of `unknown` that gives the best macro-F1 with `unknown` as a label, from where nothing but a near certainty is
 * decided to where `unknown` must be the likeliest. Where people never said `unknown`, it is policy: the taxonomy's. */
static bool choose_abstain(struct study *s, const struct bundle *b)
{
	const struct inq_dimension *d = &s->t->corpus->knowledge->dimensions[s->dimension];
	double best = -1;

	s->abstain = 0;
	for (unsigned percent = 40; s->outputs > d->label_count && percent <= 160; percent += 5) {
		struct tally tally;
		double f1;

		if (!tally_bundle(s, b, percent / 100.0, &tally))
			return false;
		f1 = tally_macro_f1(&tally);
		tally_close(&tally);
		if (f1 > best) {
			best = f1;
			s->abstain = percent / 100.0;
		}
	}
	return true;
}

static double taxonomy_abstain(const struct study *s)
{
	return s->abstain > 0 ? s->abstain
			      : (double)s->t->corpus->knowledge->dimensions[s->dimension].abstain / 1000;
}

/* Expected calibration error: |share right - mean confidence| of the leading output, over equal bins of confidence,
 * weighted by rows (Naeini et al., Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015). */
static double calibration_error(const struct study *s, const struct bundle *b)
{
	double *probability = calloc(s->outputs + 1, sizeof(*probability));
	double confidence[BINS] = {0}, right[BINS] = {0}, error = 0;

	for (size_t i = 0; probability && i < b->judged.rows; i++) {
		size_t best = 0, bin;

		learn_probabilities(&s->calibration, b->margin + i * s->outputs, s->outputs, probability);
		for (size_t o = 1; o < s->outputs; o++)
			best = probability[o] > probability[best] ? o : best;
		bin = (size_t)fmin(BINS - 1, probability[best] * BINS);
		confidence[bin] += probability[best];
		right[bin] += b->gold[i] == (int)best;
	}
	for (size_t bin = 0; bin < BINS; bin++)
		error += fabs(right[bin] - confidence[bin]);
	free(probability);
	return b->judged.rows ? error / (double)b->judged.rows : (double)NAN;
}

static bool take_figures(struct study *s, const struct bundle *b, struct learn_figures *figures)
{
	struct tally tally;

	if (!tally_bundle(s, b, taxonomy_abstain(s), &tally))
		return false;
	*figures = (struct learn_figures){.rows = tally.rows,
					  .accuracy = (double)tally.correct / (double)tally.rows,
					  .macro_f1 = tally_macro_f1(&tally),
					  .log_loss = learn_log_loss(&b->judged, &s->calibration),
					  .calibration_error = calibration_error(s, b)};
	tally_close(&tally);
	return true;
}

/* What was decided out of fold on each row, for the table of languages. */
static bool note_decisions(const struct study *s)
{
	const struct learn_corpus *corpus = s->t->corpus;
	double *probability = calloc(s->outputs + 1, sizeof(*probability));

	for (size_t i = 0; probability && i < corpus->count; i++) {
		if (s->gold[i] == LEARN_NO_LABEL || !is_fresh(s->t, i))
			continue;
		learn_probabilities(&s->calibration, s->margin + i * s->outputs, s->outputs, probability);
		s->t->judged[i * corpus->knowledge->dimension_count + s->dimension] =
			decided(s, probability, taxonomy_abstain(s));
	}
	free(probability);
	return probability;
}

/* ---- one dimension --------------------------------------------------------------------------------------------- */

static bool learnable(struct study *s)
{
	size_t rows = 0, present = 0;

	for (size_t i = 0; i < s->t->corpus->count; i++)
		if (s->gold[i] != LEARN_NO_LABEL) {
			rows++;
			present += !s->present[s->gold[i]];
			s->present[s->gold[i]] = true;
		}
	return present >= 2 && rows >= ROWS_LEAST;
}

static bool calibrate_and_measure(struct study *s, struct learn_dimension *out)
{
	struct bundle b;
	bool whole = bundle_make(s, s->t->options->folds, s->margin, &b) && learn_calibrate(&b.judged, &s->calibration) &&
		     choose_abstain(s, &b) && take_figures(s, &b, &out->figures) && note_decisions(s);

	bundle_free(&b);
	return whole;
}

/* The last training, on every row. */
static bool conclude(struct study *s, struct learn_dimension *out)
{
	struct training *t = s->t;
	struct learn_part *part = &t->parts[t->part_count];
	size_t *rows = calloc(t->corpus->count + 1, sizeof(*rows));
	bool whole = rows && learn_machine_train(t->matrix, rows, rows_outside(s, t->options->folds, rows), s->gold,
						 s->outputs, out->regularisation, t->options->seed, &part->machine);

	free(rows);
	if (!whole)
		return false;
	part->dimension = s->dimension;
	part->outputs = s->outputs;
	part->calibration = s->calibration;
	part->abstain = s->abstain;
	s->calibration.shift = NULL;
	t->part_count++;
	out->learnt = true;
	out->scale = part->calibration.scale;
	out->abstain = s->abstain;
	return true;
}

static bool study_open(struct study *s, struct training *t, uint32_t dimension)
{
	const struct inq_dimension *d = &t->corpus->knowledge->dimensions[dimension];

	*s = (struct study){.t = t,
			    .dimension = dimension,
			    .gold = calloc(t->corpus->count + 1, sizeof(*s->gold)),
			    .present = calloc(d->label_count + 1, sizeof(*s->present))};
	if (!s->gold || !s->present)
		return false;
	gather_gold(s);
	s->margin = calloc(t->corpus->count * s->outputs + 1, sizeof(*s->margin));
	return s->margin;
}

static void study_close(struct study *s)
{
	free(s->calibration.shift);
	free(s->gold);
	free(s->margin);
	free(s->present);
}

static bool study_dimension(struct training *t, uint32_t dimension)
{
	struct learn_dimension *out = &t->result->dimension[dimension];
	struct study s;
	bool whole = study_open(&s, t, dimension);

	out->name = t->corpus->knowledge->dimensions[dimension].name.s;
	if (whole && learnable(&s)) {
		learn_matrix_point(t->matrix, dimension);
		/* A fold in which only one label is left cannot be trained: too few rows, left to the packs. */
		whole = !choose_regularisation(&s, &out->regularisation) ||
			(calibrate_and_measure(&s, out) && conclude(&s, out));
	}
	study_close(&s);
	return whole;
}

/* ---- languages ------------------------------------------------------------------------------------------------- */

static int larger_first(const void *a, const void *b)
{
	const struct learn_language *x = a, *y = b;

	return x->rows != y->rows ? (x->rows < y->rows) - (x->rows > y->rows) : strcmp(x->name, y->name);
}

static struct learn_language *language_find(struct learn_result *result, const char *name)
{
	for (size_t i = 0; i < result->language_count; i++)
		if (!strcmp(result->language[i].name, name))
			return &result->language[i];
	return NULL;
}

static bool list_languages(struct training *t)
{
	struct learn_result *result = t->result;

	result->language = calloc(t->corpus->count + 1, sizeof(*result->language));
	for (size_t i = 0; result->language && i < t->corpus->count; i++) {
		struct learn_language *language;

		if (!is_used(t, i) || !is_fresh(t, i))
			continue;
		language = language_find(result, t->corpus->inquiry[i].lang);
		if (!language) {
			language = &result->language[result->language_count++];
			language->name = t->corpus->inquiry[i].lang;
			language->macro_f1 = calloc(t->corpus->knowledge->dimension_count, sizeof(double));
			if (!language->macro_f1)
				return false;
		}
		language->rows++;
	}
	if (result->language_count)
		qsort(result->language, result->language_count, sizeof(*result->language), larger_first);
	return result->language;
}

static bool measure_language(struct training *t, struct learn_language *language, uint32_t dimension)
{
	const struct learn_corpus *corpus = t->corpus;
	struct tally tally;

	if (!tally_open(&tally, corpus->knowledge->dimensions[dimension].label_count + 1))
		return false;
	for (size_t i = 0; i < corpus->count; i++) {
		int said = t->judged[i * corpus->knowledge->dimension_count + dimension];

		if (said != LEARN_NO_LABEL && !strcmp(corpus->inquiry[i].lang, language->name))
			tally_add(&tally, corpus->gold[i * corpus->knowledge->dimension_count + dimension], said);
	}
	language->macro_f1[dimension] = tally_macro_f1(&tally);
	tally_close(&tally);
	return true;
}

static bool measure_languages(struct training *t)
{
	if (!list_languages(t))
		return false;
	for (size_t i = 0; i < t->result->language_count; i++)
		for (uint32_t d = 0; d < t->corpus->knowledge->dimension_count; d++)
			if (!measure_language(t, &t->result->language[i], d))
				return false;
	return true;
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static bool prepare(struct training *t)
{
	const struct learn_corpus *corpus = t->corpus;
	size_t dimensions = corpus->knowledge->dimension_count;

	t->fold = calloc(corpus->count + 1, sizeof(*t->fold));
	t->judged = calloc(corpus->count * dimensions + 1, sizeof(*t->judged));
	t->parts = calloc(dimensions + 1, sizeof(*t->parts));
	t->result->dimension = calloc(dimensions + 1, sizeof(*t->result->dimension));
	t->result->dimension_count = dimensions;
	if (!t->fold || !t->judged || !t->parts || !t->result->dimension)
		return false;
	for (size_t i = 0; i < corpus->count; i++) {
		t->fold[i] = learn_fold(corpus->inquiry[i].id, t->options->seed, t->options->folds);
		t->result->rows += is_used(t, i) && !corpus->inquiry[i].practice;
		t->any_fresh = t->any_fresh || (is_used(t, i) && !corpus->inquiry[i].known_to_packs &&
						!corpus->inquiry[i].practice);
	}
	for (size_t i = 0; i < corpus->count * dimensions; i++)
		t->judged[i] = LEARN_NO_LABEL;
	if (!learn_vocabulary_make(corpus, t->use, &t->vocabulary))
		return false;
	t->result->features = t->vocabulary.count + corpus->name_count;
	t->matrix = learn_matrix_new(corpus, t->use, &t->vocabulary);
	return t->matrix;
}

static bool train_all(struct training *t)
{
	size_t dimensions = t->corpus->knowledge->dimension_count;

	for (uint32_t d = 0; d < dimensions; d++) {
		tell(t, t->corpus->knowledge->dimensions[d].name.s, d);
		if (!study_dimension(t, d))
			return false;
	}
	tell(t, "writing", dimensions);
	return measure_languages(t);
}

static void training_free(struct training *t)
{
	for (size_t i = 0; i < t->part_count; i++) {
		learn_machine_free(&t->parts[i].machine);
		free(t->parts[i].calibration.shift);
	}
	free(t->parts);
	free(t->fold);
	free(t->judged);
	learn_matrix_free(t->matrix);
	learn_vocabulary_free(&t->vocabulary);
}

bool learn_train(const struct learn_corpus *corpus, const bool *use, const struct learn_options *options,
		 struct learn_result *result, struct inq_error *error)
{
	struct training t = {.corpus = corpus, .use = use, .options = options, .result = result};
	const char *wrong = "out of memory";

	*result = (struct learn_result){0};
	if (prepare(&t) && train_all(&t)) {
		wrong = "no dimension has two labels with enough rows: nothing to learn";
		if (t.part_count) {
			wrong = "out of memory";
			result->image = learn_image(corpus, &t.vocabulary, t.parts, t.part_count, options->origin,
						    &result->image_size);
		}
	}
	training_free(&t);
	if (result->image)
		return true;
	snprintf(error->text, sizeof(error->text), "%s", wrong);
	learn_result_free(result);
	return false;
}

void learn_result_free(struct learn_result *result)
{
	for (size_t i = 0; i < result->language_count; i++)
		free(result->language[i].macro_f1);
	free(result->language);
	free(result->dimension);
	free(result->image);
	*result = (struct learn_result){0};
}
