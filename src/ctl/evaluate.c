/* inquiryctl evaluate: how well the engine agrees with a labelled corpus. */
#include "commands.h"
#include "corpus.h"
#include "document.h"
#include "evaluate_cv.h"
#include "evaluate_html.h"
#include "evaluate_report.h"
#include "judge.h"
#include "judge_compare.h"
#include "judge_errors.h"
#include "mail_kind.h"
#include "screen.h"
#include "session.h"

#include <stdlib.h>
#include <string.h>

#define COUNTRY_ROWS_LEAST 20 /* below that a share says little */
#define COMPOSITE_DEFAULT "size,purpose,horizon"

struct evaluate_options {
	struct option_list corpus;
	const char *half, *positive, *dimension, *composite, *html, *compare, *folds_by, *packs_saw;
	struct option_list mix;
	long errors, cv;
	bool check_receipt;
};

struct evaluate {
	const struct ctl *ctl;
	struct evaluate_options options;
	struct corpus_options corpus_options;
	struct cross_validation cv;
	struct judge_positive positive;
	char *positive_text; /* "authenticity\0real" */
	struct session session;
	struct corpus corpus;
	struct corpus other; /* with --compare: the same rows scored by the other model */
	json_t *dimensions;  /* names of all */
	json_t *composite;   /* names of those that must all be right */
	struct mail_kinds mail_kinds;
};

static const struct option_spec OPTIONS[] = {
	{"corpus", 0, OPTION_LIST, "FILE", offsetof(struct evaluate_options, corpus),
	 "labelled corpus; the same as an argument"},
	{"half", 0, OPTION_TEXT, "dev|test|all", offsetof(struct evaluate_options, half),
	 "only the ids whose SHA-256 begins with an even (dev) or odd (test) byte"},
	{"cv", 0, OPTION_COUNT, "K", offsetof(struct evaluate_options, cv),
	 "train on the rows themselves, K times without one of K folds, which is scored (2 to 20)"},
	{"folds-by", 0, OPTION_TEXT, "row|file", offsetof(struct evaluate_options, folds_by),
	 "with --cv: what stays together in a fold (default: row)"},
	{"packs-saw", 0, OPTION_TEXT, "none|dev|all", offsetof(struct evaluate_options, packs_saw),
	 "with --cv: rows that authors of the packs have read, as for `train` (default: none)"},
	{"mix", 0, OPTION_LIST, "DIMENSION=LABEL+LENDER/N", offsetof(struct evaluate_options, mix),
	 "with --cv: practice with mixed texts, as for `train`"},
	{"positive", 0, OPTION_TEXT, "DIMENSION=LABEL", offsetof(struct evaluate_options, positive),
	 "the label that must not be lost (default: authenticity=real)"},
	{"errors", 'e', OPTION_COUNT, "N", offsetof(struct evaluate_options, errors),
	 "show the N worst errors of each dimension"},
	{"dimension", 'd', OPTION_TEXT, "NAME", offsetof(struct evaluate_options, dimension),
	 "show errors of this dimension only"},
	{"composite", 0, OPTION_TEXT, "NAME,NAME...", offsetof(struct evaluate_options, composite),
	 "dimensions that must all be right (default: " COMPOSITE_DEFAULT ")"},
	{"compare", 0, OPTION_TEXT, "MODEL", offsetof(struct evaluate_options, compare),
	 "score a second time with this model (none: rules alone), and say what changed"},
	{"html", 0, OPTION_TEXT, "FILE", offsetof(struct evaluate_options, html),
	 "also write the report as a page with charts"},
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

static bool read_folds(struct evaluate *evaluate)
{
	const struct evaluate_options *o = &evaluate->options;

	if (o->cv && (o->cv < CV_FOLDS_LEAST || o->cv > CV_FOLDS_MOST)) {
		ctl_complain("evaluate: --cv: expected %d to %d, found %ld", CV_FOLDS_LEAST, CV_FOLDS_MOST, o->cv);
		return false;
	}
	if (!o->cv && (o->folds_by || o->packs_saw || o->mix.count)) {
		ctl_complain("evaluate: --folds-by, --packs-saw and --mix go with --cv");
		return false;
	}
	if (o->folds_by && strcmp(o->folds_by, "row") != 0 && strcmp(o->folds_by, "file") != 0) {
		ctl_complain("evaluate: --folds-by: expected row or file, found `%s`", o->folds_by);
		return false;
	}
	evaluate->cv = (struct cross_validation){.folds = (unsigned)o->cv,
						 .by_file = o->folds_by && !strcmp(o->folds_by, "file"),
						 .half = evaluate->corpus_options.half,
						 .mix = o->mix};
	return packs_saw_read("evaluate", o->packs_saw, &evaluate->cv.saw);
}

static bool has_name(const json_t *names, const char *name, size_t size)
{
	const json_t *entry;
	size_t i;

	json_array_foreach(names, i, entry)
		if (json_string_length(entry) == size && !memcmp(json_string_value(entry), name, size))
			return true;
	return false;
}

/* Of the default those that the corpus speaks of; what was asked for must be there. */
static bool read_composite(struct evaluate *evaluate)
{
	const char *text = evaluate->options.composite ? evaluate->options.composite : COMPOSITE_DEFAULT;

	evaluate->composite = json_array();
	while (*text) {
		size_t size = strcspn(text, ",");
		if (has_name(evaluate->dimensions, text, size)) {
			json_array_append_new(evaluate->composite, json_stringn(text, size));
		} else if (evaluate->options.composite) {
			ctl_complain("evaluate: --composite: no inquiry is labelled in `%.*s`", (int)size, text);
			return false;
		}
		text += size + (text[size] == ',');
	}
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
} GROUPS[] = {{"language", language_of, 1}, {"mail", mail_of, 1}, {"country", country_of, COUNTRY_ROWS_LEAST}};

static json_t *judge_all_groups(const struct evaluate *evaluate)
{
	json_t *groups = json_object();

	for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++) {
		struct judge_grouping grouping = {GROUPS[i].name_of, evaluate, GROUPS[i].least};
		json_object_set_new(
			groups, GROUPS[i].name,
			judge_groups(&evaluate->corpus, &evaluate->positive, evaluate->dimensions, &grouping));
	}
	return groups;
}

