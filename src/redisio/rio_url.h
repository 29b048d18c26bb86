/* Where a Redis is: `redis://[user[:password]@]host[:port][/db]` or `unix://[user[:password]@]/path.sock[?db=N]`. */
#ifndef RIO_URL_H
#define RIO_URL_H

#include <stdbool.h>

/* What went wrong, for a person: one line without a trailing newline. */
struct rio_error {
	char text[512];
};
/* Writes the message and returns false, so that a check can end with it. */
bool rio_fail(struct rio_error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

struct rio_url {
	char *host;     /* NULL for a unix socket; an IPv6 address stands without its brackets */
	char *path;     /* NULL for TCP */
	unsigned port;  /* 6379 unless given */
	unsigned db;    /* 0 unless given */
	char *user;     /* NULL unless given; percent-decoded */
	char *password; /* NULL unless given; percent-decoded */
};

/* Fills `url`, which the caller frees with rio_url_free, also after false. False and `error` when the text is not
 * such an address; the password never appears in the error. */
bool rio_url_parse(const char *text, struct rio_url *url, struct rio_error *error);
/* Frees what the struct owns, not the struct. Accepts a zeroed one. */
void rio_url_free(struct rio_url *url);
/* Replaces user and password where the argument is not NULL. False when out of memory. */
bool rio_url_login(struct rio_url *url, const char *user, const char *password);
/* A deep copy into `copy`. False when out of memory. */
bool rio_url_copy(const struct rio_url *url, struct rio_url *copy);
/* "redis://host:port/db" for people: user and password are left out. The caller frees it; NULL when out of memory. */
char *rio_url_text(const struct rio_url *url);

#endif
