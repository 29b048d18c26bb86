/* Which lines of a body the sender wrote now, which are his signature, and which are the thread below. */
#ifndef INQ_TEXT_THREAD_H
#define INQ_TEXT_THREAD_H

#include "arena.h"
#include "lang.h"
#include "text.h"

struct inq_body_line {
	uint32_t start, end; /* bytes in the text, without the line break */
	enum inq_part part;  /* body, signature or quoted */
};

struct inq_body_lines {
	struct inq_body_line *item;
	size_t count;
	bool whole; /* every line is body */
};

/* Splits text[start..end), in normal spelling. At least one line is body. `languages` may be NULL: then only "> " and
 * "--" tell. False when the arena is exhausted. */
bool inq_body_split(struct inq_arena *arena, const struct inq_languages *languages, const char *text, uint32_t start,
		    uint32_t end, struct inq_body_lines *lines);

#endif
