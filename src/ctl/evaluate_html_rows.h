/* The parts of the page that tell of single rows: those that another model decides otherwise, and the worst errors. */
#ifndef CTL_EVALUATE_HTML_ROWS_H
#define CTL_EVALUATE_HTML_ROWS_H

#include <jansson.h>
#include <stdio.h>

/* Each writes nothing where the report has no such part. */
void evaluate_html_comparison(FILE *out, const json_t *report);
void evaluate_html_errors(FILE *out, const json_t *report);

#endif
