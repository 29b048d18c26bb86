/* What is made from the settings: the environment's overrides, the calendar, the keys, the password. */
#include "settings_table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct context {
	struct settings *settings;
	const struct inq_yaml *root;
	struct inq_mistakes *mistakes;
};

/* The line on which a person wrote the setting; 1 when he did not. */
static unsigned line_of(const struct context *c, const char *section, const char *name)
{
	const struct inq_yaml *map = inq_yaml_get(c->root, section);
	const struct inq_yaml *value = map && map->kind == INQ_YAML_MAP ? inq_yaml_get(map, name) : NULL;

	return value ? value->line : 1;
}

#define MISTAKE(c, section, name, ...)                                                                                 \
	(inq_mistake((c)->mistakes, (c)->settings->file, line_of(c, section, name),                                    \
		     section "." name ": " __VA_ARGS__),                                                               \
	 false)

/* ---- calendar ---- */

/* Two digits at s; -1 when they are none. */
static int two_digits(const char *s)
{
	if (s[0] < '0' || s[0] > '9' || s[1] < '0' || s[1] > '9')
		return -1;
	return (s[0] - '0') * 10 + s[1] - '0';
}

/* "HH:MM" at s, of which five bytes exist; minutes, or -1. */
static int clock_minutes(const char *s)
{
	int hours = two_digits(s), minutes = two_digits(s + 3);

	return hours < 0 || minutes < 0 || minutes > 59 || s[2] != ':' ? -1 : hours * 60 + minutes;
}

static bool make_offset(const struct context *c)
{
	struct inq_str text = c->settings->seller.utc_offset;
	int minutes = text.n == 6 ? clock_minutes(text.s + 1) : -1;

	if (minutes < 0 || minutes > 14 * 60 || (text.s[0] != '+' && text.s[0] != '-'))
		return MISTAKE(c, "seller", "utc_offset", "\"%s\" found, \"+08:00\" or the like expected", text.s);
	c->settings->calendar.utc_offset_minutes = text.s[0] == '-' ? -minutes : minutes;
	return true;
}

static bool make_hours(const struct context *c)
{
	struct inq_str text = c->settings->seller.work_hours;
	int start = text.n == 11 ? clock_minutes(text.s) : -1, end = text.n == 11 ? clock_minutes(text.s + 6) : -1;

	if (start < 0 || text.s[5] != '-' || end > 24 * 60 || end <= start)
		return MISTAKE(c, "seller", "work_hours", "\"%s\" found, \"09:00-18:00\" or the like expected", text.s);
	c->settings->calendar.day_start_minute = start;
	c->settings->calendar.day_end_minute = end;
	return true;
}

static bool make_days(const struct context *c)
{
	static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
	const struct inq_strings *days = &c->settings->seller.work_days;

	for (size_t i = 0; i < days->count; i++) {
		unsigned day = 0;

		while (day < 7 && !inq_str_is(days->item[i], names[day]))
			day++;
		if (day == 7)
			return MISTAKE(c, "seller", "work_days",
				       "\"%s\" found, mon, tue, wed, thu, fri, sat or sun expected", days->item[i].s);
		c->settings->calendar.work_days |= 1u << day;
	}
	if (!c->settings->calendar.work_days)
		return MISTAKE(c, "seller", "work_days", "at least one day is needed");
	return true;
}

static bool is_date(struct inq_str text)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int century, year, month, day;

	if (text.n != 10 || text.s[4] != '-' || text.s[7] != '-')
		return false;
	century = two_digits(text.s);
	year = two_digits(text.s + 2);
	month = two_digits(text.s + 5);
	day = two_digits(text.s + 8);
	return century >= 0 && year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

static bool make_holidays(const struct context *c)
{
	const struct inq_strings *dates = &c->settings->seller.holidays;
	const char **list = inq_arena_alloc(c->settings->arena, (dates->count + 1) * sizeof(*list));

	if (!list)
		return false;
	for (size_t i = 0; i < dates->count; i++) {
		if (!is_date(dates->item[i]))
			return MISTAKE(c, "seller", "holidays", "\"%s\" found, a date like 2026-10-01 expected",
				       dates->item[i].s);
		list[i] = dates->item[i].s;
	}
	c->settings->calendar.holidays = list;
	return true;
}

/* ---- names ---- */

static bool make_keys(const struct context *c)
{
	struct inq_str prefix = c->settings->redis.prefix;
	const char *open = strchr(prefix.s, '{'), *close = open ? strchr(open, '}') : NULL;

	/* Redis hashes what stands between the first { and the next }, if that is not empty. */
	if (!close || close == open + 1)
		return MISTAKE(c, "redis", "prefix", "\"%s\" found, a name in braces like \"{inquiry}\" expected",
			       prefix.s);
	return keys_make(c->settings->arena, prefix.s, &c->settings->keys);
}

static struct inq_str override(struct inq_arena *arena, const char *variable, struct inq_str otherwise)
{
	const char *value = getenv(variable);

