#include "rio_url.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_PORT 6379u
#define PORT_MAX 65535u
#define DB_MAX 999999u

bool rio_fail(struct rio_error *error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return false;
}

static bool out_of_memory(struct rio_error *error)
{
	return rio_fail(error, "out of memory");
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* A new percent-decoded copy of n bytes; NULL when out of memory. A '%' without two hex digits stands for itself;
 * %00 as well, for it would cut the string. */
static char *decode(const char *s, size_t n)
{
	char *out = malloc(n + 1);
	size_t size = 0;

	if (!out)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		int high = s[i] == '%' && n - i > 2 ? hex_value(s[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s[i + 2]) : -1;

		if (low >= 0 && high + low > 0) {
			out[size++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[size++] = s[i];
		}
	}
	out[size] = '\0';
	return out;
}

static bool parse_number(const char *s, size_t n, unsigned max, unsigned *number)
{
	unsigned value = 0;

	if (n == 0 || n > 9)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		value = value * 10 + (unsigned)(s[i] - '0');
	}
	*number = value;
	return value <= max;
}

static bool parse_db(const char *s, size_t n, struct rio_url *url, struct rio_error *error)
{
	if (!parse_number(s, n, DB_MAX, &url->db))
		return rio_fail(error, "the database in the Redis address must be a number");
	return true;
}

/* "user:password@" or "user@" or ":password@", if there is one in [*s, end). */
static bool parse_login(const char **s, const char *end, struct rio_url *url, struct rio_error *error)
{
	const char *at = NULL, *colon;

	for (const char *p = *s; p < end; p++)
		at = *p == '@' ? p : at;
	if (!at)
		return true;
	colon = memchr(*s, ':', (size_t)(at - *s));
	if ((colon ? colon : at) > *s) {
		url->user = decode(*s, (size_t)((colon ? colon : at) - *s));
		if (!url->user)
			return out_of_memory(error);
	}
	if (colon) {
		url->password = decode(colon + 1, (size_t)(at - colon - 1));
		if (!url->password)
			return out_of_memory(error);
	}
	*s = at + 1;
	return true;
}

/* "host", "host:port", "[v6]:port" in n bytes. */
static bool parse_host(const char *s, size_t n, struct rio_url *url, struct rio_error *error)
{
	const char *end = s + n, *host_end, *port = NULL;

	if (s < end && *s == '[') {
		s++;
		host_end = memchr(s, ']', (size_t)(end - s));
		if (!host_end || (host_end + 1 < end && host_end[1] != ':'))
			return rio_fail(error, "a '[' in the Redis address needs its ']'");
		port = host_end + 1 < end ? host_end + 2 : NULL;
	} else {
		host_end = memchr(s, ':', (size_t)(end - s));
		port = host_end ? host_end + 1 : NULL;
		host_end = host_end ? host_end : end;
	}
	if (port && (!parse_number(port, (size_t)(end - port), PORT_MAX, &url->port) || url->port == 0))
		return rio_fail(error, "the port in the Redis address must be a number from 1 to 65535");
	if (host_end == s)
		return rio_fail(error, "the Redis address has no host");
	url->host = strndup(s, (size_t)(host_end - s));
	return url->host ? true : out_of_memory(error);
}

static bool parse_tcp(const char *s, struct rio_url *url, struct rio_error *error)
{
	const char *end = s + strcspn(s, "/?#");

	if (*end == '?' || *end == '#')
		return rio_fail(error, "a redis:// address takes no '?' or '#'; the database is /N");
	if (*end == '/' && end[1] && !parse_db(end + 1, strlen(end + 1), url, error))
		return false;
	return parse_login(&s, end, url, error) && parse_host(s, strcspn(s, "/?#"), url, error);
}

static bool parse_unix(const char *s, struct rio_url *url, struct rio_error *error)
{
	const char *path = s + strcspn(s, "/"), *query;

	if (!parse_login(&s, path, url, error))
		return false;
	if (*s != '/')
		return rio_fail(error, "a unix:// address needs an absolute path, as in unix:///run/redis/redis.sock");
	query = strchr(s, '?');
	if (query && (strncmp(query, "?db=", 4) != 0 || !parse_db(query + 4, strlen(query + 4), url, error)))
		return rio_fail(error, "after the path of a unix:// address only ?db=N may follow");
	url->path = decode(s, query ? (size_t)(query - s) : strlen(s));
	return url->path ? true : out_of_memory(error);
}

bool rio_url_parse(const char *text, struct rio_url *url, struct rio_error *error)
{
	static const struct {
		const char *scheme;
		bool (*parse)(const char *rest, struct rio_url *url, struct rio_error *error);
	} schemes[] = {{"redis://", parse_tcp}, {"unix://", parse_unix}};

	*url = (struct rio_url){.port = DEFAULT_PORT};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i].scheme);

		if (strncmp(text, schemes[i].scheme, n) == 0)
			return schemes[i].parse(text + n, url, error);
	}
	if (strncmp(text, "rediss://", 9) == 0)
		return rio_fail(error, "rediss:// asks for TLS, which this build does not have; use redis://, unix:// or a "
				   "local TLS tunnel");
	return rio_fail(error, "the Redis address must begin with redis:// or unix://");
}

void rio_url_free(struct rio_url *url)
{
	free(url->host);
	free(url->path);
	free(url->user);
	free(url->password);
	*url = (struct rio_url){0};
}

static bool replace(char **field, const char *value)
{
	char *copy;

	if (!value)
		return true;
	copy = strdup(value);
	if (!copy)
		return false;
	free(*field);
	*field = copy;
	return true;
}

bool rio_url_login(struct rio_url *url, const char *user, const char *password)
{
	return replace(&url->user, user) && replace(&url->password, password);
}

bool rio_url_copy(const struct rio_url *url, struct rio_url *copy)
{
	*copy = (struct rio_url){.port = url->port, .db = url->db};
	if (replace(&copy->host, url->host) && replace(&copy->path, url->path) && replace(&copy->user, url->user) &&
	    replace(&copy->password, url->password))
		return true;
	rio_url_free(copy);
	return false;
}

char *rio_url_text(const struct rio_url *url)
{
	char *text;
	int n;

	if (url->path)
		n = asprintf(&text, "unix://%s?db=%u", url->path, url->db);
	else
		n = asprintf(&text, strchr(url->host, ':') ? "redis://[%s]:%u/%u" : "redis://%s:%u/%u", url->host,
			     url->port, url->db);
	return n < 0 ? NULL : text;
}
