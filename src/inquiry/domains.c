/* Reads conf/lists/domains.yaml, brands.yaml and the text lists beside them; looks up mail and web addresses. */
#include "domains_internal.h"
#include "yamltree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* All lists together have 2 MiB as text; ten times that is a mistake. */
#define LISTS_BYTES_MAX (64u * 1024u * 1024u)
#define LIST_FILE_BYTES_MAX (16 * 1024 * 1024)

struct loader {
	struct inq_domains *domains;
	struct inq_arena *arena;
	const char *dir;
	struct inq_mistakes *mistakes;
};

static const char *path_of(const struct loader *loader, const char *file)
{
	return inq_arena_printf(loader->arena, "%s/lists/%s", loader->dir, file);
}

/* --- Text lists -------------------------------------------------------------------------------------------------- */

static bool domain_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool looks_like_domain(struct inq_str name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (!domain_character(name.s[i]))
			return false;
	}
	return name.n >= 3 && name.n < INQ_HOST_SIZE && memchr(name.s, '.', name.n) != NULL && name.s[0] != '.' &&
	       name.s[name.n - 1] != '.';
}

/* The whole file in the arena; an empty text after a mistake. */
static struct inq_str read_file(const struct loader *loader, const char *path)
{
	struct inq_str text = INQ_STR("");
	FILE *file = fopen(path, "re");
	struct stat status;
	char *bytes = NULL;
	size_t size = 0;

	if (file == NULL || fstat(fileno(file), &status) != 0 || !S_ISREG(status.st_mode)) {
		inq_mistake(loader->mistakes, path, 1, "cannot be read: %s", strerror(file == NULL ? errno : EINVAL));
		goto out;
	}
	if (status.st_size > LIST_FILE_BYTES_MAX) {
		inq_mistake(loader->mistakes, path, 1, "found %lld bytes, expected at most %d",
			    (long long)status.st_size, LIST_FILE_BYTES_MAX);
		goto out;
	}
	bytes = inq_arena_alloc_raw(loader->arena, (size_t)status.st_size + 1);
	if (bytes == NULL)
		goto out;
	size = fread(bytes, 1, (size_t)status.st_size, file);
	bytes[size] = '\0';
	text = (struct inq_str){bytes, size};
out:
	if (file != NULL)
		fclose(file);
	return text;
}

static size_t count_lines(struct inq_str text)
{
	size_t lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.s[i] == '\n';
	return lines;
}

/* Takes the next line off `rest`, without blanks at its ends and without comment. */
static struct inq_str take_line(struct inq_str *rest)
{
	const char *end = memchr(rest->s, '\n', rest->n);
	size_t size = end != NULL ? (size_t)(end - rest->s) : rest->n;
	struct inq_str line = {rest->s, size};
	const char *comment = memchr(line.s, '#', line.n);

	rest->s += end != NULL ? size + 1 : size;
	rest->n -= end != NULL ? size + 1 : size;
	if (comment != NULL)
		line.n = (size_t)(comment - line.s);
	while (line.n > 0 && strchr(" \t\r", line.s[line.n - 1]) != NULL)
		line.n--;
	return line;
}

static void load_list(const struct loader *loader, const char *file, struct inq_wordset *set)
{
	const char *path = path_of(loader, file);
	struct inq_str rest = read_file(loader, path);
	struct inq_str *names = inq_arena_alloc_raw(loader->arena, count_lines(rest) * sizeof(*names));
	size_t count = 0;

	if (names == NULL)
		return;
	for (unsigned line = 1; rest.n > 0; line++) {
		struct inq_str name = take_line(&rest);

		if (name.n > 0 && !looks_like_domain(name))
			inq_mistake(loader->mistakes, path, line,
				    "found \"%.*s\", expected a domain name in lower case",
				    (int)(name.n < 80 ? name.n : 80), name.s);
		else if (name.n > 0)
			names[count++] = name;
	}
	inq_wordset_make(set, names, count);
}

