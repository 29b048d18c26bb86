/* What kind of mail address a buyer writes from, for the evaluation's tables. */
#ifndef CTL_MAIL_KIND_H
#define CTL_MAIL_KIND_H

#include <stddef.h>

struct mail_kinds {
	char *text;    /* the list as read */
	char **domain; /* its lines, sorted */
	size_t count;
};

/* Reads lists/free-mail.txt of the knowledge folder; without it every address counts as "own domain". */
void mail_kinds_load(struct mail_kinds *kinds, const char *knowledge_dir);
void mail_kinds_free(struct mail_kinds *kinds);

/* "free mail", "own domain" or "no address". */
const char *mail_kind(const struct mail_kinds *kinds, const char *address);

#endif
