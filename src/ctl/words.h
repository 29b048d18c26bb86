/* A text put together from pieces, as long as it needs to be. */
#ifndef CTL_WORDS_H
#define CTL_WORDS_H

#include <stddef.h>

struct words {
	char *text; /* owned; NULL while nothing was added */
	size_t size, room;
};

/* Adds every piece up to a NULL. When out of memory the pieces are left out. */
void words_add(struct words *words, ...) __attribute__((sentinel));
const char *words_text(const struct words *words); /* never NULL */
void words_clear(struct words *words);             /* keeps the memory */
void words_free(struct words *words);

#endif
