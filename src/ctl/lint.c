/* inquiryctl lint: every mistake in the knowledge folder, before the daemon meets it. */
#include "commands.h"
#include "screen.h"
#include "session.h"

#include <jansson.h>
#include <stdio.h>

struct lint {
	const struct ctl *ctl;
	struct screen screen;
	json_t *mistakes; /* with --json */
};

static const struct option_spec OPTIONS[] = {{0}};

static void report(void *context, const struct inq_error *error)
{
	struct lint *lint = context;

	if (lint->mistakes) {
		json_array_append_new(lint->mistakes, json_string(error->text));
		return;
	}
	screen_text(&lint->screen, error->text, (unsigned)sizeof error->text);
	putc('\n', stdout);
}

/* "export-trade@1 daily-consumer-goods@1": as many packs as words. */
static size_t pack_count(const char *packs)
{
	size_t count = *packs ? 1 : 0;

	for (; *packs; packs++)
		count += *packs == ' ';
	return count;
}

static enum ctl_status finish_json(struct lint *lint, size_t mistakes, const struct inq_engine *engine)
{
	json_t *all = json_pack("{s:I, s:O, s:s, s:I, s:I, s:s}", "count", (json_int_t)mistakes, "mistakes", lint->mistakes,
				"packs", engine ? inq_engine_packs(engine) : "", "rules",
				(json_int_t)(engine ? inq_engine_rule_count(engine) : 0), "patterns",
				(json_int_t)(engine ? inq_engine_pattern_count(engine) : 0), "model",
				engine ? inq_engine_model(engine) : "");
	int failed = !all || json_dumpf(all, stdout, JSON_COMPACT);

	putc('\n', stdout);
	json_decref(all);
	if (failed)
		return ctl_write_failed();
	return mistakes ? CTL_PARTLY : CTL_OK;
}

static enum ctl_status finish_text(size_t mistakes, const struct inq_engine *engine)
{
	if (mistakes || !engine) {
		printf("%zu mistake%s\n", mistakes, mistakes == 1 ? "" : "s");
		return CTL_PARTLY;
	}
	printf("no mistakes: %zu packs, %zu rules, %zu patterns, model %s\n", pack_count(inq_engine_packs(engine)),
	       inq_engine_rule_count(engine), inq_engine_pattern_count(engine), inq_engine_model(engine));
	return CTL_OK;
}

static enum ctl_status lint_all(struct lint *lint, const struct session *session)
{
	struct inq_options options = session_engine_options(lint->ctl, session);
	size_t mistakes = inq_lint(&options, report, lint);
	struct inq_engine *engine = NULL;
	struct inq_error error = {{0}};
	enum ctl_status status;

	options.skip_examples = true; /* inq_lint ran them */
	if (!mistakes) {
		engine = inq_engine_new(&options, &error);
		if (!engine) {
			report(lint, &error);
			mistakes++;
		}
	}
	status = lint->mistakes ? finish_json(lint, mistakes, engine) : finish_text(mistakes, engine);
	inq_engine_free(engine);
	return status;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct lint lint = {.ctl = ctl, .screen = screen_open(stdout)};
	struct session session = {0};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, NULL, argc, argv))
		return ctl->status;
	if (ctl->json)
		lint.mistakes = json_array();
	if (session_open(ctl, &session))
		status = lint_all(&lint, &session);
	json_decref(lint.mistakes);
	session_close(&session);
	return status;
}

const struct command COMMAND_LINT = {
	.name = "lint",
	.arguments = "",
	.summary = "Check taxonomy, packs, playbooks and lists, and run the packs' examples",
	.about = "Prints one line `file:line: message` for each mistake in the knowledge folder.\n"
		 "Exit status: 0 no mistakes, 1 mistakes, 2 usage or configuration.",
	.options = OPTIONS,
	.run = run,
};
