/* What the model knows of an inquiry besides its words: signals of the text and its facts, and figures in classes.
 *
 * Left out are all signals of the sender's record (mail domain, company, platform, country, history). How often those
 * come with which kind of buyer is a matter of the platform and the season, and no labelled corpus is a fair sample of
 * it; and a country must not count at all. They speak through the packs alone, whose effects a person has set. */
#ifndef INQ_TRAITS_H
#define INQ_TRAITS_H

#include "facts.h"
#include "signals.h"

/* Figures in classes: X(name, lower bounds; the first class begins below all of them). A figure that is absent has no
 * class. */
#define INQ_SCALES(X)                                                                                                  \
	X(WORDS, "words", 4, 8, 16, 32, 64, 128, 256)                                                                  \
	X(QUANTITY, "quantity", 2, 10, 50, 200, 1000, 5000, 20000, 100000)                                             \
	X(QUANTITIES, "quantities", 2, 3, 5, 9)                                                                        \
	X(ORDER_VALUE, "order-value-usd", 300, 1000, 3000, 10000, 30000, 100000, 300000, 1000000, 5000000)             \
	X(MOQ_RATIO, "moq-ratio", 0.5, 1, 2, 5, 10, 50)                                                                \
	X(CERTIFICATES, "certificates", 1, 2, 3)                                                                       \
	X(QUESTIONS, "questions", 1, 2, 3, 5)                                                                          \
	X(LINES, "lines", 2, 4, 8, 16)

enum inq_scale {
#define X(id, name, ...) INQ_SCALE_##id,
	INQ_SCALES(X)
#undef X
	INQ_SCALE_COUNT
};
#define INQ_SCALE_CLASSES_MAX 10u

/* Signals that the model may learn from come first, then the classes of all scales, in a fixed order. */
#define INQ_TRAIT_COUNT ((uint32_t)INQ_SIGNAL_COUNT + INQ_SCALE_COUNT * INQ_SCALE_CLASSES_MAX)

/* "signal:fact.port" or "scale:quantity/3"; NULL where the index stands for nothing that is learnt from. The text lives
 * in the arena. */
const char *inq_trait_name(struct inq_arena *arena, uint32_t trait);

/* Whether the trait is evidence by itself: a link or a file that is there. The length of a text, or a fact that it does
 * not give, proves nothing. */
bool inq_trait_proves(uint32_t trait);

/* For people, of a trait that has a name: "a port or place of delivery is given", "quantity: class 3". */
const char *inq_trait_meaning(struct inq_arena *arena, uint32_t trait);

struct inq_traits {
	uint32_t item[INQ_TRAIT_COUNT]; /* ascending; also such as have no name, which no model knows */
	size_t count;
};
void inq_traits_read(const struct inq_text *text, const struct inq_facts *facts, const struct inq_signals *signals,
		     struct inq_traits *out);

#endif
