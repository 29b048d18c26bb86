/* The immutable bundle of what the trade knows, and the pipeline over it. */
#include "engine_internal.h"

#include "inq_limits.h"
#include "lang.h"
#include "lead.h"
#include "strategy.h"
#include "verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#define MODEL_FILE "model.inq" /* in the knowledge folder */
#define NO_MODEL "none"

struct inq_engine {
	struct inq_calendar calendar;
	char **holidays; /* owned copies behind calendar.holidays */
	struct inq_knowledge *knowledge;
	struct inq_rules *rules;
	struct inq_model *model; /* NULL: the packs alone */
	struct inq_languages *languages;
	struct inq_lists *lists;
	struct inq_domains *domains;
	struct inq_priorities *priorities;
	struct inq_playbooks *playbooks;
};

struct inq_worker {
	const struct inq_engine *engine;
	struct inq_arena *arena;
	struct inq_scanner *scanner;
	const struct inq_model *model; /* the engine's, or another one */
	struct inq_model_scratch *model_scratch;
	struct inq_json json;
	unsigned reasons;
	uint64_t (*now_ns)(void);
	uint64_t step_ns[INQ_STEP_COUNT];
};

/* ---- building -------------------------------------------------------------------------------------------------- */

/* An example that does not hold is a mistake of the pack. */
static void check_example(const struct inq_engine *engine, struct inq_arena *arena, struct inq_scanner *scanner,
			  const struct inq_example *example, struct inq_mistakes *mistakes)
{
	bool matched = false;

	if (inq_rules_try(arena, engine->rules, scanner, example->rule, example->text, &matched) != INQ_OK)
		inq_mistake(mistakes, example->file, example->line, "out of memory");
	else if (matched != example->must_match)
		inq_mistake(mistakes, example->file, example->line, "rule '%s' %s '%s', expected that it %s",
			    engine->knowledge->rules[example->rule].name.s,
			    matched ? "matches" : "does not match", example->text.s,
			    example->must_match ? "does" : "does not");
	inq_arena_reset(arena, INQ_ARENA_BYTES_KEPT);
}

static void check_examples(const struct inq_engine *engine, struct inq_mistakes *mistakes)
{
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	struct inq_scanner *scanner = inq_scanner_new(engine->rules);

	if (!arena || !scanner)
		inq_mistake(mistakes, engine->knowledge->dir, 0, "out of memory");
	for (size_t i = 0; arena && scanner && i < engine->knowledge->example_count; i++)
		check_example(engine, arena, scanner, &engine->knowledge->examples[i], mistakes);
	inq_scanner_free(scanner);
	inq_arena_free(arena);
}

static bool copy_calendar(struct inq_engine *engine, const struct inq_calendar *calendar)
{
	size_t count = 0;

	engine->calendar = *calendar;
	while (calendar->holidays && calendar->holidays[count])
		count++;
	engine->holidays = calloc(count + 1, sizeof(*engine->holidays));
	if (!engine->holidays)
		return false;
	for (size_t i = 0; i < count; i++) {
		engine->holidays[i] = strdup(calendar->holidays[i]);
		if (!engine->holidays[i])
			return false;
	}
	engine->calendar.holidays = (const char *const *)engine->holidays;
	return true;
}

/* Passes on what a loader with an error of its own found. */
static void *noted(void *loaded, const struct inq_error *error, struct inq_mistakes *mistakes)
{
	if (loaded)
		return loaded;
	if (mistakes->count++ == 0 && mistakes->first)
		*mistakes->first = *error;
	if (mistakes->report)
		mistakes->report(mistakes->context, error);
	return NULL;
}

static struct inq_model *load_model(const struct inq_engine *engine, const struct inq_options *options,
				    struct inq_mistakes *mistakes)
{
	struct inq_error error = {""};
	struct inq_model *model = NULL;
	char *own = NULL;

	if (options->model_file && !strcmp(options->model_file, NO_MODEL))
		return NULL;
	if (!options->model_file && asprintf(&own, "%s/%s", options->knowledge_dir, MODEL_FILE) < 0) {
		inq_mistake(mistakes, options->knowledge_dir, 0, "out of memory");
		return NULL;
	}
	if (!own || access(own, F_OK) == 0)
		model = noted(inq_model_open(own ? own : options->model_file, engine->knowledge, &error), &error, mistakes);
	free(own);
	return model;
}

