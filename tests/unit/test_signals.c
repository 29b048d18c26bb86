#include "domains_internal.h"
#include "lang.h"
#include "inq_limits.h"
#include "signals.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define DAY_MS INT64_C(86400000)

struct fixture {
	struct inq_domains *domains;
	struct inq_languages *languages;
	struct inq_arena *arena;
	/* The inquiry of the running test. */
	struct inq_event event;
	struct inq_text text;
	struct inq_facts facts;
	struct inq_signals signals;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct inq_error error;

	assert_non_null(f);
	f->domains = inq_domains_load(SOURCE_DIR "/conf", &error);
	if (f->domains == NULL)
		fail_msg("%s", error.text);
	f->languages = inq_languages_load(SOURCE_DIR "/conf", &error);
	if (f->languages == NULL)
		fail_msg("%s", error.text);
	f->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	assert_non_null(f->arena);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	inq_domains_free(f->domains);
	inq_languages_free(f->languages);
	inq_arena_free(f->arena);
	free(f);
	return 0;
}

/* --- One inquiry ------------------------------------------------------------------------------------------------- */

static struct inq_facts no_facts(void)
{
	struct inq_facts facts;

	memset(&facts, 0, sizeof(facts));
	facts.target_price.value = NAN;
	facts.budget.value = NAN;
	facts.order_value_usd = NAN;
	facts.moq_ratio = NAN;
	return facts;
}

/* Reads an inquiry of 2026-05-04; `fields` are the others than id and time, `body` included. */
static void receive(struct fixture *f, const char *fields)
{
	struct inq_error error;
	const char *json;

	inq_arena_reset(f->arena, 0);
	json = inq_arena_printf(f->arena, "{\"id\":\"e1\",\"received_at\":\"2026-05-04T08:30:00Z\",%s}", fields);
	if (inq_decode(f->arena, json, strlen(json), &f->event, &error) != INQ_OK)
		fail_msg("%s: %s", json, error.text);
	assert_int_equal(inq_text_build(f->arena, f->languages, &f->event, &f->text), INQ_OK);
	f->facts = no_facts();
}

static void derive(struct fixture *f)
{
	inq_signals_derive(f->domains, &f->event, &f->text, &f->facts, &f->signals);
	for (size_t i = 0; i < INQ_SIGNAL_COUNT; i++) {
		struct inq_span span = f->signals.span[i];

		assert_true(f->signals.on[i] <= 1);
		assert_true(span.start <= span.end && span.end <= f->text.size);
		assert_true(f->signals.on[i] || span.end == 0);
	}
}

static void assert_signal(struct fixture *f, enum inq_signal signal, int expected, const char *about)
{
	if (f->signals.on[signal] != expected)
		fail_msg("%s is %s, expected %s: %s", inq_signal_name(signal), f->signals.on[signal] ? "on" : "off",
			 expected ? "on" : "off", about);
}

/* --- Signals of the event: each on and off ----------------------------------------------------------------------- */

#define BODY "\"body\":\"hello\""
#define BUYER(fields) BODY ",\"buyer\":{" fields "}"
#define ACTIVITY(fields) BUYER("\"activity\":{" fields "}")
#define HISTORY(fields) BODY ",\"history\":{" fields "}"
#define FILES(list) BODY ",\"attachments\":[" list "]"
#define NAMED(name) "{\"name\":\"" name "\"}"
#define WRITES(body) "\"body\":\"" body "\""
#define SIX "one two three four five six"
#define TWENTY "a b c d e f g h i j k l m n o p q r s t "

struct pair {
	enum inq_signal signal;
	const char *on, *off;
};

