/* What conf/languages.yaml says about languages: how one is told from its words, and the lines with which its mails
 * end and quote others. All texts given to these functions are in normal spelling (text.h). */
#ifndef INQ_LANG_H
#define INQ_LANG_H

#include "arena.h"
#include "inquiry.h"

#include <stdbool.h>
#include <stddef.h>

struct inq_languages;

/* Reads languages.yaml of `dir` (the knowledge folder). NULL and `error` ("file:line: ...") on a mistake. Immutable
 * afterwards and so free to be shared by threads. */
struct inq_languages *inq_languages_load(const char *dir, struct inq_error *error);
void inq_languages_free(struct inq_languages *languages); /* accepts NULL */

/* ISO 639-1 of a text, "und" where nothing tells it. The script decides; among the languages of one script, their
 * words and letters do, and what the words that are in no list look like. With `languages` NULL only the script: Latin
 * letters are then "und". The result borrows from `languages` or is static. Linear in `size`. */
struct inq_str inq_languages_detect(const struct inq_languages *languages, const char *norm, size_t size);

/* What a word or phrase is in any of the languages; a set, since "de" is a Spanish word and a French "From". */
enum inq_phrase {
	INQ_PHRASE_WORD = 1 << 0,       /* a frequent word: whoever uses several writes a sentence */
	INQ_PHRASE_CLOSING = 1 << 1,    /* "best regards" */
	INQ_PHRASE_ORIGINAL = 1 << 2,   /* "original message": a quoted thread follows */
	INQ_PHRASE_FORWARDED = 1 << 3,  /* "forwarded message" */
	INQ_PHRASE_FROM = 1 << 4,       /* "from", as the name of a head line */
	INQ_PHRASE_HEADER = 1 << 5,     /* "sent", "subject" ... */
	INQ_PHRASE_CONTENT = 1 << 6,    /* "pcs", "price": never part of a signature */
	INQ_PHRASE_POSTSCRIPT = 1 << 7, /* "p.s." */
};
/* The set of enum inq_phrase that the whole of `s` is; 0 when it is none or `languages` is NULL. */
unsigned inq_languages_phrase(const struct inq_languages *languages, const char *s, size_t n);
/* "on 5 may, john <john@company.example> wrote": the line that opens a quoted mail, without its colon. */
bool inq_languages_wrote(const struct inq_languages *languages, const char *s, size_t n);
/* "sent from my iphone". */
bool inq_languages_footer(const struct inq_languages *languages, const char *s, size_t n);
/* A line with at least two phrases of the small print that mail programs append: one, "our drawings are confidential",
 * may be the sender's own. */
bool inq_languages_disclaimer(const struct inq_languages *languages, const char *s, size_t n);

#endif
