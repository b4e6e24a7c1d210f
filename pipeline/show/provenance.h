/*
 * provenance: why a record is what it is, for `winnow explain`.
 *
 * Where it stands in which file, what rule found it and why it is this record,
 * the passages in their context, what repeats them and in which words it
 * differs, what was noted about these lines.
 */
#ifndef WINNOW_PROVENANCE_H
#define WINNOW_PROVENANCE_H

#include "pipeline/show/address.h"
#include "pipeline/show/page.h"
#include "pipeline/store/store.h"

/* The places of a record, each with its passages in context. */
void provenance_places(struct page *page, struct store *store, const struct subject *subject);
/* One passage between its neighbours. */
void provenance_context(struct page *page, struct store *store, int64_t passage);
/* What the passages of a record, or one passage, repeat, and what repeats them. */
void provenance_duplicates(struct page *page, struct store *store, const struct subject *subject);
/* What is nearly the same and was kept apart: another date, amount, name, or the opposite. */
void provenance_variants(struct page *page, struct store *store, const struct subject *subject);
/* What was noted about the lines of a record or a passage, and about their files as a whole. */
void provenance_diagnostics(struct page *page, struct store *store, const struct subject *subject);

/* Did a comparison that dedupe stored find two fillings of one template, alike enough to be shown? Sets *similarity. */
bool provenance_is_variant(struct span stored, double *similarity);
/* In which words two texts differ, cut where it grows long: they can be read in full by their ids. */
void provenance_difference(struct page *page, struct span left, struct span right);

/* Appends "heap/a.txt, lines 3-5", or "heap/a.txt, line 3". */
void provenance_place(struct buffer *out, struct span path, int64_t line_start, int64_t line_end);

#endif
