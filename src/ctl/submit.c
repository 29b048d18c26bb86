/* inquiryctl submit: puts inquiries into the queue, and waits for their leads if asked to. */
#include "card.h"
#include "commands.h"
#include "document.h"
#include "instant.h"
#include "lines.h"
#include "session.h"
#include "store.h"

#include "inq_limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define TIMEOUT_DEFAULT 30 /* seconds */
/* A lead may be published between two looks; a look costs nothing, so they need not be far apart. */
#define LOOK_EVERY_MS 200

struct submit_options {
	const char *body, *subject, *platform, *lang, *name, *company, *email, *country, *product;
	bool new, wait;
	long timeout;
};

struct submit {
	const struct ctl *ctl;
	struct submit_options options;
	struct session session;
	struct store store;
	struct screen screen;
	char **id; /* of what was submitted, kept with --wait */
	size_t id_count, shown, refused;
};

#define TEXT_OPTION(name, argument, field, help) \
	{name, 0, OPTION_TEXT, argument, offsetof(struct submit_options, field), help}

static const struct option_spec OPTIONS[] = {
	{"new", 0, OPTION_FLAG, NULL, offsetof(struct submit_options, new),
	 "give events an id and a time of arrival where they have none"},
	TEXT_OPTION("body", "TEXT", body, "submit one new inquiry with this text instead of reading any"),
	TEXT_OPTION("subject", "TEXT", subject, "with --body: its subject"),
	TEXT_OPTION("platform", "NAME", platform, "with --body: alibaba, email, website ..."),
	TEXT_OPTION("lang", "CODE", lang, "with --body: its language (ISO 639-1)"),
	TEXT_OPTION("name", "TEXT", name, "with --body: the buyer's name"),
	TEXT_OPTION("company", "TEXT", company, "with --body: the buyer's company"),
	TEXT_OPTION("email", "ADDRESS", email, "with --body: the buyer's mail address"),
	TEXT_OPTION("country", "CODE", country, "with --body: the buyer's country (ISO 3166)"),
	TEXT_OPTION("product", "TEXT", product, "with --body: the product asked for"),
	{"wait", 'w', OPTION_FLAG, NULL, offsetof(struct submit_options, wait), "wait for the leads and print them"},
	{"timeout", 't', OPTION_COUNT, "SECONDS", offsetof(struct submit_options, timeout),
	 "how long to wait (default: 30)"},
	{0},
};

/* ---- making events ---- */

static void set_text(json_t *object, const char *key, const char *text)
{
	if (text)
		json_object_set_new(object, key, json_string(text));
}

static void complete(json_t *event)
{
	int64_t now = instant_now_ms();
	uint32_t chance = 0;
	char id[64];

	if (!*document_text(event, "id")) {
		if (getrandom(&chance, sizeof chance, 0) < 0)
			chance = (uint32_t)instant_clock_ns();
		snprintf(id, sizeof id, "ctl-%" PRId64 "-%08" PRIx32, now, chance);
		set_text(event, "id", id);
	}
	if (!*document_text(event, "received_at"))
		set_text(event, "received_at", instant_rfc3339(now).text);
}

static json_t *event_from_options(const struct submit_options *options)
{
	json_t *event = json_object(), *buyer = json_object(), *product = json_object();

	set_text(event, "body", options->body);
	set_text(event, "subject", options->subject);
	set_text(event, "platform", options->platform);
	set_text(event, "lang", options->lang);
	set_text(buyer, "name", options->name);
	set_text(buyer, "company", options->company);
	set_text(buyer, "email", options->email);
	set_text(buyer, "country", options->country);
	set_text(product, "name", options->product);
	if (json_object_size(buyer))
		json_object_set(event, "buyer", buyer);
	if (json_object_size(product))
		json_object_set(event, "product", product);
	json_decref(buyer);
	json_decref(product);
	complete(event);
	return event;
}

/* ---- submitting ---- */

static bool keep_id(struct submit *submit, const char *id)
{
	char **ids = realloc(submit->id, (submit->id_count + 1) * sizeof *ids), *copy = strdup(id);

	if (ids)
		submit->id = ids;
	if (!ids || !copy) {
		free(copy);
		ctl_complain("out of memory");
		return false;
	}
	submit->id[submit->id_count++] = copy;
	return true;
}

static bool send_event(struct submit *submit, const char *text, size_t size, const char *id)
{
	struct rio_command command = RIO_COMMAND_INIT;
	const struct rio_reply *reply;

	rio_command_strings(&command, "XADD", submit->store.keys->events, "*", "event", NULL);
	rio_command_bytes(&command, text, size);
	reply = store_answer(&submit->store, rio_sync_call(submit->store.sync, &command, &submit->store.error));
	rio_command_free(&command);
	if (!reply)
		return false;
	if (submit->options.wait)
		return keep_id(submit, id);
	json_t *quoted = submit->ctl->json ? json_pack("{s:s, s:s}", "id", id, "entry", rio_text(reply)) : NULL;
	if (quoted)
		json_dumpf(quoted, stdout, JSON_COMPACT);
	else
		screen_text(&submit->screen, id, INQ_NAME_BYTES_MAX);
	putc('\n', stdout);
	json_decref(quoted);
	return true;
}

static bool send_document(struct submit *submit, json_t *document, const char *id)
{
	char *text = json_dumps(document, JSON_COMPACT);
	bool sent = text && send_event(submit, text, strlen(text), id);

	if (!text)
		ctl_complain("an event cannot be written as JSON");
	free(text);
	return sent;
}

static bool refuse(struct submit *submit, size_t number, const char *why)
{
	submit->refused++;
	ctl_complain("line %zu: %s", number, why);
	return true;
}

