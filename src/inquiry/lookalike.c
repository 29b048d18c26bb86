/* Addresses that imitate a brand. What counts is told in conf/lists/brands.yaml. */
#include "domains_internal.h"

#include <string.h>

/* One letter of difference says something only in a longer name: "gmal" is a typing error, "docusing" a trap. The same
 * length makes it improbable that the name stands inside another word by chance. */
#define LONG_NAME 7

static const struct inq_homoglyph *homoglyph_at(const struct inq_domains *domains, struct inq_str text)
{
	unsigned char byte = (unsigned char)text.s[0];
	const struct inq_homoglyph *longest = NULL;

	for (size_t i = domains->homoglyph_first[byte]; i < domains->homoglyph_first[byte + 1]; i++) {
		const struct inq_homoglyph *pair = &domains->homoglyph[i];

		if (pair->from.n <= text.n && memcmp(pair->from.s, text.s, pair->from.n) == 0 &&
		    (longest == NULL || pair->from.n > longest->from.n))
			longest = pair;
	}
	return longest;
}

size_t inq_skeleton(const struct inq_domains *domains, struct inq_str name, char *out)
{
	size_t at = 0, size = 0;

	while (at < name.n) {
		const struct inq_homoglyph *pair =
			homoglyph_at(domains, (struct inq_str){name.s + at, name.n - at});

		if (pair == NULL) {
			out[size++] = name.s[at++];
			continue;
		}
		memcpy(out + size, pair->to.s, pair->to.n);
		size += pair->to.n;
		at += pair->from.n;
	}
	return size;
}

static size_t common_prefix(struct inq_str a, struct inq_str b)
{
	size_t i = 0;

	while (i < a.n && i < b.n && a.s[i] == b.s[i])
		i++;
	return i;
}

static size_t common_suffix(struct inq_str a, struct inq_str b)
{
	size_t i = 0;

	while (i < a.n && i < b.n && a.s[a.n - 1 - i] == b.s[b.n - 1 - i])
		i++;
	return i;
}

/* Different, by one letter missing, added or changed, or by two neighbours swapped. */
static bool one_apart(struct inq_str a, struct inq_str b)
{
	size_t prefix = common_prefix(a, b), suffix = common_suffix(a, b);
	size_t longer = a.n > b.n ? a.n : b.n, shorter = a.n > b.n ? b.n : a.n;

	if (longer - shorter > 1 || (longer == shorter && prefix == longer))
		return false;
	if (prefix + suffix >= longer - 1)
		return true;
	return longer == shorter && prefix + suffix == longer - 2 && a.s[prefix] == b.s[prefix + 1] &&
	       a.s[prefix + 1] == b.s[prefix];
}

/* What of a host is compared with the brands. */
struct sight {
	const struct inq_domains *domains;
	const struct inq_host *host;
	struct inq_str label; /* of the registrable part, as written */
	struct inq_str flat;  /* without hyphens */
	struct inq_str skeleton, hyphened; /* skeletons of `flat` and `label` */
	char flat_bytes[INQ_HOST_SIZE], skeleton_bytes[INQ_HOST_SIZE], hyphened_bytes[INQ_HOST_SIZE];
};

static void look_at(const struct inq_domains *domains, const struct inq_host *host, struct sight *sight)
{
	size_t size = 0;

	sight->domains = domains;
	sight->host = host;
	sight->label = (struct inq_str){host->name + host->registrable, host->label};
	for (size_t i = 0; i < sight->label.n; i++) {
		if (sight->label.s[i] != '-')
			sight->flat_bytes[size++] = sight->label.s[i];
	}
	sight->flat = (struct inq_str){sight->flat_bytes, size};
	sight->skeleton.s = sight->skeleton_bytes;
	sight->skeleton.n = inq_skeleton(domains, sight->flat, sight->skeleton_bytes);
	sight->hyphened.s = sight->hyphened_bytes;
	sight->hyphened.n = inq_skeleton(domains, sight->label, sight->hyphened_bytes);
}

/* The same name, or one that looks the same, on an ending that is not the brand's. People mistype the endings of their
 * own mail addresses (gmail.con). */
