/* Headings and tables of an evaluation as text. */
#ifndef CTL_EVALUATE_PRINT_H
#define CTL_EVALUATE_PRINT_H

#include "evaluate_table.h"
#include "screen.h"

/* Widths in columns. */
#define PRINT_NAME 24u
#define PRINT_COLUMN 12u

/* An empty line, and the pieces up to a NULL put together. */
void print_heading(const struct screen *screen, ...) __attribute__((sentinel));
/* The name of a row; "* " before it where it is marked. */
void print_name(const struct screen *screen, const char *name, bool marked);
void print_titles(const struct screen *screen, const struct evaluate_table *table);
void print_row(const struct screen *screen, const struct evaluate_table *table, const char *name,
	       const json_t *figures);
/* Titles, and a row for each entry of an object of figures. */
void print_table(const struct screen *screen, const struct evaluate_table *table, json_t *rows);
/* The same of an array whose entries have a `name`. */
void print_list(const struct screen *screen, const struct evaluate_table *table, const json_t *rows);
/* "real kept   99.1 %   338 of 341   (95 %: 97.4 to 99.7)" */
void print_share(const struct screen *screen, const char *name, const json_t *share);

#endif
