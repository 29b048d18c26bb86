/* What a number counts: goods by a unit, containers, a noun, or whatever a word for "quantity" or "need" says. */
#include "facts_quantities.h"

#include <math.h>
#include <string.h>

/* Nobody orders more containers than a ship carries; such a number is something else. */
#define BOXES_MAX 20000

/* 1.1 million is a whole number, though not to the last bit of a double. */
static bool is_whole(double value)
{
	return fabs(value - round(value)) <= 1e-9 * value;
}

static bool near_after(const struct facts_scan *scan, uint32_t i, enum facts_kind kind, uint32_t reach)
{
	return facts_after(scan, i, FACTS_BIT(kind), reach) > 0;
}

static const struct facts_item *box_item(const struct facts_scan *scan, double feet, struct inq_str kind)
{
	if (feet == 20)
		return facts_unit(scan, INQ_STR("20gp"));
	if (feet == 45)
		return facts_unit(scan, INQ_STR("45hc"));
	return facts_unit(scan, inq_str_is(kind, "hc") ? INQ_STR("40hc") : INQ_STR("40gp"));
}

bool facts_read_box(const struct facts_scan *scan, uint32_t i, struct facts_box *box)
{
	const struct facts_token *token = facts_at(scan, i);
	const struct facts_item *unit = facts_item_at(scan, i, FACTS_UNIT);
	struct inq_str kind = INQ_STR("gp");
	uint32_t at = i + 1;

	if (token->type != FACTS_NUMBER || (token->value != 20 && token->value != 40 && token->value != 45))
		return false;
	if (unit && unit->rank == FACTS_RANK_CONTAINER) {
		*box = (struct facts_box){unit, i + facts_width(scan, i, FACTS_UNIT) - 1};
		return true;
	}
	while (at < i + 4 && facts_any_symbol(scan, at, "'\"-"))
		at++;
	if (!facts_is(scan, at, FACTS_BOX) && !(at > i + 1 && facts_symbol(scan, at - 1, '\'')))
		return false;
	for (; facts_is(scan, at, FACTS_BOX) && facts_together(scan, i, at); at += facts_width(scan, at, FACTS_BOX))
		if (inq_str_is(facts_item_at(scan, at, FACTS_BOX)->id, "hc"))
			kind = INQ_STR("hc");
	unit = facts_item_at(scan, at, FACTS_UNIT);
	if (unit && unit->rank == FACTS_RANK_CONTAINER && facts_together(scan, i, at)) {
		if (inq_str_is(unit->id, "container-40hc"))
			kind = INQ_STR("hc");
		at += facts_width(scan, at, FACTS_UNIT);
	}
	*box = (struct facts_box){box_item(scan, token->value, kind), at - 1};
	return box->unit != NULL;
}

/* The amount whose last token is `last`, or NULL. */
static const struct facts_amount *amount_ending(const struct facts_scan *scan, size_t before, uint32_t last)
{
	while (before-- > 0)
		if (scan->amount[before].last <= last)
			return scan->amount[before].last == last ? &scan->amount[before] : NULL;
	return NULL;
}

const struct facts_amount *facts_box_count(const struct facts_scan *scan, size_t index, uint32_t box)
{
	for (uint32_t back = 1; back <= 3 && back < box; back++) {
		uint32_t at = box - back;
		const struct facts_amount *count = amount_ending(scan, index, at);

		if (!facts_together(scan, at, box))
			return NULL;
		if (count)
			return count->value > 0 && count->max <= BOXES_MAX ? count : NULL;
		if (!facts_is_times(scan, at) && !facts_is(scan, at, FACTS_UNIT) &&
		    facts_at(scan, at)->type != FACTS_WORD)
			return NULL;
	}
	return NULL;
}

/* 5000 (five thousand) pcs */
static uint32_t behind_brackets(const struct facts_scan *scan, uint32_t at)
{
	if (!facts_symbol(scan, at, '('))
		return at;
	for (uint32_t i = at + 1; i < at + 7 && facts_together(scan, at, i); i++)
		if (facts_symbol(scan, i, ')'))
			return i + 1;
	return at;
}

