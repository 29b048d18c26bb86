/* The normal spelling of text.h, written piece by piece into one growing buffer that knows for each of its bytes
 * where it came from. */
#ifndef INQ_TEXT_SPELLING_H
#define INQ_TEXT_SPELLING_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

/* A character of a word, in normal spelling: every other is a word boundary. Without branches, which here would be
 * guessed wrong once a word. */
static inline bool inq_is_word_byte(char c)
{
	unsigned byte = (unsigned char)c;

	return (byte - 'a' < 26) | (byte - '0' < 10) | (byte == '_') | (byte >= 0x80);
}

struct inq_spelling {
	struct inq_arena *arena;
	char *norm;
	uint32_t *origin; /* of each byte of `norm` */
	uint32_t size, capacity;
	uint32_t begin;   /* of the piece that is being written */
	uint32_t cluster; /* start of the last letter, which a following mark may still change; or UINT32_MAX */
	bool currency;    /* the last character is a currency sign beyond ASCII */
	bool failed;      /* the arena is exhausted: what follows is ignored */
};

/* `expected` bytes of input; the buffer grows past it when needed. */
bool inq_spelling_init(struct inq_spelling *out, struct inq_arena *arena, size_t expected);

/* A piece of text stands between _begin and _end, framed by \n. White space at its edges goes. `map`, when not NULL,
 * gives the origin of each byte of `s`, otherwise the origin of s[i] is `base + i`. */
void inq_spelling_begin(struct inq_spelling *out, uint32_t origin);
void inq_spelling_add(struct inq_spelling *out, const char *s, uint32_t n, const uint32_t *map, uint32_t base);
/* Adds text that is in normal spelling already, with its origins. */
void inq_spelling_copy(struct inq_spelling *out, const char *norm, const uint32_t *origin, uint32_t n);
/* Returns the size of the piece without its frame; a piece of size 0 leaves nothing behind, not even the frame. */
uint32_t inq_spelling_end(struct inq_spelling *out, uint32_t origin);

/* Length of the character at s[0], n > 0, with the marks that belong to it. Broken UTF-8 counts byte by byte. */
size_t inq_character_size(const char *s, size_t n);

#endif
