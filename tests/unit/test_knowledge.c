/* Mistakes in taxonomy and packs: each is reported with file, line, what was found and what was expected. */
#include "knowledge.h"
#include "rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

static const char taxonomy[] = "taxonomy: t\nversion: 1\ndimensions:\n"
			       "  - {name: kind, abstain: 0.5, question: q, labels: [{name: a, reads: a}, {name: b, reads: b}]}\n"
			       "composite:\n  - {when: {}, reads: x}\n";

struct folder {
	char dir[32], packs[48], pack[64], taxonomy[64];
};

static void put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static struct folder make(const char *tax, const char *pack)
{
	struct folder f;

	strcpy(f.dir, "/tmp/knowledge.XXXXXX");
	assert_non_null(mkdtemp(f.dir));
	snprintf(f.packs, sizeof(f.packs), "%s/packs", f.dir);
	snprintf(f.pack, sizeof(f.pack), "%s/p.yaml", f.packs);
	snprintf(f.taxonomy, sizeof(f.taxonomy), "%s/taxonomy.yaml", f.dir);
	assert_int_equal(mkdir(f.packs, 0700), 0);
	put(f.taxonomy, tax);
	put(f.pack, pack);
	return f;
}

static void drop(const struct folder *f)
{
	unlink(f->pack);
	unlink(f->taxonomy);
	rmdir(f->packs);
	rmdir(f->dir);
}

/* The first mistake of loading and compiling, "" when there is none. */
static struct inq_error first_mistake(const char *tax, const char *pack)
{
	struct folder f = make(tax, pack);
	struct inq_error error = {""};
	struct inq_mistakes mistakes = {.first = &error};
	struct inq_knowledge *k = inq_knowledge_load(f.dir, &mistakes);

	if (k)
		inq_rules_free(inq_rules_compile(k, NULL, &mistakes));
	inq_knowledge_free(k);
	drop(&f);
	return error;
}

#define HEAD "pack: p\nversion: 1\nrules:\n"
#define GOOD "  - {rule: r, family: f, because: why, effects: {kind: {a: 1}}}\n"
#define WORDS "patterns:\n  - {rule: r, any: [x], match: [x], no_match: [y]}\n"

struct bad {
	const char *pack, *message;
};
static const struct bad bads[] = {
	{HEAD "  - {rule: r, family: f, because: why, effects: {kin: {a: 1}}}\n" WORDS, "p.yaml:4: unknown dimension 'kin', expected one of: kind"},
	{HEAD "  - {rule: r, family: f, because: why, effects: {kind: {c: 1}}}\n" WORDS, "p.yaml:4: unknown label 'c' of kind, expected one of: a, b"},
	{HEAD "  - {rule: r, family: f, because: why, effects: {kind: {a: much}}}\n" WORDS, "p.yaml:4: a: found 'much', expected points from -20 to 20"},
	{HEAD "  - {rule: r, family: f, because: why, effects: {kind: {a: 99}}}\n" WORDS, "expected points from -20 to 20"},
	{HEAD "  - {rule: r, famly: f, because: why}\n" WORDS, "p.yaml:4: unknown key 'famly'"},
	{HEAD GOOD GOOD WORDS, "p.yaml:5: rule 'r' is declared twice"},
	{HEAD GOOD, "p.yaml:4: rule 'r' can never fire"},
	{HEAD GOOD "patterns:\n  - {rule: s, any: [x], match: [x], no_match: [y]}\n", "p.yaml:6: unknown rule 's'"},
	{HEAD GOOD "patterns:\n  - {rule: r, in: [bodi], any: [x], match: [x], no_match: [y]}\n", "p.yaml:6: in: unknown part 'bodi'"},
	{HEAD GOOD "patterns:\n  - {rule: r, any: [x], match: [x]}\n", "p.yaml:6: 'no_match' is missing"},
	{HEAD GOOD "patterns:\n  - {rule: r, any: ['a.*b'], match: [x], no_match: [y]}\n", "p.yaml:6: pattern 'a.*b': found .* or .+"},
	{HEAD GOOD "patterns:\n  - {rule: r, any: ['\\bx'], match: [x], no_match: [y]}\n", "p.yaml:6: pattern '\\bx': found \\b"},
	{HEAD GOOD "patterns:\n  - {rule: r, any: ['a(b'], match: [x], no_match: [y]}\n", "p.yaml:6: pattern 'a(b': "},
	{HEAD "  - {rule: r, family: f, because: why, when: {all: [mail.fre]}}\n", "p.yaml:4: unknown name 'mail.fre', expected a signal or a rule"},
	{HEAD "  - {rule: r, family: f, because: why, when: {every: [mail.free]}}\n", "p.yaml:4: 'every': expected all, any or none"},
};

static void every_mistake_names_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bads) / sizeof(*bads); i++) {
		struct inq_error error = first_mistake(taxonomy, bads[i].pack);

		if (!strstr(error.text, bads[i].message))
			fail_msg("found '%s', expected '%s'", error.text, bads[i].message);
	}
}

static void a_good_folder_has_none(void **state)
{
	(void)state;
	assert_string_equal(first_mistake(taxonomy, HEAD GOOD WORDS).text, "");
}

static void a_taxonomy_needs_two_labels(void **state)
{
	(void)state;
	assert_non_null(strstr(first_mistake("taxonomy: t\nversion: 1\ndimensions:\n"
					     "  - {name: kind, abstain: 0.5, question: q, labels: [{name: a, reads: a}]}\n"
					     "composite:\n  - {when: {}, reads: x}\n",
					     HEAD GOOD WORDS).text,
			       "taxonomy.yaml:4: labels: expected a list of two or more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_mistake_names_its_place),
		cmocka_unit_test(a_good_folder_has_none),
		cmocka_unit_test(a_taxonomy_needs_two_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
