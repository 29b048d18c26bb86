/* Step 1: the JSON document becomes an event. decode_internal.h and these two files are the only ones of the library
 * that name jansson. */
#include "decode_internal.h"
#include "event.h"
#include "inq_limits.h"
#include "timestamp.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Ids become part of Redis keys and are shown in tables: room for a UUID with a platform's prefix, twice. */
#define ID_BYTES_MAX 128

/* --- Binding: from JSON values to the fields of a struct --------------------------------------------------------- */

/* Where a value stands, from the inside out; on the C stack of the binding functions. */
struct path {
	const struct path *outer;
	const char *key; /* NULL for an element of a list */
	size_t index;
};

struct decoder {
	struct inq_arena *arena;
	const json_t *envelope; /* CloudEvents attributes, or NULL */
	struct inq_message message;
};

struct field;
/* Puts the value at `target`. False with the message written (empty: out of memory). */
typedef bool bind_value(struct decoder *decoder, const struct field *field, const struct path *path,
			const json_t *value, void *target);
typedef void clear_value(const struct field *field, void *target);

struct field_type {
	bind_value *bind;
	clear_value *clear; /* what an absent field is */
};

struct field {
	const char *key;
	const struct field_type *type;
	size_t offset;
	size_t limit;               /* text: bytes, 0 for none but the event's own; list: entries */
	const struct field *fields; /* object, list of objects: of each; ends with key == NULL */
	size_t present_offset;      /* object: of an int set to 1 when the object is there, or NO_FLAG */
	const char *required;       /* what is expected when it is missing; NULL where it may be */
	const char *envelope_key;   /* the CloudEvents attribute that stands in for it, or NULL */
};

#define NO_FLAG ((size_t)-1)

static void say_path(struct inq_message *message, const struct path *path)
{
	if (path->outer != NULL)
		say_path(message, path->outer);
	if (path->key == NULL)
		inq_say(message, "[%zu]", path->index);
	else
		inq_say(message, "%s%s", path->outer != NULL ? "." : "", path->key);
}

static const char *kind_of(const json_t *value)
{
	static const char *const names[] = {
		[JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",   [JSON_STRING] = "a string",
		[JSON_INTEGER] = "a number", [JSON_REAL] = "a number",  [JSON_TRUE] = "true",
		[JSON_FALSE] = "false",      [JSON_NULL] = "null",
	};

	return names[json_typeof(value)];
}

static bool wrong_type(struct decoder *decoder, const struct path *path, const json_t *value, const char *expected)
{
	say_path(&decoder->message, path);
	inq_say(&decoder->message, ": found %s, expected %s", kind_of(value), expected);
	return false;
}

static bool wrong_text(struct decoder *decoder, const struct path *path, const json_t *value, const char *expected)
{
	say_path(&decoder->message, path);
	inq_say(&decoder->message, ": found \"");
	inq_say_quoted(&decoder->message, json_string_value(value), json_string_length(value));
	inq_say(&decoder->message, "\", expected %s", expected);
	return false;
}

static bool bind_text(struct decoder *decoder, const struct field *field, const struct path *path, const json_t *value,
		      void *target)
{
	struct inq_str *text = target;
	size_t size;

	if (!json_is_string(value))
		return wrong_type(decoder, path, value, "a string");
	size = json_string_length(value);
	if (field->limit > 0 && size > field->limit) {
		say_path(&decoder->message, path);
		inq_say(&decoder->message, ": %zu bytes long, the limit is %zu", size, field->limit);
		return false;
	}
	*text = inq_arena_copy(decoder->arena, json_string_value(value), size);
	return !inq_arena_failed(decoder->arena);
}

static void clear_text(const struct field *field, void *target)
{
	(void)field;
	*(struct inq_str *)target = INQ_STR("");
}

static bool has_control_character(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return true;
	}
	return false;
}

