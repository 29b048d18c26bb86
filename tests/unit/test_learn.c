/* Training on corpora in which what is to be learnt is known, through to what the engine makes of the model. */
#include "learn_internal.h"
#include "market.h"
#include "model_format.h"
#include "verdict.h"

#include <math.h>

#define ROWS 400u
#define HELD 200u
#define SEED_TRAIN 1
#define SEED_HELD 2

/* ---- judging held rows ----------------------------------------------------------------------------------------- */

struct judge {
	struct market market;
	struct inq_model *model;
	struct inq_model_scratch *scratch;
	/* Of the row judged last: */
	struct inq_findings found;
	struct inq_arena *arena;
	struct inq_evidence evidence;
	struct inq_verdict verdict;
};

static void judge_with(struct judge *j, struct inq_model *model)
{
	inq_model_scratch_free(j->scratch);
	inq_model_free(j->model);
	j->model = model;
	j->scratch = model ? inq_model_scratch_new(model) : NULL;
	assert_true(!model || j->scratch);
}

static void judge_row(struct judge *j, const struct market_row *row)
{
	struct inq_input input = {.json = row->json, .json_size = strlen(row->json)};
	struct inq_error error = {""};

	assert_int_equal(inq_read(j->market.engine, j->market.worker, &input, &j->found, &j->arena, &error), INQ_OK);
	j->evidence = (struct inq_evidence){j->market.knowledge, j->model,          j->scratch,     &j->found.text,
					    &j->found.facts,     &j->found.signals, &j->found.fired};
	assert_int_equal(inq_verdict_decide(j->arena, &j->evidence, &j->verdict), INQ_OK);
}

/* The label that was decided, "unknown", or "" where the dimension does not apply. */
static const char *decided(const struct judge *j, const char *dimension)
{
	const struct inq_decision *decision = &j->verdict.decision[market_dimension(&j->market, dimension)];

	if (!decision->applies)
		return "";
	return decision->label == INQ_NONE ? "unknown" : j->market.knowledge->labels[decision->label].name.s;
}

static bool is_right(const struct judge *j, const struct market_row *row)
{
	if (row->kind == MARKET_HAWKER)
		return !strcmp(decided(j, "caller"), "hawker");
	return !strcmp(decided(j, "caller"), "shopper") && !strcmp(decided(j, "ware"), MARKET_WARE[row->kind]);
}

static double share_right(struct judge *j, size_t rows)
{
	size_t right = 0;

	for (size_t i = 0; i < rows; i++) {
		struct market_row row = market_row(SEED_HELD, i);

		judge_row(j, &row);
		right += is_right(j, &row);
	}
	return (double)right / (double)rows;
}

static int set_up(void **state)
{
	struct judge *j = calloc(1, sizeof(*j));
	struct learn_corpus *corpus;
	struct learn_result result;

	j->market = market_open();
	corpus = market_corpus(&j->market, SEED_TRAIN, ROWS);
	result = market_train(corpus, NULL, 0);
	judge_with(j, market_model(&j->market, &result));
	learn_result_free(&result);
	learn_corpus_free(corpus);
	*state = j;
	return 0;
}

static int tear_down(void **state)
{
	struct judge *j = *state;

	judge_with(j, NULL);
	market_close(&j->market);
	free(j);
	return 0;
}

static const struct learn_dimension *outcome(const struct market *m, const struct learn_result *result,
					     const char *dimension)
{
	return &result->dimension[market_dimension(m, dimension)];
}

/* ---- what is learnt -------------------------------------------------------------------------------------------- */

static void held_rows_are_judged_rightly(void **state)
{
	struct judge *j = *state;
	double right = share_right(j, HELD);

	if (right <= 0.95)
		fail_msg("%d of 1000 right", (int)(1000 * right));
}

