#include "judge.h"

#include <stdlib.h>
#include <string.h>

#define ROC_POINTS 202 /* more than a chart can show */

struct good_and_bad {
	size_t n;
	struct share accuracy, recall, kept, caught, false_bad;
	struct scored *scored;
};

static void weigh_row(struct good_and_bad *sums, const struct judge_positive *positive, const struct corpus_row *row)
{
	const char *gold = corpus_gold(row, positive->dimension);
	const char *decided = corpus_decided(row, positive->dimension);

	if (!gold || !strcmp(gold, JUDGE_UNKNOWN))
		return;
	if (!decided)
		decided = JUDGE_UNKNOWN;
	bool is_positive = !strcmp(gold, positive->label), said_positive = !strcmp(decided, positive->label);
	bool said_bad = !said_positive && strcmp(decided, JUDGE_UNKNOWN);

	sums->scored[sums->n++] = (struct scored){
		.score = corpus_probability(row, positive->dimension, positive->label), .positive = is_positive};
	share_count(&sums->accuracy, !strcmp(gold, decided));
	if (said_bad)
		share_count(&sums->false_bad, is_positive);
	if (is_positive) {
		share_count(&sums->recall, said_positive);
		share_count(&sums->kept, !said_bad);
	} else {
		share_count(&sums->caught, said_bad);
	}
}

static bool weigh(struct good_and_bad *sums, const struct corpus *corpus, const struct judge_positive *positive)
{
	*sums = (struct good_and_bad){.scored = calloc(corpus->count ? corpus->count : 1, sizeof *sums->scored)};
	for (size_t i = 0; sums->scored && i < corpus->count; i++)
		weigh_row(sums, positive, &corpus->row[i]);
	return sums->scored;
}

static json_t *operating_points(const struct good_and_bad *sums)
{
	static const double LOSSES[] = {0.005, 0.01, 0.02};
	json_t *points = json_array();

	for (size_t i = 0; i < sizeof LOSSES / sizeof *LOSSES; i++) {
		struct operating_point point = operating_point(sums->scored, sums->n, LOSSES[i]);
		json_array_append_new(points, json_pack("{s:f, s:o, s:o, s:o}", "lost_at_most", LOSSES[i], "threshold",
							judge_figure(point.threshold), "lost", judge_share(point.lost),
							"caught", judge_share(point.caught)));
	}
	return points;
}

static json_t *roc_curve(const struct good_and_bad *sums)
{
	struct roc_point points[ROC_POINTS];
	size_t count = roc(sums->scored, sums->n, points, ROC_POINTS);
	json_t *curve = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(curve,
				      json_pack("[o, o]", judge_figure(points[i].lost), judge_figure(points[i].kept)));
	return curve;
}

static json_t *calibration(const struct good_and_bad *sums)
{
	struct calibration calibration = {0};

	for (size_t i = 0; i < sums->n; i++)
		calibration_count(&calibration, sums->scored[i].score, sums->scored[i].positive);
	return judge_calibration_figures(&calibration);
}

static json_t *shares(const struct good_and_bad *sums)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "n", judge_count(sums->n), "auc",
			 judge_figure(auc(sums->scored, sums->n)), "recall", judge_share(sums->recall), "kept",
			 judge_share(sums->kept), "bad_caught", judge_share(sums->caught), "false_bad",
			 judge_share(sums->false_bad));
}

json_t *judge_positive(const struct corpus *corpus, const struct judge_positive *positive)
{
	struct good_and_bad sums;
	json_t *figures;

	if (!weigh(&sums, corpus, positive))
		return NULL;
	scored_sort(sums.scored, sums.n);
	figures = json_pack("{s:s, s:s}", "dimension", positive->dimension, "label", positive->label);
	json_object_update_new(figures, shares(&sums));
	json_object_set_new(figures, "operating", operating_points(&sums));
	json_object_set_new(figures, "calibration", calibration(&sums));
	json_object_set_new(figures, "roc", roc_curve(&sums));
	free(sums.scored);
	return figures;
}

json_t *judge_positive_group(const struct corpus *corpus, const struct judge_positive *positive)
{
	struct good_and_bad sums;
	json_t *figures;

	if (!weigh(&sums, corpus, positive))
		return NULL;
	figures = shares(&sums);
	json_object_del(figures, "false_bad");
	json_object_set_new(figures, "accuracy", judge_figure(share_value(sums.accuracy)));
	free(sums.scored);
	return figures;
}
