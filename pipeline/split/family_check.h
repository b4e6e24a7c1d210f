/*
 * family_check: runs the examples that a family file carries.
 *
 * An example is input ("| line") and what it must give, in order ("=> ..."):
 *
 *     => conclusion 3: The first words … the last words
 *     => response 3 [agreed, in_progress, 2018-01]: The Government … April.
 *     => nothing
 */
#ifndef WINNOW_FAMILY_CHECK_H
#define WINNOW_FAMILY_CHECK_H

#include "pipeline/base/buffer.h"
#include "pipeline/split/family_set.h"

/*
 * Runs all examples of `f`; appends a line for each failure ("line 12: example
 * NAME: ..."). Returns the number of examples that failed; *run gets how many there were.
 */
size_t family_check(const struct family *f, const struct family_set *set, struct buffer *failures, size_t *run);

#endif
