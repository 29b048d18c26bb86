/* inquiryctl evaluate: how well the engine agrees with a labelled corpus. */
#include "commands.h"
#include "corpus.h"
#include "document.h"
#include "evaluate_report.h"
#include "judge.h"
#include "judge_errors.h"
#include "mail_kind.h"
#include "screen.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>

#define COUNTRY_ROWS_LEAST 20 /* below that a share says little */

struct evaluate_options {
	struct option_list corpus;
	const char *half, *positive, *dimension;
	long errors;
	bool check_receipt;
};

struct evaluate {
	const struct ctl *ctl;
	struct evaluate_options options;
	struct corpus_options corpus_options;
	struct judge_positive positive;
	char *positive_text; /* "authenticity\0real" */
	struct session session;
	struct corpus corpus;
	struct mail_kinds mail_kinds;
};

static const struct option_spec OPTIONS[] = {
	{"corpus", 0, OPTION_LIST, "FILE", offsetof(struct evaluate_options, corpus),
	 "labelled corpus; the same as an argument"},
	{"half", 0, OPTION_TEXT, "dev|test|all", offsetof(struct evaluate_options, half),
	 "only the ids whose SHA-256 begins with an even (dev) or odd (test) byte"},
	{"positive", 0, OPTION_TEXT, "DIMENSION=LABEL", offsetof(struct evaluate_options, positive),
	 "the label that must not be lost (default: authenticity=real)"},
	{"errors", 'e', OPTION_COUNT, "N", offsetof(struct evaluate_options, errors),
	 "show the N worst errors of each dimension"},
	{"dimension", 'd', OPTION_TEXT, "NAME", offsetof(struct evaluate_options, dimension),
	 "show errors of this dimension only"},
	{"check-receipt", 0, OPTION_FLAG, NULL, offsetof(struct evaluate_options, check_receipt),
	 "check that the terms of every lead add up exactly; exit 1 if not"},
	{0},
};

static bool read_half(struct evaluate *evaluate)
{
	static const char *const NAMES[] = {[CORPUS_ALL] = "all", [CORPUS_DEV] = "dev", [CORPUS_TEST] = "test"};

	if (!evaluate->options.half)
		evaluate->options.half = NAMES[CORPUS_ALL];
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		if (!strcmp(evaluate->options.half, NAMES[i])) {
			evaluate->corpus_options.half = (enum corpus_half)i;
			return true;
		}
	}
	ctl_complain("evaluate: --half: expected dev, test or all, found `%s`", evaluate->options.half);
	return false;
}

static bool read_positive(struct evaluate *evaluate)
{
	const char *text = evaluate->options.positive ? evaluate->options.positive : "authenticity=real";
	char *equals;

	evaluate->positive_text = strdup(text);
	equals = evaluate->positive_text ? strchr(evaluate->positive_text, '=') : NULL;
	if (!equals) {
		ctl_complain("evaluate: --positive: expected DIMENSION=LABEL, found `%s`", text);
		return false;
	}
	*equals = '\0';
	evaluate->positive = (struct judge_positive){evaluate->positive_text, equals + 1};
	return true;
}

/* Both ways of naming the files, in one list. */
static bool gather_files(struct evaluate *evaluate, char ***files, size_t *count)
{
	const struct option_list *corpus = &evaluate->options.corpus;
	const struct ctl *ctl = evaluate->ctl;

	*count = corpus->count + ctl->file_count;
	*files = calloc(*count + 1, sizeof **files);
	if (!*files || !*count) {
		ctl_complain(*files ? "evaluate: no corpus given" : "out of memory");
		return false;
	}
	if (corpus->count)
		memcpy(*files, corpus->item, corpus->count * sizeof **files);
	if (ctl->file_count)
		memcpy(*files + corpus->count, ctl->files, ctl->file_count * sizeof **files);
	return true;
}

/* ---- groups ---- */

static const char *text_or_null(const json_t *document, const char *path)
{
	return json_string_value(document_at(document, path));
}

static const char *language_of(const void *context, const struct corpus_row *row)
{
	(void)context;
	return text_or_null(row->labels, "lang");
}

static const char *mail_of(const void *context, const struct corpus_row *row)
{
	const struct evaluate *evaluate = context;

	return mail_kind(&evaluate->mail_kinds, document_text(row->event, "buyer.email"));
}

static const char *country_of(const void *context, const struct corpus_row *row)
{
	(void)context;
	return text_or_null(row->event, "buyer.country");
}

static const struct {
	const char *name;
	judge_group_name *name_of;
	size_t least;
} GROUPS[] = {
	{"language", language_of, 1}, {"mail", mail_of, 1}, {"country", country_of, COUNTRY_ROWS_LEAST}};

static json_t *judge_all_groups(const struct evaluate *evaluate)
{
	json_t *groups = json_object();

	for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
		json_object_set_new(groups, GROUPS[i].name,
				    judge_groups(&evaluate->corpus, &evaluate->positive, GROUPS[i].name_of, evaluate,
						 GROUPS[i].least));
	return groups;
}

