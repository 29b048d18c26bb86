#include "mail_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int by_name(const void *a, const void *b)
{
	return strcasecmp(*(char *const *)a, *(char *const *)b);
}

/* The whole file, ended by a NUL; NULL when it cannot be read. */
static char *slurp(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	if (getdelim(&text, &size, '\0', file) < 0) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text;
}

static void split(struct mail_kinds *kinds)
{
	size_t lines = 1;
	char *rest = kinds->text, *line;

	for (const char *p = kinds->text; *p; p++)
		lines += *p == '\n';
	kinds->domain = calloc(lines, sizeof *kinds->domain);
	while (kinds->domain && (line = strsep(&rest, "\n")))
		if (*line && *line != '#')
			kinds->domain[kinds->count++] = line;
	if (kinds->count)
		qsort(kinds->domain, kinds->count, sizeof *kinds->domain, by_name);
}

void mail_kinds_load(struct mail_kinds *kinds, const char *knowledge_dir)
{
	char *path;

	*kinds = (struct mail_kinds){0};
	if (asprintf(&path, "%s/lists/free-mail.txt", knowledge_dir) < 0)
		return;
	kinds->text = slurp(path);
	if (kinds->text)
		split(kinds);
	free(path);
}

void mail_kinds_free(struct mail_kinds *kinds)
{
	free(kinds->domain);
	free(kinds->text);
	*kinds = (struct mail_kinds){0};
}

const char *mail_kind(const struct mail_kinds *kinds, const char *address)
{
	const char *at = strrchr(address, '@'), *domain = at ? at + 1 : "";

	if (!*domain)
		return "no address";
	if (kinds->count && bsearch(&domain, kinds->domain, kinds->count, sizeof *kinds->domain, by_name))
		return "free mail";
	return "own domain";
}