static void load_all(struct inq_engine *engine, const struct inq_options *options, struct inq_mistakes *mistakes)
{
	const char *dir = options->knowledge_dir;
	struct inq_error error = {""};

	engine->languages = noted(inq_languages_load(dir, &error), &error, mistakes);
	engine->lists = noted(inq_lists_load(dir, &error), &error, mistakes);
	engine->domains = noted(inq_domains_load(dir, &error), &error, mistakes);
	engine->knowledge = inq_knowledge_load(dir, mistakes);
	if (!engine->knowledge)
		return;
	engine->priorities = inq_priorities_load(engine->knowledge, mistakes);
	engine->playbooks = inq_playbooks_load(engine->knowledge, mistakes);
	engine->model = load_model(engine, options, mistakes);
	engine->rules = inq_rules_compile(engine->knowledge, options->cache_dir, mistakes);
	if (engine->rules && !options->skip_examples)
		check_examples(engine, mistakes);
}

static struct inq_engine *build(const struct inq_options *options, struct inq_mistakes *mistakes)
{
	struct inq_engine *engine = calloc(1, sizeof(*engine));

	if (!engine || !copy_calendar(engine, &options->calendar)) {
		inq_mistake(mistakes, options->knowledge_dir, 0, "out of memory");
		inq_engine_free(engine);
		return NULL;
	}
	load_all(engine, options, mistakes);
	if (mistakes->count) {
		inq_engine_free(engine);
		return NULL;
	}
	return engine;
}

struct inq_engine *inq_engine_new(const struct inq_options *options, struct inq_error *error)
{
	struct inq_mistakes mistakes = {.first = error};

	return build(options, &mistakes);
}

size_t inq_lint(const struct inq_options *options, inq_lint_report *report, void *context)
{
	struct inq_mistakes mistakes = {.report = report, .context = context};

	inq_engine_free(build(options, &mistakes));
	return mistakes.count;
}

void inq_engine_free(struct inq_engine *engine)
{
	if (!engine)
		return;
	for (char **holiday = engine->holidays; holiday && *holiday; holiday++)
		free(*holiday);
	free(engine->holidays);
	inq_rules_free(engine->rules);
	inq_model_free(engine->model);
	inq_playbooks_free(engine->playbooks);
	inq_priorities_free(engine->priorities);
	inq_knowledge_free(engine->knowledge);
	inq_domains_free(engine->domains);
	inq_lists_free(engine->lists);
	inq_languages_free(engine->languages);
	free(engine);
}

const char *inq_engine_packs(const struct inq_engine *engine)
{
	return engine->knowledge->packs;
}

const char *inq_engine_model(const struct inq_engine *engine)
{
	return engine->model ? inq_model_name(engine->model) : "packs alone";
}

const struct inq_knowledge *inq_engine_knowledge(const struct inq_engine *engine)
{
	return engine->knowledge;
}

size_t inq_engine_rule_count(const struct inq_engine *engine)
{
	return engine->knowledge->rule_count;
}

size_t inq_engine_pattern_count(const struct inq_engine *engine)
{
	return engine->knowledge->pattern_count;
}

/* ---- workers --------------------------------------------------------------------------------------------------- */

struct inq_worker *inq_worker_new(const struct inq_engine *engine)
{
	struct inq_worker *worker = calloc(1, sizeof(*worker));

	if (!worker)
		return NULL;
	worker->engine = engine;
	worker->reasons = INQ_REASONS_DEFAULT;
	worker->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	worker->scanner = inq_scanner_new(engine->rules);
	if (!worker->arena || !worker->scanner || !inq_worker_use_model(worker, engine->model)) {
		inq_worker_free(worker);
		return NULL;
	}
	return worker;
}

bool inq_worker_use_model(struct inq_worker *worker, const struct inq_model *model)
{
	struct inq_model_scratch *scratch = model ? inq_model_scratch_new(model) : NULL;

	if (model && !scratch)
		return false;
	inq_model_scratch_free(worker->model_scratch);
	worker->model = model;
	worker->model_scratch = scratch;
	return true;
}

