#include "judge.h"

#include "document.h"
#include "metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOT_APPLIED "-"

json_t *judge_figure(double value)
{
	return isfinite(value) ? json_real(round(value * 1e4) / 1e4 + 0.0) : json_null(); /* no "-0.0" */
}

json_t *judge_count(size_t count)
{
	return json_integer((json_int_t)count);
}

json_t *judge_share(struct share share)
{
	double low, high;

	share_interval(share, &low, &high);
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "right", judge_count(share.right), "of", judge_count(share.of),
			 "share", judge_figure(share_value(share)), "low", judge_figure(low), "high",
			 judge_figure(high));
}

json_t *judge_interval(double value, double low, double high)
{
	return json_pack("{s:o, s:o, s:o, s:b}", "value", judge_figure(value), "low", judge_figure(low), "high",
			 judge_figure(high), "marked", low > 0 || high < 0);
}

static size_t count_at(const json_t *counts, const char *name)
{
	return (size_t)json_integer_value(json_object_get(counts, name));
}

static void count_up(json_t *counts, const char *name)
{
	json_object_set_new(counts, name, judge_count(count_at(counts, name) + 1));
}

json_t *judge_dimension_names(const struct corpus *corpus)
{
	json_t *seen = json_object(), *names = json_array(), *entry;
	const char *name;

	for (size_t i = 0; i < corpus->count; i++)
		json_object_foreach(json_object_get(corpus->row[i].lead, "verdict"), name, entry)
			if (!json_object_get(seen, name))
				json_object_set_new(seen, name, json_false());
	for (size_t i = 0; i < corpus->count; i++)
		json_object_foreach(corpus->row[i].labels, name, entry)
			if (json_is_string(entry) && json_object_get(seen, name))
				json_object_set_new(seen, name, json_true());
	json_object_foreach(seen, name, entry)
		if (json_is_true(entry))
			json_array_append_new(names, json_string(name));
	json_decref(seen);
	return names;
}

/* ---- one dimension ---- */

struct tally {
	const char *dimension;
	json_t *gold, *said, *right; /* counts by label */
	json_t *confusion;           /* counts by true, then decided label */
	size_t n, correct, unknown;
};

/* So that the labels stand in the order of the taxonomy, whichever occurs first. */
static void seed(struct tally *tally, const struct corpus *corpus)
{
	const char *label;
	json_t *score;

	for (size_t i = 0; i < corpus->count; i++) {
		const json_t *verdict = json_object_get(corpus->row[i].lead, "verdict");
		json_t *scores = json_object_get(json_object_get(verdict, tally->dimension), "scores");
		if (!scores)
			continue;
		json_object_foreach(scores, label, score) {
			json_object_set_new(tally->gold, label, judge_count(0));
			json_object_set_new(tally->said, label, judge_count(0));
		}
		break;
	}
	json_object_set_new(tally->gold, JUDGE_UNKNOWN, judge_count(0));
	json_object_set_new(tally->said, JUDGE_UNKNOWN, judge_count(0));
}

static void tally_row(struct tally *tally, const struct corpus_row *row)
{
	const char *gold = corpus_gold(row, tally->dimension), *decided = corpus_decided(row, tally->dimension);
	json_t *decided_counts;

	if (!gold)
		return;
	if (!decided)
		decided = NOT_APPLIED;
	count_up(tally->gold, gold);
	count_up(tally->said, decided);
	decided_counts = json_object_get(tally->confusion, gold);
	if (!decided_counts) {
		decided_counts = json_object();
		json_object_set_new(tally->confusion, gold, decided_counts);
	}
	count_up(decided_counts, decided);
	tally->n++;
	tally->unknown += !strcmp(decided, JUDGE_UNKNOWN);
	if (!strcmp(gold, decided)) {
		count_up(tally->right, gold);
		tally->correct++;
	}
}

static json_t *label_figures(const struct tally *tally, const char *label)
{
	size_t gold = count_at(tally->gold, label), said = count_at(tally->said, label);
	size_t right = count_at(tally->right, label);

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "n", judge_count(gold), "said", judge_count(said), "right",
			 judge_count(right), "precision", judge_figure(share_value((struct share){right, said})),
			 "recall", judge_figure(share_value((struct share){right, gold})), "f1",
			 judge_figure(f1_value(right, said, gold)));
}

