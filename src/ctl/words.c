#include "words.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static void add_one(struct words *words, const char *piece)
{
	size_t n = strlen(piece);

	if (words->size + n + 1 > words->room) {
		size_t room = 2 * (words->size + n + 1);
		char *text = realloc(words->text, room);
		if (!text)
			return;
		words->text = text;
		words->room = room;
	}
	memcpy(words->text + words->size, piece, n + 1);
	words->size += n;
}

void words_add(struct words *words, ...)
{
	va_list pieces;
	const char *piece;

	va_start(pieces, words);
	while ((piece = va_arg(pieces, const char *)))
		add_one(words, piece);
	va_end(pieces);
}

const char *words_text(const struct words *words)
{
	return words->text ? words->text : "";
}

void words_clear(struct words *words)
{
	words->size = 0;
	if (words->text)
		*words->text = '\0';
}

void words_free(struct words *words)
{
	free(words->text);
	*words = (struct words){0};
}
