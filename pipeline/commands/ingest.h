/*
 * ingest: files, folders -> the database, in one go.
 *
 *     winnow ingest -d heap.db papers/ letter.html
 */
#ifndef WINNOW_INGEST_H
#define WINNOW_INGEST_H

#include "pipeline/options.h"

extern const struct command ingest_command;

#endif