static bool same_name(const struct sight *sight, const struct inq_brand *brand)
{
	return inq_str_eq(sight->skeleton, brand->skeleton) &&
	       (brand->kind != INQ_BRAND_MAIL || !inq_str_eq(sight->flat, brand->name));
}

static bool one_letter_off(const struct sight *sight, const struct inq_brand *brand)
{
	return brand->kind != INQ_BRAND_MAIL && brand->name.n >= LONG_NAME && one_apart(sight->flat, brand->name);
}

/* Takes the next word between hyphens off `rest`. */
static struct inq_str take_word(struct inq_str *rest)
{
	const char *hyphen = memchr(rest->s, '-', rest->n);
	struct inq_str word = {rest->s, hyphen != NULL ? (size_t)(hyphen - rest->s) : rest->n};
	size_t skip = word.n + (hyphen != NULL);

	rest->s += skip;
	rest->n -= skip;
	return word;
}

static bool has_word(const struct sight *sight, const struct inq_brand *brand)
{
	struct inq_str rest = sight->hyphened;

	while (rest.n > 0) {
		if (inq_str_eq(take_word(&rest), brand->skeleton))
			return true;
	}
	return false;
}

static bool has_inside(const struct sight *sight, const struct inq_brand *brand)
{
	return brand->name.n >= LONG_NAME &&
	       memmem(sight->skeleton.s, sight->skeleton.n, brand->skeleton.s, brand->skeleton.n) != NULL;
}

/* "alibaba-login": a word between hyphens; "alibabalogin": all that is left of the label, which is longer than the
 * name. */
static bool has_bait(const struct sight *sight, const struct inq_brand *brand)
{
	const struct inq_wordset *bait = &sight->domains->bait_words;
	struct inq_str rest = sight->label, flat = sight->flat;

	while (rest.n > 0) {
		if (inq_wordset_has(bait, take_word(&rest)))
			return true;
	}
	if (memcmp(flat.s, brand->name.s, brand->name.n) == 0)
		return inq_wordset_has(bait, (struct inq_str){flat.s + brand->name.n, flat.n - brand->name.n});
	return memcmp(flat.s + flat.n - brand->name.n, brand->name.s, brand->name.n) == 0 &&
	       inq_wordset_has(bait, (struct inq_str){flat.s, flat.n - brand->name.n});
}

static bool is_part(const struct sight *sight, const struct inq_brand *brand)
{
	if (sight->flat.n <= brand->name.n)
		return false;
	return (has_word(sight, brand) || has_inside(sight, brand)) && (!brand->ambiguous || has_bait(sight, brand));
}

/* "alibaba.com.seller.example": the brand's whole domain, left of what was registered. */
static bool stands_left(const struct sight *sight, const struct inq_brand *brand)
{
	struct inq_str left = {sight->host->name, sight->host->registrable};

	for (size_t i = 0; i < brand->domains.count; i++) {
		struct inq_str domain = brand->domains.word[i];
		const char *found = left.n > 0 ? memmem(left.s, left.n, domain.s, domain.n) : NULL;

		if (found != NULL && (found == left.s || found[-1] == '.') && found[domain.n] == '.')
			return true;
	}
	return false;
}

typedef bool resemblance(const struct sight *sight, const struct inq_brand *brand);

static bool resembles(const struct sight *sight, const struct inq_brand *brand)
{
	static resemblance *const ways[] = {same_name, one_letter_off, is_part, stands_left};

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (ways[i](sight, brand))
			return true;
	}
	return false;
}

const struct inq_brand *inq_domains_imitated(const struct inq_domains *domains, const struct inq_host *host)
{
	struct sight sight;

	if (host->size == 0 || host->ip || host->suffix || inq_domains_brand(domains, host) != NULL ||
	    inq_wordset_has(&domains->others, inq_host_registrable(host)))
		return NULL;
	look_at(domains, host, &sight);
	for (size_t i = 0; i < domains->brand_count; i++) {
		if (resembles(&sight, &domains->brand[i]))
			return &domains->brand[i];
	}
	return NULL;
}
