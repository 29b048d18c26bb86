#include "text_thread.h"

#include "text_spelling.h"

#include <string.h>

/* A longer line says something; a signature has names, numbers and addresses. In columns: CJK characters take two. */
#define SIGNATURE_LINE_WIDTH 80u
/* The same for lines of CJK characters, which say more in less. */
#define SIGNATURE_CJK_WIDTH 48u
/* A formula counts as closing this far from the end, or in the last third of a long mail. */
#define SIGNATURE_LINES_MAX 12u
#define CLOSING_LINE_BYTES_MAX 80u
/* A name, a time and an address, wrapped once. */
#define WROTE_BYTES_MAX 400u
/* A date or a time has so many: "5/1", "10:22" with a day. */
#define DATE_DIGITS 3u
#define HEAD_NAME_BYTES_MAX 40u
/* Lines between "From:" and the last of the other head lines. */
#define HEAD_LINES_MAX 6u
/* So many frequent words make a sentence. "Head of Sales and Marketing" has two. */
#define SENTENCE_WORDS 3u

struct splitter {
	const struct inq_languages *languages;
	const char *text;
	struct inq_body_line *line;
	size_t count;
	size_t *body; /* indices of the lines that are body */
	size_t body_count;
};

static struct inq_str line_text(const struct splitter *splitter, size_t i)
{
	const struct inq_body_line *line = &splitter->line[i];

	return (struct inq_str){splitter->text + line->start, line->end - line->start};
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_decoration(char c)
{
	return c > 0 && strchr(" -_=*~<>|:,.!#+;\"()[]", c) != NULL;
}

/* The words of a line without the dashes, stars and colons around them. */
static struct inq_str bare(struct inq_str s)
{
	while (s.n && is_decoration(s.s[0]))
		s = (struct inq_str){s.s + 1, s.n - 1};
	while (s.n && is_decoration(s.s[s.n - 1]))
		s.n--;
	return s;
}

static unsigned phrase(const struct splitter *splitter, struct inq_str s)
{
	return inq_languages_phrase(splitter->languages, s.s, s.n);
}

static bool begins_with_address(struct inq_str s)
{
	return (s.n > 4 && memcmp(s.s, "http", 4) == 0) || (s.n > 4 && memcmp(s.s, "hxxp", 4) == 0) ||
	       (s.n > 4 && memcmp(s.s, "www.", 4) == 0);
}

/* "> earlier words". Not so ">500 pcs", ">>> NEWSLETTER <<<" and ">> https://...", which the sender wrote himself. */
static bool is_marked_quote(struct inq_str s)
{
	size_t i = 0;

	while (i < s.n && (s.s[i] == '>' || s.s[i] == ' '))
		i++;
	if (!s.n || s.s[0] != '>' || s.s[s.n - 1] == '<')
		return false;
	if (i < s.n && is_digit(s.s[i]) && s.s[i - 1] == '>')
		return false;
	return !begins_with_address((struct inq_str){s.s + i, s.n - i});
}

/* The kind of head line ("From: ...", "*Sent:* ...") that a line is, 0 when it is none. */
static unsigned head_kind(const struct splitter *splitter, struct inq_str s)
{
	const char *colon = memchr(s.s, ':', s.n < HEAD_NAME_BYTES_MAX ? s.n : HEAD_NAME_BYTES_MAX);

	if (!colon)
		return 0;
	return phrase(splitter, bare((struct inq_str){s.s, (size_t)(colon - s.s)}));
}

static bool is_mail_head(const struct splitter *splitter, size_t i)
{
	if (!(head_kind(splitter, line_text(splitter, i)) & INQ_PHRASE_FROM))
		return false;
	for (size_t k = i + 1; k < splitter->count && k <= i + HEAD_LINES_MAX; k++) {
		if (head_kind(splitter, line_text(splitter, k)) & INQ_PHRASE_HEADER)
			return true;
	}
	return false;
}

static size_t count_digits(struct inq_str s)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += is_digit(s.s[i]);
	return count;
}

/* Mail programs wrap "on ... wrote:" between the date and the address. Anything else above such a line is the
 * sender's own. */
static bool is_wrapped(const struct splitter *splitter, size_t i)
{
	struct inq_str first = line_text(splitter, i), second = line_text(splitter, i + 1);

	if (second.s[0] == '>' || !memchr(second.s, '@', second.n) || count_digits(first) < DATE_DIGITS)
		return false;
	return second.s[0] == '<' || count_digits(second) < DATE_DIGITS;
}

/* Number of lines that say "on ... wrote:", 0 when line `i` does not begin them. */
static size_t wrote_lines(const struct splitter *splitter, size_t i)
{
	for (size_t n = 1; n <= 2 && i + n <= splitter->count; n++) {
		uint32_t start = splitter->line[i].start;
		struct inq_str s = {splitter->text + start, splitter->line[i + n - 1].end - start};

		if (!s.n || s.n > WROTE_BYTES_MAX || s.s[s.n - 1] != ':' || (n == 2 && !is_wrapped(splitter, i)))
			continue;
		s = bare(s);
		if (inq_languages_wrote(splitter->languages, s.s, s.n))
			return n;
	}
	return 0;
}

