#include "pipeline/split/repeats.h"

#include <stdlib.h>

#include "pipeline/dedupe/compare.h"
#include "pipeline/split/identify.h"
#include "pipeline/split/subject.h"
#include "pipeline/split/vocabulary.h"

/* A text counts as the same, or as a cut copy, when this share of one stands in the other. */
static const double SAME_SHARE = 0.8;
/* Of two versions of a number the one belongs here whose words do so this many times better. */
static const double CLEARLY_BETTER = 1.25;

/* Bounds for documents that one number stands in thousands of times. */
enum {
	VERSIONS_MOST = 16,   /* of one number that are told apart */
	COMPARISONS_MOST = 48, /* for one draft, to find what it is a copy of */
	ROUNDS_MOST = 64      /* of asking what neighbours tell */
};

/* What stands together under one number: a conclusion, its recommendations, their response. */
struct entry {
	size_t from, to;     /* drafts [from, to) */
	struct span number;
	int reference;
	struct span text;    /* of its first conclusion or recommendation */
	int version;         /* entries of one number and one text have the same */
	bool contested;      /* its number has another version */
	bool spliced;
};

struct entries {
	struct entry *list;
	size_t count;
	int versions;
	int *version_size;   /* how many entries have each version */
	size_t *groups;      /* entries sorted so that those of one report and number are neighbours */
	size_t *group_of;    /* where in groups the neighbours of an entry begin */
	size_t *group_end;   /* and end */
};

static bool same_text(struct span a, struct span b)
{
	struct comparison c;

	if (span_equal(a, b))
		return true;
	if (a.len == 0 || b.len == 0)
		return false;
	c = compare_texts(a, b);
	return c.a_in_b >= SAME_SHARE || c.b_in_a >= SAME_SHARE;
}

/* Of two copies, has `b` what `a` lacks? A cut copy may be the longer one: its last line stands there twice. */
static bool is_fuller(struct span a, struct span b)
{
	struct comparison c = compare_texts(a, b);

	return c.a_in_b != c.b_in_a ? c.a_in_b > c.b_in_a : b.len > a.len;
}

static struct entries find_entries(struct drafts *drafts)
{
	struct entries e = { .list = arena_array(drafts->arena, drafts->count, sizeof *e.list) };

	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->list[i];
		struct entry *entry;

		if (i == 0 || draft->entry != drafts->list[i - 1].entry)
			e.list[e.count++] = (struct entry){ .from = i, .version = -1 };
		entry = &e.list[e.count - 1];
		entry->to = i + 1;
		if (draft->item.type == ITEM_RESPONSE || entry->text.len > 0)
			continue;
		/* Without a conclusion above them, 3b and 3c are two numbers. */
		entry->number = draft->item.type == ITEM_CONCLUSION || !draft->own_label ? draft->item.number :
											   draft->item.label;
		entry->reference = draft->item.reference;
		entry->text = draft_text(drafts, draft);
	}
	return e;
}

/* ---- entries of one number ---- */

static bool same_number(const struct entry *a, const struct entry *b)
{
	return a->reference == b->reference && a->number.len > 0 && span_equal(a->number, b->number);
}

/* By report, number, place in the document. */
static int by_number(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a, *y = *(const struct entry *const *)b;
	int order = x->reference - y->reference;

	if (order == 0)
		order = span_compare(x->number, y->number);
	return order != 0 ? order : (x->from > y->from) - (x->from < y->from);
}

static void group_entries(struct entries *e, struct arena *arena)
{
	struct entry **sorted = arena_array(arena, e->count, sizeof *sorted);

	e->groups = arena_array(arena, e->count, sizeof *e->groups);
	e->group_of = arena_array(arena, e->count, sizeof *e->group_of);
	e->group_end = arena_array(arena, e->count, sizeof *e->group_end);
	for (size_t i = 0; i < e->count; i++)
		sorted[i] = &e->list[i];
	qsort(sorted, e->count, sizeof *sorted, by_number);
	for (size_t i = 0; i < e->count; i++)
		e->groups[i] = (size_t)(sorted[i] - e->list);
	for (size_t from = 0, to; from < e->count; from = to) {
		for (to = from + 1; to < e->count && same_number(sorted[from], sorted[to]); to++)
			;
		for (size_t i = from; i < to; i++) {
			e->group_of[e->groups[i]] = from;
			e->group_end[e->groups[i]] = to;
		}
	}
}

