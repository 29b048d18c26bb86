/* The lists of conf/lists that facts are read with: words to meanings, compiled into one hash table. */
#include "facts_internal.h"
#include "timestamp.h"
#include "yamltree.h"

#include <stdlib.h>
#include <string.h>

/* Lists are written by people; more than this is a mistake, not a list. */
#define LISTS_BYTES_MAX (64u * 1024u * 1024u)

struct loader {
	struct inq_lists *lists;
	struct inq_arena *arena; /* for the YAML trees, freed after loading */
	struct inq_mistakes mistakes;
	const char *file;
	bool failed; /* out of memory */
};

_Static_assert(FACTS_KIND_COUNT <= 64, "the kinds of a token are a 64-bit set");

static void mistake(struct loader *l, const struct inq_yaml *node, const char *expected)
{
	inq_mistake(&l->mistakes, l->file, node ? node->line : 1, "expected %s", expected);
}

/* Room for one more element; moves the array when it is full. */
static void *grow(struct loader *l, void *array, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room ? *room * 2 : 1024;
	void *grown;

	if (count < *room)
		return array;
	grown = inq_arena_alloc(l->lists->arena, wanted * size);
	if (!grown) {
		l->failed = true;
		return NULL;
	}
	if (count)
		memcpy(grown, array, count * size);
	*room = wanted;
	return grown;
}

static uint32_t add_item(struct loader *l, struct facts_item item)
{
	struct inq_lists *lists = l->lists;
	struct facts_item *items = grow(l, lists->items, lists->item_count, &lists->item_room, sizeof(item));

	if (!items)
		return 0;
	lists->items = items;
	items[lists->item_count] = item;
	return (uint32_t)lists->item_count++;
}

static bool is_foreign(struct inq_str phrase)
{
	for (size_t i = 0; i < phrase.n; i++)
		if ((unsigned char)phrase.s[i] >= 0xCE && (unsigned char)phrase.s[i] != 0xE1)
			return true;
	return false;
}

/* The key under which a phrase is found: its first word, or the beginning of it where `*` follows. */
static bool phrase_key(struct inq_str phrase, uint64_t *key)
{
	enum facts_token_type type;
	uint32_t end = facts_cut(phrase.s, 0, (uint32_t)phrase.n, &type);

	if (end < phrase.n && phrase.s[end] == '*')
		return facts_stem_key(phrase.s, end, key);
	*key = facts_key(phrase.s, end);
	return true;
}

/* `*` does not survive normalising as a letter, so the pieces between are normalised by themselves. */
static struct inq_str normal_phrase(struct loader *l, struct inq_str word)
{
	struct inq_arena *arena = l->lists->arena;
	char *out = inq_arena_alloc(arena, word.n * 4 + 1);
	size_t n = 0, start = 0;

	for (size_t i = 0; out && i <= word.n; i++) {
		struct inq_str piece;

		if (i < word.n && word.s[i] != '*')
			continue;
		piece = inq_normalise(arena, word.s + start, i - start);
		if (n + piece.n + 2 > word.n * 4 + 1)
			break;
		if (start && start < i && word.s[start] == ' ' && (!piece.n || piece.s[0] != ' '))
			out[n++] = ' ';
		memcpy(out + n, piece.s, piece.n);
		n += piece.n;
		if (i < word.n)
			out[n++] = '*';
		start = i + 1;
	}
	l->failed |= !out;
	return out ? (struct inq_str){out, n} : INQ_STR("");
}

static void add_word(struct loader *l, const struct inq_yaml *node, uint16_t lang, enum facts_kind kind, uint32_t item)
{
	struct inq_lists *lists = l->lists;
	struct facts_entry entry = {.item = item, .lang = lang, .kind = (uint8_t)kind};
	struct facts_entry *entries;

	if (node->kind != INQ_YAML_SCALAR) {
		mistake(l, node, "a word");
		return;
	}
	entry.phrase = normal_phrase(l, node->scalar);
	if (l->failed)
		return;
	if (!entry.phrase.n || !phrase_key(entry.phrase, &entry.key)) {
		mistake(l, node, "a word, before * at least four letters (three outside the Latin alphabet)");
		return;
	}
	entry.foreign = is_foreign(entry.phrase);
	entries = grow(l, lists->entries, lists->entry_count, &lists->entry_room, sizeof(entry));
	if (!entries)
		return;
	lists->entries = entries;
	entries[lists->entry_count++] = entry;
}

