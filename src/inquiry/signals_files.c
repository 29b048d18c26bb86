/* Signals of web addresses and attachments. Each is looked at once, for all signals of its kind. */
#include "signals_internal.h"

#include <string.h>

/* --- Links ------------------------------------------------------------------------------------------------------- */

struct link_view {
	const struct inq_link *link;
	struct inq_host host; /* size 0 where it is no host name */
	struct inq_str address; /* the whole address in the normal spelling */
	bool own;
};

typedef bool link_predicate(const struct inq_scene *scene, const struct link_view *view);

static bool link_any(const struct inq_scene *scene, const struct link_view *view)
{
	(void)scene;
	(void)view;
	return true;
}

static bool link_own(const struct inq_scene *scene, const struct link_view *view)
{
	(void)scene;
	return view->own;
}

/* The platform's own pages, where buyers found the product, are nobody's. */
static bool link_foreign(const struct inq_scene *scene, const struct link_view *view)
{
	const struct inq_brand *brand = inq_domains_brand(scene->domains, &view->host);

	return !view->own && (brand == NULL || brand->kind != INQ_BRAND_PLATFORM);
}

static bool link_shortener(const struct inq_scene *scene, const struct link_view *view)
{
	return inq_domains_shortener(scene->domains, &view->host);
}

static bool link_mismatch(const struct inq_scene *scene, const struct link_view *view)
{
	struct inq_host shown;

	return view->link->shown.n > 0 && inq_host_of_url(scene->domains, view->link->shown, &shown) &&
	       !inq_host_same_owner(&shown, &view->host);
}

static bool is_latin_greek_or_cyrillic(unsigned char lead)
{
	return lead >= 0xc2 && lead <= 0xd4;
}

/* Normalising drops accents and unifies letters, so a brand's name in `norm` may have been written with others. */
static bool was_written_otherwise(const struct inq_scene *scene, const struct inq_link *link)
{
	const struct inq_text *text = scene->text;
	struct inq_span span = {link->start, link->end};
	const struct inq_segment *segment = inq_text_segment(text, span);
	const char *host = memmem(text->norm + span.start, span.end - span.start, link->host.s, link->host.n);
	size_t from, to;

	if (segment == NULL || host == NULL)
		return false;
	from = text->origin[host - text->norm];
	to = text->origin[(size_t)(host - text->norm) + link->host.n];
	for (size_t i = from; i < to && i < segment->original.n; i++) {
		if (is_latin_greek_or_cyrillic((unsigned char)segment->original.s[i]))
			return true;
	}
	return false;
}

static bool link_lookalike(const struct inq_scene *scene, const struct link_view *view)
{
	if (view->own)
		return false;
	if (inq_domains_brand(scene->domains, &view->host) != NULL)
		return was_written_otherwise(scene, view->link);
	return inq_domains_imitated(scene->domains, &view->host) != NULL;
}

static bool is_word_character(char c)
{
	return inq_is_letter_or_digit(c) && !inq_is_digit(c);
}

/* A word, between anything but letters. */
static bool has_word_of(const struct inq_wordset *words, struct inq_str text)
{
	size_t at = 0;

	while (at < text.n) {
		size_t end = at;

		while (end < text.n && is_word_character(text.s[end]))
			end++;
		if (inq_wordset_has(words, (struct inq_str){text.s + at, end - at}))
			return true;
		at = end + 1;
	}
	return false;
}

/* "https://files.example/mail-login?id=7". The host may stand behind other words in an HTML text. */
static bool link_login(const struct inq_scene *scene, const struct link_view *view)
{
	return has_word_of(&scene->domains->login_words, view->address) ||
	       has_word_of(&scene->domains->login_words, view->link->host);
}

