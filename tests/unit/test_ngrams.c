/* What the model reads of a text. The hashes are written down in model files: they are pinned here on purpose. */
#include "ngrams.h"

#include "inq_limits.h"
#include "text_spelling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include <cmocka.h>

#define FUZZ_ROUNDS 3000
/* Of a model: every name of every file out there is hashed with it. */
#define WORD_SEED 1
#define CHARACTER_SEED 2

struct reading {
	struct inq_arena *arena;
	struct inq_text text;
	struct inq_ngrams ngrams;
};

static int set_up(void **state)
{
	struct reading *r = calloc(1, sizeof(*r));

	r->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	*state = r;
	return !r->arena;
}

static int tear_down(void **state)
{
	struct reading *r = *state;

	inq_arena_free(r->arena);
	free(r);
	return 0;
}

/* ---- reading --------------------------------------------------------------------------------------------------- */

static struct inq_str str(const char *s)
{
	return (struct inq_str){s, strlen(s)};
}

static struct inq_event empty_event(void)
{
	struct inq_str none = {"", 0};
	struct inq_event event;

	memset(&event, 0, sizeof(event));
	event.id = event.platform = event.channel = event.subject = event.body = event.lang = event.received_at = none;
	event.product.name = event.product.category = event.product.unit = event.product.currency = none;
	event.buyer = (struct inq_buyer){none, none, none, none, none, none, none, none, none, none, INQ_ABSENT, {0}};
	event.history.last_order_at = none;
	return event;
}

static void read_event(struct reading *r, const struct inq_event *event)
{
	inq_arena_reset(r->arena, INQ_ARENA_BYTES_KEPT);
	assert_int_equal(inq_text_build(r->arena, NULL, event, &r->text), INQ_OK);
	assert_int_equal(inq_ngrams_read(r->arena, &r->text, &r->ngrams), INQ_OK);
}

static void read_body_bytes(struct reading *r, const char *body, size_t size)
{
	struct inq_event event = empty_event();

	event.body = (struct inq_str){body, size};
	read_event(r, &event);
}

static void read_body(struct reading *r, const char *body)
{
	read_body_bytes(r, body, strlen(body));
}

/* ---- what is there --------------------------------------------------------------------------------------------- */

static uint64_t word(const char *s)
{
	return XXH3_64bits_withSeed(s, strlen(s), WORD_SEED);
}

static uint64_t pair(const char *first, const char *second)
{
	uint64_t hashes[2] = {word(first), word(second)};

	return XXH3_64bits_withSeed(hashes, sizeof(hashes), WORD_SEED);
}

static uint64_t characters(const char *s)
{
	return XXH3_64bits_withSeed(s, strlen(s), CHARACTER_SEED);
}

static const struct inq_ngram *find(const struct reading *r, enum inq_ngram_kind kind, uint64_t hash)
{
	for (size_t i = 0; i < r->ngrams.count; i++)
		if (r->ngrams.item[i].kind == (uint8_t)kind && r->ngrams.item[i].hash == hash)
			return &r->ngrams.item[i];
	return NULL;
}

static bool has_word(const struct reading *r, const char *s)
{
	return find(r, INQ_NGRAM_WORD, word(s));
}

static bool has_pair(const struct reading *r, const char *first, const char *second)
{
	return find(r, INQ_NGRAM_WORD, pair(first, second));
}

static bool has_characters(const struct reading *r, const char *s)
{
	return find(r, INQ_NGRAM_CHARACTER, characters(s));
}

static size_t count_kind(const struct reading *r, enum inq_ngram_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < r->ngrams.count; i++)
		count += r->ngrams.item[i].kind == (uint8_t)kind;
	return count;
}

static void assert_word_at(const struct reading *r, size_t index, const char *expected)
{
	struct inq_span span = r->ngrams.word[index];

	assert_true(index < r->ngrams.word_count);
	if (span.end - span.start != strlen(expected) ||
	    memcmp(r->text.norm + span.start, expected, strlen(expected)) != 0)
		fail_msg("word %zu is '%.*s', expected '%s'", index, (int)(span.end - span.start),
			 r->text.norm + span.start, expected);
}

/* What holds of every text, however odd. */
static void assert_sound(const struct reading *r)
{
	uint32_t after = 0;

	for (size_t i = 0; i < r->ngrams.word_count; i++) {
		struct inq_span span = r->ngrams.word[i];

		assert_true(span.start >= after && span.start < span.end && span.end <= r->text.size);
		assert_true(inq_is_word_byte(r->text.norm[span.start]));
		assert_non_null(inq_text_segment(&r->text, span));
		after = span.end;
	}
	for (size_t i = 0; i < r->ngrams.count; i++) {
		const struct inq_ngram *n = &r->ngrams.item[i];

		assert_true(n->first <= n->last && n->last < r->ngrams.word_count && n->kind < INQ_NGRAM_KINDS);
	}
}

