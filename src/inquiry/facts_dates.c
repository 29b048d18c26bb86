/* Deadlines: every date, span of time and holiday of the text, and which of them the goods are needed by. */
#include "facts_dates.h"
#include "timestamp.h"

#include <string.h>

/* Points below which a date is not taken for a deadline. */
#define POINTS_MIN 20

struct hit {
	uint32_t first, last;
	struct facts_when when;
	int points;
};

struct finder {
	const struct facts_scan *scan;
	int64_t today;
	bool month_first; /* 4/15 is 15 April */
	struct hit best;
};

static const struct facts_amount *amount_at(const struct facts_scan *scan, uint32_t token)
{
	size_t low = 0, high = scan->amount_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (scan->amount[middle].first < token)
			low = middle + 1;
		else
			high = middle;
	}
	return low < scan->amount_count && scan->amount[low].first == token ? &scan->amount[low] : NULL;
}

/* A number token of at most `digits` digits between 1 and max, or 0. */
static unsigned small(const struct facts_scan *scan, uint32_t i, unsigned digits, unsigned max)
{
	const struct facts_token *token = facts_at(scan, i);

	if (token->type != FACTS_NUMBER || token->grouped || token->decimal || token->digits > digits ||
	    token->value < 1 || token->value > max)
		return 0;
	return (unsigned)token->value;
}

static unsigned year_at(const struct facts_scan *scan, uint32_t i)
{
	unsigned year = small(scan, i, 4, 2100);

	if (year >= 1300 && facts_at(scan, i)->digits == 4)
		return year;
	return 0;
}

/* An amount of whole days: "15", "14-18", 十五. */
static bool days_at(const struct facts_scan *scan, uint32_t i, struct facts_written *w, uint32_t *last)
{
	const struct facts_amount *amount = amount_at(scan, i);

	if (!amount || amount->scaled || amount->value < 1 || amount->max > 31 ||
	    amount->value != (double)(unsigned)amount->value || amount->max != (double)(unsigned)amount->max)
		return false;
	w->day = (unsigned)amount->value;
	w->day_to = amount->max > amount->value ? (unsigned)amount->max : 0;
	*last = amount->last;
	return true;
}

static void read_year(const struct facts_scan *scan, struct facts_written *w, uint32_t *last)
{
	uint32_t at = *last + 1;

	while (at < *last + 3 && (facts_any_symbol(scan, at, ",.-/") || facts_is(scan, at, FACTS_OF) ||
				  facts_is(scan, at, FACTS_YEAR_SIGN)))
		at++;
	if (year_at(scan, at) && facts_together(scan, *last, at)) {
		w->year = year_at(scan, at);
		*last = at;
	}
}

static bool month_at(const struct facts_scan *scan, uint32_t i, struct facts_written *w, uint32_t *last)
{
	const struct facts_item *item = facts_item_at(scan, i, FACTS_MONTH);

	if (!item)
		return false;
	w->month = (unsigned)item->number;
	w->calendar = item->rank;
	*last = i + facts_width(scan, i, FACTS_MONTH) - 1;
	return w->month >= 1 && w->month <= 12;
}

/* 15 May, 15th of May 2026, 1. Oktober, 20-28 March, 1° de junio */
static bool day_month(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	struct facts_written w = {0};
	uint32_t at;

	if (!days_at(scan, i, &w, &at))
		return false;
	at++;
	for (unsigned n = 0; n < 3; n++)
		if (facts_symbol(scan, at, '.') || facts_symbol(scan, at, '-') || facts_is(scan, at, FACTS_ORDINAL) ||
		    facts_is(scan, at, FACTS_OF) || facts_is(scan, at, FACTS_DAY_SIGN))
			at++;
	if (!facts_together(scan, i, at) || !month_at(scan, at, &w, &at))
		return false;
	read_year(scan, &w, &at);
	*hit = (struct hit){i, at, facts_when(&w, f->today), 32};
	return true;
}

/* March 17, may 3rd 2026 */
static bool month_day(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	struct facts_written w = {0};
	uint32_t at, end;

	if (!month_at(scan, i, &w, &at))
		return false;
	at++;
	if (facts_symbol(scan, at, '.') || facts_symbol(scan, at, '-') || facts_is(scan, at, FACTS_DAY_SIGN))
		at++;
	if (!facts_together(scan, i, at) || facts_at(scan, at)->digits > 2 || !days_at(scan, at, &w, &end) ||
	    facts_is(scan, end + 1, FACTS_UNIT) || facts_is(scan, end + 1, FACTS_PROPERTY) ||
	    facts_is(scan, end + 1, FACTS_MONTH))
		return false;
	at = end;
	if (facts_is(scan, at + 1, FACTS_ORDINAL))
		at++;
	read_year(scan, &w, &at);
	*hit = (struct hit){i, at, facts_when(&w, f->today), 32};
	return true;
}

