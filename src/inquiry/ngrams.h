/* What the model reads of a text: word and character n-grams, each with the words that it stands in.
 *
 *   words       runs of word characters; each Han or Kana character is a word of its own, since those languages put no
 *               blanks between words. Single words and pairs of neighbours. Every digit reads as 0: amounts differ
 *               from inquiry to inquiry, their shape does not.
 *   characters  2 to 5 in a row inside one blank-separated token, framed by blanks, so that beginnings and ends of
 *               words count as such. They carry inflected and compounded languages, typos and writing without blanks.
 *
 * Read are subject, body, signature, names of attachments, company and title. Not read: the quoted thread, which others
 * wrote; the buyer's name and address, which must not count; the product, which are the seller's words. */
#ifndef INQ_NGRAMS_H
#define INQ_NGRAMS_H

#include "text.h"

enum inq_ngram_kind { INQ_NGRAM_WORD, INQ_NGRAM_CHARACTER, INQ_NGRAM_KINDS };

struct inq_ngram {
	uint64_t hash;       /* XXH3 of kind and characters */
	uint32_t first, last; /* the words that it lies in: indexes into inq_ngrams.word, last included */
	uint8_t kind;
};

struct inq_ngrams {
	struct inq_ngram *item; /* every occurrence, in the order of the text */
	size_t count;
	struct inq_span *word;  /* places in the normalised text; with the marks that follow at once */
	size_t word_count;
};

/* INQ_FAILED only when the arena is exhausted. */
enum inq_status inq_ngrams_read(struct inq_arena *arena, const struct inq_text *text, struct inq_ngrams *out);

#endif
