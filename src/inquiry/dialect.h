/* The dialect that packs write patterns in, and its translation for the matchers. docs/PACKS.md describes it.
 *
 * Patterns run over bytes, not over characters: that keeps the automata small (a bounded gap of forty characters of any
 * script would not fit libhs). The translation keeps characters whole: a character of several bytes is grouped before a
 * quantifier, a class that has one becomes alternatives, and the bounds of gaps grow with the script. */
#ifndef INQ_DIALECT_H
#define INQ_DIALECT_H

#include "arena.h"

#include <stdbool.h>

struct inq_expression {
	const char *regex;   /* for PCRE2, byte mode, dot matches all: what the pattern means */
	const char *loose;   /* for libhs: the same with * and + for all bounds, which compiles faster and matches
			      * whatever `regex` does, and a little more */
	unsigned lead, tail; /* bytes that a match takes beyond the pattern's own words: 0 or 1 */
};

/* Returns NULL and sets `expression`, or says what is wrong and what was expected. */
const char *inq_dialect_translate(struct inq_arena *arena, struct inq_str source, bool whole_words,
				  struct inq_expression *expression);

#endif
