/* HTML bodies become plain text that knows for each of its bytes where it came from. */
#ifndef INQ_TEXT_HTML_H
#define INQ_TEXT_HTML_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

struct inq_anchor {
	uint32_t start, end;  /* of its text, bytes in the plain text; equal when it stood around a picture */
	struct inq_str target; /* the href in normal spelling */
};

struct inq_plain {
	const char *s;
	const uint32_t *map; /* `size` origins; an item's is the byte of the HTML that it begins at */
	uint32_t size;
	struct inq_anchor *anchors;
	size_t anchor_count, anchor_capacity;
};

/* True when the text holds at least one HTML tag that people or programs write: "<p>" and "<a href=...>" are, "<5 pcs"
 * and "<name@company.example>" are not. */
bool inq_html_is(const char *s, size_t n);
/* Tags, comments, scripts and styles go; block tags become line breaks; entities are decoded; the lines of a quoted
 * mail begin with "> ". False when the arena is exhausted. */
bool inq_html_plain(struct inq_arena *arena, const char *s, uint32_t n, struct inq_plain *plain);
/* Length of the entity at s[0] and its character as UTF-8 in out[0..*size); 0 when there is none. */
size_t inq_html_entity(const char *s, size_t n, char out[4], size_t *size);

#endif
