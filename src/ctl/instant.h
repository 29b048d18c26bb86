/* Points of time: RFC 3339 in, and as a person reads them. */
#ifndef CTL_INSTANT_H
#define CTL_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t instant_now_ms(void);   /* Unix milliseconds */
uint64_t instant_clock_ns(void); /* a clock that never steps back, for durations */

/* "2026-05-04T15:05:00Z", with optional fraction and any offset. False when the text is not that. */
bool instant_parse(const char *text, int64_t *ms);

struct instant_text {
	char text[40];
};
struct instant_text instant_rfc3339(int64_t ms); /* in UTC, whole seconds */
/* "Mon 15:05" local time; with the date where it is more than six days from `now_ms`. */
struct instant_text instant_local(int64_t ms, int offset_minutes, int64_t now_ms);
/* "UTC+8", "UTC+5:30", "UTC" */
struct instant_text instant_offset(int offset_minutes);
/* "3 s", "12 min", "2 h", "4 d" */
struct instant_text instant_duration(int64_t ms);

#endif
