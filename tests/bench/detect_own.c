#include "detect.h"

#include "arena.h"
#include "inq_limits.h"
#include "lang.h"
#include "text.h"

struct own {
	struct inq_languages *languages;
	char found[8];
};

static void *detector_open(const char *folder)
{
	struct own *own = calloc(1, sizeof(*own));
	struct inq_error error = {""};

	if (own)
		own->languages = inq_languages_load(folder, &error);
	if (!own || !own->languages)
		fprintf(stderr, "%s\n", error.text);
	return own && own->languages ? own : NULL;
}

/* Normal spelling is part of the time here; the engine needs it anyway. */
static const char *detector_find(void *detector, const char *text, size_t size)
{
	struct own *own = detector;
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	struct inq_str norm = inq_normalise(arena, text, size);
	struct inq_str found = inq_languages_detect(own->languages, norm.s, norm.n);

	snprintf(own->found, sizeof(own->found), "%.*s", (int)found.n, found.s);
	inq_arena_free(arena);
	return own->found;
}
