#include "pipeline/dedupe/facts.h"

#include "pipeline/dedupe/classes.h"
#include "pipeline/dedupe/strokes.h"
#include "pipeline/dedupe/words.h"

enum {
	INSERTION = 6,    /* words on one side only that are more than a fact left out */
	NEGATION = 4,     /* words of a slot in which a negation is the point */
	PAIRS = 4,        /* words of a slot that are looked at one by one */
	DAMAGED_TEXT = 2, /* damaged words that make a text a damaged one */
	DIGITS_MOST = 32, /* of a slot that are looked at */
	FACT_LETTERS = 4  /* letters of a fact: fewer are too easily another one */
};

/* ---- what one side of a slot holds ---- */

struct side {
	size_t words, facts, names, numbers, negations, small;
};

/* Is it "not", or in a text that shows damage "uot"? */
static bool is_negation(const struct matcher *m, const struct tokens *t, uint32_t i)
{
	return words_kind(t, i, false) == WORD_NEGATION ||
	       (m->damaged >= DAMAGED_TEXT && words_negation_damaged(token_folded(t, i)));
}

static struct side look(const struct matcher *m, const struct tokens *t, uint32_t from, uint32_t to, bool capitals)
{
	struct side s = { .words = to - from };

	for (; from < to; from++) {
		enum word_kind kind = words_kind(t, from, capitals);

		s.small += kind == WORD_SMALL;
		s.names += kind == WORD_NAME;
		s.numbers += kind == WORD_NUMBER;
		s.negations += s.words <= NEGATION && is_negation(m, t, from);
	}
	s.facts = s.names + s.numbers;
	return s;
}

/* Are facts at least half of what this side says? */
static bool factual(const struct side *s)
{
	return s->facts > 0 && s->facts * 2 >= s->words - s->small;
}

/* Do these words leave out, or answer, the negation that the other side has? */
static bool answers_negation(const struct tokens *t, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (!words_affirm(token_folded(t, from)) && words_kind(t, from, false) != WORD_NUMBER)
			return false;
	return true;
}

/* ---- damage ---- */

static struct span letters_of(const struct tokens *t, uint32_t from, uint32_t to)
{
	const struct token *first = &t->items[from], *last = &t->items[to - 1];

	return span_of(t->folded + first->fold, last->fold + last->fold_length - first->fold);
}

/* Do all of its letters stand for digits: "l", "lO"? */
static bool all_digits(struct span s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (words_digit(s.ptr[i]) >= 'a')
			return false;
	return true;
}

/* Is it a number, not a word with a letter read as a digit ("8rown", "rnil1ion")? */
static bool is_number(const struct token *t, struct span word)
{
	size_t digits = 0, i;

	if (!(t->flags & TOKEN_ALPHA))
		return (t->flags & TOKEN_DIGIT) != 0;
	for (i = 0; t->flags & TOKEN_DIGIT && i < word.len; i++)
		digits += word.ptr[i] >= '0' && word.ptr[i] <= '9';
	return digits * 2 >= word.len;
}

/* The digits of a side and the letters in its numbers that are read for digits; `wide`: and words of nothing but such
   letters ("49,I95" is "49" and "i95", "13.l" is "13" and "l"). */
static size_t digits_of(const struct tokens *t, uint32_t from, uint32_t to, bool wide, char *out)
{
	size_t n = 0, k;

	for (; from < to; from++) {
		struct span word = token_folded(t, from);
		bool number = is_number(&t->items[from], word) || (wide && all_digits(word));

		for (k = 0; number && k < word.len && n < DIGITS_MOST; k++) {
			char digit = words_digit(word.ptr[k]);

			if (digit >= '0' && digit <= '9')
				out[n++] = digit;
		}
	}
	return n;
}

/* How the numbers of both sides are related. */
enum numbers { NUMBERS_NONE, NUMBERS_SAME, NUMBERS_LOST, NUMBERS_OTHER };

