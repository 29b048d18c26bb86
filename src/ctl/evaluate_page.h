/* The pieces that a page is made of. Every text from outside is escaped here; control characters, marks that reorder
 * text and what is not UTF-8 become U+FFFD, line breaks a blank. */
#ifndef CTL_EVALUATE_PAGE_H
#define CTL_EVALUATE_PAGE_H

#include "evaluate_table.h"

#include <stdio.h>

void page_begin(FILE *out, const char *title);
void page_end(FILE *out);

void page_text(FILE *out, const char *text);
/* The same, cut after so many characters with an ellipsis. */
void page_text_cut(FILE *out, const char *text, size_t characters);

/* <tag>text</tag>, the text put together from the pieces up to a NULL. `tag` may carry attributes: "p class=dim". */
void page_element(FILE *out, const char *tag, ...) __attribute__((sentinel));

/* A table with its head; rows and page_table_end() must follow. */
void page_table_begin(FILE *out, const char *caption, const char *first);
void page_table_column(FILE *out, const char *title);
void page_table_body(FILE *out);
void page_table_end(FILE *out);
void page_row_begin(FILE *out, const char *name, int marked);
void page_cell(FILE *out, struct decimal figure);
void page_row_end(FILE *out);

/* A whole table: rows are an object of figures, or an array whose entries have a `name`. */
void page_table(FILE *out, const struct evaluate_table *table, const char *caption, json_t *rows);

#endif