/* [2026年]8月15号, 10월 15일, 8月底, 四月份 */
static bool signed_date(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	const struct facts_item *moment;
	struct facts_written w = {0}, day = {0};
	uint32_t at = i, end;

	if (year_at(scan, i) && facts_is(scan, i + 1, FACTS_YEAR_SIGN)) {
		w.year = year_at(scan, i);
		at = i + 2;
	}
	if (!days_at(scan, at, &day, &end) || day.day > 12 || facts_at(scan, end + 1)->type != FACTS_GLYPH)
		return false;
	w.month = day.day;
	/* 六月底: "the end of the month" stands in it as a phrase of its own. */
	moment = facts_item_at(scan, end + 1, FACTS_RELATIVE);
	if (moment && inq_str_is(moment->id, "month") && inq_str_is(moment->group, "3")) {
		w.moment = 3;
		*hit = (struct hit){i, end + facts_width(scan, end + 1, FACTS_RELATIVE), facts_when(&w, f->today), 28};
		return true;
	}
	if (!facts_is(scan, end + 1, FACTS_MONTH_SIGN))
		return false;
	at = end + facts_width(scan, end + 1, FACTS_MONTH_SIGN);
	*hit = (struct hit){i, at, {0, 0, false}, 22};
	moment = facts_item_at(scan, at + 1, FACTS_MOMENT);
	if (moment && facts_together(scan, at, at + 1)) {
		w.moment = (unsigned)moment->number;
		hit->last = at + facts_width(scan, at + 1, FACTS_MOMENT);
		hit->points = 28;
	} else if (facts_together(scan, at, at + 1) && days_at(scan, at + 1, &w, &end)) {
		hit->last = facts_is(scan, end + 1, FACTS_DAY_SIGN) ? end + 1 : end;
		hit->points = 32;
	}
	hit->when = facts_when(&w, f->today);
	return true;
}

static bool valid(const struct facts_written *w)
{
	return w->month >= 1 && w->month <= 12 && w->day >= 1 && w->day <= 31;
}

/* Which of two numbers is the month: one above 12 says so, else the habit of the language. */
static void set_day_month(const struct finder *f, struct facts_written *w, unsigned a, unsigned b)
{
	bool month_first = a <= 12 && (b > 12 || f->month_first);

	w->month = month_first ? a : b;
	w->day = month_first ? b : a;
}

/* 2026-05-15, 2026. 10. 15, 15.05.2026, 15/5/26 */
static bool numeric_date(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	struct facts_written w = {0};
	uint32_t a = small(scan, i, 4, 2100), b = small(scan, i + 2, 2, 31), c = small(scan, i + 4, 4, 2100);
	const struct facts_token *sep = facts_at(scan, i + 1), *sep2 = facts_at(scan, i + 3);

	if (!a || !b || !c || sep->type != FACTS_SYMBOL || !sep->symbol || !strchr("-/.", sep->symbol) ||
	    sep2->symbol != sep->symbol || sep2->type != FACTS_SYMBOL || !facts_together(scan, i, i + 2))
		return false;
	if (year_at(scan, i) && c <= 31) {
		w = (struct facts_written){.year = a, .month = b, .day = c};
	} else if (year_at(scan, i + 4) || (facts_at(scan, i + 4)->digits == 2 && a <= 31 && sep->glued)) {
		w.year = c < 100 ? 2000 + (int64_t)c : c;
		set_day_month(f, &w, a, b);
	}
	if (!valid(&w))
		return false;
	if (w.year < 1700)
		w.calendar = w.year > 1420 && w.year < 1500 ? FACTS_ISLAMIC : FACTS_PERSIAN;
	*hit = (struct hit){i, i + 4, facts_when(&w, f->today), 35};
	return true;
}

