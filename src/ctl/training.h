/* Labelled rows on their way into training: what `train` and the cross-validation of `evaluate` share. */
#ifndef CTL_TRAINING_H
#define CTL_TRAINING_H

#include "learn.h"
#include "session.h"

#include <jansson.h>

enum packs_saw { PACKS_SAW_NONE, PACKS_SAW_DEV, PACKS_SAW_ALL };

/* Reads "none", "dev" or "all"; NULL is none. False after a complaint. */
bool packs_saw_read(const char *command, const char *text, enum packs_saw *saw);

/* Adds one row; `event` without its labels. */
enum inq_status training_add(struct learn_corpus *corpus, struct session *session, const json_t *event,
			     const json_t *labels, enum packs_saw saw, struct inq_error *error);

#endif
