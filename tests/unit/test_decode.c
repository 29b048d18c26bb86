#include "event.h"
#include "inq_limits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

#define REQUIRED "\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":\"hello\""

static const char full_event[] =
	"{\"id\":\"mic-2026-0001\",\"received_at\":\"2026-05-04T16:30:00.250+08:00\","
	"\"body\":\"We need 5,000 pcs.\\nBest regards\",\"platform\":\"made-in-china\",\"channel\":\"rfq\","
	"\"subject\":\"Cotizaci\\u00f3n\",\"lang\":\"es\","
	"\"product\":{\"name\":\"LED panel\",\"category\":\"Lighting\",\"moq\":200,\"unit\":\"pcs\","
	"\"unit_price\":9.8,\"currency\":\"USD\"},"
	"\"buyer\":{\"id\":\"b7\",\"name\":\"Ana Ejemplo\",\"company\":\"Ejemplo SA\",\"title\":\"Compras\","
	"\"email\":\"ana@ejemplo.example\",\"phone\":\"+52 555 0100\",\"website\":\"https://ejemplo.example/\","
	"\"country\":\"MX\",\"ip_country\":\"MX\",\"verified\":true,\"member_since\":\"2017-10\","
	"\"activity\":{\"product_views\":22,\"inquiries\":4,\"rfqs\":1,\"login_days\":17,\"junk_reports\":0,"
	"\"blacklisted\":0}},"
	"\"attachments\":[{\"name\":\"plano.dwg\",\"type\":\"image/vnd.dwg\",\"size\":1200},{\"name\":\"foto.jpg\"}],"
	"\"history\":{\"orders\":2,\"messages\":14,\"complaints\":0,\"last_order_at\":\"2025-11-20\"},"
	"\"unknown\":{\"deep\":[1,2,{\"x\":null}]}}";

static const char envelope_event[] =
	"{\"specversion\":\"1.0\",\"id\":\"ce-9\",\"source\":\"/bridge\",\"type\":\"example.inquiry\","
	"\"time\":\"2026-05-04T08:30:00Z\",\"datacontenttype\":\"application/json; charset=utf-8\","
	"\"data\":{\"body\":\"hello\",\"buyer\":{\"verified\":false}}}";

struct decoded {
	struct inq_arena *arena;
	struct inq_event event;
	struct inq_error error;
	enum inq_status status;
};

/* Decodes a copy of exact size, so that a sanitizer sees every read behind the end. */
static struct decoded decode_bytes(const char *json, size_t size)
{
	struct decoded decoded = {.arena = inq_arena_new(INQ_ARENA_BYTES_MAX)};
	char *copy = malloc(size > 0 ? size : 1);

	assert_non_null(copy);
	assert_non_null(decoded.arena);
	memcpy(copy, json, size);
	decoded.status = inq_decode(decoded.arena, copy, size, &decoded.event, &decoded.error);
	free(copy);
	return decoded;
}

static struct decoded decode(const char *json)
{
	return decode_bytes(json, strlen(json));
}

static void forget(struct decoded *decoded)
{
	inq_arena_free(decoded->arena);
}

static void assert_text(struct inq_str found, const char *expected)
{
	assert_non_null(found.s);
	assert_int_equal(found.n, strlen(expected));
	assert_memory_equal(found.s, expected, found.n);
	assert_int_equal(found.s[found.n], '\0');
}

static void assert_number(double found, double expected)
{
	assert_true(fabs(found - expected) < 1e-9);
}

static void reads_every_field(void **state)
{
	struct decoded d = decode(full_event);
	const struct inq_event *e = &d.event;

	(void)state;
	assert_int_equal(d.status, INQ_OK);
	assert_text(e->id, "mic-2026-0001");
	assert_text(e->received_at, "2026-05-04T16:30:00.250+08:00");
	assert_int_equal(e->received_at_ms, INT64_C(1777883400250));
	assert_text(e->body, "We need 5,000 pcs.\nBest regards");
	assert_text(e->platform, "made-in-china");
	assert_text(e->channel, "rfq");
	assert_text(e->subject, "Cotizaci\xc3\xb3n");
	assert_text(e->lang, "es");
	assert_text(e->product.name, "LED panel");
	assert_text(e->product.category, "Lighting");
	assert_text(e->product.unit, "pcs");
	assert_text(e->product.currency, "USD");
	assert_number(e->product.moq, 200);
	assert_number(e->product.unit_price, 9.8);
	forget(&d);
}

