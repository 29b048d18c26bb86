#include "lang.h"
#include "inq_limits.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FUZZ_ROUNDS 20000
#define S(literal) INQ_STR(literal)

#include "language_fixture.h"

/* An event with all strings empty, as the decoder leaves them. */
static struct inq_event empty_event(void)
{
	struct inq_str none = {"", 0};

	return (struct inq_event){
	    .id = none,
	    .platform = none,
	    .channel = none,
	    .subject = none,
	    .body = none,
	    .lang = none,
	    .product = {.name = none, .category = none, .unit = none, .currency = none},
	    .buyer = {.id = none,
		      .name = none,
		      .company = none,
		      .title = none,
		      .email = none,
		      .phone = none,
		      .website = none,
		      .country = none,
		      .ip_country = none,
		      .member_since = none},
	};
}

static struct inq_text build(struct fixture *fixture, const struct inq_event *event)
{
	struct inq_text text;

	assert_int_equal(inq_text_build(fixture->arena, fixture->languages, event, &text), INQ_OK);
	return text;
}

static struct inq_text build_body(struct fixture *fixture, const char *body)
{
	struct inq_event event = empty_event();

	event.body = (struct inq_str){body, strlen(body)};
	return build(fixture, &event);
}

static const char *part_text(struct fixture *fixture, const struct inq_text *text, enum inq_part part)
{
	const struct inq_segment *segment = inq_text_part(text, part);

	return segment ? inq_arena_copy(fixture->arena, text->norm + segment->start, segment->end - segment->start).s
		       : "(none)";
}

static void assert_part(struct fixture *fixture, const char *body, enum inq_part part, const char *expected)
{
	struct inq_text text = build_body(fixture, body);

	assert_string_equal(part_text(fixture, &text, part), expected);
}

static void assert_spelling(struct fixture *fixture, const char *from, const char *expected)
{
	struct inq_str norm = inq_normalise(fixture->arena, from, strlen(from)), again;

	assert_string_equal(norm.s, expected);
	again = inq_normalise(fixture->arena, norm.s, norm.n);
	assert_string_equal(again.s, norm.s);
}

static struct inq_quote quote_of(struct fixture *fixture, const struct inq_text *text, const char *norm)
{
	const char *found = strstr(text->norm, norm);
	uint32_t start;

	assert_non_null(found);
	start = (uint32_t)(found - text->norm);
	return inq_text_quote(fixture->arena, text, (struct inq_span){start, start + (uint32_t)strlen(norm)});
}

static void assert_quote(struct fixture *fixture, const struct inq_text *text, const char *norm, const char *field,
			 const char *expected)
{
	struct inq_quote quote = quote_of(fixture, text, norm);

	assert_string_equal(quote.field, field);
	assert_int_equal(quote.text.n, strlen(expected));
	assert_memory_equal(quote.text.s, expected, quote.text.n);
}

