/* How the signals are derived: tables of a signal and the predicate that decides it, one table a file. */
#ifndef INQ_SIGNALS_INTERNAL_H
#define INQ_SIGNALS_INTERNAL_H

#include "domains_internal.h"
#include "signals.h"

#include <stdbool.h>

/* Whoever puts more addresses into a text than this has said what he is; looking at each costs time. */
#define INQ_LINKS_LOOKED_AT 50

/* Does the mail domain bear the company's name? */
enum inq_company_fit { INQ_COMPANY_UNKNOWN, INQ_COMPANY_MATCHES, INQ_COMPANY_DIFFERS };

/* Everything that a predicate looks at. */
struct inq_scene {
	const struct inq_domains *domains;
	const struct inq_event *event;
	const struct inq_text *text;
	const struct inq_facts *facts;
	struct inq_host mail, website; /* size 0 where there is none */
	bool relayed;                  /* the mail address is a platform's, not the buyer's own */
	bool free_mail, disposable;
	bool own_mail;                 /* a domain of the buyer's own */
	enum inq_company_fit fit;
};

/* True when the signal is on; `span` may be set to where it shows. */
typedef bool inq_predicate(const struct inq_scene *scene, struct inq_span *span);

struct inq_signal_rule {
	enum inq_signal signal;
	inq_predicate *holds; /* NULL ends a table */
};

extern const struct inq_signal_rule inq_sender_rules[];  /* signals_sender.c: mail, company, contact, country */
extern const struct inq_signal_rule inq_record_rules[];  /* signals_record.c: platform, activity, history, channel */
extern const struct inq_signal_rule inq_fact_rules[];    /* signals_record.c: orders and facts */
extern const struct inq_signal_rule inq_text_rules[];    /* signals_text.c */
/* Links and attachments: each is looked at once for all of its signals (signals_files.c). */
void inq_signals_of_links(const struct inq_scene *scene, struct inq_signals *signals);
void inq_signals_of_attachments(const struct inq_scene *scene, struct inq_signals *signals);

/* Fills in mail, website and fit (signals_sender.c). */
void inq_scene_sender(struct inq_scene *scene);
/* Two or more sizes, materials, codes or standards; `span` is the first (specific.c). */
bool inq_text_is_specific(const struct inq_scene *scene, struct inq_span *span);
/* A word of the product's name in subject or body (specific.c). */
bool inq_text_mentions_product(const struct inq_scene *scene, struct inq_span *span);

void inq_signal_on(struct inq_signals *signals, enum inq_signal signal, struct inq_span span);
struct inq_span inq_segment_span(const struct inq_segment *segment); /* none for NULL */
struct inq_str inq_segment_text(const struct inq_text *text, const struct inq_segment *segment); /* "" for NULL */
bool inq_is_letter_or_digit(char c); /* ASCII, lower case, or any byte of another character */
bool inq_is_digit(char c);

#endif
