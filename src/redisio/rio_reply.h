/* What Redis answers, and the reader that turns bytes into answers. */
#ifndef RIO_REPLY_H
#define RIO_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum rio_type {
	RIO_NIL,
	RIO_STRING,  /* bulk string: `str`, `len` */
	RIO_STATUS,  /* simple string such as OK: `str`, `len` */
	RIO_ERROR,   /* an error reply: `str` begins with its class, for example "WRONGTYPE Operation ..." */
	RIO_INTEGER, /* `integer` */
	RIO_ARRAY,   /* `item`, `count` */
};

/* Read-only for everybody but the reader. */
struct rio_reply {
	enum rio_type type;
	int64_t integer;
	size_t count;
	struct rio_reply **item;
	size_t len;
	const char *str; /* NUL-terminated, never NULL, may contain NULs before its end */
};

void rio_reply_free(struct rio_reply *reply); /* accepts NULL */

/* These accept NULL and wrong types, so that a path into an answer needs no check at each step: where nothing is, a
 * nil reply is. The results are borrowed from the reply. */
const struct rio_reply *rio_at(const struct rio_reply *reply, size_t index);
/* The value that follows `name` in a flat list of names and values (XINFO, HGETALL, CONFIG GET, stream fields). */
const struct rio_reply *rio_field(const struct rio_reply *reply, const char *name);
size_t rio_count(const struct rio_reply *reply);     /* elements of an array, else 0 */
const char *rio_text(const struct rio_reply *reply); /* STRING, STATUS, ERROR: the text, else "" */
/* INTEGER, or a STRING that is a whole decimal number; else `otherwise`. */
int64_t rio_integer(const struct rio_reply *reply, int64_t otherwise);
bool rio_is(const struct rio_reply *reply, const char *text); /* STRING or STATUS equal to the text */
bool rio_is_nil(const struct rio_reply *reply);
bool rio_is_error(const struct rio_reply *reply);

/* What an error reply means for whoever sent the command. */
enum rio_error_class {
	RIO_ERR_NONE,        /* not an error */
	RIO_ERR_OOM,         /* maxmemory reached: nothing was done, try later */
	RIO_ERR_LOADING,     /* reading its dataset after a start: try later */
	RIO_ERR_READONLY,    /* a replica: try later, perhaps another server */
	RIO_ERR_BUSY,        /* a script runs too long: try later */
	RIO_ERR_MISCONF,     /* cannot persist: nothing was done, try later */
	RIO_ERR_MASTERDOWN,  /* a replica without its master: try later */
	RIO_ERR_CLUSTERDOWN, /* slots without owner, or being moved: try later */
	RIO_ERR_NOSCRIPT,    /* the script cache is empty: load, send again */
	RIO_ERR_NOGROUP,     /* the stream or its consumer group is gone */
	RIO_ERR_AUTH,        /* NOAUTH, WRONGPASS, NOPERM: a person must act */
	RIO_ERR_OTHER,
};
enum rio_error_class rio_classify(const struct rio_reply *reply);
/* The same for the text of an error, without its leading '-'. */
enum rio_error_class rio_classify_text(const char *text);
const char *rio_error_class_name(enum rio_error_class class); /* "oom", ... */
/* True where the server as a whole cannot serve now and the same command may succeed later. */
bool rio_error_is_temporary(enum rio_error_class class);

/* Bytes in, replies out. */
struct rio_reader;
struct rio_reader *rio_reader_new(void); /* NULL when out of memory */
void rio_reader_free(struct rio_reader *reader); /* accepts NULL */
/* False when out of memory or after a protocol error. */
bool rio_reader_feed(struct rio_reader *reader, const char *bytes, size_t size);
/* The next complete reply, owned by the caller, or NULL when more bytes are needed. After a protocol error `*broken`
 * is set and the connection must be dropped. */
struct rio_reply *rio_reader_next(struct rio_reader *reader, bool *broken);

#endif
