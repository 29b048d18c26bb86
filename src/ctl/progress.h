/* A line of progress on the error output, when a person watches it and the result goes elsewhere. */
#ifndef CTL_PROGRESS_H
#define CTL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	const char *what; /* "inquiries" */
	bool shown;
	size_t done;
	uint64_t started_ns, written_ns;
};

struct progress progress_start(const char *what);
void progress_step(struct progress *progress); /* writes once a second at most */
void progress_end(struct progress *progress);

#endif
