/* The draft of a first reply. An opening is a list of paragraphs, a paragraph a list of sentences; a sentence is left
 * out when a value that it speaks of is missing, a paragraph when no sentence is left. So a template needs no case for
 * every combination of facts, and never says "undefined". */
#include "strategy_internal.h"

#include <math.h>
#include <string.h>

struct letter {
	struct inq_arena *arena;
	const struct inq_inputs *in;
	const struct inq_str_list *questions;
	struct inq_str lang;
	uint64_t present; /* placeholders that have a value, as bits of their index */
	struct inq_str *value;
	char *text;
	size_t size, room;
};

/* ---- what a template can speak of ---- */

static struct inq_str get_buyer(const struct letter *letter)
{
	return letter->in->event->buyer.name;
}

static struct inq_str get_company(const struct letter *letter)
{
	return letter->in->event->buyer.company;
}

static struct inq_str get_product(const struct letter *letter)
{
	return letter->in->event->product.name;
}

static struct inq_str get_quantity(const struct letter *letter)
{
	const struct inq_facts *facts = letter->in->facts;

	return facts->quantity_count > 0 ? facts->quantity[0].text : INQ_STR("");
}

static struct inq_str get_incoterm(const struct letter *letter)
{
	return letter->in->facts->incoterm.value;
}

static struct inq_str get_port(const struct letter *letter)
{
	return letter->in->facts->port.text;
}

static struct inq_str get_payment(const struct letter *letter)
{
	return letter->in->facts->payment.text;
}

static struct inq_str get_deadline(const struct letter *letter)
{
	return letter->in->facts->deadline.found ? letter->in->facts->deadline.text : INQ_STR("");
}

static struct inq_str get_target_price(const struct letter *letter)
{
	const struct inq_money *price = &letter->in->facts->target_price;

	if (isnan(price->value) || price->span.start >= price->span.end)
		return INQ_STR("");
	return inq_text_quote(letter->arena, letter->in->text, price->span).text;
}

static struct inq_str get_certificates(const struct letter *letter)
{
	const struct inq_facts *facts = letter->in->facts;
	const char *list = "";

	for (size_t i = 0; i < facts->certification_count; i++)
		list = inq_arena_printf(letter->arena, "%s%s%.*s", list, i ? ", " : "",
					(int)facts->certification[i].value.n, facts->certification[i].value.s);
	return (struct inq_str){list, strlen(list)};
}

static struct inq_str get_order_number(const struct letter *letter)
{
	return letter->in->facts->order_number.value;
}

static struct inq_str question(const struct letter *letter, size_t index)
{
	return index < letter->questions->count ? letter->questions->item[index] : INQ_STR("");
}

static struct inq_str get_question1(const struct letter *letter)
{
	return question(letter, 0);
}

static struct inq_str get_question2(const struct letter *letter)
{
	return question(letter, 1);
}

static struct inq_str get_question3(const struct letter *letter)
{
	return question(letter, 2);
}

static const struct {
	const char *name;
	struct inq_str (*get)(const struct letter *letter);
	bool ours; /* written by the seller: no need to distrust it */
} placeholders[] = {
    {"buyer", get_buyer, false},
    {"company", get_company, false},
    {"product", get_product, false},
    {"quantity", get_quantity, false},
    {"incoterm", get_incoterm, false},
    {"port", get_port, false},
    {"payment", get_payment, false},
    {"deadline", get_deadline, false},
    {"target_price", get_target_price, false},
    {"certificates", get_certificates, false},
    {"order_number", get_order_number, false},
    {"question1", get_question1, true},
    {"question2", get_question2, true},
    {"question3", get_question3, true},
};
#define PLACEHOLDER_COUNT (sizeof(placeholders) / sizeof(placeholders[0]))

struct inq_names inq_placeholder_names(struct inq_arena *arena)
{
	struct inq_str *names = inq_arena_alloc(arena, PLACEHOLDER_COUNT * sizeof(*names));

	for (size_t i = 0; names && i < PLACEHOLDER_COUNT; i++)
		names[i] = (struct inq_str){placeholders[i].name, strlen(placeholders[i].name)};
	return (struct inq_names){names, names ? PLACEHOLDER_COUNT : 0};
}

static uint32_t placeholder_find(struct inq_str name)
{
	for (uint32_t i = 0; i < PLACEHOLDER_COUNT; i++)
		if (inq_str_is(name, placeholders[i].name))
			return i;
	return INQ_NONE;
}

bool inq_placeholder_next(struct inq_str text, size_t at, size_t *start, struct inq_str *name)
{
	const char *open = at < text.n ? memchr(text.s + at, '{', text.n - at) : NULL;
	const char *close = open ? memchr(open, '}', text.n - (size_t)(open - text.s)) : NULL;

	if (!close)
		return false;
	*start = (size_t)(open - text.s);
	*name = (struct inq_str){open + 1, (size_t)(close - open - 1)};
	return true;
}

