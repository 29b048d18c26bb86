/* The kind of customer in words that people use, from templates in taxonomy.yaml. */
#ifndef INQ_COMPOSITE_H
#define INQ_COMPOSITE_H

#include "verdict.h"

/* Reads the list `composite:`; mistakes name file and line. */
void inq_composites_read(struct inq_knowledge *knowledge, const char *file, const struct inq_yaml *list,
			 struct inq_mistakes *mistakes);

/* The first template whose conditions hold, filled in. "" when the arena is exhausted. */
const char *inq_composite_text(struct inq_arena *arena, const struct inq_knowledge *knowledge,
			       const struct inq_verdict *verdict, struct inq_str lang);

#endif
