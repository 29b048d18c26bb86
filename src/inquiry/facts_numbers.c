/* Numbers as people write them.
 *
 * Separators: the last of two different ones is the decimal point (1,234.56 and 1.234,56). The same one twice, a blank
 * or an apostrophe separates thousands. A single point or comma with three digits behind it separates thousands
 * (1.500 Stück, 1,500 pcs), unless the number begins with 0 or has more than three digits before it (0.125, 1234.567);
 * with any other count of digits it is the decimal point. */
#include "facts_internal.h"

#include <string.h>

#define GROUPS_MAX 6u
/* More digits than a double holds exactly are a number of an account or a shipment, never an amount. */
#define DIGITS_MAX 15u

struct groups {
	uint32_t start[GROUPS_MAX], end[GROUPS_MAX];
	char before[GROUPS_MAX]; /* the separator before the group; ' ' '.' ',' '\'' */
	uint32_t count;
};

static bool digit(const char *text, uint32_t at, uint32_t end)
{
	return at < end && text[at] >= '0' && text[at] <= '9';
}

static uint32_t digits_end(const char *text, uint32_t at, uint32_t end)
{
	while (digit(text, at, end))
		at++;
	return at;
}

static uint32_t length(const struct groups *g, uint32_t i)
{
	return g->end[i] - g->start[i];
}

/* The separator at `at`: '.' for U+066B, ',' for U+066C are told by their meaning. */
static char separator(const char *text, uint32_t at, uint32_t end, uint32_t *size)
{
	*size = 1;
	if (at >= end)
		return 0;
	if (strchr(".,' ", text[at]) && text[at])
		return text[at];
	*size = 2;
	if (end - at > 2 && memcmp(text + at, "\xD9\xAC", 2) == 0)
		return '\'';
	return 0;
}

static void read_groups(const char *text, uint32_t at, uint32_t end, struct groups *g)
{
	g->start[0] = at;
	g->end[0] = digits_end(text, at, end);
	g->before[0] = 0;
	g->count = 1;
	while (g->count < GROUPS_MAX) {
		uint32_t size, start, last = g->end[g->count - 1];
		char sep = separator(text, last, end, &size);

		start = last + size;
		if (!sep || !digit(text, start, end))
			return;
		g->start[g->count] = start;
		g->end[g->count] = digits_end(text, start, end);
		g->before[g->count] = sep;
		if (sep == ' ' && (length(g, g->count) != 3 || length(g, 0) > 3 || text[g->start[0]] == '0' ||
				   (g->count > 1 && g->before[g->count - 1] != ' ')))
			return;
		g->count++;
	}
}

/* Are groups 1..last separated by the same thousands separator? Two digits are the Indian way: 10,00,000. */
static bool thousands(const struct groups *g, uint32_t last)
{
	for (uint32_t i = 1; i <= last; i++) {
		bool indian = g->before[i] == ',' && i < last && length(g, i) == 2;

		if (g->before[i] != g->before[1] || (length(g, i) != 3 && !indian))
			return false;
	}
	return length(g, 0) <= 3;
}

enum layout { LAYOUT_NONE, LAYOUT_WHOLE, LAYOUT_DECIMAL };

static enum layout two_groups(const char *text, const struct groups *g)
{
	bool three = length(g, 1) == 3;

	if (g->before[1] == ' ' || g->before[1] == '\'')
		return three && length(g, 0) <= 3 ? LAYOUT_WHOLE : LAYOUT_NONE;
	if (three && length(g, 0) <= 3 && text[g->start[0]] != '0')
		return LAYOUT_WHOLE;
	return LAYOUT_DECIMAL;
}

static enum layout layout(const char *text, const struct groups *g)
{
	uint32_t last = g->count - 1;

	if (g->count == 1)
		return LAYOUT_WHOLE;
	if (g->count == 2)
		return two_groups(text, g);
	if (g->before[last] == g->before[1])
		return thousands(g, last) ? LAYOUT_WHOLE : LAYOUT_NONE;
	if (g->before[last] != '.' && g->before[last] != ',')
		return LAYOUT_NONE;
	return thousands(g, last - 1) ? LAYOUT_DECIMAL : LAYOUT_NONE;
}

