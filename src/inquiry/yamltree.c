#include "yamltree.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* Deeper nesting than any of our files has; a guard for the recursion below. */
#define DEPTH_MAX 24

void inq_mistake(struct inq_mistakes *mistakes, const char *file, unsigned line, const char *format, ...)
{
	struct inq_error error;
	va_list args;
	int used = line ? snprintf(error.text, sizeof(error.text), "%s:%u: ", file, line)
			: snprintf(error.text, sizeof(error.text), "%s: ", file);

	if (used < 0 || (size_t)used >= sizeof(error.text))
		used = 0;
	va_start(args, format);
	vsnprintf(error.text + used, sizeof(error.text) - (size_t)used, format, args);
	va_end(args);
	if (mistakes->count++ == 0 && mistakes->first)
		*mistakes->first = error;
	if (mistakes->report)
		mistakes->report(mistakes->context, &error);
}

/* ---- reading the tree ------------------------------------------------------------------------------------------ */

struct reader {
	struct inq_arena *arena;
	yaml_parser_t parser;
	const char *file;
	struct inq_mistakes *mistakes;
	unsigned depth;
	bool failed;
};

static struct inq_yaml *read_value(struct reader *reader, yaml_event_t *event);

static void reader_fail(struct reader *reader, unsigned line, const char *what)
{
	if (!reader->failed)
		inq_mistake(reader->mistakes, reader->file, line, "%s", what);
	reader->failed = true;
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
	if (yaml_parser_parse(&reader->parser, event))
		return true;
	if (!reader->failed)
		inq_mistake(reader->mistakes, reader->file, (unsigned)reader->parser.problem_mark.line + 1,
			    "%s%s%s, expected YAML", reader->parser.problem ? reader->parser.problem : "cannot be read",
			    reader->parser.context ? " " : "", reader->parser.context ? reader->parser.context : "");
	reader->failed = true;
	return false;
}

static struct inq_yaml *new_node(struct reader *reader, enum inq_yaml_kind kind, const yaml_event_t *event)
{
	struct inq_yaml *node = inq_arena_alloc(reader->arena, sizeof(*node));

	if (!node) {
		reader_fail(reader, 0, "out of memory");
		return NULL;
	}
	node->kind = kind;
	node->line = (unsigned)event->start_mark.line + 1;
	node->scalar = INQ_STR("");
	return node;
}

/* Doubles the arrays of a list or map when they are full; old ones stay in the arena until it is freed. */
static bool append(struct reader *reader, struct inq_yaml *node, struct inq_yaml *key, struct inq_yaml *value)
{
	if ((node->count & (node->count - 1)) == 0) {
		size_t room = node->count ? node->count * 2 : 1;
		struct inq_yaml **items = inq_arena_alloc(reader->arena, room * sizeof(*items));
		struct inq_yaml **keys = inq_arena_alloc(reader->arena, room * sizeof(*keys));

		if (!items || !keys) {
			reader_fail(reader, 0, "out of memory");
			return false;
		}
		if (node->count) {
			memcpy(items, node->item, node->count * sizeof(*items));
			memcpy(keys, node->key, node->count * sizeof(*keys));
		}
		node->item = items;
		node->key = keys;
	}
	node->item[node->count] = value;
	node->key[node->count++] = key;
	return true;
}

static void read_list(struct reader *reader, struct inq_yaml *list)
{
	yaml_event_t event;

	while (next_event(reader, &event)) {
		struct inq_yaml *value;

		if (event.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&event);
			return;
		}
		value = read_value(reader, &event);
		if (!value || !append(reader, list, NULL, value))
			return;
	}
}

static void read_map(struct reader *reader, struct inq_yaml *map)
{
	yaml_event_t event;

	while (next_event(reader, &event)) {
		struct inq_yaml *key, *value;

		if (event.type == YAML_MAPPING_END_EVENT) {
			yaml_event_delete(&event);
			return;
		}
		key = read_value(reader, &event);
		if (!key)
			return;
		if (key->kind != INQ_YAML_SCALAR) {
			reader_fail(reader, key->line, "found a list or mapping as a key, expected a word");
			return;
		}
		if (inq_yaml_get(map, key->scalar.s))
			inq_mistake(reader->mistakes, reader->file, key->line, "'%s' stands twice in one mapping",
				    key->scalar.s);
		if (!next_event(reader, &event))
			return;
		value = read_value(reader, &event);
		if (!value || !append(reader, map, key, value))
			return;
	}
}

/* Consumes `event` and all events of the value that it starts. */
static struct inq_yaml *read_value(struct reader *reader, yaml_event_t *event)
{
	struct inq_yaml *node = NULL;

