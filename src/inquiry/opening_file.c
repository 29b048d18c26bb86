/* Reads what letters are made of: languages, paragraphs, openings. */
#include "strategy_internal.h"

struct language_file {
	struct inq_str id, space;
};

static bool read_languages(struct inq_playbooks *playbooks, struct inq_entries entries)
{
	static const struct inq_yaml_field fields[] = {
	    {"id", INQ_FIELD_STRING, offsetof(struct language_file, id), true, 0, 0, NULL, "an ISO 639-1 code"},
	    {"space", INQ_FIELD_STRING, offsetof(struct language_file, space), false, 0, 0, NULL,
	     "what stands between sentences"},
	    {0}};
	struct inq_str *names = inq_arena_alloc(playbooks->arena, entries.count * sizeof(*names) + 1);
	bool ok = names != NULL && entries.count > 0;

	playbooks->spaces = inq_arena_alloc(playbooks->arena, entries.count * sizeof(*names) + 1);
	for (size_t i = 0; names && playbooks->spaces && i < entries.count; i++) {
		struct language_file file = {.space = INQ_STR(" ")};
		const struct inq_entry *entry = &entries.item[i];

		ok = inq_yaml_bind(playbooks->arena, entry->source.file, entry->node, fields, &file,
				   entry->source.mistakes) &&
		     ok;
		names[i] = file.id;
		playbooks->spaces[i] = file.space;
	}
	playbooks->languages = (struct inq_names){names, names ? entries.count : 0};
	return ok && playbooks->spaces;
}

struct sentence_file {
	struct inq_words text;
	struct inq_strings needs, any, without;
	struct inq_yaml *when;
};

static bool read_bits(const struct inq_source *source, const struct inq_strings *names, uint64_t *bits)
{
	bool ok = true;

	for (size_t i = 0; i < names->count; i++) {
		uint32_t found = inq_names_need(source, names->line[i], "placeholder",
						inq_placeholder_names(source->arena), names->item[i]);

		ok = ok && found != INQ_NONE;
		if (found != INQ_NONE)
			*bits |= UINT64_C(1) << found;
	}
	return ok;
}

static bool read_placeholders(const struct inq_source *source, unsigned line, struct inq_str text, uint64_t *bits)
{
	struct inq_str name;
	bool ok = true;

	for (size_t at = 0; inq_placeholder_next(text, at, &at, &name); at += name.n + 2) {
		struct inq_strings one = {&name, &line, 1};

		ok = read_bits(source, &one, bits) && ok;
	}
	return ok;
}

/* A translation must speak of the same things: the first text decides which. */
static bool check_translations(const struct inq_source *source, const struct inq_words *words, uint64_t *bits)
{
	bool ok = true;

	for (size_t i = 0; i < words->count; i++) {
		uint64_t here = 0;

		ok = read_placeholders(source, words->line, words->text[i], &here) && ok;
		if (i == 0) {
			*bits = here;
		} else if (here != *bits) {
			inq_mistake(source->mistakes, source->file, words->line,
				    "the text in '%.*s' has other placeholders, expected those of '%.*s'",
				    (int)words->lang[i].n, words->lang[i].s, (int)words->lang[0].n, words->lang[0].s);
			ok = false;
		}
	}
	return ok;
}

static bool read_sentence(const struct inq_playbooks *playbooks, const struct inq_source *source,
			  const struct inq_yaml *node, struct inq_sentence *sentence)
{
	static const struct inq_yaml_field fields[] = {
	    {"text", INQ_FIELD_TEXT, offsetof(struct sentence_file, text), true, 0, 0, NULL, "the sentence"},
	    {"if", INQ_FIELD_STRINGS, offsetof(struct sentence_file, needs), false, 0, 0, NULL, "placeholders"},
	    {"if_any", INQ_FIELD_STRINGS, offsetof(struct sentence_file, any), false, 0, 0, NULL, "placeholders"},
	    {"without", INQ_FIELD_STRINGS, offsetof(struct sentence_file, without), false, 0, 0, NULL, "placeholders"},
	    {"when", INQ_FIELD_NODE, offsetof(struct sentence_file, when), false, 0, 0, NULL, "a condition"},
	    {0}};
	struct sentence_file file = {.when = NULL};
	bool ok = inq_yaml_bind(source->arena, source->file, node, fields, &file, source->mistakes);

	if (!ok)
		return false;
	sentence->text = file.text;
	inq_words_check(source, &file.text, playbooks->languages);
	ok = check_translations(source, &file.text, &sentence->needs);
	ok = read_bits(source, &file.needs, &sentence->needs) && ok;
	ok = read_bits(source, &file.any, &sentence->any) && ok;
	ok = read_bits(source, &file.without, &sentence->without) && ok;
	return inq_condition_read(source, file.when, &sentence->when) && ok;
}

