/* The evaluation as text for people, made from the same JSON that programs get. */
#ifndef CTL_EVALUATE_REPORT_H
#define CTL_EVALUATE_REPORT_H

#include "screen.h"

#include <jansson.h>

void evaluate_report(const struct screen *screen, const json_t *report);
/* The part that says what changed against another model; nothing where none was compared with. */
void evaluate_report_comparison(const struct screen *screen, const json_t *report);

#endif
