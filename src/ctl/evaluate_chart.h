/* Charts of an evaluation as inline SVG, coloured by the style sheet of the page. */
#ifndef CTL_EVALUATE_CHART_H
#define CTL_EVALUATE_CHART_H

#include <jansson.h>
#include <stdio.h>

/* The ROC curve of `positive` of the report, with the shipped decision as a point. */
void chart_roc(FILE *out, const json_t *positive);

/* Said against true: a dot for each bin of a `calibration`, and below how many rows are in it. */
void chart_reliability(FILE *out, const char *title, const json_t *calibration);

#endif