static const struct pair pairs[] = {
	{INQ_SIGNAL_MAIL_NONE, BODY, BUYER("\"email\":\"a@lindqvist.example\"")},
	{INQ_SIGNAL_MAIL_NONE, BUYER("\"email\":\"unknown\""), BUYER("\"email\":\"a@gmail.com\"")},
	{INQ_SIGNAL_MAIL_NONE, BUYER("\"email\":\"tb123@message.alibaba.com\""), BUYER("\"email\":\"a@b.example\"")},
	{INQ_SIGNAL_MAIL_FREE,
	 BUYER("\"email\":\"a@Gmail.com\""), BUYER("\"email\":\"a@gmail.com.lindqvist.example\"")},
	{INQ_SIGNAL_MAIL_FREE, BUYER("\"email\":\"a@mail.kz\""), BUYER("\"email\":\"a@mailinator.com\"")},
	{INQ_SIGNAL_MAIL_DISPOSABLE, BUYER("\"email\":\"a@sub.mailinator.com\""), BUYER("\"email\":\"a@21cn.com\"")},
	{INQ_SIGNAL_MAIL_OWN_DOMAIN, BUYER("\"email\":\"a@lindqvist.example\""), BUYER("\"email\":\"a@163.com\"")},
	{INQ_SIGNAL_MAIL_MATCHES_COMPANY, BUYER("\"company\":\"Lindqvist AB\",\"email\":\"a@lindqvist.example\""),
	 BUYER("\"company\":\"Lindqvist AB\",\"email\":\"a@lindqvist.gmail.com\"")},
	{INQ_SIGNAL_MAIL_MATCHES_WEBSITE,
	 BUYER("\"website\":\"https://www.lindqvist.co.uk/en?x=1\",\"email\":\"a@mail.lindqvist.co.uk\""),
	 BUYER("\"website\":\"https://lindqvist.co.uk/\",\"email\":\"a@other.co.uk\"")},
	{INQ_SIGNAL_MAIL_DIFFERS_COMPANY, BUYER("\"company\":\"Lindqvist AB\",\"email\":\"a@rosewood.example\""),
	 BUYER("\"company\":\"Lindqvist AB\",\"email\":\"a@lindqvist.example\"")},
	{INQ_SIGNAL_MAIL_LOOKALIKE, BUYER("\"email\":\"a@a1ibaba.example\""), BUYER("\"email\":\"a@alibaba-inc.com\"")},
	{INQ_SIGNAL_MAIL_GOVERNMENT, BUYER("\"email\":\"a@health.gov.za\""), BUYER("\"email\":\"a@gov-health.co.za\"")},
	{INQ_SIGNAL_MAIL_GOVERNMENT, BUYER("\"email\":\"a@gov.uk\""), BUYER("\"email\":\"a@gov.lindqvist.example\"")},
	{INQ_SIGNAL_COMPANY_NAMED, BUYER("\"company\":\"Lindqvist AB\""), BUYER("\"company\":\" \"")},
	{INQ_SIGNAL_COMPANY_NONE, BODY, BUYER("\"company\":\"Lindqvist AB\"")},
	{INQ_SIGNAL_CONTACT_COMPLETE,
	 BUYER("\"name\":\"Ana\",\"company\":\"Ejemplo SA\",\"title\":\"Buyer\",\"email\":\"ana@ejemplo.example\""),
	 BUYER("\"name\":\"Ana\",\"company\":\"Ejemplo SA\",\"title\":\"Buyer\",\"email\":\"ana@gmail.com\"")},
	{INQ_SIGNAL_CONTACT_THIN, BUYER("\"name\":\"Ana\",\"email\":\"ana@gmail.com\""), BUYER("\"title\":\"Buyer\"")},
	{INQ_SIGNAL_CONTACT_TITLE, BUYER("\"title\":\"Buyer\""), BUYER("\"title\":\"\"")},
	{INQ_SIGNAL_CONTACT_PHONE, BUYER("\"phone\":\"+52 555 0100\""), BUYER("\"phone\":\"ext. 12\"")},
	{INQ_SIGNAL_CONTACT_PHONE,
	 WRITES("Please send your best offer for the garden chairs.\\n\\nBest regards\\nAna Ejemplo\\nEjemplo SA\\n"
		"Tel. +52 (555) 0100-23"),
	 WRITES("Please send your best offer for the garden chairs.\\n\\nBest regards\\nAna Ejemplo\\nEjemplo SA\\n"
		"Calle 12, 44100")},
	{INQ_SIGNAL_COUNTRY_IP_DIFFERS, BUYER("\"country\":\"DE\",\"ip_country\":\"NG\""),
	 BUYER("\"country\":\"uk\",\"ip_country\":\"GB\"")},
	{INQ_SIGNAL_COUNTRY_IP_DIFFERS, BUYER("\"country\":\"DE\",\"ip_country\":\"FR\""),
	 BUYER("\"country\":\"Germany\",\"ip_country\":\"FR\"")},
	{INQ_SIGNAL_COUNTRY_IP_SELLER, BUYER("\"country\":\"DE\",\"ip_country\":\"CN\""),
	 BUYER("\"country\":\"CN\",\"ip_country\":\"CN\"")},
	{INQ_SIGNAL_COUNTRY_IP_SELLER,
	 BUYER("\"country\":\"DE\",\"ip_country\":\"cn\""), BUYER("\"ip_country\":\"CN\"")},
	{INQ_SIGNAL_PLATFORM_VERIFIED, BUYER("\"verified\":true"), BUYER("\"verified\":false")},
	{INQ_SIGNAL_PLATFORM_UNVERIFIED, BUYER("\"verified\":false"), BODY},
	{INQ_SIGNAL_PLATFORM_VETERAN,
	 BUYER("\"member_since\":\"2024-05-04\""), BUYER("\"member_since\":\"2024-05-05\"")},
	{INQ_SIGNAL_PLATFORM_NEWCOMER, BUYER("\"member_since\":\"2026-04\""), BUYER("\"member_since\":\"2026-03\"")},
	{INQ_SIGNAL_ACTIVITY_HEALTHY, ACTIVITY("\"product_views\":22,\"inquiries\":4,\"rfqs\":1,\"login_days\":17"),
	 ACTIVITY("\"product_views\":22,\"inquiries\":40,\"rfqs\":1,\"login_days\":17")},
	{INQ_SIGNAL_ACTIVITY_HEALTHY, ACTIVITY("\"product_views\":6,\"inquiries\":2,\"login_days\":6"),
	 ACTIVITY("\"product_views\":6,\"inquiries\":2,\"login_days\":6,\"junk_reports\":1")},
	{INQ_SIGNAL_ACTIVITY_JUNK_REPORTS, ACTIVITY("\"junk_reports\":1"), ACTIVITY("\"junk_reports\":0")},
	{INQ_SIGNAL_ACTIVITY_BLACKLISTED, ACTIVITY("\"blacklisted\":2"), ACTIVITY("\"rfqs\":0")},
	{INQ_SIGNAL_ACTIVITY_MASS, ACTIVITY("\"product_views\":3,\"inquiries\":41"),
	 ACTIVITY("\"product_views\":30,\"inquiries\":41")},
	{INQ_SIGNAL_ACTIVITY_MASS, ACTIVITY("\"product_views\":0,\"inquiries\":15"), ACTIVITY("\"inquiries\":41")},
	{INQ_SIGNAL_ACTIVITY_VIEWS_ONLY, ACTIVITY("\"product_views\":30,\"rfqs\":0"), ACTIVITY("\"product_views\":30")},
	{INQ_SIGNAL_TEXT_VERY_SHORT, WRITES("one two three four five"), WRITES(SIX)},
	{INQ_SIGNAL_TEXT_LONG, WRITES(TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY "u"),
	 WRITES(TWENTY TWENTY TWENTY TWENTY TWENTY TWENTY)},
	{INQ_SIGNAL_TEXT_HTML, WRITES("<html><body><p>Hello, price of chairs?</p></body></html>"), WRITES("a < b")},
	{INQ_SIGNAL_TEXT_QUOTED_THREAD,
	 WRITES("We accept your price.\\n\\nOn 3 May 2026, Lily <lily@seller.example> wrote:\\n"
		"> Dear Ana,\\n> here it is"),
	 WRITES("We accept your price.")},
	{INQ_SIGNAL_TEXT_REPLY, BODY ",\"subject\":\"Re: chairs\"", BODY ",\"subject\":\"Report: chairs\""},
	{INQ_SIGNAL_TEXT_REPLY, BODY ",\"subject\":\"[extern] AW[2]: Angebot\"", BODY ",\"subject\":\"re chairs\""},
	{INQ_SIGNAL_TEXT_REPLY, BODY ",\"subject\":\"回复:报价\"", BODY ",\"subject\":\"\""},
	{INQ_SIGNAL_LINK_ANY, WRITES("see https://lindqvist.example/a"), WRITES("see page 7")},
	{INQ_SIGNAL_LINK_OWN,
	 WRITES("see https://files.lindqvist.example/a") ",\"buyer\":{\"email\":\"a@lindqvist.example\"}",
	 WRITES("see https://files.other.example/a") ",\"buyer\":{\"email\":\"a@lindqvist.example\"}"},
	{INQ_SIGNAL_LINK_OWN, WRITES("see www.ejemplo.example") ",\"buyer\":{\"website\":\"ejemplo.example\"}",
	 WRITES("see https://gmail.com/a") ",\"buyer\":{\"email\":\"a@gmail.com\"}"},
	{INQ_SIGNAL_LINK_FOREIGN,
	 WRITES("see https://other.example/a") ",\"buyer\":{\"email\":\"a@lindqvist.example\"}",
	 WRITES("this one https://www.alibaba.com/product-detail/chair.html ?")},
	{INQ_SIGNAL_LINK_SHORTENER, WRITES("see https://bit.ly/3xYz"), WRITES("see https://rabbit.lyon.example/3xYz")},
	{INQ_SIGNAL_LINK_MISMATCH,
	 WRITES("<p>See <a href=\\\"http://evil.example/x\\\">https://www.alibaba.com/order</a></p>"),
	 WRITES("<p>See <a href=\\\"http://m.lindqvist.example/x\\\">www.lindqvist.example</a></p>")},
	{INQ_SIGNAL_LINK_LOOKALIKE,
	 WRITES("see https://onedrive-share.example/x"), WRITES("see https://onedrive.com/x")},
	{INQ_SIGNAL_LINK_LOOKALIKE, WRITES("see https://www.al\xc3\xad"
					   "baba.com/x"),
	 WRITES("see https://www.alibaba.com/x")},
	{INQ_SIGNAL_LINK_LOGIN,
	 WRITES("open http://portal.example/mail-login?id=7"), WRITES("http://portal.example/catalog")},
	{INQ_SIGNAL_LINK_LOGIN, WRITES("abra http://webmail-x.example/"), WRITES("http://loginov-mebel.example/")},
	{INQ_SIGNAL_LINK_IP, WRITES("open http://203.0.113.7/po"), WRITES("open http://203.example/po")},
	{INQ_SIGNAL_ATTACHMENT_ANY, FILES(NAMED("a")), FILES("")},
	{INQ_SIGNAL_ATTACHMENT_DRAWING, FILES(NAMED("a.pdf") "," NAMED("Bracket.STEP")), FILES(NAMED("step.txt"))},
	{INQ_SIGNAL_ATTACHMENT_SHEET, FILES(NAMED("RFQ list.XLSX")), FILES(NAMED("xlsx"))},
	{INQ_SIGNAL_ATTACHMENT_PHOTO, FILES(NAMED("IMG_2231.jpg")), FILES(NAMED("jpg.zip"))},
	{INQ_SIGNAL_ATTACHMENT_EXECUTABLE, FILES(NAMED("order.scr . ")), FILES(NAMED("order.exe.txt"))},
	{INQ_SIGNAL_ATTACHMENT_DOUBLE, FILES(NAMED("invoice.pdf      .exe")), FILES(NAMED("setup.v2.exe"))},
	{INQ_SIGNAL_ATTACHMENT_DOUBLE, FILES(NAMED("po.pdf.html")), FILES(NAMED("catalog.tar.gz"))},
	{INQ_SIGNAL_ATTACHMENT_DOUBLE, FILES(NAMED("invoice\xe2\x80\xae" "fdp.txt")), FILES(NAMED("a.b.pdf"))},
	{INQ_SIGNAL_ATTACHMENT_MACRO, FILES(NAMED("order.xlsm")), FILES(NAMED("order.xlsx"))},
	{INQ_SIGNAL_ATTACHMENT_ARCHIVE, FILES(NAMED("photos.rar") "," NAMED("x.pdf")), FILES(NAMED("rar.pdf"))},
	{INQ_SIGNAL_ATTACHMENT_WEB_PAGE, FILES(NAMED("Remittance.HTM")), FILES(NAMED("html"))},
	{INQ_SIGNAL_HISTORY_CUSTOMER, HISTORY("\"orders\":1"), HISTORY("\"orders\":0")},
	{INQ_SIGNAL_HISTORY_REPEAT, HISTORY("\"orders\":3"), HISTORY("\"orders\":2")},
	{INQ_SIGNAL_HISTORY_CONVERSATION, HISTORY("\"messages\":10"), HISTORY("\"messages\":9")},
	{INQ_SIGNAL_HISTORY_COMPLAINTS, HISTORY("\"complaints\":1"), HISTORY("\"complaints\":0")},
	{INQ_SIGNAL_HISTORY_KNOWN, HISTORY("\"messages\":1"), HISTORY("\"messages\":0,\"orders\":0")},
	{INQ_SIGNAL_CHANNEL_RFQ, BODY ",\"channel\":\"rfq\"", BODY ",\"channel\":\"rfqs\""},
	{INQ_SIGNAL_CHANNEL_VISIT, BODY ",\"channel\":\"visit-request\"", BODY ",\"channel\":\"email\""},
	{INQ_SIGNAL_CHANNEL_CHAT, BODY ",\"channel\":\"chat\"", BODY},
	{INQ_SIGNAL_TEXT_MENTIONS_PRODUCT, WRITES("price for 300 panel") ",\"product\":{\"name\":\"LED panels 60x60\"}",
	 WRITES("price for 300 chair") ",\"product\":{\"name\":\"LED panels 60x60\"}"},
	{INQ_SIGNAL_TEXT_MENTIONS_PRODUCT, WRITES("蓝牙耳机多少钱") ",\"product\":{\"name\":\"无线蓝牙耳机\"}",
	 WRITES("多少钱") ",\"product\":{\"name\":\"无线蓝牙耳机\"}"},
	{INQ_SIGNAL_TEXT_MENTIONS_PRODUCT,
	 WRITES("нужна мебель") ",\"product\":{\"name\":\"Мебели для сада\"}",
	 WRITES("high quality") ",\"product\":{\"name\":\"High quality chair\"}"},
	{INQ_SIGNAL_TEXT_SPECIFIC, WRITES("steel S355, 12 mm"), WRITES("please quote 2x40HQ, 1x20 ft")},
};

