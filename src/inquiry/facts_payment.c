/* Terms of payment: a way to pay, a split such as 30/70, and days, as far as one sentence names them. */
#include "facts_internal.h"

/* Points below which a sentence says nothing of how the buyer pays. */
#define POINTS_MIN 25

struct terms {
	uint32_t first, last; /* tokens; first 0: nothing yet */
	const struct facts_item *means;
	unsigned down;        /* per cent paid first, 0: not said */
	unsigned days;
	int points;
};

/* A whole number token of 1 to 3 digits, else 0. */
static unsigned whole(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	if (token->type != FACTS_NUMBER || token->grouped || token->decimal || token->digits > 3)
		return 0;
	return (unsigned)token->value;
}

static bool cue_near(const struct facts_scan *scan, uint32_t first, uint32_t last, uint32_t reach)
{
	static const uint64_t cues = FACTS_BIT(FACTS_PAYMENT_CUE) | FACTS_BIT(FACTS_PAYMENT) | FACTS_BIT(FACTS_DEPOSIT);

	return facts_before(scan, first, cues, reach) || facts_after(scan, last, cues, reach);
}

static void add(struct terms *t, uint32_t first, uint32_t last, int points)
{
	if (!t->first)
		t->first = first;
	if (last > t->last)
		t->last = last;
	t->points += points;
}

static bool percent_sign(const struct facts_scan *scan, uint32_t i)
{
	return facts_symbol(scan, i, '%') && facts_together(scan, i, i - 1);
}

/* 30/70, 30-70, 40 y 60, 30/60/10: numbers that make 100. */
static uint32_t read_split(const struct facts_scan *scan, uint32_t i, struct terms *t)
{
	unsigned sum = whole(scan, i), parts = 1, next;
	uint32_t at = i;

	if (!sum || sum % 5 || sum >= 100)
		return 0;
	while (parts < 4 && sum < 100) {
		uint32_t sep = percent_sign(scan, at + 1) ? at + 2 : at + 1;

		if (facts_symbol(scan, sep, ','))
			sep++;
		if (!facts_symbol(scan, sep, '/') && !facts_symbol(scan, sep, '-') && !facts_symbol(scan, sep, '+') &&
		    !facts_is(scan, sep, FACTS_STOP) && !facts_is(scan, sep, FACTS_TO))
			sep--;
		next = whole(scan, sep + 1);
		if (!next || next % 5 || sep + 1 == at || !facts_together(scan, i, sep + 1))
			return 0;
		at = sep + 1;
		sum += next;
		parts++;
	}
	if (sum != 100 || parts < 2 || facts_symbol(scan, at + 1, '/'))
		return 0;
	if (percent_sign(scan, at + 1))
		at++;
	t->down = whole(scan, i);
	add(t, i, at, cue_near(scan, i, at, 6) ? 40 : 25);
	return at;
}

/* 30% deposit, 付30%定金, 20 % Anzahlung, мы платим 100% */
static uint32_t read_percent(const struct facts_scan *scan, uint32_t i, struct terms *t)
{
	unsigned percent = whole(scan, i);
	uint32_t last = i + 1;

	if (facts_symbol(scan, i - 1, '%') && percent) /* the Turkish way: %30 */
		last = i;
	else if (!percent || !percent_sign(scan, i + 1))
		return 0;
	if (percent > 100 || !cue_near(scan, i, last, 5))
		return 0;
	if (!t->down)
		t->down = percent;
	add(t, i, last, facts_before(scan, i, FACTS_BIT(FACTS_DEPOSIT), 4) ||
			facts_after(scan, last, FACTS_BIT(FACTS_DEPOSIT), 4) ? 25 : 18);
	return last;
}

