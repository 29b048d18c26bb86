/* How specific a text is: sizes, materials, codes, standards; and whether it names the product. A scan by hand over
 * the normal spelling: no list of patterns holds all sizes and model numbers of a trade. */
#include "signals_internal.h"

#include <string.h>

/* One size may be the product's name again; two are a specification, and so is one of two dimensions. */
#define SPECIFICS_MIN 2
/* "a4", "q3", "v2" are words more often than codes. */
#define CODE_BYTES_MIN 3
#define CODE_BYTES_MAX 24
#define PRODUCT_WORD_MIN 4

struct scan {
	const struct inq_scene *scene;
	const char *text; /* the whole normal text */
	uint32_t at, end; /* what is left of the segment */
};

static struct inq_str rest_of(const struct scan *scan, uint32_t at)
{
	return (struct inq_str){scan->text + at, scan->end - at};
}

static bool is_letter(char c)
{
	return inq_is_letter_or_digit(c) && !inq_is_digit(c);
}

static bool is_ascii_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static char char_at(const struct scan *scan, uint32_t at)
{
	return at < scan->end ? scan->text[at] : '\0';
}

static uint32_t skip_blanks(const struct scan *scan, uint32_t at)
{
	while (char_at(scan, at) == ' ')
		at++;
	return at;
}

/* Scripts without blanks between words: Thai to Hangul syllables and full-width forms, by the first byte. */
static bool without_blanks(char first)
{
	return (unsigned char)first >= 0xe0 && (unsigned char)first != 0xe1;
}

/* The word may end at `at`, or the script does not mark it. */
static bool ends_word(const struct scan *scan, uint32_t at, char first)
{
	return without_blanks(first) || !is_letter(char_at(scan, at)) || without_blanks(char_at(scan, at));
}

/* Length of the word of the set that stands at `at`, to its end; 0 where none does. */
static size_t word_at(const struct scan *scan, const struct inq_wordset *set, uint32_t at)
{
	size_t size = inq_wordset_prefix(set, rest_of(scan, at));

	return size > 0 && ends_word(scan, at + (uint32_t)size, scan->text[at]) ? size : 0;
}

static bool touches(struct inq_span span, uint32_t start, uint32_t end)
{
	return span.start < end && start < span.end;
}

/* What is a fact already (the quantity to buy, a price, an order number) or part of an address specifies nothing. */
static bool is_taken(const struct scan *scan, uint32_t start, uint32_t end)
{
	const struct inq_facts *facts = scan->scene->facts;
	const struct inq_text *text = scan->scene->text;

	for (size_t i = 0; i < facts->quantity_count; i++) {
		if (touches(facts->quantity[i].span, start, end))
			return true;
	}
	for (size_t i = 0; i < text->links && i < INQ_LINKS_LOOKED_AT; i++) {
		if (touches((struct inq_span){text->link[i].start, text->link[i].end}, start, end))
			return true;
	}
	return touches(facts->target_price.span, start, end) || touches(facts->budget.span, start, end) ||
	       touches(facts->order_number.span, start, end) || touches(facts->deadline.span, start, end);
}

/* The end of "12", "1.5", "1,200", "1/2". */
static uint32_t number_end(const struct scan *scan, uint32_t at)
{
	while (inq_is_digit(char_at(scan, at)) ||
	       (char_at(scan, at) != '\0' && strchr(".,/", char_at(scan, at)) != NULL &&
		inq_is_digit(char_at(scan, at + 1))))
		at++;
	return at;
}

/* "mm", "cm", "m", "\"" or nothing between a number and the sign of multiplication. */
static uint32_t skip_length_unit(const struct scan *scan, uint32_t at)
{
	uint32_t next = skip_blanks(scan, at), end = next;

	while (end < scan->end && end - next < 3 && strchr("mcdin\"'", scan->text[end]) != NULL)
		end++;
	return end;
}

/* The byte after x, ×, * or the Cyrillic х; 0 where none stands. */
static uint32_t times_end(const struct scan *scan, uint32_t at)
{
	static const char *const signs[] = {"x", "*", "\xc3\x97", "\xd1\x85"};

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		uint32_t size = (uint32_t)strlen(signs[i]);

		if (scan->end - at >= size && memcmp(scan->text + at, signs[i], size) == 0)
			return at + size;
	}
	return 0;
}

