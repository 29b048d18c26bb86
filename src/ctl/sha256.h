/* SHA-256 (FIPS 180-4), for a split of the corpus that anyone can repeat with any tool. */
#ifndef CTL_SHA256_H
#define CTL_SHA256_H

#include <stddef.h>
#include <stdint.h>

void sha256(const void *bytes, size_t size, uint8_t digest[32]);

#endif