static void each_signal_of_the_event_goes_on_and_off(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		receive(f, pairs[i].on);
		derive(f);
		assert_signal(f, pairs[i].signal, 1, pairs[i].on);
		receive(f, pairs[i].off);
		derive(f);
		assert_signal(f, pairs[i].signal, 0, pairs[i].off);
	}
}

static void counts_of_the_input_switch_signals(void **state)
{
	struct fixture *f = *state;

	receive(f, BODY);
	f->event.same_text_senders = 3;
	f->event.buyer_inquiries = 1;
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_MASS, 1, "3 senders");
	assert_signal(f, INQ_SIGNAL_HISTORY_KNOWN, 1, "1 inquiry");
	f->event.same_text_senders = 2;
	f->event.buyer_inquiries = 0;
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_MASS, 0, "2 senders");
	assert_signal(f, INQ_SIGNAL_HISTORY_KNOWN, 0, "no inquiry");
}

static void a_cut_text_is_said(void **state)
{
	struct fixture *f = *state;
	size_t size = INQ_TEXT_BYTES_MAX + 1;
	char *fields = malloc(size + 16);

	assert_non_null(fields);
	strcpy(fields, "\"body\":\"");
	memset(fields + 8, 'a', size);
	strcpy(fields + 8 + size, "\"");
	receive(f, fields);
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_CUT, 1, "64 KiB and a byte");
	strcpy(fields + 7 + size, "\"");
	receive(f, fields);
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_CUT, 0, "64 KiB");
	free(fields);
}