/* 60 days after B/L, net 30, 60 Tage netto, 90天远期 */
static uint32_t read_days(const struct facts_scan *scan, uint32_t i, struct terms *t)
{
	static const uint64_t credit = FACTS_BIT(FACTS_AFTER_BILL) | FACTS_BIT(FACTS_PAYMENT);
	static const uint64_t cue = FACTS_BIT(FACTS_PAYMENT_CUE);
	unsigned days = whole(scan, i);
	const struct facts_item *time = facts_item_at(scan, i + 1, FACTS_TIME);
	const struct facts_item *before = facts_item_at(scan, i - 1, FACTS_PAYMENT);
	uint32_t last = i;
	int points;

	if (!days || days > 365)
		return 0;
	if (time && inq_str_is(time->id, "day") && facts_together(scan, i, i + 1))
		last = i + facts_width(scan, i + 1, FACTS_TIME);
	else if (!before || before->rank != 1 || days % 5 || !facts_together(scan, i, i - 1))
		return 0;
	if (facts_before(scan, i, credit, 4) || facts_after(scan, last, credit, 3))
		points = 30;
	else if (facts_before(scan, i, cue, 4) || facts_after(scan, last, cue, 3))
		points = 18;
	else
		return 0;
	t->days = days;
	add(t, i, last, points);
	return last;
}

static uint32_t read_means(const struct facts_scan *scan, uint32_t i, struct terms *t)
{
	const struct facts_item *item = facts_item_at(scan, i, FACTS_PAYMENT);
	uint32_t last;

	if (!item || facts_at(scan, i)->used)
		return 0;
	last = i + facts_width(scan, i, FACTS_PAYMENT) - 1;
	if (item->rank == 1 && !t->days && !facts_before(scan, i, FACTS_BIT(FACTS_TIME), 3) &&
	    facts_at(scan, last + 1)->type != FACTS_NUMBER && facts_at(scan, i)->type != FACTS_GLYPH)
		return 0;
	if (!t->means || (t->means->rank == 1 && item->rank == 0))
		t->means = item;
	add(t, i, last, 25);
	return last;
}

static struct inq_str value_of(const struct facts_scan *scan, const struct terms *t)
{
	/* "30% prepayment" says by its split what "in advance" would say. */
	bool said = t->means && !(t->down && inq_str_is(t->means->id, "in advance"));
	struct inq_str means = said ? t->means->id : INQ_STR("");
	const char *split = !t->down ? "" : t->down == 100 ? "100%"
			    : inq_arena_printf(scan->arena, "%u/%u", t->down, 100 - t->down);
	const char *days = t->days ? inq_arena_printf(scan->arena, "%u days", t->days) : "";
	struct inq_str value = {inq_arena_printf(scan->arena, "%.*s%s%s%s%s", (int)means.n, means.s,
						 means.n && *split ? " " : "", split,
						 (means.n || *split) && *days ? " " : "", days), 0};

	while (value.s[value.n])
		value.n++;
	return value;
}

static void keep_best(const struct terms *t, struct terms *best)
{
	if (t->points >= POINTS_MIN && t->points > best->points)
		*best = *t;
}

void facts_find_payment(struct facts_scan *scan, struct inq_facts *facts)
{
	static uint32_t (*const readers[])(const struct facts_scan *, uint32_t, struct terms *) = {
		read_split, read_percent, read_days, read_means,
	};
	struct terms t = {0}, best = {0};
	uint32_t last;

	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		if (t.first && (!facts_together(scan, t.last, i) || i > t.last + 10)) {
			keep_best(&t, &best);
			t = (struct terms){0};
		}
		if (facts_at(scan, i)->type != FACTS_NUMBER && !facts_is(scan, i, FACTS_PAYMENT))
			continue;
		last = 0;
		for (size_t r = 0; r < sizeof(readers) / sizeof(readers[0]) && !last; r++)
			last = readers[r](scan, i, &t);
		if (last) {
			if (facts_at(scan, i)->type == FACTS_NUMBER)
				facts_use(scan, i, last);
			i = last;
		}
	}
	keep_best(&t, &best);
	if (!best.first)
		return;
	facts->payment.span = facts_span(scan, best.first, best.last);
	facts->payment.text = facts_original(scan, facts->payment.span);
	facts->payment.value = value_of(scan, &best);
}
