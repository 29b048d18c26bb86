/* Facts in the languages of buyers: what is found, with unit, term, day and place in the text. */
#include "facts.h"
#include "lang.h"
#include "timestamp.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Monday */
#define RECEIVED "2026-05-04T08:00:00Z"

struct fixture {
	struct inq_lists *lists;
	struct inq_languages *languages;
	struct inq_arena *arena;
	struct inq_text text;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct inq_error error = {0};

	if (!f)
		return 1;
	*state = f;
	f->lists = inq_lists_load(SOURCE_DIR "/conf", &error);
	if (f->lists)
		f->languages = inq_languages_load(SOURCE_DIR "/conf", &error);
	if (!f->languages)
		print_error("%s\n", error.text);
	f->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	return !f->lists || !f->languages || !f->arena;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	inq_lists_free(f->lists);
	inq_languages_free(f->languages);
	inq_arena_free(f->arena);
	free(f);
	return 0;
}

static struct inq_str str(const char *s)
{
	return (struct inq_str){s, strlen(s)};
}

static struct inq_event event_of(const char *lang, const char *subject, const char *body)
{
	struct inq_str no = INQ_STR("");
	struct inq_event event = {
		.id = str("1"), .platform = no, .channel = no, .subject = str(subject), .body = str(body),
		.lang = str(lang), .received_at = str(RECEIVED),
		.product = {no, no, no, no, NAN, NAN},
		.buyer = {.id = no, .name = no, .company = no, .title = no, .email = no, .phone = no, .website = no,
			  .country = no, .ip_country = no, .member_since = no, .verified = INQ_ABSENT},
		.history = {.last_order_at = no},
	};

	assert_true(inq_time_parse(event.received_at, &event.received_at_ms));
	return event;
}

static struct inq_facts extract(struct fixture *f, const struct inq_event *event)
{
	struct inq_facts facts;

	inq_arena_reset(f->arena, INQ_ARENA_BYTES_KEPT);
	assert_int_equal(inq_text_build(f->arena, f->languages, event, &f->text), INQ_OK);
	assert_int_equal(inq_facts_extract(f->arena, f->lists, event, &f->text, &facts), INQ_OK);
	return facts;
}

static struct inq_facts facts_in(struct fixture *f, const char *lang, const char *body)
{
	struct inq_event event = event_of(lang, "", body);

	return extract(f, &event);
}

static void expect_str(const char *body, struct inq_str found, const char *expected)
{
	if (found.n == strlen(expected) && memcmp(found.s, expected, found.n) == 0)
		return;
	fail_msg("%s: found \"%.*s\", expected \"%s\"", body, (int)found.n, found.s, expected);
}

#define expect_number(found, expected) near(found, expected, #found, __LINE__)

static void near(double found, double expected, const char *what, int line)
{
	if (!(fabs(found - expected) <= 1e-9 * fabs(expected)))
		fail_msg("line %d: %s is not as expected", line, what);
}

