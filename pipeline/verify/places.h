/*
 * places: is everything found again where the database says it stands?
 */
#ifndef WINNOW_PLACES_H
#define WINNOW_PLACES_H

#include "pipeline/verify/check.h"

/* Adds four checks: sources on disk, passages, lines and records in them. Reads every current source once. */
void places_check(struct checks *checks);

#endif
