#include "scorer.h"

#include <stdio.h>
#include <stdlib.h>

static bool build(struct scorer *scorer, const char *config, struct inq_error *error)
{
	struct inq_options options;

	if (!settings_load(config, &scorer->settings, error))
		return false;
	options = settings_engine_options(&scorer->settings);
	scorer->engine = inq_engine_new(&options, error);
	if (!scorer->engine)
		return false;
	scorer->worker = inq_worker_new(scorer->engine);
	if (!scorer->worker)
		snprintf(error->text, sizeof(error->text), "out of memory");
	return scorer->worker;
}

struct scorer *scorer_new(const char *config, struct inq_error *error)
{
	struct scorer *scorer = calloc(1, sizeof(*scorer));

	if (!scorer) {
		snprintf(error->text, sizeof(error->text), "out of memory");
		return NULL;
	}
	if (build(scorer, config, error))
		return scorer;
	scorer_free(scorer);
	return NULL;
}

void scorer_free(struct scorer *scorer)
{
	if (!scorer)
		return;
	inq_worker_free(scorer->worker);
	inq_engine_free(scorer->engine);
	settings_free(&scorer->settings);
	free(scorer);
}
