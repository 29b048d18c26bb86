/* Numbers as text, the same in every locale. */
#ifndef CTL_DECIMAL_H
#define CTL_DECIMAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct decimal {
	char text[32];
};

/* 1402 with 3 decimals is "1.402". `decimals` is 0..9. */
struct decimal decimal(int64_t value, unsigned decimals);
/* The same with a sign in any case: "+1.402". */
struct decimal decimal_signed(int64_t value, unsigned decimals);
/* A double, rounded; "-" where it is not a number. */
struct decimal decimal_of(double value, unsigned decimals);
/* With as many decimals as it needs, up to 4: "2400", "0.145". */
struct decimal decimal_short(double value);
/* With blanks between the thousands: "12 345". */
struct decimal decimal_grouped(uint64_t value);

/* The JSON number times 10^decimals, when it is exactly a whole number; false when it is not, or no number. Exact:
 * it holds only when the number as written is the one that reads back as value / 10^decimals. */
bool decimal_exact(const json_t *number, unsigned decimals, int64_t *value);

#endif
