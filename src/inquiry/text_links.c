#include "text_links.h"

#include <string.h>

#define SCHEME_BYTES_MAX 6u
/* Longest name of a host in DNS, and room for a user name before it. */
#define AUTHORITY_BYTES_MAX 320u

/* Domains that are believed without scheme and path. Not among them are those that are also words: after a full stop
 * with a forgotten blank "gracias.es" would be one. */
static const char *const plain_domains[] = {
    "ae",      "app", "asia", "au",   "biz",  "br",    "ch",      "club",   "cn",  "com", "cz", "dev", "eg",   "eu",
    "example", "fr",  "gr",   "hk",   "hu",   "info",  "invalid", "io",     "ir",  "jp",  "kr", "kz",  "live", "ly",
    "ma",      "mx",  "my",   "net",  "ng",   "nl",    "nz",      "online", "org", "ph",  "pk", "pl",  "pt",   "qa",
    "ro",      "ru",  "sa",   "shop", "site", "store", "test",    "tr",     "tw",  "ua",  "uk", "vn",  "xyz",  "za",
};
/* These need a path behind them. */
static const char *const word_domains[] = {
    "ai", "al", "am",   "ar", "at", "be", "bg", "by",  "ca",  "cc", "cl", "click", "cloud",
    "co", "de", "dk",   "es", "fi", "gd", "gl", "id",  "il",  "in", "is", "it",    "ke",
    "la", "lk", "link", "lt", "lv", "me", "no", "pe",  "pro", "re", "rs", "se",    "sg",
    "si", "sk", "so",   "su", "th", "tn", "to", "top", "tv",  "us", "uz", "vip",   "ws",
};

static bool is_host_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

static bool ends_address(char c)
{
	return c == ' ' || c == '\n' || c == '"' || c == '<' || c == '>' || c == '|' || c == '\\';
}

static bool begins(struct inq_str s, const char *literal)
{
	size_t n = strlen(literal);

	return s.n >= n && memcmp(s.s, literal, n) == 0;
}

static bool is_scheme(struct inq_str s)
{
	return inq_str_is(s, "http") || inq_str_is(s, "https") || inq_str_is(s, "hxxp") || inq_str_is(s, "hxxps") ||
	       inq_str_is(s, "ftp");
}

/* The host of what stands behind "://": user name, port, path and "www." go. */
static struct inq_str authority_host(struct inq_str s)
{
	size_t n = 0, port;
	const char *at;

	while (n < s.n && n < AUTHORITY_BYTES_MAX && !ends_address(s.s[n]) && !strchr("/?#()[]{}'", s.s[n]))
		n++;
	at = memrchr(s.s, '@', n);
	if (at) {
		n -= (size_t)(at + 1 - s.s);
		s.s = at + 1;
	}
	/* "https://host.example谢谢": an ASCII name ends where other letters begin. */
	for (port = 0; port < n && s.s[port] != ':'; port++) {
		if ((unsigned char)s.s[0] < 0x80 && !is_host_byte(s.s[port]))
			break;
	}
	s.n = port;
	if (begins(s, "www."))
		s = (struct inq_str){s.s + 4, s.n - 4};
	while (s.n && (s.s[s.n - 1] == '.' || s.s[s.n - 1] == '-' || s.s[s.n - 1] == ','))
		s.n--;
	return s;
}

struct inq_str inq_link_host(struct inq_str address)
{
	const char *colon = memchr(address.s, ':', address.n);
	struct inq_str none = {"", 0}, rest = address;

	if (begins(address, "//"))
		rest = (struct inq_str){address.s + 2, address.n - 2};
	else if (colon && is_scheme((struct inq_str){address.s, (size_t)(colon - address.s)}))
		rest = (struct inq_str){colon + 1, address.n - (size_t)(colon + 1 - address.s)};
	else if (!begins(address, "www."))
		return none;
	while (rest.n && rest.s[0] == '/')
		rest = (struct inq_str){rest.s + 1, rest.n - 1};
	return authority_host(rest);
}

/* Where the scheme begins whose "://" stands before text[i], with at most a user name in between; `i` when none. */
static uint32_t scheme_start(const char *text, uint32_t from, uint32_t i)
{
	uint32_t low = i - from > AUTHORITY_BYTES_MAX ? i - AUTHORITY_BYTES_MAX : from, k = i, end;

	while (k > low && !ends_address(text[k - 1]) && text[k - 1] != '/')
		k--;
	if (k < from + 3 || memcmp(text + k - 3, "://", 3) != 0)
		return i;
	end = k - 3;
	k = end;
	while (k > from && end - k < SCHEME_BYTES_MAX && text[k - 1] >= 'a' && text[k - 1] <= 'z')
		k--;
	return is_scheme((struct inq_str){text + k, end - k}) ? k : i;
}

