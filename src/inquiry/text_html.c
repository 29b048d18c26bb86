#include "text_html.h"

#include "text.h"

#include <string.h>
#include <strings.h>
#include <utf8proc.h>

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))
/* A tag longer than this is not searched for its end quote by quote: it ends at the first '>'. Keeps hostile input
 * from being read again and again. */
#define TAG_BYTES_MAX 16384u
#define ENTITY_BYTES_MAX 12u

/* Names in small letters and in order: the normal spelling folds case, so that of a letter does not matter. */
static const struct entity {
	const char *name;
	utf8proc_int32_t cp;
} entities[] = {
    {"aacute", 0xE1},   {"abreve", 0x103},  {"acirc", 0xE2},    {"acute", 0xB4},   {"aelig", 0xE6},
    {"agrave", 0xE0},   {"amp", 0x26},      {"aogon", 0x105},   {"apos", 0x27},    {"aring", 0xE5},
    {"atilde", 0xE3},   {"auml", 0xE4},     {"bdquo", 0x201E},  {"brvbar", 0xA6},  {"bull", 0x2022},
    {"cacute", 0x107},  {"ccaron", 0x10D},  {"ccedil", 0xE7},   {"cedil", 0xB8},   {"cent", 0xA2},
    {"check", 0x2713},  {"circ", 0x2C6},    {"colon", 0x3A},    {"comma", 0x2C},   {"commat", 0x40},
    {"copy", 0xA9},     {"curren", 0xA4},   {"dagger", 0x2020}, {"deg", 0xB0},     {"divide", 0xF7},
    {"dollar", 0x24},   {"dstrok", 0x111},  {"eacute", 0xE9},   {"ecaron", 0x11B}, {"ecirc", 0xEA},
    {"egrave", 0xE8},   {"emsp", 0x2003},   {"ensp", 0x2002},   {"eogon", 0x119},  {"eth", 0xF0},
    {"euml", 0xEB},     {"euro", 0x20AC},   {"excl", 0x21},     {"frac12", 0xBD},  {"frac14", 0xBC},
    {"frac34", 0xBE},   {"gbreve", 0x11F},  {"ge", 0x2265},     {"gt", 0x3E},      {"hellip", 0x2026},
    {"hyphen", 0x2010}, {"iacute", 0xED},   {"icirc", 0xEE},    {"iexcl", 0xA1},   {"igrave", 0xEC},
    {"inodot", 0x131},  {"iquest", 0xBF},   {"iuml", 0xEF},     {"laquo", 0xAB},   {"larr", 0x2190},
    {"ldquo", 0x201C},  {"le", 0x2264},     {"lpar", 0x28},     {"lrm", 0x200E},   {"lsaquo", 0x2039},
    {"lsquo", 0x2018},  {"lstrok", 0x142},  {"lt", 0x3C},       {"macr", 0xAF},    {"mdash", 0x2014},
    {"micro", 0xB5},    {"middot", 0xB7},   {"minus", 0x2212},  {"nacute", 0x144}, {"nbsp", 0xA0},
    {"ndash", 0x2013},  {"newline", 0xA},   {"ntilde", 0xF1},   {"num", 0x23},     {"oacute", 0xF3},
    {"ocirc", 0xF4},    {"oelig", 0x153},   {"ograve", 0xF2},   {"ordf", 0xAA},    {"ordm", 0xBA},
    {"oslash", 0xF8},   {"otilde", 0xF5},   {"ouml", 0xF6},     {"para", 0xB6},    {"percnt", 0x25},
    {"period", 0x2E},   {"permil", 0x2030}, {"plusmn", 0xB1},   {"pound", 0xA3},   {"prime", 0x2032},
    {"quest", 0x3F},    {"quot", 0x22},     {"raquo", 0xBB},    {"rarr", 0x2192},  {"rcaron", 0x159},
    {"rdquo", 0x201D},  {"reg", 0xAE},      {"rlm", 0x200F},    {"rpar", 0x29},    {"rsaquo", 0x203A},
    {"rsquo", 0x2019},  {"sacute", 0x15B},  {"sbquo", 0x201A},  {"scaron", 0x161}, {"scedil", 0x15F},
    {"sect", 0xA7},     {"shy", 0xAD},      {"sol", 0x2F},      {"star", 0x2A},    {"sup1", 0xB9},
    {"sup2", 0xB2},     {"sup3", 0xB3},     {"szlig", 0xDF},    {"tab", 0x9},      {"thinsp", 0x2009},
    {"thorn", 0xFE},    {"tilde", 0x2DC},   {"times", 0xD7},    {"trade", 0x2122}, {"uacute", 0xFA},
    {"ucirc", 0xFB},    {"ugrave", 0xF9},   {"uml", 0xA8},      {"uuml", 0xFC},    {"yacute", 0xFD},
    {"yen", 0xA5},      {"yuml", 0xFF},     {"zacute", 0x17A},  {"zcaron", 0x17E}, {"zdot", 0x17C},
    {"zwj", 0x200D},    {"zwnj", 0x200C},
};

