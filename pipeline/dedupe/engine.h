/*
 * engine: the inside of dedupe.h, shared by dedupe.c, crew.c, order.c, prints.c, decide.c, nights.c, night_index.c,
 * remember.c, ahead.c, candidates.c, memo.c, verify.c, long.c and splice.c only.
 */
#ifndef WINNOW_ENGINE_H
#define WINNOW_ENGINE_H

#include "pipeline/dedupe/compare.h"
#include "pipeline/dedupe/dedupe.h"
#include "pipeline/dedupe/match.h"
#include "pipeline/dedupe/pages.h"
#include "pipeline/dedupe/postings.h"
#include "pipeline/dedupe/sketch.h"

/* One passage. */
struct record {
	uint64_t key;
	uint64_t folded;
	uint64_t raw;
	uint32_t words;   /* RECORD_REMOVED: taken out again */
	uint32_t context; /* hash; 0: none */
	uint32_t marker;  /* hash of its list number; of a long text its first unit in `units` */
	uint32_t prints : 31; /* its first print; they end where those of the next record begin */
	uint32_t few : 1;     /* its text has RECORD_FEW prints at most, so that one in common says much */
};

enum { RECORD_FEW = 4 };

#define RECORD_REMOVED UINT32_MAX

static inline bool record_long(const struct record *r)
{
	return r->words >= SKETCH_LONG && r->words != RECORD_REMOVED;
}

/* A unit of a long text. Postings name a short passage by its record, a unit by UNIT_LONG plus its place in `units`. */
struct unit {
	uint32_t record;
	uint32_t byte_start;
	uint32_t prints : 31, few : 1; /* as in struct record */
};

#define UNIT_LONG 0x80000000u

/* What was decided about a passage. */
struct decision {
	uint32_t original; /* record; itself when it is kept */
	float similarity;
	uint8_t kind;      /* enum dedupe_kind */
	uint8_t bound;     /* no unit had more in common with it in the first round; BOUND_NONE: some may have had */
	uint16_t flags;    /* enum decision_flag */
};

enum { BOUND_NONE = 255 };

enum decision_flag {
	DECISION_COPY = 1 << 0,  /* equal to another record, which stands for it */
	DECISION_ASIDE = 1 << 1, /* a splice: set aside */
	DECISION_LOCKED = 1 << 2, /* covers a splice: is none itself */
	DECISION_COVERED = 1 << 3, /* others cover it: likely a splice */
	DECISION_INDEXED = 1 << 4, /* the first round kept it: others find it */
	DECISION_OPEN = 1 << 5,   /* more parts of it were looked for */
	DECISION_AGAIN = 1 << 6,  /* the second round looked it up everywhere */
	DECISION_ALONE = 1 << 10, /* the first round found no candidate for it */
	/* In a night (nights.c): */
	DECISION_STALE = 1 << 7,   /* what it sees of the index has changed: decide it anew */
	DECISION_READY = 1 << 8,  /* the postings of its prints are there */
	DECISION_SAME = 1 << 9    /* its parts are the ones that are remembered */
};

/* What a comparison of p, the later in the order, with q gave. Stretches are in 65535ths of the words. */
struct verdict {
	float p_in_q, q_in_p;
	uint16_t p_from, p_to, q_from, q_to; /* where the one long stretch that both share stands; empty: none */
	uint8_t kind;    /* what p is when it is a duplicate of q */
	uint8_t variant;
};

/* All that a comparison gave. The counts say more of a long text, whose units are judged by their sum. */
struct finding {
	struct verdict verdict;
	uint32_t facts, others; /* places that differ */
	uint32_t damaged;       /* words that are damaged */
};

/*
 * Pairs of units and their verdicts: open addressing. The unit of a passage that is no long one is its record.
 * Three kinds of entry: the comparison of units p and q; the choice of record q as the original of record p (the
 * same entry where neither is long); and, with p before q in the order, the comparison of equal texts.
 */
struct memo_entry {
	uint32_t p, q; /* p == q: the place is free */
	struct verdict verdict;
	uint8_t past, now; /* enum memo_use: the last time, and this time; 0: not used */
	uint8_t fresh;     /* the verdict was not remembered */
};

enum memo_use {
	MEMO_FIRST = 1 << 0,   /* compared in the first round */
	MEMO_CHOSEN = 1 << 1,  /* q is p's original after the first round */
	MEMO_EQUAL = 1 << 2,   /* q is a copy of p, or has the same hashes only */
	MEMO_PARTS_P = 1 << 3, /* compared to find more parts of p */
	MEMO_PARTS_Q = 1 << 4, /* of q */
	MEMO_SECOND = 1 << 5   /* compared in the second round */
};

struct memo {
	struct memo_entry *table;
	size_t places, count;
};