static json_t *all_labels(const struct tally *tally, double *macro_f1)
{
	json_t *labels = json_object(), *count;
	double sum = 0;
	size_t occurring = 0;
	const char *label;

	json_object_foreach(tally->gold, label, count) {
		size_t gold = count_at(tally->gold, label), said = count_at(tally->said, label);
		if (gold || said)
			json_object_set_new(labels, label, label_figures(tally, label));
		if (!gold)
			continue;
		sum += f1_value(count_at(tally->right, label), said, gold);
		occurring++;
	}
	*macro_f1 = occurring ? sum / (double)occurring : (double)NAN;
	return labels;
}

static struct tally tally_corpus(const struct corpus *corpus, const char *dimension)
{
	struct tally tally = {dimension, json_object(), json_object(), json_object(), json_object(), 0, 0, 0};

	seed(&tally, corpus);
	for (size_t i = 0; i < corpus->count; i++)
		tally_row(&tally, &corpus->row[i]);
	return tally;
}

static void tally_free(struct tally *tally)
{
	json_decref(tally->gold);
	json_decref(tally->said);
	json_decref(tally->right);
	json_decref(tally->confusion);
}

json_t *judge_dimension(const struct corpus *corpus, const char *dimension)
{
	struct tally tally = tally_corpus(corpus, dimension);
	double macro_f1;
	json_t *labels = all_labels(&tally, &macro_f1), *figures;

	figures = json_pack("{s:o, s:o, s:o, s:o, s:o, s:O, s:o}", "n", judge_count(tally.n), "accuracy",
			    judge_figure(share_value((struct share){tally.correct, tally.n})), "macro_f1",
			    judge_figure(macro_f1), "unknown_said", judge_count(tally.unknown), "labels", labels,
			    "confusion", tally.confusion, "calibration", judge_calibration(corpus, dimension));
	tally_free(&tally);
	return figures;
}

json_t *judge_agreement(const struct corpus *corpus, const char *dimension)
{
	struct tally tally = tally_corpus(corpus, dimension);
	double macro_f1;
	json_t *figures;

	json_decref(all_labels(&tally, &macro_f1));
	figures = json_pack("{s:o, s:o, s:o}", "n", judge_count(tally.n), "accuracy",
			    judge_figure(share_value((struct share){tally.correct, tally.n})), "macro_f1",
			    judge_figure(macro_f1));
	tally_free(&tally);
	return figures;
}

/* ---- several dimensions at once ---- */

enum judge_composite judge_composite_row(const struct corpus_row *row, const struct judge_positive *positive,
					 const json_t *dimensions)
{
	const char *gold = corpus_gold(row, positive->dimension);
	enum judge_composite result = JUDGE_COMPOSITE_RIGHT;
	const json_t *name;
	size_t i;

	if (!gold || strcmp(gold, positive->label) || !json_array_size(dimensions))
		return JUDGE_COMPOSITE_NONE;
	json_array_foreach(dimensions, i, name) {
		const char *decided = corpus_decided(row, json_string_value(name));
		gold = corpus_gold(row, json_string_value(name));
		if (!gold)
			return JUDGE_COMPOSITE_NONE;
		if (!decided || strcmp(gold, decided))
			result = JUDGE_COMPOSITE_WRONG;
	}
	return result;
}

json_t *judge_composite(const struct corpus *corpus, const struct judge_positive *positive, json_t *dimensions)
{
	struct share share = {0, 0};
	json_t *figures;

	for (size_t i = 0; i < corpus->count; i++) {
		enum judge_composite one = judge_composite_row(&corpus->row[i], positive, dimensions);
		if (one != JUDGE_COMPOSITE_NONE)
			share_count(&share, one == JUDGE_COMPOSITE_RIGHT);
	}
	figures = judge_share(share);
	json_object_set(figures, "dimensions", dimensions);
	return figures;
}

/* ---- priority ---- */

json_t *judge_priority(const struct corpus *corpus)
{
	struct pair *pairs = calloc(corpus->count ? corpus->count : 1, sizeof *pairs);
	size_t count = 0;
	json_t *figures;

	for (size_t i = 0; pairs && i < corpus->count; i++) {
		double gold = document_number(corpus->row[i].labels, "priority");
		double score = document_number(corpus->row[i].lead, "priority.score");
		if (isfinite(gold) && isfinite(score))
			pairs[count++] = (struct pair){score, gold};
	}
	figures = json_pack("{s:o, s:o, s:o, s:o}", "n", judge_count(count), "spearman",
			    judge_figure(pairs ? spearman(pairs, count) : (double)NAN), "concordance",
			    judge_figure(pairs ? concordance(pairs, count) : (double)NAN), "mean_absolute_error",
			    judge_figure(pairs ? mean_absolute_error(pairs, count) : (double)NAN));
	free(pairs);
	return figures;
}
