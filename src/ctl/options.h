/* The options of a command as a table, from which both parsing and --help are made. */
#ifndef CTL_OPTIONS_H
#define CTL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum option_kind {
	OPTION_FLAG,  /* bool */
	OPTION_TEXT,  /* const char *, borrowed from argv */
	OPTION_COUNT, /* long, 0 or more */
	OPTION_LIST,  /* struct option_list: may be given more than once */
};

struct option_list {
	const char **item; /* owned, see option_list_free; the texts are borrowed from argv */
	size_t count;
};
void option_list_free(struct option_list *list);

struct option_spec {
	const char *name;     /* NULL ends a table */
	char letter;          /* or 0 */
	enum option_kind kind;
	const char *argument; /* its name in --help; NULL for flags */
	size_t offset;        /* of the value in the command's own struct */
	const char *help;
};

#define OPTIONS_MAX 48 /* of one command together with the common ones */

/* One table and the struct that its offsets are meant for. */
struct option_group {
	const struct option_spec *specs;
	void *values;
};

/* Reads argv[1...] into the groups; on success *first is the index of the first argument that is not an option (argv
 * is reordered). On a mistake returns false with a message for a person in `message`. */
bool options_parse(const struct option_group *groups, size_t group_count, int argc, char **argv, int *first,
		   char *message, size_t message_size);

void options_help(const struct option_spec *specs, FILE *out);

#endif