/* "2x40hq", "1 x 20 ft": so many containers. */
static bool is_container(const struct scan *scan, uint32_t number, uint32_t end)
{
	struct inq_str size = {scan->text + number, end - number};
	uint32_t next = skip_blanks(scan, end);
	char c = char_at(scan, next);

	if (!inq_str_is(size, "20") && !inq_str_is(size, "40") && !inq_str_is(size, "45"))
		return false;
	return c == 'h' || c == 'f' || c == '\'' || c == '"' || c == 'g' || c == 'd';
}

/* The number after the sign of multiplication: "40" of "30x40", "600" of "1200 x 600 mm", "20" of "10mm*20mm". Empty
 * where there is none. */
static struct inq_span second_factor(const struct scan *scan, uint32_t first_end)
{
	uint32_t at = times_end(scan, skip_blanks(scan, first_end));

	if (at == 0)
		at = times_end(scan, skip_blanks(scan, skip_length_unit(scan, first_end)));
	if (at == 0)
		return (struct inq_span){0, 0};
	at = skip_blanks(scan, at);
	return (struct inq_span){at, number_end(scan, at)};
}

/* "2030": with a quote sign or a letter behind it, it is still a year. */
static bool is_year(const struct scan *scan, uint32_t number)
{
	const char *digits = scan->text + scan->at;

	return number - scan->at == 4 && (memcmp(digits, "19", 2) == 0 || memcmp(digits, "20", 2) == 0);
}

/* "220v", "5 mm", "50毫米". */
static uint32_t measure_end(const struct scan *scan, uint32_t number)
{
	const struct inq_domains *domains = scan->scene->domains;
	size_t size = word_at(scan, &domains->spec_units, number);

	if (size == 0 && !is_year(scan, number))
		size = word_at(scan, &domains->attached_units, number);
	if (size > 0)
		return number + (uint32_t)size;
	number = skip_blanks(scan, number);
	size = word_at(scan, &domains->spec_units, number);
	return size > 0 ? number + (uint32_t)size : 0;
}

/* The end of a run of ASCII letters and digits, with single - and . inside; no further than the longest code. */
static uint32_t token_end(const struct scan *scan, uint32_t at)
{
	uint32_t limit = at + CODE_BYTES_MAX + 1;

	for (;;) {
		char c = char_at(scan, at);

		if (at >= limit)
			return limit;
		if (is_ascii_letter(c) || inq_is_digit(c)) {
			at++;
			continue;
		}
		c = char_at(scan, at + 1);
		if (char_at(scan, at) == '\0' || strchr("-.", char_at(scan, at)) == NULL ||
		    !(is_ascii_letter(c) || inq_is_digit(c)))
			return at;
		at += 2;
	}
}

/* "304l", "5000pcs", "20ft", "1st": digits, then only letters: a number with its unit, or next to nothing. */
static bool number_then_letters(struct inq_str token)
{
	size_t i = 0;

	while (i < token.n && !is_letter(token.s[i]))
		i++;
	while (i < token.n && is_letter(token.s[i]))
		i++;
	return inq_is_digit(token.s[0]) && i == token.n;
}

/* "sus304", "6061-t6", "ip65": letters and digits in one. */
static bool is_mixed(struct inq_str token)
{
	size_t letters = 0, digits = 0;

	for (size_t i = 0; i < token.n; i++) {
		letters += is_ascii_letter(token.s[i]);
		digits += inq_is_digit(token.s[i]);
	}
	return letters > 0 && digits > 0;
}

static bool is_code(const struct inq_domains *domains, struct inq_str token)
{
	size_t head = 0;

	if (token.n < CODE_BYTES_MIN || token.n > CODE_BYTES_MAX || number_then_letters(token))
		return false;
	while (head < token.n && is_ascii_letter(token.s[head]))
		head++;
	return !inq_wordset_has(&domains->not_codes, (struct inq_str){token.s, head});
}

/* What is found at a place: where it ends, and for how many specifics it counts. */
struct found {
	uint32_t end;
	size_t count; /* 0: nothing */
};

static struct found found_to(uint32_t end, size_t count)
{
	return (struct found){end, end > 0 ? count : 0};
}

