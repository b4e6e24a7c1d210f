/*
 * dedupe: which passages repeat others, decided by the texts alone.
 *
 *     struct dedupe *d = dedupe_new(&source);
 *     dedupe_add(d, 1, SPAN("The Department should ..."), SPAN(""));   // for every passage
 *     dedupe_decide(d);                                                // once, at the end
 *     for (size_t i = 0; i < dedupe_count(d); i++)
 *             dedupe_mark(d, i, &mark);  // in the order of addition: kind, original, similarity
 *     dedupe_free(d);
 *
 * What a mark says
 *   exact      the same text, white space aside
 *   folded     the same after folding (tokens.h): case, punctuation, quotes, hyphenation, footnote marks
 *   truncated  the beginning or the end of the original, cut short
 *   contained  a part of a longer original
 *   spliced    covered by parts of two or more others; the original is the one that covers most
 *   near       nearly the same words: 70 % of them at least (all of them in a text of less
 *              than 12 words, 85 % in one of less than 24) stand in the original
 * `similarity` is the share of the passage's words that stand in its original (of a splice: in its originals), counted.
 *
 * What is never marked
 *   - Two fillings of one template: where the words that differ are numbers, dates, amounts, names or a
 *     negation, both stay (compare.h: variant).
 *   - Short texts (under DEDUPE_CONTEXT_WORDS words) of different context, or with different list numbers in
 *     front: "4.1 The Government agreed." belongs to its record. Longer texts are compared whatever their context.
 *   - The last copy: each mark leads to a passage that is not marked.
 *
 * How it decides
 *   1. add: the text becomes a sketch (sketch.h) of some 150 bytes; the text itself is not kept.
 *   2. decide: passages are put in an order that follows from their texts: more words first, then less
 *      damage, then hashes; the caller's names decide between equal texts. So a fuller text comes
 *      before what is cut from it.
 *   3. Equal folded texts fall together; the first stays.
 *   4. In that order, each passage is compared, word by word (compare.h), with the kept passages that share most
 *      prints with it, rare prints counting more; texts are fetched back for that through the source.
 *      What stands in one of them is marked; what does not is kept, and its prints go into the index.
 *   5. A kept passage that others cover in two or more stretches, without being parts of it themselves, is a
 *      splice (where one stretch is found, up to 16 more candidates are tried for the rest): it is set aside, and
 *      what step 4 decided because of it is decided again.
 *   As only kept passages are looked up, and each in one fixed order, the marks are a pure function of the set of
 *   passages: no order of arrival, batch, thread or night can change them.
 *
 * Bounds. Each unit (a passage, or 512 words of a long one) is looked up through at most 16 postings a print and
 * compared with at most DEDUPE_CANDIDATES others (16 more where it may be a splice), in time linear in its words. So
 * any input takes time linear in its bytes: common prints, a hundred thousand equal passages, one word a million
 * times, texts of any length.
 *
 * Nights. A sketch depends on its text only and a comparison on its two texts only, so both can be stored: give
 * dedupe_add_sketch the sketches of old passages and dedupe_remember the comparisons of the last run; what is
 * new is all that has to be read.
 */
#ifndef WINNOW_DEDUPE_H
#define WINNOW_DEDUPE_H

#include <stdint.h>

#include "pipeline/base/buffer.h"

enum {
	DEDUPE_CONTEXT_WORDS = 20, /* shorter texts are compared within their context only */
	DEDUPE_CANDIDATES = 4      /* comparisons of one unit at most */
};

enum dedupe_kind {
	DEDUPE_ORIGINAL, /* no duplicate */
	DEDUPE_EXACT,
	DEDUPE_FOLDED,
	DEDUPE_TRUNCATED,
	DEDUPE_CONTAINED,
	DEDUPE_SPLICED,
	DEDUPE_NEAR,
	DEDUPE_KIND_COUNT
};

