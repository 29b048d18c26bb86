#include "lang.h"

#include "inq_limits.h"
#include "text.h"
#include "text_spelling.h"
#include "yamltree.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define LANGUAGES_MAX 64u /* a set of them is one 64-bit word */
#define FILE_NAME "languages.yaml"
#define FILE_FORMAT "inquiry.languages/1"
/* The points that a word is worth, shared by the languages that have it. */
#define WORD_POINTS 2520u
/* Every so many words it is asked whether these points are reached with a clear lead. */
#define DECIDED_WORDS 16u
#define DECIDED_POINTS (12 * WORD_POINTS)
/* A letter is seen more often than a word, and one word of another language may hold it. */
#define LETTER_POINTS (WORD_POINTS / 2)
/* Three letters of a word that is in no list. Eight of them that no other language has weigh as much as a word. */
#define PIECE_POINTS (WORD_POINTS / 8)
#define PIECE_LETTERS 3u
#define LETTER_BYTES_MAX 4u
/* What the evidence for a language in Latin letters must exceed: "xqzt" has a piece of German. */
#define POINTS_MIN PIECE_POINTS
/* A prior is for texts of two or three words; beyond that it would be a prejudice. In thousandths of a word. */
#define PRIOR_MAX 1000
/* Letters with a meaning for the language lie in Cyrillic and Arabic. */
#define LETTERS_FIRST 0x400
#define LETTERS_END 0x700
#define PATTERN_PIECES_MAX 4u

enum script { LATIN, CYRILLIC, ARABIC, HAN, KANA, HANGUL, THAI, HEBREW, GREEK, DEVANAGARI, BENGALI, SCRIPT_COUNT };

static const char *const script_names[] = {
    [LATIN] = "latin", [CYRILLIC] = "cyrillic",     [ARABIC] = "arabic",   [HAN] = "han",
    [KANA] = "kana",   [HANGUL] = "hangul",         [THAI] = "thai",       [HEBREW] = "hebrew",
    [GREEK] = "greek", [DEVANAGARI] = "devanagari", [BENGALI] = "bengali", [SCRIPT_COUNT] = NULL,
};

/* The language of a script where nothing is known but the script. */
static const char script_codes[][4] = {
    [LATIN] = "und", [CYRILLIC] = "ru", [ARABIC] = "ar", [HAN] = "zh",        [KANA] = "ja",    [HANGUL] = "ko",
    [THAI] = "th",   [HEBREW] = "he",   [GREEK] = "el",  [DEVANAGARI] = "hi", [BENGALI] = "bn",
};

/* How much of a text one letter stands for, in tenths of a Latin letter: product names in Latin letters do not make a
 * Chinese mail English. */
static const unsigned script_weights[] = {
    [LATIN] = 10, [CYRILLIC] = 15, [ARABIC] = 20, [HAN] = 40,        [KANA] = 40,    [HANGUL] = 40,
    [THAI] = 15,  [HEBREW] = 20,   [GREEK] = 15,  [DEVANAGARI] = 15, [BENGALI] = 15,
};

struct phrase {
	struct inq_str text; /* empty: a free place */
	uint64_t languages;  /* that have it as a word */
	uint64_t pieces;     /* languages in whose words these letters are frequent */
	unsigned kinds;      /* enum inq_phrase */
};

/* "on ... wrote" in pieces. */
struct pattern {
	struct inq_str piece[PATTERN_PIECES_MAX];
	size_t count;
	bool open_start, open_end; /* begins, ends with "..." */
};

struct pattern_list {
	struct pattern *item;
	size_t count;
};

struct language {
	struct inq_str code;
	enum script script;
	uint32_t prior; /* points that it starts with */
};

struct inq_languages {
	struct inq_arena *arena;
	struct language language[LANGUAGES_MAX];
	size_t count;
	uint64_t of_script[SCRIPT_COUNT];
	uint64_t letters[LETTERS_END - LETTERS_FIRST];
	struct phrase *phrases; /* open addressing */
	size_t mask;            /* places - 1, a power of two - 1; less than half of the places are taken */
	struct pattern_list wrote, footers;
	struct inq_strings disclaimers;
};