/* ---- writing ---- */

struct inq_str inq_letter_language(const struct inq_playbooks *playbooks, const struct inq_text *text)
{
	uint32_t found = inq_names_find(playbooks->languages, text->lang);

	return playbooks->languages.item[found == INQ_NONE ? 0 : found];
}

static bool has(struct inq_str text, const char *piece)
{
	size_t n = strlen(piece);

	for (size_t i = 0; i + n <= text.n; i++)
		if (memcmp(text.s + i, piece, n) == 0)
			return true;
	return false;
}

/* What a buyer wrote goes into our letter only when it looks like a name, a quantity, a place: no line breaks, no
 * links, no mail addresses, no markup. */
static bool fit_for_letter(struct inq_str value)
{
	static const char *const foreign[] = {"://", "www.", "@", "<", ">", "{", "}"};

	if (value.n == 0 || value.n > INQ_LETTER_VALUE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.s[i] < 0x20 || value.s[i] == 0x7f)
			return false;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
		if (has(value, foreign[i]))
			return false;
	return true;
}

static struct inq_str trim(struct inq_str value)
{
	while (value.n > 0 && value.s[0] == ' ')
		value = (struct inq_str){value.s + 1, value.n - 1};
	while (value.n > 0 && value.s[value.n - 1] == ' ')
		value.n--;
	return value;
}

static void collect_values(struct letter *letter)
{
	for (size_t i = 0; i < PLACEHOLDER_COUNT; i++) {
		struct inq_str value = trim(placeholders[i].get(letter));

		if (value.n == 0 || (!placeholders[i].ours && !fit_for_letter(value)))
			continue;
		letter->value[i] = value;
		letter->present |= UINT64_C(1) << i;
	}
}

static void append(struct letter *letter, const char *s, size_t n)
{
	if (n > letter->room - letter->size) {
		size_t room = 2 * letter->room + n;
		char *text = inq_arena_alloc_raw(letter->arena, room);

		if (!text)
			return; /* the arena remembers; the caller fails the event */
		if (letter->size > 0)
			memcpy(text, letter->text, letter->size);
		letter->text = text;
		letter->room = room;
	}
	if (n > 0)
		memcpy(letter->text + letter->size, s, n);
	letter->size += n;
}

static void append_filled(struct letter *letter, struct inq_str template)
{
	struct inq_str name;
	size_t done = 0, start;

	for (; inq_placeholder_next(template, done, &start, &name); done = start + name.n + 2) {
		uint32_t index = placeholder_find(name);

		append(letter, template.s + done, start - done);
		if (index != INQ_NONE)
			append(letter, letter->value[index].s, letter->value[index].n);
	}
	append(letter, template.s + done, template.n - done);
}

static bool is_said(const struct letter *letter, const struct inq_sentence *sentence)
{
	return (sentence->needs & ~letter->present) == 0 && (sentence->without & letter->present) == 0 &&
	       (sentence->any == 0 || (sentence->any & letter->present) != 0) &&
	       inq_condition_holds(&sentence->when, letter->in);
}

static void write_paragraph(struct letter *letter, const struct inq_paragraph *paragraph, struct inq_str space)
{
	struct inq_str between = letter->size > 0 ? INQ_STR("\n\n") : INQ_STR("");

	for (size_t i = 0; i < paragraph->sentence_count; i++) {
		if (!is_said(letter, &paragraph->sentence[i]))
			continue;
		append(letter, between.s, between.n);
		append_filled(letter, inq_words_in(&paragraph->sentence[i].text, letter->lang));
		between = paragraph->lines ? INQ_STR("\n") : space;
	}
}

enum inq_status inq_opening_write(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				  const struct inq_opening *opening, const struct inq_inputs *in,
				  const struct inq_str_list *questions, struct inq_str lang, struct inq_str *out)
{
	struct letter letter = {.arena = arena, .in = in, .questions = questions, .lang = lang};
	uint32_t language = inq_names_find(playbooks->languages, lang);

	letter.value = inq_arena_alloc(arena, PLACEHOLDER_COUNT * sizeof(*letter.value));
	if (!letter.value || language == INQ_NONE)
		return INQ_FAILED;
	collect_values(&letter);
	for (size_t i = 0; i < opening->paragraphs.count; i++)
		write_paragraph(&letter, &playbooks->paragraphs[opening->paragraphs.item[i]],
				playbooks->spaces[language]);
	append(&letter, "", 1);
	if (inq_arena_failed(arena))
		return INQ_FAILED;
	*out = (struct inq_str){letter.text, letter.size - 1};
	return INQ_OK;
}
