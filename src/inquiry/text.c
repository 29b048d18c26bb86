#include "text.h"

#include "lang.h"
#include "inq_limits.h"
#include "text_html.h"
#include "text_links.h"
#include "text_spelling.h"
#include "text_thread.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* Segments beside those of the attachments. */
#define SEGMENTS_FIXED 12u
/* Pieces of the fingerprint: a text of fewer words has none, a clause or line of so many may be a greeting or a name.
 */
#define FINGERPRINT_WORDS_MIN 5u
#define GREETING_WORDS_MAX 4u
#define GREETING_BYTES_MAX 64u
#define NAME_LINE_WORDS_MAX 3u
#define NAME_LINES_MAX 3u
/* A name of one word is taken out of the text only from this length on: shorter ones are words too ("Rose", "Will"). */
#define NAME_BYTES_MIN 5u

/* The name of each part in rules, and the event's field that it comes from. */
static const struct part_kind {
	const char *name, *field;
} part_kinds[INQ_PART_COUNT] = {
    [INQ_PART_SUBJECT] = {"subject", "subject"},
    [INQ_PART_BODY] = {"body", "body"},
    [INQ_PART_SIGNATURE] = {"signature", "body"},
    [INQ_PART_QUOTED] = {"quoted", "body"},
    [INQ_PART_NAME] = {"name", "buyer.name"},
    [INQ_PART_COMPANY] = {"company", "buyer.company"},
    [INQ_PART_TITLE] = {"title", "buyer.title"},
    [INQ_PART_EMAIL] = {"email", "buyer.email"},
    [INQ_PART_WEBSITE] = {"website", "buyer.website"},
    [INQ_PART_PRODUCT] = {"product", "product.name"},
    [INQ_PART_ATTACHMENT] = {"attachment", "attachments"},
};

const char *inq_part_name(enum inq_part part)
{
	return (unsigned)part < INQ_PART_COUNT ? part_kinds[part].name : "";
}

struct builder {
	struct inq_arena *arena;
	const struct inq_languages *languages;
	const struct inq_event *event;
	struct inq_text *text;
	struct inq_spelling out;
	struct inq_segment *segments;
	size_t count;
	struct inq_plain html;
};

/* The part of a field that is scored: whole characters up to the limit. */
static uint32_t scored_size(struct builder *builder, struct inq_str field)
{
	size_t n = field.n;

	if (n <= INQ_TEXT_BYTES_MAX)
		return (uint32_t)n;
	builder->text->cut = 1;
	n = INQ_TEXT_BYTES_MAX;
	for (unsigned i = 0; i < 3 && ((unsigned char)field.s[n] & 0xC0) == 0x80; i++)
		n--;
	return (uint32_t)n;
}

static void add_segment(struct builder *builder, enum inq_part part, size_t index, struct inq_str original,
			uint32_t start, uint32_t end)
{
	builder->segments[builder->count++] = (struct inq_segment){part, (uint32_t)index, start, end, original};
}

static void add_field(struct builder *builder, enum inq_part part, size_t index, struct inq_str field)
{
	uint32_t n = scored_size(builder, field), size;

	if (!n)
		return;
	inq_spelling_begin(&builder->out, 0);
	inq_spelling_add(&builder->out, field.s, n, NULL, 0);
	size = inq_spelling_end(&builder->out, n);
	if (size)
		add_segment(builder, part, index, field, builder->out.begin, builder->out.begin + size);
}

/* The lines of one part, joined, as a segment of their own. `norm` and `origin` are the whole body's. */
static void add_lines(struct builder *builder, enum inq_part part, const struct inq_body_lines *lines, const char *norm,
		      const uint32_t *origin)
{
	struct inq_spelling *out = &builder->out;
	uint32_t end_origin = 0;
	bool any = false;

	for (size_t i = 0; i < lines->count; i++) {
		const struct inq_body_line *line = &lines->item[i];

		if (line->part != part)
			continue;
		if (!any)
			inq_spelling_begin(out, origin[line->start]);
		else
			inq_spelling_copy(out, "\n", &end_origin, 1);
		any = true;
		inq_spelling_copy(out, norm + line->start, origin + line->start, line->end - line->start);
		end_origin = origin[line->end];
	}
	if (any) {
		uint32_t size = inq_spelling_end(out, end_origin);

		add_segment(builder, part, 0, builder->event->body, out->begin, out->begin + size);
	}
}

