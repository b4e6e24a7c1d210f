/*
 * crew: one piece of work, done by several threads.
 */
#ifndef WINNOW_CREW_H
#define WINNOW_CREW_H

#include <stddef.h>

enum { CREW_MAX = 64 };

/*
 * Calls `work` for the numbers 0 to count - 1, `step` of them at a time (from .. to - 1), by so many hands: this thread
 * and others, each call with the number of its hand (0 to hands - 1). Which hand gets what is up to chance: `work` writes
 * only what belongs to its numbers, or to its hand. Returns when all is done. Where no thread can be had, fewer hands do it.
 */
void crew_work(int hands, size_t count, size_t step, void (*work)(void *state, int hand, size_t from, size_t to), void *state);

#endif