/* What a tag does to the text. */
enum effect { NOTHING = 1, BLOCK, CELL, ANCHOR, CITE, HIDDEN };

static const struct tag_kind {
	const char *name;
	enum effect effect;
} tag_kinds[] = {
    {"a", ANCHOR},        {"address", BLOCK},  {"article", BLOCK},  {"b", NOTHING},     {"big", NOTHING},
    {"blockquote", CITE}, {"body", BLOCK},     {"br", BLOCK},       {"center", BLOCK},  {"code", NOTHING},
    {"dd", BLOCK},        {"div", BLOCK},      {"dl", BLOCK},       {"dt", BLOCK},      {"em", NOTHING},
    {"font", NOTHING},    {"footer", BLOCK},   {"form", BLOCK},     {"h1", BLOCK},      {"h2", BLOCK},
    {"h3", BLOCK},        {"h4", BLOCK},       {"h5", BLOCK},       {"h6", BLOCK},      {"head", BLOCK},
    {"header", BLOCK},    {"hr", BLOCK},       {"html", BLOCK},     {"i", NOTHING},     {"img", NOTHING},
    {"li", BLOCK},        {"main", BLOCK},     {"meta", NOTHING},   {"ol", BLOCK},      {"p", BLOCK},
    {"pre", BLOCK},       {"s", NOTHING},      {"script", HIDDEN},  {"section", BLOCK}, {"small", NOTHING},
    {"span", NOTHING},    {"strike", NOTHING}, {"strong", NOTHING}, {"style", HIDDEN},  {"sub", NOTHING},
    {"sup", NOTHING},     {"table", BLOCK},    {"tbody", BLOCK},    {"td", CELL},       {"tfoot", BLOCK},
    {"th", CELL},         {"thead", BLOCK},    {"title", HIDDEN},   {"tr", BLOCK},      {"u", NOTHING},
    {"ul", BLOCK},
};

