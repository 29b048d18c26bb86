/* Signals of what is on record: platform, activity, history, channel; and of what the facts say about the order. */
#include "signals_internal.h"
#include "timestamp.h"

#include <math.h>

/* --- Platform ---------------------------------------------------------------------------------------------------- */

#define VETERAN_DAYS 730
#define NEWCOMER_DAYS 61

/* Days as a member when the inquiry came; false where unknown. */
static bool member_days(const struct inq_event *event, int64_t *days)
{
	int64_t since;

	if (event->buyer.member_since.n == 0 || !inq_date_parse(event->buyer.member_since, &since))
		return false;
	*days = (event->received_at_ms - since) / INQ_DAY_MS;
	return true;
}

static bool platform_verified(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->buyer.verified == INQ_YES;
}

static bool platform_unverified(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->buyer.verified == INQ_NO;
}

static bool platform_veteran(const struct inq_scene *scene, struct inq_span *span)
{
	int64_t days;

	(void)span;
	return member_days(scene->event, &days) && days >= VETERAN_DAYS;
}

static bool platform_newcomer(const struct inq_scene *scene, struct inq_span *span)
{
	int64_t days;

	(void)span;
	return member_days(scene->event, &days) && days < NEWCOMER_DAYS;
}

/* --- Activity: 90 days, as the platforms show it ----------------------------------------------------------------- */

/* A working buyer is there every other week or more, and looks at more products than he writes inquiries about. */
#define HEALTHY_LOGIN_DAYS 6
#define HEALTHY_VIEWS 6
/* Mailings go out without looking: a buyer who compares writes one inquiry for several products seen. */
#define MASS_INQUIRIES 15
#define MASS_INQUIRIES_PER_VIEW 3
/* Someone who studies a range without ever asking for a quotation in the open. */
#define MANY_VIEWS 30

static const struct inq_activity *activity_of(const struct inq_scene *scene)
{
	return &scene->event->buyer.activity;
}

static bool activity_healthy(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_activity *a = activity_of(scene);

	(void)span;
	return a->login_days >= HEALTHY_LOGIN_DAYS && a->product_views >= HEALTHY_VIEWS &&
	       (a->rfqs >= 1 || a->inquiries >= 2) && a->inquiries <= a->product_views && a->junk_reports <= 0 &&
	       a->blacklisted <= 0;
}

static bool activity_junk_reports(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return activity_of(scene)->junk_reports > 0;
}

static bool activity_blacklisted(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return activity_of(scene)->blacklisted > 0;
}

static bool activity_mass(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_activity *a = activity_of(scene);

	(void)span;
	return a->product_views >= 0 && a->inquiries >= MASS_INQUIRIES &&
	       a->inquiries / MASS_INQUIRIES_PER_VIEW > a->product_views;
}

static bool activity_views_only(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return activity_of(scene)->product_views >= MANY_VIEWS && activity_of(scene)->rfqs == 0;
}

/* --- History ----------------------------------------------------------------------------------------------------- */

#define REPEAT_ORDERS 3
#define CONVERSATION_MESSAGES 10

static bool history_customer(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->history.orders >= 1;
}

static bool history_repeat(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->history.orders >= REPEAT_ORDERS;
}

static bool history_conversation(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->history.messages >= CONVERSATION_MESSAGES;
}

static bool history_complaints(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->history.complaints >= 1;
}

static bool history_known(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_event *event = scene->event;

	(void)span;
	return event->history.messages >= 1 || event->history.orders >= 1 || event->buyer_inquiries >= 1;
}

/* --- Channel ----------------------------------------------------------------------------------------------------- */

static bool channel_rfq(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return inq_str_is(scene->event->channel, "rfq");
}

static bool channel_visit(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return inq_str_is(scene->event->channel, "visit-request");
}

static bool channel_chat(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return inq_str_is(scene->event->channel, "chat");
}

