#include "wordset.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
	const struct inq_str *a = left, *b = right;
	int order = memcmp(a->s, b->s, a->n < b->n ? a->n : b->n);

	if (order != 0)
		return order;
	return (a->n > b->n) - (a->n < b->n);
}

static size_t drop_empty(struct inq_str *words, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (words[i].n > 0)
			words[kept++] = words[i];
	}
	return kept;
}

void inq_wordset_make(struct inq_wordset *set, struct inq_str *words, size_t count)
{
	size_t next = 0;

	set->word = words;
	set->count = drop_empty(words, count);
	if (set->count > 0)
		qsort(words, set->count, sizeof(*words), compare);
	for (unsigned byte = 0; byte < 256; byte++) {
		set->first[byte] = (uint32_t)next;
		while (next < set->count && (unsigned char)words[next].s[0] == byte)
			next++;
	}
	set->first[256] = (uint32_t)set->count;
}

bool inq_wordset_has(const struct inq_wordset *set, struct inq_str word)
{
	unsigned char byte;

	if (word.n == 0 || set->count == 0)
		return false;
	byte = (unsigned char)word.s[0];
	return bsearch(&word, set->word + set->first[byte], set->first[byte + 1] - set->first[byte], sizeof(word),
		       compare) != NULL;
}

size_t inq_wordset_prefix(const struct inq_wordset *set, struct inq_str text)
{
	size_t longest = 0;
	unsigned char byte;

	if (text.n == 0 || set->count == 0)
		return 0;
	byte = (unsigned char)text.s[0];
	for (size_t i = set->first[byte]; i < set->first[byte + 1]; i++) {
		struct inq_str word = set->word[i];

		/* Of two that fit, the longer stands further down. */
		if (word.n <= text.n && memcmp(word.s, text.s, word.n) == 0)
			longest = word.n;
	}
	return longest;
}
