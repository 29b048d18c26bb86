/* Settings: defaults, the file, what a person may get wrong in it, the environment, and what is made from them. */
#include "settings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
	char folder[40], file[64], secret[64];
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/settings-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->file, sizeof(f->file), "%s/inquiryd.yaml", f->folder);
	snprintf(f->secret, sizeof(f->secret), "%s/secret", f->folder);
	unsetenv("INQUIRYD_REDIS_URL");
	unsetenv("INQUIRYD_CONSUMER");
	unsetenv("CREDENTIALS_DIRECTORY");
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	unlink(f->file);
	unlink(f->secret);
	rmdir(f->folder);
	free(f);
	return 0;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void load(const struct fixture *f, const char *text, struct settings *settings)
{
	struct inq_error error;

	write_file(f->file, text);
	if (!settings_load(f->file, settings, &error))
		fail_msg("%s", error.text);
}

static void test_defaults(void **state)
{
	const struct fixture *f = *state;
	struct settings settings;
	char host[256] = "";

	load(f, "redis:\n  # all as it is\n", &settings);
	gethostname(host, sizeof(host) - 1);
	assert_string_equal(settings.redis.url.s, "redis://127.0.0.1:6379/0");
	assert_string_equal(settings.keys.events, "{inquiry}:events");
	assert_string_equal(settings.keys.lead, "{inquiry}:lead:");
	assert_string_equal(settings.intake.consumer.s, host);
	assert_string_equal(settings.knowledge.dir.s, f->folder);
	assert_null(settings.redis.password);
	assert_int_equal(settings.intake.block, 2000);
	assert_int_equal(settings.intake.in_flight_bytes, 32 << 20);
	assert_int_equal(settings.publish.lead_ttl, INT64_C(30) * 86400 * 1000);
	assert_int_equal(settings.calendar.utc_offset_minutes, 480);
	assert_int_equal(settings.calendar.work_days, 0x1f);
	assert_int_equal(settings.calendar.day_start_minute, 540);
	assert_int_equal(settings.calendar.day_end_minute, 1080);
	assert_null(settings.calendar.holidays[0]);
	assert_int_equal(settings.daemon.log_level, SETTINGS_LOG_INFO);
	settings_free(&settings);
}

static void test_a_file_with_everything(void **state)
{
	const struct fixture *f = *state;
	struct settings settings;
	struct inq_options options;

	write_file(f->secret, "s3cret word\nsecond line\n");
	load(f,
	     "redis:\n  url: unix:///run/r.sock\n  username: bot\n  password_file: secret\n  prefix: \"eu{shop}\"\n"
	     "intake:\n  consumer: two\n  batch: 10\n  block: 1500ms\n  in_flight_bytes: 2MiB\n"
	     "publish:\n  lead_ttl: 4h\n  leads_maxlen: 1000000\n"
	     "seller:\n  utc_offset: \"-03:30\"\n  work_days: [sun, mon]\n  work_hours: \"00:00-24:00\"\n"
	     "  holidays: [2026-10-01, 2026-02-29]\n"
	     "knowledge:\n  dir: other/place\n"
	     "daemon:\n  log_level: debug\n",
	     &settings);
	options = settings_engine_options(&settings);
	assert_string_equal(settings.redis.password, "s3cret word");
	assert_string_equal(settings.redis.username.s, "bot");
	assert_string_equal(settings.keys.dead, "eu{shop}:dead");
	assert_string_equal(settings.intake.consumer.s, "two");
	assert_int_equal(settings.intake.batch, 10);
	assert_int_equal(settings.intake.block, 1500);
	assert_int_equal(settings.intake.in_flight, 512);
	assert_int_equal(settings.publish.leads_maxlen, 1000000);
	assert_int_equal(options.calendar.utc_offset_minutes, -210);
	assert_int_equal(options.calendar.work_days, 0x41);
	assert_int_equal(options.calendar.day_end_minute, 1440);
	assert_string_equal(options.calendar.holidays[0], "2026-10-01");
	assert_null(options.calendar.holidays[2]);
	assert_true(strncmp(options.knowledge_dir, f->folder, strlen(f->folder)) == 0);
	assert_non_null(strstr(options.knowledge_dir, "/other/place"));
	assert_int_equal(settings.daemon.log_level, SETTINGS_LOG_DEBUG);
	settings_free(&settings);
}

