#include "evaluate_html.h"

#include "ctl.h"
#include "document.h"
#include "evaluate_chart.h"
#include "evaluate_html_rows.h"
#include "evaluate_page.h"
#include "words.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- headline ---- */

static void tile(FILE *out, const json_t *report, const char *name, const char *path, bool is_share)
{
	struct decimal figure = evaluate_figure_at(report, path, is_share ? 1 : 3, is_share ? 100 : 1);

	fputs("<div class=\"tile\">", out);
	page_element(out, "b", figure.text, is_share ? " %" : "", NULL);
	page_element(out, "span class=\"dim\"", name, NULL);
	fputs("</div>\n", out);
}

static void headline(FILE *out, const json_t *report)
{
	static const struct {
		const char *name, *path;
		bool is_share;
	} TILES[] = {
		{"area under the ROC", "positive.auc", false},
		{"recognised", "positive.recall.share", true},
		{"kept", "positive.kept.share", true},
		{"others caught", "positive.bad_caught.share", true},
		{"calibration error (ECE)", "positive.calibration.ece", false},
		{"all dimensions of the composite right", "composite.share", true},
		{"priority: rank correlation", "priority.spearman", false},
		{"priority: pairs in order", "priority.concordance", true},
	};

	page_element(out, "p class=\"dim\"", evaluate_figure_at(report, "rows", 0, 1).text, " inquiries, ",
		     evaluate_figure_at(report, "refused", 0, 1).text,
		     " refused; half: ", document_text(report, "half"), "; version ", document_text(report, "version"),
		     "; packs ", document_text(report, "packs"), NULL);
	page_element(out, "p", document_text(report, "positive.dimension"), ": ",
		     document_text(report, "positive.label"), " against the others", NULL);
	fputs("<div class=\"grid\">\n", out);
	for (size_t i = 0; i < sizeof TILES / sizeof *TILES; i++)
		tile(out, report, TILES[i].name, TILES[i].path, TILES[i].is_share);
	fputs("</div>\n", out);
}

/* ---- the label that must not be lost ---- */

static void share_row(FILE *out, const char *first, const char *second, const json_t *share)
{
	struct words name = {0};

	words_add(&name, first, second, NULL);
	page_row_begin(out, words_text(&name), 0);
	words_free(&name);
	page_cell(out, evaluate_figure_at(share, "share", 3, 1));
	page_cell(out, evaluate_figure_at(share, "right", 0, 1));
	page_cell(out, evaluate_figure_at(share, "of", 0, 1));
	page_cell(out, evaluate_figure_at(share, "low", 3, 1));
	page_cell(out, evaluate_figure_at(share, "high", 3, 1));
	page_row_end(out);
}

static struct decimal lost_at_most(const json_t *point)
{
	struct decimal text;

	snprintf(text.text, sizeof text.text, "%.20s %%", evaluate_figure_at(point, "lost_at_most", 1, 100).text);
	return text;
}

static void share_table(FILE *out, const json_t *report)
{
	static const char *const TITLES[] = {"share", "right", "of", "from", "to"};
	const json_t *positive = document_at(report, "positive"), *point;
	size_t i;

	page_table_begin(out, "Shares with their 95 % intervals", "");
	for (i = 0; i < sizeof TITLES / sizeof *TITLES; i++)
		page_table_column(out, TITLES[i]);
	page_table_body(out);
	for (i = 0; i < EVALUATE_SHARES; i++)
		share_row(out, EVALUATE_SHARE[i].title[0] == ' ' ? document_text(positive, "label") : "",
			  EVALUATE_SHARE[i].title, document_at(positive, EVALUATE_SHARE[i].path));
	json_array_foreach(document_at(positive, "operating"), i, point)
		share_row(out, "caught when losing at most ", lost_at_most(point).text, document_at(point, "caught"));
	share_row(out, "composite: all dimensions right", "", document_at(report, "composite"));
	page_table_end(out);
}