/* One language as the file has it. */
struct entry {
	struct inq_str code, name, letters, pieces;
	int script;
	int64_t prior;
	struct inq_strings words, closings, original, forwarded, wrote, from, headers, footers;
};

struct head {
	struct inq_str format;
	struct inq_yaml *signature, *languages;
};

struct signature {
	struct inq_strings content, disclaimers, postscripts;
};

static const struct inq_yaml_field head_fields[] = {
    {"format", INQ_FIELD_STRING, offsetof(struct head, format), true, 0, 0, NULL, "format of this file"},
    {"signature", INQ_FIELD_NODE, offsetof(struct head, signature), true, 0, 0, NULL, "what is no signature"},
    {"languages", INQ_FIELD_NODE, offsetof(struct head, languages), true, 0, 0, NULL, "list of languages"},
    {.name = NULL},
};

static const struct inq_yaml_field signature_fields[] = {
    {"content", INQ_FIELD_STRINGS, offsetof(struct signature, content), true, 0, 0, NULL, "words of business"},
    {"disclaimers", INQ_FIELD_STRINGS, offsetof(struct signature, disclaimers), true, 0, 0, NULL, "small print"},
    {"postscripts", INQ_FIELD_STRINGS, offsetof(struct signature, postscripts), true, 0, 0, NULL,
     "words that open a postscript"},
    {.name = NULL},
};

static const struct inq_yaml_field entry_fields[] = {
    {"code", INQ_FIELD_STRING, offsetof(struct entry, code), true, 0, 0, NULL, "ISO 639-1 code"},
    {"name", INQ_FIELD_STRING, offsetof(struct entry, name), true, 0, 0, NULL, "English name"},
    {"script", INQ_FIELD_ENUM, offsetof(struct entry, script), true, 0, 0, script_names, "script"},
    {"prior", INQ_FIELD_DECIMAL, offsetof(struct entry, prior), false, 0, PRIOR_MAX, NULL, "words it starts with"},
    {"letters", INQ_FIELD_STRING, offsetof(struct entry, letters), false, 0, 0, NULL, "letters of its own"},
    {"pieces", INQ_FIELD_STRING, offsetof(struct entry, pieces), false, 0, 0, NULL, "frequent letters in a row"},
    {"words", INQ_FIELD_STRINGS, offsetof(struct entry, words), false, 0, 0, NULL, "frequent words"},
    {"closings", INQ_FIELD_STRINGS, offsetof(struct entry, closings), false, 0, 0, NULL, "closing formulas"},
    {"original", INQ_FIELD_STRINGS, offsetof(struct entry, original), false, 0, 0, NULL, "opens a thread"},
    {"forwarded", INQ_FIELD_STRINGS, offsetof(struct entry, forwarded), false, 0, 0, NULL, "opens a forwarded mail"},
    {"wrote", INQ_FIELD_STRINGS, offsetof(struct entry, wrote), false, 0, 0, NULL, "opens a quoted mail"},
    {"from", INQ_FIELD_STRINGS, offsetof(struct entry, from), false, 0, 0, NULL, "head line of the sender"},
    {"headers", INQ_FIELD_STRINGS, offsetof(struct entry, headers), false, 0, 0, NULL, "other head lines"},
    {"footers", INQ_FIELD_STRINGS, offsetof(struct entry, footers), false, 0, 0, NULL, "lines of programs"},
    {.name = NULL},
};

struct loader {
	struct inq_languages *languages;
	struct inq_arena *scratch; /* the file's tree and unnormalised strings */
	const char *path;
	struct inq_mistakes mistakes;
	size_t phrase_count;
};

static struct phrase *find_place(const struct inq_languages *languages, const char *s, size_t n)
{
	size_t i = (size_t)XXH3_64bits(s, n) & languages->mask;

	while (languages->phrases[i].text.n &&
	       (languages->phrases[i].text.n != n || memcmp(languages->phrases[i].text.s, s, n) != 0))
		i = (i + 1) & languages->mask;
	return &languages->phrases[i];
}

