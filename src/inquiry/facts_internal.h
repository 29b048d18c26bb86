/* What the recognisers of step 3 share: the words of the lists, and the text as tokens that know their words.
 *
 * The subject and the body become one row of tokens (words, numbers, symbols; a character of a script without blanks
 * is a token of its own). Every token carries the list entries that begin at it, longest first found, so that a
 * recogniser never compares strings: it asks whether a token is a unit, a month, a word for "we need". Languages are
 * words in lists; no recogniser names one. */
#ifndef INQ_FACTS_INTERNAL_H
#define INQ_FACTS_INTERNAL_H

#include "facts.h"

#include <string.h>

/* What a list word can mean. The names of the lists stand in facts_lists.c. */
enum facts_kind {
	FACTS_DIGIT,       /* one, dos, 三: item.number */
	FACTS_ARTICLE,     /* un, eine: a number only before a unit */
	FACTS_SMALL,       /* hundred, 十: multiplies the digit before it */
	FACTS_LARGE,       /* thousand, 万, lakh: multiplies all before it */
	FACTS_TO,          /* 500 to 1000 */
	FACTS_TIMES,       /* 3 colours x 1000 */
	FACTS_UNIT,        /* item.id, .group, .number (factor within the group), .rank */
	FACTS_BOX,         /* hq, ft, 尺: makes 20, 40, 45 a container */
	FACTS_PROPERTY,    /* mm, watt: the number describes the goods */
	FACTS_PLACES,      /* shops, employees: the number describes the buyer */
	FACTS_PERIOD,      /* per year */
	FACTS_CURRENCY,    /* item.id, .number (US dollars for one) */
	FACTS_INCOTERM,
	FACTS_PORT,
	FACTS_PORT_CUE,    /* port of, delivered to */
	FACTS_CERTIFICATE, /* item.rank 1: only in capitals */
	FACTS_STANDARD,    /* EN, ISO: with a number after it */
	FACTS_CERTIFY,     /* certificate, report */
	FACTS_PAYMENT,     /* item.rank 1: may carry days; 2: the word alone does not say how */
	FACTS_PAYMENT_CUE, /* payment, we pay */
	FACTS_DEPOSIT,     /* 30 % _deposit_ */
	FACTS_AFTER_BILL,  /* 60 days _after B/L_ */
	FACTS_MONTH,       /* item.number 1..12, .rank: enum facts_calendar */
	FACTS_WEEKDAY,     /* item.number 1 (Monday) .. 7 */
	FACTS_SEASON,      /* item.number: its first month */
	FACTS_HOLIDAY,     /* item.days */
	FACTS_RELATIVE,    /* item.id: unit of time, .number: how many ahead */
	FACTS_MOMENT,      /* item.number: 1 beginning, 2 middle, 3 end */
	FACTS_TIME,        /* item.id: hour, day, week, month, quarter, year */
	FACTS_WITHIN,      /* within, 内 */
	FACTS_UNTIL,       /* by, before, bis, до */
	FACTS_IN,          /* in, during: before a month or season */
	FACTS_DAY_SIGN,    /* 日, числа; or before the number: dia, ngày */
	FACTS_MONTH_SIGN,
	FACTS_YEAR_SIGN,
	FACTS_ERA,         /* item.number: year before the era's first */
	FACTS_ORDINAL,     /* st, nd, er, º */
	FACTS_OF,          /* 15 _of_ May */
	FACTS_WEEK_SIGN,   /* week 16, KW 16 */
	FACTS_QUARTER_SIGN,
	FACTS_HALF_SIGN,
	FACTS_YEAR_WORD,   /* next year: item.number ahead */
	FACTS_DUE,         /* deadline, delivery, ETD */
	FACTS_VISIT,       /* we come, visit */
	FACTS_PAST,        /* last year, we bought */
	FACTS_NEED,        /* we need, please quote */
	FACTS_QUANTITY,    /* qty, Menge, 数量 */
	FACTS_TOTAL,
	FACTS_MINIMUM,     /* MOQ */
	FACTS_EACH,        /* per carton, по 100 шт */
	FACTS_ABOUT,       /* approximately: before what is counted */
	FACTS_LATER,       /* then, afterwards, up to */
	FACTS_OUTPUT,      /* capacity, output, turnover */
	FACTS_LABEL,       /* model, page, No.: the number after it is a name */
	FACTS_TARGET,      /* target price, up to, can you do */
	FACTS_BUDGET,
	FACTS_FEE,         /* freight, fee, refund: money that is no target */
	FACTS_SAMPLE,
	FACTS_OWN_BRAND,
	FACTS_ORDER_NUMBER,
	FACTS_NOT,
	FACTS_STOP,        /* words that are never the noun of a quantity */
	FACTS_KIND_COUNT
};