static const struct {
	const char *lang, *body;
	double value, max;
	const char *unit, *period, *text;
} quantities[] = {
	{"en", "We need 5k pcs of LED bulbs", 5000, 5000, "pcs", "", "5k pcs"},
	{"en", "Please quote 1,500.00 sets FOB Shanghai", 1500, 1500, "sets", "", "1,500.00 sets"},
	{"en", "Please offer 2x40'HC of tiles", 2, 2, "container-40hc", "", "2x40'HC"},
	{"en", "we need one FCL of garlic CIF Santos", 1, 1, "containers", "", "one FCL"},
	{"en", "3 x 20ft containers to Mombasa port", 3, 3, "container-20gp", "", "3 x 20ft containers"},
	{"en", "Price for 20 MT caustic soda CFR Karachi", 20, 20, "tons", "", "20 MT"},
	{"en", "We want 300 dozen socks", 300, 300, "dozen", "", "300 dozen"},
	{"en", "need 10 lakh pcs", 1000000, 1000000, "pcs", "", "10 lakh pcs"},
	{"en", "500 to 1000 pcs per month needed", 500, 1000, "pcs", "month", "500 to 1000 pcs per month"},
	{"en", "we need 3-5000 pcs for the first order", 3000, 5000, "pcs", "", "3-5000 pcs"},
	{"en", "we are looking for 2000 glass jars", 2000, 2000, "pcs", "", "2000 glass"},
	{"en", "we need two hundred and fifty chairs", 250, 250, "pcs", "", "two hundred and fifty chairs"},
	{"en", "Quantity: 850", 850, 850, "pcs", "", "850"},
	{"en", "10% discount, 100 pcs per carton, we need 400 cartons", 400, 400, "cartons", "", "400 cartons"},
	{"en", "Your MOQ is 500 pcs, too high for us, we need 120 pcs", 120, 120, "pcs", "", "120 pcs"},
	{"en", "I want 2 pallets now, later 10 pallets", 2, 2, "pallets", "", "2 pallets"},
	{"en", "model A500, we need 12,000 (twelve thousand) pcs", 12000, 12000, "pcs", "", "12,000 (twelve thousand) pcs"},
	{"en", "Item | Qty\n1 | Chair | 900\n2 | Table | 640", 900, 900, "pcs", "", "900"},
	{"de", "Wir benötigen 10.000 Stück", 10000, 10000, "pcs", "", "10.000 Stück"},
	{"de", "2'500 Stk. FCA Bremerhaven", 2500, 2500, "pcs", "", "2'500 Stk"},
	{"de", "Bitte Angebot über 36.000 Decken", 36000, 36000, "pcs", "", "36.000 Decken"},
	{"ru", "Нужно 5 000 шт. термокружек", 5000, 5000, "pcs", "", "5 000 шт"},
	{"ru", "Нужно 6 млн шт. пакетов", 6000000, 6000000, "pcs", "", "6 млн шт"},
	{"ru", "Нужно 9 600 костюмов", 9600, 9600, "pcs", "", "9 600 костюмов"},
	{"zh", "我们要5千件", 5000, 5000, "pcs", "", "5千件"},
	{"zh", "订3万个杯子", 30000, 30000, "pcs", "", "3万个"},
	{"zh", "要两个40尺高柜", 2, 2, "container-40hc", "", "两个40尺高柜"},
	{"zh", "需要20万包（100条/包）", 200000, 200000, "bags", "", "20万包"},
	{"ar", "نحتاج ٥٠٠٠ قطعة", 5000, 5000, "pcs", "", "٥٠٠٠ قطعة"},
	{"fr", "Nous cherchons 1 200 chaises", 1200, 1200, "pcs", "", "1 200 chaises"},
	{"es", "Necesito tres mil pares de guantes", 3000, 3000, "pairs", "", "tres mil pares"},
	{"pt", "Precisamos de 2,5 mil peças", 2500, 2500, "pcs", "", "2,5 mil peças"},
	{"it", "Vorremmo ordinare 4.500 pezzi", 4500, 4500, "pcs", "", "4.500 pezzi"},
	{"tr", "5 bin adet lazım", 5000, 5000, "pcs", "", "5 bin adet"},
	{"vi", "cần 3.000 thùng", 3000, 3000, "cartons", "", "3.000 thùng"},
};

static void finds_quantities(void **state)
{
	for (size_t i = 0; i < SIZE(quantities); i++) {
		const char *body = quantities[i].body;
		struct inq_facts facts = facts_in(*state, quantities[i].lang, body);

		if (!facts.quantity_count)
			fail_msg("%s: no quantity", body);
		expect_str(body, facts.quantity[0].text, quantities[i].text);
		expect_number(facts.quantity[0].value, quantities[i].value);
		expect_number(facts.quantity[0].value_max, quantities[i].max);
		expect_str(body, facts.quantity[0].unit, quantities[i].unit);
		expect_str(body, facts.quantity[0].period, quantities[i].period);
	}
}

