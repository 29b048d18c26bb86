#include "evaluate_html_rows.h"

#include "document.h"
#include "evaluate_page.h"

#define TEXT_SHOWN 600 /* characters of an inquiry */

/* ---- comparison ---- */

static void says_row(FILE *out, const char *name, const json_t *figures, const char *says, const char *more)
{
	struct decimal p = evaluate_probability(document_at(figures, "p"));

	page_row_begin(out, name, 0);
	page_element(out, "td class=\"words\"", document_text(figures, says), NULL);
	page_element(out, "td class=\"words\"", document_at(figures, "p") ? p.text : "", NULL);
	page_element(out, "td class=\"words\"", document_text(figures, more), NULL);
	page_row_end(out);
}

static void says_table(FILE *out, const json_t *comparison, json_t *dimensions)
{
	const char *name;
	json_t *figures;

	page_table_begin(out, "Is this model better, and is it more than chance?", "");
	page_table_column(out, "rows right (McNemar)");
	page_table_column(out, "p");
	page_table_column(out, "figure (bootstrap)");
	page_table_body(out);
	json_object_foreach(dimensions, name, figures)
		says_row(out, name, figures, "says", "macro_f1_says");
	says_row(out, "composite", document_at(comparison, "composite"), "says", "");
	says_row(out, "area under the ROC", document_at(comparison, "positive"), "", "auc_says");
	says_row(out, "priority", document_at(comparison, "priority"), "", "spearman_says");
	page_table_end(out);
}

static void article_begin(FILE *out, const char *dimension, const json_t *entry)
{
	fputs("<article>\n<p dir=\"auto\"><b>", out);
	page_text(out, document_text(entry, "id"));
	fputs("</b> ", out);
	page_text(out, dimension);
	fputs(" is <b>", out);
	page_text(out, document_text(entry, "true"));
	fputs("</b>, decided <b>", out);
}

static void article_text(FILE *out, const json_t *entry)
{
	fputs("<p class=\"dim\" dir=\"auto\">", out);
	page_text_cut(out, document_text(entry, "text"), TEXT_SHOWN);
	fputs("</p>\n", out);
}

static void changed_rows(FILE *out, const char *dimension, const json_t *rows)
{
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		article_begin(out, dimension, row);
		page_text(out, document_text(row, "this"));
		fputs("</b>, the other model <b>", out);
		page_text(out, document_text(row, "other"));
		fputs("</b></p>\n", out);
		article_text(out, row);
		fputs("</article>\n", out);
	}
}

void evaluate_html_comparison(FILE *out, const json_t *report)
{
	const json_t *comparison = document_at(report, "compare");
	json_t *dimensions = document_at(comparison, "dimensions"), *figures;
	const char *name;

	if (!comparison)
		return;
	page_element(out, "h2 id=\"compare\"", "Compared with model ", document_text(comparison, "model"), NULL);
	says_table(out, comparison, dimensions);
	page_table(out, &EVALUATE_CHANGED, "Accuracy, and rows that only one got right", dimensions);
	page_table(out, &EVALUATE_COMPARISON, "Macro-F1, with the 95 % interval of the difference", dimensions);
	json_object_foreach(dimensions, name, figures)
		changed_rows(out, name, document_at(figures, "rows"));
}

/* ---- errors ---- */

static void error_article(FILE *out, const char *dimension, const json_t *error)
{
	const json_t *reason;
	size_t i;

	article_begin(out, dimension, error);
	page_text(out, document_text(error, "decided"));
	fprintf(out, "</b>, p %s</p>\n", evaluate_figure_at(error, "probability", 3, 1).text);
	article_text(out, error);
	if (json_array_size(document_at(error, "reasons"))) {
		fputs("<ul>\n", out);
		json_array_foreach(document_at(error, "reasons"), i, reason)
			page_element(out, "li dir=\"auto\"", json_string_value(reason), NULL);
		fputs("</ul>\n", out);
	}
	fputs("</article>\n", out);
}

void evaluate_html_errors(FILE *out, const json_t *report)
{
	json_t *errors;
	const json_t *error;
	const char *name;
	size_t i;

	if (!document_at(report, "errors"))
		return;
	page_element(out, "h2 id=\"errors\"", "Worst errors", NULL);
	json_object_foreach(document_at(report, "errors"), name, errors) {
		page_element(out, "h3", name, NULL);
		json_array_foreach(errors, i, error)
			error_article(out, name, error);
	}
}
