/* Writing JSON straight out. Numbers never pass through the locale. */
#ifndef INQ_JSON_H
#define INQ_JSON_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>

struct inq_json {
	char *text;        /* NUL-terminated once something was written; owned */
	size_t size, room;
	bool comma;        /* the next value needs a comma before it */
	bool failed;       /* out of memory: the text is incomplete */
};

void inq_json_reset(struct inq_json *out);  /* keeps the memory */
void inq_json_free(struct inq_json *out);   /* the memory, not the struct */

/* `key` NULL inside arrays. */
void inq_json_open(struct inq_json *out, const char *key, char bracket);  /* '{' or '[' */
void inq_json_close(struct inq_json *out, char bracket);                  /* '}' or ']' */
void inq_json_string(struct inq_json *out, const char *key, struct inq_str value);
void inq_json_text(struct inq_json *out, const char *key, const char *value);
void inq_json_integer(struct inq_json *out, const char *key, int64_t value);
void inq_json_bool(struct inq_json *out, const char *key, bool value);
/* `value` / 10^places, with exactly that many places (0..9): 1250, 3 -> 1.250 */
void inq_json_fixed(struct inq_json *out, const char *key, int64_t value, unsigned places);
/* At most six decimal places, none where it is whole; null where it is no finite number or beyond 9e18. */
void inq_json_number(struct inq_json *out, const char *key, double value);

#endif