static void numbers_that_are_no_quantity(void **state)
{
	static const char *const bodies[] = {
		"model A500, 220V, 50 Hz", "we have 30 shops and 12 employees", "call me +86 138 0013 8000, since 2015",
		"size 30x40x50 cm, 25 kg per bag", "we sold 9000 pcs last year", "10% discount at USD 250",
		"on 12 May 2026 at 10:30", "postcode 10115 Berlin", "order no. 4500218 is late", "page 12, item no. 77",
	};

	for (size_t i = 0; i < SIZE(bodies); i++) {
		struct inq_facts facts = facts_in(*state, "en", bodies[i]);

		if (facts.quantity_count)
			fail_msg("%s: found \"%.*s\"", bodies[i], (int)facts.quantity[0].text.n, facts.quantity[0].text.s);
	}
}

enum term { INCOTERM, PORT, PAYMENT, ORDER_NUMBER, CERTIFICATE };

static const struct {
	const char *lang, *body;
	enum term term;
	const char *value;
} terms[] = {
	{"en", "best price FOB Shanghai", INCOTERM, "FOB"},
	{"en", "best price fob shanghai", PORT, "Shanghai"},
	{"en", "C&F Karachi", INCOTERM, "CFR"},
	{"en", "delivered duty paid to Tucson", INCOTERM, "DDP"},
	{"nl", "dat is goed", INCOTERM, ""},
	{"de", "Preis DAP Graz", PORT, "Graz"},
	{"de", "Ihre FOB-Preisliste", PORT, ""},
	{"zh", "CIF拉各斯", PORT, "Lagos"},
	{"zh", "报出厂价", INCOTERM, "EXW"},
	{"ar", "CIF ميناء الدمام", PORT, "Dammam"},
	{"ru", "цена CFR Новороссийск", PORT, "Novorossiysk"},
	{"en", "Payment 30% deposit, 70% before shipment", PAYMENT, "30/70"},
	{"en", "TT 30/70", PAYMENT, "T/T 30/70"},
	{"en", "L/C at sight", PAYMENT, "L/C at sight"},
	{"en", "payment terms OA 60 days", PAYMENT, "O/A 60 days"},
	{"en", "payment net 30", PAYMENT, "net 30 days"},
	{"en", "thanks in advance", PAYMENT, ""},
	{"de", "Zahlung 60 Tage netto", PAYMENT, "net 60 days"},
	{"zh", "付款方式30%定金,见提单copy付余款", PAYMENT, "30/70"},
	{"es", "pago con carta de crédito a la vista", PAYMENT, "L/C at sight"},
	{"ru", "оплата 30% предоплата", PAYMENT, "30/70"},
	{"en", "order no. 4500218 is late", ORDER_NUMBER, "4500218"},
	{"en", "about PO-2231/A shipped last week", ORDER_NUMBER, "2231/A"},
	{"en", "we order 5000 pcs", ORDER_NUMBER, ""},
	{"en", "must have CE and RoHS", CERTIFICATE, "CE"},
	{"en", "ISO 9001 is a must", CERTIFICATE, "ISO 9001"},
	{"en", "EN71-3 report", CERTIFICATE, "EN 71-3"},
	{"fr", "ce produit est bon", CERTIFICATE, ""},
	{"zh", "要有ce认证", CERTIFICATE, "CE"},
};

static struct inq_str term_of(const struct inq_facts *facts, enum term term)
{
	switch (term) {
	case INCOTERM: return facts->incoterm.value;
	case PORT: return facts->port.value;
	case PAYMENT: return facts->payment.value;
	case ORDER_NUMBER: return facts->order_number.value;
	case CERTIFICATE: return facts->certification_count ? facts->certification[0].value : INQ_STR("");
	}
	return INQ_STR("");
}

static void finds_terms(void **state)
{
	for (size_t i = 0; i < SIZE(terms); i++) {
		struct inq_facts facts = facts_in(*state, terms[i].lang, terms[i].body);

		expect_str(terms[i].body, term_of(&facts, terms[i].term), terms[i].value);
	}
}