/* The body lies at the end of the buffer, in one piece of `size` bytes: parts it into what was written now, the
 * signature and the thread. */
static void part_body(struct builder *builder, uint32_t size)
{
	struct inq_spelling *out = &builder->out;
	struct inq_body_lines lines;
	uint32_t start = out->begin;
	char *norm;
	uint32_t *origin;

	if (!inq_body_split(builder->arena, builder->languages, out->norm, start, start + size, &lines))
		return;
	if (lines.whole) {
		add_segment(builder, INQ_PART_BODY, 0, builder->event->body, start, start + size);
		return;
	}
	norm = inq_arena_alloc_raw(builder->arena, size + 1);
	origin = inq_arena_alloc_raw(builder->arena, (size + 1) * sizeof(*origin));
	if (!norm || !origin)
		return;
	memcpy(norm, out->norm + start, size + 1);
	memcpy(origin, out->origin + start, (size + 1) * sizeof(*origin));
	for (size_t i = 0; i < lines.count; i++) {
		lines.item[i].start -= start;
		lines.item[i].end -= start;
	}
	out->size = start - 1;
	for (enum inq_part part = INQ_PART_BODY; part <= INQ_PART_QUOTED; part++)
		add_lines(builder, part, &lines, norm, origin);
}

static void add_body(struct builder *builder)
{
	struct inq_spelling *out = &builder->out;
	struct inq_str body = builder->event->body;
	uint32_t n = scored_size(builder, body), size;

	if (!n)
		return;
	builder->text->was_html = inq_html_is(body.s, n);
	inq_spelling_begin(out, 0);
	if (!builder->text->was_html)
		inq_spelling_add(out, body.s, n, NULL, 0);
	else if (inq_html_plain(builder->arena, body.s, n, &builder->html))
		inq_spelling_add(out, builder->html.s, builder->html.size, builder->html.map, 0);
	size = inq_spelling_end(out, n);
	if (size)
		part_body(builder, size);
}

static void add_fields(struct builder *builder)
{
	const struct inq_event *event = builder->event;

	add_field(builder, INQ_PART_SUBJECT, 0, event->subject);
	add_body(builder);
	add_field(builder, INQ_PART_NAME, 0, event->buyer.name);
	add_field(builder, INQ_PART_COMPANY, 0, event->buyer.company);
	add_field(builder, INQ_PART_TITLE, 0, event->buyer.title);
	add_field(builder, INQ_PART_EMAIL, 0, event->buyer.email);
	add_field(builder, INQ_PART_WEBSITE, 0, event->buyer.website);
	add_field(builder, INQ_PART_PRODUCT, 0, event->product.name);
	add_field(builder, INQ_PART_PRODUCT, 1, event->product.category);
	for (size_t i = 0; i < event->attachment_count; i++)
		add_field(builder, INQ_PART_ATTACHMENT, i, event->attachments[i].name);
}

static size_t fields_size(const struct inq_event *event)
{
	const struct inq_str fields[] = {
	    event->subject,     event->body,          event->buyer.name,   event->buyer.company,    event->buyer.title,
	    event->buyer.email, event->buyer.website, event->product.name, event->product.category,
	};
	size_t size = 0, n = sizeof(fields) / sizeof(fields[0]);

	for (size_t i = 0; i < n + event->attachment_count; i++) {
		size_t bytes = i < n ? fields[i].n : event->attachments[i - n].name.n;

		size += 2 + (bytes < INQ_TEXT_BYTES_MAX ? bytes : INQ_TEXT_BYTES_MAX);
	}
	return size;
}

/* Quarters of a word that a character beyond ASCII is worth by itself, 0 where words have blanks between them: half a
 * word for Han and kana; Thai, Lao, Burmese and Khmer write words of some four letters without blanks. */
static unsigned word_quarters(const unsigned char *s)
{
	if (s[0] == 0xE3)
		return s[1] >= 0x81 ? 2 : 0;
	if (s[0] >= 0xE4 && s[0] <= 0xE9)
		return 2;
	if (s[0] == 0xF0)
		return s[1] >= 0xA0 ? 2 : 0;
	if (s[0] == 0xE0)
		return s[1] == 0xB8 || s[1] == 0xB9 || s[1] == 0xBA || s[1] == 0xBB;
	return s[0] == 0xE1 && (s[1] <= 0x82 || s[1] == 0x9E);
}