/* Gives the entries of one number a version each: equal texts share one. More than VERSIONS_MOST are not told apart. */
static void version_group(struct entries *e, size_t from, size_t to)
{
	size_t first[VERSIONS_MOST], versions = 0;

	for (size_t i = from; i < to; i++) {
		struct entry *entry = &e->list[e->groups[i]];

		for (size_t v = 0; v < versions && entry->version < 0; v++)
			if (same_text(e->list[first[v]].text, entry->text) || versions == VERSIONS_MOST)
				entry->version = e->list[first[v]].version;
		if (entry->version >= 0)
			continue;
		entry->version = e->versions++;
		first[versions++] = e->groups[i];
	}
	for (size_t i = from; i < to; i++)
		e->list[e->groups[i]].contested = versions > 1;
}

static void find_versions(struct entries *e, struct arena *arena)
{
	for (size_t from = 0; from < e->count; from = e->group_end[e->groups[from]])
		version_group(e, from, e->group_end[e->groups[from]]);
	e->version_size = arena_array(arena, (size_t)e->versions, sizeof *e->version_size);
	for (size_t i = 0; i < e->count; i++)
		e->version_size[e->list[i].version]++;
}

/* ---- splices ---- */

static struct span entry_text(const struct drafts *drafts, const struct entry *entry)
{
	struct buffer text;
	struct span all;

	buffer_init(&text, BUFFER_LIMIT_DEFAULT);
	for (size_t i = entry->from; i < entry->to; i++) {
		buffer_add(&text, draft_text(drafts, &drafts->list[i]));
		buffer_add_char(&text, ' ');
	}
	all = arena_copy(drafts->arena, buffer_span(&text));
	buffer_release(&text);
	return all;
}

/* The words of all that is not contested: the report this document is about. */
static struct vocabulary *home_words(const struct document *d, const struct drafts *drafts, const struct entries *e)
{
	struct vocabulary *v = vocabulary_new();
	bool *contested = arena_array(d->arena, d->passage_count, sizeof *contested);

	for (size_t i = 0; i < e->count; i++)
		for (size_t k = e->list[i].from; k < e->list[i].to && e->list[i].contested; k++)
			for (const struct piece *p = drafts->list[k].first; p; p = p->next)
				contested[p->passage] = true;
	for (size_t i = 0; i < d->passage_count; i++)
		if (!contested[i] && subject_is_text(&d->passages[i]))
			vocabulary_add(v, d->passages[i].text);
	return v;
}

/* What decides which version of a number belongs here, the surest first. */
enum evidence { EVIDENCE_WORDS, EVIDENCE_NEIGHBOURS, EVIDENCE_TIMES, EVIDENCE_ORDER, EVIDENCE_COUNT };

/* Does the entry go on what a spliced one began? The number ascends, and nothing restarts between them. */
static bool follows_spliced(const struct entries *e, size_t at)
{
	const struct entry *before = at > 0 ? &e->list[at - 1] : NULL;

	return before && before->spliced && before->reference == e->list[at].reference &&
	       e->list[at].number.len >= before->number.len &&
	       span_compare(e->list[at].number, before->number) > 0;
}

/* Over 0: `a` belongs here rather than `b`; under 0: `b`; 0: this evidence does not tell. */
static int weigh(const struct entries *e, size_t a, size_t b, const double *shares, enum evidence evidence)
{
	switch (evidence) {
	case EVIDENCE_WORDS:
		return (shares[a] > shares[b] * CLEARLY_BETTER) - (shares[b] > shares[a] * CLEARLY_BETTER);
	case EVIDENCE_NEIGHBOURS:
		return follows_spliced(e, b) - follows_spliced(e, a);
	case EVIDENCE_TIMES:
		return e->version_size[e->list[a].version] - e->version_size[e->list[b].version];
	default:
		return a < b ? 1 : -1;
	}
}

/* The version of one number that belongs here stays, the others are spliced in all their copies; false: not told yet. */
static bool judge_group(struct entries *e, size_t from, size_t to, const double *shares, enum evidence evidence)
{
	size_t best = e->groups[from];
	bool told = false;

	for (size_t i = from + 1; i < to; i++) {
		size_t other = e->groups[i];
		int verdict = e->list[other].version == e->list[best].version ?
				      0 :
				      weigh(e, other, best, shares, evidence);

		told = told || verdict != 0;
		if (verdict > 0)
			best = other;
	}
	for (size_t i = from; i < to && told; i++)
		e->list[e->groups[i]].spliced = e->list[e->groups[i]].version != e->list[best].version;
	return told;
}

