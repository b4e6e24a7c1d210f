#include "pipeline/dedupe/align.h"

#include "pipeline/base/memory.h"
#include "pipeline/dedupe/words.h"

enum {
	ALIGN_CELLS = 1 << 12, /* largest table: about 64 by 64 words */
	GAP_SMALL = 8,         /* words; in a longer gap most words must match, or the match is chance */
	EXACT = 20,            /* score of a word that is equal, on each side */
	DAMAGED = 17,          /* of one that is damaged */
	NUMBERS_BETWEEN = 2,   /* bytes that may stand between three numbers: see tokens.folded */
	LONGER = 2,            /* letters that a damaged word may be longer or shorter */
	WORDS_JOINED = 3
};

/* What the last step into a cell was: words of a and of b that it took, and a match or not. */
enum step { SKIP_A, SKIP_B, STEP_ONE, STEP_A2, STEP_A3, STEP_B2, STEP_B3 };
static const struct {
	unsigned a, b;
} steps[] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 2, 1 }, { 3, 1 }, { 1, 2 }, { 1, 3 } };

/* ---- outlines: what a step cannot be ---- */

/* What a word is, as far as it matters for which others may be the same. */
enum {
	LOOK_WIDE = 1 << 0,   /* has letters that ASCII has not */
	LOOK_NEVER = 1 << 1,  /* is an ideograph or a sign: the same as none but an equal one */
	LOOK_NUMBER = 1 << 2, /* is digits alone */
	LOOK_MIXED = 1 << 3,  /* has digits */
	LOOK_CUT = 1 << 4     /* stands at the end of its text, and may be cut */
};

static unsigned look_of(const struct tokens *t, size_t i)
{
	unsigned flags = t->items[i].flags;
	unsigned look = (i == 0 || i + 1 == t->count ? LOOK_CUT : 0) | (flags & TOKEN_WIDE ? LOOK_WIDE : 0);

	if (flags & (TOKEN_SINGLE | TOKEN_SYMBOL))
		return look | (look & LOOK_CUT ? LOOK_NUMBER : LOOK_NEVER);
	return look | (flags & TOKEN_ALPHA ? 0 : LOOK_NUMBER) | (flags & TOKEN_DIGIT ? LOOK_MIXED : 0);
}

/* The words of a stretch. */
static void outline_words(const struct tokens *t, uint32_t from, uint32_t count, struct align_word *out)
{
	uint32_t i, k;

	for (i = 0; i < count; i++) {
		const struct token *token = &t->items[from + i];
		const char *p = t->folded + token->fold;
		struct align_word *w = &out[i];

		w->hash = token->hash;
		w->shape = token->shape;
		w->letters = 0;
		for (k = 0; k < token->fold_length; k++)
			w->letters |= (uint32_t)1 << (p[k] & 31);
		w->first = p[0];
		w->last = p[token->fold_length - 1];
		w->look = (unsigned char)look_of(t, from + i);
		for (k = 0; k < WORDS_JOINED; k++) /* no word is as long as all words behind the end */
			w->length[k] = i + k < count ? (uint16_t)(token[k].fold + token[k].fold_length - token->fold)
						     : UINT16_MAX / 2;
	}
}

/* False where two words are neither equal nor does word_score find them damaged: most that are not equal. */
static inline bool may_be_same(const struct align_word *x, const struct align_word *y)
{
	unsigned look = x->look | y->look, longer = (unsigned)(x->length[0] - y->length[0] + LONGER);
	uint32_t others = x->letters ^ y->letters;

	if (x->hash == y->hash)
		return true;
	if (look) {
		if (look & LOOK_NEVER)
			return false;
		if ((x->look ^ y->look) & LOOK_WIDE)
			return true;
		if (look & LOOK_NUMBER)
			return longer == LONGER || look & LOOK_CUT;
		if (look & (LOOK_MIXED | LOOK_CUT))
			return x->first == y->first || x->last == y->last || x->shape == y->shape;
	}
	if (longer > 2 * LONGER || (x->first != y->first && x->last != y->last && x->shape != y->shape))
		return false;
	others &= others - 1; /* four letters that only one has */
	others &= others - 1;
	others &= others - 1;
	others &= others - 1;
	return others == 0;
}

static inline bool may_be_joined(unsigned x_length, unsigned y_length)
{
	return x_length - y_length + NUMBERS_BETWEEN <= 2 * NUMBERS_BETWEEN;
}

