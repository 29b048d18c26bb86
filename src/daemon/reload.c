#include "reload.h"
#include "daemon.h"
#include "notify.h"

#include <event2/event.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void *build(void *context)
{
	struct reload *reload = context;

	reload->scorer = scorer_new(reload->daemon->config, &reload->error);
	/* A pipe with nothing in it takes one byte. */
	while (write(reload->done[1], "", 1) != 1)
		;
	return NULL;
}

static void take_over(struct reload *reload)
{
	struct daemon *daemon = reload->daemon;

	if (!reload->scorer) {
		log_error(&daemon->log, "reload failed, the old knowledge stays in force: %s", reload->error.text);
		return;
	}
	scorer_free(daemon->scorer);
	daemon->scorer = reload->scorer;
	reload->scorer = NULL;
	daemon->log.level = daemon->scorer->settings.daemon.log_level;
	log_info(&daemon->log, "reloaded: %s, %zu rules, model %s", inq_engine_packs(daemon->scorer->engine),
		 inq_engine_rule_count(daemon->scorer->engine), inq_engine_model(daemon->scorer->engine));
}

static void on_done(evutil_socket_t fd, short events, void *context)
{
	struct reload *reload = context;
	char byte;

	(void)events;
	if (read(fd, &byte, 1) != 1)
		return;
	pthread_join(reload->thread, NULL);
	reload->running = false;
	take_over(reload);
	if (reload->again) {
		reload->again = false;
		reload_start(reload);
		return;
	}
	notify_ready();
	status_tell(&reload->daemon->status);
}

void reload_start(struct reload *reload)
{
	int error;

	if (reload->running) {
		reload->again = true;
		return;
	}
	log_info(&reload->daemon->log, "reloading");
	notify_reloading();
	error = pthread_create(&reload->thread, NULL, build, reload);
	if (error != 0) {
		log_error(&reload->daemon->log, "reload failed: %s", strerror(error));
		notify_ready();
		return;
	}
	reload->running = true;
}

bool reload_init(struct reload *reload, struct daemon *daemon)
{
	reload->daemon = daemon;
	if (pipe2(reload->done, O_CLOEXEC) != 0)
		return false;
	reload->event = event_new(daemon->base, reload->done[0], EV_READ | EV_PERSIST, on_done, reload);
	return reload->event && event_add(reload->event, NULL) == 0;
}

void reload_free(struct reload *reload)
{
	if (!reload->daemon)
		return;
	if (reload->running) {
		pthread_join(reload->thread, NULL);
		scorer_free(reload->scorer);
	}
	if (reload->event)
		event_free(reload->event);
	for (int i = 0; i < 2; i++)
		if (reload->done[i] > 0)
			close(reload->done[i]);
}
