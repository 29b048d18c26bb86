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
#include <unistd.h>

#include <cmocka.h>

#include "language_fixture.h"

static void assert_language(struct fixture *fixture, const char *text, const char *code)
{
	struct inq_str norm = inq_normalise(fixture->arena, text, strlen(text));
	struct inq_str found = inq_languages_detect(fixture->languages, norm.s, norm.n);

	if (!inq_str_is(found, code))
		fail_msg("found %.*s, expected %s: %s", (int)found.n, found.s, code, text);
}

static void test_sentences(void **state)
{
	static const char *const sentences[][2] = {
	    {"en", "We are looking for a supplier of stainless steel bottles for our shops."},
	    {"es", "Necesitamos una cotización para 500 piezas con nuestro logotipo."},
	    {"pt", "Gostaríamos de receber uma cotação para 500 peças com a nossa marca."},
	    {"fr", "Nous souhaitons recevoir un devis pour 500 pièces avec notre logo."},
	    {"de", "Wir benötigen ein Angebot über 500 Stück mit unserem Logo."},
	    {"it", "Vorremmo ricevere un preventivo per 500 pezzi con il nostro marchio."},
	    {"nl", "Wij ontvangen graag een offerte voor 500 stuks met ons logo."},
	    {"tr", "Kendi logomuzla 500 adet için fiyat teklifi rica ediyoruz."},
	    {"vi", "Chúng tôi cần báo giá 500 cái có in logo của công ty."},
	    {"pl", "Prosimy o wycenę 500 sztuk z naszym logo, dostawa do Łodzi."},
	    {"id", "Kami membutuhkan penawaran harga untuk 500 buah dengan logo perusahaan."},
	    {"ro", "Vă rugăm să ne trimiteți o ofertă pentru 500 de bucăți cu logo-ul nostru."},
	    {"cs", "Prosíme o nabídku na 500 kusů s naším logem, kolik to bude stát?"},
	    {"sv", "Vi skulle vilja ha en offert på 500 stycken med vår logotyp."},
	    {"hu", "Kérünk árajánlatot 500 darabra, mennyibe kerül a szállítás?"},
	    {"ru", "Просим выслать предложение на 500 штук с нашим логотипом."},
	    {"uk", "Просимо надіслати пропозицію на 500 штук з нашим логотипом."},
	    {"bg", "Моля, изпратете ни оферта за 500 бройки с нашето лого."},
	    {"ar", "نرجو إرسال عرض سعر لعدد 500 قطعة مع شعارنا."},
	    {"fa", "لطفا قیمت ۵۰۰ عدد با لوگوی ما را برای ما بفرستید."},
	    {"ur", "براہ کرم ہمیں 500 عدد کی قیمت بتائیں، شکریہ"},
	    {"zh", "请报500件带我们标志的价格，谢谢。"},
	    {"zh", "請報500件帶我們標誌的價格，FOB Ningbo，謝謝 Stainless Steel"},
	    {"ja", "弊社ロゴ入りで500個のお見積りをお願いします。"},
	    {"ko", "저희 로고가 들어간 제품 500개 견적 부탁드립니다."},
	    {"th", "ขอใบเสนอราคา 500 ชิ้นพร้อมโลโก้ของเรา"},
	    {"he", "נשמח לקבל הצעת מחיר ל-500 יחידות"},
	    {"el", "Θα θέλαμε μια προσφορά για 500 τεμάχια"},
	    {"hi", "कृपया 500 पीस का मूल्य भेजें"},
	    {"bn", "অনুগ্রহ করে ৫০০ পিসের দাম জানান"},
	};

	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		assert_language(*state, sentences[i][1], sentences[i][0]);
}

