#include "evaluate_chart.h"

#include "document.h"
#include "evaluate_page.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* In units of the drawing; a plot is a square with room for words at its left and below. */
#define LEFT 44
#define TOP 10
#define SIDE 256
#define WIDTH (LEFT + SIDE + 12)
#define BARS 44 /* height of the bars below a reliability diagram */
#define BARS_TOP (TOP + SIDE + 40)

static struct decimal across(double share)
{
	return decimal_of(LEFT + share * SIDE, 1);
}

static struct decimal up(double share)
{
	return decimal_of(TOP + (1 - share) * SIDE, 1);
}

static void begin(FILE *out, int height, const char *what, const char *of)
{
	fprintf(out, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH, height);
	page_text(out, what);
	page_text(out, of);
	fputs("\">\n", out);
}

static void label(FILE *out, double x, double y, const char *anchor, const char *text)
{
	fprintf(out, "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">", decimal_of(x, 1).text, decimal_of(y, 1).text,
		anchor);
	page_text(out, text);
	fputs("</text>\n", out);
}

static void axes(FILE *out, const char *x_name, const char *y_name)
{
	for (int i = 0; i <= 4; i++) {
		double share = i / 4.0, x = LEFT + share * SIDE, y = TOP + (1 - share) * SIDE;
		fprintf(out, "<path class=\"axis\" d=\"M%s %dV%dM%d %sH%d\"></path>\n", across(share).text, TOP,
			TOP + SIDE, LEFT, up(share).text, LEFT + SIDE);
		label(out, x, TOP + SIDE + 14, "middle", decimal_of(share, 2).text);
		label(out, LEFT - 6, y + 4, "end", decimal_of(share, 2).text);
	}
	label(out, LEFT + SIDE / 2.0, TOP + SIDE + 30, "middle", x_name);
	fprintf(out, "<text x=\"11\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 11 %d)\">", TOP + SIDE / 2,
		TOP + SIDE / 2);
	page_text(out, y_name);
	fputs("</text>\n", out);
	fprintf(out, "<path class=\"axis even\" d=\"M%d %dL%d %d\"></path>\n", LEFT, TOP + SIDE, LEFT + SIDE, TOP);
}

/* Draws a figure's point and says it when pointed at. */
static void dot(FILE *out, const char *class, double x, double y, double radius, const char *title)
{
	fprintf(out, "<circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"%s\"><title>", class, across(x).text, up(y).text,
		decimal_of(radius, 1).text);
	page_text(out, title);
	fputs("</title></circle>\n", out);
}

/* ---- ROC ---- */

void chart_roc(FILE *out, const json_t *positive)
{
	double kept = document_number(positive, "kept.share"), caught = document_number(positive, "bad_caught.share");
	const json_t *point;
	size_t i;

	begin(out, TOP + SIDE + 40, "ROC curve of ", document_text(positive, "label"));
	axes(out, "others let through", "kept");
	if (json_array_size(document_at(positive, "roc"))) {
		fputs("<polyline class=\"line\" points=\"", out);
		json_array_foreach(document_at(positive, "roc"), i, point)
			fprintf(out, "%s%s,%s", i ? " " : "", across(json_number_value(json_array_get(point, 0))).text,
				up(json_number_value(json_array_get(point, 1))).text);
		fputs("\"></polyline>\n", out);
	}
	if (isfinite(kept) && isfinite(caught))
		dot(out, "point", 1 - caught, kept, 5, "shipped decision");
	fputs("</svg>\n", out);
}

/* ---- reliability ---- */

static double largest_bin(const json_t *bins)
{
	const json_t *bin;
	double largest = 1;
	size_t i;

	json_array_foreach(bins, i, bin)
		largest = fmax(largest, document_number(bin, "n"));
	return largest;
}

static void bin_dot(FILE *out, const json_t *bin, double largest)
{
	char title[128];

	snprintf(title, sizeof title, "said %s, true %s, n %s", evaluate_figure_at(bin, "confidence", 3, 1).text,
		 evaluate_figure_at(bin, "right", 3, 1).text, evaluate_figure_at(bin, "n", 0, 1).text);
	dot(out, "dot", document_number(bin, "confidence"), document_number(bin, "right"),
	    3 + 4 * sqrt(document_number(bin, "n") / largest), title);
}

static void bin_bar(FILE *out, const json_t *bin, double largest)
{
	double from = document_number(bin, "from"), height = document_number(bin, "n") / largest * BARS;

	fprintf(out, "<rect class=\"bar\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"></rect>\n",
		across(from + 0.005).text, decimal_of(BARS_TOP + BARS - height, 1).text,
		decimal_of(0.09 * SIDE, 1).text, decimal_of(height, 1).text);
}

static void line_through(FILE *out, const json_t *bins)
{
	const json_t *bin;
	size_t i;

	fputs("<polyline class=\"line\" points=\"", out);
	json_array_foreach(bins, i, bin)
		if (json_integer_value(document_at(bin, "n")))
			fprintf(out, " %s,%s", across(document_number(bin, "confidence")).text,
				up(document_number(bin, "right")).text);
	fputs("\"></polyline>\n", out);
}

void chart_reliability(FILE *out, const char *title, const json_t *calibration)
{
	const json_t *bins = document_at(calibration, "bins"), *bin;
	double largest = largest_bin(bins);
	size_t i;

	fputs("<figure>\n", out);
	page_element(out, "figcaption", title, ": ECE ", evaluate_figure_at(calibration, "ece", 3, 1).text, ", n ",
		     evaluate_figure_at(calibration, "n", 0, 1).text, NULL);
	begin(out, BARS_TOP + BARS + 4, "Reliability diagram of ", title);
	axes(out, "said", "true");
	if (json_integer_value(document_at(calibration, "n")))
		line_through(out, bins);
	json_array_foreach(bins, i, bin) {
		if (!json_integer_value(document_at(bin, "n")))
			continue;
		bin_dot(out, bin, largest);
		bin_bar(out, bin, largest);
	}
	label(out, LEFT - 6, BARS_TOP + BARS, "end", "rows");
	fputs("</svg>\n</figure>\n", out);
}