static void test_case_and_accents(void **state)
{
	static const char *const cases[][2] = {
	    {"Cotización Ñandú", "cotizacion nandu"},
	    {"Stück Grüße STRASSE Straße", "stuck grusse strasse strasse"},
	    {"złoty Łódź øre ĳs Œuvre Æther đồng", "zloty lodz ore ijs oeuvre aether dong"},
	    {"İstanbul ISPARTA ısı şişe", "istanbul isparta isi sise"},
	    {"Цена ЁЛКА йод їжак", "цена елка иод іжак"},
	    {"Τιμή Ϊ ς", "τιμη ι σ"},
	    {"cafe\xCC\x81 e\xCC\x81\xCC\x82", "cafe e"},
	    {"ＦＯＢ　Ｎｉｎｇｂｏ", "fob ningbo"},
	    {"ﬁlter ㎏ m² ℃ №5", "filter kg m2 °c no 5"},
	    {"Ⅳ ½ 1½", "iv 1/2 1 1/2"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_spelling(*state, cases[i][0], cases[i][1]);
}

static void test_arabic_and_persian_letters(void **state)
{
	assert_spelling(*state, "أإآٱا", "ااااا");
	assert_spelling(*state, "شركة", "شركه");
	assert_spelling(*state, "عـــرض سِعْرٌ", "عرض سعر");
	assert_spelling(*state, "قیمت کالا", "قيمت كالا");
	assert_spelling(*state, "نمونه\u200cها", "نمونهها");
	assert_spelling(*state, "ﺳﻌﺮ", "سعر");
	assert_spelling(*state, "پچژگ", "پچژگ");
}

static void test_marks_that_make_letters_stay(void **state)
{
	assert_spelling(*state, "か\u3099", "が");
	assert_spelling(*state, "ｶﾞﾗｽ", "ガラス");
	assert_spelling(*state, "か\u200b\u3099", "が");
	assert_spelling(*state, "น้ำ", "น\u0e49\u0e4dา");
	assert_spelling(*state, "कीमत क़", "कीमत क़");
	assert_spelling(*state, "\u1112\u1161\u11ab", "한");
	assert_spelling(*state, "가격 ㅋㅋ", "가격 \u110f\u110f");
	/* Hundreds of marks on one letter end somewhere. */
	assert_spelling(*state, "ก\u0e48\u0e48\u0e48\u0e48\u0e48\u0e48", "ก\u0e48\u0e48\u0e48\u0e48\u0e48\u0e48");
}

static void test_digits_of_all_scripts(void **state)
{
	assert_spelling(*state, "٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789");
	assert_spelling(*state, "०१२३४५६७८९ ๐๑๒๓๔๕๖๗๘๙ ০১২৩৪৫৬৭৮৯", "0123456789 0123456789 0123456789");
	assert_spelling(*state, "０１２３４５６７８９ 𝟘𝟙𝟚𝟗", "0123456789 0129");
	assert_spelling(*state, "᠐᠙ ႐႙ ꩐꩙ \U000118E6\U000118E0", "09 09 09 60");
	assert_spelling(*state, "١٬٢٠٠٫٥٠ ٪", "1,200.50 %");
}

static void test_punctuation_is_ascii(void **state)
{
	assert_spelling(*state, "“a” ‘b’ «c» „d‟ ‹e›", "\"a\" 'b' \"c\" \"d\" 'e'");
	assert_spelling(*state, "a–b—c−d‑e", "a-b-c-d-e");
	assert_spelling(*state, "价格、数量，交期。好；对：吗？！（一）【二】「三」",
			"价格,数量,交期.好;对:吗?!(一)[二][三]");
	assert_spelling(*state, "السعر؟ نعم، لا؛", "السعر? نعم, لا;");
	assert_spelling(*state, "2×40HQ 2✕20GP", "2x40hq 2x20gp");
	assert_spelling(*state, "±5% ≥100 40′ 7″", "+/-5% >=100 40' 7\"");
	assert_spelling(*state, "¿cuánto? ¡hola!", "cuanto? hola!");
	assert_spelling(*state, "a…b", "a...b");
}

static void test_symbols_and_currencies(void **state)
{
	assert_spelling(*state, "👍🏽 ok ★★ │x│ © ™", "ok x");
	assert_spelling(*state, "50€ €50 50 €", "50 € € 50 50 €");
	assert_spelling(*state, "￥5 ₹5 5₽ US$5 $5", "¥ 5 ₹ 5 5 ₽ us$5 $5");
	assert_spelling(*state, "€/kg 20°C 5%", "€/kg 20°c 5%");
	assert_spelling(*state, "1️⃣ eins", "1 eins");
}

static void test_white_space_and_controls(void **state)
{
	assert_spelling(*state, "  a \t\u00a0 b\u3000c  ", "a b c");
	assert_spelling(*state,
			"a \r\n\r\n\n b\rc\u2028d\u2029e\xC2\x85"
			"f",
			"a\nb\nc\nd\ne\nf");
	assert_spelling(*state, "pa\u00adss\u200bwo\u2060rd \u202eabc\u202c\x01\x7f", "password abc");
	assert_spelling(*state,
			"a\xff"
			"b \xc3(\xed\xa0\x80 \xf4\x90\x80\x80",
			"a b (");
	assert_spelling(*state,
			"\xEF\xBF\xBD"
			"a\xEF\xBF\xBD",
			"a");
	assert_spelling(*state, " \n\u200b\n ", "");
	assert_spelling(*state, "", "");
}

static void test_nul_is_dropped(void **state)
{
	struct fixture *fixture = *state;
	struct inq_str norm = inq_normalise(fixture->arena, "A\0B", 3);

	assert_int_equal(norm.n, 2);
	assert_string_equal(norm.s, "ab");
}

static void test_word_bytes(void **state)
{
	struct inq_str norm = inq_normalise(((struct fixture *)*state)->arena, "价格—€5「x」", strlen("价格—€5「x」"));

	/* Every ASCII byte that is no letter, digit or _ is a boundary, every other is not. */
	assert_string_equal(norm.s, "价格-€ 5[x]");
}

static struct inq_event full_event(struct inq_attachment *attachments)
{
	struct inq_event event = empty_event();

	attachments[0].name = S("Zeichnung Größe.PDF");
	attachments[1].name = S("目录.xlsx");
	event.subject = S("Re: Prix des gants");
	event.body =
	    S("Bonjour,\nnous cherchons 5 000 paires de gants.\n\nCordialement,\nAnne Exemple\n\n> ancien message");
	event.buyer.name = S("Anne Exemple");
	event.buyer.company = S("Gants & Cie");
	event.buyer.title = S("Acheteuse");
	event.buyer.email = S("anne@gants.example");
	event.buyer.website = S("www.gants.example");
	event.product.name = S("Nitrile Gloves");
	event.product.category = S("Safety");
	event.attachments = attachments;
	event.attachment_count = 2;
	return event;
}

static void test_every_part_has_a_framed_segment(void **state)
{
	static const struct {
		enum inq_part part;
		uint32_t index;
		const char *text;
	} expected[] = {
	    {INQ_PART_SUBJECT, 0, "re: prix des gants"},
	    {INQ_PART_BODY, 0, "bonjour,\nnous cherchons 5 000 paires de gants.\ncordialement,"},
	    {INQ_PART_SIGNATURE, 0, "anne exemple"},
	    {INQ_PART_QUOTED, 0, "> ancien message"},
	    {INQ_PART_NAME, 0, "anne exemple"},
	    {INQ_PART_COMPANY, 0, "gants & cie"},
	    {INQ_PART_TITLE, 0, "acheteuse"},
	    {INQ_PART_EMAIL, 0, "anne@gants.example"},
	    {INQ_PART_WEBSITE, 0, "www.gants.example"},
	    {INQ_PART_PRODUCT, 0, "nitrile gloves"},
	    {INQ_PART_PRODUCT, 1, "safety"},
	    {INQ_PART_ATTACHMENT, 0, "zeichnung grosse.pdf"},
	    {INQ_PART_ATTACHMENT, 1, "目录.xlsx"},
	};
	struct inq_attachment attachments[2] = {0};
	struct inq_event event = full_event(attachments);
	struct inq_text text = build(*state, &event);

	assert_int_equal(text.segment_count, sizeof(expected) / sizeof(expected[0]));
	for (size_t i = 0; i < text.segment_count; i++) {
		const struct inq_segment *segment = &text.segments[i];

		assert_int_equal(segment->part, expected[i].part);
		assert_int_equal(segment->index, expected[i].index);
		assert_int_equal(segment->end - segment->start, strlen(expected[i].text));
		assert_memory_equal(text.norm + segment->start, expected[i].text, strlen(expected[i].text));
		assert_int_equal(text.norm[segment->start - 1], '\n');
		assert_int_equal(text.norm[segment->end], '\n');
		if (i)
			assert_true(segment->start == text.segments[i - 1].end + 2);
	}
	assert_int_equal(text.norm[text.size], '\0');
	assert_int_equal(text.size, strlen(text.norm));
}

static void test_quotes_name_their_field(void **state)
{
	struct inq_attachment attachments[2] = {0};
	struct inq_event event = full_event(attachments);
	struct inq_text text = build(*state, &event);

	assert_quote(*state, &text, "prix des", "subject", "Prix des");
	assert_quote(*state, &text, "5 000 paires", "body", "5 000 paires");
	assert_quote(*state, &text, "ancien", "body", "ancien");
	assert_quote(*state, &text, "gants & cie", "buyer.company", "Gants & Cie");
	assert_quote(*state, &text, "acheteuse", "buyer.title", "Acheteuse");
	assert_quote(*state, &text, "anne@gants", "buyer.email", "anne@gants");
	assert_quote(*state, &text, "www.gants", "buyer.website", "www.gants");
	assert_quote(*state, &text, "nitrile", "product.name", "Nitrile");
	assert_quote(*state, &text, "safety", "product.category", "Safety");
	assert_quote(*state, &text, "grosse", "attachments[0].name", "Größe");
	assert_quote(*state, &text, "目录", "attachments[1].name", "目录");
}

static void test_quotes_count_code_points(void **state)
{
	struct inq_text text = build_body(*state, "您好!需要５千件 手套,cafe\xCC\x81 ok");
	struct inq_quote quote = quote_of(*state, &text, "5千件");

	assert_int_equal(quote.start, 5);
	assert_int_equal(quote.end, 8);
	assert_quote(*state, &text, "5千件", "body", "５千件");
	/* The accent belongs to its letter although the normal spelling has none. */
	assert_quote(*state, &text, "cafe", "body", "cafe\xCC\x81");
	quote = quote_of(*state, &text, "cafe");
	assert_int_equal(quote.end - quote.start, 5);
}

static void test_quotes_are_trimmed(void **state)
{
	struct inq_text text = build_body(*state, "Hello,\n need  (T/T 30/70) — 5%, \"fob\" 40' ??? 12 € now");

	assert_quote(*state, &text, "\nneed ", "body", "need");
	assert_quote(*state, &text, "need (t/t 30/70) - ", "body", "need  (T/T 30/70)");
	assert_quote(*state, &text, "(t/t", "body", "T/T");
	assert_quote(*state, &text, "5%,", "body", "5%");
	assert_quote(*state, &text, "\"fob\" ", "body", "fob");
	assert_quote(*state, &text, "40' ", "body", "40'");
	assert_quote(*state, &text, " ??? ", "body", "???");
	assert_quote(*state, &text, "12 € ", "body", "12 €");
}

static void test_quotes_are_clamped_to_their_segment(void **state)
{
	struct inq_event event = empty_event();
	struct inq_text text;
	struct inq_quote quote;

	event.subject = S("Price");
	event.body = S("Send it");
	text = build(*state, &event);
	quote = inq_text_quote(((struct fixture *)*state)->arena, &text, (struct inq_span){0, 7});
	assert_string_equal(quote.field, "subject");
	assert_int_equal(quote.text.n, 5);
	quote = inq_text_quote(((struct fixture *)*state)->arena, &text, (struct inq_span){7, text.size});
	assert_string_equal(quote.field, "body");
	assert_int_equal(quote.text.n, 7);
	quote = inq_text_quote(((struct fixture *)*state)->arena, &text, (struct inq_span){9, 9});
	assert_int_equal(quote.text.n, 0);
	quote = inq_text_quote(((struct fixture *)*state)->arena, &text, (struct inq_span){900, 910});
	assert_string_equal(quote.field, "");
}

static void test_segment_of_a_span(void **state)
{
	struct inq_event event = empty_event();
	struct inq_text text;

	event.subject = S("Price");
	event.body = S("Send it");
	text = build(*state, &event);
	assert_int_equal(inq_text_segment(&text, (struct inq_span){1, 6})->part, INQ_PART_SUBJECT);
	assert_int_equal(inq_text_segment(&text, (struct inq_span){0, 7})->part, INQ_PART_SUBJECT);
	assert_int_equal(inq_text_segment(&text, (struct inq_span){7, 9})->part, INQ_PART_BODY);
	assert_null(inq_text_segment(&text, (struct inq_span){3, 10}));
	assert_null(inq_text_segment(&text, (struct inq_span){900, 901}));
	assert_null(inq_text_part(&text, INQ_PART_QUOTED));
}

static void test_empty_event(void **state)
{
	struct inq_event event = empty_event();
	struct inq_text text = build(*state, &event);

	assert_int_equal(text.size, 0);
	assert_int_equal(text.segment_count, 0);
	assert_string_equal(text.norm, "");
	assert_true(inq_str_is(text.lang, "und"));
	event.subject = S(" \n ");
	event.body = S("👍");
	text = build(*state, &event);
	assert_int_equal(text.segment_count, 0);
	assert_int_equal(text.words, 0);
}

static void test_long_fields_are_cut(void **state)
{
	struct inq_event event = empty_event();
	size_t n = INQ_TEXT_BYTES_MAX + 300;
	char *body = malloc(n);
	struct inq_text text;

	for (size_t i = 0; i < n; i++)
		body[i] = "\xE4\xBB\xB7"[(i + 1) % 3]; /* a character lies across the limit */
	body[0] = body[1] = ' ';
	event.body = (struct inq_str){body, n};
	text = build(*state, &event);
	assert_int_equal(text.cut, 1);
	assert_true(text.size <= INQ_TEXT_BYTES_MAX + 2);
	assert_true(memchr(text.norm + 1, ' ', text.size - 1) == NULL);
	event.body.n = INQ_TEXT_BYTES_MAX;
	text = build(*state, &event);
	assert_int_equal(text.cut, 0);
	free(body);
}

static void test_html_becomes_text(void **state)
{
	struct inq_text text = build_body(
	    *state,
	    "<html><head><title>x</title><style>p{a:b}</style></head><body><p>Dear&nbsp;Sir,</p>\n"
	    "<div>we need\n<b>5</b>00 pcs<br>price &lt; 2&euro; &#8211; caf&eacute;</div>"
	    "<script>var a = '<p>no</p>';</script><!-- hidden --><table><tr><td>Qty</td><td>40</td></tr></table>");

	assert_int_equal(text.was_html, 1);
	assert_string_equal(part_text(*state, &text, INQ_PART_BODY),
			    "dear sir,\nwe need 500 pcs\nprice < 2 € - cafe\nqty 40");
	assert_quote(*state, &text, "dear sir", "body", "Dear&nbsp;Sir");
	assert_quote(*state, &text, "cafe", "body", "caf&eacute;");
	assert_quote(*state, &text, "2 €", "body", "2&euro;");
	assert_quote(*state, &text, "500", "body", "5</b>00");
	assert_quote(*state, &text, "500 pcs\n", "body", "5</b>00 pcs");
}

static void test_what_is_not_html(void **state)
{
	static const char *const plain[] = {
	    "we need <5 pcs and >3 boxes",
	    "write to <name@company.example>",
	    "<Anna> a < b > c",
	    "if <b and c> then",
	    "AT&amp;T",
	    "<https://shop.example/x>",
	    "x <p",
	    "<>",
	    "<",
	    "&",
	};

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		struct inq_text text = build_body(*state, plain[i]);

		assert_int_equal(text.was_html, 0);
	}
	assert_part(*state, plain[0], INQ_PART_BODY, "we need <5 pcs and >3 boxes");
	assert_part(*state, "<p>mail <name@company.example> about <5 pcs</p>", INQ_PART_BODY,
		    "mail <name@company.example> about <5 pcs");
}

static void test_broken_html(void **state)
{
	assert_part(*state, "<p>a</p><b", INQ_PART_BODY, "a\n<b");
	assert_part(*state, "<p>a<a href=\"x>b</a> c", INQ_PART_BODY, "ab c");
	assert_part(*state, "<p>a&#xZZ; &unknown; &#0; &#146;</p>", INQ_PART_BODY, "a&#xzz; &unknown; '");
	assert_part(*state, "<p>a</p><!-- open <b>x</b><!-- y", INQ_PART_BODY, "a\nopen x<!-- y");
	assert_part(*state, "<p>a</p><script>x", INQ_PART_BODY, "a");
	assert_part(*state, "one\n<b>two</b>\nthree", INQ_PART_BODY, "one\ntwo\nthree");
}

static void test_html_with_a_quoted_mail(void **state)
{
	struct inq_text text =
	    build_body(*state, "<div>Yes, 500 please.</div><blockquote type=\"cite\"><div>How many?</div>"
			       "<div>Lily</div></blockquote><p>Anna</p>");

	assert_string_equal(part_text(*state, &text, INQ_PART_BODY), "yes, 500 please.\nanna");
	assert_string_equal(part_text(*state, &text, INQ_PART_QUOTED), "> how many?\n> lily");
	assert_quote(*state, &text, "how many", "body", "How many");
}

static void test_quoted_thread(void **state)
{
	static const char *const threads[] = {
	    "> Old words",
	    "-----Original Message-----\nFrom: Lily\nSubject: x\nOld words",
	    "On Mon, 5 Jan 2026 at 10:22, Lily <lily@seller.example> wrote:\nOld words",
	    "On Mon, 5 Jan 2026 at 10:22, Lily\n<lily@seller.example> wrote:\n> Old words",
	    "From: Lily\nSent: Monday\nTo: Anna\nSubject: Price\nOld words",
	    "*From:* Lily <lily@seller.example>\n*Sent:* Monday\nOld words",
	    "发件人: Lily\n发送时间: 2026年1月5日\n收件人: Anna\n主题: 价格\nOld words",
	    "在 2026-01-05 10:22:33,\"Lily\" <lily@seller.example> 写道：\nOld words",
	    "De: Lily\nEnviado: lunes\nPara: Anna\nOld words",
	    "El 5 ene 2026, a las 10:22, Lily escribió:\nOld words",
	    "De : Lily\nEnvoyé : lundi\nÀ : Anna\nObjet : Prix\nOld words",
	    "Le lun. 5 janv. 2026 à 10:22, Lily <lily@seller.example> a écrit :\nOld words",
	    "Em seg., 5 de jan. de 2026 às 10:22, Lily escreveu:\nOld words",
	    "Von: Lily\nGesendet: Montag\nAn: Anna\nBetreff: Preis\nOld words",
	    "Am 05.01.2026 um 10:22 schrieb Lily <lily@seller.example>:\nOld words",
	    "От: Lily\nОтправлено: понедельник\nOld words",
	    "пн, 5 янв. 2026 г. в 10:22, Lily <l@seller.example> пишет:\nOld words",
	    "من: Lily\nالموضوع: السعر\nOld words",
	    "Da: Lily\nInviato: lunedì\nOld words",
	    "Il giorno lun 5 gen 2026 alle ore 10:22 Lily ha scritto:\nOld words",
	    "Kimden: Lily\nGönderildi: Pazartesi\nOld words",
	    "差出人: Lily\n件名: 価格\nOld words",
	    "----- 元のメッセージ -----\nOld words",
	    "________________________________\nFrom: Lily\nSent: Monday\nOld words",
	};

	for (size_t i = 0; i < sizeof(threads) / sizeof(threads[0]); i++) {
		struct fixture *fixture = *state;
		const char *body = inq_arena_printf(fixture->arena, "We take 500 sets.\nAnna\n\n%s", threads[i]);
		struct inq_text text = build_body(fixture, body);

		if (!strstr(part_text(fixture, &text, INQ_PART_QUOTED), "old words") ||
		    strstr(part_text(fixture, &text, INQ_PART_BODY), "lily"))
			fail_msg("not taken apart: %s", body);
		assert_string_equal(part_text(fixture, &text, INQ_PART_BODY), "we take 500 sets.\nanna");
		assert_quote(fixture, &text, "old words", "body", "Old words");
	}
}

static void test_what_is_not_quoted(void **state)
{
	static const char *const bodies[] = {
	    "We ship\nFrom: Ningbo\nTo: Hamburg\nDate: 5 May\n500 sets",
	    "Hi\n>500 pcs per month",
	    "News\n>>> SALE <<<\nall must go",
	    "Log in here\n>> https://portal.example/login\nor else",
	    "As our printer wrote on the label:\nkeep dry",
	    "See below.\n---- Forwarded message ----\nFrom: Planning\nSubject: stock\nWe need 2,700 pcs",
	    "> only\n> quoted",
	    "From: Anna\nSubject: Price\nSend it",
	};

	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		struct inq_text text = build_body(*state, bodies[i]);

		if (inq_text_part(&text, INQ_PART_QUOTED))
			fail_msg("taken for quoted: %s", bodies[i]);
	}
}

