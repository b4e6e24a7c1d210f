/*
 * signals: being asked to stop, and stopping at a good place.
 *
 * A signal sets a flag. Who works in a loop looks at it between two pieces of
 * work, brings what is begun to an end, and then signals_end() lets the process
 * die of the signal, so that the shell sees why. A second one kills at once.
 */
#ifndef WINNOW_SIGNALS_H
#define WINNOW_SIGNALS_H

/* From here on SIGINT, SIGTERM and SIGHUP are noted; what the parent ignores stays ignored. */
void signals_catch(void);
/* The signal that came, or 0. */
int signals_caught(void);
/* Dies of the signal that came; returns when none did. */
void signals_end(void);

#endif
