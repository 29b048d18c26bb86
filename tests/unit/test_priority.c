#include "strategy_case.h"

struct priority_case {
	struct strategy_case *lead;
	struct inq_priorities *priorities;
	struct inq_priority out;
};

static int open_folder(void **state, const char *dir)
{
	struct priority_case *c = calloc(1, sizeof(*c));
	struct inq_mistakes mistakes = {.report = fail_on_mistake};

	assert_non_null(c);
	c->lead = case_open(dir);
	c->priorities = inq_priorities_load(c->lead->knowledge, &mistakes);
	assert_non_null(c->priorities);
	*state = c;
	return 0;
}

static int open_small(void **state)
{
	return open_folder(state, SOURCE_DIR "/tests/data/strategy");
}

static int open_shipped(void **state)
{
	return open_folder(state, SOURCE_DIR "/conf");
}

static int close_folder(void **state)
{
	struct priority_case *c = *state;

	inq_priorities_free(c->priorities);
	case_close(c->lead);
	free(c);
	return 0;
}

/* Every test scores through here: whatever it is about, the sum is exact, every term has a name and a reason, and the
 * score is on the scale. */
static int32_t score(struct priority_case *c)
{
	int32_t sum = 0;

	assert_int_equal(inq_prioritise(c->lead->arena, c->priorities, &c->lead->in, &c->out), INQ_OK);
	for (size_t i = 0; i < c->out.term_count; i++) {
		sum += c->out.terms[i].points;
		assert_true(c->out.terms[i].name.n > 0 && c->out.terms[i].because.n > 0);
		assert_int_not_equal(c->out.terms[i].points, 0);
	}
	assert_int_equal(sum, c->out.score);
	assert_in_range(c->out.score, 0, 1000);
	assert_true(c->out.band.n > 0);
	return c->out.score;
}

static const struct inq_priority_term *term(const struct priority_case *c, const char *name)
{
	for (size_t i = 0; i < c->out.term_count; i++)
		if (inq_str_is(c->out.terms[i].name, name))
			return &c->out.terms[i];
	return NULL;
}

static int32_t points(const struct priority_case *c, const char *name)
{
	return term(c, name) ? term(c, name)->points : 0;
}

static void assert_band(const struct priority_case *c, const char *band)
{
	if (!inq_str_is(c->out.band, band))
		fail_msg("band %.*s, expected %s", (int)c->out.band.n, c->out.band.s, band);
}

/* ---- the small folder ---- */

static void decided_labels_give_their_points(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	decide(c->lead, "wish", "roses");
	assert_int_equal(score(c), 605);
	assert_int_equal(points(c, "wish"), 405);
	assert_band(c, "high");
	assert_string_equal(term(c, "wish")->because.s, "what he wishes: roses 100 %");
}

static void undecided_labels_land_in_between(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	decide(c->lead, "wish", NULL);
	score(c);
	assert_int_equal(points(c, "wish"), 123); /* 0.6 * 40.5 - 0.4 * 30, in tenths */
	/* What nobody can tell counts as either. */
	give_unknown(c->lead, "wish", 0.4);
	score(c);
	assert_int_equal(points(c, "wish"), 95); /* (0.6 * 0.6 + 0.2) * 40.5 - (0.4 * 0.6 + 0.2) * 30 */
	assert_int_equal(points(c, "undecided"), -40);
	assert_string_equal(term(c, "wish")->because.s, "what he wishes: undecided, roses 60 %");
}

static void what_does_not_apply_has_no_term(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	assert_int_equal(score(c), 200);
	assert_null(term(c, "wish"));
	assert_null(term(c, "undecided"));
	assert_band(c, "middle");
}

