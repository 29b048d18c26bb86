/* Between the recognisers of quantities: what a number counts, and how much speaks for it. */
#ifndef INQ_FACTS_QUANTITIES_H
#define INQ_FACTS_QUANTITIES_H

#include "facts_internal.h"

/* How an amount was found to count goods. */
enum facts_source {
	FACTS_SOURCE_NONE,
	FACTS_SOURCE_UNIT,  /* 500 pcs */
	FACTS_SOURCE_CUE,   /* quantity: 500 */
	FACTS_SOURCE_NOUN,  /* 500 chairs */
	FACTS_SOURCE_NEED,  /* we need 500 */
	FACTS_SOURCE_TABLE, /* chair | 500 */
};

struct facts_candidate {
	const struct facts_item *unit; /* NULL: pieces by a noun or a bare number */
	uint32_t first, last;          /* tokens of the quantity as written, with its unit */
	uint32_t number_first;         /* differs from `first` for containers: 2 and 40 of 2x40HQ */
	double value, max;
	int points;
	struct inq_str period;
};

struct facts_box {
	const struct facts_item *unit;
	uint32_t last;
};

/* "x", "×", "*" or a word for times. */
bool facts_is_times(const struct facts_scan *scan, uint32_t i);
bool facts_is_year(const struct facts_scan *scan, const struct facts_amount *amount);
/* Part of a name, a telephone number, a size, a time: joined to what stands before it. */
bool facts_is_joined(const struct facts_scan *scan, uint32_t first);
/* Does amount `index` count anything but goods? */
bool facts_excluded(const struct facts_scan *scan, size_t index);

/* 40HQ, 40' HC, 40尺高柜, 40-ft container: the number at token i is the size of a box, not a count. */
bool facts_read_box(const struct facts_scan *scan, uint32_t i, struct facts_box *box);
/* The count before the box at token `box`: "2x40HQ", "two 40ft", "6个40尺高柜"; NULL without one. `index` is the
 * amount of the box. */
const struct facts_amount *facts_box_count(const struct facts_scan *scan, size_t index, uint32_t box);
/* Sets unit and last token of `c` for an amount that is neither box nor excluded. */
enum facts_source facts_counted(const struct facts_scan *scan, const struct facts_amount *amount,
				struct facts_candidate *c);

#endif
