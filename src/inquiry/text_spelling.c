#include "text_spelling.h"

#include "text.h"

#include <string.h>
#include <utf8proc.h>

#define NO_CLUSTER UINT32_MAX
/* Marks on one letter that are kept. Living scripts need four; more is a prank that would cost quadratic time. */
#define CLUSTER_MAX 32
/* No character decomposes into more than 18 (U+FDFA). */
#define DECOMPOSED_MAX 32
/* Bytes that one step may write beyond those that it reserved for: a decomposed character or a full cluster. */
#define RESERVE (4 * (CLUSTER_MAX + DECOMPOSED_MAX))

/* What becomes of each ASCII character: itself, its small letter, ' ', \n, or \0 where it is dropped. */
static const char ascii[129] = "\0\0\0\0\0\0\0\0\0 \n\n\n\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
			       " !\"#$%&'()*+,-./0123456789:;<=>?@abcdefghijklmnopqrstuvwxyz[\\]^_"
			       "`abcdefghijklmnopqrstuvwxyz{|}~\0";

/* Characters with a spelling of their own, in the order of their code points. Looked up before and after
 * decomposition. */
static const struct respelling {
	utf8proc_int32_t from;
	const char *to;
} respellings[] = {
    {0xAB, "\""},    {0xB0, "°"},    {0xB1, "+/-"},  {0xB4, "'"},    {0xB7, " "},    {0xBB, "\""},   {0xD7, "x"},
    {0xE6, "ae"},    {0xF0, "d"},    {0xF8, "o"},    {0xFE, "th"},   {0x111, "d"},   {0x127, "h"},   {0x131, "i"},
    {0x142, "l"},    {0x153, "oe"},  {0x167, "t"},   {0x2B9, "'"},   {0x2BA, "\""},  {0x2BB, "'"},   {0x2BC, "'"},
    {0x2BD, "'"},    {0x2C8, "'"},   {0x589, "."},   {0x5F3, "'"},   {0x5F4, "\""},  {0x60C, ","},   {0x60D, ","},
    {0x61B, ";"},    {0x61F, "?"},   {0x629, "ه"},   {0x640, ""},    {0x649, "ي"},   {0x66A, "%"},   {0x66B, "."},
    {0x66C, ","},    {0x66D, "*"},   {0x671, "ا"},   {0x672, "ا"},   {0x673, "ا"},   {0x6A9, "ك"},   {0x6AA, "ك"},
    {0x6BE, "ه"},    {0x6C1, "ه"},   {0x6C3, "ه"},   {0x6CC, "ي"},   {0x6D4, "."},   {0x6D5, "ه"},   {0x964, "."},
    {0x965, "."},    {0x104A, ","},  {0x104B, "."},  {0x1362, "."},  {0x17D4, "."},  {0x17D5, "."},  {0x2018, "'"},
    {0x2019, "'"},   {0x201A, "'"},  {0x201B, "'"},  {0x201C, "\""}, {0x201D, "\""}, {0x201E, "\""}, {0x201F, "\""},
    {0x2032, "'"},   {0x2033, "\""}, {0x2035, "'"},  {0x2036, "\""}, {0x2039, "'"},  {0x203A, "'"},  {0x2044, "/"},
    {0x2116, "no "}, {0x2120, " "},  {0x2122, " "},  {0x2212, "-"},  {0x2215, "/"},  {0x2223, "|"},  {0x2236, ":"},
    {0x2248, "~"},   {0x2264, "<="}, {0x2265, ">="}, {0x2715, "x"},  {0x2716, "x"},  {0x275B, "'"},  {0x275C, "'"},
    {0x275D, "\""},  {0x275E, "\""}, {0x2A2F, "x"},  {0x3001, ","},  {0x3002, "."},  {0x3003, "\""}, {0x3008, "\""},
    {0x3009, "\""},  {0x300A, "\""}, {0x300B, "\""}, {0x300C, "["},  {0x300D, "]"},  {0x300E, "["},  {0x300F, "]"},
    {0x3010, "["},   {0x3011, "]"},  {0x3014, "["},  {0x3015, "]"},  {0x3016, "["},  {0x3017, "]"},  {0x3018, "["},
    {0x3019, "]"},   {0x301A, "["},  {0x301B, "]"},  {0x301C, "~"},  {0x301D, "\""}, {0x301E, "\""}, {0x301F, "\""},
    {0xFFFD, " "},
};