/* A word, a list of words, or such by language. */
static void add_words(struct loader *l, const struct inq_yaml *node, uint16_t lang, enum facts_kind kind, uint32_t item)
{
	if (!node)
		return;
	if (node->kind == INQ_YAML_SCALAR)
		add_word(l, node, lang, kind, item);
	for (size_t i = 0; node->kind == INQ_YAML_LIST && i < node->count; i++)
		add_word(l, node->item[i], lang, kind, item);
	for (size_t i = 0; node->kind == INQ_YAML_MAP && i < node->count; i++)
		add_words(l, node->item[i], facts_lang(node->key[i]->scalar), kind, item);
}

static double decimal(struct loader *l, const struct inq_yaml *node, double otherwise)
{
	struct inq_str text = node ? node->scalar : INQ_STR("");
	double value = 0, scale = 1;
	bool point = false;

	if (!node)
		return otherwise;
	for (size_t i = text.n && text.s[0] == '-' ? 1 : 0; i < text.n; i++) {
		if (text.s[i] == '.' && !point) {
			point = true;
		} else if (text.s[i] >= '0' && text.s[i] <= '9') {
			value = value * 10 + (text.s[i] - '0');
			scale *= point ? 10 : 1;
		} else {
			mistake(l, node, "a decimal number");
			return otherwise;
		}
	}
	return text.n && text.s[0] == '-' ? -value / scale : value / scale;
}

static struct inq_str string(struct loader *l, const struct inq_yaml *node)
{
	if (!node || node->kind != INQ_YAML_SCALAR)
		return INQ_STR("");
	return inq_arena_copy(l->lists->arena, node->scalar.s, node->scalar.n);
}

static const struct inq_yaml *need(struct loader *l, const struct inq_yaml *map, const char *key,
				   enum inq_yaml_kind kind)
{
	const struct inq_yaml *node = map->kind == INQ_YAML_MAP ? inq_yaml_get(map, key) : NULL;

	if (node && node->kind == kind)
		return node;
	inq_mistake(&l->mistakes, l->file, node ? node->line : map->line, "`%s` is missing or not a %s", key,
		    kind == INQ_YAML_MAP ? "mapping" : "list");
	return NULL;
}

enum section_form {
	FORM_WORDS,    /* words of one meaning */
	FORM_NAMED,    /* id: words */
	FORM_SPELLED,  /* id: other spellings; the id is a word itself */
	FORM_NUMBERED, /* number: words */
	FORM_UNITS, FORM_CURRENCIES, FORM_RELATIVE, FORM_HOLIDAYS, FORM_PREFIXES, FORM_MONTH_FIRST,
	FORM_DATE      /* of a snapshot: only checked */
};

struct section {
	const char *file, *name;
	enum section_form form;
	enum facts_kind kind;
	int rank;
};

