#include "judge_compare.h"

#include "document.h"
#include "judge_chance.h"
#include "judge_errors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NOT_APPLIED "-"
#define SIGNIFICANT 0.05

/* ---- in words ---- */

static const char *in_words(bool differs, bool beyond_chance, bool better)
{
	if (!differs)
		return "no difference";
	if (!beyond_chance)
		return "no more than chance";
	return better ? "better, more than chance" : "worse, more than chance";
}

static const char *says_test(size_t only_this, size_t only_other)
{
	return in_words(only_this || only_other, mcnemar(only_this, only_other) < SIGNIFICANT, only_this > only_other);
}

static const char *says_interval(double value, struct interval interval)
{
	bool differs = value < 0 || value > 0 || interval.low < 0 || interval.high > 0;

	if (!isfinite(value))
		return "not measured";
	return in_words(differs, interval.low > 0 || interval.high<0, value> 0);
}

static json_t *mcnemar_figures(size_t only_this, size_t only_other)
{
	return json_pack("{s:o, s:o, s:f, s:s}", "only_this", judge_count(only_this), "only_other",
			 judge_count(only_other), "p", mcnemar(only_this, only_other), "says",
			 says_test(only_this, only_other));
}

/* ---- what is drawn from: the rows as plain numbers ---- */

struct material {
	struct two_labels *labels; /* a dimension each */
	size_t dimensions;
	struct two_scores scores;
	struct two_ranks ranks;
	bool *positive;
	struct drawn_figure *figure; /* the dimensions', then the AUC's, then the rank correlation's */
};

static int label_number(json_t *numbers, const char *label)
{
	if (!json_object_get(numbers, label))
		json_object_set_new(numbers, label, json_integer((json_int_t)json_object_size(numbers)));
	return (int)json_integer_value(json_object_get(numbers, label));
}

static const char *decided_or_not(const struct corpus_row *row, const char *dimension)
{
	const char *decided = corpus_decided(row, dimension);

	return decided ? decided : NOT_APPLIED;
}

static bool take_labels(struct two_labels *labels, const struct judge_comparison *comparison, const char *dimension)
{
	size_t count = comparison->this->count;
	json_t *numbers = json_object();

	labels->row = calloc(count + 1, sizeof *labels->row);
	labels->count = labels->row ? count : 0;
	for (size_t i = 0; i < labels->count; i++) {
		const struct corpus_row *a = &comparison->this->row[i], *b = &comparison->other->row[i];
		const char *gold = corpus_gold(a, dimension);
		labels->row[i].gold = -1;
		if (gold)
			labels->row[i] = (struct label_row){label_number(numbers, gold),
							    label_number(numbers, decided_or_not(a, dimension)),
							    label_number(numbers, decided_or_not(b, dimension))};
	}
	labels->labels = json_object_size(numbers);
	labels->space = calloc(3 * labels->labels + 1, sizeof *labels->space);
	json_decref(numbers);
	return labels->row && labels->space;
}

static bool take_scores(struct material *material, const struct judge_comparison *comparison)
{
	const struct judge_positive *positive = comparison->positive;
	struct two_scores *scores = &material->scores;
	size_t count = comparison->this->count;

	scores->a = calloc(count + 1, sizeof *scores->a);
	scores->b = calloc(count + 1, sizeof *scores->b);
	scores->positive = material->positive = calloc(count + 1, sizeof *material->positive);
	if (!scores->a || !scores->b || !material->positive)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct corpus_row *a = &comparison->this->row[i], *b = &comparison->other->row[i];
		const char *gold = corpus_gold(a, positive->dimension);
		if (!gold || !strcmp(gold, JUDGE_UNKNOWN))
			continue;
		material->positive[i] = !strcmp(gold, positive->label);
		scores->a[scores->count] =
			(struct placed){corpus_probability(a, positive->dimension, positive->label), i};
		scores->b[scores->count++] =
			(struct placed){corpus_probability(b, positive->dimension, positive->label), i};
	}
	placed_sort(scores->a, scores->count);
	placed_sort(scores->b, scores->count);
	return true;
}

