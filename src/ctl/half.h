/* The corpus in two halves that anyone can tell apart: `dev`, which authors of packs may read, and `test`, which they
 * leave alone, so that figures on it are honest. A row belongs to dev when the SHA-256 of its id begins with an even
 * byte. */
#ifndef CTL_HALF_H
#define CTL_HALF_H

#include <stdbool.h>

bool half_is_dev(const char *id);

#endif
