/*
 * starve: an allocator that fails once, to be preloaded (LD_PRELOAD).
 *
 *     STARVE_AT=N      the N-th allocation of a process gives NULL
 *     STARVE_COUNT=F   how many there were goes to the file F when the process ends
 *
 * Forked processes go on counting from where they were forked.
 */
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_long count;
static long at = -1;
static char early[65536]; /* dlsym allocates before there is an allocator to call */
static size_t early_used;

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void (*next_free)(void *);

__attribute__((constructor)) static void find(void)
{
	const char *text = getenv("STARVE_AT");

	if (!next_malloc) {
		next_malloc = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
		next_calloc = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "calloc");
		next_realloc = (void *(*)(void *, size_t))dlsym(RTLD_NEXT, "realloc");
		next_free = (void (*)(void *))dlsym(RTLD_NEXT, "free");
	}
	at = text ? atol(text) : 0;
}

__attribute__((destructor)) static void tell(void)
{
	const char *path = getenv("STARVE_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;

	if (!out)
		return;
	fprintf(out, "%ld\n", (long)count);
	fclose(out);
}

static int starves(void)
{
	if (atomic_fetch_add(&count, 1) + 1 != at)
		return 0;
	errno = ENOMEM;
	return 1;
}

static void *early_alloc(size_t size)
{
	void *given = early + early_used;

	early_used += (size + 15) & ~(size_t)15;
	return early_used <= sizeof early ? given : NULL;
}

void *malloc(size_t size)
{
	if (!next_malloc)
		return early_alloc(size);
	return starves() ? NULL : next_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	if (!next_calloc)
		return early_alloc(n * size);
	return starves() ? NULL : next_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	if (!next_realloc)
		return early_alloc(size);
	return starves() ? NULL : next_realloc(old, size);
}

void free(void *p)
{
	if ((char *)p >= early && (char *)p < early + sizeof early)
		return;
	if (next_free)
		next_free(p);
}