/* Every mistake is refused with the file, its line and the word that is wrong. */
static void test_mistakes(void **state)
{
	static const struct {
		const char *text, *line, *word;
	} cases[] = {
		{"redis:\n  url: redis://h\nwhat:\n  x: 1\n", ":3:", "what"},
		{"intake:\n  batch: 5\n  btach: 5\n", ":3:", "btach"},
		{"intake:\n  batch: five\n", ":2:", "batch"},
		{"intake:\n  batch: 0\n", ":2:", "batch"},
		{"intake:\n  batch: [1]\n", ":2:", "batch"},
		{"intake: 5\n", ":1:", ""},
		{"- intake\n", ":1:", "section"},
		{"intake:\n  block: 2\n", ":2:", "block"},
		{"intake:\n  block: 2h\n", ":2:", "block"},
		{"intake:\n  block: -2s\n", ":2:", "block"},
		{"intake:\n  in_flight_bytes: 1KiB\n", ":2:", "in_flight_bytes"},
		{"intake:\n  suspect_after: 10\n  max_deliveries: 10\n", ":3:", "max_deliveries"},
		{"intake:\n  group: \"\"\n", ":2:", "group"},
		{"redis:\n  url: \"\"\n", ":2:", "url"},
		{"redis:\n\n  prefix: inquiry\n", ":3:", "prefix"},
		{"redis:\n  prefix: \"{}x\"\n", ":2:", "prefix"},
		{"redis:\n  password_file: /nowhere/secret\n", ":2:", "/nowhere/secret"},
		{"seller:\n  utc_offset: \"8\"\n", ":2:", "utc_offset"},
		{"seller:\n  utc_offset: \"+15:00\"\n", ":2:", "utc_offset"},
		{"seller:\n  utc_offset: \"+08:60\"\n", ":2:", "utc_offset"},
		{"seller:\n  work_hours: \"18:00-09:00\"\n", ":2:", "work_hours"},
		{"seller:\n  work_hours: \"09:00-25:00\"\n", ":2:", "work_hours"},
		{"seller:\n  work_hours: nine\n", ":2:", "work_hours"},
		{"seller:\n  work_days: [mon, someday]\n", ":2:", "someday"},
		{"seller:\n  work_days: []\n", ":2:", "work_days"},
		{"seller:\n  holidays: [2026-13-01]\n", ":2:", "2026-13-01"},
		{"seller:\n  holidays: [2026-04-31]\n", ":2:", "2026-04-31"},
		{"seller:\n  holidays: [\"1 May\"]\n", ":2:", "1 May"},
		{"daemon:\n  log_level: loud\n", ":2:", "log_level"},
		{"daemon: {log_level: info\n", ":", ""},
	};
	const struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct settings settings;
		struct inq_error error = {""};

		write_file(f->file, cases[i].text);
		if (settings_load(f->file, &settings, &error))
			fail_msg("accepted: %s", cases[i].text);
		settings_free(&settings);
		if (strncmp(error.text, f->file, strlen(f->file)) != 0 ||
		    strncmp(error.text + strlen(f->file), cases[i].line, strlen(cases[i].line)) != 0 ||
		    !strstr(error.text, cases[i].word))
			fail_msg("%s: %s", cases[i].text, error.text);
	}
}

static void test_a_missing_file(void **state)
{
	struct settings settings;
	struct inq_error error = {""};

	(void)state;
	assert_false(settings_load("/nowhere/inquiryd.yaml", &settings, &error));
	assert_non_null(strstr(error.text, "/nowhere/inquiryd.yaml"));
	settings_free(&settings);
}

static void test_the_environment_wins(void **state)
{
	const struct fixture *f = *state;
	struct settings settings;

	setenv("INQUIRYD_REDIS_URL", "unix:///run/other.sock", 1);
	setenv("INQUIRYD_CONSUMER", "seven", 1);
	load(f, "redis:\n  url: redis://h\nintake:\n  consumer: two\n", &settings);
	assert_string_equal(settings.redis.url.s, "unix:///run/other.sock");
	assert_string_equal(settings.intake.consumer.s, "seven");
	settings_free(&settings);
	/* Empty, as from a unit without an instance, is as good as absent. */
	setenv("INQUIRYD_CONSUMER", "", 1);
	load(f, "intake:\n  consumer: two\n", &settings);
	assert_string_equal(settings.intake.consumer.s, "two");
	settings_free(&settings);
}

