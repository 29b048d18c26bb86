/* Input line by line, in constant memory whatever the length of a line. */
#ifndef CTL_LINES_H
#define CTL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct line {
	const char *text; /* without its line break; borrowed until the next call */
	size_t size;
	size_t number;    /* counted over all files, from 1 */
	size_t file;      /* index of its file */
	bool too_long;    /* more than `limit` bytes: read through, text is NULL */
};

struct lines;

/* Reads the files one after another; none, or "-", is the standard input. What was written to `flush` (may be NULL)
 * is flushed before a read that may have to wait, so that whoever feeds line by line gets answers line by line.
 * NULL when out of memory. */
struct lines *lines_new(char *const *files, size_t file_count, size_t limit, FILE *flush);
void lines_free(struct lines *lines); /* accepts NULL */

/* False at the end of all input, and on an error, see lines_error(). A last line without a line break counts. */
bool lines_next(struct lines *lines, struct line *line);
/* NULL, or which file could not be read and why. */
const char *lines_error(const struct lines *lines);

#endif
