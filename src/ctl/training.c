#include "training.h"

#include "document.h"
#include "engine_internal.h"
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

static enum inq_status add_row(const struct training *t, const json_t *event, const json_t *labels, bool practice,
			       struct inq_error *error)
{
	char *text = json_dumps(event, JSON_COMPACT);
	struct learn_row row = {.id = document_text(event, "id"), .json = text, .practice = practice};
	enum inq_status status = INQ_FAILED;

	row.labels = labels_of(labels, &row.label_count);
	row.lang = json_string_value(json_object_get(labels, "lang"));
	row.known_to_packs = t->saw == PACKS_SAW_ALL || (t->saw == PACKS_SAW_DEV && half_is_dev(row.id));
	if (text && row.labels) {
		row.json_size = strlen(text);
		status = learn_add(t->corpus, t->session->worker, &row, error);
	} else {
		snprintf(error->text, sizeof error->text, "out of memory");
	}
	free((void *)row.labels);
	free(text);
	return status;
}

/* ---- mixing ---------------------------------------------------------------------------------------------------- */

/* Of a passage, in bytes: a sentence or two. */
#define PASSAGE_BYTES 200

static bool is_label(const struct inq_knowledge *k, uint32_t dimension, const char *name)
{
	return inq_label_find(k, dimension, (struct inq_str){name, strlen(name)}) != INQ_NONE;
}

/* "DIMENSION=LABEL+LENDER/N". False where it is none, or names what the taxonomy does not have. */
static bool mixing_parse(struct mixing *mixing, const char *text, const struct inq_knowledge *k)
{
	const char *equals = strchr(text, '='), *plus = equals ? strchr(equals, '+') : NULL;
	const char *slash = plus ? strchr(plus, '/') : NULL;
	uint32_t d;
	char *end;

	if (!slash || slash[1] < '1' || slash[1] > '9')
		return false;
	mixing->one_in = strtoul(slash + 1, &end, 10);
	mixing->dimension = strndup(text, (size_t)(equals - text));
	mixing->label = strndup(equals + 1, (size_t)(plus - equals - 1));
	mixing->lender = strndup(plus + 1, (size_t)(slash - plus - 1));
	mixing->passages = json_object();
	if (*end || !mixing->dimension || !mixing->label || !mixing->lender || !mixing->passages)
		return false;
	d = inq_dimension_find(k, (struct inq_str){mixing->dimension, strlen(mixing->dimension)});
	return d != INQ_NONE && is_label(k, d, mixing->label) && is_label(k, d, mixing->lender);
}

static bool mixings_read(struct training *t, const char *command, const struct option_list *mix)
{
	if (mix->count > MIXINGS_MAX) {
		ctl_complain("%s: --mix: at most %d times, found %zu", command, MIXINGS_MAX, mix->count);
		return false;
	}
	for (; t->mixing_count < mix->count; t->mixing_count++)
		if (!mixing_parse(&t->mixing[t->mixing_count], mix->item[t->mixing_count],
				  inq_engine_knowledge(t->session->engine))) {
			ctl_complain("%s: --mix: expected DIMENSION=LABEL+LENDER/N with labels of the taxonomy, found `%s`",
				     command, mix->item[t->mixing_count]);
			return false;
		}
	return true;
}

bool training_open(struct training *t, const char *command, struct session *session, enum packs_saw saw,
		   const struct option_list *mix)
{
	*t = (struct training){.corpus = learn_corpus_new(session->engine), .session = session, .saw = saw};
	if (t->corpus)
		return mixings_read(t, command, mix);
	ctl_complain("out of memory");
	return false;
}

void training_free(struct training *t)
{
	for (size_t i = 0; i < MIXINGS_MAX; i++) {
		free(t->mixing[i].dimension);
		free(t->mixing[i].label);
		free(t->mixing[i].lender);
		json_decref(t->mixing[i].passages);
	}
	learn_corpus_free(t->corpus);
	*t = (struct training){0};
}

/* The beginning of a text, cut between characters. */
static json_t *passage_of(const char *body)
{
	size_t n = strlen(body);

	if (n > PASSAGE_BYTES) {
		n = PASSAGE_BYTES;
		while (n && ((unsigned char)body[n] & 0xc0) == 0x80)
			n--;
	}
	return json_stringn(body, n);
}

/* The event with a passage below its text; NULL where there is none in its language yet. */
static json_t *mixed(const struct mixing *mixing, const json_t *event, const char *lang)
{
	const char *passage = json_string_value(json_object_get(mixing->passages, lang));
	json_t *copy = passage ? json_copy((json_t *)event) : NULL;

	if (copy)
		json_object_set_new(copy, "body", json_sprintf("%s\n\n%s", document_text(event, "body"), passage));
	return copy;
}

static enum inq_status practise(struct training *t, struct mixing *mixing, const json_t *event, const json_t *labels,
				size_t *added, struct inq_error *error)
{
	const char *label = json_string_value(json_object_get(labels, mixing->dimension));
	const char *lang = document_text(labels, "lang");
	enum inq_status status = INQ_OK;
	json_t *row = NULL;

	if (label && !strcmp(label, mixing->lender))
		json_object_set_new(mixing->passages, lang, passage_of(document_text(event, "body")));
	else if (label && !strcmp(label, mixing->label) && mixing->seen++ % mixing->one_in == 0)
		row = mixed(mixing, event, lang);
	if (row) {
		status = add_row(t, row, labels, true, error);
		*added += status == INQ_OK;
	}
	json_decref(row);
	return status;
}

enum inq_status training_add(struct training *t, const json_t *event, const json_t *labels, size_t *added,
			     struct inq_error *error)
{
	enum inq_status status = add_row(t, event, labels, false, error);

	*added = status == INQ_OK;
	for (size_t i = 0; status == INQ_OK && i < t->mixing_count; i++)
		status = practise(t, &t->mixing[i], event, labels, added, error);
	return status;
}