/* 100条/包, 6 pc/ctn, 25 kg per bag: what is in a package. 20 t/h, 600 pcs/min: a speed. */
static bool is_rate(const struct facts_scan *scan, uint32_t unit_last)
{
	uint32_t at = unit_last + 2;
	const struct facts_item *time = facts_item_at(scan, at, FACTS_TIME);

	if (!facts_symbol(scan, unit_last + 1, '/'))
		return facts_is(scan, unit_last + 1, FACTS_EACH) && facts_is(scan, at, FACTS_UNIT);
	if (time)
		return inq_str_is(time->id, "hour");
	return facts_is(scan, at, FACTS_UNIT) || facts_is(scan, at, FACTS_PROPERTY);
}

/* 6个高柜: the general counter is followed by what is counted. */
static void box_behind(const struct facts_scan *scan, struct facts_candidate *c)
{
	const struct facts_item *box = facts_item_at(scan, c->last + 1, FACTS_UNIT);

	if (!box || box->rank != FACTS_RANK_CONTAINER || facts_at(scan, c->last + 1)->type != FACTS_GLYPH)
		return;
	c->unit = box;
	c->last += facts_width(scan, c->last + 1, FACTS_UNIT);
}

/* 三個星期, 四个人: the general counter is followed by a word that is no goods. */
static bool counts_people_or_time(const struct facts_scan *scan, uint32_t i)
{
	return facts_at(scan, i)->type == FACTS_GLYPH && facts_at(scan, i)->glued &&
	       (facts_is(scan, i, FACTS_TIME) || facts_is(scan, i, FACTS_PLACES));
}

/* A unit after the amount, perhaps behind "+", a bracket or a word or two: "300 wooden boxes". */
static bool unit_after(const struct facts_scan *scan, uint32_t last, struct facts_candidate *c)
{
	static const uint64_t wall = FACTS_BIT(FACTS_STOP) | FACTS_BIT(FACTS_CURRENCY) | FACTS_BIT(FACTS_EACH) |
				     FACTS_BIT(FACTS_MONTH) | FACTS_BIT(FACTS_INCOTERM) | FACTS_BIT(FACTS_NEED) |
				     FACTS_BIT(FACTS_TIME) | FACTS_BIT(FACTS_PLACES) | FACTS_BIT(FACTS_PERIOD);
	uint32_t at = behind_brackets(scan, last + 1), words = 0;

	while (facts_symbol(scan, at, '+') || (at > last + 1 && facts_is(scan, at, FACTS_OF)))
		at++;
	for (; words <= 2 && facts_together(scan, last, at); words++, at++) {
		const struct facts_token *token = facts_at(scan, at);
		const struct facts_item *unit = facts_item_at(scan, at, FACTS_UNIT);

		if (unit && !token->used && !counts_people_or_time(scan, at + facts_width(scan, at, FACTS_UNIT)) && (!words || unit->rank <= FACTS_RANK_CONTAINER)) {
			c->unit = unit;
			c->last = at + facts_width(scan, at, FACTS_UNIT) - 1;
			box_behind(scan, c);
			return true;
		}
		if (token->type != FACTS_WORD || (token->kinds & wall))
			return false;
	}
	return false;
}

/* 78501, 3015: four digits and more that are not round are rather a code than a count, where nothing is named. */
static bool is_code(const struct facts_scan *scan, const struct facts_amount *amount)
{
	const struct facts_token *token = facts_at(scan, amount->first);

	return token->type == FACTS_NUMBER && !token->grouped && token->digits > 3 && fmod(amount->value, 50) != 0;
}

/* Any other word right behind the amount is taken for the goods. */
static bool noun_after(const struct facts_scan *scan, const struct facts_amount *amount, struct facts_candidate *c)
{
	static const uint64_t never = FACTS_BIT(FACTS_STOP) | FACTS_BIT(FACTS_CURRENCY) | FACTS_BIT(FACTS_EACH) |
				      FACTS_BIT(FACTS_INCOTERM) | FACTS_BIT(FACTS_PERIOD) | FACTS_BIT(FACTS_WEEKDAY) |
				      FACTS_BIT(FACTS_UNTIL) | FACTS_BIT(FACTS_IN) | FACTS_BIT(FACTS_TO) |
				      FACTS_BIT(FACTS_TIMES) | FACTS_BIT(FACTS_PAYMENT) | FACTS_BIT(FACTS_MOMENT) |
				      FACTS_BIT(FACTS_TIME) | FACTS_BIT(FACTS_ORDINAL) | FACTS_BIT(FACTS_DAY_SIGN) |
				      FACTS_BIT(FACTS_YEAR_SIGN) | FACTS_BIT(FACTS_PAYMENT_CUE) | FACTS_BIT(FACTS_NOT) |
				      FACTS_BIT(FACTS_AFTER_BILL) | FACTS_BIT(FACTS_RELATIVE) |
				      FACTS_BIT(FACTS_PORT_CUE);
	const struct facts_token *token = facts_at(scan, amount->last + 1);

	if (token->type != FACTS_WORD || token->used || (token->kinds & never) || token->glued ||
	    token->end - token->start < 3 || !facts_together(scan, amount->last, amount->last + 1))
		return false;
	if ((facts_is_year(scan, amount) && amount->value != 2000) || near_after(scan, amount->last, FACTS_PLACES, 3))
		return false;
	/* 10115 Berlin */
	if (is_code(scan, amount) && facts_at(scan, amount->first)->digits > 4)
		return false;
	c->last = amount->last + 1;
	return true;
}

