#include "evaluate_report.h"

#include "decimal.h"
#include "document.h"
#include "words.h"

#include <string.h>

#define NAME 24u
#define COLUMN 12u

static void heading(const struct screen *screen, const char *text)
{
	putc('\n', screen->out);
	screen_style(screen, SCREEN_BOLD);
	screen_text(screen, text, screen->width);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
}

static void name_cell(const struct screen *screen, const char *name)
{
	screen_blanks(screen, 2);
	screen_cell(screen, name, NAME);
}

/* Counts as they are, shares in per cent, null as "-". */
static struct decimal figure(const json_t *number, unsigned decimals, double factor)
{
	if (json_is_integer(number))
		return decimal(json_integer_value(number), 0);
	if (json_is_number(number))
		return decimal_of(factor * json_number_value(number), decimals);
	return (struct decimal){"-"};
}

static void figure_cell(const struct screen *screen, const json_t *number)
{
	screen_cell_right(screen, figure(number, 3, 1).text, COLUMN);
}

static void titles(const struct screen *screen, const char *first, const char *const *names, size_t count)
{
	screen_style(screen, SCREEN_DIM);
	name_cell(screen, first);
	for (size_t i = 0; i < count; i++)
		screen_cell_right(screen, names[i], COLUMN);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
}

static void row(const struct screen *screen, const char *name, const json_t *figures, const char *const *paths,
		size_t count)
{
	name_cell(screen, name);
	for (size_t i = 0; i < count; i++)
		figure_cell(screen, document_at(figures, paths[i]));
	putc('\n', screen->out);
}

/* ---- the label that must not be lost ---- */

static void share_line(const struct screen *screen, const char *name, const json_t *share)
{
	name_cell(screen, name);
	screen_cell_right(screen, figure(document_at(share, "share"), 1, 100).text, 7);
	fprintf(screen->out, " %%   %s of %s   (95 %%: %s to %s)\n", figure(document_at(share, "right"), 0, 1).text,
		figure(document_at(share, "of"), 0, 1).text, figure(document_at(share, "low"), 1, 100).text,
		figure(document_at(share, "high"), 1, 100).text);
}

static void positive_part(const struct screen *screen, const json_t *report)
{
	static const char *const LINES[][2] = {
		{" recognised", "recall"}, {" kept", "kept"}, {"others caught", "bad_caught"},
		{"wrong among caught", "false_bad"}};
	const json_t *positive = document_at(report, "positive");
	const char *label = document_text(positive, "label");
	struct words words = {0};

	words_add(&words, document_text(positive, "dimension"), ": ", label, " against the others", NULL);
	heading(screen, words_text(&words));
	for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++) {
		words_clear(&words);
		words_add(&words, LINES[i][0][0] == ' ' ? label : "", LINES[i][0], NULL);
		share_line(screen, words_text(&words), document_at(positive, LINES[i][1]));
	}
	name_cell(screen, "area under the ROC");
	fprintf(screen->out, "%s\n", figure(document_at(positive, "auc"), 4, 1).text);
	words_free(&words);
}

/* ---- dimensions ---- */

static void overview(const struct screen *screen, json_t *dimensions)
{
	static const char *const TITLES[] = {"n", "accuracy", "macro-F1", "unknown"};
	static const char *const PATHS[] = {"n", "accuracy", "macro_f1", "unknown_said"};
	const char *name;
	json_t *figures;

	heading(screen, "dimensions");
	titles(screen, "", TITLES, 4);
	json_object_foreach(dimensions, name, figures)
		row(screen, name, figures, PATHS, 4);
}

static void label_table(const struct screen *screen, const json_t *figures)
{
	static const char *const TITLES[] = {"n", "said", "precision", "recall", "F1"};
	static const char *const PATHS[] = {"n", "said", "precision", "recall", "f1"};
	const char *name;
	json_t *label;

	titles(screen, "label", TITLES, 5);
	json_object_foreach(document_at(figures, "labels"), name, label)
		row(screen, name, label, PATHS, 5);
}

static void confusion_row(const struct screen *screen, const char *name, const json_t *counts, json_t *labels)
{
	const char *decided;
	json_t *unused;

	name_cell(screen, name);
	json_object_foreach(labels, decided, unused) {
		const json_t *count = json_object_get(counts, decided);
		screen_cell_right(screen, count ? figure(count, 0, 1).text : ".", COLUMN);
	}
	screen_cell_right(screen, figure(json_object_get(counts, "-"), 0, 1).text, COLUMN);
	putc('\n', screen->out);
}

