/* A set of words that texts are looked up in: exact words, or the longest one that a text begins with. */
#ifndef INQ_WORDSET_H
#define INQ_WORDSET_H

#include "arena.h"

#include <stdbool.h>

struct inq_wordset {
	struct inq_str *word; /* in the order of their bytes */
	size_t count;
	uint32_t first[257];  /* where the words with each first byte begin */
};

/* Sorts `words` in place and borrows them; empty ones are dropped. At most UINT32_MAX words. */
void inq_wordset_make(struct inq_wordset *set, struct inq_str *words, size_t count);
bool inq_wordset_has(const struct inq_wordset *set, struct inq_str word);
/* Length of the longest word of the set that `text` begins with; 0 where there is none. */
size_t inq_wordset_prefix(const struct inq_wordset *set, struct inq_str text);

#endif
