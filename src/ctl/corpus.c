#include "corpus.h"

#include "document.h"
#include "instant.h"
#include "lines.h"
#include "progress.h"
#include "receipt.h"
#include "sha256.h"

#include "inq_limits.h"

#include <stdlib.h>
#include <string.h>

struct reading {
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
	uint8_t digest[32];

	if (half == CORPUS_ALL)
		return true;
	sha256(id, strlen(id), digest);
	return (digest[0] % 2 == 0) == (half == CORPUS_DEV);
}

static void refuse(struct reading *reading, size_t number, const char *id, const char *why)
{
	reading->corpus->refused++;
	ctl_complain("line %zu%s%s: %s", number, *id ? ", " : "", id, why);
}

static json_t *score_text(struct reading *reading, const char *text, int64_t now_ms, unsigned reasons,
			  struct inq_error *error)
{
	struct inq_input input = {.json = text, .json_size = strlen(text), .now_ms = now_ms};
	struct inq_lead lead;

	inq_worker_show_reasons(reading->session->worker, reasons);
	if (inq_score(reading->session->engine, reading->session->worker, &input, &lead, error) != INQ_OK)
		return NULL;
	json_t *document = json_loadb(lead.json, lead.json_size, 0, NULL);
	if (!document)
		snprintf(error->text, sizeof error->text, "the lead is not JSON");
	return document;
}

static void check_receipt(struct reading *reading, const char *id, const json_t *lead)
{
	char why[512];

	if (!reading->options->check_receipts || receipt_balances(lead, why, sizeof why))
		return;
	reading->corpus->unbalanced++;
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
static json_t *score_event(struct reading *reading, const char *id, const json_t *event, struct inq_error *error)
{
	char *text = json_dumps(event, JSON_COMPACT);
	int64_t now_ms = 0;
	json_t *lead = NULL, *whole;

	instant_parse(document_text(event, "received_at"), &now_ms);
	if (text)
		lead = score_text(reading, text, now_ms, 0, error);
	if (lead && reading->options->check_receipts) {
		check_receipt(reading, id, lead);
		whole = score_text(reading, text, now_ms, INQ_REASONS_ALL, error);
		check_receipt(reading, id, whole);
		json_decref(whole);
	}
	if (lead)
		strip(lead, reading->options->keep_reasons);
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
static bool read_row(struct reading *reading, const struct line *line)
{
	json_error_t mistake;
	struct inq_error error = {{0}};
	json_t *event = line->too_long ? NULL : json_loadb(line->text, line->size, 0, &mistake);
	struct corpus_row row = {.event = event, .labels = json_incref(json_object_get(event, "labels"))};
	const char *id = document_text(event, "id");

	if (!in_half(reading->options->half, id)) {
		row_free(&row);
		return true;
	}
	if (!json_is_object(row.labels)) {
		refuse(reading, line->number, id,
		       line->too_long ? "too long" : event ? "has no `labels` object" : mistake.text);
		row_free(&row);
		return true;
	}
	json_object_del(event, "labels");
	row.lead = score_event(reading, id, event, &error);
	if (!row.lead) {
		refuse(reading, line->number, id, error.text);
		row_free(&row);
		return true;
	}
	return add_row(reading->corpus, row);
}

bool corpus_score(struct corpus *corpus, const struct corpus_options *options, struct session *session,
		  char *const *files, size_t file_count)
{
	struct reading reading = {corpus, options, session};
	struct lines *lines = lines_new(files, file_count, INQ_EVENT_BYTES_MAX, NULL);
	struct progress progress = progress_start("inquiries");
	struct line line;
	bool good = lines;

	while (good && lines_next(lines, &line)) {
		good = read_row(&reading, &line);
		progress_step(&progress);
	}
	progress_end(&progress);
	if (good && lines_error(lines)) {
		ctl_complain("%s", lines_error(lines));
		good = false;
	}
	lines_free(lines);
	return good;
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

double corpus_probability(const struct corpus_row *row, const char *dimension, const char *label)
{
	const json_t *entry = json_object_get(json_object_get(row->lead, "verdict"), dimension);

	return json_number_value(json_object_get(json_object_get(entry, "scores"), label));
}