static void test_a_password_from_systemd(void **state)
{
	const struct fixture *f = *state;
	struct settings settings;

	write_file(f->secret, "from-systemd");
	setenv("CREDENTIALS_DIRECTORY", f->folder, 1);
	load(f, "redis:\n  password_file: secret\n", &settings);
	assert_string_equal(settings.redis.password, "from-systemd");
	settings_free(&settings);
}

static char *printed(void (*print)(const struct settings *settings, FILE *out), const struct settings *settings)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	print(settings, out);
	fclose(out);
	return text;
}

static void print_help(const struct settings *settings, FILE *out)
{
	(void)settings;
	settings_help(out);
}

/* What the dump says is read back as the same settings. */
static void test_the_dump_is_a_configuration(void **state)
{
	const struct fixture *f = *state;
	struct settings first, second;
	char *dump, *again;

	load(f,
	     "redis:\n  prefix: \"a\\\"{b}\\\\\"\nintake:\n  block: 45s\nseller:\n  holidays: [2026-10-01]\n"
	     "knowledge:\n  dir: /else\n",
	     &first);
	dump = printed(settings_dump, &first);
	assert_non_null(strstr(dump, "block: 45s\n"));
	assert_non_null(strstr(dump, "lead_ttl: 30d\n"));
	assert_non_null(strstr(dump, "in_flight_bytes: 32MiB\n"));
	load(f, dump, &second);
	again = printed(settings_dump, &second);
	assert_string_equal(dump, again);
	free(dump);
	free(again);
	settings_free(&first);
	settings_free(&second);
}

static void test_the_dump_has_no_password(void **state)
{
	const struct fixture *f = *state;
	struct settings settings;
	char *dump;

	load(f, "redis:\n  url: redis://bot:s3cret@h:1/2\n", &settings);
	dump = printed(settings_dump, &settings);
	assert_null(strstr(dump, "s3cret"));
	assert_non_null(strstr(dump, "\"redis://bot:***@h:1/2\""));
	free(dump);
	settings_free(&settings);
}

/* The shipped file says what the program does: every setting stands in it, commented out, with its default. */
static void test_the_shipped_file_names_every_default(void **state)
{
	const struct fixture *f = *state;
	char line[512], *dump, *text = NULL;
	size_t size;
	struct settings shipped, defaults;
	FILE *in = fopen(SOURCE_DIR "/conf/inquiryd.yaml", "r"), *out = open_memstream(&text, &size);
	struct inq_error error;

	assert_non_null(in);
	while (fgets(line, sizeof(line), in)) {
		char *hash = strstr(line, "  #");

		/* "  #name: value" is a setting; "  # words" is a comment. */
		if (hash == line && line[3] != ' ')
			fprintf(out, "  %s", line + 3);
		else if (line[0] != ' ' && line[0] != '#')
			fputs(line, out);
	}
	fclose(in);
	fclose(out);
	load(f, text, &shipped);
	dump = printed(print_help, NULL);
	for (char *name = strtok(dump, "\n"); name; name = strtok(NULL, "\n")) {
		char field[64];

		if (sscanf(name, " %60[a-z_] ", field) != 1 || name[0] != ' ')
			continue;
		strcat(field, ":");
		if (!strstr(text, field))
			fail_msg("conf/inquiryd.yaml does not name %s", field);
	}
	free(dump);
	free(text);
	write_file(f->file, "redis:\n");
	assert_true(settings_load(f->file, &defaults, &error));
	dump = printed(settings_dump, &defaults);
	text = printed(settings_dump, &shipped);
	assert_string_equal(text, dump);
	free(dump);
	free(text);
	settings_free(&shipped);
	settings_free(&defaults);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_defaults),
		TEST(test_a_file_with_everything),
		TEST(test_mistakes),
		TEST(test_a_missing_file),
		TEST(test_the_environment_wins),
		TEST(test_a_password_from_systemd),
		TEST(test_the_dump_is_a_configuration),
		TEST(test_the_dump_has_no_password),
		TEST(test_the_shipped_file_names_every_default),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
