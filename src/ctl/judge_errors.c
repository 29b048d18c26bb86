#include "judge_errors.h"

#include "decimal.h"
#include "document.h"
#include "judge.h"
#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REASONS_SHOWN 4

struct wrong {
	const struct corpus_row *row;
	double probability; /* of the true label; of `unknown`, where that has none, 1 - confidence */
};

static int least_probable(const void *a, const void *b)
{
	const struct wrong *x = a, *y = b;

	if (x->probability != y->probability)
		return (x->probability > y->probability) - (x->probability < y->probability);
	return strcmp(document_text(x->row->event, "id"), document_text(y->row->event, "id"));
}

static bool is_wrong(const struct corpus_row *row, const char *dimension, struct wrong *wrong)
{
	const char *gold = corpus_gold(row, dimension), *decided = corpus_decided(row, dimension);

	if (!gold || (decided && !strcmp(gold, decided)))
		return false;
	*wrong = (struct wrong){row, corpus_probability(row, dimension, gold)};
	if (!strcmp(gold, JUDGE_UNKNOWN) && decided && !json_object_get(corpus_scores(row, dimension), JUDGE_UNKNOWN))
		wrong->probability = 1 - corpus_probability(row, dimension, decided);
	return true;
}

static json_t *reason_text(const json_t *reason)
{
	const char *quote = document_text(reason, "evidence.text");
	int64_t points = llround(1000 * document_number(reason, "effect"));
	struct words words = {0};
	json_t *text;

	words_add(&words, decimal_signed(points, 3).text, " ", document_text(reason, "label"), " ",
		  document_text(reason, "signal"), NULL);
	if (*quote)
		words_add(&words, " “", quote, "”", NULL);
	text = json_string(words_text(&words));
	words_free(&words);
	return text;
}

/* The leading label's reasons, which stand in the order of their weight. */
static json_t *top_reasons(const struct corpus_row *row, const char *dimension)
{
	json_t *texts = json_array();
	const json_t *reason;
	size_t i;

	json_array_foreach(json_object_get(row->lead, "reasons"), i, reason) {
		if (strcmp(document_text(reason, "dimension"), dimension))
			continue;
		if (json_array_size(texts) == REASONS_SHOWN)
			break;
		json_array_append_new(texts, reason_text(reason));
	}
	return texts;
}

json_t *judge_row_text(const struct corpus_row *row)
{
	struct words words = {0};
	json_t *text;

	words_add(&words, document_text(row->event, "subject"), " / ", document_text(row->event, "body"), NULL);
	text = json_string(words_text(&words));
	words_free(&words);
	return text;
}

static json_t *error_json(const struct wrong *wrong, const char *dimension)
{
	const struct corpus_row *row = wrong->row;
	const char *decided = corpus_decided(row, dimension);

	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "id", document_text(row->event, "id"), "true",
			 corpus_gold(row, dimension), "decided", decided ? decided : "-", "probability",
			 judge_figure(wrong->probability), "text", judge_row_text(row), "reasons",
			 top_reasons(row, dimension));
}

json_t *judge_errors(const struct corpus *corpus, const char *dimension, size_t most)
{
	struct wrong *wrongs = calloc(corpus->count ? corpus->count : 1, sizeof *wrongs);
	json_t *errors = json_array();
	size_t count = 0;

	for (size_t i = 0; wrongs && i < corpus->count; i++)
		count += is_wrong(&corpus->row[i], dimension, &wrongs[count]);
	if (count)
		qsort(wrongs, count, sizeof *wrongs, least_probable);
	for (size_t i = 0; i < count && i < most; i++)
		json_array_append_new(errors, error_json(&wrongs[i], dimension));
	free(wrongs);
	return errors;
}
