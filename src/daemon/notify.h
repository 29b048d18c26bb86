/* What systemd is told. Without systemd, and in a build without it, nothing happens. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

void notify_ready(void);     /* the engine is loaded */
void notify_reloading(void); /* ended by notify_ready */
void notify_stopping(void);
void notify_status(const char *text); /* one line for `systemctl status` */
void notify_alive(void);              /* feeds the watchdog */
/* Milliseconds between two feedings; 0 when nobody watches. */
int64_t notify_alive_interval(void);

#endif