/* --- domains.yaml ------------------------------------------------------------------------------------------------ */

/* What an entry of a list is, and so how it is checked and spelled. */
enum spelling { DOMAIN_NAMES, SUFFIXES, WORDS, EXTENSIONS };

struct domains_file {
	struct inq_str seller_country;
	struct inq_strings free_mail, not_free_mail, disposable_mail, not_disposable_mail, government;
	struct inq_strings legal_forms, company_words, login_words, reply_prefixes, product_words;
	struct inq_strings spec_units, attached_units, spec_words, spec_scales, not_codes;
	struct inq_yaml *attachments;
};

struct attachments_file {
	struct inq_strings extension[INQ_EXTENSION_COUNT];
};

#define LIST(key, member)                                                                                              \
	{                                                                                                              \
		.name = key, .type = INQ_FIELD_STRINGS, .offset = offsetof(struct domains_file, member),               \
		.required = true                                                                                       \
	}

static const struct inq_yaml_field domains_fields[] = {
	{.name = "seller-country", .type = INQ_FIELD_STRING, .offset = offsetof(struct domains_file, seller_country),
	 .required = true, .meaning = "where the seller is, as two letters of ISO 3166-1"},
	LIST("free-mail", free_mail),
	LIST("not-free-mail", not_free_mail),
	LIST("disposable-mail", disposable_mail),
	LIST("not-disposable-mail", not_disposable_mail),
	LIST("government", government),
	LIST("legal-forms", legal_forms),
	LIST("company-words", company_words),
	LIST("login-words", login_words),
	LIST("reply-prefixes", reply_prefixes),
	LIST("product-words", product_words),
	LIST("spec-units", spec_units),
	LIST("attached-units", attached_units),
	LIST("spec-words", spec_words),
	LIST("spec-scales", spec_scales),
	LIST("not-codes", not_codes),
	{.name = "attachments", .type = INQ_FIELD_NODE, .offset = offsetof(struct domains_file, attachments),
	 .required = true},
	{.name = NULL},
};

#define EXTENSION(key, kind)                                                                                           \
	{                                                                                                              \
		.name = key, .type = INQ_FIELD_STRINGS, .offset = offsetof(struct attachments_file, extension[kind]),  \
		.required = true                                                                                       \
	}

static const struct inq_yaml_field attachments_fields[] = {
	EXTENSION("executable", INQ_EXTENSION_EXECUTABLE),
	EXTENSION("macro", INQ_EXTENSION_MACRO),
	EXTENSION("archive", INQ_EXTENSION_ARCHIVE),
	EXTENSION("web-page", INQ_EXTENSION_WEB_PAGE),
	EXTENSION("drawing", INQ_EXTENSION_DRAWING),
	EXTENSION("sheet", INQ_EXTENSION_SHEET),
	EXTENSION("photo", INQ_EXTENSION_PHOTO),
	{.name = NULL},
};

static struct {
	enum spelling spelling;
	size_t from, to; /* struct inq_strings of domains_file, struct inq_wordset of inq_domains */
} const domains_lists[] = {
#define MOVE(spelling, member) {spelling, offsetof(struct domains_file, member), offsetof(struct inq_domains, member)}
	MOVE(DOMAIN_NAMES, free_mail),
	MOVE(DOMAIN_NAMES, not_free_mail),
	MOVE(DOMAIN_NAMES, disposable_mail),
	MOVE(DOMAIN_NAMES, not_disposable_mail),
	MOVE(SUFFIXES, government),
	MOVE(WORDS, legal_forms),
	MOVE(WORDS, company_words),
	MOVE(WORDS, login_words),
	MOVE(WORDS, reply_prefixes),
	MOVE(WORDS, product_words),
	MOVE(WORDS, spec_units),
	MOVE(WORDS, attached_units),
	MOVE(WORDS, spec_words),
	MOVE(WORDS, spec_scales),
	MOVE(WORDS, not_codes),
#undef MOVE
};

