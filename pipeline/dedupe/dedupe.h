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
 * What a mark says. `similarity` is the share of the passage's words that stand in its original, counted.
 *   exact      the same text, white space aside
 *   folded     the same letters after folding (tokens.h, fold.h): case, punctuation, quotes, hyphens, spaces, footnote
 *              marks, UTF-8 that was read as windows-1252
 *   truncated  the beginning or the end of the original
 *   contained  a part of a longer original
 *   spliced    made of parts of two or more others; the original is the one that covers most
 *   near       nearly the same words: 70 % of them at least stand in the original, 77 % in a text of less than 48
 *              words, 85 % of less than 24, all in one of less than 12. A word that was read badly ("rnaking", "2O18") is the word that it was
 *
 * What is never marked
 *   - Two fillings of one template. Each place where two texts differ is judged for itself (facts.h): a number, date,
 *     amount or name for another; days for weeks, must for may (classes.h); a negation, a word for its opposite. Where
 *     such facts are at least as many as other differences, both passages stay: they are variants. That holds in the
 *     worst scan; what a machine read badly is no fact (strokes.h).
 *   - Short texts (under DEDUPE_CONTEXT_WORDS words) of different context, or with different list numbers in
 *     front: "4.1 The Government agreed." belongs to its record. Longer texts are compared whatever their context.
 *   - A passage that begins or ends with a good stretch of its own (verify.c), though the rest stands in another.
 *   - The last copy: each mark leads to a passage that is not marked.
 *
 * How it decides
 *   1. add: the text becomes a sketch (sketch.h) of some 150 bytes; the text itself is not kept.
 *   2. decide: passages are put in an order that follows from their texts (order.c): more words first, then less
 *      damage, then hashes; the caller's names decide between equal texts. So a fuller text comes before what is cut
 *      from it, and a clean one before what a machine made of it.
 *   3. Texts of equal folded letters fall together; the first stays.
 *   4. In that order, each passage is compared, word by word (match.h, compare.h), with the kept passages that share
 *      most prints with it, rare prints counting more (candidates.c); texts are fetched for that through the source.
 *      What stands in one of them is marked; what does not is kept, and its prints go into the index. A text of a
 *      thousand words and more is looked up by units of 512 words, and judged by their sum (long.c).
 *   5. A passage that others cover in two or more stretches is a splice (splice.c). Where one stretch is found, up to
 *      16 more candidates are tried for the rest. It is set aside, and what step 4 decided because of it is decided
 *      again.
 *   As only kept passages are looked up, and each in one fixed order, the marks are a pure function of the set of
 *   passages: no order of arrival, batch, thread or night can change them.
 *
 * Bounds. Each unit (a passage, or 512 words of a long one) is looked up through at most 16 postings a print and
 * compared with at most DEDUPE_CANDIDATES others (16 more where it may be a splice), in time linear in its words. So
 * any input takes time linear in its bytes; memory is about 48 bytes a word of the longest text, and the index
 * (build/bench/hostile: common prints, 100,000 equal passages, one word a million times, ten million words).
 *
 * Nights. What is decided about a passage follows from its text and from the passages that share prints with it. So
 * what was found out can be stored: give dedupe_add_sketch the sketches of old passages, and dedupe_recall and
 * dedupe_remember what the last run said about them. Then only passages are decided whose neighbours in the index
 * came, went or changed, only texts are read that were not compared before, and the marks are those of a full run.
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
	/* What is found out will be stored: comparisons of equal texts are kept, too. */
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
	size_t passages, prints, looked_up, compared, variants;
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
/* The same for a text whose sketch is there already, and the hash of its context. */
void dedupe_add_sketch(struct dedupe *d, uint64_t key, const struct sketch *sketch, uint32_t context);
/* The hash of a context; 0 for none. */
uint32_t dedupe_context(struct span context);
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

/* ---- what is remembered from run to run ---- */

/* What one run found out about a passage, for the next one; two bytes to be stored as they are. */
enum dedupe_state {
	DEDUPE_NEW,          /* nothing is known of it */
	DEDUPE_COPY,         /* equal to another */
	DEDUPE_INDEXED,      /* the first round kept it */
	DEDUPE_CHOSE,        /* the first round found an original for it */
	DEDUPE_STATE = 3,    /* mask of these */
	DEDUPE_OPEN = 1 << 2,  /* more parts of it were looked for */
	DEDUPE_AGAIN = 1 << 3, /* the second round looked it up again */
	DEDUPE_ALONE = 1 << 4, /* the first round found nothing to compare it with */
	DEDUPE_GONE = 1 << 5,  /* told only: the last run had it, and it does not count any more */
	DEDUPE_BOUND = 0xFF00  /* mask: so much at most it has in common with another; not the same in each run */
};

/* What a comparison of two texts gave: opaque, to be stored as it is. */
#define DEDUPE_VERDICT_BYTES 18
struct dedupe_verdict {
	unsigned char bytes[DEDUPE_VERDICT_BYTES];
};

/* A comparison, and what it was made for. */
struct dedupe_memory {
	size_t passage, other;     /* places in the order of addition */
	uint32_t unit, other_unit; /* of long texts, from 1; 0: the whole */
	uint8_t use;               /* opaque */
	struct dedupe_verdict verdict;
};

/*
 * Before dedupe_decide, when all passages are added: what the last run said about the nth, from dedupe_state (with
 * DEDUPE_GONE for one that is added for this only), and each of its comparisons. One that does not fit is not taken;
 * the worst that wrong memories can do is wrong marks.
 */
void dedupe_recall(struct dedupe *d, size_t n, unsigned state);
bool dedupe_remember(struct dedupe *d, const struct dedupe_memory *memory);

/* After dedupe_decide: what there is to remember. */
unsigned dedupe_state(const struct dedupe *d, size_t n);
/* Each comparison that counts, in no order; `changed`: it was not remembered like this. With use 0: it counts no more. */
void dedupe_each_memory(const struct dedupe *d, void *state,
			void (*take)(void *state, const struct dedupe_memory *memory, bool changed));
/* Did it find two fillings of one template? And how much of the shorter stands in the longer? */
bool dedupe_verdict_variant(const struct dedupe_verdict *verdict, double *similarity);

#endif
