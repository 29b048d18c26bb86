/* inquiryctl version, inquiryctl help */
#include "commands.h"

#include "inquiry.h"

#include <stdio.h>

static const struct option_spec NO_OPTIONS[] = {{0}};

static enum ctl_status run_version(struct ctl *ctl, int argc, char **argv)
{
	if (!ctl_parse(ctl, NULL, argc, argv))
		return ctl->status;
	puts(ctl->json ? "{\"version\":\"" INQ_VERSION "\"}" : "inquiryctl " INQ_VERSION);
	return CTL_OK;
}

static enum ctl_status run_help(struct ctl *ctl, int argc, char **argv)
{
	const struct command *about;

	if (!ctl_parse(ctl, NULL, argc, argv))
		return ctl->status;
	if (!ctl->file_count) {
		ctl_help();
		return CTL_OK;
	}
	about = command_find(ctl->files[0]);
	if (!about) {
		ctl_complain("there is no command `%s`; try `inquiryctl --help`", ctl->files[0]);
		return CTL_FAILED;
	}
	char help[] = "--help", *arguments[] = {ctl->files[0], help, NULL};
	struct ctl other = {.command = about};
	return about->run(&other, 2, arguments);
}

const struct command COMMAND_VERSION = {
	.name = "version",
	.arguments = "",
	.summary = "Print the version",
	.about = "",
	.options = NO_OPTIONS,
	.run = run_version,
};

const struct command COMMAND_HELP = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "List the commands, or describe one",
	.about = "",
	.options = NO_OPTIONS,
	.run = run_help,
};
