#include "card.h"

#include "decimal.h"
#include "document.h"
#include "instant.h"
#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 4u
#define LABEL 6u                  /* "why", "ask" ... */
#define TEXT (INDENT + LABEL)
#define EFFECT 7u                 /* "+12.4" */
#define NAME 20u                  /* a label of the taxonomy, a fact's name */
#define WHY_BRIEF 4               /* reasons on a brief card */

/* ---- the headline: band, priority, what he is, by when ---- */

static enum screen_style band_style(const char *band)
{
	static const struct {
		const char *band;
		enum screen_style style;
	} STYLES[] = {{"A", SCREEN_GREEN}, {"B", SCREEN_GREEN}, {"C", SCREEN_YELLOW}, {"D", SCREEN_DIM}};

	for (size_t i = 0; i < sizeof STYLES / sizeof *STYLES; i++)
		if (!strcmp(band, STYLES[i].band))
			return STYLES[i].style;
	return SCREEN_RED;
}

static bool respond_by(const struct card_style *style, const json_t *lead, struct words *words)
{
	int64_t ms;

	if (!instant_parse(document_text(lead, "strategy.respond_by"), &ms))
		return false;
	words_add(words, "respond by ", instant_local(ms, style->offset_minutes, style->now_ms).text, " (",
		  instant_offset(style->offset_minutes).text, ")   ", NULL);
	return ms < style->now_ms;
}

/* "alibaba · zh": where it came from, as far as is known. */
static void origin(const json_t *lead, struct words *words)
{
	const char *platform = document_text(lead, "platform"), *lang = document_text(lead, "lang");

	words_add(words, platform, *platform && *lang ? " · " : "", lang, NULL);
}

#define COMPOSITE_LEAST 24u

static void headline(const struct screen *screen, const struct card_style *style, const json_t *lead)
{
	const char *band = document_text(lead, "priority.band");
	struct words by = {0}, from = {0};
	bool late = respond_by(style, lead, &by);

	origin(lead, &from);
	unsigned taken = 12 + screen_columns(words_text(&by)) + screen_columns(words_text(&from));
	unsigned room = screen->width > taken + COMPOSITE_LEAST ? screen->width - taken : COMPOSITE_LEAST;

	screen_style(screen, SCREEN_BOLD);
	screen_style(screen, band_style(band));
	putc(' ', screen->out);
	screen_cell(screen, band, 2);
	screen_cell_right(screen, decimal_of(document_number(lead, "priority.score"), 1).text, 5);
	screen_style(screen, SCREEN_PLAIN);
	screen_style(screen, SCREEN_BOLD);
	fputs("  ", screen->out);
	screen_cell(screen, document_text(lead, "composite"), room);
	screen_style(screen, late ? SCREEN_RED : SCREEN_PLAIN);
	fputs("  ", screen->out);
	screen_text(screen, words_text(&by), screen->width);
	screen_style(screen, SCREEN_PLAIN);
	screen_text(screen, words_text(&from), screen->width);
	putc('\n', screen->out);
	words_free(&by);
	words_free(&from);
}

/* ---- who, and in one line what he wants ---- */

/* The fact as the buyer wrote it, else its canonical value. */
static const char *as_written(const json_t *fact)
{
	const char *text = document_text(fact, "text");

	return *text ? text : document_value_text(fact);
}

static void wants(const json_t *lead, const json_t *event, struct words *words)
{
	const json_t *facts = document_at(lead, "facts");
	const char *quantity = as_written(json_object_get(facts, "quantity"));
	const char *product = document_text(event, "product.name");
	const char *incoterm = document_value_text(json_object_get(facts, "incoterm"));
	const char *port = as_written(json_object_get(facts, "port"));
	const char *deadline = as_written(json_object_get(facts, "deadline"));
	struct words want = {0};

	words_add(&want, quantity, *quantity && *product ? " × " : "", product, NULL);
	if (*incoterm || *port)
		words_add(&want, want.size ? ", " : "", incoterm, *incoterm && *port ? " " : "", port, NULL);
	if (*deadline)
		words_add(&want, want.size ? ", " : "", deadline, NULL);
	if (want.size)
		words_add(words, words->size ? " — " : "", "wants ", words_text(&want), NULL);
	words_free(&want);
}

static void who(const struct screen *screen, const json_t *lead, const json_t *event)
{
	const char *name = document_text(lead, "buyer.name"), *company = document_text(lead, "buyer.company");
	const char *country = document_text(lead, "buyer.country");
	struct words words = {0};

	words_add(&words, name, *name && *company ? ", " : "", company, NULL);
	if (*country)
		words_add(&words, words.size ? " (" : "(", country, ")", NULL);
	wants(lead, event, &words);
	if (!words.size)
		words_add(&words, document_text(lead, "summary"), NULL);
	screen_blanks(screen, INDENT);
	screen_wrap(screen, words_text(&words), INDENT, INDENT);
	words_free(&words);
}

/* ---- labelled lines: why, do, ask ... ---- */

