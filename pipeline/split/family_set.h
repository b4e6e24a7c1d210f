/*
 * family_set: the families at hand, and which of them reads a document.
 *
 * The files of families/ are compiled in; files of the same name in a folder
 * given at run time take their place. A family whose name begins with "_" holds
 * only what others use (_words, _common) and reads nothing itself.
 */
#ifndef WINNOW_FAMILY_SET_H
#define WINNOW_FAMILY_SET_H

#include "pipeline/split/family.h"
#include "pipeline/split/passage_grams.h"

struct family_set;

/*
 * All families: those compiled in, and those of `folder` (NULL: none, or
 * $WINNOW_FAMILIES where the caller passes that). NULL when a file is wrong:
 * *error says why and `file` (at least 256 bytes) which.
 */
struct family_set *family_set_open(const char *folder, struct family_error *error, char *file, size_t file_size);
void family_set_free(struct family_set *set);

size_t family_set_count(const struct family_set *set);
const struct family *family_set_at(const struct family_set *set, size_t index);
/* By name; NULL when there is none. Borrowed. */
const struct family *family_set_find(const struct family_set *set, struct span name);

/* The text of a family file, compiled in or in the folder: for `use`. Matches family_finder. */
bool family_set_text(void *set, struct span name, struct span *text);

/*
 * The family whose recognise rules give this document most points, never NULL;
 * ties go to the name that sorts first. *points gets its points.
 */
const struct family *family_set_choose(const struct family_set *set, struct passage_grams *grams, int *points);

/*
 * A family from a file of its own, which may `use` those of the set. NULL on
 * failure, also when it cannot be read (line 0). The caller frees it.
 */
struct family *family_read_file(const char *path, struct family_set *set, struct family_error *error);

enum { FAMILY_MARK_SIZE = 48 };

/*
 * A word for who reads: this winnow, the families compiled in and those in
 * `folder` (NULL: none), and the one that is forced (a name or a file; NULL:
 * none), with which it begins "-f ". Another text in any of them, another word.
 */
void family_set_mark(const char *folder, const char *forced, char *mark, size_t size);

#endif
