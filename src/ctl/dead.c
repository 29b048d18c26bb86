/* inquiryctl dead: what could not be scored, and why. */
#include "commands.h"
#include "instant.h"
#include "session.h"
#include "screen.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOP_DEFAULT 20

struct dead_options {
	long top;
};

struct dead {
	const struct ctl *ctl;
	struct dead_options options;
	struct session session;
	struct store store;
	struct screen screen;
};

static const struct option_spec OPTIONS[] = {
	{"top", 'n', OPTION_COUNT, "N", offsetof(struct dead_options, top), "list the newest N (default: 20)"},
	{0},
};

/* {"id":"1-0","fields":{...}}; bytes that are no UTF-8 stand as U+FFFD. */
static void print_json(const struct rio_reply *entry)
{
	const struct rio_reply *fields = rio_at(entry, 1);

	fputs("{\"id\":", stdout);
	json_string_write(stdout, rio_text(rio_at(entry, 0)));
	fputs(",\"fields\":{", stdout);
	for (size_t i = 0; i + 1 < rio_count(fields); i += 2) {
		if (i)
			putc(',', stdout);
		json_string_write(stdout, rio_text(rio_at(fields, i)));
		putc(':', stdout);
		json_string_write(stdout, rio_text(rio_at(fields, i + 1)));
	}
	fputs("}}\n", stdout);
}

/* The id of an entry begins with its time in Unix milliseconds. */
static struct instant_text entry_time(const struct dead *dead, const char *id)
{
	return instant_local(strtoll(id, NULL, 10), dead->session.settings.calendar.utc_offset_minutes,
			     instant_now_ms());
}

/* inquiryd's own fields stand last: a sender may have used one of their names before. */
static const char *own_field(const struct rio_reply *entry, const char *name)
{
	const struct rio_reply *fields = rio_at(entry, 1);

	for (size_t i = rio_count(fields) & ~(size_t)1; i >= 2; i -= 2)
		if (rio_is(rio_at(fields, i - 2), name))
			return rio_text(rio_at(fields, i - 1));
	return "";
}

#define ID_COLUMNS 22u
#define TIME_COLUMNS 24u
#define TRIES_COLUMNS 7u

static void print_short(const struct dead *dead, const struct rio_reply *entry)
{
	const struct screen *screen = &dead->screen;
	const char *id = rio_text(rio_at(entry, 0));

	screen_cell(screen, id, ID_COLUMNS);
	screen_cell(screen, entry_time(dead, id).text, TIME_COLUMNS);
	screen_cell(screen, own_field(entry, "deliveries"), TRIES_COLUMNS);
	screen_wrap(screen, own_field(entry, "reason"), ID_COLUMNS + TIME_COLUMNS + TRIES_COLUMNS, ID_COLUMNS);
}

static void print_whole(const struct dead *dead, const struct rio_reply *entry)
{
	const struct screen *screen = &dead->screen;
	const struct rio_reply *fields = rio_at(entry, 1);
	const char *id = rio_text(rio_at(entry, 0));

	screen_text(screen, id, screen->width);
	printf("  %s\n", entry_time(dead, id).text);
	for (size_t i = 0; i + 1 < rio_count(fields); i += 2) {
		screen_style(screen, SCREEN_BOLD);
		screen_text(screen, rio_text(rio_at(fields, i)), screen->width);
		screen_style(screen, SCREEN_PLAIN);
		putc('\n', stdout);
		screen_paragraphs(screen, rio_text(rio_at(fields, i + 1)), 4);
	}
}

static enum ctl_status list(struct dead *dead)
{
	const struct rio_reply *entries;
	char count[24];

	snprintf(count, sizeof count, "%ld", dead->options.top);
	entries = STORE_CALL(&dead->store, "XREVRANGE", dead->store.keys->dead, "+", "-", "COUNT", count);
	if (!entries)
		return CTL_FAILED;
	if (rio_count(entries) && !dead->ctl->json)
		puts("id                    time                    tries  reason");
	for (size_t i = 0; i < rio_count(entries); i++) {
		if (dead->ctl->json)
			print_json(rio_at(entries, i));
		else
			print_short(dead, rio_at(entries, i));
	}
	if (!rio_count(entries) && !dead->ctl->json)
		puts("no dead letters");
	return CTL_OK;
}

static enum ctl_status show(struct dead *dead, const char *id)
{
	const struct rio_reply *entries = STORE_CALL(&dead->store, "XRANGE", dead->store.keys->dead, id, id);

	if (!entries)
		return CTL_FAILED;
	if (!rio_count(entries)) {
		ctl_complain("no dead letter has the id `%s`", id);
		return CTL_PARTLY;
	}
	if (dead->ctl->json)
		print_json(rio_at(entries, 0));
	else
		print_whole(dead, rio_at(entries, 0));
	return CTL_OK;
}

static enum ctl_status act(struct dead *dead)
{
	const struct ctl *ctl = dead->ctl;

	if (ctl->file_count == 1 && !strcmp(ctl->files[0], "list"))
		return list(dead);
	return show(dead, ctl->files[1]);
}

static bool understood(const struct ctl *ctl)
{
	if (ctl->file_count == 1 && !strcmp(ctl->files[0], "list"))
		return true;
	if (ctl->file_count == 2 && !strcmp(ctl->files[0], "show"))
		return true;
	ctl_complain("dead: expected `list` or `show ID`; try `inquiryctl dead --help`");
	return false;
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct dead dead = {.ctl = ctl, .options.top = TOP_DEFAULT, .screen = screen_open(stdout)};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &dead.options, argc, argv))
		return ctl->status;
	if (understood(ctl) && session_open(ctl, &dead.session) && store_open(&dead.session.settings, &dead.store))
		status = act(&dead);
	store_close(&dead.store);
	session_close(&dead.session);
	return status;
}

const struct command COMMAND_DEAD = {
	.name = "dead",
	.arguments = "list|show ID",
	.summary = "Show what could not be scored, and why",
	.about = "list   the newest dead letters: id, time, deliveries and reason\n"
		 "show   one of them whole, with the entry as it came in\n"
		 "Exit status: 0, 1 no such id, 2 usage, or Redis cannot be reached.",
	.options = OPTIONS,
	.run = run,
};
