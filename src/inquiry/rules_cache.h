/* Compiling thousands of patterns takes libhs many seconds; what comes out can be kept in a file. The file's name is a
 * hash of everything that went in, so a changed pattern or another libhs never finds it; libhs checks the content. */
#ifndef INQ_RULES_CACHE_H
#define INQ_RULES_CACHE_H

#include <hs/hs.h>
#include <stddef.h>

struct inq_cache_key {
	const char *const *regex;
	const unsigned *flags, *id;
	size_t count;
};

/* The kept database, or NULL: the caller compiles. `dir` NULL switches the cache off. */
hs_database_t *inq_cache_read(const char *dir, const struct inq_cache_key *key);
/* Keeps it for the next start. A folder that cannot be written is no error: the next start compiles again. */
void inq_cache_write(const char *dir, const struct inq_cache_key *key, const hs_database_t *database);

#endif