static const struct section sections[] = {
	{"numbers.yaml", "digits", FORM_NUMBERED, FACTS_DIGIT, 0},
	{"numbers.yaml", "articles", FORM_NUMBERED, FACTS_ARTICLE, 0},
	{"numbers.yaml", "small", FORM_NUMBERED, FACTS_SMALL, 0},
	{"numbers.yaml", "large", FORM_NUMBERED, FACTS_LARGE, 0},
	{"numbers.yaml", "to", FORM_WORDS, FACTS_TO, 0},
	{"numbers.yaml", "times", FORM_WORDS, FACTS_TIMES, 0},
	{"units.yaml", "units", FORM_UNITS, FACTS_UNIT, 0},
	{"units.yaml", "boxes", FORM_NAMED, FACTS_BOX, 0},
	{"units.yaml", "properties", FORM_WORDS, FACTS_PROPERTY, 0},
	{"units.yaml", "places", FORM_WORDS, FACTS_PLACES, 0},
	{"units.yaml", "periods", FORM_NAMED, FACTS_PERIOD, 0},
	{"currencies.yaml", "date", FORM_DATE, FACTS_CURRENCY, 0},
	{"currencies.yaml", "currencies", FORM_CURRENCIES, FACTS_CURRENCY, 0},
	{"incoterms.yaml", "incoterms", FORM_NAMED, FACTS_INCOTERM, 0},
	{"incoterms.yaml", "capitals", FORM_NAMED, FACTS_INCOTERM, 1},
	{"ports.yaml", "ports", FORM_SPELLED, FACTS_PORT, 0},
	{"certificates.yaml", "capitals", FORM_SPELLED, FACTS_CERTIFICATE, 1},
	{"certificates.yaml", "any-case", FORM_SPELLED, FACTS_CERTIFICATE, 0},
	{"certificates.yaml", "standards", FORM_SPELLED, FACTS_STANDARD, 0},
	{"certificates.yaml", "certify", FORM_WORDS, FACTS_CERTIFY, 0},
	{"payment.yaml", "means", FORM_NAMED, FACTS_PAYMENT, 0},
	{"payment.yaml", "credit", FORM_NAMED, FACTS_PAYMENT, 1},
	{"payment.yaml", "cue", FORM_WORDS, FACTS_PAYMENT_CUE, 0},
	{"payment.yaml", "deposit", FORM_WORDS, FACTS_DEPOSIT, 0},
	{"payment.yaml", "after-bill", FORM_WORDS, FACTS_AFTER_BILL, 0},
	{"dates.yaml", "month-first", FORM_MONTH_FIRST, FACTS_MONTH, 0},
	{"dates.yaml", "months", FORM_NUMBERED, FACTS_MONTH, FACTS_GREGORIAN},
	{"dates.yaml", "persian-months", FORM_NUMBERED, FACTS_MONTH, FACTS_PERSIAN},
	{"dates.yaml", "islamic-months", FORM_NUMBERED, FACTS_MONTH, FACTS_ISLAMIC},
	{"dates.yaml", "weekdays", FORM_NUMBERED, FACTS_WEEKDAY, 0},
	{"dates.yaml", "seasons", FORM_NUMBERED, FACTS_SEASON, 0},
	{"dates.yaml", "moments", FORM_NUMBERED, FACTS_MOMENT, 0},
	{"dates.yaml", "eras", FORM_NUMBERED, FACTS_ERA, 0},
	{"dates.yaml", "year-words", FORM_NUMBERED, FACTS_YEAR_WORD, 0},
	{"dates.yaml", "time", FORM_NAMED, FACTS_TIME, 0},
	{"dates.yaml", "relative", FORM_RELATIVE, FACTS_RELATIVE, 0},
	{"dates.yaml", "holidays", FORM_HOLIDAYS, FACTS_HOLIDAY, 0},
	{"dates.yaml", "within", FORM_WORDS, FACTS_WITHIN, 0},
	{"dates.yaml", "until", FORM_WORDS, FACTS_UNTIL, 0},
	{"dates.yaml", "in", FORM_WORDS, FACTS_IN, 0},
	{"dates.yaml", "day-sign", FORM_WORDS, FACTS_DAY_SIGN, 0},
	{"dates.yaml", "month-sign", FORM_WORDS, FACTS_MONTH_SIGN, 0},
	{"dates.yaml", "year-sign", FORM_WORDS, FACTS_YEAR_SIGN, 0},
	{"dates.yaml", "ordinal", FORM_WORDS, FACTS_ORDINAL, 0},
	{"dates.yaml", "of", FORM_WORDS, FACTS_OF, 0},
	{"dates.yaml", "week-sign", FORM_WORDS, FACTS_WEEK_SIGN, 0},
	{"dates.yaml", "quarter-sign", FORM_WORDS, FACTS_QUARTER_SIGN, 0},
	{"dates.yaml", "half-sign", FORM_WORDS, FACTS_HALF_SIGN, 0},
	{"dates.yaml", "due", FORM_WORDS, FACTS_DUE, 0},
	{"dates.yaml", "visit", FORM_WORDS, FACTS_VISIT, 0},
	{"dates.yaml", "past", FORM_WORDS, FACTS_PAST, 0},
	{"order-words.yaml", "prefixes", FORM_PREFIXES, FACTS_STOP, 0},
	{"order-words.yaml", "port-cue", FORM_WORDS, FACTS_PORT_CUE, 0},
	{"order-words.yaml", "need", FORM_WORDS, FACTS_NEED, 0},
	{"order-words.yaml", "quantity", FORM_WORDS, FACTS_QUANTITY, 0},
	{"order-words.yaml", "total", FORM_WORDS, FACTS_TOTAL, 0},
	{"order-words.yaml", "minimum", FORM_WORDS, FACTS_MINIMUM, 0},
	{"order-words.yaml", "each", FORM_WORDS, FACTS_EACH, 0},
	{"order-words.yaml", "about", FORM_WORDS, FACTS_ABOUT, 0},
	{"order-words.yaml", "later", FORM_WORDS, FACTS_LATER, 0},
	{"order-words.yaml", "output", FORM_WORDS, FACTS_OUTPUT, 0},
	{"order-words.yaml", "label", FORM_WORDS, FACTS_LABEL, 0},
	{"order-words.yaml", "target", FORM_WORDS, FACTS_TARGET, 0},
	{"order-words.yaml", "budget", FORM_WORDS, FACTS_BUDGET, 0},
	{"order-words.yaml", "fee", FORM_WORDS, FACTS_FEE, 0},
	{"order-words.yaml", "sample", FORM_WORDS, FACTS_SAMPLE, 0},
	{"order-words.yaml", "own-brand", FORM_WORDS, FACTS_OWN_BRAND, 0},
	{"order-words.yaml", "order-number", FORM_WORDS, FACTS_ORDER_NUMBER, 0},
	{"order-words.yaml", "not", FORM_WORDS, FACTS_NOT, 0},
	{"order-words.yaml", "stop", FORM_WORDS, FACTS_STOP, 0},
};
#define SECTIONS (sizeof(sections) / sizeof(sections[0]))

