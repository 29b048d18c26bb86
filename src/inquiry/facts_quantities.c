/* Quantities: every amount that counts goods, and which of them is the one asked for.
 *
 * An amount counts goods when a unit follows it, when it names a container, when a word for "quantity" stands before
 * it, or when a noun follows that is nothing else. Each gets points for what stands around it; the highest is first. */
#include "facts_quantities.h"

#include <stdlib.h>

/* Points below which an amount is no quantity that is asked for. */
#define POINTS_MIN 14

static bool near_before(const struct facts_scan *scan, uint32_t i, enum facts_kind kind, uint32_t reach)
{
	return facts_before(scan, i, FACTS_BIT(kind), reach) > 0;
}

static bool near_after(const struct facts_scan *scan, uint32_t i, enum facts_kind kind, uint32_t reach)
{
	return facts_after(scan, i, FACTS_BIT(kind), reach) > 0;
}

struct hint {
	enum facts_kind kind;
	uint32_t before, after; /* reach in tokens */
	int points;
};

static const struct hint hints[] = {
	{FACTS_QUANTITY, 4, 0, 25}, {FACTS_NEED, 8, 3, 6},   {FACTS_NEED, 3, 0, 4},	{FACTS_TOTAL, 3, 1, 18},
	{FACTS_MINIMUM, 4, 1, -45}, {FACTS_EACH, 2, 0, -25},  {FACTS_EACH, 0, 1, -10},	{FACTS_LATER, 5, 0, -5},
	{FACTS_OUTPUT, 6, 2, -30},  {FACTS_PAST, 8, 4, -8},  {FACTS_SAMPLE, 3, 2, -15}, {FACTS_NOT, 1, 0, -15},
	{FACTS_ABOUT, 2, 0, 8},
};

static int points_around(const struct facts_scan *scan, const struct facts_candidate *c)
{
	int points = 0;

	for (size_t h = 0; h < sizeof(hints) / sizeof(hints[0]); h++)
		if ((hints[h].before && near_before(scan, c->first, hints[h].kind, hints[h].before)) ||
		    (hints[h].after && near_after(scan, c->last, hints[h].kind, hints[h].after)))
			points += hints[h].points;
	return points;
}

/* 25 kg, 10 m, 4 m2 describe the goods more often than they count them. */
static bool is_small_measure(const struct facts_candidate *c)
{
	if (!c->unit || c->unit->rank < FACTS_RANK_MASS)
		return false;
	if (c->unit->rank == FACTS_RANK_MEASURE)
		return c->value < 100;
	return c->unit->number >= 1000 ? c->value < 3 : c->value * c->unit->number < 100;
}

static int points_of(const struct facts_scan *scan, enum facts_source source, const struct facts_candidate *c,
		     bool weak)
{
	static const int by_source[] = {
		[FACTS_SOURCE_UNIT] = 36, [FACTS_SOURCE_CUE] = 30,   [FACTS_SOURCE_NOUN] = 24,
		[FACTS_SOURCE_NEED] = 12, [FACTS_SOURCE_TABLE] = 28,
	};
	static const int by_rank[] = {
		[FACTS_RANK_COUNT] = 8, [FACTS_RANK_PACKAGE] = 8, [FACTS_RANK_CONTAINER] = -4, [FACTS_RANK_MASS] = 0,
		[FACTS_RANK_MEASURE] = -8,
	};
	int points = by_source[source] + (c->unit ? by_rank[c->unit->rank] : 0);
	bool word = facts_at(scan, c->number_first)->type == FACTS_WORD;

	if (weak)
		points -= facts_at(scan, c->number_first)->type == FACTS_GLYPH ? 16 : 24;
	if (c->unit && c->unit->rank <= FACTS_RANK_PACKAGE)
		points -= c->value <= 10 ? 14 : 0;
	else if (!c->unit && c->value <= 3)
		points -= 4;
	if (is_small_measure(c) && !near_before(scan, c->first, FACTS_ABOUT, 2))
		points -= 25;
	if (source == FACTS_SOURCE_NOUN)
		points += c->value >= 100 ? 12 : c->value < 10 ? -6 : 0;
	return source == FACTS_SOURCE_NOUN && word ? points - 4 : points;
}

