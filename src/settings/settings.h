/* What an operator can set, shared by all programs. One table (settings.c) names every setting with its type, default,
 * bounds and meaning; parsing, --help and the dump come from it.
 *
 * Durations are milliseconds, sizes bytes. All pointers live as long as the settings. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "inquiry.h"
#include "keys.h"
#include "yamltree.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum settings_level { SETTINGS_LOG_ERROR, SETTINGS_LOG_WARNING, SETTINGS_LOG_INFO, SETTINGS_LOG_DEBUG };

struct settings {
	struct {
		struct inq_str url; /* INQUIRYD_REDIS_URL wins */
		struct inq_str username, password_file, prefix;
		const char *password; /* first line of password_file; NULL when none is set */
		int64_t connect_timeout, command_timeout;
	} redis;
	struct {
		struct inq_str group;
		struct inq_str consumer; /* never empty: INQUIRYD_CONSUMER, the setting, else the host's name */
		int64_t batch, in_flight, in_flight_bytes, block, inbox_interval;
		int64_t reclaim_after, suspect_after, max_deliveries;
	} intake;
	struct {
		int64_t batch, lead_ttl, leads_maxlen;
	} publish;
	struct {
		struct inq_str utc_offset, work_hours;
		struct inq_strings work_days, holidays;
	} seller;
	struct {
		struct inq_str dir; /* never empty: the setting, else the folder of the configuration file */
		struct inq_str cache; /* the setting, else systemd's or the user's cache folder; empty: none */
		struct inq_str model; /* path of the model file, or "none"; empty: model.inq of `dir`, where it is */
	} knowledge;
	struct {
		int64_t drain_timeout, status_interval;
		int log_level; /* enum settings_level */
	} daemon;

	/* made from the above */
	const char *file; /* the configuration file that was read */
	struct inq_calendar calendar;
	struct keys keys;
	struct inq_arena *arena;
};

/* Reads `path`, or the compiled default when NULL. The environment overrides the address and the consumer's name.
 * False and `error` ("file:line: ...") at the first mistake. Free with settings_free in either case. */
bool settings_load(const char *path, struct settings *settings, struct inq_error *error);
void settings_free(struct settings *settings); /* accepts a zeroed struct */

/* What the engine needs of them; borrows from the settings. */
struct inq_options settings_engine_options(const struct settings *settings);

/* The path that settings_load(NULL, ...) reads. */
const char *settings_default_path(void);
/* Every setting with default and meaning, for --help. */
void settings_help(FILE *out);
/* Every setting with the value in force, as YAML. Secrets are files, so none appears; a password inside `url` is
 * written as ***. */
void settings_dump(const struct settings *settings, FILE *out);

#endif
