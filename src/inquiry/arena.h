/* Memory for one event: allocated piece by piece, freed whole. */
#ifndef INQ_ARENA_H
#define INQ_ARENA_H

#include <stddef.h>
#include <stdint.h>

/* A borrowed piece of UTF-8 text. `s` is never NULL in a struct that a function of this library filled in; absent
 * text has n == 0. Strings made by this library are NUL-terminated as well, borrowed pieces need not be. */
struct inq_str {
	const char *s;
	size_t n;
};
#define INQ_STR(literal) ((struct inq_str){(literal), sizeof(literal) - 1})

struct inq_arena;

/* NULL when out of memory. `limit` bytes at most are given out between two resets. */
struct inq_arena *inq_arena_new(size_t limit);
void inq_arena_free(struct inq_arena *arena); /* accepts NULL */
/* Frees all pieces at once; keeps up to `keep` bytes of memory for the next event. */
void inq_arena_reset(struct inq_arena *arena, size_t keep);

/* `size` bytes, aligned for any type, zeroed; NULL when memory or the limit is exhausted. */
void *inq_arena_alloc(struct inq_arena *arena, size_t size);
/* As above, not zeroed. */
void *inq_arena_alloc_raw(struct inq_arena *arena, size_t size);
/* A NUL-terminated copy; { "", 0 } when out of memory. */
struct inq_str inq_arena_copy(struct inq_arena *arena, const char *s, size_t n);
/* printf into the arena (no floating point conversions: they depend on the locale); "" when out of memory. */
const char *inq_arena_printf(struct inq_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 1 after an allocation failed since the last reset: the event cannot be scored. */
int inq_arena_failed(const struct inq_arena *arena);

int inq_str_eq(struct inq_str a, struct inq_str b);
int inq_str_is(struct inq_str a, const char *literal);

#endif
