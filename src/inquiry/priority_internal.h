/* What priority.yaml is once it is read. What its sections mean stands at the head of that file. */
#ifndef INQ_PRIORITY_INTERNAL_H
#define INQ_PRIORITY_INTERNAL_H

#include "strategy_internal.h"

/* All points are whole tenths, so that a score is exactly the sum of its terms. */
#define INQ_PRIORITY_SCORE_MAX 1000

struct inq_priority_band {
	struct inq_str name;
	int64_t from; /* tenths; -1: given by a bound only */
};

struct inq_priority_expected {
	uint32_t dimension;
	struct inq_words because;
	int32_t *points; /* tenths, per label of the dimension */
};

struct inq_priority_line {
	struct inq_str name;
	struct inq_words because;
	struct inq_condition when;
	int32_t points;
};

struct inq_priority_group {
	struct inq_priority_line cut; /* what the cap takes away */
	int32_t cap;                  /* tenths; INT32_MAX: none */
	struct inq_condition when;
	struct inq_priority_line *lines;
	size_t line_count;
};

struct inq_priority_wait {
	int64_t over_ms;
	struct inq_priority_line line;
};

struct inq_priority_bound {
	struct inq_priority_line line;
	int32_t at_most, at_least;            /* tenths */
	const struct inq_priority_band *band; /* NULL: as the score says */
};

struct inq_priorities {
	struct inq_arena *arena;
	struct inq_priority_band *bands; /* by falling lower bound */
	size_t band_count;
	struct inq_priority_expected *expected;
	size_t expected_count;
	struct inq_priority_group *groups;
	size_t group_count;
	struct inq_condition waiting_when;
	struct inq_priority_wait *waits; /* by rising time */
	size_t wait_count;
	struct inq_priority_bound *bounds;
	size_t bound_count;
	struct inq_words limit_because;
	size_t term_limit; /* terms that one lead can have */
};

#endif