static const char *respelling(utf8proc_int32_t cp)
{
	size_t low = 0, high = sizeof(respellings) / sizeof(respellings[0]);

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (respellings[middle].from == cp)
			return respellings[middle].to;
		if (respellings[middle].from < cp)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* What a kind of character becomes where the table above says nothing. */
enum treatment { LETTER, MARK, CURRENCY, SYMBOL, DASH, OPEN, CLOSE, QUOTE, BLANK, BREAK, DROP };

static enum treatment treatment(utf8proc_int32_t cp)
{
	static const unsigned char of_category[] = {
	    [UTF8PROC_CATEGORY_CN] = BLANK,  [UTF8PROC_CATEGORY_LU] = LETTER, [UTF8PROC_CATEGORY_LL] = LETTER,
	    [UTF8PROC_CATEGORY_LT] = LETTER, [UTF8PROC_CATEGORY_LM] = LETTER, [UTF8PROC_CATEGORY_LO] = LETTER,
	    [UTF8PROC_CATEGORY_MN] = MARK,   [UTF8PROC_CATEGORY_MC] = MARK,   [UTF8PROC_CATEGORY_ME] = MARK,
	    [UTF8PROC_CATEGORY_ND] = LETTER, [UTF8PROC_CATEGORY_NL] = LETTER, [UTF8PROC_CATEGORY_NO] = LETTER,
	    [UTF8PROC_CATEGORY_PC] = SYMBOL, [UTF8PROC_CATEGORY_PD] = DASH,   [UTF8PROC_CATEGORY_PS] = OPEN,
	    [UTF8PROC_CATEGORY_PE] = CLOSE,  [UTF8PROC_CATEGORY_PI] = QUOTE,  [UTF8PROC_CATEGORY_PF] = QUOTE,
	    [UTF8PROC_CATEGORY_PO] = SYMBOL, [UTF8PROC_CATEGORY_SM] = SYMBOL, [UTF8PROC_CATEGORY_SC] = CURRENCY,
	    [UTF8PROC_CATEGORY_SK] = SYMBOL, [UTF8PROC_CATEGORY_SO] = SYMBOL, [UTF8PROC_CATEGORY_ZS] = BLANK,
	    [UTF8PROC_CATEGORY_ZL] = BREAK,  [UTF8PROC_CATEGORY_ZP] = BREAK,  [UTF8PROC_CATEGORY_CC] = DROP,
	    [UTF8PROC_CATEGORY_CF] = DROP,   [UTF8PROC_CATEGORY_CS] = BLANK,  [UTF8PROC_CATEGORY_CO] = BLANK,
	};
	const utf8proc_property_t *property = utf8proc_get_property(cp);

	if (cp == 0x85) /* the line break of EBCDIC, a control character by category */
		return BREAK;
	return property->ignorable ? DROP : (enum treatment)of_category[property->category];
}

bool inq_spelling_init(struct inq_spelling *out, struct inq_arena *arena, size_t expected)
{
	size_t capacity = expected + expected / 8 + 2 * RESERVE;

	*out = (struct inq_spelling){.arena = arena, .cluster = NO_CLUSTER};
	if (capacity >= UINT32_MAX / 4)
		return false;
	out->capacity = (uint32_t)capacity;
	out->norm = inq_arena_alloc_raw(arena, capacity);
	out->origin = inq_arena_alloc_raw(arena, capacity * sizeof(*out->origin));
	out->failed = !out->norm || !out->origin;
	return !out->failed;
}

static bool grow(struct inq_spelling *out, uint32_t more)
{
	size_t capacity = ((size_t)out->capacity + more) * 2;
	char *norm = NULL;
	uint32_t *origin = NULL;

	if (out->failed)
		return false;
	if (capacity < UINT32_MAX / 4) {
		norm = inq_arena_alloc_raw(out->arena, capacity);
		origin = inq_arena_alloc_raw(out->arena, capacity * sizeof(*origin));
	}
	if (!norm || !origin) {
		out->failed = true;
		return false;
	}
	memcpy(norm, out->norm, out->size);
	memcpy(origin, out->origin, out->size * sizeof(*origin));
	out->norm = norm;
	out->origin = origin;
	out->capacity = (uint32_t)capacity;
	return true;
}

static bool reserve(struct inq_spelling *out, uint32_t more)
{
	return out->capacity - out->size >= more || grow(out, more);
}

static void put(struct inq_spelling *out, char c, uint32_t at)
{
	out->norm[out->size] = c;
	out->origin[out->size++] = at;
}

/* The frame stands before every piece, so there always is a last byte. */
static char last(const struct inq_spelling *out)
{
	return out->norm[out->size - 1];
}

static void put_blank(struct inq_spelling *out, uint32_t at)
{
	out->cluster = NO_CLUSTER;
	out->currency = false;
	if (last(out) != ' ' && last(out) != '\n')
		put(out, ' ', at);
}

static void put_break(struct inq_spelling *out, uint32_t at)
{
	out->cluster = NO_CLUSTER;
	out->currency = false;
	if (last(out) == ' ')
		out->size--;
	if (last(out) != '\n')
		put(out, '\n', at);
}

/* `c` is a result of the ASCII table. */
static void put_ascii(struct inq_spelling *out, char c, uint32_t at)
{
	if (c == ' ') {
		put_blank(out, at);
		return;
	}
	if (out->currency && inq_is_word_byte(c))
		put_blank(out, at);
	out->cluster = NO_CLUSTER;
	out->currency = false;
	put(out, c, at);
}

static void put_code_point(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char(cp, bytes);

	for (utf8proc_ssize_t i = 0; i < n; i++)
		put(out, (char)bytes[i], at);
}

static void put_letter(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	if (out->currency)
		put_blank(out, at);
	out->cluster = out->size;
	put_code_point(out, cp, at);
}

/* Blanks around it, so that a word boundary stands between "€" and "50". */
static void put_currency(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	if (inq_is_word_byte(last(out)))
		put_blank(out, at);
	put_code_point(out, cp, at);
	out->cluster = NO_CLUSTER;
	out->currency = true;
}

static void put_text(struct inq_spelling *out, const char *s, uint32_t at)
{
	while (*s) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)strlen(s), &cp);

		if (n <= 0)
			return;
		if (cp < 0x80)
			put_ascii(out, (char)cp, at);
		else
			put_letter(out, cp, at);
		s += n;
	}
}

