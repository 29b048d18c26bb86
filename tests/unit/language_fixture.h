/* The shipped languages and an arena, for the tests of step 2. */
#ifndef LANGUAGE_FIXTURE_H
#define LANGUAGE_FIXTURE_H

#include "inq_limits.h"
#include "lang.h"

#include <stdlib.h>

struct fixture {
	struct inq_arena *arena;
	struct inq_languages *languages;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	struct inq_error error = {""};

	fixture->arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	fixture->languages = inq_languages_load(SOURCE_DIR "/conf", &error);
	if (!fixture->languages)
		print_error("%s\n", error.text);
	*state = fixture;
	return !fixture->arena || !fixture->languages;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	inq_languages_free(fixture->languages);
	inq_arena_free(fixture->arena);
	free(fixture);
	return 0;
}

#endif