static int16_t small_part(const char *text, const struct groups *g, uint32_t i)
{
	int value = 0;

	if (length(g, i) > 2)
		return -1;
	for (uint32_t at = g->start[i]; at < g->end[i]; at++)
		value = value * 10 + (text[at] - '0');
	return (int16_t)value;
}

uint32_t facts_read_number(const char *text, uint32_t at, uint32_t end, struct facts_token *token)
{
	struct groups g;
	enum layout form;
	uint32_t count = 0;
	double scale = 1;

	read_groups(text, at, end, &g);
	/* What goes on after "15." of 15.05.2026 is read group by group. */
	form = at > 1 && (text[at - 1] == '.' || text[at - 1] == ',') && digit(text, at - 2, end) ? LAYOUT_NONE
												: layout(text, &g);
	if (form == LAYOUT_NONE) {
		g.count = 1;
		form = LAYOUT_WHOLE;
	}
	token->value = 0;
	for (uint32_t i = 0; i < g.count; i++)
		for (uint32_t d = g.start[i]; d < g.end[i]; d++, count++) {
			token->value = token->value * 10 + (text[d] - '0');
			if (form == LAYOUT_DECIMAL && i == g.count - 1)
				scale *= 10;
		}
	token->value /= scale;
	token->digits = count > 255 ? 255 : (uint8_t)count;
	token->decimal = form == LAYOUT_DECIMAL;
	token->grouped = g.count > 1 && !(token->decimal && g.count == 2);
	if (token->decimal && g.count == 2) {
		token->left = small_part(text, &g, 0);
		token->right = small_part(text, &g, 1);
	}
	return g.end[g.count - 1];
}

/* The state of reading words like "two hundred and fifty thousand" or 两万六千. */
struct reading {
	double total, section, digit; /* digit < 0: none */
	uint32_t next;
	bool number, word, scaled, article;
};

static bool add_digit(struct reading *r, double value)
{
	bool tens = r->digit >= 20 && r->digit < 100 && (int)r->digit % 10 == 0 && value < 10;

	if (r->digit >= 0 && !(tens && !r->number))
		return false;
	r->digit = tens ? r->digit + value : value;
	return true;
}

static void add_small(struct reading *r, double factor)
{
	r->section += (r->digit < 0 ? 1 : r->digit) * factor;
	r->digit = -1;
}

static void add_large(struct reading *r, double factor)
{
	double section = r->section + (r->digit < 0 ? 0 : r->digit);

	r->total += (section > 0 ? section : 1) * factor;
	r->section = 0;
	r->digit = -1;
	r->scaled = true;
}

/* A multiplier without a number before it is a number only where it is a word of its own: "mil pares", 十; but 千万
 * and 百 begin other words. */
static bool may_begin(const struct facts_scan *scan, const struct facts_item *item, uint32_t i)
{
	const struct facts_token *token = facts_at(scan, i);

	return item->number <= 10 || (token->type == FACTS_WORD && token->end - token->start > 2);
}

static bool read_next(const struct facts_scan *scan, struct reading *r, uint32_t first)
{
	const struct facts_token *token = facts_at(scan, r->next);
	const struct facts_item *item;
	enum facts_kind kind;

	if (token->used || (r->next > first && token->sentence != facts_at(scan, first)->sentence && token->line))
		return false;
	if (token->type == FACTS_NUMBER) {
		if (r->number || r->word || token->digits > DIGITS_MAX)
			return false;
		r->number = true;
		r->digit = token->value;
		r->next++;
		return true;
	}
	/* 5w件 is fifty thousand, 580W is watt. */
	if (token->type == FACTS_WORD && scan->text->norm[token->start] == 'w' && facts_capital(scan, r->next))
		return false;
	kind = facts_is(scan, r->next, FACTS_DIGIT)   ? FACTS_DIGIT
	       : facts_is(scan, r->next, FACTS_SMALL) ? FACTS_SMALL
						      : FACTS_LARGE;
	item = facts_item_at(scan, r->next, kind);
	if (!item || (r->next == first && kind != FACTS_DIGIT && !may_begin(scan, item, first)))
		return false;
	if (kind == FACTS_DIGIT && !add_digit(r, item->number))
		return false;
	if (kind == FACTS_SMALL)
		add_small(r, item->number);
	if (kind == FACTS_LARGE)
		add_large(r, item->number);
	r->word = true;
	r->next += facts_width(scan, r->next, kind);
	/* twenty-five */
	if (kind == FACTS_DIGIT && item->number >= 20 && facts_symbol(scan, r->next, '-') &&
	    facts_at(scan, r->next)->glued && facts_is(scan, r->next + 1, FACTS_DIGIT))
		r->next++;
	/* two hundred and fifty, treinta y cinco */
	if (!r->number && facts_width(scan, r->next, FACTS_STOP) == 1 && facts_is(scan, r->next + 1, FACTS_DIGIT) &&
	    (kind != FACTS_DIGIT || (item->number >= 20 && item->number < 100)) &&
	    facts_item_at(scan, r->next + 1, FACTS_DIGIT)->number < item->number)
		r->next++;
	return true;
}

