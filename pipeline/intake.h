/*
 * intake: where files become documents. The beginning of `extract` and `ingest`.
 */
#ifndef WINNOW_INTAKE_H
#define WINNOW_INTAKE_H

#include "pipeline/base/document.h"
#include "pipeline/files.h"

struct options;

/* How the files of one run fared. */
struct intake_tally {
	size_t good, bad;
	int worst; /* highest status of a bad one: 65 no text, 66 cannot open, 74 cannot read */
};

/*
 * Reads a file into `bytes` and makes its document: source filled, no blocks yet.
 * What cannot be read is a document too, failed and with the reason as its
 * diagnostic; then the status is not 0. The caller frees *d. Of an archive no byte
 * is read but for its checksum: it is open at *archive, to be unpacked (workers/unpacking.h)
 * and closed by the caller; -1 for anything else.
 */
int intake_read(struct file *file, struct buffer *bytes, struct document **d, int *archive);

/*
 * Bytes of a PDF become its text where pdftotext is installed: the document's media type says so,
 * and extract_document keeps the pages. What cannot be converted is a failed document. Everything else stays.
 */
void intake_convert(const struct options *options, struct document *d, struct buffer *bytes);

/* Fills the blocks of what intake_read made. 0, or 65 where there is nothing to be had from it. */
int intake_extract(struct document *d, struct span bytes);

/* Says what is wrong with a document: errors always, warnings unless -q, notes with -v. */
void intake_announce(const struct document *d);

/* Says what was given or found and is no file to read, and counts it. */
void intake_problems(struct intake_tally *tally, const struct files *files);

/* Did it fail, or is something in an archive lost? */
bool intake_is_bad(const struct document *d);

void intake_count(struct intake_tally *tally, int status);
/* 0 all well, 1 some failed; where none is good: the worst, or 65 when there was nothing at all. */
int intake_status(const struct intake_tally *tally);

#endif