static bool bind_id(struct decoder *decoder, const struct field *field, const struct path *path, const json_t *value,
		    void *target)
{
	if (json_is_string(value) && (json_string_length(value) == 0 ||
				      has_control_character(json_string_value(value), json_string_length(value))))
		return wrong_text(decoder, path, value, "at least one character and no control characters");
	return bind_text(decoder, field, path, value, target);
}

static bool bind_date(struct decoder *decoder, const struct field *field, const struct path *path, const json_t *value,
		      void *target)
{
	struct inq_str text;
	int64_t ms;

	if (!json_is_string(value))
		return wrong_type(decoder, path, value, "a date such as 2017-10-04 or 2017-10");
	text = (struct inq_str){json_string_value(value), json_string_length(value)};
	if (text.n > 0 && !inq_date_parse(text, &ms))
		return wrong_text(decoder, path, value, "a date such as 2017-10-04 or 2017-10");
	return bind_text(decoder, field, path, value, target);
}

#define EXPECTED_TIME "an RFC 3339 time such as 2026-05-04T08:30:00Z"

/* The target is the whole event: the time goes into two of its fields. */
static bool bind_received_at(struct decoder *decoder, const struct field *field, const struct path *path,
			     const json_t *value, void *target)
{
	struct inq_event *event = target;
	struct inq_str text;

	if (!json_is_string(value))
		return wrong_type(decoder, path, value, EXPECTED_TIME);
	text = (struct inq_str){json_string_value(value), json_string_length(value)};
	if (!inq_time_parse(text, &event->received_at_ms))
		return wrong_text(decoder, path, value, EXPECTED_TIME);
	return bind_text(decoder, field, path, value, &event->received_at);
}

static void clear_received_at(const struct field *field, void *target)
{
	struct inq_event *event = target;

	event->received_at_ms = 0;
	clear_text(field, &event->received_at);
}

static bool bind_amount(struct decoder *decoder, const struct field *field, const struct path *path,
			const json_t *value, void *target)
{
	(void)field;
	if (!json_is_number(value))
		return wrong_type(decoder, path, value, "a number of 0 or more");
	if (json_number_value(value) < 0) {
		say_path(&decoder->message, path);
		inq_say(&decoder->message, ": found a negative number, expected a number of 0 or more");
		return false;
	}
	*(double *)target = json_number_value(value);
	return true;
}

static void clear_amount(const struct field *field, void *target)
{
	(void)field;
	*(double *)target = NAN;
}

static bool bind_count(struct decoder *decoder, const struct field *field, const struct path *path,
		       const json_t *value, void *target)
{
	(void)field;
	if (json_is_real(value)) {
		say_path(&decoder->message, path);
		inq_say(&decoder->message,
			": found a number with a decimal point, expected a whole number of 0 or more");
		return false;
	}
	if (!json_is_integer(value))
		return wrong_type(decoder, path, value, "a whole number of 0 or more");
	if (json_integer_value(value) < 0) {
		say_path(&decoder->message, path);
		inq_say(&decoder->message, ": found %lld, expected a whole number of 0 or more",
		    (long long)json_integer_value(value));
		return false;
	}
	*(int64_t *)target = json_integer_value(value);
	return true;
}

static void clear_count(const struct field *field, void *target)
{
	(void)field;
	*(int64_t *)target = -1;
}

static bool bind_bool(struct decoder *decoder, const struct field *field, const struct path *path, const json_t *value,
		      void *target)
{
	(void)field;
	if (!json_is_boolean(value))
		return wrong_type(decoder, path, value, "true or false");
	*(enum inq_tri *)target = json_is_true(value) ? INQ_YES : INQ_NO;
	return true;
}

static void clear_bool(const struct field *field, void *target)
{
	(void)field;
	*(enum inq_tri *)target = INQ_ABSENT;
}

static void clear_fields(const struct field *fields, void *base)
{
	for (const struct field *field = fields; field->key != NULL; field++)
		field->type->clear(field, (char *)base + field->offset);
}