/* A tag as it stands in the text; `size` is 0 where there is none. */
struct tag {
	size_t size;
	struct inq_str name, attributes;
	bool closing;
};

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_byte(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '-' || c == '_';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool same_name(struct inq_str name, const char *literal)
{
	return strlen(literal) == name.n && strncasecmp(name.s, literal, name.n) == 0;
}

/* Where the tag's '>' is, quotes respected: from `s[i]`, 0 when there is none near. */
static size_t quoted_end(const char *s, size_t i, size_t n)
{
	if (n - i > TAG_BYTES_MAX)
		n = i + TAG_BYTES_MAX;
	while (i < n && s[i] != '>' && s[i] != '<') {
		if (s[i] == '"' || s[i] == '\'') {
			const char *closing = memchr(s + i + 1, s[i], n - i - 1);

			if (!closing)
				return 0;
			i = (size_t)(closing - s);
		}
		i++;
	}
	return i < n && s[i] == '>' ? i : 0;
}

/* The same for a tag with a quote that never ends, or a very long one: the next '>', unless a tag begins before it. */
static size_t unquoted_end(const char *s, size_t i, size_t n)
{
	while (i < n && s[i] != '>' && s[i] != '<')
		i++;
	return i < n && s[i] == '>' ? i : 0;
}

static struct tag read_tag(const char *s, size_t n)
{
	struct tag tag = {0};
	size_t i = 1, name, end;

	if (i < n && s[i] == '/') {
		tag.closing = true;
		i++;
	}
	name = i;
	while (i < n && i - name < 32 && is_name_byte(s[i]))
		i++;
	if (i == name || i == n || !is_letter(s[name]) || (s[i] != '>' && s[i] != '/' && !is_space(s[i])))
		return tag;
	end = quoted_end(s, i, n);
	if (!end)
		end = unquoted_end(s, i, n);
	if (!end)
		return tag;
	tag.name = (struct inq_str){s + name, i - name};
	tag.attributes = (struct inq_str){s + i, end - i};
	tag.size = end + 1;
	return tag;
}

static enum effect tag_effect(const struct tag *tag)
{
	for (size_t i = 0; i < SIZE(tag_kinds); i++) {
		if (same_name(tag->name, tag_kinds[i].name))
			return tag_kinds[i].effect;
	}
	return 0;
}

/* The value of an attribute, without its quotes; empty where it has none. Moves `rest` behind it. */
static struct inq_str next_attribute(struct inq_str *rest, struct inq_str *value)
{
	const char *s = rest->s, *end = s + rest->n, *name;
	struct inq_str found;

	while (s < end && !is_letter(*s))
		s++;
	name = s;
	while (s < end && is_name_byte(*s))
		s++;
	found = (struct inq_str){name, (size_t)(s - name)};
	*value = (struct inq_str){"", 0};
	while (s < end && is_space(*s))
		s++;
	if (s < end && *s == '=') {
		char quote = '\0';

		do
			s++;
		while (s < end && is_space(*s));
		if (s < end && (*s == '"' || *s == '\''))
			quote = *s++;
		value->s = s;
		while (s < end && (quote ? *s != quote : !is_space(*s)))
			s++;
		value->n = (size_t)(s - value->s);
		s += s < end;
	}
	*rest = (struct inq_str){s, (size_t)(end - s)};
	return found;
}

static struct inq_str attribute(const struct tag *tag, const char *wanted)
{
	struct inq_str rest = tag->attributes, value;

	while (rest.n) {
		struct inq_str name = next_attribute(&rest, &value);

		if (same_name(name, wanted))
			return value;
	}
	return (struct inq_str){"", 0};
}

/* "<b and c>" has no attribute that is one: something in it must be followed by '=', or nothing may be in it. */
static bool looks_written_as_tag(const struct tag *tag)
{
	struct inq_str rest = tag->attributes, value;

	while (rest.n && (is_space(*rest.s) || *rest.s == '/'))
		rest = (struct inq_str){rest.s + 1, rest.n - 1};
	if (!rest.n)
		return true;
	if (!next_attribute(&rest, &value).n)
		return false;
	return value.n > 0;
}

bool inq_html_is(const char *s, size_t n)
{
	const char *last = n ? memrchr(s, '>', n) : NULL;

	for (const char *p = last ? memchr(s, '<', n) : NULL; p && p < last;
	     p = memchr(p + 1, '<', (size_t)(last - p))) {
		struct tag tag;

		if (last - p >= 9 && strncasecmp(p, "<!doctype", 9) == 0)
			return true;
		tag = read_tag(p, (size_t)(last + 1 - p));
		if (tag.size && tag_effect(&tag) && looks_written_as_tag(&tag))
			return true;
	}
	return false;
}

/* Browsers read the numbers 128-159 as Windows-1252, and mail programs write them so. */
static utf8proc_int32_t numeric_character(uint32_t number)
{
	static const uint16_t windows_1252[32] = {
	    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6,  0x2030, 0x160,
	    0x2039, 0x152,  0x8D,   0x17D,  0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	    0x2013, 0x2014, 0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178,
	};

	if (number >= 128 && number < 160)
		return windows_1252[number - 128];
	if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000))
		return 0xFFFD;
	return (utf8proc_int32_t)number;
}

static int digit_of(char c, unsigned base)
{
	int digit = -1;

	if (c >= '0' && c <= '9')
		digit = c - '0';
	else if (base == 16 && is_letter(c) && (c | 0x20) <= 'f')
		digit = (c | 0x20) - 'a' + 10;
	return digit;
}

/* `s` stands behind "&#", `n` is the size up to the semicolon. -1 where it is no number. */
static utf8proc_int32_t read_number(const char *s, size_t n)
{
	unsigned base = n && (s[0] | 0x20) == 'x' ? 16 : 10;
	size_t i = base == 16;
	uint32_t number = 0;

	if (i == n)
		return -1;
	for (; i < n; i++) {
		int digit = digit_of(s[i], base);

		if (digit < 0)
			return -1;
		number = number > 0x110000 ? number : number * base + (uint32_t)digit;
	}
	return numeric_character(number);
}

