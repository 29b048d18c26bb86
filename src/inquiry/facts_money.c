/* Money: an amount with a currency beside it, sorted into target price, budget and what is neither. */
#include "facts_internal.h"

#include <math.h>

struct price {
	uint32_t first, last;
	const struct facts_item *currency;
	double value;
	int points;
	bool budget;
	struct inq_str per;
};

/* The currency beside the amount: "$ 2.40", "2,40 €", "USD2.4", "US$ 5 k". */
static bool read_currency(const struct facts_scan *scan, const struct facts_amount *amount, struct price *price)
{
	for (uint32_t back = 1; back <= 3 && back < amount->first; back++) {
		uint32_t at = amount->first - back;

		price->currency = facts_item_at(scan, at, FACTS_CURRENCY);
		if (price->currency && at + facts_width(scan, at, FACTS_CURRENCY) >= amount->first &&
		    facts_at(scan, at)->sentence == facts_at(scan, amount->first)->sentence) {
			price->first = at;
			return true;
		}
	}
	price->currency = facts_item_at(scan, amount->last + 1, FACTS_CURRENCY);
	if (!price->currency || facts_at(scan, amount->last + 1)->sentence != facts_at(scan, amount->last)->sentence)
		return false;
	price->last = amount->last + facts_width(scan, amount->last + 1, FACTS_CURRENCY);
	return true;
}

/* "/pc", "per set", "je Stück", "за штуку", "一个" */
static void read_per(const struct facts_scan *scan, struct price *price)
{
	uint32_t at = price->last + 1;
	bool said = false;

	for (unsigned n = 0; n < 2; n++)
		if (facts_symbol(scan, at, '/') || facts_is(scan, at, FACTS_EACH) ||
		    facts_is(scan, at, FACTS_ARTICLE) || facts_is(scan, at, FACTS_WITHIN)) {
			said = true;
			at++;
		}
	if (said && facts_is(scan, at, FACTS_UNIT)) {
		price->per = facts_item_at(scan, at, FACTS_UNIT)->id;
		price->last = at + facts_width(scan, at, FACTS_UNIT) - 1;
	} else if (said && facts_is(scan, price->last + 1, FACTS_EACH)) {
		price->per = INQ_STR("pcs");
	}
}

static int weigh(const struct facts_scan *scan, const struct price *price)
{
	int points = 0;

	if (facts_before(scan, price->first, FACTS_BIT(FACTS_TARGET), 6) ||
	    facts_after(scan, price->last, FACTS_BIT(FACTS_TARGET), 4))
		points += 20;
	if (price->per.n)
		points += 15;
	if (facts_before(scan, price->first, FACTS_BIT(FACTS_INCOTERM), 4) ||
	    facts_after(scan, price->last, FACTS_BIT(FACTS_INCOTERM), 3))
		points += 8;
	if (facts_before(scan, price->first, FACTS_BIT(FACTS_FEE), 6) ||
	    facts_after(scan, price->last, FACTS_BIT(FACTS_FEE), 3))
		points -= 30;
	if (price->value >= 20000)
		points -= 15;
	return points;
}

static bool read_price(struct facts_scan *scan, const struct facts_amount *amount, struct price *price)
{
	*price = (struct price){
		.first = amount->first, .last = amount->last, .value = amount->value, .per = INQ_STR(""),
	};
	if (amount->weak || amount->value <= 0 || facts_at(scan, amount->first)->used ||
	    !read_currency(scan, amount, price))
		return false;
	read_per(scan, price);
	price->budget = facts_before(scan, price->first, FACTS_BIT(FACTS_BUDGET), 7) ||
			facts_after(scan, price->last, FACTS_BIT(FACTS_BUDGET), 3);
	price->points = weigh(scan, price);
	facts_use(scan, price->first, price->last);
	return true;
}

void facts_find_money(struct facts_scan *scan, struct inq_facts *facts)
{
	int best = 0;

	for (size_t i = 0; i < scan->amount_count; i++) {
		struct price price;
		struct inq_money money;

		if (!read_price(scan, &scan->amount[i], &price))
			continue;
		money = (struct inq_money){price.value, price.currency->id, price.per,
					   facts_span(scan, price.first, price.last)};
		if (price.budget && !price.per.n) {
			if (isnan(facts->budget.value))
				facts->budget = money;
		} else if (price.points > best) {
			best = price.points;
			facts->target_price = money;
		}
	}
}
