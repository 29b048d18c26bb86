#include "timestamp.h"

#include <stddef.h>

#define YEAR_MAX 9999

/* Calendar arithmetic after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so
 * that the leap day is the last of its year, and 400 years (an era) always have the same number of days. */
#define DAYS_PER_ERA 146097
#define DAYS_TO_1970 719468 /* from 0000-03-01 */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t inq_days_from_civil(struct inq_civil date)
{
	int64_t year = date.year - (date.month <= 2);
	int64_t era = floor_div(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t month_from_march = (date.month + 9) % 12;
	int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
}

struct inq_civil inq_civil_from_days(int64_t days)
{
	int64_t shifted = days + DAYS_TO_1970;
	int64_t era = floor_div(shifted, DAYS_PER_ERA);
	int64_t day_of_era = shifted - era * DAYS_PER_ERA;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month_from_march = (5 * day_of_year + 2) / 153;
	struct inq_civil date = {
		.month = (unsigned)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9),
		.day = (unsigned)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
	};

	date.year = year_of_era + era * 400 + (date.month <= 2);
	return date;
}

static bool leap_year(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned inq_days_in_month(int64_t year, unsigned month)
{
	static const unsigned char days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month < 1 || month > 12)
		return 0;
	return days[month] + (month == 2 && leap_year(year) ? 1u : 0u);
}

bool inq_civil_exists(struct inq_civil date)
{
	return date.day >= 1 && date.day <= inq_days_in_month(date.year, date.month);
}

unsigned inq_weekday(int64_t days)
{
	int64_t since_monday = days + 3; /* 1970-01-01 was a Thursday */

	return (unsigned)(since_monday - floor_div(since_monday, 7) * 7);
}

int64_t inq_day_of(int64_t ms, int utc_offset_minutes)
{
	return floor_div(ms + utc_offset_minutes * INQ_MINUTE_MS, INQ_DAY_MS);
}

/* What is left to read of a text. */
struct reader {
	const char *at, *end;
};

static struct reader reader_of(struct inq_str text)
{
	return (struct reader){text.s, text.s + text.n};
}

static bool at_end(const struct reader *reader)
{
	return reader->at == reader->end;
}

static bool at_digit(const struct reader *reader)
{
	return !at_end(reader) && *reader->at >= '0' && *reader->at <= '9';
}

/* Exactly `digits` digits, with a value of at most `max`. */
static bool read_number(struct reader *reader, int digits, unsigned max, unsigned *number)
{
	unsigned value = 0;

	for (int i = 0; i < digits; i++) {
		if (!at_digit(reader))
			return false;
		value = value * 10 + (unsigned)(*reader->at++ - '0');
	}
	*number = value;
	return value <= max;
}

/* One character of `any`. */
static bool read_char(struct reader *reader, const char *any, char *found)
{
	if (at_end(reader))
		return false;
	for (; *any != '\0'; any++) {
		if (*reader->at != *any)
			continue;
		*found = *reader->at++;
		return true;
	}
	return false;
}

static bool skip_char(struct reader *reader, const char *any)
{
	char found;

	return read_char(reader, any, &found);
}

/* Year, month and day, as many of them as `parts` says (1..3); the others are the first of their kind. */
static bool read_date(struct reader *reader, int parts, struct inq_civil *date)
{
	unsigned year = 0, month = 1, day = 1;

	if (!read_number(reader, 4, YEAR_MAX, &year))
		return false;
	if (parts > 1 && !(skip_char(reader, "-") && read_number(reader, 2, 12, &month)))
		return false;
	if (parts > 2 && !(skip_char(reader, "-") && read_number(reader, 2, 31, &day)))
		return false;
	*date = (struct inq_civil){year, month, day};
	return inq_civil_exists(*date);
}

static bool read_fraction(struct reader *reader, int64_t *ms)
{
	int64_t scale = 100;

	if (!skip_char(reader, "."))
		return true;
	if (!at_digit(reader))
		return false;
	for (; at_digit(reader); reader->at++, scale /= 10)
		*ms += (*reader->at - '0') * scale;
	return true;
}

static bool read_clock(struct reader *reader, int64_t *ms)
{
	unsigned hour, minute, second;

	if (!read_number(reader, 2, 23, &hour) || !skip_char(reader, ":") || !read_number(reader, 2, 59, &minute) ||
	    !skip_char(reader, ":") || !read_number(reader, 2, 60, &second))
		return false;
	*ms += hour * INQ_HOUR_MS + minute * INQ_MINUTE_MS + second * INQ_SECOND_MS;
	return read_fraction(reader, ms);
}

