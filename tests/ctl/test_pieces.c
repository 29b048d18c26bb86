#include "card.h"
#include "decimal.h"
#include "instant.h"
#include "judge_chance.h"
#include "lines.h"
#include "metrics.h"
#include "options.h"
#include "receipt.h"
#include "screen.h"
#include "sha256.h"
#include "utf8.h"
#include "words.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- SHA-256: the examples of FIPS 180-4 ---- */

static void assert_sha256(const char *text, const char *expected)
{
	uint8_t digest[32];
	char hex[65];

	sha256(text, strlen(text), digest);
	for (size_t i = 0; i < 32; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	assert_string_equal(hex, expected);
}

static void sha256_gives_the_published_digests(void **state)
{
	char million[1000001];

	(void)state;
	memset(million, 'a', sizeof million - 1);
	million[sizeof million - 1] = '\0';
	assert_sha256("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_sha256("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	assert_sha256(million, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* ---- numbers ---- */

static void decimals_are_written(void **state)
{
	(void)state;
	assert_string_equal(decimal(1402, 3).text, "1.402");
	assert_string_equal(decimal(-7, 3).text, "-0.007");
	assert_string_equal(decimal(0, 1).text, "0.0");
	assert_string_equal(decimal(INT64_MIN, 0).text, "-9223372036854775808");
	assert_string_equal(decimal_signed(862, 1).text, "+86.2");
	assert_string_equal(decimal_of(86.249, 1).text, "86.2");
	assert_string_equal(decimal_of((double)NAN, 1).text, "-");
	assert_string_equal(decimal_of(1e300, 1).text, "-");
	assert_string_equal(decimal_short(2400).text, "2400");
	assert_string_equal(decimal_short(0.145).text, "0.145");
	assert_string_equal(decimal_grouped(1234567).text, "1 234 567");
	assert_string_equal(decimal_grouped(123).text, "123");
}

static bool exact(const char *number, unsigned decimals, int64_t *value)
{
	json_t *json = json_loads(number, JSON_DECODE_ANY, NULL);
	bool result = decimal_exact(json, decimals, value);

	json_decref(json);
	return result;
}

static void decimals_are_read_exactly_or_not_at_all(void **state)
{
	int64_t value;

	(void)state;
	assert_true(exact("1.402", 3, &value));
	assert_int_equal(value, 1402);
	assert_true(exact("-0.7", 3, &value));
	assert_int_equal(value, -700);
	assert_true(exact("12", 1, &value));
	assert_int_equal(value, 120);
	assert_false(exact("1.4025", 3, &value));
	assert_false(exact("1.4020000001", 3, &value));
	assert_false(exact("\"1.4\"", 3, &value));
	assert_false(decimal_exact(NULL, 3, &value));
}

/* ---- time ---- */

static void assert_instant(const char *text, int64_t expected)
{
	int64_t ms = -1;

	assert_true(instant_parse(text, &ms));
	assert_true(ms == expected);
}

static void instants_are_read(void **state)
{
	static const char *const WRONG[] = {"", "2026-02-30T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01",
					    "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00Zx",
					    "2026-01-01T00:00:00.Z", "2025-02-29T00:00:00Z"};
	int64_t ms;

	(void)state;
	assert_instant("1970-01-01T00:00:00Z", 0);
	assert_instant("2026-05-04T15:05:00+08:00", INT64_C(1777878300000));
	assert_instant("2026-05-04t07:05:00.25z", INT64_C(1777878300250));
	assert_instant("2024-02-29T00:00:00-00:30", INT64_C(1709166600000));
	assert_instant("1969-12-31T23:59:59.5Z", -500);
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
		assert_false(instant_parse(WRONG[i], &ms));
}

static void instants_are_written(void **state)
{
	const int64_t monday = INT64_C(1777878300000), day = INT64_C(86400000);

	(void)state;
	assert_string_equal(instant_rfc3339(monday).text, "2026-05-04T07:05:00Z");
	assert_string_equal(instant_local(monday, 480, monday - day).text, "Mon 15:05");
	assert_string_equal(instant_local(monday, 480, monday - 30 * day).text, "Mon 4 May 2026 15:05");
	assert_string_equal(instant_local(monday, -480, monday).text, "Sun 23:05");
	assert_string_equal(instant_offset(480).text, "UTC+8");
	assert_string_equal(instant_offset(-210).text, "UTC-3:30");
	assert_string_equal(instant_offset(0).text, "UTC");
	assert_string_equal(instant_duration(900).text, "900 ms");
	assert_string_equal(instant_duration(45000).text, "45 s");
	assert_string_equal(instant_duration(3 * day).text, "3 d");
}

/* ---- text on a terminal ---- */

/* What `write` leaves in a file, owned by the caller. */
static char *written(void (*write)(const struct screen *), unsigned width)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);
	struct screen screen = {.out = file, .width = width};

	assert_non_null(file);
	write(&screen);
	fclose(file);
	return text;
}

static void assert_written(void (*write)(const struct screen *), unsigned width, const char *expected)
{
	char *text = written(write, width);

	assert_string_equal(text, expected);
	free(text);
}

static void write_dangerous(const struct screen *screen)
{
	screen_text(screen, "a\x1b[31mb\nc\x7f\xc2\x9b" "d\xe2\x80\xae" "e\xff", 80);
}

static void control_characters_never_reach_the_terminal(void **state)
{
	(void)state;
	assert_written(write_dangerous, 80, "a\\x1b[31mb c\\x7f\\x9bd\\u{202e}e\xef\xbf\xbd");
}

static void write_cells(const struct screen *screen)
{
	screen_cell(screen, "中文询盘", 5);
	fputs("|", screen->out);
	screen_cell(screen, "e\xcc\x81t\xc3\xa9", 5);
	fputs("|", screen->out);
	screen_cell(screen, "abcdef", 5);
	fputs("|", screen->out);
	screen_cell_right(screen, "7", 3);
	fputs("|", screen->out);
}

static void columns_are_cut_and_filled_by_width(void **state)
{
	(void)state;
	assert_written(write_cells, 80, "中文…|e\xcc\x81t\xc3\xa9  |abcd…|  7|");
}

static void write_wrapped(const struct screen *screen)
{
	screen_wrap(screen, "one two three four", 0, 2);
	screen_wrap(screen, "一二三四五六", 0, 2);
	screen_paragraphs(screen, "a\n\nb", 1);
}

static void text_is_wrapped_between_words(void **state)
{
	(void)state;
	assert_written(write_wrapped, 9, "one two\n  three\n  four\n一二三四\n  五六\n a\n\n b\n");
}

static void write_json(const struct screen *screen)
{
	json_string_write(screen->out, "\"\\\n\x01 \xc3\xa9\xff\x7f");
}

static void json_strings_are_escaped(void **state)
{
	(void)state;
	assert_written(write_json, 80, "\"\\\"\\\\\\u000a\\u0001 \xc3\xa9\\ufffd\\u007f\"");
}

static void utf8_refuses_what_is_not_well_formed(void **state)
{
	static const char *const WRONG[] = {"\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80",
					    "\xe4\xb8", "\xff"};

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		const char *s = WRONG[i];
		assert_int_equal(utf8_next(&s, WRONG[i] + strlen(WRONG[i])), UTF8_INVALID);
		assert_ptr_equal(s, WRONG[i] + 1);
	}
}

/* ---- lines ---- */

struct sample {
	char path[32];
};

static struct sample sample_file(const char *text, size_t size)
{
	struct sample sample = {"/tmp/ctl-lines-XXXXXX"};
	int fd = mkstemp(sample.path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, size), size);
	close(fd);
	return sample;
}