static void conditions_combine(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	decide(c->lead, "wish", "roses");
	on(c->lead, INQ_SIGNAL_FACT_PAYMENT);
	score(c);
	assert_null(term(c, "payment")); /* needs the port as well */
	on(c->lead, INQ_SIGNAL_FACT_BUDGET);
	score(c);
	assert_int_equal(points(c, "owner"), 30);
	c->lead->signals.on[INQ_SIGNAL_FACT_BUDGET] = 0;
	score(c);
	assert_null(term(c, "owner"));
	c->lead->fired_rule[0] = (struct inq_fired_rule){0, {0, 0}};
	c->lead->fired.count = 1;
	score(c);
	assert_null(term(c, "owner")); /* another rule fired */
	c->lead->fired_rule[1] = (struct inq_fired_rule){inq_rule_find(c->lead->knowledge, str("owner")), {0, 0}};
	c->lead->fired.count = 2;
	score(c);
	assert_int_equal(points(c, "owner"), 30);
	decide(c->lead, "wish", NULL);
	score(c);
	assert_null(term(c, "owner"));
}

static void a_cap_shows_what_it_takes(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	on(c->lead, INQ_SIGNAL_FACT_QUANTITY);
	assert_int_equal(score(c), 260);
	assert_null(term(c, "facts-cap"));
	on(c->lead, INQ_SIGNAL_FACT_PAYMENT);
	on(c->lead, INQ_SIGNAL_FACT_PORT);
	assert_int_equal(score(c), 300);
	assert_int_equal(points(c, "payment"), 75);
	assert_int_equal(points(c, "facts-cap"), -35);
	assert_string_equal(term(c, "facts-cap")->because.s, "facts count up to here");
}

static void gates_hold(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "burglar");
	on(c->lead, INQ_SIGNAL_FACT_QUANTITY);
	assert_int_equal(score(c), 15);
	assert_null(term(c, "quantity")); /* the group does not count for him */
	assert_int_equal(points(c, "gate"), -10);
	assert_band(c, "out");
}

static void overrides_lift(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	on(c->lead, INQ_SIGNAL_HISTORY_KNOWN);
	assert_int_equal(score(c), 300);
	assert_int_equal(points(c, "floor"), 100);
	on(c->lead, INQ_SIGNAL_HISTORY_CUSTOMER);
	assert_int_equal(score(c), 600);
	assert_int_equal(points(c, "regular"), 400);
	assert_null(term(c, "floor")); /* nothing left to lift */
	assert_band(c, "high");
}

static void the_scale_ends_visibly(void **state)
{
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	on(c->lead, INQ_SIGNAL_CONTAINERS);
	assert_int_equal(score(c), 1000);
	assert_int_equal(points(c, "limit"), -100);
	c->lead->signals.on[INQ_SIGNAL_CONTAINERS] = 0;
	on(c->lead, INQ_SIGNAL_ORDER_BELOW_MOQ);
	assert_int_equal(score(c), 0);
	assert_int_equal(points(c, "limit"), 700);
	assert_band(c, "low");
}

static void waiting_counts_the_last_step_passed(void **state)
{
	static const struct {
		int64_t minutes;
		int32_t points;
	} steps[] = {{-60, 0}, {60, 0}, {61, 20}, {120, 20}, {121, 50}, {1440, 50}, {1441, 0}, {100000, 0}};
	struct priority_case *c = *state;

	decide(c->lead, "visitor", "guest");
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		c->lead->in.now_ms = RECEIVED_MS + steps[i].minutes * 60000;
		score(c);
		assert_int_equal(points(c, "waiting"), steps[i].points);
	}
	decide(c->lead, "visitor", "burglar");
	c->lead->in.now_ms = RECEIVED_MS + 90 * 60000;
	score(c);
	assert_null(term(c, "waiting"));
}

static void a_small_arena_fails_the_event(void **state)
{
	struct priority_case *c = *state;
	struct inq_arena *tiny = inq_arena_new(64);

	decide(c->lead, "visitor", "guest");
	assert_int_equal(inq_prioritise(tiny, c->priorities, &c->lead->in, &c->out), INQ_FAILED);
	inq_arena_free(tiny);
}

/* ---- mistakes ---- */