static void test_answers_below_and_between_quotes(void **state)
{
	struct inq_text text = build_body(*state, "> What quantity?\n500 sets\n> What port?\nHamburg");

	assert_string_equal(part_text(*state, &text, INQ_PART_BODY), "500 sets\nhamburg");
	assert_string_equal(part_text(*state, &text, INQ_PART_QUOTED), "> what quantity?\n> what port?");
	assert_quote(*state, &text, "hamburg", "body", "Hamburg");
	assert_quote(*state, &text, "what port", "body", "What port");
	assert_part(*state, "On 5 Jan 2026 Lily wrote:\n> What port?\nHamburg", INQ_PART_BODY, "hamburg");
}

static void test_signatures(void **state)
{
	static const char *const formulas[] = {
	    "Best regards,",
	    "Kind Regards",
	    "Thanks & Regards",
	    "-- ",
	    "Mit freundlichen Grüßen",
	    "Saludos cordiales,",
	    "Cordialement,",
	    "Atenciosamente,",
	    "С уважением,",
	    "مع التحية",
	    "此致\n敬礼",
	    "顺颂商祺！",
	    "Saygılarımla,",
	    "Pozdrawiam",
	    "Trân trọng,",
	    "Cordiali saluti",
	    "よろしくお願いいたします。",
	    "감사합니다.",
	    "ขอแสดงความนับถือ",
	    "با احترام",
	    "Met vriendelijke groet,",
	    "Hormat kami,",
	};

	for (size_t i = 0; i < sizeof(formulas) / sizeof(formulas[0]); i++) {
		struct fixture *fixture = *state;
		const char *body = inq_arena_printf(
		    fixture->arena, "500 x\n\n%s\nAnna Beispiel\nBeispiel GmbH\nTel +49 40 5550123", formulas[i]);
		struct inq_text text = build_body(fixture, body);

		if (!strstr(part_text(fixture, &text, INQ_PART_SIGNATURE),
			    "anna beispiel\nbeispiel gmbh\ntel +49 40 5550123"))
			fail_msg("no signature: %s", body);
		assert_non_null(strstr(part_text(fixture, &text, INQ_PART_BODY), "500 x"));
		assert_quote(fixture, &text, "beispiel gmbh", "body", "Beispiel GmbH");
	}
	assert_part(*state, "500 sets\nRegards, Anna\nBeispiel GmbH", INQ_PART_SIGNATURE, "beispiel gmbh");
}