/* id: words | spellings | number: words */
static void load_named(struct loader *l, const struct section *section, const struct inq_yaml *map)
{
	for (size_t i = 0; i < map->count; i++) {
		struct facts_item item = {.id = string(l, map->key[i]), .group = INQ_STR(""), .rank = section->rank};

		if (section->form == FORM_NUMBERED)
			item.number = decimal(l, map->key[i], 0);
		uint32_t index = add_item(l, item);

		if (section->form == FORM_SPELLED)
			add_word(l, map->key[i], 0, section->kind, index);
		add_words(l, map->item[i], 0, section->kind, index);
	}
}

static int unit_rank(struct loader *l, const struct inq_yaml *node)
{
	static const char *const names[] = {
		[FACTS_RANK_COUNT] = "count", [FACTS_RANK_PACKAGE] = "package", [FACTS_RANK_CONTAINER] = "container",
		[FACTS_RANK_MASS] = "mass",   [FACTS_RANK_MEASURE] = "measure",
	};

	for (size_t i = 0; node && i < sizeof(names) / sizeof(names[0]); i++)
		if (inq_str_is(node->scalar, names[i]))
			return (int)i;
	mistake(l, node, "rank: count, package, container, mass or measure");
	return FACTS_RANK_COUNT;
}

static void load_unit(struct loader *l, const struct inq_yaml *node)
{
	uint32_t item = add_item(l, (struct facts_item){
		.id = string(l, inq_yaml_get(node, "id")),
		.group = string(l, inq_yaml_get(node, "group")),
		.number = decimal(l, inq_yaml_get(node, "factor"), 1),
		.rank = unit_rank(l, inq_yaml_get(node, "rank")),
	});

	add_words(l, inq_yaml_get(node, "id"), 0, FACTS_UNIT, item);
	add_words(l, inq_yaml_get(node, "words"), 0, FACTS_UNIT, item);
}

static void load_currency(struct loader *l, const struct inq_yaml *node)
{
	uint32_t item = add_item(l, (struct facts_item){
		.id = string(l, inq_yaml_get(node, "code")),
		.group = INQ_STR(""),
		.number = decimal(l, inq_yaml_get(node, "usd"), 0),
	});

	add_words(l, inq_yaml_get(node, "code"), 0, FACTS_CURRENCY, item);
	add_words(l, inq_yaml_get(node, "words"), 0, FACTS_CURRENCY, item);
}

static void load_relative(struct loader *l, const struct inq_yaml *node)
{
	uint32_t item = add_item(l, (struct facts_item){
		.id = string(l, inq_yaml_get(node, "unit")),
		.group = string(l, inq_yaml_get(node, "part")),
		.number = decimal(l, inq_yaml_get(node, "ahead"), 0),
	});

	add_words(l, inq_yaml_get(node, "words"), 0, FACTS_RELATIVE, item);
}

