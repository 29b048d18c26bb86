/* A lead made by hand for the tests of steps 7 and 8: a verdict and signals set one by one, no packs needed. */
#ifndef STRATEGY_CASE_H
#define STRATEGY_CASE_H

#include "strategy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define RECEIVED_MS INT64_C(1767600000000) /* Monday 2026-01-05 08:00 UTC */

struct strategy_case {
	struct inq_arena *arena;
	struct inq_knowledge *knowledge;
	struct inq_event event;
	struct inq_text text;
	struct inq_facts facts;
	struct inq_signals signals;
	struct inq_fired_rule fired_rule[4];
	struct inq_fired fired;
	struct inq_verdict verdict;
	struct inq_inputs in;
};

static inline struct inq_str str(const char *s)
{
	return (struct inq_str){s, strlen(s)};
}

static inline void fail_on_mistake(void *context, const struct inq_error *error)
{
	(void)context;
	fail_msg("%s", error->text);
}

static inline uint32_t case_dimension(const struct strategy_case *c, const char *name)
{
	uint32_t found = inq_dimension_find(c->knowledge, str(name));

	assert_int_not_equal(found, INQ_NONE);
	return found;
}

/* The dimension applies; `label` NULL: not decided, the first label leading with 60 %. */
static inline void decide(struct strategy_case *c, const char *dimension, const char *label)
{
	uint32_t d = case_dimension(c, dimension);
	const struct inq_dimension *of = &c->knowledge->dimensions[d];
	struct inq_decision *decision = &c->verdict.decision[d];
	double *probability = c->verdict.scores.probability + of->first_label;

	*decision = (struct inq_decision){true, INQ_NONE, of->first_label, 0.6};
	for (uint32_t i = 0; i < of->label_count; i++)
		probability[i] = i == 0 ? 0.6 : 0.4 / (of->label_count - 1);
	if (!label)
		return;
	decision->label = decision->leading = inq_label_find(c->knowledge, d, str(label));
	assert_int_not_equal(decision->label, INQ_NONE);
	decision->confidence = 1;
	for (uint32_t i = 0; i < of->label_count; i++)
		probability[i] = of->first_label + i == decision->label;
}

/* Gives `unknown` a share of the probability; the labels keep their proportions. */
static inline void give_unknown(struct strategy_case *c, const char *dimension, double share)
{
	uint32_t d = case_dimension(c, dimension);
	const struct inq_dimension *of = &c->knowledge->dimensions[d];

	for (uint32_t i = 0; i < of->label_count; i++)
		c->verdict.scores.probability[of->first_label + i] *= 1 - share;
	c->verdict.scores.probability[c->knowledge->label_count + d] = share;
}

static inline void on(struct strategy_case *c, enum inq_signal signal)
{
	c->signals.on[signal] = 1;
}

static inline void blank_event(struct inq_event *event)
{
	const struct inq_str none = INQ_STR("");

	memset(event, 0, sizeof(*event));
	event->id = event->platform = event->channel = event->subject = event->body = event->lang = none;
	event->received_at = none;
	event->product = (struct inq_product){none, none, none, none, NAN, NAN};
	event->buyer = (struct inq_buyer){none, none, none, none, none, none, none, none, none, none, INQ_ABSENT, {0}};
	event->history.last_order_at = none;
	event->received_at_ms = RECEIVED_MS;
}

static inline void blank_facts(struct inq_facts *facts)
{
	const struct inq_term none = {INQ_STR(""), INQ_STR(""), {0, 0}};

	memset(facts, 0, sizeof(*facts));
	facts->target_price.value = facts->budget.value = NAN;
	facts->incoterm = facts->port = facts->payment = facts->order_number = none;
	facts->deadline.text = INQ_STR("");
	facts->order_value_usd = facts->moq_ratio = NAN;
}

/* Forgets everything but the knowledge. */
static inline void case_reset(struct strategy_case *c)
{
	inq_arena_reset(c->arena, 1 << 20);
	memset(&c->signals, 0, sizeof(c->signals));
	memset(c->verdict.decision, 0, c->knowledge->dimension_count * sizeof(*c->verdict.decision));
	blank_event(&c->event);
	blank_facts(&c->facts);
	c->text.lang = INQ_STR("en");
	c->fired.count = 0;
	c->in.now_ms = RECEIVED_MS;
}

static inline struct strategy_case *case_open(const char *dir)
{
	struct strategy_case *c = calloc(1, sizeof(*c));
	struct inq_mistakes mistakes = {.report = fail_on_mistake};

	assert_non_null(c);
	c->arena = inq_arena_new(1 << 24);
	c->knowledge = inq_knowledge_load(dir, &mistakes);
	assert_non_null(c->knowledge);
	c->verdict.decision = calloc(c->knowledge->dimension_count, sizeof(*c->verdict.decision));
	c->verdict.scores.probability =
		calloc(c->knowledge->label_count + c->knowledge->dimension_count, sizeof(double));
	c->fired.item = c->fired_rule;
	c->in =
	    (struct inq_inputs){c->knowledge, &c->event, &c->text, &c->facts, &c->signals, &c->fired, &c->verdict, 0};
	case_reset(c);
	return c;
}

static inline void case_close(struct strategy_case *c)
{
	free(c->verdict.decision);
	free(c->verdict.scores.probability);
	inq_knowledge_free(c->knowledge);
	inq_arena_free(c->arena);
	free(c);
}

/* ---- folders that are written by a test ---- */

struct scratch_folder {
	char dir[64];
	char file[128];
	struct inq_error error;
};

/* A folder with one file of that name and text. `name` may be "playbooks/x.yaml". */
static inline void scratch_make(struct scratch_folder *scratch, const char *name, const char *text)
{
	char folder[128];
	FILE *file;

	snprintf(scratch->dir, sizeof(scratch->dir), "/tmp/strategy-test-XXXXXX");
	assert_non_null(mkdtemp(scratch->dir));
	snprintf(folder, sizeof(folder), "%s/playbooks", scratch->dir);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(scratch->file, sizeof(scratch->file), "%s/%s", scratch->dir, name);
	file = fopen(scratch->file, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static inline void scratch_remove(struct scratch_folder *scratch)
{
	char folder[128];

	snprintf(folder, sizeof(folder), "%s/playbooks", scratch->dir);
	unlink(scratch->file);
	rmdir(folder);
	rmdir(scratch->dir);
}

/* The text of a file with the first `from` replaced by `to`; the caller frees it. */
static inline char *edited_file(const char *path, const char *from, const char *to)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 17), *found;
	size_t size, tail;

	assert_non_null(file);
	assert_non_null(text);
	size = fread(text, 1, (1 << 16) - 1, file);
	fclose(file);
	found = strstr(text, from);
	if (!found)
		fail_msg("'%s' is not in %s", from, path);
	tail = size - (size_t)(found - text) - strlen(from);
	memmove(found + strlen(to), found + strlen(from), tail + 1);
	memcpy(found, to, strlen(to));
	return text;
}

#endif