struct paragraph_file {
	struct inq_str id;
	bool lines;
	struct inq_yaml *sentences;
};

static bool read_paragraph(const struct inq_playbooks *playbooks, const struct inq_entry *entry,
			   struct inq_paragraph *paragraph)
{
	static const struct inq_yaml_field fields[] = {
	    {"id", INQ_FIELD_STRING, offsetof(struct paragraph_file, id), true, 0, 0, NULL, "a name for openings"},
	    {"lines", INQ_FIELD_BOOL, offsetof(struct paragraph_file, lines), false, 0, 0, NULL,
	     "each sentence on a line of its own"},
	    {"sentences", INQ_FIELD_NODE, offsetof(struct paragraph_file, sentences), true, 0, 0, NULL, "the text"},
	    {0}};
	const struct inq_source *source = &entry->source;
	struct paragraph_file file = {.lines = false};
	bool ok = inq_yaml_bind(source->arena, source->file, entry->node, fields, &file, source->mistakes);

	if (!ok)
		return false;
	*paragraph = (struct inq_paragraph){.id = file.id, .lines = file.lines};
	if (file.sentences->kind != INQ_YAML_LIST) {
		inq_mistake(source->mistakes, source->file, file.sentences->line, "found no list, expected sentences");
		return false;
	}
	paragraph->sentence = inq_arena_alloc(source->arena, file.sentences->count * sizeof(*paragraph->sentence) + 1);
	for (size_t i = 0; paragraph->sentence && i < file.sentences->count; i++)
		ok = read_sentence(playbooks, source, file.sentences->item[i],
				   &paragraph->sentence[paragraph->sentence_count++]) &&
		     ok;
	return ok && paragraph->sentence;
}

struct opening_file {
	struct inq_str id;
	struct inq_strings paragraphs;
};

static bool read_opening(const struct inq_playbooks *playbooks, const struct inq_entry *entry,
			 struct inq_opening *opening)
{
	static const struct inq_yaml_field fields[] = {
	    {"id", INQ_FIELD_STRING, offsetof(struct opening_file, id), true, 0, 0, NULL, "a name for playbooks"},
	    {"paragraphs", INQ_FIELD_STRINGS, offsetof(struct opening_file, paragraphs), true, 0, 0, NULL,
	     "paragraphs in their order"},
	    {0}};
	const struct inq_source *source = &entry->source;
	struct opening_file file = {.id = INQ_STR("")};

	if (!inq_yaml_bind(source->arena, source->file, entry->node, fields, &file, source->mistakes))
		return false;
	opening->id = file.id;
	return inq_indexes_need(source, "paragraph", &file.paragraphs, playbooks->paragraphs,
				sizeof(*playbooks->paragraphs), playbooks->paragraph_count, &opening->paragraphs);
}

bool inq_openings_read(struct inq_playbooks *playbooks, struct inq_entries languages, struct inq_entries paragraphs,
		       struct inq_entries openings)
{
	bool ok = read_languages(playbooks, languages);

	playbooks->paragraphs =
	    inq_arena_alloc(playbooks->arena, paragraphs.count * sizeof(*playbooks->paragraphs) + 1);
	playbooks->openings = inq_arena_alloc(playbooks->arena, openings.count * sizeof(*playbooks->openings) + 1);
	if (!playbooks->paragraphs || !playbooks->openings)
		return false;
	for (size_t i = 0; i < paragraphs.count; i++)
		ok = read_paragraph(playbooks, &paragraphs.item[i],
				    &playbooks->paragraphs[playbooks->paragraph_count++]) &&
		     ok;
	for (size_t i = 0; i < openings.count; i++)
		ok = read_opening(playbooks, &openings.item[i], &playbooks->openings[playbooks->opening_count++]) && ok;
	return ok;
}
