#include "judge.h"

#include <string.h>

static json_t *bin_figures(const struct calibration_bin *bin, size_t index)
{
	double n = (double)bin->n;

	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "from", judge_figure((double)index / CALIBRATION_BINS), "to",
			 judge_figure((double)(index + 1) / CALIBRATION_BINS), "n", judge_count(bin->n), "confidence",
			 judge_figure(bin->sum / n), "right", judge_figure((double)bin->right / n));
}

json_t *judge_calibration_figures(const struct calibration *calibration)
{
	json_t *bins = json_array();

	for (size_t i = 0; i < CALIBRATION_BINS; i++)
		json_array_append_new(bins, bin_figures(&calibration->bin[i], i));
	return json_pack("{s:o, s:o, s:o, s:o}", "n", judge_count(calibration->n), "ece",
			 judge_figure(calibration_error(calibration)), "brier",
			 judge_figure(calibration_brier(calibration)), "bins", bins);
}

/* The most probable label; the first of those that are equally so. */
static const char *most_probable(json_t *scores, double *probability)
{
	const char *best = NULL, *label;
	json_t *score;

	json_object_foreach(scores, label, score) {
		double value = json_number_value(score);
		if (best && value <= *probability)
			continue;
		best = label;
		*probability = value;
	}
	return best;
}

json_t *judge_calibration(const struct corpus *corpus, const char *dimension)
{
	struct calibration calibration = {0};

	for (size_t i = 0; i < corpus->count; i++) {
		const char *gold = corpus_gold(&corpus->row[i], dimension), *said;
		json_t *scores = corpus_scores(&corpus->row[i], dimension);
		double probability = 0;
		/* Scores without a share for `unknown` are how probable the labels are if one of them is true. */
		if (!gold || (!strcmp(gold, JUDGE_UNKNOWN) && !json_object_get(scores, JUDGE_UNKNOWN)))
			continue;
		said = most_probable(scores, &probability);
		if (said)
			calibration_count(&calibration, probability, !strcmp(said, gold));
	}
	return judge_calibration_figures(&calibration);
}