static void lines_are_counted_over_all_files(void **state)
{
	struct sample first = sample_file("a\n\nb", 4), second = sample_file("c\n", 2);
	char *files[] = {first.path, second.path};
	const char *const expected[] = {"a", "", "b", "c"};
	struct lines *lines = lines_new(files, 2, 1000000, NULL);
	struct line line;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_true(lines_next(lines, &line));
		assert_int_equal(line.number, i + 1);
		assert_int_equal(line.size, strlen(expected[i]));
		assert_memory_equal(line.text, expected[i], line.size);
	}
	assert_false(lines_next(lines, &line));
	assert_null(lines_error(lines));
	lines_free(lines);
	unlink(first.path);
	unlink(second.path);
}

/* Lines of every size around the size of a block and the limit. */
static void long_lines_are_kept_or_read_through(void **state)
{
	const size_t limit = 300000, sizes[] = {131071, 131072, 131073, 300000, 300001, 900000, 3};
	char *text = malloc(2000000), *at = text;
	struct line line;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		memset(at, 'a' + (int)i, sizes[i]);
		at += sizes[i];
		*at++ = '\n';
	}
	struct sample sample = sample_file(text, (size_t)(at - text));
	char *files[] = {sample.path};
	struct lines *lines = lines_new(files, 1, limit, NULL);
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		assert_true(lines_next(lines, &line));
		assert_int_equal(line.too_long, sizes[i] > limit);
		assert_int_equal(line.size, sizes[i] > limit ? 0 : sizes[i]);
		if (!line.too_long) {
			assert_int_equal(line.text[0], 'a' + (int)i);
			assert_int_equal(line.text[line.size - 1], 'a' + (int)i);
		}
	}
	assert_false(lines_next(lines, &line));
	lines_free(lines);
	unlink(sample.path);
	free(text);
}