/* null is as good as absent everywhere. */
static const json_t *value_of(const struct decoder *decoder, const json_t *object, const struct field *field)
{
	const json_t *value = json_object_get(object, field->key);

	if (json_is_null(value))
		value = NULL;
	if (value == NULL && decoder->envelope != NULL && field->envelope_key != NULL)
		value = json_object_get(decoder->envelope, field->envelope_key);
	return json_is_null(value) ? NULL : value;
}

static bool bind_fields(struct decoder *decoder, const struct field *fields, const struct path *outer,
			const json_t *object, void *base)
{
	for (const struct field *field = fields; field->key != NULL; field++) {
		struct path path = {.outer = outer, .key = field->key};
		const json_t *value = value_of(decoder, object, field);

		if (value == NULL && field->required == NULL)
			continue;
		if (value == NULL) {
			say_path(&decoder->message, &path);
			inq_say(&decoder->message, ": missing, expected %s", field->required);
			return false;
		}
		if (!field->type->bind(decoder, field, &path, value, (char *)base + field->offset))
			return false;
	}
	return true;
}

static bool bind_object(struct decoder *decoder, const struct field *field, const struct path *path,
			const json_t *value, void *target)
{
	if (!json_is_object(value))
		return wrong_type(decoder, path, value, "an object");
	if (field->present_offset != NO_FLAG)
		*(int *)((char *)target + field->present_offset) = 1;
	return bind_fields(decoder, field->fields, path, value, target);
}

static void clear_object(const struct field *field, void *target)
{
	if (field->present_offset != NO_FLAG)
		*(int *)((char *)target + field->present_offset) = 0;
	clear_fields(field->fields, target);
}

/* The target is the whole event: list and count are two of its fields. */
static bool bind_attachments(struct decoder *decoder, const struct field *field, const struct path *path,
			     const json_t *value, void *target)
{
	struct inq_event *event = target;
	size_t count = json_array_size(value);

	if (!json_is_array(value))
		return wrong_type(decoder, path, value, "a list of objects");
	if (count > field->limit) {
		say_path(&decoder->message, path);
		inq_say(&decoder->message, ": %zu entries, the limit is %zu", count, field->limit);
		return false;
	}
	if (count == 0)
		return true;
	event->attachments = inq_arena_alloc(decoder->arena, count * sizeof(*event->attachments));
	if (event->attachments == NULL)
		return false;
	for (; event->attachment_count < count; event->attachment_count++) {
		struct inq_attachment *attachment = &event->attachments[event->attachment_count];
		struct path element = {.outer = path, .index = event->attachment_count};
		const json_t *entry = json_array_get(value, event->attachment_count);

		clear_fields(field->fields, attachment);
		if (!json_is_object(entry))
			return wrong_type(decoder, &element, entry, "an object");
		if (!bind_fields(decoder, field->fields, &element, entry, attachment))
			return false;
	}
	return true;
}

static void clear_attachments(const struct field *field, void *target)
{
	struct inq_event *event = target;

	(void)field;
	event->attachments = NULL;
	event->attachment_count = 0;
}

/* --- The event -------------------------------------------------------------------------------------------------- */

static const struct field_type text_type = {bind_text, clear_text};
static const struct field_type id_type = {bind_id, clear_text};
static const struct field_type date_type = {bind_date, clear_text};
static const struct field_type received_at_type = {bind_received_at, clear_received_at};
static const struct field_type amount_type = {bind_amount, clear_amount};
static const struct field_type count_type = {bind_count, clear_count};
static const struct field_type bool_type = {bind_bool, clear_bool};
static const struct field_type object_type = {bind_object, clear_object};
static const struct field_type attachments_type = {bind_attachments, clear_attachments};