static void test_signatures_swallow_nothing(void **state)
{
	static const char *const rest[] = {
	    "Anna\nWhat is your best price?",
	    "Anna\nP.S. we also need lids",
	    "Need 500 pcs by May",
	    "- red 200\n- blue 300",
	    "1. red\n2. blue",
	    "Anna\nWe will visit your factory in May and would like to see the line where our bottles are made.",
	    "Anna\nплюс образец",
	    "李敏\n另外请确认一下这批货能不能在五月底之前发到汉堡港，我们这边很着急。",
	};

	for (size_t i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
		struct fixture *fixture = *state;
		const char *body = inq_arena_printf(fixture->arena, "Hello\n500 sets\nThanks,\n%s", rest[i]);
		const char *last = strrchr(body, '\n') + 1;
		struct inq_str norm = inq_normalise(fixture->arena, last, strlen(last));
		struct inq_text text = build_body(fixture, body);

		if (!strstr(part_text(fixture, &text, INQ_PART_BODY), norm.s))
			fail_msg("swallowed: %s", body);
	}
	assert_part(*state, "Thanks\nfor the list", INQ_PART_SIGNATURE, "(none)");
	assert_part(*state, "500 sets\nRegards", INQ_PART_SIGNATURE, "(none)");
}

static void test_small_print_and_footers_are_signature(void **state)
{
	assert_part(*state, "500 sets please\nSent from my iPhone", INQ_PART_SIGNATURE, "sent from my iphone");
	assert_part(
	    *state,
	    "500 sets please\nRegards\nAnna\nThis e-mail is confidential and meant for the intended recipient only; "
	    "if you have it in error please notify the sender and delete it.",
	    INQ_PART_BODY, "500 sets please\nregards");
	assert_part(
	    *state,
	    "Hello\nOur drawings are confidential, please sign the agreement before we send you the whole set of them.",
	    INQ_PART_SIGNATURE, "(none)");
}

