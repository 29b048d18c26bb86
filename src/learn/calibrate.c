#include "learn_internal.h"

#include <math.h>
#include <stdlib.h>

#define ROUNDS 60
#define SCALE_LEAST 0.05
#define SCALE_MOST 60.0
/* How far the totals are matched in one round: less than the whole, since the scale moves at the same time. */
#define SHIFT_STEP 0.7
/* Every output counts as if it had been right once more: none is ruled out for good. */
#define SMOOTHING 1.0
/* A label that no row has is not impossible, only unheard of: e^-8 is 3 in 10,000. */
#define ABSENT_SHIFT (-8.0)
#define PROBABILITY_LEAST 1e-9

void learn_probabilities(const struct learn_calibration *calibration, const double *margin, size_t outputs,
			 double *probability)
{
	double top = -HUGE_VAL, sum = 0;

	for (size_t o = 0; o < outputs; o++) {
		probability[o] = calibration->scale * margin[o] + calibration->shift[o];
		top = probability[o] > top ? probability[o] : top;
	}
	for (size_t o = 0; o < outputs; o++)
		sum += probability[o] = exp(probability[o] - top);
	for (size_t o = 0; o < outputs; o++)
		probability[o] /= sum;
}

double learn_log_loss(const struct learn_judged *judged, const struct learn_calibration *calibration)
{
	double *probability = calloc(judged->outputs + 1, sizeof(*probability));
	double loss = 0;

	for (size_t i = 0; probability && i < judged->rows; i++) {
		learn_probabilities(calibration, judged->margin + i * judged->outputs, judged->outputs, probability);
		loss -= log(fmax(probability[judged->gold[i]], PROBABILITY_LEAST));
	}
	free(probability);
	return judged->rows ? loss / (double)judged->rows : (double)NAN;
}

struct fit {
	const struct learn_judged *judged;
	struct learn_calibration *calibration;
	double *probability; /* of one row */
	double *expected, *seen; /* by output: total probability, rows */
	double slope, curve; /* of the log likelihood, along the scale */
};

static void add_row(struct fit *fit, size_t row)
{
	const struct learn_judged *j = fit->judged;
	const double *margin = j->margin + row * j->outputs;
	double mean = 0, square = 0;

	learn_probabilities(fit->calibration, margin, j->outputs, fit->probability);
	for (size_t o = 0; o < j->outputs; o++) {
		fit->expected[o] += fit->probability[o];
		mean += fit->probability[o] * margin[o];
		square += fit->probability[o] * margin[o] * margin[o];
	}
	fit->slope += margin[j->gold[row]] - mean;
	fit->curve += square - mean * mean;
}

static void one_round(struct fit *fit)
{
	const struct learn_judged *j = fit->judged;
	struct learn_calibration *c = fit->calibration;

	fit->slope = fit->curve = 0;
	for (size_t o = 0; o < j->outputs; o++)
		fit->expected[o] = 0;
	for (size_t i = 0; i < j->rows; i++)
		add_row(fit, i);
	if (fit->curve > 0)
		c->scale = fmin(SCALE_MOST, fmax(SCALE_LEAST, c->scale + fit->slope / fit->curve));
	for (size_t o = 0; o < j->outputs; o++)
		if (j->present[o])
			c->shift[o] += SHIFT_STEP * log((fit->seen[o] + SMOOTHING) / (fit->expected[o] + SMOOTHING));
}

bool learn_calibrate(const struct learn_judged *judged, struct learn_calibration *calibration)
{
	struct fit fit = {.judged = judged,
			  .calibration = calibration,
			  .probability = calloc(judged->outputs + 1, sizeof(double)),
			  .expected = calloc(judged->outputs + 1, sizeof(double)),
			  .seen = calloc(judged->outputs + 1, sizeof(double))};
	bool whole;

	*calibration =
		(struct learn_calibration){.scale = 1, .shift = calloc(judged->outputs + 1, sizeof(double))};
	whole = fit.probability && fit.expected && fit.seen && calibration->shift;
	for (size_t o = 0; whole && o < judged->outputs; o++)
		calibration->shift[o] = judged->present[o] ? 0 : ABSENT_SHIFT;
	for (size_t i = 0; whole && i < judged->rows; i++)
		fit.seen[judged->gold[i]]++;
	for (unsigned round = 0; whole && round < ROUNDS; round++)
		one_round(&fit);
	free(fit.probability);
	free(fit.expected);
	free(fit.seen);
	return whole;
}
