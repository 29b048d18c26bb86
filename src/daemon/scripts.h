/* The scripts that run inside Redis; their sources stand in scripts/. */
#ifndef DAEMON_SCRIPTS_H
#define DAEMON_SCRIPTS_H

#include "rio_conn.h"

enum script { SCRIPT_PUBLISH, SCRIPT_BURY, SCRIPT_RECOVER, SCRIPT_INBOX, SCRIPT_COUNT };

extern const struct rio_script scripts[SCRIPT_COUNT];

#endif
