/*
 * harness: what the fuzz targets share.
 *
 * Each target is one file beside this one and gives LLVMFuzzerTestOneInput, which
 * is called with bytes and may do anything but break a promise: crash, read out of
 * bounds, leak, run on, or give what harness_require denies. libFuzzer makes the
 * bytes in `make fuzz`; in `make check` driver.c takes them from the seeds.
 */
#ifndef FUZZ_HARNESS_H
#define FUZZ_HARNESS_H

#include <stdint.h>

#include "pipeline/base/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process by abort where a promise is broken; `promise` says which. */
void harness_require(bool holds, const char *promise);

/* Is all of a document as its header promises: valid UTF-8, places inside `size` bytes, indices that exist? */
void harness_check(const struct document *d, size_t size);

/* The bytes read as a file of that content would be: extracted, not yet normalized. The caller frees it. */
struct document *harness_extract(struct span bytes);

static inline struct span harness_span(const uint8_t *data, size_t size)
{
	return span_of((const char *)data, size);
}

#endif