/*
 * The numbers whose words tell are judged first: the pieces they find are
 * evidence for the others. One number told can tell its neighbour, so weaker
 * evidence is asked only when the stronger has no more to say.
 */
static void judge(struct entries *e, const double *shares, struct arena *arena)
{
	bool *told = arena_array(arena, e->count, sizeof *told);

	for (int evidence = 0, rounds = 0; evidence < EVIDENCE_COUNT; rounds++) {
		bool more = false;

		for (size_t from = 0; from < e->count; from = e->group_end[e->groups[from]]) {
			if (told[from] || !e->list[e->groups[from]].contested)
				continue;
			told[from] = judge_group(e, from, e->group_end[e->groups[from]], shares,
						 (enum evidence)evidence);
			more = more || told[from];
		}
		if (more && rounds < ROUNDS_MOST)
			evidence = evidence > EVIDENCE_NEIGHBOURS ? EVIDENCE_NEIGHBOURS : evidence;
		else
			evidence++;
	}
}

/*
 * A spliced piece may have numbers that are not taken here. Such an entry goes
 * with the spliced one before it when nothing restarts between them and its words
 * are as foreign as that one's.
 */
static void spread(struct entries *e, const double *shares)
{
	double home = 0;
	size_t at_home = 0;

	for (size_t i = 0; i < e->count; i++)
		if (!e->list[i].spliced && !e->list[i].contested) {
			home += shares[i];
			at_home++;
		}
	for (size_t i = 1; i < e->count && at_home > 0; i++) {
		struct entry *entry = &e->list[i];

		if (!entry->contested && follows_spliced(e, i) &&
		    shares[i] < (home / (double)at_home + shares[i - 1]) / 2)
			entry->spliced = true;
	}
}

/* Gives a spliced piece its reference, and says so once. */
static int begin_piece(struct document *d, struct place place, struct span number)
{
	document_note(d, SEVERITY_WARNING, "spliced", place.line_start,
		      "number %.*s is taken by other text in this document: this piece comes from another report, "
		      "which the source does not name; its records are kept apart",
		      SPAN_ARG(number));
	return identify_add_unattributed(d, place);
}

/* Neighbouring spliced entries are one piece, of one report; a copy of an entry goes where the first is. */
static void move_spliced(struct document *d, struct drafts *drafts, struct entries *e)
{
	int *version_reference = arena_array(d->arena, (size_t)e->versions, sizeof *version_reference);
	int reference = -1;

	for (size_t i = 0; i < e->count; i++) {
		struct entry *entry = &e->list[i];
		struct place place;

		if (!entry->spliced) {
			reference = -1;
			continue;
		}
		place = d->passages[drafts->list[entry->from].first->passage].place;
		if (version_reference[entry->version] > 0)
			reference = version_reference[entry->version] - 1;
		else if (reference < 0)
			reference = begin_piece(d, place, entry->number);
		version_reference[entry->version] = reference + 1;
		for (size_t k = entry->from; k < entry->to; k++)
			drafts->list[k].item.reference = reference;
	}
}

static void find_splices(struct document *d, struct drafts *drafts, struct entries *e)
{
	struct vocabulary *home;
	double *shares;
	bool any = false;

	for (size_t i = 0; i < e->count; i++)
		any = any || e->list[i].contested;
	if (!any)
		return;
	home = home_words(d, drafts, e);
	shares = arena_array(d->arena, e->count, sizeof *shares);
	for (size_t i = 0; i < e->count; i++)
		shares[i] = vocabulary_share(home, entry_text(drafts, &e->list[i]));
	judge(e, shares, d->arena);
	spread(e, shares);
	move_spliced(d, drafts, e);
	vocabulary_free(home);
}

/* ---- copies ---- */

/* Has the response a paragraph of this number? Its text where it has. */
static const struct piece *paragraph_of(const struct draft *response, struct span number)
{
	for (const struct piece *p = response->first; p; p = p->next)
		if (p->begins && p->number.len > 0 && span_equal(p->number, number))
			return p;
	return NULL;
}

