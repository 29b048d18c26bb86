/* Text to tokens, and tokens to list words: the one pass over the text that all recognisers share. */
#include "facts_internal.h"

#include <stddef.h>
#include <string.h>
#include <xxhash.h>

enum letter { LETTER_BLANK, LETTER_WORD, LETTER_DIGIT, LETTER_GLYPH, LETTER_SYMBOL };

struct range {
	uint32_t first, last;
};

/* Scripts that write words without blanks between them, and Hangul, which joins particles to words. */
static const struct range glyph_ranges[] = {
	{0x0E00, 0x0EFF}, {0x1000, 0x109F}, {0x1780, 0x17FF}, {0x2E80, 0x2FDF}, {0x3005, 0x3007}, {0x3031, 0x318F},
	{0x31A0, 0x9FFF}, {0xAC00, 0xD7AF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF},
};
static const struct range symbol_ranges[] = {
	{0x00A1, 0x00BF}, {0x00D7, 0x00D7}, {0x00F7, 0x00F7}, {0x060C, 0x060C}, {0x061B, 0x061B}, {0x061F, 0x061F},
	{0x066A, 0x066D}, {0x06D4, 0x06D4}, {0x2000, 0x2BFF}, {0x3000, 0x3004}, {0x3008, 0x3030}, {0xFF00, 0xFF0F},
	{0x1F000, 0x1FAFF},
};

static bool in_ranges(uint32_t c, const struct range *range, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c >= range[i].first && c <= range[i].last)
			return true;
	return false;
}

/* norm is valid UTF-8, but lists and cuts may end anywhere: a broken character counts as one byte. */
static uint32_t code_point(const char *text, uint32_t at, uint32_t end, uint32_t *size)
{
	const unsigned char *s = (const unsigned char *)text + at;
	uint32_t n = s[0] < 0xC0 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
	uint32_t c = n == 1 ? s[0] : s[0] & (0x7Fu >> n);

	if (n > end - at)
		n = 1;
	for (uint32_t i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3F);
	*size = n;
	return c;
}

static enum letter ascii_letter(unsigned char c)
{
	if (c <= ' ')
		return LETTER_BLANK;
	if (c >= '0' && c <= '9')
		return LETTER_DIGIT;
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_')
		return LETTER_WORD;
	return LETTER_SYMBOL;
}

static enum letter letter_at(const char *text, uint32_t at, uint32_t end, uint32_t *size)
{
	unsigned char first = (unsigned char)text[at];
	uint32_t c;

	*size = 1;
	if (first < 0x80)
		return ascii_letter(first);
	c = code_point(text, at, end, size);
	if (c < 0x0600 && c > 0x00FF)
		return LETTER_WORD;
	if (in_ranges(c, glyph_ranges, sizeof(glyph_ranges) / sizeof(glyph_ranges[0])))
		return LETTER_GLYPH;
	if (in_ranges(c, symbol_ranges, sizeof(symbol_ranges) / sizeof(symbol_ranges[0])))
		return LETTER_SYMBOL;
	return LETTER_WORD;
}

uint32_t facts_cut(const char *text, uint32_t at, uint32_t end, enum facts_token_type *type)
{
	static const enum facts_token_type types[] = {
		[LETTER_BLANK] = FACTS_EDGE,   [LETTER_WORD] = FACTS_WORD,     [LETTER_DIGIT] = FACTS_NUMBER,
		[LETTER_GLYPH] = FACTS_GLYPH, [LETTER_SYMBOL] = FACTS_SYMBOL,
	};
	uint32_t size;
	enum letter first = letter_at(text, at, end, &size);

	*type = types[first];
	at += size;
	if (first == LETTER_GLYPH || first == LETTER_SYMBOL)
		return at;
	while (at < end && letter_at(text, at, end, &size) == first)
		at += size;
	return at;
}

uint64_t facts_key(const char *word, size_t size)
{
	return XXH3_64bits(word, size);
}

