/* What the signals know of mail and web addresses and of files: the lists of conf/lists, ready for looking up. */
#ifndef INQ_DOMAINS_INTERNAL_H
#define INQ_DOMAINS_INTERNAL_H

#include "arena.h"
#include "signals.h"
#include "wordset.h"

#include <libpsl.h>
#include <stdbool.h>

/* Longest host name of the DNS as text, and its NUL. Longer ones name no host. */
#define INQ_HOST_SIZE 254

/* A host name taken apart. "login.alibaba.co.uk": registrable "alibaba.co.uk", label "alibaba". */
struct inq_host {
	char name[INQ_HOST_SIZE]; /* lower case (ASCII), NUL-terminated, no full stop at the end */
	size_t size;              /* 0: no host */
	size_t registrable;       /* offset of the part that its owner registered; 0 for a public suffix itself */
	size_t label;             /* length of the registrable part's first label */
	bool suffix;              /* the name is a public suffix itself: nobody in particular registered it */
	bool ip;                  /* an IP number */
};

enum inq_brand_kind { INQ_BRAND_PLATFORM, INQ_BRAND_MAIL, INQ_BRAND_FILE, INQ_BRAND_COURIER, INQ_BRAND_BANK,
		      INQ_BRAND_PAYMENT, INQ_BRAND_SOCIAL };

struct inq_brand {
	struct inq_str name;       /* without hyphens */
	struct inq_str skeleton;   /* the name with everything that looks the same written the same */
	struct inq_wordset domains;
	int kind;                  /* enum inq_brand_kind */
	bool national, ambiguous;
};

struct inq_homoglyph {
	struct inq_str from, to;
};

enum inq_extension {
	INQ_EXTENSION_EXECUTABLE,
	INQ_EXTENSION_MACRO,
	INQ_EXTENSION_ARCHIVE,
	INQ_EXTENSION_WEB_PAGE,
	INQ_EXTENSION_DRAWING,
	INQ_EXTENSION_SHEET,
	INQ_EXTENSION_PHOTO,
	INQ_EXTENSION_COUNT
};

struct inq_domains {
	struct inq_arena *arena;
	const psl_ctx_t *psl;
	struct inq_str seller_country;
	/* Domain names. The corrections win over the snapshots. */
	struct inq_wordset free_list, disposable_list, shorteners;
	struct inq_wordset free_mail, not_free_mail, disposable_mail, not_disposable_mail, government;
	/* Words in the normal spelling of the texts. */
	struct inq_wordset legal_forms, company_words, login_words, reply_prefixes, product_words;
	struct inq_wordset spec_units, attached_units, spec_words, spec_scales, not_codes;
	struct inq_wordset extension[INQ_EXTENSION_COUNT];
	struct inq_brand *brand;
	size_t brand_count;
	struct inq_wordset bait_words, others;
	struct inq_homoglyph *homoglyph; /* in the order of their first bytes */
	size_t homoglyph_count;
	uint32_t homoglyph_first[257];   /* where those with each first byte begin */
};

/* False when the text is no host name (empty, too long, no full stop, odd characters). */
bool inq_host_parse(const struct inq_domains *domains, struct inq_str text, struct inq_host *host);
/* The host of a mail address: what follows the last @. */
bool inq_host_of_mail(const struct inq_domains *domains, struct inq_str address, struct inq_host *host);
/* The host of a web address, written with or without "https://" and path; "www." is left off. */
bool inq_host_of_url(const struct inq_domains *domains, struct inq_str url, struct inq_host *host);
struct inq_str inq_host_registrable(const struct inq_host *host);
/* Both have a registrable domain, and it is the same. */
bool inq_host_same_owner(const struct inq_host *a, const struct inq_host *b);

bool inq_domains_free_mail(const struct inq_domains *domains, const struct inq_host *host);
bool inq_domains_disposable(const struct inq_domains *domains, const struct inq_host *host);
bool inq_domains_shortener(const struct inq_domains *domains, const struct inq_host *host);
bool inq_domains_government(const struct inq_domains *domains, const struct inq_host *host);
/* The brand that the host belongs to, or NULL. */
const struct inq_brand *inq_domains_brand(const struct inq_domains *domains, const struct inq_host *host);

/* The brand that the host imitates without belonging to it, or NULL (lookalike.c). */
const struct inq_brand *inq_domains_imitated(const struct inq_domains *domains, const struct inq_host *host);
/* Brings a name into the spelling in which all that looks the same is the same. `out` has room for `name.n` bytes;
 * returns the bytes written. */
size_t inq_skeleton(const struct inq_domains *domains, struct inq_str name, char *out);

#endif
