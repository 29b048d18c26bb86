/* Step 4: what structure says: yes/no observations with names, on which rules are built (`when:`).
 * A signal by itself has no weight; rules in the packs give it one. The table below is the one place that lists them:
 * X(enumerator, name in the packs, meaning). */
#ifndef INQ_SIGNALS_H
#define INQ_SIGNALS_H

#include "event.h"
#include "facts.h"
#include "text.h"

#define INQ_SIGNALS(X)                                                                                                   \
	X(MAIL_NONE, "mail.none", "no mail address is known")                                                            \
	X(MAIL_FREE, "mail.free", "the mail address is of a free-mail provider")                                         \
	X(MAIL_DISPOSABLE, "mail.disposable", "the mail address is of a throw-away provider")                            \
	X(MAIL_OWN_DOMAIN, "mail.own-domain", "the mail address is of a domain of its own")                              \
	X(MAIL_MATCHES_COMPANY, "mail.matches-company", "the mail domain contains the company's name")                   \
	X(MAIL_MATCHES_WEBSITE, "mail.matches-website", "mail and website share a registrable domain")                   \
	X(MAIL_DIFFERS_COMPANY, "mail.differs-company", "an own mail domain that has nothing of the company's name")     \
	X(MAIL_LOOKALIKE, "mail.lookalike", "the mail domain imitates a known brand or platform")                        \
	X(MAIL_GOVERNMENT, "mail.government", "the mail domain is of a public body (gov, gob, gouv ...)")                \
	X(COMPANY_NAMED, "company.named", "a company name is given")                                                     \
	X(COMPANY_NONE, "company.none", "no company name is given")                                                      \
	X(CONTACT_COMPLETE, "contact.complete", "name, company and at least two of title, phone, website, own mail")     \
	X(CONTACT_THIN, "contact.thin", "no company, title, phone or website")                                           \
	X(CONTACT_TITLE, "contact.title", "the buyer's title is given")                                                  \
	X(CONTACT_PHONE, "contact.phone", "a phone number is given, in the profile or the signature")                    \
	X(COUNTRY_IP_DIFFERS, "country.ip-differs", "the stated country is not that of the IP address")                  \
	X(COUNTRY_IP_SELLER, "country.ip-seller", "the IP address is in the seller's country, the stated country not")   \
	X(PLATFORM_VERIFIED, "platform.verified", "the platform has verified the buyer")                                 \
	X(PLATFORM_UNVERIFIED, "platform.unverified", "the platform says that it has not verified the buyer")            \
	X(PLATFORM_VETERAN, "platform.veteran", "member for two years or longer")                                        \
	X(PLATFORM_NEWCOMER, "platform.newcomer", "member for less than two months")                                     \
	X(ACTIVITY_HEALTHY, "activity.healthy", "logins, views and RFQs or inquiries of a working buyer in 90 days")     \
	X(ACTIVITY_JUNK_REPORTS, "activity.junk-reports", "other sellers reported the buyer's inquiries")                \
	X(ACTIVITY_BLACKLISTED, "activity.blacklisted", "other sellers blacklisted the buyer")                           \
	X(ACTIVITY_MASS, "activity.mass", "many more inquiries than product views")                                      \
	X(ACTIVITY_VIEWS_ONLY, "activity.views-only", "many product views, no RFQ")                                      \
	X(TEXT_MENTIONS_PRODUCT, "text.mentions-product", "the text names the product that the inquiry is about")        \
	X(TEXT_SPECIFIC, "text.specific", "sizes, materials, models or standards are given")                             \
	X(TEXT_VERY_SHORT, "text.very-short", "fewer than 6 words")                                                      \
	X(TEXT_LONG, "text.long", "more than 120 words")                                                                 \
	X(TEXT_CUT, "text.cut", "the text was longer than what is read")                                                 \
	X(TEXT_HTML, "text.html", "the body is HTML")                                                                    \
	X(TEXT_QUOTED_THREAD, "text.quoted-thread", "an earlier exchange is quoted below")                               \
	X(TEXT_REPLY, "text.reply", "the subject is that of a reply or forward")                                         \
	X(TEXT_MASS, "text.mass", "three or more other senders sent nearly the same text")                               \
	X(LINK_ANY, "link.any", "the text has a web address")                                                            \
	X(LINK_OWN, "link.own", "a web address of the sender's own domain")                                              \
	X(LINK_FOREIGN, "link.foreign", "a web address of another domain than the sender's")                             \
	X(LINK_SHORTENER, "link.shortener", "a link shortener hides the target")                                         \
	X(LINK_MISMATCH, "link.mismatch", "the address shown is not the address linked")                                 \
	X(LINK_LOOKALIKE, "link.lookalike", "the address imitates a known platform, mail or file service")               \
	X(LINK_LOGIN, "link.login", "the address asks for a login, a verification or a document view")                   \
	X(LINK_IP, "link.ip", "the address is a bare IP number")                                                         \
	X(ATTACHMENT_ANY, "attachment.any", "files are attached")                                                        \
	X(ATTACHMENT_DRAWING, "attachment.drawing", "drawings or CAD files are attached")                                \
	X(ATTACHMENT_SHEET, "attachment.sheet", "a table or an RFQ document is attached")                                \
	X(ATTACHMENT_PHOTO, "attachment.photo", "pictures or videos are attached")                                       \
	X(ATTACHMENT_EXECUTABLE, "attachment.executable", "a program is attached")                                       \
	X(ATTACHMENT_DOUBLE, "attachment.double-extension", "a file name hides its type (.pdf.exe, .pdf.html)")          \
	X(ATTACHMENT_MACRO, "attachment.macro", "an office file with macros is attached")                                \
	X(ATTACHMENT_ARCHIVE, "attachment.archive", "an archive or disk image is attached")                              \
	X(ATTACHMENT_WEB_PAGE, "attachment.web-page", "a web page is attached")                                          \
	X(HISTORY_CUSTOMER, "history.customer", "has ordered before")                                                    \
	X(HISTORY_REPEAT, "history.repeat", "has ordered three times or more")                                           \
	X(HISTORY_CONVERSATION, "history.conversation", "ten or more messages were exchanged")                           \
	X(HISTORY_COMPLAINTS, "history.complaints", "has complained before")                                             \
	X(HISTORY_KNOWN, "history.known", "has written before")                                                          \
	X(ORDER_BELOW_MOQ, "order.below-moq", "wants less than the minimum order")                                       \
	X(ORDER_MOQ, "order.moq", "wants one to ten times the minimum order")                                            \
	X(ORDER_FAR_ABOVE_MOQ, "order.far-above-moq", "wants more than ten times the minimum order")                     \
	X(ORDER_VALUE_SMALL, "order.value-small", "order value under 3,000 USD")                                         \
	X(ORDER_VALUE_MEDIUM, "order.value-medium", "order value of 3,000 to 40,000 USD")                                \
	X(ORDER_VALUE_LARGE, "order.value-large", "order value of 40,000 to 2,000,000 USD")                              \
	X(ORDER_VALUE_ABSURD, "order.value-absurd", "order value over 20,000,000 USD")                                   \
	X(CONTAINERS, "order.containers", "the quantity is in containers")                                               \
	X(FACT_QUANTITY, "fact.quantity", "a quantity is given")                                                         \
	X(FACT_PERIOD, "fact.per-period", "a quantity per month or year is given")                                       \
	X(FACT_ITEMS, "fact.items", "three or more quantities: a list of items")                                         \
	X(FACT_TARGET_PRICE, "fact.target-price", "a target price is given")                                             \
	X(FACT_BUDGET, "fact.budget", "a budget is given")                                                               \
	X(FACT_INCOTERM, "fact.incoterm", "a delivery term is given")                                                    \
	X(FACT_PORT, "fact.port", "a port or place of delivery is given")                                                \
	X(FACT_PAYMENT, "fact.payment", "payment terms are given")                                                       \
	X(FACT_DEADLINE, "fact.deadline", "a date or deadline is given")                                                 \
	X(FACT_DEADLINE_NEAR, "fact.deadline-near", "the deadline is within 60 days")                                    \
	X(FACT_DEADLINE_FAR, "fact.deadline-far", "the date is more than 150 days away")                                 \
	X(FACT_CERTIFICATION, "fact.certification", "a certificate or standard is named")                                \
	X(FACT_SAMPLE, "fact.sample", "a sample is mentioned")                                                           \
	X(FACT_OEM, "fact.oem", "own label, OEM or ODM is mentioned")                                                    \
	X(FACT_ORDER_NUMBER, "fact.order-number", "an order, invoice or contract number is given")                       \
	X(CHANNEL_RFQ, "channel.rfq", "it came as a request for quotation")                                              \
	X(CHANNEL_VISIT, "channel.visit-request", "it came as a visit request")                                          \
	X(CHANNEL_CHAT, "channel.chat", "it came by chat")

enum inq_signal {
#define X(id, name, meaning) INQ_SIGNAL_##id,
	INQ_SIGNALS(X)
#undef X
	INQ_SIGNAL_COUNT
};

const char *inq_signal_name(enum inq_signal signal);    /* "mail.free" */
const char *inq_signal_meaning(enum inq_signal signal); /* for lint and documentation */

struct inq_signals {
	unsigned char on[INQ_SIGNAL_COUNT];
	struct inq_span span[INQ_SIGNAL_COUNT]; /* where it shows, none where it has no place in the text */
};

struct inq_domains; /* free-mail, disposable, shortener and brand lists, public suffixes */
/* Reads conf/lists/domains files. NULL and `error` on a mistake. */
struct inq_domains *inq_domains_load(const char *dir, struct inq_error *error);
void inq_domains_free(struct inq_domains *domains); /* accepts NULL */

/* Seller's country (ISO 3166-1 alpha-2) for country.ip-seller comes with the domains' file `seller-country`. */
void inq_signals_derive(const struct inq_domains *domains, const struct inq_event *event, const struct inq_text *text,
			const struct inq_facts *facts, struct inq_signals *signals);

#endif