enum facts_rank { FACTS_RANK_COUNT, FACTS_RANK_PACKAGE, FACTS_RANK_CONTAINER, FACTS_RANK_MASS, FACTS_RANK_MEASURE };
enum facts_calendar { FACTS_GREGORIAN, FACTS_PERSIAN, FACTS_ISLAMIC };

/* What a list word stands for. Only some fields mean something for a kind; see there. */
struct facts_item {
	struct inq_str id, group;
	double number;
	int rank;
	const int32_t *days; /* days since 1970-01-01, ascending */
	size_t day_count;
};

/* A word or phrase of a list. `*` at the end of a word stands for any ending. */
struct facts_entry {
	struct inq_str phrase;
	uint64_t key;      /* hash of the first word, or of the beginning of a word with `*` */
	uint32_t item;
	uint16_t lang;     /* two letters, 0: any language */
	uint8_t kind;
	bool foreign;      /* not in Latin letters: cannot be mistaken for a word of another language */
};

/* Where the entries of one key begin. */
struct facts_slot {
	uint64_t key;
	uint32_t first, count; /* count 0: free */
};

/* 8 KiB, which stay in the first cache while the table does not. */
#define FACTS_FILTER_WORDS 1024u

struct inq_lists {
	struct inq_arena *arena;
	struct facts_entry *entries; /* by key, long phrases first */
	size_t entry_count, entry_room;
	struct facts_slot *slots;
	uint64_t slot_mask;
	uint64_t filter[FACTS_FILTER_WORDS]; /* a bit for every key: most words of a text are in no list */
	struct facts_item *items;
	size_t item_count, item_room;
	struct inq_str *prefixes;    /* joined to the next word in writing: Arabic و, ال */
	size_t prefix_count;
	struct inq_str *month_first; /* languages and countries that write 4/15 for 15 April */
	size_t month_first_count;
};

/* Length of a word's beginning under which words with `*` are filed: four Latin letters, three of two bytes. */
#define FACTS_STEM_LATIN 4u
#define FACTS_STEM_OTHER 6u

enum facts_token_type { FACTS_EDGE, FACTS_WORD, FACTS_GLYPH, FACTS_NUMBER, FACTS_SYMBOL };

struct facts_token {
	uint32_t start, end;   /* bytes in norm */
	uint32_t sentence;
	uint32_t match;        /* first of its matches */
	uint64_t kinds;        /* bit set of enum facts_kind */
	double value;          /* NUMBER */
	int16_t left, right;   /* NUMBER "20.03": both parts, else -1 */
	uint8_t type;
	uint8_t match_count;
	uint8_t symbol;        /* SYMBOL: ASCII, 'x' for ×, 0 for others */
	uint8_t digits;        /* NUMBER: digits in all, 255 for more */
	bool glued;            /* no blank before it */
	bool line;             /* begins a line */
	bool grouped, decimal; /* NUMBER */
	bool used;             /* belongs to a fact that is no quantity */
};

struct facts_match {
	uint32_t item;
	uint16_t tokens;
	uint8_t kind;
};

/* A number, or several words that make one: "2.5 万", "three hundred", "500-1000". */
struct facts_amount {
	uint32_t first, last;  /* tokens */
	double value, max;
	bool weak;             /* an article, or a word that often is no number */
	bool worded, scaled;   /* written as a word; with thousand, 万 ... */
};

struct facts_scan {
	struct inq_arena *arena;
	const struct inq_lists *lists;
	const struct inq_event *event;
	const struct inq_text *text;
	struct facts_token *token; /* token[0] and token[count - 1] are edges */
	uint32_t count;
	uint32_t sentence; /* of the next token */
	struct facts_match *match;
	size_t match_count, match_room;
	struct facts_amount *amount;
	size_t amount_count;
	uint16_t lang;
};

/* A token by index; an edge for indexes outside, so that recognisers may look around freely. */
static inline const struct facts_token *facts_at(const struct facts_scan *scan, int64_t i)
{
	if (i < 0)
		return &scan->token[0];
	return i < (int64_t)scan->count ? &scan->token[i] : &scan->token[scan->count - 1];
}