static void assert_same(const struct reading *a, const struct reading *b)
{
	assert_int_equal(a->ngrams.count, b->ngrams.count);
	assert_int_equal(a->ngrams.word_count, b->ngrams.word_count);
	for (size_t i = 0; i < a->ngrams.count; i++) {
		assert_int_equal(a->ngrams.item[i].hash, b->ngrams.item[i].hash);
		assert_int_equal(a->ngrams.item[i].kind, b->ngrams.item[i].kind);
		assert_int_equal(a->ngrams.item[i].first, b->ngrams.item[i].first);
		assert_int_equal(a->ngrams.item[i].last, b->ngrams.item[i].last);
	}
}

static void assert_reads_alike(struct reading *r, const char *one, const char *other)
{
	struct reading second = {.arena = inq_arena_new(INQ_ARENA_BYTES_MAX)};

	read_body(r, one);
	read_body(&second, other);
	assert_same(r, &second);
	inq_arena_free(second.arena);
}

/* ---- words ----------------------------------------------------------------------------------------------------- */

static void words_and_pairs_of_neighbours(void **state)
{
	struct reading *r = *state;

	read_body(r, "send price list");
	assert_int_equal(r->ngrams.word_count, 3);
	assert_int_equal(count_kind(r, INQ_NGRAM_WORD), 3 + 2);
	assert_true(has_word(r, "send") && has_word(r, "price") && has_word(r, "list"));
	assert_true(has_pair(r, "send", "price") && has_pair(r, "price", "list"));
	assert_false(has_pair(r, "price", "send"));
	assert_false(has_pair(r, "send", "list"));
	assert_int_equal(find(r, INQ_NGRAM_WORD, pair("price", "list"))->first, 1);
	assert_int_equal(find(r, INQ_NGRAM_WORD, pair("price", "list"))->last, 2);
	assert_sound(r);
}

static void a_repeated_word_is_read_as_often_as_it_stands(void **state)
{
	struct reading *r = *state;
	size_t times = 0;

	read_body(r, "price price price");
	for (size_t i = 0; i < r->ngrams.count; i++)
		times += r->ngrams.item[i].hash == word("price");
	assert_int_equal(times, 3);
}

static void marks_part_words_and_belong_to_the_one_before(void **state)
{
	struct reading *r = *state;

	read_body(r, "cash-on-delivery, (please)!");
	assert_int_equal(r->ngrams.word_count, 4);
	assert_word_at(r, 0, "cash-");
	assert_word_at(r, 1, "on-");
	assert_word_at(r, 2, "delivery,");
	assert_word_at(r, 3, "please)!");
	assert_true(has_word(r, "delivery") && has_pair(r, "cash", "on") && has_pair(r, "delivery", "please"));
	assert_sound(r);
}

static void han_and_kana_are_words_by_themselves(void **state)
{
	struct reading *r = *state;

	read_body(r, "请报FOB价ほしい");
	assert_int_equal(r->ngrams.word_count, 7);
	assert_word_at(r, 0, "请");
	assert_word_at(r, 1, "报");
	assert_word_at(r, 2, "fob");
	assert_word_at(r, 3, "价");
	assert_word_at(r, 6, "い");
	assert_true(has_pair(r, "报", "fob") && has_pair(r, "fob", "价") && has_pair(r, "价", "ほ"));
	assert_true(has_characters(r, "请报f") && has_characters(r, "しい "));
	assert_sound(r);
	/* The planes of rare Han, and the edges of what is neither: Hangul and Thai are read in runs. */
	read_body(r, "𠀀𠀁");
	assert_int_equal(r->ngrams.word_count, 2);
	read_body(r, "견적 요청");
	assert_int_equal(r->ngrams.word_count, 2);
	read_body(r, "ราคา");
	assert_int_equal(r->ngrams.word_count, 1);
}

static void digits_read_as_their_shape(void **state)
{
	struct reading *r = *state;

	assert_reads_alike(r, "order 5000 pcs 2026", "order 1234 pcs 1999");
	assert_reads_alike(r, "order 50 pcs", "order ٥٠ pcs");
	read_body(r, "order 5000 pcs m8");
	assert_true(has_word(r, "0000") && has_word(r, "m0") && has_pair(r, "order", "0000"));
	assert_true(has_characters(r, " 0000") && has_characters(r, "m0 "));
	assert_false(has_word(r, "5000") || has_word(r, "000") || has_characters(r, "m8"));
	assert_word_at(r, 1, "5000"); /* people see what was written */
}

