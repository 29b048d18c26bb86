/* The evaluation as one page with charts that needs nothing else: no script, no font, no net. */
#ifndef CTL_EVALUATE_HTML_H
#define CTL_EVALUATE_HTML_H

#include <jansson.h>
#include <stdbool.h>

/* Makes the page from the same JSON that programs get. A file appears whole or not at all; what is there and is no
 * plain file, a pipe for instance, is written to as it is. False after a complaint. */
bool evaluate_html(const char *path, const json_t *report);

#endif
