#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE (128u * 1024u) /* of one read; must be less than any limit asked for */

struct lines {
	char *const *files;
	size_t file_count, next_file;
	size_t limit;
	FILE *flush;
	int fd; /* -1: the next file is to be opened */
	size_t number;
	char *block;
	size_t start, end; /* of what is left in the block */
	char *kept;        /* the beginning of a line that goes on in the next block */
	size_t kept_size, kept_room;
	bool keeping, too_long;
	char error[512];
};

static char *standard_input[] = {"-"};

struct lines *lines_new(char *const *files, size_t file_count, size_t limit, FILE *flush)
{
	struct lines *lines = calloc(1, sizeof *lines);

	if (!lines)
		return NULL;
	lines->files = file_count ? files : standard_input;
	lines->file_count = file_count ? file_count : 1;
	lines->limit = limit;
	lines->flush = flush;
	lines->fd = -1;
	lines->block = malloc(BLOCK_SIZE);
	if (!lines->block) {
		lines_free(lines);
		return NULL;
	}
	return lines;
}

static void close_file(struct lines *lines)
{
	if (lines->fd > STDIN_FILENO)
		close(lines->fd);
	lines->fd = -1;
}

void lines_free(struct lines *lines)
{
	if (!lines)
		return;
	close_file(lines);
	free(lines->block);
	free(lines->kept);
	free(lines);
}

const char *lines_error(const struct lines *lines)
{
	return *lines->error ? lines->error : NULL;
}

static bool fail(struct lines *lines, const char *name)
{
	snprintf(lines->error, sizeof lines->error, "%s: %s", name, strerror(errno));
	return false;
}

/* False when there is no further file, or it cannot be opened. */
static bool open_file(struct lines *lines)
{
	const char *name;

	if (lines->next_file == lines->file_count)
		return false;
	name = lines->files[lines->next_file++];
	lines->fd = strcmp(name, "-") ? open(name, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	return lines->fd >= 0 || fail(lines, name);
}

/* Refills the block. Returns the bytes read, 0 at the end of the file, -1 on an error. */
static ssize_t refill(struct lines *lines)
{
	ssize_t n;

	if (lines->flush)
		fflush(lines->flush);
	do
		n = read(lines->fd, lines->block, BLOCK_SIZE);
	while (n < 0 && errno == EINTR);
	lines->start = 0;
	lines->end = n > 0 ? (size_t)n : 0;
	if (n < 0)
		fail(lines, lines->files[lines->next_file - 1]);
	return n;
}

static bool keep(struct lines *lines, const char *text, size_t size)
{
	lines->keeping = true;
	if (lines->too_long || lines->kept_size + size > lines->limit) {
		lines->too_long = true;
		return true;
	}
	if (lines->kept_size + size > lines->kept_room) {
		size_t room = 2 * (lines->kept_size + size);
		char *kept = realloc(lines->kept, room);
		if (!kept)
			return fail(lines, "a long line");
		lines->kept = kept;
		lines->kept_room = room;
	}
	if (size)
		memcpy(lines->kept + lines->kept_size, text, size);
	lines->kept_size += size;
	return true;
}

static void give_kept(struct lines *lines, struct line *line)
{
	*line = (struct line){
		.text = lines->too_long ? NULL : lines->kept ? lines->kept : "",
		.size = lines->too_long ? 0 : lines->kept_size,
		.number = ++lines->number,
		.file = lines->next_file - 1,
		.too_long = lines->too_long,
	};
	lines->keeping = lines->too_long = false;
	lines->kept_size = 0;
}

/* The rest of the block up to the line break, if there is one: true when the line is complete. */
static bool take(struct lines *lines, struct line *line)
{
	char *text = lines->block + lines->start;
	size_t left = lines->end - lines->start;
	char *stop = memchr(text, '\n', left);
	size_t size = stop ? (size_t)(stop - text) : left;

	lines->start += stop ? size + 1 : size;
	if (stop && !lines->keeping) { /* the common case: the line is given out where it stands */
		*line = (struct line){.text = text, .size = size, .number = ++lines->number,
				       .file = lines->next_file - 1};
		return true;
	}
	if (!keep(lines, text, size) || !stop)
		return false;
	give_kept(lines, line);
	return true;
}

bool lines_next(struct lines *lines, struct line *line)
{
	while (!*lines->error) {
		if (lines->start < lines->end) {
			if (take(lines, line))
				return true;
			continue;
		}
		if (lines->fd < 0) {
			if (!open_file(lines))
				return false;
			continue;
		}
		if (refill(lines))
			continue;
		close_file(lines);
		if (lines->keeping) {
			give_kept(lines, line);
			return true;
		}
	}
	return false;
}
