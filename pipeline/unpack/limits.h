/*
 * limits: what an archive may cost.
 */
#ifndef WINNOW_LIMITS_H
#define WINNOW_LIMITS_H

#include <stddef.h>
#include <stdint.h>

enum {
	LIMITS_DEPTH = 2 /* archives in archives: a WACZ holds WARCs, a zip of tars; more is a trap, or a mistake */
};

struct limits {
	uint64_t bytes;   /* that may be unpacked in all */
	uint64_t members; /* that are looked at */
	size_t member;    /* bytes of one */
};

/* The fault of a stream that was stopped because `bytes` is used up. */
#define LIMITS_FAULT "unpacks to more than it may"

#endif
