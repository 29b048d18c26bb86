#include "judge.h"

#include "document.h"
#include "metrics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN "unknown"
#define NOT_APPLIED "-"

json_t *judge_figure(double value)
{
	return isfinite(value) ? json_real(round(value * 1e4) / 1e4) : json_null();
}

static json_t *count_json(size_t count)
{
	return json_integer((json_int_t)count);
}

static size_t count_at(const json_t *counts, const char *name)
{
	return (size_t)json_integer_value(json_object_get(counts, name));
}

static void count_up(json_t *counts, const char *name)
{
	json_object_set_new(counts, name, count_json(count_at(counts, name) + 1));
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
			json_object_set_new(tally->gold, label, count_json(0));
			json_object_set_new(tally->said, label, count_json(0));
		}
		break;
	}
	json_object_set_new(tally->gold, UNKNOWN, count_json(0));
	json_object_set_new(tally->said, UNKNOWN, count_json(0));
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
	tally->unknown += !strcmp(decided, UNKNOWN);
	if (!strcmp(gold, decided)) {
		count_up(tally->right, gold);
		tally->correct++;
	}
}

static json_t *label_figures(const struct tally *tally, const char *label)
{
	size_t gold = count_at(tally->gold, label), said = count_at(tally->said, label);
	size_t right = count_at(tally->right, label);

	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "n", count_json(gold), "said", count_json(said), "right",
			 count_json(right), "precision", judge_figure(share_value((struct share){right, said})),
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

json_t *judge_dimension(const struct corpus *corpus, const char *dimension)
{
	struct tally tally = {dimension, json_object(), json_object(), json_object(), json_object(), 0, 0, 0};
	double macro_f1;
	json_t *labels, *figures;

	seed(&tally, corpus);
	for (size_t i = 0; i < corpus->count; i++)
		tally_row(&tally, &corpus->row[i]);
	labels = all_labels(&tally, &macro_f1);
	figures = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "n", count_json(tally.n), "accuracy",
			    judge_figure(share_value((struct share){tally.correct, tally.n})), "macro_f1",
			    judge_figure(macro_f1), "unknown_said", count_json(tally.unknown), "labels", labels,
			    "confusion", tally.confusion);
	json_decref(tally.gold);
	json_decref(tally.said);
	json_decref(tally.right);
	return figures;
}

/* ---- the label that must not be lost ---- */

struct good_and_bad {
	size_t n, n_positive;
	struct share accuracy, recall, kept, caught, false_bad;
	struct scored *scored;
};

static void weigh_row(struct good_and_bad *sums, const struct judge_positive *positive, const struct corpus_row *row)
{
	const char *gold = corpus_gold(row, positive->dimension);
	const char *decided = corpus_decided(row, positive->dimension);

	if (!gold || !strcmp(gold, UNKNOWN))
		return;
	if (!decided)
		decided = UNKNOWN;
	bool is_positive = !strcmp(gold, positive->label), said_positive = !strcmp(decided, positive->label);
	bool said_bad = !said_positive && strcmp(decided, UNKNOWN);

	sums->scored[sums->n++] = (struct scored){
		.score = corpus_probability(row, positive->dimension, positive->label), .positive = is_positive};
	sums->n_positive += is_positive;
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

static bool weigh(struct good_and_bad *sums, const struct corpus *corpus, const struct judge_positive *positive,
		  judge_group_name *name_of, const void *context, const char *group)
{
	*sums = (struct good_and_bad){.scored = calloc(corpus->count ? corpus->count : 1, sizeof *sums->scored)};
	if (!sums->scored)
		return false;
	for (size_t i = 0; i < corpus->count; i++) {
		const char *name = name_of ? name_of(context, &corpus->row[i]) : NULL;
		if (!name_of || (name && !strcmp(name, group)))
			weigh_row(sums, positive, &corpus->row[i]);
	}
	return true;
}

static json_t *share_json(struct share share)
{
	double low, high;

	share_interval(share, &low, &high);
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "right", count_json(share.right), "of", count_json(share.of),
			 "share", judge_figure(share_value(share)), "low", judge_figure(low), "high",
			 judge_figure(high));
}

json_t *judge_positive(const struct corpus *corpus, const struct judge_positive *positive)
{
	struct good_and_bad sums;
	json_t *figures;

	if (!weigh(&sums, corpus, positive, NULL, NULL, NULL))
		return NULL;
	figures = json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "dimension", positive->dimension, "label",
			    positive->label, "n", count_json(sums.n), "auc", judge_figure(auc(sums.scored, sums.n)),
			    "recall", share_json(sums.recall), "kept", share_json(sums.kept), "bad_caught",
			    share_json(sums.caught), "false_bad", share_json(sums.false_bad));
	free(sums.scored);
	return figures;
}

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
	figures = json_pack("{s:o, s:o, s:o}", "n", count_json(count), "spearman",
			    judge_figure(pairs ? spearman(pairs, count) : (double)NAN), "mean_absolute_error",
			    judge_figure(pairs ? mean_absolute_error(pairs, count) : (double)NAN));
	free(pairs);
	return figures;
}

/* ---- groups ---- */

static json_t *group_figures(const struct corpus *corpus, const struct judge_positive *positive,
			     judge_group_name *name_of, const void *context, const char *group)
{
	struct good_and_bad sums;
	json_t *figures;

	if (!weigh(&sums, corpus, positive, name_of, context, group))
		return NULL;
	figures = json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "name", group, "n", count_json(sums.n), "accuracy",
			    judge_figure(share_value(sums.accuracy)), "recall", share_json(sums.recall), "kept",
			    share_json(sums.kept), "bad_caught", share_json(sums.caught), "auc",
			    judge_figure(auc(sums.scored, sums.n)));
	free(sums.scored);
	return figures;
}

struct group {
	const char *name;
	size_t n;
};

static int larger(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->name, y->name);
}

json_t *judge_groups(const struct corpus *corpus, const struct judge_positive *positive, judge_group_name *name_of,
		     const void *context, size_t least)
{
	json_t *counts = json_object(), *figures = json_array(), *count;
	struct group *groups;
	size_t used = 0;
	const char *name;

	for (size_t i = 0; i < corpus->count; i++) {
		name = name_of(context, &corpus->row[i]);
		if (name)
			count_up(counts, name);
	}
	groups = calloc(json_object_size(counts) + 1, sizeof *groups);
	json_object_foreach(counts, name, count)
		if (groups && count_at(counts, name) >= least)
			groups[used++] = (struct group){name, count_at(counts, name)};
	if (used)
		qsort(groups, used, sizeof *groups, larger);
	for (size_t i = 0; i < used; i++)
		json_array_append_new(figures, group_figures(corpus, positive, name_of, context, groups[i].name));
	free(groups);
	json_decref(counts);
	return figures;
}
