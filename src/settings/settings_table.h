/* The table of settings. Internal to this folder. */
#ifndef SETTINGS_TABLE_H
#define SETTINGS_TABLE_H

#include "settings.h"

struct setting {
	const char *section;
	struct inq_yaml_field field; /* name, type, place, bounds, meaning */
	const char *preset;          /* the default as a person would write it; lists: blanks between the elements */
};

/* Ends with section == NULL; settings of one section stand together. */
extern const struct setting settings_table[];

/* Fills what is made from the settings: environment, calendar, keys, password, folders. `root` is the file's tree, for
 * line numbers. */
bool settings_derive(struct settings *settings, const struct inq_yaml *root, struct inq_mistakes *mistakes);

#endif
