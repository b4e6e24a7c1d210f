#include "pipeline/split/needles.h"

#include <ctype.h>

#include "pipeline/base/arena.h"
#include "pipeline/base/memory.h"

enum {
	NEEDLE_BYTES_LEAST = 3, /* a trigram */
	NEEDLE_BYTES_MOST = 32, /* more says no more */
	NEEDLES_MOST = 48,      /* of one list; longer ones rule too little out */
	DEPTH_MOST = 32,        /* of groups; deeper ones are not understood */
	GRAM_SHIFT = 4, /* a third of the bits of GRAM_BITS */
	GRAMS_MOST = NEEDLE_BYTES_MOST - NEEDLE_BYTES_LEAST + 1
};

struct needle {
	char text[NEEDLE_BYTES_MOST];
	size_t len;
};

/* A needle to ask for: its trigrams, as bits of struct grams. */
struct hashed {
	uint16_t count;
	uint16_t gram[GRAMS_MOST];
};

/* One of the first `first` has to occur, and one of those behind them, where there are any. */
struct needles {
	size_t first, count;
	struct hashed list[];
};

/* ---- trigrams ---- */

static unsigned lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c | 32u : c;
}

/*
 * A byte without its case, spread over the bits of a hash. What is no letter may
 * lose a bit with the case: two bytes that count as one rule less out, and no more.
 */
static unsigned spread(unsigned char c)
{
	return (c | (c & 0x40u) >> 1) * 0x9E5u;
}

/* The hash of three bytes, the oldest first, is that of each shifted by what came behind it: the oldest leaves by itself. */
static unsigned gram_with(unsigned gram, unsigned char c)
{
	return (gram << GRAM_SHIFT ^ spread(c)) % GRAM_BITS;
}

/* U+017F is an s in another case, U+212A a k. */
static bool has_odd_case(struct span text)
{
	return span_find(text, SPAN("\xC5\xBF"), 0) >= 0 || span_find(text, SPAN("\xE2\x84\xAA"), 0) >= 0;
}

void grams_make(struct grams *g, struct span text)
{
	unsigned n = 0, high = 0;

	memset(g, 0, sizeof *g);
	for (size_t i = 0; i < text.len; i++) {
		n = gram_with(n, (unsigned char)text.ptr[i]);
		g->bits[n / 64] |= (uint64_t)1 << n % 64;
		high |= (unsigned char)text.ptr[i];
	}
	g->all = high >= 0x80 && has_odd_case(text);
}

static bool may_occur(const struct hashed *needle, const struct grams *g)
{
	for (size_t i = 0; i < needle->count; i++)
		if (!(g->bits[needle->gram[i] / 64] >> needle->gram[i] % 64 & 1))
			return false;
	return true;
}

static bool any_may_occur(const struct hashed *list, size_t count, const struct grams *g)
{
	for (size_t i = 0; i < count; i++)
		if (may_occur(&list[i], g))
			return true;
	return false;
}

bool needles_may_occur(const struct needles *needles, const struct grams *g)
{
	return !needles || g->all ||
	       (any_may_occur(needles->list, needles->first, g) &&
		(needles->count == needles->first ||
		 any_may_occur(needles->list + needles->first, needles->count - needles->first, g)));
}

/* ---- reading patterns ---- */

/* One of these has to occur; none: nothing is known. */
struct choice {
	struct needle list[NEEDLES_MOST];
	size_t count;
	struct choice *also; /* and one of those; NULL */
};

struct reader {
	struct arena *arena;
	struct span text;
	size_t at;
	int depth;
	bool lost; /* met what is not understood */
};

static int peek(const struct reader *r, size_t ahead)
{
	return r->at + ahead < r->text.len ? (unsigned char)r->text.ptr[r->at + ahead] : -1;
}

/* How good a list is: the length of its shortest needle; of equals the shorter list. */
static size_t worth(const struct choice *n)
{
	size_t shortest = NEEDLE_BYTES_MOST;

	if (!n || n->count == 0)
		return 0;
	for (size_t i = 0; i < n->count; i++)
		shortest = n->list[i].len < shortest ? n->list[i].len : shortest;
	return shortest * 100 + NEEDLES_MOST - n->count;
}