/* ---- the report ---- */

static json_t *judge_all_dimensions(const struct evaluate *evaluate, json_t *names)
{
	json_t *dimensions = json_object();
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
		json_object_set_new(dimensions, json_string_value(name),
				    judge_dimension(&evaluate->corpus, json_string_value(name)));
	return dimensions;
}

static json_t *judge_all_errors(const struct evaluate *evaluate, json_t *names)
{
	const char *only = evaluate->options.dimension;
	json_t *errors = json_object();
	const json_t *entry;
	size_t i;

	json_array_foreach(names, i, entry) {
		const char *name = json_string_value(entry);
		if (!only || !strcmp(only, name))
			json_object_set_new(errors, name,
					    judge_errors(&evaluate->corpus, name, (size_t)evaluate->options.errors));
	}
	return errors;
}

static json_t *make_report(const struct evaluate *evaluate)
{
	const struct corpus *corpus = &evaluate->corpus;
	json_t *names = judge_dimension_names(corpus);
	json_t *report = json_pack("{s:s, s:I, s:I, s:s, s:s, s:s}", "schema", "inquiry.evaluation/1", "rows",
				   (json_int_t)corpus->count, "refused", (json_int_t)corpus->refused, "half",
				   evaluate->options.half, "version", INQ_VERSION, "packs",
				   inq_engine_packs(evaluate->session.engine));

	if (evaluate->options.check_receipt)
		json_object_set_new(report, "unbalanced", json_integer((json_int_t)corpus->unbalanced));
	json_object_set_new(report, "positive", judge_positive(corpus, &evaluate->positive));
	json_object_set_new(report, "dimensions", judge_all_dimensions(evaluate, names));
	json_object_set_new(report, "priority", judge_priority(corpus));
	json_object_set_new(report, "facts", judge_facts(corpus));
	json_object_set_new(report, "groups", judge_all_groups(evaluate));
	if (evaluate->options.errors > 0)
		json_object_set_new(report, "errors", judge_all_errors(evaluate, names));
	json_decref(names);
	return report;
}

static enum ctl_status print_report(const struct evaluate *evaluate, const json_t *report)
{
	struct screen screen = screen_open(stdout);

	if (evaluate->ctl->json) {
		json_dumpf(report, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
		putc('\n', stdout);
	} else {
		evaluate_report(&screen, report);
	}
	if (fflush(stdout) || ferror(stdout))
		return ctl_write_failed();
	return evaluate->corpus.refused || evaluate->corpus.unbalanced ? CTL_PARTLY : CTL_OK;
}

static enum ctl_status evaluate_files(struct evaluate *evaluate, char **files, size_t count)
{
	enum ctl_status status = CTL_FAILED;
	json_t *report;

	if (!session_open_engine(evaluate->ctl, &evaluate->session))
		return status;
	mail_kinds_load(&evaluate->mail_kinds,
			session_engine_options(evaluate->ctl, &evaluate->session).knowledge_dir);
	if (!corpus_score(&evaluate->corpus, &evaluate->corpus_options, &evaluate->session, files, count))
		return status;
	report = make_report(evaluate);
	if (report)
		status = print_report(evaluate, report);
	else
		ctl_complain("out of memory");
	json_decref(report);
	return status;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct evaluate evaluate = {.ctl = ctl};
	enum ctl_status status = CTL_FAILED;
	char **files = NULL;
	size_t count;

	if (!ctl_parse(ctl, &evaluate.options, argc, argv)) {
		status = ctl->status;
	} else if (read_half(&evaluate) && read_positive(&evaluate) && gather_files(&evaluate, &files, &count)) {
		evaluate.corpus_options.keep_reasons = evaluate.options.errors > 0;
		evaluate.corpus_options.check_receipts = evaluate.options.check_receipt;
		status = evaluate_files(&evaluate, files, count);
	}
	free(files);
	free(evaluate.positive_text);
	option_list_free(&evaluate.options.corpus);
	corpus_free(&evaluate.corpus);
	mail_kinds_free(&evaluate.mail_kinds);
	session_close(&evaluate.session);
	return status;
}

const struct command COMMAND_EVALUATE = {
	.name = "evaluate",
	.arguments = "FILE...",
	.summary = "Compare verdicts, priorities and facts with a labelled corpus",
	.about = "A corpus holds one event a line with a `labels` object; the engine never sees the labels.\n"
		 "Prints for each dimension accuracy, macro-F1, precision and recall of the labels and the\n"
		 "confusion matrix (over the rows that are labelled in it; `unknown` is a label too), how well\n"
		 "real buyers are told from the others, priority against the labelled one, facts, and tables by\n"
		 "language, kind of mail address and country.\n"
		 "Exit status: 0 evaluated, 1 some rows refused or sums that do not add up, 2 usage or input.",
	.options = OPTIONS,
	.run = run,
};
