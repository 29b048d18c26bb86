/* Reading JSON documents that others wrote: a path, and what stands there if it is of the wanted type. */
#ifndef CTL_DOCUMENT_H
#define CTL_DOCUMENT_H

#include <jansson.h>

/* The value at "strategy.respond_by", or NULL. */
json_t *document_at(const json_t *document, const char *path);
/* The text there, or "". A number or `true` is no text. */
const char *document_text(const json_t *document, const char *path);
double document_number(const json_t *document, const char *path); /* NAN where there is none */

/* The event of a line: the document, or the `data` of a CloudEvents envelope. */
json_t *document_event(json_t *document);

/* Words for people: a text, or an object of texts by language, of which English is taken. "" where there are none. */
const char *document_words(const json_t *words);

/* Of an entry of the verdict: the decided label, or the most probable one where none was decided. */
const char *document_leading_label(const json_t *dimension);

/* A fact is a text or number, or an object with `value`: the value in either case, NULL where there is none. */
const json_t *document_value(const json_t *fact);
/* The same as text; "" where it is none. */
const char *document_value_text(const json_t *fact);

#endif