/* Bytes of the letter at s[0], n > 0. */
static size_t letter_size(const char *s, size_t n)
{
	utf8proc_int32_t cp;
	utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &cp);

	return size > 0 ? (size_t)size : 1;
}

static bool grow_table(struct loader *loader)
{
	struct inq_languages *languages = loader->languages;
	struct phrase *old = languages->phrases;
	size_t old_size = old ? languages->mask + 1 : 0, size = old ? 2 * old_size : 4096;

	languages->phrases = inq_arena_alloc(languages->arena, size * sizeof(*old));
	if (!languages->phrases)
		return false;
	languages->mask = size - 1;
	for (size_t i = 0; i < old_size; i++) {
		if (old[i].text.n)
			*find_place(languages, old[i].text.s, old[i].text.n) = old[i];
	}
	return true;
}

static struct inq_str normalised(struct loader *loader, struct inq_str text, unsigned line)
{
	struct inq_str norm = inq_normalise(loader->scratch, text.s, text.n);

	if (!norm.n)
		inq_mistake(&loader->mistakes, loader->path, line, "found \"%.*s\", expected letters", (int)text.n,
			    text.s);
	return inq_arena_copy(loader->languages->arena, norm.s, norm.n);
}

/* The place of a text, which is taken for it when it had none; NULL when out of memory or the text is empty. */
static struct phrase *take_place(struct loader *loader, struct inq_str text)
{
	struct phrase *place;

	if (!text.n || (2 * (loader->phrase_count + 1) > loader->languages->mask && !grow_table(loader)))
		return NULL;
	place = find_place(loader->languages, text.s, text.n);
	loader->phrase_count += place->text.n == 0;
	place->text = text;
	return place;
}

static void add_phrase(struct loader *loader, struct inq_str text, unsigned kind, uint64_t languages)
{
	struct phrase *place = take_place(loader, text);

	if (!place)
		return;
	place->kinds |= kind;
	place->languages |= languages;
}

static void add_phrases(struct loader *loader, const struct inq_strings *texts, unsigned kind)
{
	for (size_t i = 0; i < texts->count; i++)
		add_phrase(loader, normalised(loader, texts->item[i], texts->line[i]), kind, 0);
}

static void add_words(struct loader *loader, const struct inq_strings *words, uint64_t language)
{
	for (size_t i = 0; i < words->count; i++) {
		struct inq_str word = normalised(loader, words->item[i], words->line[i]);
		size_t n = 0;

		while (n < word.n && inq_is_word_byte(word.s[n]))
			n++;
		if (n < word.n)
			inq_mistake(&loader->mistakes, loader->path, words->line[i],
				    "found \"%.*s\", expected one word without blanks and punctuation",
				    (int)words->item[i].n, words->item[i].s);
		else
			add_phrase(loader, word, INQ_PHRASE_WORD, language);
	}
}

static void add_letters(struct loader *loader, const struct entry *entry, uint64_t language, unsigned line)
{
	struct inq_str letters = inq_normalise(loader->scratch, entry->letters.s, entry->letters.n);
	utf8proc_int32_t cp;

	for (size_t i = 0; i < letters.n;) {
		i += (size_t)utf8proc_iterate((const utf8proc_uint8_t *)letters.s + i,
					      (utf8proc_ssize_t)(letters.n - i), &cp);
		if (cp < LETTERS_FIRST || cp >= LETTERS_END) {
			inq_mistake(&loader->mistakes, loader->path, line,
				    "found letters \"%.*s\", expected Cyrillic or Arabic ones", (int)entry->letters.n,
				    entry->letters.s);
			return;
		}
		loader->languages->letters[cp - LETTERS_FIRST] |= language;
	}
}

/* Three letters, of which the first and the last may be the edge of a word. */
static bool is_piece(struct inq_str piece)
{
	unsigned letters = 0;

	for (size_t i = 0; i < piece.n; letters++) {
		size_t size = letter_size(piece.s + i, piece.n - i);

		if (!inq_is_word_byte(piece.s[i]) || (piece.s[i] == '_' && i && i + size < piece.n))
			return false;
		i += size;
	}
	return letters == PIECE_LETTERS;
}