#define FIELD(name, kind, place, ...) {.key = name, .type = &kind##_type, .offset = place, __VA_ARGS__}
#define NAME(key, type, member) FIELD(key, text, offsetof(type, member), .limit = INQ_NAME_BYTES_MAX)
#define DATE(key, type, member) FIELD(key, date, offsetof(type, member), .limit = INQ_NAME_BYTES_MAX)
#define AMOUNT(key, type, member) FIELD(key, amount, offsetof(type, member), .limit = 0)
#define COUNT(key, type, member) FIELD(key, count, offsetof(type, member), .limit = 0)
#define END {.key = NULL}

static const struct field product_fields[] = {
	NAME("name", struct inq_product, name),
	NAME("category", struct inq_product, category),
	AMOUNT("moq", struct inq_product, moq),
	NAME("unit", struct inq_product, unit),
	AMOUNT("unit_price", struct inq_product, unit_price),
	NAME("currency", struct inq_product, currency),
	END,
};

static const struct field activity_fields[] = {
	COUNT("product_views", struct inq_activity, product_views),
	COUNT("inquiries", struct inq_activity, inquiries),
	COUNT("rfqs", struct inq_activity, rfqs),
	COUNT("login_days", struct inq_activity, login_days),
	COUNT("junk_reports", struct inq_activity, junk_reports),
	COUNT("blacklisted", struct inq_activity, blacklisted),
	END,
};

static const struct field buyer_fields[] = {
	NAME("id", struct inq_buyer, id),
	NAME("name", struct inq_buyer, name),
	NAME("company", struct inq_buyer, company),
	NAME("title", struct inq_buyer, title),
	NAME("email", struct inq_buyer, email),
	NAME("phone", struct inq_buyer, phone),
	NAME("website", struct inq_buyer, website),
	NAME("country", struct inq_buyer, country),
	NAME("ip_country", struct inq_buyer, ip_country),
	FIELD("verified", bool, offsetof(struct inq_buyer, verified), .limit = 0),
	DATE("member_since", struct inq_buyer, member_since),
	FIELD("activity", object, offsetof(struct inq_buyer, activity), .fields = activity_fields,
	      .present_offset = offsetof(struct inq_activity, present)),
	END,
};

static const struct field attachment_fields[] = {
	NAME("name", struct inq_attachment, name),
	NAME("type", struct inq_attachment, type),
	COUNT("size", struct inq_attachment, size),
	END,
};

static const struct field history_fields[] = {
	COUNT("orders", struct inq_history, orders),
	COUNT("messages", struct inq_history, messages),
	COUNT("complaints", struct inq_history, complaints),
	DATE("last_order_at", struct inq_history, last_order_at),
	END,
};

static const struct field event_fields[] = {
	FIELD("id", id, offsetof(struct inq_event, id), .limit = ID_BYTES_MAX,
	      .required = "the inquiry's id on its platform", .envelope_key = "id"),
	FIELD("received_at", received_at, 0, .limit = INQ_NAME_BYTES_MAX, .required = EXPECTED_TIME,
	      .envelope_key = "time"),
	FIELD("body", text, offsetof(struct inq_event, body), .required = "what the buyer wrote"),
	FIELD("subject", text, offsetof(struct inq_event, subject), .limit = 0),
	NAME("platform", struct inq_event, platform),
	NAME("channel", struct inq_event, channel),
	NAME("lang", struct inq_event, lang),
	FIELD("product", object, offsetof(struct inq_event, product), .fields = product_fields,
	      .present_offset = NO_FLAG),
	FIELD("buyer", object, offsetof(struct inq_event, buyer), .fields = buyer_fields, .present_offset = NO_FLAG),
	FIELD("attachments", attachments, 0, .limit = INQ_ATTACHMENTS_MAX, .fields = attachment_fields),
	FIELD("history", object, offsetof(struct inq_event, history), .fields = history_fields,
	      .present_offset = offsetof(struct inq_history, present)),
	END,
};

/* --- CloudEvents ------------------------------------------------------------------------------------------------ */

