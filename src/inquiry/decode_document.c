/* Step 1, first half: bytes become a JSON tree, or a message that says where they are wrong. */
#include "decode_internal.h"
#include "inq_limits.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* What a message quotes of a value or of a key is cut to this many bytes. */
#define QUOTED_BYTES_MAX 40

/* --- Messages --------------------------------------------------------------------------------------------------- */

struct inq_message inq_message_begin(struct inq_error *error)
{
	error->text[0] = '\0';
	return (struct inq_message){error->text, error->text + sizeof(error->text) - 1};
}

/* A cut may leave the first bytes of a character behind. */
static char *drop_half_character(char *begin, char *end)
{
	while (end > begin && ((unsigned char)end[-1] & 0xc0) == 0x80)
		end--;
	if (end > begin && (unsigned char)end[-1] >= 0xc0)
		end--;
	*end = '\0';
	return end;
}

void inq_say(struct inq_message *message, const char *format, ...)
{
	size_t room = (size_t)(message->end - message->at);
	va_list arguments;
	int written;

	va_start(arguments, format);
	written = vsnprintf(message->at, room + 1, format, arguments);
	va_end(arguments);
	if (written < 0)
		return;
	if ((size_t)written <= room)
		message->at += written;
	else
		message->at = message->end = drop_half_character(message->at, message->end);
}

/* Outside text, shown as it is where that is harmless: no control characters, no half characters. */
void inq_say_quoted(struct inq_message *message, const char *s, size_t n)
{
	size_t at = 0;

	while (at < n && at < QUOTED_BYTES_MAX) {
		utf8proc_int32_t c;
		utf8proc_ssize_t step =
			utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)(n - at), &c);

		if (step < 1) {
			inq_say(message, "\\x%02x", (unsigned)(unsigned char)s[at++]);
			continue;
		}
		if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029)
			inq_say(message, "\\u%04x", (unsigned)c);
		else
			inq_say(message, "%.*s", (int)step, s + at);
		at += (size_t)step;
	}
	if (at < n)
		inq_say(message, "...");
}

/* --- The place of a byte in a document -------------------------------------------------------------------------- */

/* A walk over the structure of a JSON document, valid or not: which keys and indexes lead to where it stands. */
struct level {
	bool list;
	size_t index;         /* list: of the element */
	const char *key;      /* object: between the quotes, escapes as written; NULL until it was read */
	size_t key_size;
};

struct walk {
	struct level level[INQ_JSON_DEPTH_MAX];
	size_t depth;
	bool in_string;
};

static struct level *innermost(struct walk *walk)
{
	return walk->depth > 0 ? &walk->level[walk->depth - 1] : NULL;
}

/* The byte after the string whose opening quote is at `at`; `size` when it does not end. */
static size_t walk_string(struct walk *walk, const char *json, size_t size, size_t at)
{
	size_t start = at + 1;
	struct level *level = innermost(walk);

	for (at = start; at < size && json[at] != '"'; at++)
		at += json[at] == '\\' && at + 1 < size;
	if (at >= size) {
		walk->in_string = true;
		return size;
	}
	if (level != NULL && !level->list && level->key == NULL) {
		level->key = json + start;
		level->key_size = at - start;
	}
	return at + 1;
}

static void walk_comma(struct walk *walk)
{
	struct level *level = innermost(walk);

	if (level == NULL)
		return;
	level->index++;
	level->key = NULL;
}

/* Walks up to the byte `size`. Returns it, or where the document nests deeper than allowed. */
static size_t walk_to(struct walk *walk, const char *json, size_t size)
{
	size_t at = 0;

	memset(walk, 0, sizeof(*walk));
	while (at < size) {
		char c = json[at];

		if (c == '"') {
			at = walk_string(walk, json, size, at);
			continue;
		}
		if (c == '{' || c == '[') {
			if (walk->depth == INQ_JSON_DEPTH_MAX)
				return at;
			walk->level[walk->depth++] = (struct level){.list = c == '['};
		} else if ((c == '}' || c == ']') && walk->depth > 0) {
			walk->depth--;
		} else if (c == ',') {
			walk_comma(walk);
		}
		at++;
	}
	return at;
}

/* "buyer.activity.rfqs", "attachments[2].name"; "the document" where no key was read yet. */
static void say_walk(struct inq_message *message, const struct walk *walk)
{
	const char *begin = message->at;

	for (size_t i = 0; i < walk->depth; i++) {
		const struct level *level = &walk->level[i];

		if (level->list) {
			inq_say(message, "[%zu]", level->index);
		} else if (level->key != NULL) {
			inq_say(message, "%s", message->at > begin ? "." : "");
			inq_say_quoted(message, level->key, level->key_size);
		}
	}
	if (message->at == begin)
		inq_say(message, "the document");
}