/* The pieces stand in one text, with blanks between them. */
static void add_pieces(struct loader *loader, const struct entry *entry, uint64_t language, unsigned line)
{
	struct inq_str all = inq_normalise(loader->scratch, entry->pieces.s, entry->pieces.n);

	all = inq_arena_copy(loader->languages->arena, all.s, all.n);
	for (size_t i = 0; i < all.n;) {
		const char *blank = memchr(all.s + i, ' ', all.n - i);
		struct inq_str piece = {all.s + i, blank ? (size_t)(blank - all.s) - i : all.n - i};
		struct phrase *place;

		if (!is_piece(piece)) {
			inq_mistake(&loader->mistakes, loader->path, line,
				    "found the piece \"%.*s\", expected three letters, or two and a _", (int)piece.n,
				    piece.s);
			return;
		}
		place = take_place(loader, piece);
		if (place)
			place->pieces |= language;
		i += piece.n + 1;
	}
}

/* Splits at "..."; false when nothing or too much is left. */
static bool split_pattern(struct inq_str text, struct pattern *pattern)
{
	const char *s = text.s, *end = text.s + text.n;

	*pattern = (struct pattern){.open_start = text.n >= 3 && memcmp(s, "...", 3) == 0};
	while (s < end) {
		const char *dots = memmem(s, (size_t)(end - s), "...", 3), *stop = dots ? dots : end;

		if (stop > s && pattern->count == PATTERN_PIECES_MAX)
			return false;
		if (stop > s)
			pattern->piece[pattern->count++] = (struct inq_str){s, (size_t)(stop - s)};
		pattern->open_end = dots && dots + 3 == end;
		s = dots ? dots + 3 : end;
	}
	return pattern->count > 0;
}

static void add_patterns(struct loader *loader, const struct inq_strings *texts, struct pattern_list *list)
{
	struct pattern *all;

	if (!texts->count)
		return;
	all = inq_arena_alloc(loader->languages->arena, (list->count + texts->count) * sizeof(*all));
	if (!all)
		return;
	if (list->count)
		memcpy(all, list->item, list->count * sizeof(*all));
	list->item = all;
	for (size_t i = 0; i < texts->count; i++) {
		struct inq_str text = normalised(loader, texts->item[i], texts->line[i]);

		if (split_pattern(text, &list->item[list->count]))
			list->count++;
		else
			inq_mistake(&loader->mistakes, loader->path, texts->line[i],
				    "found \"%.*s\", expected words around \"...\"", (int)texts->item[i].n,
				    texts->item[i].s);
	}
}

static bool check_code(struct loader *loader, struct inq_str code, unsigned line)
{
	const struct inq_languages *languages = loader->languages;

	if (code.n != 2 || code.s[0] < 'a' || code.s[0] > 'z' || code.s[1] < 'a' || code.s[1] > 'z') {
		inq_mistake(&loader->mistakes, loader->path, line,
			    "found code \"%.*s\", expected two small letters of ISO 639-1", (int)code.n, code.s);
		return false;
	}
	for (size_t i = 0; i < languages->count; i++) {
		if (inq_str_eq(languages->language[i].code, code)) {
			inq_mistake(&loader->mistakes, loader->path, line, "language \"%.*s\" stands here twice",
				    (int)code.n, code.s);
			return false;
		}
	}
	if (languages->count == LANGUAGES_MAX) {
		inq_mistake(&loader->mistakes, loader->path, line, "found language number %zu, expected at most %u",
			    languages->count + 1, LANGUAGES_MAX);
		return false;
	}
	return true;
}

