/*
 * package: the description of a folder of CSV files, as a Frictionless Data Package.
 *
 * https://specs.frictionlessdata.io/tabular-data-package/: datapackage.json names each
 * file with the name, type and meaning of its columns, its key, and the keys that lead
 * to other files. What it cannot know, the licence, is named as not specified.
 */
#ifndef WINNOW_PACKAGE_H
#define WINNOW_PACKAGE_H

#include "pipeline/show/output.h"
#include "pipeline/store/store.h"

/*
 * Describes the files that rows_write makes of all tables, NAME.csv each. `raw`: as there.
 * Returns the failure of the output, which has been said, or store_status().
 */
int package_write(struct output *out, struct store *store, bool raw);

#endif
