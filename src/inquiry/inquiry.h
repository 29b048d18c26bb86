/* libinquiry: the scoring engine.
 *
 * The life of one inquiry
 * -----------------------
 * An inquiry arrives as one JSON document, an `inquiry.event/1`, and leaves as another, an `inquiry.lead/1`.
 * In between it passes nine steps, always in this order and never back:
 *
 *   1. decode      the JSON becomes an event: borrowed strings, checked types and sizes
 *   2. normalise   subject, body and names become one text in one spelling, with a way back to the original
 *   3. facts       quantity, price, Incoterm, deadline ... are read from the text, each with its place
 *   4. signals     structure speaks: mail domain, platform record, links, attachments, history
 *   5. rules       all patterns of all packs run over the text in one scan; conditions combine what was found
 *   6. score       each label of each dimension gets a sum of terms, from the rules and, where there is one, from
 *                  the trained model; the sums become probabilities and a verdict: a label, or `unknown` where
 *                  the evidence does not decide
 *   7. prioritise  0-100 points and a band, again a sum of terms
 *   8. strategy    playbooks matched on the verdict say who answers, by when, how, and what to ask
 *   9. render      everything is written out as the lead
 *
 * What the trade knows (taxonomy, rules, priorities, playbooks, lists, the model) is data, read once from a knowledge
 * folder into an immutable `inq_engine`. What one inquiry needs lives in an `inq_worker` and is reused for the
 * next. The library has no sockets, no clock, no globals; it never logs, exits or reads the environment.
 *
 * Threads: an engine may be shared by any number of threads; a worker belongs to one thread at a time.
 */
#ifndef INQUIRY_H
#define INQUIRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INQ_VERSION "0.1.0"

/* What went wrong, for a person: one line without a trailing newline. For files that a person wrote the text
 * starts with `file:line: `. */
struct inq_error {
	char text[1024];
};

/* The seller's working time, in which respond-by times are counted. */
struct inq_calendar {
	int utc_offset_minutes;      /* seller's local time minus UTC, -840..840 */
	int day_start_minute;        /* local minute of the day at which work starts, 0..1439 */
	int day_end_minute;          /* local minute at which it ends, > day_start_minute, up to 1440 */
	unsigned work_days;          /* bit 0 Monday ... bit 6 Sunday; at least one bit set */
	const char *const *holidays; /* NULL or NULL-terminated "YYYY-MM-DD" local dates without work; borrowed */
};

struct inq_options {
	const char *knowledge_dir;    /* folder with taxonomy.yaml, priority.yaml, packs/, playbooks/, lists/ */
	const char *cache_dir;        /* folder to keep compiled patterns in (made if absent), or NULL; without it every
				       * start compiles them anew, which takes many seconds */
	/* The trained model. NULL: `model.inq` of the knowledge folder where there is one. "none": the packs alone.
	 * Else the path of a model file. */
	const char *model_file;
	struct inq_calendar calendar; /* copied */
	bool skip_examples;           /* true: do not run the packs' own examples (for quick tools only) */
};

struct inq_engine;
struct inq_worker;

/* Builds an engine from the knowledge folder and runs the packs' examples. Returns NULL and fills `error` at the
 * first mistake. The caller owns the engine. */
struct inq_engine *inq_engine_new(const struct inq_options *options, struct inq_error *error);
/* Accepts NULL. No worker of the engine may be in use. */
void inq_engine_free(struct inq_engine *engine);

/* Called for each mistake found; `error->text` starts with `file:line: `. */
typedef void inq_lint_report(void *context, const struct inq_error *error);
/* Reads the knowledge folder as `inq_engine_new` does, but reports every mistake that it can go on from, examples
 * included. Returns the number of mistakes; 0 means that `inq_engine_new` would succeed. */
size_t inq_lint(const struct inq_options *options, inq_lint_report *report, void *context);

/* "export-trade@1 daily-consumer-goods@1": name and version of every pack, in the order of their names. Borrowed. */
const char *inq_engine_packs(const struct inq_engine *engine);
/* "linear/1 0123456789abcdef": format and checksum of the model; "packs alone" without one. Borrowed. */
const char *inq_engine_model(const struct inq_engine *engine);
/* Number of rules and of text patterns, for status lines. */
size_t inq_engine_rule_count(const struct inq_engine *engine);
size_t inq_engine_pattern_count(const struct inq_engine *engine);

/* Scratch space for one thread. The engine must outlive the worker. Returns NULL when out of memory. */
struct inq_worker *inq_worker_new(const struct inq_engine *engine);
void inq_worker_free(struct inq_worker *worker); /* accepts NULL */

/* How many reasons a dimension shows; the others are summed into one term named `rest`, so that the receipt stays
 * exact. 0 restores the default (INQ_REASONS_DEFAULT); INQ_REASONS_ALL shows every term of every label. */
#define INQ_REASONS_DEFAULT 6
#define INQ_REASONS_ALL 100000
void inq_worker_show_reasons(struct inq_worker *worker, unsigned per_dimension);

struct inq_input {
	const char *json;              /* the event; need not be NUL-terminated; borrowed for the call */
	size_t json_size;              /* bytes, at most INQ_EVENT_BYTES_MAX */
	int64_t now_ms;                /* time of scoring, Unix milliseconds: `scored_at` */
	const char *traceparent;       /* W3C trace context to carry through, or NULL */
	unsigned same_text_senders;    /* other senders known to have sent nearly the same text lately */
	unsigned buyer_inquiries;      /* inquiries known from this buyer before this one */
};

/* A scored inquiry. All pointers belong to the worker and live until its next call. */
struct inq_lead {
	const char *json;       /* the inquiry.lead/1 document, one line, no newline */
	size_t json_size;
	const char *id;         /* the lead's own id */
	const char *event_id;
	const char *composite;  /* "short-term large terminal customer" */
	const char *summary;    /* one line for a chat message */
	const char *band;       /* "A", "B", "C", "D" or "X" */
	const char *lang;       /* ISO 639-1, "und" where unknown */
	const char *buyer_key;  /* stable key of the buyer, "" where nothing identifies him */
	double priority;        /* 0..100, one decimal */
	int64_t received_at_ms;
	int64_t respond_by_ms;
	uint64_t fingerprint;   /* of the normalised text; equal texts have equal fingerprints */
};

enum inq_status {
	INQ_OK,       /* the lead is complete */
	INQ_REJECTED, /* the input is not a valid event: `error` says which field, what was found and expected */
	INQ_FAILED,   /* out of memory or a broken engine; the same input may succeed later */
};

enum inq_status inq_score(const struct inq_engine *engine, struct inq_worker *worker, const struct inq_input *input,
			  struct inq_lead *lead, struct inq_error *error);

/* Wall time spent in each step since the worker was made, for `inquiryctl score --profile`. The library has no
 * clock of its own: the caller lends one. NULL switches timing off (the default). */
enum inq_step {
	INQ_STEP_DECODE,
	INQ_STEP_NORMALISE,
	INQ_STEP_FACTS,
	INQ_STEP_SIGNALS,
	INQ_STEP_RULES,
	INQ_STEP_SCORE,
	INQ_STEP_PRIORITISE,
	INQ_STEP_STRATEGY,
	INQ_STEP_RENDER,
	INQ_STEP_COUNT
};
const char *inq_step_name(enum inq_step step);
void inq_worker_profile(struct inq_worker *worker, uint64_t (*now_ns)(void));
const uint64_t *inq_worker_step_ns(const struct inq_worker *worker); /* INQ_STEP_COUNT sums, borrowed */

#endif