static void add_language(struct loader *loader, const struct inq_yaml *node)
{
	struct inq_languages *languages = loader->languages;
	struct entry entry = {.code = {"", 0}, .name = {"", 0}, .letters = {"", 0}};
	uint64_t set;

	if (!inq_yaml_bind(loader->scratch, loader->path, node, entry_fields, &entry, &loader->mistakes) ||
	    !check_code(loader, entry.code, node->line))
		return;
	set = UINT64_C(1) << languages->count;
	languages->language[languages->count++] =
	    (struct language){inq_arena_copy(languages->arena, entry.code.s, entry.code.n), (enum script)entry.script,
			      (uint32_t)entry.prior * WORD_POINTS / 1000};
	languages->of_script[entry.script] |= set;
	add_words(loader, &entry.words, set);
	add_letters(loader, &entry, set, node->line);
	add_pieces(loader, &entry, set, node->line);
	add_phrases(loader, &entry.closings, INQ_PHRASE_CLOSING);
	add_phrases(loader, &entry.original, INQ_PHRASE_ORIGINAL);
	add_phrases(loader, &entry.forwarded, INQ_PHRASE_FORWARDED);
	add_phrases(loader, &entry.from, INQ_PHRASE_FROM);
	add_phrases(loader, &entry.headers, INQ_PHRASE_HEADER);
	add_patterns(loader, &entry.wrote, &languages->wrote);
	add_patterns(loader, &entry.footers, &languages->footers);
}

static void add_signature(struct loader *loader, const struct inq_yaml *node)
{
	struct inq_languages *languages = loader->languages;
	struct signature signature = {0};
	struct inq_str *items;

	if (!inq_yaml_bind(loader->scratch, loader->path, node, signature_fields, &signature, &loader->mistakes))
		return;
	add_phrases(loader, &signature.content, INQ_PHRASE_CONTENT);
	add_phrases(loader, &signature.postscripts, INQ_PHRASE_POSTSCRIPT);
	items = inq_arena_alloc(languages->arena, signature.disclaimers.count * sizeof(*items) + 1);
	if (!items)
		return;
	for (size_t i = 0; i < signature.disclaimers.count; i++)
		items[i] = normalised(loader, signature.disclaimers.item[i], signature.disclaimers.line[i]);
	languages->disclaimers = (struct inq_strings){items, NULL, signature.disclaimers.count};
}

static void load_file(struct loader *loader)
{
	struct inq_yaml *root = inq_yaml_read(loader->scratch, loader->path, &loader->mistakes);
	struct head head = {.format = {"", 0}};

	if (!root || !inq_yaml_bind(loader->scratch, loader->path, root, head_fields, &head, &loader->mistakes))
		return;
	if (!inq_str_is(head.format, FILE_FORMAT)) {
		inq_mistake(&loader->mistakes, loader->path, root->line, "found format \"%.*s\", expected " FILE_FORMAT,
			    (int)head.format.n, head.format.s);
		return;
	}
	add_signature(loader, head.signature);
	if (head.languages->kind != INQ_YAML_LIST || !head.languages->count) {
		inq_mistake(&loader->mistakes, loader->path, head.languages->line, "expected a list of languages");
		return;
	}
	for (size_t i = 0; i < head.languages->count; i++)
		add_language(loader, head.languages->item[i]);
}

static struct inq_languages *languages_new(struct loader *loader)
{
	struct inq_languages *languages = calloc(1, sizeof(*languages));

	loader->languages = languages;
	if (!languages)
		return NULL;
	languages->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	if (!languages->arena || !grow_table(loader)) {
		inq_languages_free(languages);
		return NULL;
	}
	return languages;
}

struct inq_languages *inq_languages_load(const char *dir, struct inq_error *error)
{
	struct loader loader = {.mistakes = {.first = error}};
	struct inq_languages *languages = languages_new(&loader);
	bool exhausted = true;

	loader.scratch = inq_arena_new(INQ_ARENA_BYTES_MAX);
	if (languages && loader.scratch) {
		loader.path = inq_arena_printf(loader.scratch, "%s/" FILE_NAME, dir);
		load_file(&loader);
		exhausted = inq_arena_failed(loader.scratch) || inq_arena_failed(languages->arena);
	}
	if (exhausted && !loader.mistakes.count)
		inq_mistake(&loader.mistakes, FILE_NAME, 1, "out of memory");
	inq_arena_free(loader.scratch);
	if (loader.mistakes.count) {
		inq_languages_free(languages);
		return NULL;
	}
	return languages;
}

void inq_languages_free(struct inq_languages *languages)
{
	if (!languages)
		return;
	inq_arena_free(languages->arena);
	free(languages);
}

