/* What every command of inquiryctl shares: its entry in the table of commands, the options common to all, the exit
 * status, and the way to complain. */
#ifndef CTL_H
#define CTL_H

#include "options.h"

#include <stdbool.h>
#include <stddef.h>

enum ctl_status {
	CTL_OK = 0,     /* all done */
	CTL_PARTLY = 1, /* some of the input was refused, or a check found mistakes */
	CTL_FAILED = 2, /* usage, configuration, or nothing could be done */
};

struct ctl;

struct command {
	const char *name;
	const char *arguments; /* "[FILE...]" as it stands in the usage line; may be "" */
	const char *summary;   /* one line for the list of commands */
	const char *about;     /* what --help adds below the usage line */
	const struct option_spec *options;
	enum ctl_status (*run)(struct ctl *ctl, int argc, char **argv);
};

extern const struct command *const COMMANDS[]; /* ends with NULL */

/* NULL when there is none of that name. */
const struct command *command_find(const char *name);

/* The call of one command: what was asked for in the options that all commands share. */
struct ctl {
	const struct command *command;
	const char *config;    /* NULL: the default */
	const char *knowledge; /* NULL: from the settings */
	const char *model;     /* a model file, or "none"; NULL: from the settings */
	bool json, help;
	char **files;          /* what follows the options; borrowed from argv */
	size_t file_count;
	enum ctl_status status; /* set when parsing ends the command */
};

/* Reads the options of ctl->command into the common fields and into `own`, the command's own struct. False when the
 * command ends here, with ctl->status: a mistake was complained of, or --help was printed. */
bool ctl_parse(struct ctl *ctl, void *own, int argc, char **argv);

/* "inquiryctl: message" on the error output, with control characters made harmless. */
void ctl_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Complains that the output could not be written (errno says why). */
enum ctl_status ctl_write_failed(void);

void ctl_help(void); /* the list of commands */

#endif