/* --- Signals of the facts ---------------------------------------------------------------------------------------- */

static void assert_fact(struct fixture *f, struct inq_facts facts, enum inq_signal signal, int expected)
{
	f->facts = facts;
	derive(f);
	assert_signal(f, signal, expected, "facts");
}

static void order_value_and_moq_have_bounds(void **state)
{
	static const struct {
		enum inq_signal signal;
		double off_below, on_from, on_to, off_above;
	} values[] = {
		{INQ_SIGNAL_ORDER_VALUE_SMALL, NAN, 0, 2999.99, 3000},
		{INQ_SIGNAL_ORDER_VALUE_MEDIUM, 2999.99, 3000, 39999.99, 40000},
		{INQ_SIGNAL_ORDER_VALUE_LARGE, 39999.99, 40000, 2e6, 2000001},
		{INQ_SIGNAL_ORDER_VALUE_ABSURD, 2e7, 20000001, 1e300, NAN},
	}, ratios[] = {
		{INQ_SIGNAL_ORDER_BELOW_MOQ, NAN, 0, 0.99, 1},
		{INQ_SIGNAL_ORDER_MOQ, 0.99, 1, 10, 10.01},
		{INQ_SIGNAL_ORDER_FAR_ABOVE_MOQ, 10, 10.01, INFINITY, NAN},
	};
	struct fixture *f = *state;
	struct inq_facts facts = no_facts();

	receive(f, BODY);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		const double on[] = {values[i].on_from, values[i].on_to};
		const double off[] = {values[i].off_below, values[i].off_above};

		for (size_t k = 0; k < 2; k++) {
			facts.order_value_usd = on[k];
			assert_fact(f, facts, values[i].signal, 1);
			facts.order_value_usd = off[k];
			assert_fact(f, facts, values[i].signal, 0);
		}
	}
	facts = no_facts();
	for (size_t i = 0; i < sizeof(ratios) / sizeof(ratios[0]); i++) {
		const double on[] = {ratios[i].on_from, ratios[i].on_to};
		const double off[] = {ratios[i].off_below, ratios[i].off_above};

		for (size_t k = 0; k < 2; k++) {
			facts.moq_ratio = on[k];
			assert_fact(f, facts, ratios[i].signal, 1);
			facts.moq_ratio = off[k];
			assert_fact(f, facts, ratios[i].signal, 0);
		}
	}
}

static struct inq_quantity quantity_in(const char *unit, const char *period)
{
	return (struct inq_quantity){.value = 2,
				     .value_max = 2,
				     .unit = {unit, strlen(unit)},
				     .text = INQ_STR("2"),
				     .period = {period, strlen(period)},
				     .span = {1, 3}};
}

static void quantities_switch_signals(void **state)
{
	struct fixture *f = *state;
	struct inq_facts facts = no_facts();

	receive(f, BODY);
	assert_fact(f, facts, INQ_SIGNAL_FACT_QUANTITY, 0);
	facts.quantity[0] = quantity_in("pcs", "");
	facts.quantity[1] = quantity_in("contain", "");
	facts.quantity_count = 2;
	assert_fact(f, facts, INQ_SIGNAL_FACT_QUANTITY, 1);
	assert_int_equal(f->signals.span[INQ_SIGNAL_FACT_QUANTITY].end, 3);
	assert_fact(f, facts, INQ_SIGNAL_FACT_PERIOD, 0);
	assert_fact(f, facts, INQ_SIGNAL_FACT_ITEMS, 0);
	assert_fact(f, facts, INQ_SIGNAL_CONTAINERS, 0);
	facts.quantity[2] = quantity_in("container-40hc", "month");
	facts.quantity_count = 3;
	assert_fact(f, facts, INQ_SIGNAL_FACT_PERIOD, 1);
	assert_fact(f, facts, INQ_SIGNAL_FACT_ITEMS, 1);
	assert_fact(f, facts, INQ_SIGNAL_CONTAINERS, 1);
}