/* 20.03., 4/15, 15.11: two numbers are a date only behind a word like "until". */
static bool short_date(struct finder *f, uint32_t i, struct hit *hit)
{
	static const uint64_t cues = FACTS_BIT(FACTS_UNTIL) | FACTS_BIT(FACTS_DUE) | FACTS_BIT(FACTS_WITHIN) |
				     FACTS_BIT(FACTS_IN) | FACTS_BIT(FACTS_DAY_SIGN) | FACTS_BIT(FACTS_WEEKDAY);
	const struct facts_scan *scan = f->scan;
	const struct facts_token *token = facts_at(scan, i);
	struct facts_written w = {0};
	unsigned a, b;
	uint32_t last = i;

	if (token->type == FACTS_NUMBER && token->decimal && token->left > 0 && token->right > 0) {
		a = (unsigned)token->left;
		b = (unsigned)token->right;
	} else if (facts_symbol(scan, i + 1, '/') && facts_at(scan, i + 1)->glued && facts_at(scan, i + 2)->glued) {
		a = small(scan, i, 2, 31);
		b = small(scan, i + 2, 2, 31);
		last = i + 2;
	} else {
		return false;
	}
	if (!a || !b || (!facts_before(scan, i, cues, 3) && !facts_after(scan, last, cues, 2)) ||
	    facts_symbol(scan, last + 1, '%') || facts_symbol(scan, last + 1, '/') || facts_symbol(scan, i - 1, '/') ||
	    facts_is(scan, last + 1, FACTS_CURRENCY) || facts_is(scan, i - 1, FACTS_CURRENCY) ||
	    facts_is(scan, last + 1, FACTS_UNIT) || facts_is(scan, last + 1, FACTS_PROPERTY))
		return false;
	set_day_month(f, &w, a, b);
	if (!valid(&w))
		return false;
	*hit = (struct hit){i, last, facts_when(&w, f->today), 18};
	return true;
}

/* May, end of May, mid-June 2026, haziran başında, août; tháng 8, شهر 8 */
static bool month_alone(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	static const uint64_t cues = FACTS_BIT(FACTS_IN) | FACTS_BIT(FACTS_UNTIL) | FACTS_BIT(FACTS_DUE) |
				     FACTS_BIT(FACTS_WITHIN);
	const struct facts_item *moment = NULL;
	struct facts_written w = {0}, number = {0};
	uint32_t at, first = i;

	if (!month_at(scan, i, &w, &at)) {
		if (!facts_is(scan, i, FACTS_MONTH_SIGN) || facts_at(scan, i)->digits ||
		    !days_at(scan, i + facts_width(scan, i, FACTS_MONTH_SIGN), &number, &at) || number.day > 12 ||
		    facts_is(scan, at + 1, FACTS_TIME))
			return false;
		w.month = number.day;
	}
	for (uint32_t back = 1; back <= 3 && back < i && facts_together(scan, i, i - back) && !moment; back++) {
		moment = facts_item_at(scan, i - back, FACTS_MOMENT);
		if (moment && i - back + facts_width(scan, i - back, FACTS_MOMENT) + 1 >= i)
			first = i - back;
		else
			moment = NULL;
	}
	if (!moment && facts_together(scan, at, at + 1)) {
		moment = facts_item_at(scan, at + 1, FACTS_MOMENT);
		if (moment)
			at += facts_width(scan, at + 1, FACTS_MOMENT);
	}
	w.moment = moment ? (unsigned)moment->number : 0;
	read_year(scan, &w, &at);
	/* "may" and "mar" are words. */
	if (!moment && !w.year && facts_at(scan, i)->end - facts_at(scan, i)->start == 3 &&
	    facts_at(scan, i)->type == FACTS_WORD && !facts_before(scan, i, cues, 1))
		return false;
	*hit = (struct hit){first, at, facts_when(&w, f->today), moment ? 28 : 18};
	return true;
}

/* week 16, KW 34, Q3 2026 */
static bool numbered(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	bool week = facts_is(scan, i, FACTS_WEEK_SIGN), quarter = facts_is(scan, i, FACTS_QUARTER_SIGN);
	struct facts_written w = {0};
	uint32_t at = i + facts_width(scan, i, week ? FACTS_WEEK_SIGN : FACTS_QUARTER_SIGN);
	unsigned number;

	if (!week && !quarter)
		return false;
	number = small(scan, at, 2, week ? 53 : 4);
	if (!number || !facts_together(scan, i, at) ||
	    (facts_at(scan, i)->type == FACTS_GLYPH && !facts_is(scan, at + 1, FACTS_TIME)))
		return false;
	read_year(scan, &w, &at);
	*hit = (struct hit){i, at, {0, 0, false}, 26};
	hit->when = week ? facts_when_week(number, w.year, f->today)
			 : facts_when_months(number * 3 - 2, 3, w.year, f->today);
	return true;
}

