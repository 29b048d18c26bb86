#include "evaluate_table.h"

#include "document.h"

#include <stdio.h>

const struct evaluate_table EVALUATE_OVERVIEW = {
	.title = "dimensions",
	.first = "",
	.column = {{"n", "n"},
		   {"accuracy", "accuracy"},
		   {"macro-F1", "macro_f1"},
		   {"unknown", "unknown_said"},
		   {"ECE", "calibration.ece"}},
};

const struct evaluate_table EVALUATE_LABELS = {
	.first = "label",
	.column = {{"n", "n"}, {"said", "said"}, {"precision", "precision"}, {"recall", "recall"}, {"F1", "f1"}},
};

const struct evaluate_table EVALUATE_FACTS = {
	.title = "facts",
	.first = "",
	.column = {{"gold", "gold"},
		   {"said", "said"},
		   {"right", "right"},
		   {"precision", "precision"},
		   {"recall", "recall"},
		   {"F1", "f1"}},
};

const struct evaluate_table EVALUATE_GROUP = {
	.first = "",
	.column = {{"n", "n"},
		   {"accuracy", "accuracy"},
		   {"recall", "recall.share"},
		   {"kept", "kept.share"},
		   {"caught", "bad_caught.share"},
		   {"AUC", "auc"}},
};

const struct evaluate_table EVALUATE_BIAS[EVALUATE_BIASES] = {
	{
		.title = "share decided as bad",
		.first = "",
		.mark = "bias.lost_difference.marked",
		.column = {{"n", "bias.n"},
			   {"here", "bias.lost.share"},
			   {"elsewhere", "bias.others_lost.share"},
			   {"difference", "bias.lost_difference.value"},
			   {"from", "bias.lost_difference.low"},
			   {"to", "bias.lost_difference.high"}},
	},
	{
		.title = "mean probability",
		.first = "",
		.mark = "bias.probability_difference.marked",
		.column = {{"n", "bias.n"},
			   {"here", "bias.probability"},
			   {"elsewhere", "bias.others_probability"},
			   {"difference", "bias.probability_difference.value"},
			   {"from", "bias.probability_difference.low"},
			   {"to", "bias.probability_difference.high"}},
	},
};

const struct evaluate_table EVALUATE_COMPARISON = {
	.first = "",
	.mark = "macro_f1_difference.marked",
	.column = {{"this", "this.macro_f1"},
		   {"other", "other.macro_f1"},
		   {"difference", "macro_f1_difference.value"},
		   {"from", "macro_f1_difference.low"},
		   {"to", "macro_f1_difference.high"}},
};

const struct evaluate_table EVALUATE_CHANGED = {
	.first = "",
	.column = {{"this", "this.accuracy"},
		   {"other", "other.accuracy"},
		   {"changed", "changed"},
		   {"only this", "only_this"},
		   {"only other", "only_other"},
		   {"p", "p"}},
};

const struct evaluate_column EVALUATE_AGREEMENT[EVALUATE_AGREEMENTS] = {
	{"macro-F1", "macro_f1"},
	{"accuracy", "accuracy"},
};

const struct evaluate_column EVALUATE_SHARE[EVALUATE_SHARES] = {
	{" recognised", "recall"},
	{" kept", "kept"},
	{"others caught", "bad_caught"},
	{"wrong among caught", "false_bad"},
};

size_t evaluate_columns(const struct evaluate_table *table)
{
	size_t count = 0;

	while (count < EVALUATE_COLUMNS && table->column[count].title)
		count++;
	return count;
}

struct decimal evaluate_figure(const json_t *number, unsigned decimals, double factor)
{
	if (json_is_integer(number))
		return decimal(json_integer_value(number), 0);
	if (json_is_number(number))
		return decimal_of(factor * json_number_value(number), decimals);
	return (struct decimal){"-"};
}

struct decimal evaluate_figure_at(const json_t *document, const char *path, unsigned decimals, double factor)
{
	return evaluate_figure(document_at(document, path), decimals, factor);
}

struct decimal evaluate_probability(const json_t *number)
{
	struct decimal text = {"= -"}, rounded = evaluate_figure(number, 3, 1);

	if (json_is_number(number) && json_number_value(number) < 0.001)
		return (struct decimal){"< 0.001"};
	snprintf(text.text, sizeof text.text, "= %.20s", rounded.text);
	return text;
}