static utf8proc_int32_t named_character(struct inq_str name)
{
	size_t low = 0, high = SIZE(entities);

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strncasecmp(name.s, entities[middle].name, name.n);

		if (order == 0 && entities[middle].name[name.n] != '\0')
			order = -1;
		if (order == 0)
			return entities[middle].cp;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

size_t inq_html_entity(const char *s, size_t n, char out[4], size_t *size)
{
	size_t limit = n < ENTITY_BYTES_MAX ? n : ENTITY_BYTES_MAX;
	const char *end = limit > 2 && s[0] == '&' ? memchr(s, ';', limit) : NULL;
	utf8proc_int32_t cp;

	if (!end || end - s < 2)
		return 0;
	if (s[1] == '#')
		cp = read_number(s + 2, (size_t)(end - s) - 2);
	else
		cp = named_character((struct inq_str){s + 1, (size_t)(end - s) - 1});
	if (cp < 0)
		return 0;
	*size = (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)out);
	return (size_t)(end - s) + 1;
}

/* The state of one conversion. */
struct reader {
	struct inq_arena *arena;
	const char *s;
	uint32_t n, i;
	struct inq_plain *plain;
	char *text;
	uint32_t *map, capacity;
	uint32_t cites;    /* quoted mails that are open */
	bool blocks;       /* line breaks are made by tags, those of the source are white space */
	bool open_comment; /* no comment ends from here on */
	bool in_anchor, failed;
};

/* No tag or entity is shorter than what it becomes, so `capacity` suffices. The check is for the day when one is. */
static void put(struct reader *reader, char c, uint32_t at)
{
	struct inq_plain *plain = reader->plain;

	if (plain->size == reader->capacity)
		return;
	reader->text[plain->size] = c;
	reader->map[plain->size++] = at;
}

/* Behind the "> " of a line that is empty so far. */
static bool at_quote_mark(const struct reader *reader)
{
	uint32_t size = reader->plain->size;

	return size >= 2 && reader->text[size - 1] == ' ' && reader->text[size - 2] == '>' &&
	       (size == 2 || reader->text[size - 3] == '\n');
}

static bool at_line_start(const struct reader *reader)
{
	uint32_t size = reader->plain->size;

	return size == 0 || reader->text[size - 1] == '\n' || at_quote_mark(reader);
}

static void put_line_break(struct reader *reader)
{
	if (at_line_start(reader))
		return;
	put(reader, '\n', reader->i);
	if (reader->cites) {
		put(reader, '>', reader->i);
		put(reader, ' ', reader->i);
	}
}

/* Mail programs mark the mail that they answer to; a bare <blockquote> is only indentation. */
static void open_or_close_cite(struct reader *reader, const struct tag *tag)
{
	struct inq_str type = attribute(tag, "type"), class = attribute(tag, "class");
	bool line_start = at_line_start(reader);

	if (tag->closing) {
		if (reader->cites && at_quote_mark(reader))
			reader->plain->size -= 2;
		reader->cites -= reader->cites > 0;
		put(reader, '\n', reader->i);
		return;
	}
	if (!reader->cites && !same_name(type, "cite") && !(class.n && memmem(class.s, class.n, "quote", 5)))
		return;
	reader->cites++;
	if (line_start) {
		put(reader, '>', reader->i);
		put(reader, ' ', reader->i);
	}
}

static struct inq_str decoded(struct inq_arena *arena, struct inq_str value)
{
	char *text = inq_arena_alloc(arena, value.n + 5);
	size_t n = 0;

	for (size_t i = 0; text && i < value.n;) {
		size_t size = 0, length = inq_html_entity(value.s + i, value.n - i, text + n, &size);

		if (!length)
			text[n++] = value.s[i++];
		n += size;
		i += length;
	}
	return text ? inq_normalise(arena, text, n) : (struct inq_str){"", 0};
}

static void close_anchor(struct reader *reader)
{
	struct inq_plain *plain = reader->plain;

	if (reader->in_anchor)
		plain->anchors[plain->anchor_count - 1].end = plain->size;
	reader->in_anchor = false;
}

static void open_anchor(struct reader *reader, struct inq_str target)
{
	struct inq_plain *plain = reader->plain;

	if (plain->anchor_count == plain->anchor_capacity) {
		size_t capacity = plain->anchor_capacity ? 2 * plain->anchor_capacity : 8;
		struct inq_anchor *anchors = inq_arena_alloc(reader->arena, capacity * sizeof(*anchors));

		if (!anchors) {
			reader->failed = true;
			return;
		}
		if (plain->anchor_count)
			memcpy(anchors, plain->anchors, plain->anchor_count * sizeof(*anchors));
		plain->anchors = anchors;
		plain->anchor_capacity = capacity;
	}
	plain->anchors[plain->anchor_count++] =
	    (struct inq_anchor){plain->size, plain->size, decoded(reader->arena, target)};
	reader->in_anchor = true;
}