/* "Quantity: 500", "数量 5000", "qty - 2000". */
static bool cue_before(const struct facts_scan *scan, const struct facts_amount *amount, struct facts_candidate *c)
{
	uint32_t distance = facts_before(scan, amount->first, FACTS_BIT(FACTS_QUANTITY) | FACTS_BIT(FACTS_TOTAL), 4);

	if (!distance || facts_is_year(scan, amount) || amount->weak || (amount->value < 10 && distance > 2) ||
	    (is_code(scan, amount) && distance > 2))
		return false;
	for (uint32_t i = amount->first - distance + 1; i < amount->first; i++)
		if (facts_at(scan, i)->type == FACTS_NUMBER)
			return false;
	c->last = amount->last;
	return true;
}

/* "we need 900.", "cotizar 5000" */
static bool need_before(const struct facts_scan *scan, const struct facts_amount *amount, struct facts_candidate *c)
{
	uint32_t about = facts_before(scan, amount->first, FACTS_BIT(FACTS_ABOUT), 1);
	uint32_t distance = about ? 2 : facts_before(scan, amount->first, FACTS_BIT(FACTS_NEED), 3);


	if (!distance || facts_is_year(scan, amount) || amount->weak || is_code(scan, amount) ||
	    amount->value < (distance == 1 ? 2 : 10))
		return false;
	c->last = amount->last;
	return true;
}

/* A cell of a table or the end of a list's line: "- toilet roll 3,000", "Chair | 900 |", "ballot boxes (52,000)". */
static bool in_table(const struct facts_scan *scan, const struct facts_amount *amount, struct facts_candidate *c)
{
	const struct facts_token *token = facts_at(scan, amount->first);
	uint32_t line = amount->first;
	bool ends = !facts_together(scan, amount->last, amount->last + 1) || facts_at(scan, amount->last + 1)->line ||
		    facts_symbol(scan, amount->last + 1, '|') || facts_symbol(scan, amount->last + 1, ')');

	if (!ends || token->type != FACTS_NUMBER || facts_is_year(scan, amount) || amount->value < 20 || token->line)
		return false;
	if (facts_symbol(scan, amount->first - 1, '(') && !token->grouped)
		return false;
	while (line > 1 && !facts_at(scan, line)->line)
		line--;
	if (!token->grouped && !facts_symbol(scan, amount->first - 1, '|') && !facts_symbol(scan, line, '-') &&
	    !facts_symbol(scan, amount->first - 1, '.') && !facts_symbol(scan, amount->first - 1, ':'))
		return false;
	c->last = amount->last;
	return true;
}

enum facts_source facts_counted(const struct facts_scan *scan, const struct facts_amount *amount,
				struct facts_candidate *c)
{
	bool whole = is_whole(amount->value);

	if (unit_after(scan, amount->last, c)) {
		if ((whole || amount->scaled || c->unit->rank >= FACTS_RANK_MASS) && !is_rate(scan, c->last))
			return FACTS_SOURCE_UNIT;
		return FACTS_SOURCE_NONE;
	}
	if (!whole)
		return FACTS_SOURCE_NONE;
	if (cue_before(scan, amount, c))
		return FACTS_SOURCE_CUE;
	if (noun_after(scan, amount, c))
		return FACTS_SOURCE_NOUN;
	if (need_before(scan, amount, c) || (amount->scaled && amount->value >= 1000))
		return FACTS_SOURCE_NEED;
	return in_table(scan, amount, c) ? FACTS_SOURCE_TABLE : FACTS_SOURCE_NONE;
}
