/*
 * fixity: the checksum by which an archive knows that a file is still the same.
 */
#ifndef WINNOW_FIXITY_H
#define WINNOW_FIXITY_H

#include "pipeline/base/span.h"

enum { FIXITY_HEX = 64 };

/* SHA-256 (FIPS 180-4) as lower-case hex, NUL-terminated. False when the library refuses, and then hex is "". */
bool fixity_sha256(struct span bytes, char hex[FIXITY_HEX + 1]);

/* The same of all that a descriptor of a file has, from its beginning; it is left at its end. Takes a fixed room. */
bool fixity_sha256_file(int fd, char hex[FIXITY_HEX + 1]);

#endif