static void say_place(struct inq_message *message, const char *json, size_t offset)
{
	struct walk walk;

	walk_to(&walk, json, offset);
	say_walk(message, &walk);
}

/* --- Before parsing --------------------------------------------------------------------------------------------- */

/* Each check: true when the document passes, else the message is written. */

static bool check_size(const char *json, size_t size, struct inq_message *message)
{
	(void)json;
	if (size <= INQ_EVENT_BYTES_MAX)
		return true;
	inq_say(message, "the event has %zu bytes, the limit is %u", size, INQ_EVENT_BYTES_MAX);
	return false;
}

static bool check_blank(const char *json, size_t size, struct inq_message *message)
{
	for (size_t i = 0; i < size; i++) {
		if (strchr(" \t\r\n", json[i]) == NULL || json[i] == '\0')
			return true;
	}
	inq_say(message, "empty line: expected a JSON object");
	return false;
}

static bool check_utf8(const char *json, size_t size, struct inq_message *message)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)json;
	utf8proc_int32_t c;
	size_t at = 0;

	while (at < size) {
		utf8proc_ssize_t step =
			bytes[at] < 0x80 ? 1 : utf8proc_iterate(bytes + at, (utf8proc_ssize_t)(size - at), &c);

		if (step < 1)
			break;
		at += (size_t)step;
	}
	if (at >= size)
		return true;
	inq_say(message, "invalid UTF-8 in ");
	say_place(message, json, at);
	inq_say(message, " at byte %zu (found 0x%02x, expected UTF-8)", at, (unsigned)bytes[at]);
	return false;
}

static bool check_depth(const char *json, size_t size, struct inq_message *message)
{
	struct walk walk;
	size_t at = walk_to(&walk, json, size);

	if (at == size)
		return true;
	inq_say(message, "nested deeper than %u levels in ", INQ_JSON_DEPTH_MAX);
	say_walk(message, &walk);
	inq_say(message, " at byte %zu", at);
	return false;
}

typedef bool check(const char *json, size_t size, struct inq_message *message);

static bool check_document(const char *json, size_t size, struct inq_message *message)
{
	static check *const checks[] = {check_size, check_blank, check_utf8, check_depth};

	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		if (!checks[i](json, size, message))
			return false;
	}
	return true;
}

/* --- Parsing ---------------------------------------------------------------------------------------------------- */

static bool is_truncated(const char *json, size_t size, const json_error_t *found)
{
	struct walk walk;

	if (json_error_code(found) == json_error_premature_end_of_input)
		return true;
	/* A literal or number that was cut is a wrong token to jansson. */
	walk_to(&walk, json, size);
	return (size_t)found->position >= size && walk.depth > 0;
}

/* jansson's words without what it quotes: the place is said instead. */
static int words_without_quote(const char *text)
{
	const char *near = strstr(text, " near ");

	return (int)(near != NULL ? (size_t)(near - text) : strlen(text));
}

static void explain_parse_error(const char *json, size_t size, const json_error_t *found, struct inq_message *message)
{
	size_t at = found->position > 0 ? (size_t)found->position : 0;

	if (at > size)
		at = size;
	if (is_truncated(json, size, found)) {
		inq_say(message, "truncated JSON: the document ends inside ");
		say_place(message, json, size);
		return;
	}
	if (json_error_code(found) == json_error_duplicate_key) {
		inq_say(message, "duplicate key ");
		say_place(message, json, at);
		return;
	}
	if (json_error_code(found) == json_error_end_of_input_expected) {
		inq_say(message, "something follows the JSON document before byte %zu, expected one object", at);
		return;
	}
	inq_say(message, "invalid JSON in ");
	say_place(message, json, at);
	inq_say(message, " before byte %zu: %.*s", at, words_without_quote(found->text), found->text);
}

json_t *inq_document_parse(const char *json, size_t size, struct inq_message *message)
{
	size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY;
	json_error_t found;
	json_t *document;

	if (!check_document(json, size, message))
		return NULL;
	document = json_loadb(json, size, flags, &found);
	if (document == NULL && json_error_code(&found) != json_error_out_of_memory)
		explain_parse_error(json, size, &found, message);
	return document;
}
