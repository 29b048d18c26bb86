#include "settings_table.h"

#include <inttypes.h>
#include <string.h>

/* What a value of each type looks like. */
static const char *const type_names[] = {
	[INQ_FIELD_STRING] = "text",   [INQ_FIELD_BOOL] = "yes/no",   [INQ_FIELD_INTEGER] = "number",
	[INQ_FIELD_DECIMAL] = "decimal", [INQ_FIELD_STRINGS] = "list", [INQ_FIELD_NODE] = "",
	[INQ_FIELD_DURATION] = "time", [INQ_FIELD_TEXT] = "",	      [INQ_FIELD_TEXTS] = "",
	[INQ_FIELD_ENUM] = "choice",   [INQ_FIELD_SIZE] = "size",
};

static void print_choices(const char *const *names, FILE *out)
{
	for (const char *separator = ": "; *names; names++, separator = ", ")
		fprintf(out, "%s%s", separator, *names);
}

void settings_help(FILE *out)
{
	const char *section = "";

	for (const struct setting *setting = settings_table; setting->section; setting++) {
		const struct inq_yaml_field *field = &setting->field;

		if (strcmp(section, setting->section) != 0)
			fprintf(out, "%s:\n", setting->section);
		section = setting->section;
		fprintf(out, "  %-16s %-7s %s", field->name, type_names[field->type], field->meaning);
		if (field->names)
			print_choices(field->names, out);
		if (*setting->preset)
			fprintf(out, " [%s]", setting->preset);
		fputc('\n', out);
	}
}

/* ---- dump ---- */

struct unit {
	int64_t factor;
	const char *suffix;
};
static const struct unit time_units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "m"}, {1000, "s"}, {1, "ms"}};
static const struct unit size_units[] = {{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}, {1, "B"}};

/* In the largest unit of which it is a whole number. The last unit is 1. */
static void print_unit(int64_t value, const struct unit *unit, FILE *out)
{
	while (value % unit->factor != 0)
		unit++;
	fprintf(out, "%" PRId64 "%s", value / unit->factor, unit->suffix);
}

static void print_time(int64_t value, FILE *out)
{
	if (value == 0)
		fputs("0s", out);
	else
		print_unit(value, time_units, out);
}

/* A YAML text in double quotes, which everything can be written in. */
static void print_text(struct inq_str text, FILE *out)
{
	fputc('"', out);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			fprintf(out, "\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
}

/* An address with its password as ***. */
static void print_url(struct inq_str url, FILE *out)
{
	const char *end = url.s + url.n, *host = strstr(url.s, "://"), *at = NULL, *colon;

	for (const char *p = host ? host + 3 : end; p < end && *p != '/'; p++)
		at = *p == '@' ? p : at;
	colon = at ? memchr(host + 3, ':', (size_t)(at - host - 3)) : NULL;
	if (!colon) {
		print_text(url, out);
		return;
	}
	fprintf(out, "\"%.*s:***%s\"", (int)(colon - url.s), url.s, at);
}

static void print_list(const struct inq_strings *list, FILE *out)
{
	fputc('[', out);
	for (size_t i = 0; i < list->count; i++) {
		fputs(i ? ", " : "", out);
		print_text(list->item[i], out);
	}
	fputc(']', out);
}

static void print_value(const struct setting *setting, const void *value, FILE *out)
{
	const struct inq_yaml_field *field = &setting->field;

	if (field->type == INQ_FIELD_DURATION)
		print_time(*(const int64_t *)value, out);
	else if (field->type == INQ_FIELD_SIZE)
		print_unit(*(const int64_t *)value, size_units, out);
	else if (field->type == INQ_FIELD_INTEGER)
		fprintf(out, "%" PRId64, *(const int64_t *)value);
	else if (field->type == INQ_FIELD_ENUM)
		fputs(field->names[*(const int *)value], out);
	else if (field->type == INQ_FIELD_STRINGS)
		print_list(value, out);
	else if (strcmp(field->name, "url") == 0)
		print_url(*(const struct inq_str *)value, out);
	else
		print_text(*(const struct inq_str *)value, out);
}

void settings_dump(const struct settings *settings, FILE *out)
{
	const char *section = "";

	for (const struct setting *setting = settings_table; setting->section; setting++) {
		if (strcmp(section, setting->section) != 0)
			fprintf(out, "%s:\n", setting->section);
		section = setting->section;
		fprintf(out, "  %s: ", setting->field.name);
		print_value(setting, (const char *)settings + setting->field.offset, out);
		fputc('\n', out);
	}
}
