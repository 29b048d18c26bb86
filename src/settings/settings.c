#include "settings_table.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define KIB INT64_C(1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

/* All texts of a configuration file. It is a page long; this is a file that is none. */
#define ARENA_LIMIT (8u * 1024u * 1024u)
#define SECTION_FIELDS_MAX 32
#define PRESET_WORDS_MAX 16

static const char *const log_levels[] = {"error", "warning", "info", "debug", NULL};

#define AT(section, name) offsetof(struct settings, section.name)
#define TEXT(section, name, preset, meaning) \
	{#section, {#name, INQ_FIELD_STRING, AT(section, name), false, 0, 0, NULL, meaning}, preset}
#define LIST(section, name, preset, meaning) \
	{#section, {#name, INQ_FIELD_STRINGS, AT(section, name), false, 0, 0, NULL, meaning}, preset}
#define NUMBER(section, name, preset, min, max, meaning) \
	{#section, {#name, INQ_FIELD_INTEGER, AT(section, name), false, min, max, NULL, meaning}, preset}
#define TIME(section, name, preset, min, max, meaning) \
	{#section, {#name, INQ_FIELD_DURATION, AT(section, name), false, min, max, NULL, meaning}, preset}
#define SIZE(section, name, preset, min, max, meaning) \
	{#section, {#name, INQ_FIELD_SIZE, AT(section, name), false, min, max, NULL, meaning}, preset}
#define CHOICE(section, name, preset, names, meaning) \
	{#section, {#name, INQ_FIELD_ENUM, AT(section, name), false, 0, 0, names, meaning}, preset}

const struct setting settings_table[] = {
	TEXT(redis, url, "redis://127.0.0.1:6379/0", "address: redis://host:port/db or unix:///path.sock?db=N"),
	TEXT(redis, username, "", "ACL user; empty for the default user"),
	TEXT(redis, password_file, "", "file with the password in its first line; empty for none"),
	TEXT(redis, prefix, "{inquiry}", "begins every key; the braces keep all keys in one cluster slot"),
	TIME(redis, connect_timeout, "5s", 100, 5 * MINUTE, "for connecting and logging in"),
	TIME(redis, command_timeout, "10s", SECOND, 5 * MINUTE, "silence after which a connection is given up"),

	TEXT(intake, group, "inquiryd", "consumer group of the event stream"),
	TEXT(intake, consumer, "", "this process in the group; empty for the host's name"),
	NUMBER(intake, batch, "64", 1, 1000, "entries asked for at once"),
	NUMBER(intake, in_flight, "512", 1, 100000, "entries held at most"),
	SIZE(intake, in_flight_bytes, "32MiB", MIB, 64 * GIB, "bytes of entries held at most"),
	TIME(intake, block, "2s", 100, MINUTE, "wait for new entries in one read"),
	TIME(intake, inbox_interval, "500ms", 0, HOUR, "between looks into the inbox list; 0s: it is not used"),
	TIME(intake, reclaim_after, "60s", SECOND, DAY, "another consumer's entry is taken over after this idle time"),
	NUMBER(intake, suspect_after, "3", 1, 1000, "deliveries after which an entry is handled alone"),
	NUMBER(intake, max_deliveries, "10", 2, 10000, "deliveries after which it becomes a dead letter"),

	NUMBER(publish, batch, "64", 1, 128, "leads published by one call"),
	TIME(publish, lead_ttl, "30d", HOUR, 3650 * DAY, "how long a lead's key keeps its event from a second lead"),
	NUMBER(publish, leads_maxlen, "0", 0, INT64_MAX, "leads kept in the stream, about; 0: all"),

	TEXT(seller, utc_offset, "+08:00", "the seller's time zone"),
	LIST(seller, work_days, "mon tue wed thu fri", "days on which inquiries are answered"),
	TEXT(seller, work_hours, "09:00-18:00", "local hours in which they are answered"),
	LIST(seller, holidays, "", "local dates (YYYY-MM-DD) on which nobody works"),

	TEXT(knowledge, dir, "", "folder with taxonomy, packs, playbooks, lists; empty: where this file is"),
	TEXT(knowledge, cache, "", "folder that keeps compiled patterns; empty: systemd's or the user's cache folder"),
	TEXT(knowledge, model, "", "the trained model; none: the packs alone; empty: model.inq of knowledge.dir"),

	TIME(daemon, drain_timeout, "10s", 0, 10 * MINUTE, "to finish what is held when asked to stop"),
	TIME(daemon, status_interval, "5s", SECOND, HOUR, "between status lines for systemd"),
	CHOICE(daemon, log_level, "info", log_levels, "the least important messages that are written"),
	{0},
};

/* ---- defaults: the presets pass the same binder as the file ---- */

static struct inq_yaml *scalar_node(struct inq_arena *arena, const char *text, size_t n)
{
	struct inq_yaml *node = inq_arena_alloc(arena, sizeof(*node));

	if (!node)
		return NULL;
	node->kind = INQ_YAML_SCALAR;
	node->scalar = inq_arena_copy(arena, text, n);
	return node;
}

static struct inq_yaml *list_node(struct inq_arena *arena, const char *text)
{
	struct inq_yaml *node = inq_arena_alloc(arena, sizeof(*node));
	struct inq_yaml **item = inq_arena_alloc(arena, PRESET_WORDS_MAX * sizeof(*item));

	if (!node || !item)
		return NULL;
	node->kind = INQ_YAML_LIST;
	node->item = item;
	for (size_t n; *text && node->count < PRESET_WORDS_MAX; text += n + (text[n] == ' ')) {
		n = strcspn(text, " ");
		item[node->count] = scalar_node(arena, text, n);
		if (!item[node->count++])
			return NULL;
	}
	return node;
}

static bool bind_preset(struct settings *settings, const struct setting *setting, struct inq_mistakes *mistakes)
{
	struct inq_arena *arena = settings->arena;
	const char *name = setting->field.name, *preset = setting->preset;
	struct inq_yaml *key = scalar_node(arena, name, strlen(name));
	struct inq_yaml *value = setting->field.type == INQ_FIELD_STRINGS ? list_node(arena, preset)
									  : scalar_node(arena, preset, strlen(preset));
	struct inq_yaml map = {.kind = INQ_YAML_MAP, .count = 1, .item = &value, .key = &key};
	const struct inq_yaml_field fields[] = {setting->field, {0}};

	return key && value && inq_yaml_bind(arena, "default", &map, fields, settings, mistakes);
}

static bool bind_presets(struct settings *settings, struct inq_mistakes *mistakes)
{
	for (const struct setting *setting = settings_table; setting->section; setting++)
		if (!bind_preset(settings, setting, mistakes))
			return false;
	return true;
}

/* ---- the file ---- */

/* The first setting of the next section. */
static const struct setting *next_section(const struct setting *setting)
{
	const char *section = setting->section;

	while (setting->section && strcmp(setting->section, section) == 0)
		setting++;
	return setting;
}

static bool bind_section(struct settings *settings, const struct setting *first, const struct inq_yaml *map,
			 struct inq_mistakes *mistakes)
{
	struct inq_yaml_field fields[SECTION_FIELDS_MAX + 1] = {0};
	const struct setting *end = next_section(first);

	for (size_t i = 0; first + i < end && i < SECTION_FIELDS_MAX; i++)
		fields[i] = first[i].field;
	return inq_yaml_bind(settings->arena, settings->file, map, fields, settings, mistakes);
}

/* Whether the file's sections are all known: they are bound one by one, so the binder cannot tell. */
static bool check_sections(const struct settings *settings, const struct inq_yaml *root, struct inq_mistakes *mistakes)
{
	bool good = true;

	for (size_t i = 0; i < root->count; i++) {
		const struct setting *setting = settings_table;

		while (setting->section && !inq_str_is(root->key[i]->scalar, setting->section))
			setting = next_section(setting);
		if (setting->section)
			continue;
		inq_mistake(mistakes, settings->file, root->key[i]->line,
			    "unknown section \"%.*s\"; `inquiryd --help` lists all", (int)root->key[i]->scalar.n,
			    root->key[i]->scalar.s);
		good = false;
	}
	return good;
}

static bool bind_file(struct settings *settings, const struct inq_yaml *root, struct inq_mistakes *mistakes)
{
	if (root->kind != INQ_YAML_MAP) {
		inq_mistake(mistakes, settings->file, root->line, "sections were expected (redis:, intake:, ...)");
		return false;
	}
	if (!check_sections(settings, root, mistakes))
		return false;
	for (const struct setting *setting = settings_table; setting->section; setting = next_section(setting)) {
		const struct inq_yaml *map = inq_yaml_get(root, setting->section);
		/* A section whose settings are all commented out is an empty scalar. */
		bool empty = !map || (map->kind == INQ_YAML_SCALAR && !map->quoted && map->scalar.n == 0);

		if (!empty && !bind_section(settings, setting, map, mistakes))
			return false;
	}
	return true;
}

static bool load(struct settings *settings, struct inq_mistakes *mistakes)
{
	struct inq_yaml *root;

	if (!bind_presets(settings, mistakes))
		return false;
	root = inq_yaml_read(settings->arena, settings->file, mistakes);
	return root && bind_file(settings, root, mistakes) && settings_derive(settings, root, mistakes);
}

bool settings_load(const char *path, struct settings *settings, struct inq_error *error)
{
	struct inq_mistakes mistakes = {.first = error};
	const char *file = path ? path : settings_default_path();
	bool good;

	*settings = (struct settings){0};
	error->text[0] = '\0';
	settings->arena = inq_arena_new(ARENA_LIMIT);
	if (settings->arena)
		settings->file = inq_arena_copy(settings->arena, file, strlen(file)).s;
	good = settings->arena && load(settings, &mistakes);
	if (settings->arena && inq_arena_failed(settings->arena))
		good = false;
	if (!good && !error->text[0])
		snprintf(error->text, sizeof(error->text), "%s: out of memory", file);
	return good;
}

void settings_free(struct settings *settings)
{
	inq_arena_free(settings->arena);
	*settings = (struct settings){0};
}

struct inq_options settings_engine_options(const struct settings *settings)
{
	return (struct inq_options){.knowledge_dir = settings->knowledge.dir.s,
				    .cache_dir = settings->knowledge.cache.n ? settings->knowledge.cache.s : NULL,
				    .model_file = settings->knowledge.model.n ? settings->knowledge.model.s : NULL,
				    .calendar = settings->calendar};
}

const char *settings_default_path(void)
{
	return INQUIRYD_CONFIG_DEFAULT;
}
