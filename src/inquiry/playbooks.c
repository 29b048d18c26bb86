/* Reads conf/playbooks/. All files are read first, then section by section over all files, so that an id may be used
 * in any file, whatever its name and place in the order. */
#include "strategy_internal.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* A working month; later than that nobody calls it an answer. */
#define WITHIN_MINUTES_MAX 15000

const char *const inq_disclosures[] = {"normal", "public-only", "none", NULL};

struct folder {
	struct inq_source source; /* of the folder itself */
	struct inq_entry *file;   /* one entry a file, with its root */
	size_t file_count;
};

/* ---- files and sections ---- */

static int is_yaml(const struct dirent *entry)
{
	size_t n = strlen(entry->d_name);

	return n > 5 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 5, ".yaml") == 0;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name); /* alphasort would ask the locale */
}

static bool known_sections(const struct inq_source *source, const struct inq_yaml *root)
{
	static const struct inq_str known[] = {
	    {"layers", 6},    {"at_most", 7},   {"otherwise_within", 16}, {"fallback", 8}, {"roles", 5},
	    {"questions", 9}, {"languages", 9}, {"paragraphs", 10},       {"openings", 8}, {"playbooks", 9}};
	const struct inq_names names = {known, sizeof(known) / sizeof(known[0])};
	bool ok = true;

	if (root->kind != INQ_YAML_MAP) {
		inq_mistake(source->mistakes, source->file, root->line, "found no mapping, expected sections");
		return false;
	}
	for (size_t i = 0; i < root->count; i++)
		ok = inq_names_need(source, root->key[i]->line, "section", names, root->key[i]->scalar) != INQ_NONE &&
		     ok;
	return ok;
}

static bool read_one_file(struct folder *folder, const char *name)
{
	struct inq_entry *entry = &folder->file[folder->file_count];

	entry->source = folder->source;
	entry->source.file = inq_arena_printf(folder->source.arena, "%s/%s", folder->source.file, name);
	entry->node = inq_yaml_read(folder->source.arena, entry->source.file, folder->source.mistakes);
	if (!entry->node || !known_sections(&entry->source, entry->node))
		return false;
	folder->file_count++;
	return true;
}

static bool read_files(struct folder *folder)
{
	struct dirent **names = NULL;
	int count = scandir(folder->source.file, &names, is_yaml, by_name);
	bool ok = count > 0;

	if (!ok)
		inq_mistake(folder->source.mistakes, folder->source.file, 0,
			    "no playbooks, expected a folder of *.yaml files");
	else
		folder->file = inq_arena_alloc(folder->source.arena, (size_t)count * sizeof(*folder->file));
	for (int i = 0; i < count; i++) {
		ok = folder->file && read_one_file(folder, names[i]->d_name) && ok;
		free(names[i]);
	}
	free(names);
	return ok;
}

/* The entries of a list section over all files. */
static struct inq_entries entries_of(const struct folder *folder, const char *section)
{
	struct inq_entries entries = {NULL, 0};
	size_t room = 0;

	for (size_t f = 0; f < folder->file_count; f++) {
		const struct inq_yaml *list = inq_yaml_get(folder->file[f].node, section);

		room += list ? list->count : 0;
	}
	entries.item = inq_arena_alloc(folder->source.arena, room * sizeof(*entries.item) + 1);
	for (size_t f = 0; f < folder->file_count && entries.item; f++) {
		const struct inq_yaml *list = inq_yaml_get(folder->file[f].node, section);

		if (list && list->kind != INQ_YAML_LIST)
			inq_mistake(folder->source.mistakes, folder->file[f].source.file, list->line,
				    "%s: found no list, expected a list", section);
		for (size_t i = 0; list && list->kind == INQ_YAML_LIST && i < list->count; i++)
			entries.item[entries.count++] = (struct inq_entry){folder->file[f].source, list->item[i]};
	}
	return entries;
}

/* A section that stands in exactly one file; node is NULL after a mistake. */
static struct inq_entry setting(const struct folder *folder, const char *section)
{
	struct inq_entry found = {folder->source, NULL};

	for (size_t f = 0; f < folder->file_count; f++) {
		const struct inq_yaml *node = inq_yaml_get(folder->file[f].node, section);

		if (node && found.node)
			inq_mistake(folder->source.mistakes, folder->file[f].source.file, node->line,
				    "'%s' stands in two files, expected one", section);
		else if (node)
			found = (struct inq_entry){folder->file[f].source, node};
	}
	if (!found.node)
		inq_mistake(folder->source.mistakes, folder->source.file, 0, "no '%s' in any file, expected it in one",
			    section);
	return found;
}

