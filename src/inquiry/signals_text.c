/* Signals of the text as a whole: its length, form and subject line. */
#include "signals_internal.h"

#include <string.h>

#define VERY_SHORT_WORDS 6
#define LONG_WORDS 120
#define MASS_SENDERS 3

static bool text_very_short(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->text->words < VERY_SHORT_WORDS;
}

static bool text_long(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->text->words > LONG_WORDS;
}

static bool text_cut(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->text->cut != 0;
}

static bool text_html(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->text->was_html != 0;
}

static bool text_quoted_thread(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_segment *quoted = inq_text_part(scene->text, INQ_PART_QUOTED);

	*span = inq_segment_span(quoted);
	return quoted != NULL && span->end > span->start;
}

static size_t skip(struct inq_str text, size_t at, const char *characters)
{
	while (at < text.n && text.s[at] != '\0' && strchr(characters, text.s[at]) != NULL)
		at++;
	return at;
}

/* "re:", "fwd :", "re[2]:", "[extern] aw:". */
static bool text_reply(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_segment *segment = inq_text_part(scene->text, INQ_PART_SUBJECT);
	struct inq_str subject = inq_segment_text(scene->text, segment);
	size_t at = skip(subject, 0, " ");
	size_t prefix;

	if (at < subject.n && subject.s[at] == '[') {
		const char *close = memchr(subject.s + at, ']', subject.n - at);

		at = close != NULL ? skip(subject, (size_t)(close + 1 - subject.s), " ") : at;
	}
	prefix = inq_wordset_prefix(&scene->domains->reply_prefixes,
				    (struct inq_str){subject.s + at, subject.n - at});
	if (prefix == 0)
		return false;
	at = skip(subject, at + prefix, " []()0123456789");
	*span = (struct inq_span){segment->start, segment->start + (uint32_t)at};
	return at < subject.n && subject.s[at] == ':';
}

static bool text_mass(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->event->same_text_senders >= MASS_SENDERS;
}

const struct inq_signal_rule inq_text_rules[] = {
	{INQ_SIGNAL_TEXT_MENTIONS_PRODUCT, inq_text_mentions_product},
	{INQ_SIGNAL_TEXT_SPECIFIC, inq_text_is_specific},
	{INQ_SIGNAL_TEXT_VERY_SHORT, text_very_short},
	{INQ_SIGNAL_TEXT_LONG, text_long},
	{INQ_SIGNAL_TEXT_CUT, text_cut},
	{INQ_SIGNAL_TEXT_HTML, text_html},
	{INQ_SIGNAL_TEXT_QUOTED_THREAD, text_quoted_thread},
	{INQ_SIGNAL_TEXT_REPLY, text_reply},
	{INQ_SIGNAL_TEXT_MASS, text_mass},
	{0, NULL},
};