static void a_missing_file_is_an_error(void **state)
{
	char missing[] = "/tmp/no-such-file-of-inquiryctl";
	char *files[] = {missing};
	struct lines *lines = lines_new(files, 1, 1000000, NULL);
	struct line line;

	(void)state;
	assert_false(lines_next(lines, &line));
	assert_non_null(strstr(lines_error(lines), missing));
	lines_free(lines);
}

/* ---- options ---- */

struct chosen {
	bool flag;
	const char *text;
	long count;
	struct option_list list;
};

static const struct option_spec SPECS[] = {
	{"flag", 'f', OPTION_FLAG, NULL, offsetof(struct chosen, flag), "a flag"},
	{"text", 't', OPTION_TEXT, "TEXT", offsetof(struct chosen, text), "a text"},
	{"count", 0, OPTION_COUNT, "N", offsetof(struct chosen, count), "a count"},
	{"list", 0, OPTION_LIST, "ITEM", offsetof(struct chosen, list), "a list"},
	{0},
};

static bool parse(struct chosen *chosen, char *argument, char *more, char *message)
{
	char name[] = "command";
	char *argv[] = {name, argument, more, NULL};
	struct option_group group = {SPECS, chosen};
	int first;

	return options_parse(&group, 1, more ? 3 : 2, argv, &first, message, 200);
}

static void options_reach_their_places(void **state)
{
	char all[] = "-ft", word[] = "word", count[] = "--count=12", one[] = "--list=x", two[] = "--list=y";
	char message[200];
	struct chosen chosen = {0};

	(void)state;
	assert_true(parse(&chosen, all, word, message));
	assert_true(chosen.flag);
	assert_string_equal(chosen.text, "word");
	assert_true(parse(&chosen, count, NULL, message));
	assert_int_equal(chosen.count, 12);
	assert_true(parse(&chosen, one, two, message));
	assert_int_equal(chosen.list.count, 2);
	assert_string_equal(chosen.list.item[1], "y");
	option_list_free(&chosen.list);
}

