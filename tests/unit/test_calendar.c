/* Working time: Monday to Friday 09:00 to 18:00 in UTC+8, with holidays. Times are written as the seller reads them. */
#include "strategy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#define HOUR_MS INT64_C(3600000)

static const char *const holidays[] = {"2026-01-01", "2026-02-17", "2024-02-29", NULL};
static const struct inq_calendar office = {480, 540, 1080, 0x1f, holidays};

/* Unix milliseconds of a local time in UTC+8. Days from the civil calendar, counted the slow way. */
static int64_t at(int year, int month, int day, int hour, int minute)
{
	static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t days = 0;

	for (int y = 1970; y < year; y++)
		days += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
	for (int y = year; y < 1970; y++)
		days -= y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
	for (int m = 1; m < month; m++)
		days += month_days[m - 1] + (m == 2 && year % 4 == 0);
	return ((days + day - 1) * 24 + hour - 8) * HOUR_MS + minute * INT64_C(60000);
}

static void check(int64_t from, int64_t minutes, int64_t expected)
{
	assert_int_equal(inq_calendar_add(&office, from, minutes), expected);
}

static void within_one_day(void **state)
{
	(void)state;
	check(at(2026, 1, 5, 10, 0), 30, at(2026, 1, 5, 10, 30));
	check(at(2026, 1, 5, 9, 0), 540, at(2026, 1, 5, 18, 0));
	check(at(2026, 1, 5, 10, 0) + 1234, 30, at(2026, 1, 5, 10, 30) + 1234);
	check(at(2026, 1, 5, 10, 0), 0, at(2026, 1, 5, 10, 0));
}

static void before_opening_counts_from_opening(void **state)
{
	(void)state;
	check(at(2026, 1, 5, 3, 0), 30, at(2026, 1, 5, 9, 30));
	check(at(2026, 1, 5, 8, 59), 1, at(2026, 1, 5, 9, 1));
	check(at(2026, 1, 5, 0, 0), 0, at(2026, 1, 5, 9, 0));
}

static void after_closing_counts_from_the_next_opening(void **state)
{
	(void)state;
	check(at(2026, 1, 5, 22, 0), 30, at(2026, 1, 6, 9, 30));
	/* exactly at the end there is no working time left, not even for zero minutes */
	check(at(2026, 1, 5, 18, 0), 5, at(2026, 1, 6, 9, 5));
	check(at(2026, 1, 5, 18, 0), 0, at(2026, 1, 6, 9, 0));
	/* a deadline may fall exactly on the end */
	check(at(2026, 1, 5, 17, 50), 10, at(2026, 1, 5, 18, 0));
	check(at(2026, 1, 5, 17, 50), 11, at(2026, 1, 6, 9, 1));
}

static void weekends_are_passed_over(void **state)
{
	(void)state;
	check(at(2026, 1, 9, 17, 50), 30, at(2026, 1, 12, 9, 20));    /* Friday to Monday */
	check(at(2026, 1, 10, 12, 0), 30, at(2026, 1, 12, 9, 30));    /* Saturday */
	check(at(2026, 1, 11, 23, 59), 30, at(2026, 1, 12, 9, 30));   /* Sunday */
	check(at(2026, 1, 9, 9, 0), 540 * 6, at(2026, 1, 16, 18, 0)); /* six days of work: Friday, then a week */
}

static void holidays_are_passed_over(void **state)
{
	(void)state;
	check(at(2025, 12, 31, 17, 0), 120, at(2026, 1, 2, 10, 0)); /* over New Year's Day */
	check(at(2026, 1, 1, 10, 0), 30, at(2026, 1, 2, 9, 30));
	check(at(2026, 2, 16, 17, 59), 2, at(2026, 2, 18, 9, 1));
	check(at(2024, 2, 28, 17, 59), 2, at(2024, 3, 1, 9, 1)); /* a leap day */
}