/* "http://203.0.113.7/", "http://[2001:db8::1]/", "http://3405803783/". */
static bool link_ip(const struct inq_scene *scene, const struct link_view *view)
{
	struct inq_str host = view->link->host;

	(void)scene;
	if (view->host.ip || (host.n > 0 && host.s[0] == '['))
		return true;
	for (size_t i = 0; i < host.n; i++) {
		if (!inq_is_digit(host.s[i]))
			return false;
	}
	return host.n > 0;
}

static const struct {
	enum inq_signal signal;
	link_predicate *holds;
} link_rules[] = {
	{INQ_SIGNAL_LINK_ANY, link_any},
	{INQ_SIGNAL_LINK_OWN, link_own},
	{INQ_SIGNAL_LINK_FOREIGN, link_foreign},
	{INQ_SIGNAL_LINK_SHORTENER, link_shortener},
	{INQ_SIGNAL_LINK_MISMATCH, link_mismatch},
	{INQ_SIGNAL_LINK_LOOKALIKE, link_lookalike},
	{INQ_SIGNAL_LINK_LOGIN, link_login},
	{INQ_SIGNAL_LINK_IP, link_ip},
};

static void look_at_link(const struct inq_scene *scene, const struct inq_link *link, struct inq_signals *signals)
{
	struct link_view view = {.link = link};
	struct inq_span span = {link->start, link->end};

	view.address = (struct inq_str){scene->text->norm + link->start, link->end - link->start};
	inq_host_of_url(scene->domains, link->host, &view.host);
	view.own = (scene->own_mail && inq_host_same_owner(&view.host, &scene->mail)) ||
		   inq_host_same_owner(&view.host, &scene->website);
	for (size_t i = 0; i < sizeof(link_rules) / sizeof(link_rules[0]); i++) {
		if (!signals->on[link_rules[i].signal] && link_rules[i].holds(scene, &view))
			inq_signal_on(signals, link_rules[i].signal, span);
	}
}

void inq_signals_of_links(const struct inq_scene *scene, struct inq_signals *signals)
{
	for (size_t i = 0; i < scene->text->links && i < INQ_LINKS_LOOKED_AT; i++)
		look_at_link(scene, &scene->text->link[i], signals);
}

/* --- Attachments ------------------------------------------------------------------------------------------------- */

/* Longer endings are no types of files. */
#define EXTENSION_SIZE 24

struct file_view {
	struct inq_str name;
	struct inq_str extension, hidden; /* "exe" and "pdf" of "invoice.pdf.exe"; "" where absent */
	char extension_bytes[EXTENSION_SIZE], hidden_bytes[EXTENSION_SIZE];
};

typedef bool file_predicate(const struct inq_scene *scene, const struct file_view *view);

/* Takes the last ending off the name. Blanks and full stops at the end are passed over, as Windows does it. */
static struct inq_str take_extension(struct inq_str *name, char bytes[EXTENSION_SIZE])
{
	const char *stop;
	size_t size;

	while (name->n > 0 && (name->s[name->n - 1] == ' ' || name->s[name->n - 1] == '.'))
		name->n--;
	stop = name->n > 0 ? memrchr(name->s, '.', name->n) : NULL;
	if (stop == NULL)
		return INQ_STR("");
	size = name->n - (size_t)(stop + 1 - name->s);
	if (size >= EXTENSION_SIZE)
		return INQ_STR("");
	for (size_t i = 0; i < size; i++)
		bytes[i] = (char)(stop[1 + i] >= 'A' && stop[1 + i] <= 'Z' ? stop[1 + i] + 32 : stop[1 + i]);
	name->n = (size_t)(stop - name->s);
	return (struct inq_str){bytes, size};
}

static bool is_a(const struct inq_scene *scene, struct inq_str extension, enum inq_extension kind)
{
	return inq_wordset_has(&scene->domains->extension[kind], extension);
}

static bool file_any(const struct inq_scene *scene, const struct file_view *view)
{
	(void)scene;
	(void)view;
	return true;
}