static void reads_the_buyer(void **state)
{
	struct decoded d = decode(full_event);
	const struct inq_buyer *b = &d.event.buyer;

	(void)state;
	assert_text(b->id, "b7");
	assert_text(b->name, "Ana Ejemplo");
	assert_text(b->company, "Ejemplo SA");
	assert_text(b->title, "Compras");
	assert_text(b->email, "ana@ejemplo.example");
	assert_text(b->phone, "+52 555 0100");
	assert_text(b->website, "https://ejemplo.example/");
	assert_text(b->country, "MX");
	assert_text(b->ip_country, "MX");
	assert_text(b->member_since, "2017-10");
	assert_int_equal(b->verified, INQ_YES);
	assert_true(b->activity.present);
	assert_int_equal(b->activity.product_views, 22);
	assert_int_equal(b->activity.inquiries, 4);
	assert_int_equal(b->activity.rfqs, 1);
	assert_int_equal(b->activity.login_days, 17);
	assert_int_equal(b->activity.junk_reports, 0);
	assert_int_equal(b->activity.blacklisted, 0);
	forget(&d);
}

static void reads_attachments_and_history(void **state)
{
	struct decoded d = decode(full_event);

	(void)state;
	assert_int_equal(d.event.attachment_count, 2);
	assert_text(d.event.attachments[0].name, "plano.dwg");
	assert_text(d.event.attachments[0].type, "image/vnd.dwg");
	assert_int_equal(d.event.attachments[0].size, 1200);
	assert_text(d.event.attachments[1].name, "foto.jpg");
	assert_text(d.event.attachments[1].type, "");
	assert_int_equal(d.event.attachments[1].size, -1);
	assert_true(d.event.history.present);
	assert_int_equal(d.event.history.orders, 2);
	assert_int_equal(d.event.history.messages, 14);
	assert_int_equal(d.event.history.complaints, 0);
	assert_text(d.event.history.last_order_at, "2025-11-20");
	forget(&d);
}

static void assert_all_absent(const struct inq_event *e)
{
	assert_text(e->subject, "");
	assert_text(e->platform, "");
	assert_text(e->product.name, "");
	assert_true(isnan(e->product.moq) && isnan(e->product.unit_price));
	assert_text(e->buyer.email, "");
	assert_int_equal(e->buyer.verified, INQ_ABSENT);
	assert_false(e->buyer.activity.present);
	assert_int_equal(e->buyer.activity.rfqs, -1);
	assert_int_equal(e->attachment_count, 0);
	assert_false(e->history.present);
	assert_int_equal(e->history.orders, -1);
	assert_text(e->history.last_order_at, "");
	assert_int_equal(e->same_text_senders, 0);
}

static void absent_is_empty_unknown_or_none(void **state)
{
	struct decoded d = decode("{" REQUIRED "}");

	(void)state;
	assert_int_equal(d.status, INQ_OK);
	assert_all_absent(&d.event);
	forget(&d);
}

static void null_is_absent(void **state)
{
	struct decoded d = decode("{" REQUIRED ",\"subject\":null,\"product\":{\"name\":null,\"moq\":null},"
				  "\"buyer\":{\"email\":null,\"verified\":null,\"activity\":null},"
				  "\"attachments\":null,\"history\":null,\"platform\":null}");

	(void)state;
	assert_int_equal(d.status, INQ_OK);
	assert_all_absent(&d.event);
	forget(&d);
}