	return value && *value ? inq_arena_copy(arena, value, strlen(value)) : otherwise;
}

static bool make_consumer(const struct context *c)
{
	struct inq_str *consumer = &c->settings->intake.consumer;
	char host[256] = ""; /* HOST_NAME_MAX is 64 */

	*consumer = override(c->settings->arena, "INQUIRYD_CONSUMER", *consumer);
	if (consumer->n == 0 && gethostname(host, sizeof(host) - 1) == 0)
		*consumer = inq_arena_copy(c->settings->arena, host, strlen(host));
	if (consumer->n == 0)
		return MISTAKE(c, "intake", "consumer", "the host has no name, so a name is needed here");
	return true;
}

static bool make_url(const struct context *c)
{
	struct inq_str *url = &c->settings->redis.url;

	*url = override(c->settings->arena, "INQUIRYD_REDIS_URL", *url);
	return url->n > 0 ? true : MISTAKE(c, "redis", "url", "an address is needed");
}

/* ---- files ---- */

/* The folder of the configuration file. */
static const char *config_dir(const struct settings *settings)
{
	const char *slash = strrchr(settings->file, '/');

	if (!slash)
		return ".";
	if (slash == settings->file)
		return "/";
	return inq_arena_copy(settings->arena, settings->file, (size_t)(slash - settings->file)).s;
}

/* A path of the file is relative to its folder, so that it means the same from wherever a program is started. */
static struct inq_str resolve(const struct settings *settings, const char *dir, struct inq_str path)
{
	const char *joined = path.s[0] == '/' ? path.s : inq_arena_printf(settings->arena, "%s/%s", dir, path.s);

	return (struct inq_str){joined, strlen(joined)};
}

static bool make_knowledge(const struct context *c)
{
	struct inq_str *dir = &c->settings->knowledge.dir;
	const char *config = config_dir(c->settings);

	*dir = dir->n > 0 ? resolve(c->settings, config, *dir) : (struct inq_str){config, strlen(config)};
	return true;
}

/* Where programs keep what they can make again: systemd says so for a service, XDG for a user. */
static bool make_cache(const struct context *c)
{
	struct inq_arena *arena = c->settings->arena;
	struct inq_str *cache = &c->settings->knowledge.cache;
	const char *service = getenv("CACHE_DIRECTORY"), *user = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
	const char *path = "";

	if (cache->n > 0) {
		*cache = resolve(c->settings, config_dir(c->settings), *cache);
		return true;
	}
	if (service && *service)
		path = service;
	else if (user && *user)
		path = inq_arena_printf(arena, "%s/inquiryd", user);
	else if (home && *home)
		path = inq_arena_printf(arena, "%s/.cache/inquiryd", home);
	*cache = inq_arena_copy(arena, path, strlen(path));
	return true;
}

static bool make_model(const struct context *c)
{
	struct inq_str *model = &c->settings->knowledge.model;

	if (model->n > 0 && !inq_str_is(*model, "none"))
		*model = resolve(c->settings, config_dir(c->settings), *model);
	return true;
}

static bool make_password(const struct context *c)
{
	struct settings *settings = c->settings;
	/* systemd hands secrets over in a folder of its own. */
	const char *credentials = getenv("CREDENTIALS_DIRECTORY");
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	FILE *file;

	if (settings->redis.password_file.n == 0)
		return true;
	settings->redis.password_file = resolve(settings, credentials ? credentials : config_dir(settings),
						settings->redis.password_file);
	file = fopen(settings->redis.password_file.s, "re");
	if (!file)
		return MISTAKE(c, "redis", "password_file", "%s: %s", settings->redis.password_file.s, strerror(errno));
	n = getline(&line, &room, file);
	fclose(file);
	while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
		n--;
	if (n > 0)
		settings->redis.password = inq_arena_copy(settings->arena, line, (size_t)n).s;
	if (line)
		explicit_bzero(line, room);
	free(line);
	return n > 0 ? true : MISTAKE(c, "redis", "password_file", "%s: empty", settings->redis.password_file.s);
}

static bool check_limits(const struct context *c)
{
	if (c->settings->intake.max_deliveries <= c->settings->intake.suspect_after)
		return MISTAKE(c, "intake", "max_deliveries", "must be more than intake.suspect_after (%d)",
			       (int)c->settings->intake.suspect_after);
	if (c->settings->intake.group.n == 0)
		return MISTAKE(c, "intake", "group", "a name is needed");
	return true;
}

bool settings_derive(struct settings *settings, const struct inq_yaml *root, struct inq_mistakes *mistakes)
{
	static bool (*const steps[])(const struct context *c) = {
		make_offset,   make_hours, make_days,	   make_holidays, make_keys,
		make_consumer, make_url,   make_knowledge, make_cache, make_model, make_password, check_limits,
	};
	const struct context c = {settings, root, mistakes};

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (!steps[i](&c))
			return false;
	return true;
}