static bool in_list(const char *const *list, size_t count, struct inq_str s)
{
	for (size_t i = 0; i < count; i++) {
		if (inq_str_is(s, list[i]))
			return true;
	}
	return false;
}

/* A host without scheme: "www." or a domain that is believed. `next` is the byte behind it. */
static bool is_believable(struct inq_str host, char next, char after_next)
{
	const char *dot = memrchr(host.s, '.', host.n);
	struct inq_str top;
	bool path = next == '/' && is_host_byte(after_next);

	if (!dot || host.s[0] == '.' || memmem(host.s, host.n, "..", 2))
		return false;
	if (begins(host, "www."))
		return host.n > 4;
	top = (struct inq_str){dot + 1, host.n - (size_t)(dot + 1 - host.s)};
	if (in_list(plain_domains, sizeof(plain_domains) / sizeof(plain_domains[0]), top))
		return true;
	return path && in_list(word_domains, sizeof(word_domains) / sizeof(word_domains[0]), top);
}

/* The end of an address whose host ends at `i`: port, path and query, without the punctuation of the sentence. */
static uint32_t address_end(const char *text, uint32_t i, uint32_t end)
{
	uint32_t start = i;

	if (i < end && strchr("/?#:", text[i])) {
		while (i < end && !ends_address(text[i]) && (unsigned char)text[i] < 0x80)
			i++;
	}
	while (i > start && strchr(".,;:!?)]}'*", text[i - 1]))
		i--;
	return i;
}

static struct inq_str with_scheme(const char *text, uint32_t start, uint32_t end, struct inq_span *place)
{
	struct inq_str host = inq_link_host((struct inq_str){text + start, end - start});
	uint32_t host_end = (uint32_t)(host.s + host.n - text);

	if (host.n)
		*place = (struct inq_span){start, address_end(text, host_end, end)};
	return host;
}

struct inq_str inq_link_next(const char *text, uint32_t start, uint32_t end, struct inq_span *place)
{
	uint32_t from = start;

	for (const char *dot; start < end && (dot = memchr(text + start, '.', end - start)); from = start) {
		uint32_t left = (uint32_t)(dot - text), right = left, scheme;
		struct inq_str host;

		while (left > from && is_host_byte(text[left - 1]))
			left--;
		while (right < end && is_host_byte(text[right]))
			right++;
		start = right;
		scheme = left > from ? scheme_start(text, from, left) : left;
		if (scheme < left) {
			host = with_scheme(text, scheme, end, place);
			if (host.n)
				return host;
			continue;
		}
		/* The two halves of a mail address, and pieces of paths. */
		if ((left > from && strchr("@/\\", text[left - 1])) || (right < end && text[right] == '@'))
			continue;
		while (right > left && strchr(".-_", text[right - 1]))
			right--;
		host = (struct inq_str){text + left, right - left};
		if (!host.n ||
		    !is_believable(host, right < end ? text[right] : ' ', right + 1 < end ? text[right + 1] : ' '))
			continue;
		*place = (struct inq_span){left, address_end(text, right, end)};
		if (begins(host, "www."))
			host = (struct inq_str){host.s + 4, host.n - 4};
		return host;
	}
	*place = (struct inq_span){end, end};
	return (struct inq_str){"", 0};
}

bool inq_link_add(struct inq_arena *arena, struct inq_link_list *list, struct inq_link link)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 8;
		struct inq_link *item = inq_arena_alloc_raw(arena, capacity * sizeof(*item));

		if (!item)
			return false;
		if (list->count)
			memcpy(item, list->item, list->count * sizeof(*item));
		list->item = item;
		list->capacity = capacity;
	}
	list->item[list->count++] = link;
	return true;
}

static bool lies_under(struct inq_str host, struct inq_str site)
{
	return host.n > site.n && host.s[host.n - site.n - 1] == '.' &&
	       memcmp(host.s + host.n - site.n, site.s, site.n) == 0;
}

bool inq_link_same_site(struct inq_str a, struct inq_str b)
{
	return inq_str_eq(a, b) || lies_under(a, b) || lies_under(b, a);
}