static void positive_part(FILE *out, const json_t *report)
{
	const json_t *positive = document_at(report, "positive");
	struct words title = {0};

	page_element(out, "h2 id=\"positive\"", document_text(positive, "label"), " against the others", NULL);
	share_table(out, report);
	fputs("<div class=\"grid charts\">\n<figure>\n", out);
	page_element(out, "figcaption", "ROC curve: area ", evaluate_figure_at(positive, "auc", 4, 1).text,
		     "; the ring is the shipped decision", NULL);
	chart_roc(out, positive);
	fputs("</figure>\n", out);
	words_add(&title, "P(", document_text(positive, "label"), "), Brier score ",
		  evaluate_figure_at(positive, "calibration.brier", 4, 1).text, NULL);
	chart_reliability(out, words_text(&title), document_at(positive, "calibration"));
	fputs("</div>\n", out);
	words_free(&title);
}

/* ---- dimensions ---- */

static size_t row_sum(json_t *counts)
{
	const char *name;
	json_t *count;
	size_t sum = 0;

	json_object_foreach(counts, name, count)
		sum += (size_t)json_integer_value(count);
	return sum;
}

static void heat_cell(FILE *out, const json_t *count, size_t sum, bool is_right)
{
	double share = sum ? (double)json_integer_value(count) / (double)sum : 0;

	fprintf(out, "<td class=\"heat%s\" style=\"--share:%s\">%s</td>\n", is_right ? " right" : "",
		decimal_of(share, 3).text, count ? evaluate_figure(count, 0, 1).text : "");
}

static void heat_row(FILE *out, const char *name, json_t *counts, json_t *labels)
{
	size_t sum = row_sum(counts);
	const char *decided;
	json_t *unused;

	page_row_begin(out, name, 0);
	json_object_foreach(labels, decided, unused)
		heat_cell(out, json_object_get(counts, decided), sum, !strcmp(name, decided));
	heat_cell(out, json_object_get(counts, "-"), sum, false);
	page_row_end(out);
}

static void confusion(FILE *out, const json_t *figures)
{
	json_t *labels = document_at(figures, "labels"), *counts;
	const char *name;

	page_table_begin(out, "Confusion: a row for each true label, a column for each decided one", "true \\ decided");
	json_object_foreach(labels, name, counts)
		page_table_column(out, name);
	page_table_column(out, "n/a");
	page_table_body(out);
	json_object_foreach(document_at(figures, "confusion"), name, counts)
		heat_row(out, name, counts, labels);
	page_table_end(out);
}

static void dimension_parts(FILE *out, json_t *dimensions)
{
	const char *name;
	json_t *figures;

	page_element(out, "h2 id=\"dimensions\"", "Dimensions", NULL);
	page_table(out, &EVALUATE_OVERVIEW, "", dimensions);
	page_element(out, "h3", "Can the probabilities be believed?", NULL);
	page_element(out, "p class=\"dim\"",
		     "The probability of the most probable label against the share of rows in which that was the true "
		     "one. On the dashed line they are the same; below it the engine is too sure.",
		     NULL);
	fputs("<div class=\"grid charts\">\n", out);
	json_object_foreach(dimensions, name, figures)
		chart_reliability(out, name, document_at(figures, "calibration"));
	fputs("</div>\n", out);
	json_object_foreach(dimensions, name, figures) {
		page_element(out, "h3", name, NULL);
		confusion(out, figures);
		page_table(out, &EVALUATE_LABELS, "", document_at(figures, "labels"));
	}
}

/* ---- priority, facts, groups ---- */

static void priority_part(FILE *out, const json_t *report)
{
	const json_t *priority = document_at(report, "priority");

	page_element(out, "h2 id=\"priority\"", "Priority and facts", NULL);
	page_element(out, "p", "Rank correlation (Spearman) ", evaluate_figure_at(priority, "spearman", 3, 1).text,
		     ", pairs in the right order ", evaluate_figure_at(priority, "concordance", 1, 100).text,
		     " %, mean absolute error ", evaluate_figure_at(priority, "mean_absolute_error", 1, 1).text,
		     " points, n ", evaluate_figure_at(priority, "n", 0, 1).text, NULL);
	page_table(out, &EVALUATE_FACTS, "Facts", document_at(report, "facts"));
}