static bool is_label(struct inq_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!domain_character(text.s[i]))
			return false;
	}
	return text.n > 0;
}

/* NULL where the entry is right, else what was expected. */
static const char *expected_of(enum spelling spelling, struct inq_str entry)
{
	static const char *const expected[] = {
		[DOMAIN_NAMES] = "a domain name in lower case",
		[SUFFIXES] = "a label or a domain name in lower case",
		[WORDS] = "a word",
		[EXTENSIONS] = "the ending of a file name in lower case, without the full stop",
	};
	bool right = entry.n > 0;

	if (spelling == DOMAIN_NAMES)
		right = looks_like_domain(entry);
	if (spelling == SUFFIXES || spelling == EXTENSIONS)
		right = is_label(entry);
	return right ? NULL : expected[spelling];
}

static void take_list(const struct loader *loader, const char *path, const struct inq_strings *from,
		      enum spelling spelling, struct inq_wordset *to)
{
	struct inq_str *words = inq_arena_alloc_raw(loader->arena, (from->count + 1) * sizeof(*words));

	if (words == NULL)
		return;
	for (size_t i = 0; i < from->count; i++) {
		const char *expected = expected_of(spelling, from->item[i]);

		if (expected != NULL)
			inq_mistake(loader->mistakes, path, from->line[i], "found \"%s\", expected %s", from->item[i].s,
				    expected);
		words[i] = from->item[i];
		if (spelling == WORDS)
			words[i] = inq_normalise(loader->arena, words[i].s, words[i].n);
	}
	inq_wordset_make(to, words, from->count);
}

static void load_attachments(const struct loader *loader, const char *path, const struct inq_yaml *node)
{
	struct attachments_file file = {0};

	if (!inq_yaml_bind(loader->arena, path, node, attachments_fields, &file, loader->mistakes))
		return;
	for (int kind = 0; kind < INQ_EXTENSION_COUNT; kind++)
		take_list(loader, path, &file.extension[kind], EXTENSIONS, &loader->domains->extension[kind]);
}

static bool is_country(struct inq_str text)
{
	return text.n == 2 && text.s[0] >= 'A' && text.s[0] <= 'Z' && text.s[1] >= 'A' && text.s[1] <= 'Z';
}

static void load_domains(const struct loader *loader)
{
	const char *path = path_of(loader, "domains.yaml");
	struct inq_yaml *tree = inq_yaml_read(loader->arena, path, loader->mistakes);
	struct domains_file file = {0};

	if (tree == NULL || !inq_yaml_bind(loader->arena, path, tree, domains_fields, &file, loader->mistakes))
		return;
	if (!is_country(file.seller_country))
		inq_mistake(loader->mistakes, path, inq_yaml_get(tree, "seller-country")->line,
			    "seller-country: found \"%s\", expected two capital letters of ISO 3166-1, for example CN",
			    file.seller_country.s);
	loader->domains->seller_country = file.seller_country;
	for (size_t i = 0; i < sizeof(domains_lists) / sizeof(domains_lists[0]); i++)
		take_list(loader, path, (struct inq_strings *)((char *)&file + domains_lists[i].from),
			  domains_lists[i].spelling,
			  (struct inq_wordset *)((char *)loader->domains + domains_lists[i].to));
	load_attachments(loader, path, file.attachments);
}

/* --- brands.yaml ------------------------------------------------------------------------------------------------- */

struct brands_file {
	struct inq_yaml *brands, *homoglyphs;
	struct inq_strings bait_words, others;
};