/* within 10 days, 30天内, in 4 Wochen, lead time 45 days */
static bool span_of_time(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	static const uint64_t payment = FACTS_BIT(FACTS_PAYMENT_CUE) | FACTS_BIT(FACTS_PAYMENT);
	const struct facts_amount *amount = amount_at(scan, i);
	const struct facts_item *time = NULL;
	uint32_t at = 0, first = i, before;
	bool within;

	if (!amount || amount->max > 1000 || amount->scaled)
		return false;
	for (at = amount->last + 1; at <= amount->last + 2 && !time && facts_together(scan, i, at); at++)
		time = facts_item_at(scan, at, FACTS_TIME);
	if (!time || inq_str_is(time->id, "year"))
		return false;
	at--;
	at += facts_width(scan, at, FACTS_TIME) - 1;
	before = facts_before(scan, i, FACTS_BIT(FACTS_WITHIN), 3);
	within = before || facts_is(scan, at + 1, FACTS_WITHIN);
	if (before)
		first = i - before;
	if (facts_is(scan, at + 1, FACTS_WITHIN))
		at += facts_width(scan, at + 1, FACTS_WITHIN);
	*hit = (struct hit){first, at, facts_when_within(time->id, amount->max, f->today), within ? 20 : 0};
	if (facts_before(scan, first, payment, 6) || facts_after(scan, at, payment | FACTS_BIT(FACTS_AFTER_BILL), 3))
		hit->points -= 25;
	return true;
}


/* tomorrow, next week, before Christmas, in spring, until Friday, by the 12th */
static bool named(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	const struct facts_item *item;
	uint32_t width;

	if ((item = facts_item_at(scan, i, FACTS_RELATIVE))) {
		width = facts_width(scan, i, FACTS_RELATIVE);
		*hit = (struct hit){i, i + width - 1, facts_when_ahead(item->id, (int64_t)item->number, f->today),
				    inq_str_is(item->id, "day") && item->number < 3 ? 16 : 24};
		if (inq_str_is(item->group, "3"))
			hit->when = facts_when_moment(hit->when, 3);
		return true;
	}
	if ((item = facts_item_at(scan, i, FACTS_HOLIDAY))) {
		width = facts_width(scan, i, FACTS_HOLIDAY);
		*hit = (struct hit){i, i + width - 1, facts_when_holiday(item, f->today), 8};
		return true;
	}
	if ((item = facts_item_at(scan, i, FACTS_SEASON))) {
		width = facts_width(scan, i, FACTS_SEASON);
		*hit = (struct hit){i, i + width - 1, facts_when_months((unsigned)item->number, 3, 0, f->today), 2};
		return true;
	}
	if ((item = facts_item_at(scan, i, FACTS_WEEKDAY))) {
		width = facts_width(scan, i, FACTS_WEEKDAY);
		*hit = (struct hit){i, i + width - 1, facts_when_weekday((unsigned)item->number, f->today), 8};
		return true;
	}
	return false;
}

/* the 12th, 6日 */
static bool day_alone(struct finder *f, uint32_t i, struct hit *hit)
{
	const struct facts_scan *scan = f->scan;
	struct inq_civil today = inq_civil_from_days(f->today);
	struct facts_written w = {.month = today.month, .year = today.year};
	uint32_t at;

	bool after, before;

	if (!days_at(scan, i, &w, &at))
		return false;
	after = facts_is(scan, at + 1, FACTS_ORDINAL) || facts_is(scan, at + 1, FACTS_DAY_SIGN);
	before = facts_is(scan, i - 1, FACTS_DAY_SIGN) && facts_at(scan, i)->type == FACTS_NUMBER;
	if (!facts_together(scan, i, at + 1) ||
	    (facts_is(scan, at + 1, FACTS_ORDINAL) && !facts_at(scan, at + 1)->glued))
		after = false;
	if ((!after && !before) || facts_is(scan, at + 1, FACTS_UNIT) || facts_is(scan, at + 1, FACTS_TIME))
		return false;
	if (w.day < today.day && ++w.month > 12) {
		w.month = 1;
		w.year++;
	}
	*hit = (struct hit){i, after ? at + 1 : at, facts_when(&w, f->today), 6};
	return true;
}

struct hint {
	enum facts_kind kind;
	uint32_t before, after;
	int points;
};

static const struct hint hints[] = {
	{FACTS_UNTIL, 3, 3, 20}, {FACTS_DUE, 6, 5, 18}, {FACTS_VISIT, 9, 9, -26}, {FACTS_PAST, 6, 5, -26},
	{FACTS_IN, 1, 0, 3},	 {FACTS_NEED, 8, 6, 4}, {FACTS_OUTPUT, 4, 0, -8},
};