static void confusion(const struct screen *screen, const json_t *figures)
{
	json_t *labels = document_at(figures, "labels"), *counts;
	const char *name;

	screen_style(screen, SCREEN_DIM);
	name_cell(screen, "true \\ decided");
	json_object_foreach(labels, name, counts) {
		putc(' ', screen->out);
		screen_cell_right(screen, name, COLUMN - 1);
	}
	screen_cell_right(screen, "n/a", COLUMN);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
	json_object_foreach(document_at(figures, "confusion"), name, counts)
		confusion_row(screen, name, counts, labels);
}

static void dimension_parts(const struct screen *screen, json_t *dimensions)
{
	const char *name;
	json_t *figures;

	json_object_foreach(dimensions, name, figures) {
		heading(screen, name);
		label_table(screen, figures);
		confusion(screen, figures);
	}
}

/* ---- priority, facts, groups ---- */

static void priority_part(const struct screen *screen, const json_t *report)
{
	const json_t *priority = document_at(report, "priority");

	heading(screen, "priority");
	fprintf(screen->out, "  rank correlation (Spearman) %s, mean absolute error %s points, n %s\n",
		figure(document_at(priority, "spearman"), 3, 1).text,
		figure(document_at(priority, "mean_absolute_error"), 1, 1).text,
		figure(document_at(priority, "n"), 0, 1).text);
}

static void fact_part(const struct screen *screen, const json_t *report)
{
	static const char *const TITLES[] = {"true", "said", "right", "precision", "recall", "F1"};
	static const char *const PATHS[] = {"gold", "said", "right", "precision", "recall", "f1"};
	const char *name;
	json_t *figures;

	heading(screen, "facts");
	titles(screen, "", TITLES, 6);
	json_object_foreach(document_at(report, "facts"), name, figures)
		row(screen, name, figures, PATHS, 6);
}

static void group_parts(const struct screen *screen, const json_t *report)
{
	static const char *const TITLES[] = {"n", "accuracy", "recall", "kept", "caught", "AUC"};
	static const char *const PATHS[] = {"n", "accuracy", "recall.share", "kept.share", "bad_caught.share", "auc"};
	const char *name;
	json_t *groups;
	const json_t *group;
	size_t i;

	json_object_foreach(document_at(report, "groups"), name, groups) {
		heading(screen, name);
		titles(screen, "", TITLES, 6);
		json_array_foreach(groups, i, group)
			row(screen, document_text(group, "name"), group, PATHS, 6);
	}
}

/* ---- errors ---- */

static void error_entry(const struct screen *screen, const json_t *error)
{
	const json_t *reason;
	size_t i;

	screen_blanks(screen, 2);
	screen_cell(screen, document_text(error, "id"), NAME);
	fputs(" is ", screen->out);
	screen_text(screen, document_text(error, "true"), screen->width);
	fputs(", decided ", screen->out);
	screen_text(screen, document_text(error, "decided"), screen->width);
	fprintf(screen->out, ", p %s\n", figure(document_at(error, "probability"), 3, 1).text);
	screen_blanks(screen, 4);
	screen_text(screen, document_text(error, "text"), screen->width - 4);
	putc('\n', screen->out);
	json_array_foreach(document_at(error, "reasons"), i, reason) {
		screen_blanks(screen, 6);
		screen_text(screen, json_string_value(reason), screen->width - 6);
		putc('\n', screen->out);
	}
}

static void error_parts(const struct screen *screen, const json_t *report)
{
	const char *name;
	json_t *errors;
	const json_t *error;
	size_t i;

	json_object_foreach(document_at(report, "errors"), name, errors) {
		struct words words = {0};
		words_add(&words, "errors: ", name, NULL);
		heading(screen, words_text(&words));
		words_free(&words);
		json_array_foreach(errors, i, error)
			error_entry(screen, error);
	}
}

void evaluate_report(const struct screen *screen, const json_t *report)
{
	json_t *dimensions = document_at(report, "dimensions"), *receipts = document_at(report, "unbalanced");

	fprintf(screen->out, "%s inquiries, %s refused; half: %s\n", figure(document_at(report, "rows"), 0, 1).text,
		figure(document_at(report, "refused"), 0, 1).text, document_text(report, "half"));
	if (receipts)
		fprintf(screen->out, "%s leads whose sums do not add up\n", figure(receipts, 0, 1).text);
	positive_part(screen, report);
	overview(screen, dimensions);
	dimension_parts(screen, dimensions);
	priority_part(screen, report);
	fact_part(screen, report);
	group_parts(screen, report);
	error_parts(screen, report);
}
