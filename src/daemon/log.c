#include "log.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* A message quotes outside text; what is longer than this is cut. */
#define MESSAGE_MAX 4000
/* The longest escape, \xNN, a byte. */
#define ESCAPE_MAX 4

static const struct {
	const char *name;
	int priority; /* syslog's */
} levels[] = {
	[SETTINGS_LOG_ERROR] = {"error", 3},
	[SETTINGS_LOG_WARNING] = {"warning", 4},
	[SETTINGS_LOG_INFO] = {"info", 6},
	[SETTINGS_LOG_DEBUG] = {"debug", 7},
};

/* $JOURNAL_STREAM is inherited by children; only when it names our own standard error does the journal read that. */
static bool journal_reads_stderr(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	unsigned long long device, inode;
	struct stat st;

	return stream && sscanf(stream, "%llu:%llu", &device, &inode) == 2 && fstat(2, &st) == 0 &&
	       st.st_dev == device && st.st_ino == inode;
}

struct log log_open(void)
{
	return (struct log){.level = SETTINGS_LOG_INFO, .journal = journal_reads_stderr()};
}

/* Bytes of the valid, printable UTF-8 character at s; 0 when there is none. */
static size_t printable(const unsigned char *s, size_t n)
{
	size_t size = s[0] < 0x80 ? 1 : s[0] >> 5 == 6 ? 2 : s[0] >> 4 == 14 ? 3 : s[0] >> 3 == 30 ? 4 : 0;
	uint32_t c = size == 1 ? s[0] : size ? s[0] & (0xffu >> (size + 1)) : 0;
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

	if (size == 0 || size > n)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if (s[i] >> 6 != 2)
			return 0;
		c = c << 6 | (s[i] & 0x3fu);
	}
	if (c < least[size] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	/* Control characters, line and paragraph separators, and what changes the direction of writing. */
	if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069))
		return 0;
	return size;
}

/* `out` has room for ESCAPE_MAX * n + 1 bytes. */
static void escape(const char *s, size_t n, char *out)
{
	for (size_t i = 0, size; i < n; i += size) {
		size = printable((const unsigned char *)s + i, n - i);
		if (size > 0) {
			memcpy(out, s + i, size);
			out += size;
		} else {
			out += sprintf(out, "\\x%02x", (unsigned char)s[i]);
			size = 1;
		}
	}
	*out = '\0';
}

static void write_line(const struct log *log, enum settings_level level, const char *text)
{
	struct timespec now;
	struct tm utc;

	if (log->journal) {
		fprintf(stderr, "<%d>%s\n", levels[level].priority, text);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	fprintf(stderr, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %s: %s\n", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
		utc.tm_hour, utc.tm_min, utc.tm_sec, (int)(now.tv_nsec / 1000000), levels[level].name, text);
}

void log_write(const struct log *log, enum settings_level level, const char *format, ...)
{
	char *text = NULL, *escaped;
	va_list args;
	int n;

	if ((int)level > log->level)
		return;
	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		return;
	if (n > MESSAGE_MAX)
		n = MESSAGE_MAX;
	escaped = malloc((size_t)n * ESCAPE_MAX + 1);
	if (escaped) {
		escape(text, (size_t)n, escaped);
		write_line(log, level, escaped);
	}
	free(escaped);
	free(text);
}
