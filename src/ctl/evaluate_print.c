#include "evaluate_print.h"

#include "document.h"

#include <stdarg.h>

void print_heading(const struct screen *screen, ...)
{
	va_list pieces;
	const char *piece;

	putc('\n', screen->out);
	screen_style(screen, SCREEN_BOLD);
	va_start(pieces, screen);
	while ((piece = va_arg(pieces, const char *)))
		screen_text(screen, piece, screen->width);
	va_end(pieces);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
}

void print_name(const struct screen *screen, const char *name, bool marked)
{
	fputs(marked ? "* " : "  ", screen->out);
	screen_cell(screen, name, PRINT_NAME);
}

void print_titles(const struct screen *screen, const struct evaluate_table *table)
{
	screen_style(screen, SCREEN_DIM);
	print_name(screen, table->first, false);
	for (size_t i = 0; i < evaluate_columns(table); i++)
		screen_cell_right(screen, table->column[i].title, PRINT_COLUMN);
	screen_style(screen, SCREEN_PLAIN);
	putc('\n', screen->out);
}

void print_row(const struct screen *screen, const struct evaluate_table *table, const char *name, const json_t *figures)
{
	print_name(screen, name, table->mark && json_is_true(document_at(figures, table->mark)));
	for (size_t i = 0; i < evaluate_columns(table); i++)
		screen_cell_right(screen, evaluate_figure_at(figures, table->column[i].path, 3, 1).text, PRINT_COLUMN);
	putc('\n', screen->out);
}

void print_table(const struct screen *screen, const struct evaluate_table *table, json_t *rows)
{
	const char *name;
	json_t *figures;

	print_titles(screen, table);
	json_object_foreach(rows, name, figures)
		print_row(screen, table, name, figures);
}

void print_list(const struct screen *screen, const struct evaluate_table *table, const json_t *rows)
{
	const json_t *row;
	size_t i;

	print_titles(screen, table);
	json_array_foreach(rows, i, row)
		print_row(screen, table, document_text(row, "name"), row);
}

void print_share(const struct screen *screen, const char *name, const json_t *share)
{
	print_name(screen, name, false);
	screen_cell_right(screen, evaluate_figure_at(share, "share", 1, 100).text, 7);
	fprintf(screen->out, " %%   %s of %s   (95 %%: %s to %s)\n", evaluate_figure_at(share, "right", 0, 1).text,
		evaluate_figure_at(share, "of", 0, 1).text, evaluate_figure_at(share, "low", 1, 100).text,
		evaluate_figure_at(share, "high", 1, 100).text);
}