static bool bind(const struct inq_entry *entry, const struct inq_yaml_field *fields, void *object)
{
	return inq_yaml_bind(entry->source.arena, entry->source.file, entry->node, fields, object,
			     entry->source.mistakes);
}

static bool complain(const struct inq_entry *entry, unsigned line, const char *what)
{
	inq_mistake(entry->source.mistakes, entry->source.file, line, "%s", what);
	return false;
}

/* ---- settings ---- */

static bool read_layers(struct inq_playbooks *p, const struct folder *folder)
{
	struct inq_entry entry = setting(folder, "layers");
	struct inq_str *names;

	if (!entry.node)
		return false;
	if (entry.node->kind != INQ_YAML_LIST || entry.node->count == 0 || entry.node->count > INQ_LAYERS_MAX)
		return complain(&entry, entry.node->line, "layers: expected a list of 1 to 64 names");
	names = inq_arena_alloc(p->arena, entry.node->count * sizeof(*names));
	for (size_t i = 0; names && i < entry.node->count; i++) {
		names[i] = entry.node->item[i]->scalar;
		if (inq_names_find((struct inq_names){names, i}, names[i]) != INQ_NONE)
			return complain(&entry, entry.node->item[i]->line, "the same layer twice");
	}
	p->layers = (struct inq_names){names, names ? entry.node->count : 0};
	return names != NULL;
}

static bool read_caps(struct inq_playbooks *p, const struct folder *folder)
{
	static const char *const names[INQ_LIST_COUNT] = {
	    [INQ_LIST_OWNERS] = "owners",
	    [INQ_LIST_GOALS] = "goals",
	    [INQ_LIST_DO] = "do",
	    [INQ_LIST_AVOID] = "avoid",
	    [INQ_LIST_ASK] = "ask",
	    [INQ_LIST_ATTACH] = "attach",
	    [INQ_LIST_FOLLOW_UP] = "follow_up",
	    [INQ_LIST_RECEPTION] = "reception",
	};
	struct inq_yaml_field fields[INQ_LIST_COUNT + 1] = {{0}};
	int64_t caps[INQ_LIST_COUNT] = {0};
	struct inq_entry entry = setting(folder, "at_most");

	for (size_t i = 0; i < INQ_LIST_COUNT; i++)
		fields[i] = (struct inq_yaml_field){names[i],
						    INQ_FIELD_INTEGER,
						    i * sizeof(caps[0]),
						    true,
						    1,
						    100,
						    NULL,
						    "the longest that this list gets"};
	if (!entry.node || !bind(&entry, fields, caps))
		return false;
	for (size_t i = 0; i < INQ_LIST_COUNT; i++)
		p->at_most[i] = (size_t)caps[i];
	return true;
}

/* "30 min", "4h", "5 min wall clock" */
static bool read_within(const struct inq_entry *entry, unsigned line, struct inq_str text, struct inq_within *within)
{
	static const struct {
		const char *name;
		int64_t minutes;
	} units[] = {{"m", 1},        {"min", 1},           {"h", 60},
		     {"m wall", -1},  {"min wall", -1},     {"min wall clock", -1},
		     {"h wall", -60}, {"h wall clock", -60}};
	int64_t number = 0;
	size_t i = 0;

	for (; i < text.n && text.s[i] >= '0' && text.s[i] <= '9' && number <= WITHIN_MINUTES_MAX; i++)
		number = number * 10 + (text.s[i] - '0');
	while (i > 0 && i < text.n && text.s[i] == ' ')
		i++;
	for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++) {
		int64_t minutes = number * units[u].minutes;

		if (i == 0 || !inq_str_is((struct inq_str){text.s + i, text.n - i}, units[u].name))
			continue;
		if (minutes < -WITHIN_MINUTES_MAX || minutes > WITHIN_MINUTES_MAX || minutes == 0)
			break;
		*within = (struct inq_within){true, minutes, text};
		return true;
	}
	return complain(entry, line,
			inq_arena_printf(entry->source.arena,
					 "found '%.*s', expected working time such as "
					 "'30 min' or '4 h', or '5 min wall clock'",
					 (int)text.n, text.s));
}

