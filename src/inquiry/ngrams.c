#include "ngrams.h"

#include "inq_limits.h"
#include "text_spelling.h"

#include <string.h>
#include <xxhash.h>

#define CHARACTERS_LEAST 2u
#define CHARACTERS_MOST 5u
/* Longer tokens are addresses and encoded data; their beginning says what they are. */
#define TOKEN_CHARACTERS_MAX 64u
/* In bytes: a character of UTF-8 has four at most, and a token two blanks around it. */
#define TOKEN_BYTES_MAX (4 * TOKEN_CHARACTERS_MAX + 2)

struct reader {
	const struct inq_text *text;
	struct inq_ngrams *out;
	size_t words_max, items_max;
	uint64_t previous;  /* hash of the word before, for pairs; 0: none */
};

/* ---- characters ------------------------------------------------------------------------------------------------ */

static uint32_t character_bytes(const char *s, uint32_t n)
{
	unsigned char c = (unsigned char)s[0];
	uint32_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return bytes < n ? bytes : n;
}

/* Han, Hiragana, Katakana: written without blanks, and one character means something. U+3040..U+30FF,
 * U+3400..U+9FFF, U+F900..U+FAFF, and the planes of rare Han characters. */
static bool is_word_by_itself(const char *s, uint32_t n)
{
	const unsigned char *c = (const unsigned char *)s;
	uint32_t code;

	if (n == 4)
		return c[0] == 0xf0 && c[1] >= 0xa0;
	if (n != 3)
		return false;
	code = (uint32_t)(c[0] & 0x0f) << 12 | (uint32_t)(c[1] & 0x3f) << 6 | (c[2] & 0x3f);
	return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) ||
	       (code >= 0xf900 && code <= 0xfaff);
}