static void test_chat_messages(void **state)
{
	static const char *const messages[][2] = {
	    {"en", "best price pls"},     {"en", "how much 100 pcs?"},
	    {"es", "cuánto cuesta?"},     {"es", "precio x mayor"},
	    {"pt", "quanto custa?"},      {"pt", "bom dia, preço?"},
	    {"fr", "bonjour, le prix?"},  {"de", "was kostet das?"},
	    {"it", "quanto costa?"},      {"nl", "wat kost dit?"},
	    {"tr", "fiyat ne kadar"},     {"vi", "giá bao nhiêu"},
	    {"vi", "gia bao nhieu shop"}, {"pl", "ile kosztuje?"},
	    {"id", "harga berapa gan"},   {"ru", "сколько стоит?"},
	    {"uk", "скільки коштує?"},    {"ar", "كم السعر"},
	    {"fa", "قیمت چنده"},          {"zh", "多少钱"},
	    {"ja", "いくらですか"},       {"ko", "얼마예요"},
	    {"th", "ราคาเท่าไหร่"},
	};

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		assert_language(*state, messages[i][1], messages[i][0]);
}

/* Words that are in no list: what they look like tells. */
static void test_unlisted_words(void **state)
{
	static const char *const texts[][2] = {
	    {"en", "stainless flanges"},        {"es", "azulejos esmaltados"},  {"pt", "botijões galvanizados"},
	    {"fr", "chaussures imperméables"},  {"de", "Schraubverschlüsse"},   {"it", "rubinetteria cromata"},
	    {"nl", "waterdichte werkschoenen"}, {"tr", "paslanmaz tencereler"}, {"pl", "opakowania szklane"},
	    {"fa", "گیاهان آپارتمانی"},
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_language(*state, texts[i][1], texts[i][0]);
}

/* A language that more mail comes in wins where nothing else speaks; it never makes a language out of nothing. */
static void test_prior(void **state)
{
	assert_language(*state, "sample, 15%", "en");
	assert_language(*state, "catalogo", "es");
	assert_language(*state, "15%, 20 kg", "und");
}

static void test_unknown(void **state)
{
	static const char *const texts[] = {"", "12345", "??? !!!", "xqzt vbnm", "FOB 40HQ"};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_language(*state, texts[i], "und");
}

static void test_scripts_alone(void **state)
{
	static const char *const texts[][2] = {
	    {"zh", "报价"}, {"ja", "みつもり"}, {"ko", "견적"},   {"ru", "цена"},
	    {"ar", "سعر"},  {"th", "ราคา"},     {"und", "price"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_true(inq_str_is(inq_languages_detect(NULL, texts[i][1], strlen(texts[i][1])), texts[i][0]));
}

static unsigned phrase(struct fixture *fixture, const char *text)
{
	struct inq_str norm = inq_normalise(fixture->arena, text, strlen(text));

	return inq_languages_phrase(fixture->languages, norm.s, norm.n);
}

static void test_phrases(void **state)
{
	assert_true(phrase(*state, "Mit freundlichen Grüßen") & INQ_PHRASE_CLOSING);
	assert_true(phrase(*state, "顺颂商祺") & INQ_PHRASE_CLOSING);
	assert_true(phrase(*state, "Original Message") & INQ_PHRASE_ORIGINAL);
	assert_true(phrase(*state, "Forwarded message") & INQ_PHRASE_FORWARDED);
	assert_int_equal(phrase(*state, "de") & (INQ_PHRASE_WORD | INQ_PHRASE_FROM), INQ_PHRASE_WORD | INQ_PHRASE_FROM);
	assert_true(phrase(*state, "Betreff") & INQ_PHRASE_HEADER);
	assert_true(phrase(*state, "pcs") & INQ_PHRASE_CONTENT);
	assert_true(phrase(*state, "P.S.") & INQ_PHRASE_POSTSCRIPT);
	assert_int_equal(phrase(*state, "qwertz"), 0);
	assert_int_equal(phrase(*state, ""), 0);
	assert_int_equal(inq_languages_phrase(NULL, "de", 2), 0);
}

static bool wrote(struct fixture *fixture, const char *text)
{
	return inq_languages_wrote(fixture->languages, text, strlen(text));
}

static void test_patterns(void **state)
{
	struct fixture *fixture = *state;

	assert_true(wrote(fixture, "on 5 jan 2026, lily wrote"));
	assert_true(wrote(fixture, "am 05.01.2026 um 10:22 schrieb lily <l@x.example>"));
	assert_true(wrote(fixture, "在 2026-01-05 10:22:33,\"lily\" 写道"));
	assert_false(wrote(fixture, "on the label our printer wrote"));
	assert_false(wrote(fixture, "on 5 jan 2026 we wrote to you"));
	assert_false(wrote(fixture, ""));
	assert_true(inq_languages_footer(fixture->languages, "sent from my iphone", 19));
	assert_false(inq_languages_footer(fixture->languages, "we sent from my stock", 21));
	assert_false(inq_languages_footer(NULL, "sent from my iphone", 19));
	assert_false(inq_languages_wrote(NULL, "on 5 jan lily wrote", 19));
	assert_false(inq_languages_disclaimer(NULL, "confidential", 12));
	assert_false(inq_languages_disclaimer(fixture->languages, "our drawing is confidential", 27));
}

/* Loads a languages.yaml with this content and expects it to be refused with this message. */
static void assert_refused(const char *content, const char *message)
{
	char dir[] = "/tmp/test_lang.XXXXXX", path[64], expected[256];
	struct inq_error error = {""};
	FILE *file;

	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/languages.yaml", dir);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	assert_null(inq_languages_load(dir, &error));
	unlink(path);
	rmdir(dir);
	snprintf(expected, sizeof(expected), "%s:%s", path, message);
	if (strncmp(error.text, expected, strlen(expected)) != 0)
		fail_msg("found \"%s\", expected \"%s\"", error.text, expected);
}

#define HEAD                                                                                                           \
	"format: inquiry.languages/1\nsignature: {content: [pcs], disclaimers: [x], postscripts: [ps]}\nlanguages:\n"

static void test_mistakes_name_file_and_line(void **state)
{
	struct inq_error error = {""};

	(void)state;
	assert_refused(
	    "format: other/1\nsignature: {content: [a], disclaimers: [a], postscripts: [a]}\nlanguages: [a]\n",
	    "1: found format \"other/1\"");
	assert_refused(HEAD "  - {code: xyz, name: X, script: latin}\n", "4: found code \"xyz\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin}\n  - {code: de, name: Y, script: latin}\n",
		       "5: language \"de\" stands here twice");
	assert_refused(HEAD "  - code: de\n    name: X\n    script: latin\n    words: [a,\n      two words]\n",
		       "8: found \"two words\"");
	assert_refused(HEAD "  - code: de\n    name: X\n    script: latin\n    closings: ['\u200b']\n", "7: found");
	assert_refused(HEAD "  - code: de\n    name: X\n    script: latin\n    wrote: ['...']\n", "7: found \"...\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, letters: äö}\n", "4: found letters");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, pieces: _di sche ung}\n",
		       "4: found the piece \"sche\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, pieces: _di un}\n", "4: found the piece \"un\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, pieces: a_b}\n", "4: found the piece \"a_b\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, pieces: a.b}\n", "4: found the piece \"a.b\"");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, prior: 2}\n", "4: ");
	assert_refused(HEAD "  - {code: de, name: X, script: runes}\n", "4: ");
	assert_refused(HEAD "  - {code: de, name: X, script: latin, word: [a]}\n", "4: ");
	assert_refused("format: inquiry.languages/1\nsignature: {content: [pcs], disclaimers: [x], postscripts: [ps]}\n"
		       "languages: []\n",
		       "3: expected a list of languages");
	assert_refused("format: [", "2: ");
	assert_null(inq_languages_load("/nonexistent", &error));
	assert_non_null(strstr(error.text, "languages.yaml"));
	inq_languages_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_sentences),
	    cmocka_unit_test(test_chat_messages),
	    cmocka_unit_test(test_unlisted_words),
	    cmocka_unit_test(test_prior),
	    cmocka_unit_test(test_unknown),
	    cmocka_unit_test(test_scripts_alone),
	    cmocka_unit_test(test_phrases),
	    cmocka_unit_test(test_patterns),
	    cmocka_unit_test(test_mistakes_name_file_and_line),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