/* What two pieces of a branch want together: the two best lists of both. */
static struct choice *both(struct choice *a, struct choice *b)
{
	struct choice *best = worth(a) >= worth(b) ? a : b, *other = best == a ? b : a;

	if (worth(other) == 0)
		return best;
	if (worth(other) > worth(best->also))
		best->also = other;
	return best;
}

/* A quantifier behind an atom, taken off. May the atom be left out? *repeats: may it stand more than once? */
static bool take_quantifier(struct reader *r, bool *repeats)
{
	int c = peek(r, 0);
	size_t len = 1;
	bool optional = c == '?' || c == '*';

	*repeats = c == '*' || c == '+';
	if (c == '{' && isdigit(peek(r, 1) < 0 ? 0 : peek(r, 1))) {
		while (peek(r, len) >= 0 && peek(r, len) != '}')
			len++;
		optional = peek(r, 1) == '0';
		*repeats = true;
		len++;
	} else if (c != '?' && c != '*' && c != '+') {
		return false;
	}
	r->at += len;
	if (peek(r, 0) == '?' || peek(r, 0) == '+') /* lazy, possessive */
		r->at++;
	return optional;
}

/* "[^\]a-z[:alpha:]]" */
static void skip_class(struct reader *r)
{
	r->at += peek(r, 1) == '^' ? 2 : 1;
	if (peek(r, 0) == ']')
		r->at++;
	for (; peek(r, 0) >= 0 && peek(r, 0) != ']'; r->at++) {
		if (peek(r, 0) == '\\')
			r->at++;
		else if (peek(r, 0) == '[' && peek(r, 1) == ':')
			while (peek(r, 1) >= 0 && !(peek(r, 0) == ':' && peek(r, 1) == ']'))
				r->at++;
	}
	r->at++;
}

/* Behind a backslash: the character that is meant, or 0 for a kind of character or a place. */
static int take_escape(struct reader *r)
{
	int c = peek(r, 1);

	r->at += 2;
	if (c == 'p' || c == 'P') {
		if (peek(r, 0) == '{')
			while (peek(r, 0) >= 0 && peek(r, 0) != '}')
				r->at++;
		r->at++;
	} else if (c < 0 || (isalnum(c) && !strchr("bBdDsSwWAzZnrt", c))) {
		r->lost = true; /* \Q, \K, \x, \1 ... */
	}
	return c >= 0 && c < 0x80 && !isalnum(c) ? c : 0;
}

static struct choice *read_alternatives(struct reader *r);

/* At "(": what the group wants; NULL where that says nothing about the text. */
static struct choice *read_group(struct reader *r)
{
	struct choice *n;
	bool against = false;

	r->at++;
	if (peek(r, 0) == '*')
		r->lost = true; /* verbs turn matches into none, and none into matches */
	if (peek(r, 0) == '?') {
		int kind = peek(r, 1) == '<' ? peek(r, 2) : peek(r, 1);

		against = kind == '!';
		r->at++;
		if (kind == '!' || kind == '=' || kind == '|' || kind == '>')
			r->at += peek(r, 0) == '<' ? 2 : 1;
		else if (peek(r, 0) == '<')
			while (peek(r, 0) >= 0 && peek(r, 0) != '>')
				r->at++;
		else
			while (peek(r, 0) >= 0 && strchr("ism-", peek(r, 0)))
				r->at++;
		if (peek(r, 0) == ')') { /* "(?i)" */
			r->at++;
			return NULL;
		}
		if (peek(r, 0) == ':' || peek(r, 0) == '>')
			r->at++;
		else if (!strchr("!=|>", kind))
			r->lost = true;
	}
	r->lost = r->lost || ++r->depth > DEPTH_MOST;
	n = r->lost ? NULL : read_alternatives(r);
	r->depth--;
	r->lost = r->lost || peek(r, 0) != ')';
	r->at++;
	return against ? NULL : n;
}