/* `record` covers from .. to (65535ths) of the words of `of`. */
struct part {
	uint32_t of, record;
	uint16_t from, to;
};

/* Reads and compares texts. */
struct verifier {
	struct tokens p, q;
	struct matcher matcher;
	struct buffer p_text, q_text;
	uint32_t p_unit; /* what `p` holds: a unit; POSTINGS_NONE: nothing */
	bool failed;     /* a text could not be fetched */
};

struct dedupe {
	struct dedupe_source source;
	struct pages records;   /* struct record */
	struct pages prints;    /* uint32_t */
	struct pages units;     /* struct unit */
	struct pages decisions; /* struct decision; from dedupe_decide on */
	uint32_t *order;        /* records, removed ones left out, in the canonical order */
	size_t order_count;
	struct postings postings;
	struct memo memo;
	uint16_t *past;         /* of each record, what dedupe_recall was told; NULL: nothing */
	bool collided;          /* different texts have the same hashes */
	struct night *night;    /* while a night is decided */
	struct part *parts;
	size_t part_count, part_capacity;
	struct verifier verifier;
	struct ahead *ahead;    /* of several threads: see ahead.c; NULL: there is one */
	struct tokens tokens;   /* work space of dedupe_add */
	struct sketch sketch;
	uint32_t *by_key;       /* records by key: open addressing, made when it is needed */
	size_t by_key_mask;
	struct dedupe_figures figures;
};

static inline struct record *record_at(const struct dedupe *d, uint32_t i)
{
	return pages_at(&d->records, i);
}

static inline struct decision *decision_at(const struct dedupe *d, uint32_t i)
{
	return pages_at(&d->decisions, i);
}

static inline struct unit *unit_at(const struct dedupe *d, uint32_t i)
{
	return pages_at(&d->units, i);
}

static inline uint32_t print_at(const struct dedupe *d, uint32_t i)
{
	return *(const uint32_t *)pages_at(&d->prints, i);
}

/* One behind the last print of a record, or of a unit of a long one. */
uint32_t engine_prints_end(const struct dedupe *d, uint32_t record);
uint32_t engine_unit_prints_end(const struct dedupe *d, uint32_t unit);
/* Units of a long record. */
uint32_t engine_unit_count(const struct dedupe *d, uint32_t record);
/* The record a posting names. */
uint32_t engine_record_of(const struct dedupe *d, uint32_t unit);
/* Keeps figures.index_bytes up to date; `more` bytes are held beside the index. */
void engine_weigh(struct dedupe *d, size_t more);

/* Does the context of a passage say whom it is compared with? */
static inline bool engine_context_matters(const struct record *r)
{
	return r->words < DEDUPE_CONTEXT_WORDS;
}

/* ---- order.c ---- */
/* The canonical order: below 0 where x comes first, and so may be the original of y; 0 for equal texts. */
int engine_compare(const struct record *x, const struct record *y);
/* Makes d->order. */
void engine_order(struct dedupe *d);

/* ---- prints.c ---- */
/* Drops nearly all prints that one passage alone has, and those of copies. */
void engine_drop_unique(struct dedupe *d);

/* ---- candidates.c ---- */

/* A unit, and what having so much in common with it weighs. */
struct hit {
	uint32_t unit;
	uint32_t weight;
};

/* What a passage is compared with. */
struct search {
	uint32_t p;
	bool note;                       /* the first round: also notes what covers what in part */
	bool everywhere;                 /* among all that the first round kept */
	const struct postings *restored; /* and among those that the second one keeps again */
	bool eager;                      /* one print in common is enough, and a common one */
};

enum {
	CANDIDATES_EAGER = 16,  /* of an eager search; DEDUPE_CANDIDATES of others */
	CANDIDATES_HITS = 1024, /* units that one may share prints with; what comes after them is not looked at */
	CANDIDATES_COMERS = 64
};

/* How much a unit must have in common with one of so many words to be a candidate. */
uint32_t candidates_least(uint32_t words);

/*
 * The units that have most in common with a record, or with a unit of a long one (UNIT_LONG plus its place), best first.
 * Returns how many. Prints that no other passage has make no difference. Where none is found,
 * best[0].weight is the most that a unit has in common; UINT32_MAX: not all were looked at.
 */
size_t candidates_of(const struct dedupe *d, const struct search *search, uint32_t unit, struct hit *best);

/* What units have more in common with one through some of its prints than they had in another index. */
struct gains {
	uint32_t come; /* the most of one that has come */
	uint32_t most; /* of one that was in the other index as well: at most so much more */
	bool differs;  /* has one of these more or less, or gone? */
};

/*
 * Of dedupe.postings against the postings that `before_of` gives for each print; false when there is too much that
 * has come.
 */