static const struct {
	const char *lang, *body, *from, *to;
} deadlines[] = {
	{"en", "delivery before 15 May 2026", "2026-05-15", "2026-05-15"},
	{"en", "must ship by June 3rd", "2026-06-03", "2026-06-03"},
	{"en", "need it within 10 days", "2026-05-04", "2026-05-14"},
	{"en", "delivery by end of August", "2026-08-21", "2026-08-31"},
	{"en", "ETD week 34", "2026-08-17", "2026-08-23"},
	{"en", "we need it before Christmas", "2026-12-25", "2026-12-25"},
	{"en", "latest 2026-07-15", "2026-07-15", "2026-07-15"},
	{"en", "we need the goods next month", "2026-06-01", "2026-06-30"},
	{"en", "delivery in Q3 2026", "2026-07-01", "2026-09-30"},
	{"de", "Lieferung bis KW 38", "2026-09-14", "2026-09-20"},
	{"de", "Liefertermin 15.11.", "2026-11-15", "2026-11-15"},
	{"fr", "livraison avant le 6 juillet", "2026-07-06", "2026-07-06"},
	{"es", "entrega antes del 15 de mayo", "2026-05-15", "2026-05-15"},
	{"pt", "entrega até 2 de Novembro", "2026-11-02", "2026-11-02"},
	{"it", "consegna entro il 15 settembre", "2026-09-15", "2026-09-15"},
	{"ru", "поставка до 25 декабря", "2026-12-25", "2026-12-25"},
	{"ar", "التسليم قبل 31 ديسمبر", "2026-12-31", "2026-12-31"},
	{"zh", "8月15号前出货", "2026-08-15", "2026-08-15"},
	{"zh", "六月底能到最好", "2026-06-21", "2026-06-30"},
	{"ja", "納期は10月末まで", "2026-10-21", "2026-10-31"},
	{"ko", "납기 10월 15일까지", "2026-10-15", "2026-10-15"},
};

static void expect_day(const char *body, int64_t ms, const char *expected)
{
	char day[INQ_TIME_SIZE];

	inq_date_format(ms, 0, day);
	expect_str(body, str(day), expected);
}

static void finds_deadlines(void **state)
{
	for (size_t i = 0; i < SIZE(deadlines); i++) {
		struct inq_facts facts = facts_in(*state, deadlines[i].lang, deadlines[i].body);

		if (!facts.deadline.found)
			fail_msg("%s: no deadline", deadlines[i].body);
		expect_day(deadlines[i].body, facts.deadline.from_ms, deadlines[i].from);
		expect_day(deadlines[i].body, facts.deadline.to_ms, deadlines[i].to);
	}
}

static void dates_that_are_no_deadline(void **state)
{
	static const char *const bodies[] = {
		"we visit your factory on 15 June", "the goods that arrived on 2 March are broken", "we are founded in 1998",
		"you may call me", "guarantee of 24 months",
	};

	for (size_t i = 0; i < SIZE(bodies); i++)
		if (facts_in(*state, "en", bodies[i]).deadline.found)
			fail_msg("%s: found a deadline", bodies[i]);
}

static void finds_prices(void **state)
{
	struct inq_facts facts = facts_in(*state, "en", "Our target price is USD 2.40 per pc FOB Ningbo");

	expect_number(facts.target_price.value, 2.4);
	expect_str("target", facts.target_price.currency, "USD");
	expect_str("target", facts.target_price.per, "pcs");
	facts = facts_in(*state, "de", "Zielpreis 1.234,56 € pro Stück");
	expect_number(facts.target_price.value, 1234.56);
	expect_str("target", facts.target_price.currency, "EUR");
	facts = facts_in(*state, "zh", "目标价 7.2 美元");
	expect_number(facts.target_price.value, 7.2);
	facts = facts_in(*state, "en", "our budget is $25k for this order");
	assert_true(isnan(facts.target_price.value));
	expect_number(facts.budget.value, 25000);
	facts = facts_in(*state, "en", "please refund the freight of USD 300");
	assert_true(isnan(facts.target_price.value));
}

static bool none(struct inq_span span)
{
	return span.start == span.end;
}

