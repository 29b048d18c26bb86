#include "training.h"

#include "document.h"
#include "half.h"

#include <stdlib.h>
#include <string.h>

bool packs_saw_read(const char *command, const char *text, enum packs_saw *saw)
{
	static const char *const NAMES[] = {
		[PACKS_SAW_NONE] = "none", [PACKS_SAW_DEV] = "dev", [PACKS_SAW_ALL] = "all"};

	*saw = PACKS_SAW_NONE;
	for (size_t i = 0; text && i < sizeof NAMES / sizeof *NAMES; i++) {
		if (!strcmp(text, NAMES[i])) {
			*saw = (enum packs_saw)i;
			return true;
		}
	}
	if (!text)
		return true;
	ctl_complain("%s: --packs-saw: expected none, dev or all, found `%s`", command, text);
	return false;
}

/* Labels that are texts; the caller frees the array. NULL when out of memory. */
static struct learn_label *labels_of(const json_t *labels, size_t *count)
{
	struct learn_label *list = calloc(json_object_size(labels) + 1, sizeof *list);
	const char *name;
	json_t *label;

	*count = 0;
	json_object_foreach((json_t *)labels, name, label)
		if (list && json_is_string(label))
			list[(*count)++] = (struct learn_label){name, json_string_value(label)};
	return list;
}

enum inq_status training_add(struct learn_corpus *corpus, struct session *session, const json_t *event,
			     const json_t *labels, enum packs_saw saw, struct inq_error *error)
{
	char *text = json_dumps(event, JSON_COMPACT);
	struct learn_row row = {.id = document_text(event, "id"), .json = text};
	enum inq_status status = INQ_FAILED;

	row.labels = labels_of(labels, &row.label_count);
	row.lang = json_string_value(json_object_get(labels, "lang"));
	row.known_to_packs = saw == PACKS_SAW_ALL || (saw == PACKS_SAW_DEV && half_is_dev(row.id));
	if (text && row.labels) {
		row.json_size = strlen(text);
		status = learn_add(corpus, session->worker, &row, error);
	} else {
		snprintf(error->text, sizeof error->text, "out of memory");
	}
	free((void *)row.labels);
	free(text);
	return status;
}
