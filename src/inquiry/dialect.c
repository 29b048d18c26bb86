#include "dialect.h"

#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* In the normal spelling (text.h) every byte below 0x80 that is no letter, digit or _ is a word boundary, and each
 * part of a text is framed by \n, so a boundary can be a plain class of one byte and never needs ^ or $. */
#define OTHER_SET "\\x00-/:-@\\[-^`{-\\x7f"
#define WORD_SET "0-9a-z_\\x80-\\xff"
#define BOUNDARY "[" OTHER_SET "]"
/* No gap is longer, whatever the script: libhs keeps a counter for each. */
#define GAP_BYTES_MAX 480

struct output {
	struct inq_arena *arena;
	char *text;
	size_t used, room;
};

struct reader {
	struct output *out;
	const char *s;
	size_t n, at;
	struct output loose; /* what was written up to the latest bounds, with * or + for each of them */
	size_t loosened;     /* bytes of `out` that stand in `loose` */
	unsigned widest; /* bytes of the widest character of the pattern: what a gap's bound is multiplied with */
	bool whole_words;
	bool gap;        /* what was translated last takes any character, so its bounds count characters */
};

static void put(struct output *out, const char *s, size_t n)
{
	if (out->used + n + 1 > out->room) {
		size_t room = (out->used + n + 1) * 2;
		char *bigger = inq_arena_alloc_raw(out->arena, room);

		if (!bigger)
			return;
		if (out->used)
			memcpy(bigger, out->text, out->used);
		out->text = bigger;
		out->room = room;
	}
	memcpy(out->text + out->used, s, n);
	out->used += n;
	out->text[out->used] = '\0';
}

static void put_text(struct output *out, const char *s)
{
	put(out, s, strlen(s));
}

/* ---- characters ------------------------------------------------------------------------------------------------ */

static bool literal_byte(char c)
{
	return (unsigned char)c >= 0x80 || isalnum((unsigned char)c);
}

static size_t char_bytes(char c)
{
	unsigned char lead = (unsigned char)c;

	return lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/* The bytes of the character at `at`, never beyond the end. */
static size_t char_at(const struct reader *r, size_t at)
{
	size_t bytes = char_bytes(r->s[at]);

	return at + bytes > r->n ? r->n - at : bytes;
}

static bool quantifier(const struct reader *r, size_t at)
{
	return at < r->n && r->s[at] && strchr("?*+{", r->s[at]);
}

/* Text as a literal. A sign that is ASCII in the normal spelling (a full-width question mark) stays a literal. */
static void put_literal(struct output *out, struct inq_str normal)
{
	for (size_t i = 0; i < normal.n; i++) {
		if ((unsigned char)normal.s[i] < 0x80 && ispunct((unsigned char)normal.s[i]))
			put(out, "\\", 1);
		put(out, normal.s + i, 1);
	}
}

/* Brings `loose` up to what was written, and goes on with `instead`. */
static void loosen(struct reader *r, const char *instead)
{
	put(&r->loose, r->out->text + r->loosened, r->out->used - r->loosened);
	put_text(&r->loose, instead);
	r->loosened = r->out->used;
}

/* Something that only the exact expression says. */
static void put_exact(struct reader *r, const char *text)
{
	loosen(r, "");
	put_text(r->out, text);
	r->loosened = r->out->used;
}

/* Where a run of ASCII letters is cut off: beginning, end, a bracket, a bar, or a letter of a script without blanks. */
static bool cut_off(const struct reader *r, size_t at)
{
	return at >= r->n || (unsigned char)r->s[at] >= 0x80 || strchr("()|", r->s[at]);
}

static bool latin(const struct reader *r, size_t at)
{
	return at < r->n && isalpha((unsigned char)r->s[at]);
}

/* The end of the run of literals at `at`. Without whole words, ASCII and other letters are runs of their own. */
static size_t run_end(const struct reader *r, size_t at)
{
	bool ascii = (unsigned char)r->s[at] < 0x80;

	while (at < r->n && literal_byte(r->s[at]) && (r->whole_words || ((unsigned char)r->s[at] < 0x80) == ascii))
		at += char_at(r, at);
	return at;
}

/* A run of letters; what stands before a quantifier is its last character, which is grouped when it has many bytes.
 * Patterns without whole words are of scripts without blanks; a Latin word in them (seo, erp) is a whole word still. */
static void translate_literals(struct reader *r)
{
	size_t start = r->at, end = run_end(r, start), last = end;
	bool word = !r->whole_words && latin(r, start);
	struct inq_str normal;

	if (quantifier(r, end))
		for (last = start; last + char_at(r, last) < end;)
			last += char_at(r, last);
	if (word && (start == 0 || cut_off(r, start - 1)))
		put_exact(r, "(?<![a-z])");
	put_literal(r->out, inq_normalise(r->out->arena, r->s + start, last - start));
	r->at = end;
	if (last == end) {
		if (word && latin(r, end - 1) && cut_off(r, end))
			put_exact(r, "(?![a-z])");
		return;
	}
	normal = inq_normalise(r->out->arena, r->s + last, end - last);
	put_text(r->out, normal.n > 1 ? "(?:" : "");
	put_literal(r->out, normal);
	put_text(r->out, normal.n > 1 ? ")" : "");
}

/* ---- escapes --------------------------------------------------------------------------------------------------- */

struct escape {
	char name;
	bool gap;
	const char *outside, *in_class;
};
static const struct escape escapes[] = {
	{'w', true, "[" WORD_SET "]", WORD_SET}, {'W', false, BOUNDARY, OTHER_SET}, {'d', false, "[0-9]", "0-9"},
	{'s', false, "[ \\n]", " \\n"},		 {'n', false, "\\n", "\\n"},
};

static const char *translate_escape(struct reader *r, struct output *out, bool in_class)
{
	char name = r->at + 1 < r->n ? r->s[r->at + 1] : '\0';

	r->at += 2;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(*escapes); i++) {
		if (escapes[i].name != name)
			continue;
		put_text(out, in_class ? escapes[i].in_class : escapes[i].outside);
		r->gap = escapes[i].gap;
		return NULL;
	}
	if (name == 'b' || name == 'B')
		return "found \\b, expected none: words are matched whole anyway (whole_words: false switches that off)";
	if (!ispunct((unsigned char)name))
		return "found a backslash, expected \\w, \\W, \\d, \\s, \\n or an escaped sign";
	put(out, (const char[]){'\\', name}, 2);
	return NULL;
}