static const struct inq_yaml_field brands_fields[] = {
	{.name = "brands", .type = INQ_FIELD_NODE, .offset = offsetof(struct brands_file, brands), .required = true},
	{.name = "bait-words", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct brands_file, bait_words),
	 .required = true},
	{.name = "others", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct brands_file, others), .required = true},
	{.name = "homoglyphs", .type = INQ_FIELD_NODE, .offset = offsetof(struct brands_file, homoglyphs),
	 .required = true},
	{.name = NULL},
};

static const char *const brand_kinds[] = {
	[INQ_BRAND_PLATFORM] = "platform", [INQ_BRAND_MAIL] = "mail",       [INQ_BRAND_FILE] = "file",
	[INQ_BRAND_COURIER] = "courier",   [INQ_BRAND_BANK] = "bank",       [INQ_BRAND_PAYMENT] = "payment",
	[INQ_BRAND_SOCIAL] = "social",     NULL,
};

struct brand_entry {
	struct inq_str name;
	struct inq_strings domains;
	int kind;
	bool national, ambiguous;
};

static const struct inq_yaml_field brand_fields[] = {
	{.name = "name", .type = INQ_FIELD_STRING, .offset = offsetof(struct brand_entry, name), .required = true},
	{.name = "kind", .type = INQ_FIELD_ENUM, .offset = offsetof(struct brand_entry, kind), .required = true,
	 .names = brand_kinds},
	{.name = "domains", .type = INQ_FIELD_STRINGS, .offset = offsetof(struct brand_entry, domains),
	 .required = true},
	{.name = "national", .type = INQ_FIELD_BOOL, .offset = offsetof(struct brand_entry, national)},
	{.name = "ambiguous", .type = INQ_FIELD_BOOL, .offset = offsetof(struct brand_entry, ambiguous)},
	{.name = NULL},
};

static void load_homoglyphs(const struct loader *loader, const char *path, const struct inq_yaml *map)
{
	struct inq_domains *domains = loader->domains;

	if (map->kind != INQ_YAML_MAP) {
		inq_mistake(loader->mistakes, path, map->line, "homoglyphs: expected pairs such as \"0\": o");
		return;
	}
	domains->homoglyph = inq_arena_alloc(loader->arena, (map->count + 1) * sizeof(*domains->homoglyph));
	for (size_t i = 0; domains->homoglyph != NULL && i < map->count; i++) {
		struct inq_homoglyph pair = {map->key[i]->scalar, map->item[i]->scalar};

		/* Never longer: the skeleton is written into a buffer of the name's own size. */
		if (map->item[i]->kind != INQ_YAML_SCALAR || pair.to.n == 0 || pair.to.n > pair.from.n)
			inq_mistake(loader->mistakes, path, map->key[i]->line,
				    "homoglyph %s: expected a replacement that is not longer", pair.from.s);
		else
			domains->homoglyph[domains->homoglyph_count++] = pair;
	}
}

static int compare_homoglyphs(const void *left, const void *right)
{
	const struct inq_homoglyph *a = left, *b = right;

	return (unsigned char)a->from.s[0] - (unsigned char)b->from.s[0];
}

static void index_homoglyphs(struct inq_domains *domains)
{
	size_t next = 0;

	if (domains->homoglyph_count > 0)
		qsort(domains->homoglyph, domains->homoglyph_count, sizeof(*domains->homoglyph), compare_homoglyphs);
	for (unsigned byte = 0; byte < 256; byte++) {
		domains->homoglyph_first[byte] = (uint32_t)next;
		while (next < domains->homoglyph_count && (unsigned char)domains->homoglyph[next].from.s[0] == byte)
			next++;
	}
	domains->homoglyph_first[256] = (uint32_t)next;
}

static struct inq_str without_hyphens(struct inq_arena *arena, struct inq_str name)
{
	char *out = inq_arena_alloc(arena, name.n + 1);
	size_t size = 0;

	for (size_t i = 0; out != NULL && i < name.n; i++) {
		if (name.s[i] != '-')
			out[size++] = name.s[i];
	}
	return out != NULL ? (struct inq_str){out, size} : INQ_STR("");
}

