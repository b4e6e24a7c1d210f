/*
 * dry_run: what `ingest` would read, without reading or writing anything: one
 * line on stdout for each file that is new, changed or gone, STATE<tab>NAME.
 *
 * It goes by size and time alone, as ingest does where they are unchanged: of a
 * file that was only touched, ingest finds by its checksum that it is the same.
 */
#ifndef WINNOW_DRY_RUN_H
#define WINNOW_DRY_RUN_H

#include "pipeline/files.h"
#include "pipeline/options.h"
#include "pipeline/selection.h"

/* Returns the exit status: 0, 1 where something could not be looked at, 65 where there is nothing, 66. */
int dry_run(const struct options *options, const struct selection *given, const struct files *files);

#endif
