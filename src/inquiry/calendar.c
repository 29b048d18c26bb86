/* Working time in pure integers: the seller's local time is UTC plus a fixed offset, days are numbered from 1970-01-01,
 * and a working day is one piece of time from opening to closing. */
#include "strategy.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)
#define DAY_MS (1440 * MINUTE_MS)
/* A deadline further away than ten years is a mistake in a file; this keeps the sums far from overflow and a calendar
 * full of holidays from looping. */
#define MINUTES_MAX INT64_C(5256000)
#define DAYS_MAX 36525

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* "YYYY-MM-DD" of a day number, by the civil-from-days algorithm of Howard Hinnant's "chrono-Compatible Low-Level Date
 * Algorithms". */
static void day_text(int64_t day, char text[11])
{
	int64_t z = day + 719468, era = floor_div(z, 146097), of_era = z - era * 146097;
	int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted_month = (5 * of_year + 2) / 153;
	int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	int64_t number = (year_of_era + era * 400 + (month <= 2)) * 10000 + month * 100 + of_year -
			 (153 * shifted_month + 2) / 5 + 1;

	text[10] = '\0';
	for (int i = 9; i >= 0; i--) {
		if (i == 4 || i == 7) {
			text[i] = '-';
			continue;
		}
		text[i] = (char)('0' + number % 10);
		number /= 10;
	}
}

static bool is_holiday(const struct inq_calendar *calendar, int64_t day)
{
	char text[11];

	if (!calendar->holidays || day < -719468 || day > 2932896) /* years 0 to 9999 */
		return false;
	day_text(day, text);
	for (const char *const *holiday = calendar->holidays; *holiday; holiday++)
		if (strcmp(*holiday, text) == 0)
			return true;
	return false;
}

static bool is_work_day(const struct inq_calendar *calendar, int64_t day)
{
	int64_t weekday = day + 3 - 7 * floor_div(day + 3, 7); /* 1970-01-01 was a Thursday; 0 is Monday */

	return (calendar->work_days >> weekday & 1) && !is_holiday(calendar, day);
}

int64_t inq_calendar_add(const struct inq_calendar *calendar, int64_t from_ms, int64_t minutes)
{
	int64_t offset = calendar->utc_offset_minutes * MINUTE_MS;
	int64_t local = from_ms + offset, left, day;

	if (minutes < 0)
		return from_ms + (minutes < -MINUTES_MAX ? MINUTES_MAX : -minutes) * MINUTE_MS;
	left = (minutes > MINUTES_MAX ? MINUTES_MAX : minutes) * MINUTE_MS;
	day = floor_div(local, DAY_MS);
	for (int i = 0; i < DAYS_MAX; i++, day++) {
		int64_t start = day * DAY_MS + calendar->day_start_minute * MINUTE_MS;
		int64_t end = day * DAY_MS + calendar->day_end_minute * MINUTE_MS;

		if (start < local)
			start = local;
		if (start >= end || !is_work_day(calendar, day))
			continue;
		if (left <= end - start)
			return start + left - offset;
		left -= end - start;
	}
	return day * DAY_MS - offset;
}
