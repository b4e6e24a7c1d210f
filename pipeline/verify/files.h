/*
 * files: fixity. Does every file that was read still have the SHA-256 it had?
 */
#ifndef WINNOW_VERIFY_FILES_H
#define WINNOW_VERIFY_FILES_H

#include "pipeline/verify/check.h"

/* Adds the check "fixity": archives are files here, and are not unpacked. A file that is changed or gone has failed. */
void files_check(struct checks *checks);

#endif