static void load_holiday(struct loader *l, const struct inq_yaml *node)
{
	const struct inq_yaml *list = need(l, node, "days", INQ_YAML_LIST);
	size_t count = list ? list->count : 0;
	int32_t *days = inq_arena_alloc(l->lists->arena, (count + 1) * sizeof(*days));
	int64_t ms = 0;

	if (!days) {
		l->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (list->item[i]->kind != INQ_YAML_SCALAR || !inq_date_parse(list->item[i]->scalar, &ms))
			mistake(l, list->item[i], "a date: 2026-12-25");
		days[i] = (int32_t)(ms / INQ_DAY_MS);
		if (i && days[i] <= days[i - 1])
			mistake(l, list->item[i], "a date after the one before it");
	}
	add_words(l, inq_yaml_get(node, "words"), 0, FACTS_HOLIDAY, add_item(l, (struct facts_item){
		.id = string(l, inq_yaml_get(node, "id")), .group = INQ_STR(""), .days = days, .day_count = count,
	}));
}

static void load_each(struct loader *l, const struct inq_yaml *list, const char *key,
		      void (*load)(struct loader *, const struct inq_yaml *))
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->item[i]->kind != INQ_YAML_MAP || !inq_yaml_get(list->item[i], key))
			inq_mistake(&l->mistakes, l->file, list->item[i]->line, "expected a mapping with `%s`", key);
		else
			load(l, list->item[i]);
	}
}

static void load_prefixes(struct loader *l, const struct inq_yaml *list)
{
	struct inq_lists *lists = l->lists;

	lists->prefixes = inq_arena_alloc(lists->arena, (list->count + 1) * sizeof(*lists->prefixes));
	l->failed |= !lists->prefixes;
	for (size_t i = 0; lists->prefixes && i < list->count; i++) {
		struct inq_str prefix = string(l, list->item[i]);

		lists->prefixes[lists->prefix_count++] = inq_normalise(lists->arena, prefix.s, prefix.n);
	}
}

static void load_month_first(struct loader *l, const struct inq_yaml *list)
{
	struct inq_lists *lists = l->lists;

	lists->month_first = inq_arena_alloc(lists->arena, (list->count + 1) * sizeof(*lists->month_first));
	l->failed |= !lists->month_first;
	for (size_t i = 0; lists->month_first && i < list->count; i++)
		lists->month_first[lists->month_first_count++] = string(l, list->item[i]);
}

static void check_date(struct loader *l, const struct inq_yaml *root, const char *name)
{
	const struct inq_yaml *node = inq_yaml_get(root, name);
	int64_t ms;

	if (!node || node->kind != INQ_YAML_SCALAR || !inq_date_parse(node->scalar, &ms))
		mistake(l, node ? node : root, "`date`: the day of the snapshot, 2026-01-31");
}

static void load_section(struct loader *l, const struct section *section, const struct inq_yaml *root)
{
	bool list = section->form >= FORM_UNITS;
	const struct inq_yaml *node;

	if (section->form == FORM_DATE) {
		check_date(l, root, section->name);
		return;
	}
	node = section->form == FORM_WORDS ? inq_yaml_get(root, section->name)
					   : need(l, root, section->name, list ? INQ_YAML_LIST : INQ_YAML_MAP);
	if (!node) {
		if (section->form == FORM_WORDS)
			inq_mistake(&l->mistakes, l->file, root->line, "`%s` is missing", section->name);
		return;
	}
	if (section->form == FORM_WORDS)
		add_words(l, node, 0, section->kind, add_item(l, (struct facts_item){.id = INQ_STR("")}));
	else if (section->form == FORM_UNITS)
		load_each(l, node, "id", load_unit);
	else if (section->form == FORM_CURRENCIES)
		load_each(l, node, "code", load_currency);
	else if (section->form == FORM_RELATIVE)
		load_each(l, node, "unit", load_relative);
	else if (section->form == FORM_HOLIDAYS)
		load_each(l, node, "id", load_holiday);
	else if (section->form == FORM_PREFIXES)
		load_prefixes(l, node);
	else if (section->form == FORM_MONTH_FIRST)
		load_month_first(l, node);
	else
		load_named(l, section, node);
}