static void takes_what_is_unusual_but_right(void **state)
{
	static const char *const cases[] = {
		"\xef\xbb\xbf{" REQUIRED "}",
		" \t{" REQUIRED "}\r\n",
		"{" REQUIRED ",\"buyer\":{\"member_since\":\"2017\"}}",
		"{" REQUIRED ",\"buyer\":{\"member_since\":\"2017-10-04T00:00:00Z\"}}",
		"{" REQUIRED ",\"buyer\":{\"member_since\":\"\"}}",
		"{" REQUIRED ",\"attachments\":[]}",
		"{" REQUIRED ",\"labels\":{\"authenticity\":\"real\"}}",
		"{" REQUIRED ",\"product\":{\"moq\":0,\"unit_price\":0.0}}",
		"{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":\"\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decoded d = decode(cases[i]);

		if (d.status != INQ_OK)
			fail_msg("%s\n%s", cases[i], d.error.text);
		forget(&d);
	}
}

static void keeps_zero_bytes_in_text(void **state)
{
	struct decoded d = decode("{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":\"a\\u0000b\"}");

	(void)state;
	assert_int_equal(d.status, INQ_OK);
	assert_int_equal(d.event.body.n, 3);
	assert_memory_equal(d.event.body.s, "a\0b", 3);
	forget(&d);
}

static void assert_rejected(const char *json, const char *expected)
{
	struct decoded d = decode(json);

	if (d.status != INQ_REJECTED || strcmp(d.error.text, expected) != 0)
		fail_msg("%.200s\n   says:     %s\n   expected: %s", json,
			 d.status == INQ_REJECTED ? d.error.text : "(not rejected)", expected);
	forget(&d);
}

struct rejected {
	const char *json, *message;
};

static void assert_all_rejected(const struct rejected *cases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_rejected(cases[i].json, cases[i].message);
}

static void names_the_place_of_wrong_json(void **state)
{
	static const struct rejected cases[] = {
		{"", "empty line: expected a JSON object"},
		{" \t\r\n", "empty line: expected a JSON object"},
		{"[]", "found a list, expected a JSON object"},
		{"\"text\"", "found a string, expected a JSON object"},
		{"12", "found a number, expected a JSON object"},
		{"null", "found null, expected a JSON object"},
		{"nul", "invalid JSON in the document before byte 3: invalid token"},
		{"{\"id\":\"e1\",\"body\":\"We nee", "truncated JSON: the document ends inside body"},
		{"{\"id\":\"e1\",\"buyer\":{\"name\":\"A\",", "truncated JSON: the document ends inside buyer"},
		{"{\"buyer\":{\"verified\":tru", "truncated JSON: the document ends inside buyer.verified"},
		{"{\"attachments\":[{\"name\":\"a\"},{\"size\":1",
		 "truncated JSON: the document ends inside attachments[1].size"},
		{"{", "truncated JSON: the document ends inside the document"},
		{"{\"bo", "truncated JSON: the document ends inside the document"},
		{"{\"body\":\"a\\", "truncated JSON: the document ends inside body"},
		{"{\"id\":\"a\",\"id\":\"b\"}", "duplicate key id"},
		{"{\"buyer\":{\"email\":\"a\",\"name\":\"[{\\\"\",\"email\":\"b\"}}", "duplicate key buyer.email"},
		{"{\"attachments\":[{},{\"name\":1,\"name\":2}]}", "duplicate key attachments[1].name"},
		{"{\"x\":{\"y\":1,\"y\":2}}", "duplicate key x.y"},
		{"{\"body\":\"a\\q\"}", "invalid JSON in body before byte 12: invalid escape"},
		{"{\"body\":\"a\\ud800\"}", "invalid JSON in body before byte 17: invalid Unicode '\\uD800'"},
		{"{\"body\":\"a\nb\"}", "invalid JSON in body before byte 10: unexpected newline"},
		{"{\"body\":\"a\tb\"}", "invalid JSON in body before byte 10: control character 0x9"},
		{"{\"id\" \"e1\"}", "invalid JSON in id before byte 10: ':' expected"},
		{"{'id':1}", "invalid JSON in the document before byte 2: string or '}' expected"},
		{"{\"product\":{\"moq\":1e999}}", "invalid JSON in product.moq before byte 23: real number overflow"},
		{"{\"product\":{\"moq\":99999999999999999999}}",
		 "invalid JSON in product.moq before byte 38: too big integer"},
		{"{\"a\\u0000\":1}",
		 "invalid JSON in a\\u0000 before byte 10: NUL byte in object key not supported"},
		{"{\"id\":1}}", "something follows the JSON document before byte 9, expected one object"},
		{"]", "invalid JSON in the document before byte 1: unexpected token"},
	};

	(void)state;
	assert_all_rejected(cases, sizeof(cases) / sizeof(cases[0]));
}