/* ---- the report ---- */

static json_t *judge_all_dimensions(const struct evaluate *evaluate)
{
	json_t *dimensions = json_object();
	const json_t *name;
	size_t i;

	json_array_foreach(evaluate->dimensions, i, name)
		json_object_set_new(dimensions, json_string_value(name),
				    judge_dimension(&evaluate->corpus, json_string_value(name)));
	return dimensions;
}

static json_t *judge_all_errors(const struct evaluate *evaluate)
{
	const char *only = evaluate->options.dimension;
	json_t *errors = json_object();
	const json_t *entry;
	size_t i;

	json_array_foreach(evaluate->dimensions, i, entry) {
		const char *name = json_string_value(entry);
		if (!only || !strcmp(only, name))
			json_object_set_new(errors, name,
					    judge_errors(&evaluate->corpus, name, (size_t)evaluate->options.errors));
	}
	return errors;
}

static json_t *compare(const struct evaluate *evaluate)
{
	return judge_compare(&(struct judge_comparison){
		.this = &evaluate->corpus,
		.other = &evaluate->other,
		.positive = &evaluate->positive,
		.dimensions = evaluate->dimensions,
		.composite = evaluate->composite,
		.model = evaluate->options.compare,
		.most = (size_t)evaluate->options.errors,
		.only = evaluate->options.dimension,
	});
}

