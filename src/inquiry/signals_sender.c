/* Signals of who writes: mail address, company, contact data, country. */
#include "signals_internal.h"

#include <string.h>

/* A company's name has fewer words; what follows is an address or a slogan. */
#define COMPANY_WORDS_MAX 16
/* Shorter words stand in other names by chance. */
#define NAME_LETTERS_MIN 4
/* "abc-trading" for Alfa Beta Chemicals: two letters would fit too many names. */
#define INITIALS_MIN 3
/* Letters in common at the beginning that make an abbreviation possible: "khi-muni" for Khiran Municipality. */
#define ABBREVIATION_MIN 3
/* The shortest phone number with area code; shorter runs of digits are postcodes and house numbers. */
#define PHONE_DIGITS_MIN 7
/* Without + in front, dates and registration numbers look much the same. */
#define LOCAL_PHONE_DIGITS_MIN 9

/* --- Mail address against company -------------------------------------------------------------------------------- */

struct company {
	struct inq_str word[COMPANY_WORDS_MAX]; /* without legal forms */
	bool distinctive[COMPANY_WORDS_MAX];    /* says whose company it is, not what kind */
	size_t count;
	/* Of all words, legal forms included; and of the words longer than "of", "de", "al". */
	char initials[COMPANY_WORDS_MAX], capitals[COMPANY_WORDS_MAX];
	size_t initial_count, capital_count;
	char flat[256];                         /* the words in one; names longer than this are cut */
	size_t flat_size;
	bool foreign;                           /* has letters that mail domains rarely have */
};

/* Takes the next word off `rest`; empty at the end. */
static struct inq_str take_word(struct inq_str *rest)
{
	struct inq_str word;

	while (rest->n > 0 && !inq_is_letter_or_digit(rest->s[0])) {
		rest->s++;
		rest->n--;
	}
	word = (struct inq_str){rest->s, 0};
	while (word.n < rest->n && inq_is_letter_or_digit(rest->s[word.n]))
		word.n++;
	rest->s += word.n;
	rest->n -= word.n;
	return word;
}

static bool is_ascii(struct inq_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.s[i] >= 0x80)
			return false;
	}
	return true;
}

static void add_word(const struct inq_domains *domains, struct company *company, struct inq_str word)
{
	if (company->initial_count < sizeof(company->initials))
		company->initials[company->initial_count++] = word.s[0];
	if (word.n > 2 && company->capital_count < sizeof(company->capitals))
		company->capitals[company->capital_count++] = word.s[0];
	company->foreign = company->foreign || !is_ascii(word);
	if (company->count == COMPANY_WORDS_MAX || inq_wordset_has(&domains->legal_forms, word))
		return;
	company->distinctive[company->count] = word.n > 1 && !inq_wordset_has(&domains->company_words, word);
	company->word[company->count++] = word;
	if (word.n > sizeof(company->flat) - company->flat_size)
		return;
	memcpy(company->flat + company->flat_size, word.s, word.n);
	company->flat_size += word.n;
}

static void read_company(const struct inq_domains *domains, struct inq_str name, struct company *company)
{
	memset(company, 0, sizeof(*company));
	for (;;) {
		struct inq_str word = take_word(&name);

		if (word.n == 0)
			return;
		add_word(domains, company, word);
	}
}

static bool contains(struct inq_str text, struct inq_str part)
{
	return part.n <= text.n && memmem(text.s, text.n, part.s, part.n) != NULL;
}

static bool begins_with(struct inq_str text, struct inq_str part)
{
	return part.n <= text.n && memcmp(text.s, part.s, part.n) == 0;
}

/* One word between hyphens of the mail domain's label. */
static bool token_matches(const struct inq_domains *domains, const struct company *company, struct inq_str token)
{
	struct inq_str initials = {company->initials, company->initial_count};
	struct inq_str capitals = {company->capitals, company->capital_count};
	struct inq_str flat = {company->flat, company->flat_size};

	for (size_t i = 0; i < company->count; i++) {
		if (company->distinctive[i] && inq_str_eq(token, company->word[i]))
			return true;
	}
	if (token.n >= INITIALS_MIN && (begins_with(initials, token) || begins_with(capitals, token)))
		return true;
	return token.n >= NAME_LETTERS_MIN && contains(flat, token) && !inq_wordset_has(&domains->company_words, token);
}

static bool label_matches(const struct inq_domains *domains, const struct company *company, struct inq_str label)
{
	char bytes[INQ_HOST_SIZE];
	struct inq_str rest = label, flat = {bytes, 0}, all = {company->flat, company->flat_size};

	while (rest.n > 0) {
		struct inq_str token = take_word(&rest);

		if (token.n > 0 && token_matches(domains, company, token))
			return true;
		memcpy(bytes + flat.n, token.s, token.n);
		flat.n += token.n;
	}
	for (size_t i = 0; i < company->count; i++) {
		if (company->distinctive[i] && company->word[i].n >= NAME_LETTERS_MIN &&
		    contains(flat, company->word[i]))
			return true;
	}
	return all.n >= NAME_LETTERS_MIN && contains(flat, all);
}