/* Loads the small folder's file with one edit; the first mistake must contain `message`. */
static void assert_mistake(struct priority_case *c, const char *from, const char *to, const char *message)
{
	char *text = edited_file(SOURCE_DIR "/tests/data/strategy/priority.yaml", from, to);
	struct inq_knowledge knowledge = *c->lead->knowledge;
	struct scratch_folder scratch = {.error = {""}};
	struct inq_mistakes mistakes = {.first = &scratch.error};

	scratch_make(&scratch, "priority.yaml", text);
	knowledge.dir = scratch.dir;
	assert_null(inq_priorities_load(&knowledge, &mistakes));
	assert_true(mistakes.count > 0);
	assert_memory_equal(scratch.error.text, scratch.file, strlen(scratch.file));
	if (!strstr(scratch.error.text, message))
		fail_msg("'%s' has no '%s'", scratch.error.text, message);
	scratch_remove(&scratch);
	free(text);
}

static void mistakes_name_the_place_and_what_is_near(void **state)
{
	static const struct {
		const char *from, *to, *message;
	} cases[] = {
	    {"when: fact.quantity,", "when: fact.quantitty,",
	     "yaml:19: unknown signal or rule 'fact.quantitty', expected 'fact.quantity'"},
	    {"when: wish=unknown,", "when: wishes=unknown,",
	     "unknown dimension 'wishes', expected 'visitor', 'wish' or 'haste'"},
	    {"{none: [visitor=burglar]}", "{none: [visitor=burgler]}",
	     "unknown label of visitor 'burgler', expected 'guest' or 'burglar'"},
	    {"{none: [visitor=burglar]}", "{non: [visitor=burglar]}",
	     "unknown condition 'non', expected 'all', 'any' or 'none'"},
	    {"{none: [visitor=burglar]}", "{none: []}", "an empty list"},
	    {"{none: [visitor=burglar]}", "[[[[[[[[[[owner]]]]]]]]]]", "nested too deeply"},
	    {"dimension: wish", "dimension: wihs", "unknown dimension 'wihs'"},
	    {"roses: 40.5", "tulips: 40.5", "unknown label of wish 'tulips'"},
	    {"roses: 40.5, ", "", "no points for 'roses'"},
	    {"roses: 40.5", "roses: many", "no points, expected a number"},
	    {"roses: 40.5", "roses: 40.55", "more than one decimal place"},
	    {"points: 7.5", "points: 7.55", "more than one decimal place"},
	    {"points: 7.5", "points: 200", "points"},
	    {"at_least_band: high", "at_least_band: top", "unknown band 'top'"},
	    {"at_least_band: high", "at_least_band: out", "a band without a lower bound"},
	    {"band: out,", "band: away,", "unknown band 'away'"},
	    {"from: 20", "from: 70", "bands out of order"},
	    {"{name: low, from: 0}", "{name: low, from: 5}", "no band begins at 0"},
	    {"over: 2h", "over: 1h", "steps out of order"},
	    {"{en: two hours, zh: 两小时}", "{en: two hours}", "no text in 'zh'"},
	    {"limit:", "limits:", "limits"},
	    {"groups:\n", "groups: {}\nothers:\n", "others"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_mistake(*state, cases[i].from, cases[i].to, cases[i].message);
}

static void a_missing_file_is_a_mistake(void **state)
{
	struct priority_case *c = *state;
	struct inq_knowledge knowledge = *c->lead->knowledge;
	struct inq_error error = {""};
	struct inq_mistakes mistakes = {.first = &error};

	knowledge.dir = SOURCE_DIR "/tests/data/strategy/packs";
	assert_null(inq_priorities_load(&knowledge, &mistakes));
	assert_int_equal(mistakes.count, 1);
	assert_non_null(strstr(error.text, "priority.yaml"));
	inq_priorities_free(NULL);
}

/* ---- the shipped file ---- */

/* Labels may be NULL: not decided. */
static int32_t buyer(struct priority_case *c, const char *size, const char *purpose, const char *horizon)
{
	case_reset(c->lead);
	decide(c->lead, "authenticity", "real");
	decide(c->lead, "size", size);
	decide(c->lead, "purpose", purpose);
	decide(c->lead, "horizon", horizon);
	decide(c->lead, "segment", "none");
	decide(c->lead, "visit", "none");
	decide(c->lead, "complaint", "no");
	return score(c);
}

static int32_t stranger(struct priority_case *c, const char *authenticity)
{
	case_reset(c->lead);
	decide(c->lead, "authenticity", authenticity);
	on(c->lead, INQ_SIGNAL_FACT_QUANTITY);
	on(c->lead, INQ_SIGNAL_FACT_DEADLINE);
	return score(c);
}

static void buyers_rank_as_salespeople_rank_them(void **state)
{
	struct priority_case *c = *state;
	int32_t large_short = buyer(c, "large", "terminal", "short-term");
	int32_t large_long = buyer(c, "large", "trading", "long-term");
	int32_t small_short = buyer(c, "small-medium", "trading", "short-term");
	int32_t small_long = buyer(c, "small-medium", "terminal", "long-term");
	int32_t unclear = buyer(c, NULL, NULL, NULL);
	int32_t competitor = stranger(c, "competitor");

	assert_true(large_short > large_long);
	assert_true(large_long > small_short);
	assert_true(small_short > small_long);
	assert_true(small_long > competitor);
	assert_true(unclear > competitor && unclear < small_short);
	assert_band(c, "D");
	assert_in_range(competitor, 60, 120);
	assert_in_range(stranger(c, "fraud"), 1, 50);
	assert_band(c, "X");
	assert_in_range(stranger(c, "junk"), 1, 50);
	assert_band(c, "X");
}

static void a_complaint_of_a_customer_is_never_below_b(void **state)
{
	struct priority_case *c = *state;

	buyer(c, "small-medium", NULL, NULL);
	decide(c->lead, "complaint", "yes");
	score(c);
	on(c->lead, INQ_SIGNAL_HISTORY_CUSTOMER);
	assert_true(score(c) >= 450);
	assert_true(inq_str_is(c->out.band, "A") || inq_str_is(c->out.band, "B"));
}

/* Whatever is decided and whichever signals are on, the sum is exact and on the scale: score() checks it. */
static void no_combination_breaks_the_sum(void **state)
{
	struct priority_case *c = *state;
	const struct inq_knowledge *knowledge = c->lead->knowledge;
	uint32_t random = 1;

	for (int round = 0; round < 20000; round++) {
		case_reset(c->lead);
		for (uint32_t d = 0; d < knowledge->dimension_count; d++) {
			const struct inq_dimension *of = &knowledge->dimensions[d];
			uint32_t pick = (random = random * 1664525 + 1013904223) >> 16;

			if (pick % 7 == 0)
				continue;
			pick /= 7;
			decide(c->lead, of->name.s,
			       pick % (of->label_count + 1) == of->label_count
				   ? NULL
				   : knowledge->labels[of->first_label + pick % (of->label_count + 1)].name.s);
		}
		for (int i = 0; i < INQ_SIGNAL_COUNT; i++)
			c->lead->signals.on[i] = ((random = random * 1664525 + 1013904223) >> 16) % 3 == 0;
		score(c);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(decided_labels_give_their_points, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(undecided_labels_land_in_between, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(what_does_not_apply_has_no_term, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(conditions_combine, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(a_cap_shows_what_it_takes, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(gates_hold, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(overrides_lift, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(the_scale_ends_visibly, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(waiting_counts_the_last_step_passed, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(a_small_arena_fails_the_event, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(mistakes_name_the_place_and_what_is_near, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(a_missing_file_is_a_mistake, open_small, close_folder),
	    cmocka_unit_test_setup_teardown(buyers_rank_as_salespeople_rank_them, open_shipped, close_folder),
	    cmocka_unit_test_setup_teardown(a_complaint_of_a_customer_is_never_below_b, open_shipped, close_folder),
	    cmocka_unit_test_setup_teardown(no_combination_breaks_the_sum, open_shipped, close_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
