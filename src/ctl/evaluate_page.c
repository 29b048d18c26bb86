#include "evaluate_page.h"

#include "document.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

/* Nothing is loaded, and the policy holds the browser to that. */
static const char HEAD[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";

static const char STYLE[] =
	":root{color-scheme:light dark;--page:#fff;--card:#f6f8fa;--text:#1b1f24;--dim:#57606a;--line:#d0d7de;"
	"--accent:#0b62b0;--heat:11 98 176;--mark:#b42318}\n"
	"@media (prefers-color-scheme:dark){:root{--page:#14171a;--card:#1d2126;--text:#e6e9ec;--dim:#9aa4ae;"
	"--line:#373e47;--accent:#6cb2ff;--heat:88 150 230;--mark:#ff8a75}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:1rem;max-width:72rem;background:var(--page);color:var(--text);"
	"font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.2rem;margin:2.5rem 0 .5rem;border-bottom:1px solid "
	"var(--line)}h3{font-size:1rem;margin:1.5rem 0 .5rem}\n"
	"p{margin:.25rem 0;max-width:46rem}.dim{color:var(--dim);font-size:.875rem}\n"
	".grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,11rem),1fr))}\n"
	".charts{grid-template-columns:repeat(auto-fill,minmax(min(100%,19rem),1fr));align-items:start}\n"
	".tile{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.75rem}\n"
	".tile b{display:block;font-size:1.5rem;font-variant-numeric:tabular-nums}\n"
	".wide{overflow-x:auto;margin:.5rem 0 1rem}\n"
	"table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}\n"
	"caption{text-align:left;color:var(--dim);padding:.25rem 0}\n"
	"th,td{padding:.2rem .6rem;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}\n"
	"th:first-child{text-align:left;max-width:16rem;overflow:hidden;text-overflow:ellipsis}\n"
	"thead th{color:var(--dim);font-weight:normal;vertical-align:bottom}tbody th{font-weight:normal}\n"
	"td.words{text-align:left}tr.marked th,tr.marked td{color:var(--mark);font-weight:600}\n"
	"td.heat{background:rgb(var(--heat)/calc(var(--share)*.6));text-align:center;min-width:3.5rem}\n"
	"td.right{outline:2px solid var(--accent);outline-offset:-2px}\n"
	"figure{margin:0}figcaption{font-size:.875rem}svg{display:block;width:100%;max-width:24rem;height:auto}\n"
	"svg text{fill:var(--dim);font-size:11px}svg .line{fill:none;stroke:var(--accent);stroke-width:2}\n"
	"svg .axis{fill:none;stroke:var(--line)}svg .even{stroke:var(--dim);stroke-dasharray:4 4}\n"
	"svg .dot{fill:var(--accent)}svg .bar{fill:var(--accent);opacity:.35}"
	"svg .point{fill:var(--page);stroke:var(--mark);stroke-width:2.5}\n"
	"article{border-left:3px solid var(--line);padding-left:.75rem;margin:.75rem 0;break-inside:avoid}\n"
	"article ul{margin:.25rem 0;padding-left:1.25rem;font-size:.875rem}\n"
	"nav a{color:var(--accent);margin-right:1rem}\n"
	"@media print{body{max-width:none;font-size:11pt}nav{display:none}.wide{overflow:visible}"
	"figure,tr,.tile{break-inside:avoid}h2,h3,caption{break-after:avoid}"
	"td.heat,.tile{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

/* What text must not contain as it is. */
static const char *entity(uint32_t code)
{
	static const struct {
		uint32_t code;
		const char *text;
	} ENTITIES[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"},
			{'\n', " "},    {'\r', " "},   {'\t', " "},   {0x2028, " "},   {0x2029, " "}};

	for (size_t i = 0; i < sizeof ENTITIES / sizeof *ENTITIES; i++)
		if (ENTITIES[i].code == code)
			return ENTITIES[i].text;
	return code == UTF8_INVALID || utf8_is_control(code) ? "\xef\xbf\xbd" : NULL;
}

void page_text_cut(FILE *out, const char *text, size_t characters)
{
	const char *end = text + strlen(text);

	for (; text < end && characters; characters--) {
		const char *start = text;
		const char *instead = entity(utf8_next(&text, end));
		if (instead)
			fputs(instead, out);
		else
			fwrite(start, 1, (size_t)(text - start), out);
	}
	if (text < end)
		fputs("\xe2\x80\xa6", out);
}

void page_text(FILE *out, const char *text)
{
	page_text_cut(out, text, SIZE_MAX);
}

void page_element(FILE *out, const char *tag, ...)
{
	va_list pieces;
	const char *piece;

	fprintf(out, "<%s>", tag);
	va_start(pieces, tag);
	while ((piece = va_arg(pieces, const char *)))
		page_text(out, piece);
	va_end(pieces);
	fprintf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void page_begin(FILE *out, const char *title)
{
	fputs(HEAD, out);
	page_element(out, "title", title, NULL);
	fprintf(out, "<style>\n%s</style>\n</head>\n<body>\n", STYLE);
}

void page_end(FILE *out)
{
	fputs("</body>\n</html>\n", out);
}

/* ---- tables ---- */

void page_table_begin(FILE *out, const char *caption, const char *first)
{
	fputs("<div class=\"wide\">\n<table>\n", out);
	if (*caption)
		page_element(out, "caption", caption, NULL);
	fputs("<thead>\n<tr>\n", out);
	page_table_column(out, first);
}

void page_table_column(FILE *out, const char *title)
{
	page_element(out, "th scope=\"col\"", title, NULL);
}

void page_table_body(FILE *out)
{
	fputs("</tr>\n</thead>\n<tbody>\n", out);
}

void page_table_end(FILE *out)
{
	fputs("</tbody>\n</table>\n</div>\n", out);
}

void page_row_begin(FILE *out, const char *name, int marked)
{
	fputs(marked ? "<tr class=\"marked\">\n" : "<tr>\n", out);
	page_element(out, "th scope=\"row\"", marked ? "* " : "", name, NULL);
}

void page_cell(FILE *out, struct decimal figure)
{
	page_element(out, "td", figure.text, NULL);
}

void page_row_end(FILE *out)
{
	fputs("</tr>\n", out);
}

static void row(FILE *out, const struct evaluate_table *table, const char *name, const json_t *figures)
{
	page_row_begin(out, name, table->mark && json_is_true(document_at(figures, table->mark)));
	for (size_t i = 0; i < evaluate_columns(table); i++)
		page_cell(out, evaluate_figure_at(figures, table->column[i].path, 3, 1));
	page_row_end(out);
}

void page_table(FILE *out, const struct evaluate_table *table, const char *caption, json_t *rows)
{
	const char *name;
	json_t *figures;
	size_t n;

	page_table_begin(out, caption, table->first);
	for (size_t i = 0; i < evaluate_columns(table); i++)
		page_table_column(out, table->column[i].title);
	page_table_body(out);
	json_object_foreach(rows, name, figures)
		row(out, table, name, figures);
	json_array_foreach(rows, n, figures)
		row(out, table, document_text(figures, "name"), figures);
	page_table_end(out);
}
