#include "setback.h"
#include "clock.h"

#include <event2/event.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define REMIND_MS 60000

static void on_timer(evutil_socket_t fd, short events, void *context)
{
	struct setback *setback = context;

	(void)fd;
	(void)events;
	setback->waiting = false;
	setback->again(setback->context);
}

bool setback_init(struct setback *setback, const struct log *log, const char *what, struct event_base *base,
		  void (*again)(void *context), void *context)
{
	*setback = (struct setback){
		.log = log, .what = what, .backoff = rio_backoff_new(), .again = again, .context = context};
	setback->timer = evtimer_new(base, on_timer, setback);
	return setback->timer;
}

void setback_free(struct setback *setback)
{
	if (setback->timer)
		event_free(setback->timer);
	setback->timer = NULL;
}

/* Errors of scripts end in places and sums that vary; the class in front is what matters. */
static bool same_reason(const char *a, const char *b)
{
	size_t n = strcspn(a, " ");

	return n == strcspn(b, " ") && strncmp(a, b, n) == 0;
}

void setback_hit(struct setback *setback, const char *reason)
{
	int64_t now = clock_monotonic_ms(), delay = rio_backoff_next(&setback->backoff);
	struct timeval tv = {.tv_sec = delay / 1000, .tv_usec = (delay % 1000) * 1000};

	setback->tries++;
	if (!setback->active || !same_reason(setback->reason, reason)) {
		log_warning(setback->log, "%s is paused: %s", setback->what, reason);
		setback->said_ms = now;
	} else if (now - setback->said_ms >= REMIND_MS) {
		log_warning(setback->log, "%s is still paused after %" PRIu64 " tries: %s", setback->what,
			    setback->tries, reason);
		setback->said_ms = now;
	}
	snprintf(setback->reason, sizeof(setback->reason), "%s", reason);
	setback->active = setback->waiting = true;
	evtimer_add(setback->timer, &tv);
}

void setback_clear(struct setback *setback)
{
	if (!setback->active)
		return;
	log_info(setback->log, "%s goes on after %" PRIu64 " tries", setback->what, setback->tries);
	evtimer_del(setback->timer);
	rio_backoff_reset(&setback->backoff);
	setback->active = setback->waiting = false;
	setback->tries = 0;
}
