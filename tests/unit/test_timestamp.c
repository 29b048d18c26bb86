#include "timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static struct inq_str text_of(const char *s)
{
	return (struct inq_str){s, strlen(s)};
}

static void reads_rfc_3339(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T00:00:00.001Z", 1},
		{"1969-12-31T23:59:59Z", -1000},
		{"2026-05-04T08:30:00Z", INT64_C(1777883400000)},
		{"2026-05-04T16:30:00+08:00", INT64_C(1777883400000)},
		{"2026-05-04T03:00:00-05:30", INT64_C(1777883400000)},
		{"2026-05-04T08:30:00-00:00", INT64_C(1777883400000)},
		{"2026-05-04t08:30:00z", INT64_C(1777883400000)},
		{"2026-05-04 08:30:00Z", INT64_C(1777883400000)},
		{"2026-05-04T08:30:00.5Z", INT64_C(1777883400500)},
		{"2026-05-04T08:30:00.123456789123456789123456789Z", INT64_C(1777883400123)},
		{"2000-02-29T00:00:00Z", INT64_C(951782400000)},
		{"2016-12-31T23:59:60Z", INT64_C(1483228800000)},
		{"0001-01-01T00:00:00Z", INT64_C(-62135596800000)},
		{"9999-12-31T23:59:59Z", INT64_C(253402300799000)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ms = -1;

		if (!inq_time_parse(text_of(cases[i].text), &ms) || ms != cases[i].ms)
			fail_msg("%s: %lld, expected %lld", cases[i].text, (long long)ms, (long long)cases[i].ms);
	}
}

static void refuses_what_is_no_time(void **state)
{
	static const char *const cases[] = {
		"", "2026", "2026-05-04", "2026-05-04T08:30Z", "2026-05-04T08:30:00", "2026-05-04T08:30:00+0800",
		"2026-05-04T08:30:00+08", "2026-05-04T08:30:00ZZ", "2026-05-04T08:30:00.Z", "2026-05-04T24:00:00Z",
		"2026-05-04T08:60:00Z", "2026-05-04T08:30:61Z", "2026-13-04T08:30:00Z", "2026-00-04T08:30:00Z",
		"2026-04-31T08:30:00Z", "2026-02-29T08:30:00Z", "1900-02-29T00:00:00Z", "2026-05-00T08:30:00Z",
		"26-05-04T08:30:00Z", "2026/05/04T08:30:00Z", " 2026-05-04T08:30:00Z", "2026-05-04T08:30:00+24:00",
		"2026-05-04T08:30:00+08:60", "2026-05-04T8:30:00Z", "+026-05-04T08:30:00Z", "1777883400",
		"2026-05-04T08:30:00\xef\xbc\xba",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ms = 42;

		if (inq_time_parse(text_of(cases[i]), &ms))
			fail_msg("\"%s\" was taken for a time", cases[i]);
		assert_int_equal(ms, 42);
	}
}

/* Borrowed text has no NUL: nothing behind its end may be read. */
static void stops_at_the_end_of_borrowed_text(void **state)
{
	int64_t ms;

	(void)state;
	assert_false(inq_time_parse((struct inq_str){"2026-05-04T08:30:00Z", 19}, &ms));
	assert_true(inq_time_parse((struct inq_str){"2026-05-04T08:30:00Zand more", 20}, &ms));
	assert_true(inq_date_parse((struct inq_str){"2026-05-04", 7}, &ms));
	assert_int_equal(ms, INT64_C(1777593600000));
}

static void reads_dates_of_any_precision(void **state)
{
	static const struct {
		const char *text;
		int64_t days;
	} cases[] = {{"2017", 17167}, {"2017-10", 17440}, {"2017-10-04", 17443}, {"2017-10-04T00:00:00Z", 17443}};
	static const char *const refused[] = {"", "17", "201", "20177", "2017-", "2017-1", "2017-13", "2017-10-",
					      "2017-10-4", "2017-10-32", "2017-1004", "Oct 2017", "2017-10-04T00"};
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(inq_date_parse(text_of(cases[i].text), &ms));
		assert_int_equal(ms, cases[i].days * INQ_DAY_MS);
	}
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		if (inq_date_parse(text_of(refused[i]), &ms))
			fail_msg("\"%s\" was taken for a date", refused[i]);
	}
}