static void wrong_options_are_named(void **state)
{
	char negative[] = "--count=-1", words[] = "--count=many", unknown[] = "--nothing", letter[] = "-x", bare[] = "-t";
	char *const WRONG[] = {negative, words, unknown, letter, bare};
	const char *const NAMED[] = {"-1", "many", "--nothing", "-x", "-t"};
	struct chosen chosen = {0};
	char message[200];

	(void)state;
	for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
		assert_false(parse(&chosen, WRONG[i], NULL, message));
		assert_non_null(strstr(message, NAMED[i]));
	}
}

/* ---- metrics, against figures worked out by hand ---- */

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-6;
}

static void auc_counts_pairs_and_half_of_ties(void **state)
{
	struct scored items[] = {{0.9, true}, {0.8, false}, {0.7, true}, {0.5, true}, {0.5, false}, {0.1, false}};
	struct scored one_class[] = {{0.5, true}};

	(void)state;
	/* 0.9 beats three, 0.7 two, 0.5 one and ties with one: 6.5 of 9. */
	assert_true(near(auc(items, 6), 6.5 / 9));
	assert_true(isnan(auc(one_class, 1)));
}

static void rank_correlation_handles_ties(void **state)
{
	struct pair rising[] = {{1, 10}, {2, 20}, {3, 300}}, falling[] = {{1, 3}, {2, 2}, {3, 1}};
	struct pair tied[] = {{1, 1}, {2, 1}, {3, 2}}, flat[] = {{1, 1}, {2, 1}};

	(void)state;
	assert_true(near(spearman(rising, 3), 1));
	assert_true(near(spearman(falling, 3), -1));
	assert_true(near(spearman(tied, 3), sqrt(0.75)));
	assert_true(isnan(spearman(flat, 2)));
	assert_true(near(mean_absolute_error(falling, 3), 4.0 / 3));
}

static void shares_have_intervals(void **state)
{
	struct share half = {10, 20}, all = {20, 20}, none = {0, 0};
	double low, high;

	(void)state;
	share_interval(half, &low, &high);
	assert_true(fabs(low - 0.2993) < 1e-4 && fabs(high - 0.7007) < 1e-4);
	share_interval(all, &low, &high);
	assert_true(fabs(low - 0.8389) < 1e-4 && near(high, 1));
	assert_true(isnan(share_value(none)));
	assert_true(near(f1_value(2, 3, 4), 4.0 / 7));
	assert_true(near(f1_value(0, 0, 0), 0));
}

static void differences_have_intervals(void **state)
{
	struct average high = {0}, low = {0}, few = {0};
	double from, to;

	(void)state;
	/* Example (a) of Newcombe (1998), method 10. */
	share_difference((struct share){56, 70}, (struct share){48, 80}, &from, &to);
	assert_true(fabs(from - 0.0524) < 1e-4 && fabs(to - 0.3339) < 1e-4);
	share_difference((struct share){56, 70}, (struct share){0, 0}, &from, &to);
	assert_true(isnan(from) && isnan(to));
	for (int i = 0; i < 10; i++) {
		average_count(&high, i % 2 ? 0.9 : 0.7);
		average_count(&low, i % 2 ? 0.5 : 0.3);
	}
	average_count(&few, 0.5);
	average_difference(high, low, &from, &to);
	/* Variance 0.1 / 9 of each, so 1.96 * sqrt(2 * 0.1 / 9 / 10). */
	assert_true(fabs(from - (0.4 - 0.0923934)) < 1e-6 && fabs(to - (0.4 + 0.0923934)) < 1e-6);
	average_difference(high, few, &from, &to);
	assert_true(isnan(from) && isnan(to));
	assert_true(isnan(average_value((struct average){0})));
}