static json_t *make_report(const struct evaluate *evaluate)
{
	const struct corpus *corpus = &evaluate->corpus;
	json_t *report = json_pack("{s:s, s:I, s:I, s:s, s:s, s:s}", "schema", "inquiry.evaluation/1", "rows",
				   (json_int_t)corpus->count, "refused", (json_int_t)corpus->refused, "half",
				   evaluate->options.half, "version", INQ_VERSION, "packs",
				   inq_engine_packs(evaluate->session.engine));

	json_object_set_new(report, "model", json_string(evaluate->cv.folds ? "cross-validation"
									       : inq_engine_model(evaluate->session.engine)));
	if (evaluate->cv.folds)
		json_object_set_new(report, "folds", json_pack("{s:i, s:s}", "count", (int)evaluate->cv.folds, "by",
							       evaluate->cv.by_file ? "file" : "row"));

	if (evaluate->options.check_receipt)
		json_object_set_new(report, "unbalanced", json_integer((json_int_t)corpus->unbalanced));
	json_object_set_new(report, "positive", judge_positive(corpus, &evaluate->positive));
	json_object_set_new(report, "dimensions", judge_all_dimensions(evaluate));
	json_object_set_new(report, "composite", judge_composite(corpus, &evaluate->positive, evaluate->composite));
	json_object_set_new(report, "priority", judge_priority(corpus));
	json_object_set_new(report, "facts", judge_facts(corpus));
	json_object_set_new(report, "groups", judge_all_groups(evaluate));
	if (evaluate->options.errors > 0)
		json_object_set_new(report, "errors", judge_all_errors(evaluate));
	if (evaluate->options.compare)
		json_object_set_new(report, "compare", compare(evaluate));
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

/* ---- scoring ---- */

/* The call as it would be with the other model. */
static struct ctl with_model(const struct ctl *ctl, const char *model)
{
	struct ctl other = *ctl;

	other.model = model;
	return other;
}

static bool score(struct evaluate *evaluate, char **files, size_t count)
{
	struct ctl alone = with_model(evaluate->ctl, "none");

	if (!session_open_engine(evaluate->cv.folds ? &alone : evaluate->ctl, &evaluate->session))
		return false;
	mail_kinds_load(&evaluate->mail_kinds, session_engine_options(evaluate->ctl, &evaluate->session).knowledge_dir);
	if (evaluate->cv.folds)
		evaluate->corpus_options.half = CORPUS_ALL;
	if (!corpus_read(&evaluate->corpus, &evaluate->corpus_options, files, count))
		return false;
	if (!evaluate->cv.folds)
		corpus_score_rows(&evaluate->corpus, &evaluate->corpus_options, &evaluate->session, NULL, NULL);
	else if (!cross_validate(&evaluate->corpus, &evaluate->corpus_options, &evaluate->session, &evaluate->cv))
		return false;
	corpus_drop_unscored(&evaluate->corpus);
	return true;
}

/* Only its own model sets the other engine apart; receipts and reasons are of this one. */
static bool score_with_other(struct evaluate *evaluate)
{
	struct ctl ctl = with_model(evaluate->ctl, evaluate->options.compare);
	struct session session;
	struct corpus_options options = {.half = CORPUS_ALL};
	bool good = session_open_engine(&ctl, &session) && corpus_copy(&evaluate->other, &evaluate->corpus);

	if (good)
		corpus_score_rows(&evaluate->other, &options, &session, NULL, NULL);
	session_close(&session);
	return good;
}

static enum ctl_status evaluate_files(struct evaluate *evaluate, char **files, size_t count)
{
	enum ctl_status status = CTL_FAILED;
	json_t *report;

	if (!score(evaluate, files, count))
		return status;
	evaluate->dimensions = judge_dimension_names(&evaluate->corpus);
	if (!read_composite(evaluate) || (evaluate->options.compare && !score_with_other(evaluate)))
		return status;
	report = make_report(evaluate);
	if (!report)
		ctl_complain("out of memory");
	else if (!evaluate->options.html || evaluate_html(evaluate->options.html, report))
		status = print_report(evaluate, report);
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
	} else if (read_half(&evaluate) && read_positive(&evaluate) && read_folds(&evaluate) && gather_files(&evaluate, &files, &count)) {
		evaluate.corpus_options.keep_reasons = evaluate.options.errors > 0;
		evaluate.corpus_options.check_receipts = evaluate.options.check_receipt;
		status = evaluate_files(&evaluate, files, count);
	}
	free(files);
	free(evaluate.positive_text);
	option_list_free(&evaluate.options.corpus);
	option_list_free(&evaluate.options.mix);
	corpus_free(&evaluate.corpus);
	corpus_free(&evaluate.other);
	json_decref(evaluate.dimensions);
	json_decref(evaluate.composite);
	mail_kinds_free(&evaluate.mail_kinds);
	session_close(&evaluate.session);
	return status;
}

const struct command COMMAND_EVALUATE = {
	.name = "evaluate",
	.arguments = "FILE...",
	.summary = "Compare verdicts, priorities and facts with a labelled corpus",
	.about = "A corpus holds one event a line with a `labels` object; the engine never sees the labels.\n"
		 "Prints how well real buyers are told from the others and what is caught when few of them are lost;\n"
		 "for each dimension accuracy, macro-F1, precision and recall of the labels, the confusion matrix\n"
		 "(over the rows that are labelled in it; `unknown` is a label too) and how far its probabilities\n"
		 "can be believed; priority against the labelled one; facts; tables by language, kind of mail address\n"
		 "and country, with what sets real buyers there apart from the others. --compare says whether\n"
		 "another model does better, and whether that is more than chance.\n"
		 "Exit status: 0 evaluated, 1 some rows refused or sums that do not add up, 2 usage or input.",
	.options = OPTIONS,
	.run = run,
};
