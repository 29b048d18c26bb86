/* inquiryctl explain: the card of each inquiry, with every term of every sum. */
#include "card.h"
#include "commands.h"
#include "document.h"
#include "instant.h"
#include "lines.h"
#include "session.h"

#include "inq_limits.h"

#include <stdio.h>
#include <string.h>

struct explain_options {
	const char *id, *now;
};

struct explain {
	const struct ctl *ctl;
	struct explain_options options;
	struct session session;
	struct screen screen;
	int64_t now_ms;
	size_t shown, rejected;
};

static const struct option_spec OPTIONS[] = {
	{"id", 'i', OPTION_TEXT, "ID", offsetof(struct explain_options, id), "only the inquiry of this id"},
	{"now", 0, OPTION_TEXT, "TIME", offsetof(struct explain_options, now), "explain as at this time (RFC 3339)"},
	{0},
};

static void show(struct explain *explain, const struct inq_lead *scored, json_t *event)
{
	struct card_style style = {
		.offset_minutes = explain->session.settings.calendar.utc_offset_minutes,
		.now_ms = explain->now_ms,
		.full = true,
	};
	json_t *lead;

	if (explain->ctl->json) {
		fwrite(scored->json, 1, scored->json_size, stdout);
		putc('\n', stdout);
		return;
	}
	lead = json_loadb(scored->json, scored->json_size, 0, NULL);
	if (explain->shown)
		fputs("\n\n", stdout);
	card_print(&explain->screen, &style, lead, event);
	card_print_receipt(&explain->screen, lead);
	json_decref(lead);
}

static void refuse(struct explain *explain, const struct line *line, const char *why)
{
	explain->rejected++;
	ctl_complain("line %zu: %s", line->number, why);
}

static void explain_line(struct explain *explain, const struct line *line)
{
	struct inq_input input = {.json = line->text, .json_size = line->size, .now_ms = explain->now_ms};
	struct inq_error error = {{0}};
	struct inq_lead scored;
	json_t *document = line->too_long ? NULL : json_loadb(line->text, line->size, 0, NULL);

	if (explain->options.id && strcmp(explain->options.id, document_text(document_event(document), "id"))) {
		json_decref(document);
		return;
	}
	if (line->too_long)
		refuse(explain, line, "too long for an event");
	else if (inq_score(explain->session.engine, explain->session.worker, &input, &scored, &error) != INQ_OK)
		refuse(explain, line, error.text);
	else
		show(explain, &scored, document_event(document));
	explain->shown++;
	json_decref(document);
}

static enum ctl_status explain_all(struct explain *explain, struct lines *lines)
{
	struct line line;

	while (lines_next(lines, &line)) {
		explain_line(explain, &line);
		if (ferror(stdout))
			return ctl_write_failed();
	}
	if (lines_error(lines)) {
		ctl_complain("%s", lines_error(lines));
		return CTL_FAILED;
	}
	if (explain->options.id && !explain->shown) {
		ctl_complain("no inquiry has the id `%s`", explain->options.id);
		return CTL_PARTLY;
	}
	return explain->rejected ? CTL_PARTLY : CTL_OK;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct explain explain = {.ctl = ctl, .screen = screen_open(stdout), .now_ms = instant_now_ms()};
	struct lines *lines = NULL;
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &explain.options, argc, argv))
		return ctl->status;
	if (explain.options.now && !instant_parse(explain.options.now, &explain.now_ms)) {
		ctl_complain("explain: --now: expected a time such as 2026-05-04T15:05:00Z, found `%s`",
			     explain.options.now);
		return CTL_FAILED;
	}
	if (session_open_engine(ctl, &explain.session)) {
		inq_worker_show_reasons(explain.session.worker, INQ_REASONS_ALL);
		lines = lines_new(ctl->files, ctl->file_count, INQ_EVENT_BYTES_MAX, stdout);
		if (lines)
			status = explain_all(&explain, lines);
		else
			ctl_complain("out of memory");
	}
	lines_free(lines);
	session_close(&explain.session);
	return status;
}

const struct command COMMAND_EXPLAIN = {
	.name = "explain",
	.arguments = "[FILE...]",
	.summary = "Say why: the card of each inquiry, with every term of every sum",
	.about = "Reads one event a line, scores it, and prints the card that a salesperson sees, then each\n"
		 "decided dimension and the priority as a sum of terms with the words of the inquiry that\n"
		 "gave them, and the facts. With --json: the lead with all its reasons.\n"
		 "Exit status: 0 all explained, 1 some lines refused or no such id, 2 usage or configuration.",
	.options = OPTIONS,
	.run = run,
};
