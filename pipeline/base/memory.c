#include "pipeline/base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

static _Noreturn void exhausted(void)
{
	static const char message[] = "winnow: out of memory: give it more, or fewer files at once; "
				      "what is committed is safe\n";

	if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
		_exit(EX_OSERR);
	_exit(EX_OSERR);
}

void *memory_new(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		exhausted();
	return p;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	void *p;

	if (size != 0 && count > SIZE_MAX / size)
		exhausted();
	p = realloc(old, count == 0 || size == 0 ? 1 : count * size);
	if (!p)
		exhausted();
	return p;
}

void *memory_table(size_t count, size_t size)
{
	const size_t page = (size_t)1 << 21;
	size_t bytes;
	void *p;

	if (size != 0 && count > (SIZE_MAX - page) / size)
		exhausted();
	bytes = count * size;
	if (bytes < page)
		return memory_resize(NULL, count, size);
	bytes = (bytes + page - 1) & ~(page - 1);
	p = aligned_alloc(page, bytes);
	if (!p)
		exhausted();
	madvise(p, bytes, MADV_HUGEPAGE); /* where it fails the pages are small */
	return p;
}

void memory_trim(void)
{
	malloc_trim(0);
}

void *memory_room(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	if (*capacity > SIZE_MAX / 2)
		exhausted();
	*capacity = *capacity ? *capacity * 2 : 8;
	return memory_resize(array, *capacity, size);
}
