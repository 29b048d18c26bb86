#include "progress.h"

#include "decimal.h"
#include "instant.h"

#include <stdio.h>
#include <unistd.h>

#define EVERY_NS UINT64_C(1000000000)

struct progress progress_start(const char *what)
{
	uint64_t now = instant_clock_ns();

	return (struct progress){
		.what = what,
		.shown = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
		.started_ns = now,
		.written_ns = now,
	};
}

static void write_line(struct progress *progress, uint64_t now, const char *end)
{
	double seconds = (double)(now - progress->started_ns) / 1e9;
	uint64_t rate = seconds > 0 ? (uint64_t)((double)progress->done / seconds) : 0;

	fprintf(stderr, "\r%s %s, %s a second%s", decimal_grouped(progress->done).text, progress->what,
		decimal_grouped(rate).text, end);
	progress->written_ns = now;
}

void progress_step(struct progress *progress)
{
	progress->done++;
	if (!progress->shown)
		return;
	uint64_t now = instant_clock_ns();
	if (now - progress->written_ns >= EVERY_NS)
		write_line(progress, now, "   ");
}

void progress_end(struct progress *progress)
{
	if (progress->shown)
		write_line(progress, instant_clock_ns(), "   \n");
}
