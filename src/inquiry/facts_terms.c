/* Words that are facts by themselves: Incoterm and place, certificates, order number, sample and own label. */
#include "facts_internal.h"

#include <math.h>

static struct inq_term term(const struct facts_scan *scan, struct inq_str value, uint32_t first, uint32_t last)
{
	struct inq_span span = facts_span(scan, first, last);

	return (struct inq_term){value, facts_original(scan, span), span};
}

/* The last token of the match of a kind at i. */
static uint32_t match_end(const struct facts_scan *scan, uint32_t i, enum facts_kind kind)
{
	return i + facts_width(scan, i, kind) - 1;
}

/* Incoterm and port */

static bool is_incoterm(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_item *item = facts_item_at(scan, i, FACTS_INCOTERM);

	return item && !facts_at(scan, i)->used &&
	       (!item->rank || facts_capitals(scan, i, match_end(scan, i, FACTS_INCOTERM)));
}

/* Passes over what may stand between an Incoterm and its place: "FOB port of Shanghai", "CIF - Lagos (Apapa)". */
static uint32_t place_start(const struct facts_scan *scan, uint32_t i)
{
	for (unsigned n = 0; n < 3; n++) {
		if (facts_symbol(scan, i, '(') || facts_symbol(scan, i, '-') || facts_symbol(scan, i, ':') ||
		    facts_symbol(scan, i, ',') || facts_symbol(scan, i, '/') || facts_is(scan, i, FACTS_OF))
			i++;
		else if (facts_is(scan, i, FACTS_PORT_CUE) && !facts_is(scan, i, FACTS_PORT))
			i += facts_width(scan, i, FACTS_PORT_CUE);
	}
	return i;
}

static bool is_place_word(const struct facts_scan *scan, uint32_t i)
{
	static const uint64_t never = FACTS_BIT(FACTS_STOP) | FACTS_BIT(FACTS_INCOTERM) | FACTS_BIT(FACTS_PAYMENT) |
				      FACTS_BIT(FACTS_CURRENCY) | FACTS_BIT(FACTS_MONTH) | FACTS_BIT(FACTS_UNIT) |
				      FACTS_BIT(FACTS_CERTIFICATE) | FACTS_BIT(FACTS_DUE) | FACTS_BIT(FACTS_NEED) |
				      FACTS_BIT(FACTS_TARGET) | FACTS_BIT(FACTS_QUANTITY) | FACTS_BIT(FACTS_OWN_BRAND) |
				      FACTS_BIT(FACTS_SAMPLE) | FACTS_BIT(FACTS_BUDGET) | FACTS_BIT(FACTS_FEE);
	const struct facts_token *token = facts_at(scan, i);

	return token->type == FACTS_WORD && token->end - token->start > 2 && !(token->kinds & never) &&
	       facts_capital(scan, i);
}

static bool set_port(const struct facts_scan *scan, struct inq_facts *facts, uint32_t i)
{
	const struct facts_item *item = facts_item_at(scan, i, FACTS_PORT);
	uint32_t last = i;

	if (item) {
		facts->port = term(scan, item->id, i, match_end(scan, i, FACTS_PORT));
		return true;
	}
	if (!is_place_word(scan, i))
		return false;
	while (last < i + 2 && facts_together(scan, i, last + 1) && is_place_word(scan, last + 1))
		last++;
	facts->port = term(scan, INQ_STR(""), i, last);
	facts->port.value = facts->port.text;
	return true;
}

/* "上海 FOB", "Shanghai FOB": the place before. */
static bool set_port_before(const struct facts_scan *scan, struct inq_facts *facts, uint32_t incoterm)
{
	uint32_t distance = facts_before(scan, incoterm, FACTS_BIT(FACTS_PORT), 4);

	return distance && match_end(scan, incoterm - distance, FACTS_PORT) + 3 > incoterm &&
	       set_port(scan, facts, incoterm - distance);
}

