/* Step 3: what a salesperson looks for first, each with its place in the text. */
#ifndef INQ_FACTS_H
#define INQ_FACTS_H

#include "arena.h"
#include "event.h"
#include "inq_limits.h"
#include "text.h"

#include <stdbool.h>

struct inq_quantity {
	double value, value_max;   /* value_max > value for a range, else equal */
	struct inq_str unit;       /* canonical English unit of the units list ("pcs", "sets", "kg", "container-40hc"); "" where none */
	struct inq_str text;       /* as the buyer wrote it, original spelling */
	struct inq_str period;     /* "month", "year" ... for per-period quantities, else empty */
	struct inq_span span;
};

struct inq_money {
	double value;              /* NAN: absent */
	struct inq_str currency;   /* ISO 4217, "" where the text names none */
	struct inq_str per;        /* canonical unit that it is for, "" where not said */
	struct inq_span span;
};

struct inq_term { /* a word of the text, with its canonical form */
	struct inq_str value;      /* "FOB", "T/T 30/70", "CE" ...; empty: absent */
	struct inq_str text;       /* original spelling */
	struct inq_span span;
};

struct inq_date_range {
	bool found;
	struct inq_str text;       /* as the buyer wrote it */
	int64_t from_ms, to_ms;    /* resolved against received_at; 0 where it could not be resolved */
	bool exact;                /* true: a calendar day was written */
	struct inq_span span;
};

struct inq_facts {
	struct inq_quantity quantity[INQ_QUANTITIES_MAX]; /* the main one first: what is asked for now */
	size_t quantity_count;
	struct inq_money target_price;  /* the price that the buyer names or wishes, per unit */
	struct inq_money budget;
	struct inq_term incoterm, port, payment;
	struct inq_term certification[16];
	size_t certification_count;
	struct inq_term order_number;   /* of an order that exists or is placed: PO, invoice, contract */
	struct inq_date_range deadline;
	struct inq_span sample, oem;    /* words that ask for a sample, for own label/OEM/ODM; none where absent */
	/* Derived, in the seller's units: */
	double order_value_usd;         /* NAN where quantity or price is unknown */
	struct inq_str order_value_from; /* "buyer" or "product": whose price */
	double moq_ratio;               /* main quantity / product.moq, NAN where either is unknown or units differ */
};

struct inq_lists; /* units, number words, currencies with dated rates, ports, certificates, months ... read from conf/lists */

/* Reads conf/lists/facts files of `dir` (the knowledge folder). NULL and `error` ("file:line: ...") on a mistake. */
struct inq_lists *inq_lists_load(const char *dir, struct inq_error *error);
void inq_lists_free(struct inq_lists *lists); /* accepts NULL */

/* INQ_FAILED only when the arena is exhausted. */
enum inq_status inq_facts_extract(struct inq_arena *arena, const struct inq_lists *lists, const struct inq_event *event,
				  const struct inq_text *text, struct inq_facts *facts);

#endif
