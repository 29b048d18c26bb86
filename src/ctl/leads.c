/* inquiryctl leads: the ranking, best first, and what comes in. */
#include "card.h"
#include "commands.h"
#include "document.h"
#include "instant.h"
#include "session.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOP_DEFAULT 10
#define PAGE 100       /* ids fetched at a time */
#define WAIT_MS 5000   /* of one blocking read; then another */

struct leads_options {
	long top;
	const char *bands;
	bool follow, full;
};

struct leads {
	const struct ctl *ctl;
	struct leads_options options;
	struct session session;
	struct store store;
	struct screen screen;
	long shown;
	size_t gone; /* ranked, but their documents were trimmed or expired */
};

static const struct option_spec OPTIONS[] = {
	{"top", 'n', OPTION_COUNT, "N", offsetof(struct leads_options, top), "how many of the ranking (default: 10)"},
	{"band", 'b', OPTION_TEXT, "A,B", offsetof(struct leads_options, bands), "only these bands"},
	{"follow", 'f', OPTION_FLAG, NULL, offsetof(struct leads_options, follow),
	 "then wait for new leads, until interrupted"},
	{"full", 0, OPTION_FLAG, NULL, offsetof(struct leads_options, full), "whole cards, with the draft of the answer"},
	{0},
};

static bool band_wanted(const struct leads *leads, const char *band)
{
	const char *wanted = leads->options.bands;

	while (wanted && *wanted) {
		size_t n = strcspn(wanted, ",");
		if (n == strlen(band) && !strncasecmp(wanted, band, n))
			return true;
		wanted += n + (wanted[n] == ',');
	}
	return !leads->options.bands;
}

static void show(struct leads *leads, const json_t *lead)
{
	struct card_style style = {
		.offset_minutes = leads->session.settings.calendar.utc_offset_minutes,
		.now_ms = instant_now_ms(),
		.full = leads->options.full,
	};

	if (!band_wanted(leads, document_text(lead, "priority.band")))
		return;
	if (leads->ctl->json) {
		json_dumpf(lead, stdout, JSON_COMPACT | JSON_REAL_PRECISION(15));
		putc('\n', stdout);
	} else {
		if (leads->shown)
			putc('\n', stdout);
		card_print(&leads->screen, &style, lead, NULL);
	}
	leads->shown++;
}

/* The ids of one page of the ranking, copied: a reply does not outlive the next call. */
static size_t read_page(struct leads *leads, long from, char **ids)
{
	const struct rio_reply *reply;
	char first[24], last[24];
	size_t count = 0;

	snprintf(first, sizeof first, "%ld", from);
	snprintf(last, sizeof last, "%ld", from + PAGE - 1);
	reply = STORE_CALL(&leads->store, "ZREVRANGE", leads->store.keys->ranking, first, last);
	for (; count < rio_count(reply) && count < PAGE; count++)
		ids[count] = strdup(rio_text(rio_at(reply, count)));
	return count;
}

static void show_id(struct leads *leads, const char *id)
{
	json_t *lead;

	if (!id || leads->store.failed || leads->shown >= leads->options.top)
		return;
	lead = store_lead(&leads->store, id);
	if (lead)
		show(leads, lead);
	else
		leads->gone++;
	json_decref(lead);
}

static bool show_ranking(struct leads *leads)
{
	char *ids[PAGE];
	size_t count = PAGE;

	for (long from = 0; count == PAGE && leads->shown < leads->options.top; from += PAGE) {
		count = read_page(leads, from, ids);
		for (size_t i = 0; i < count; i++) {
			show_id(leads, ids[i]);
			free(ids[i]);
		}
	}
	if (leads->gone && !leads->store.failed)
		ctl_complain("%zu ranked leads have no document any more", leads->gone);
	return !leads->store.failed && !ferror(stdout);
}

static bool follow(struct leads *leads, char *after, size_t size)
{
	const struct rio_reply *entries;

	while (!fflush(stdout)) {
		entries = store_read(&leads->store, leads->store.keys->leads, after, WAIT_MS, "100");
		if (!entries)
			return false;
		for (size_t i = 0; i < rio_count(entries); i++) {
			json_t *lead = store_lead_of_entry(rio_at(entries, i));
			if (lead)
				show(leads, lead);
			json_decref(lead);
			snprintf(after, size, "%s", rio_text(rio_at(rio_at(entries, i), 0)));
		}
	}
	return false;
}

static enum ctl_status list(struct leads *leads)
{
	char newest[64];

	/* Taken before the ranking is read, so that no lead falls between. */
	if (!store_newest(&leads->store, leads->store.keys->leads, newest, sizeof newest))
		return CTL_FAILED;
	if (!show_ranking(leads) || (leads->options.follow && !follow(leads, newest, sizeof newest)))
		return ferror(stdout) ? ctl_write_failed() : CTL_FAILED;
	if (!leads->shown && !leads->ctl->json)
		puts("no open leads");
	return CTL_OK;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct leads leads = {.ctl = ctl, .options.top = TOP_DEFAULT, .screen = screen_open(stdout)};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &leads.options, argc, argv))
		return ctl->status;
	if (session_open(ctl, &leads.session) && store_open(&leads.session.settings, &leads.store))
		status = list(&leads);
	store_close(&leads.store);
	session_close(&leads.session);
	return status;
}

const struct command COMMAND_LEADS = {
	.name = "leads",
	.arguments = "",
	.summary = "Show the open leads, best first",
	.about = "Prints a card for each lead of the ranking: who wants what, why the lead stands where it\n"
		 "does, what to do, ask and avoid, and by when to respond. --json prints the leads, one a line.\n"
		 "Exit status: 0, or 2 where Redis cannot be reached.",
	.options = OPTIONS,
	.run = run,
};