static void assert_links(struct fixture *fixture, const char *body, const char *hosts)
{
	struct inq_text text = build_body(fixture, body);
	char found[512] = "";
	size_t n = 0;

	for (unsigned i = 0; i < text.links; i++) {
		struct inq_str host = text.link[i].host;

		assert_true(n + host.n + 2 < sizeof(found));
		memcpy(found + n, host.s, host.n);
		n += host.n;
		found[n++] = ' ';
		assert_true(text.link[i].start <= text.link[i].end && text.link[i].end <= text.size);
	}
	found[n ? n - 1 : 0] = '\0';
	assert_string_equal(found, hosts);
}

static void test_links(void **state)
{
	assert_links(*state, "see https://WWW.Shop.example/a?b=c. and http://x.example:8080", "shop.example x.example");
	assert_links(*state, "www.shop.example or shop.com or shop.co.uk/x or portal.de/login",
		     "shop.example shop.com shop.co.uk portal.de");
	assert_links(*state, "hxxp://evil.example/x hxxps://evil2.example", "evil.example evil2.example");
	assert_links(*state, "http://alibaba.com@evil.example/login", "evil.example");
	assert_links(*state, "请看https://shop.example/图片，谢谢", "shop.example");
	assert_links(*state, "请看www.shop.cn谢谢", "shop.cn");
	assert_links(*state, "https://почта.рф/x", "почта.рф");
	assert_links(*state, "http://192.0.2.7/x", "192.0.2.7");
	assert_links(*state,
		     "anna@shop.com, gracias.es todo, catalog.pdf, 3.5 kg, price.FOB/CIF, e.g. no, thanks.it is", "");
	assert_links(*state, "ok\n> see http://old.example", "");
	assert_links(*state, "ok\nRegards\nAnna\nwww.shop.example", "shop.example");
}

static void test_links_of_html(void **state)
{
	struct inq_text text = build_body(
	    *state,
	    "<p>Order: <a href=\"http://www.evil.example/x\">www.alibaba.com</a>, <a "
	    "href='https://shop.example'>here</a> "
	    "<a href=\"mailto:a@b.example\">mail</a> <a href=\"https://login.shop.example/\">https://shop.example/</a> "
	    "<a href=\"http://pic.example\"><img src=\"a.png\"></a> and www.plain.example</p>");

	assert_int_equal(text.links, 5);
	for (unsigned i = 0; i < text.links; i++) {
		if (inq_str_is(text.link[i].host, "evil.example")) {
			assert_true(inq_str_is(text.link[i].shown, "alibaba.com"));
			assert_memory_equal(text.norm + text.link[i].start, "www.alibaba.com", 15);
			assert_int_equal(text.link[i].end - text.link[i].start, 15);
		} else {
			assert_int_equal(text.link[i].shown.n, 0);
		}
	}
}