bool facts_stem_key(const char *word, size_t size, uint64_t *key)
{
	size_t n = size && (unsigned char)word[0] < 0x80 ? FACTS_STEM_LATIN : FACTS_STEM_OTHER;

	if (size < n)
		return false;
	*key = XXH3_64bits_withSeed(word, n, 1);
	return true;
}

uint16_t facts_lang(struct inq_str lang)
{
	unsigned high, low;

	if (lang.n < 2)
		return 0;
	high = (unsigned char)lang.s[0];
	low = (unsigned char)lang.s[1];
	return (uint16_t)(high << 8 | low);
}

const struct facts_slot *facts_slot(const struct inq_lists *lists, uint64_t key)
{
	if (!(lists->filter[key >> 6 & (FACTS_FILTER_WORDS - 1)] >> (key & 63) & 1))
		return NULL;
	for (uint64_t i = key & lists->slot_mask;; i = (i + 1) & lists->slot_mask) {
		const struct facts_slot *slot = &lists->slots[i];

		if (!slot->count)
			return NULL;
		if (slot->key == key)
			return slot;
	}
}

static bool blank(char c)
{
	return c == ' ' || c == '\n';
}

/* Bytes of `text` that the phrase takes, 0 when it does not stand there. A blank in the phrase is any white space or
 * hyphen, a hyphen may be missing, `*` is any ending of a word. */
static uint32_t phrase_length(struct inq_str phrase, const char *text, uint32_t at, uint32_t end)
{
	uint32_t start = at, size;

	for (size_t i = 0; i < phrase.n; i++) {
		char c = phrase.s[i];

		if (c == '*') {
			while (at < end && letter_at(text, at, end, &size) == LETTER_WORD)
				at += size;
		} else if (c == ' ') {
			if (at == end || (!blank(text[at]) && text[at] != '-'))
				return 0;
			while (at < end && blank(text[at]))
				at++;
			if (at < end && text[at] == '-')
				at++;
		} else if (c == '-') {
			if (at < end && (text[at] == '-' || text[at] == ' '))
				at++;
		} else if (at == end || text[at] != c) {
			return 0;
		} else {
			at++;
		}
	}
	return at - start;
}

/* A phrase must not end inside a word or a number of the text. */
static bool ends_well(const char *text, uint32_t start, uint32_t stop, uint32_t end)
{
	uint32_t last = stop - 1, size;
	enum letter before, after;

	while (last > start && ((unsigned char)text[last] & 0xC0) == 0x80)
		last--;
	if (stop >= end)
		return true;
	before = letter_at(text, last, end, &size);
	after = letter_at(text, stop, end, &size);
	return before != after || (before != LETTER_WORD && before != LETTER_DIGIT);
}

/* Words that collide across languages ("due", "on", "mil") count only in their own language. English is understood in
 * texts of all languages, except its number words and its small words. */
static const uint64_t own_language_only = FACTS_BIT(FACTS_DIGIT) | FACTS_BIT(FACTS_ARTICLE) | FACTS_BIT(FACTS_SMALL) |
					  FACTS_BIT(FACTS_LARGE) | FACTS_BIT(FACTS_TO) | FACTS_BIT(FACTS_STOP) |
					  FACTS_BIT(FACTS_IN) | FACTS_BIT(FACTS_UNTIL) | FACTS_BIT(FACTS_WITHIN) |
					  FACTS_BIT(FACTS_OF) | FACTS_BIT(FACTS_EACH) | FACTS_BIT(FACTS_NOT);

#define ENGLISH ((uint16_t)('e' << 8 | 'n'))

static bool spoken(const struct facts_entry *entry, uint16_t lang)
{
	if (entry->foreign || !entry->lang || entry->lang == lang)
		return true;
	return entry->lang == ENGLISH && !(own_language_only >> entry->kind & 1);
}

struct finding {
	uint32_t length;
	size_t first; /* match index */
};

static bool add_match(struct facts_scan *scan, const struct facts_entry *entry, uint16_t tokens)
{
	if (scan->match_count == scan->match_room) {
		size_t room = scan->match_room ? scan->match_room * 2 : 256;
		struct facts_match *grown = inq_arena_alloc_raw(scan->arena, room * sizeof(*grown));

		if (!grown)
			return false;
		if (scan->match_count)
			memcpy(grown, scan->match, scan->match_count * sizeof(*grown));
		scan->match = grown;
		scan->match_room = room;
	}
	scan->match[scan->match_count++] = (struct facts_match){entry->item, tokens, entry->kind};
	return true;
}