/* A misspelt section would be words that silently do nothing. */
static void check_names(struct loader *l, const char *file, const struct inq_yaml *root)
{
	for (size_t k = 0; k < root->count; k++) {
		bool known = inq_str_is(root->key[k]->scalar, "source");

		for (size_t s = 0; s < SECTIONS; s++)
			known |= strcmp(sections[s].file, file) == 0 &&
				 inq_str_is(root->key[k]->scalar, sections[s].name);
		if (!known)
			mistake(l, root->key[k], "a section that facts know");
	}
}

static const struct inq_yaml *read_file(struct loader *l, const char *dir, const char *file)
{
	const struct inq_yaml *root;

	l->file = inq_arena_printf(l->arena, "%s/lists/%s", dir, file);
	root = inq_yaml_read(l->arena, l->file, &l->mistakes);
	if (root && root->kind != INQ_YAML_MAP) {
		mistake(l, root, "a mapping");
		return NULL;
	}
	if (root)
		check_names(l, file, root);
	return root;
}

static void load_files(struct loader *l, const char *dir)
{
	const struct inq_yaml *root = NULL;

	for (size_t s = 0; s < SECTIONS; s++) {
		if (!s || strcmp(sections[s].file, sections[s - 1].file) != 0)
			root = read_file(l, dir, sections[s].file);
		if (root)
			load_section(l, &sections[s], root);
	}
}

static int by_key_longest_first(const void *left, const void *right)
{
	const struct facts_entry *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->phrase.n > b->phrase.n ? -1 : a->phrase.n < b->phrase.n;
}

static bool build_table(struct inq_lists *lists)
{
	uint64_t size = 64;

	while (size < lists->entry_count * 2)
		size *= 2;
	lists->slots = inq_arena_alloc(lists->arena, size * sizeof(*lists->slots));
	if (!lists->slots)
		return false;
	lists->slot_mask = size - 1;
	if (lists->entry_count)
		qsort(lists->entries, lists->entry_count, sizeof(*lists->entries), by_key_longest_first);
	for (size_t i = 0; i < lists->entry_count; i++) {
		uint64_t key = lists->entries[i].key, at = key & lists->slot_mask;

		if (i && key == lists->entries[i - 1].key)
			continue;
		lists->filter[key >> 6 & (FACTS_FILTER_WORDS - 1)] |= UINT64_C(1) << (key & 63);
		while (lists->slots[at].count)
			at = (at + 1) & lists->slot_mask;
		lists->slots[at] = (struct facts_slot){key, (uint32_t)i, 1};
		for (size_t j = i + 1; j < lists->entry_count && lists->entries[j].key == key; j++)
			lists->slots[at].count++;
	}
	return true;
}

static struct inq_lists *new_lists(void)
{
	struct inq_lists *lists = calloc(1, sizeof(*lists));

	if (lists)
		lists->arena = inq_arena_new(LISTS_BYTES_MAX);
	if (!lists || lists->arena)
		return lists;
	free(lists);
	return NULL;
}

static struct inq_lists *out_of_memory(struct inq_error *error)
{
	static const char text[] = "out of memory while reading the lists";

	memcpy(error->text, text, sizeof(text));
	return NULL;
}

struct inq_lists *inq_lists_load(const char *dir, struct inq_error *error)
{
	struct loader l = {.lists = new_lists(), .arena = inq_arena_new(LISTS_BYTES_MAX),
			   .mistakes = {.first = error}};

	if (!l.lists || !l.arena) {
		inq_lists_free(l.lists);
		inq_arena_free(l.arena);
		return out_of_memory(error);
	}
	load_files(&l, dir);
	l.failed = !build_table(l.lists) || l.failed || inq_arena_failed(l.arena) || inq_arena_failed(l.lists->arena);
	inq_arena_free(l.arena);
	if (!l.failed && !l.mistakes.count)
		return l.lists;
	inq_lists_free(l.lists);
	return l.mistakes.count ? NULL : out_of_memory(error);
}

void inq_lists_free(struct inq_lists *lists)
{
	if (!lists)
		return;
	inq_arena_free(lists->arena);
	free(lists);
}