static void test_words(void **state)
{
	struct inq_event event = empty_event();
	struct inq_text text;

	event.subject = S("Price request");
	event.body = S("Need 500 pcs of 2x40HQ !!");
	text = build(*state, &event);
	assert_int_equal(text.words, 7);
	assert_int_equal(build_body(*state, "您好吗").words, 2);
	assert_int_equal(build_body(*state, "需要500个 FOB").words, 4);
	assert_int_equal(build_body(*state, "가격 문의").words, 2);
	assert_int_equal(build_body(*state, "one\nRegards\nAnna Beispiel").words, 2);
	assert_int_equal(build_body(*state, "one\n> two three").words, 1);
}

static void test_language(void **state)
{
	struct fixture *fixture = *state;
	struct inq_event event = empty_event();
	struct inq_text text;

	assert_true(inq_str_is(build_body(*state, "Wir brauchen 500 Stück").lang, "de"));
	assert_true(inq_str_is(build_body(*state, "12345").lang, "und"));
	event.subject = S("Anfrage nach Handschuhen für unsere Läden");
	event.body = S("500");
	assert_true(inq_str_is(build(*state, &event).lang, "de"));
	event.body = S("We need 500 sets of the gloves");
	assert_true(inq_str_is(build(*state, &event).lang, "en"));
	event.lang = S("pt-BR");
	assert_true(inq_str_is(build(*state, &event).lang, "pt"));
	event.lang = S("english");
	assert_true(inq_str_is(build(*state, &event).lang, "en"));
	assert_int_equal(inq_text_build(fixture->arena, NULL, &event, &text), INQ_OK);
	assert_true(inq_str_is(text.lang, "und"));
	event.body = S("您好,请报价");
	event.lang.n = 0;
	assert_int_equal(inq_text_build(fixture->arena, NULL, &event, &text), INQ_OK);
	assert_true(inq_str_is(text.lang, "zh"));
}

static uint64_t fingerprint(struct fixture *fixture, const char *body, const char *name, const char *company)
{
	struct inq_event event = empty_event();

	event.body = (struct inq_str){body, strlen(body)};
	event.buyer.name = (struct inq_str){name, strlen(name)};
	event.buyer.company = (struct inq_str){company, strlen(company)};
	return build(fixture, &event).fingerprint;
}

static void test_fingerprint(void **state)
{
	const char *one =
	    "Dear Lily,\nwe offer SEO for your web shop, 100 links for 50 USD, see https://a.example/1\nJohn Price";
	const char *two =
	    "Hello Mr Wang!\nWe OFFER seo for your web-shop, 200 links for 70 USD: see https://b.example/2\nMary Major";
	const char *other =
	    "Dear Lily,\nwe need gloves for our web shop, 100 boxes for 50 stores, please see the list\nJohn Price";

	assert_true(fingerprint(*state, one, "John Price", "Price Ltd") != 0);
	assert_true(fingerprint(*state, one, "John Price", "Price Ltd") ==
		    fingerprint(*state, two, "Mary Major", "Major Inc"));
	assert_true(fingerprint(*state, one, "", "") != fingerprint(*state, other, "", ""));
	/* The name within the text. */
	assert_true(fingerprint(*state, "this is Anna Muster of Muster Trading, we buy gloves", "Anna Muster",
				"Muster Trading") == fingerprint(*state,
								 "this is Juan Perez of Perez Import, we buy gloves",
								 "Juan Perez", "Perez Import"));
	/* Equal texts of senders who are called like words of it. */
	assert_true(fingerprint(*state, "we will buy rose oil for our shops", "Rose Will", "") ==
		    fingerprint(*state, "we will buy rose oil for our shops", "Tom Shops", ""));
	assert_true(fingerprint(*state, "need price of gloves", "", "") == 0);
	assert_true(fingerprint(*state, "hi, 1 2 3 4 5 6", "", "") != 0);
	assert_true(fingerprint(*state, "", "", "") == 0);
	assert_true(fingerprint(*state, "需要五千件手套", "", "") == 0);
	assert_true(fingerprint(*state, "我们需要五千件手套请报价", "", "") != 0);
}

/* What must hold for any event. */
static void check_invariants(struct fixture *fixture, const struct inq_text *text)
{
	assert_int_equal(text->norm[text->size], '\0');
	for (size_t i = 0; i < text->segment_count; i++) {
		const struct inq_segment *segment = &text->segments[i];

		assert_true(segment->start < segment->end && segment->end < text->size);
		assert_int_equal(text->norm[segment->start - 1], '\n');
		assert_int_equal(text->norm[segment->end], '\n');
		for (uint32_t k = segment->start; k <= segment->end; k++) {
			assert_true(text->origin[k] <= segment->original.n);
			assert_true(text->origin[k] >= text->origin[k - 1]);
			assert_true(text->norm[k] == '\n' || (unsigned char)text->norm[k] >= ' ');
			assert_false(text->norm[k] == ' ' && text->norm[k + 1] == ' ');
		}
	}
	for (unsigned i = 0; i < text->links; i++) {
		assert_true(text->link[i].host.n > 0);
		assert_true(text->link[i].start <= text->link[i].end && text->link[i].end <= text->size);
	}
	assert_true(text->lang.n == 2 || inq_str_is(text->lang, "und"));
	assert_false(inq_arena_failed(fixture->arena));
}

/* The piece of `s` from code point `start` to `end`. */
static struct inq_str slice(struct inq_str s, uint32_t start, uint32_t end)
{
	size_t from = s.n, to = s.n;
	uint32_t point = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (((unsigned char)s.s[i] & 0xC0) == 0x80)
			continue;
		if (point == start)
			from = i;
		if (point == end)
			to = i;
		point++;
	}
	return (struct inq_str){s.s + from, to - from};
}