/* "exact", "folded", ...; NULL for an original. */
const char *dedupe_kind_name(enum dedupe_kind kind);

/* Where the texts are. */
struct dedupe_source {
	void *state;
	/* Replaces `out` by bytes from .. to of a passage's text (clamped to it); false when it cannot be read. */
	bool (*fetch)(void *state, uint64_t key, size_t from, size_t to, struct buffer *out);
	/* Which of two passages of equal text is the original: below 0 when it is a. NULL: the one added first. */
	int (*order)(void *state, uint64_t a, uint64_t b);
	/* So many threads take part; so many may call `fetch` at the same time, with buffers of their own. 0 is 1. */
	int threads;
	/* Verdicts will be stored: those on equal texts are kept, too (32 bytes each). */
	bool remember;
};

struct dedupe_mark {
	uint64_t key;
	enum dedupe_kind kind;
	uint64_t original; /* key; of an original its own */
	double similarity; /* to four places; 1 for an original */
};

/* What was counted, for statistics. */
struct dedupe_figures {
	size_t passages, prints, compared, variants;
	size_t index_bytes; /* the most that was held at once */
};

struct dedupe;
struct sketch;

struct dedupe *dedupe_new(const struct dedupe_source *source);
void dedupe_free(struct dedupe *d); /* NULL is allowed */

/* Adds a passage; text and context are read, not kept. Keys are the caller's and must differ. */
void dedupe_add(struct dedupe *d, uint64_t key, struct span text, struct span context);
struct dedupe_passage {
	uint64_t key;
	struct span text, context;
};

/* The same for many at once, their sketches made by all threads. */
void dedupe_add_all(struct dedupe *d, const struct dedupe_passage *passages, size_t count);
/* The same for a text whose sketch is there already. */
void dedupe_add_sketch(struct dedupe *d, uint64_t key, const struct sketch *sketch, struct span context);
/* Takes a passage out again, before dedupe_decide. False when there is none of this key. */
bool dedupe_remove(struct dedupe *d, uint64_t key);

/* The same for the passage that was added last. */
void dedupe_remove_last(struct dedupe *d);

/* Decides about all passages; to be called once, nothing can be added afterwards. False when a text cannot be had. */
bool dedupe_decide(struct dedupe *d);

size_t dedupe_count(const struct dedupe *d);
/* The nth passage in the order of addition; false for one that was removed. Before dedupe_decide: an original. */
bool dedupe_mark(const struct dedupe *d, size_t n, struct dedupe_mark *mark);
/* The passage of a key; false when there is none. */
bool dedupe_mark_of(struct dedupe *d, uint64_t key, struct dedupe_mark *mark);
struct dedupe_figures dedupe_figures(const struct dedupe *d);

/* ---- remembered comparisons ---- */

/* What a comparison of two texts gave: opaque, to be stored as it is. */
#define DEDUPE_VERDICT_BYTES 18
struct dedupe_verdict {
	unsigned char bytes[DEDUPE_VERDICT_BYTES];
};

/* Before dedupe_decide: what comparing two passages gave another time. False when one of them is not there. */
bool dedupe_remember(struct dedupe *d, uint64_t shorter, uint64_t longer, const struct dedupe_verdict *verdict);

enum dedupe_memory {
	DEDUPE_USED,  /* remembered, and the decision rests on it */
	DEDUPE_FRESH, /* made now */
	DEDUPE_STALE  /* remembered, and not asked for */
};

/* After dedupe_decide: every comparison that is remembered now. */
void dedupe_each_verdict(const struct dedupe *d, void *state,
			 void (*take)(void *state, uint64_t shorter, uint64_t longer,
				      const struct dedupe_verdict *verdict, enum dedupe_memory memory));
/* Did it find two fillings of one template? And how much of the shorter stands in the longer? */
bool dedupe_verdict_variant(const struct dedupe_verdict *verdict, double *similarity);

#endif
