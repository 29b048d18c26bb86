/* Whether what a lead shows adds up to what it says. */
#ifndef CTL_RECEIPT_H
#define CTL_RECEIPT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Checks, in whole thousandths, tenths and ten-thousandths: the reasons of each dimension's leading label sum to its
 * points, the probabilities of each dimension to 1, the terms of the priority to its score. False and the first
 * difference in `why`. */
bool receipt_balances(const json_t *lead, char *why, size_t why_size);

#endif