static void spelling_does_not_matter(void **state)
{
	struct reading *r = *state;

	assert_reads_alike(r, "Please SEND  the Price-List", "please send\n the   price-list");
	assert_reads_alike(r, "cotización", "COTIZACION");
	assert_reads_alike(r, "ｆｏｂ１２３", "FOB123");
}

/* ---- characters ------------------------------------------------------------------------------------------------ */

static void characters_stand_in_a_frame(void **state)
{
	struct reading *r = *state;
	static const char *const ALL[] = {" a", "ab", "bc", "c ", " ab", "abc", "bc ", " abc", "abc ", " abc "};

	read_body(r, "abc");
	assert_int_equal(count_kind(r, INQ_NGRAM_CHARACTER), sizeof(ALL) / sizeof(*ALL));
	for (size_t i = 0; i < sizeof(ALL) / sizeof(*ALL); i++)
		if (!has_characters(r, ALL[i]))
			fail_msg("'%s' is missing", ALL[i]);
	/* Never across a blank, and the marks of a token are a part of it. */
	read_body(r, "ab, cd");
	assert_true(has_characters(r, "b, ") && has_characters(r, " cd "));
	assert_false(has_characters(r, "b c") || has_characters(r, ", c") || has_characters(r, "ab "));
}

static void characters_are_whole(void **state)
{
	struct reading *r = *state;

	read_body(r, "жы");
	assert_int_equal(count_kind(r, INQ_NGRAM_CHARACTER), 3 + 2 + 1);
	assert_true(has_characters(r, " ж") && has_characters(r, "жы") && has_characters(r, " жы "));
	read_body(r, "𠀀");
	assert_true(has_characters(r, "𠀀 "));
	assert_int_equal(count_kind(r, INQ_NGRAM_CHARACTER), 3);
}

static void characters_lie_in_their_words(void **state)
{
	struct reading *r = *state;
	const struct inq_ngram *n;

	read_body(r, "red apple-tree");
	n = find(r, INQ_NGRAM_CHARACTER, characters("le-tr"));
	assert_non_null(n);
	assert_int_equal(n->first, 1);
	assert_int_equal(n->last, 2);
	n = find(r, INQ_NGRAM_CHARACTER, characters("tree "));
	assert_int_equal(n->first, 2);
	assert_int_equal(n->last, 2);
	n = find(r, INQ_NGRAM_CHARACTER, characters(" red "));
	assert_int_equal(n->first, 0);
	assert_int_equal(n->last, 0);
}

static void leading_marks(void **state)
{
	struct reading *r = *state;
	const struct inq_ngram *n;

	read_body(r, "(hello) - bye");
	assert_int_equal(r->ngrams.word_count, 2);
	assert_word_at(r, 0, "hello)");
	n = find(r, INQ_NGRAM_CHARACTER, characters(" (h"));
	assert_non_null(n);
	assert_int_equal(n->first, 0);
	n = find(r, INQ_NGRAM_CHARACTER, characters(" - ")); /* has no word: shown at the one before */
	assert_non_null(n);
	assert_int_equal(n->first, 0);
	assert_int_equal(n->last, 0);
	assert_sound(r);
	read_body(r, "*** ... hello");
	assert_int_equal(r->ngrams.word_count, 1);
	assert_false(has_characters(r, "**"));
	assert_true(has_word(r, "hello"));
	assert_sound(r);
	read_body(r, "?!? ...");
	assert_int_equal(r->ngrams.count, 0);
	assert_int_equal(r->ngrams.word_count, 0);
}

static void the_beginning_of_a_long_token_counts(void **state)
{
	struct reading *r = *state;
	char longest[2001], other[2001];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	read_body(r, longest);
	assert_int_equal(count_kind(r, INQ_NGRAM_CHARACTER), 65 + 64 + 63 + 62); /* 64 characters and the frame */
	assert_int_equal(r->ngrams.word_count, 1);
	assert_int_equal(r->ngrams.word[0].end - r->ngrams.word[0].start, 2000);
	memcpy(other, longest, sizeof(other));
	other[1999] = 'y';
	assert_reads_alike(r, longest, other);
	other[10] = 'y';
	read_body(r, other);
	assert_true(has_characters(r, "xyx"));
	/* Four bytes each fill the token to the last byte. */
	for (size_t i = 0; i + 4 <= 2000; i += 4)
		memcpy(other + i, "𐐨", 4);
	read_body(r, other);
	assert_int_equal(count_kind(r, INQ_NGRAM_CHARACTER), 65 + 64 + 63 + 62);
	assert_sound(r);
}

