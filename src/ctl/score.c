/* inquiryctl score: JSON Lines in, one line out for each, in order. */
#include "commands.h"
#include "decimal.h"
#include "instant.h"
#include "lines.h"
#include "progress.h"
#include "screen.h"
#include "session.h"

#include "inq_limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_BUFFER (256u * 1024u)

struct score_options {
	const char *reasons, *now;
	bool profile;
};

struct score {
	struct score_options options;
	struct session session;
	struct lines *lines;
	int64_t fixed_now_ms; /* with --now */
	size_t rejected;
	struct progress progress;
};

static const struct option_spec OPTIONS[] = {
	{"reasons", 'r', OPTION_TEXT, "N|all", offsetof(struct score_options, reasons),
	 "reasons shown for each dimension (default: 6)"},
	{"now", 0, OPTION_TEXT, "TIME", offsetof(struct score_options, now),
	 "score as at this time (RFC 3339), for output that can be repeated"},
	{"profile", 'p', OPTION_FLAG, NULL, offsetof(struct score_options, profile),
	 "at the end, the time spent in each step, on the error output"},
	{0},
};

static bool read_reasons(const char *text, unsigned *count)
{
	char *end;
	long n;

	*count = text ? INQ_REASONS_ALL : 0;
	if (!text || !strcmp(text, "all"))
		return true;
	n = strtol(text, &end, 10);
	*count = n > 0 && n < INQ_REASONS_ALL ? (unsigned)n : 0;
	return end != text && !*end && *count > 0;
}

static bool prepare(struct ctl *ctl, struct score *score)
{
	unsigned reasons;

	if (!read_reasons(score->options.reasons, &reasons)) {
		ctl_complain("score: --reasons: expected a number of 1 or more, or `all`, found `%s`",
			     score->options.reasons);
		return false;
	}
	if (score->options.now && !instant_parse(score->options.now, &score->fixed_now_ms)) {
		ctl_complain("score: --now: expected a time such as 2026-05-04T15:05:00Z, found `%s`",
			     score->options.now);
		return false;
	}
	if (!session_open_engine(ctl, &score->session))
		return false;
	inq_worker_show_reasons(score->session.worker, reasons);
	if (score->options.profile)
		inq_worker_profile(score->session.worker, instant_clock_ns);
	score->lines = lines_new(ctl->files, ctl->file_count, INQ_EVENT_BYTES_MAX, stdout);
	if (!score->lines)
		ctl_complain("out of memory");
	return score->lines;
}

static void reject(struct score *score, const struct line *line, const char *why)
{
	score->rejected++;
	printf("{\"schema\":\"inquiry.error/1\",\"line\":%zu,\"error\":", line->number);
	json_string_write(stdout, why);
	fputs("}\n", stdout);
}

static void score_line(struct score *score, const struct line *line)
{
	struct inq_input input = {
		.json = line->text,
		.json_size = line->size,
		.now_ms = score->options.now ? score->fixed_now_ms : instant_now_ms(),
	};
	struct inq_error error = {{0}};
	struct inq_lead lead;

	if (line->too_long) {
		snprintf(error.text, sizeof error.text, "longer than %u bytes", INQ_EVENT_BYTES_MAX);
		reject(score, line, error.text);
	} else if (!line->size) {
		reject(score, line, "empty line, expected an event");
	} else if (inq_score(score->session.engine, score->session.worker, &input, &lead, &error) == INQ_OK) {
		fwrite(lead.json, 1, lead.json_size, stdout);
		putc('\n', stdout);
	} else {
		reject(score, line, error.text);
	}
}

static enum ctl_status score_all(struct score *score)
{
	struct line line;

	while (lines_next(score->lines, &line)) {
		score_line(score, &line);
		if (ferror(stdout))
			return ctl_write_failed();
		progress_step(&score->progress);
	}
	if (fflush(stdout) || ferror(stdout))
		return ctl_write_failed();
	progress_end(&score->progress);
	if (lines_error(score->lines)) {
		ctl_complain("%s", lines_error(score->lines));
		return CTL_FAILED;
	}
	return score->rejected ? CTL_PARTLY : CTL_OK;
}

/* total == 0: a row without a share. */
static void profile_row(const struct screen *screen, const char *name, uint64_t ns, uint64_t scored, uint64_t total)
{
	screen_cell(screen, name, 14);
	screen_cell_right(screen, decimal_grouped(scored ? ns / scored : 0).text, 12);
	if (total) {
		screen_cell_right(screen, decimal_of(100.0 * (double)ns / (double)total, 1).text, 8);
		fputs(" %", screen->out);
	}
	putc('\n', screen->out);
}

static void show_profile(const struct score *score)
{
	const uint64_t *ns = inq_worker_step_ns(score->session.worker);
	struct screen screen = screen_open(stderr);
	uint64_t total = 0, scored = score->progress.done;

	for (int step = 0; step < INQ_STEP_COUNT; step++)
		total += ns[step];
	fputs("step            ns/inquiry   share\n", stderr);
	for (int step = 0; step < INQ_STEP_COUNT; step++)
		profile_row(&screen, inq_step_name((enum inq_step)step), ns[step], scored, total);
	profile_row(&screen, "all steps", total, scored, total);
	profile_row(&screen, "with input", instant_clock_ns() - score->progress.started_ns, scored, 0);
}

static enum ctl_status run(struct ctl *ctl, int argc, char **argv)
{
	struct score score = {0};
	enum ctl_status status = CTL_FAILED;

	if (!ctl_parse(ctl, &score.options, argc, argv))
		return ctl->status;
	setvbuf(stdout, NULL, _IOFBF, OUTPUT_BUFFER);
	if (prepare(ctl, &score)) {
		score.progress = progress_start("inquiries");
		status = score_all(&score);
		if (score.options.profile)
			show_profile(&score);
	}
	lines_free(score.lines);
	session_close(&score.session);
	return status;
}

const struct command COMMAND_SCORE = {
	.name = "score",
	.arguments = "[FILE...]",
	.summary = "Score inquiries: JSON Lines in, one line out for each, in order",
	.about = "Reads one event (inquiry.event/1) a line from the files, or from the standard input, and\n"
		 "writes one line for each: the lead (inquiry.lead/1), or for a line that is not an event\n"
		 "  {\"schema\":\"inquiry.error/1\",\"line\":N,\"error\":\"...\"}\n"
		 "where N counts the lines of all files together. Needs no Redis and no daemon.\n"
		 "Exit status: 0 all scored, 1 some lines refused, 2 usage, configuration, input or output.",
	.options = OPTIONS,
	.run = run,
};