/* Accents and points that the normal spelling leaves out: the common ones, Cyrillic, Hebrew and Arabic ones. Kana,
 * Thai and Indic marks make another letter and stay. */
static bool is_dropped_mark(utf8proc_int32_t cp)
{
	static const struct {
		utf8proc_int32_t first, last;
	} dropped[] = {
	    {0x300, 0x36F},   {0x483, 0x489},   {0x591, 0x5C7},   {0x610, 0x61A},   {0x64B, 0x65F},   {0x670, 0x670},
	    {0x6D6, 0x6ED},   {0x898, 0x89F},   {0x8CA, 0x8FF},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF},
	    {0x2DE0, 0x2DFF}, {0xA66F, 0xA67D}, {0xFB1E, 0xFB1E}, {0xFE20, 0xFE2F},
	};

	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++) {
		if (cp >= dropped[i].first && cp <= dropped[i].last)
			return true;
	}
	return false;
}

static void sort_by_combining_class(utf8proc_int32_t *cps, utf8proc_ssize_t n)
{
	for (utf8proc_ssize_t i = 1; i < n; i++) {
		utf8proc_int32_t cp = cps[i];
		utf8proc_propval_t class = utf8proc_get_property(cp)->combining_class;
		utf8proc_ssize_t j = i;

		while (class && j > 0 && utf8proc_get_property(cps[j - 1])->combining_class > class) {
			cps[j] = cps[j - 1];
			j--;
		}
		cps[j] = cp;
	}
}

/* Adds one mark (or a Hangul vowel or final) to the last letter and composes both again. Done on what was written,
 * not on what is read, so that a control character in between, which is dropped, does not change the outcome. */
