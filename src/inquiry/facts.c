/* Step 3: the order in which the recognisers run, and what follows from what they found. */
#include "facts_internal.h"

#include <math.h>
#include <string.h>

static void clear(struct inq_facts *facts)
{
	static const struct inq_term no_term = {{"", 0}, {"", 0}, {0, 0}};
	static const struct inq_money no_money = {NAN, {"", 0}, {"", 0}, {0, 0}};

	memset(facts, 0, sizeof(*facts));
	facts->target_price = facts->budget = no_money;
	facts->incoterm = facts->port = facts->payment = facts->order_number = no_term;
	facts->deadline.text = facts->order_value_from = INQ_STR("");
	facts->order_value_usd = facts->moq_ratio = NAN;
}

enum inq_status inq_facts_extract(struct inq_arena *arena, const struct inq_lists *lists, const struct inq_event *event,
				  const struct inq_text *text, struct inq_facts *facts)
{
	struct facts_scan scan = {
		.arena = arena, .lists = lists, .event = event, .text = text, .lang = facts_lang(text->lang),
	};

	clear(facts);
	if (inq_str_is(text->lang, "und"))
		scan.lang = 0;
	if (!facts_tokenise(&scan) || !facts_find_amounts(&scan))
		return INQ_FAILED;
	facts_find_payment(&scan, facts);
	facts_find_certificates(&scan, facts);
	facts_find_order_number(&scan, facts);
	facts_find_wishes(&scan, facts);
	facts_find_incoterm(&scan, facts);
	facts_find_deadline(&scan, facts);
	facts_find_money(&scan, facts);
	if (!facts_find_quantities(&scan, facts))
		return INQ_FAILED;
	facts_derive(&scan, facts);
	return inq_arena_failed(arena) ? INQ_FAILED : INQ_OK;
}

/* A unit or currency by the words of an event field. English names are understood whatever language the text is in. */
static const struct facts_item *item_named(const struct facts_scan *scan, struct inq_str name, enum facts_kind kind)
{
	struct inq_str word = inq_normalise(scan->arena, name.s, name.n);
	enum facts_token_type type;
	const struct facts_slot *slot;
	uint32_t end;

	while (word.n && word.s[0] <= ' ' && word.s[0] >= 0) {
		word.s++;
		word.n--;
	}
	while (word.n && word.s[word.n - 1] <= ' ' && word.s[word.n - 1] >= 0)
		word.n--;
	if (!word.n)
		return NULL;
	end = facts_cut(word.s, 0, (uint32_t)word.n, &type);
	slot = facts_slot(scan->lists, facts_key(word.s, end));
	for (uint32_t e = 0; slot && e < slot->count; e++) {
		const struct facts_entry *entry = &scan->lists->entries[slot->first + e];

		if (entry->kind == kind && inq_str_eq(entry->phrase, word))
			return &scan->lists->items[entry->item];
	}
	return NULL;
}

const struct facts_item *facts_unit(const struct facts_scan *scan, struct inq_str name)
{
	return item_named(scan, name, FACTS_UNIT);
}

const struct facts_item *facts_currency(const struct facts_scan *scan, struct inq_str code)
{
	return item_named(scan, code, FACTS_CURRENCY);
}

/* How many `to` one `from` is; NAN where they cannot be compared. */
static double conversion(const struct facts_item *from, const struct facts_item *to)
{
	if (!from || !to || !from->group.n || !inq_str_eq(from->group, to->group) || to->number <= 0)
		return NAN;
	return from->number / to->number;
}

static void derive_value(const struct facts_scan *scan, struct inq_facts *facts, double amount,
			 const struct facts_item *unit, const struct facts_item *product_unit)
{
	const struct inq_product *product = &scan->event->product;
	const struct inq_money *target = &facts->target_price;
	const struct facts_item *per = target->per.n ? facts_unit(scan, target->per) : unit;
	const struct facts_item *currency = facts_currency(scan, target->currency);
	double value = amount * conversion(unit, per) * target->value;

	if (currency && value > 0 && isfinite(value * currency->number)) {
		facts->order_value_usd = value * currency->number;
		facts->order_value_from = INQ_STR("buyer");
		return;
	}
	currency = facts_currency(scan, product->currency.n ? product->currency : INQ_STR("USD"));
	value = amount * conversion(unit, product_unit) * product->unit_price;
	if (currency && value > 0 && isfinite(value * currency->number)) {
		facts->order_value_usd = value * currency->number;
		facts->order_value_from = INQ_STR("product");
	}
}

void facts_derive(const struct facts_scan *scan, struct inq_facts *facts)
{
	const struct inq_quantity *main = &facts->quantity[0];
	const struct inq_product *product = &scan->event->product;
	const struct facts_item *unit, *product_unit;
	double ratio;

	if (!facts->quantity_count)
		return;
	unit = facts_unit(scan, main->unit.n ? main->unit : INQ_STR("pcs"));
	product_unit = facts_unit(scan, product->unit.n ? product->unit : INQ_STR("pcs"));
	derive_value(scan, facts, main->value, unit, product_unit);
	ratio = main->value * conversion(unit, product_unit) / product->moq;
	if (product->moq > 0 && isfinite(ratio))
		facts->moq_ratio = ratio;
}
