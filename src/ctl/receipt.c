#include "receipt.h"

#include "decimal.h"
#include "document.h"

#include <stdio.h>
#include <string.h>

#define POINT_DECIMALS 3
#define PRIORITY_DECIMALS 1
#define SCORE_DECIMALS 4

struct check {
	char *why;
	size_t size;
};

static bool differ(const struct check *check, const char *what, int64_t sum, int64_t said, unsigned decimals)
{
	if (sum == said)
		return true;
	snprintf(check->why, check->size, "%s: the terms sum to %s, but %s is shown", what,
		 decimal(sum, decimals).text, decimal(said, decimals).text);
	return false;
}

static bool inexact(const struct check *check, const char *what)
{
	snprintf(check->why, check->size, "%s: a number is missing or has too many decimals", what);
	return false;
}

static bool reasons_balance(const struct check *check, const json_t *lead, const char *name, const json_t *dimension)
{
	const char *label = document_leading_label(dimension);
	int64_t sum = 0, said, effect;
	const json_t *reason;
	size_t i;

	if (!decimal_exact(json_object_get(dimension, "points"), POINT_DECIMALS, &said))
		return inexact(check, name);
	json_array_foreach(document_at(lead, "reasons"), i, reason) {
		if (strcmp(document_text(reason, "dimension"), name) || strcmp(document_text(reason, "label"), label))
			continue;
		if (!decimal_exact(json_object_get(reason, "effect"), POINT_DECIMALS, &effect))
			return inexact(check, document_text(reason, "signal"));
		sum += effect;
	}
	return differ(check, name, sum, said, POINT_DECIMALS);
}

static bool scores_balance(const struct check *check, const char *name, const json_t *dimension)
{
	const char *label;
	json_t *score;
	int64_t sum = 0, part;

	json_object_foreach(json_object_get(dimension, "scores"), label, score) {
		if (!decimal_exact(score, SCORE_DECIMALS, &part))
			return inexact(check, label);
		sum += part;
	}
	return differ(check, name, sum, 10000, SCORE_DECIMALS);
}

static bool priority_balances(const struct check *check, const json_t *lead)
{
	int64_t sum = 0, said, points;
	const json_t *term;
	size_t i;

	if (!decimal_exact(document_at(lead, "priority.score"), PRIORITY_DECIMALS, &said))
		return inexact(check, "priority");
	json_array_foreach(document_at(lead, "priority.terms"), i, term) {
		if (!decimal_exact(json_object_get(term, "points"), PRIORITY_DECIMALS, &points))
			return inexact(check, document_text(term, "name"));
		sum += points;
	}
	return differ(check, "priority", sum, said, PRIORITY_DECIMALS);
}

bool receipt_balances(const json_t *lead, char *why, size_t why_size)
{
	struct check check = {why, why_size};
	const char *name;
	json_t *dimension;

	json_object_foreach(document_at(lead, "verdict"), name, dimension)
		if (!reasons_balance(&check, lead, name, dimension) || !scores_balance(&check, name, dimension))
			return false;
	return priority_balances(&check, lead);
}
