#include "yamltree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

struct sample {
	struct inq_str name;
	bool on;
	int64_t count, weight, wait, room;
	struct inq_strings words;
	struct inq_words text;
	int colour;
};
static const char *const colours[] = {"red", "green", NULL};
static const struct inq_yaml_field fields[] = {
	{.name = "name", .type = INQ_FIELD_STRING, .offset = offsetof(struct sample, name), .required = true, .meaning = "a name"},
	{.name = "on", .type = INQ_FIELD_BOOL, .offset = offsetof(struct sample, on)},
	{.name = "count", .type = INQ_FIELD_INTEGER, .offset = offsetof(struct sample, count), .min = 1, .max = 9},
	{.name = "weight", .type = INQ_FIELD_DECIMAL, .offset = offsetof(struct sample, weight)},
	{.name = "wait", .type = INQ_FIELD_DURATION, .offset = offsetof(struct sample, wait)},
	{.name = "room", .type = INQ_FIELD_SIZE, .offset = offsetof(struct sample, room)},
	{.name = "words", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct sample, words)},
	{.name = "text", .type = INQ_FIELD_TEXT, .offset = offsetof(struct sample, text)},
	{.name = "colour", .type = INQ_FIELD_ENUM, .offset = offsetof(struct sample, colour), .names = colours},
	{0},
};

struct result {
	struct inq_arena *arena;
	struct inq_error error;
	struct sample sample;
	bool ok;
};

/* Writes the text to a file of its own and binds it. The caller frees the arena. */
static struct result load(const char *yaml)
{
	struct result r = {.arena = inq_arena_new(1 << 20)};
	struct inq_mistakes mistakes = {.first = &r.error};
	char path[] = "/tmp/yamltree.XXXXXX";
	int fd = mkstemp(path);
	struct inq_yaml *root;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, yaml, strlen(yaml)), strlen(yaml));
	close(fd);
	root = inq_yaml_read(r.arena, path, &mistakes);
	r.ok = root && inq_yaml_bind(r.arena, "f", root, fields, &r.sample, &mistakes) && mistakes.count == 0;
	unlink(path);
	return r;
}

static void a_good_file_fills_the_struct(void **state)
{
	struct result r = load("name: Ada\non: true\ncount: 3\nweight: -1.25\nwait: 1.5h\nroom: 64KiB\n"
			       "words: [a, b]\ntext: {en: hello, zh: 你好}\ncolour: green\n");

	(void)state;
	assert_true(r.ok);
	assert_string_equal(r.sample.name.s, "Ada");
	assert_true(r.sample.on);
	assert_int_equal(r.sample.count, 3);
	assert_int_equal(r.sample.weight, -1250);
	assert_int_equal(r.sample.wait, 5400000);
	assert_int_equal(r.sample.room, 65536);
	assert_int_equal(r.sample.words.count, 2);
	assert_string_equal(inq_words_in(&r.sample.text, INQ_STR("zh")).s, "你好");
	assert_string_equal(inq_words_in(&r.sample.text, INQ_STR("fr")).s, "hello");
	assert_int_equal(r.sample.colour, 1);
	inq_arena_free(r.arena);
}

struct bad {
	const char *yaml, *message;
};
static const struct bad bads[] = {
	{"on: true\n", "f:1: 'name' is missing, expected a name"},
	{"name: a\nnane: b\n", "f:2: unknown key 'nane', expected one of: name, on, count"},
	{"name: a\non: yes\n", "f:2: on: found 'yes', expected true or false"},
	{"name: a\ncount: 12\n", "f:2: count: found '12', expected a whole number from 1 to 9"},
	{"name: a\ncount: 1.5\n", "f:2: count: found '1.5', expected a whole number"},
	{"name: a\nweight: 1,5\n", "f:2: weight: found '1,5', expected a number"},
	{"name: a\nweight: '1'\n", "f:2: weight: found '1', expected a number"},
	{"name: a\nwait: 5 minutes\n", "f:2: wait: found '5 minutes', expected a duration"},
	{"name: a\nroom: 5kB\n", "f:2: room: found '5kB', expected a size"},
	{"name: a\nwords: {a: b}\n", "f:2: words: found a mapping, expected a list of texts"},
	{"name: [a]\n", "f:1: name: found a list, expected a text"},
	{"name: a\ncolour: blue\n", "f:2: colour: found 'blue', expected one of red, green"},
	{"- a\n", "f:1: found a list, expected a mapping with"},
	{"name: a\nname: b\n", ":2: 'name' stands twice in one mapping"},
	{"name: 'a\n", "expected YAML"},
	{"name: *x\n", "expected a value"},
	{"name: a\n\ton: true\n", ":2: "},
};

static void every_mistake_names_line_found_and_expected(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bads) / sizeof(*bads); i++) {
		struct result r = load(bads[i].yaml);

		assert_false(r.ok);
		if (!strstr(r.error.text, bads[i].message))
			fail_msg("'%s' gave '%s', expected '%s'", bads[i].yaml, r.error.text, bads[i].message);
		inq_arena_free(r.arena);
	}
}

static void endless_nesting_is_refused(void **state)
{
	char yaml[200];
	struct result r;

	(void)state;
	memset(yaml, '[', sizeof(yaml) - 1);
	yaml[sizeof(yaml) - 1] = '\0';
	r = load(yaml);
	assert_false(r.ok);
	assert_non_null(strstr(r.error.text, "nested too deep"));
	inq_arena_free(r.arena);
}

static void a_missing_file_says_so(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 16);
	struct inq_error error = {""};
	struct inq_mistakes mistakes = {.first = &error};

	(void)state;
	assert_null(inq_yaml_read(arena, "/nonexistent/file.yaml", &mistakes));
	assert_non_null(strstr(error.text, "/nonexistent/file.yaml: cannot be opened"));
	inq_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_file_fills_the_struct),
		cmocka_unit_test(every_mistake_names_line_found_and_expected),
		cmocka_unit_test(endless_nesting_is_refused),
		cmocka_unit_test(a_missing_file_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
