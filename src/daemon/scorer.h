/* An engine with the settings that it was built from. Start and reload are the same: a fresh one is built beside what
 * may be running. */
#ifndef DAEMON_SCORER_H
#define DAEMON_SCORER_H

#include "inquiry.h"
#include "settings.h"

struct scorer {
	struct settings settings; /* the engine borrows from them */
	struct inq_engine *engine;
	struct inq_worker *worker;
};

/* Reads the configuration (NULL: the default path) and the knowledge, and runs the packs' examples. NULL and `error` at
 * the first mistake. */
struct scorer *scorer_new(const char *config, struct inq_error *error);
void scorer_free(struct scorer *scorer); /* accepts NULL */

#endif