void inq_worker_free(struct inq_worker *worker)
{
	if (!worker)
		return;
	inq_scanner_free(worker->scanner);
	inq_model_scratch_free(worker->model_scratch);
	inq_arena_free(worker->arena);
	inq_json_free(&worker->json);
	free(worker);
}

void inq_worker_show_reasons(struct inq_worker *worker, unsigned per_dimension)
{
	worker->reasons = per_dimension ? per_dimension : INQ_REASONS_DEFAULT;
}

void inq_worker_profile(struct inq_worker *worker, uint64_t (*now_ns)(void))
{
	worker->now_ns = now_ns;
}

const uint64_t *inq_worker_step_ns(const struct inq_worker *worker)
{
	return worker->step_ns;
}

const char *inq_step_name(enum inq_step step)
{
	static const char *const names[] = {
		[INQ_STEP_DECODE] = "decode",	    [INQ_STEP_NORMALISE] = "normalise", [INQ_STEP_FACTS] = "facts",
		[INQ_STEP_SIGNALS] = "signals",	    [INQ_STEP_RULES] = "rules",		[INQ_STEP_SCORE] = "score",
		[INQ_STEP_PRIORITISE] = "prioritise", [INQ_STEP_STRATEGY] = "strategy", [INQ_STEP_RENDER] = "render",
	};

	return (unsigned)step < INQ_STEP_COUNT ? names[step] : "";
}

/* ---- the pipeline ---------------------------------------------------------------------------------------------- */

struct run { /* one inquiry on its way */
	const struct inq_engine *engine;
	struct inq_worker *worker;
	struct inq_arena *arena;
	const struct inq_input *input;
	struct inq_findings found;
	struct inq_evidence evidence;
	struct inq_verdict verdict;
	struct inq_inputs inputs; /* all of the above, as the last three steps see it */
	struct inq_priority priority;
	struct inq_strategy strategy;
	struct inq_lead *lead;
	struct inq_error *error;
};

/* The buyer is known by his mail address, else by the platform's id, else by company and country. */
static const char *buyer_key(struct inq_arena *arena, const struct inq_event *event)
{
	const struct inq_buyer *b = &event->buyer;
	struct inq_str known = b->email.n ? inq_normalise(arena, b->email.s, b->email.n) : INQ_STR("");
	const char *text = inq_arena_printf(arena, "mail:%s", known.s);

	if (!known.n && b->id.n)
		text = inq_arena_printf(arena, "id:%s:%s", event->platform.s, b->id.s);
	else if (!known.n && b->company.n)
		text = inq_arena_printf(arena, "company:%s:%s", inq_normalise(arena, b->company.s, b->company.n).s,
					b->country.s);
	else if (!known.n)
		return "";
	return inq_arena_printf(arena, "b-%016llx", (unsigned long long)XXH3_64bits(text, strlen(text)));
}

static enum inq_status step_decode(struct run *run)
{
	enum inq_status status =
		inq_decode(run->arena, run->input->json, run->input->json_size, &run->found.event, run->error);

	run->found.event.same_text_senders = run->input->same_text_senders;
	run->found.event.buyer_inquiries = run->input->buyer_inquiries;
	return status;
}

static enum inq_status step_normalise(struct run *run)
{
	return inq_text_build(run->arena, run->engine->languages, &run->found.event, &run->found.text);
}

static enum inq_status step_facts(struct run *run)
{
	return inq_facts_extract(run->arena, run->engine->lists, &run->found.event, &run->found.text, &run->found.facts);
}

static enum inq_status step_signals(struct run *run)
{
	inq_signals_derive(run->engine->domains, &run->found.event, &run->found.text, &run->found.facts, &run->found.signals);
	return INQ_OK;
}

static enum inq_status step_rules(struct run *run)
{
	return inq_rules_match(run->arena, run->engine->rules, run->worker->scanner, &run->found.text, &run->found.signals,
			       &run->found.fired);
}

static enum inq_status step_score(struct run *run)
{
	const struct inq_findings *f = &run->found;

	run->evidence = (struct inq_evidence){run->engine->knowledge, run->worker->model, run->worker->model_scratch,
					      &f->text, &f->facts, &f->signals, &f->fired};
	run->inputs = (struct inq_inputs){run->engine->knowledge, &f->event, &f->text,	    &f->facts,
					  &f->signals,		  &f->fired, &run->verdict, run->input->now_ms};
	return inq_verdict_decide(run->arena, &run->evidence, &run->verdict);
}