/* A mixed token that is no code is passed over whole: its pieces are none either. */
static struct found code_specific(const struct scan *scan)
{
	uint32_t end = token_end(scan, scan->at);
	struct inq_str token = {scan->text + scan->at, end - scan->at};

	if (!is_mixed(token))
		return found_to(0, 0);
	return found_to(end, is_code(scan->scene->domains, token) ? 1 : 0);
}

static struct found number_specific(const struct scan *scan)
{
	uint32_t number = number_end(scan, scan->at), measure;
	struct inq_span factor = second_factor(scan, number);

	if (factor.end > factor.start)
		return is_container(scan, factor.start, factor.end) ? found_to(factor.end, 0) : found_to(factor.end, 2);
	measure = measure_end(scan, number);
	return measure > 0 ? found_to(measure, 1) : code_specific(scan);
}

/* "ral 7016", "dn 50", "thickness: 3". */
static uint32_t scale_end(const struct scan *scan)
{
	size_t size = word_at(scan, &scan->scene->domains->spec_scales, scan->at);
	uint32_t at = scan->at + (uint32_t)size;

	if (size == 0)
		return 0;
	while (char_at(scan, at) != '\0' && strchr(" :-=.", char_at(scan, at)) != NULL)
		at++;
	return inq_is_digit(char_at(scan, at)) ? number_end(scan, at) : 0;
}

static struct found word_specific(const struct scan *scan)
{
	size_t size = word_at(scan, &scan->scene->domains->spec_words, scan->at);
	uint32_t end = size > 0 ? scan->at + (uint32_t)size : scale_end(scan);

	return end > 0 ? found_to(end, 1) : code_specific(scan);
}

