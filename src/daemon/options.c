#include "options.h"
#include "inquiry.h"
#include "settings.h"

#include <getopt.h>
#include <stdio.h>

static const struct {
	struct option option;
	const char *argument, *meaning;
} table[] = {
	{{"config", required_argument, NULL, 'c'}, " FILE", "read this file instead of the default"},
	{{"check-config", no_argument, NULL, 'k'}, "", "load everything, run the packs' examples, and end"},
	{{"version", no_argument, NULL, 'V'}, "", "show the version"},
	{{"help", no_argument, NULL, 'h'}, "", "show this text"},
};
#define OPTIONS (sizeof(table) / sizeof(table[0]))

static void help(void)
{
	printf("Usage: inquiryd [OPTION]...\n"
	       "Reads inquiries from Redis, classifies and ranks them, and publishes them as leads.\n\n");
	for (size_t i = 0; i < OPTIONS; i++)
		printf("  --%s%-*s  %s\n", table[i].option.name, (int)(18 - __builtin_strlen(table[i].option.name)),
		       table[i].argument, table[i].meaning);
	printf("\nSignals:\n"
	       "  SIGTERM, SIGINT   finish what is held and end; once more: end now\n"
	       "  SIGHUP            load the knowledge again; on a mistake the old one stays in force\n"
	       "  SIGUSR1           write the counters to the log\n"
	       "\nEnvironment:\n"
	       "  INQUIRYD_REDIS_URL   address of Redis, before redis.url\n"
	       "  INQUIRYD_CONSUMER    name in the consumer group, before intake.consumer\n"
	       "\nSettings in %s:\n\n",
	       settings_default_path());
	settings_help(stdout);
}

bool options_parse(int argc, char **argv, struct options *options, int *status)
{
	struct option longs[OPTIONS + 1] = {0};
	int c;

	for (size_t i = 0; i < OPTIONS; i++)
		longs[i] = table[i].option;
	*options = (struct options){0};
	*status = 0;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (c == 'c') {
			options->config = optarg;
		} else if (c == 'k') {
			options->check_config = true;
		} else if (c == 'h') {
			help();
			return false;
		} else if (c == 'V') {
			printf("inquiryd %s\n", INQ_VERSION);
			return false;
		} else {
			*status = EXIT_CONFIG;
			return false;
		}
	}
	if (optind == argc)
		return true;
	fprintf(stderr, "inquiryd: unexpected argument \"%s\"; see inquiryd --help\n", argv[optind]);
	*status = EXIT_CONFIG;
	return false;
}