/* "muehlstadt" for Mühlstadt: the normal spelling of the name has "muhlstadt". */
static struct inq_str without_umlauts(struct inq_str label, char bytes[INQ_HOST_SIZE])
{
	size_t size = 0;

	for (size_t i = 0; i < label.n; i++) {
		bool umlaut = i > 0 && label.s[i] == 'e' && memchr("aou", label.s[i - 1], 3) != NULL;

		if (!umlaut)
			bytes[size++] = label.s[i];
	}
	return (struct inq_str){bytes, size};
}

/* Beginnings in common: the domain may be short for the name. */
static bool may_abbreviate(const struct company *company, struct inq_str label)
{
	while (label.n > 0) {
		struct inq_str token = take_word(&label);

		for (size_t i = 0; i < company->count; i++) {
			if (company->distinctive[i] && token.n >= ABBREVIATION_MIN &&
			    company->word[i].n >= ABBREVIATION_MIN &&
			    memcmp(token.s, company->word[i].s, ABBREVIATION_MIN) == 0)
				return true;
		}
	}
	return false;
}

static bool has_distinctive_word(const struct company *company)
{
	for (size_t i = 0; i < company->count; i++) {
		if (company->distinctive[i] && company->word[i].n >= ABBREVIATION_MIN)
			return true;
	}
	return false;
}

/* Names in other scripts are neither found in a domain nor missing from it, and an IDN label is not read. */
static enum inq_company_fit fit_of(const struct inq_scene *scene)
{
	struct inq_str label = {scene->mail.name + scene->mail.registrable, scene->mail.label};
	char bytes[INQ_HOST_SIZE];
	struct company company;

	if (!scene->own_mail)
		return INQ_COMPANY_UNKNOWN;
	read_company(scene->domains, inq_segment_text(scene->text, inq_text_part(scene->text, INQ_PART_COMPANY)),
		     &company);
	if (label_matches(scene->domains, &company, label) ||
	    label_matches(scene->domains, &company, without_umlauts(label, bytes)))
		return INQ_COMPANY_MATCHES;
	if (company.foreign || !is_ascii(label) || begins_with(label, INQ_STR("xn--")) ||
	    !has_distinctive_word(&company) || may_abbreviate(&company, label))
		return INQ_COMPANY_UNKNOWN;
	return INQ_COMPANY_DIFFERS;
}

void inq_scene_sender(struct inq_scene *scene)
{
	const struct inq_brand *brand;

	inq_host_of_url(scene->domains, scene->event->buyer.website, &scene->website);
	if (!inq_host_of_mail(scene->domains, scene->event->buyer.email, &scene->mail))
		return;
	brand = inq_domains_brand(scene->domains, &scene->mail);
	scene->relayed = brand != NULL && brand->kind == INQ_BRAND_PLATFORM;
	scene->disposable = inq_domains_disposable(scene->domains, &scene->mail);
	scene->free_mail = !scene->relayed && inq_domains_free_mail(scene->domains, &scene->mail);
	scene->own_mail = !scene->relayed && !scene->disposable && !scene->free_mail;
	scene->fit = fit_of(scene);
}

static struct inq_span span_of(const struct inq_scene *scene, enum inq_part part)
{
	return inq_segment_span(inq_text_part(scene->text, part));
}

static bool mail_none(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return scene->mail.size == 0 || scene->relayed;
}

static bool mail_free(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->free_mail;
}

static bool mail_disposable(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->disposable;
}

static bool mail_own_domain(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->own_mail;
}

static bool mail_matches_company(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->fit == INQ_COMPANY_MATCHES;
}

static bool mail_differs_company(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->fit == INQ_COMPANY_DIFFERS;
}

static bool mail_matches_website(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->own_mail && inq_host_same_owner(&scene->mail, &scene->website);
}

static bool mail_lookalike(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->own_mail && inq_domains_imitated(scene->domains, &scene->mail) != NULL;
}

static bool mail_government(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_EMAIL);
	return scene->own_mail && inq_domains_government(scene->domains, &scene->mail);
}

/* --- Contact ----------------------------------------------------------------------------------------------------- */

static bool is_blank(struct inq_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != ' ' && text.s[i] != '\t' && text.s[i] != '\n' && text.s[i] != '\r')
			return false;
	}
	return true;
}

static bool company_named(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_COMPANY);
	return !is_blank(scene->event->buyer.company);
}

static bool company_none(const struct inq_scene *scene, struct inq_span *span)
{
	(void)span;
	return is_blank(scene->event->buyer.company);
}

/* Digits of the number that begins at `at`, with + ( ) - . and blanks between; 0 where none begins. */
static size_t phone_digits(struct inq_str text, size_t at, size_t *end)
{
	size_t digits = 0, i = at;

	for (; i < text.n && (inq_is_digit(text.s[i]) || strchr("+()-. ", text.s[i]) != NULL); i++) {
		if (text.s[i] == '\0')
			break;
		digits += inq_is_digit(text.s[i]);
	}
	*end = i > at ? i : at + 1;
	return digits;
}