/* Moves behind the closing tag of a script, style or title; to the end when it has none. */
static void skip_hidden(struct reader *reader, const struct tag *tag)
{
	while (!tag->closing && reader->i < reader->n) {
		const char *next = memchr(reader->s + reader->i, '<', reader->n - reader->i);
		struct tag closing;

		if (!next) {
			reader->i = reader->n;
			return;
		}
		reader->i = (uint32_t)(next - reader->s);
		closing = read_tag(next, reader->n - reader->i);
		if (closing.closing && closing.name.n == tag->name.n &&
		    strncasecmp(closing.name.s, tag->name.s, tag->name.n) == 0) {
			reader->i += (uint32_t)closing.size;
			return;
		}
		reader->i++;
	}
}

static void apply_tag(struct reader *reader, const struct tag *tag)
{
	enum effect effect = tag_effect(tag);

	if (effect == BLOCK || effect == CITE)
		put_line_break(reader);
	if (effect == CITE)
		open_or_close_cite(reader, tag);
	if (effect == CELL)
		put(reader, ' ', reader->i);
	if (effect == ANCHOR) {
		struct inq_str target = tag->closing ? (struct inq_str){"", 0} : attribute(tag, "href");

		close_anchor(reader);
		if (target.n)
			open_anchor(reader, target);
	}
	reader->i += (uint32_t)tag->size;
	if (effect == HIDDEN)
		skip_hidden(reader, tag);
}

/* Comments, declarations, processing instructions. */
static bool skip_markup(struct reader *reader)
{
	const char *s = reader->s + reader->i, *end;
	size_t n = reader->n - reader->i;

	if (n < 2 || (s[1] != '!' && s[1] != '?'))
		return false;
	if (n >= 4 && memcmp(s, "<!--", 4) == 0) {
		/* A comment without an end hides nothing: the sender's words may follow. */
		end = reader->open_comment ? NULL : memmem(s + 4, n - 4, "-->", 3);
		reader->open_comment = !end;
		reader->i += end ? (uint32_t)(end - s) + 3 : 4;
		return true;
	}
	end = memchr(s, '>', n);
	if (end)
		reader->i += (uint32_t)(end - s) + 1;
	return end != NULL;
}

static bool read_markup(struct reader *reader, const char *last_end)
{
	struct tag tag;

	if (reader->s + reader->i > last_end)
		return false;
	if (skip_markup(reader))
		return true;
	tag = read_tag(reader->s + reader->i, reader->n - reader->i);
	if (tag.size)
		apply_tag(reader, &tag);
	return tag.size > 0;
}

static void read_text(struct reader *reader)
{
	char character[4], c = reader->s[reader->i];
	size_t size = 0, length = 0;

	if (c == '&')
		length = inq_html_entity(reader->s + reader->i, reader->n - reader->i, character, &size);
	for (size_t i = 0; i < size; i++)
		put(reader, character[i], reader->i);
	if (!length) {
		bool white = (c == '\n' || c == '\r') && reader->blocks;

		put(reader, white ? ' ' : c, reader->i);
		length = 1;
	}
	reader->i += (uint32_t)length;
}

static bool has_blocks(const char *s, const char *last_end)
{
	for (const char *p = s; p && p < last_end; p = memchr(p + 1, '<', (size_t)(last_end - p))) {
		struct tag tag = {0};
		enum effect effect;

		if (*p == '<')
			tag = read_tag(p, (size_t)(last_end + 1 - p));
		effect = tag.size ? tag_effect(&tag) : 0;
		if (effect == BLOCK || effect == CELL || effect == CITE)
			return true;
	}
	return false;
}

bool inq_html_plain(struct inq_arena *arena, const char *s, uint32_t n, struct inq_plain *plain)
{
	struct reader reader = {.arena = arena, .s = s, .n = n, .plain = plain, .capacity = n + 3};
	const char *last_end = n ? memrchr(s, '>', n) : NULL;

	*plain = (struct inq_plain){.s = ""};
	reader.text = inq_arena_alloc_raw(arena, reader.capacity);
	reader.map = inq_arena_alloc_raw(arena, reader.capacity * sizeof(*reader.map));
	if (!reader.text || !reader.map)
		return false;
	reader.blocks = last_end && has_blocks(s, last_end);
	while (reader.i < n && !reader.failed) {
		if (s[reader.i] != '<' || !last_end || !read_markup(&reader, last_end))
			read_text(&reader);
	}
	close_anchor(&reader);
	plain->s = reader.text;
	plain->map = reader.map;
	return !reader.failed && !inq_arena_failed(arena);
}