static uint16_t tokens_until(const struct facts_scan *scan, uint32_t i, uint32_t stop)
{
	uint32_t n = 0;

	while (i + n < scan->count && scan->token[i + n].start < stop && n < UINT16_MAX)
		n++;
	return (uint16_t)n;
}

/* Looks one key up; the longest phrase wins, phrases of equal length stand side by side. */
static bool match_key(struct facts_scan *scan, uint32_t i, uint32_t at, uint64_t key, struct finding *found)
{
	const struct facts_slot *slot = facts_slot(scan->lists, key);
	struct facts_token *token = &scan->token[i];

	for (uint32_t e = 0; slot && e < slot->count; e++) {
		const struct facts_entry *entry = &scan->lists->entries[slot->first + e];
		uint32_t length;

		if (!spoken(entry, scan->lang))
			continue;
		length = phrase_length(entry->phrase, scan->text->norm, at, scan->text->size);
		if (!length || length < found->length ||
		    !ends_well(scan->text->norm, at, at + length, scan->text->size))
			continue;
		if (length > found->length) {
			found->length = length;
			scan->match_count = found->first;
			token->kinds = 0;
		}
		if (token->kinds >> entry->kind & 1)
			continue;
		token->kinds |= FACTS_BIT(entry->kind);
		if (!add_match(scan, entry, tokens_until(scan, i, at + length)))
			return false;
	}
	return true;
}

static bool match_at(struct facts_scan *scan, uint32_t i, uint32_t at, struct finding *found)
{
	const struct facts_token *token = &scan->token[i];
	const char *word = scan->text->norm + at;
	size_t size = token->end - at;
	uint64_t key;

	if (!match_key(scan, i, at, facts_key(word, size), found))
		return false;
	if (token->type != FACTS_WORD || !facts_stem_key(word, size, &key))
		return true;
	return match_key(scan, i, at, key, found);
}

/* Arabic joins "and", "with", "the" to the next word: looks behind them where the whole word is unknown. */
static bool match_behind_prefix(struct facts_scan *scan, uint32_t i, struct finding *found)
{
	const struct facts_token *token = &scan->token[i];
	size_t size = token->end - token->start;

	for (size_t p = 0; p < scan->lists->prefix_count && !scan->token[i].kinds; p++) {
		struct inq_str prefix = scan->lists->prefixes[p];

		if (size < prefix.n + 4 || memcmp(scan->text->norm + token->start, prefix.s, prefix.n) != 0)
			continue;
		if (!match_at(scan, i, token->start + (uint32_t)prefix.n, found))
			return false;
	}
	return true;
}

static bool match_token(struct facts_scan *scan, uint32_t i)
{
	struct facts_token *token = &scan->token[i];
	unsigned char first = (unsigned char)scan->text->norm[token->start];
	struct finding found = {0, scan->match_count};

	if (token->type == FACTS_EDGE || (token->type == FACTS_SYMBOL && first < 0x80 && first != '$' && first != '#'))
		return true;
	if (!match_at(scan, i, token->start, &found))
		return false;
	if (!token->kinds && token->type == FACTS_WORD && first >= 0xD8 && first <= 0xDB &&
	    !match_behind_prefix(scan, i, &found))
		return false;
	token->match = (uint32_t)found.first;
	token->match_count = (uint8_t)(scan->match_count - found.first);
	return true;
}

static uint8_t plain_symbol(const char *text, uint32_t start, uint32_t end)
{
	if (end - start == 1)
		return (uint8_t)text[start];
	if (end - start == 2 && memcmp(text + start, "\xC3\x97", 2) == 0)
		return 'x';
	return 0;
}