/* "original message" or "forwarded message" between dashes or before a colon. */
static unsigned divider_kind(const struct splitter *splitter, struct inq_str s)
{
	bool drawn = s.n && (strchr("-_=*", s.s[0]) || s.s[s.n - 1] == ':');

	return drawn ? phrase(splitter, bare(s)) & (INQ_PHRASE_ORIGINAL | INQ_PHRASE_FORWARDED) : 0;
}

/* Number of lines that open a quoted thread at line `i`, 0 when it does not. */
static size_t opening_lines(const struct splitter *splitter, size_t i, bool *forwarded)
{
	unsigned kind = divider_kind(splitter, line_text(splitter, i));

	/* What someone forwards is what he wants to be read, so it stays body with all the heads in it. */
	*forwarded = kind & INQ_PHRASE_FORWARDED;
	if (kind & INQ_PHRASE_ORIGINAL || is_mail_head(splitter, i))
		return 1;
	return wrote_lines(splitter, i);
}

static void mark_thread(struct splitter *splitter)
{
	bool forwarded = false;

	for (size_t i = 0; i < splitter->count; i++) {
		size_t opening = 0, end;

		if (is_marked_quote(line_text(splitter, i))) {
			splitter->line[i].part = INQ_PART_QUOTED;
			continue;
		}
		if (!forwarded)
			opening = opening_lines(splitter, i, &forwarded);
		if (!opening || forwarded)
			continue;
		/* The line that is drawn above a thread is part of it. */
		if (i > 0 && !bare(line_text(splitter, i - 1)).n)
			splitter->line[i - 1].part = INQ_PART_QUOTED;
		/* With "> " the thread marks its own end: people also answer below it. */
		end = i + opening;
		if (end >= splitter->count || !is_marked_quote(line_text(splitter, end)))
			end = splitter->count;
		for (; i < end; i++)
			splitter->line[i].part = INQ_PART_QUOTED;
		i--;
	}
}

static bool has_word(struct inq_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (inq_is_word_byte(s.s[i]))
			return true;
	}
	return false;
}

static void collect_body(struct splitter *splitter)
{
	bool any = false;

	splitter->body_count = 0;
	for (size_t i = 0; i < splitter->count; i++) {
		if (splitter->line[i].part != INQ_PART_BODY)
			continue;
		splitter->body[splitter->body_count++] = i;
		any = any || has_word(line_text(splitter, i));
	}
	if (any)
		return;
	for (size_t i = 0; i < splitter->count; i++) {
		splitter->line[i].part = INQ_PART_BODY;
		splitter->body[i] = i;
	}
	splitter->body_count = splitter->count;
}

/* Columns, and in `wide` those of CJK characters (three bytes from E3 on). */
static size_t line_width(struct inq_str s, size_t *wide)
{
	size_t width = 0;

	*wide = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		width += (c & 0xC0) != 0x80;
		*wide += c >= 0xE3 ? 2 : 0;
	}
	return width + *wide / 2;
}

/* Words of business and sentences: who has closed and still says them is not signing. */
static bool says_something(const struct splitter *splitter, struct inq_str s)
{
	size_t frequent = 0;

	for (size_t i = 0; i < s.n;) {
		size_t start = i;
		unsigned kind;

		while (i < s.n && inq_is_word_byte(s.s[i]))
			i++;
		kind = inq_languages_phrase(splitter->languages, s.s + start, i - start);
		if (kind & INQ_PHRASE_CONTENT)
			return true;
		frequent += (kind & INQ_PHRASE_WORD) && i - start > 1;
		i += i < s.n;
	}
	return frequent >= SENTENCE_WORDS;
}

static bool is_list_item(struct inq_str s)
{
	size_t i = 0;

	if (s.n > 1 && (s.s[0] == '-' || s.s[0] == '*') && s.s[1] == ' ')
		return true;
	while (i < s.n && is_digit(s.s[i]))
		i++;
	return i > 0 && i <= 2 && i + 1 < s.n && (s.s[i] == '.' || s.s[i] == ')') && s.s[i + 1] == ' ';
}

static bool is_postscript(const struct splitter *splitter, struct inq_str s)
{
	size_t n = 0, bytes = s.n < HEAD_NAME_BYTES_MAX ? s.n : HEAD_NAME_BYTES_MAX;

	while (n < bytes && s.s[n] != ' ' && s.s[n] != ':' && s.s[n] != ',')
		n++;
	return (phrase(splitter, (struct inq_str){s.s, n}) | phrase(splitter, bare((struct inq_str){s.s, n}))) &
	       INQ_PHRASE_POSTSCRIPT;
}

static bool is_small_print(const struct splitter *splitter, struct inq_str s)
{
	size_t wide;

	return line_width(s, &wide) > SIGNATURE_LINE_WIDTH && inq_languages_disclaimer(splitter->languages, s.s, s.n);
}

/* A line that may stand in a signature. What is doubtful stays body: it is better to read a name twice than to lose
 * a question. */