static void the_local_day_decides_not_the_utc_day(void **state)
{
	const struct inq_calendar west = {-600, 540, 1080, 0x1f, NULL};

	(void)state;
	/* Monday 08:00 in UTC+8 is still Sunday in UTC */
	check(at(2026, 1, 5, 9, 0), 1, at(2026, 1, 5, 9, 1));
	/* Saturday 02:00 UTC is Friday 16:00 in UTC-10 */
	assert_int_equal(inq_calendar_add(&west, at(2026, 1, 10, 10, 0), 60), at(2026, 1, 10, 11, 0));
	assert_int_equal(inq_calendar_add(&west, at(2026, 1, 10, 10, 0), 180), at(2026, 1, 13, 4, 0));
}

static void negative_minutes_are_wall_clock(void **state)
{
	(void)state;
	check(at(2026, 1, 10, 3, 0), -5, at(2026, 1, 10, 3, 5));
	check(at(2026, 1, 9, 17, 50), -24 * 60, at(2026, 1, 10, 17, 50));
	check(at(2026, 1, 1, 0, 0), -1, at(2026, 1, 1, 0, 1));
}

static void round_the_clock(void **state)
{
	const struct inq_calendar always = {0, 0, 1440, 0x7f, NULL};

	(void)state;
	assert_int_equal(inq_calendar_add(&always, at(2026, 1, 9, 23, 50), 4320), at(2026, 1, 12, 23, 50));
	assert_int_equal(inq_calendar_add(&always, at(2026, 1, 9, 8, 0), 1440), at(2026, 1, 10, 8, 0));
}

static void years_before_1970_and_far_ahead(void **state)
{
	(void)state;
	check(at(1969, 12, 31, 3, 0), 30, at(1969, 12, 31, 9, 30)); /* a Wednesday */
	check(at(1968, 2, 29, 17, 59), 2, at(1968, 3, 1, 9, 1));    /* Thursday to Friday */
	check(at(2099, 12, 31, 17, 59), 2, at(2100, 1, 1, 9, 1));   /* Thursday to Friday */
}

static void every_answer_is_working_time(void **state)
{
	const struct inq_calendar saturdays = {330, 600, 780, 0x20, holidays};

	(void)state;
	for (int64_t i = 0; i < 2000; i++) {
		int64_t from = at(2025, 12, 1, 0, 0) + i * 1777777;
		int64_t answer = inq_calendar_add(&saturdays, from, i % 400);
		int64_t local = answer + 330 * INT64_C(60000);
		int64_t minute = local / 60000 % 1440, weekday = (local / 86400000 + 3) % 7;

		assert_true(answer >= from);
		assert_int_equal(weekday, 5);
		assert_in_range(minute, 600, 780);
	}
}

static void hopeless_calendars_end(void **state)
{
	const struct inq_calendar never = {0, 540, 1080, 0, NULL};

	(void)state;
	assert_true(inq_calendar_add(&never, at(2026, 1, 5, 9, 0), 30) > at(2100, 1, 1, 0, 0));
	assert_true(inq_calendar_add(&office, at(2026, 1, 5, 9, 0), INT64_MAX) > at(2030, 1, 1, 0, 0));
	assert_true(inq_calendar_add(&office, at(2026, 1, 5, 9, 0), INT64_MIN) > at(2030, 1, 1, 0, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(within_one_day),
	    cmocka_unit_test(before_opening_counts_from_opening),
	    cmocka_unit_test(after_closing_counts_from_the_next_opening),
	    cmocka_unit_test(weekends_are_passed_over),
	    cmocka_unit_test(holidays_are_passed_over),
	    cmocka_unit_test(the_local_day_decides_not_the_utc_day),
	    cmocka_unit_test(negative_minutes_are_wall_clock),
	    cmocka_unit_test(round_the_clock),
	    cmocka_unit_test(years_before_1970_and_far_ahead),
	    cmocka_unit_test(every_answer_is_working_time),
	    cmocka_unit_test(hopeless_calendars_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