static bool same_strokes(const struct matcher *m, const struct match_slot *s)
{
	return strokes_within(letters_of(m->a, s->a_from, s->a_to), letters_of(m->b, s->b_from, s->b_to), 0);
}

static enum numbers compare_numbers(const struct matcher *m, const struct match_slot *slot, bool wide)
{
	char a[DIGITS_MOST], b[DIGITS_MOST];
	size_t a_count = digits_of(m->a, slot->a_from, slot->a_to, wide, a);
	size_t b_count = digits_of(m->b, slot->b_from, slot->b_to, wide, b);

	if (a_count == 0 && b_count == 0)
		return NUMBERS_NONE;
	if (a_count == b_count && memcmp(a, b, a_count) == 0)
		return NUMBERS_SAME;
	if (!wide)
		return compare_numbers(m, slot, true);
	if (a_count == 0 || b_count == 0) /* "5tonla's", "Stonla's": letters read as digits, if all else is alike */
		return same_strokes(m, slot) ? NUMBERS_NONE : NUMBERS_OTHER;
	return a_count != b_count && a_count + b_count >= 5 && words_within(span_of(a, a_count), span_of(b, b_count), 1)
		       ? NUMBERS_LOST : NUMBERS_OTHER;
}

/* Of so many letters or strokes, how many may differ; none in a text that shows no damage elsewhere. */
static int allowed(const struct matcher *m, size_t count, size_t part)
{
	size_t most = count / part;

	return m->damaged < DAMAGED_TEXT ? 0 : most < 3 ? (int)most : 3;
}

/* Is x what is left of y when up to half of its letters are lost? */
static bool letters_left(struct span x, struct span y)
{
	size_t i = 0, j;

	for (j = 0; j < y.len && i < x.len; j++)
		i += x.ptr[i] == y.ptr[j];
	return i == x.len && x.len * 2 >= y.len;
}

/* "Wr" of "War". */
static bool one_lost(struct span x, struct span y)
{
	return x.len >= 2 && x.len + 1 == y.len && letters_left(x, y);
}

/* The same letters but for a few, or the same strokes: in a text full of damage more may differ. */
static bool alike(const struct matcher *m, struct span x, struct span y)
{
	bool full = m->damaged * 8 >= m->a_found;
	char strokes[STROKES_MOST];
	struct span longer = x.len > y.len ? x : y;

	if (full && (letters_left(x, y) || letters_left(y, x)))
		return true;
	return (longer.len <= STROKES_MOST && words_within(x, y, allowed(m, longer.len, full ? 2 : 3))) ||
	       strokes_within(x, y, allowed(m, strokes_of(longer, strokes), full ? 3 : 5));
}

static bool two_listed(struct span x, struct span y)
{
	enum word_kind p = words_listed(x), q = words_listed(y);

	return (p == WORD_NUMBER || p == WORD_NEGATION) && (q == WORD_NUMBER || q == WORD_NEGATION);
}

/* Are both sides the same words, damaged? In a text that shows no damage elsewhere, two facts never are;
   where it shows little, their strokes must be equal. */
static bool resembles(const struct matcher *m, const struct match_slot *slot, bool facts)
{
	struct span x = letters_of(m->a, slot->a_from, slot->a_to), y = letters_of(m->b, slot->b_from, slot->b_to);
	enum numbers numbers = compare_numbers(m, slot, false);
	bool digits = all_digits(x) && all_digits(y);

	if (numbers == NUMBERS_SAME && digits)
		return true;
	if (numbers == NUMBERS_OTHER || two_listed(x, y))
		return false;
	if (numbers == NUMBERS_LOST && digits)
		return m->damaged >= DAMAGED_TEXT;
	if (facts && m->damaged >= DAMAGED_TEXT && (one_lost(x, y) || one_lost(y, x)))
		return true;
	if (facts && (m->damaged < DAMAGED_TEXT || (x.len < FACT_LETTERS && y.len < FACT_LETTERS)))
		return m->damaged && strokes_within(x, y, 0);
	return alike(m, x, y);
}

