/* YAML for files that people edit: a tree in which every value knows its line, and a declared schema that binds a
 * mapping to a struct. Every mistake is reported as `file:line: what was found, what was expected`. */
#ifndef INQ_YAMLTREE_H
#define INQ_YAMLTREE_H

#include "arena.h"
#include "inquiry.h"

#include <stdbool.h>
#include <stddef.h>

enum inq_yaml_kind { INQ_YAML_SCALAR, INQ_YAML_LIST, INQ_YAML_MAP };

struct inq_yaml {
	enum inq_yaml_kind kind;
	unsigned line; /* 1-based */
	struct inq_str scalar;      /* SCALAR: the text */
	bool quoted;                /* SCALAR: written in quotes or as a block, so never a number or boolean */
	size_t count;               /* LIST, MAP: entries */
	struct inq_yaml **item;     /* LIST: values; MAP: values */
	struct inq_yaml **key;      /* MAP: keys, scalars, unique */
};

/* Collects mistakes. With `report` set every one is passed on and reading goes on; without, the first is kept. */
struct inq_mistakes {
	inq_lint_report *report; /* may be NULL */
	void *context;
	struct inq_error *first; /* may be NULL */
	size_t count;
};
void inq_mistake(struct inq_mistakes *mistakes, const char *file, unsigned line, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Reads a file; the tree lives in the arena. NULL after a mistake (also when the file cannot be read). */
struct inq_yaml *inq_yaml_read(struct inq_arena *arena, const char *path, struct inq_mistakes *mistakes);
/* The value of a key of a MAP, or NULL. */
struct inq_yaml *inq_yaml_get(const struct inq_yaml *map, const char *key);

/* Field types of a schema and the C type that they fill at `offset`:
 *   STRING  struct inq_str          BOOL    bool             INTEGER  int64_t (min..max)
 *   DECIMAL int64_t thousandths (min..max, in thousandths)   STRINGS  struct inq_strings (a list, or one scalar)
 *   NODE    struct inq_yaml * (bound by the caller)          DURATION int64_t milliseconds ("30s", "5m", "4h", "2d")
 *   TEXT    struct inq_words (mapping language -> string)    TEXTS    struct inq_phrases (list of TEXT)
 *   ENUM    int, index into `names` (NULL-terminated)        SIZE     int64_t bytes ("64KiB", "1MiB") */
enum inq_yaml_type {
	INQ_FIELD_STRING, INQ_FIELD_BOOL, INQ_FIELD_INTEGER, INQ_FIELD_DECIMAL, INQ_FIELD_STRINGS, INQ_FIELD_NODE,
	INQ_FIELD_DURATION, INQ_FIELD_TEXT, INQ_FIELD_TEXTS, INQ_FIELD_ENUM, INQ_FIELD_SIZE
};

struct inq_strings {
	struct inq_str *item;
	unsigned *line;
	size_t count;
};

/* A text in several languages. English comes first in the files and is the fall-back. */
struct inq_words {
	struct inq_str *lang, *text;
	size_t count;
	unsigned line;
};
struct inq_phrases {
	struct inq_words *item;
	size_t count;
};
/* The text in `lang`, else in English, else the first; "" when there is none. */
struct inq_str inq_words_in(const struct inq_words *words, struct inq_str lang);

struct inq_yaml_field {
	const char *name;
	enum inq_yaml_type type;
	size_t offset;
	bool required;
	int64_t min, max;          /* INTEGER, DECIMAL, DURATION, SIZE; both 0: no bounds */
	const char *const *names;  /* ENUM */
	const char *meaning;       /* one phrase, used in messages and dumps */
};

/* Fills `object` (absent optional fields are left as they are, so that the caller sets the defaults first) from a MAP.
 * Unknown keys, wrong types, values out of range and missing required fields are mistakes. The table ends with
 * name == NULL. Returns false after any mistake. */
bool inq_yaml_bind(struct inq_arena *arena, const char *file, const struct inq_yaml *map,
		   const struct inq_yaml_field *fields, void *object, struct inq_mistakes *mistakes);

/* "12.5" -> 12500. False when it is not a plain decimal with at most three places. Locale-independent. */
bool inq_parse_milli(struct inq_str text, int64_t *milli);

#endif