static void label(const struct screen *screen, const char *name, bool first)
{
	screen_blanks(screen, INDENT);
	screen_style(screen, SCREEN_DIM);
	screen_cell(screen, first ? name : "", LABEL);
	screen_style(screen, SCREEN_PLAIN);
}

static void item(const struct screen *screen, const char *name, bool first, const char *text)
{
	label(screen, name, first);
	screen_wrap(screen, text, TEXT, TEXT + 2);
}

static void items(const struct screen *screen, const char *name, json_t *list, size_t at_most)
{
	size_t i;
	const json_t *entry;

	json_array_foreach(list, i, entry) {
		if (i >= at_most)
			return;
		item(screen, name, i == 0, document_words(entry));
	}
}

/* What it was, and the words that said so. */
static void said(const json_t *reason, struct words *words)
{
	const char *quote = document_text(reason, "evidence.text");

	words_add(words, document_words(json_object_get(reason, "because")), NULL);
	if (*quote)
		words_add(words, "   “", quote, "”", NULL);
}

/* ---- why: the terms that weigh most ---- */

struct why {
	const json_t *reason;
	double weight;
};

static int heavier(const void *a, const void *b)
{
	double x = ((const struct why *)a)->weight, y = ((const struct why *)b)->weight;

	return (x < y) - (x > y);
}

/* A sum of what is not shown, and where a label starts from, explain nothing to a salesperson. */
static bool says_something(const json_t *reason)
{
	const char *signal = document_text(reason, "signal");

	return strcmp(signal, "rest") && strcmp(signal, "prior") && *document_words(json_object_get(reason, "because"));
}

/* The reasons are grouped by dimension; the receipt of an explained lead holds those of labels that lost as well. */
static bool is_of_leading_label(const json_t *lead, const json_t *reason)
{
	const json_t *dimension = json_object_get(document_at(lead, "verdict"), document_text(reason, "dimension"));

	return !strcmp(document_leading_label(dimension), document_text(reason, "label"));
}

static size_t weightiest(const json_t *lead, struct why *whys)
{
	size_t i, count = 0;
	const json_t *reason;

	json_array_foreach(document_at(lead, "reasons"), i, reason) {
		double effect = document_number(reason, "effect");
		if (!isfinite(effect) || !says_something(reason) || !is_of_leading_label(lead, reason))
			continue;
		whys[count++] = (struct why){reason, fabs(effect)};
	}
	qsort(whys, count, sizeof *whys, heavier);
	return count;
}

/* One rule may speak for labels of several dimensions: once is enough for a card. */
static bool said_before(const struct why *whys, size_t i)
{
	const char *signal = document_text(whys[i].reason, "signal");

	for (size_t j = 0; j < i; j++)
		if (!strcmp(document_text(whys[j].reason, "signal"), signal))
			return true;
	return false;
}

static void reason_line(const struct screen *screen, const json_t *reason, bool first)
{
	double effect = document_number(reason, "effect");
	struct decimal points = decimal_signed(llround(effect * 10), 1);
	struct words words = {0};

	said(reason, &words);
	label(screen, "why", first);
	screen_cell(screen, points.text, EFFECT);
	screen_cell(screen, document_text(reason, "label"), NAME);
	screen_wrap(screen, words_text(&words), TEXT + EFFECT + NAME, TEXT + EFFECT + NAME);
	words_free(&words);
}

static void why(const struct screen *screen, const json_t *lead, size_t at_most)
{
	size_t room = json_array_size(document_at(lead, "reasons"));
	struct why *whys = calloc(room ? room : 1, sizeof *whys);

	if (!whys)
		return;
	size_t count = weightiest(lead, whys), shown = 0;
	for (size_t i = 0; i < count && shown < at_most; i++)
		if (!said_before(whys, i))
			reason_line(screen, whys[i].reason, shown++ == 0);
	free(whys);
}

static const struct {
	const char *name, *path;
	size_t brief;
} SECTIONS[] = {
	{"who", "strategy.owners", 0},       {"goal", "strategy.goals", 0},  {"do", "strategy.do", 2},
	{"ask", "strategy.ask", 2},          {"avoid", "strategy.avoid", 1}, {"send", "strategy.attach", 0},
	{"then", "strategy.follow_up", 0},   {"visit", "strategy.reception", 0},
};

void card_print(const struct screen *screen, const struct card_style *style, const json_t *lead, const json_t *event)
{
	const char *opening = document_words(document_at(lead, "strategy.opening"));

	headline(screen, style, lead);
	who(screen, lead, event);
	why(screen, lead, style->full ? 2 * WHY_BRIEF : WHY_BRIEF);
	for (size_t i = 0; i < sizeof SECTIONS / sizeof *SECTIONS; i++)
		items(screen, SECTIONS[i].name, document_at(lead, SECTIONS[i].path),
		      style->full ? SIZE_MAX : SECTIONS[i].brief);
	if (style->full && *opening) {
		screen_blanks(screen, INDENT);
		screen_style(screen, SCREEN_DIM);
		fputs("draft\n", screen->out);
		screen_style(screen, SCREEN_PLAIN);
		screen_paragraphs(screen, opening, TEXT);
	}
}