static void names_the_place_of_wrong_utf8(void **state)
{
	static const struct rejected cases[] = {
		{"{\"body\":\"a\xff\"}", "invalid UTF-8 in body at byte 10 (found 0xff, expected UTF-8)"},
		{"{\"buyer\":{\"name\":\"Jos\xe9\"}}",
		 "invalid UTF-8 in buyer.name at byte 21 (found 0xe9, expected UTF-8)"},
		{"{\"body\":\"\xc0\xaf\"}", "invalid UTF-8 in body at byte 9 (found 0xc0, expected UTF-8)"},
		{"{\"body\":\"\xed\xa0\x80\"}", "invalid UTF-8 in body at byte 9 (found 0xed, expected UTF-8)"},
		{"{\"body\":\"\xf4\x90\x80\x80\"}", "invalid UTF-8 in body at byte 9 (found 0xf4, expected UTF-8)"},
		{"{\"body\":\"\xe4\xb8", "invalid UTF-8 in body at byte 9 (found 0xe4, expected UTF-8)"},
		{"{\"\xff\":1}", "invalid UTF-8 in the document at byte 2 (found 0xff, expected UTF-8)"},
	};

	(void)state;
	assert_all_rejected(cases, sizeof(cases) / sizeof(cases[0]));
}

static void names_the_field_of_a_wrong_type(void **state)
{
	static const struct rejected cases[] = {
		{"{" REQUIRED ",\"subject\":5}", "subject: found a number, expected a string"},
		{"{" REQUIRED ",\"platform\":[]}", "platform: found a list, expected a string"},
		{"{" REQUIRED ",\"lang\":true}", "lang: found true, expected a string"},
		{"{" REQUIRED ",\"buyer\":\"Ana\"}", "buyer: found a string, expected an object"},
		{"{" REQUIRED ",\"buyer\":{\"verified\":\"yes\"}}",
		 "buyer.verified: found a string, expected true or false"},
		{"{" REQUIRED ",\"buyer\":{\"verified\":1}}", "buyer.verified: found a number, expected true or false"},
		{"{" REQUIRED ",\"buyer\":{\"activity\":[]}}", "buyer.activity: found a list, expected an object"},
		{"{" REQUIRED ",\"buyer\":{\"activity\":{\"rfqs\":\"3\"}}}",
		 "buyer.activity.rfqs: found a string, expected a whole number of 0 or more"},
		{"{" REQUIRED ",\"buyer\":{\"activity\":{\"rfqs\":3.0}}}",
		 "buyer.activity.rfqs: found a number with a decimal point, expected a whole number of 0 or more"},
		{"{" REQUIRED ",\"buyer\":{\"activity\":{\"rfqs\":-3}}}",
		 "buyer.activity.rfqs: found -3, expected a whole number of 0 or more"},
		{"{" REQUIRED ",\"product\":{\"moq\":\"500\"}}",
		 "product.moq: found a string, expected a number of 0 or more"},
		{"{" REQUIRED ",\"product\":{\"moq\":-1}}",
		 "product.moq: found a negative number, expected a number of 0 or more"},
		{"{" REQUIRED ",\"product\":{\"unit_price\":-0.5}}",
		 "product.unit_price: found a negative number, expected a number of 0 or more"},
		{"{" REQUIRED ",\"attachments\":{}}", "attachments: found an object, expected a list of objects"},
		{"{" REQUIRED ",\"attachments\":[{\"name\":\"a\"},null]}",
		 "attachments[1]: found null, expected an object"},
		{"{" REQUIRED ",\"attachments\":[{\"size\":\"12 KB\"}]}",
		 "attachments[0].size: found a string, expected a whole number of 0 or more"},
		{"{" REQUIRED ",\"history\":{\"orders\":false}}",
		 "history.orders: found false, expected a whole number of 0 or more"},
		{"{" REQUIRED ",\"history\":{\"last_order_at\":20251120}}",
		 "history.last_order_at: found a number, expected a date such as 2017-10-04 or 2017-10"},
		{"{" REQUIRED ",\"buyer\":{\"member_since\":\"3 years\"}}",
		 "buyer.member_since: found \"3 years\", expected a date such as 2017-10-04 or 2017-10"},
	};

	(void)state;
	assert_all_rejected(cases, sizeof(cases) / sizeof(cases[0]));
}

