/* Host names of mail and web addresses: taken apart, and looked up in the lists. */
#include "domains_internal.h"

#include <string.h>

/* --- Taking apart ------------------------------------------------------------------------------------------------ */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool host_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (unsigned char)c >= 0x80;
}

static bool labels_are_sound(const struct inq_host *host)
{
	bool stop = true; /* a full stop, or the beginning, stands before */
	size_t stops = 0;

	for (size_t i = 0; i < host->size; i++) {
		if (host->name[i] == '.' ? stop : !host_character(host->name[i]))
			return false;
		stop = host->name[i] == '.';
		stops += stop;
	}
	return !stop && stops > 0;
}

/* No top-level domain is a number. */
static bool last_label_is_number(const struct inq_host *host)
{
	for (size_t i = host->size; i > 0 && host->name[i - 1] != '.'; i--) {
		if (host->name[i - 1] < '0' || host->name[i - 1] > '9')
			return false;
	}
	return true;
}

static void find_registrable(const struct inq_domains *domains, struct inq_host *host)
{
	const char *registrable = host->ip ? NULL : psl_registrable_domain(domains->psl, host->name);
	const char *stop;

	host->suffix = registrable == NULL;
	host->registrable = registrable != NULL ? (size_t)(registrable - host->name) : 0;
	stop = strchr(host->name + host->registrable, '.');
	host->label = (size_t)(stop - (host->name + host->registrable));
}

bool inq_host_parse(const struct inq_domains *domains, struct inq_str text, struct inq_host *host)
{
	memset(host, 0, sizeof(*host));
	if (text.n > 0 && text.s[text.n - 1] == '.')
		text.n--;
	if (text.n == 0 || text.n >= INQ_HOST_SIZE)
		return false;
	for (size_t i = 0; i < text.n; i++)
		host->name[i] = lower(text.s[i]);
	host->size = text.n;
	if (!labels_are_sound(host)) {
		memset(host, 0, sizeof(*host));
		return false;
	}
	host->ip = last_label_is_number(host);
	find_registrable(domains, host);
	return true;
}

static struct inq_str trim(struct inq_str text)
{
	while (text.n > 0 && strchr(" \t\r\n<\"'", text.s[0]) != NULL && text.s[0] != '\0') {
		text.s++;
		text.n--;
	}
	while (text.n > 0 && strchr(" \t\r\n>\"'", text.s[text.n - 1]) != NULL && text.s[text.n - 1] != '\0')
		text.n--;
	return text;
}

bool inq_host_of_mail(const struct inq_domains *domains, struct inq_str address, struct inq_host *host)
{
	struct inq_str text = trim(address);
	const char *at = text.n > 0 ? memrchr(text.s, '@', text.n) : NULL;

	if (at == NULL || at == text.s)
		return inq_host_parse(domains, INQ_STR(""), host);
	at++;
	return inq_host_parse(domains, (struct inq_str){at, text.n - (size_t)(at - text.s)}, host);
}

static struct inq_str without_scheme(struct inq_str url)
{
	const char *scheme = url.n > 0 ? memmem(url.s, url.n, "://", 3) : NULL;
	size_t skip = scheme != NULL ? (size_t)(scheme + 3 - url.s) : 0;

	return (struct inq_str){url.s + skip, url.n - skip};
}

/* Where the first of the characters stands, else the end. */
static size_t until(struct inq_str text, const char *characters)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != '\0' && strchr(characters, text.s[i]) != NULL)
			return i;
	}
	return text.n;
}

static bool begins_with_www(struct inq_str host)
{
	return host.n > 4 && lower(host.s[0]) == 'w' && lower(host.s[1]) == 'w' && lower(host.s[2]) == 'w' &&
	       host.s[3] == '.';
}