static char shape(char c)
{
	return c >= '0' && c <= '9' ? '0' : c;
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

static void add(struct reader *r, enum inq_ngram_kind kind, uint64_t hash, uint32_t first, uint32_t last)
{
	if (r->out->count < r->items_max)
		r->out->item[r->out->count++] =
			(struct inq_ngram){.hash = hash, .first = first, .last = last, .kind = (uint8_t)kind};
}

static uint64_t hash_of(enum inq_ngram_kind kind, const char *s, size_t n)
{
	return XXH3_64bits_withSeed(s, n, (XXH64_hash_t)kind + 1);
}

static void add_word(struct reader *r, uint32_t start, uint32_t end)
{
	char shaped[TOKEN_BYTES_MAX];
	uint32_t n = end - start < TOKEN_BYTES_MAX ? end - start : TOKEN_BYTES_MAX;
	uint32_t index = (uint32_t)r->out->word_count;
	uint64_t hash, pair[2];

	if (index >= r->words_max)
		return;
	for (uint32_t i = 0; i < n; i++)
		shaped[i] = shape(r->text->norm[start + i]);
	hash = hash_of(INQ_NGRAM_WORD, shaped, n);
	r->out->word[r->out->word_count++] = (struct inq_span){start, end};
	add(r, INQ_NGRAM_WORD, hash, index, index);
	if (r->previous) {
		pair[0] = r->previous;
		pair[1] = hash;
		add(r, INQ_NGRAM_WORD, hash_of(INQ_NGRAM_WORD, (const char *)pair, sizeof(pair)), index - 1, index);
	}
	r->previous = hash;
}

/* Adds the word that begins at `at`, or, where none does, lets the mark belong to the word before. Returns its end. */
static uint32_t read_word(struct reader *r, uint32_t at, uint32_t end)
{
	const char *norm = r->text->norm;
	uint32_t n = character_bytes(norm + at, end - at), start = at;

	if (!inq_is_word_byte(norm[at])) {
		if (r->out->word_count && r->out->word[r->out->word_count - 1].end == at)
			r->out->word[r->out->word_count - 1].end = at + n;
		return at + n;
	}
	if (is_word_by_itself(norm + at, n)) {
		add_word(r, at, at + n);
		return at + n;
	}
	while (at < end && inq_is_word_byte(norm[at])) {
		n = character_bytes(norm + at, end - at);
		if (is_word_by_itself(norm + at, n))
			break;
		at += n;
	}
	add_word(r, start, at);
	return at;
}

/* ---- tokens ---------------------------------------------------------------------------------------------------- */

struct token {
	char bytes[TOKEN_BYTES_MAX];
	uint32_t offset[TOKEN_CHARACTERS_MAX + 3]; /* of each character, and the end */
	uint32_t word[TOKEN_CHARACTERS_MAX + 2];   /* the word of each character */
	uint32_t count;                            /* characters, the framing blanks included */
};

static void put(struct token *token, const char *s, uint32_t n, uint32_t word)
{
	uint32_t at = token->offset[token->count];

	for (uint32_t i = 0; i < n; i++)
		token->bytes[at + i] = shape(s[i]);
	token->word[token->count++] = word;
	token->offset[token->count] = at + n;
}

static void add_characters(struct reader *r, const struct token *token)
{
	for (uint32_t from = 0; from + CHARACTERS_LEAST <= token->count; from++)
		for (uint32_t n = CHARACTERS_LEAST; n <= CHARACTERS_MOST && from + n <= token->count; n++) {
			uint32_t start = token->offset[from], bytes = token->offset[from + n] - start;

			add(r, INQ_NGRAM_CHARACTER, hash_of(INQ_NGRAM_CHARACTER, token->bytes + start, bytes),
			    token->word[from], token->word[from + n - 1]);
		}
}

/* The token norm[at..end), whose words are `word` onwards. A token before any word has none to be shown at. */
static void read_characters(struct reader *r, uint32_t at, uint32_t end, uint32_t word)
{
	const struct inq_ngrams *out = r->out;
	struct token token = {.count = 0};

	if (!out->word_count)
		return;
	if (word >= out->word_count)
		word = (uint32_t)out->word_count - 1;
	token.offset[0] = 0;
	put(&token, " ", 1, word);
	while (at < end && token.count <= TOKEN_CHARACTERS_MAX) {
		uint32_t n = character_bytes(r->text->norm + at, end - at);

		while (word + 1 < out->word_count && at >= out->word[word].end)
			word++;
		put(&token, r->text->norm + at, n, word);
		at += n;
	}
	put(&token, " ", 1, word);
	add_characters(r, &token);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

static void read_segment(struct reader *r, uint32_t at, uint32_t end)
{
	const char *norm = r->text->norm;

	r->previous = 0;
	while (at < end) {
		uint32_t start = at, word = (uint32_t)r->out->word_count;

		if (is_blank(norm[at])) {
			at++;
			continue;
		}
		while (at < end && !is_blank(norm[at]))
			at = read_word(r, at, end);
		read_characters(r, start, at, word);
	}
}

/* ---- the whole ------------------------------------------------------------------------------------------------- */

static const bool IS_READ[INQ_PART_COUNT] = {
	[INQ_PART_SUBJECT] = true, [INQ_PART_BODY] = true,    [INQ_PART_SIGNATURE] = true,
	[INQ_PART_COMPANY] = true, [INQ_PART_TITLE] = true,   [INQ_PART_ATTACHMENT] = true,
};

/* The end of what is read of a segment: never inside a character. */
static uint32_t end_of(const struct inq_text *text, const struct inq_segment *segment)
{
	uint32_t end = segment->end;

	if (end - segment->start > INQ_MODEL_TEXT_BYTES_MAX) {
		end = segment->start + INQ_MODEL_TEXT_BYTES_MAX;
		while (end > segment->start && ((unsigned char)text->norm[end] & 0xc0) == 0x80)
			end--;
	}
	return end;
}

enum inq_status inq_ngrams_read(struct inq_arena *arena, const struct inq_text *text, struct inq_ngrams *out)
{
	struct reader reader = {.text = text, .out = out};
	size_t bytes = 0;

	for (size_t i = 0; i < text->segment_count; i++)
		if (IS_READ[text->segments[i].part])
			bytes += end_of(text, &text->segments[i]) - text->segments[i].start + 1;
	bytes = bytes < INQ_MODEL_ALL_BYTES_MAX ? bytes : INQ_MODEL_ALL_BYTES_MAX;
	/* At most one word a byte with a pair, and at most four n-grams begin at a character or at the blank before a
	 * token, whose byte is counted with the end of a segment or stands between two tokens. */
	reader.words_max = bytes;
	reader.items_max = 2 * bytes + (CHARACTERS_MOST - CHARACTERS_LEAST + 1) * bytes;
	*out = (struct inq_ngrams){.item = inq_arena_alloc_raw(arena, reader.items_max * sizeof(*out->item)),
				   .word = inq_arena_alloc_raw(arena, reader.words_max * sizeof(*out->word))};
	if (bytes && (!out->item || !out->word))
		return INQ_FAILED;
	for (size_t i = 0; i < text->segment_count; i++)
		if (IS_READ[text->segments[i].part])
			read_segment(&reader, text->segments[i].start, end_of(text, &text->segments[i]));
	return INQ_OK;
}
