#include "document.h"
#include "judge.h"
#include "metrics.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How a fact of the lead is held against its label. */
typedef bool same_fact(const json_t *gold, const json_t *fact);

static bool same_number(const json_t *gold, const json_t *fact)
{
	double a = json_number_value(gold), b = json_number_value(document_value(fact));

	return json_is_number(document_value(fact)) && fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* Letters, digits and what is not ASCII, in lower case: "ISO 9001" and "iso-9001" are one. Truncated texts differ. */
static void essence(const char *text, char *out, size_t size)
{
	size_t used = 0;

	for (; *text && used + 1 < size; text++)
		if (isalnum((unsigned char)*text) || (unsigned char)*text >= 0x80)
			out[used++] = (char)tolower((unsigned char)*text);
	out[used] = '\0';
}

static bool same_words(const char *a, const char *b)
{
	char x[256], y[256];

	essence(a, x, sizeof x);
	essence(b, y, sizeof y);
	return *x && !strcmp(x, y);
}

static bool same_word(const json_t *gold, const json_t *fact)
{
	const char *word = json_string_value(gold);

	return word && same_words(word, document_value_text(fact));
}

static bool either_contains(const char *a, const char *b)
{
	char x[256], y[256];

	essence(a, x, sizeof x);
	essence(b, y, sizeof y);
	return *x && *y && (strstr(x, y) || strstr(y, x));
}

/* Labels quote the buyer ("ميناء الدمام"), leads name the place as well; one within the other is the same place. */
static bool same_place(const json_t *gold, const json_t *fact)
{
	const char *place = json_string_value(gold);

	return place && (either_contains(place, document_value_text(fact)) ||
			 either_contains(place, document_text(fact, "text")));
}

static bool both_found(const json_t *gold, const json_t *fact)
{
	(void)gold;
	(void)fact;
	return true;
}

static const struct fact_kind {
	const char *name, *label, *path; /* in the report, in labels.facts, in the lead */
	same_fact *same;
} KINDS[] = {
	{"quantity", "quantity", "facts.quantity", same_number},
	{"unit", "unit", "facts.quantity.unit", same_word},
	{"target price", "target_price", "facts.target_price", same_number},
	{"currency", "currency", "facts.target_price.currency", same_word},
	{"incoterm", "incoterm", "facts.incoterm", same_word},
	{"port", "port", "facts.port", same_place},
	{"deadline (found)", "deadline_text", "facts.deadline", both_found},
	{"certifications", "certifications", "facts.certifications", same_word},
	{"payment (found)", "payment", "facts.payment", both_found},
	{"sample", "sample", "facts.sample", both_found},
	{"oem", "oem", "facts.oem", both_found},
};

struct fact_tally {
	size_t gold, said, right;
};

static bool is_there(const json_t *fact)
{
	return fact && !json_is_null(fact) && !json_is_false(fact);
}

static size_t count_of(const json_t *fact)
{
	if (!is_there(fact))
		return 0;
	return json_is_array(fact) ? json_array_size(fact) : 1;
}

static const json_t *nth(const json_t *fact, size_t i)
{
	return json_is_array(fact) ? json_array_get(fact, i) : fact;
}

static void tally_fact(struct fact_tally *tally, const struct fact_kind *kind, const json_t *gold, const json_t *fact)
{
	size_t golds = count_of(gold), facts = count_of(fact);

	tally->gold += golds;
	tally->said += facts;
	for (size_t g = 0; g < golds; g++)
		for (size_t f = 0; f < facts; f++)
			if (kind->same(nth(gold, g), nth(fact, f))) {
				tally->right++;
				break;
			}
}

static json_t *fact_figures(struct fact_tally tally)
{
	return json_pack("{s:I, s:I, s:I, s:o, s:o, s:o}", "gold", (json_int_t)tally.gold, "said",
			 (json_int_t)tally.said, "right", (json_int_t)tally.right, "precision",
			 judge_figure(share_value((struct share){tally.right, tally.said})), "recall",
			 judge_figure(share_value((struct share){tally.right, tally.gold})), "f1",
			 judge_figure(f1_value(tally.right, tally.said, tally.gold)));
}

json_t *judge_facts(const struct corpus *corpus)
{
	json_t *figures = json_object();

	for (size_t k = 0; k < sizeof KINDS / sizeof *KINDS; k++) {
		struct fact_tally tally = {0};
		for (size_t i = 0; i < corpus->count; i++) {
			const json_t *gold = json_object_get(corpus->row[i].labels, "facts");
			if (gold)
				tally_fact(&tally, &KINDS[k], json_object_get(gold, KINDS[k].label),
					   document_at(corpus->row[i].lead, KINDS[k].path));
		}
		json_object_set_new(figures, KINDS[k].name, fact_figures(tally));
	}
	return figures;
}