static void terms_and_prices_switch_signals(void **state)
{
	static const struct inq_term term = {INQ_STR("FOB"), INQ_STR("fob"), {1, 4}};
	struct fixture *f = *state;
	struct inq_facts facts = no_facts();
	static const enum inq_signal signals[] = {
		INQ_SIGNAL_FACT_INCOTERM,     INQ_SIGNAL_FACT_PORT,         INQ_SIGNAL_FACT_PAYMENT,
		INQ_SIGNAL_FACT_ORDER_NUMBER, INQ_SIGNAL_FACT_CERTIFICATION, INQ_SIGNAL_FACT_TARGET_PRICE,
		INQ_SIGNAL_FACT_BUDGET,       INQ_SIGNAL_FACT_SAMPLE,       INQ_SIGNAL_FACT_OEM,
	};

	receive(f, BODY);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		assert_fact(f, facts, signals[i], 0);
	facts.incoterm = facts.port = facts.payment = facts.order_number = facts.certification[0] = term;
	facts.certification_count = 1;
	facts.target_price.value = facts.budget.value = 0.5;
	facts.sample = facts.oem = (struct inq_span){2, 4};
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		assert_fact(f, facts, signals[i], 1);
		assert_true(f->signals.span[signals[i]].end == (i == 5 || i == 6 ? 0 : 4));
	}
}

static void assert_deadline(struct fixture *f, int64_t from_days, int64_t to_days, int near, int far)
{
	struct inq_facts facts = no_facts();

	facts.deadline.found = true;
	facts.deadline.span = (struct inq_span){1, 4};
	facts.deadline.from_ms = f->event.received_at_ms + from_days * DAY_MS;
	facts.deadline.to_ms = f->event.received_at_ms + to_days * DAY_MS;
	assert_fact(f, facts, INQ_SIGNAL_FACT_DEADLINE, 1);
	assert_signal(f, INQ_SIGNAL_FACT_DEADLINE_NEAR, near, "deadline");
	assert_signal(f, INQ_SIGNAL_FACT_DEADLINE_FAR, far, "deadline");
}

static void deadlines_are_near_far_or_neither(void **state)
{
	struct fixture *f = *state;
	struct inq_facts facts = no_facts();

	receive(f, BODY);
	assert_fact(f, facts, INQ_SIGNAL_FACT_DEADLINE, 0);
	assert_deadline(f, 0, 1, 1, 0);
	assert_deadline(f, 45, 75, 1, 0);   /* a month whose middle is within 60 days */
	assert_deadline(f, 62, 62, 0, 0);
	assert_deadline(f, 150, 150, 0, 0);
	assert_deadline(f, 20, 384, 0, 1);  /* "next year", said in December */
	assert_deadline(f, -30, -20, 0, 0); /* the date of something past */
	facts.deadline.found = true;        /* "soon": nothing to count from */
	assert_fact(f, facts, INQ_SIGNAL_FACT_DEADLINE_NEAR, 0);
	assert_fact(f, facts, INQ_SIGNAL_FACT_DEADLINE_FAR, 0);
}

/* --- Company and mail domain ------------------------------------------------------------------------------------- */