/* ---- classes --------------------------------------------------------------------------------------------------- */

struct class {
	struct output ascii;              /* members of one byte, as they stand inside brackets */
	unsigned char (*wide)[4];         /* members of more bytes */
	size_t count, room;
	struct output ranges;             /* alternatives "|..." for ranges of them */
};

static bool add_wide(struct reader *r, struct class *class, struct inq_str c)
{
	if (class->count == class->room) {
		size_t room = class->room ? class->room * 2 : 16;
		unsigned char(*bigger)[4] = inq_arena_alloc(r->out->arena, room * sizeof(*bigger));

		if (!bigger)
			return false;
		if (class->count)
			memcpy(bigger, class->wide, class->count * sizeof(*bigger));
		class->wide = bigger;
		class->room = room;
	}
	memcpy(class->wide[class->count++], c.s, c.n);
	return true;
}

static const char *add_member(struct reader *r, struct class *class)
{
	size_t bytes = char_at(r, r->at);
	struct inq_str normal;

	if (r->s[r->at] == '\\')
		return translate_escape(r, &class->ascii, true);
	if (r->s[r->at] == ' ') {
		put_text(&class->ascii, " \\n");
	} else if (!literal_byte(r->s[r->at])) {
		put(&class->ascii, r->s + r->at, 1);
	} else {
		normal = inq_normalise(r->out->arena, r->s + r->at, bytes);
		if (normal.n > 1 && char_bytes(normal.s[0]) != normal.n)
			return "found a sign that stands for several characters in a class, expected single characters";
		if (normal.n > 1)
			add_wide(r, class, normal);
		else
			put_literal(&class->ascii, normal);
	}
	r->at += bytes;
	return NULL;
}

static bool all_are(const unsigned char *s, size_t n, unsigned char byte)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] != byte)
			return false;
	return true;
}

static const char *bytes_between(struct inq_arena *arena, unsigned first, unsigned last)
{
	return first == last ? inq_arena_printf(arena, "\\x%02x", first)
			     : inq_arena_printf(arena, "[\\x%02x-\\x%02x]", first, last);
}

/* Alternatives for all characters from `low` to `high`, n bytes each, that begin with `head`: those that share the first
 * byte of `low`, those between, those that share the first byte of `high`. */