static bool read_offset(struct reader *reader, int64_t *ms)
{
	unsigned hours, minutes;
	char sign;

	if (skip_char(reader, "Zz"))
		return true;
	if (!read_char(reader, "+-", &sign) || !read_number(reader, 2, 23, &hours) || !skip_char(reader, ":") ||
	    !read_number(reader, 2, 59, &minutes))
		return false;
	*ms -= (sign == '-' ? -1 : 1) * (hours * INQ_HOUR_MS + minutes * INQ_MINUTE_MS);
	return true;
}

bool inq_time_parse(struct inq_str text, int64_t *ms)
{
	struct reader reader = reader_of(text);
	struct inq_civil date;
	int64_t time = 0;

	if (!read_date(&reader, 3, &date) || !skip_char(&reader, "Tt ") || !read_clock(&reader, &time) ||
	    !read_offset(&reader, &time) || !at_end(&reader))
		return false;
	*ms = inq_days_from_civil(date) * INQ_DAY_MS + time;
	return true;
}

bool inq_date_parse(struct inq_str text, int64_t *ms)
{
	for (int parts = 1; parts <= 3; parts++) {
		struct reader reader = reader_of(text);
		struct inq_civil date;

		if (!read_date(&reader, parts, &date) || !at_end(&reader))
			continue;
		*ms = inq_days_from_civil(date) * INQ_DAY_MS;
		return true;
	}
	return inq_time_parse(text, ms);
}

static char *put_number(char *out, int digits, int64_t value)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		out[i] = (char)('0' + value % 10);
	return out + digits;
}

static char *put_char(char *out, char c)
{
	*out = c;
	return out + 1;
}

static char *put_date(char *out, int64_t day)
{
	struct inq_civil date = inq_civil_from_days(day);

	out = put_char(put_number(out, 4, date.year), '-');
	out = put_char(put_number(out, 2, date.month), '-');
	return put_number(out, 2, date.day);
}

static char *put_clock(char *out, int64_t ms_of_day)
{
	out = put_char(put_number(out, 2, ms_of_day / INQ_HOUR_MS), ':');
	out = put_char(put_number(out, 2, ms_of_day / INQ_MINUTE_MS % 60), ':');
	out = put_number(out, 2, ms_of_day / INQ_SECOND_MS % 60);
	if (ms_of_day % INQ_SECOND_MS == 0)
		return out;
	return put_number(put_char(out, '.'), 3, ms_of_day % INQ_SECOND_MS);
}

static char *put_offset(char *out, int minutes)
{
	int size = minutes < 0 ? -minutes : minutes;

	out = put_char(out, minutes < 0 ? '-' : '+');
	out = put_char(put_number(out, 2, size / 60), ':');
	return put_number(out, 2, size % 60);
}

/* The moment on the clocks at the offset, inside the years that four digits can show. */
static int64_t local_ms(int64_t ms, int utc_offset_minutes)
{
	int64_t first = inq_days_from_civil((struct inq_civil){0, 1, 1}) * INQ_DAY_MS;
	int64_t last = inq_days_from_civil((struct inq_civil){YEAR_MAX, 12, 31}) * INQ_DAY_MS + INQ_DAY_MS - 1;
	int64_t offset = utc_offset_minutes * INQ_MINUTE_MS;

	if (ms < first - offset)
		return first;
	return ms > last - offset ? last : ms + offset;
}

static char *put_time(char *out, int64_t local)
{
	int64_t day = floor_div(local, INQ_DAY_MS);

	return put_clock(put_char(put_date(out, day), 'T'), local - day * INQ_DAY_MS);
}

void inq_time_format(int64_t ms, char out[INQ_TIME_SIZE])
{
	put_char(put_char(put_time(out, local_ms(ms, 0)), 'Z'), '\0');
}

void inq_time_format_at(int64_t ms, int utc_offset_minutes, char out[INQ_TIME_SIZE])
{
	int offset = utc_offset_minutes % (24 * 60);

	put_char(put_offset(put_time(out, local_ms(ms, offset)), offset), '\0');
}

void inq_date_format(int64_t ms, int utc_offset_minutes, char out[INQ_TIME_SIZE])
{
	put_char(put_date(out, floor_div(local_ms(ms, utc_offset_minutes), INQ_DAY_MS)), '\0');
}