static struct inq_str skeleton_of(const struct loader *loader, struct inq_str name)
{
	char *out = inq_arena_alloc(loader->arena, name.n + 1);

	return out != NULL ? (struct inq_str){out, inq_skeleton(loader->domains, name, out)} : INQ_STR("");
}

static void load_brand(const struct loader *loader, const char *path, const struct inq_yaml *node,
		       struct inq_brand *brand)
{
	struct brand_entry entry = {0};

	if (!inq_yaml_bind(loader->arena, path, node, brand_fields, &entry, loader->mistakes))
		return;
	if (!is_label(entry.name))
		inq_mistake(loader->mistakes, path, node->line,
			    "name: found \"%s\", expected a name in lower case without blanks", entry.name.s);
	brand->name = without_hyphens(loader->arena, entry.name);
	brand->skeleton = skeleton_of(loader, brand->name);
	brand->kind = entry.kind;
	brand->national = entry.national;
	brand->ambiguous = entry.ambiguous;
	take_list(loader, path, &entry.domains, DOMAIN_NAMES, &brand->domains);
}

static void load_brands(const struct loader *loader)
{
	const char *path = path_of(loader, "brands.yaml");
	struct inq_yaml *tree = inq_yaml_read(loader->arena, path, loader->mistakes);
	struct inq_domains *domains = loader->domains;
	struct brands_file file = {0};

	if (tree == NULL || !inq_yaml_bind(loader->arena, path, tree, brands_fields, &file, loader->mistakes))
		return;
	load_homoglyphs(loader, path, file.homoglyphs);
	index_homoglyphs(domains);
	take_list(loader, path, &file.bait_words, SUFFIXES, &domains->bait_words);
	take_list(loader, path, &file.others, DOMAIN_NAMES, &domains->others);
	if (file.brands->kind != INQ_YAML_LIST) {
		inq_mistake(loader->mistakes, path, file.brands->line, "brands: expected a list");
		return;
	}
	domains->brand = inq_arena_alloc(loader->arena, (file.brands->count + 1) * sizeof(*domains->brand));
	if (domains->brand == NULL)
		return;
	for (; domains->brand_count < file.brands->count; domains->brand_count++)
		load_brand(loader, path, file.brands->item[domains->brand_count],
			   &domains->brand[domains->brand_count]);
}

/* --- Loading all of them ----------------------------------------------------------------------------------------- */

static void load_all(const struct loader *loader)
{
	load_domains(loader);
	load_brands(loader);
	load_list(loader, "free-mail.txt", &loader->domains->free_list);
	load_list(loader, "disposable-mail.txt", &loader->domains->disposable_list);
	load_list(loader, "link-shorteners.txt", &loader->domains->shorteners);
	loader->domains->psl = psl_builtin();
	if (loader->domains->psl == NULL)
		inq_mistake(loader->mistakes, "libpsl", 1, "has no public suffix list built in, expected one");
}

struct inq_domains *inq_domains_load(const char *dir, struct inq_error *error)
{
	struct inq_mistakes mistakes = {.first = error};
	struct inq_domains *domains = calloc(1, sizeof(*domains));
	struct inq_arena *arena = inq_arena_new(LISTS_BYTES_MAX);

	error->text[0] = '\0';
	if (domains != NULL && arena != NULL) {
		domains->arena = arena;
		load_all(&(struct loader){domains, arena, dir, &mistakes});
		if (mistakes.count == 0 && !inq_arena_failed(arena))
			return domains;
	}
	if (mistakes.count == 0)
		snprintf(error->text, sizeof(error->text), "out of memory while reading the lists of %s", dir);
	inq_arena_free(arena);
	free(domains);
	return NULL;
}

void inq_domains_free(struct inq_domains *domains)
{
	if (domains == NULL)
		return;
	inq_arena_free(domains->arena);
	free(domains);
}
