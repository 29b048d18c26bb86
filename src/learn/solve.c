/* The linear machines: liblinear's dual coordinate descent on the squared hinge loss (Hsieh et al., A Dual Coordinate
 * Descent Method for Large-scale Linear SVM, 2008), one against the rest. Among its solvers it gave the best figures on
 * the labelled inquiries at a tenth of the time of logistic regression. */
#include "learn_internal.h"

#include <linear.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BIAS_VALUE 1.0
/* liblinear's own default for this solver. */
#define TOLERANCE 0.1

struct learn_matrix {
	const struct learn_corpus *corpus;
	struct feature_node *nodes;
	struct feature_node **row;   /* by inquiry; NULL: not in use */
	struct feature_node **tail;  /* where the points of the dimension at hand begin */
	size_t width;
	size_t vocabulary;
};

static struct feature_node *put(struct feature_node *at, size_t feature, double value)
{
	*at = (struct feature_node){.index = (int)feature + 1, .value = value};
	return at + 1;
}

static struct feature_node *put_ngrams(struct feature_node *at, const struct learn_corpus *corpus,
				       const struct learn_inquiry *inquiry, const struct learn_vocabulary *v)
{
	double squares[INQ_NGRAM_KINDS] = {v->thin[INQ_NGRAM_WORD], v->thin[INQ_NGRAM_CHARACTER]};
	struct feature_node *first = at;

	for (size_t i = inquiry->first_ngram; i < inquiry->first_ngram + inquiry->ngram_count; i++) {
		uint32_t row = learn_vocabulary_find(v, corpus->ngram[i].hash);
		double value;

		if (row == INQ_NONE)
			continue;
		value = (1 + log(corpus->ngram[i].times)) * (double)v->idf[row];
		squares[row >= v->word_count] += value * value;
		at = put(at, row, value);
	}
	for (struct feature_node *node = first; node < at; node++)
		node->value /= sqrt(squares[(size_t)node->index > v->word_count]);
	return at;
}

static struct feature_node *put_named(struct feature_node *at, const struct learn_matrix *matrix,
				      const struct learn_inquiry *inquiry)
{
	size_t end = inquiry->first_named + inquiry->named_count;

	if (inquiry->known_to_packs)
		end = inquiry->first_rule;
	for (size_t i = inquiry->first_named; i < end; i++)
		at = put(at, matrix->vocabulary + matrix->corpus->named[i], LEARN_NAMED_VALUE);
	return put(at, matrix->width - 1, BIAS_VALUE);
}

static size_t most_labels(const struct inq_knowledge *k)
{
	size_t most = 0;

	for (size_t d = 0; d < k->dimension_count; d++)
		if (k->dimensions[d].label_count > most)
			most = k->dimensions[d].label_count;
	return most;
}

struct learn_matrix *learn_matrix_new(const struct learn_corpus *corpus, const bool *use,
				      const struct learn_vocabulary *v)
{
	struct learn_matrix *matrix = calloc(1, sizeof(*matrix));
	size_t room = 0, tail = most_labels(corpus->knowledge) + 1;
	struct feature_node *at;

	if (!matrix)
		return NULL;
	for (size_t i = 0; i < corpus->count; i++)
		if (!use || use[i])
			room += corpus->inquiry[i].ngram_count + corpus->inquiry[i].named_count + 1 + tail;
	*matrix = (struct learn_matrix){.corpus = corpus,
					.nodes = calloc(room + 1, sizeof(*matrix->nodes)),
					.row = calloc(corpus->count + 1, sizeof(*matrix->row)),
					.tail = calloc(corpus->count + 1, sizeof(*matrix->tail)),
					.vocabulary = v->count,
					.width = v->count + corpus->name_count + 1};
	if (!matrix->nodes || !matrix->row || !matrix->tail) {
		learn_matrix_free(matrix);
		return NULL;
	}
	at = matrix->nodes;
	for (size_t i = 0; i < corpus->count; i++) {
		if (use && !use[i])
			continue;
		matrix->row[i] = at;
		at = put_ngrams(at, corpus, &corpus->inquiry[i], v);
		at = put_named(at, matrix, &corpus->inquiry[i]);
		matrix->tail[i] = at;
		at->index = -1;
		at += tail;
	}
	return matrix;
}