unsigned inq_languages_phrase(const struct inq_languages *languages, const char *s, size_t n)
{
	return languages && n ? find_place(languages, s, n)->kinds : 0;
}

/* A date, a time or an address: what stands between "on" and "wrote" in the head of a quoted mail, but not in "on the
 * label our printer wrote". */
static bool has_date_or_address(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((s[i] >= '0' && s[i] <= '9') || s[i] == '@')
			return true;
	}
	return false;
}

static bool pattern_matches(const struct pattern *pattern, const char *s, size_t n)
{
	const char *end = s + n;

	for (size_t i = 0; i < pattern->count; i++) {
		struct inq_str piece = pattern->piece[i];
		const char *found = s;
		bool first = i == 0 && !pattern->open_start, closing = i + 1 == pattern->count && !pattern->open_end;

		if ((size_t)(end - s) < piece.n)
			return false;
		if (closing)
			found = end - piece.n;
		else if (!first)
			found = memmem(s, (size_t)(end - s), piece.s, piece.n);
		if (!found || (first && found != s) || memcmp(found, piece.s, piece.n) != 0)
			return false;
		s = found + piece.n;
	}
	return pattern->open_end || s == end;
}

static bool any_matches(const struct pattern_list *list, const char *s, size_t n)
{
	for (size_t i = 0; i < list->count; i++) {
		if (pattern_matches(&list->item[i], s, n))
			return true;
	}
	return false;
}

bool inq_languages_wrote(const struct inq_languages *languages, const char *s, size_t n)
{
	return languages && has_date_or_address(s, n) && any_matches(&languages->wrote, s, n);
}

bool inq_languages_footer(const struct inq_languages *languages, const char *s, size_t n)
{
	return languages && any_matches(&languages->footers, s, n);
}

bool inq_languages_disclaimer(const struct inq_languages *languages, const char *s, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; languages && i < languages->disclaimers.count; i++) {
		struct inq_str text = languages->disclaimers.item[i];

		found += memmem(s, n, text.s, text.n) != NULL;
	}
	return found >= 2;
}

/* Scripts beyond ASCII by block, in order; what lies between counts for nothing. */
static const struct block {
	utf8proc_int32_t first, last;
	enum script script;
} blocks[] = {
    {0xC0, 0x24F, LATIN},     {0x370, 0x3FF, GREEK},      {0x400, 0x52F, CYRILLIC}, {0x590, 0x5FF, HEBREW},
    {0x600, 0x77F, ARABIC},   {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI},  {0xE00, 0xE7F, THAI},
    {0x1100, 0x11FF, HANGUL}, {0x1E00, 0x1EFF, LATIN},    {0x1F00, 0x1FFF, GREEK},  {0x3041, 0x30FF, KANA},
    {0x3400, 0x9FFF, HAN},    {0xAC00, 0xD7A3, HANGUL},   {0x20000, 0x3FFFF, HAN},
};

static enum script script_of(utf8proc_int32_t cp)
{
	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
		if (cp <= blocks[i].last)
			return cp >= blocks[i].first ? blocks[i].script : SCRIPT_COUNT;
	}
	return SCRIPT_COUNT;
}

struct census {
	size_t letters[SCRIPT_COUNT + 1];
	uint32_t points[LANGUAGES_MAX];
};

static void share_points(struct census *census, uint64_t set, uint32_t points)
{
	if (set & (set - 1))
		points /= (uint32_t)__builtin_popcountll(set);
	for (; set; set &= set - 1)
		census->points[__builtin_ctzll(set)] += points;
}

static void count_letters(const struct inq_languages *languages, const char *s, size_t n, struct census *census)
{
	size_t latin = 0;

	for (size_t i = 0; i < n;) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t size;

		for (; i < n && (unsigned char)s[i] < 0x80; i++)
			latin += s[i] >= 'a' && s[i] <= 'z';
		if (i == n)
			break;
		size = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &cp);
		i += size > 0 ? (size_t)size : 1;
		if (size <= 0)
			continue;
		census->letters[script_of(cp)]++;
		if (languages && cp >= LETTERS_FIRST && cp < LETTERS_END)
			share_points(census, languages->letters[cp - LETTERS_FIRST], LETTER_POINTS);
	}
	census->letters[LATIN] += latin;
}