static bool take_ranks(struct two_ranks *ranks, const struct judge_comparison *comparison)
{
	size_t count = comparison->this->count;
	struct placed **lists[] = {&ranks->gold, &ranks->a, &ranks->b};

	for (size_t i = 0; i < 3; i++)
		*lists[i] = calloc(count + 1, sizeof **lists[i]);
	ranks->gold_rank = calloc(count + 1, sizeof *ranks->gold_rank);
	ranks->rank = calloc(count + 1, sizeof *ranks->rank);
	if (!ranks->gold || !ranks->a || !ranks->b || !ranks->gold_rank || !ranks->rank)
		return false;
	for (size_t i = 0; i < count; i++) {
		double gold = document_number(comparison->this->row[i].labels, "priority");
		double a = document_number(comparison->this->row[i].lead, "priority.score");
		double b = document_number(comparison->other->row[i].lead, "priority.score");
		if (!isfinite(gold) || !isfinite(a) || !isfinite(b))
			continue;
		ranks->gold[ranks->count] = (struct placed){gold, i};
		ranks->a[ranks->count] = (struct placed){a, i};
		ranks->b[ranks->count++] = (struct placed){b, i};
	}
	for (size_t i = 0; i < 3; i++)
		placed_sort(*lists[i], ranks->count);
	return true;
}

static bool take_all(struct material *material, const struct judge_comparison *comparison)
{
	size_t dimensions = json_array_size(comparison->dimensions);
	bool good;

	material->labels = calloc(dimensions + 1, sizeof *material->labels);
	material->figure = calloc(dimensions + 2, sizeof *material->figure);
	good = material->labels && material->figure && take_scores(material, comparison) &&
	       take_ranks(&material->ranks, comparison);
	for (; good && material->dimensions < dimensions; material->dimensions++) {
		size_t i = material->dimensions;
		const char *name = json_string_value(json_array_get(comparison->dimensions, i));
		good = take_labels(&material->labels[i], comparison, name);
		material->figure[i] = (struct drawn_figure){.of = macro_f1_difference, .context = &material->labels[i]};
	}
	if (!good)
		return false;
	material->figure[dimensions] = (struct drawn_figure){.of = auc_difference, .context = &material->scores};
	material->figure[dimensions + 1] =
		(struct drawn_figure){.of = spearman_difference, .context = &material->ranks};
	return bootstrap(material->figure, dimensions + 2, comparison->this->count);
}

static void material_free(struct material *material)
{
	for (size_t i = 0; i < material->dimensions; i++) {
		free(material->labels[i].row);
		free(material->labels[i].space);
	}
	free(material->labels);
	free(material->figure);
	free(material->positive);
	free(material->scores.a);
	free(material->scores.b);
	free(material->ranks.gold);
	free(material->ranks.a);
	free(material->ranks.b);
	free(material->ranks.gold_rank);
	free(material->ranks.rank);
}

/* ---- rows that changed ---- */

struct change {
	size_t index;
	int kind; /* 0 only the other was right, 1 only this one, 2 neither */
};

static int by_kind(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->kind != y->kind ? x->kind - y->kind : (x->index > y->index) - (x->index < y->index);
}

static size_t find_changes(struct change *changes, const struct two_labels *labels)
{
	size_t count = 0;

	for (size_t i = 0; i < labels->count; i++) {
		const struct label_row *row = &labels->row[i];
		if (row->gold >= 0 && row->a != row->b)
			changes[count++] = (struct change){i, row->b == row->gold ? 0 : row->a == row->gold ? 1 : 2};
	}
	if (count)
		qsort(changes, count, sizeof *changes, by_kind);
	return count;
}

static json_t *change_json(const struct judge_comparison *comparison, const char *dimension, size_t index)
{
	const struct corpus_row *a = &comparison->this->row[index], *b = &comparison->other->row[index];

	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "id", document_text(a->event, "id"), "true",
			 corpus_gold(a, dimension), "this", decided_or_not(a, dimension), "other",
			 decided_or_not(b, dimension), "text", judge_row_text(a));
}

static void add_changes(json_t *figures, const struct judge_comparison *comparison, const char *dimension,
			const struct two_labels *labels)
{
	struct change *changes = calloc(labels->count + 1, sizeof *changes);
	size_t count = changes ? find_changes(changes, labels) : 0;
	bool listed = comparison->most && (!comparison->only || !strcmp(comparison->only, dimension));
	json_t *rows = listed ? json_array() : NULL;

	for (size_t i = 0; rows && i < count && i < comparison->most; i++)
		json_array_append_new(rows, change_json(comparison, dimension, changes[i].index));
	json_object_set_new(figures, "changed", judge_count(count));
	if (rows)
		json_object_set_new(figures, "rows", rows);
	free(changes);
}

