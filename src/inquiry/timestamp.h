/* Points in time as Unix milliseconds, and the calendar behind them: the proleptic Gregorian one, in UTC unless an
 * offset is named. Pure arithmetic: no time zone database, no locale, no clock. */
#ifndef INQ_TIMESTAMP_H
#define INQ_TIMESTAMP_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

#define INQ_SECOND_MS INT64_C(1000)
#define INQ_MINUTE_MS (60 * INQ_SECOND_MS)
#define INQ_HOUR_MS (60 * INQ_MINUTE_MS)
#define INQ_DAY_MS (24 * INQ_HOUR_MS)

struct inq_civil {
	int64_t year;        /* 1 is 1 CE, 0 is 1 BCE */
	unsigned month, day; /* from 1 */
};

/* Days since 1970-01-01, negative before it. The date must exist (inq_civil_exists). */
int64_t inq_days_from_civil(struct inq_civil date);
struct inq_civil inq_civil_from_days(int64_t days);
bool inq_civil_exists(struct inq_civil date);
/* 28..31; 0 when there is no such month. */
unsigned inq_days_in_month(int64_t year, unsigned month);
/* 0 Monday ... 6 Sunday. */
unsigned inq_weekday(int64_t days);
/* The day that a point in time falls on where clocks show UTC plus the offset. */
int64_t inq_day_of(int64_t ms, int utc_offset_minutes);

/* RFC 3339: "2026-05-04T08:30:00Z", with "+08:00" for Z and a fraction of a second if need be (cut to milliseconds;
 * a leap second counts as the first second of the next minute). False, and `*ms` untouched, for anything else. */
bool inq_time_parse(struct inq_str text, int64_t *ms);
/* RFC 3339, "2017-10-04", "2017-10" or "2017": the first moment of it, in UTC where no offset is written. */
bool inq_date_parse(struct inq_str text, int64_t *ms);

/* Large enough for every year from 0 to 9999 with milliseconds and offset, and the NUL. */
#define INQ_TIME_SIZE 32
/* "2026-05-04T08:30:00Z", milliseconds only where there are any. Years outside 0..9999 are brought to the nearest
 * moment inside. */
void inq_time_format(int64_t ms, char out[INQ_TIME_SIZE]);
/* The same moment as clocks at an offset of -1439..1439 minutes show it: "2026-05-04T16:30:00+08:00". */
void inq_time_format_at(int64_t ms, int utc_offset_minutes, char out[INQ_TIME_SIZE]);
/* "2026-05-04", the day at the offset. */
void inq_date_format(int64_t ms, int utc_offset_minutes, char out[INQ_TIME_SIZE]);

#endif