/* One character or an article may be part of anything; two words of number are a number. */
static bool is_weak(const struct facts_scan *scan, const struct reading *r, uint32_t first)
{
	if (r->number)
		return false;
	return r->next - first == 1 && (facts_at(scan, first)->type == FACTS_GLYPH || r->scaled || r->digit == 1);
}

static bool read_amount(const struct facts_scan *scan, uint32_t first, struct facts_amount *amount)
{
	struct reading r = {.digit = -1, .next = first};
	const struct facts_item *article = facts_item_at(scan, first, FACTS_ARTICLE);

	while (read_next(scan, &r, first))
		;
	if (r.next == first && article) {
		r.digit = article->number;
		r.next += facts_width(scan, first, FACTS_ARTICLE);
		r.article = true;
	}
	if (r.next == first)
		return false;
	*amount = (struct facts_amount){
		.first = first, .last = r.next - 1,
		.value = r.total + r.section + (r.digit < 0 ? 0 : r.digit),
		.weak = r.article || is_weak(scan, &r, first),
		.worded = !r.number, .scaled = r.scaled,
	};
	amount->max = amount->value;
	return true;
}

/* "3-5000", "2-3万": the first number leaves out what the second says. */
static double scaled_like(double low, double high)
{
	static const double scales[] = {1000, 10000, 100000, 1000000};
	double best = low;

	for (size_t i = 0; i < sizeof(scales) / sizeof(scales[0]); i++)
		if (low < 100 && high >= scales[i] && high < 100 * scales[i] &&
		    high / scales[i] == (double)(int64_t)(high / scales[i]) && low * scales[i] < high)
			best = low * scales[i];
	return best;
}

static bool joins(const struct facts_scan *scan, uint32_t i)
{
	return facts_symbol(scan, i, '-') || facts_symbol(scan, i, '~') ||
	       (facts_is(scan, i, FACTS_TO) && facts_width(scan, i, FACTS_TO) == 1);
}

static void merge_range(const struct facts_scan *scan, struct facts_amount *low, const struct facts_amount *high,
			bool *merged)
{
	bool glued = facts_at(scan, low->last + 1)->glued && facts_at(scan, high->first)->glued;
	bool apart = low->value < high->value / 50;
	double value = apart && glued ? scaled_like(low->value, high->value) : low->value;

	*merged = high->first == low->last + 2 && joins(scan, low->last + 1) && !low->weak && !high->weak &&
		  value < high->value && low->value > 0 && value >= high->value / 50;
	if (!*merged)
		return;
	low->value = value;
	low->max = high->max;
	low->last = high->last;
	low->scaled |= high->scaled;
}

bool facts_find_amounts(struct facts_scan *scan)
{
	struct facts_amount *amount = inq_arena_alloc_raw(scan->arena, scan->count * sizeof(*amount));
	bool merged = false;

	if (!amount)
		return false;
	scan->amount = amount;
	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		static const uint64_t words = FACTS_BIT(FACTS_DIGIT) | FACTS_BIT(FACTS_ARTICLE) |
					      FACTS_BIT(FACTS_SMALL) | FACTS_BIT(FACTS_LARGE);
		struct facts_amount *next = &amount[scan->amount_count];

		if (facts_at(scan, i)->used ||
		    (facts_at(scan, i)->type != FACTS_NUMBER && !(facts_at(scan, i)->kinds & words)) ||
		    !read_amount(scan, i, next))
			continue;
		i = next->last;
		if (scan->amount_count)
			merge_range(scan, next - 1, next, &merged);
		if (!scan->amount_count || !merged)
			scan->amount_count++;
	}
	return true;
}