static void compares_company_and_mail_domain(void **state)
{
	static const struct {
		const char *company, *mail;
		int matches, differs;
	} cases[] = {
		{"Lindqvist Mekaniska AB", "oskar@lindqvist-mek.example", 1, 0},
		{"Al Rawabi Electronics LLC", "x@rawabi-elec.example", 1, 0},
		{"Khiran Municipality", "x@khiran-muni.example", 1, 0},
		{"Soci\xc3\xa9t\xc3\xa9 Caf\xc3\xa9 Noir", "x@cafenoir.example", 1, 0},
		{"Grands Magasins Z\xc3\xbcrileu AG", "x@zuerileu.example", 1, 0},
		{"Usinagem Vale do A\xc3\xa7o S.A.", "x@ua-valedoaco.example", 1, 0},
		{"Instituto Provincial de Vivienda", "x@ipv-nqn.example", 1, 0},
		{"Global Trading Ltd", "x@globaltrading.example", 1, 0},
		{"3M Example", "x@3m.example", 1, 0},
		{"Sunrise Trading", "x@abc-trading.example", 0, 1},
		{"Sunrise Trading GmbH", "x@moonlight.example", 0, 1},
		{"Brothers Supply", "x@laubros.example", 0, 0},        /* nothing in the name to compare */
		{"Lau Brothers Supply", "x@laubros.example", 0, 0},    /* it may be short for it */
		{"\xe6\xb7\xb1\xe5\x9c\xb3\xe8\xb4\xb8\xe6\x98\x93", "x@moonlight.example", 0, 0},
		{"Sunrise Trading", "x@xn--mnlicht-b1a.example", 0, 0},
		{"Sunrise Trading", "x@gmail.com", 0, 0},
		{"", "x@moonlight.example", 0, 0},
		{"Ltd.", "x@moonlight.example", 0, 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char fields[512];

		snprintf(fields, sizeof(fields), BUYER("\"company\":\"%s\",\"email\":\"%s\""), cases[i].company,
			 cases[i].mail);
		receive(f, fields);
		derive(f);
		assert_signal(f, INQ_SIGNAL_MAIL_MATCHES_COMPANY, cases[i].matches, fields);
		assert_signal(f, INQ_SIGNAL_MAIL_DIFFERS_COMPANY, cases[i].differs, fields);
	}
}

/* --- Look-alikes ------------------------------------------------------------------------------------------------- */

static const char *imitated(struct fixture *f, const char *name)
{
	struct inq_host host;
	const struct inq_brand *brand;

	if (!inq_host_parse(f->domains, (struct inq_str){name, strlen(name)}, &host))
		return "no host";
	brand = inq_domains_imitated(f->domains, &host);
	return brand != NULL ? brand->name.s : "";
}

static void sees_through_imitations(void **state)
{
	static const struct {
		const char *host, *brand;
	} cases[] = {
		{"a1ibaba.com", "alibaba"},
		{"ALIBABBA.com", "alibaba"},
		{"ailbaba.example", "alibaba"},
		{"alibaba-login.com", "alibaba"},
		{"alibabalogin.com", "alibaba"},
		{"verify-alibaba.example", "alibaba"},
		{"login.alibaba.example", "alibaba"},
		{"alibaba.com.seller.example", "alibaba"},
		{"m.www.alibaba.com.seller.example", "alibaba"},
		{"made-in-chlna.com", "madeinchina"},
		{"madeinchina-rfq.example", "madeinchina"},
		{"paypaI.com", "paypal"},
		{"rnicrosoft.com", "microsoft"},
		{"dhl-parcel.example", "dhl"},
		{"track-dh1.example", "dhl"},
		{"mydropboxfiles.example", "dropbox"},
		{"docusing.net", "docusign"},
		{"gmai1.com", "gmail"},
		{"\xd0\xb0libaba.com", "alibaba"}, /* Cyrillic a */
		{"ups-delivery.example", "ups"},
		{"google.info", "google"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (strcmp(imitated(f, cases[i].host), cases[i].brand) != 0)
			fail_msg("%s: \"%s\", expected %s", cases[i].host, imitated(f, cases[i].host), cases[i].brand);
	}
}

static void leaves_honest_names_alone(void **state)
{
	static const char *const cases[] = {
		"alibaba.com",      "message.alibaba.com", "dhl.de",          "parcel.dhl.co.uk",     "amazon.co.jp",
		"google.com",       "gmail.con",           "hotmial.com",     "ups-battery.example",  "groups.example",
		"adhlan.example",   "startups.example",    "amazone.de",      "paypay.ne.jp",
		"alibaba-carpets.example",
		"outlookoptics.example", "cloud.example",  "office.example",  "lindqvist.example",    "203.0.113.7",
		"onedrive.lindqvist.example", "co.uk",     "drop-box.lindqvist.example",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (strcmp(imitated(f, cases[i]), "") != 0)
			fail_msg("%s: \"%s\", expected none", cases[i], imitated(f, cases[i]));
	}
}

/* --- Hosts ------------------------------------------------------------------------------------------------------- */

static void takes_hosts_apart(void **state)
{
	static const struct {
		const char *url, *host, *registrable;
	} cases[] = {
		{"https://www.Lindqvist.co.uk:8443/a?b#c", "lindqvist.co.uk", "lindqvist.co.uk"},
		{"lindqvist.example", "lindqvist.example", "lindqvist.example"},
		{" <http://a.b.lindqvist.example/> ", "a.b.lindqvist.example", "lindqvist.example"},
		{"https://alibaba.com@evil.example/x", "evil.example", "evil.example"},
		{"lindqvist.example.", "lindqvist.example", "lindqvist.example"},
		{"co.uk", "co.uk", "co.uk"},
		{"shop.github.io", "shop.github.io", "shop.github.io"},
	};
	static const char *const none[] = {"", "localhost", "https://", "a..b", ".example", "a b.example/", "..", "-",
					   "http:///x", "a@", "ex ample.com"};
	struct fixture *f = *state;
	struct inq_host host;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(inq_host_of_url(f->domains, (struct inq_str){cases[i].url, strlen(cases[i].url)}, &host));
		assert_string_equal(host.name, cases[i].host);
		assert_string_equal(inq_host_registrable(&host).s, cases[i].registrable);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		if (inq_host_of_url(f->domains, (struct inq_str){none[i], strlen(none[i])}, &host))
			fail_msg("\"%s\" was taken for %s", none[i], host.name);
		assert_int_equal(host.size, 0);
	}
}

static void limits_host_names(void **state)
{
	struct fixture *f = *state;
	struct inq_host host;
	char name[300];

	memset(name, 'a', sizeof(name));
	memcpy(name + 245, ".example", 8);
	assert_true(inq_host_parse(f->domains, (struct inq_str){name, 253}, &host));
	assert_int_equal(strlen(host.name), 253);
	assert_false(inq_host_parse(f->domains, (struct inq_str){name, 254}, &host));
}

/* --- Specific texts ---------------------------------------------------------------------------------------------- */

static void tells_specific_texts(void **state)
{
	static const struct {
		const char *body;
		int specific;
	} cases[] = {
		{"透明壓克力隔板60x40,急,這週五前要到", 1},
		{"Need panels 1200 x 600 mm please", 1},
		{"sacks of 25 kg, 5% broken, 90 gsm liner", 1},
		{"inox 304, motor 220V 60Hz", 1},
		{"colour RAL 7016, thread M12", 1},
		{"труба 28 мм, 42 гр", 1},
		{"50毫米的不锈钢管", 1},
		{"6061-T6 and SUS304", 1},
		{"diameter: 30, PN 16", 1},
		{"pet bottles, hdpe caps", 1},
		{"what is your best price and moq", 0},
		{"5000 pcs in 2026, by 10.05.2026", 0},
		{"my mail is habib77@lindqvist.example or a4b5@x.example", 0},
		{"see https://lindqvist.example/sus304/6061-t6/dn50", 0},
		{"two containers 2x40HQ and 1 x 20'", 0},
		{"1st and 2nd order, PO4471, INV-2231", 0},
		{"only 12 mm", 0},
		{"models of 2019a and 2020a", 0},
		{"b2b and b2c, q3 2026", 0},
		{"", 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char fields[512];

		snprintf(fields, sizeof(fields), "\"body\":\"%s\"", cases[i].body);
		receive(f, fields);
		derive(f);
		assert_signal(f, INQ_SIGNAL_TEXT_SPECIFIC, cases[i].specific, fields);
	}
}

/* What is the quantity to buy already is not a specification too. */
static void facts_are_no_specifications(void **state)
{
	struct fixture *f = *state;
	const char *found;

	receive(f, WRITES("we buy 500 kg of 12 mm rods"));
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_SPECIFIC, 1, "500 kg not known as quantity");
	found = strstr(f->text.norm, "500 kg");
	assert_non_null(found);
	f->facts.quantity[0] = quantity_in("kg", "");
	f->facts.quantity[0].span.start = (uint32_t)(found - f->text.norm);
	f->facts.quantity[0].span.end = (uint32_t)(found - f->text.norm) + 6;
	f->facts.quantity_count = 1;
	derive(f);
	assert_signal(f, INQ_SIGNAL_TEXT_SPECIFIC, 0, "500 kg known as quantity");
}

static void assert_quoted(struct fixture *f, enum inq_signal signal, const char *field, const char *text)
{
	struct inq_quote quote = inq_text_quote(f->arena, &f->text, f->signals.span[signal]);

	assert_string_equal(quote.field, field);
	assert_int_equal(quote.text.n, strlen(text));
	assert_memory_equal(quote.text.s, text, quote.text.n);
}

static void signals_point_at_their_place(void **state)
{
	struct fixture *f = *state;

	receive(f, WRITES("Open http://portal.example/login now. Steel S355, 12 mm.")
		   ",\"subject\":\"Re: Chairs\",\"product\":{\"name\":\"Garden chair\"},"
		   "\"buyer\":{\"email\":\"Ana@Rosewood.example\",\"company\":\"Lindqvist AB\",\"title\":\"Buyer\"},"
		   "\"attachments\":[" NAMED("a.pdf") "," NAMED("Order.pdf.exe") "]");
	derive(f);
	assert_quoted(f, INQ_SIGNAL_MAIL_DIFFERS_COMPANY, "buyer.email", "Ana@Rosewood.example");
	assert_quoted(f, INQ_SIGNAL_COMPANY_NAMED, "buyer.company", "Lindqvist AB");
	assert_quoted(f, INQ_SIGNAL_CONTACT_TITLE, "buyer.title", "Buyer");
	assert_quoted(f, INQ_SIGNAL_LINK_LOGIN, "body", "http://portal.example/login");
	assert_quoted(f, INQ_SIGNAL_TEXT_SPECIFIC, "body", "S355");
	assert_quoted(f, INQ_SIGNAL_TEXT_MENTIONS_PRODUCT, "subject", "Chairs");
	assert_quoted(f, INQ_SIGNAL_ATTACHMENT_DOUBLE, "attachments[1].name", "Order.pdf.exe");
}

/* --- Names, lists and hostile input ------------------------------------------------------------------------------ */

static void every_signal_has_a_name_and_a_meaning(void **state)
{
	(void)state;
	for (int i = 0; i < INQ_SIGNAL_COUNT; i++) {
		assert_non_null(strchr(inq_signal_name((enum inq_signal)i), '.'));
		assert_true(strlen(inq_signal_meaning((enum inq_signal)i)) > 8);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(inq_signal_name((enum inq_signal)i),
						inq_signal_name((enum inq_signal)k));
	}
	assert_string_equal(inq_signal_name(INQ_SIGNAL_MAIL_FREE), "mail.free");
	assert_string_equal(inq_signal_name(INQ_SIGNAL_COUNT), "");
	assert_string_equal(inq_signal_meaning(INQ_SIGNAL_COUNT), "");
}

/* Every signal of the enumeration goes on somewhere above or here: none is without a rule. */
static void no_signal_is_forgotten(void **state)
{
	unsigned char seen[INQ_SIGNAL_COUNT] = {0};
	static const enum inq_signal elsewhere[] = {
		INQ_SIGNAL_TEXT_MASS,         INQ_SIGNAL_TEXT_CUT,          INQ_SIGNAL_ORDER_BELOW_MOQ,
		INQ_SIGNAL_ORDER_MOQ,         INQ_SIGNAL_ORDER_FAR_ABOVE_MOQ, INQ_SIGNAL_ORDER_VALUE_SMALL,
		INQ_SIGNAL_ORDER_VALUE_MEDIUM, INQ_SIGNAL_ORDER_VALUE_LARGE, INQ_SIGNAL_ORDER_VALUE_ABSURD,
		INQ_SIGNAL_CONTAINERS,        INQ_SIGNAL_FACT_QUANTITY,     INQ_SIGNAL_FACT_PERIOD,
		INQ_SIGNAL_FACT_ITEMS,        INQ_SIGNAL_FACT_TARGET_PRICE, INQ_SIGNAL_FACT_BUDGET,
		INQ_SIGNAL_FACT_INCOTERM,     INQ_SIGNAL_FACT_PORT,         INQ_SIGNAL_FACT_PAYMENT,
		INQ_SIGNAL_FACT_DEADLINE,     INQ_SIGNAL_FACT_DEADLINE_NEAR, INQ_SIGNAL_FACT_DEADLINE_FAR,
		INQ_SIGNAL_FACT_CERTIFICATION, INQ_SIGNAL_FACT_SAMPLE,      INQ_SIGNAL_FACT_OEM,
		INQ_SIGNAL_FACT_ORDER_NUMBER,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		seen[pairs[i].signal] = 1;
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++)
		seen[elsewhere[i]] = 1;
	for (int i = 0; i < INQ_SIGNAL_COUNT; i++) {
		if (!seen[i])
			fail_msg("%s is not tested", inq_signal_name((enum inq_signal)i));
	}
}

static uint32_t next_random(uint32_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 17;
	*random ^= *random << 5;
	return *random;
}

/* Texts of the pieces that the scanners look for, in any order. */
static void survives_odd_texts(void **state)
{
	static const char *const pieces[] = {
		"12", ".", ",", "x", "*", " ", "mm", "40", "hq", "-", "a1", "ral", ":", "@", "http://",
		"alibaba", ".com",
		"/", "\xc3\x97", "\xd1\x85", "\xe6\xaf\xab\xe7\xb1\xb3", "\xe4\xb8\x8d", "\\n",
		"\xd9\x85\xd9\x85", "1/2",
		"\\\"", "'", "www.", "\xf0\x9f\x98\x80", "\xe0\xb8\x81", "2030", "login", "(", "+52", "Best regards\\n",
	};
	struct fixture *f = *state;
	uint32_t random = 88172645u;

	for (int round = 0; round < 3000; round++) {
		char fields[2048] = "\"body\":\"";
		size_t at = strlen(fields);

		for (uint32_t n = next_random(&random) % 60; n > 0; n--) {
			const char *piece = pieces[next_random(&random) % (sizeof(pieces) / sizeof(pieces[0]))];

			at += (size_t)snprintf(fields + at, sizeof(fields) - at, "%s", piece);
		}
		snprintf(fields + at, sizeof(fields) - at,
			 "\",\"product\":{\"name\":\"%s x\"},\"buyer\":{\"email\":\"a@%s.%s\",\"company\":\"%s %s\"}",
			 pieces[2 + next_random(&random) % 15], pieces[next_random(&random) % 16],
			 pieces[next_random(&random) % 16], pieces[next_random(&random) % 22],
			 pieces[next_random(&random) % 22]);
		receive(f, fields);
		derive(f);
	}
}

/* --- Mistakes in the lists --------------------------------------------------------------------------------------- */

struct folder {
	char path[64];
};

static void write_file(const char *path, const char *content)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(content, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *content = calloc(1, 65536);

	assert_non_null(file);
	assert_non_null(content);
	assert_true(fread(content, 1, 65535, file) > 0);
	fclose(file);
	return content;
}

/* A knowledge folder with the real YAML files and short text lists; `file` has `from` replaced by `to`. */
static void assert_mistake(const char *file, const char *from, const char *to, const char *message)
{
	static const char *const yaml[] = {"domains.yaml", "brands.yaml"};
	static const char *const text[] = {"free-mail.txt", "disposable-mail.txt", "link-shorteners.txt"};
	char folder[] = "/tmp/inquiry-lists-XXXXXX", path[128], expected[512];
	struct inq_domains *domains;
	struct inq_error error;

	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "mkdir %s/lists", folder);
	assert_int_equal(system(path), 0);
	for (size_t i = 0; i < 2; i++) {
		char *content = read_file(i == 0 ? SOURCE_DIR "/conf/lists/domains.yaml" :
						   SOURCE_DIR "/conf/lists/brands.yaml");
		char *place = strcmp(file, yaml[i]) == 0 ? strstr(content, from) : NULL;

		assert_true(place != NULL || strcmp(file, yaml[i]) != 0);
		snprintf(path, sizeof(path), "%s/lists/%s", folder, yaml[i]);
		if (place != NULL) {
			memmove(place + strlen(to), place + strlen(from), strlen(place + strlen(from)) + 1);
			memcpy(place, to, strlen(to));
		}
		write_file(path, content);
		free(content);
	}
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof(path), "%s/lists/%s", folder, text[i]);
		if (strcmp(file, text[i]) != 0 || to != NULL)
			write_file(path, strcmp(file, text[i]) == 0 ? to : "# none\nmail.example  # one\n\n");
	}
	domains = inq_domains_load(folder, &error);
	snprintf(path, sizeof(path), "rm -r %s", folder);
	assert_int_equal(system(path), 0);
	snprintf(expected, sizeof(expected), "%s/lists/%s:%s", folder, file, message);
	if (domains != NULL || strncmp(error.text, expected, strlen(expected)) != 0)
		fail_msg("\"%s\", expected \"%s\"", domains != NULL ? "no mistake" : error.text, expected);
}

