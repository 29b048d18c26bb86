/* Step 2: all texts of an event in one spelling, in one buffer, with a way back to the original.
 *
 * The spelling that patterns are written against (the loader brings patterns into it as well):
 *   - Unicode NFKC and case folding; accents dropped from Latin, Greek, Cyrillic and Arabic letters (cotización ->
 *     cotizacion); Arabic alef, yeh and teh marbuta forms and Persian letters unified, tatweel dropped; dotless i -> i
 *   - all digits of all scripts are 0-9
 *   - typographic quotes, dashes, full stops and commas are ASCII: " ' - . , : ; ! ? ( )
 *   - white space is one blank, a line break is one \n; control characters and HTML tags are gone, entities decoded
 *   - so every character below 0x80 that is not a letter, digit or _ is a word boundary, and every other is not
 *
 * Each part begins and ends with \n in the buffer. */
#ifndef INQ_TEXT_H
#define INQ_TEXT_H

#include "arena.h"
#include "event.h"

#include <stdint.h>

/* What a piece of text is. Patterns name the parts that they look at with `in:`. */
enum inq_part {
	INQ_PART_SUBJECT,
	INQ_PART_BODY,       /* what the sender wrote now */
	INQ_PART_SIGNATURE,  /* the lines below it: name, company, phone, disclaimer */
	INQ_PART_QUOTED,     /* the thread below: earlier mails */
	INQ_PART_NAME,
	INQ_PART_COMPANY,
	INQ_PART_TITLE,
	INQ_PART_EMAIL,
	INQ_PART_WEBSITE,
	INQ_PART_PRODUCT,    /* product name and category: the seller's words, not the buyer's */
	INQ_PART_ATTACHMENT, /* one segment an attachment's name */
	INQ_PART_COUNT
};
const char *inq_part_name(enum inq_part part); /* "subject" ... for `in:` */

struct inq_segment {
	enum inq_part part;
	uint32_t index;      /* of the attachment; 1 for the category of the product; else 0 */
	uint32_t start, end; /* bytes in `norm`, without the framing \n */
	struct inq_str original; /* the whole field that it came from */
};

struct inq_text {
	const char *norm;       /* NUL-terminated */
	uint32_t size;          /* bytes */
	const uint32_t *origin; /* size+1 entries: byte offset in the segment's original of each byte of `norm` */
	const struct inq_segment *segments;
	size_t segment_count;
	struct inq_str lang;    /* ISO 639-1 of what the sender wrote; "und" where unknown. The event's own `lang` wins */
	uint64_t fingerprint;   /* of the body's words; 0 for texts of fewer than 5 words */
	unsigned words;         /* words of subject and body (a CJK character counts as half a word, rounded up) */
	unsigned links;         /* web addresses in body and signature */
	int was_html, cut;      /* 1: the body was HTML; 1: a field was longer than INQ_TEXT_BYTES_MAX */
	struct inq_link *link;  /* array of `links` entries */
};

/* A web address found in the body (normalised), and for HTML the text that it stood behind. */
struct inq_link {
	struct inq_str host;      /* "login.alibaba.example" without www. */
	struct inq_str shown;     /* the host that the reader sees, where an HTML link shows another; else empty */
	uint32_t start, end;      /* place in `norm` */
};

/* A place in `norm`. start == end means none. */
struct inq_span {
	uint32_t start, end;
};

/* INQ_FAILED only when the arena is exhausted. `languages` may be NULL: then only scripts tell the language. */
struct inq_languages;
enum inq_status inq_text_build(struct inq_arena *arena, const struct inq_languages *languages,
			       const struct inq_event *event, struct inq_text *text);

/* The segment that contains the span, or NULL. */
const struct inq_segment *inq_text_segment(const struct inq_text *text, struct inq_span span);
/* The first segment of a part, or NULL. */
const struct inq_segment *inq_text_part(const struct inq_text *text, enum inq_part part);

/* The words of the original that a span stands for, and where: `field` is the event's field ("body",
 * "buyer.company", "attachments[1].name"), start and end count Unicode code points of that field. */
struct inq_quote {
	const char *field;
	struct inq_str text;
	uint32_t start, end;
};
struct inq_quote inq_text_quote(struct inq_arena *arena, const struct inq_text *text, struct inq_span span);

/* Brings one string (not a field) into the normal spelling; result lives in the arena, without framing. */
struct inq_str inq_normalise(struct inq_arena *arena, const char *s, size_t n);

#endif
