#include "session.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PATIENCE_SECONDS 2

/* A knowledge folder that comes with its own settings is used with them: `--knowledge conf` is all that a source tree
 * needs. The caller frees it; NULL where there are none. */
static char *settings_of_knowledge(const char *knowledge)
{
	char *path;

	if (asprintf(&path, "%s/inquiryd.yaml", knowledge) < 0)
		return NULL;
	if (!access(path, R_OK))
		return path;
	free(path);
	return NULL;
}

bool session_open(const struct ctl *ctl, struct session *session)
{
	char *own = !ctl->config && ctl->knowledge ? settings_of_knowledge(ctl->knowledge) : NULL;
	struct inq_error error = {{0}};
	bool loaded;

	*session = (struct session){0};
	loaded = settings_load(own ? own : ctl->config, &session->settings, &error);
	if (!loaded)
		ctl_complain("%s", error.text);
	free(own);
	return loaded;
}

struct inq_options session_engine_options(const struct ctl *ctl, const struct session *session)
{
	struct inq_options options = settings_engine_options(&session->settings);

	if (ctl->knowledge)
		options.knowledge_dir = ctl->knowledge;
	if (ctl->model)
		options.model_file = ctl->model;
	return options;
}

static void say_why_it_takes_long(int signal_number)
{
	static const char TEXT[] = "inquiryctl: the patterns changed and are being compiled, which takes a while\n";

	(void)signal_number;
	if (write(STDERR_FILENO, TEXT, sizeof TEXT - 1) < 0)
		return; /* nobody to tell */
}

/* Patterns are compiled once and kept; the first start after a change takes as long as a coffee. */
static struct inq_engine *build_engine(const struct inq_options *options, struct inq_error *error)
{
	struct inq_engine *engine;
	bool watched = isatty(STDERR_FILENO);

	if (watched) {
		signal(SIGALRM, say_why_it_takes_long);
		alarm(PATIENCE_SECONDS);
	}
	engine = inq_engine_new(options, error);
	if (watched)
		alarm(0);
	return engine;
}

bool session_open_engine(const struct ctl *ctl, struct session *session)
{
	struct inq_error error = {{0}};

	if (!session_open(ctl, session))
		return false;
	struct inq_options options = session_engine_options(ctl, session);
	/* The examples are the packs' own test: `lint` and the daemon's start run them, a single score need not wait. */
	options.skip_examples = true;
	session->engine = build_engine(&options, &error);
	if (!session->engine) {
		ctl_complain("%s", error.text);
		return false;
	}
	session->worker = inq_worker_new(session->engine);
	if (!session->worker)
		ctl_complain("out of memory");
	return session->worker;
}

void session_close(struct session *session)
{
	inq_worker_free(session->worker);
	inq_engine_free(session->engine);
	settings_free(&session->settings);
	*session = (struct session){0};
}