bool inq_host_of_url(const struct inq_domains *domains, struct inq_str url, struct inq_host *host)
{
	struct inq_str text = without_scheme(trim(url));
	const char *user;

	text.n = until(text, "/?#\\ ");
	user = text.n > 0 ? memrchr(text.s, '@', text.n) : NULL;
	if (user != NULL) {
		text.n -= (size_t)(user + 1 - text.s);
		text.s = user + 1;
	}
	text.n = until(text, ":");
	if (begins_with_www(text))
		text = (struct inq_str){text.s + 4, text.n - 4};
	return inq_host_parse(domains, text, host);
}

struct inq_str inq_host_registrable(const struct inq_host *host)
{
	return (struct inq_str){host->name + host->registrable, host->size - host->registrable};
}

bool inq_host_same_owner(const struct inq_host *a, const struct inq_host *b)
{
	return a->size > 0 && b->size > 0 && !a->suffix && !b->suffix &&
	       inq_str_eq(inq_host_registrable(a), inq_host_registrable(b));
}

/* --- Looking up -------------------------------------------------------------------------------------------------- */

/* The host itself or a domain above it, down to the registrable one. */
static bool stands_in(const struct inq_wordset *set, const struct inq_host *host)
{
	size_t at = 0;

	if (host->size == 0)
		return false;
	for (;;) {
		const char *stop;

		if (inq_wordset_has(set, (struct inq_str){host->name + at, host->size - at}))
			return true;
		stop = strchr(host->name + at, '.');
		if (stop == NULL || (size_t)(stop + 1 - host->name) > host->registrable)
			return false;
		at = (size_t)(stop + 1 - host->name);
	}
}

bool inq_domains_disposable(const struct inq_domains *domains, const struct inq_host *host)
{
	if (stands_in(&domains->not_disposable_mail, host))
		return false;
	return stands_in(&domains->disposable_mail, host) || stands_in(&domains->disposable_list, host);
}

bool inq_domains_free_mail(const struct inq_domains *domains, const struct inq_host *host)
{
	if (stands_in(&domains->not_free_mail, host) || inq_domains_disposable(domains, host))
		return false;
	return stands_in(&domains->free_mail, host) || stands_in(&domains->free_list, host);
}

bool inq_domains_shortener(const struct inq_domains *domains, const struct inq_host *host)
{
	return stands_in(&domains->shorteners, host);
}

/* A label such as gov counts where nobody can register it: in the public suffix. */
static bool suffix_has_label(const struct inq_wordset *labels, const struct inq_host *host)
{
	const char *at = host->name + (host->suffix ? 0 : host->registrable + host->label + 1);

	for (;;) {
		const char *stop = strchr(at, '.');
		size_t size = stop != NULL ? (size_t)(stop - at) : strlen(at);

		if (inq_wordset_has(labels, (struct inq_str){at, size}))
			return true;
		if (stop == NULL)
			return false;
		at = stop + 1;
	}
}

bool inq_domains_government(const struct inq_domains *domains, const struct inq_host *host)
{
	return host->size > 0 && !host->ip &&
	       (suffix_has_label(&domains->government, host) || stands_in(&domains->government, host));
}

/* "com", or a country's two letters with or without "co" and the like before them. */
static bool national_suffix(const struct inq_host *host)
{
	const char *suffix = host->name + host->registrable + host->label;

	return !host->suffix && (strcmp(suffix, ".com") == 0 || (host->size > 3 && host->name[host->size - 3] == '.'));
}

static bool belongs_to(const struct inq_brand *brand, const struct inq_host *host)
{
	struct inq_str label = {host->name + host->registrable, host->label};

	return stands_in(&brand->domains, host) ||
	       (brand->national && inq_str_eq(label, brand->name) && national_suffix(host));
}

const struct inq_brand *inq_domains_brand(const struct inq_domains *domains, const struct inq_host *host)
{
	for (size_t i = 0; i < domains->brand_count; i++) {
		if (belongs_to(&domains->brand[i], host))
			return &domains->brand[i];
	}
	return NULL;
}