const struct inq_signal_rule inq_record_rules[] = {
	{INQ_SIGNAL_PLATFORM_VERIFIED, platform_verified},
	{INQ_SIGNAL_PLATFORM_UNVERIFIED, platform_unverified},
	{INQ_SIGNAL_PLATFORM_VETERAN, platform_veteran},
	{INQ_SIGNAL_PLATFORM_NEWCOMER, platform_newcomer},
	{INQ_SIGNAL_ACTIVITY_HEALTHY, activity_healthy},
	{INQ_SIGNAL_ACTIVITY_JUNK_REPORTS, activity_junk_reports},
	{INQ_SIGNAL_ACTIVITY_BLACKLISTED, activity_blacklisted},
	{INQ_SIGNAL_ACTIVITY_MASS, activity_mass},
	{INQ_SIGNAL_ACTIVITY_VIEWS_ONLY, activity_views_only},
	{INQ_SIGNAL_HISTORY_CUSTOMER, history_customer},
	{INQ_SIGNAL_HISTORY_REPEAT, history_repeat},
	{INQ_SIGNAL_HISTORY_CONVERSATION, history_conversation},
	{INQ_SIGNAL_HISTORY_COMPLAINTS, history_complaints},
	{INQ_SIGNAL_HISTORY_KNOWN, history_known},
	{INQ_SIGNAL_CHANNEL_RFQ, channel_rfq},
	{INQ_SIGNAL_CHANNEL_VISIT, channel_visit},
	{INQ_SIGNAL_CHANNEL_CHAT, channel_chat},
	{0, NULL},
};

/* --- The order --------------------------------------------------------------------------------------------------- */

/* Ten times the minimum is still one order; more is a volume of its own. */
#define FAR_ABOVE_MOQ 10.0
/* A courier parcel or a sample order ends about here ... */
#define SMALL_VALUE_USD 3e3
/* ... and from about here on it is a container or more. */
#define LARGE_VALUE_USD 4e4
/* No first order is larger: the quantity or the price was misread, or it is bait. Between this and the next bound the
 * value says nothing. */
#define LARGE_VALUE_USD_MAX 2e6
#define ABSURD_VALUE_USD 2e7

/* Comparisons with NAN are false, so that an unknown ratio or value switches nothing on. */
static double moq_ratio(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->quantity[0].span;
	return scene->facts->moq_ratio;
}

static double order_value(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->quantity[0].span;
	return scene->facts->order_value_usd;
}

static bool order_below_moq(const struct inq_scene *scene, struct inq_span *span)
{
	return moq_ratio(scene, span) < 1;
}

static bool order_moq(const struct inq_scene *scene, struct inq_span *span)
{
	double ratio = moq_ratio(scene, span);

	return ratio >= 1 && ratio <= FAR_ABOVE_MOQ;
}

static bool order_far_above_moq(const struct inq_scene *scene, struct inq_span *span)
{
	return moq_ratio(scene, span) > FAR_ABOVE_MOQ;
}

static bool order_value_small(const struct inq_scene *scene, struct inq_span *span)
{
	return order_value(scene, span) < SMALL_VALUE_USD;
}

static bool order_value_medium(const struct inq_scene *scene, struct inq_span *span)
{
	double usd = order_value(scene, span);

	return usd >= SMALL_VALUE_USD && usd < LARGE_VALUE_USD;
}

static bool order_value_large(const struct inq_scene *scene, struct inq_span *span)
{
	double usd = order_value(scene, span);

	return usd >= LARGE_VALUE_USD && usd <= LARGE_VALUE_USD_MAX;
}

static bool order_value_absurd(const struct inq_scene *scene, struct inq_span *span)
{
	return order_value(scene, span) > ABSURD_VALUE_USD;
}

static bool order_containers(const struct inq_scene *scene, struct inq_span *span)
{
	static const struct inq_str container = INQ_STR("container");

	for (size_t i = 0; i < scene->facts->quantity_count; i++) {
		struct inq_str unit = scene->facts->quantity[i].unit;

		*span = scene->facts->quantity[i].span;
		unit.n = unit.n < container.n ? unit.n : container.n;
		if (inq_str_eq(unit, container))
			return true;
	}
	return false;
}

/* --- Facts ------------------------------------------------------------------------------------------------------- */

#define LIST_ITEMS 3
#define NEAR_DAYS 60
#define FAR_DAYS 150

static bool fact_quantity(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->quantity[0].span;
	return scene->facts->quantity_count > 0;
}

static bool fact_period(const struct inq_scene *scene, struct inq_span *span)
{
	for (size_t i = 0; i < scene->facts->quantity_count; i++) {
		*span = scene->facts->quantity[i].span;
		if (scene->facts->quantity[i].period.n > 0)
			return true;
	}
	return false;
}

static bool fact_items(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->quantity[0].span;
	return scene->facts->quantity_count >= LIST_ITEMS;
}

static bool fact_target_price(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->target_price.span;
	return !isnan(scene->facts->target_price.value);
}

