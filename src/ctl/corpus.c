#include "corpus.h"

#include "document.h"
#include "half.h"
#include "instant.h"
#include "lines.h"
#include "progress.h"
#include "receipt.h"

#include "inq_limits.h"

#include <stdlib.h>
#include <string.h>

struct scoring {
	struct corpus *corpus;
	const struct corpus_options *options;
	struct session *session;
};

static void row_free(struct corpus_row *row)
{
	json_decref(row->event);
	json_decref(row->labels);
	json_decref(row->lead);
}

void corpus_free(struct corpus *corpus)
{
	for (size_t i = 0; i < corpus->count; i++)
		row_free(&corpus->row[i]);
	free(corpus->row);
	*corpus = (struct corpus){0};
}

static bool in_half(enum corpus_half half, const char *id)
{
	return half == CORPUS_ALL || half_is_dev(id) == (half == CORPUS_DEV);
}

static void refuse(struct corpus *corpus, size_t number, const char *id, const char *why)
{
	corpus->refused++;
	ctl_complain("line %zu%s%s: %s", number, *id ? ", " : "", id, why);
}

static json_t *score_text(struct scoring *scoring, const char *text, int64_t now_ms, unsigned reasons,
			  struct inq_error *error)
{
	struct inq_input input = {.json = text, .json_size = strlen(text), .now_ms = now_ms};
	struct inq_lead lead;

	inq_worker_show_reasons(scoring->session->worker, reasons);
	if (inq_score(scoring->session->engine, scoring->session->worker, &input, &lead, error) != INQ_OK)
		return NULL;
	json_t *document = json_loadb(lead.json, lead.json_size, 0, NULL);
	if (!document)
		snprintf(error->text, sizeof error->text, "the lead is not JSON");
	return document;
}

static void check_receipt(struct scoring *scoring, const char *id, const json_t *lead)
{
	char why[512];

	if (!scoring->options->check_receipts || receipt_balances(lead, why, sizeof why))
		return;
	scoring->corpus->unbalanced++;
	ctl_complain("%s: %s", id, why);
}

/* Only what the evaluation looks at: the texts of a strategy would fill the memory of a large corpus. */
static void strip(json_t *lead, bool keep_reasons)
{
	static const char *const KEPT[] = {"verdict", "facts", "priority", "reasons"};
	size_t kept = sizeof KEPT / sizeof *KEPT - !keep_reasons;
	json_t *small = json_object();

	for (size_t i = 0; i < kept; i++)
		json_object_set(small, KEPT[i], json_object_get(lead, KEPT[i]));
	json_object_clear(lead);
	json_object_update(lead, small);
	json_decref(small);
}

/* With all reasons as well, when receipts are checked: both kinds of lead must add up. */
static json_t *score_event(struct scoring *scoring, const char *id, const json_t *event, struct inq_error *error)
{
	char *text = json_dumps(event, JSON_COMPACT);
	int64_t now_ms = 0;
	json_t *lead = NULL, *whole;

	instant_parse(document_text(event, "received_at"), &now_ms);
	if (text)
		lead = score_text(scoring, text, now_ms, 0, error);
	if (lead && scoring->options->check_receipts) {
		check_receipt(scoring, id, lead);
		whole = score_text(scoring, text, now_ms, INQ_REASONS_ALL, error);
		check_receipt(scoring, id, whole);
		json_decref(whole);
	}
	if (lead)
		strip(lead, scoring->options->keep_reasons);
	free(text);
	return lead;
}

static bool add_row(struct corpus *corpus, struct corpus_row row)
{
	if (corpus->count == corpus->room) {
		size_t room = corpus->room ? 2 * corpus->room : 1024;
		struct corpus_row *rows = realloc(corpus->row, room * sizeof *rows);
		if (!rows) {
			row_free(&row);
			ctl_complain("out of memory");
			return false;
		}
		corpus->row = rows;
		corpus->room = room;
	}
	corpus->row[corpus->count++] = row;
	return true;
}

/* False only when out of memory. */
static bool read_row(struct corpus *corpus, enum corpus_half half, const struct line *line)
{
	json_error_t mistake;
	json_t *event = line->too_long ? NULL : json_loadb(line->text, line->size, 0, &mistake);
	struct corpus_row row = {
		.event = event, .labels = json_incref(json_object_get(event, "labels")), .line = line->number, .file = line->file};
	const char *id = document_text(event, "id");

	if (!in_half(half, id)) {
		row_free(&row);
		return true;
	}
	if (!json_is_object(row.labels)) {
		refuse(corpus, line->number, id,
		       line->too_long ? "too long"
		       : event        ? "has no `labels` object"
				      : mistake.text);
		row_free(&row);
		return true;
	}
	json_object_del(event, "labels");
	return add_row(corpus, row);
}

bool corpus_read(struct corpus *corpus, const struct corpus_options *options, char *const *files, size_t file_count)
{
	struct lines *lines = lines_new(files, file_count, INQ_EVENT_BYTES_MAX, NULL);
	struct line line;
	bool good = lines;

	if (!lines)
		ctl_complain("out of memory");
	while (good && lines_next(lines, &line))
		good = read_row(corpus, options->half, &line);
	if (good && lines_error(lines)) {
		ctl_complain("%s", lines_error(lines));
		good = false;
	}
	lines_free(lines);
	return good;
}

static void score_row(struct scoring *scoring, struct corpus_row *row)
{
	struct inq_error error = {{0}};
	const char *id = document_text(row->event, "id");

	json_decref(row->lead);
	row->lead = score_event(scoring, id, row->event, &error);
	if (!row->lead)
		refuse(scoring->corpus, row->line, id, error.text);
}

void corpus_score_rows(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		       corpus_choice *chosen, const void *context)
{
	struct scoring scoring = {corpus, options, session};
	struct progress progress = progress_start("inquiries");

	for (size_t i = 0; i < corpus->count; i++) {
		if (chosen && !chosen(context, &corpus->row[i], i))
			continue;
		score_row(&scoring, &corpus->row[i]);
		progress_step(&progress);
	}
	progress_end(&progress);
}

void corpus_drop_unscored(struct corpus *corpus)
{
	size_t kept = 0;

	for (size_t i = 0; i < corpus->count; i++) {
		if (corpus->row[i].lead)
			corpus->row[kept++] = corpus->row[i];
		else
			row_free(&corpus->row[i]);
	}
	corpus->count = kept;
}

bool corpus_copy(struct corpus *copy, const struct corpus *corpus)
{
	*copy = (struct corpus){0};
	for (size_t i = 0; i < corpus->count; i++) {
		struct corpus_row row = corpus->row[i];
		row.event = json_incref(row.event);
		row.labels = json_incref(row.labels);
		row.lead = NULL;
		if (!add_row(copy, row))
			return false;
	}
	return true;
}

const char *corpus_gold(const struct corpus_row *row, const char *dimension)
{
	return json_string_value(json_object_get(row->labels, dimension));
}

const char *corpus_decided(const struct corpus_row *row, const char *dimension)
{
	const json_t *verdict = json_object_get(row->lead, "verdict");

	return json_string_value(json_object_get(json_object_get(verdict, dimension), "label"));
}

json_t *corpus_scores(const struct corpus_row *row, const char *dimension)
{
	return json_object_get(json_object_get(json_object_get(row->lead, "verdict"), dimension), "scores");
}

double corpus_probability(const struct corpus_row *row, const char *dimension, const char *label)
{
	return json_number_value(json_object_get(corpus_scores(row, dimension), label));
}