/* The letters that stand side by side end here: they are a needle if there are enough of them. */
static struct choice *end_run(struct reader *r, struct needle *run, struct choice *best)
{
	struct choice *n = NULL;

	if (run->len >= NEEDLE_BYTES_LEAST) {
		n = arena_alloc(r->arena, sizeof *n);
		n->list[n->count++] = *run;
	}
	run->len = 0;
	return n ? both(n, best) : best;
}

/* One character that stands for itself, with its quantifier. */
static struct choice *take_letter(struct reader *r, int c, struct needle *run, struct choice *best)
{
	bool repeats, optional = take_quantifier(r, &repeats);

	if (optional || c >= 0x80 || run->len == NEEDLE_BYTES_MOST)
		return end_run(r, run, best);
	run->text[run->len++] = (char)lower((unsigned char)c);
	return repeats ? end_run(r, run, best) : best;
}

static struct choice *read_branch(struct reader *r)
{
	struct choice *best = NULL;
	struct needle run = { .len = 0 };

	while (!r->lost && peek(r, 0) >= 0 && peek(r, 0) != '|' && peek(r, 0) != ')') {
		int c = peek(r, 0), literal = 0;
		struct choice *group = NULL;
		bool repeats;

		if (c == '(')
			group = read_group(r);
		else if (c == '[')
			skip_class(r);
		else if (c == '\\')
			literal = take_escape(r);
		else
			r->at++;
		if (literal || !strchr("([\\.^$", c)) {
			best = take_letter(r, literal ? literal : c, &run, best);
			continue;
		}
		best = end_run(r, &run, best);
		if (!take_quantifier(r, &repeats))
			best = both(best, group);
	}
	return end_run(r, &run, best);
}

/* Adds the list of one branch; false where there is none, or no room. */
static bool join(struct choice *all, const struct choice *one)
{
	if (worth(one) == 0 || all->count + one->count > NEEDLES_MOST)
		return false;
	memcpy(all->list + all->count, one->list, one->count * sizeof *one->list);
	all->count += one->count;
	return true;
}

/* Each branch has to want something, or all together want nothing. */
static struct choice *read_alternatives(struct reader *r)
{
	struct choice *all = arena_alloc(r->arena, sizeof *all), *also = arena_alloc(r->arena, sizeof *also);
	bool known = true, known_also = true, any_also = false;

	for (;;) {
		const struct choice *one = read_branch(r);

		known = known && join(all, one);
		any_also = any_also || (one && one->also);
		known_also = known_also && known && join(also, one->also ? one->also : one);
		if (r->lost || peek(r, 0) != '|')
			break;
		r->at++;
	}
	if (r->lost || !known)
		return NULL;
	all->also = known_also && any_also ? also : NULL; /* else it would be the same list once more */
	return all;
}

static void hash_needles(struct hashed *to, const struct choice *from)
{
	for (size_t k = 0; k < from->count; k++) {
		const unsigned char *text = (const unsigned char *)from->list[k].text;

		to[k].count = 0;
		for (size_t i = NEEDLE_BYTES_LEAST - 1; i < from->list[k].len; i++)
			to[k].gram[to[k].count++] = (uint16_t)gram_with(gram_with(gram_with(0, text[i - 2]), text[i - 1]), text[i]);
	}
}

struct needles *needles_make(struct span pattern)
{
	struct arena *arena = arena_new();
	struct reader r = { .arena = arena, .text = pattern };
	const struct choice *found = read_alternatives(&r);
	struct needles *n = NULL;

	if (found && r.at == pattern.len) {
		size_t more = found->also ? found->also->count : 0;

		n = memory_new(1, sizeof *n + (found->count + more) * sizeof *n->list);
		n->first = found->count;
		n->count = found->count + more;
		hash_needles(n->list, found);
		if (more)
			hash_needles(n->list + n->first, found->also);
	}
	arena_free(arena);
	return n;
}