/* ---- the figures ---- */

/* Of two figures rounded as they are shown, so that the reader can subtract them. */
static double difference_at(const json_t *figures, const char *path)
{
	return document_number(json_object_get(figures, "this"), path) -
	       document_number(json_object_get(figures, "other"), path);
}

static void add_interval(json_t *figures, const char *path, struct interval interval, const char *name,
			 const char *says_name)
{
	double value = difference_at(figures, path);

	json_object_set_new(figures, name, judge_interval(value, interval.low, interval.high));
	json_object_set_new(figures, says_name, json_string(says_interval(value, interval)));
}

static json_t *compare_dimension(const struct judge_comparison *comparison, const struct material *material, size_t i)
{
	const char *name = json_string_value(json_array_get(comparison->dimensions, i));
	const struct two_labels *labels = &material->labels[i];
	json_t *this = judge_agreement(comparison->this, name), *other = judge_agreement(comparison->other, name),
	       *figures;
	size_t only_this = 0, only_other = 0;

	for (size_t r = 0; r < labels->count; r++) {
		const struct label_row *row = &labels->row[r];
		only_this += row->gold >= 0 && row->a == row->gold && row->b != row->gold;
		only_other += row->gold >= 0 && row->b == row->gold && row->a != row->gold;
	}
	figures = json_pack("{s:O, s:o, s:o}", "n", json_object_get(this, "n"), "this", this, "other", other);
	json_object_update_new(figures, mcnemar_figures(only_this, only_other));
	add_interval(figures, "macro_f1", material->figure[i].interval, "macro_f1_difference", "macro_f1_says");
	add_changes(figures, comparison, name, labels);
	return figures;
}

static json_t *compare_composite(const struct judge_comparison *comparison)
{
	const struct judge_positive *positive = comparison->positive;
	json_t *names = comparison->composite, *figures;
	size_t only_this = 0, only_other = 0;

	for (size_t i = 0; i < comparison->this->count; i++) {
		bool a = judge_composite_row(&comparison->this->row[i], positive, names) == JUDGE_COMPOSITE_RIGHT;
		bool b = judge_composite_row(&comparison->other->row[i], positive, names) == JUDGE_COMPOSITE_RIGHT;
		only_this += a && !b;
		only_other += b && !a;
	}
	figures = json_pack("{s:o, s:o}", "this", judge_composite(comparison->this, positive, names), "other",
			    judge_composite(comparison->other, positive, names));
	json_object_update_new(figures, mcnemar_figures(only_this, only_other));
	return figures;
}

static json_t *compare_positive(const struct judge_comparison *comparison, struct interval interval)
{
	json_t *figures = json_pack("{s:o, s:o}", "this", judge_positive_group(comparison->this, comparison->positive),
				    "other", judge_positive_group(comparison->other, comparison->positive));

	add_interval(figures, "auc", interval, "auc_difference", "auc_says");
	return figures;
}

static json_t *compare_priority(const struct judge_comparison *comparison, struct interval interval)
{
	json_t *figures = json_pack("{s:o, s:o}", "this", judge_priority(comparison->this), "other",
				    judge_priority(comparison->other));

	add_interval(figures, "spearman", interval, "spearman_difference", "spearman_says");
	return figures;
}

static json_t *compare(const struct judge_comparison *comparison, const struct material *material)
{
	size_t count = material->dimensions;
	json_t *dimensions = json_object();

	for (size_t i = 0; i < count; i++)
		json_object_set_new(dimensions, json_string_value(json_array_get(comparison->dimensions, i)),
				    compare_dimension(comparison, material, i));
	return json_pack("{s:s, s:o, s:o, s:o, s:o}", "model", comparison->model, "positive",
			 compare_positive(comparison, material->figure[count].interval), "dimensions", dimensions,
			 "composite", compare_composite(comparison), "priority",
			 compare_priority(comparison, material->figure[count + 1].interval));
}

json_t *judge_compare(const struct judge_comparison *comparison)
{
	struct material material = {0};
	json_t *figures = take_all(&material, comparison) ? compare(comparison, &material) : NULL;

	material_free(&material);
	return figures;
}
