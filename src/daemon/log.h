/* Messages for people, on standard error: with systemd's priority prefix when the journal reads it, else with the time.
 * Everything unprintable is escaped, so that text from outside can neither break a line nor move a cursor. */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

#include "settings.h"

#include <stdbool.h>

struct log {
	int level;    /* enum settings_level: less important messages are dropped */
	bool journal; /* standard error is read by the journal */
};

struct log log_open(void);
void log_write(const struct log *log, enum settings_level level, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#define log_error(log, ...) log_write(log, SETTINGS_LOG_ERROR, __VA_ARGS__)
#define log_warning(log, ...) log_write(log, SETTINGS_LOG_WARNING, __VA_ARGS__)
#define log_info(log, ...) log_write(log, SETTINGS_LOG_INFO, __VA_ARGS__)
#define log_debug(log, ...) log_write(log, SETTINGS_LOG_DEBUG, __VA_ARGS__)

#endif