static void weigh(const struct finder *f, struct hit *hit)
{
	for (size_t h = 0; h < sizeof(hints) / sizeof(hints[0]); h++)
		if (facts_before(f->scan, hit->first, FACTS_BIT(hints[h].kind), hints[h].before) ||
		    (hints[h].after && facts_after(f->scan, hit->last, FACTS_BIT(hints[h].kind), hints[h].after)))
			hit->points += hints[h].points;
	if (hit->when.to && hit->when.to < f->today)
		hit->points -= 45;
	if (hit->when.to > f->today + 1200)
		hit->points -= 20;
}

/* "by", "before the", "bis zum" belong to the deadline as written. */
static void widen(const struct facts_scan *scan, struct hit *hit)
{
	uint32_t distance = facts_before(scan, hit->first, FACTS_BIT(FACTS_UNTIL), 2);

	uint32_t until = hit->first - distance;

	if (distance && until + facts_width(scan, until, FACTS_UNTIL) + 1 >= hit->first)
		hit->first = until;
	if (facts_is(scan, hit->last + 1, FACTS_UNTIL) && facts_together(scan, hit->last, hit->last + 1))
		hit->last += facts_width(scan, hit->last + 1, FACTS_UNTIL);
}

static bool usable(const struct facts_scan *scan, const struct hit *hit)
{
	for (uint32_t i = hit->first; i <= hit->last; i++)
		if (facts_at(scan, i)->used)
			return false;
	return true;
}

static bool read_hit(struct finder *f, uint32_t i, struct hit *hit)
{
	static bool (*const patterns[])(struct finder *, uint32_t, struct hit *) = {
		numeric_date, signed_date, day_month, month_day, short_date, span_of_time, month_alone, numbered, named,
		day_alone,
	};

	for (size_t p = 0; p < sizeof(patterns) / sizeof(patterns[0]); p++)
		if (patterns[p](f, i, hit))
			return usable(f->scan, hit);
	return false;
}

static bool month_comes_first(const struct facts_scan *scan)
{
	const struct inq_lists *lists = scan->lists;

	for (size_t i = 0; i < lists->month_first_count; i++)
		if (inq_str_eq(lists->month_first[i], scan->text->lang) ||
		    inq_str_eq(lists->month_first[i], scan->event->buyer.country))
			return true;
	return false;
}

void facts_find_deadline(struct facts_scan *scan, struct inq_facts *facts)
{
	static const uint64_t begins = FACTS_BIT(FACTS_MONTH) | FACTS_BIT(FACTS_MONTH_SIGN) |
				       FACTS_BIT(FACTS_WEEK_SIGN) | FACTS_BIT(FACTS_QUARTER_SIGN) |
				       FACTS_BIT(FACTS_RELATIVE) |
				       FACTS_BIT(FACTS_HOLIDAY) | FACTS_BIT(FACTS_SEASON) | FACTS_BIT(FACTS_WEEKDAY) |
				       FACTS_BIT(FACTS_DIGIT) | FACTS_BIT(FACTS_ARTICLE) | FACTS_BIT(FACTS_SMALL);
	struct finder f = {.scan = scan, .today = inq_day_of(scan->event->received_at_ms, 0),
			   .month_first = month_comes_first(scan), .best = {.points = POINTS_MIN - 1}};

	for (uint32_t i = 1; i + 1 < scan->count; i++) {
		struct hit hit;

		if ((facts_at(scan, i)->type != FACTS_NUMBER && !(facts_at(scan, i)->kinds & begins)) ||
		    !read_hit(&f, i, &hit))
			continue;
		weigh(&f, &hit);
		if (hit.points >= 15 && hit.when.exact)
			facts_use(scan, hit.first, hit.last);
		if (hit.points > f.best.points)
			f.best = hit;
		i = hit.last;
	}
	if (f.best.points < POINTS_MIN)
		return;
	facts_use(scan, f.best.first, f.best.last);
	widen(scan, &f.best);
	facts->deadline.found = true;
	facts->deadline.span = facts_span(scan, f.best.first, f.best.last);
	facts->deadline.text = facts_original(scan, facts->deadline.span);
	facts->deadline.exact = f.best.when.exact;
	if (f.best.when.to) {
		facts->deadline.from_ms = f.best.when.from * INQ_DAY_MS;
		facts->deadline.to_ms = (f.best.when.to + 1) * INQ_DAY_MS - 1;
	}
}
