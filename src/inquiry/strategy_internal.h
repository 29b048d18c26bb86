/* What the files of steps 7 and 8 share: conditions, and what the playbooks folder is once it is read.
 *
 * conf/playbooks/ holds five kinds of things, in any number of files: settings (`layers`, `at_most`,
 * `otherwise_within`, `fallback`), `roles`, `questions`, what a first reply is made of (`languages`, `paragraphs`,
 * `openings`), and `playbooks`. Everything names everything else by id; ids become indexes here. */
#ifndef INQ_STRATEGY_INTERNAL_H
#define INQ_STRATEGY_INTERNAL_H

#include "strategy.h"

/* Layers fit a bit mask. */
#define INQ_LAYERS_MAX 64u
/* Conditions are read and evaluated by recursion; nobody understands one that is nested deeper. */
#define INQ_CONDITION_DEPTH_MAX 8u
/* A value from the inquiry that is longer is not a name or a quantity, and has no place in a letter. */
#define INQ_LETTER_VALUE_BYTES_MAX 160u

/* ---- conditions and names: match.c ---- */

/* Where a loader is: everything that reading and complaining need. */
struct inq_source {
	struct inq_arena *arena;
	const struct inq_knowledge *knowledge;
	struct inq_mistakes *mistakes;
	const char *file;
};

struct inq_names {
	const struct inq_str *item;
	size_t count;
};
/* "'a', 'b' or 'c'": all names when they are few, else the ones that are spelled most like `found`. */
const char *inq_names_near(struct inq_arena *arena, struct inq_names names, struct inq_str found);
/* Index of a name, or INQ_NONE. */
uint32_t inq_names_find(struct inq_names names, struct inq_str name);
/* As above; a mistake of the form "unknown <what> 'x', expected ..." where there is none. */
uint32_t inq_names_need(const struct inq_source *source, unsigned line, const char *what, struct inq_names names,
			struct inq_str name);
struct inq_indexes {
	uint32_t *item;
	size_t count;
};

/* Looks up each id among `count` things of `size` bytes that begin with their id. False after a mistake; what was found
 * is in `out` all the same. */
bool inq_indexes_need(const struct inq_source *source, const char *what, const struct inq_strings *ids,
		      const void *things, size_t size, size_t count, struct inq_indexes *out);
/* INQ_NONE after a mistake. */
uint32_t inq_need_dimension(const struct inq_source *source, unsigned line, struct inq_str name);
uint32_t inq_need_label(const struct inq_source *source, unsigned line, uint32_t dimension, struct inq_str name);
uint32_t inq_need_signal(const struct inq_source *source, unsigned line, struct inq_str name);

enum inq_test_op {
	INQ_TEST_SIGNAL,
	INQ_TEST_RULE,
	INQ_TEST_LABEL,   /* the label's dimension applies and was decided as it */
	INQ_TEST_UNKNOWN, /* the dimension applies and was not decided */
	INQ_TEST_ALL,
	INQ_TEST_ANY,
	INQ_TEST_NONE
};
struct inq_test {
	enum inq_test_op op;
	uint32_t value; /* signal, rule, label or dimension; for ALL, ANY and NONE the number of tests that follow */
};
struct inq_condition { /* in prefix order; count 0 holds always */
	const struct inq_test *test;
	size_t count;
};
/* Reads a name, a list (all must hold) or a map of `all`, `any`, `none`. NULL gives the condition that always holds.
 * False after a mistake. */
bool inq_condition_read(const struct inq_source *source, const struct inq_yaml *node, struct inq_condition *condition);
bool inq_condition_holds(const struct inq_condition *condition, const struct inq_inputs *in);

/* Checks that a text has all of the languages; a mistake names the missing one. Texts without any are passed over. */
void inq_words_check(const struct inq_source *source, const struct inq_words *words, struct inq_names langs);
void inq_phrases_check(const struct inq_source *source, const struct inq_phrases *phrases, struct inq_names langs);
/* The languages of everything that salespeople read. */
struct inq_names inq_staff_languages(void);

/* ---- the folder: playbooks.c ---- */

enum inq_list { /* the lists of a strategy that several playbooks fill together */
		INQ_LIST_OWNERS,
		INQ_LIST_GOALS,
		INQ_LIST_DO,
		INQ_LIST_AVOID,
		INQ_LIST_ASK,
		INQ_LIST_ATTACH,
		INQ_LIST_FOLLOW_UP,
		INQ_LIST_RECEPTION,
		INQ_LIST_COUNT
};

struct inq_within {
	bool set;
	int64_t minutes; /* as inq_calendar_add takes them: negative is wall-clock time */
	struct inq_str text;
};