#define TIME_EXPECTED ", expected an RFC 3339 time such as 2026-05-04T08:30:00Z"
#define ID_EXPECTED ", expected at least one character and no control characters"

static void insists_on_id_time_and_body(void **state)
{
	static const struct rejected cases[] = {
		{"{}", "id: missing, expected the inquiry's id on its platform"},
		{"{\"id\":null}", "id: missing, expected the inquiry's id on its platform"},
		{"{\"id\":\"\"}", "id: found \"\"" ID_EXPECTED},
		{"{\"id\":\"a\\nb\"}", "id: found \"a\\u000ab\"" ID_EXPECTED},
		{"{\"id\":\"a\\u0000\"}", "id: found \"a\\u0000\"" ID_EXPECTED},
		{"{\"id\":7}", "id: found a number, expected a string"},
		{"{\"id\":\"e1\"}", "received_at: missing" TIME_EXPECTED},
		{"{\"id\":\"e1\",\"received_at\":1777883400}", "received_at: found a number" TIME_EXPECTED},
		{"{\"id\":\"e1\",\"received_at\":\"yesterday\"}", "received_at: found \"yesterday\"" TIME_EXPECTED},
		{"{\"id\":\"e1\",\"received_at\":\"2026-05-04\"}", "received_at: found \"2026-05-04\"" TIME_EXPECTED},
		{"{\"id\":\"e1\",\"received_at\":\"\"}", "received_at: found \"\"" TIME_EXPECTED},
		{"{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\"}",
		 "body: missing, expected what the buyer wrote"},
		{"{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":{}}",
		 "body: found an object, expected a string"},
	};

	(void)state;
	assert_all_rejected(cases, sizeof(cases) / sizeof(cases[0]));
}

/* `{required, "key": "aaa..."}` with `size` letters; the caller frees it. */
static char *event_with_long(const char *before, size_t size, const char *after)
{
	size_t head = strlen(before), tail = strlen(after);
	char *json = malloc(head + size + tail + 1);

	assert_non_null(json);
	memcpy(json, before, head);
	memset(json + head, 'a', size);
	memcpy(json + head + size, after, tail + 1);
	return json;
}

static void assert_length(const char *before, size_t size, const char *after, const char *message)
{
	char *json = event_with_long(before, size, after);
	struct decoded d = decode(json);

	assert_string_equal(d.error.text, message);
	assert_int_equal(d.status, message[0] == '\0' ? INQ_OK : INQ_REJECTED);
	forget(&d);
	free(json);
}

static void limits_short_fields_and_ids(void **state)
{
	const char *rest = "\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":\"\"}";

	(void)state;
	assert_length("{" REQUIRED ",\"buyer\":{\"company\":\"", 640, "\"}}", "");
	assert_length("{" REQUIRED ",\"buyer\":{\"company\":\"", 641, "\"}}",
		      "buyer.company: 641 bytes long, the limit is 640");
	assert_length("{" REQUIRED ",\"attachments\":[{},{\"name\":\"", 641, "\"}]}",
		      "attachments[1].name: 641 bytes long, the limit is 640");
	assert_length("{\"id\":\"", 128, rest, "");
	assert_length("{\"id\":\"", 129, rest, "id: 129 bytes long, the limit is 128");
	assert_length("{" REQUIRED ",\"subject\":\"", 5000, "\"}", "");
	assert_length("{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",\"body\":\"", 1000000, "\"}", "");
	assert_length("{" REQUIRED ",\"buyer\":{\"member_since\":\"", 60, "\"}}",
		      "buyer.member_since: found \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\", expected a date "
		      "such as 2017-10-04 or 2017-10");
}