/* ---- the judgement ---- */

static enum slot_kind one_sided(const struct side *only)
{
	if (only->words >= INSERTION)
		return SLOT_INSERTION;
	return only->facts + only->small == only->words ? SLOT_NEUTRAL : SLOT_WORDS;
}

/* Is all that one side has beyond the other a negation, in front or behind: "has not" for "hos"? */
static bool only_negated(const struct matcher *m, const struct tokens *with, uint32_t from, uint32_t to,
			 const struct tokens *t, uint32_t t_from, uint32_t t_to)
{
	while (from < to && is_negation(m, with, from))
		from++;
	while (from < to && is_negation(m, with, to - 1))
		to--;
	if (from == to || t_from == t_to)
		return from == to && t_from == t_to;
	return strokes_within(letters_of(with, from, to), letters_of(t, t_from, t_to), 1);
}

static enum slot_kind negation_kind(const struct matcher *m, const struct match_slot *s, bool in_a)
{
	bool answered = in_a ? answers_negation(m->b, s->b_from, s->b_to) : answers_negation(m->a, s->a_from, s->a_to);
	bool negated = in_a ? only_negated(m, m->a, s->a_from, s->a_to, m->b, s->b_from, s->b_to)
			    : only_negated(m, m->b, s->b_from, s->b_to, m->a, s->a_from, s->a_to);

	return m->slot_count == 1 || answered || negated ? SLOT_REVERSED : SLOT_WORDS;
}

/* One word for one other. */
static enum slot_kind pair_kind(const struct matcher *m, struct span x, struct span y)
{
	enum word_kind p, q;

	if (words_opposite(x, y))
		return SLOT_REVERSED;
	if (classes_differ(x, y))
		return SLOT_FACT;
	if (m->damaged == 0)
		return SLOT_WORDS;
	if (words_opposite_damaged(x, y))
		return SLOT_REVERSED;
	p = words_listed(x);
	q = words_listed(y);
	if ((p == WORD_NUMBER) == (q == WORD_NUMBER) || alike(m, x, y))
		return SLOT_WORDS;
	return words_number_damaged(p == WORD_NUMBER ? y : x) ? SLOT_FACT : SLOT_WORDS;
}

/* As many words for as many: is one of them the fact? */
static enum slot_kind pairs_kind(const struct matcher *m, const struct match_slot *s)
{
	enum slot_kind kind = SLOT_WORDS;
	uint32_t i;

	for (i = 0; i < s->a_to - s->a_from && kind == SLOT_WORDS; i++)
		kind = pair_kind(m, token_folded(m->a, s->a_from + i), token_folded(m->b, s->b_from + i));
	return kind;
}

enum slot_kind facts_slot_kind(const struct matcher *m, const struct match_slot *slot, bool capitals)
{
	struct side a = look(m, m->a, slot->a_from, slot->a_to, capitals);
	struct side b = look(m, m->b, slot->b_from, slot->b_to, capitals);
	bool facts = factual(&a) && factual(&b);
	enum slot_kind kind;

	if ((a.negations == 0) != (b.negations == 0) && a.words <= NEGATION && b.words <= NEGATION)
		return negation_kind(m, slot, a.negations > 0);
	if (a.words == 0 || b.words == 0)
		return one_sided(a.words ? &a : &b);
	kind = a.words == b.words && a.words <= PAIRS ? pairs_kind(m, slot) : SLOT_WORDS;
	if (kind != SLOT_WORDS)
		return kind;
	if (resembles(m, slot, facts))
		return SLOT_DAMAGED;
	if (facts)
		return SLOT_FACT;
	return a.small == a.words && b.small == b.words ? SLOT_NEUTRAL : SLOT_WORDS;
}