static size_t character_bytes(unsigned char lead)
{
	if (lead < 0xC0)
		return 1;
	if (lead < 0xE0)
		return 2;
	return lead < 0xF0 ? 3 : 4;
}

/* Words of text in normal spelling, which is valid UTF-8, `enough` or more as soon as there are so many. What stands
 * between blanks is one word. */
static unsigned count_words(const char *s, size_t n, unsigned enough)
{
	unsigned quarters = 0;
	bool in_word = false;

	for (size_t i = 0; i < n && quarters / 4 < enough; i += character_bytes((unsigned char)s[i])) {
		unsigned own = (unsigned char)s[i] < 0xE0 ? 0 : word_quarters((const unsigned char *)s + i);

		quarters += own;
		if (own || s[i] == ' ' || s[i] == '\n') {
			in_word = false;
		} else if (!in_word && inq_is_word_byte(s[i])) {
			in_word = true;
			quarters += 4;
		}
	}
	return (quarters + 3) / 4;
}

static unsigned count_segment_words(const struct inq_text *text, const struct inq_segment *segment)
{
	return segment ? count_words(text->norm + segment->start, segment->end - segment->start, UINT32_MAX) : 0;
}

/* Two letters, as in ISO 639-1, of "en", "EN" or "en-GB". */
static struct inq_str declared_language(struct inq_arena *arena, struct inq_str lang)
{
	struct inq_str norm = inq_normalise(arena, lang.s, lang.n < 16 ? lang.n : 16);

	if (norm.n < 2 || norm.s[0] < 'a' || norm.s[0] > 'z' || norm.s[1] < 'a' || norm.s[1] > 'z')
		return (struct inq_str){"", 0};
	if (norm.n > 2 && norm.s[2] != '-' && norm.s[2] != '_')
		return (struct inq_str){"", 0};
	return inq_arena_copy(arena, norm.s, 2);
}

static void find_language(struct builder *builder)
{
	struct inq_text *text = builder->text;
	static const enum inq_part parts[] = {INQ_PART_BODY, INQ_PART_SUBJECT};

	text->lang = INQ_STR("und");
	if (builder->event->lang.n) {
		struct inq_str declared = declared_language(builder->arena, builder->event->lang);

		if (declared.n) {
			text->lang = declared;
			return;
		}
	}
	for (size_t i = 0; i < 2 && inq_str_is(text->lang, "und"); i++) {
		const struct inq_segment *segment = inq_text_part(text, parts[i]);

		if (segment)
			text->lang = inq_languages_detect(builder->languages, text->norm + segment->start,
							  segment->end - segment->start);
	}
}