struct inq_match { /* one dimension of a `match:` */
	uint32_t dimension;
	struct inq_label_set labels;
	bool unknown;
};

struct inq_playbook {
	struct inq_str id;
	uint32_t layer;
	struct inq_match *match;
	size_t match_count;
	struct inq_condition when;
	unsigned specificity;
	struct inq_within within;
	int disclosure;                           /* index into inq_disclosures: the higher, the stricter */
	struct inq_indexes owners;                /* roles */
	struct inq_phrases texts[INQ_LIST_COUNT]; /* empty for owners and ask */
	struct inq_indexes ask;                   /* questions */
	bool has_opening;  /* `opening:` is given; the first of the layers that has one decides */
	uint32_t opening;  /* INQ_NONE: no reply must be sent */
	uint64_t silences; /* layers below that have nothing to add */
	bool settle;       /* questions about undecided dimensions may be asked as well */
};

struct inq_role {
	struct inq_str id;
	struct inq_words reads;
};

struct inq_question {
	struct inq_str id;
	uint32_t settles; /* dimension; INQ_NONE */
	uint32_t needs;   /* signal that says that the answer is there already; INQ_NONE */
	struct inq_condition when;
	int64_t weight; /* 0..100: how much an answer tells */
	struct inq_words text;
	unsigned line;
};

struct inq_sentence {
	uint64_t needs;   /* placeholders that must have a value, as bits of their index */
	uint64_t any;     /* of these at least one; 0: no such demand */
	uint64_t without; /* of these none */
	struct inq_condition when;
	struct inq_words text;
};

struct inq_paragraph {
	struct inq_str id;
	bool lines; /* each sentence on a line of its own */
	struct inq_sentence *sentence;
	size_t sentence_count;
};

struct inq_opening {
	struct inq_str id;
	struct inq_indexes paragraphs;
};

struct inq_band_within {
	struct inq_str band;
	struct inq_within within;
};

struct inq_playbooks {
	struct inq_arena *arena;
	struct inq_names layers;
	size_t at_most[INQ_LIST_COUNT];
	struct inq_band_within *otherwise; /* for leads whose playbooks set no time; the last one for unlisted bands */
	size_t otherwise_count;
	const struct inq_playbook *fallback;
	struct inq_role *roles;
	size_t role_count;
	struct inq_question *questions;
	size_t question_count;
	struct inq_names languages; /* of letters and questions to buyers */
	struct inq_str *spaces;     /* per language: what stands between two sentences */
	struct inq_paragraph *paragraphs;
	size_t paragraph_count;
	struct inq_opening *openings;
	size_t opening_count;
	struct inq_playbook *playbooks; /* by layer, the most specific of a layer first */
	size_t playbook_count;
};

extern const char *const inq_disclosures[]; /* from the laxest to the strictest; ends with NULL */

struct inq_entry { /* one entry of a list that several files may add to */
	struct inq_source source;
	const struct inq_yaml *node;
};
struct inq_entries {
	struct inq_entry *item;
	size_t count;
};

/* ---- questions.c ---- */
bool inq_questions_read(struct inq_playbooks *playbooks, struct inq_entries entries);

struct inq_chosen { /* the playbooks of one lead, in the order of their layers */
	const struct inq_playbook *item[INQ_LAYERS_MAX];
	size_t count;
};
/* At most at_most[INQ_LIST_ASK] questions in `lang`, the most telling first. */
enum inq_status inq_questions_choose(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				     const struct inq_chosen *chosen, const struct inq_inputs *in, struct inq_str lang,
				     struct inq_str_list *out);

/* ---- opening_file.c and opening.c ---- */
/* What templates can speak of, {name}; the order is that of the bits in struct inq_sentence. */
struct inq_names inq_placeholder_names(struct inq_arena *arena);
/* The next "{name}" of a text from `at` on; false when there is none. */
bool inq_placeholder_next(struct inq_str text, size_t at, size_t *start, struct inq_str *name);
bool inq_openings_read(struct inq_playbooks *playbooks, struct inq_entries languages, struct inq_entries paragraphs,
		       struct inq_entries openings);
/* The language to write to this buyer in: his own where letters exist in it, else the first that is listed. */
struct inq_str inq_letter_language(const struct inq_playbooks *playbooks, const struct inq_text *text);
enum inq_status inq_opening_write(struct inq_arena *arena, const struct inq_playbooks *playbooks,
				  const struct inq_opening *opening, const struct inq_inputs *in,
				  const struct inq_str_list *questions, struct inq_str lang, struct inq_str *out);

#endif