/* Without an Incoterm a port counts only where a word says that goods go there. */
static void find_port_alone(const struct facts_scan *scan, struct inq_facts *facts)
{
	for (uint32_t i = 1; i + 1 < scan->count && !facts->port.value.n; i++) {
		uint32_t end, cue;

		if (!facts_is(scan, i, FACTS_PORT) || facts_at(scan, i)->used)
			continue;
		end = match_end(scan, i, FACTS_PORT);
		cue = facts_before(scan, i, FACTS_BIT(FACTS_PORT_CUE), 3);
		if ((cue && i - cue + facts_width(scan, i - cue, FACTS_PORT_CUE) + 1 >= i &&
		     !facts_before(scan, i, FACTS_BIT(FACTS_VISIT), 8)) ||
		    (facts_is(scan, end + 1, FACTS_PORT_CUE) && facts_together(scan, end, end + 1)))
			set_port(scan, facts, i);
	}
}

void facts_find_incoterm(struct facts_scan *scan, struct inq_facts *facts)
{
	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		uint32_t last, place;

		if (!is_incoterm(scan, i))
			continue;
		last = match_end(scan, i, FACTS_INCOTERM);
		if (!facts->incoterm.value.n)
			facts->incoterm = term(scan, facts_item_at(scan, i, FACTS_INCOTERM)->id, i, last);
		/* FOB-Preisliste names no place. */
		if (facts_symbol(scan, last + 1, '-') && facts_at(scan, last + 1)->glued)
			continue;
		place = place_start(scan, last + 1);
		if (!facts->port.value.n && (!facts_together(scan, i, place) || !set_port(scan, facts, place)))
			set_port_before(scan, facts, i);
		facts_use(scan, i, last);
		i = last;
	}
	if (!facts->port.value.n)
		find_port_alone(scan, facts);
}

/* Certificates */

static void add_certificate(struct facts_scan *scan, struct inq_facts *facts, struct inq_str value, uint32_t first,
			    uint32_t last)
{
	size_t room = sizeof(facts->certification) / sizeof(facts->certification[0]);
	size_t same = 0;

	facts_use(scan, first, last);
	while (same < facts->certification_count && !inq_str_eq(facts->certification[same].value, value))
		same++;
	if (same < room && same == facts->certification_count)
		facts->certification[facts->certification_count++] = term(scan, value, first, last);
}

/* "ISO 9001", "EN 71-3", "ISO 9001:2015", "AS/NZS 2047": the number belongs to the name. */
static bool add_standard(struct facts_scan *scan, struct inq_facts *facts, uint32_t i)
{
	const struct facts_item *item = facts_item_at(scan, i, FACTS_STANDARD);
	const struct facts_token *number;
	struct inq_str digits;
	uint32_t at, last;

	if (!item || !facts_capitals(scan, i, match_end(scan, i, FACTS_STANDARD)))
		return false;
	at = match_end(scan, i, FACTS_STANDARD) + 1;
	number = facts_at(scan, at);
	if (number->type != FACTS_NUMBER || number->grouped || number->digits < 2 || number->digits > 7)
		return false;
	last = at;
	while (facts_any_symbol(scan, last + 1, "-:") && facts_at(scan, last + 1)->glued &&
	       facts_at(scan, last + 2)->glued && facts_at(scan, last + 2)->type == FACTS_NUMBER)
		last += 2;
	digits = facts_original(scan, facts_span(scan, at, at));
	if (inq_str_is(item->id, "EN") || facts_symbol(scan, at + 1, '-'))
		digits = facts_original(scan, facts_span(scan, at, last));
	add_certificate(scan, facts, (struct inq_str){
		inq_arena_printf(scan->arena, "%.*s %.*s", (int)item->id.n, item->id.s, (int)digits.n, digits.s),
		item->id.n + 1 + digits.n}, i, last);
	return true;
}

/* Two capitals make many words; where a whole line is in capitals only a word for "certificate" tells. */
static bool is_certificate(const struct facts_scan *scan, uint32_t i, const struct facts_item *item)
{
	static const uint64_t near = FACTS_BIT(FACTS_CERTIFY) | FACTS_BIT(FACTS_CERTIFICATE);
	uint32_t last = match_end(scan, i, FACTS_CERTIFICATE);
	bool certify = facts_before(scan, i, near, 5) || facts_after(scan, last, near, 3);

	/* PO NF-2231 */
	if (facts_symbol(scan, last + 1, '-') && facts_at(scan, last + 2)->glued &&
	    facts_at(scan, last + 2)->type == FACTS_NUMBER)
		return false;
	if (!item->rank || facts_at(scan, i)->type != FACTS_WORD)
		return true;
	if (!facts_capitals(scan, i, last))
		return certify && facts_at(scan, last)->end - facts_at(scan, i)->start > 2;
	return true;
}