static bool has_phone(struct inq_str text, struct inq_span *span)
{
	size_t at = 0, end;

	while (at < text.n) {
		size_t digits = phone_digits(text, at, &end);
		bool marked = text.s[at] == '+' || text.s[at] == '(';

		if (digits >= (marked ? PHONE_DIGITS_MIN : LOCAL_PHONE_DIGITS_MIN)) {
			*span = (struct inq_span){(uint32_t)at, (uint32_t)end};
			return true;
		}
		at = end;
	}
	return false;
}

static bool contact_phone(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_segment *signature = inq_text_part(scene->text, INQ_PART_SIGNATURE);
	struct inq_str phone = scene->event->buyer.phone;
	size_t digits = 0;

	for (size_t i = 0; i < phone.n; i++)
		digits += inq_is_digit(phone.s[i]);
	if (digits >= PHONE_DIGITS_MIN)
		return true;
	if (signature == NULL || !has_phone(inq_segment_text(scene->text, signature), span))
		return false;
	span->start += signature->start;
	span->end += signature->start;
	return true;
}

static bool contact_title(const struct inq_scene *scene, struct inq_span *span)
{
	*span = span_of(scene, INQ_PART_TITLE);
	return !is_blank(scene->event->buyer.title);
}

static bool contact_complete(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_buyer *buyer = &scene->event->buyer;
	struct inq_span unused;
	int known = !is_blank(buyer->title) + contact_phone(scene, &unused) + !is_blank(buyer->website) +
		    scene->own_mail;

	(void)span;
	return !is_blank(buyer->name) && !is_blank(buyer->company) && known >= 2;
}

static bool contact_thin(const struct inq_scene *scene, struct inq_span *span)
{
	const struct inq_buyer *buyer = &scene->event->buyer;
	struct inq_span unused;

	(void)span;
	return is_blank(buyer->company) && is_blank(buyer->title) && is_blank(buyer->website) &&
	       !contact_phone(scene, &unused);
}

/* --- Country ----------------------------------------------------------------------------------------------------- */

struct country {
	char code[2];
};

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

/* Only ISO codes are compared: names have too many spellings. UK is what people write for GB. */
static bool read_country(struct inq_str text, struct country *country)
{
	if (text.n != 2)
		return false;
	country->code[0] = upper(text.s[0]);
	country->code[1] = upper(text.s[1]);
	if (memcmp(country->code, "UK", 2) == 0)
		memcpy(country->code, "GB", 2);
	return true;
}

static bool countries(const struct inq_scene *scene, struct country *stated, struct country *ip)
{
	return read_country(scene->event->buyer.country, stated) && read_country(scene->event->buyer.ip_country, ip);
}

static bool country_ip_differs(const struct inq_scene *scene, struct inq_span *span)
{
	struct country stated, ip;

	(void)span;
	return countries(scene, &stated, &ip) && memcmp(stated.code, ip.code, 2) != 0;
}

/* Never by country alone: only where the stated country is another. */
static bool country_ip_seller(const struct inq_scene *scene, struct inq_span *span)
{
	struct country stated, ip;

	(void)span;
	return countries(scene, &stated, &ip) && memcmp(stated.code, ip.code, 2) != 0 &&
	       memcmp(ip.code, scene->domains->seller_country.s, 2) == 0;
}

const struct inq_signal_rule inq_sender_rules[] = {
	{INQ_SIGNAL_MAIL_NONE, mail_none},
	{INQ_SIGNAL_MAIL_FREE, mail_free},
	{INQ_SIGNAL_MAIL_DISPOSABLE, mail_disposable},
	{INQ_SIGNAL_MAIL_OWN_DOMAIN, mail_own_domain},
	{INQ_SIGNAL_MAIL_MATCHES_COMPANY, mail_matches_company},
	{INQ_SIGNAL_MAIL_MATCHES_WEBSITE, mail_matches_website},
	{INQ_SIGNAL_MAIL_DIFFERS_COMPANY, mail_differs_company},
	{INQ_SIGNAL_MAIL_LOOKALIKE, mail_lookalike},
	{INQ_SIGNAL_MAIL_GOVERNMENT, mail_government},
	{INQ_SIGNAL_COMPANY_NAMED, company_named},
	{INQ_SIGNAL_COMPANY_NONE, company_none},
	{INQ_SIGNAL_CONTACT_COMPLETE, contact_complete},
	{INQ_SIGNAL_CONTACT_THIN, contact_thin},
	{INQ_SIGNAL_CONTACT_TITLE, contact_title},
	{INQ_SIGNAL_CONTACT_PHONE, contact_phone},
	{INQ_SIGNAL_COUNTRY_IP_DIFFERS, country_ip_differs},
	{INQ_SIGNAL_COUNTRY_IP_SELLER, country_ip_seller},
	{0, NULL},
};