static void put_mark(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	utf8proc_int32_t cps[4 * (CLUSTER_MAX + 1)];
	utf8proc_ssize_t n = 0;
	unsigned letters = 0;
	uint32_t start = out->cluster, origin;

	if (start == NO_CLUSTER) {
		put_letter(out, cp, at);
		return;
	}
	for (uint32_t i = start; i < out->size; letters++) {
		utf8proc_int32_t old;
		int boundary = 0;

		i += (uint32_t)utf8proc_iterate((const utf8proc_uint8_t *)out->norm + i, out->size - i, &old);
		if (letters == CLUSTER_MAX - 1)
			return;
		n += utf8proc_decompose_char(old, cps + n, 4, UTF8PROC_DECOMPOSE, &boundary);
	}
	cps[n++] = cp;
	sort_by_combining_class(cps, n);
	n = utf8proc_normalize_utf32(cps, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	origin = out->origin[start];
	out->size = start;
	for (utf8proc_ssize_t i = 0; i < n; i++)
		put_code_point(out, cps[i], origin);
}

/* A Hangul vowel joins a leading consonant, a final joins a syllable without one. */
static bool joins_last_letter(const struct inq_spelling *out, utf8proc_int32_t cp)
{
	bool vowel = cp >= 0x1161 && cp <= 0x1175, final = cp >= 0x11A8 && cp <= 0x11C2;
	utf8proc_int32_t before;

	if (out->cluster == NO_CLUSTER || (!vowel && !final))
		return false;
	utf8proc_iterate((const utf8proc_uint8_t *)out->norm + out->cluster, out->size - out->cluster, &before);
	if (vowel)
		return before >= 0x1100 && before <= 0x1112;
	return before >= 0xAC00 && before <= 0xD7A3 && (before - 0xAC00) % 28 == 0;
}

/* All blocks of decimal digits begin at a code point that ends in hexadecimal 0 or 6. */
static int digit_value(utf8proc_int32_t cp)
{
	int low = cp & 15;

	if (utf8proc_category(cp) != UTF8PROC_CATEGORY_ND)
		return -1;
	return low >= 6 && utf8proc_category(cp - low) != UTF8PROC_CATEGORY_ND ? low - 6 : low;
}

static void put_by_treatment(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	int digit;

	switch (treatment(cp)) {
	case LETTER:
		digit = digit_value(cp);
		if (digit >= 0)
			put_ascii(out, (char)('0' + digit), at);
		else if (joins_last_letter(out, cp))
			put_mark(out, cp, at);
		else
			put_letter(out, cp, at);
		return;
	case MARK:
		if (!is_dropped_mark(cp))
			put_mark(out, cp, at);
		return;
	case CURRENCY:
		put_currency(out, cp, at);
		return;
	case DASH:
		put_ascii(out, '-', at);
		return;
	case OPEN:
		put_ascii(out, '(', at);
		return;
	case CLOSE:
		put_ascii(out, ')', at);
		return;
	case QUOTE:
		put_ascii(out, '"', at);
		return;
	case SYMBOL:
	case BLANK:
		put_blank(out, at);
		return;
	case BREAK:
		put_break(out, at);
		return;
	case DROP:
		return;
	}
}

/* One code point of a decomposition. */
static void put_decomposed(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	const char *to;

	if (cp < 0x80) {
		char c = ascii[cp];

		if (c == '\n')
			put_break(out, at);
		else if (c)
			put_ascii(out, c, at);
		return;
	}
	to = respelling(cp);
	if (to)
		put_text(out, to, at);
	else
		put_by_treatment(out, cp, at);
}

/* Letters that are in the normal spelling already, of the scripts that fill whole texts. They only save time: the long
 * way gives the same. */
static bool is_plain_letter(utf8proc_int32_t cp)
{
	if (cp < 0x600)
		return cp >= 0x430 && cp <= 0x44F && cp != 0x439;
	if (cp < 0x700)
		return cp >= 0x627 && cp <= 0x648 && cp != 0x629 && (cp <= 0x63A || cp > 0x640);
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0x3041 && cp <= 0x3096) ||
	       (cp >= 0x30A1 && cp <= 0x30FA) || cp == 0x30FC || (cp >= 0xE01 && cp <= 0xE30);
}

/* A plain letter as its `length` bytes are. */
static void put_plain(struct inq_spelling *out, const char *s, uint32_t length, uint32_t at)
{
	if (out->currency)
		put_blank(out, at);
	out->cluster = out->size;
	for (uint32_t i = 0; i < length; i++)
		put(out, s[i], at);
}

static void put_unicode(struct inq_spelling *out, utf8proc_int32_t cp, uint32_t at)
{
	utf8proc_int32_t parts[DECOMPOSED_MAX];
	utf8proc_ssize_t n;
	int boundary = 0;
	const char *to;

	to = respelling(cp);
	if (to) {
		put_text(out, to, at);
		return;
	}
	if (treatment(cp) == DROP)
		return;
	/* "1½" is 1 1/2, not 11/2. */
	if (utf8proc_get_property(cp)->decomp_type == UTF8PROC_DECOMP_TYPE_FRACTION && last(out) >= '0' &&
	    last(out) <= '9')
		put_blank(out, at);
	n = utf8proc_decompose_char(cp, parts, DECOMPOSED_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD,
				    &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < DECOMPOSED_MAX; i++)
		put_decomposed(out, parts[i], at);
}