/* The steps that may begin with words x and y: bits by enum step. */
static inline unsigned steps_of(const struct align_word *x, const struct align_word *y)
{
	unsigned may = (unsigned)may_be_same(x, y) << STEP_ONE;

	if (x->first != y->first)
		return may;
	return may | (unsigned)may_be_joined(x->length[1], y->length[0]) << STEP_A2 |
	       (unsigned)may_be_joined(x->length[2], y->length[0]) << STEP_A3 |
	       (unsigned)may_be_joined(x->length[0], y->length[1]) << STEP_B2 |
	       (unsigned)may_be_joined(x->length[0], y->length[2]) << STEP_B3;
}

/*
 * Notes at each cell of the table which steps may end there: a byte of bits by enum step; a row has b_count + 1 cells.
 * The first cell of a row, where none ends, is 1 where there is any in the row. Returns how many words of a are in one.
 */
static uint32_t note_steps(struct matcher *m, const struct align_gap *g)
{
	const struct align_word *b = m->align_words + g->a_count;
	uint32_t width = g->b_count + 1, words = 0, reach, reached = 0, i, j; /* words of a up to `reached` are in one */

	memset(m->align_steps, 0, (size_t)(g->a_count + 1) * width);
	for (i = 0; i < g->a_count; i++) {
		const struct align_word x = m->align_words[i];
		unsigned all = 0;

		for (j = 0; j < g->b_count; j++) {
			unsigned may = steps_of(&x, &b[j]), left = may;

			for (all |= may; left; left &= left - 1) {
				unsigned s = (unsigned)__builtin_ctz(left);

				unsigned char *row = m->align_steps + (i + steps[s].a) * width;

				row[j + steps[s].b] |= (unsigned char)(1u << s);
				row[0] = 1;
			}
		}
		reach = i + (all & 1u << STEP_A3 ? 3 : all & 1u << STEP_A2 ? 2 : all ? 1 : 0);
		reached = reach > reached ? reach : reached;
		words += i < reached;
	}
	return words;
}

/* ---- scores ---- */

static struct span letters(const struct tokens *t, uint32_t from, uint32_t count)
{
	const struct token *first = &t->items[from], *last = first + count - 1;

	return span_of(t->folded + first->fold, last->fold + last->fold_length - first->fold);
}

/* Numbers that a dash joined, "2016-17", are one where the dash was lost. */
static bool same_numbers(struct span x, struct span y)
{
	size_t i = 0, j = 0;

	while (i < x.len && j < y.len) {
		i += x.ptr[i] == 0x1F;
		j += y.ptr[j] == 0x1F;
		if (i == x.len || j == y.len || x.ptr[i++] != y.ptr[j++])
			return false;
	}
	return i == x.len && j == y.len;
}

/* Do so many words of a and of b, several of one of them, have the same letters in all? */
static bool same_letters(const struct matcher *m, uint32_t i, uint32_t i_count, uint32_t j, uint32_t j_count)
{
	struct span x = letters(m->a, i, i_count), y = letters(m->b, j, j_count);
	const struct token *second = i_count > 1 ? &m->a->items[i + 1] : &m->b->items[j + 1];

	if (span_equal(x, y))
		return true;
	return second->flags & TOKEN_JOINED && second->flags & TOKEN_DIGIT && same_numbers(x, y);
}

/* Is word i of a, at the very end of the text, the beginning of word j: cut there? */
static bool cut_short(const struct tokens *a, uint32_t i, const struct tokens *b, uint32_t j)
{
	struct span x = token_folded(a, i), y = token_folded(b, j);

	if (x.len < 2 || x.len >= y.len || (a->items[i].flags & TOKEN_DIGIT))
		return false;
	return (i + 1 == a->count && span_starts(y, x)) || (i == 0 && a->count > 1 && span_ends(y, x));
}

static unsigned word_score(const struct matcher *m, uint32_t i, uint32_t j)
{
	if (m->a->items[i].hash == m->b->items[j].hash)
		return 2 * EXACT;
	if (words_damaged(m->a, i, m->b, j) || cut_short(m->a, i, m->b, j) || cut_short(m->b, j, m->a, i))
		return 2 * DAMAGED;
	return 0;
}

/* The score of a step into cell (x, y); 0 where it is none. */
static unsigned step_score(const struct matcher *m, const struct align_gap *g, uint32_t x, uint32_t y, unsigned s)
{
	uint32_t i = g->a + x - steps[s].a, j = g->b + y - steps[s].b;

	if (s == STEP_ONE)
		return word_score(m, i, j);
	return same_letters(m, i, steps[s].a, j, steps[s].b) ? (steps[s].a + steps[s].b) * EXACT : 0;
}

static unsigned score_before(const struct matcher *m, uint32_t width, uint32_t x, uint32_t y, unsigned s)
{
	return m->scores[(x - steps[s].a) * width + y - steps[s].b];
}

