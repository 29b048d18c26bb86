#include "screen.h"

#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 100
#define WIDTH_LEAST 40

static const char *const STYLES[SCREEN_STYLES] = {
	[SCREEN_PLAIN] = "\033[0m", [SCREEN_BOLD] = "\033[1m",   [SCREEN_DIM] = "\033[2m",
	[SCREEN_RED] = "\033[31m",  [SCREEN_GREEN] = "\033[32m", [SCREEN_YELLOW] = "\033[33m",
};

static unsigned width_of(int fd)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");

	if (isatty(fd) && !ioctl(fd, TIOCGWINSZ, &size) && size.ws_col >= WIDTH_LEAST)
		return size.ws_col;
	if (columns) {
		long n = strtol(columns, NULL, 10);
		if (n >= WIDTH_LEAST && n <= 1000)
			return (unsigned)n;
	}
	return WIDTH_DEFAULT;
}

struct screen screen_open(FILE *out)
{
	int fd = fileno(out);
	const char *no_color = getenv("NO_COLOR");

	return (struct screen){
		.out = out,
		.width = width_of(fd),
		.styled = isatty(fd) && !(no_color && *no_color),
	};
}

void screen_style(const struct screen *screen, enum screen_style style)
{
	if (screen->styled)
		fputs(STYLES[style], screen->out);
}

/* One character as it is shown. */
struct glyph {
	char text[16];
	unsigned columns;
};

static struct glyph glyph_next(const char **s, const char *end)
{
	struct glyph glyph = {.columns = 1};
	const char *start = *s;
	uint32_t code = utf8_next(s, end);

	if (code == '\n' || code == '\t' || code == '\r' || code == 0x2028 || code == 0x2029) {
		glyph.text[0] = ' ';
	} else if (code == UTF8_INVALID) {
		memcpy(glyph.text, "\xef\xbf\xbd", 3);
	} else if (utf8_is_control(code)) {
		glyph.columns = (unsigned)(code < 0x100 ? snprintf(glyph.text, sizeof glyph.text, "\\x%02x", code)
							: snprintf(glyph.text, sizeof glyph.text, "\\u{%x}", code));
	} else {
		memcpy(glyph.text, start, (size_t)(*s - start));
		glyph.columns = utf8_columns(code);
	}
	return glyph;
}

unsigned screen_columns(const char *text)
{
	const char *end = text + strlen(text);
	unsigned columns = 0;

	while (text < end)
		columns += glyph_next(&text, end).columns;
	return columns;
}

/* Writes [s, end) without looking at its width; returns the columns. */
static unsigned put(const struct screen *screen, const char *s, const char *end)
{
	unsigned columns = 0;

	while (s < end) {
		struct glyph glyph = glyph_next(&s, end);
		fputs(glyph.text, screen->out);
		columns += glyph.columns;
	}
	return columns;
}

/* The longest beginning of [s, end) that fits. */
static const char *fitting(const char *s, const char *end, unsigned columns)
{
	unsigned used = 0;

	while (s < end) {
		const char *next = s;
		used += glyph_next(&next, end).columns;
		if (used > columns)
			break;
		s = next;
	}
	return s;
}

unsigned screen_text(const struct screen *screen, const char *text, unsigned columns)
{
	const char *end = text + strlen(text);

	if (fitting(text, end, columns) == end)
		return put(screen, text, end);
	if (!columns)
		return 0;
	unsigned used = put(screen, text, fitting(text, end, columns - 1));
	fputs("\xe2\x80\xa6", screen->out);
	return used + 1;
}

void screen_blanks(const struct screen *screen, unsigned count)
{
	fprintf(screen->out, "%*s", (int)count, "");
}

void screen_cell(const struct screen *screen, const char *text, unsigned columns)
{
	unsigned used = screen_text(screen, text, columns);

	screen_blanks(screen, columns - used);
}

void screen_cell_right(const struct screen *screen, const char *text, unsigned columns)
{
	unsigned used = screen_columns(text);

	if (used < columns)
		screen_blanks(screen, columns - used);
	screen_text(screen, text, columns);
}

/* Where to break [s, end) so that what comes before fits: behind the last blank, else anywhere. */
static const char *breaking(const char *s, const char *end, unsigned columns)
{
	const char *fit = fitting(s, end, columns);

	if (fit == end)
		return end;
	for (const char *p = fit; p > s; p--)
		if (*p == ' ')
			return p;
	if (fit > s)
		return fit;
	glyph_next(&fit, end); /* a single glyph wider than the space: written all the same, so that it ends */
	return fit;
}

static void wrap(const struct screen *screen, const char *s, const char *end, unsigned at, unsigned indent)
{
	for (;;) {
		unsigned room = screen->width > at ? screen->width - at : 1;
		const char *stop = breaking(s, end, room), *shown = stop;
		while (shown > s && shown[-1] == ' ')
			shown--;
		put(screen, s, shown);
		putc('\n', screen->out);
		for (s = stop; s < end && *s == ' '; s++)
			;
		if (s >= end)
			return;
		screen_blanks(screen, indent);
		at = indent;
	}
}

void screen_wrap(const struct screen *screen, const char *text, unsigned at, unsigned indent)
{
	wrap(screen, text, text + strlen(text), at, indent);
}

void screen_paragraphs(const struct screen *screen, const char *text, unsigned indent)
{
	while (*text) {
		const char *end = text + strcspn(text, "\n");
		if (end > text) {
			screen_blanks(screen, indent);
			wrap(screen, text, end, indent, indent);
		} else {
			putc('\n', screen->out);
		}
		text = *end ? end + 1 : end;
	}
}

void json_string_write(FILE *out, const char *text)
{
	const char *end = text + strlen(text);

	putc('"', out);
	while (text < end) {
		const char *start = text;
		uint32_t code = utf8_next(&text, end);
		if (code == UTF8_INVALID)
			fputs("\\ufffd", out);
		else if (code < 0x20 || code == 0x7f)
			fprintf(out, "\\u%04x", code);
		else if (code == '"' || code == '\\')
			fprintf(out, "\\%c", (char)code);
		else
			fwrite(start, 1, (size_t)(text - start), out);
	}
	putc('"', out);
}