/* A run of ASCII, the bulk of most texts: one table, no calls. Returns where the run ends. */
static uint32_t add_ascii(struct inq_spelling *out, const char *s, uint32_t i, uint32_t n, const uint32_t *map,
			  uint32_t base)
{
	char *norm = out->norm;
	uint32_t *origin = out->origin, size = out->size;
	char before = norm[size - 1];

	for (; i < n && (unsigned char)s[i] < 0x80; i++) {
		char c = ascii[(unsigned char)s[i]];
		bool at_blank = before == ' ' || before == '\n';

		if (c == '\0' || (c == ' ' && at_blank))
			continue;
		if (c == '\n' && before == ' ')
			before = norm[--size - 1];
		if (c == '\n' && before == '\n')
			continue;
		norm[size] = before = c;
		origin[size++] = map ? map[i] : base + i;
	}
	out->size = size;
	return i;
}

/* The first character that stays after one beyond ASCII, where blanks are set and marks end. */
static uint32_t add_first_ascii(struct inq_spelling *out, const char *s, uint32_t i, uint32_t n, const uint32_t *map,
				uint32_t base)
{
	while (i < n && (unsigned char)s[i] < 0x80) {
		char c = ascii[(unsigned char)s[i]];
		uint32_t at = map ? map[i] : base + i;

		i++;
		if (c == '\0')
			continue;
		if (c == '\n')
			put_break(out, at);
		else
			put_ascii(out, c, at);
		break;
	}
	return i;
}

void inq_spelling_begin(struct inq_spelling *out, uint32_t origin)
{
	out->cluster = NO_CLUSTER;
	out->currency = false;
	if (out->failed || !reserve(out, RESERVE))
		return;
	put(out, '\n', origin);
	out->begin = out->size;
}

void inq_spelling_add(struct inq_spelling *out, const char *s, uint32_t n, const uint32_t *map, uint32_t base)
{
	uint32_t i = 0;

	while (i < n && reserve(out, n - i + RESERVE)) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t length;
		uint32_t at = map ? map[i] : base + i;

		if ((unsigned char)s[i] < 0x80) {
			if (out->cluster != NO_CLUSTER || out->currency)
				i = add_first_ascii(out, s, i, n, map, base);
			else
				i = add_ascii(out, s, i, n, map, base);
			continue;
		}
		length = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &cp);
		if (length <= 0)
			put_blank(out, at);
		else if (is_plain_letter(cp))
			put_plain(out, s + i, (uint32_t)length, at);
		else
			put_unicode(out, cp, at);
		i += length <= 0 ? 1 : (uint32_t)length;
	}
}

void inq_spelling_copy(struct inq_spelling *out, const char *norm, const uint32_t *origin, uint32_t n)
{
	if (out->failed || !reserve(out, n + RESERVE))
		return;
	memcpy(out->norm + out->size, norm, n);
	memcpy(out->origin + out->size, origin, n * sizeof(*origin));
	out->size += n;
}

uint32_t inq_spelling_end(struct inq_spelling *out, uint32_t origin)
{
	if (out->failed || !reserve(out, 2))
		return 0;
	while (out->size > out->begin && (last(out) == ' ' || last(out) == '\n'))
		out->size--;
	if (out->size == out->begin) {
		out->size--;
		return 0;
	}
	put(out, '\n', origin);
	return out->size - 1 - out->begin;
}

/* Marks, the vowels and finals of Hangul written letter by letter, and the half-width marks of kana. */
static bool extends_letter(utf8proc_int32_t cp)
{
	return treatment(cp) == MARK || (cp >= 0x1160 && cp <= 0x11FF) || cp == 0xFF9E || cp == 0xFF9F;
}

size_t inq_character_size(const char *s, size_t n)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t first = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &cp);
	size_t size = first <= 0 ? 1 : (size_t)first;

	while (size < n && (unsigned char)s[size] >= 0x80) {
		utf8proc_ssize_t next =
		    utf8proc_iterate((const utf8proc_uint8_t *)s + size, (utf8proc_ssize_t)(n - size), &cp);

		if (next <= 0 || !extends_letter(cp))
			break;
		size += (size_t)next;
	}
	return size;
}

struct inq_str inq_normalise(struct inq_arena *arena, const char *s, size_t n)
{
	struct inq_spelling out;
	uint32_t size;

	if (n >= UINT32_MAX / 8 || !inq_spelling_init(&out, arena, n))
		return (struct inq_str){"", 0};
	inq_spelling_begin(&out, 0);
	inq_spelling_add(&out, s, (uint32_t)n, NULL, 0);
	size = inq_spelling_end(&out, (uint32_t)n);
	if (out.failed || size == 0)
		return (struct inq_str){"", 0};
	out.norm[1 + size] = '\0';
	return (struct inq_str){out.norm + 1, size};
}
