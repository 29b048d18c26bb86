#include "evaluate_report.h"

#include "document.h"
#include "evaluate_print.h"
#include "words.h"

#include <math.h>
#include <string.h>

#define BAR 40u /* columns of the bar in a reliability diagram */

/* ---- reliability diagrams ---- */

/* "########|#.....": the share that was right as a bar, and where it ought to end. */
static void reliability_bar(const struct screen *screen, double right, double confidence)
{
	unsigned end = (unsigned)lround(right * BAR), mark = (unsigned)lround(confidence * (BAR - 1));

	for (unsigned i = 0; i < BAR; i++)
		putc(i == mark ? '|' : i < end ? '#' : '.', screen->out);
}

static void reliability_row(const struct screen *screen, const json_t *bin)
{
	struct words words = {0};

	if (!json_integer_value(document_at(bin, "n")))
		return;
	words_add(&words, evaluate_figure_at(bin, "from", 1, 1).text, " to ", evaluate_figure_at(bin, "to", 1, 1).text,
		  NULL);
	screen_blanks(screen, 2);
	screen_cell(screen, words_text(&words), 11);
	screen_cell_right(screen, evaluate_figure_at(bin, "n", 0, 1).text, 7);
	screen_cell_right(screen, evaluate_figure_at(bin, "confidence", 3, 1).text, 10);
	screen_cell_right(screen, evaluate_figure_at(bin, "right", 3, 1).text, 10);
	screen_blanks(screen, 3);
	reliability_bar(screen, document_number(bin, "right"), document_number(bin, "confidence"));
	putc('\n', screen->out);
	words_free(&words);
}

static void reliability(const struct screen *screen, const char *first, const json_t *calibration)
{
	const json_t *bin;
	size_t i;

	screen_style(screen, SCREEN_DIM);
	screen_blanks(screen, 2);
	screen_cell(screen, first, 11);
	screen_cell_right(screen, "n", 7);
	screen_cell_right(screen, "said", 10);
	screen_cell_right(screen, "true", 10);
	fprintf(screen->out, "   # true, | said; ECE %s over %s", evaluate_figure_at(calibration, "ece", 3, 1).text,
		evaluate_figure_at(calibration, "n", 0, 1).text);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
	json_array_foreach(document_at(calibration, "bins"), i, bin)
		reliability_row(screen, bin);
}

/* ---- the label that must not be lost ---- */

static void operating_lines(const struct screen *screen, const json_t *positive)
{
	const json_t *point;
	size_t i;

	json_array_foreach(document_at(positive, "operating"), i, point) {
		struct words words = {0};
		words_add(&words, "caught, losing ", evaluate_figure_at(point, "lost_at_most", 1, 100).text, " %",
			  NULL);
		print_share(screen, words_text(&words), document_at(point, "caught"));
		words_free(&words);
	}
}

static void positive_part(const struct screen *screen, const json_t *report)
{
	const json_t *positive = document_at(report, "positive");
	const char *label = document_text(positive, "label");
	struct words words = {0};

	print_heading(screen, document_text(positive, "dimension"), ": ", label, " against the others", NULL);
	for (size_t i = 0; i < EVALUATE_SHARES; i++) {
		const struct evaluate_column *share = &EVALUATE_SHARE[i];
		words_clear(&words);
		words_add(&words, share->title[0] == ' ' ? label : "", share->title, NULL);
		print_share(screen, words_text(&words), document_at(positive, share->path));
	}
	operating_lines(screen, positive);
	print_name(screen, "area under the ROC", false);
	fprintf(screen->out, "%s\n", evaluate_figure_at(positive, "auc", 4, 1).text);
	print_name(screen, "Brier score", false);
	fprintf(screen->out, "%s\n\n", evaluate_figure_at(positive, "calibration.brier", 4, 1).text);
	words_clear(&words);
	words_add(&words, "P(", label, ")", NULL);
	reliability(screen, words_text(&words), document_at(positive, "calibration"));
	words_free(&words);
}

/* ---- dimensions ---- */

static void overview(const struct screen *screen, const json_t *report)
{
	const json_t *composite = document_at(report, "composite"), *name;
	struct words words = {0};
	size_t i;

	print_heading(screen, EVALUATE_OVERVIEW.title, NULL);
	print_table(screen, &EVALUATE_OVERVIEW, document_at(report, "dimensions"));
	json_array_foreach(document_at(composite, "dimensions"), i, name)
		words_add(&words, i ? " + " : "", json_string_value(name), NULL);
	if (*words_text(&words))
		print_share(screen, words_text(&words), composite);
	words_free(&words);
}

static void confusion_row(const struct screen *screen, const char *name, const json_t *counts, json_t *labels)
{
	const char *decided;
	json_t *unused;

	print_name(screen, name, false);
	json_object_foreach(labels, decided, unused) {
		const json_t *count = json_object_get(counts, decided);
		screen_cell_right(screen, count ? evaluate_figure(count, 0, 1).text : ".", PRINT_COLUMN);
	}
	screen_cell_right(screen, evaluate_figure(json_object_get(counts, "-"), 0, 1).text, PRINT_COLUMN);
	putc('\n', screen->out);
}

