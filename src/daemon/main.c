#include "daemon.h"
#include "options.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* What ExecStartPre= runs: the same code as a start, without the connections. */
static int check_config(const char *config)
{
	struct inq_error error;
	struct rio_error why;
	struct rio_url url = {0};
	struct scorer *scorer = scorer_new(config, &error);
	int status = EXIT_CONFIG;

	if (!scorer) {
		fprintf(stderr, "inquiryd: %s\n", error.text);
	} else if (!rio_url_parse(scorer->settings.redis.url.s, &url, &why)) {
		fprintf(stderr, "inquiryd: %s\n", why.text);
	} else {
		printf("%s: %s, %zu rules, %zu patterns, model %s\n", scorer->settings.file, inq_engine_packs(scorer->engine),
		       inq_engine_rule_count(scorer->engine), inq_engine_pattern_count(scorer->engine),
		       inq_engine_model(scorer->engine));
		status = EXIT_SUCCESS;
	}
	rio_url_free(&url);
	scorer_free(scorer);
	return status;
}

static int serve(const char *config)
{
	struct daemon *daemon = daemon_new(config);
	int status = daemon ? daemon_run(daemon) : EXIT_CONFIG;

	daemon_free(daemon);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;
	int status;

	if (!options_parse(argc, argv, &options, &status))
		return status;
	signal(SIGPIPE, SIG_IGN);
	return options.check_config ? check_config(options.config) : serve(options.config);
}