static void calibration_is_the_distance_of_the_bins(void **state)
{
	struct calibration calibration = {0}, none = {0};

	(void)state;
	calibration_count(&calibration, 0.95, true);
	calibration_count(&calibration, 1, true);
	calibration_count(&calibration, 0.91, false);
	calibration_count(&calibration, 0.6, false);
	assert_int_equal(calibration.bin[9].n, 3);
	assert_int_equal(calibration.bin[6].n, 1);
	/* |2.86 - 2| + |0.6 - 0| of four rows. */
	assert_true(near(calibration_error(&calibration), (0.86 + 0.6) / 4));
	assert_true(near(calibration_brier(&calibration), (0.0025 + 0.8281 + 0.36) / 4));
	assert_true(isnan(calibration_error(&none)));
	calibration_count(&none, (double)NAN, false);
	assert_int_equal(none.bin[0].n, 1);
}

static void operating_points_lose_no_more_than_allowed(void **state)
{
	struct scored items[] = {{0.9, true}, {0.8, true}, {0.5, true}, {0.5, false}, {0.3, true},
				 {0.2, false}, {0.1, false}};
	struct operating_point point;
	struct roc_point curve[10];

	(void)state;
	scored_sort(items, 7);
	point = operating_point(items, 7, 0);
	assert_true(near(point.threshold, 0.3));
	assert_int_equal(point.lost.right, 0);
	assert_int_equal(point.caught.right, 2);
	point = operating_point(items, 7, 0.25);
	assert_true(near(point.threshold, 0.5));
	assert_int_equal(point.lost.right, 1);
	assert_int_equal(point.caught.right, 2);
	point = operating_point(items, 7, 0.5);
	assert_true(near(point.threshold, 0.8));
	assert_int_equal(point.caught.right, 3);
	assert_int_equal(operating_point(items, 7, 1).lost.right, 4);
	assert_int_equal(operating_point(items, 0, 1).lost.of, 0);
	assert_int_equal(roc(items, 7, curve, 10), 7);
	assert_true(near(curve[0].kept, 0) && near(curve[0].lost, 0));
	assert_true(near(curve[3].kept, 0.75) && near(curve[3].lost, 1.0 / 3));
	assert_true(near(curve[6].kept, 1) && near(curve[6].lost, 1));
	assert_true(roc(items, 7, curve, 3) <= 3);
	assert_int_equal(roc(items, 2, curve, 10), 0);
}

#define MANY 300

static double concordance_by_all_pairs(const struct pair *pairs, size_t count)
{
	double right = 0, all = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++) {
			double a = pairs[i].a - pairs[j].a, b = pairs[i].b - pairs[j].b;
			if (!(b < 0 || b > 0))
				continue;
			all++;
			right += a * b > 0 ? 1 : a * b < 0 ? 0 : 0.5;
		}
	return right / all;
}

static void concordance_counts_pairs(void **state)
{
	struct chance chance = {1};
	struct pair pairs[MANY], flat[] = {{1, 5}, {2, 5}};

	(void)state;
	for (size_t size = 2; size < MANY; size = 2 * size + 1) {
		for (size_t i = 0; i < size; i++)
			pairs[i] = (struct pair){chance_below(&chance, 40), (double)i + chance_below(&chance, 20)};
		assert_true(near(concordance(pairs, size), concordance_by_all_pairs(pairs, size)));
	}
	assert_true(isnan(concordance(flat, 2)));
	assert_true(isnan(concordance(flat, 0)));
}

/* ---- more than chance? ---- */

static void mcnemar_is_exact(void **state)
{
	(void)state;
	assert_true(near(mcnemar(1, 9), 22.0 / 1024));
	assert_true(near(mcnemar(9, 1), 22.0 / 1024));
	assert_true(near(mcnemar(0, 5), 0.0625));
	assert_true(near(mcnemar(10, 10), 1));
	assert_true(near(mcnemar(0, 0), 1));
	assert_true(mcnemar(0, 4000) >= 0 && mcnemar(0, 4000) < 1e-300);
	assert_true(near(mcnemar(2000, 2000), 1));
}