void learn_matrix_free(struct learn_matrix *matrix)
{
	if (!matrix)
		return;
	free(matrix->nodes);
	free(matrix->row);
	free(matrix->tail);
	free(matrix);
}

void learn_matrix_point(struct learn_matrix *matrix, uint32_t dimension)
{
	const struct learn_corpus *corpus = matrix->corpus;
	const struct inq_dimension *d = &corpus->knowledge->dimensions[dimension];

	for (size_t i = 0; i < corpus->count; i++) {
		const int64_t *points = corpus->points + i * corpus->knowledge->label_count;
		struct feature_node *at = matrix->tail[i];

		if (!at)
			continue;
		for (uint32_t l = d->first_label; l < d->first_label + d->label_count; l++)
			if (points[l] && !corpus->inquiry[i].known_to_packs)
				at = put(at, matrix->vocabulary + corpus->named_of_label[l],
					 LEARN_NAMED_VALUE * (double)points[l] / 1000);
		at->index = -1;
	}
}

/* ---- machines -------------------------------------------------------------------------------------------------- */

static void say_nothing(const char *text)
{
	(void)text;
}

/* liblinear keeps one vector for two classes (of the first), else one a class, feature by feature. */
static void take_weights(const struct model *trained, struct learn_machine *machine)
{
	bool two = trained->nr_class == 2;
	size_t vectors = two ? 1 : (size_t)trained->nr_class;

	for (int c = 0; c < trained->nr_class; c++) {
		double *weight = machine->weight + (size_t)trained->label[c] * machine->width;
		double sign = two && c == 1 ? -1 : 1;

		machine->present[trained->label[c]] = true;
		for (size_t f = 0; f < machine->width; f++)
			weight[f] = sign * trained->w[f * vectors + (two ? 0 : (size_t)c)];
	}
}

static bool train_problem(struct problem *problem, double regularisation, uint64_t seed, struct learn_machine *machine)
{
	struct parameter parameter = {
		.solver_type = L2R_L2LOSS_SVC_DUAL, .eps = TOLERANCE, .C = regularisation, .p = 0.1};
	struct model *trained;

	set_print_string_function(say_nothing);
	srand((unsigned)seed); /* liblinear shuffles with rand() */
	trained = train(problem, &parameter);
	if (!trained)
		return false;
	if (trained->nr_class >= 2)
		take_weights(trained, machine);
	free_and_destroy_model(&trained);
	return true;
}

bool learn_machine_train(const struct learn_matrix *matrix, const size_t *rows, size_t row_count, const int *gold,
			 size_t outputs, double regularisation, uint64_t seed, struct learn_machine *machine)
{
	struct problem problem = {.l = (int)row_count,
				  .n = (int)matrix->width,
				  .bias = BIAS_VALUE,
				  .y = calloc(row_count + 1, sizeof(*problem.y)),
				  .x = calloc(row_count + 1, sizeof(*problem.x))};
	size_t present = 0;
	bool whole;

	*machine = (struct learn_machine){.weight = calloc(outputs * matrix->width, sizeof(*machine->weight)),
					  .present = calloc(outputs + 1, sizeof(*machine->present)),
					  .outputs = outputs,
					  .width = matrix->width};
	whole = problem.y && problem.x && machine->weight && machine->present && row_count;
	for (size_t i = 0; whole && i < row_count; i++) {
		problem.y[i] = gold[rows[i]];
		problem.x[i] = matrix->row[rows[i]];
	}
	whole = whole && train_problem(&problem, regularisation, seed, machine);
	for (size_t o = 0; whole && o < outputs; o++)
		present += machine->present[o];
	free(problem.y);
	free(problem.x);
	if (whole && present >= 2)
		return true;
	learn_machine_free(machine);
	return false;
}

void learn_machine_free(struct learn_machine *machine)
{
	free(machine->weight);
	free(machine->present);
	*machine = (struct learn_machine){0};
}

void learn_machine_margins(const struct learn_matrix *matrix, const struct learn_machine *machine, size_t row,
			   double *margin)
{
	for (size_t o = 0; o < machine->outputs; o++) {
		const double *weight = machine->weight + o * machine->width;

		margin[o] = 0;
		for (const struct feature_node *node = matrix->row[row]; node->index != -1; node++)
			margin[o] += weight[node->index - 1] * node->value;
	}
}
