#include "evaluate_report.h"

#include "document.h"
#include "evaluate_print.h"

/* "size   rows right: better, more than chance (p < 0.001); macro-F1: no more than chance" */
static void says_test(const struct screen *screen, const char *name, const json_t *figures)
{
	const char *macro_f1 = document_text(figures, "macro_f1_says");

	print_name(screen, name, false);
	fprintf(screen->out, "rows right: %s (p %s)%s%s\n", document_text(figures, "says"),
		evaluate_probability(document_at(figures, "p")).text, *macro_f1 ? "; macro-F1: " : "", macro_f1);
}

static void says_interval(const struct screen *screen, const char *name, const char *says, const json_t *interval)
{
	print_name(screen, name, false);
	fprintf(screen->out, "%s; difference %s (95 %%: %s to %s)\n", says,
		evaluate_figure_at(interval, "value", 4, 1).text, evaluate_figure_at(interval, "low", 4, 1).text,
		evaluate_figure_at(interval, "high", 4, 1).text);
}

static void changed_row(const struct screen *screen, const json_t *row)
{
	screen_blanks(screen, 2);
	screen_cell(screen, document_text(row, "id"), PRINT_NAME);
	fputs(" is ", screen->out);
	screen_text(screen, document_text(row, "true"), screen->width);
	fputs(", decided ", screen->out);
	screen_text(screen, document_text(row, "this"), screen->width);
	fputs(", the other ", screen->out);
	screen_text(screen, document_text(row, "other"), screen->width);
	putc('\n', screen->out);
	screen_blanks(screen, 4);
	screen_text(screen, document_text(row, "text"), screen->width - 4);
	putc('\n', screen->out);
}

static void changed_rows(const struct screen *screen, json_t *dimensions)
{
	const char *name;
	json_t *figures;
	const json_t *row;
	size_t i;

	json_object_foreach(dimensions, name, figures) {
		const json_t *rows = document_at(figures, "rows");
		if (!json_array_size(rows))
			continue;
		print_heading(screen, "changed: ", name, NULL);
		json_array_foreach(rows, i, row)
			changed_row(screen, row);
	}
}

static void summary(const struct screen *screen, const json_t *comparison, json_t *dimensions)
{
	const char *name;
	json_t *figures;

	json_object_foreach(dimensions, name, figures)
		says_test(screen, name, figures);
	if (json_array_size(document_at(comparison, "composite.this.dimensions")))
		says_test(screen, "composite", document_at(comparison, "composite"));
	says_interval(screen, "area under the ROC", document_text(comparison, "positive.auc_says"),
		      document_at(comparison, "positive.auc_difference"));
	says_interval(screen, "priority (Spearman)", document_text(comparison, "priority.spearman_says"),
		      document_at(comparison, "priority.spearman_difference"));
}

void evaluate_report_comparison(const struct screen *screen, const json_t *report)
{
	const json_t *comparison = document_at(report, "compare");
	json_t *dimensions = document_at(comparison, "dimensions");

	if (!comparison)
		return;
	print_heading(screen, "compared with model ", document_text(comparison, "model"), ": is this one better?",
		      NULL);
	summary(screen, comparison, dimensions);
	print_heading(screen, "compared: accuracy, and rows that only one got right", NULL);
	print_table(screen, &EVALUATE_CHANGED, dimensions);
	print_heading(screen, "compared: macro-F1 (* more than chance)", NULL);
	print_table(screen, &EVALUATE_COMPARISON, dimensions);
	changed_rows(screen, dimensions);
}
