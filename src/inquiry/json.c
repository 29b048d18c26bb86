#include "json.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(struct inq_json *out, size_t more)
{
	size_t room = out->room ? out->room : 4096;
	char *text;

	if (out->failed)
		return false;
	if (out->size + more + 1 <= out->room)
		return true;
	while (room < out->size + more + 1)
		room *= 2;
	text = realloc(out->text, room);
	if (!text) {
		out->failed = true;
		return false;
	}
	out->text = text;
	out->room = room;
	return true;
}

static void put(struct inq_json *out, const char *s, size_t n)
{
	if (!reserve(out, n))
		return;
	memcpy(out->text + out->size, s, n);
	out->size += n;
	out->text[out->size] = '\0';
}

void inq_json_reset(struct inq_json *out)
{
	out->size = 0;
	out->comma = out->failed = false;
}

void inq_json_free(struct inq_json *out)
{
	free(out->text);
	*out = (struct inq_json){0};
}

/* The two-character escapes of RFC 8259; 0 where there is none. */
static char short_escape(unsigned char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *found = c ? strchr(from, c) : NULL;

	return found ? to[found - from] : 0;
}

static void put_escaped(struct inq_json *out, unsigned char c)
{
	char text[8];

	if (short_escape(c)) {
		put(out, (char[]){'\\', short_escape(c)}, 2);
		return;
	}
	snprintf(text, sizeof(text), "\\u%04x", c);
	put(out, text, 6);
}

static void put_quoted(struct inq_json *out, struct inq_str value)
{
	size_t plain = 0;

	put(out, "\"", 1);
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.s[i];

		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		put(out, value.s + plain, i - plain);
		put_escaped(out, c);
		plain = i + 1;
	}
	put(out, value.s + plain, value.n - plain);
	put(out, "\"", 1);
}

static void put_key(struct inq_json *out, const char *key)
{
	if (out->comma)
		put(out, ",", 1);
	out->comma = true;
	if (key) {
		put(out, "\"", 1);
		put(out, key, strlen(key));
		put(out, "\":", 2);
	}
}

void inq_json_open(struct inq_json *out, const char *key, char bracket)
{
	put_key(out, key);
	put(out, &bracket, 1);
	out->comma = false;
}

void inq_json_close(struct inq_json *out, char bracket)
{
	put(out, &bracket, 1);
	out->comma = true;
}

void inq_json_string(struct inq_json *out, const char *key, struct inq_str value)
{
	put_key(out, key);
	put_quoted(out, value);
}

void inq_json_text(struct inq_json *out, const char *key, const char *value)
{
	inq_json_string(out, key, (struct inq_str){value, strlen(value)});
}

void inq_json_integer(struct inq_json *out, const char *key, int64_t value)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, value);

	put_key(out, key);
	put(out, text, (size_t)n);
}

void inq_json_bool(struct inq_json *out, const char *key, bool value)
{
	put_key(out, key);
	put(out, value ? "true" : "false", value ? 4 : 5);
}

void inq_json_fixed(struct inq_json *out, const char *key, int64_t value, unsigned places)
{
	char text[32];
	int64_t unit = 1;
	int n;

	for (unsigned i = 0; i < places; i++)
		unit *= 10;
	n = places ? snprintf(text, sizeof(text), "%s%" PRId64 ".%0*" PRId64, value < 0 ? "-" : "",
			      value < 0 ? -(value / unit) : value / unit, (int)places,
			      value < 0 ? -(value % unit) : value % unit)
		   : snprintf(text, sizeof(text), "%" PRId64, value);
	put_key(out, key);
	put(out, text, (size_t)n);
}

void inq_json_number(struct inq_json *out, const char *key, double value)
{
	int64_t micro;
	unsigned places = 6;

	if (!isfinite(value) || fabs(value) > 9e18) {
		put_key(out, key);
		put(out, "null", 4);
		return;
	}
	if (fabs(value) > 9e12) { /* millionths of more do not fit 64 bits, and mean nothing */
		inq_json_fixed(out, key, llround(value), 0);
		return;
	}
	micro = llround(value * 1e6);
	while (places && micro % 10 == 0) {
		micro /= 10;
		places--;
	}
	inq_json_fixed(out, key, micro, places);
}