static enum script main_script(const struct census *census)
{
	size_t best = 0, han = census->letters[HAN], kana = census->letters[KANA];
	enum script script = SCRIPT_COUNT;

	for (int i = 0; i < SCRIPT_COUNT; i++) {
		size_t letters = (i == HAN || i == KANA ? han + kana : census->letters[i]) * script_weights[i];

		if (letters > best) {
			best = letters;
			script = (enum script)i;
		}
	}
	/* Japanese is a fifth kana at least; Chinese shop names borrow one or two. */
	if (script == HAN && kana && kana * 8 >= han)
		script = KANA;
	return script;
}

/* The language with the most points; the first one of the file where several have them. */
static size_t leading_language(const struct census *census, uint64_t set)
{
	size_t best = (size_t)__builtin_ctzll(set);

	for (; set; set &= set - 1) {
		size_t i = (size_t)__builtin_ctzll(set);

		if (census->points[i] > census->points[best])
			best = i;
	}
	return best;
}

/* Twice as many points as any other and words enough: reading on would only take time. */
static bool is_decided(const struct census *census, uint64_t set)
{
	size_t best = leading_language(census, set), second;

	if (census->points[best] < DECIDED_POINTS)
		return false;
	second = leading_language(census, set & ~(UINT64_C(1) << best));
	return census->points[best] >= 2 * census->points[second];
}

/* What a word that is in no list looks like. */
static void count_pieces(const struct inq_languages *languages, uint64_t set, const char *s, size_t n,
			 struct census *census)
{
	char piece[PIECE_LETTERS * LETTER_BYTES_MAX] = "_";
	size_t first = 0, second = 1, third; /* bytes of the letters in `piece` */

	for (size_t i = 0; i <= n; i += third) {
		third = i < n ? letter_size(s + i, n - i) : 1;
		memcpy(piece + first + second, i < n ? s + i : "_", third);
		if (first)
			share_points(census, find_place(languages, piece, first + second + third)->pieces & set,
				     PIECE_POINTS);
		memmove(piece, piece + first, second + third);
		first = second;
		second = third;
	}
}

static bool has_digit(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] >= '0' && s[i] <= '9')
			return true;
	}
	return false;
}

static void count_word(const struct inq_languages *languages, uint64_t set, const char *s, size_t n,
		       struct census *census)
{
	uint64_t known = find_place(languages, s, n)->languages & set;

	if (known)
		share_points(census, known, WORD_POINTS);
	else if (!has_digit(s, n))
		count_pieces(languages, set, s, n, census);
}

/* `set` has more than one language. */
static void count_words(const struct inq_languages *languages, uint64_t set, const char *s, size_t n,
			struct census *census)
{
	unsigned words = 0;

	for (uint64_t left = set; left; left &= left - 1)
		census->points[__builtin_ctzll(left)] += languages->language[__builtin_ctzll(left)].prior;
	for (size_t i = 0; i < n;) {
		size_t start = i;

		while (i < n && inq_is_word_byte(s[i]))
			i++;
		if (i > start) {
			count_word(languages, set, s + start, i - start, census);
			if (++words % DECIDED_WORDS == 0 && is_decided(census, set))
				return;
		}
		i += i < n;
	}
}

struct inq_str inq_languages_detect(const struct inq_languages *languages, const char *norm, size_t size)
{
	struct census census = {0};
	struct inq_str unknown = INQ_STR("und");
	enum script script;
	uint64_t set;
	size_t best;

	count_letters(languages, norm, size, &census);
	script = main_script(&census);
	if (script == SCRIPT_COUNT)
		return unknown;
	set = languages ? languages->of_script[script] : 0;
	if (!set)
		return (struct inq_str){script_codes[script], strlen(script_codes[script])};
	if (set & (set - 1))
		count_words(languages, set, norm, size, &census);
	best = leading_language(&census, set);
	if (script == LATIN && census.points[best] <= languages->language[best].prior + POINTS_MIN)
		return unknown;
	return languages->language[best].code;
}