static bool read_otherwise(struct inq_playbooks *p, const struct folder *folder)
{
	struct inq_entry entry = setting(folder, "otherwise_within");
	bool ok = true;

	if (!entry.node)
		return false;
	if (entry.node->kind != INQ_YAML_MAP || entry.node->count == 0)
		return complain(&entry, entry.node->line, "otherwise_within: expected times by band");
	p->otherwise = inq_arena_alloc(p->arena, entry.node->count * sizeof(*p->otherwise));
	p->otherwise_count = p->otherwise ? entry.node->count : 0;
	for (size_t i = 0; i < p->otherwise_count; i++) {
		p->otherwise[i].band = entry.node->key[i]->scalar;
		ok = read_within(&entry, entry.node->item[i]->line, entry.node->item[i]->scalar,
				 &p->otherwise[i].within) &&
		     ok;
	}
	return ok && p->otherwise;
}

static bool read_roles(struct inq_playbooks *p, struct inq_entries entries)
{
	static const struct inq_yaml_field fields[] = {
	    {"id", INQ_FIELD_STRING, offsetof(struct inq_role, id), true, 0, 0, NULL, "a name for playbooks to use"},
	    {"reads", INQ_FIELD_TEXT, offsetof(struct inq_role, reads), true, 0, 0, NULL, "how people read it"},
	    {0}};
	bool ok = true;

	p->roles = inq_arena_alloc(p->arena, entries.count * sizeof(*p->roles) + 1);
	for (size_t i = 0; p->roles && i < entries.count; i++) {
		ok = bind(&entries.item[i], fields, &p->roles[i]) && ok;
		inq_words_check(&entries.item[i].source, &p->roles[i].reads, inq_staff_languages());
		p->role_count++;
	}
	return ok && p->roles;
}

/* ---- one playbook ---- */

struct playbook_file {
	struct inq_str id, layer, respond_within, opening;
	struct inq_yaml *match, *when;
	struct inq_strings owners, ask, silences;
	int disclosure;
	bool settle;
	struct inq_phrases texts[INQ_LIST_COUNT];
};

#define FIELD(name, type, member, required, names, meaning)                                                            \
	{                                                                                                              \
		name, type, offsetof(struct playbook_file, member), required, 0, 0, names, meaning                     \
	}
static const struct inq_yaml_field playbook_fields[] = {
    FIELD("id", INQ_FIELD_STRING, id, true, NULL, "a name, part of the strategy's id"),
    FIELD("layer", INQ_FIELD_STRING, layer, true, NULL, "one of the layers"),
    FIELD("match", INQ_FIELD_NODE, match, false, NULL, "labels by dimension"),
    FIELD("when", INQ_FIELD_NODE, when, false, NULL, "a condition"),
    FIELD("respond_within", INQ_FIELD_STRING, respond_within, false, NULL, "working time"),
    FIELD("disclosure", INQ_FIELD_ENUM, disclosure, false, inq_disclosures, "what may be told"),
    FIELD("owners", INQ_FIELD_STRINGS, owners, false, NULL, "roles"),
    FIELD("goals", INQ_FIELD_TEXTS, texts[INQ_LIST_GOALS], false, NULL, "what to reach"),
    FIELD("do", INQ_FIELD_TEXTS, texts[INQ_LIST_DO], false, NULL, "what to do"),
    FIELD("avoid", INQ_FIELD_TEXTS, texts[INQ_LIST_AVOID], false, NULL, "what to avoid"),
    FIELD("ask", INQ_FIELD_STRINGS, ask, false, NULL, "questions"),
    FIELD("attach", INQ_FIELD_TEXTS, texts[INQ_LIST_ATTACH], false, NULL, "what to attach"),
    FIELD("follow_up", INQ_FIELD_TEXTS, texts[INQ_LIST_FOLLOW_UP], false, NULL, "the cadence"),
    FIELD("reception", INQ_FIELD_TEXTS, texts[INQ_LIST_RECEPTION], false, NULL, "the plan of a visit"),
    FIELD("opening", INQ_FIELD_STRING, opening, false, NULL, "an opening, or none"),
    FIELD("silences", INQ_FIELD_STRINGS, silences, false, NULL, "layers below, or all"),
    FIELD("settle", INQ_FIELD_BOOL, settle, false, NULL, "ask about undecided dimensions too"),
    {0}};
#undef FIELD