static void limits_the_event(void **state)
{
	(void)state;
	assert_length("{\"id\":\"e1\",\"body\":\"", INQ_EVENT_BYTES_MAX, "\"}",
		      "the event has 1048597 bytes, the limit is 1048576");
}

static void limits_attachments(void **state)
{
	char json[1024] = "{" REQUIRED ",\"attachments\":[{}";

	(void)state;
	for (size_t i = 1; i < INQ_ATTACHMENTS_MAX; i++)
		strcat(json, ",{}");
	strcat(json, "]}");
	struct decoded d = decode(json);
	assert_int_equal(d.status, INQ_OK);
	assert_int_equal(d.event.attachment_count, INQ_ATTACHMENTS_MAX);
	forget(&d);
	strcpy(json + strlen(json) - 2, ",{}]}");
	assert_rejected(json, "attachments: 65 entries, the limit is 64");
}

static void limits_the_depth(void **state)
{
	char json[256] = "{" REQUIRED ",\"x\":{\"y\":";
	size_t start = strlen(json);

	(void)state;
	memset(json + start, '[', 30);
	memset(json + start + 30, ']', 30);
	strcpy(json + start + 60, "}}");
	struct decoded d = decode(json);
	assert_int_equal(d.status, INQ_OK);
	forget(&d);
	memset(json + start, '[', 31);
	memset(json + start + 31, ']', 31);
	strcpy(json + start + 62, "}}");
	assert_rejected(json, "nested deeper than 32 levels in x.y[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"
			      "[0][0][0][0][0][0][0][0][0][0][0][0][0] at byte 102");
}

/* Jansson parses by recursion: a document of nothing but brackets must not reach it. */
static void survives_a_million_brackets(void **state)
{
	char *json = malloc(INQ_EVENT_BYTES_MAX);

	(void)state;
	assert_non_null(json);
	memset(json, '[', INQ_EVENT_BYTES_MAX);
	struct decoded d = decode_bytes(json, INQ_EVENT_BYTES_MAX);
	assert_int_equal(d.status, INQ_REJECTED);
	assert_non_null(strstr(d.error.text, "nested deeper than 32 levels"));
	forget(&d);
	free(json);
}

/* The keys of 31 levels do not fit into a message: what is cut ends with a whole character, wherever the cut falls. */
static void long_places_stay_one_whole_line(void **state)
{
	static const char *const first[] = {"{\"\":", "{\"a\":", "{\"ab\":"};

	(void)state;
	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
		char json[8192];
		struct decoded d;
		json_t *text;

		strcpy(json, first[i]);
		for (int level = 0; level < 30; level++)
			strcat(json, "{\"\xe4\xbd\xa0\xe5\xa5\xbd\xe4\xb8\x96\xe7\x95\x8c\xe4\xbd\xa0\xe5\xa5\xbd\xe4\xb8\x96"
				     "\xe7\x95\x8c\xe4\xbd\xa0\xe5\xa5\xbd\xe4\xb8\x96\xe7\x95\x8c\xe4\xbd\xa0\xe5\xa5\xbd\":");
		d = decode(json);
		assert_int_equal(d.status, INQ_REJECTED);
		assert_true(strlen(d.error.text) > 900 && strlen(d.error.text) < sizeof(d.error.text));
		assert_null(strchr(d.error.text, '\n'));
		text = json_string(d.error.text); /* NULL for broken UTF-8 */
		assert_non_null(text);
		json_decref(text);
		forget(&d);
	}
}

