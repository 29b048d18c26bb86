/* The names of all keys in Redis, made in one place from the prefix ("{inquiry}"). */
#ifndef SETTINGS_KEYS_H
#define SETTINGS_KEYS_H

#include "arena.h"

#include <stdbool.h>

struct keys {
	const char *events;   /* stream, in */
	const char *inbox;    /* list, in */
	const char *leads;    /* stream, out */
	const char *ranking;  /* sorted set: event id by priority */
	const char *due;      /* sorted set: event id by respond-by, Unix milliseconds */
	const char *dead;     /* stream: what could not be scored */
	const char *outcomes; /* stream: what became of leads */
	const char *overdue;  /* stream: leads whose respond-by passed */
	const char *lead;     /* "{inquiry}:lead:", to which an event id is appended */
	const char *state;    /* "{inquiry}:state:", likewise */
};

/* The strings live in the arena. False when out of memory. */
bool keys_make(struct inq_arena *arena, const char *prefix, struct keys *keys);

#endif