static bool is_signature_line(const struct splitter *splitter, struct inq_str s)
{
	size_t wide, width = line_width(s, &wide);

	if (is_small_print(splitter, s))
		return true;
	if (width > SIGNATURE_LINE_WIDTH || wide > SIGNATURE_CJK_WIDTH || memchr(s.s, '?', s.n))
		return false;
	return !is_list_item(s) && !is_postscript(splitter, s) && !says_something(splitter, s);
}

/* "best regards", also with the name behind a comma. */
static bool is_closing(const struct splitter *splitter, struct inq_str s)
{
	const char *comma;
	struct inq_str formula, rest;

	if (s.n > CLOSING_LINE_BYTES_MAX)
		return false;
	if (phrase(splitter, bare(s)) & INQ_PHRASE_CLOSING)
		return true;
	comma = memchr(s.s, ',', s.n);
	if (!comma)
		return false;
	formula = bare((struct inq_str){s.s, (size_t)(comma - s.s)});
	rest = (struct inq_str){comma + 1, s.n - (size_t)(comma + 1 - s.s)};
	return (phrase(splitter, formula) & INQ_PHRASE_CLOSING) && rest.n < CLOSING_LINE_BYTES_MAX / 2 &&
	       is_signature_line(splitter, rest);
}

/* Marks the lines from the `from`-th of the body on, up to the first that says something. */
static bool mark_signature_from(struct splitter *splitter, size_t from)
{
	size_t i = from;

	while (i < splitter->body_count && is_signature_line(splitter, line_text(splitter, splitter->body[i])))
		splitter->line[splitter->body[i++]].part = INQ_PART_SIGNATURE;
	return i > from;
}

static bool mark_below_formula(struct splitter *splitter, size_t first)
{
	for (size_t i = first; i < splitter->body_count; i++) {
		if (!is_closing(splitter, line_text(splitter, splitter->body[i])))
			continue;
		while (i + 1 < splitter->body_count && is_closing(splitter, line_text(splitter, splitter->body[i + 1])))
			i++;
		if (mark_signature_from(splitter, i + 1))
			return true;
	}
	return false;
}

/* The mark of RFC 3676: "-- " on a line by itself. */
static bool mark_below_dashes(struct splitter *splitter, size_t first)
{
	for (size_t i = first; i < splitter->body_count; i++) {
		struct inq_str s = line_text(splitter, splitter->body[i]);

		if (inq_str_is(s, "--") && mark_signature_from(splitter, i + 1)) {
			splitter->line[splitter->body[i]].part = INQ_PART_SIGNATURE;
			return true;
		}
	}
	return false;
}

static void mark_footers(struct splitter *splitter)
{
	for (size_t i = splitter->body_count; i-- > 1;) {
		struct inq_body_line *line = &splitter->line[splitter->body[i]];
		struct inq_str s = line_text(splitter, splitter->body[i]);

		if (line->part == INQ_PART_SIGNATURE)
			continue;
		if (!is_small_print(splitter, s) &&
		    (s.n > CLOSING_LINE_BYTES_MAX || !inq_languages_footer(splitter->languages, s.s, s.n)))
			return;
		line->part = INQ_PART_SIGNATURE;
	}
}

static void mark_signature(struct splitter *splitter)
{
	size_t n = splitter->body_count, first = n > SIGNATURE_LINES_MAX ? n - SIGNATURE_LINES_MAX : 1;

	if (n * 2 / 3 < first && n * 2 / 3 > 0)
		first = n * 2 / 3;
	if (!mark_below_dashes(splitter, first))
		mark_below_formula(splitter, first);
	mark_footers(splitter);
}

static size_t count_lines(const char *text, uint32_t start, uint32_t end)
{
	size_t count = 1;

	for (const char *p = text + start; (p = memchr(p, '\n', (size_t)(text + end - p))); p++)
		count++;
	return count;
}

static void cut_lines(struct splitter *splitter, uint32_t start, uint32_t end)
{
	while (start <= end) {
		const char *line_break = memchr(splitter->text + start, '\n', end - start);
		uint32_t stop = line_break ? (uint32_t)(line_break - splitter->text) : end;

		splitter->line[splitter->count++] = (struct inq_body_line){start, stop, INQ_PART_BODY};
		start = stop + 1;
	}
}

bool inq_body_split(struct inq_arena *arena, const struct inq_languages *languages, const char *text, uint32_t start,
		    uint32_t end, struct inq_body_lines *lines)
{
	struct splitter splitter = {.languages = languages, .text = text};
	size_t count = count_lines(text, start, end);

	splitter.line = inq_arena_alloc_raw(arena, count * sizeof(*splitter.line));
	splitter.body = inq_arena_alloc_raw(arena, count * sizeof(*splitter.body));
	if (!splitter.line || !splitter.body)
		return false;
	cut_lines(&splitter, start, end);
	mark_thread(&splitter);
	collect_body(&splitter);
	mark_signature(&splitter);
	*lines = (struct inq_body_lines){splitter.line, splitter.count, true};
	for (size_t i = 0; i < splitter.count; i++)
		lines->whole = lines->whole && splitter.line[i].part == INQ_PART_BODY;
	return true;
}
