/* Rules, conditions, sums, proof and composites over a knowledge folder of a screenful (tests/data/tiny). */
#include "verdict.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct bench {
	struct inq_arena *arena;
	struct inq_knowledge *knowledge;
	struct inq_rules *rules;
	struct inq_scanner *scanner;
	struct inq_text text;
	struct inq_signals signals;
	struct inq_facts facts;
	struct inq_evidence evidence;
	struct inq_fired fired;
	struct inq_verdict verdict;
};

static void fail_on(void *context, const struct inq_error *error)
{
	(void)context;
	fail_msg("%s", error->text);
}

static int set_up(void **state)
{
	static struct bench bench;
	struct inq_mistakes mistakes = {.report = fail_on};

	bench = (struct bench){.arena = inq_arena_new(1 << 24)};
	bench.knowledge = inq_knowledge_load(SOURCE_DIR "/tests/data/tiny", &mistakes);
	assert_non_null(bench.knowledge);
	bench.rules = inq_rules_compile(bench.knowledge, NULL, &mistakes);
	assert_non_null(bench.rules);
	bench.scanner = inq_scanner_new(bench.rules);
	assert_non_null(bench.scanner);
	*state = &bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;

	inq_scanner_free(b->scanner);
	inq_rules_free(b->rules);
	inq_knowledge_free(b->knowledge);
	inq_arena_free(b->arena);
	return 0;
}

static void judge(struct bench *b, const char *subject, const char *body)
{
	struct inq_event event;

	memset(&event, 0, sizeof(event));
	event.id = event.platform = event.channel = event.lang = event.received_at = INQ_STR("");
	event.buyer = (struct inq_buyer){INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_STR(""), INQ_ABSENT, {0}};
	event.product.name = event.product.category = event.product.unit = event.product.currency = INQ_STR("");
	event.history.last_order_at = INQ_STR("");
	event.subject = (struct inq_str){subject, strlen(subject)};
	event.body = (struct inq_str){body, strlen(body)};
	assert_int_equal(inq_text_build(b->arena, NULL, &event, &b->text), INQ_OK);
	assert_int_equal(inq_rules_match(b->arena, b->rules, b->scanner, &b->text, &b->signals, &b->fired), INQ_OK);
	b->evidence = (struct inq_evidence){.knowledge = b->knowledge, .text = &b->text, .facts = &b->facts,
					    .signals = &b->signals, .fired = &b->fired};
	assert_int_equal(inq_verdict_decide(b->arena, &b->evidence, &b->verdict), INQ_OK);
}

static bool fired(const struct bench *b, const char *rule)
{
	uint32_t index = inq_rule_find(b->knowledge, (struct inq_str){rule, strlen(rule)});

	assert_int_not_equal(index, INQ_NONE);
	for (size_t i = 0; i < b->fired.count; i++)
		if (b->fired.item[i].rule == index)
			return true;
	return false;
}

static void words_are_matched_whole_and_in_any_spelling(void **state)
{
	struct bench *b = *state;

	judge(b, "", "HELLO\nthere, Othello");
	assert_true(fired(b, "says.hello"));
	judge(b, "", "Othello in China");
	assert_false(fired(b, "says.hello"));
	assert_false(fired(b, "says.hi"));
	judge(b, "", "Gru\xcc\x88\xc3\x9f  Gott");
	assert_true(fired(b, "says.hello"));
	judge(b, "", "昨天他哭了一整天");
	assert_true(fired(b, "cries"));
}

static void a_match_never_spans_two_parts(void **state)
{
	struct bench *b = *state;

	judge(b, "your", "money is safe");
	assert_false(fired(b, "threat.money"));
	judge(b, "", "your money is not");
	assert_true(fired(b, "threat.money"));
}

static void evidence_is_quoted_as_it_was_written(void **state)
{
	struct bench *b = *state;
	struct inq_quote quote;

	judge(b, "", "Ça va?  HELLO   THERE, friend");
	assert_int_equal(b->fired.count, 1);
	quote = inq_text_quote(b->arena, &b->text, b->fired.item[0].span);
	assert_string_equal(quote.field, "body");
	assert_int_equal(quote.start, 8);
	assert_int_equal(quote.end, 21);
	assert_int_equal(quote.text.n, 13);
	assert_memory_equal(quote.text.s, "HELLO   THERE", 13);
}