void facts_find_certificates(struct facts_scan *scan, struct inq_facts *facts)
{
	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		const struct facts_item *item = facts_item_at(scan, i, FACTS_CERTIFICATE);

		if (facts_at(scan, i)->used || add_standard(scan, facts, i))
			continue;
		if (item && is_certificate(scan, i, item))
			add_certificate(scan, facts, item->id, i, match_end(scan, i, FACTS_CERTIFICATE));
	}
}

/* Order number */

static bool glues(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	return token->glued && (token->type == FACTS_NUMBER || token->type == FACTS_WORD ||
				facts_symbol(scan, i, '-') || facts_symbol(scan, i, '/') || facts_symbol(scan, i, '#'));
}

/* A run without blanks that holds at least three digits or letters with digits: "PO-2231", "4711/26". */
static bool number_run(const struct facts_scan *scan, uint32_t first, uint32_t *last)
{
	unsigned digits = 0;
	bool words = false;

	if (facts_at(scan, first)->type != FACTS_NUMBER && facts_at(scan, first)->type != FACTS_WORD)
		return false;
	*last = first;
	while (glues(scan, *last + 1))
		++*last;
	while (*last > first && facts_at(scan, *last)->type == FACTS_SYMBOL)
		--*last;
	for (uint32_t i = first; i <= *last; i++) {
		if (facts_at(scan, i)->grouped)
			return false;
		digits += facts_at(scan, i)->digits;
		words |= facts_at(scan, i)->type == FACTS_WORD;
	}
	return digits >= 3 || (digits >= 2 && words);
}

/* "order 2291" names an order, "order 5000" and "order 640 pcs" ask for goods. */
static bool looks_like_number(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	return token->type == FACTS_NUMBER && token->digits >= 4 && fmod(token->value, 50) != 0 &&
	       !facts_is(scan, i + 1, FACTS_UNIT) && !facts_is(scan, i + 1, FACTS_CURRENCY);
}

void facts_find_order_number(struct facts_scan *scan, struct inq_facts *facts)
{
	for (uint32_t i = 1; i + 1 < scan->count && !facts->order_number.value.n; i++) {
		uint32_t at, last;
		bool marked = false;

		if (!facts_is(scan, i, FACTS_ORDER_NUMBER))
			continue;
		at = i + facts_width(scan, i, FACTS_ORDER_NUMBER);
		while (at < i + 6 && (facts_any_symbol(scan, at, "#:.-") || facts_is(scan, at, FACTS_LABEL))) {
			marked = true;
			at += facts_is(scan, at, FACTS_LABEL) ? facts_width(scan, at, FACTS_LABEL) : 1;
		}
		if (!facts_together(scan, i, at) || !number_run(scan, at, &last))
			continue;
		if (!marked && last == at && !looks_like_number(scan, at))
			continue;
		facts->order_number = term(scan, INQ_STR(""), at, last);
		facts->order_number.value = facts->order_number.text;
		facts_use(scan, at, last);
	}
}

/* Sample, own label */

/* The first word of a kind that is not denied and has no word of the kinds `never` around it. */
static struct inq_span first_wish(const struct facts_scan *scan, enum facts_kind kind, uint64_t never)
{
	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		if (!facts_is(scan, i, kind) || facts_before(scan, i, FACTS_BIT(FACTS_NOT), 2))
			continue;
		if (!facts_before(scan, i, never, 5) && !facts_after(scan, i, never, 4))
			return facts_span(scan, i, match_end(scan, i, kind));
	}
	return (struct inq_span){0, 0};
}

void facts_find_wishes(struct facts_scan *scan, struct inq_facts *facts)
{
	/* Samples that were received or approved are no wish. */
	facts->sample = first_wish(scan, FACTS_SAMPLE, FACTS_BIT(FACTS_PAST));
	facts->oem = first_wish(scan, FACTS_OWN_BRAND, 0);
}