#define FILE_IS(name, kind)                                                                                            \
	static bool name(const struct inq_scene *scene, const struct file_view *view)                                  \
	{                                                                                                              \
		return is_a(scene, view->extension, kind);                                                             \
	}
FILE_IS(file_drawing, INQ_EXTENSION_DRAWING)
FILE_IS(file_sheet, INQ_EXTENSION_SHEET)
FILE_IS(file_photo, INQ_EXTENSION_PHOTO)
FILE_IS(file_executable, INQ_EXTENSION_EXECUTABLE)
FILE_IS(file_macro, INQ_EXTENSION_MACRO)
FILE_IS(file_archive, INQ_EXTENSION_ARCHIVE)
FILE_IS(file_web_page, INQ_EXTENSION_WEB_PAGE)
#undef FILE_IS

/* U+202E turns the letters after it round: "invoice" U+202E "fdp.exe" shows as "invoiceexe.pdf". */
static bool turns_letters_round(struct inq_str name)
{
	return name.n > 0 && memmem(name.s, name.n, "\xe2\x80\xae", 3) != NULL;
}

/* A document or picture to the eye, a program or a page to the machine. */
static bool file_double(const struct inq_scene *scene, const struct file_view *view)
{
	static const enum inq_extension masks[] = {INQ_EXTENSION_SHEET, INQ_EXTENSION_PHOTO, INQ_EXTENSION_DRAWING};

	if (turns_letters_round(view->name))
		return true;
	if (!is_a(scene, view->extension, INQ_EXTENSION_EXECUTABLE) &&
	    !is_a(scene, view->extension, INQ_EXTENSION_WEB_PAGE))
		return false;
	for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
		if (is_a(scene, view->hidden, masks[i]))
			return true;
	}
	return false;
}

static const struct {
	enum inq_signal signal;
	file_predicate *holds;
} file_rules[] = {
	{INQ_SIGNAL_ATTACHMENT_ANY, file_any},
	{INQ_SIGNAL_ATTACHMENT_DRAWING, file_drawing},
	{INQ_SIGNAL_ATTACHMENT_SHEET, file_sheet},
	{INQ_SIGNAL_ATTACHMENT_PHOTO, file_photo},
	{INQ_SIGNAL_ATTACHMENT_EXECUTABLE, file_executable},
	{INQ_SIGNAL_ATTACHMENT_DOUBLE, file_double},
	{INQ_SIGNAL_ATTACHMENT_MACRO, file_macro},
	{INQ_SIGNAL_ATTACHMENT_ARCHIVE, file_archive},
	{INQ_SIGNAL_ATTACHMENT_WEB_PAGE, file_web_page},
};

static struct inq_span span_of_file(const struct inq_text *text, size_t index)
{
	for (size_t i = 0; i < text->segment_count; i++) {
		const struct inq_segment *segment = &text->segments[i];

		if (segment->part == INQ_PART_ATTACHMENT && segment->index == index)
			return inq_segment_span(segment);
	}
	return (struct inq_span){0, 0};
}

static void look_at_file(const struct inq_scene *scene, size_t index, struct inq_signals *signals)
{
	struct inq_span span = span_of_file(scene->text, index);
	struct file_view view = {.name = scene->event->attachments[index].name};
	struct inq_str rest = view.name;

	view.extension = take_extension(&rest, view.extension_bytes);
	view.hidden = take_extension(&rest, view.hidden_bytes);
	for (size_t i = 0; i < sizeof(file_rules) / sizeof(file_rules[0]); i++) {
		if (!signals->on[file_rules[i].signal] && file_rules[i].holds(scene, &view))
			inq_signal_on(signals, file_rules[i].signal, span);
	}
}

void inq_signals_of_attachments(const struct inq_scene *scene, struct inq_signals *signals)
{
	for (size_t i = 0; i < scene->event->attachment_count; i++)
		look_at_file(scene, i, signals);
}
