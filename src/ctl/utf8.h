/* UTF-8 of unknown quality, one code point at a time. */
#ifndef CTL_UTF8_H
#define CTL_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID UINT32_MAX

/* The code point at *s, which is moved behind it; UTF8_INVALID (moved by one byte) where none is well-formed.
 * *s must be before `end`. */
uint32_t utf8_next(const char **s, const char *end);

/* Columns on a terminal: 0 for combining marks, 2 for wide East Asian characters and emoji, else 1. */
unsigned utf8_columns(uint32_t code);

/* True for what must not reach a terminal: control characters, and marks that reorder or hide text. */
int utf8_is_control(uint32_t code);

#endif