/* The first byte in [low, high) that came from `origin` or later; `high` when none did. */
static uint32_t place_of(const struct inq_text *text, uint32_t low, uint32_t high, uint32_t origin)
{
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (text->origin[middle] < origin)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Where an anchor of the HTML went. Empty and false when it is in the quoted thread. */
static bool place_anchor(const struct builder *builder, const struct inq_anchor *anchor, struct inq_span *place)
{
	const struct inq_plain *html = &builder->html;
	uint32_t first, behind;

	*place = (struct inq_span){0, 0};
	if (anchor->start == anchor->end)
		return true;
	first = html->map[anchor->start];
	behind = html->map[anchor->end - 1] + 1;
	for (enum inq_part part = INQ_PART_BODY; part <= INQ_PART_QUOTED; part++) {
		const struct inq_segment *segment = inq_text_part(builder->text, part);
		struct inq_span found;

		if (!segment)
			continue;
		found.start = place_of(builder->text, segment->start, segment->end, first);
		found.end = place_of(builder->text, segment->start, segment->end, behind);
		if (found.start < found.end) {
			*place = found;
			return part != INQ_PART_QUOTED;
		}
	}
	return true;
}

static bool add_anchor_links(struct builder *builder, struct inq_link_list *list)
{
	for (size_t i = 0; i < builder->html.anchor_count; i++) {
		const struct inq_anchor *anchor = &builder->html.anchors[i];
		struct inq_str host = inq_link_host(anchor->target);
		struct inq_span place, shown_place;
		struct inq_link link = {.host = host, .shown = {"", 0}};

		if (!host.n || !place_anchor(builder, anchor, &place))
			continue;
		link.start = place.start;
		link.end = place.end;
		if (place.start < place.end) {
			struct inq_str shown = inq_link_next(builder->text->norm, place.start, place.end, &shown_place);

			if (shown.n && !inq_link_same_site(shown, host))
				link.shown = shown;
		}
		if (!inq_link_add(builder->arena, list, link))
			return false;
	}
	return true;
}

/* Addresses written in a segment, but not those that are the text of one of the first `anchors` links, which are in
 * the order of their places. */
static bool add_written_links(struct builder *builder, enum inq_part part, struct inq_link_list *list, size_t anchors)
{
	const struct inq_segment *segment = inq_text_part(builder->text, part);
	size_t next = 0;

	if (!segment)
		return true;
	for (uint32_t from = segment->start; from < segment->end;) {
		struct inq_span place;
		struct inq_str host = inq_link_next(builder->text->norm, from, segment->end, &place);

		from = place.end;
		if (!host.n)
			return true;
		while (next < anchors && list->item[next].end <= place.start)
			next++;
		if (next < anchors && list->item[next].start < place.end)
			continue;
		if (!inq_link_add(builder->arena, list, (struct inq_link){host, {"", 0}, place.start, place.end}))
			return false;
	}
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct inq_link *first = a, *second = b;

	return (first->start > second->start) - (first->start < second->start);
}

static bool find_links(struct builder *builder)
{
	struct inq_link_list list = {0};
	size_t anchors;

	if (!add_anchor_links(builder, &list))
		return false;
	anchors = list.count;
	if (anchors > 1)
		qsort(list.item, anchors, sizeof(*list.item), by_place);
	if (!add_written_links(builder, INQ_PART_BODY, &list, anchors) ||
	    !add_written_links(builder, INQ_PART_SIGNATURE, &list, anchors))
		return false;
	if (anchors && list.count > anchors)
		qsort(list.item, list.count, sizeof(*list.item), by_place);
	builder->text->link = list.item;
	builder->text->links = (unsigned)list.count;
	return true;
}

/* Words with one blank before each and one at the end, so that a name can be looked for as " name ". */
struct word_list {
	char *s;
	size_t n;
};

/* Appends the words of one piece between blanks; `keep_digits` false leaves digits out. */
static void append_words(struct word_list *words, const char *s, size_t n, bool keep_digits)
{
	for (size_t i = 0; i < n; i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';

		if (!inq_is_word_byte(s[i])) {
			if (words->s[words->n - 1] != ' ')
				words->s[words->n++] = ' ';
		} else if (keep_digits || !digit) {
			words->s[words->n++] = s[i];
		}
	}
	if (words->s[words->n - 1] != ' ')
		words->s[words->n++] = ' ';
}

/* The words of norm[start..end), without web and mail addresses. */
static bool collect_words(const struct builder *builder, uint32_t start, uint32_t end, bool keep_digits,
			  struct word_list *words)
{
	const struct inq_text *text = builder->text;
	size_t link = 0;

	words->s = inq_arena_alloc_raw(builder->arena, (size_t)(end - start) * 2 + 2);
	if (!words->s)
		return false;
	words->s[0] = ' ';
	words->n = 1;
	while (start < end) {
		uint32_t stop = start;

		while (stop < end && text->norm[stop] != ' ' && text->norm[stop] != '\n')
			stop++;
		while (link < text->links && text->link[link].end <= start)
			link++;
		if (link < text->links && text->link[link].start < stop) {
			uint32_t at = text->link[link].start > start ? text->link[link].start : start;

			append_words(words, text->norm + start, at - start, keep_digits);
			start = text->link[link].end;
			continue;
		}
		if (!memchr(text->norm + start, '@', stop - start))
			append_words(words, text->norm + start, stop - start, keep_digits);
		start = stop + 1;
	}
	return true;
}

static void remove_name(const struct builder *builder, struct inq_str name, struct word_list *words)
{
	struct inq_str norm = inq_normalise(builder->arena, name.s, name.n < 256 ? name.n : 256);
	struct word_list wanted = {.n = 1};
	char *found;

	wanted.s = norm.n ? inq_arena_alloc_raw(builder->arena, norm.n * 2 + 2) : NULL;
	if (!wanted.s)
		return;
	wanted.s[0] = ' ';
	append_words(&wanted, norm.s, norm.n, false);
	if (wanted.n < NAME_BYTES_MIN + 2)
		return;
	for (size_t from = 0; (found = memmem(words->s + from, words->n - from, wanted.s, wanted.n));) {
		size_t at = (size_t)(found - words->s);

		memmove(found, found + wanted.n - 1, words->n - at - (wanted.n - 1));
		words->n -= wanted.n - 1;
		from = at;
	}
}

/* Behind "Dear Mr Li," and the like. */
static uint32_t skip_greeting(const char *s, uint32_t start, uint32_t end)
{
	for (uint32_t i = start; i < end && i - start < GREETING_BYTES_MAX; i++) {
		if (strchr(",:!\n", s[i]))
			return count_words(s + start, i - start, GREETING_WORDS_MAX + 1) <= GREETING_WORDS_MAX ? i + 1
													       : start;
	}
	return start;
}

/* Before the name in the last lines. */
static uint32_t skip_names(const char *s, uint32_t start, uint32_t end)
{
	for (unsigned lines = 0; lines < NAME_LINES_MAX; lines++) {
		const char *line = end > start ? memrchr(s + start, '\n', end - start) : NULL;
		uint32_t at;

		if (!line)
			break;
		at = (uint32_t)(line - s);
		if (count_words(s + at + 1, end - at - 1, NAME_LINE_WORDS_MAX + 1) > NAME_LINE_WORDS_MAX)
			break;
		end = at;
	}
	return end;
}

/* Made for mass mailings: the same text to other sellers, from other accounts, with other links, amounts and names
 * has the same fingerprint. It leaves out the greeting, short lines at the end, digits, web and mail addresses, and
 * the buyer's full name and company wherever they stand; where too little is left, all words count. The sender's
 * other words stay, even single words of his name: two senders of one text must not differ because one of them is
 * called like a word of it. */
static bool find_fingerprint(struct builder *builder)
{
	struct inq_text *text = builder->text;
	const struct inq_segment *body = inq_text_part(text, INQ_PART_BODY);
	struct word_list words = {0};
	uint32_t start, end;

	if (!body || count_words(text->norm + body->start, body->end - body->start, FINGERPRINT_WORDS_MIN) <
			 FINGERPRINT_WORDS_MIN)
		return true;
	start = skip_greeting(text->norm, body->start, body->end);
	end = skip_names(text->norm, start, body->end);
	if (!collect_words(builder, start, end, false, &words))
		return false;
	remove_name(builder, builder->event->buyer.name, &words);
	remove_name(builder, builder->event->buyer.company, &words);
	if (count_words(words.s, words.n, FINGERPRINT_WORDS_MIN) < FINGERPRINT_WORDS_MIN &&
	    !collect_words(builder, body->start, body->end, true, &words))
		return false;
	text->fingerprint = XXH3_64bits(words.s, words.n);
	text->fingerprint += text->fingerprint == 0;
	return true;
}

static void finish_buffer(struct builder *builder)
{
	struct inq_spelling *out = &builder->out;

	out->norm[out->size] = '\0';
	out->origin[out->size] = out->size ? out->origin[out->size - 1] : 0;
	builder->text->norm = out->norm;
	builder->text->size = out->size;
	builder->text->origin = out->origin;
	builder->text->segments = builder->segments;
	builder->text->segment_count = builder->count;
}

enum inq_status inq_text_build(struct inq_arena *arena, const struct inq_languages *languages,
			       const struct inq_event *event, struct inq_text *text)
{
	struct builder builder = {.arena = arena, .languages = languages, .event = event, .text = text};

	*text = (struct inq_text){.norm = "", .lang = {"und", 3}};
	builder.segments =
	    inq_arena_alloc(arena, (SEGMENTS_FIXED + event->attachment_count) * sizeof(*builder.segments));
	if (!builder.segments || !inq_spelling_init(&builder.out, arena, fields_size(event)))
		return INQ_FAILED;
	add_fields(&builder);
	if (builder.out.failed || inq_arena_failed(arena))
		return INQ_FAILED;
	finish_buffer(&builder);
	find_language(&builder);
	text->words = count_segment_words(text, inq_text_part(text, INQ_PART_SUBJECT)) +
		      count_segment_words(text, inq_text_part(text, INQ_PART_BODY));
	if (!find_links(&builder) || !find_fingerprint(&builder) || inq_arena_failed(arena))
		return INQ_FAILED;
	return INQ_OK;
}

/* The segment whose text or frame holds the byte `at`. */
static const struct inq_segment *segment_at(const struct inq_text *text, uint32_t at)
{
	size_t low = 0, high = text->segment_count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (text->segments[middle].end + 1 <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < text->segment_count ? &text->segments[low] : NULL;
}

const struct inq_segment *inq_text_segment(const struct inq_text *text, struct inq_span span)
{
	const struct inq_segment *segment = span.start < text->size ? segment_at(text, span.start) : NULL;

	return segment && span.end <= segment->end + 1 ? segment : NULL;
}

const struct inq_segment *inq_text_part(const struct inq_text *text, enum inq_part part)
{
	for (size_t i = 0; i < text->segment_count; i++) {
		if (text->segments[i].part == part)
			return &text->segments[i];
	}
	return NULL;
}

static const char *segment_field(struct inq_arena *arena, const struct inq_segment *segment)
{
	if (segment->part == INQ_PART_ATTACHMENT)
		return inq_arena_printf(arena, "attachments[%u].name", segment->index);
	if (segment->part == INQ_PART_PRODUCT && segment->index == 1)
		return "product.category";
	return part_kinds[segment->part].field;
}

static bool is_edge(char c, const char *punctuation)
{
	return c > 0 && (c == '\n' || strchr(punctuation, c));
}

/* A bracket with its other half inside, and the sign of inches and feet behind a number belong to the words. */
static bool belongs(const char *norm, struct inq_span span, char c, char before)
{
	static const char brackets[] = "()([])[";
	const char *found = memchr("()[]", c, 4) ? memchr(brackets, c, sizeof(brackets) - 1) : NULL;

	if (found)
		return memchr(norm + span.start, found[1], span.end - span.start) != NULL;
	return (c == '\'' || c == '"') && before >= '0' && before <= '9';
}

/* Without the blanks and punctuation around the words; as it was when it is all punctuation. */
static struct inq_span trimmed(const char *norm, struct inq_span span)
{
	static const char edges[] = " ,.;:!?'\"()[]{}<>|/\\-*=~^`";
	struct inq_span words = span;

	while (words.start < words.end && is_edge(norm[words.start], edges) &&
	       !belongs(norm, words, norm[words.start], '\0'))
		words.start++;
	while (words.end > words.start && is_edge(norm[words.end - 1], edges) &&
	       !belongs(norm, words, norm[words.end - 1], words.end - 1 > words.start ? norm[words.end - 2] : '\0'))
		words.end--;
	if (words.start < words.end)
		return words;
	while (span.start < span.end && is_edge(norm[span.start], " "))
		span.start++;
	while (span.end > span.start && is_edge(norm[span.end - 1], " "))
		span.end--;
	return span;
}

static uint32_t count_code_points(const char *s, size_t n)
{
	uint32_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80;
	return count;
}

/* Where the character of the original ends that the byte `at` of `norm` came from. */
static size_t source_end(const struct inq_text *text, const struct inq_segment *segment, uint32_t at)
{
	size_t start = text->origin[at], left = segment->original.n - start, size, length = 0;
	const char *s = segment->original.s + start;
	char character[4];

	if (!left)
		return start;
	if (text->was_html && segment->part >= INQ_PART_BODY && segment->part <= INQ_PART_QUOTED)
		length = inq_html_entity(s, left, character, &size);
	return start + (length ? length : inq_character_size(s, left));
}

struct inq_quote inq_text_quote(struct inq_arena *arena, const struct inq_text *text, struct inq_span span)
{
	struct inq_quote quote = {.field = "", .text = {"", 0}};
	const struct inq_segment *segment = span.start < text->size ? segment_at(text, span.start) : NULL;
	size_t start, end;

	if (!segment)
		return quote;
	quote.field = segment_field(arena, segment);
	span.start = span.start < segment->start ? segment->start : span.start;
	span.end = span.end > segment->end ? segment->end : span.end;
	if (span.start < span.end)
		span = trimmed(text->norm, span);
	start = text->origin[span.start];
	end = span.start < span.end ? source_end(text, segment, span.end - 1) : start;
	quote.text = (struct inq_str){segment->original.s + start, end - start};
	quote.start = count_code_points(segment->original.s, start);
	quote.end = quote.start + count_code_points(quote.text.s, quote.text.n);
	return quote;
}
