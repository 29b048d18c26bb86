/* libFuzzer target: any bytes are either a lead that is JSON, or an error that says why. */
#include "inquiry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>

static struct inq_engine *engine;
static struct inq_worker *worker;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct inq_options options = {.knowledge_dir = KNOWLEDGE_DIR,
				      .cache_dir = "fuzz-cache", /* compiling patterns takes longer than a short run */
				      .calendar = {.day_start_minute = 540, .day_end_minute = 1080, .work_days = 0x1f}};
	struct inq_error error;

	(void)argc;
	(void)argv;
	engine = inq_engine_new(&options, &error);
	worker = engine ? inq_worker_new(engine) : NULL;
	if (!worker) {
		fprintf(stderr, "%s\n", error.text);
		exit(2);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct inq_input input = {.json = (const char *)data, .json_size = size, .now_ms = 1790000000000};
	struct inq_lead lead;
	struct inq_error error;
	enum inq_status status = inq_score(engine, worker, &input, &lead, &error);

	if (status == INQ_OK) {
		json_t *read = json_loadb(lead.json, lead.json_size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

		if (!read || lead.priority < 0 || lead.priority > 100)
			abort();
		json_decref(read);
	} else if (error.text[0] == '\0') {
		abort();
	}
	return 0;
}