static void names_the_line_of_a_mistake(void **state)
{
	(void)state;
	assert_mistake("free-mail.txt", "", "a.example\nGmail.com\n",
		       "2: found \"Gmail.com\", expected a domain name in lower case");
	assert_mistake("free-mail.txt", "", "a.example\n\nlocalhost", "3: found \"localhost\"");
	assert_mistake("link-shorteners.txt", "", NULL, "1: cannot be read: No such file");
	assert_mistake("domains.yaml", "seller-country: CN", "seller-country: China",
		       "6: seller-country: found \"China\", expected two capital letters");
	assert_mistake("domains.yaml", "executable: [exe,", "executable: [.EXE,", "");
	assert_mistake("domains.yaml", "not-free-mail: [alibaba.com]", "not-free-mail: [alibaba]", "");
	assert_mistake("domains.yaml", "legal-forms:", "legal-form:", "");
	assert_mistake("brands.yaml", "kind: payment", "kind: money", "");
	assert_mistake("brands.yaml", "{name: dhgate,", "{name: DHgate Co,", "");
	assert_mistake("brands.yaml", "rn: m", "rn: mmm", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_signal_of_the_event_goes_on_and_off),
		cmocka_unit_test(counts_of_the_input_switch_signals),
		cmocka_unit_test(a_cut_text_is_said),
		cmocka_unit_test(order_value_and_moq_have_bounds),
		cmocka_unit_test(quantities_switch_signals),
		cmocka_unit_test(terms_and_prices_switch_signals),
		cmocka_unit_test(deadlines_are_near_far_or_neither),
		cmocka_unit_test(compares_company_and_mail_domain),
		cmocka_unit_test(sees_through_imitations),
		cmocka_unit_test(leaves_honest_names_alone),
		cmocka_unit_test(takes_hosts_apart),
		cmocka_unit_test(limits_host_names),
		cmocka_unit_test(tells_specific_texts),
		cmocka_unit_test(facts_are_no_specifications),
		cmocka_unit_test(signals_point_at_their_place),
		cmocka_unit_test(every_signal_has_a_name_and_a_meaning),
		cmocka_unit_test(no_signal_is_forgotten),
		cmocka_unit_test(survives_odd_texts),
		cmocka_unit_test(names_the_line_of_a_mistake),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