static enum inq_status step_prioritise(struct run *run)
{
	return inq_prioritise(run->arena, run->engine->priorities, &run->inputs, &run->priority);
}

static enum inq_status step_strategy(struct run *run)
{
	return inq_strategy_choose(run->arena, run->engine->playbooks, &run->engine->calendar, &run->inputs,
				   &run->priority, &run->strategy);
}

static enum inq_status step_render(struct run *run)
{
	const char *event_id = run->found.event.id.s;
	struct inq_lead_parts parts = {
		.in = &run->inputs,
		.evidence = &run->evidence,
		.priority = &run->priority,
		.strategy = &run->strategy,
		.traceparent = run->input->traceparent,
		.reasons_per_dimension = run->worker->reasons,
		.lead_id = inq_arena_printf(run->arena, "l-%016llx",
					    (unsigned long long)XXH3_64bits(event_id, run->found.event.id.n)),
		.buyer_key = buyer_key(run->arena, &run->found.event),
		.summary = inq_lead_summary(run->arena, &run->inputs, &run->priority),
	};
	enum inq_status status = inq_lead_write(run->arena, &parts, &run->worker->json);

	*run->lead = (struct inq_lead){.json = run->worker->json.text,
				       .json_size = run->worker->json.size,
				       .id = parts.lead_id,
				       .event_id = event_id,
				       .composite = run->verdict.composite,
				       .summary = parts.summary,
				       .band = run->priority.band.s,
				       .lang = run->found.text.lang.s,
				       .buyer_key = parts.buyer_key,
				       .priority = run->priority.score / 10.0,
				       .received_at_ms = run->found.event.received_at_ms,
				       .respond_by_ms = run->strategy.respond_by_ms,
				       .fingerprint = run->found.text.fingerprint};
	return status;
}

typedef enum inq_status step_function(struct run *run);
static step_function *const steps[INQ_STEP_COUNT] = {
	[INQ_STEP_DECODE] = step_decode,	 [INQ_STEP_NORMALISE] = step_normalise,
	[INQ_STEP_FACTS] = step_facts,		 [INQ_STEP_SIGNALS] = step_signals,
	[INQ_STEP_RULES] = step_rules,		 [INQ_STEP_SCORE] = step_score,
	[INQ_STEP_PRIORITISE] = step_prioritise, [INQ_STEP_STRATEGY] = step_strategy,
	[INQ_STEP_RENDER] = step_render,
};

static enum inq_status run_step(struct run *run, enum inq_step step)
{
	uint64_t begun = run->worker->now_ns ? run->worker->now_ns() : 0;
	enum inq_status status = steps[step](run);

	if (run->worker->now_ns)
		run->worker->step_ns[step] += run->worker->now_ns() - begun;
	return status;
}

/* Runs the steps before `end`. */
static enum inq_status run_steps(struct run *run, enum inq_step end)
{
	enum inq_status status = INQ_OK;

	*run->error = (struct inq_error){""};
	inq_arena_reset(run->arena, INQ_ARENA_BYTES_KEPT);
	for (enum inq_step step = 0; step < end && status == INQ_OK; step++)
		status = run_step(run, step);
	if (status == INQ_FAILED && !run->error->text[0])
		snprintf(run->error->text, sizeof(run->error->text),
			 "out of memory, or the event needs more than %u MiB", INQ_ARENA_BYTES_MAX >> 20);
	return status;
}

enum inq_status inq_score(const struct inq_engine *engine, struct inq_worker *worker, const struct inq_input *input,
			  struct inq_lead *lead, struct inq_error *error)
{
	struct run run = {
		.engine = engine, .worker = worker, .arena = worker->arena, .input = input, .lead = lead, .error = error};

	return run_steps(&run, INQ_STEP_COUNT);
}

enum inq_status inq_read(const struct inq_engine *engine, struct inq_worker *worker, const struct inq_input *input,
			 struct inq_findings *findings, struct inq_arena **arena, struct inq_error *error)
{
	struct run run = {.engine = engine, .worker = worker, .arena = worker->arena, .input = input, .error = error};
	enum inq_status status = run_steps(&run, INQ_STEP_SCORE);

	*findings = run.found;
	*arena = worker->arena;
	return status;
}