static void unpacks_cloud_events(void **state)
{
	struct decoded d = decode(envelope_event);

	(void)state;
	assert_text(d.event.subject, "");
	assert_string_equal(d.error.text, "");
	assert_int_equal(d.status, INQ_OK);
	assert_text(d.event.id, "ce-9");
	assert_text(d.event.received_at, "2026-05-04T08:30:00Z");
	assert_text(d.event.body, "hello");
	assert_int_equal(d.event.buyer.verified, INQ_NO);
	forget(&d);
	d = decode("{\"specversion\":\"1.0\",\"id\":\"ce-9\",\"time\":\"2026-05-04T08:30:00Z\","
		   "\"data\":{\"id\":null,\"received_at\":null,\"body\":\"\"}}");
	assert_int_equal(d.status, INQ_OK);
	assert_text(d.event.id, "ce-9");
	forget(&d);
	d = decode("{\"specversion\":\"1.0\",\"id\":\"ce-9\",\"time\":\"2020-01-01T00:00:00Z\","
		   "\"data\":{" REQUIRED "}}");
	assert_int_equal(d.status, INQ_OK);
	assert_text(d.event.id, "e1");
	assert_text(d.event.received_at, "2026-05-04T08:30:00Z");
	forget(&d);
}

#define ENVELOPE "{\"specversion\":\"1.0\",\"id\":\"ce-9\",\"time\":\"2026-05-04T08:30:00Z\""

static void says_what_is_wrong_with_cloud_events(void **state)
{
	static const struct rejected cases[] = {
		{"{\"specversion\":\"0.3\",\"data\":{" REQUIRED "}}",
		 "specversion: found \"0.3\", expected \"1.0\", the CloudEvents version"},
		{"{\"specversion\":1.0,\"data\":{}}", "specversion: found a number, expected \"1.0\""},
		{ENVELOPE "}", "data: missing, expected the event"},
		{ENVELOPE ",\"data\":null}", "data: missing, expected the event"},
		{ENVELOPE ",\"data\":\"{}\"}", "data: found a string, expected the event as an object"},
		{ENVELOPE ",\"data_base64\":\"e30=\"}",
		 "data_base64: found binary data, expected the event as JSON in data"},
		{ENVELOPE ",\"datacontenttype\":\"text/xml\",\"data\":{}}",
		 "datacontenttype: found \"text/xml\", expected application/json"},
		{ENVELOPE ",\"datacontenttype\":\"json\",\"data\":{}}",
		 "datacontenttype: found \"json\", expected application/json"},
		{ENVELOPE ",\"datacontenttype\":7,\"data\":{}}",
		 "datacontenttype: found a number, expected application/json"},
		{ENVELOPE ",\"data\":{}}", "data.body: missing, expected what the buyer wrote"},
		{ENVELOPE ",\"data\":{\"body\":\"\",\"buyer\":{\"verified\":\"no\"}}}",
		 "data.buyer.verified: found a string, expected true or false"},
		{"{\"specversion\":\"1.0\",\"id\":\"ce-9\",\"data\":{\"body\":\"\"}}",
		 "data.received_at: missing" TIME_EXPECTED},
		{"{\"specversion\":\"1.0\",\"time\":\"2026-05-04T08:30:00Z\",\"data\":{\"body\":\"\"}}",
		 "data.id: missing, expected the inquiry's id on its platform"},
	};

	(void)state;
	assert_all_rejected(cases, sizeof(cases) / sizeof(cases[0]));
}

static void takes_all_json_content_types(void **state)
{
	static const char *const types[] = {"application/json", "APPLICATION/JSON", "text/json",
					    "application/vnd.inquiry+json", "application/json ; charset=utf-8"};

	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		char json[512];

		snprintf(json, sizeof(json), ENVELOPE ",\"datacontenttype\":\"%s\",\"data\":{" REQUIRED "}}", types[i]);
		struct decoded d = decode(json);
		assert_int_equal(d.status, INQ_OK);
		forget(&d);
	}
}

