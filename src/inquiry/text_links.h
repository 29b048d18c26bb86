/* Web addresses in text of normal spelling. */
#ifndef INQ_TEXT_LINKS_H
#define INQ_TEXT_LINKS_H

#include "arena.h"
#include "text.h"

struct inq_link_list {
	struct inq_link *item;
	size_t count, capacity;
};

/* The host of an address ("https://user@www.host.example:8080/path" -> "host.example"); empty where it is no web
 * address: mail, telephone, a place in the same page. Borrows from `address`. */
struct inq_str inq_link_host(struct inq_str address);
/* The first address written in text[start..end) at or after `start`: its host, and in `place` where it stands. Empty
 * host where there is none. An address has a scheme ("http://", also "hxxp://"), or "www.", or a domain that cannot
 * be two words with a forgotten blank. Linear when called again from place->end. */
struct inq_str inq_link_next(const char *text, uint32_t start, uint32_t end, struct inq_span *place);
/* Appends; false when the arena is exhausted. */
bool inq_link_add(struct inq_arena *arena, struct inq_link_list *list, struct inq_link link);
/* True when one is the other or lies under it: "shop.example" and "login.shop.example". */
bool inq_link_same_site(struct inq_str a, struct inq_str b);

#endif