/* splitmix64 from seed 1234567, as published with it. */
static void chance_is_the_same_in_every_run(void **state)
{
	struct chance chance = {1234567};

	(void)state;
	assert_true(chance_next(&chance) == UINT64_C(6457827717110365317));
	assert_true(chance_next(&chance) == UINT64_C(3203168211198807973));
	for (int i = 0; i < 1000; i++)
		assert_true(chance_below(&chance, 7) < 7);
}

/* Rows of which b knows nothing: what is left of a figure is that of a. */
struct rows {
	struct pair pair[MANY];
	bool positive[MANY];
	size_t count;
	struct placed gold[MANY], a[MANY], b[MANY];
	double gold_rank[MANY], rank[MANY];
};

static void make_rows(struct rows *rows, size_t count)
{
	struct chance chance = {2};

	rows->count = count;
	for (size_t i = 0; i < count; i++) {
		rows->pair[i] = (struct pair){chance_below(&chance, 50), chance_below(&chance, 10)};
		rows->positive[i] = chance_below(&chance, 3) == 0;
	}
}

static void sort_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		rows->a[i] = (struct placed){rows->pair[i].a, i};
		rows->b[i] = (struct placed){-rows->pair[i].a, i};
		rows->gold[i] = (struct placed){rows->pair[i].b, i};
	}
	placed_sort(rows->a, rows->count);
	placed_sort(rows->b, rows->count);
	placed_sort(rows->gold, rows->count);
}

/* A row that weighs two is worth as much as the same row twice. */
static void weighted_figures_are_those_of_repeated_rows(void **state)
{
	static struct rows rows;
	struct scored scored[2 * MANY];
	struct pair pairs[2 * MANY];
	unsigned weight[MANY];
	size_t n = 0;

	(void)state;
	make_rows(&rows, 200);
	sort_rows(&rows);
	for (size_t i = 0; i < rows.count; i++) {
		weight[i] = (unsigned)(i % 3);
		for (unsigned w = 0; w < weight[i]; w++, n++) {
			scored[n] = (struct scored){rows.pair[i].a, rows.positive[i]};
			pairs[n] = rows.pair[i];
		}
	}
	struct two_scores scores = {rows.a, rows.b, rows.count, rows.positive};
	struct two_ranks ranks = {rows.gold, rows.a, rows.b, rows.count, rows.gold_rank, rows.rank};
	/* b turns the order round, so it has 1 - AUC and the negative correlation. */
	assert_true(near(auc_difference(&scores, weight), 2 * auc(scored, n) - 1));
	assert_true(near(spearman_difference(&ranks, weight), 2 * spearman(pairs, n)));
}

static void macro_f1_is_weighted(void **state)
{
	struct label_row rows[] = {{0, 0, 1}, {1, 1, 1}, {1, 0, 1}, {-1, 0, 0}};
	unsigned space[9], once[] = {1, 1, 1, 1}, twice[] = {2, 1, 0, 5}, never[] = {0, 0, 0, 1};
	struct two_labels labels = {rows, 4, 3, space};

	(void)state;
	/* a: F1 2/3 of both labels; b: 0 and 4/5. */
	assert_true(near(macro_f1_difference(&labels, once), 2.0 / 3 - 0.4));
	/* a: all right; b: 0 and 1/2. */
	assert_true(near(macro_f1_difference(&labels, twice), 1 - 0.25));
	assert_true(isnan(macro_f1_difference(&labels, never)));
}

