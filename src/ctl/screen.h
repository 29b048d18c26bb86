/* Text for people: safe for the terminal whatever is in it, aligned in columns, bold or coloured where that is seen.
 *
 * Every function here that takes outside text replaces white space by a blank, leaves control characters out as
 * `\x1b`, and stands U+FFFD in for bytes that are not UTF-8. */
#ifndef CTL_SCREEN_H
#define CTL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum screen_style { SCREEN_PLAIN, SCREEN_BOLD, SCREEN_DIM, SCREEN_RED, SCREEN_GREEN, SCREEN_YELLOW, SCREEN_STYLES };

struct screen {
	FILE *out;
	unsigned width; /* columns */
	bool styled;    /* a terminal, and NO_COLOR is not set */
};

/* The width is the terminal's, else $COLUMNS, else 100. */
struct screen screen_open(FILE *out);

void screen_style(const struct screen *screen, enum screen_style style);

/* Writes at most `columns` columns, the last one an ellipsis where text was cut. Returns the columns written. */
unsigned screen_text(const struct screen *screen, const char *text, unsigned columns);
/* The same, filled up with blanks to exactly `columns`. */
void screen_cell(const struct screen *screen, const char *text, unsigned columns);
/* The same, blanks first. */
void screen_cell_right(const struct screen *screen, const char *text, unsigned columns);
/* Writes the text from column `at` on, with line breaks between words so that it stays within the width, the later
 * lines indented to `indent`; ends with a line break. */
void screen_wrap(const struct screen *screen, const char *text, unsigned at, unsigned indent);
/* Several lines: each line of the text wrapped, at `indent`. */
void screen_paragraphs(const struct screen *screen, const char *text, unsigned indent);
void screen_blanks(const struct screen *screen, unsigned count);

/* Columns that screen_text() would write. */
unsigned screen_columns(const char *text);

/* The text as a JSON string with its quotes: for one-line documents that need no tree. */
void json_string_write(FILE *out, const char *text);

#endif