/* ---- the receipt ---- */

#define POINTS 10u

static void heading(const struct screen *screen, const char *text)
{
	putc('\n', screen->out);
	screen_style(screen, SCREEN_BOLD);
	screen_wrap(screen, text, 0, 4);
	screen_style(screen, SCREEN_PLAIN);
}

static void term(const struct screen *screen, struct decimal points, const char *text)
{
	screen_cell_right(screen, points.text, POINTS);
	fputs("  ", screen->out);
	screen_wrap(screen, text, POINTS + 2, POINTS + 2);
}

static void sum_line(const struct screen *screen, struct decimal sum, const char *of, const char *name)
{
	struct words words = {0};

	words_add(&words, "= ", of, name, NULL);
	term(screen, sum, words_text(&words));
	words_free(&words);
}

static void dimension_heading(const struct screen *screen, const char *name, const json_t *dimension)
{
	struct words words = {0};
	const char *label_name;
	json_t *score;

	words_add(&words, name, ": ", document_text(dimension, "label"), "  ", NULL);
	json_object_foreach(json_object_get(dimension, "scores"), label_name, score)
		words_add(&words, "  ", label_name, " ", decimal_of(100 * json_number_value(score), 1).text, " %", NULL);
	heading(screen, words_text(&words));
	words_free(&words);
}

static int64_t dimension_term(const struct screen *screen, const json_t *reason)
{
	int64_t points = llround(1000 * document_number(reason, "effect"));
	struct words words = {0};

	said(reason, &words);
	words_add(&words, "   [", document_text(reason, "signal"), "]", NULL);
	term(screen, decimal_signed(points, 3), words_text(&words));
	words_free(&words);
	return points;
}

static void dimension_terms(const struct screen *screen, const json_t *lead, const char *name,
			    const json_t *dimension)
{
	const char *label_name = document_leading_label(dimension);
	int64_t sum = 0;
	size_t i;
	const json_t *reason;

	dimension_heading(screen, name, dimension);
	json_array_foreach(document_at(lead, "reasons"), i, reason)
		if (!strcmp(document_text(reason, "dimension"), name) &&
		    !strcmp(document_text(reason, "label"), label_name))
			sum += dimension_term(screen, reason);
	sum_line(screen, decimal_signed(sum, 3), "points for ", label_name);
}

static void priority_terms(const struct screen *screen, const json_t *lead)
{
	int64_t sum = 0;
	size_t i;
	const json_t *entry;

	heading(screen, "priority");
	json_array_foreach(document_at(lead, "priority.terms"), i, entry) {
		int64_t points = llround(10 * document_number(entry, "points"));
		struct words words = {0};
		words_add(&words, document_words(json_object_get(entry, "because")), "   [",
			  document_text(entry, "name"), "]", NULL);
		term(screen, decimal_signed(points, 1), words_text(&words));
		words_free(&words);
		sum += points;
	}
	sum_line(screen, decimal_signed(sum, 1), "priority, band ", document_text(lead, "priority.band"));
}

/* A fact in words: 2400 pcs, 4.5 USD per pcs, FOB, yes. */
static void fact_words(const json_t *fact, struct words *words)
{
	static const char *const PARTS[][3] = {{" ", "unit", ""},       {" ", "currency", ""}, {" per ", "per", ""},
					       {" a ", "period", ""},   {"", "from", ""},      {" to ", "to", ""},
					       {"   “", "span.text", "”"}};
	const json_t *value = document_value(fact);

	if (json_is_number(value))
		words_add(words, decimal_short(json_number_value(value)).text, NULL);
	else if (json_is_string(value))
		words_add(words, json_string_value(value), NULL);
	for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
		const char *part = document_text(fact, PARTS[i][1]);
		if (*part)
			words_add(words, PARTS[i][0], part, PARTS[i][2], NULL);
	}
	if (!words->size)
		words_add(words, "yes", NULL);
}

static void fact_line(const struct screen *screen, const char *name, const json_t *fact)
{
	struct words words = {0};

	fact_words(fact, &words);
	screen_blanks(screen, 2);
	screen_cell(screen, name, NAME);
	screen_wrap(screen, words_text(&words), NAME + 2, NAME + 2);
	words_free(&words);
}

static void facts(const struct screen *screen, const json_t *lead)
{
	const char *name;
	json_t *fact, *entry;
	size_t i;

	if (!json_object_size(document_at(lead, "facts")))
		return;
	heading(screen, "facts");
	json_object_foreach(document_at(lead, "facts"), name, fact) {
		if (json_is_array(fact)) {
			json_array_foreach(fact, i, entry)
				fact_line(screen, i ? "" : name, entry);
		} else if (!json_is_null(fact) && !json_is_false(fact)) {
			fact_line(screen, name, fact);
		}
	}
}

void card_print_receipt(const struct screen *screen, const json_t *lead)
{
	const char *name;
	json_t *dimension;

	json_object_foreach(document_at(lead, "verdict"), name, dimension)
		dimension_terms(screen, lead, name, dimension);
	priority_terms(screen, lead);
	facts(screen, lead);
}