static bool read_match_labels(const struct inq_entry *entry, struct inq_match *match, const struct inq_yaml *node)
{
	const struct inq_dimension *dimension = &entry->source.knowledge->dimensions[match->dimension];
	size_t count = node->kind == INQ_YAML_LIST ? node->count : 1;
	bool ok = node->kind != INQ_YAML_MAP && count > 0;

	if (!ok)
		return complain(entry, node->line, "match: expected a label or a list of labels");
	for (size_t i = 0; i < count; i++) {
		const struct inq_yaml *name = node->kind == INQ_YAML_LIST ? node->item[i] : node;
		uint32_t label;

		if (inq_str_is(name->scalar, "unknown")) {
			match->unknown = true;
			continue;
		}
		label = inq_need_label(&entry->source, name->line, match->dimension, name->scalar);
		ok = ok && label != INQ_NONE;
		if (label != INQ_NONE)
			inq_label_set_add(&match->labels, label - dimension->first_label);
	}
	return ok;
}

static bool read_match(const struct inq_entry *entry, struct inq_playbook *playbook, const struct inq_yaml *node)
{
	bool ok = true;

	if (!node)
		return true;
	if (node->kind != INQ_YAML_MAP)
		return complain(entry, node->line, "match: expected a mapping from dimension to label");
	playbook->match = inq_arena_alloc(entry->source.arena, node->count * sizeof(*playbook->match) + 1);
	for (size_t i = 0; playbook->match && i < node->count; i++) {
		struct inq_match *match = &playbook->match[playbook->match_count];
		bool single = node->item[i]->kind == INQ_YAML_SCALAR;

		match->dimension = inq_need_dimension(&entry->source, node->key[i]->line, node->key[i]->scalar);
		if (match->dimension == INQ_NONE || !read_match_labels(entry, match, node->item[i])) {
			ok = false;
			continue;
		}
		playbook->match_count++;
		playbook->specificity += single ? 2 : 1;
	}
	return ok && playbook->match;
}

static bool read_silences(const struct inq_playbooks *p, const struct inq_entry *entry, struct inq_playbook *playbook,
			  const struct inq_strings *silences)
{
	bool ok = true;

	for (size_t i = 0; i < silences->count; i++) {
		uint32_t layer;

		if (inq_str_is(silences->item[i], "all")) {
			playbook->silences = UINT64_MAX;
			continue;
		}
		layer = inq_names_need(&entry->source, silences->line[i], "layer", p->layers, silences->item[i]);
		ok = ok && layer != INQ_NONE;
		if (layer != INQ_NONE)
			playbook->silences |= UINT64_C(1) << layer;
	}
	return ok;
}

static bool read_opening(const struct inq_playbooks *p, const struct inq_entry *entry, struct inq_playbook *playbook,
			 struct inq_str id)
{
	struct inq_strings one = {&id, (unsigned[]){entry->node->line}, 1};
	struct inq_indexes found = {NULL, 0};

	playbook->opening = INQ_NONE;
	playbook->has_opening = id.n > 0;
	if (id.n == 0 || inq_str_is(id, "none"))
		return true;
	if (!inq_indexes_need(&entry->source, "opening", &one, p->openings, sizeof(*p->openings), p->opening_count,
			      &found))
		return false;
	playbook->opening = found.item[0];
	return true;
}

static bool read_playbook(const struct inq_playbooks *p, const struct inq_entry *entry, struct inq_playbook *playbook)
{
	struct playbook_file file = {.settle = true};
	bool ok = bind(entry, playbook_fields, &file);

	if (!ok)
		return false;
	playbook->id = file.id;
	playbook->disclosure = file.disclosure;
	playbook->settle = file.settle;
	memcpy(playbook->texts, file.texts, sizeof(playbook->texts));
	for (size_t i = 0; i < INQ_LIST_COUNT; i++)
		inq_phrases_check(&entry->source, &playbook->texts[i], inq_staff_languages());
	playbook->layer = inq_names_need(&entry->source, entry->node->line, "layer", p->layers, file.layer);
	ok = playbook->layer != INQ_NONE && read_match(entry, playbook, file.match);
	ok = inq_condition_read(&entry->source, file.when, &playbook->when) && ok;
	playbook->specificity += file.when != NULL;
	if (file.respond_within.n > 0)
		ok = read_within(entry, entry->node->line, file.respond_within, &playbook->within) && ok;
	ok = inq_indexes_need(&entry->source, "role", &file.owners, p->roles, sizeof(*p->roles), p->role_count,
			      &playbook->owners) &&
	     ok;
	ok = inq_indexes_need(&entry->source, "question", &file.ask, p->questions, sizeof(*p->questions),
			      p->question_count, &playbook->ask) &&
	     ok;
	ok = read_silences(p, entry, playbook, &file.silences) && ok;
	return read_opening(p, entry, playbook, file.opening) && ok;
}