/* Where the character at `at` ends. */
static uint32_t next_character(const struct scan *scan, uint32_t at)
{
	at++;
	while (at < scan->end && ((unsigned char)scan->text[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/* Past the word or number that begins here; in scripts without blanks, past one character. */
static uint32_t next_start(const struct scan *scan)
{
	uint32_t at = scan->at;
	bool digit = inq_is_digit(scan->text[at]);

	if (without_blanks(scan->text[at]))
		return next_character(scan, at);
	if (digit)
		return number_end(scan, at);
	if (!is_letter(scan->text[at]))
		return at + 1;
	while (is_letter(char_at(scan, at)) && !without_blanks(char_at(scan, at)))
		at++;
	return at;
}

/* A mail address begins here: its name is no code. Returns its end, or 0. */
static uint32_t address_end(const struct scan *scan)
{
	uint32_t at = scan->at;
	bool is_address = false;

	while (at < scan->end && scan->text[at] != ' ' && scan->text[at] != '\n')
		is_address |= scan->text[at++] == '@';
	return is_address ? at : 0;
}

static struct found specific_at(const struct scan *scan)
{
	struct found found = {0, 0};

	if (inq_is_digit(scan->text[scan->at]))
		found = number_specific(scan);
	else if (is_letter(scan->text[scan->at]))
		found = word_specific(scan);
	if (found.count > 0 && is_taken(scan, scan->at, found.end))
		found.count = 0;
	return found;
}

/* Adds what one segment says to `*count`; `span` gets the first. */
static void count_specifics(struct scan *scan, size_t *count, struct inq_span *span)
{
	bool word_begins = true;

	while (scan->at < scan->end && *count < SPECIFICS_MIN) {
		uint32_t address = word_begins ? address_end(scan) : 0;
		struct found found;

		word_begins = scan->text[scan->at] == ' ' || scan->text[scan->at] == '\n';
		if (address > 0) {
			scan->at = address;
			continue;
		}
		found = specific_at(scan);
		if (found.count > 0 && *count == 0)
			*span = (struct inq_span){scan->at, found.end};
		*count += found.count;
		scan->at = found.end > 0 ? found.end : next_start(scan);
	}
}

static bool is_read(const struct inq_segment *segment)
{
	return segment->part == INQ_PART_SUBJECT || segment->part == INQ_PART_BODY;
}

bool inq_text_is_specific(const struct inq_scene *scene, struct inq_span *span)
{
	size_t found = 0;

	for (size_t i = 0; i < scene->text->segment_count; i++) {
		const struct inq_segment *segment = &scene->text->segments[i];
		struct scan scan = {scene, scene->text->norm, segment->start, segment->end};

		if (is_read(segment))
			count_specifics(&scan, &found, span);
	}
	return found >= SPECIFICS_MIN;
}

/* --- The product's name ------------------------------------------------------------------------------------------ */

/* The whole word of which a stem was found. */
static uint32_t word_end(const struct inq_text *text, const struct inq_segment *segment, uint32_t at)
{
	while (at < segment->end && is_letter(text->norm[at]) && !without_blanks(text->norm[at]))
		at++;
	return at;
}

/* Where `word` begins a word of the segment (anywhere in scripts without blanks). */
static bool find_word(const struct inq_text *text, const struct inq_segment *segment, struct inq_str word,
		      struct inq_span *span)
{
	uint32_t at = segment->start;

	while (word.n > 0 && segment->end - at >= word.n) {
		const char *found = memmem(text->norm + at, segment->end - at, word.s, word.n);

		if (found == NULL)
			return false;
		at = (uint32_t)(found - text->norm);
		if (without_blanks(word.s[0]) || at == segment->start || !inq_is_letter_or_digit(text->norm[at - 1])) {
			*span = (struct inq_span){at, word_end(text, segment, at + (uint32_t)word.n)};
			return true;
		}
		at++;
	}
	return false;
}

static bool find_in_text(const struct inq_scene *scene, struct inq_str word, struct inq_span *span)
{
	for (size_t i = 0; i < scene->text->segment_count; i++) {
		const struct inq_segment *segment = &scene->text->segments[i];

		if (is_read(segment) && find_word(scene->text, segment, word, span))
			return true;
	}
	return false;
}

static size_t characters(struct inq_str word)
{
	size_t count = 0;

	for (size_t i = 0; i < word.n; i++)
		count += ((unsigned char)word.s[i] & 0xc0) != 0x80;
	return count;
}

static struct inq_str without_last(struct inq_str word)
{
	do
		word.n--;
	while (word.n > 0 && ((unsigned char)word.s[word.n] & 0xc0) == 0x80);
	return word;
}

/* Plurals and cases: "panels" finds "panel", "мебели" finds "мебель". */
static struct inq_str stem_of(struct inq_str word)
{
	size_t letters = characters(word);

	if (letters > PRODUCT_WORD_MIN)
		word = without_last(word);
	if (letters > PRODUCT_WORD_MIN + 2)
		word = without_last(word);
	return word;
}

/* Two characters of a script without blanks; empty where they are of another. */
static struct inq_str bigram_at(struct inq_str text, size_t at)
{
	struct scan scan = {NULL, text.s, 0, (uint32_t)text.n};
	uint32_t second = next_character(&scan, (uint32_t)at);

	if (!without_blanks(text.s[at]) || second >= text.n || !without_blanks(text.s[second]))
		return INQ_STR("");
	return (struct inq_str){text.s + at, next_character(&scan, second) - at};
}

static bool mentions_bigram(const struct inq_scene *scene, struct inq_str word, struct inq_span *span)
{
	for (size_t at = 0; at < word.n; at++) {
		struct inq_str bigram;

		if (((unsigned char)word.s[at] & 0xc0) == 0x80)
			continue;
		bigram = bigram_at(word, at);
		if (bigram.n > 0 && find_in_text(scene, bigram, span))
			return true;
	}
	return false;
}

static bool mentions_word(const struct inq_scene *scene, struct inq_str word, struct inq_span *span)
{
	if (without_blanks(word.s[0]))
		return mentions_bigram(scene, word, span);
	if (characters(word) < PRODUCT_WORD_MIN || inq_wordset_has(&scene->domains->product_words, word))
		return false;
	return find_in_text(scene, stem_of(word), span);
}

/* The first product segment is the name, the second the category. */
bool inq_text_mentions_product(const struct inq_scene *scene, struct inq_span *span)
{
	struct inq_str name = inq_segment_text(scene->text, inq_text_part(scene->text, INQ_PART_PRODUCT));
	size_t at = 0;

	if (scene->event->product.name.n == 0)
		return false;
	while (at < name.n) {
		size_t end = at;

		while (end < name.n && is_letter(name.s[end]))
			end++;
		if (end > at && mentions_word(scene, (struct inq_str){name.s + at, end - at}, span))
			return true;
		at = end + 1;
	}
	return false;
}