static inline bool facts_is(const struct facts_scan *scan, int64_t i, enum facts_kind kind)
{
	return facts_at(scan, i)->kinds >> kind & 1;
}

/* Do both tokens stand in one sentence? */
static inline bool facts_together(const struct facts_scan *scan, int64_t a, int64_t b)
{
	return facts_at(scan, a)->sentence == facts_at(scan, b)->sentence;
}

static inline bool facts_symbol(const struct facts_scan *scan, int64_t i, char symbol)
{
	const struct facts_token *token = facts_at(scan, i);

	return token->type == FACTS_SYMBOL && token->symbol == (uint8_t)symbol;
}

/* One of several symbols. */
static inline bool facts_any_symbol(const struct facts_scan *scan, int64_t i, const char *symbols)
{
	const struct facts_token *token = facts_at(scan, i);

	return token->type == FACTS_SYMBOL && token->symbol && strchr(symbols, token->symbol);
}

/* A set of kinds, for the questions below. */
#define FACTS_BIT(kind) (UINT64_C(1) << (kind))

/* The match of a kind that begins at token i, or NULL. */
const struct facts_match *facts_match_at(const struct facts_scan *scan, int64_t i, enum facts_kind kind);
/* Its item, or NULL. */
const struct facts_item *facts_item_at(const struct facts_scan *scan, int64_t i, enum facts_kind kind);
/* How many tokens it takes; 0 when there is none. */
uint32_t facts_width(const struct facts_scan *scan, int64_t i, enum facts_kind kind);
/* How far before (after) token i, in the same sentence and at most `reach` tokens, stands a token of the kinds: 1 is
 * the neighbour, 0 there is none. */
uint32_t facts_before(const struct facts_scan *scan, int64_t i, uint64_t kinds, uint32_t reach);
uint32_t facts_after(const struct facts_scan *scan, int64_t i, uint64_t kinds, uint32_t reach);
struct inq_span facts_span(const struct facts_scan *scan, uint32_t first, uint32_t last);
/* The original spelling of a span, borrowed from the event. */
struct inq_str facts_original(const struct facts_scan *scan, struct inq_span span);
/* Does the original begin with (consist of) capitals? */
bool facts_capital(const struct facts_scan *scan, uint32_t token);
bool facts_capitals(const struct facts_scan *scan, uint32_t first, uint32_t last);
void facts_use(struct facts_scan *scan, uint32_t first, uint32_t last);

/* The end of the token that begins at `at` (< end), its type in *type; blanks are not tokens: FACTS_EDGE and the end of
 * the blanks. Numbers are cut at the first byte that is no digit. */
uint32_t facts_cut(const char *text, uint32_t at, uint32_t end, enum facts_token_type *type);
/* The hash of a word, and of the beginning under which a word with an ending is filed (false: too short). */
uint64_t facts_key(const char *word, size_t size);
bool facts_stem_key(const char *word, size_t size, uint64_t *key);
const struct facts_slot *facts_slot(const struct inq_lists *lists, uint64_t key);
uint16_t facts_lang(struct inq_str lang);

/* Subject and body as tokens with their list words. false: out of memory. */
bool facts_tokenise(struct facts_scan *scan);
/* Reads a number with its separators at `at`; returns its end. Fills value, digits, grouped, decimal, left, right. */
uint32_t facts_read_number(const char *text, uint32_t at, uint32_t end, struct facts_token *token);
/* Joins number tokens and number words to amounts. */
bool facts_find_amounts(struct facts_scan *scan);

/* The recognisers, in the order in which they must run: each takes its tokens away from the next. */
void facts_find_payment(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_certificates(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_order_number(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_wishes(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_deadline(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_money(struct facts_scan *scan, struct inq_facts *facts);
void facts_find_incoterm(struct facts_scan *scan, struct inq_facts *facts);
/* false: out of memory. */
bool facts_find_quantities(struct facts_scan *scan, struct inq_facts *facts);
/* order_value_usd and moq_ratio. */
void facts_derive(const struct facts_scan *scan, struct inq_facts *facts);
/* A unit by the words of an event field ("pcs", "sets"), or NULL. */
const struct facts_item *facts_unit(const struct facts_scan *scan, struct inq_str name);
/* A currency by its code, or NULL. */
const struct facts_item *facts_currency(const struct facts_scan *scan, struct inq_str code);

#endif
