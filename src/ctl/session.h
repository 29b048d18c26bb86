/* What the commands open: the settings, the engine. */
#ifndef CTL_SESSION_H
#define CTL_SESSION_H

#include "ctl.h"

#include "inquiry.h"
#include "settings.h"

struct session {
	struct settings settings;
	struct inq_engine *engine;
	struct inq_worker *worker;
};

/* Reads the settings that --config and --knowledge ask for. False after a complaint. Close in either case. */
bool session_open(const struct ctl *ctl, struct session *session);
/* The same, and builds the engine with one worker. */
bool session_open_engine(const struct ctl *ctl, struct session *session);
void session_close(struct session *session); /* accepts a zeroed one */

/* What the engine is built from: the settings with --knowledge on top. Borrows from both. */
struct inq_options session_engine_options(const struct ctl *ctl, const struct session *session);

#endif
