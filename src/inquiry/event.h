/* One inquiry as it was received: `inquiry.event/1` in C. Strings borrow from the worker's arena. Absent strings are
 * empty, absent numbers NAN, absent counts -1. */
#ifndef INQ_EVENT_H
#define INQ_EVENT_H

#include "arena.h"
#include "inquiry.h"

#include <stdint.h>

enum inq_tri { INQ_ABSENT = -1, INQ_NO = 0, INQ_YES = 1 };

struct inq_product {
	struct inq_str name, category, unit, currency;
	double moq, unit_price;
};

struct inq_activity { /* 90 days, as B2B platforms show it */
	int present;  /* 1 when the event has an activity object */
	int64_t product_views, inquiries, rfqs, login_days, junk_reports, blacklisted;
};

struct inq_buyer {
	struct inq_str id, name, company, title, email, phone, website, country, ip_country, member_since;
	enum inq_tri verified;
	struct inq_activity activity;
};

struct inq_attachment {
	struct inq_str name, type;
	int64_t size; /* bytes, -1 where unknown */
};

struct inq_history {
	int present;
	int64_t orders, messages, complaints; /* -1 where unknown */
	struct inq_str last_order_at;
};

struct inq_event {
	struct inq_str id, platform, channel, subject, body, lang;
	struct inq_str received_at; /* as written */
	int64_t received_at_ms;     /* Unix milliseconds */
	struct inq_product product;
	struct inq_buyer buyer;
	struct inq_attachment *attachments;
	size_t attachment_count;
	struct inq_history history;
	/* From the input, not from the JSON: */
	unsigned same_text_senders, buyer_inquiries;
};

/* Step 1. Decodes an event, or the event inside a CloudEvents 1.0 envelope (`data`). Strict about types, sizes, UTF-8,
 * duplicate keys and required fields; unknown fields are passed over. On INQ_REJECTED `error` names the field or the
 * place, what was found and what was expected. Needs `id`, `received_at`, `body`. */
enum inq_status inq_decode(struct inq_arena *arena, const char *json, size_t size, struct inq_event *event,
			   struct inq_error *error);

#endif
