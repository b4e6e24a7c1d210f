#include "pipeline/verify/files.h"

#include <unistd.h>

#include "pipeline/fixity.h"
#include "pipeline/opening.h"
#include "pipeline/show/phrase.h"

/* NULL where the file is as it was, else what is wrong. */
static const char *fault_of(struct span path, struct span sha256, struct arena *arena)
{
	struct file file = { .name = path };
	char hex[FIXITY_HEX + 1];
	struct span why;
	int fd;
	bool read;

	if (files_gone(path))
		return "is no longer there";
	if (opening_open(&file, &fd, arena, &why) != 0)
		return why.ptr;
	read = fixity_sha256_file(fd, hex);
	close(fd);
	if (!read)
		return "cannot be read to its end";
	return span_equal(span_str(hex), sha256) ? NULL :
						   arena_printf(arena, "has changed: its SHA-256 was %.*s and is %s",
								SPAN_ARG(sha256), hex).ptr;
}

void files_check(struct checks *checks)
{
	struct check *check = check_add(checks, "fixity");
	struct query *q = store_query(checks->store, "SELECT path, sha256 FROM sources WHERE state IN ('current','failed') "
						     "AND sha256 IS NOT NULL AND path <> '-' AND instr(path, '!/') = 0 ORDER BY path");
	struct arena *arena = arena_new();
	char digits[2][PHRASE_DIGITS];
	int64_t all = 0;

	while (query_next(q)) {
		const char *fault = fault_of(query_text(q, 0), query_text(q, 1), arena);

		all++;
		if (fault)
			check_find(checks, check, VERDICT_FAILED, query_text(q, 0), 0, "%s", fault);
		arena_reset(arena);
	}
	arena_free(arena);
	check_say(checks, check, "%s of %s files have the SHA-256 that they had; paths are looked up from here",
		  phrase_digits(digits[0], all - (int64_t)check->total), phrase_digits(digits[1], all));
}