static void put_between(struct output *out, const char *head, const unsigned char *low, const unsigned char *high,
			size_t n)
{
	static const unsigned char least[] = {0x80, 0x80, 0x80}, most[] = {0xbf, 0xbf, 0xbf};
	unsigned first = low[0], last = high[0];
	const char *rest = "";

	if (first == last && n > 1) {
		put_between(out, inq_arena_printf(out->arena, "%s\\x%02x", head, first), low + 1, high + 1, n - 1);
		return;
	}
	if (n > 1 && !all_are(low + 1, n - 1, 0x80)) {
		put_between(out, inq_arena_printf(out->arena, "%s\\x%02x", head, first), low + 1, most, n - 1);
		first++;
	}
	if (n > 1 && !all_are(high + 1, n - 1, 0xbf)) {
		put_between(out, inq_arena_printf(out->arena, "%s\\x%02x", head, last), least, high + 1, n - 1);
		last--;
	}
	for (size_t i = 1; i < n; i++)
		rest = inq_arena_printf(out->arena, "%s[\\x80-\\xbf]", rest);
	if (first <= last)
		put_text(out, inq_arena_printf(out->arena, "|%s%s%s", head, bytes_between(out->arena, first, last), rest));
}

/* At the `-` after the class's latest member. */
static const char *add_range(struct reader *r, struct class *class)
{
	size_t before = class->count;
	const char *wrong;

	r->at++;
	wrong = add_member(r, class);
	if (wrong)
		return wrong;
	if (class->count == before ||
	    char_bytes((char)class->wide[before - 1][0]) != char_bytes((char)class->wide[before][0]) ||
	    memcmp(class->wide[before - 1], class->wide[before], 4) > 0)
		return "found a range of letters that does not rise, expected one such as [a-z]";
	put_between(&class->ranges, "", class->wide[before - 1], class->wide[before],
		    char_bytes((char)class->wide[before][0]));
	return NULL;
}

static const char *read_class(struct reader *r, struct class *class)
{
	while (r->at < r->n && r->s[r->at] != ']') {
		size_t before = class->count;
		const char *wrong = add_member(r, class);

		if (!wrong && class->count > before && r->at + 1 < r->n && r->s[r->at] == '-' && r->s[r->at + 1] != ']')
			wrong = add_range(r, class);
		if (wrong)
			return wrong;
	}
	return r->at++ < r->n ? NULL : "found '[' without ']', expected a closed class";
}

static void put_one_of(struct output *out, const struct class *class)
{
	const char *bar = class->ascii.used ? "|" : "";

	put_text(out, "(?:");
	if (class->ascii.used)
		put_text(out, inq_arena_printf(out->arena, "[%s]", class->ascii.text));
	for (size_t i = 0; i < class->count; i++, bar = "|")
		put_text(out, inq_arena_printf(out->arena, "%s%.4s", bar, (const char *)class->wide[i]));
	put_text(out, class->ranges.used ? class->ranges.text : "");
	put_text(out, ")");
}

/* Whether a member begins with these bytes. */
static bool begins(const struct class *class, const unsigned char *prefix, size_t n)
{
	for (size_t i = 0; i < class->count; i++)
		if (memcmp(class->wide[i], prefix, n) == 0)
			return true;
	return false;
}

/* All characters that go on from `prefix` (n of `size` bytes) and are no members: those whose next byte no member has,
 * with whatever follows it, then byte by byte those that share it. */
static void put_others(struct output *out, const struct class *class, unsigned char prefix[4], size_t n, size_t size,
		       unsigned first, unsigned last)
{
	static const char *const any_bytes[] = {"", "", "[\\x80-\\xbf]", "[\\x80-\\xbf]{2}", "[\\x80-\\xbf]{3}"};
	const char *head = "", *free_bytes = "";

	for (size_t i = 0; i < n; i++)
		head = inq_arena_printf(out->arena, "%s\\x%02x", head, prefix[i]);
	for (unsigned byte = first; byte <= last; byte++) {
		prefix[n] = (unsigned char)byte;
		if (!begins(class, prefix, n + 1))
			free_bytes = inq_arena_printf(out->arena, "%s\\x%02x", free_bytes, byte);
		else if (n + 1 < size)
			put_others(out, class, prefix, n + 1, size, 0x80, 0xbf);
	}
	if (*free_bytes)
		put_text(out, inq_arena_printf(out->arena, "|%s[%s]%s", head, free_bytes,
					       any_bytes[size - n]));
}

/* A negated class with letters beyond ASCII: any one whole character that is no member. */
static void put_none_of(struct output *out, const struct class *class)
{
	unsigned char prefix[4] = {0};

	put_text(out, inq_arena_printf(out->arena, "(?:[^%s\\x80-\\xff]", class->ascii.used ? class->ascii.text : ""));
	put_others(out, class, prefix, 0, 2, 0xc2, 0xdf);
	put_others(out, class, prefix, 0, 3, 0xe0, 0xef);
	put_others(out, class, prefix, 0, 4, 0xf0, 0xf4);
	put_text(out, ")");
}

