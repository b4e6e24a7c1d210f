/* fuzz: bytes of any format and encoding -> blocks. */
#include "tests/fuzz/harness.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct document *d = harness_extract(harness_span(data, size));

	harness_check(d, size);
	document_free(d);
	return 0;
}
