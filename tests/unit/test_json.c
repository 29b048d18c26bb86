#include "json.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>

static void what_is_written_is_json(void **state)
{
	struct inq_json out = {0};
	json_t *read;
	char every[128];

	(void)state;
	for (int i = 0; i < 128; i++)
		every[i] = (char)i;
	inq_json_open(&out, NULL, '{');
	inq_json_string(&out, "every", (struct inq_str){every, sizeof(every)});
	inq_json_text(&out, "text", "Grüße 你好");
	inq_json_open(&out, "list", '[');
	inq_json_integer(&out, NULL, INT64_MIN);
	inq_json_bool(&out, NULL, false);
	inq_json_close(&out, ']');
	inq_json_open(&out, "empty", '{');
	inq_json_close(&out, '}');
	inq_json_close(&out, '}');
	read = json_loadb(out.text, out.size, JSON_ALLOW_NUL, NULL);
	assert_non_null(read);
	assert_int_equal(json_string_length(json_object_get(read, "every")), sizeof(every));
	assert_memory_equal(json_string_value(json_object_get(read, "every")), every, sizeof(every));
	assert_string_equal(json_string_value(json_object_get(read, "text")), "Grüße 你好");
	json_decref(read);
	inq_json_free(&out);
}

struct number {
	int64_t value;
	unsigned places;
	const char *text;
};
static const struct number numbers[] = {
	{1250, 3, "1.250"}, {-5, 3, "-0.005"}, {-1250, 3, "-1.250"}, {0, 1, "0.0"}, {867, 1, "86.7"}, {10000, 4, "1.0000"}, {-3, 0, "-3"},
};

static void fixed_numbers_are_exact(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct inq_json out = {0};

		inq_json_fixed(&out, NULL, numbers[i].value, numbers[i].places);
		assert_string_equal(out.text, numbers[i].text);
		inq_json_free(&out);
	}
}

static void doubles_ignore_the_locale_and_are_never_infinite(void **state)
{
	struct inq_json out = {0};

	(void)state;
	setlocale(LC_ALL, "de_DE.UTF-8");
	inq_json_open(&out, NULL, '[');
	inq_json_number(&out, NULL, 1500);
	inq_json_number(&out, NULL, 0.07);
	inq_json_number(&out, NULL, -2.5);
	inq_json_number(&out, NULL, NAN);
	inq_json_number(&out, NULL, 1e300);
	inq_json_close(&out, ']');
	assert_string_equal(out.text, "[1500,0.07,-2.5,null,null]");
	inq_json_free(&out);
	setlocale(LC_ALL, "C");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_json),
		cmocka_unit_test(fixed_numbers_are_exact),
		cmocka_unit_test(doubles_ignore_the_locale_and_are_never_infinite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