static void conditions_combine_rules_and_signals(void **state)
{
	struct bench *b = *state;

	judge(b, "", "hi, I weep");
	assert_true(fired(b, "glad.tears"));
	judge(b, "", "hi, I weep. your money!");
	assert_false(fired(b, "glad.tears"));
	judge(b, "", "I weep");
	assert_false(fired(b, "glad.tears"));
	assert_false(fired(b, "no-mail"));
	b->signals.on[INQ_SIGNAL_MAIL_NONE] = 1;
	judge(b, "", "I weep");
	assert_true(fired(b, "no-mail"));
	b->signals.on[INQ_SIGNAL_MAIL_NONE] = 0;
}

static uint32_t label(const struct bench *b, const char *dimension, const char *name)
{
	uint32_t d = inq_dimension_find(b->knowledge, (struct inq_str){dimension, strlen(dimension)});

	return inq_label_find(b->knowledge, d, (struct inq_str){name, strlen(name)});
}

static void a_family_counts_in_full_then_half(void **state)
{
	struct bench *b = *state;
	const struct inq_scores *s = &b->verdict.scores;

	judge(b, "", "hello, hi");
	assert_int_equal(s->points[label(b, "kind", "friend")], 1000 + 1000 + 400);
	assert_int_equal(s->points[label(b, "mood", "glad")], 2000 + 500);
}

static void sums_and_probabilities_are_exact(void **state)
{
	struct bench *b = *state;
	const struct inq_scores *s = &b->verdict.scores;
	double sum;

	judge(b, "", "hello, hi, a knife, a bomb, your money, weeping");
	for (uint32_t l = 0; l < b->knowledge->label_count; l++) {
		struct inq_terms terms;
		int64_t points = 0;

		assert_int_equal(inq_terms_of(b->arena, &b->evidence, &b->verdict, l, &terms), INQ_OK);
		for (size_t i = 0; i < terms.count; i++) {
			assert_int_not_equal(terms.item[i].kind, INQ_TERM_REST);
			points += terms.item[i].points;
		}
		assert_int_equal(points, s->points[l]);
	}
	sum = s->probability[0] + s->probability[1];
	assert_true(fabs(sum - 1) < 1e-12);
}

static bool is_foe(const struct bench *b)
{
	return b->verdict.decision[0].applies && b->verdict.decision[0].label == label(b, "kind", "foe");
}

static void strong_labels_need_proof(void **state)
{
	struct bench *b = *state;

	judge(b, "", "a knife");
	assert_false(is_foe(b));
	assert_int_equal(b->verdict.decision[0].label, INQ_NONE);
	assert_true(b->verdict.decision[0].confidence > 0.9);
	judge(b, "", "a knife, your money");
	assert_true(is_foe(b));
	judge(b, "", "a bomb");
	assert_true(is_foe(b));
}

static void composites_read_well(void **state)
{
	struct bench *b = *state;

	judge(b, "", "hello");
	assert_string_equal(b->verdict.composite, "glad friend");
	judge(b, "", "friend it is");
	assert_string_equal(b->verdict.composite, "friend");
	judge(b, "", "a knife");
	assert_string_equal(b->verdict.composite, "stranger");
	judge(b, "", "a bomb");
	assert_string_equal(b->verdict.composite, "beware: foe");
	assert_false(b->verdict.decision[1].applies);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_matched_whole_and_in_any_spelling),
		cmocka_unit_test(a_match_never_spans_two_parts),
		cmocka_unit_test(evidence_is_quoted_as_it_was_written),
		cmocka_unit_test(conditions_combine_rules_and_signals),
		cmocka_unit_test(a_family_counts_in_full_then_half),
		cmocka_unit_test(sums_and_probabilities_are_exact),
		cmocka_unit_test(strong_labels_need_proof),
		cmocka_unit_test(composites_read_well),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