static bool same_draft(const struct drafts *drafts, const struct draft *a, const struct draft *b)
{
	if (a->item.type != b->item.type || a->item.reference != b->item.reference)
		return false;
	if (a->item.type == ITEM_RESPONSE)
		for (const struct piece *p = a->first; p; p = p->next)
			if (p->begins && p->number.len > 0 && paragraph_of(b, p->number) &&
			    same_text(paragraph_of(b, p->number)->text, p->text))
				return true;
	return same_text(draft_text(drafts, a), draft_text(drafts, b));
}

/*
 * Copies of a response may each be cut at another place: numbered paragraphs that
 * the fullest one lacks are added to it, in the order of their numbers as they
 * stand in the copy.
 */
static void complete_response(struct drafts *drafts, int fullest, const struct draft *copy)
{
	for (const struct piece *p = copy->first; p; p = p->next) {
		struct piece *added;

		if (!p->begins || p->number.len == 0 || paragraph_of(&drafts->list[fullest], p->number))
			continue;
		added = draft_add_text(drafts, fullest, p->text, p->passage);
		if (!added)
			continue;
		added->begins = true;
		added->number = p->number;
	}
}

/* A late piece that repeats a numbered paragraph of the same response adds nothing to its text. */
static void silence_repeats(struct draft *response)
{
	bool repeating = false;

	for (struct piece *p = response->first; p; p = p->next) {
		const struct piece *first = p->begins && p->number.len > 0 ? paragraph_of(response, p->number) : NULL;

		if (p->begins)
			repeating = first && first != p && same_text(first->text, p->text);
		if (repeating)
			p->silent = true;
	}
}

static void join_copies(struct drafts *drafts, int original, int other)
{
	bool other_is = is_fuller(draft_text(drafts, &drafts->list[original]), draft_text(drafts, &drafts->list[other]));
	int fuller = other_is ? other : original, copy = other_is ? original : other;

	drafts->list[copy].copy_of = fuller;
	if (drafts->list[fuller].item.type == ITEM_RESPONSE)
		complete_response(drafts, fuller, &drafts->list[copy]);
}

/* The draft that stands for `at`, among those of earlier entries of the same version; -1. */
static int find_original(const struct drafts *drafts, const struct entries *e, size_t entry, size_t at)
{
	int left = COMPARISONS_MOST;

	for (size_t i = e->group_of[entry]; i < e->group_end[entry] && e->groups[i] < entry; i++) {
		const struct entry *earlier = &e->list[e->groups[i]];

		for (size_t k = earlier->from; k < earlier->to && earlier->version == e->list[entry].version; k++) {
			if (drafts->list[k].copy_of >= 0 || drafts->list[k].item.type != drafts->list[at].item.type)
				continue;
			if (left-- == 0)
				return -1;
			if (same_draft(drafts, &drafts->list[k], &drafts->list[at]))
				return (int)k;
		}
	}
	return -1;
}

/* What stands for `at` in the end: an original may have become the copy of a fuller one. Halves the way for those who come later. */
static int stands_for(struct drafts *drafts, int at)
{
	while (drafts->list[at].copy_of >= 0) {
		int next = drafts->list[at].copy_of, after = drafts->list[next].copy_of;

		if (after >= 0)
			drafts->list[at].copy_of = after;
		at = next;
	}
	return at;
}

static void find_copies(struct drafts *drafts, const struct entries *e)
{
	for (size_t i = 0; i < e->count; i++) {
		for (size_t k = e->list[i].from; k < e->list[i].to; k++) {
			int original = find_original(drafts, e, i, k);

			if (original >= 0)
				join_copies(drafts, original, (int)k);
		}
	}
	for (size_t i = 0; i < drafts->count; i++) {
		if (drafts->list[i].copy_of >= 0)
			drafts->list[i].copy_of = stands_for(drafts, (int)i);
		for (size_t k = 0; k < drafts->list[i].answer_count; k++) /* what answers a copy answers its original */
			drafts->list[i].answers[k] = stands_for(drafts, drafts->list[i].answers[k]);
	}
}

void repeats_resolve(struct document *d, struct drafts *drafts)
{
	struct entries e = find_entries(drafts);

	group_entries(&e, drafts->arena);
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->list[i].item.type == ITEM_RESPONSE)
			silence_repeats(&drafts->list[i]);
	find_versions(&e, drafts->arena);
	find_splices(d, drafts, &e);
	find_copies(drafts, &e);
}
