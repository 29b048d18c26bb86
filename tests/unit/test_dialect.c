/* What patterns mean after translation: PCRE2 runs the exact expression; the loose one must match whatever it does. */
#include "dialect.h"
#include "text.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static bool matches(const char *regex, const char *text)
{
	int error;
	size_t offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)regex, PCRE2_ZERO_TERMINATED, PCRE2_DOTALL, &error, &offset, NULL);
	pcre2_match_data *data;
	int found;

	if (!code)
		fail_msg("'%s' does not compile: PCRE2 error %d", regex, error);
	data = pcre2_match_data_create(1, NULL);
	found = pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, 0, data, NULL);
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	return found >= 0;
}

struct meaning {
	const char *pattern;
	bool whole_words;
	const char *text;
	bool wanted;
};
static const struct meaning meanings[] = {
	{"price", true, "Best PRICE?", true},
	{"price", true, "priceless", false},
	{"price", true, "the price", true},
	{"best price", true, "best\nprice", true},
	{"cotización", true, "COTIZACION", true},
	{"cotizaci\\w*", true, "cotizaciones", true},
	{"цен\\w*", true, "Цены?", true},
	{"цен\\w*", true, "оценка", false},
	{"a.{0,3}b", true, "a123b", true},
	{"a.{0,3}b", true, "a1234b", false},
	{"价.{0,2}格", false, "价一二格", true},
	{"价.{0,2}格", false, "价一二三四五六七格", false},
	{"要了?吗", false, "要吗", true},
	{"[一二三]个", false, "二个", true},
	{"[一二三]个", false, "四个", false},
	{"x[가-힣]", false, "x힣", true},
	{"x[가-힣]", false, "x중", true},
	{"x[가-힣]", false, "xㄱ", false},
	{"[^流]水单", false, "见水单", true},
	{"[^流]水单", false, "流水单", false},
	{"[^流]水单", false, "a水单", true},
	{"[^\\d ]元", false, "美元", true},
	{"[^\\d ]元", false, "5元", false},
	{"seo|优化", false, "做seo吗", true},
	{"seo|优化", false, "Deseo comprar", false},
	{"\\d{2,}件", false, "120件", true},
	{"\\d{2,}件", false, "1件", false},
	{"^hi$", true, "hi", true},
	{"^hi$", true, "say hi", false},
	{"100 ?%", true, "100% new", true},
	{"really？", true, "really?", true},
};

static void patterns_mean_what_is_documented(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 24);

	(void)state;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		const struct meaning *m = &meanings[i];
		struct inq_str source = {m->pattern, strlen(m->pattern)}, normal;
		struct inq_expression expression;
		const char *framed;

		assert_null(inq_dialect_translate(arena, source, m->whole_words, &expression));
		normal = inq_normalise(arena, m->text, strlen(m->text));
		framed = inq_arena_printf(arena, "\n%s\n", normal.s);
		if (matches(expression.regex, framed) != m->wanted)
			fail_msg("'%s' on '%s': expected %s (%s)", m->pattern, m->text, m->wanted ? "a match" : "none",
				 expression.regex);
		if (m->wanted && !matches(expression.loose, framed))
			fail_msg("'%s' on '%s': the loose expression misses it (%s)", m->pattern, m->text,
				 expression.loose);
	}
	inq_arena_free(arena);
}

struct mistake {
	const char *pattern, *message;
};
static const struct mistake mistakes[] = {
	{"", "found an empty pattern"},
	{"a.*b", "found .* or .+"},
	{"\\bword", "found \\b"},
	{"a\\q", "found a backslash"},
	{"[abc", "found '[' without ']'"},
	{"a{x}", "found '{'"},
	{"a{5,2}", "found '{'"},
	{".{3,}", "found an unbounded gap"},
	{"a^b", "found ^ or $ in the middle"},
	{"[힣-가]", "found a range of letters that does not rise"},
	{"[^가-힣]", "found a range of letters beyond ASCII in a negated class"},
};

static void mistakes_say_what_was_expected(void **state)
{
	struct inq_arena *arena = inq_arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		struct inq_str source = {mistakes[i].pattern, strlen(mistakes[i].pattern)};
		struct inq_expression expression;
		const char *wrong = inq_dialect_translate(arena, source, true, &expression);

		if (!wrong || !strstr(wrong, mistakes[i].message))
			fail_msg("'%s' gave '%s', expected '%s'", mistakes[i].pattern, wrong ? wrong : "nothing",
				 mistakes[i].message);
		assert_non_null(strstr(wrong, "expected"));
	}
	inq_arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_mean_what_is_documented),
		cmocka_unit_test(mistakes_say_what_was_expected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