/* False only when nothing further can be submitted. A line goes out as it came in, unless --new completed it. */
static bool submit_line(struct submit *submit, const struct line *line)
{
	json_error_t mistake;
	json_t *document, *event;
	bool good;

	if (line->too_long)
		return refuse(submit, line->number, "too long for an event");
	document = json_loadb(line->text, line->size, 0, &mistake);
	if (!document)
		return refuse(submit, line->number, mistake.text);
	event = document_event(document);
	if (submit->options.new && json_is_object(event)) {
		complete(event);
		good = send_document(submit, document, document_text(event, "id"));
	} else if (!*document_text(event, "id")) {
		good = refuse(submit, line->number, "expected an object with an `id`; --new gives one");
	} else {
		good = send_event(submit, line->text, line->size, document_text(event, "id"));
	}
	json_decref(document);
	return good;
}

static bool submit_lines(struct submit *submit)
{
	struct lines *lines = lines_new(submit->ctl->files, submit->ctl->file_count, INQ_EVENT_BYTES_MAX, stdout);
	struct line line;
	bool good = lines;

	while (good && lines_next(lines, &line))
		good = submit_line(submit, &line);
	if (good && lines_error(lines)) {
		ctl_complain("%s", lines_error(lines));
		good = false;
	}
	lines_free(lines);
	return good;
}

static bool submit_options(struct submit *submit)
{
	json_t *event = event_from_options(&submit->options);
	bool good = send_document(submit, event, document_text(event, "id"));

	json_decref(event);
	return good;
}

/* ---- waiting ---- */

static void show(struct submit *submit, const json_t *lead)
{
	struct card_style style = {
		.offset_minutes = submit->session.settings.calendar.utc_offset_minutes,
		.now_ms = instant_now_ms(),
		.full = submit->id_count == 1,
	};

	if (submit->ctl->json) {
		json_dumpf(lead, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
		putc('\n', stdout);
	} else {
		if (submit->shown)
			putc('\n', stdout);
		card_print(&submit->screen, &style, lead, NULL);
	}
	submit->shown++;
	fflush(stdout);
}

/* The lead of an event as soon as there is one; NULL when time is up, or after a complaint. A new entry in the stream
 * of leads only wakes us: the lead may have been there before, as after a retry of the same id. */
static json_t *wait_for(struct submit *submit, const char *id, int64_t until_ms)
{
	json_t *lead;

	for (;;) {
		lead = store_lead(&submit->store, id);
		int64_t left = until_ms - (int64_t)(instant_clock_ns() / 1000000);
		if (lead || submit->store.failed || left <= 0)
			return lead;
		if (!store_read(&submit->store, submit->store.keys->leads, "$",
				(int)(left < LOOK_EVERY_MS ? left : LOOK_EVERY_MS), "1"))
			return NULL;
	}
}

static enum ctl_status wait_for_all(struct submit *submit)
{
	int64_t until_ms = (int64_t)(instant_clock_ns() / 1000000) + submit->options.timeout * 1000;
	size_t missing = 0;

	for (size_t i = 0; i < submit->id_count && !submit->store.failed; i++) {
		json_t *lead = wait_for(submit, submit->id[i], until_ms);
		if (lead)
			show(submit, lead);
		else if (!submit->store.failed && missing++ < 3)
			ctl_complain("no lead for %s within %ld s; see `inquiryctl status` and `inquiryctl dead list`",
				     submit->id[i], submit->options.timeout);
		json_decref(lead);
	}
	if (submit->store.failed)
		return CTL_FAILED;
	return missing ? CTL_PARTLY : CTL_OK;
}

static enum ctl_status submit_all(struct submit *submit)
{
	enum ctl_status status = CTL_OK;

	if (!(submit->options.body ? submit_options(submit) : submit_lines(submit)))
		return CTL_FAILED;
	if (submit->options.wait)
		status = wait_for_all(submit);
	return status == CTL_OK && submit->refused ? CTL_PARTLY : status;
}

static bool options_agree(const struct submit *submit)
{
	const struct submit_options *o = &submit->options;

	if (o->body && submit->ctl->file_count) {
		ctl_complain("submit: --body makes the inquiry, found the file `%s` as well", submit->ctl->files[0]);
		return false;
	}
	if (!o->body && (o->subject || o->platform || o->lang || o->name || o->company || o->email || o->country ||
			 o->product)) {
		ctl_complain("submit: an inquiry made from options needs --body");
		return false;
	}
	return true;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct submit submit = {.ctl = ctl, .options.timeout = TIMEOUT_DEFAULT, .screen = screen_open(stdout)};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &submit.options, argc, argv))
		return ctl->status;
	if (options_agree(&submit) && session_open(ctl, &submit.session) &&
	    store_open(&submit.session.settings, &submit.store))
		status = submit_all(&submit);
	for (size_t i = 0; i < submit.id_count; i++)
		free(submit.id[i]);
	free(submit.id);
	store_close(&submit.store);
	session_close(&submit.session);
	return status;
}

const struct command COMMAND_SUBMIT = {
	.name = "submit",
	.arguments = "[FILE...]",
	.summary = "Put inquiries into the queue",
	.about = "Reads one event a line from the files, or from the standard input, adds each to the stream\n"
		 "of events, and prints its id. With --body the inquiry is made from the options instead.\n"
		 "With --wait prints the cards of the leads, or with --json the leads.\n"
		 "Exit status: 0, 1 some lines refused or leads that did not come, 2 usage or no Redis.",
	.options = OPTIONS,
	.run = run,
};