/* A full stop ends a sentence where a blank follows and what stands before is no abbreviation. */
static bool ends_sentence(const struct facts_scan *scan, uint32_t i)
{
	const struct facts_token *token = &scan->token[i], *before = &scan->token[i - 1];
	char next = token->end < scan->text->size ? scan->text->norm[token->end] : '\n';
	/* Three letters of one or of two bytes. */
	uint32_t abbreviation = (unsigned char)scan->text->norm[before->start] < 0x80 ? 3 : 6;

	if (token->type != FACTS_SYMBOL)
		return false;
	if (token->symbol == '!' || token->symbol == '?' || token->symbol == ';')
		return true;
	if (token->symbol != '.' || !blank(next))
		return token->symbol == '.' && before->type == FACTS_GLYPH;
	return before->type == FACTS_GLYPH || before->end - before->start > abbreviation || before->symbol == ')';
}

/* Web addresses are full of numbers that mean nothing. */
static uint32_t behind_link(const struct inq_text *text, uint32_t at)
{
	for (unsigned i = 0; text->link && i < text->links; i++)
		if (at >= text->link[i].start && at < text->link[i].end)
			return text->link[i].end;
	return at;
}

static struct facts_token *add_token(struct facts_scan *scan, uint32_t start, uint32_t end, enum facts_token_type type)
{
	struct facts_token *token = &scan->token[scan->count++];

	*token = (struct facts_token){
		.start = start, .end = end, .type = (uint8_t)type, .left = -1, .right = -1,
		.sentence = scan->sentence,
		.glued = scan->count > 1 && token[-1].end == start,
	};
	return token;
}

/* Lines this long are broken by the mail program, not by the writer. */
#define WRAPPED_BYTES 58u

/* Does the white space between two tokens end a sentence? An empty line does, a new line unless it is a wrapped one. */
static bool breaks(const char *text, uint32_t at, uint32_t stop, uint32_t line_start)
{
	const char *first = memchr(text + at, '\n', stop - at);
	unsigned char next = (unsigned char)text[stop];

	if (!first)
		return false;
	if (memchr(first + 1, '\n', (size_t)(text + stop - first - 1)) || at - line_start < WRAPPED_BYTES)
		return true;
	return next < '0' || (next > '9' && next < 'a') || next >= 0xE2;
}

static void cut_segment(struct facts_scan *scan, const struct inq_segment *segment)
{
	const char *text = scan->text->norm;
	uint32_t at = segment->start;
	uint32_t line_start = at;
	bool line = true;

	scan->sentence++;
	while (at < segment->end) {
		enum facts_token_type type;
		uint32_t stop = facts_cut(text, at, segment->end, &type);
		struct facts_token *token;

		if (type == FACTS_EDGE) {
			line = memchr(text + at, '\n', stop - at) != NULL;
			scan->sentence += stop < segment->end && breaks(text, at, stop, line_start);
			if (line)
				line_start = stop;
			at = stop;
			continue;
		}
		if (behind_link(scan->text, at) > at) {
			at = behind_link(scan->text, at);
			continue;
		}
		token = add_token(scan, at, stop, type);
		token->line = line;
		line = false;
		if (type == FACTS_NUMBER)
			token->end = facts_read_number(text, at, segment->end, token);
		else if (type == FACTS_SYMBOL)
			token->symbol = plain_symbol(text, at, stop);
		at = token->end;
		if (ends_sentence(scan, scan->count - 1))
			scan->sentence++;
	}
}

bool facts_tokenise(struct facts_scan *scan)
{
	static const enum inq_part parts[] = {INQ_PART_SUBJECT, INQ_PART_BODY};
	size_t bytes = 0;

	for (size_t s = 0; s < scan->text->segment_count; s++)
		bytes += scan->text->segments[s].end - scan->text->segments[s].start;
	scan->token = inq_arena_alloc_raw(scan->arena, (bytes + 2) * sizeof(*scan->token));
	if (!scan->token)
		return false;
	add_token(scan, 0, 0, FACTS_EDGE);
	for (size_t p = 0; p < sizeof(parts) / sizeof(parts[0]); p++)
		for (size_t s = 0; s < scan->text->segment_count; s++)
			if (scan->text->segments[s].part == parts[p])
				cut_segment(scan, &scan->text->segments[s]);
	scan->sentence++;
	add_token(scan, scan->text->size, scan->text->size, FACTS_EDGE);
	for (uint32_t i = 0; i < scan->count; i++)
		if (!match_token(scan, i))
			return false;
	return true;
}