static void check_quotes(struct fixture *fixture, const struct inq_text *text)
{
	for (uint32_t start = 0; start < text->size; start++) {
		for (uint32_t end = start + 1; end <= text->size && end < start + 40; end += 3) {
			struct inq_quote quote = inq_text_quote(fixture->arena, text, (struct inq_span){start, end});
			const struct inq_segment *segment = inq_text_segment(text, (struct inq_span){start, start + 1});
			struct inq_str expected = slice(segment->original, quote.start, quote.end);

			assert_true(quote.text.s == expected.s || quote.text.n == 0);
			assert_int_equal(quote.text.n, expected.n);
		}
	}
}

static const char *const samples[] = {
    "Dear Sir,\nWe need 3,000 pcs “double wall” bottles – FOB Ningbo €2.50/pc.\n\nBest regards,\nAnna",
    "Hola, ¿cuánto cuesta el envío de 2×40HQ a Callao? Somos mayoristas…",
    "Olá, preciso de cotação para 5 mil peças até março. Obrigado!",
    "Bonjour, nous cherchons 10 000 paires à 1,20 € l’unité, livrées à Marseille.",
    "Wir benötigen 10.000 Stück (Größe XL), Lieferung bis KW 12. Grüße aus Köln",
    "Buongiorno, qual è il prezzo per 500 pezzi? È urgente!",
    "Merhaba, 1.000 adet için fiyat ve teslim süresi öğrenebilir miyiz? İyi çalışmalar",
    "Chào anh, cho mình hỏi giá sỉ 200 cái, giao về Đà Nẵng được không ạ?",
    "Dzień dobry, ile kosztuje 300 sztuk z wysyłką do Łodzi? Żółte i różowe.",
    "Goedendag, graag een offerte voor 1.500 stuks. Alvast bedankt!",
    "Mohon penawaran harga untuk 200 unit, kirim ke Surabaya.",
    "Здравствуйте! Нужны 5 000 шт. йогуртниц, цена с доставкой до Москвы? Ёлки №5",
    "Доброго дня! Потрібні свічки, 5 000 шт, ціна з логістикою до Києва, їжак, ґанок",
    "السلام عليكم، نريد عرض سعر لـ ١٢٬٠٠٠ حبة، شحن إلى ميناء جدة؟ شُكْرًا",
    "سلام، قیمت ۵۰۰ دستگاه با کرایه تا بندرعباس چقدر است؟ نمونه‌ها را بفرستید.",
    "您好！我们需要５千件手套（加厚），请报ＦＯＢ宁波价。谢谢！【急】",
    "您好，請問250本布面筆記本「五色」可以先寄樣品嗎？",
    "お世話になります。ステンレスボトルを３，０００本、見積りをお願いします。ｶﾞﾗｽ",
    "안녕하세요, 텀블러 3,000개 견적 부탁드립니다. 납기는 5월 말입니다.",
    "สวัสดีครับ ต้องการแก้วน้ำ ๕๐๐ ใบ ราคาเท่าไหร่ครับ",
    "नमस्ते, हमें ५०० बोतलें चाहिए, क़ीमत बताइए।",
    "আমাদের ৫০০টি বোতল দরকার, দাম কত?",
    "Γεια σας, χρειαζόμαστε 500 τεμάχια, ποια είναι η τιμή; Ευχαριστώ",
    "שלום, אנחנו צריכים 500 בקבוקים, מה המחיר? תודה",
    "Dobrý den, máme zájem o 500 ks, jaká je cena? Děkuji",
    "Tisztelt Uram, 500 darabra kérek árajánlatot, őszi szállítással.",
    "Hej, vi vill köpa 500 st flaskor på öppet köp.",
    "👋🏽 hey!! pls price 🙏🙏 100pcs ✅ 40′ hc, 7″ ±5% ½ kg ㎡ ①②",
    "<p>Dear &amp; Sir,<br>need <b>5</b>00 pcs &euro;2</p><blockquote type=cite>old &lt;x&gt;</blockquote>",
    "ok\r\n\r\n> quoted é\r\nnew ü\r\nOn 5 Jan 2026 a@b.example wrote:\r\nold",
    "e\xCC\x81\xCC\x82\xCC\x83 か\u3099 \u1112\u1161\u11ab \u0e01\u0e48\u0e49 ﷺ ﬃ ǆ",
    "a\u200bb\u00adc\u202e d\ufeff e\u2028f\u2029g\xC2\x85h",
};

static void test_samples_hold_their_promises(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		struct inq_event event = empty_event();
		struct inq_str sample = {samples[i], strlen(samples[i])};
		struct inq_str norm = inq_normalise(fixture->arena, sample.s, sample.n);
		struct inq_str again = inq_normalise(fixture->arena, norm.s, norm.n);
		struct inq_text text;

		assert_string_equal(norm.s, again.s);
		event.subject = event.body = event.buyer.company = sample;
		text = build(fixture, &event);
		check_invariants(fixture, &text);
		check_quotes(fixture, &text);
		inq_arena_reset(fixture->arena, INQ_ARENA_BYTES_KEPT);
	}
}