static void agreement_table(FILE *out, const struct evaluate_column *figure, json_t *groups)
{
	json_t *dimensions = document_at(json_array_get(groups, 0), "dimensions"), *group, *figures;
	const char *name;
	size_t i;

	page_table_begin(out, figure->title, "");
	json_object_foreach(dimensions, name, figures)
		page_table_column(out, name);
	page_table_body(out);
	json_array_foreach(groups, i, group) {
		page_row_begin(out, document_text(group, "name"), 0);
		json_object_foreach(document_at(group, "dimensions"), name, figures)
			page_cell(out, evaluate_figure_at(figures, figure->path, 3, 1));
		page_row_end(out);
	}
	page_table_end(out);
}

static void group_parts(FILE *out, const json_t *report)
{
	const char *name;
	json_t *groups;

	page_element(out, "h2 id=\"groups\"", "Groups and bias", NULL);
	page_element(
		out, "p class=\"dim\"", "The bias tables look at rows labelled ",
		document_text(report, "positive.label"),
		" only, and set those of a group against all others. A mark (*) stands where the 95 % interval of the "
		"difference excludes 0; one group in twenty gets it by chance alone.",
		NULL);
	json_object_foreach(document_at(report, "groups"), name, groups) {
		if (!json_array_size(groups))
			continue;
		page_element(out, "h3", "By ", name, NULL);
		page_table(out, &EVALUATE_GROUP, "", groups);
		for (size_t i = 0; i < EVALUATE_AGREEMENTS; i++)
			agreement_table(out, &EVALUATE_AGREEMENT[i], groups);
		for (size_t i = 0; i < EVALUATE_BIASES; i++)
			page_table(out, &EVALUATE_BIAS[i], EVALUATE_BIAS[i].title, groups);
	}
}

/* ---- the page ---- */

static void navigation(FILE *out, const json_t *report)
{
	static const struct {
		const char *id, *name, *path; /* path of what must be in the report */
	} LINKS[] = {{"positive", "What must not be lost", "positive"},
		     {"dimensions", "Dimensions", "dimensions"},
		     {"priority", "Priority and facts", "priority"},
		     {"groups", "Groups and bias", "groups"},
		     {"compare", "Comparison", "compare"},
		     {"errors", "Worst errors", "errors"}};

	fputs("<nav>\n", out);
	for (size_t i = 0; i < sizeof LINKS / sizeof *LINKS; i++)
		if (document_at(report, LINKS[i].path))
			fprintf(out, "<a href=\"#%s\">%s</a>\n", LINKS[i].id, LINKS[i].name);
	fputs("</nav>\n", out);
}

static void write_page(FILE *out, const json_t *report)
{
	page_begin(out, "Evaluation of inquiries");
	page_element(out, "h1", "Evaluation of inquiries", NULL);
	navigation(out, report);
	headline(out, report);
	positive_part(out, report);
	dimension_parts(out, document_at(report, "dimensions"));
	priority_part(out, report);
	group_parts(out, report);
	evaluate_html_comparison(out, report);
	evaluate_html_errors(out, report);
	page_end(out);
}

static bool failed(const char *path)
{
	ctl_complain("%s: cannot write: %s", path, strerror(errno));
	return false;
}

/* To its disk, so that the name never stands for half a page. */
static bool write_file(int fd, const json_t *report)
{
	FILE *out = fdopen(fd, "w");
	bool good;

	if (!out) {
		close(fd);
		return false;
	}
	write_page(out, report);
	good = !fflush(out) && !ferror(out) && (!fsync(fd) || errno == EINVAL || errno == ENOTSUP || errno == EROFS);
	return !fclose(out) && good;
}

static bool replace(const char *path, const char *part, const json_t *report)
{
	int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), mistake;

	if (fd < 0)
		return failed(path);
	if (write_file(fd, report) && !rename(part, path))
		return true;
	mistake = errno;
	unlink(part);
	errno = mistake;
	return failed(path);
}

bool evaluate_html(const char *path, const json_t *report)
{
	struct stat there;
	char *part;
	bool good;

	if (!lstat(path, &there) && !S_ISREG(there.st_mode)) {
		int fd = open(path, O_WRONLY | O_CLOEXEC | O_TRUNC);
		return (fd >= 0 && write_file(fd, report)) || failed(path);
	}
	if (asprintf(&part, "%s.%ld.part", path, (long)getpid()) < 0)
		return failed(path);
	good = replace(path, part, report);
	free(part);
	return good;
}