/* Best score of aligning the first x and y words of the gap, for all x, y. Of the steps noted those that are none go. */
static void fill_scores(struct matcher *m, const struct align_gap *g)
{
	uint32_t width = g->b_count + 1, x, y;

	memset(m->scores, 0, width * sizeof *m->scores);
	for (x = 1; x <= g->a_count; x++) {
		unsigned short *row = m->scores + (size_t)x * width;
		unsigned char *ends = m->align_steps + (size_t)x * width;

		if (!ends[0]) {
			memcpy(row, row - width, width * sizeof *row);
			continue;
		}
		row[0] = 0;
		for (y = 1; y <= g->b_count; y++) {
			unsigned best = row[y - 1] > row[(long)y - (long)width] ? row[y - 1] : row[(long)y - (long)width];
			unsigned left = ends[y], s;

			for (; left; left &= left - 1) {
				unsigned score = step_score(m, g, x, y, s = (unsigned)__builtin_ctz(left));

				if (score)
					score += score_before(m, width, x, y, s);
				else
					ends[y] &= (unsigned char)~(1u << s);
				best = score > best ? score : best;
			}
			row[y] = (unsigned short)best;
		}
	}
}

/* The step that led to the best score of cell (x, y), matches first. */
static enum step step_back(const struct matcher *m, const struct align_gap *g, uint32_t x, uint32_t y)
{
	uint32_t width = g->b_count + 1;
	unsigned cell = m->scores[x * width + y], left = m->align_steps[x * width + y];

	for (; left; left &= left - 1) {
		unsigned s = (unsigned)__builtin_ctz(left);

		if (step_score(m, g, x, y, s) + score_before(m, width, x, y, s) == cell)
			return (enum step)s;
	}
	return m->scores[(x - 1) * width + y] == cell ? SKIP_A : SKIP_B;
}

/* ---- runs ---- */

static void add_run(struct matcher *m, uint32_t a, uint32_t b, uint32_t a_count, uint32_t b_count)
{
	struct match_run *last = m->run_count ? &m->runs[m->run_count - 1] : NULL;

	m->a_found += a_count;
	memset(m->b_taken + b, 1, b_count);
	if (last && last->a + last->a_count == a && last->b + last->b_count == b && a_count == b_count &&
	    last->a_count == last->b_count) {
		last->a_count += a_count;
		last->b_count += b_count;
		return;
	}
	m->runs = memory_room(m->runs, m->run_count, &m->run_capacity, sizeof *m->runs);
	m->runs[m->run_count++] = (struct match_run){ a, b, a_count, b_count };
}

/* Walks the table back; gives the matches in reverse order, or only counts the words of a they hold. */
static uint32_t trace(struct matcher *m, const struct align_gap *g, bool keep)
{
	uint32_t x = g->a_count, y = g->b_count, found = 0;

	while (x && y && m->scores[x * (g->b_count + 1) + y]) {
		enum step s = step_back(m, g, x, y);

		x -= steps[s].a;
		y -= steps[s].b;
		if (s < STEP_ONE)
			continue;
		found += steps[s].a;
		m->damaged += keep && (s > STEP_ONE || m->a->items[g->a + x].hash != m->b->items[g->b + y].hash);
		if (keep)
			add_run(m, g->a + x, g->b + y, steps[s].a, steps[s].b);
	}
	return found;
}

static uint32_t shorter_side(const struct align_gap *g)
{
	return g->a_count < g->b_count ? g->a_count : g->b_count;
}

/* Would so many words be a match by chance? */
static bool is_chance(const struct align_gap *g, uint32_t words)
{
	return words == 0 || (shorter_side(g) > GAP_SMALL && words * 5 < shorter_side(g) * 3);
}

void align_gap(struct matcher *m, const struct align_gap *g)
{
	size_t cells = (size_t)(g->a_count + 1) * (g->b_count + 1);

	if (g->a_count == 0 || g->b_count == 0 || cells > ALIGN_CELLS)
		return;
	m->align_words = matcher_room(m->align_words, g->a_count + g->b_count, &m->align_word_capacity, sizeof *m->align_words);
	m->align_steps = matcher_room(m->align_steps, cells, &m->align_step_capacity, sizeof *m->align_steps);
	m->scores = matcher_room(m->scores, cells, &m->score_capacity, sizeof *m->scores);
	outline_words(m->a, g->a, g->a_count, m->align_words);
	outline_words(m->b, g->b, g->b_count, m->align_words + g->a_count);
	if (is_chance(g, note_steps(m, g)))
		return;
	fill_scores(m, g);
	if (shorter_side(g) <= GAP_SMALL || !is_chance(g, trace(m, g, false)))
		trace(m, g, true);
}