static void confusion(const struct screen *screen, const json_t *figures)
{
	json_t *labels = document_at(figures, "labels"), *counts;
	const char *name;

	screen_style(screen, SCREEN_DIM);
	print_name(screen, "true \\ decided", false);
	json_object_foreach(labels, name, counts) {
		putc(' ', screen->out);
		screen_cell_right(screen, name, PRINT_COLUMN - 1);
	}
	screen_cell_right(screen, "n/a", PRINT_COLUMN);
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
		print_heading(screen, name, NULL);
		print_table(screen, &EVALUATE_LABELS, document_at(figures, "labels"));
		confusion(screen, figures);
		reliability(screen, "confidence", document_at(figures, "calibration"));
	}
}

/* ---- priority, facts ---- */

static void priority_part(const struct screen *screen, const json_t *report)
{
	const json_t *priority = document_at(report, "priority");

	print_heading(screen, "priority", NULL);
	fprintf(screen->out,
		"  rank correlation (Spearman) %s, pairs in the right order %s %%, mean error %s points, n %s\n",
		evaluate_figure_at(priority, "spearman", 3, 1).text,
		evaluate_figure_at(priority, "concordance", 1, 100).text,
		evaluate_figure_at(priority, "mean_absolute_error", 1, 1).text,
		evaluate_figure_at(priority, "n", 0, 1).text);
}

static void fact_part(const struct screen *screen, const json_t *report)
{
	print_heading(screen, EVALUATE_FACTS.title, NULL);
	print_table(screen, &EVALUATE_FACTS, document_at(report, "facts"));
}

/* ---- groups ---- */

/* A column for each dimension: as wide as the screen allows. */
static void agreement_table(const struct screen *screen, const json_t *groups, const char *figure, json_t *dimensions)
{
	unsigned count = (unsigned)json_object_size(dimensions), room = screen->width > 12 ? screen->width - 12 : 0;
	unsigned width = count && room / count < PRINT_COLUMN ? room / count : PRINT_COLUMN;
	const char *name;
	json_t *unused;
	const json_t *group;
	size_t i;

	if (width < 6)
		width = 6;
	screen_style(screen, SCREEN_DIM);
	screen_blanks(screen, 12);
	json_object_foreach(dimensions, name, unused) {
		putc(' ', screen->out);
		screen_cell_right(screen, name, width - 1);
	}
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
	json_array_foreach(groups, i, group) {
		screen_blanks(screen, 2);
		screen_cell(screen, document_text(group, "name"), 10);
		json_object_foreach(document_at(group, "dimensions"), name, unused)
			screen_cell_right(screen, evaluate_figure_at(unused, figure, 3, 1).text, width);
		putc('\n', screen->out);
	}
}

static void agreement_parts(const struct screen *screen, const char *name, const json_t *groups)
{
	json_t *dimensions = document_at(json_array_get(groups, 0), "dimensions");

	for (size_t i = 0; dimensions && i < EVALUATE_AGREEMENTS; i++) {
		print_heading(screen, name, ": ", EVALUATE_AGREEMENT[i].title, " of the dimensions", NULL);
		agreement_table(screen, groups, EVALUATE_AGREEMENT[i].path, dimensions);
	}
}

static void group_parts(const struct screen *screen, const json_t *report)
{
	const char *label = document_text(report, "positive.label"), *name;
	json_t *groups;

	json_object_foreach(document_at(report, "groups"), name, groups) {
		print_heading(screen, name, NULL);
		print_list(screen, &EVALUATE_GROUP, groups);
		if (!strcmp(name, "language"))
			agreement_parts(screen, name, groups);
		for (size_t i = 0; i < EVALUATE_BIASES; i++) {
			print_heading(screen, name, ": ", label, ", ", EVALUATE_BIAS[i].title,
				      " (* differs from elsewhere)", NULL);
			print_list(screen, &EVALUATE_BIAS[i], groups);
		}
	}
}

/* ---- errors ---- */

static void error_entry(const struct screen *screen, const json_t *error)
{
	const json_t *reason;
	size_t i;

	screen_blanks(screen, 2);
	screen_cell(screen, document_text(error, "id"), PRINT_NAME);
	fputs(" is ", screen->out);
	screen_text(screen, document_text(error, "true"), screen->width);
	fputs(", decided ", screen->out);
	screen_text(screen, document_text(error, "decided"), screen->width);
	fprintf(screen->out, ", p %s\n", evaluate_figure_at(error, "probability", 3, 1).text);
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
		print_heading(screen, "errors: ", name, NULL);
		json_array_foreach(errors, i, error)
			error_entry(screen, error);
	}
}

void evaluate_report(const struct screen *screen, const json_t *report)
{
	json_t *receipts = document_at(report, "unbalanced");

	fprintf(screen->out, "%s inquiries, %s refused; half: %s\n", evaluate_figure_at(report, "rows", 0, 1).text,
		evaluate_figure_at(report, "refused", 0, 1).text, document_text(report, "half"));
	if (receipts)
		fprintf(screen->out, "%s leads whose sums do not add up\n", evaluate_figure(receipts, 0, 1).text);
	positive_part(screen, report);
	overview(screen, report);
	dimension_parts(screen, document_at(report, "dimensions"));
	priority_part(screen, report);
	fact_part(screen, report);
	group_parts(screen, report);
	error_parts(screen, report);
	evaluate_report_comparison(screen, report);
}
