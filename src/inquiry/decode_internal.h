/* Shared by the two halves of step 1: decode_document.c (bytes to a JSON tree) and decode.c (tree to event). */
#ifndef INQ_DECODE_INTERNAL_H
#define INQ_DECODE_INTERNAL_H

#include "inquiry.h"

#include <jansson.h>
#include <stddef.h>

/* Writes into the caller's error; what does not fit is cut. */
struct inq_message {
	char *at, *end; /* `end` leaves room for the NUL */
};

struct inq_message inq_message_begin(struct inq_error *error);
void inq_say(struct inq_message *message, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Outside text on one line: control characters and broken UTF-8 escaped, cut where it is long. */
void inq_say_quoted(struct inq_message *message, const char *s, size_t n);

/* The document as a tree, checked for size, UTF-8, depth, syntax and duplicate keys; the caller owns it. NULL with
 * the message written, or with no message when out of memory. */
json_t *inq_document_parse(const char *json, size_t size, struct inq_message *message);

#endif