static void bootstrap_tells_chance_from_more(void **state)
{
	struct label_row rows[200];
	unsigned space[9];
	struct two_labels labels = {rows, 200, 2, space};
	struct drawn_figure figures[] = {{.of = macro_f1_difference, .context = &labels},
					 {.of = macro_f1_difference, .context = &labels}};

	(void)state;
	for (int i = 0; i < 200; i++) /* a is right in nine of ten, b in seven of ten */
		rows[i] = (struct label_row){i % 2, i % 20 < 2 ? !(i % 2) : i % 2, i % 20 < 6 ? !(i % 2) : i % 2};
	assert_true(bootstrap(figures, 2, 200));
	assert_true(figures[0].interval.low > 0.1 && figures[0].interval.high < 0.3);
	assert_true(near(figures[0].interval.low, figures[1].interval.low));
	for (int i = 0; i < 200; i++)
		rows[i].b = rows[i].a;
	assert_true(bootstrap(figures, 1, 200));
	assert_true(near(figures[0].interval.low, 0) && near(figures[0].interval.high, 0));
	assert_true(bootstrap(figures, 1, 0));
	assert_true(isnan(figures[0].interval.low));
}

/* ---- receipts and cards ---- */

#define LEAD(effect, score, points)                                                                                    \
	"{\"verdict\":{\"size\":{\"label\":\"unknown\",\"leading\":\"large\",\"points\":1.402,"                        \
	"\"scores\":{\"large\":0.6,\"small\":" score "}}},"                                                            \
	"\"reasons\":[{\"dimension\":\"size\",\"label\":\"large\",\"effect\":2.104,\"signal\":\"big\","                \
	"\"because\":\"names a large quantity\",\"evidence\":{\"field\":\"body\",\"text\":\"10 000 pcs\"}},"           \
	"{\"dimension\":\"size\",\"label\":\"large\",\"effect\":" effect ",\"signal\":\"rest\",\"because\":\"rest\"}," \
	"{\"dimension\":\"size\",\"label\":\"small\",\"effect\":9.0,\"signal\":\"other\",\"because\":\"other\"}],"     \
	"\"priority\":{\"score\":86.2,\"band\":\"A\",\"terms\":[{\"name\":\"t\",\"points\":" points                    \
	",\"because\":\"all\"}]},\"composite\":\"large customer\",\"platform\":\"alibaba\",\"lang\":\"de\","           \
	"\"buyer\":{\"name\":\"Petra Vogt\",\"company\":\"Vogt GmbH\",\"country\":\"DE\"},"                            \
	"\"facts\":{\"quantity\":{\"value\":10000,\"unit\":\"pcs\",\"text\":\"10 000 pcs\"},"                          \
	"\"incoterm\":{\"value\":\"CIF\"},\"port\":{\"value\":\"Hamburg\",\"text\":\"HH\"}},"                          \
	"\"strategy\":{\"respond_by\":\"2026-05-04T07:05:00Z\",\"do\":[\"Call\"],\"ask\":[{\"en\":\"Why?\"}]}}"

static bool balances(const char *text, char *why)
{
	json_t *lead = json_loads(text, 0, NULL);
	bool result;

	assert_non_null(lead);
	result = receipt_balances(lead, why, 200);
	json_decref(lead);
	return result;
}

static void receipts_must_add_up_to_the_last_digit(void **state)
{
	char why[200];

	(void)state;
	assert_true(balances(LEAD("-0.702", "0.4", "86.2"), why));
	assert_false(balances(LEAD("-0.701", "0.4", "86.2"), why));
	assert_string_equal(why, "size: the terms sum to 1.403, but 1.402 is shown");
	assert_false(balances(LEAD("-0.702", "0.3999", "86.2"), why));
	assert_string_equal(why, "size: the terms sum to 0.9999, but 1.0000 is shown");
	assert_false(balances(LEAD("-0.702", "0.4", "86.1"), why));
	assert_string_equal(why, "priority: the terms sum to 86.1, but 86.2 is shown");
	assert_false(balances(LEAD("-0.7020001", "0.4", "86.2"), why));
	assert_false(balances("{}", why));
}

static void write_card(const struct screen *screen)
{
	json_t *lead = json_loads(LEAD("-0.702", "0.4", "86.2"), 0, NULL);
	struct card_style style = {.offset_minutes = 480, .now_ms = INT64_C(1777878300000)};

	card_print(screen, &style, lead, NULL);
	card_print_receipt(screen, lead);
	json_decref(lead);
}