/* "application/json", "application/cloudevents+json; charset=utf-8", "text/json". */
static bool is_json_type(const char *type, size_t size)
{
	static const char *const endings[] = {"/json", "+json"};
	const char *parameters = memchr(type, ';', size);

	if (parameters != NULL)
		size = (size_t)(parameters - type);
	while (size > 0 && type[size - 1] == ' ')
		size--;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);

		if (size > n && strncasecmp(type + size - n, endings[i], n) == 0)
			return true;
	}
	return false;
}

static bool check_version(struct decoder *decoder, const json_t *envelope)
{
	struct path path = {.key = "specversion"};
	const json_t *version = json_object_get(envelope, path.key);

	if (!json_is_string(version))
		return wrong_type(decoder, &path, version, "\"1.0\"");
	if (strcmp(json_string_value(version), "1.0") != 0)
		return wrong_text(decoder, &path, version, "\"1.0\", the CloudEvents version");
	return true;
}

static bool check_content_type(struct decoder *decoder, const json_t *envelope)
{
	struct path path = {.key = "datacontenttype"};
	const json_t *type = json_object_get(envelope, path.key);

	if (type == NULL || json_is_null(type))
		return true;
	if (!json_is_string(type))
		return wrong_type(decoder, &path, type, "application/json");
	if (!is_json_type(json_string_value(type), json_string_length(type)))
		return wrong_text(decoder, &path, type, "application/json");
	return true;
}

static bool check_data(struct decoder *decoder, const json_t *envelope)
{
	struct path path = {.key = "data"};
	const json_t *data = json_object_get(envelope, path.key);

	if (json_is_object(data))
		return true;
	if (json_object_get(envelope, "data_base64") != NULL) {
		inq_say(&decoder->message, "data_base64: found binary data, expected the event as JSON in data");
		return false;
	}
	if (data == NULL || json_is_null(data)) {
		inq_say(&decoder->message, "data: missing, expected the event");
		return false;
	}
	return wrong_type(decoder, &path, data, "the event as an object");
}

static bool decode_envelope(struct decoder *decoder, const json_t *envelope, struct inq_event *event)
{
	struct path path = {.key = "data"};

	if (!check_version(decoder, envelope) || !check_content_type(decoder, envelope) ||
	    !check_data(decoder, envelope))
		return false;
	decoder->envelope = envelope;
	return bind_fields(decoder, event_fields, &path, json_object_get(envelope, path.key), event);
}

/* --- The step --------------------------------------------------------------------------------------------------- */

static bool decode_document(struct decoder *decoder, const json_t *document, struct inq_event *event)
{
	if (!json_is_object(document)) {
		inq_say(&decoder->message, "found %s, expected a JSON object", kind_of(document));
		return false;
	}
	if (json_object_get(document, "specversion") != NULL)
		return decode_envelope(decoder, document, event);
	return bind_fields(decoder, event_fields, NULL, document, event);
}

static enum inq_status status_of(bool decoded, struct inq_error *error)
{
	if (decoded)
		return INQ_OK;
	if (error->text[0] != '\0')
		return INQ_REJECTED;
	snprintf(error->text, sizeof(error->text), "out of memory while decoding an event");
	return INQ_FAILED;
}

/* Some Windows programs begin their files with a byte order mark; RFC 8259 lets readers pass over it. */
static size_t byte_order_mark(const char *json, size_t size)
{
	return size >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

enum inq_status inq_decode(struct inq_arena *arena, const char *json, size_t size, struct inq_event *event,
			   struct inq_error *error)
{
	struct decoder decoder = {.arena = arena, .message = inq_message_begin(error)};
	size_t skip = byte_order_mark(json, size);
	json_t *document;
	bool decoded = false;

	memset(event, 0, sizeof(*event));
	clear_fields(event_fields, event);
	document = inq_document_parse(json + skip, size - skip, &decoder.message);
	if (document != NULL)
		decoded = decode_document(&decoder, document, event);
	json_decref(document);
	return status_of(decoded, error);
}
