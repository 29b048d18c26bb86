/* The command line. */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include <stdbool.h>

/* Exit statuses beside 0. */
#define EXIT_RUNTIME 1
#define EXIT_CONFIG 2 /* usage or configuration: starting again does not help */

struct options {
	const char *config; /* NULL: the default */
	bool check_config;
};

/* False when the program should end now, with `*status`: after --help, --version or a mistake. */
bool options_parse(int argc, char **argv, struct options *options, int *status);

#endif