static void a_card_says_who_wants_what_and_why(void **state)
{
	(void)state;
	assert_written(write_card, 90,
		       " A  86.2  large customer                       respond by Mon 15:05 (UTC+8)   alibaba · de\n"
		       "    Petra Vogt, Vogt GmbH (DE) — wants 10 000 pcs, CIF HH\n"
		       "    why   +2.1   large               names a large quantity   “10 000 pcs”\n"
		       "    do    Call\n"
		       "    ask   Why?\n"
		       "\nsize: unknown    large 60.0 %  small 40.0 %\n"
		       "    +2.104  names a large quantity   “10 000 pcs”   [big]\n"
		       "    -0.702  rest   [rest]\n"
		       "    +1.402  = points for large\n"
		       "\npriority\n"
		       "     +86.2  all   [t]\n"
		       "     +86.2  = priority, band A\n"
		       "\nfacts\n"
		       "  quantity            10000 pcs\n"
		       "  incoterm            CIF\n"
		       "  port                Hamburg\n");
}

/* A lead of another version or a broken one must not end the program. */
static void write_odd_cards(const struct screen *screen)
{
	static const char *const ODD[] = {"{}", "{\"verdict\":[],\"reasons\":{},\"priority\":3,\"strategy\":[1]}",
					  "{\"reasons\":[1,null,{\"effect\":\"x\"}],\"facts\":{\"a\":null,\"b\":[{}]}}"};
	struct card_style style = {.full = true};

	for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++) {
		json_t *lead = json_loads(ODD[i], 0, NULL);
		card_print(screen, &style, lead, NULL);
		card_print_receipt(screen, lead);
		json_decref(lead);
	}
}

static void odd_leads_are_shown_as_far_as_they_go(void **state)
{
	char *text = written(write_odd_cards, 90);

	(void)state;
	assert_non_null(strstr(text, "priority"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_gives_the_published_digests),
		cmocka_unit_test(decimals_are_written),
		cmocka_unit_test(decimals_are_read_exactly_or_not_at_all),
		cmocka_unit_test(instants_are_read),
		cmocka_unit_test(instants_are_written),
		cmocka_unit_test(control_characters_never_reach_the_terminal),
		cmocka_unit_test(columns_are_cut_and_filled_by_width),
		cmocka_unit_test(text_is_wrapped_between_words),
		cmocka_unit_test(json_strings_are_escaped),
		cmocka_unit_test(utf8_refuses_what_is_not_well_formed),
		cmocka_unit_test(lines_are_counted_over_all_files),
		cmocka_unit_test(long_lines_are_kept_or_read_through),
		cmocka_unit_test(a_missing_file_is_an_error),
		cmocka_unit_test(options_reach_their_places),
		cmocka_unit_test(wrong_options_are_named),
		cmocka_unit_test(auc_counts_pairs_and_half_of_ties),
		cmocka_unit_test(rank_correlation_handles_ties),
		cmocka_unit_test(shares_have_intervals),
		cmocka_unit_test(differences_have_intervals),
		cmocka_unit_test(calibration_is_the_distance_of_the_bins),
		cmocka_unit_test(operating_points_lose_no_more_than_allowed),
		cmocka_unit_test(concordance_counts_pairs),
		cmocka_unit_test(mcnemar_is_exact),
		cmocka_unit_test(chance_is_the_same_in_every_run),
		cmocka_unit_test(weighted_figures_are_those_of_repeated_rows),
		cmocka_unit_test(macro_f1_is_weighted),
		cmocka_unit_test(bootstrap_tells_chance_from_more),
		cmocka_unit_test(receipts_must_add_up_to_the_last_digit),
		cmocka_unit_test(a_card_says_who_wants_what_and_why),
		cmocka_unit_test(odd_leads_are_shown_as_far_as_they_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