/* ---- parts ----------------------------------------------------------------------------------------------------- */

static void what_is_read_and_what_is_not(void **state)
{
	struct reading *r = *state;
	struct inq_attachment attachment = {.name = INQ_STR("drawing.pdf"), .type = INQ_STR("paper"), .size = 1};
	struct inq_event event = empty_event();

	event.subject = str("subjectword");
	event.body = str("bodyword");
	event.buyer.name = str("nameword");
	event.buyer.company = str("companyword");
	event.buyer.title = str("titleword");
	event.buyer.email = str("mailword@host.example");
	event.buyer.website = str("siteword.example");
	event.buyer.country = str("DE");
	event.product.name = str("productword");
	event.product.category = str("categoryword");
	event.attachments = &attachment;
	event.attachment_count = 1;
	read_event(r, &event);
	for (const char *const *read = (const char *const[]){"subjectword", "bodyword", "companyword", "titleword",
							     "drawing", "pdf", NULL};
	     *read; read++)
		if (!has_word(r, *read))
			fail_msg("%s is not read", *read);
	for (const char *const *hidden = (const char *const[]){"nameword", "mailword", "siteword", "productword",
							       "categoryword", "de", "paper", NULL};
	     *hidden; hidden++)
		if (has_word(r, *hidden))
			fail_msg("%s is read", *hidden);
	/* Parts are no neighbours. */
	assert_false(has_pair(r, "subjectword", "bodyword"));
	assert_true(has_pair(r, "drawing", "pdf"));
	assert_sound(r);
}

static void the_quoted_thread_is_not_read(void **state)
{
	struct reading *r = *state;

	read_body(r, "Yes, we take them.\n\n> our best offer is below\n> regards, the seller\n");
	assert_non_null(inq_text_part(&r->text, INQ_PART_QUOTED));
	assert_true(has_word(r, "take"));
	assert_false(has_word(r, "offer") || has_word(r, "seller"));
}

static void no_text(void **state)
{
	struct reading *r = *state;
	struct inq_event event = empty_event();

	read_event(r, &event);
	assert_int_equal(r->ngrams.count, 0);
	assert_int_equal(r->ngrams.word_count, 0);
	read_body(r, " \n \t ");
	assert_int_equal(r->ngrams.count, 0);
	event.subject = str("only this");
	read_event(r, &event);
	assert_true(has_pair(r, "only", "this"));
}

/* ---- limits ---------------------------------------------------------------------------------------------------- */

/* `lead` letters and then one character after the other, past the limit. */
static void fill(char *body, size_t size, size_t lead, const char *character)
{
	size_t n = strlen(character);

	memset(body, 'a', lead);
	for (size_t i = lead; i + n <= size; i += n)
		memcpy(body + i, character, n);
	memset(body + lead + (size - lead) / n * n, ' ', (size - lead) % n);
}

static void the_limit_never_splits_a_character(void **state)
{
	static char body[INQ_MODEL_TEXT_BYTES_MAX + 4096];
	static const char *const CHARACTERS[] = {"价", "𠀀", "з"};
	struct reading *r = *state;

	for (size_t c = 0; c < sizeof(CHARACTERS) / sizeof(*CHARACTERS); c++)
		for (size_t lead = 1; lead <= 4; lead++) {
			size_t n = strlen(CHARACTERS[c]);
			struct inq_span first, last;

			fill(body, sizeof(body), lead, CHARACTERS[c]);
			read_body_bytes(r, body, sizeof(body));
			first = r->ngrams.word[0];
			last = r->ngrams.word[r->ngrams.word_count - 1];
			assert_int_equal(last.end - first.start, lead + (INQ_MODEL_TEXT_BYTES_MAX - lead) / n * n);
			assert_sound(r);
		}
}

static void parts_after_a_cut_one_are_read(void **state)
{
	static char body[INQ_MODEL_TEXT_BYTES_MAX + 4096];
	struct reading *r = *state;
	struct inq_event event = empty_event();

	fill(body, sizeof(body), 0, "ab ");
	event.body = (struct inq_str){body, sizeof(body)};
	event.buyer.company = str("companyword");
	read_event(r, &event);
	assert_true(has_word(r, "companyword"));
	assert_sound(r);
}

