#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

struct flat { /* the groups as getopt_long wants them */
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 2];
	const struct option_spec *spec[OPTIONS_MAX];
	char *values[OPTIONS_MAX];
	size_t count;
};

/* Above every letter, so that an option without one has a value of its own. */
#define FIRST_VALUE 256

void option_list_free(struct option_list *list)
{
	free(list->item);
	*list = (struct option_list){0};
}

static void flatten_one(struct flat *flat, const struct option_spec *spec, void *values)
{
	size_t i = flat->count++;
	int has_argument = spec->argument ? required_argument : no_argument;

	flat->longs[i] = (struct option){spec->name, has_argument, NULL, FIRST_VALUE + (int)i};
	flat->spec[i] = spec;
	flat->values[i] = values;
	if (spec->letter) {
		size_t n = strlen(flat->letters);
		flat->letters[n] = spec->letter;
		if (spec->argument)
			flat->letters[n + 1] = ':';
	}
}

static void flatten(struct flat *flat, const struct option_group *groups, size_t group_count)
{
	memset(flat, 0, sizeof *flat);
	flat->letters[0] = ':'; /* a missing argument is told from an unknown option */
	for (size_t g = 0; g < group_count; g++)
		for (const struct option_spec *s = groups[g].specs; s->name && flat->count < OPTIONS_MAX; s++)
			flatten_one(flat, s, groups[g].values);
}

static size_t flat_index(const struct flat *flat, int value)
{
	if (value >= FIRST_VALUE)
		return (size_t)(value - FIRST_VALUE);
	for (size_t i = 0; i < flat->count; i++)
		if (flat->spec[i]->letter == value)
			return i;
	return flat->count;
}

static bool read_count(const char *text, long *count)
{
	char *end;

	errno = 0;
	*count = strtol(text, &end, 10);
	return end != text && !*end && !errno && *count >= 0;
}

static bool list_add(struct option_list *list, const char *text)
{
	const char **item = realloc(list->item, (list->count + 1) * sizeof *item);

	if (!item)
		return false;
	list->item = item;
	list->item[list->count++] = text;
	return true;
}

static bool store(const struct option_spec *spec, char *values, const char *text, char *message, size_t size)
{
	void *place = values + spec->offset;

	if (spec->kind == OPTION_FLAG) {
		*(bool *)place = true;
		return true;
	}
	if (spec->kind == OPTION_TEXT) {
		*(const char **)place = text;
		return true;
	}
	if (spec->kind == OPTION_LIST) {
		snprintf(message, size, "out of memory");
		return list_add(place, text);
	}
	snprintf(message, size, "--%s: expected a number of 0 or more, found `%s`", spec->name, text);
	return read_count(text, place);
}

static bool refuse(int found, char **argv, char *message, size_t size)
{
	const char *what = found == ':' ? "needs an argument" : "unknown or ambiguous option";

	if (optopt && optopt < FIRST_VALUE)
		snprintf(message, size, "-%c: %s", optopt, what);
	else
		snprintf(message, size, "%s: %s", argv[optind - 1], what);
	return false;
}

bool options_parse(const struct option_group *groups, size_t group_count, int argc, char **argv, int *first,
		   char *message, size_t message_size)
{
	struct flat flat;
	int found;

	flatten(&flat, groups, group_count);
	optind = 1;
	while ((found = getopt_long(argc, argv, flat.letters, flat.longs, NULL)) != -1) {
		size_t i = flat_index(&flat, found);
		if (found == ':' || found == '?' || i >= flat.count)
			return refuse(found, argv, message, message_size);
		if (!store(flat.spec[i], flat.values[i], optarg, message, message_size))
			return false;
	}
	*first = optind;
	return true;
}

#define HELP_COLUMN 28

void options_help(const struct option_spec *specs, FILE *out)
{
	for (const struct option_spec *s = specs; s->name; s++) {
		char left[96];
		int n = snprintf(left, sizeof left, "  %c%c%s --%s%s%s", s->letter ? '-' : ' ',
				 s->letter ? s->letter : ' ', s->letter ? "," : " ", s->name, s->argument ? "=" : "",
				 s->argument ? s->argument : "");
		if (n >= HELP_COLUMN)
			fprintf(out, "%s\n%*s%s\n", left, HELP_COLUMN, "", s->help);
		else
			fprintf(out, "%-*s%s\n", HELP_COLUMN, left, s->help);
	}
}