static uint64_t next_random(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Random bytes, random characters, and pieces that the parsers look for. */
static size_t random_text(uint64_t *seed, char *out, size_t max)
{
	static const char *const pieces[] = {
	    "<p>",
	    "</p>",
	    "<a href=\"http://x.example/\">",
	    "</a>",
	    "<blockquote type=cite>",
	    "</blockquote>",
	    "<script>",
	    "<!--",
	    "-->",
	    "&amp;",
	    "&#x41;",
	    "&#",
	    ";",
	    "<",
	    ">",
	    "\"",
	    "'",
	    "http://",
	    "www.",
	    ".com",
	    "@",
	    "\n",
	    "\r\n",
	    "\n> ",
	    "\n-- \n",
	    "\nRegards,\n",
	    "\nFrom: a\nSent: b\n",
	    " wrote:\n",
	    "On 5 Jan 2026 ",
	    "p.s. ",
	    "€",
	    "50",
	    "½",
	    "é",
	    "e\xCC\x81",
	    "か",
	    "\u3099",
	    "한",
	    "\u1112",
	    "\u1161",
	    "\u11ab",
	    "ｶ",
	    "ﾞ",
	    "\u0e01",
	    "\u0e48",
	    "\u0e33",
	    "क",
	    "़",
	    "ي",
	    "ـ",
	    "٥",
	    "\u200d",
	    "\u202e",
	    "👍",
	    "ﷺ",
	    "\xff",
	};
	size_t n = 0, wanted = next_random(seed) % max;

	while (n + 32 < wanted) {
		uint64_t random = next_random(seed);

		if (random % 4 == 0) {
			out[n++] = (char)(random >> 8);
		} else if (random % 4 == 1) {
			out[n++] = (char)(' ' + (random >> 8) % 95);
		} else {
			const char *piece = pieces[(random >> 8) % (sizeof(pieces) / sizeof(pieces[0]))];

			memcpy(out + n, piece, strlen(piece));
			n += strlen(piece);
		}
	}
	return n;
}

static void test_random_bytes(void **state)
{
	struct fixture *fixture = *state;
	uint64_t seed = UINT64_C(0x9E3779B97F4A7C15);

	for (int round = 0; round < FUZZ_ROUNDS; round++) {
		struct inq_event event = empty_event();
		char *bytes = malloc(512);
		size_t n = random_text(&seed, bytes, 512);
		char *exact = malloc(n + 1); /* so that a read past the end is seen */
		struct inq_str norm, again;
		struct inq_text text;

		memcpy(exact, bytes, n);
		free(bytes);
		event.body = (struct inq_str){exact, n};
		event.buyer.name = (struct inq_str){exact, n / 2};
		norm = inq_normalise(fixture->arena, exact, n);
		again = inq_normalise(fixture->arena, norm.s, norm.n);
		assert_int_equal(norm.n, again.n);
		assert_memory_equal(norm.s, again.s, norm.n);
		text = build(fixture, &event);
		check_invariants(fixture, &text);
		for (unsigned i = 0; i < 8 && text.size; i++) {
			uint32_t start = (uint32_t)(next_random(&seed) % text.size);
			uint32_t end = start + (uint32_t)(next_random(&seed) % 50);
			struct inq_quote quote = inq_text_quote(fixture->arena, &text, (struct inq_span){start, end});

			assert_true(quote.start <= quote.end && quote.text.n <= n);
		}
		free(exact);
		inq_arena_reset(fixture->arena, INQ_ARENA_BYTES_KEPT);
	}
}

static void test_full_arena_is_a_failure(void **state)
{
	struct fixture *fixture = *state;
	struct inq_attachment attachments[2] = {0};
	struct inq_event event = full_event(attachments);
	int failures = 0, successes = 0;

	event.body =
	    S("<p>see <a href=\"http://x.example\">y.example</a> or http://z.example, we need five words ffffff</p>"
	      "<p>Regards</p><p>Anna</p><blockquote type=cite>old</blockquote>");
	for (size_t limit = 64; limit < 65536; limit += 64) {
		struct inq_arena *arena = inq_arena_new(limit);
		struct inq_text text;
		enum inq_status status = inq_text_build(arena, fixture->languages, &event, &text);

		assert_true(status == INQ_OK || status == INQ_FAILED);
		failures += status == INQ_FAILED;
		successes += status == INQ_OK;
		inq_arena_free(arena);
	}
	assert_true(failures > 0 && successes > 0);
}

/* Text made to be read again and again by a parser that looks ahead. A quadratic one needs minutes for it. */
static void test_hostile_text_is_linear(void **state)
{
	static const char *const pieces[] = {"<a ",
					     "<a \"",
					     "<a \">\" ",
					     "</script",
					     "<script><",
					     "&",
					     "a.",
					     ".",
					     "://",
					     "<!",
					     "<p><a href=\"x.com\">",
					     "\n>",
					     "\nFrom:",
					     "On 5 wrote:\n",
					     "ก\u0e48",
					     "\u0e48",
					     "http://a@",
					     "<td>",
					     "x@y.com "};
	char *body = malloc(INQ_TEXT_BYTES_MAX);

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		size_t n = strlen(pieces[i]), size = INQ_TEXT_BYTES_MAX / n * n;
		struct inq_event event = empty_event();
		struct inq_text text;

		for (size_t k = 0; k < size; k += n)
			memcpy(body + k, pieces[i], n);
		event.body = (struct inq_str){body, size};
		text = build(*state, &event);
		check_invariants(*state, &text);
		inq_arena_reset(((struct fixture *)*state)->arena, INQ_ARENA_BYTES_KEPT);
	}
	free(body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_case_and_accents),
	    cmocka_unit_test(test_arabic_and_persian_letters),
	    cmocka_unit_test(test_marks_that_make_letters_stay),
	    cmocka_unit_test(test_digits_of_all_scripts),
	    cmocka_unit_test(test_punctuation_is_ascii),
	    cmocka_unit_test(test_symbols_and_currencies),
	    cmocka_unit_test(test_white_space_and_controls),
	    cmocka_unit_test(test_nul_is_dropped),
	    cmocka_unit_test(test_word_bytes),
	    cmocka_unit_test(test_every_part_has_a_framed_segment),
	    cmocka_unit_test(test_quotes_name_their_field),
	    cmocka_unit_test(test_quotes_count_code_points),
	    cmocka_unit_test(test_quotes_are_trimmed),
	    cmocka_unit_test(test_quotes_are_clamped_to_their_segment),
	    cmocka_unit_test(test_segment_of_a_span),
	    cmocka_unit_test(test_empty_event),
	    cmocka_unit_test(test_long_fields_are_cut),
	    cmocka_unit_test(test_html_becomes_text),
	    cmocka_unit_test(test_what_is_not_html),
	    cmocka_unit_test(test_broken_html),
	    cmocka_unit_test(test_html_with_a_quoted_mail),
	    cmocka_unit_test(test_quoted_thread),
	    cmocka_unit_test(test_what_is_not_quoted),
	    cmocka_unit_test(test_answers_below_and_between_quotes),
	    cmocka_unit_test(test_signatures),
	    cmocka_unit_test(test_signatures_swallow_nothing),
	    cmocka_unit_test(test_small_print_and_footers_are_signature),
	    cmocka_unit_test(test_links),
	    cmocka_unit_test(test_links_of_html),
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_language),
	    cmocka_unit_test(test_fingerprint),
	    cmocka_unit_test(test_samples_hold_their_promises),
	    cmocka_unit_test(test_random_bytes),
	    cmocka_unit_test(test_full_arena_is_a_failure),
	    cmocka_unit_test(test_hostile_text_is_linear),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