static void writes_what_it_reads(void **state)
{
	static const char *const cases[] = {
		"1970-01-01T00:00:00Z", "2026-05-04T08:30:00Z", "2026-05-04T08:30:00.007Z", "0000-01-01T00:00:00Z",
		"0001-12-31T23:59:59Z", "1969-12-31T23:59:59.999Z", "2000-02-29T12:00:00Z", "9999-12-31T23:59:59.999Z",
	};
	char out[INQ_TIME_SIZE];
	int64_t ms;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(inq_time_parse(text_of(cases[i]), &ms));
		inq_time_format(ms, out);
		assert_string_equal(out, cases[i]);
	}
}

static void writes_local_times(void **state)
{
	const int64_t ms = INT64_C(1777883400000); /* 2026-05-04T08:30:00Z */
	char out[INQ_TIME_SIZE];

	(void)state;
	inq_time_format_at(ms, 8 * 60, out);
	assert_string_equal(out, "2026-05-04T16:30:00+08:00");
	inq_time_format_at(ms, -(9 * 60 + 30), out);
	assert_string_equal(out, "2026-05-03T23:00:00-09:30");
	inq_time_format_at(ms, 0, out);
	assert_string_equal(out, "2026-05-04T08:30:00+00:00");
	inq_date_format(ms, 16 * 60, out);
	assert_string_equal(out, "2026-05-05");
}

static void stays_within_four_digit_years(void **state)
{
	char out[INQ_TIME_SIZE];

	(void)state;
	inq_time_format(INT64_MAX, out);
	assert_string_equal(out, "9999-12-31T23:59:59.999Z");
	inq_time_format(INT64_MIN, out);
	assert_string_equal(out, "0000-01-01T00:00:00Z");
	inq_time_format_at(INT64_MAX, 14 * 60, out);
	assert_string_equal(out, "9999-12-31T23:59:59.999+14:00");
	inq_time_format_at(INT64_MIN, -14 * 60, out);
	assert_string_equal(out, "0000-01-01T00:00:00-14:00");
}

/* Every day of 800 years: there and back, one after the other, weekdays in turn. */
static void days_and_dates_agree(void **state)
{
	int64_t first = inq_days_from_civil((struct inq_civil){1600, 1, 1});
	int64_t last = inq_days_from_civil((struct inq_civil){2400, 1, 1});
	struct inq_civil expected = {1600, 1, 1};

	(void)state;
	assert_int_equal(last - first, 2 * 146097);
	for (int64_t day = first; day < last; day++) {
		struct inq_civil date = inq_civil_from_days(day);

		assert_true(date.year == expected.year && date.month == expected.month && date.day == expected.day);
		assert_true(inq_civil_exists(date));
		assert_int_equal(inq_days_from_civil(date), day);
		assert_int_equal(inq_weekday(day + 1), (inq_weekday(day) + 1) % 7);
		if (++expected.day > inq_days_in_month(expected.year, expected.month)) {
			expected.day = 1;
			expected.month = expected.month % 12 + 1;
			expected.year += expected.month == 1;
		}
	}
	assert_int_equal(inq_weekday(0), 3);
	assert_int_equal(inq_weekday(inq_days_from_civil((struct inq_civil){2026, 5, 4})), 0);
}

static void knows_the_day_at_an_offset(void **state)
{
	(void)state;
	assert_int_equal(inq_day_of(0, 0), 0);
	assert_int_equal(inq_day_of(0, -1), -1);
	assert_int_equal(inq_day_of(-1, 0), -1);
	assert_int_equal(inq_day_of(INQ_DAY_MS - 1, 1), 1);
	assert_int_equal(inq_days_in_month(2024, 2), 29);
	assert_int_equal(inq_days_in_month(2100, 2), 28);
	assert_int_equal(inq_days_in_month(2024, 13), 0);
	assert_int_equal(inq_days_in_month(2024, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rfc_3339),
		cmocka_unit_test(refuses_what_is_no_time),
		cmocka_unit_test(stops_at_the_end_of_borrowed_text),
		cmocka_unit_test(reads_dates_of_any_precision),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(writes_local_times),
		cmocka_unit_test(stays_within_four_digit_years),
		cmocka_unit_test(days_and_dates_agree),
		cmocka_unit_test(knows_the_day_at_an_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