static const char *translate_class(struct reader *r)
{
	struct class class = {.ascii = {.arena = r->out->arena}, .ranges = {.arena = r->out->arena}};
	bool negated = r->at + 1 < r->n && r->s[r->at + 1] == '^';
	const char *wrong;

	r->at += 1 + negated;
	put_text(&class.ascii, "");
	wrong = read_class(r, &class);
	if (wrong)
		return wrong;
	if (class.ranges.used && negated)
		return "found a range of letters beyond ASCII in a negated class, expected them one by one";
	if (class.count && negated)
		put_none_of(r->out, &class);
	else if (class.count)
		put_one_of(r->out, &class);
	else
		put_text(r->out, inq_arena_printf(r->out->arena, negated ? "[^%s]" : "[%s]", class.ascii.text));
	r->gap = negated && !class.count;
	return NULL;
}

/* ---- the rest -------------------------------------------------------------------------------------------------- */

/* `{2,40}`. After a gap the bounds count characters, where the matchers count bytes. */
static const char *translate_bounds(struct reader *r)
{
	static const char expected[] = "found '{', expected bounds such as {2} or {0,40}";
	const char *open = r->s + r->at;
	char *end;
	long low = strtol(open + 1, &end, 10), high = low;
	bool open_end = *end == ',' && end[1] == '}';

	if (end == open + 1 || low < 0 || low > GAP_BYTES_MAX)
		return expected;
	if (open_end && r->gap)
		return "found an unbounded gap, expected bounds such as {0,40}";
	if (*end == ',')
		high = open_end ? (++end, low) : strtol(end + 1, &end, 10);
	if (*end != '}' || high < low || high > GAP_BYTES_MAX)
		return expected;
	high = r->gap ? high * r->widest : high;
	high = high > GAP_BYTES_MAX ? GAP_BYTES_MAX : high;
	loosen(r, low == 0 ? "*" : "+");
	put_text(r->out, open_end ? inq_arena_printf(r->out->arena, "{%ld,}", low)
				  : inq_arena_printf(r->out->arena, "{%ld,%ld}", low, high));
	r->loosened = r->out->used;
	r->at = (size_t)(end - r->s) + 1;
	return NULL;
}

static const char *translate_sign(struct reader *r)
{
	char c = r->s[r->at++];

	if (c == '^' || c == '$')
		return "found ^ or $ in the middle, expected them first and last only";
	if (c == '.' && r->at < r->n && (r->s[r->at] == '*' || r->s[r->at] == '+'))
		return "found .* or .+, expected a bounded gap such as .{0,40}";
	put_text(r->out, c == ' ' ? "[ \\n]" : inq_arena_printf(r->out->arena, "%c", c));
	r->gap = c == '.';
	return NULL;
}

static const char *translate_body(struct reader *r)
{
	while (r->at < r->n) {
		const char *wrong = NULL;

		if (literal_byte(r->s[r->at]))
			translate_literals(r);
		else if (r->s[r->at] == '\\')
			wrong = translate_escape(r, r->out, false);
		else if (r->s[r->at] == '[')
			wrong = translate_class(r);
		else if (r->s[r->at] == '{')
			wrong = translate_bounds(r);
		else
			wrong = translate_sign(r);
		if (wrong)
			return wrong;
	}
	return NULL;
}

static unsigned widest_char(struct inq_str source)
{
	size_t widest = 1;

	for (size_t i = 0; i < source.n; i += char_bytes(source.s[i]))
		widest = char_bytes(source.s[i]) > widest ? char_bytes(source.s[i]) : widest;
	return (unsigned)widest;
}

const char *inq_dialect_translate(struct inq_arena *arena, struct inq_str source, bool whole_words,
				  struct inq_expression *expression)
{
	struct output out = {.arena = arena};
	bool line_start = source.n && source.s[0] == '^';
	bool line_end = source.n > 1 && source.s[source.n - 1] == '$' && source.s[source.n - 2] != '\\';
	struct reader r = {.out = &out,
			   .s = source.s,
			   .n = source.n - line_end,
			   .at = line_start,
			   .loose = {.arena = arena},
			   .whole_words = whole_words,
			   .widest = widest_char(source)};
	const char *wrong;

	if (source.n == 0)
		return "found an empty pattern, expected words";
	put_text(&out, line_start ? "\\n" : whole_words ? BOUNDARY : "");
	put_text(&out, "(?:");
	wrong = translate_body(&r);
	if (wrong)
		return wrong;
	put_text(&out, ")");
	put_text(&out, line_end ? "\\n" : whole_words ? BOUNDARY : "");
	loosen(&r, "");
	if (inq_arena_failed(arena))
		return "out of memory";
	*expression = (struct inq_expression){out.text, r.loose.text, line_start || whole_words,
					      line_end || whole_words};
	return NULL;
}