	if (++reader->depth > DEPTH_MAX) {
		reader_fail(reader, (unsigned)event->start_mark.line + 1, "nested too deep, expected at most 24 levels");
	} else if (event->type == YAML_SCALAR_EVENT) {
		node = new_node(reader, INQ_YAML_SCALAR, event);
		if (node) {
			node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
			node->scalar = inq_arena_copy(reader->arena, (const char *)event->data.scalar.value,
						      event->data.scalar.length);
		}
	} else if (event->type == YAML_SEQUENCE_START_EVENT) {
		node = new_node(reader, INQ_YAML_LIST, event);
		if (node)
			read_list(reader, node);
	} else if (event->type == YAML_MAPPING_START_EVENT) {
		node = new_node(reader, INQ_YAML_MAP, event);
		if (node)
			read_map(reader, node);
	} else {
		reader_fail(reader, (unsigned)event->start_mark.line + 1,
			    "found an alias or the end of the file, expected a value");
	}
	reader->depth--;
	yaml_event_delete(event);
	return reader->failed ? NULL : node;
}

static struct inq_yaml *read_document(struct reader *reader)
{
	yaml_event_t event;

	while (next_event(reader, &event)) {
		yaml_event_type_t type = event.type;

		if (type == YAML_STREAM_START_EVENT || type == YAML_DOCUMENT_START_EVENT) {
			yaml_event_delete(&event);
			continue;
		}
		return read_value(reader, &event);
	}
	return NULL;
}

struct inq_yaml *inq_yaml_read(struct inq_arena *arena, const char *path, struct inq_mistakes *mistakes)
{
	struct reader reader = {.arena = arena, .file = path, .mistakes = mistakes};
	struct inq_yaml *root = NULL;
	FILE *file = fopen(path, "rb");

	if (!file) {
		inq_mistake(mistakes, path, 0, "cannot be opened: %s", strerror(errno));
		return NULL;
	}
	if (yaml_parser_initialize(&reader.parser)) {
		yaml_parser_set_input_file(&reader.parser, file);
		root = read_document(&reader);
		yaml_parser_delete(&reader.parser);
	} else {
		inq_mistake(mistakes, path, 0, "out of memory");
	}
	fclose(file);
	return root;
}

struct inq_yaml *inq_yaml_get(const struct inq_yaml *map, const char *key)
{
	if (!map || map->kind != INQ_YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->count; i++)
		if (inq_str_is(map->key[i]->scalar, key))
			return map->item[i];
	return NULL;
}

/* ---- binding it to structs ------------------------------------------------------------------------------------- */

struct binding {
	struct inq_arena *arena;
	const char *file;
	struct inq_mistakes *mistakes;
	const struct inq_yaml_field *field;
	const struct inq_yaml *value;
};

static const char *describe(struct inq_arena *arena, const struct inq_yaml *value)
{
	static const char *const kinds[] = {"", "a list", "a mapping"};

	return value->kind == INQ_YAML_SCALAR ? inq_arena_printf(arena, "'%s'", value->scalar.s) : kinds[value->kind];
}

static bool wrong(const struct binding *b, const char *expected)
{
	inq_mistake(b->mistakes, b->file, b->value->line, "%s: found %s, expected %s", b->field->name,
		    describe(b->arena, b->value), expected);
	return false;
}

static bool is_word(const struct binding *b)
{
	return b->value->kind == INQ_YAML_SCALAR;
}

