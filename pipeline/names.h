/*
 * names: what a source is called, and the way back to its file.
 *
 * A source is named by its path as it was given, cleaned of "./" and
 * doubled slashes only, and always valid UTF-8: in a name that is not, each byte
 * that is no part of a valid sequence is written %XX (upper-case hex, 80 to FF).
 * A "%" that could be mistaken for such an escape (one of %80 to %FF, of %25 or %21)
 * is itself written %25; every other "%" stays. names_raw undoes it exactly.
 *
 * "-" alone is standard input; a file of that name is called "./-".
 *
 *     caf\xE9.txt -> caf%E9.txt      a%20b.html -> a%20b.html      x%E9 -> x%25E9
 *
 * Members of archives. "!/" stands between an archive and what is in it, an
 * archive there again:
 *
 *     papers.zip!/2017/a.html         an entry, by its name: never a place on disk, whatever it says
 *     papers.zip!/a.html!2            the second entry of that name
 *     crawl.warc.gz!/52144            the record whose gzip member begins at this byte (of a .warc: the record itself)
 *     crawl.warc.gz!/0+7310           the record at this byte of what the member at 0 holds, where that is several
 *     week.wacz!/archive/data.warc.gz!/52144
 *     page.html.gz!/page.html         what a compressed file holds
 *
 * So that the mark is never anything else, the "!" of a path that has "!/" is
 * written %21, and every "!" in the name of a member.
 */
#ifndef WINNOW_NAMES_H
#define WINNOW_NAMES_H

#include "pipeline/base/arena.h"
#include "pipeline/base/buffer.h"

/* The name for a path, and the path for a name (NUL-terminated behind the span). */
struct span names_of(struct arena *arena, struct span path);
struct span names_raw(struct arena *arena, struct span name);

/* Appends what a member is called in its archive, from the bytes of its name there. */
void names_add_member(struct buffer *out, struct span member);

/* The name of the file that a member is in; NULL and 0 where the name is that of a file itself. */
struct span names_archive(struct span name);

/* Does `name` lie in the folder or is it the file that `path`, as given, names? A member lies in its archive. */
bool names_covers(struct span path, struct span name);

#endif