bool candidates_gains(const struct dedupe *d, const struct postings *(*before_of)(const struct dedupe *d, uint32_t print),
		      const uint32_t *prints, size_t count, struct gains *g);

/* ---- ahead.c: what several threads do ---- */
void ahead_begin(struct dedupe *d);
void ahead_end(struct dedupe *d);
/* Before the passage at place i of the order is decided. */
void ahead_look(struct dedupe *d, size_t i);
/* Before decide_parts of records[i], in their order; after the first round. */
void ahead_look_parts(struct dedupe *d, const uint32_t *records, size_t count, size_t i);
/* As candidates_of, unless they are known already; for decide_parts. */
size_t ahead_candidates(const struct dedupe *d, const struct search *search, uint32_t unit, struct hit *best);
/* As verify_units with d->verifier, unless it is made already. */
struct finding ahead_compare(struct dedupe *d, uint32_t p_unit, uint32_t q_unit);

/* ---- memo.c ---- */
void memo_init(struct memo *m);
void memo_release(struct memo *m);
struct memo_entry *memo_find(const struct memo *m, uint32_t p, uint32_t q); /* NULL: not there */
struct memo_entry *memo_add(struct memo *m, uint32_t p, uint32_t q, const struct verdict *verdict);

/* ---- verify.c ---- */
void verifier_init(struct verifier *v);
void verifier_release(struct verifier *v);
/* How two records of equal folded hash are related: DEDUPE_EXACT, DEDUPE_FOLDED, or DEDUPE_ORIGINAL for a collision. */
enum dedupe_kind verify_equal(struct dedupe *d, uint32_t p, uint32_t q);
/* Compares unit p_unit of a passage with the text around unit q_unit of another. */
struct finding verify_units(const struct dedupe *d, struct verifier *v, uint32_t p_unit, uint32_t q_unit);
/* May p be a duplicate of q after what the comparison gave? */
bool verify_accepts(const struct dedupe *d, uint32_t p, const struct verdict *verdict);

/* ---- long.c ---- */

/* The original that was found for a passage; `q` is POSTINGS_NONE where there is none. */
struct choice {
	uint32_t q;
	struct verdict verdict;
	bool candidates; /* there was something to compare it with; */
	uint32_t bound;  /* where not, the most that a unit had in common with it */
};

/* Looks for the original of a long passage. */
void long_choose(struct dedupe *d, const struct search *search, struct choice *choice);

/* ---- splice.c ---- */
/* Notes what stretches of p and q cover of each other. */
void splice_note(struct dedupe *d, uint32_t p, uint32_t q, const struct verdict *verdict);
/* The passages that others cover in a good part, but not enough for a splice; the caller frees. */
uint32_t *splice_open(struct dedupe *d, size_t *count);
/* Sets aside the kept passages that others cover; returns how many. */
size_t splice_find(struct dedupe *d);
/* Marks those whose cover is still there. */
void splice_mark(struct dedupe *d);
/* Names those splices that were marked for one part alone. */
void splice_rename(struct dedupe *d);

/* ---- decide.c ---- */
#define DECIDE_CERTAIN 0.95f /* so much of a passage in another: no need to look for a better original */
/* May p be compared with q, as far as their contexts go? */
bool decide_comparable(const struct dedupe *d, uint32_t p, uint32_t q);
/* Marks a passage or keeps it; true when it is kept. */
bool decide_passage(struct dedupe *d, const struct search *search);
void decide_mark(struct decision *c, uint32_t original, enum dedupe_kind kind, float similarity);
/* What a long passage has in common with record q, all units together, is remembered. */
void decide_note(struct dedupe *d, uint32_t p, uint32_t q, const struct verdict *verdict, unsigned use);
/* Which of two is compared with the other: puts the one that comes first in the order into *earlier. */
void decide_sort_pair(const struct dedupe *d, uint32_t *later, uint32_t *earlier);
/* Looks for more parts of a passage. */
void decide_parts(struct dedupe *d, uint32_t record);
/* The kept passage at the end of the marks that lead from here. */
uint32_t decide_root(const struct dedupe *d, uint32_t record);

/* ---- nights.c ---- */
/* Can what is remembered be built upon? */
bool night_begin(struct dedupe *d);
void night_end(struct dedupe *d);
/* The first round, for those it may give something else than the last time. False: most would have to be decided. */
bool night_first_round(struct dedupe *d);
/* decide_parts for all of splice_open, as far as it may give something else. */
void night_parts(struct dedupe *d);
/* Before a passage is looked up everywhere in the second round. False: not all that it may find is there yet. */
bool night_can_look(struct dedupe *d, uint32_t record);
/* The second round, as often as it needs until all that it looks up is there. */
void night_second_round(struct dedupe *d, void (*run)(struct dedupe *d));

#endif