static void read_period(const struct facts_scan *scan, struct facts_candidate *c)
{
	uint32_t distance = facts_after(scan, c->last, FACTS_BIT(FACTS_PERIOD), 2);
	const struct facts_item *item;

	if (distance) {
		item = facts_item_at(scan, c->last + distance, FACTS_PERIOD);
		c->period = item->id;
		c->last += distance + facts_width(scan, c->last + distance, FACTS_PERIOD) - 1;
		return;
	}
	if (facts_symbol(scan, c->last + 1, '/')) {
		item = facts_item_at(scan, c->last + 2, FACTS_TIME);
		if (item && !inq_str_is(item->id, "hour")) {
			c->period = item->id;
			c->last += 1 + facts_width(scan, c->last + 2, FACTS_TIME);
		}
		return;
	}
	distance = facts_before(scan, c->first, FACTS_BIT(FACTS_PERIOD), 3);
	if (distance)
		c->period = facts_item_at(scan, c->first - distance, FACTS_PERIOD)->id;
}

static bool read_container(struct facts_scan *scan, size_t index, struct facts_candidate *c)
{
	const struct facts_amount *amount = &scan->amount[index], *count;
	struct facts_box box;

	if (facts_at(scan, amount->first)->used || facts_is_joined(scan, amount->first) ||
	    !facts_read_box(scan, amount->first, &box))
		return false;
	count = facts_box_count(scan, index, amount->first);
	c->unit = box.unit;
	c->last = box.last;
	c->first = count ? count->first : amount->first;
	c->value = count ? count->value : 1;
	c->max = count ? count->max : 1;
	/* "How many go into a 40HQ" asks for none. */
	c->points = points_of(scan, FACTS_SOURCE_UNIT, c, false) + points_around(scan, c) - (count ? 0 : 16);
	facts_use(scan, c->first, c->last);
	return true;
}

static bool read_candidate(struct facts_scan *scan, size_t index, struct facts_candidate *c)
{
	const struct facts_amount *amount = &scan->amount[index];
	enum facts_source source;

	*c = (struct facts_candidate){.first = amount->first, .number_first = amount->first, .last = amount->last,
				.value = amount->value, .max = amount->max, .period = INQ_STR("")};
	if (read_container(scan, index, c))
		return true;
	if (facts_excluded(scan, index))
		return false;
	source = facts_counted(scan, amount, c);
	if (source == FACTS_SOURCE_NONE ||
	    (amount->weak && (source != FACTS_SOURCE_UNIT || c->last != amount->last + 1)))
		return false;
	c->points = points_of(scan, source, c, amount->weak) + points_around(scan, c);
	read_period(scan, c);
	/* What a buyer uses or sells in a year is asked for only where he says that he needs it. */
	if (c->period.n)
		c->points -= inq_str_is(c->period, "day") ? 30 : near_before(scan, c->first, FACTS_NEED, 8) ? 3 : 14;
	return true;
}

static int best_first(const void *left, const void *right)
{
	const struct facts_candidate *a = left, *b = right;

	if (a->points != b->points)
		return a->points > b->points ? -1 : 1;
	return a->first < b->first ? -1 : a->first > b->first;
}

/* A box takes the count before it away from the candidates. */
static void drop_taken(struct facts_candidate *list, size_t *count)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		bool taken = false;

		for (size_t j = i + 1; j < *count && j <= i + 2; j++)
			taken |= list[j].first <= list[i].number_first && list[j].number_first != list[j].first;
		if (!taken)
			list[kept++] = list[i];
	}
	*count = kept;
}

bool facts_find_quantities(struct facts_scan *scan, struct inq_facts *facts)
{
	struct facts_candidate *list = inq_arena_alloc_raw(scan->arena, (scan->amount_count + 1) * sizeof(*list));
	size_t count = 0;

	if (!list)
		return false;
	for (size_t i = 0; i < scan->amount_count; i++)
		if (read_candidate(scan, i, &list[count]))
			count++;
	drop_taken(list, &count);
	if (count)
		qsort(list, count, sizeof(*list), best_first);
	count = count < INQ_QUANTITIES_MAX ? count : INQ_QUANTITIES_MAX;
	for (size_t i = 0; i < count && list[i].points >= POINTS_MIN; i++) {
		struct inq_span span = facts_span(scan, list[i].first, list[i].last);

		facts->quantity[facts->quantity_count++] = (struct inq_quantity){
			.value = list[i].value, .value_max = list[i].max,
			.unit = list[i].unit ? list[i].unit->id : INQ_STR("pcs"),
			.text = facts_original(scan, span), .period = list[i].period, .span = span,
		};
	}
	return true;
}