/* Inserts the last one into its place: by layer, then the more specific first, then as they stand in the files. */
static void sort_in(struct inq_playbook *playbooks, size_t last)
{
	struct inq_playbook moved = playbooks[last];
	size_t place = last;

	for (; place > 0; place--) {
		const struct inq_playbook *before = &playbooks[place - 1];

		if (before->layer < moved.layer ||
		    (before->layer == moved.layer && before->specificity >= moved.specificity))
			break;
		playbooks[place] = *before;
	}
	playbooks[place] = moved;
}

static bool read_playbooks(struct inq_playbooks *p, struct inq_entries entries)
{
	bool ok = true;

	p->playbooks = inq_arena_alloc(p->arena, entries.count * sizeof(*p->playbooks) + 1);
	for (size_t i = 0; p->playbooks && i < entries.count; i++) {
		struct inq_playbook *playbook = &p->playbooks[p->playbook_count];

		if (!read_playbook(p, &entries.item[i], playbook)) {
			*playbook = (struct inq_playbook){0};
			ok = false;
			continue;
		}
		for (size_t k = 0; k < p->playbook_count; k++)
			if (inq_str_eq(p->playbooks[k].id, playbook->id))
				ok = complain(&entries.item[i], entries.item[i].node->line,
					      "two playbooks with the same id");
		sort_in(p->playbooks, p->playbook_count++);
	}
	return ok && p->playbooks;
}

static bool read_fallback(struct inq_playbooks *p, const struct folder *folder)
{
	struct inq_entry entry = setting(folder, "fallback");
	struct inq_str *names;
	uint32_t found;

	if (!entry.node)
		return false;
	names = inq_arena_alloc(p->arena, p->playbook_count * sizeof(*names) + 1);
	for (size_t i = 0; names && i < p->playbook_count; i++)
		names[i] = p->playbooks[i].id;
	found = inq_names_need(&entry.source, entry.node->line, "playbook",
			       (struct inq_names){names, names ? p->playbook_count : 0}, entry.node->scalar);
	p->fallback = found == INQ_NONE ? NULL : &p->playbooks[found];
	return p->fallback;
}

/* ---- the whole folder ---- */

static bool read_folder(struct inq_playbooks *p, const struct folder *folder)
{
	bool ok = read_layers(p, folder) && read_caps(p, folder);

	if (!ok)
		return false;
	ok = read_otherwise(p, folder);
	ok = read_roles(p, entries_of(folder, "roles")) && ok;
	ok = inq_openings_read(p, entries_of(folder, "languages"), entries_of(folder, "paragraphs"),
			       entries_of(folder, "openings")) &&
	     ok;
	ok = inq_questions_read(p, entries_of(folder, "questions")) && ok;
	ok = read_playbooks(p, entries_of(folder, "playbooks")) && ok;
	return ok && read_fallback(p, folder);
}

struct inq_playbooks *inq_playbooks_load(const struct inq_knowledge *knowledge, struct inq_mistakes *mistakes)
{
	struct inq_arena *arena = inq_arena_new(INQ_ARENA_BYTES_MAX);
	struct inq_playbooks *p = arena ? inq_arena_alloc(arena, sizeof(*p)) : NULL;
	size_t before = mistakes->count;
	struct folder folder;

	if (!p) {
		inq_arena_free(arena);
		return NULL;
	}
	p->arena = arena;
	folder = (struct folder){
	    .source = {arena, knowledge, mistakes, inq_arena_printf(arena, "%s/playbooks", knowledge->dir)}};
	if (!read_files(&folder) || !read_folder(p, &folder) || mistakes->count > before || inq_arena_failed(arena)) {
		inq_playbooks_free(p);
		return NULL;
	}
	return p;
}

void inq_playbooks_free(struct inq_playbooks *playbooks)
{
	if (playbooks)
		inq_arena_free(playbooks->arena);
}
