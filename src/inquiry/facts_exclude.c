/* Numbers that count no goods: parts of names, sizes, sums of money, years, shops and employees. */
#include "facts_quantities.h"

#include <math.h>
#include <string.h>

bool facts_is_times(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	return facts_is(scan, i, FACTS_TIMES) || facts_symbol(scan, i, 'x') || facts_symbol(scan, i, '*') ||
	       (token->type == FACTS_WORD && token->end - token->start == 1 && scan->text->norm[token->start] == 'x');
}

bool facts_is_year(const struct facts_scan *scan, const struct facts_amount *amount)
{
	const struct facts_token *token = facts_at(scan, amount->first);

	return token->type == FACTS_NUMBER && token->digits == 4 && !token->grouped && !amount->scaled &&
	       amount->value >= 1950 && amount->max <= 2060;
}

bool facts_is_joined(const struct facts_scan *scan, uint32_t first)
{
	const struct facts_token *token = facts_at(scan, first), *before = facts_at(scan, first - 1);

	if (!token->glued)
		return false;
	if (before->type == FACTS_WORD)
		return !facts_is_times(scan, first - 1);
	if (before->type != FACTS_SYMBOL || before->symbol == 0)
		return false;
	if (before->symbol == '+' || before->symbol == '#' || before->symbol == '@' || before->symbol == '_')
		return true;
	if (!before->glued)
		return false;
	return (strchr("-/.:", before->symbol) && (facts_at(scan, first - 2)->type == FACTS_NUMBER ||
		(facts_at(scan, first - 2)->type == FACTS_WORD && before->symbol != ':')));
}

static bool is_joined_after(const struct facts_scan *scan, uint32_t last)
{
	const struct facts_token *after = facts_at(scan, last + 1), *next = facts_at(scan, last + 2);

	if (!after->glued || after->type != FACTS_SYMBOL)
		return false;
	if (after->symbol == '%' || after->symbol == '"' || after->symbol == '\'')
		return true;
	return next->glued && next->type == FACTS_NUMBER && after->symbol && strchr("/:-.", after->symbol);
}

/* 30 x 40 x 50: a size, unless it is a count of boxes or of goods by the lot. */
static bool is_size(const struct facts_scan *scan, const struct facts_amount *amount)
{
	uint32_t after = amount->last + 1, before = amount->first - 1;
	struct facts_box box;

	if (facts_is_times(scan, after) && facts_at(scan, after + 1)->type == FACTS_NUMBER)
		return !facts_read_box(scan, after + 1, &box);
	return facts_is_times(scan, before) && facts_at(scan, before)->glued &&
	       facts_at(scan, before - 1)->type == FACTS_NUMBER;
}

static bool is_money(const struct facts_scan *scan, const struct facts_amount *amount)
{
	return facts_is(scan, amount->last + 1, FACTS_CURRENCY) ||
	       (amount->first > 1 && facts_before(scan, amount->first, FACTS_BIT(FACTS_CURRENCY), 1));
}

static bool is_labelled(const struct facts_scan *scan, uint32_t first)
{
	uint32_t distance = facts_before(scan, first, FACTS_BIT(FACTS_LABEL), 3);
	uint32_t at;

	if (!distance)
		return false;
	at = first - distance;
	for (at += facts_width(scan, at, FACTS_LABEL); at < first; at++)
		if (facts_at(scan, at)->type != FACTS_SYMBOL)
			return false;
	return true;
}

/* 0326 is a batch. */
static bool leading_zero(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	return token->type == FACTS_NUMBER && token->digits > 1 && !token->decimal &&
	       scan->text->norm[token->start] == '0';
}

/* 1 | Chair ..., 2 | Table ...: the first number of a line counts the lines. */
static bool is_index(const struct facts_scan *scan, size_t index)
{
	const struct facts_amount *amount = &scan->amount[index];

	if (!facts_at(scan, amount->first)->line || amount->value > 200 || amount->max > amount->value)
		return false;
	for (size_t i = index < 12 ? 0 : index - 12; i < scan->amount_count && i <= index + 12; i++)
		if (facts_at(scan, scan->amount[i].first)->line && fabs(scan->amount[i].value - amount->value) == 1)
			return true;
	return false;
}

static bool something_else(const struct facts_scan *scan, const struct facts_amount *amount)
{
	static const uint64_t other = FACTS_BIT(FACTS_PROPERTY) | FACTS_BIT(FACTS_PLACES) | FACTS_BIT(FACTS_TIME) |
				      FACTS_BIT(FACTS_MONTH) | FACTS_BIT(FACTS_MONTH_SIGN) | FACTS_BIT(FACTS_DEPOSIT);
	const struct facts_token *token = facts_at(scan, amount->first), *after = facts_at(scan, amount->last + 1);

	for (uint32_t i = amount->first; i <= amount->last; i++)
		if (facts_at(scan, i)->used)
			return true;
	if (token->type == FACTS_NUMBER && !token->grouped &&
	    token->digits > (after->kinds & FACTS_BIT(FACTS_UNIT) ? 9 : 6))
		return true;
	/* 6F21, 1st */
	if (after->glued && after->type == FACTS_WORD && !(after->kinds & FACTS_BIT(FACTS_UNIT)) &&
	    !facts_is_times(scan, amount->last + 1))
		return true;
	if (leading_zero(scan, amount->first) || leading_zero(scan, amount->last))
		return true;
	if (amount->value <= 0 || facts_is_joined(scan, amount->first) || is_joined_after(scan, amount->last))
		return true;
	if (facts_symbol(scan, amount->last + 1, '%') || is_size(scan, amount) || is_money(scan, amount))
		return true;
	if (facts_together(scan, amount->last, amount->last + 1) && (after->kinds & other) &&
	    !(after->kinds & FACTS_BIT(FACTS_UNIT)))
		return true;
	return is_labelled(scan, amount->first) && !token->grouped &&
	       !(after->kinds & FACTS_BIT(FACTS_UNIT) && facts_together(scan, amount->last, amount->last + 1));
}

bool facts_excluded(const struct facts_scan *scan, size_t index)
{
	return something_else(scan, &scan->amount[index]) || is_index(scan, index);
}