/* As much of everything as an event may hold. */
static void build_largest(struct reading *r, const char *character)
{
	static char body[INQ_TEXT_BYTES_MAX], name[INQ_NAME_BYTES_MAX];
	struct inq_attachment attachments[INQ_ATTACHMENTS_MAX];
	struct inq_event event = empty_event();

	fill(body, sizeof(body), 0, character);
	fill(name, sizeof(name), 0, character);
	for (size_t i = 0; i < INQ_ATTACHMENTS_MAX; i++)
		attachments[i] = (struct inq_attachment){{name, sizeof(name)}, INQ_STR(""), 0};
	event.subject = event.body = (struct inq_str){body, sizeof(body)};
	event.buyer.company = event.buyer.title = (struct inq_str){name, sizeof(name)};
	event.attachments = attachments;
	event.attachment_count = INQ_ATTACHMENTS_MAX;
	inq_arena_reset(r->arena, INQ_ARENA_BYTES_KEPT);
	assert_int_equal(inq_text_build(r->arena, NULL, &event, &r->text), INQ_OK);
}

static void the_largest_event_fits(void **state)
{
	struct reading *r = *state;

	for (const char *const *c = (const char *const[]){"a ", "a.", "ab ", "价", NULL}; *c; c++) {
		build_largest(r, *c);
		assert_int_equal(inq_ngrams_read(r->arena, &r->text, &r->ngrams), INQ_OK);
		assert_true(r->ngrams.count > 4 * INQ_MODEL_TEXT_BYTES_MAX / strlen(*c));
		assert_sound(r);
	}
}

/* Three bytes that become 33: past the limit of the arena this is an error, and nothing else. */
static void what_grows_without_measure_does_no_harm(void **state)
{
	struct reading *r = *state;

	build_largest(r, "ﷺ");
	if (inq_ngrams_read(r->arena, &r->text, &r->ngrams) == INQ_OK)
		assert_sound(r);
	else
		assert_true(inq_arena_failed(r->arena));
}

static void too_little_memory(void **state)
{
	struct inq_arena *small = inq_arena_new(4096);
	struct reading *r = *state;
	struct inq_ngrams ngrams;

	read_body(r, "a body of some forty bytes, and a little more of it");
	assert_int_equal(inq_ngrams_read(small, &r->text, &ngrams), INQ_FAILED);
	inq_arena_free(small);
}

static void any_bytes_at_all(void **state)
{
	static const char *const PIECES[] = {"a",  "Z",  "9",        " ",     "\n",       ".",        "-",  "价",
					     "ほ", "é",  "\xcc\x81", "ﬁ",     "\xff",     "\xe4\xbb", "𠀀", "\xf0",
					     "@",  "> ", "<b>",      "&amp;", "\xd8\x8c", "한"};
	struct reading *r = *state;
	uint32_t seed = 7;
	char body[64];

	for (unsigned round = 0; round < FUZZ_ROUNDS; round++) {
		size_t n = 0;

		for (;;) {
			const char *piece;

			seed = seed * 1664525u + 1013904223u;
			piece = PIECES[(seed >> 16) % (sizeof(PIECES) / sizeof(*PIECES))];
			if (n + strlen(piece) > sizeof(body))
				break;
			memcpy(body + n, piece, strlen(piece));
			n += strlen(piece);
		}
		read_body_bytes(r, body, n);
		assert_sound(r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_pairs_of_neighbours),
		cmocka_unit_test(a_repeated_word_is_read_as_often_as_it_stands),
		cmocka_unit_test(marks_part_words_and_belong_to_the_one_before),
		cmocka_unit_test(han_and_kana_are_words_by_themselves),
		cmocka_unit_test(digits_read_as_their_shape),
		cmocka_unit_test(spelling_does_not_matter),
		cmocka_unit_test(characters_stand_in_a_frame),
		cmocka_unit_test(characters_are_whole),
		cmocka_unit_test(characters_lie_in_their_words),
		cmocka_unit_test(leading_marks),
		cmocka_unit_test(the_beginning_of_a_long_token_counts),
		cmocka_unit_test(what_is_read_and_what_is_not),
		cmocka_unit_test(the_quoted_thread_is_not_read),
		cmocka_unit_test(no_text),
		cmocka_unit_test(the_limit_never_splits_a_character),
		cmocka_unit_test(parts_after_a_cut_one_are_read),
		cmocka_unit_test(the_largest_event_fits),
		cmocka_unit_test(what_grows_without_measure_does_no_harm),
		cmocka_unit_test(too_little_memory),
		cmocka_unit_test(any_bytes_at_all),
	};

	return cmocka_run_group_tests_name("ngrams", tests, set_up, tear_down);
}
