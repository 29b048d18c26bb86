/* What a written date means on the calendar, seen from the day of the inquiry. */
#include "facts_dates.h"
#include "timestamp.h"

/* A day without a year that lies this far back is next year's: mails of January speak of last December, seldom of
 * last October. */
#define LOOK_BACK_DAYS 100

static int64_t clamp_day(int64_t year, unsigned month, unsigned day)
{
	unsigned last = inq_days_in_month(year, month);

	return inq_days_from_civil((struct inq_civil){year, month, day > last ? last : day});
}

struct facts_when facts_when_moment(struct facts_when when, unsigned moment)
{
	int64_t length = when.to - when.from + 1;

	if (moment == 1)
		when.to = when.from + length / 3 - (length >= 3);
	else if (moment == 2)
		when = (struct facts_when){when.from + length / 3, when.from + 2 * length / 3, false};
	else if (moment == 3)
		when.from += 2 * length / 3;
	when.exact = false;
	return when;
}

static struct facts_when gregorian(const struct facts_written *w, int64_t year)
{
	unsigned first = w->day ? w->day : 1, last = w->day_to ? w->day_to : w->day ? w->day : 31;

	return (struct facts_when){clamp_day(year, w->month, first), clamp_day(year, w->month, last), w->day != 0};
}

/* The solar year of Iran begins on 20 or 21 March; its first six months have 31 days. */
static struct facts_when persian(const struct facts_written *w, int64_t year)
{
	unsigned before = w->month <= 7 ? (w->month - 1) * 31 : 186 + (w->month - 7) * 30;
	int64_t start = inq_days_from_civil((struct inq_civil){year, 3, 21}) + before;
	unsigned length = w->month <= 6 ? 31 : 30;

	return (struct facts_when){start + (w->day ? w->day - 1 : 0),
				   start + (w->day_to ? w->day_to : w->day ? w->day : length) - 1, w->day != 0};
}

/* The arithmetic Islamic calendar: 30-year cycle of 10631 days, months of 30 and 29 days in turn, day 1 of year 1 is
 * 19 July 622 (Gregorian). Sighting of the moon may move a month by a day. */
static int64_t islamic_start(int64_t year, unsigned month)
{
	static const struct inq_civil epoch = {622, 7, 19};

	int64_t months = (59 * ((int64_t)month - 1) + 1) / 2;

	return inq_days_from_civil(epoch) + (year - 1) * 354 + (3 + 11 * year) / 30 + months;
}

static struct facts_when islamic(const struct facts_written *w, int64_t year)
{
	int64_t start = islamic_start(year, w->month);
	unsigned length = w->month % 2 ? 30 : 29;

	return (struct facts_when){start + (w->day ? w->day - 1 : 0),
				   start + (w->day_to ? w->day_to : w->day ? w->day : length) - 1, w->day != 0};
}

static struct facts_when in_year(const struct facts_written *w, int64_t year)
{
	if (w->calendar == FACTS_PERSIAN)
		return persian(w, year);
	return w->calendar == FACTS_ISLAMIC ? islamic(w, year) : gregorian(w, year);
}

/* The year of the calendar in which `today` lies, and a first guess for what is written without one. */
static int64_t year_of(int64_t today, int calendar)
{
	int64_t year = inq_civil_from_days(today).year;

	return calendar == FACTS_ISLAMIC ? (today - islamic_start(1, 1)) * 30 / 10631 + 1 : year;
}

struct facts_when facts_when(const struct facts_written *w, int64_t today)
{
	int64_t year = year_of(today, w->calendar);
	struct facts_when when;

	if (w->year && w->calendar == FACTS_PERSIAN)
		year = w->year < 1700 ? w->year + 621 : w->year;
	else if (w->year)
		year = w->year;
	when = in_year(w, year);
	if (!w->year && when.to < today - LOOK_BACK_DAYS)
		when = in_year(w, year + 1);
	else if (!w->year && when.from > today + 366 - LOOK_BACK_DAYS)
		when = in_year(w, year - 1);
	return w->moment ? facts_when_moment(when, w->moment) : when;
}

/* Weeks are counted as in ISO 8601: week 1 contains 4 January. */
struct facts_when facts_when_week(unsigned week, int64_t year, int64_t today)
{
	bool written = year != 0;
	struct facts_when when;
	int64_t january;

	if (!written)
		year = inq_civil_from_days(today).year;
	for (;; year++) {
		january = inq_days_from_civil((struct inq_civil){year, 1, 4});
		when.from = january - inq_weekday(january) + ((int64_t)week - 1) * 7;
		when.to = when.from + 6;
		when.exact = false;
		if (written || when.to >= today - LOOK_BACK_DAYS)
			return when;
	}
}

struct facts_when facts_when_months(unsigned first, unsigned count, int64_t year, int64_t today)
{
	struct facts_written from = {.month = first, .year = year}, to = {.year = year};
	struct facts_when when = facts_when(&from, today);
	struct inq_civil start = inq_civil_from_days(when.from);

	to.year = start.year + (start.month + count - 2) / 12;
	to.month = (start.month + count - 2) % 12 + 1;
	when.to = facts_when(&to, today).to;
	return when;
}

struct facts_when facts_when_weekday(unsigned weekday, int64_t today)
{
	int64_t ahead = ((int64_t)weekday - 1 - (int64_t)inq_weekday(today) + 7) % 7;

	return (struct facts_when){today + ahead, today + ahead, true};
}

static struct facts_when month_ahead(int64_t today, unsigned months, unsigned length)
{
	struct inq_civil date = inq_civil_from_days(today);
	int64_t index = date.year * 12 + (int64_t)date.month - 1 + months;

	if (length == 3)
		index -= index % 3;
	else if (length == 12)
		index -= index % 12;
	return (struct facts_when){
		inq_days_from_civil((struct inq_civil){index / 12, (unsigned)(index % 12) + 1, 1}),
		clamp_day((index + length - 1) / 12, (unsigned)((index + length - 1) % 12) + 1, 31), false};
}

struct facts_when facts_when_ahead(struct inq_str unit, int64_t count, int64_t today)
{
	if (inq_str_is(unit, "week")) {
		int64_t monday = today - (int64_t)inq_weekday(today) + 7 * count;

		return (struct facts_when){monday, monday + 6, false};
	}
	if (inq_str_is(unit, "month"))
		return month_ahead(today, (unsigned)count, 1);
	if (inq_str_is(unit, "quarter"))
		return month_ahead(today, (unsigned)count * 3, 3);
	if (inq_str_is(unit, "year"))
		return month_ahead(today, (unsigned)count * 12, 12);
	return (struct facts_when){today, today + count, count <= 2};
}

struct facts_when facts_when_within(struct inq_str unit, double count, int64_t today)
{
	static const struct {
		const char *unit;
		double days;
	} units[] = {{"hour", 1.0 / 24}, {"day", 1}, {"week", 7}, {"month", 30.4}, {"quarter", 91.3}, {"year", 365.25}};
	double days = count;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (inq_str_is(unit, units[i].unit))
			days = count * units[i].days;
	return (struct facts_when){today, today + (int64_t)(days + 0.99), false};
}

struct facts_when facts_when_holiday(const struct facts_item *item, int64_t today)
{
	for (size_t i = 0; i < item->day_count; i++)
		if (item->days[i] >= today - 7)
			return (struct facts_when){item->days[i], item->days[i], false};
	return (struct facts_when){0, 0, false};
}