bool inq_parse_milli(struct inq_str text, int64_t *milli)
{
	size_t i = 0, places = 0;
	bool negative = text.n && text.s[0] == '-', point = false, digits = false;
	int64_t value = 0;

	if (text.n && (text.s[0] == '-' || text.s[0] == '+'))
		i = 1;
	for (; i < text.n; i++) {
		if (text.s[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (!isdigit((unsigned char)text.s[i]) || value > INT64_MAX / 100000 || (point && ++places > 3))
			return false;
		value = value * 10 + (text.s[i] - '0');
		digits = true;
	}
	while (places++ < 3)
		value *= 10;
	*milli = negative ? -value : value;
	return digits;
}

static bool in_range(const struct binding *b, int64_t value)
{
	return (b->field->min == 0 && b->field->max == 0) || (value >= b->field->min && value <= b->field->max);
}

/* A number in units of `scale` thousandths, range-checked. */
static bool bind_number(const struct binding *b, void *target, int64_t scale, const char *expected)
{
	int64_t milli;

	if (!is_word(b) || b->value->quoted || !inq_parse_milli(b->value->scalar, &milli) || milli % scale != 0)
		return wrong(b, expected);
	if (!in_range(b, milli / scale)) {
		const char *range = scale == 1
					    ? inq_arena_printf(b->arena, "%s from %lld to %lld thousandths", expected,
							       (long long)b->field->min, (long long)b->field->max)
					    : inq_arena_printf(b->arena, "%s from %lld to %lld", expected,
							       (long long)b->field->min, (long long)b->field->max);

		return wrong(b, range);
	}
	*(int64_t *)target = milli / scale;
	return true;
}

static bool bind_integer(const struct binding *b, void *target)
{
	return bind_number(b, target, 1000, "a whole number");
}

static bool bind_decimal(const struct binding *b, void *target)
{
	return bind_number(b, target, 1, "a number with at most three decimal places");
}

struct unit_factor {
	const char *name;
	int64_t factor;
};

/* "30s", "1.5h": a number and one of the units. */
static bool bind_with_unit(const struct binding *b, int64_t *target, const struct unit_factor *units,
			   const char *expected)
{
	struct inq_str text = b->value->scalar;
	size_t digits = 0;
	int64_t milli;

	if (!is_word(b))
		return wrong(b, expected);
	while (digits < text.n && (isdigit((unsigned char)text.s[digits]) || text.s[digits] == '.'))
		digits++;
	if (!inq_parse_milli((struct inq_str){text.s, digits}, &milli))
		return wrong(b, expected);
	for (; units->name; units++) {
		if (strcmp(text.s + digits, units->name) != 0)
			continue;
		if (milli > INT64_MAX / units->factor || !in_range(b, milli * units->factor / 1000))
			return wrong(b, inq_arena_printf(b->arena, "%s within its bounds", expected));
		*target = milli * units->factor / 1000;
		return true;
	}
	return wrong(b, expected);
}

static bool bind_duration(const struct binding *b, void *target)
{
	static const struct unit_factor units[] = {{"ms", 1},	     {"s", 1000},	{"m", 60000},
						   {"h", 3600000},   {"d", 86400000},	{NULL, 0}};

	return bind_with_unit(b, target, units, "a duration such as 500ms, 30s, 5m, 4h or 2d");
}

static bool bind_size(const struct binding *b, void *target)
{
	static const struct unit_factor units[] = {
		{"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}, {NULL, 0}};

	return bind_with_unit(b, target, units, "a size such as 64KiB or 1MiB");
}

static bool bind_string(const struct binding *b, void *target)
{
	if (!is_word(b))
		return wrong(b, "a text");
	*(struct inq_str *)target = b->value->scalar;
	return true;
}

static bool bind_bool(const struct binding *b, void *target)
{
	if (!is_word(b) || b->value->quoted ||
	    (!inq_str_is(b->value->scalar, "true") && !inq_str_is(b->value->scalar, "false")))
		return wrong(b, "true or false");
	*(bool *)target = inq_str_is(b->value->scalar, "true");
	return true;
}

static bool bind_strings(const struct binding *b, void *target)
{
	struct inq_strings *strings = target;
	size_t count = is_word(b) ? 1 : b->value->count;

	if (b->value->kind == INQ_YAML_MAP)
		return wrong(b, "a list of texts");
	strings->item = inq_arena_alloc(b->arena, count * sizeof(*strings->item) + 1);
	strings->line = inq_arena_alloc(b->arena, count * sizeof(*strings->line) + 1);
	if (!strings->item || !strings->line)
		return wrong(b, "memory for the list");
	strings->count = count;
	for (size_t i = 0; i < count; i++) {
		const struct inq_yaml *item = is_word(b) ? b->value : b->value->item[i];

		if (item->kind != INQ_YAML_SCALAR) {
			struct binding inner = *b;

			inner.value = item;
			return wrong(&inner, "a text in the list");
		}
		strings->item[i] = item->scalar;
		strings->line[i] = item->line;
	}
	return true;
}

static bool bind_node(const struct binding *b, void *target)
{
	*(const struct inq_yaml **)target = b->value;
	return true;
}

/* A mapping language -> text, or one text, which is English. */
static bool bind_text(const struct binding *b, void *target)
{
	struct inq_words *words = target;
	size_t count = is_word(b) ? 1 : b->value->count;

	if (b->value->kind == INQ_YAML_LIST || count == 0)
		return wrong(b, "a text, or a mapping from language to text such as {en: ..., zh: ...}");
	words->lang = inq_arena_alloc(b->arena, count * sizeof(*words->lang));
	words->text = inq_arena_alloc(b->arena, count * sizeof(*words->text));
	if (!words->lang || !words->text)
		return wrong(b, "memory for the text");
	words->count = count;
	words->line = b->value->line;
	for (size_t i = 0; i < count; i++) {
		words->lang[i] = is_word(b) ? INQ_STR("en") : b->value->key[i]->scalar;
		words->text[i] = is_word(b) ? b->value->scalar : b->value->item[i]->scalar;
		if (!is_word(b) && b->value->item[i]->kind != INQ_YAML_SCALAR) {
			struct binding inner = *b;

			inner.value = b->value->item[i];
			return wrong(&inner, "a text");
		}
	}
	return true;
}

static bool bind_texts(const struct binding *b, void *target)
{
	struct inq_phrases *phrases = target;

	if (b->value->kind != INQ_YAML_LIST)
		return wrong(b, "a list of texts");
	phrases->item = inq_arena_alloc(b->arena, b->value->count * sizeof(*phrases->item) + 1);
	if (!phrases->item)
		return wrong(b, "memory for the list");
	phrases->count = b->value->count;
	for (size_t i = 0; i < b->value->count; i++) {
		struct binding inner = *b;

		inner.value = b->value->item[i];
		if (!bind_text(&inner, &phrases->item[i]))
			return false;
	}
	return true;
}

static bool bind_enum(const struct binding *b, void *target)
{
	const char *expected = "one of";

	for (int i = 0; is_word(b) && b->field->names[i]; i++) {
		if (inq_str_is(b->value->scalar, b->field->names[i])) {
			*(int *)target = i;
			return true;
		}
	}
	for (int i = 0; b->field->names[i]; i++)
		expected = inq_arena_printf(b->arena, "%s%s %s", expected, i ? "," : "", b->field->names[i]);
	return wrong(b, expected);
}

typedef bool binder(const struct binding *b, void *target);

static binder *const binders[] = {
	[INQ_FIELD_STRING] = bind_string,     [INQ_FIELD_BOOL] = bind_bool,	[INQ_FIELD_INTEGER] = bind_integer,
	[INQ_FIELD_DECIMAL] = bind_decimal,   [INQ_FIELD_STRINGS] = bind_strings, [INQ_FIELD_NODE] = bind_node,
	[INQ_FIELD_DURATION] = bind_duration, [INQ_FIELD_TEXT] = bind_text,	[INQ_FIELD_TEXTS] = bind_texts,
	[INQ_FIELD_ENUM] = bind_enum,	      [INQ_FIELD_SIZE] = bind_size,
};

static const char *field_names(struct inq_arena *arena, const struct inq_yaml_field *fields)
{
	const char *names = "";

	for (const struct inq_yaml_field *f = fields; f->name; f++)
		names = inq_arena_printf(arena, "%s%s%s", names, f == fields ? "" : ", ", f->name);
	return names;
}

static bool bind_key(struct inq_arena *arena, const char *file, const struct inq_yaml *map, size_t index,
		     const struct inq_yaml_field *fields, void *object, struct inq_mistakes *mistakes)
{
	for (const struct inq_yaml_field *f = fields; f->name; f++) {
		struct binding b = {arena, file, mistakes, f, map->item[index]};

		if (inq_str_is(map->key[index]->scalar, f->name))
			return binders[f->type](&b, (char *)object + f->offset);
	}
	inq_mistake(mistakes, file, map->key[index]->line, "unknown key '%s', expected one of: %s",
		    map->key[index]->scalar.s, field_names(arena, fields));
	return false;
}

bool inq_yaml_bind(struct inq_arena *arena, const char *file, const struct inq_yaml *map,
		   const struct inq_yaml_field *fields, void *object, struct inq_mistakes *mistakes)
{
	bool ok = true;

	if (map->kind != INQ_YAML_MAP) {
		inq_mistake(mistakes, file, map->line, "found %s, expected a mapping with: %s", describe(arena, map),
			    field_names(arena, fields));
		return false;
	}
	for (size_t i = 0; i < map->count; i++)
		ok = bind_key(arena, file, map, i, fields, object, mistakes) && ok;
	for (const struct inq_yaml_field *f = fields; f->name; f++) {
		if (!f->required || inq_yaml_get(map, f->name))
			continue;
		inq_mistake(mistakes, file, map->line, "'%s' is missing, expected %s", f->name,
			    f->meaning ? f->meaning : "it here");
		ok = false;
	}
	return ok;
}

struct inq_str inq_words_in(const struct inq_words *words, struct inq_str lang)
{
	size_t english = 0;

	for (size_t i = 0; i < words->count; i++) {
		if (inq_str_eq(words->lang[i], lang))
			return words->text[i];
		if (inq_str_is(words->lang[i], "en"))
			english = i;
	}
	return words->count ? words->text[english] : INQ_STR("");
}
