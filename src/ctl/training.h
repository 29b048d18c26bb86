/* Labelled rows on their way into training: what `train` and the cross-validation of `evaluate` share. */
#ifndef CTL_TRAINING_H
#define CTL_TRAINING_H

#include "learn.h"
#include "session.h"

#include <jansson.h>

enum packs_saw { PACKS_SAW_NONE, PACKS_SAW_DEV, PACKS_SAW_ALL };

/* Reads "none", "dev" or "all"; NULL is none. False after a complaint. */
bool packs_saw_read(const char *command, const char *text, enum packs_saw *saw);

/* Practice with mixed texts: every n-th row of one label is learnt a second time with a passage from a row of another
 * label, the lender, in the same language below it. A customer who forwards an advert is still a customer
 * ("authenticity=real+junk/8"), and a trap that asks for a quotation is still a trap ("authenticity=fraud+real/5"). */
struct mixing {
	char *dimension, *label, *lender;
	size_t one_in;
	json_t *passages; /* the last one of the lender, by language */
	size_t seen;      /* rows of `label` */
};
#define MIXINGS_MAX 8

struct training {
	struct learn_corpus *corpus;
	struct session *session;
	enum packs_saw saw;
	struct mixing mixing[MIXINGS_MAX];
	size_t mixing_count;
};

/* Begins with an empty corpus for the engine of the session. `mix` has the texts of --mix. False after a complaint; to be
 * freed in either case. */
bool training_open(struct training *training, const char *command, struct session *session, enum packs_saw saw,
		   const struct option_list *mix);
void training_free(struct training *training);

/* Adds one row, and perhaps mixed ones; `event` without its labels. *added: how many rows of the corpus. */
enum inq_status training_add(struct training *training, const json_t *event, const json_t *labels, size_t *added,
			     struct inq_error *error);

#endif
