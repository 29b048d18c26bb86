#ifndef DAEMON_CLOCK_H
#define DAEMON_CLOCK_H

#include <stdint.h>

int64_t clock_monotonic_ms(void);
int64_t clock_unix_ms(void);

#endif
