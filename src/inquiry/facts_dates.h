/* Between the recogniser of deadlines and the calendar. */
#ifndef INQ_FACTS_DATES_H
#define INQ_FACTS_DATES_H

#include "facts_internal.h"

/* Days since 1970-01-01, both included. from == to == 0: not known. */
struct facts_when {
	int64_t from, to;
	bool exact; /* days were written */
};

/* A date as written; 0 for what is not. */
struct facts_written {
	int64_t year;
	unsigned month, day, day_to;
	unsigned moment; /* 1 beginning, 2 middle, 3 end */
	int calendar;    /* enum facts_calendar */
};

/* `today` is the day of the inquiry. Without a year the nearest such date is meant, rather ahead than behind. The
 * month is 1..12 and the days 0..31. */
struct facts_when facts_when(const struct facts_written *written, int64_t today);
/* Week 1..53, year 0: the nearest. */
struct facts_when facts_when_week(unsigned week, int64_t year, int64_t today);
/* `count` months from month `first` on: quarters, seasons. */
struct facts_when facts_when_months(unsigned first, unsigned count, int64_t year, int64_t today);
/* The next such day; 1 is Monday. */
struct facts_when facts_when_weekday(unsigned weekday, int64_t today);
/* The unit of time ("week", "month" ...) that begins `count` (0..100) units after the present one. */
struct facts_when facts_when_ahead(struct inq_str unit, int64_t count, int64_t today);
/* From today until `count` (0..1000) units later. */
struct facts_when facts_when_within(struct inq_str unit, double count, int64_t today);
struct facts_when facts_when_holiday(const struct facts_item *item, int64_t today);
struct facts_when facts_when_moment(struct facts_when when, unsigned moment);

#endif
