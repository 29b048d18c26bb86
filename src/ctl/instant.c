#include "instant.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int64_t instant_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

uint64_t instant_clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Exactly `digits` digits at *s, within the bounds. */
static bool number(const char **s, int digits, int least, int most, int *value)
{
	*value = 0;
	for (int i = 0; i < digits; i++, ++*s) {
		if (**s < '0' || **s > '9')
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return *value >= least && *value <= most;
}

static bool expect(const char **s, const char *one_of)
{
	if (!**s || !strchr(one_of, **s))
		return false;
	++*s;
	return true;
}

static bool fraction(const char **s, int *ms)
{
	int scale = 100;

	*ms = 0;
	if (**s != '.')
		return true;
	++*s;
	if (**s < '0' || **s > '9')
		return false;
	for (; **s >= '0' && **s <= '9'; ++*s, scale /= 10)
		*ms += (**s - '0') * scale;
	return true;
}

static bool offset(const char **s, int *minutes)
{
	int sign = **s == '-' ? -1 : 1, hour, minute;

	*minutes = 0;
	if (expect(s, "Zz"))
		return true;
	if (!expect(s, "+-") || !number(s, 2, 0, 23, &hour) || !expect(s, ":") || !number(s, 2, 0, 59, &minute))
		return false;
	*minutes = sign * (hour * 60 + minute);
	return true;
}

static int days_of_month(int year, int month)
{
	static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return DAYS[month - 1] + (month == 2 && leap);
}

bool instant_parse(const char *s, int64_t *ms)
{
	struct tm tm = {0};
	int fraction_ms, minutes;

	if (!number(&s, 4, 1, 9999, &tm.tm_year) || !expect(&s, "-") || !number(&s, 2, 1, 12, &tm.tm_mon) ||
	    !expect(&s, "-") || !number(&s, 2, 1, 31, &tm.tm_mday) || !expect(&s, "Tt ") ||
	    !number(&s, 2, 0, 23, &tm.tm_hour) || !expect(&s, ":") || !number(&s, 2, 0, 59, &tm.tm_min) ||
	    !expect(&s, ":") || !number(&s, 2, 0, 60, &tm.tm_sec) || !fraction(&s, &fraction_ms) ||
	    !offset(&s, &minutes) || *s || tm.tm_mday > days_of_month(tm.tm_year, tm.tm_mon))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	*ms = ((int64_t)timegm(&tm) - minutes * 60) * 1000 + fraction_ms;
	return true;
}

static struct tm broken_down(int64_t ms, int offset_minutes)
{
	time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0) + (int64_t)offset_minutes * 60);
	struct tm tm = {0};

	gmtime_r(&seconds, &tm);
	return tm;
}

struct instant_text instant_rfc3339(int64_t ms)
{
	struct tm tm = broken_down(ms, 0);
	struct instant_text out;

	/* The remainders tell the compiler that the text fits. */
	snprintf(out.text, sizeof out.text, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)(tm.tm_year + 1900) % 10000,
		 (unsigned)(tm.tm_mon + 1) % 100, (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100,
		 (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
	return out;
}

#define DAY_MS (24 * 3600 * (int64_t)1000)

struct instant_text instant_local(int64_t ms, int offset_minutes, int64_t now_ms)
{
	static const char *const DAYS[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char *const MONTHS[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct tm tm = broken_down(ms, offset_minutes);
	struct instant_text out;
	const char *day = DAYS[(unsigned)tm.tm_wday % 7];
	unsigned hour = (unsigned)tm.tm_hour % 100, minute = (unsigned)tm.tm_min % 100;

	if (llabs(ms - now_ms) < 6 * DAY_MS)
		snprintf(out.text, sizeof out.text, "%s %02u:%02u", day, hour, minute);
	else
		snprintf(out.text, sizeof out.text, "%s %u %s %u %02u:%02u", day, (unsigned)tm.tm_mday % 100,
			 MONTHS[(unsigned)tm.tm_mon % 12], (unsigned)(tm.tm_year + 1900) % 10000, hour, minute);
	return out;
}

struct instant_text instant_offset(int offset_minutes)
{
	unsigned size = (unsigned)abs(offset_minutes);
	const char *sign = offset_minutes < 0 ? "-" : "+";
	struct instant_text out;

	if (!size)
		snprintf(out.text, sizeof out.text, "UTC");
	else if (size % 60)
		snprintf(out.text, sizeof out.text, "UTC%s%u:%02u", sign, size / 60, size % 60);
	else
		snprintf(out.text, sizeof out.text, "UTC%s%u", sign, size / 60);
	return out;
}

struct instant_text instant_duration(int64_t ms)
{
	static const struct {
		int64_t from, unit;
		const char *name;
	} UNITS[] = {{2 * DAY_MS, DAY_MS, "d"}, {7200000, 3600000, "h"}, {120000, 60000, "min"}, {1000, 1000, "s"}};
	struct instant_text out;

	for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS; i++) {
		if (ms < UNITS[i].from)
			continue;
		snprintf(out.text, sizeof out.text, "%" PRId64 " %s", ms / UNITS[i].unit, UNITS[i].name);
		return out;
	}
	snprintf(out.text, sizeof out.text, "%" PRId64 " ms", ms);
	return out;
}
