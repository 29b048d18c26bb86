/* inquiryctl: the command line for people. */
#include "ctl.h"
#include "screen.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TRY_HELP "try `inquiryctl --help`"

static const struct option_spec COMMON[] = {
	{"config", 'c', OPTION_TEXT, "FILE", offsetof(struct ctl, config),
	 "settings (default: inquiryd.yaml of --knowledge, else the installed one)"},
	{"knowledge", 'k', OPTION_TEXT, "DIR", offsetof(struct ctl, knowledge),
	 "folder with taxonomy.yaml, packs/ ... (default: from the settings)"},
	{"model", 'm', OPTION_TEXT, "FILE|none", offsetof(struct ctl, model),
	 "trained model; none: the packs alone (default: from the settings, or model.inq of --knowledge)"},
	{"json", 0, OPTION_FLAG, NULL, offsetof(struct ctl, json), "print JSON for programs, where there is a choice"},
	{"help", 'h', OPTION_FLAG, NULL, offsetof(struct ctl, help), "this text"},
	{0},
};

void ctl_complain(const char *format, ...)
{
	struct screen screen = {.out = stderr};
	char text[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	fputs("inquiryctl: ", stderr);
	screen_text(&screen, text, sizeof text);
	putc('\n', stderr);
}

enum ctl_status ctl_write_failed(void)
{
	ctl_complain("cannot write the output: %s", strerror(errno));
	return CTL_FAILED;
}

static void command_help(const struct command *command)
{
	printf("Usage: inquiryctl %s [OPTION...]%s%s\n%s.\n", command->name, *command->arguments ? " " : "",
	       command->arguments, command->summary);
	if (*command->about)
		printf("\n%s\n", command->about);
	printf("\nOptions:\n");
	options_help(command->options, stdout);
	options_help(COMMON, stdout);
}

bool ctl_parse(struct ctl *ctl, void *own, int argc, char **argv)
{
	struct option_group groups[] = {{ctl->command->options, own}, {COMMON, ctl}};
	char message[512];
	int first;

	if (!options_parse(groups, 2, argc, argv, &first, message, sizeof message)) {
		ctl_complain("%s: %s; try `inquiryctl %s --help`", ctl->command->name, message, ctl->command->name);
		ctl->status = CTL_FAILED;
		return false;
	}
	if (ctl->help) {
		command_help(ctl->command);
		ctl->status = CTL_OK;
		return false;
	}
	ctl->files = argv + first;
	ctl->file_count = (size_t)(argc - first);
	if (ctl->file_count && !*ctl->command->arguments) {
		ctl_complain("%s: takes no arguments, found `%s`", ctl->command->name, ctl->files[0]);
		ctl->status = CTL_FAILED;
		return false;
	}
	return true;
}

void ctl_help(void)
{
	printf("Usage: inquiryctl COMMAND [OPTION...] [ARGUMENT...]\n"
	       "Scores buyers' inquiries and looks after the leads of inquiryd.\n\nCommands:\n");
	for (const struct command *const *c = COMMANDS; *c; c++)
		printf("  %-10s %s\n", (*c)->name, (*c)->summary);
	printf("\nOptions of every command:\n");
	options_help(COMMON, stdout);
	printf("\n`inquiryctl COMMAND --help` says more of a command; the manual is inquiryctl(1).\n");
}

const struct command *command_find(const char *name)
{
	for (const struct command *const *c = COMMANDS; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

/* `--help` and `--version` stand for the commands of that name. */
static const char *command_name(const char *word)
{
	static const char *const SYNONYMS[][2] = {
		{"--help", "help"}, {"-h", "help"}, {"--version", "version"}, {"-V", "version"}};

	for (size_t i = 0; i < sizeof SYNONYMS / sizeof *SYNONYMS; i++)
		if (!strcmp(word, SYNONYMS[i][0]))
			return SYNONYMS[i][1];
	return word;
}

static enum ctl_status run(int argc, char **argv)
{
	struct ctl ctl = {0};

	if (argc < 1) {
		ctl_complain("no command given; " TRY_HELP);
		return CTL_FAILED;
	}
	ctl.command = command_find(command_name(argv[0]));
	if (!ctl.command) {
		ctl_complain("there is no command `%s`; " TRY_HELP, argv[0]);
		return CTL_FAILED;
	}
	return ctl.command->run(&ctl, argc, argv);
}

int main(int argc, char **argv)
{
	enum ctl_status status;

	/* A reader that went away is an error of a write, which is checked, and not a silent death. */
	signal(SIGPIPE, SIG_IGN);
	status = run(argc - 1, argv + 1);
	if (fflush(stdout) && status != CTL_FAILED)
		status = ctl_write_failed();
	return (int)status;
}