static bool fact_budget(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->budget.span;
	return !isnan(scene->facts->budget.value);
}

static bool has_term(const struct inq_term *term, struct inq_span *span)
{
	*span = term->span;
	return term->value.n > 0;
}

static bool fact_incoterm(const struct inq_scene *scene, struct inq_span *span)
{
	return has_term(&scene->facts->incoterm, span);
}

static bool fact_port(const struct inq_scene *scene, struct inq_span *span)
{
	return has_term(&scene->facts->port, span);
}

static bool fact_payment(const struct inq_scene *scene, struct inq_span *span)
{
	return has_term(&scene->facts->payment, span);
}

static bool fact_order_number(const struct inq_scene *scene, struct inq_span *span)
{
	return has_term(&scene->facts->order_number, span);
}

static bool fact_certification(const struct inq_scene *scene, struct inq_span *span)
{
	return scene->facts->certification_count > 0 && has_term(&scene->facts->certification[0], span);
}

static bool fact_sample(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->sample;
	return span->start != span->end;
}

static bool fact_oem(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->oem;
	return span->start != span->end;
}

static bool fact_deadline(const struct inq_scene *scene, struct inq_span *span)
{
	*span = scene->facts->deadline.span;
	return scene->facts->deadline.found;
}

/* Days from the inquiry to the middle of what the buyer wrote: "next year" is neither its first day nor its last. */
static bool deadline_days(const struct inq_scene *scene, double *days)
{
	const struct inq_date_range *deadline = &scene->facts->deadline;
	int64_t from = deadline->from_ms, to = deadline->to_ms;

	if (!deadline->found || (from == 0 && to == 0))
		return false;
	if (from == 0)
		from = to;
	if (to == 0)
		to = from;
	*days = (double)(from + (to - from) / 2 - scene->event->received_at_ms) / (double)INQ_DAY_MS;
	return true;
}

/* A day that has passed belongs to something that happened, not to what is wanted. */
static bool fact_deadline_near(const struct inq_scene *scene, struct inq_span *span)
{
	double days;

	*span = scene->facts->deadline.span;
	return deadline_days(scene, &days) && days > -1 && days <= NEAR_DAYS;
}

static bool fact_deadline_far(const struct inq_scene *scene, struct inq_span *span)
{
	double days;

	*span = scene->facts->deadline.span;
	return deadline_days(scene, &days) && days > FAR_DAYS;
}

const struct inq_signal_rule inq_fact_rules[] = {
	{INQ_SIGNAL_ORDER_BELOW_MOQ, order_below_moq},
	{INQ_SIGNAL_ORDER_MOQ, order_moq},
	{INQ_SIGNAL_ORDER_FAR_ABOVE_MOQ, order_far_above_moq},
	{INQ_SIGNAL_ORDER_VALUE_SMALL, order_value_small},
	{INQ_SIGNAL_ORDER_VALUE_MEDIUM, order_value_medium},
	{INQ_SIGNAL_ORDER_VALUE_LARGE, order_value_large},
	{INQ_SIGNAL_ORDER_VALUE_ABSURD, order_value_absurd},
	{INQ_SIGNAL_CONTAINERS, order_containers},
	{INQ_SIGNAL_FACT_QUANTITY, fact_quantity},
	{INQ_SIGNAL_FACT_PERIOD, fact_period},
	{INQ_SIGNAL_FACT_ITEMS, fact_items},
	{INQ_SIGNAL_FACT_TARGET_PRICE, fact_target_price},
	{INQ_SIGNAL_FACT_BUDGET, fact_budget},
	{INQ_SIGNAL_FACT_INCOTERM, fact_incoterm},
	{INQ_SIGNAL_FACT_PORT, fact_port},
	{INQ_SIGNAL_FACT_PAYMENT, fact_payment},
	{INQ_SIGNAL_FACT_DEADLINE, fact_deadline},
	{INQ_SIGNAL_FACT_DEADLINE_NEAR, fact_deadline_near},
	{INQ_SIGNAL_FACT_DEADLINE_FAR, fact_deadline_far},
	{INQ_SIGNAL_FACT_CERTIFICATION, fact_certification},
	{INQ_SIGNAL_FACT_SAMPLE, fact_sample},
	{INQ_SIGNAL_FACT_OEM, fact_oem},
	{INQ_SIGNAL_FACT_ORDER_NUMBER, fact_order_number},
	{0, NULL},
};