static void the_figures_tell_of_it(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = market_corpus(&j->market, SEED_TRAIN, ROWS);
	struct learn_result result = market_train(corpus, NULL, 0);
	const struct learn_dimension *ware = outcome(&j->market, &result, "ware");
	const struct learn_dimension *caller = outcome(&j->market, &result, "caller");

	assert_int_equal(result.rows, ROWS);
	assert_int_equal(learn_count(corpus), ROWS);
	assert_int_equal(result.dimension_count, 3);
	assert_true(ware->learnt && caller->learnt);
	assert_string_equal(ware->name, "ware");
	assert_int_equal(caller->figures.rows, ROWS);
	assert_int_equal(ware->figures.rows, ROWS / MARKET_KINDS * (MARKET_KINDS - 1));
	assert_true(ware->figures.accuracy > 0.95 && ware->figures.accuracy <= 1);
	assert_true(ware->figures.macro_f1 > 0.95 && ware->figures.macro_f1 <= 1);
	assert_true(ware->figures.log_loss >= 0 && ware->figures.log_loss < 0.2);
	assert_true(ware->abstain > 0 && ware->scale > 0);
	assert_true(caller->abstain <= 0); /* nobody said `unknown`: the taxonomy's */
	assert_int_equal(result.language_count, 1);
	assert_string_equal(result.language[0].name, "en");
	assert_int_equal(result.language[0].rows, ROWS);
	assert_true(result.language[0].macro_f1[market_dimension(&j->market, "ware")] > 0.95);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

static void probabilities_sum_to_one(void **state)
{
	struct judge *j = *state;
	const struct inq_knowledge *k = j->market.knowledge;

	for (size_t i = 0; i < HELD; i++) {
		struct market_row row = market_row(SEED_HELD, i);

		judge_row(j, &row);
		for (uint32_t d = 0; d < k->dimension_count; d++) {
			const double *probability = j->verdict.scores.probability;
			double sum = probability[k->label_count + d];

			assert_true(inq_model_has_unknown(j->model, d) || !(sum > 0 || sum < 0));
			for (uint32_t l = 0; l < k->dimensions[d].label_count; l++) {
				assert_true(probability[k->dimensions[d].first_label + l] >= 0);
				sum += probability[k->dimensions[d].first_label + l];
			}
			assert_true(fabs(sum - 1) < 1e-12);
		}
	}
}

/* Text that says nothing: what people called unknown, and not the packs' silence, makes it so. */
static void unknown_is_learnt(void **state)
{
	struct judge *j = *state;
	uint32_t ware = market_dimension(&j->market, "ware");
	struct market_row vague = market_row(SEED_HELD, MARKET_VAGUE);

	assert_true(inq_model_has_unknown(j->model, ware));
	assert_false(inq_model_has_unknown(j->model, market_dimension(&j->market, "caller")));
	judge_row(j, &vague);
	assert_true(j->verdict.scores.probability[j->market.knowledge->label_count + ware] > 0.5);
	assert_string_equal(decided(j, "ware"), "unknown");
}

static void what_nobody_labelled_is_left_to_the_packs(void **state)
{
	struct judge *j = *state;
	uint32_t weather = market_dimension(&j->market, "weather");
	struct market_row row = market_row(SEED_HELD, MARKET_BREAD);

	assert_false(inq_model_covers(j->model, weather));
	market_write(&row, "rye, and an umbrella");
	judge_row(j, &row);
	assert_string_equal(decided(j, "weather"), "rainy");
	assert_int_equal(j->verdict.scores.points[market_target(&j->market, "weather", "rainy")], 2000);
	assert_int_equal(j->verdict.scores.points[market_target(&j->market, "weather", "sunny")], 500);
}

/* ---- the same and other bytes ---------------------------------------------------------------------------------- */

static bool same_bytes(const struct learn_result *a, const struct learn_result *b)
{
	return a->image_size == b->image_size && !memcmp(a->image, b->image, a->image_size);
}

static void the_same_rows_make_the_same_bytes(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *one = market_corpus(&j->market, 5, 120), *two = market_corpus(&j->market, 5, 120);
	struct learn_result a = market_train(one, NULL, 3), b = market_train(one, NULL, 3);
	struct learn_result c = market_train(two, NULL, 3), other_seed = market_train(two, NULL, 4);

	assert_true(same_bytes(&a, &b));
	assert_true(same_bytes(&a, &c));
	assert_false(same_bytes(&a, &other_seed));
	learn_result_free(&a);
	learn_result_free(&b);
	learn_result_free(&c);
	learn_result_free(&other_seed);
	learn_corpus_free(one);
	learn_corpus_free(two);
}

static void the_order_of_rows_decides_nothing(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *backwards = learn_corpus_new(j->market.engine);
	struct judge other = {.market = j->market};
	struct learn_result result;

	for (size_t i = ROWS; i-- > 0;) {
		struct market_row row = market_row(SEED_TRAIN, i);

		market_add(&j->market, backwards, &row);
	}
	result = market_train(backwards, NULL, 0);
	judge_with(&other, market_model(&j->market, &result));
	for (size_t i = 0; i < HELD; i++) {
		struct market_row row = market_row(SEED_HELD, i);
		const char *caller, *ware;

		judge_row(j, &row);
		caller = decided(j, "caller");
		ware = decided(j, "ware");
		judge_row(&other, &row);
		assert_string_equal(caller, decided(&other, "caller"));
		assert_string_equal(ware, decided(&other, "ware"));
	}
	judge_with(&other, NULL);
	learn_result_free(&result);
	learn_corpus_free(backwards);
}

static void models_of_one_recipe_are_known_by_it(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *one = market_corpus(&j->market, 5, 120), *two = market_corpus(&j->market, 6, 120);
	struct learn_result a = market_train(one, NULL, 0), b = market_train(two, NULL, 0);
	struct inq_model_header *header;
	struct inq_model_output *output;

	assert_true(learn_same_recipe(a.image, a.image_size, a.image, a.image_size));
	assert_false(learn_same_recipe(a.image, a.image_size, b.image, b.image_size));
	assert_false(learn_same_recipe(a.image, a.image_size, a.image, a.image_size - 8));
	learn_result_free(&b);
	b = market_train(one, NULL, 0);
	header = (void *)b.image;
	header->checksum[0]++; /* another last bit somewhere: the recipe is the same */
	assert_true(learn_same_recipe(a.image, a.image_size, b.image, b.image_size));
	header->origin++;
	assert_false(learn_same_recipe(a.image, a.image_size, b.image, b.image_size));
	header->origin--;
	output = (void *)(b.image + sizeof(*header) + header->dimension_count * sizeof(struct inq_model_dimension));
	output->bias += 3000000; /* three nats are no matter of rounding */
	assert_false(learn_same_recipe(a.image, a.image_size, b.image, b.image_size));
	learn_result_free(&a);
	learn_result_free(&b);
	learn_corpus_free(one);
	learn_corpus_free(two);
}

/* ---- which rows count ------------------------------------------------------------------------------------------ */

static void rows_not_in_use_leave_no_trace(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *all = learn_corpus_new(j->market.engine), *some = learn_corpus_new(j->market.engine);
	bool use[160];
	struct learn_result a, b;

	for (size_t i = 0; i < 160; i++) {
		struct market_row row = market_row(5, i);

		use[i] = i % 4 != 3;
		if (!use[i]) { /* what would do harm if it were looked at */
			market_label(&row, (row.kind + 1) % MARKET_KINDS);
			snprintf(row.id, sizeof(row.id), "poison-%zu", i);
		}
		market_add(&j->market, all, &row);
		if (use[i])
			market_add(&j->market, some, &row);
	}
	a = market_train(all, use, 0);
	b = market_train(some, NULL, 0);
	assert_int_equal(a.rows, 120);
	assert_true(same_bytes(&a, &b));
	learn_result_free(&a);
	learn_result_free(&b);
	learn_corpus_free(all);
	learn_corpus_free(some);
}

static struct learn_corpus *corpus_with_known(struct market *m, size_t rows, size_t one_in)
{
	struct learn_corpus *corpus = learn_corpus_new(m->engine);

	for (size_t i = 0; i < rows; i++) {
		struct market_row row = market_row(5, i);

		row.known_to_packs = i % one_in == 0;
		market_add(m, corpus, &row);
	}
	return corpus;
}

static void rows_known_to_the_packs_are_not_judged(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *some = corpus_with_known(&j->market, 200, 4), *all = corpus_with_known(&j->market, 200, 1);
	struct learn_result a = market_train(some, NULL, 0), b = market_train(all, NULL, 0);

	assert_int_equal(a.rows, 200);
	assert_int_equal(outcome(&j->market, &a, "caller")->figures.rows, 150);
	assert_int_equal(a.language[0].rows, 150);
	/* Where they have seen them all there is nothing else to judge by. */
	assert_int_equal(outcome(&j->market, &b, "caller")->figures.rows, 200);
	assert_int_equal(b.language[0].rows, 200);
	learn_result_free(&a);
	learn_result_free(&b);
	learn_corpus_free(some);
	learn_corpus_free(all);
}

static int64_t weight_of_rules(const struct market *m, const struct inq_model *model)
{
	uint32_t bread = market_target(m, "ware", "bread");
	int64_t sum = 0;

	for (uint32_t r = 0; r < m->knowledge->rule_count; r++)
		sum += llabs(inq_model_rule(model, r, bread));
	for (uint32_t l = 0; l < m->knowledge->label_count; l++)
		sum += llabs(inq_model_effect(model, l, 1000, bread));
	return sum;
}

static void rules_are_hidden_on_rows_known_to_the_packs(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = corpus_with_known(&j->market, 200, 1);
	struct learn_result result = market_train(corpus, NULL, 0);
	struct inq_model *model = market_model(&j->market, &result);

	assert_true(weight_of_rules(&j->market, j->model) > 100000);
	assert_int_equal(weight_of_rules(&j->market, model), 0);
	inq_model_free(model);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

/* Nobody but practice rows says "marzipan": it is learnt, and no figure speaks of it. */
static void practice_rows_are_learnt_from_and_not_judged(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = market_corpus(&j->market, SEED_TRAIN, 200);
	struct market_row row = market_row(SEED_HELD, MARKET_HONEY);
	struct judge other = {.market = j->market};
	struct learn_result result;

	for (size_t i = 0; i < 20; i++) {
		struct market_row practice = market_row(7, MARKET_HONEY + i * MARKET_KINDS);

		market_write(&practice, "please send marzipan to the shop");
		practice.practice = true;
		market_add(&j->market, corpus, &practice);
	}
	result = market_train(corpus, NULL, 0);
	assert_int_equal(result.rows, 200);
	assert_int_equal(outcome(&j->market, &result, "caller")->figures.rows, 200);
	assert_int_equal(result.language[0].rows, 200);
	judge_with(&other, market_model(&j->market, &result));
	market_write(&row, "marzipan");
	judge_row(&other, &row);
	assert_string_equal(decided(&other, "ware"), "honey");
	judge_row(j, &row);
	assert_string_not_equal(decided(j, "ware"), "honey");
	judge_with(&other, NULL);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

/* ---- what cannot be learnt ------------------------------------------------------------------------------------- */

static void a_dimension_of_one_label_is_left_to_the_packs(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	struct inq_model *model;
	struct learn_result result;

	for (size_t i = 0; i < 200; i++) {
		struct market_row row = market_row(5, i);

		if (row.kind == MARKET_HAWKER)
			continue;
		market_add(&j->market, corpus, &row);
	}
	result = market_train(corpus, NULL, 0);
	assert_false(outcome(&j->market, &result, "caller")->learnt);
	assert_true(outcome(&j->market, &result, "ware")->learnt);
	model = market_model(&j->market, &result);
	assert_false(inq_model_covers(model, market_dimension(&j->market, "caller")));
	assert_true(inq_model_covers(model, market_dimension(&j->market, "ware")));
	inq_model_free(model);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

static void a_dimension_of_few_rows_is_left_to_the_packs(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	struct learn_result result;

	for (size_t i = 0; i < 200; i++) {
		struct market_row row = market_row(5, i);

		if (i >= 12) /* nine rows of wares, and three of hawkers */
			row.label_count = 1;
		market_add(&j->market, corpus, &row);
	}
	result = market_train(corpus, NULL, 0);
	assert_true(outcome(&j->market, &result, "caller")->learnt);
	assert_false(outcome(&j->market, &result, "ware")->learnt);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

/* An `unknown` that was said a few times only is no class. */
static void a_rare_unknown_is_not_learnt(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	struct inq_model *model;
	struct learn_result result;
	size_t rows = 0;

	for (size_t i = 0; i < 200; i++) {
		struct market_row row = market_row(5, i);

		if (row.kind == MARKET_VAGUE && i >= 45)
			continue;
		rows += row.kind != MARKET_VAGUE && row.kind != MARKET_HAWKER;
		market_add(&j->market, corpus, &row);
	}
	result = market_train(corpus, NULL, 0);
	assert_int_equal(outcome(&j->market, &result, "ware")->figures.rows, rows);
	model = market_model(&j->market, &result);
	assert_false(inq_model_has_unknown(model, market_dimension(&j->market, "ware")));
	inq_model_free(model);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

static void nothing_to_learn_is_an_error(void **state)
{
	struct judge *j = *state;
	struct learn_options options = {.folds = 5, .origin = "nothing"};
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	struct inq_error error = {""};
	struct learn_result result;
	bool use[100] = {false};

	assert_int_equal(learn_count(corpus), 0);
	assert_false(learn_train(corpus, NULL, &options, &result, &error));
	assert_non_null(strstr(error.text, "nothing to learn"));
	assert_null(result.image);
	learn_corpus_free(corpus);
	corpus = market_corpus(&j->market, 5, 100);
	error = (struct inq_error){""};
	assert_false(learn_train(corpus, use, &options, &result, &error));
	assert_non_null(strstr(error.text, "nothing to learn"));
	learn_corpus_free(corpus);
}

static void bad_rows_are_refused_and_forgotten(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	struct learn_corpus *clean = market_corpus(&j->market, 5, 120);
	struct learn_result a, b;

	for (size_t i = 0; i < 120; i++) {
		struct market_row row = market_row(5, i), bad = row;
		struct inq_error error = {""};

		bad.labels[bad.label_count - 1] = (struct learn_label){"ware", "sausage"};
		assert_int_equal(market_try(&j->market, corpus, &bad, &error), INQ_REJECTED);
		assert_non_null(strstr(error.text, "ware"));
		assert_non_null(strstr(error.text, "`sausage` is not a label"));
		bad = row;
		strcpy(bad.json, "{\"id\": 7}");
		assert_int_equal(market_try(&j->market, corpus, &bad, &error), INQ_REJECTED);
		assert_true(error.text[0]);
		market_add(&j->market, corpus, &row);
		assert_int_equal(learn_count(corpus), i + 1);
	}
	a = market_train(corpus, NULL, 0);
	b = market_train(clean, NULL, 0);
	assert_true(same_bytes(&a, &b));
	learn_result_free(&a);
	learn_result_free(&b);
	learn_corpus_free(corpus);
	learn_corpus_free(clean);
}

/* ---- honest figures -------------------------------------------------------------------------------------------- */

/* Rows of which a share got another label of their dimension, whatever the text says. */
static struct learn_corpus *noisy_corpus(struct market *m, size_t rows, uint32_t wrong_percent)
{
	struct learn_corpus *corpus = learn_corpus_new(m->engine);
	uint64_t seed = 99;

	for (size_t i = 0; i < rows; i++) {
		struct market_row row = market_row(8, i);

		if (row.kind == MARKET_HAWKER)
			continue;
		if (market_random(&seed, 100) < wrong_percent)
			market_label(&row, (row.kind + 1 + market_random(&seed, 3)) % MARKET_HAWKER);
		market_add(m, corpus, &row);
	}
	return corpus;
}

/* Three of four labels are wrong: the right one is as rare as the others, and the text says nothing. */
static void chance_is_not_beaten(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = noisy_corpus(&j->market, 1000, 75);
	struct learn_result result = market_train(corpus, NULL, 0);
	const struct learn_figures *figures = &outcome(&j->market, &result, "ware")->figures;

	/* Of four labels: a quarter right, ln 4 = 1.386. */
	if (figures->accuracy > 0.32 || figures->log_loss < 1.36)
		fail_msg("accuracy %d/1000, log loss %d/1000", (int)(1000 * figures->accuracy),
			 (int)(1000 * figures->log_loss));
	assert_true(figures->calibration_error < 0.08);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

static void probabilities_mean_what_they_say(void **state)
{
	struct judge *j = *state;

	for (uint32_t wrong = 4; wrong <= 12; wrong += 4) {
		struct learn_corpus *corpus = noisy_corpus(&j->market, 1500, wrong);
		struct learn_result result = market_train(corpus, NULL, 0);
		const struct learn_figures *figures = &outcome(&j->market, &result, "ware")->figures;
		double right = 1 - wrong / 100.0;

		if (figures->calibration_error > 0.05 || fabs(figures->accuracy - right) > 0.04)
			fail_msg("%u %% wrong: error %d/1000, accuracy %d/1000", wrong,
				 (int)(1000 * figures->calibration_error), (int)(1000 * figures->accuracy));
		learn_result_free(&result);
		learn_corpus_free(corpus);
	}
}

/* The same of the model as it is written down, asked through the engine: as often as it gives a label, so often it
 * comes. */
static void the_engine_says_what_training_promised(void **state)
{
	struct judge *j = *state;
	struct judge other = {.market = j->market};
	uint32_t ware = market_dimension(&j->market, "ware");
	uint32_t first = j->market.knowledge->dimensions[ware].first_label;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	double said[3] = {0}, sure = 0, called_bread = 0;
	struct learn_result result;
	uint64_t seed = 31;
	size_t rows = 0;

	/* Of honey every second one is called bread, of the others none. */
	for (size_t i = 0; i < 1000; i++) {
		struct market_row row = market_row(8, i);

		if (row.kind == MARKET_HONEY && market_random(&seed, 2)) {
			market_label(&row, MARKET_BREAD);
			called_bread += MARKET_KINDS / 1000.0;
		}
		market_add(&j->market, corpus, &row);
	}
	result = market_train(corpus, NULL, 0);
	judge_with(&other, market_model(&j->market, &result));
	for (size_t i = 0; i < HELD; i++) {
		struct market_row row = market_row(SEED_HELD, i);

		judge_row(&other, &row);
		if (row.kind == MARKET_CHEESE)
			sure += other.verdict.scores.probability[first + MARKET_CHEESE];
		if (row.kind != MARKET_HONEY)
			continue;
		rows++;
		for (uint32_t l = 0; l < 3; l++)
			said[l] += other.verdict.scores.probability[first + l];
	}
	if (fabs(said[MARKET_BREAD] / (double)rows - called_bread) > 0.08 ||
	    fabs(said[MARKET_HONEY] / (double)rows - (1 - called_bread)) > 0.08)
		fail_msg("bread %d, honey %d of 1000, expected bread %d",
			 (int)(1000 * said[MARKET_BREAD] / (double)rows),
			 (int)(1000 * said[MARKET_HONEY] / (double)rows), (int)(1000 * called_bread));
	assert_true(sure / (double)rows > 0.9);
	judge_with(&other, NULL);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

static void folds_are_even_and_differ_by_seed(void **state)
{
	size_t in[5] = {0}, moved = 0;

	(void)state;
	for (size_t i = 0; i < 5000; i++) {
		char id[16];

		snprintf(id, sizeof(id), "id-%zu", i);
		assert_int_equal(learn_fold(id, 3, 5), learn_fold(id, 3, 5));
		assert_true(learn_fold(id, 3, 5) < 5);
		in[learn_fold(id, 3, 5)]++;
		moved += learn_fold(id, 3, 5) != learn_fold(id, 4, 5);
	}
	for (size_t fold = 0; fold < 5; fold++)
		assert_true(in[fold] > 900 && in[fold] < 1100);
	assert_true(moved > 3700 && moved < 4300);
}

/* Copies of an inquiry under one id are never on both sides. */
static void copies_of_one_id_do_not_leak(void **state)
{
	struct judge *j = *state;
	struct learn_corpus *corpus = learn_corpus_new(j->market.engine);
	uint64_t seed = 5;
	const struct learn_figures *figures;
	struct learn_result result;

	for (size_t i = 0; i < 250; i++) {
		struct market_row row = market_row(8, i);

		market_label(&row, (enum market_kind)market_random(&seed, MARKET_HAWKER));
		for (unsigned copy = 0; copy < 3; copy++)
			market_add(&j->market, corpus, &row);
	}
	result = market_train(corpus, NULL, 0);
	figures = &outcome(&j->market, &result, "ware")->figures;
	if (figures->accuracy > 0.36)
		fail_msg("accuracy %d/1000 where there is nothing to be known", (int)(1000 * figures->accuracy));
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

/* ---- the file weighs as training did --------------------------------------------------------------------------- */

/* The machine of the last training, made again. */
struct again {
	struct learn_vocabulary vocabulary;
	struct learn_matrix *matrix;
	struct learn_machine machine;
};

static struct again train_again(const struct learn_corpus *corpus, uint32_t dimension, size_t outputs, double strength)
{
	size_t *rows = calloc(corpus->count + 1, sizeof(*rows)), count = 0;
	int *gold = calloc(corpus->count + 1, sizeof(*gold));
	struct again again;

	for (size_t i = 0; i < corpus->count; i++) {
		gold[i] = corpus->gold[i * corpus->knowledge->dimension_count + dimension];
		if (gold[i] != LEARN_NO_LABEL)
			rows[count++] = i;
	}
	assert_true(learn_vocabulary_make(corpus, NULL, &again.vocabulary));
	again.matrix = learn_matrix_new(corpus, NULL, &again.vocabulary);
	assert_non_null(again.matrix);
	learn_matrix_point(again.matrix, dimension);
	assert_true(learn_machine_train(again.matrix, rows, count, gold, outputs, strength, 0, &again.machine));
	free(rows);
	free(gold);
	return again;
}

static void again_free(struct again *again)
{
	learn_machine_free(&again->machine);
	learn_matrix_free(again->matrix);
	learn_vocabulary_free(&again->vocabulary);
}

/* Its margins against the sums of the engine: the shift of an output, and what rounding to bytes took away, are all
 * that may lie between them. One label in ten is wrong, so that no n-gram outweighs all others. */
static void the_engine_weighs_as_training_did(void **state)
{
	struct judge *j = *state;
	const struct inq_knowledge *k = j->market.knowledge;
	uint32_t ware = market_dimension(&j->market, "ware");
	struct learn_corpus *corpus = noisy_corpus(&j->market, ROWS, 10);
	struct learn_result result = market_train(corpus, NULL, 0);
	const struct learn_dimension *out = outcome(&j->market, &result, "ware");
	struct again again = train_again(corpus, ware, 4, out->regularisation);
	struct judge other = {.market = j->market};
	double shift[4] = {0}, worst = 0, largest = 0, margin[4], scale = out->scale;

	judge_with(&other, market_model(&j->market, &result));
	for (size_t i = 0, added = 0; i < ROWS; i++) {
		struct market_row row = market_row(8, i);

		if (row.kind == MARKET_HAWKER)
			continue;
		judge_row(&other, &row);
		learn_machine_margins(again.matrix, &again.machine, added++, margin);
		for (uint32_t o = 0; o < 4; o++) {
			uint32_t target = o < 3 ? k->dimensions[ware].first_label + o : (uint32_t)k->label_count + ware;
			double sum = (double)other.verdict.scores.weighed.sum[target] / 1e6;

			if (added == 1)
				shift[o] = sum - scale * margin[o];
			worst = fmax(worst, fabs(sum - scale * margin[o] - shift[o]));
			largest = fmax(largest, fabs(sum));
		}
	}
	if (worst > 0.01 * largest)
		fail_msg("%d thousandths of a nat between training and engine, in sums of up to %d",
			 (int)(1000 * worst), (int)(1000 * largest));
	judge_with(&other, NULL);
	again_free(&again);
	learn_result_free(&result);
	learn_corpus_free(corpus);
}

/* ---- why ------------------------------------------------------------------------------------------------------- */

static int64_t absolute(int64_t value)
{
	return value < 0 ? -value : value;
}

/* Of the terms of one label: they sum to its points, stand in order, and `rest` is no more than what small words and
 * rounding come to. */
static void check_terms(const struct judge *j, const struct inq_terms *terms, uint32_t label)
{
	int64_t sum = 0, before = INT64_MAX;

	for (size_t i = 0; i < terms->count; i++) {
		const struct inq_term_of *term = &terms->item[i];

		sum += term->points;
		assert_true(term->span.start <= term->span.end && term->span.end <= j->found.text.size);
		if (term->kind == INQ_TERM_PRIOR) {
			assert_int_equal(i, 0);
		} else if (term->kind == INQ_TERM_REST) {
			assert_int_equal(i, terms->count - 1);
			assert_true(absolute(term->points) <=
				    31 * (int64_t)j->verdict.scores.weighed.ngrams.word_count + 10);
		} else {
			assert_true(absolute(term->points) <= before);
			before = absolute(term->points);
		}
	}
	assert_int_equal(sum, j->verdict.scores.points[label]);
}

static void terms_sum_to_the_points(void **state)
{
	struct judge *j = *state;

	for (size_t i = 0; i < HELD; i++) {
		struct market_row row = market_row(SEED_HELD, i);

		judge_row(j, &row);
		for (uint32_t l = 0; l < j->market.knowledge->label_count; l++) {
			struct inq_terms terms;

			assert_int_equal(inq_terms_of(j->arena, &j->evidence, &j->verdict, l, &terms), INQ_OK);
			check_terms(j, &terms, l);
		}
	}
}

/* In millionths, and no rest to hide in: bias, traits, rules, effects and words are the sum. */
static void the_pieces_are_the_sum(void **state)
{
	struct judge *j = *state;
	const struct inq_knowledge *k = j->market.knowledge;

	for (size_t i = 0; i < HELD; i++) {
		struct market_row row = market_row(SEED_HELD, i);
		const struct inq_scores *s = &j->verdict.scores;
		uint32_t target = market_target(&j->market, "ware", MARKET_WARE[i % 4]);
		int64_t sum, *by_word;

		judge_row(j, &row);
		sum = inq_model_bias(j->model, target);
		for (size_t t = 0; t < s->weighed.traits.count; t++)
			sum += inq_model_trait(j->model, s->weighed.traits.item[t], target);
		for (size_t f = 0; f < j->found.fired.count; f++)
			sum += inq_model_rule(j->model, j->found.fired.item[f].rule, target);
		for (size_t g = 0; g < s->given_count; g++)
			if (k->labels[s->given[g].label].dimension == market_dimension(&j->market, "ware"))
				sum += inq_model_effect(j->model, s->given[g].label, s->given[g].points, target);
		by_word = calloc(s->weighed.ngrams.word_count + 1, sizeof(*by_word));
		inq_model_words(j->model, &s->weighed, target, by_word);
		for (size_t w = 0; w < s->weighed.ngrams.word_count; w++)
			sum += by_word[w];
		free(by_word);
		/* Each occurrence of an n-gram may lose less than a millionth in being divided by how often it occurs.
		 */
		assert_true(absolute(sum - s->weighed.sum[target]) <= (int64_t)s->weighed.ngrams.count + 10);
	}
}

static void the_strongest_words_are_shown_where_they_stand(void **state)
{
	struct judge *j = *state;
	struct market_row row = market_row(SEED_HELD, MARKET_HONEY);
	const struct inq_term_of *first = NULL;
	struct inq_quote quote;
	struct inq_terms terms;

	market_write(&row, "Good day to you. When can you send CLOVER, please? Regards");
	judge_row(j, &row);
	assert_string_equal(decided(j, "ware"), "honey");
	assert_int_equal(
		inq_terms_of(j->arena, &j->evidence, &j->verdict, market_target(&j->market, "ware", "honey"), &terms),
		INQ_OK);
	for (size_t i = 0; i < terms.count && !first; i++)
		if (terms.item[i].kind == INQ_TERM_WORDS)
			first = &terms.item[i];
	assert_non_null(first);
	assert_true(first->points > 0);
	quote = inq_text_quote(j->arena, &j->found.text, first->span);
	assert_string_equal(quote.field, "body");
	assert_true(quote.start <= 35 && quote.end >= 41); /* in characters of what was written */
	assert_non_null(memmem(quote.text.s, quote.text.n, "CLOVER", 6));
}

/* The text and a rule's own pattern agree: two kinds. The text alone does not condemn anybody. */
static void proof_takes_two_kinds(void **state)
{
	struct judge *j = *state;
	uint32_t hawker = market_target(&j->market, "caller", "hawker");
	struct market_row row = market_row(SEED_HELD, MARKET_BREAD);

	market_write(&row, "See our brochure: ranking, followers, campaign and promotion");
	judge_row(j, &row);
	assert_true(inq_proven(j->arena, &j->evidence, &j->verdict.scores, hawker));
	assert_string_equal(decided(j, "caller"), "hawker");
	market_write(&row,
		     "ranking, followers, campaign and promotion for your website, please send visitors to the list");
	judge_row(j, &row);
	assert_false(inq_proven(j->arena, &j->evidence, &j->verdict.scores, hawker));
	market_write(&row, "rye and wheat from the oven of the baker, please");
	judge_row(j, &row);
	assert_false(inq_proven(j->arena, &j->evidence, &j->verdict.scores, hawker));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(held_rows_are_judged_rightly),
		cmocka_unit_test(the_figures_tell_of_it),
		cmocka_unit_test(probabilities_sum_to_one),
		cmocka_unit_test(unknown_is_learnt),
		cmocka_unit_test(what_nobody_labelled_is_left_to_the_packs),
		cmocka_unit_test(the_same_rows_make_the_same_bytes),
		cmocka_unit_test(the_order_of_rows_decides_nothing),
		cmocka_unit_test(models_of_one_recipe_are_known_by_it),
		cmocka_unit_test(rows_not_in_use_leave_no_trace),
		cmocka_unit_test(rows_known_to_the_packs_are_not_judged),
		cmocka_unit_test(rules_are_hidden_on_rows_known_to_the_packs),
		cmocka_unit_test(practice_rows_are_learnt_from_and_not_judged),
		cmocka_unit_test(a_dimension_of_one_label_is_left_to_the_packs),
		cmocka_unit_test(a_dimension_of_few_rows_is_left_to_the_packs),
		cmocka_unit_test(a_rare_unknown_is_not_learnt),
		cmocka_unit_test(nothing_to_learn_is_an_error),
		cmocka_unit_test(bad_rows_are_refused_and_forgotten),
		cmocka_unit_test(chance_is_not_beaten),
		cmocka_unit_test(probabilities_mean_what_they_say),
		cmocka_unit_test(the_engine_says_what_training_promised),
		cmocka_unit_test(folds_are_even_and_differ_by_seed),
		cmocka_unit_test(copies_of_one_id_do_not_leak),
		cmocka_unit_test(the_engine_weighs_as_training_did),
		cmocka_unit_test(terms_sum_to_the_points),
		cmocka_unit_test(the_pieces_are_the_sum),
		cmocka_unit_test(the_strongest_words_are_shown_where_they_stand),
		cmocka_unit_test(proof_takes_two_kinds),
	};

	return cmocka_run_group_tests_name("learn", tests, set_up, tear_down);
}