static void finds_wishes(void **state)
{
	assert_false(none(facts_in(*state, "en", "Please send a free sample first").sample));
	assert_true(none(facts_in(*state, "en", "goods differ from the approved sample").sample));
	assert_true(none(facts_in(*state, "en", "no sample needed").sample));
	assert_false(none(facts_in(*state, "en", "with our logo on the box").oem));
	assert_false(none(facts_in(*state, "zh", "需要贴牌").oem));
	assert_true(none(facts_in(*state, "en", "500 pcs in white").oem));
}

static void derives_value_and_ratio(void **state)
{
	struct inq_event event = event_of("en", "", "we need 50 dozen at EUR 2 per pc");
	struct inq_facts facts;

	event.product = (struct inq_product){.name = str(""), .category = str(""), .unit = str("pieces"),
					     .currency = str("USD"), .moq = 200, .unit_price = 3};
	facts = extract(*state, &event);
	expect_number(facts.moq_ratio, 3);
	expect_str("from", facts.order_value_from, "buyer");
	assert_true(facts.order_value_usd > 1000 && facts.order_value_usd < 2400);
	event.body = str("we need 500 pcs");
	facts = extract(*state, &event);
	expect_str("from", facts.order_value_from, "product");
	expect_number(facts.order_value_usd, 1500);
	event.body = str("we need 2x40HQ");
	facts = extract(*state, &event);
	assert_true(isnan(facts.moq_ratio) && isnan(facts.order_value_usd));
	expect_str("from", facts.order_value_from, "");
	event.body = str("hello");
	facts = extract(*state, &event);
	assert_true(isnan(facts.moq_ratio) && isnan(facts.order_value_usd));
}

static void spans_point_at_the_text(void **state)
{
	struct fixture *f = *state;
	struct inq_event event = event_of("en", "Inquiry: 400 chairs", "Hello,\n\nplease quote DDP Hamburg.");
	struct inq_facts facts = extract(f, &event);
	struct inq_quote quote = inq_text_quote(f->arena, &f->text, facts.quantity[0].span);

	assert_string_equal(quote.field, "subject");
	assert_int_equal(quote.start, 9);
	assert_int_equal(quote.end, 19);
	quote = inq_text_quote(f->arena, &f->text, facts.incoterm.span);
	assert_string_equal(quote.field, "body");
	expect_str("quote", quote.text, "DDP");
}

static void signature_and_quoted_thread_are_not_read(void **state)
{
	struct inq_facts facts = facts_in(*state, "en", "Please call me.\n\n-----Original Message-----\n"
					  "From: a@b.example\nSubject: x\n\nWe need 5000 pcs FOB Ningbo");

	assert_int_equal(facts.quantity_count, 0);
	assert_int_equal(facts.incoterm.value.n, 0);
}

static void a_container_without_a_count_is_one(void **state)
{
	struct inq_facts facts = facts_in(*state, "en", "price please for 0 x 40HQ");

	assert_int_equal(facts.quantity_count, 1);
	expect_number(facts.quantity[0].value, 1);
	facts = facts_in(*state, "en", "price please for 40HQ");
	assert_int_equal(facts.quantity_count, 1);
	expect_number(facts.quantity[0].value, 1);
}

static void many_quantities_are_cut(void **state)
{
	char body[4096];
	size_t n = 0;

	for (unsigned i = 0; i < 60; i++)
		n += (size_t)snprintf(body + n, sizeof(body) - n, "%u pcs item, ", 100 + i);
	assert_int_equal(facts_in(*state, "en", body).quantity_count, INQ_QUANTITIES_MAX);
}

static void copy_list(const char *from, const char *to, const char *extra)
{
	char buffer[8192];
	FILE *in = fopen(from, "r"), *out = fopen(to, "w");
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(buffer, 1, sizeof(buffer), in)))
		assert_int_equal(fwrite(buffer, 1, n, out), n);
	assert_true(fputs(extra, out) >= 0);
	fclose(in);
	fclose(out);
}