const struct facts_match *facts_match_at(const struct facts_scan *scan, int64_t i, enum facts_kind kind)
{
	const struct facts_token *token = facts_at(scan, i);

	if (!(token->kinds >> kind & 1))
		return NULL;
	for (uint32_t m = 0; m < token->match_count; m++)
		if (scan->match[token->match + m].kind == kind)
			return &scan->match[token->match + m];
	return NULL;
}

const struct facts_item *facts_item_at(const struct facts_scan *scan, int64_t i, enum facts_kind kind)
{
	const struct facts_match *match = facts_match_at(scan, i, kind);

	return match ? &scan->lists->items[match->item] : NULL;
}

uint32_t facts_width(const struct facts_scan *scan, int64_t i, enum facts_kind kind)
{
	const struct facts_match *match = facts_match_at(scan, i, kind);

	return match ? match->tokens : 0;
}

uint32_t facts_before(const struct facts_scan *scan, int64_t i, uint64_t kinds, uint32_t reach)
{
	uint32_t sentence = facts_at(scan, i)->sentence;

	for (uint32_t d = 1; d <= reach && i - d > 0; d++) {
		const struct facts_token *token = facts_at(scan, i - d);

		if (token->sentence != sentence)
			return 0;
		if (token->kinds & kinds)
			return d;
	}
	return 0;
}

uint32_t facts_after(const struct facts_scan *scan, int64_t i, uint64_t kinds, uint32_t reach)
{
	uint32_t sentence = facts_at(scan, i)->sentence;

	for (uint32_t d = 1; d <= reach; d++) {
		const struct facts_token *token = facts_at(scan, i + d);

		if (token->sentence != sentence || token->type == FACTS_EDGE)
			return 0;
		if (token->kinds & kinds)
			return d;
	}
	return 0;
}

struct inq_span facts_span(const struct facts_scan *scan, uint32_t first, uint32_t last)
{
	return (struct inq_span){facts_at(scan, first)->start, facts_at(scan, last)->end};
}

struct inq_str facts_original(const struct facts_scan *scan, struct inq_span span)
{
	return inq_text_quote(scan->arena, scan->text, span).text;
}

/* In scripts with two cases folding changed every capital, so a letter that differs from its original was one. */
static bool folded(const struct facts_scan *scan, const struct inq_segment *segment, uint32_t at)
{
	uint32_t origin = scan->text->origin[at];

	return origin < segment->original.n && segment->original.s[origin] != scan->text->norm[at];
}

bool facts_capital(const struct facts_scan *scan, uint32_t token)
{
	struct inq_span span = facts_span(scan, token, token);
	const struct inq_segment *segment = inq_text_segment(scan->text, span);

	/* Scripts from Hebrew on have no capitals; what differs there are unified letters. */
	if (!segment || facts_at(scan, token)->type != FACTS_WORD ||
	    (unsigned char)scan->text->norm[span.start] >= 0xD6)
		return false;
	for (uint32_t at = span.start; at < span.end && at < span.start + 2; at++)
		if (folded(scan, segment, at))
			return true;
	return false;
}

bool facts_capitals(const struct facts_scan *scan, uint32_t first, uint32_t last)
{
	struct inq_span span = facts_span(scan, first, last);
	const struct inq_segment *segment = inq_text_segment(scan->text, span);

	if (!segment)
		return false;
	for (uint32_t at = span.start; at < span.end; at++)
		if (scan->text->norm[at] >= 'a' && scan->text->norm[at] <= 'z' && !folded(scan, segment, at))
			return false;
	return true;
}

void facts_use(struct facts_scan *scan, uint32_t first, uint32_t last)
{
	for (uint32_t i = first; i <= last && i < scan->count; i++)
		scan->token[i].used = true;
}