/* For every limit of the arena: the event is whole, or the status says that memory was short. */
static void says_when_memory_is_short(void **state)
{
	int failed = 0, succeeded = 0;

	(void)state;
	for (size_t limit = 1; limit < 4096; limit += 7) {
		struct inq_arena *arena = inq_arena_new(limit);
		struct inq_event event;
		struct inq_error error;

		assert_non_null(arena);
		switch (inq_decode(arena, full_event, sizeof(full_event) - 1, &event, &error)) {
		case INQ_OK:
			assert_text(event.history.last_order_at, "2025-11-20");
			succeeded++;
			break;
		case INQ_FAILED:
			assert_string_equal(error.text, "out of memory while decoding an event");
			failed++;
			break;
		case INQ_REJECTED:
			fail_msg("rejected: %s", error.text);
		}
		inq_arena_free(arena);
	}
	assert_true(failed > 0 && succeeded > 0);
}

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Flips, drops, doubles or replaces a few bytes; returns the new size, at most `size` + 64. */
static size_t mutate(char *json, size_t size, uint32_t *random)
{
	static const char alphabet[] = "{}[]\",:\\u0eE-+.\xff\xc3\xe4\0\n tfn19";
	uint32_t changes = 1 + next_random(random) % 4;

	while (changes-- > 0 && size > 1) {
		size_t at = next_random(random) % size;

		switch (next_random(random) % 5) {
		case 0:
			json[at] = (char)(json[at] ^ (1 << next_random(random) % 8));
			break;
		case 1:
			json[at] = alphabet[next_random(random) % sizeof(alphabet)];
			break;
		case 2:
			memmove(json + at, json + at + 1, --size - at);
			break;
		case 3:
			memmove(json + at + 1, json + at, size - at);
			size++;
			break;
		default:
			size = next_random(random) % 8 == 0 ? at + 1 : size;
		}
	}
	return size;
}

/* What must hold whatever comes in. */
static void assert_sane(const struct decoded *d)
{
	if (d->status == INQ_OK) {
		assert_true(d->event.id.n > 0 && d->event.id.n <= 128);
		assert_non_null(d->event.body.s);
		assert_non_null(d->event.buyer.email.s);
		assert_true(d->event.attachment_count <= INQ_ATTACHMENTS_MAX);
		assert_true(isnan(d->event.product.moq) || d->event.product.moq >= 0);
		return;
	}
	assert_int_equal(d->status, INQ_REJECTED);
	assert_true(d->error.text[0] != '\0');
	assert_null(strchr(d->error.text, '\n'));
}

static void survives_mutation(void **state)
{
	static const char *const seeds[] = {full_event, envelope_event, "{" REQUIRED ",\"attachments\":[{}]}"};
	uint32_t random = 2463534242u;
	int accepted = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *seed = seeds[round % 3];
		size_t size = strlen(seed);
		char *json = malloc(size + 64);

		assert_non_null(json);
		memcpy(json, seed, size);
		size = mutate(json, size, &random);
		struct decoded d = decode_bytes(json, size);
		assert_sane(&d);
		accepted += d.status == INQ_OK;
		forget(&d);
		free(json);
	}
	assert_true(accepted > 100 && accepted < 19000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_field),
		cmocka_unit_test(reads_the_buyer),
		cmocka_unit_test(reads_attachments_and_history),
		cmocka_unit_test(absent_is_empty_unknown_or_none),
		cmocka_unit_test(null_is_absent),
		cmocka_unit_test(takes_what_is_unusual_but_right),
		cmocka_unit_test(keeps_zero_bytes_in_text),
		cmocka_unit_test(names_the_place_of_wrong_json),
		cmocka_unit_test(names_the_place_of_wrong_utf8),
		cmocka_unit_test(names_the_field_of_a_wrong_type),
		cmocka_unit_test(insists_on_id_time_and_body),
		cmocka_unit_test(limits_short_fields_and_ids),
		cmocka_unit_test(limits_the_event),
		cmocka_unit_test(limits_attachments),
		cmocka_unit_test(limits_the_depth),
		cmocka_unit_test(survives_a_million_brackets),
		cmocka_unit_test(long_places_stay_one_whole_line),
		cmocka_unit_test(unpacks_cloud_events),
		cmocka_unit_test(says_what_is_wrong_with_cloud_events),
		cmocka_unit_test(takes_all_json_content_types),
		cmocka_unit_test(says_when_memory_is_short),
		cmocka_unit_test(survives_mutation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