static void mistakes_in_lists_are_told(void **state)
{
	static const char *const files[] = {"numbers", "units", "currencies", "incoterms", "ports", "certificates",
					    "payment", "dates", "order-words"};
	char dir[] = "/tmp/facts.XXXXXX", lists[64], from[512], to[SIZE(files)][96];
	struct inq_error error = {0};

	(void)state;
	assert_null(inq_lists_load("/nowhere", &error));
	assert_non_null(strstr(error.text, "numbers.yaml"));
	assert_non_null(mkdtemp(dir));
	snprintf(lists, sizeof(lists), "%s/lists", dir);
	assert_int_equal(mkdir(lists, 0700), 0);
	for (size_t i = 0; i < SIZE(files); i++) {
		snprintf(from, sizeof(from), "%s/conf/lists/%s.yaml", SOURCE_DIR, files[i]);
		snprintf(to[i], sizeof(to[i]), "%s/%s.yaml", lists, files[i]);
		copy_list(from, to[i], i == 1 ? "\nunknown-section: [x]\n" : "");
	}
	memset(&error, 0, sizeof(error));
	assert_null(inq_lists_load(dir, &error));
	assert_non_null(strstr(error.text, "units.yaml:"));
	for (size_t i = 0; i < SIZE(files); i++)
		unlink(to[i]);
	rmdir(lists);
	rmdir(dir);
	inq_lists_free(NULL);
}

static unsigned next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*seed >> 33);
}

/* Pieces that facts are made of, in any order: nothing may be read outside the text, and every span lies in it. */
static void any_text_is_survived(void **state)
{
	static const char *const pieces[] = {
		"5000", "1.234,56", "0", "999999999999999999999999", "40", "x", "'", "HQ", " pcs",
		"%", "/", "-", ".", ",", ":", "\n", " ", "#", "$", "€", "USD", " FOB ", "ISO ",
		"EN", "30/70", " by ", "May", " 15", "th", "2026", "月", "日", "底", "两", "万",
		"个", "千", " до ", "шт", "тыс", "и", "نحتاج ", "قطعة", "٥٠", "ال", "between ",
		"PO", "L/C", "net", "days", "in", "Q", "KW ", "(", ")", "|", "+", "week", "one",
		"hundred", "and", "Christmas", "ramadan", "tomorrow", "~", "é", "ß", "…", "🙂",
		"납기", "일", "월", "まで", "per", "month", "MOQ", "sample", "logo", "no", "w",
		"lakh", "00", "1", "12", "31", "1404", "مهر",
	};
	struct fixture *f = *state;
	uint64_t seed = 20260504;
	char body[2048];

	for (unsigned round = 0; round < 4000; round++) {
		struct inq_event event;
		struct inq_facts facts;
		size_t n = 0, count = next_random(&seed) % 60;

		for (size_t i = 0; i < count; i++) {
			const char *piece = pieces[next_random(&seed) % SIZE(pieces)];

			memcpy(body + n, piece, strlen(piece));
			n += strlen(piece);
		}
		body[n] = '\0';
		event = event_of(round % 3 ? "en" : "", "", body);
		facts = extract(f, &event);
		for (size_t i = 0; i < facts.quantity_count; i++) {
			assert_true(facts.quantity[i].span.end <= f->text.size);
			assert_true(facts.quantity[i].span.start < facts.quantity[i].span.end);
			assert_true(facts.quantity[i].value > 0);
			assert_true(facts.quantity[i].value_max >= facts.quantity[i].value);
		}
		assert_true(facts.deadline.span.end <= f->text.size && facts.payment.span.end <= f->text.size);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_quantities),
		cmocka_unit_test(numbers_that_are_no_quantity),
		cmocka_unit_test(finds_terms),
		cmocka_unit_test(finds_deadlines),
		cmocka_unit_test(dates_that_are_no_deadline),
		cmocka_unit_test(finds_prices),
		cmocka_unit_test(finds_wishes),
		cmocka_unit_test(derives_value_and_ratio),
		cmocka_unit_test(spans_point_at_the_text),
		cmocka_unit_test(signature_and_quoted_thread_are_not_read),
		cmocka_unit_test(a_container_without_a_count_is_one),
		cmocka_unit_test(many_quantities_are_cut),
		cmocka_unit_test(mistakes_in_lists_are_told),
		cmocka_unit_test(any_text_is_survived),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
